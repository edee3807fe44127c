"""Nodes -> HTML, with Sphinx's own writer, so that a slide reads as the page does."""

from collections.abc import Sequence

from docutils import nodes
from markupsafe import Markup
from sphinx.builders.html import StandaloneHTMLBuilder

from vorming.slides.outline import for_the_room


class FragmentWriter:
    """Writes parts of a page for a file in another folder."""

    def __init__(self, builder: StandaloneHTMLBuilder, folder: str) -> None:
        self.builder = builder
        self.folder = folder

    def html(self, found: Sequence[nodes.Node]) -> Markup:
        """Write nodes as they stand on a page."""
        builder = self.builder
        kept = builder.imgpath, builder.add_permalinks, builder.secnumbers, builder.fignumbers
        builder.imgpath, builder.add_permalinks = "../_images", False
        builder.secnumbers, builder.fignumbers = {}, {}
        try:
            parts = [builder.render_partial(node.deepcopy())["fragment"] for node in found]
        finally:
            builder.imgpath, builder.add_permalinks, builder.secnumbers, builder.fignumbers = kept
        return Markup("".join(parts))

    def plain(self, found: Sequence[nodes.Node]) -> Markup:
        """Write nodes without links, citations and ids: for a slide or a note."""
        return self.html(for_the_room(found))
