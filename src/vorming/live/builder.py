"""The HTML builder of the preview: after the first build it writes pages and nothing around them."""

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder


class LiveBuilder(StandaloneHTMLBuilder):
    """Copy assets and write the search index once; after that only pages.

    It has the name of the HTML builder, for themes and MyST-NB look at the name.
    """

    name = "html"
    is_first = True

    def copy_assets(self) -> None:
        if self.is_first:
            super().copy_assets()

    def finish(self) -> None:
        if self.is_first:
            super().finish()


def setup(app: Sphinx) -> dict[str, bool]:
    """Take the place of the HTML builder."""
    app.add_builder(LiveBuilder, override=True)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
