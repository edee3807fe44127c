"""Checks of the structure of blocks on a page, as docutils and sphinx-design require it.

Blocks that would fail during a build are reported here, at their line and in Dutch.
"""

import re
from collections.abc import Iterator

from vorming.check.references import repeats
from vorming.model.course import Course
from vorming.model.directives import DIRECTIVES, DirectiveRecord, ValueKind, record_of
from vorming.source.load import Loaded
from vorming.source.markdown import UNSEEN, Directive, Document, Piece, is_for_trainer
from vorming.source.pages import labels_of
from vorming.source.problems import Problem, problem

Inside = list[Directive | Piece]
"""The direct contents of a block."""


def check_blocks(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that every block has the argument, the body and the place that it needs."""
    for page in loaded.pages:
        unclosed = {fault.line for fault in page.document.unread if fault.rule_id == "block-not-closed"}
        for directive in page.document.directives:
            for rule_id in _faults(page.document, directive) if directive.line not in unclosed else ():
                values = {"name": directive.name, "value": directive.argument}
                yield problem(page.place(directive.line, directive.column), rule_id, **values)


def _faults(document: Document, directive: Directive) -> Iterator[str]:
    record = DIRECTIVES.get(directive.name)
    if record is None:
        return
    inside = [item for item in document.items if item.ancestors and item.ancestors[-1] is directive]
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
    """Tell whether a part of a block is shown to the readers of that block."""
    if isinstance(item, Piece):
        return item.token.type not in UNSEEN
    return is_for_trainer(item) == is_for_trainer(inside)


def _is_argument(record: DirectiveRecord, value: str) -> bool:
    """Tell whether a directive may have this argument; another rule checks whether an id exists."""
    argument = record.argument
    if argument is None:
        return not value
    if argument.kind is ValueKind.TEXT:
        return bool(value) or not argument.is_required
    return argument.form is None or bool(re.fullmatch(argument.form, value))


def _is_in_place(record: DirectiveRecord, directive: Directive, inside: Inside) -> bool:
    """Tell whether a directive is in a place where it is allowed.

    A part, such as a tab, must be directly in its container, and a container may hold only its parts. A `language`
    block contains no second one, and a slide contains no block for the trainer.
    """
    name, outer = directive.name, [each.name for each in directive.ancestors]
    parts = {part for part, other in DIRECTIVES.items() if other.parent == name}
    if parts:
        return all(isinstance(item, Directive) and item.name in parts for item in inside)
    if record.parent:
        return outer[-1:] == [record.parent]
    if record.is_for_trainer and any(record_of(each).is_for_slides for each in outer):
        return False
    return name != "language" or name not in outer


def _is_one(inside: Inside, kind: str) -> bool:
    """Tell whether a block holds exactly one "bullet_list" or "table" (`kind`), and no directives."""
    outer = [item.token.type for item in inside if isinstance(item, Piece) and item.token.level == 0]
    is_plain = all(isinstance(item, Piece) for item in inside)
    return is_plain and outer == [f"{kind}_open", f"{kind}_close"]


def _is_table(directive: Directive, inside: Inside) -> bool:
    """Tell whether a `table` holds one table, or a `list-table` one list of rows with equally many cells.

    If widths are given there must be one for each column, and a list-table must have rows below its heading.
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
    # Another rule reports a value that is no number.
    count = options.get("header-rows", "0")
    return int(count if count.isdecimal() else 0) < len(cells) and widths in {0, cells[0]}


def check_labels(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that no two labels of the book have the same name."""
    labels = []
    for page in loaded.pages:
        for label in labels_of(page.document):
            labels.append((label.name, page.place(label.source.line)))
    for name, place, first in repeats(labels):
        yield problem(place, "label-twice", value=name, first=first)
