"""Transforms of pages between MyST and the writers: the edition filter, pictures, links and apostrophes."""

import re
from html import unescape
from typing import Any
from urllib.parse import unquote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from vorming.course.editions import EDITION, Edition, is_shown
from vorming.nodes import (
    LANGUAGE,
    PAGE_SOURCES,
    has_class,
    language_of,
    sections_of,
    vorming_box,
    vorming_no_slide,
    vorming_slide,
)
from vorming.source.typography import turn_apostrophes

_ESCAPED = re.compile("&(?:amp|quot|lt|gt);")


class PicturesAndLinks(SphinxTransform):
    """Restore the addresses of pictures and links as the author wrote them, and move pictures out of paragraphs.

    MyST encodes and escapes an address for HTML, and the writers of docutils would do so again. A picture that is alone in
    its paragraph replaces the paragraph, so that it becomes as large as one of the directive {image}.
    """

    default_priority = 400

    def apply(self, **kwargs: Any) -> None:
        for link in self.document.findall(nodes.reference):
            if "&" in link.get("refuri", ""):
                link["refuri"] = _ESCAPED.sub(lambda match: unescape(match[0]), link["refuri"])
        for image in list(self.document.findall(nodes.image)):
            if "://" not in image["uri"]:
                image["uri"] = unquote(image["uri"])
            paragraph = image.parent
            if isinstance(paragraph, nodes.paragraph) and len(paragraph.children) == 1:
                image.source, image.line = paragraph.source, paragraph.line
                paragraph.replace_self(image)


class TurnApostrophes(SphinxTransform):
    """Set the apostrophes that the smart quotes of MyST or Sphinx turn into opening quotation marks."""

    default_priority = 740  # before Sphinx's smart quotes, after those of MyST

    def apply(self, **kwargs: Any) -> None:
        for text in list(self.document.findall(nodes.Text)):
            is_code = isinstance(text.parent, nodes.literal | nodes.FixedTextElement)
            if not is_code and (turned := turn_apostrophes(text)) != text:
                text.parent.replace(text, nodes.Text(turned))


class EditionFilter(SphinxPostTransform):
    """Remove the nodes of other editions, the footnotes that only these nodes refer to, and the nodes for slides.

    This is a post-transform, so that all editions share one read. It runs before the writers and before the search index is
    made, so that neither can show the removed text.
    """

    default_priority = 1

    def run(self, **kwargs: Any) -> None:
        edition = Edition(self.config.vorming_edition)
        # `list`, because the loop changes the tree that `findall` walks.
        for node in list(self.document.findall(nodes.Element)):
            if not is_shown(node.get(EDITION), edition):
                _remove(node)
        used = {reference.get("refid") for reference in self.document.findall(nodes.footnote_reference)}
        for footnote in list(self.document.findall(nodes.footnote)):
            if not used & set(footnote["ids"]):
                _remove(footnote)
        if not self.config.vorming_keeps_slides:
            for kind in (vorming_slide, vorming_no_slide):
                for slide in list(self.document.findall(kind)):
                    _remove(slide)


class KeyPointsLast(SphinxPostTransform):
    """On web pages, move the key points to the end, before the sources, because they give answers to the exercises."""

    default_priority = 790  # before the sources are folded
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        boxes = [box for box in self.document.findall(vorming_box) if box["kind"] == "key-points"]
        for box in boxes if not self.config.vorming_keeps_slides else ():  # a deck has them last anyway
            *_, last = box.parent, *sections_of(box.parent)
            box.parent.remove(box)
            sources = (i for i, node in enumerate(last.children) if has_class(node, PAGE_SOURCES))
            last.insert(next(sources, len(last)), box)


def _remove(node: nodes.Node) -> None:
    # A node without a parent was already removed, with an ancestor.
    if node.parent is not None:
        node.parent.remove(node)


def mark_sections(app: Sphinx, document: nodes.document) -> None:
    """Move the language class from a container to its section, if the section has no other content.

    Its heading is then in that language too, and a screen reader must pronounce it so.
    """
    for container in [node for node in document.findall(nodes.container) if language_of(node)]:
        section = container.parent
        others = [child for child in section.children[1:] if not isinstance(child, nodes.target)]
        if isinstance(section, nodes.section) and others == [container]:
            section["classes"].append(f"{LANGUAGE}{language_of(container)}")
            container.replace_self(container.children)
