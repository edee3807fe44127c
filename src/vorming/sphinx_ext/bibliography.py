"""How sources are written: “UTSOPI (2024). Titel. Adres.”, with a label of name and year.

Pybtex asks the installed packages for its parts at every citation; registering them here makes that
free (28 of 59 profiled seconds of writing the book).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any
from unicodedata import combining, normalize

from docutils import nodes
from pybtex.backends.plaintext import Backend as PlainText
from pybtex.plugin import register_plugin
from pybtex.style.formatting.plain import Style as PlainStyle
from pybtex.style.labels import BaseLabelStyle
from pybtex.style.sorting.author_year_title import SortingStyle
from pybtex.style.template import field, href, join, optional, sentence, tag, words
from pybtex_docutils import Backend as Docutils
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.domain import BibtexDomain

STYLE = "vorming"


class NameAndYear(BaseLabelStyle):  # type: ignore[misc]
    """Labels such as “UTSOPI, 2024”; equal ones get a letter."""

    def format_labels(self, sorted_entries: Iterable[Any]) -> Iterator[str]:
        entries = list(sorted_entries)
        labels = [f"{_author(entry)}, {entry.fields.get('year', 'z.d.')}" for entry in entries]
        for i, label in enumerate(labels):
            letter = chr(ord("a") + labels[:i].count(label)) if labels.count(label) > 1 else ""
            yield f"{label} {letter}".strip()


def _author(entry: Any) -> str:
    people = entry.persons.get("author", ())
    return (
        " en ".join(" ".join(str(part) for part in person.last_names) for person in people)
        .replace("{", "")
        .replace("}", "")
    )


class AsInDutch(SortingStyle):  # type: ignore[misc]
    """By name, year and title; a letter with an accent stands with the letter."""

    def sorting_key(self, entry: Any) -> tuple[str, ...]:
        return tuple(map(_plain, super().sorting_key(entry)))


def _plain(text: str) -> str:
    letters = normalize("NFKD", text.replace("{", "").replace("}", ""))
    return "".join(letter for letter in letters if not combining(letter))


class DutchStyle(PlainStyle):  # type: ignore[misc]
    """Author (year). Title. Note. Address."""

    default_label_style = NameAndYear
    default_sorting_style = AsInDutch

    def get_misc_template(self, _: Any) -> Any:
        year = join["(", optional[field("year")], ")"]
        return join(sep=" ")[
            sentence[words[self.format_names("author", as_sentence=False), year]],
            sentence[tag("em")[field("title")]],
            optional[sentence[field("note")]],
            optional[href(field("url", raw=True))[field("url", raw=True)]],
        ]


@dataclass(frozen=True)
class _AnyPage:
    """Stands in for a builder: gives as address of a page its name, which holds from everywhere."""

    name: str

    @staticmethod
    def get_relative_uri(_: str, to: str, kind: str | None = None) -> str:
        return to


class Citations(BibtexDomain):
    """Sphinx's citations, each written once: setting names and years took a third of resolving."""

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self.written: dict[tuple[str, str, str, str], nodes.Element] = {}
        self.cited: list[object] = []

    def env_updated(self) -> Iterable[str]:
        """Set the labels anew, unless the same pages cite the same sources as before: a live preview asks often."""
        cited = self._cited()
        if cited != self.cited:
            self.cited = cited
            self.written.clear()
            list(super().env_updated())
        return []

    def _cited(self) -> list[object]:
        """Return all that labels depend on; what is read anew is another object."""
        refs = [(ref.docname, [target.key for target in ref.targets]) for ref in self.citation_refs]
        pages = [(key.docname, id(found)) for key, found in self.bibliographies.items()]
        # A page that was read anew stands last: what counts is the order within each page.
        refs.sort(key=itemgetter(0))
        return [refs, pages, id(self.bibdata.data), len(self.env.found_docs)]

    def resolve_xref(
        self, env: BuildEnvironment, page: str, builder: Builder, kind: str, target: str, *around: Any
    ) -> nodes.Element:
        """Copy a citation of the same sources, with the address as this page sees it."""
        # A page with sources of its own is cited within itself.
        key = (
            page if any(key.docname == page for key in self.bibliographies) else "",
            builder.name,
            kind,
            target,
        )
        found = self.written.get(key)
        if found is None:
            anywhere: Any = _AnyPage(builder.name)
            found = super().resolve_xref(env, page, anywhere, kind, target, *around)
            if self._is_known(target):  # else Sphinx warned, and warns again at the next place
                self.written[key] = found
        citation: nodes.Element = found.deepcopy()
        for link in citation.findall(nodes.reference):
            if "refuri" in link:
                name, _, anchor = link["refuri"].partition("#")
                link["refuri"] = f"{builder.get_relative_uri(page, name)}#{anchor}"
        return citation

    def _is_known(self, target: str) -> bool:
        known = {citation.key for citation in self.citations}
        return all(found.key in known for found in parse_citation_targets(target))


def register_style() -> None:
    """Give pybtex our style, and what it asks for most, without a search through all packages."""
    register_plugin("pybtex.style.formatting", STYLE, DutchStyle, force=True)
    register_plugin("pybtex.backends", "plaintext", PlainText, force=True)
    register_plugin("pybtex.backends", "docutils", Docutils, force=True)
