"""Transforms of pages between MyST and the writers: the edition filter, pictures, links and apostrophes."""

import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from vorming.check.pictures import PICTURE_KINDS, check_file
from vorming.check.text_rules import SCHEME
from vorming.course.editions import EDITION, Edition, is_shown
from vorming.nodes.course import LANGUAGE, language_of, place_of, vorming_no_slide, vorming_slide
from vorming.source.problems import phrases
from vorming.source.typography import turn_apostrophes
from vorming.sphinx_ext.base import report, report_at

MADE = "_build/"
"""The folder of pictures made by charts and notebooks; pictures of authors are in other folders."""

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
    """Correct apostrophes that Sphinx's smart quotes turned into opening quotation marks."""

    default_priority = 760  # after Sphinx's smart quotes

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


def _remove(node: nodes.Node) -> None:
    # A node without a parent was already removed, with an ancestor.
    if node.parent is not None:
        node.parent.remove(node)


def refuse_files(app: Sphinx, doctree: nodes.document) -> None:
    """Report wrong downloads and pictures in the output of a notebook, which `vorming check` cannot see.

    A download is always removed. A picture must have an alternative text, must exist, and must be of a kind that
    `vorming check` allows.
    """
    root = Path(app.srcdir)
    for link in list(doctree.findall(addnodes.download_reference)):
        report_at(app, link, "file-kind", value=link["reftarget"], kinds=phrases("fragments")["linked"])
        link.replace_self(link.children)
    for image in doctree.findall(nodes.image):
        if image["uri"].startswith(f"{MADE}jupyter_execute/") and not str(image.get("alt", "")).strip():
            report_at(app, image, "alt-missing", value=phrases("fragments")["from_notebook"])
        candidates: dict[str, str] = image.get("candidates", {})
        for uri in sorted(set(candidates.values())):
            if SCHEME.match(uri) or uri.startswith("//"):  # Sphinx would fetch it for paper
                report_at(app, image, "image-elsewhere", value=uri)
            elif not (root / uri).is_file():
                report_at(app, image, "image-missing", value=uri)
            elif not uri.startswith(MADE):
                for problem in check_file(root, uri, PICTURE_KINDS, place_of(image, root, app.env.docname)):
                    report(problem)


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
