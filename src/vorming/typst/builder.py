"""The Sphinx builder `typst`: every course pack as an accessible PDF.

vorming build --only packs
jupyter-book build . --builder custom --custom-builder typst
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder

from vorming.course.editions import EDITION, Edition
from vorming.course.sections import read_headings
from vorming.packs import all_packs
from vorming.packs.content import whole_pages
from vorming.source.files import older_than, read_store, write_store
from vorming.source.load import Loaded, load_course
from vorming.source.problems import Place, Problem, has_errors, problem
from vorming.sphinx_ext.base import report
from vorming.typst.assembly import Assembly, write_pack
from vorming.typst.blocks import PAGE_SCHEME
from vorming.typst.context import Book
from vorming.typst.look import Images
from vorming.typst.pieces import PIECES, write_pieces
from vorming.typst.press import Press
from vorming.typst.writer import Page

SOURCES = "typ"
"""The folder below the output folder with the Typst source of each pack, templates and pictures."""


MIME_TYPES = ("image/svg+xml", "image/png", "image/jpeg", "text/markdown", "text/html", "text/plain")
"""The kinds of notebook output that papers can show, best first; MyST-NB has no defaults for this builder."""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder, and the setting `vorming_packs_module`.

    The setting is the id of the module whose packs are made; if empty, all packs are made.
    """
    app.add_config_value("vorming_packs_module", "", "")
    app.add_builder(TypstBuilder)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class TypstBuilder(Builder):
    """Write the markup of each pack from resolved pages, and let Typst set it.

    Sphinx calls a builder page by page. This builder overrides `write`, because a pack uses many pages. A pack with an
    error keeps its previous PDF, and does not stop the other packs.
    """

    name = "typst"
    format = "typst"
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg"]
    book: Book
    pages: dict[tuple[str, Edition], Page]

    def init(self) -> None:
        overrides = [("typst", name, place) for place, name in enumerate(MIME_TYPES)]
        self.config.nb_mime_priority_overrides = [*self.config.nb_mime_priority_overrides, *overrides]

    def get_outdated_docs(self) -> str:
        return "all packs"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return f"{PAGE_SCHEME}{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        return self.get_target_uri(to, typ)

    def write(
        self, build_docnames: Iterable[str] | None, updated_docnames: Sequence[str], method: str = "update"
    ) -> None:
        loaded = load_course(Path(self.srcdir))
        course, chosen = loaded.parsed, self.config.vorming_packs_module
        folder = Path(self.outdir) / SOURCES
        numbers = {name: dict(by_id) for name, by_id in self.env.toc_secnumbers.items()}
        book = Book(loaded.root, course.settings.online, Images(folder), numbers)
        self.book, self.pages = book, {}
        press = Press(Path(self.outdir), folder)
        # Also if only packs of one module are made: the PDF of a removed module must not pass for a current one.
        press.remove_others({pack.name for pack in all_packs(course)})
        problems: set[Problem] = set()
        for pack in all_packs(course):
            if chosen and not (pack.module and pack.module.id == chosen):
                continue
            assembly = Assembly(loaded, pack, book, partial(self.page, edition=Edition.TRAINEE))
            markup = write_pack(assembly)
            problems.update(assembly.problems)
            if not has_errors(assembly.problems):
                press.submit({pack.name: markup})
        # While Typst sets the packs, this process writes the pieces of lessons, for the papers of days.
        doctrees = {page.lesson.id: Path(self.doctreedir) / f"{page.page}.doctree" for page in course.lessons}
        unchanged = older_than(folder / PIECES, doctrees)
        kept = read_store(folder / PIECES).lessons if unchanged else {}
        pieces, by_id = write_pieces(loaded, self.page, {id: kept[id] for id in unchanged & kept.keys()})
        write_store(folder / PIECES, pieces)
        for each in sorted({*problems, *by_id, *press.finish()}):
            report(each)

    def page(self, docname: str, edition: Edition) -> Page:
        """Return a page in an edition. It is resolved once, or once per edition if the editions differ.

        Not more often, because sphinxcontrib-bibtex adds nodes each time it resolves a bibliography.
        """
        if (docname, edition) not in self.pages:
            # The edition filter is a post-transform, so it reads this setting when the page is resolved.
            self.config.vorming_edition = edition.value
            raw = self.env.get_doctree(docname)
            is_same = not any(node.get(EDITION) for node in raw.findall(nodes.Element))
            document = self.env.get_and_resolve_doctree(docname, self, raw)
            page = Page(document, docname, edition, self.book)
            self.pages |= {(docname, each): page for each in (Edition if is_same else (edition,))}
        return self.pages[docname, edition]


def long_sheets(loaded: Loaded, folder: Path) -> Iterator[Problem]:
    """Yield a warning if first help has more pages than languages, because each page is handed out separately."""
    for pack in (pack for pack in all_packs(loaded.parsed) if pack.kind == "help"):
        (page,) = map(loaded.page, whole_pages(loaded, pack))
        if (path := folder / f"{pack.name}.pdf").is_file():
            with pikepdf.open(path) as pdf:
                count, most = len(pdf.pages), len(read_headings(page))
            if count > most:
                yield problem(Place(page.path), "first-help-long", count=count, most=most)
