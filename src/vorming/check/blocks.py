"""How the blocks of a page are put together, as docutils and sphinx-design want them.

What they would refuse during a build is found here, with its line and in Dutch.
"""

import re
from collections.abc import Iterator

from vorming.check.known import repeats
from vorming.model import directives as table
from vorming.model.course import Course
from vorming.model.directives import Directive as DirectiveRecord
from vorming.model.directives import Kind
from vorming.source.load import Loaded
from vorming.source.markdown import CODE_LANGUAGES, UNSEEN, Directive, Document, Piece, is_for_trainer
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
    record = table.DIRECTIVES.get(directive.name)
    if record is None:
        return
    inside = [item for item in document.items if item.around and item.around[-1] is directive]
    if not _is_argument(record, directive.argument):
        yield "argument-invalid"
    has_body = bool("".join(document.lines[directive.body : directive.end - 1]).strip())
    is_empty = not has_body or (inside and not any(_is_seen(item, directive) for item in inside))
    if record.body and not record.may_be_empty and is_empty:
        yield "block-empty"
    if has_body and not record.body:
        yield "block-no-text"
    if has_body and record.body == "list" and not _is_one(inside, "bullet_list"):
        yield "block-not-list"
    first = inside[0] if inside else None
    is_caption = isinstance(first, Piece) and first.token.type == "paragraph_open"
    if directive.name == "figure" and first and not is_caption:
        yield "figure-caption"
    if not _is_in_place(record, directive, inside):
        yield "block-place"
    if record.body == "table" and not _is_table(directive, inside):
        yield "table-shape"


def _is_seen(item: Directive | Piece, inside: Directive) -> bool:
    """Tell whether who sees a block sees a part of it too."""
    if isinstance(item, Piece):
        return item.token.type not in UNSEEN
    return is_for_trainer(item) == is_for_trainer(inside)


def _is_argument(record: DirectiveRecord, value: str) -> bool:
    """Tell whether a directive may have its argument; whether an id exists is for another rule."""
    argument = record.argument
    if argument is None:
        return not value
    match argument.kind:
        case Kind.COLUMNS:
            return bool(_COLUMNS.fullmatch(value))
        case Kind.CODE:
            return value in CODE_LANGUAGES
        case Kind.TEXT:
            return bool(value) or not argument.is_required
    return True


def _is_in_place(record: DirectiveRecord, directive: Directive, inside: Inside) -> bool:
    """Tell whether a part, such as a tab, is directly in its whole, and a whole has only its parts.

    A part in another language contains no second one, and a slide nothing for the trainer alone: no page shows it.
    """
    name, around = directive.name, [outer.name for outer in directive.around]
    parts = {part for part, other in table.DIRECTIVES.items() if other.stands_in == name}
    if parts:
        return all(isinstance(item, Directive) and item.name in parts for item in inside)
    if record.stands_in:
        return around[-1:] == [record.stands_in]
    if record.is_for_trainer and not table.SLIDE_DIRECTIVES.isdisjoint(around):
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
