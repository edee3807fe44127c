"""The Sphinx builder `typst`: every course pack as an accessible PDF.

vorming build --only packs
jupyter-book build . --builder custom --custom-builder typst
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.builders import Builder

from vorming.editions import EDITION, Edition
from vorming.load import load_course
from vorming.packs.table import Pack, chosen_packs
from vorming.problems import Problem, has_errors
from vorming.sphinx_ext.base import report
from vorming.typst.assembly import Assembly, write_pack
from vorming.typst.compiler import Compiler
from vorming.typst.context import Book
from vorming.typst.images import Images
from vorming.typst.inlines import PAGE_SCHEME
from vorming.typst.look import write_look

SOURCES = "typ"
"""Below the output folder: the .typ of each pack, with templates and pictures."""


class TypstBuilder(Builder):
    """Write each pack's markup from resolved pages, and set it."""

    name = "typst"
    format = "typst"
    epilog = "De cursuspakketten staan in %(outdir)s."
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg"]

    def get_outdated_docs(self) -> str:
        return "alle cursuspakketten"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return f"{PAGE_SCHEME}{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames: set[str]) -> None:
        """Nothing to prepare: a pack chooses its pages itself."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Never called: `write` goes by pack, not by page."""

    def write(
        self,
        build_docnames: Iterable[str] | None,
        updated_docnames: Sequence[str],
        method: str = "update",
    ) -> None:
        folder = Path(self.outdir) / SOURCES
        write_look(folder)
        self.pages = Pages(self)
        compiler = Compiler(folder)
        found = {problem for pack in self.packs() for problem in self.make(pack, folder, compiler)}
        for problem in sorted(found):
            report(problem)

    def packs(self) -> tuple[Pack, ...]:
        course = load_course(Path(self.srcdir)).course
        assert course is not None, "builder-inited stops a build without a course"
        return chosen_packs(course, self.config.vorming_packs_module, self.config.vorming_packs_edition)

    def make(self, pack: Pack, folder: Path, compiler: Compiler) -> list[Problem]:
        """Make one pack and return what is wrong; then the pack of before stays."""
        assembly = Assembly(load_course(Path(self.srcdir)), pack, self.book(folder), self.pages.of)
        source = folder / f"{pack.name}.typ"
        source.write_text(write_pack(assembly), encoding="utf-8")
        if has_errors(assembly.problems):
            return assembly.problems
        made = compiler.compile(source)
        if isinstance(made, Problem):
            return [*assembly.problems, made]
        _write_beside(Path(self.outdir) / f"{pack.name}.pdf", made)
        return assembly.problems

    def book(self, folder: Path) -> Book:
        loaded = load_course(Path(self.srcdir))
        assert loaded.course is not None
        site = str(loaded.course.settings.site_address)
        return Book(loaded.root, site, Images(folder), _numbers(self.env.toc_secnumbers))


class Pages:
    """Resolved pages, each once however many packs hold it; once per edition where editions differ.

    Never more often: sphinxcontrib-bibtex adds to the nodes it keeps each time it resolves a bibliography.
    """

    def __init__(self, builder: TypstBuilder) -> None:
        self.builder = builder
        self.found: dict[tuple[str, Edition], nodes.document] = {}

    def of(self, docname: str, edition: Edition) -> nodes.document:
        """Return a page as this edition shows it, its links and citations resolved."""
        if (docname, edition) not in self.found:
            # The edition filter is a post-transform: it reads the edition when a page is resolved.
            self.builder.config.vorming_edition = edition.value
            raw = self.builder.env.get_doctree(docname)
            is_same = not any(node.get(EDITION) for node in raw.findall(nodes.Element))
            page = self.builder.env.get_and_resolve_doctree(docname, self.builder, raw)
            self.found |= {(docname, each): page for each in (Edition if is_same else (edition,))}
        return self.found[docname, edition]


def _numbers(found: Any) -> dict[str, dict[str, tuple[int, ...]]]:
    return {name: dict(numbers) for name, numbers in found.items()}


def _write_beside(path: Path, data: bytes) -> None:
    beside = path.with_name(f".{path.name}.nieuw")
    beside.write_bytes(data)
    beside.replace(path)
