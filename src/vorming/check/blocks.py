"""How the blocks of a page are put together, as docutils and sphinx-design want them."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import pairwise

from markdown_it.token import Token

from vorming.model.course import Course
from vorming.model.directives import (
    MAY_BE_EMPTY,
    NEEDS_TITLE,
    OWN_DIRECTIVES,
    STANDARD_DIRECTIVES,
    STANDS_IN,
    TRAINER_DIRECTIVES,
    Kind,
)
from vorming.source.load import Loaded
from vorming.source.markdown import CODE_LANGUAGES, Directive, Document, Piece
from vorming.source.pages import Page
from vorming.source.problems import Place, Problem, problem

_COLUMNS = re.compile(r"(?:[1-9]|1[0-2])(?: (?:[1-9]|1[0-2])){3}|[1-9]|1[0-2]|")


def check_blocks(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Every block has the argument, the body and the place that it needs."""
    for page in loaded.pages:
        for directive in page.document.directives:
            for rule_id in _faults(page.document, directive):
                values = {"name": directive.name, "value": directive.argument}
                yield problem(place_in(page, directive.line, directive.column), rule_id, **values)


def place_in(page: Page, line: int, column: int = 0) -> Place:
    """Return the place of a line; a notebook's text stands nowhere in its file as such."""
    is_notebook = page.path.endswith(".ipynb")
    return Place(page.path) if is_notebook else Place(page.path, page.first_line + line, column + 1)


def _faults(document: Document, directive: Directive) -> Iterator[str]:
    name = directive.name
    if not _is_argument(directive):
        yield "argument-invalid"
    body = "".join(document.lines[directive.body : directive.end - 1])
    if name in STANDARD_DIRECTIVES.keys() - MAY_BE_EMPTY and not body.strip():
        yield "block-empty"
    if not _may_hold_text(name) and body.strip():
        yield "block-no-text"
    if name == "figure" and not _starts_with_caption(document, directive):
        yield "figure-caption"
    if not _is_in_place(document, directive):
        yield "block-place"
    if name in _TABLES and not _TABLES[name](document, directive):
        yield "table-shape"


def _is_in_place(document: Document, directive: Directive) -> bool:
    """Tell whether a part stands in its whole, which holds nothing else, and a language in no other."""
    name, around = directive.name, [outer.name for outer in directive.around]
    if name in STANDS_IN.values():
        parts = {part for part, outer in STANDS_IN.items() if outer == name}
        return all(
            isinstance(item, Directive) and item.name in parts for item in _inside(document, directive)
        )
    if name in STANDS_IN:
        return around[-1:] == [STANDS_IN[name]]
    return name != "language" or name not in around


def _is_argument(directive: Directive) -> bool:
    """Tell whether what stands after a directive's name can stand there; an id is looked up elsewhere."""
    name, value = directive.name, directive.argument
    own = OWN_DIRECTIVES.get(name)
    if own is not None:
        is_title = own.argument is not None and own.argument.kind is Kind.TEXT
        needs = is_title and own.argument is not None and own.argument.is_required
        return bool(value or not needs) and (own.argument is not None or not value)
    match name:
        case "grid":
            return bool(_COLUMNS.fullmatch(value))
        case "code" | "code-block":
            return value in CODE_LANGUAGES
        case _:
            return bool(value) or name not in NEEDS_TITLE


def _inside(document: Document, directive: Directive) -> Iterator[Directive | Piece]:
    """Yield what stands directly in a directive."""
    return (item for item in document.items if item.around and item.around[-1] is directive)


def _may_hold_text(name: str) -> bool:
    own = OWN_DIRECTIVES.get(name)
    return bool(own.body) if own else name not in {"bibliography", "image"}


def _starts_with_caption(document: Document, directive: Directive) -> bool:
    first = next(_inside(document, directive), None)
    return first is None or (isinstance(first, Piece) and first.token.type == "paragraph_open")


def _is_table(document: Document, directive: Directive) -> bool:
    """Tell whether a block holds one table, with a width for each column where it has any."""
    items = list(_inside(document, directive))
    outer = [item.token.type for item in items if isinstance(item, Piece) and item.token.level == 0]
    columns = sum(isinstance(item, Piece) and item.token.type == "th_open" for item in items)
    widths = dict(directive.options).get("widths", "").split()
    has_blocks = any(isinstance(item, Directive) for item in items)
    return outer == ["table_open", "table_close"] and not has_blocks and len(widths) in {0, columns}


def _is_list_table(document: Document, directive: Directive) -> bool:
    """Tell whether a list-table is one list of rows, each a list of as many cells, and more than its headings."""
    tokens = [item.token for item in _inside(document, directive) if isinstance(item, Piece)]
    outer = [token.type for token in tokens if token.level == 0]
    inner = {token.type for token in tokens if token.level == 2}
    rows = list(_cells(tokens))
    if outer != [*_LIST] or inner != {*_LIST} or len(set(rows)) != 1:
        return False
    options = dict(directive.options)
    widths = options.get("widths", "").split()
    return (
        _number(options, "header-rows") < len(rows)
        and _number(options, "stub-columns") < rows[0]
        and len(widths) in {0, rows[0]}
    )


_LIST = ("bullet_list_open", "bullet_list_close")


def _cells(tokens: list[Token]) -> Iterator[int]:
    """Yield how many cells each row of a list of lists has."""
    marks = "".join(
        str(token.level) for token in tokens if token.type == "list_item_open" and token.level in {1, 3}
    )
    return (len(cells) for cells in marks.split("1")[1:])


def _number(options: Mapping[str, str], name: str) -> int:
    """Return the number of an option; another rule says when it is none."""
    value = options.get(name, "0")
    return int(value) if value.isdecimal() else 0


_TABLES: Mapping[str, Callable[[Document, Directive], bool]] = {
    "list-table": _is_list_table,
    "table": _is_table,
}


def check_labels(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Every place of the book has a name of its own."""
    seen: dict[str, Place] = {}
    for page in loaded.pages:
        for item, name in labelled(page.document):
            place = place_in(page, item.line)
            if name in seen:
                yield problem(place, "label-twice", value=name, first=seen[name])
            seen.setdefault(name, place)


def labelled(document: Document) -> Iterator[tuple[Directive | Piece, str]]:
    """Yield each name of a place with what gives it: a label above what follows, or the option of a block."""
    for item in document.items:
        if isinstance(item, Directive):
            yield from ((item, value) for option, value in item.options if option == "name")
        elif item.token.type == "myst_target":
            yield item, item.token.content.strip()


def is_for_trainer(item: Directive | Piece) -> bool:
    """Tell whether a part of a page stands in a trainer's block, or is one."""
    around = (*item.around, item) if isinstance(item, Directive) else item.around
    return any(directive.name in TRAINER_DIRECTIVES for directive in around)


def titled_labels(document: Document) -> Iterator[str]:
    """Yield the names of places with a title: of headings, and of standard blocks, which have a caption."""
    for item, after in pairwise(document.items):
        kinds = [piece.token.type for piece in (item, after) if isinstance(piece, Piece)]
        if isinstance(item, Piece) and kinds == ["myst_target", "heading_open"]:
            yield item.token.content.strip()
    for directive in document.directives:
        if directive.name in STANDARD_DIRECTIVES:
            yield from (value for option, value in directive.options if option == "name")
