"""How the blocks of a page are put together, as docutils and sphinx-design want them.

What they would refuse during a build is found here, with its line and in Dutch.
"""

import re
from collections.abc import Iterator

from vorming.check.known import repeats
from vorming.model import directives as table
from vorming.model.course import Course
from vorming.model.directives import Kind
from vorming.source.load import Loaded
from vorming.source.markdown import CODE_LANGUAGES, Directive, Document, Piece
from vorming.source.pages import labels_of
from vorming.source.problems import Problem, problem

Inside = list[Directive | Piece]
"""What a block contains directly."""
_COLUMNS = re.compile(r"(?:[1-9]|1[0-2])(?: (?:[1-9]|1[0-2])){3}|[1-9]|1[0-2]|")


def check_blocks(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that every block has the argument, the body and the place that it needs."""
    for page in loaded.pages:
        for directive in page.document.directives:
            for rule_id in _faults(page.document, directive):
                values = {"name": directive.name, "value": directive.argument}
                yield problem(page.place(directive.line, directive.column), rule_id, **values)


def _faults(document: Document, directive: Directive) -> Iterator[str]:
    name, own = directive.name, table.OWN_DIRECTIVES.get(directive.name)
    inside = [item for item in document.items if item.around and item.around[-1] is directive]
    if not _is_argument(directive):
        yield "argument-invalid"
    has_body = bool("".join(document.lines[directive.body : directive.end - 1]).strip())
    needs_body = own.body if own else name in table.STANDARD_DIRECTIVES.keys() - table.MAY_BE_EMPTY
    may_have_body = own.body if own else name not in {"bibliography", "image"}
    if needs_body and not has_body:
        yield "block-empty"
    if has_body and not may_have_body:
        yield "block-no-text"
    if has_body and own and own.body == "list" and not _is_one(inside, "bullet_list"):
        yield "block-not-list"
    first = inside[0] if inside else None
    is_caption = isinstance(first, Piece) and first.token.type == "paragraph_open"
    if name == "figure" and first and not is_caption:
        yield "figure-caption"
    if not _is_in_place(directive, inside):
        yield "block-place"
    if name in {"list-table", "table"} and not _is_table(directive, inside):
        yield "table-shape"


def _is_argument(directive: Directive) -> bool:
    """Tell whether a directive may have its argument; whether an id exists is for another rule."""
    name, value = directive.name, directive.argument
    if own := table.OWN_DIRECTIVES.get(name):
        if own.argument is None:
            return not value
        return bool(value) or own.argument.kind is not Kind.TEXT or not own.argument.is_required
    match name:
        case "grid":
            return bool(_COLUMNS.fullmatch(value))
        case "code" | "code-block":
            return value in CODE_LANGUAGES
        case _ if name in table.NO_ARGUMENT:
            return not value
        case _:
            return bool(value) or name not in table.NEEDS_TITLE


def _is_in_place(directive: Directive, inside: Inside) -> bool:
    """Tell whether a part, such as a tab, is directly in its whole, and a whole has only its parts.

    A part in another language contains no second one, and a slide nothing for the trainer alone: no page shows it.
    """
    name, around = directive.name, [outer.name for outer in directive.around]
    if name in table.STANDS_IN.values():
        parts = {part for part, outer in table.STANDS_IN.items() if outer == name}
        return all(isinstance(item, Directive) and item.name in parts for item in inside)
    if name in table.STANDS_IN:
        return around[-1:] == [table.STANDS_IN[name]]
    if name in table.TRAINER_DIRECTIVES and not table.SLIDE_DIRECTIVES.isdisjoint(around):
        return False
    return name != "language" or name not in around


def _is_one(inside: Inside, kind: str) -> bool:
    """Tell whether a block holds one "bullet_list" or one "table", with no block in it."""
    outer = [item.token.type for item in inside if isinstance(item, Piece) and item.token.level == 0]
    is_plain = all(isinstance(item, Piece) for item in inside)
    return is_plain and outer == [f"{kind}_open", f"{kind}_close"]


def _is_table(directive: Directive, inside: Inside) -> bool:
    """Tell whether a `table` holds one table, or a `list-table` one list of rows of equally many cells.

    Widths, where given, are one for each column, and a list-table has more rows than those of its heading.
    """
    tokens = [item.token for item in inside if isinstance(item, Piece)]
    options = dict(directive.options)
    widths = len(options.get("widths", "").split())
    if directive.name == "table":
        columns = sum(token.type == "th_open" for token in tokens)
        return _is_one(inside, "table") and widths in {0, columns}
    cells: list[int] = []
    for token in tokens:
        if token.type == "list_item_open" and token.level == 1:
            cells.append(0)
        elif token.type == "list_item_open" and token.level == 3:
            cells[-1] += 1
    outer = [token.type for token in tokens if token.level == 0]
    inner = {token.type for token in tokens if token.level == 2}
    is_list = outer == ["bullet_list_open", "bullet_list_close"] and inner == {*outer}
    if not is_list or len(set(cells)) != 1:
        return False
    # A count that is no number is reported by the rule of options.
    count = options.get("header-rows", "0")
    return int(count if count.isdecimal() else 0) < len(cells) and widths in {0, cells[0]}


def check_labels(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that every place of the book has a name of its own."""
    places = []
    for page in loaded.pages:
        for label in labels_of(page.document):
            places.append((label.name, page.place(label.source.line)))
    for name, place, first in repeats(places):
        yield problem(place, "label-twice", value=name, first=first)
