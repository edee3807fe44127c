"""The data for the search besides Sphinx's index: FAQ entries, terms, synonyms and descriptions of pages.

Words are stemmed as in Sphinx's index, so that Python and the browser agree.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish
from sphinx.search.fr import SearchFrench
from sphinx.search.nl import SearchDutch

from vorming.course.usage import usage
from vorming.source.current import language
from vorming.sphinx_ext.contents import Book, book_of
from vorming.text.markdown import inline_text, resolve_roles, values_of
from vorming.text.words import words

DESCRIPTION_LENGTH = 155
"""The maximum length of the description of a page, in characters; search engines cut longer ones."""

SEARCHES: Mapping[str, Any] = {
    search.lang: type(search.__name__, (search,), {"stem": cache(search.stem)})
    for search in (SearchDutch, SearchFrench, SearchEnglish)
}
"""Sphinx's search languages, which split, filter and stem words; a cache stems each word of the book only once."""


@cache
def _search(language: str) -> Any:
    return SEARCHES[language]({})


def stems(*texts: str) -> list[str]:
    """Return the sorted stems of the words in some texts, without words such as articles and pronouns."""
    search = _search(language())
    words = (word.lower() for text in texts for word in search.split(text))
    return sorted({search.stem(word) for word in words if search.word_filter(word)})


def tidy_index(app: Sphinx) -> tuple[()]:
    """Make the search index of a rebuild equal to that of a first build.

    Sphinx keeps words that no page has any more, so they are removed. The entries of the general index are removed too:
    the search doesn't use them, and a rebuild doesn't have all of them.
    """
    indexer: Any = getattr(app.builder, "indexer", None)
    if indexer is not None:
        # Sphinx has no public names for these.
        indexer._index_entries.clear()
        for words_of in (indexer._mapping, indexer._title_mapping):
            for word in [word for word, pages in words_of.items() if not pages]:
                del words_of[word]
    return ()


def note_description(app: Sphinx, doctree: nodes.document) -> None:
    """Keep the start of the first paragraph outside a box as the description of a page.

    Handles doctree-read. Search results and the `description` of the HTML page show it.
    """
    for paragraph in doctree.findall(nodes.paragraph):
        copy = paragraph.deepcopy()
        for node in [*copy.findall(nodes.footnote_reference), *copy.findall(addnodes.pending_xref)]:
            if isinstance(node, nodes.footnote_reference) or node["refdomain"] == "cite":
                node.parent.remove(node)
        text = re.sub(r"\s+([.,;:])", r"\1", " ".join(copy.astext().split()))
        # A short paragraph often only introduces a list or a table.
        if isinstance(paragraph.parent, nodes.section) and len(text) > 40:
            if len(text) > DESCRIPTION_LENGTH:
                text = text[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …"
            app.env.metadata[app.env.docname].setdefault("description", text)
            return


def write_search_items(app: Sphinx) -> None:
    """Write the file that the search page loads besides Sphinx's index.

    It calls `Search.setItems` with `items` (title, address, text and stems of each FAQ entry and term), `synonyms` and
    `pages` (the part and the description of each page).
    """
    book, pages = book_of(app), {}
    for name in sorted(app.env.found_docs):
        part, text = book.part_of.get(name), app.env.metadata[name].get("description", "")
        about = {"part": part.caption if part else "", "text": text}
        pages[name] = {key: value for key, value in about.items() if value}
    split = _search(language()).split
    synonyms = [
        {
            "words": sorted(" ".join(split(word.lower())) for word in entry.words),
            "means": [stems(phrase) for phrase in entry.means],
            "note": entry.note or "",
        }
        for entry in book.course.language.search_words
    ]
    data = {"items": list(_items(app, book)), "synonyms": synonyms, "pages": pages}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    Path(app.outdir, "search-items.js").write_text(f"Search.setItems({text});\n", encoding="utf-8")


def _items(app: Sphinx, book: Book) -> Iterator[dict[str, Any]]:
    """Yield an item for each FAQ entry that a page shows, and for each term in the glossary."""
    values, pages_of = values_of(book.course), usage(book.loaded)
    lists = {page.name for page in book.loaded.pages if any(call.name == "faq-list" for call in page.calls)}
    for entry in book.course.faq:
        # A page with a list of entries comes before other pages that show the entry.
        if pages := pages_of.get(("faq", entry.id)):
            page = next((name for name in pages if name in lists), pages[0])
            short = inline_text(resolve_roles(entry.short, values))
            answer = inline_text(resolve_roles(entry.answer, values))
            title, href = inline_text(entry.question), f"{page}.html#faq-{entry.id}"
            yield _item("faq", title, href, short, answer, names=[entry.question, *entry.search_words])
    objects = app.env.domaindata["std"]["objects"]
    for term in book.course.terms:
        if address := objects.get(("term", term.term)):
            href, names = "{}.html#{}".format(*address), [term.term, term.abbreviation or "", *term.forms]
            definition = inline_text(resolve_roles(term.definition, values))
            yield _item("term", term.term, href, definition, names=names)


def _item(kind: str, title: str, href: str, text: str, *more: str, names: list[str]) -> dict[str, Any]:
    """Return the texts of a search result, and the stems by which the search finds it.

    The search gives words in `names` more weight than those in `text` and `more`. It shows `text`, but not `more`.
    """
    return {
        "title": title,
        "href": href,
        "kind": words("site").group("results")[kind],
        "text": text,
        "title_stems": stems(*names),
        "stems": stems(*names, text, *more),
    }
