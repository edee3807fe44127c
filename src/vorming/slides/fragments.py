"""Nodes -> HTML with Sphinx's own writer, so that a slide reads as the page does."""

from collections.abc import Sequence

from docutils import nodes
from markupsafe import Markup
from sphinx.builders.html import StandaloneHTMLBuilder

from vorming.slides.outline import for_notes, for_slide


class FragmentWriter:
    """Writes parts of a page for a file in the folder of the decks.

    It changes the builder: pictures as seen from that folder, no permalinks, no numbers. So the pages come first.
    """

    def __init__(self, builder: StandaloneHTMLBuilder) -> None:
        self.builder = builder
        builder.imgpath, builder.add_permalinks = "../_images", False
        builder.secnumbers, builder.fignumbers = {}, {}

    def plain(self, found: Sequence[nodes.Node], *, whole: bool = False) -> Markup:
        """Write nodes for a slide, or `whole` for a note: without links and ids."""
        clean = for_notes(found) if whole else for_slide(found)
        return Markup("".join(self.builder.render_partial(node)["fragment"] for node in clean))
