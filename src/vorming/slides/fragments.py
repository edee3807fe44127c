"""Nodes -> HTML with Sphinx's own writer, so that a slide reads as the page does."""

from collections.abc import Sequence

from docutils import nodes
from markupsafe import Markup
from sphinx.builders.html import StandaloneHTMLBuilder

from vorming.slides.outline import for_reading, for_the_room


class FragmentWriter:
    """Writes parts of a page for a file in the folder of the decks; the builder has written its pages."""

    def __init__(self, builder: StandaloneHTMLBuilder) -> None:
        self.builder = builder
        builder.imgpath, builder.add_permalinks = "../_images", False
        builder.secnumbers, builder.fignumbers = {}, {}

    def plain(self, found: Sequence[nodes.Node], *, whole: bool = False) -> Markup:
        """Write nodes for a slide, or `whole` for a note: without links and ids."""
        clean = for_reading(found) if whole else for_the_room(found)
        return Markup("".join(self.builder.render_partial(node)["fragment"] for node in clean))
