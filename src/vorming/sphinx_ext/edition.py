"""The edition filter: takes out what this edition must not hold, before anything is written or indexed."""

from collections.abc import Iterable
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from vorming.course.editions import EDITION, Edition, is_shown
from vorming.nodes.course import vorming_no_slide, vorming_slide


class EditionFilter(SphinxPostTransform):
    """Remove nodes of another edition, footnotes only they used, and what is meant for slides.

    A post-transform, so that one read serves every edition; before the writers and the search
    index, so that nothing of it stands in either.
    """

    default_priority = 1

    def run(self, **kwargs: Any) -> None:
        edition = Edition(self.config.vorming_edition)
        for node in list(self.document.findall(nodes.Element)):
            if not is_shown(node.get(EDITION), edition):
                _remove(node)
        _remove_orphan_footnotes(self.document)
        if not self.config.vorming_keeps_slides:
            _remove_all(self.document.findall(vorming_slide))
            _remove_all(self.document.findall(vorming_no_slide))


def _remove(node: nodes.Element) -> None:
    if node.parent is not None:
        node.parent.remove(node)


def _remove_all(found: Iterable[nodes.Element]) -> None:
    for node in list(found):
        _remove(node)


def _remove_orphan_footnotes(document: nodes.document) -> None:
    """Remove footnotes that nothing refers to any more."""
    used = {reference.get("refid") for reference in document.findall(nodes.footnote_reference)}
    for footnote in list(document.findall(nodes.footnote)):
        if not used & set(footnote["ids"]):
            _remove(footnote)
