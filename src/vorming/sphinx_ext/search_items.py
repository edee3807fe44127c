"""What the search knows beside Sphinx's index: FAQ entries, terms, synonyms, and what each page is about.

The stems are made with the stemmer of Sphinx's index, so that Python and the browser agree.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import snowballstemmer
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish
from sphinx.search.fr import SearchFrench
from sphinx.search.nl import SearchDutch

from vorming.course.usage import usage
from vorming.model.course import Course
from vorming.model.language import SearchWord
from vorming.source.current import language
from vorming.source.load import Loaded
from vorming.sphinx_ext.contents import Book, book_of
from vorming.text.markdown import inline_text, resolve_roles, values_of
from vorming.text.words import words

FILE = "search-items.js"
DESCRIPTION_LENGTH = 155


@cache
def _stem(algorithm: str, word: str) -> str:
    return str(_stemmer(algorithm).stemWord(word.lower()))


@cache
def _stemmer(algorithm: str) -> Any:
    return snowballstemmer.stemmer(algorithm)


class Dutch(SearchDutch):
    """Sphinx's Dutch, which stems each word of the book once."""

    def stem(self, word: str) -> str:
        return _stem("dutch", word)


class French(SearchFrench):
    """Sphinx's French, likewise."""

    def stem(self, word: str) -> str:
        return _stem("french", word)


class English(SearchEnglish):
    """Sphinx's English, whose script knows the older stemmer of Porter."""

    def stem(self, word: str) -> str:
        return _stem("porter", word)


SEARCHES: Mapping[str, Any] = {"nl": Dutch, "fr": French, "en": English}
"""How words are split, stemmed and left out, by language."""


def _search() -> Any:
    return SEARCHES[language()]({})


def tidy_index(app: Sphinx) -> tuple[()]:
    """Make the index what a first build makes of it: Sphinx leaves words behind that no page has any more.

    Its entries for a printed index go: the search doesn't use them, and only a first build knows them all.
    """
    indexer: Any = getattr(app.builder, "indexer", None)
    if indexer is not None:
        indexer._index_entries.clear()
        for words_of in (indexer._mapping, indexer._title_mapping):
            for word in [word for word, pages in words_of.items() if not pages]:
                del words_of[word]
    return ()


def note_description(app: Sphinx, doctree: nodes.document) -> None:
    """Keep what a page is about: the start of its first paragraph that stands in no box."""
    for paragraph in doctree.findall(nodes.paragraph):
        text = _without_references(paragraph)
        if isinstance(paragraph.parent, nodes.section) and len(text) > 40:
            app.env.metadata[app.env.docname].setdefault("description", shorten(text))
            return


def _without_references(paragraph: nodes.paragraph) -> str:
    """Return a paragraph's text without footnote numbers and citations."""
    copy = paragraph.deepcopy()
    for node in [*copy.findall(nodes.footnote_reference), *copy.findall(addnodes.pending_xref)]:
        if isinstance(node, nodes.footnote_reference) or node["refdomain"] == "cite":
            node.parent.remove(node)
    return re.sub(r"\s+([.,;:])", r"\1", " ".join(copy.astext().split()))


def shorten(text: str) -> str:
    """Cut a text at a word, so that a search engine shows it whole."""
    text = " ".join(text.split())
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return text[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …"


def stems(*texts: str) -> list[str]:
    """Return the stems of all telling words of some texts, sorted."""
    search = _search()
    found = (word.lower() for text in texts for word in search.split(text))
    return sorted({search.stem(word) for word in found if search.word_filter(word)})


def write_search_items(app: Sphinx) -> None:
    """Write the file that the search page loads beside Sphinx's index."""
    book = book_of(app)
    data = {
        "items": [*_faq_items(book.loaded, book.course), *_term_items(app, book.course)],
        "synonyms": [_synonym(one) for one in book.course.language.search_words],
        "pages": {name: _about(app, book, name) for name in sorted(app.env.found_docs)},
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    Path(app.outdir, FILE).write_text(f"Search.setItems({text});\n", encoding="utf-8")


def _about(app: Sphinx, book: Book, name: str) -> dict[str, str]:
    part = book.part_of.get(name)
    found = {"part": part.caption if part else "", "text": app.env.metadata[name].get("description", "")}
    return {key: value for key, value in found.items() if value}


def _synonym(one: SearchWord) -> dict[str, Any]:
    return {
        "words": sorted(" ".join(_search().split(word.lower())) for word in one.words),
        "means": [stems(phrase) for phrase in one.means],
        "note": one.note or "",
    }


def _faq_items(loaded: Loaded, course: Course) -> Iterator[dict[str, Any]]:
    values = values_of(course)
    for entry in course.faq:
        page = _page_with(loaded, entry.id)
        if page:
            short = inline_text(resolve_roles(entry.short, values))
            answer = inline_text(resolve_roles(entry.answer, values))
            yield {
                "title": inline_text(entry.question),
                "href": f"{page}.html#faq-{entry.id}",
                "kind": words("site").group("results")["faq"],
                "text": short,
                "title_stems": stems(entry.question, *entry.search_words),
                "stems": stems(entry.question, short, answer, *entry.search_words),
            }


def _page_with(loaded: Loaded, faq_id: str) -> str:
    """Return the page that lists an FAQ entry, or else the first that draws it."""
    names = usage(loaded).get(("faq", faq_id), ())
    lists = [name for name in names if any(call.name == "faq-list" for call in loaded.page(name).calls)]
    return next(iter([*lists, *names]), "")


def _term_items(app: Sphinx, course: Course) -> Iterator[dict[str, Any]]:
    values = values_of(course)
    for term in course.terms:
        at = glossary_address(app, term.term)
        if at:
            definition = inline_text(resolve_roles(term.definition, values))
            names: Iterable[str] = (term.term, term.abbreviation or "", *term.forms)
            yield {
                "title": term.term,
                "href": "{}.html#{}".format(*at),
                "kind": words("site").group("results")["term"],
                "text": definition,
                "title_stems": stems(*names),
                "stems": stems(*names, definition),
            }


def glossary_address(app: Sphinx, name: str) -> tuple[str, str] | None:
    """Return the page and the anchor of a term in the glossary."""
    objects: Any = app.env.get_domain("std").objects  # type: ignore[attr-defined]
    found = objects.get(("term", name.lower())) or objects.get(("term", name))
    return tuple(found) if found else None
