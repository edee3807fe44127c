"""What is changed in a page between MyST and the writers: the edition, pictures, links and apostrophes.

A missing picture is reported by each output that needs it, so that the others are still made.
"""

import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from vorming.check.pictures import PICTURE_KINDS, check_file
from vorming.check.text_rules import SCHEME
from vorming.course.editions import EDITION, Edition, is_shown
from vorming.nodes.course import place_of, vorming_no_slide, vorming_slide
from vorming.source.problems import causes, problem
from vorming.source.typography import turn_apostrophes
from vorming.sphinx_ext.base import report

MADE = "_build/"
"""The folder of the pictures that charts and notebooks made; authors' own are elsewhere."""
MADE_BY_NOTEBOOKS = f"{MADE}jupyter_execute/"

_ESCAPED = re.compile("&(?:amp|quot|lt|gt);")


def leave_pictures_to_outputs(app: Sphinx, config: Config) -> None:
    """Silence two warnings of Sphinx, which would stop every output.

    Listens to config-inited. Of a missing picture, `ReportPictures` and the writer of packs report it instead; code that
    is wrong in its language is shown all the same, with fewer colours.
    """
    config.suppress_warnings = [*config.suppress_warnings, "image.not_readable", "misc.highlighting_failure"]


class DecodeAddresses(SphinxTransform):
    """Give pictures and links the address that the author wrote.

    MyST encodes and escapes it for HTML, and the writers of docutils do so again.
    """

    default_priority = 400

    def apply(self, **kwargs: Any) -> None:
        for image in self.document.findall(nodes.image):
            if "://" not in image["uri"]:
                image["uri"] = unquote(image["uri"])
        for link in self.document.findall(nodes.reference):
            if "&" in link.get("refuri", ""):
                link["refuri"] = _ESCAPED.sub(lambda match: unescape(match[0]), link["refuri"])


class PicturesAsBlocks(SphinxTransform):
    """Take a picture out of a paragraph that has nothing else, so that it becomes as large as one of {image}."""

    default_priority = 400

    def apply(self, **kwargs: Any) -> None:
        for image in list(self.document.findall(nodes.image)):
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
            for slide in list(
                self.document.findall(lambda n: isinstance(n, vorming_slide | vorming_no_slide))
            ):
                slide.parent.remove(slide)


def _remove(node: nodes.Element) -> None:
    # A node without a parent went with another one around it.
    if node.parent is not None:
        node.parent.remove(node)


class ReportPictures(SphinxPostTransform):
    """Report each picture of a web page that doesn't exist; the packs' writer does so itself."""

    default_priority = 5
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        root = Path(self.env.srcdir)
        for image in self.document.findall(nodes.image):
            if "://" not in image["uri"] and not (root / image["uri"]).is_file():
                report(problem(place_of(image, root, self.env.docname), "image-missing", value=image["uri"]))


def refuse_files(app: Sphinx, doctree: nodes.document) -> None:
    """Report what the output of a notebook brings into a page, which the check could not see.

    A download is removed, whatever it is; a picture needs an alternative text and must be of a kind that
    the check allows.
    """
    root, name = Path(app.srcdir), app.env.docname
    for link in list(doctree.findall(addnodes.download_reference)):
        place = place_of(link, root, name)
        report(problem(place, "file-kind", value=link["reftarget"], kinds=causes("said")["linked"]))
        link.replace_self(link.children)
    for image in doctree.findall(nodes.image):
        if image["uri"].startswith(MADE_BY_NOTEBOOKS) and not str(image.get("alt", "")).strip():
            place = place_of(image, root, name)
            report(problem(place, "alt-missing", value=causes("said")["from_notebook"]))
        candidates: dict[str, str] = image.get("candidates", {})
        for uri in sorted(set(candidates.values())):
            if SCHEME.match(uri) or uri.startswith("//"):  # Sphinx would fetch it for paper
                report(problem(place_of(image, root, name), "image-elsewhere", value=uri))
            elif (root / uri).is_file() and not uri.startswith(MADE):
                for found in check_file(root, uri, PICTURE_KINDS, place_of(image, root, name)):
                    report(found)
