"""What is changed in a page between MyST and the writers: the edition, pictures, links and apostrophes."""

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
from vorming.source.problems import causes
from vorming.source.typography import turn_apostrophes
from vorming.sphinx_ext.base import report, report_at

MADE = "_build/"
"""The folder of the pictures that charts and notebooks made; authors' own are elsewhere."""

_ESCAPED = re.compile("&(?:amp|quot|lt|gt);")


class PicturesAndLinks(SphinxTransform):
    """Give pictures and links the address that the author wrote, and take a picture out of a paragraph of its own.

    MyST encodes and escapes an address for HTML, and the writers of docutils do so again. A picture that is alone in its
    paragraph becomes as large as one of {image}.
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
    """Turn the apostrophes that Sphinx's smart quotes took for opening quotation marks."""

    default_priority = 760  # after Sphinx's smart quotes

    def apply(self, **kwargs: Any) -> None:
        for text in list(self.document.findall(nodes.Text)):
            is_code = isinstance(text.parent, nodes.literal | nodes.FixedTextElement)
            if not is_code and (turned := turn_apostrophes(text)) != text:
                text.parent.replace(text, nodes.Text(turned))


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
            for kind in (vorming_slide, vorming_no_slide):
                for slide in list(self.document.findall(kind)):
                    _remove(slide)


def _remove(node: nodes.Node) -> None:
    # A node without a parent went with another one around it.
    if node.parent is not None:
        node.parent.remove(node)


def refuse_files(app: Sphinx, doctree: nodes.document) -> None:
    """Report what the output of a notebook brings into a page, which the check could not see.

    A download is removed, whatever it is; a picture needs an alternative text, must be there and of a kind that the
    check allows.
    """
    root = Path(app.srcdir)
    for link in list(doctree.findall(addnodes.download_reference)):
        report_at(app, link, "file-kind", value=link["reftarget"], kinds=causes("said")["linked"])
        link.replace_self(link.children)
    for image in doctree.findall(nodes.image):
        if image["uri"].startswith(f"{MADE}jupyter_execute/") and not str(image.get("alt", "")).strip():
            report_at(app, image, "alt-missing", value=causes("said")["from_notebook"])
        candidates: dict[str, str] = image.get("candidates", {})
        for uri in sorted(set(candidates.values())):
            if SCHEME.match(uri) or uri.startswith("//"):  # Sphinx would fetch it for paper
                report_at(app, image, "image-elsewhere", value=uri)
            elif not (root / uri).is_file():
                report_at(app, image, "image-missing", value=uri)
            elif not uri.startswith(MADE):
                for found in check_file(root, uri, PICTURE_KINDS, place_of(image, root, app.env.docname)):
                    report(found)


def mark_sections(app: Sphinx, document: nodes.document) -> None:
    """Move the mark from a container to its section where it is all that the section has.

    The heading is in that language too then, and a screen reader must speak it so.
    """
    for found in [node for node in document.findall(nodes.container) if language_of(node)]:
        section = found.parent
        others = [child for child in section.children[1:] if not isinstance(child, nodes.target)]
        if isinstance(section, nodes.section) and others == [found]:
            section["classes"].append(f"{LANGUAGE}{language_of(found)}")
            found.replace_self(found.children)
