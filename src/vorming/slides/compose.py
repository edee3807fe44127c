"""Sections -> slides: small blocks share a slide, large blocks are divided over several slides."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from docutils import nodes

from vorming.slides.outline import (
    MOST_COLUMNS,
    Block,
    Section,
    boxes_with,
    for_slide,
    is_left_out,
    word_count,
)
from vorming.source.problems import Place, Problem, problem

MOST_WORDS = 60
MOST_ITEMS = 6
MOST_ROWS = 6
MOST_TOGETHER = 3
"""The largest number of blocks that share a slide."""
TOGETHER = {"list", "quote"} | boxes_with("first", "short-answer", "to-confirm")
"""The kinds of blocks that may share a slide; any other block has its own slide."""
WHOLE = {"own"} | boxes_with("lesson")
"""The kinds of blocks whose lists stay on one slide: `{slide}` blocks, and lists that the model keeps short."""
UNCOUNTED = {"table", "figure", "question"} | boxes_with("lesson", "names")
"""The kinds of blocks that may have more than MOST_WORDS words: no running text, or kept short by the model."""


@dataclass(frozen=True)
class Group:
    """The slides of one section, each a list of blocks; an empty inner list is a slide with only the heading.

    `noted` are the sections whose notes are shown beside these slides.
    """

    section: Section
    noted: list[Section]
    slides: list[list[Block]]


def compose_slides(page: Sequence[Section]) -> list[Group]:
    """Return the slides of a page: of the blocks before the first heading, of its sections, and of its key points.

    The notes of a section without slides are shown beside the slides of the section before it. A section with only
    paragraphs has a slide with its heading, unless it is a subsection.
    """
    intro, *sections = page
    opening = [block for block in intro.blocks if block.kind != "key-points"]
    closing = [block for block in intro.blocks if block.kind == "key-points"]
    groups = [Group(intro, [intro], _put_on_slides(opening))]
    for section in sections:
        if section.is_skipped or (section.parent and not section.blocks):
            groups[-1].noted.append(section)
        else:
            groups.append(Group(section, [section], _put_on_slides(section.blocks) or [[]]))
    return [*groups, Group(intro, [], _put_on_slides(closing))]


def _put_on_slides(blocks: Iterable[Block]) -> list[list[Block]]:
    """Put blocks on slides, in order; divide large blocks, and put small ones together."""
    slides: list[list[Block]] = []
    for block in blocks:
        for piece in _divided(block):
            together = [*slides[-1], piece] if slides else []
            is_small = len(together) <= MOST_TOGETHER and count_words(together) <= MOST_WORDS
            if together and is_small and all(part.kind in TOGETHER for part in together):
                slides[-1].append(piece)
            else:
                slides.append([piece])
    return slides


def count_words(blocks: Iterable[Block]) -> int:
    """Count the words of the blocks on a slide."""
    return sum(word_count(block.content) for block in blocks)


def _divided(block: Block) -> Iterator[Block]:
    """Divide a long list or table over slides; each part of a table repeats its head."""
    content = tuple(for_slide(block.content, block.kind))
    node = content[0] if len(content) == 1 else None
    match node:
        case nodes.bullet_list() | nodes.enumerated_list() if block.kind not in WHOLE:
            start = int(node.get("start", 1))
            for chunk in _chunks(node.children, MOST_ITEMS):
                part = node.copy()
                part.extend(chunk)
                if isinstance(part, nodes.enumerated_list):
                    part["start"] = start  # so that the numbers go on from the previous slide
                    start += len(chunk)
                yield replace(block, content=(part,))
        case nodes.table():
            body = next(node.findall(nodes.tbody))
            for run in _chunks(body.children, MOST_ROWS):
                table = node.deepcopy()
                rows = next(table.findall(nodes.tbody))
                rows.children = []
                rows += [row.deepcopy() for row in run]
                yield replace(block, content=(table,))
        case _:
            yield replace(block, content=content)


def _chunks(items: Sequence[nodes.Node], most: int) -> list[list[nodes.Node]]:
    """Divide nodes in runs of at most `most` nodes and MOST_WORDS words.

    The runs are of about equal length, so that no slide shows only one last item. If an equal run would have too many words,
    each run is filled as far as possible instead.
    """
    runs: list[list[nodes.Node]] = []
    for node in items:
        if runs and len(runs[-1]) < most and word_count([*runs[-1], node]) <= MOST_WORDS:
            runs[-1].append(node)
        else:
            runs.append([node])
    size = -(-len(items) // max(len(runs), 1))
    even = [list(items[i : i + size]) for i in range(0, len(items), size)]
    is_even = len(even) == len(runs) and all(word_count(run) <= MOST_WORDS for run in even)
    return even if is_even else runs


_WITH_TABLES = (nodes.bullet_list, nodes.definition_list, nodes.enumerated_list, nodes.table)


def check_slides(page: Sequence[Section], path: str) -> Iterator[Problem]:
    """Yield notices on slides without content or with too many words, wide tables and code, and notes without minutes.

    path: the path of the page, relative to the course. The notices do not stop a build.
    """
    _, *sections = page
    with_parts = {section.parent for section in sections if section.blocks}
    for section in sections:
        has_own = section.is_skipped or any(block.kind == "own" for block in section.blocks)
        # A table that is not too wide has a slide of its own, also if it is in a list.
        book = (node for node in section.book if isinstance(node, (*_WITH_TABLES, nodes.literal_block)))
        left = (part for node in book for part in node.findall(nodes.Element) if is_left_out(part))
        if not has_own and (node := next(left, None)):
            yield problem(Place(path, node.line or section.line), "slide-left-out", most=MOST_COLUMNS)
        elif not (section.is_skipped or section.parent or section.blocks or section.title in with_parts):
            yield problem(Place(path, section.line), "slide-empty", value=section.title)
        notes = [note for note in section.notes if "minutes" in note]
        if notes and not section.minutes:
            place = Place(path, notes[0].line or section.line)
            yield problem(place, "notes-no-minutes", value=section.title)
        for block in section.blocks:
            count = word_count(for_slide(block.content, block.kind))
            if block.kind not in UNCOUNTED and count > MOST_WORDS:
                place = Place(path, block.line)
                yield problem(place, "slide-crowded", value=section.title, count=count, most=MOST_WORDS)
