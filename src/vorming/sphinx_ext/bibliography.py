"""The bibliography style: “Naam (2024). Titel. Adres.”, with the name and the year as label."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from unicodedata import combining, normalize

from pybtex.backends.plaintext import Backend as PlainText
from pybtex.plugin import register_plugin
from pybtex.style.formatting.plain import Style as PlainStyle
from pybtex.style.labels import BaseLabelStyle
from pybtex.style.sorting.author_year_title import SortingStyle
from pybtex.style.template import href, join, sentence, tag
from pybtex_docutils import Backend as Docutils
from sphinxcontrib.bibtex.plugin import register_plugin as register_referencing
from sphinxcontrib.bibtex.style.referencing import BracketStyle
from sphinxcontrib.bibtex.style.referencing.label import LabelReferenceStyle

from vorming.source.bibliography import plain_address, plain_text, plain_year, whole_name
from vorming.source.current import language
from vorming.source.typography import typographic
from vorming.text.markdown import enumerate_authors
from vorming.text.words import words

STYLE = "vorming"


class NameAndYear(BaseLabelStyle):  # type: ignore[misc]
    """Labels such as “Naam, 2024”; equal labels get a letter."""

    def format_labels(self, sorted_entries: Iterable[Any]) -> Iterator[str]:
        no_year = words("facts")["no_year"]
        labels = [f"{_people(entry)}, {plain_year(entry.fields) or no_year}" for entry in sorted_entries]
        for i, label in enumerate(labels):
            letter = chr(ord("a") + labels[:i].count(label)) if labels.count(label) > 1 else ""
            # Directly after “z.d.” the letter would look like a part of it.
            yield label + ("-" if letter and label.endswith(".") else "") + letter


def _people(entry: Any) -> str:
    """Return the names of the authors, joined as in a sentence."""
    names = map(whole_name, entry.persons.get("author", ()))
    return typographic(enumerate_authors("; ".join(names)), language())


def _text(entry: Any, *names: str) -> str:
    """Return the first of the fields `names` that an entry has, as readers see it, or an empty text."""
    values = (plain_text(entry.fields[name]) for name in names if name in entry.fields)
    return typographic(next(values, ""), language())


class DutchOrder(SortingStyle):  # type: ignore[misc]
    """Order by name, year and title; accents don't count."""

    def sorting_key(self, entry: Any) -> tuple[str, ...]:
        plain = []
        for key in super().sorting_key(entry):
            letters = normalize("NFKD", plain_text(key))
            plain.append("".join(letter for letter in letters if not combining(letter)))
        return tuple(plain)


class DutchStyle(PlainStyle):  # type: ignore[misc]
    """Author (year). Title. Journal. Note. Address."""

    default_label_style = NameAndYear
    default_sorting_style = DutchOrder

    def format_entry(self, label: str, entry: Any, bib_data: Any = None) -> Any:
        """Format an entry, with the year as its label has it: a letter after it distinguishes two works of one year."""
        entry.type = "misc"  # one template for articles and books
        self.year = label.rpartition(", ")[2]
        return super().format_entry(label, entry, bib_data)

    def get_misc_template(self, entry: Any) -> Any:
        # For an article: the journal, 12(3), 45–67.
        volume, number = _text(entry, "volume"), _text(entry, "number", "issue")
        volume += f"({number})" if number else ""
        issue = (_text(entry, "journal", "journaltitle"), volume, _text(entry, "pages"))
        parts = [f"{_people(entry)} ({self.year})", tag("em")[_text(entry, "title")]]
        parts += filter(None, (", ".join(filter(None, issue)), _text(entry, "note")))
        sentences = [sentence[part] for part in parts]
        if address := plain_address(entry.fields):
            sentences.append(href(address)[address])
        return join(sep=" ")[*sentences]


@dataclass
class SeparatedLabels(LabelReferenceStyle):
    """Citations by label, with a semicolon between two, because a label has a comma in it."""

    bracket_parenthetical: BracketStyle = field(default_factory=lambda: BracketStyle(sep="; "))


def register_style() -> None:
    """Register the styles of works and of citations, and the backends of pybtex itself that every citation needs.

    Pybtex searches all installed packages for a plugin that is not registered. That took half the time of writing the
    book.
    """
    register_plugin("pybtex.style.formatting", STYLE, DutchStyle, force=True)
    register_plugin("pybtex.backends", "plaintext", PlainText, force=True)
    register_plugin("pybtex.backends", "docutils", Docutils, force=True)
    register_referencing("sphinxcontrib.bibtex.style.referencing", STYLE, SeparatedLabels, force=True)
