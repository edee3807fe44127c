"""The edition filter: takes out what an edition must not show, before anything is written or indexed."""

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from vorming.course.editions import EDITION, Edition, is_shown
from vorming.nodes.course import vorming_no_slide, vorming_slide


class EditionFilter(SphinxPostTransform):
    """Remove nodes of another edition, footnotes only these used, and what is meant for slides.

    A post-transform, so that one read serves every edition; before the writers and the search index,
    so that neither has anything of it.
    """

    default_priority = 1

    def run(self, **kwargs: Any) -> None:
        edition = Edition(self.config.vorming_edition)
        # Lists, for `findall` walks the tree that this changes.
        for node in list(self.document.findall(nodes.Element)):
            if not is_shown(node.get(EDITION), edition):
                _remove(node)
        used = {reference.get("refid") for reference in self.document.findall(nodes.footnote_reference)}
        for footnote in list(self.document.findall(nodes.footnote)):
            if not used & set(footnote["ids"]):
                _remove(footnote)
        if not self.config.vorming_keeps_slides:
            for slide in list(
                self.document.findall(lambda n: isinstance(n, vorming_slide | vorming_no_slide))
            ):
                slide.parent.remove(slide)


def _remove(node: nodes.Element) -> None:
    # A node without a parent went with another one around it.
    if node.parent is not None:
        node.parent.remove(node)
