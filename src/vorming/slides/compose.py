"""Sections -> slides that fit: what goes together, what stands alone, what is divided."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from docutils import nodes

from vorming.slides.outline import Block, BlockKind, Outline, Section, for_the_room, word_count
from vorming.source.problems import Place, Problem, problem

MOST_WORDS = 60
MOST_ITEMS = 6
MOST_ROWS = 6
TOGETHER: frozenset[BlockKind] = frozenset({"list", "quote", "fact", "faq", "contradiction"})
"""What may share a slide; anything else stands alone."""
WHOLE: frozenset[BlockKind] = frozenset({"own", "objectives", "key-points"})
"""Lists that stay on one slide: an author's own, and those that the model keeps short."""
COUNTED: frozenset[BlockKind] = frozenset(
    {"list", "own", "quote", "case", "exercise", "fact", "faq", "contradiction", "content-note"}
)
"""Where more than MOST_WORDS words is too many; a table is divided by rows."""


@dataclass(frozen=True)
class Draft:
    """A slide before it is rendered; without blocks it shows only its heading."""

    section: Section
    blocks: tuple[Block, ...] = ()

    @property
    def kind(self) -> str:
        return self.blocks[0].kind if self.blocks else "heading"

    @property
    def words(self) -> int:
        return sum(word_count(block.content) for block in self.blocks)


@dataclass(frozen=True)
class Group:
    """The slides of one section, maybe none, and the sections of which they show the notes."""

    sections: tuple[Section, ...]
    drafts: tuple[Draft, ...] = ()

    @property
    def minutes(self) -> int:
        return sum(section.minutes for section in self.sections)


def compose_slides(outline: Outline) -> tuple[Group, ...]:
    """Return the slides of a page: what comes before the first heading, its sections, its key points."""
    intro, last = outline.intro, {"key-points"}
    first = [block for block in intro.blocks if block.kind not in last]
    groups = [Group((intro,), _drafts(intro, first))]
    for section in outline.sections:
        drafts = _section_drafts(section)
        if drafts:
            groups.append(Group((section,), drafts))
        else:
            groups[-1] = replace(groups[-1], sections=(*groups[-1].sections, section))
    closing = _drafts(intro, [block for block in intro.blocks if block.kind in last])
    return (*groups, Group((), closing))


def _section_drafts(section: Section) -> tuple[Draft, ...]:
    """Return the slides of one section; one with only its heading when nothing is meant for the room."""
    if section.is_skipped or (section.parent and not section.blocks):
        return ()
    return _drafts(section, section.blocks) or (Draft(section),)


def _drafts(section: Section, blocks: Iterable[Block]) -> tuple[Draft, ...]:
    pieces = [piece for block in blocks for piece in _divided(block)]
    groups = list(_grouped(pieces))
    return tuple(Draft(section, tuple(group)) for group in groups)


def _grouped(pieces: Iterable[Block]) -> Iterator[list[Block]]:
    """Put small things together on one slide, in order."""
    group: list[Block] = []
    for piece in pieces:
        if group and not _fits(group, piece):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _fits(group: Sequence[Block], piece: Block) -> bool:
    kinds = {piece.kind, *(block.kind for block in group)}
    words = sum(word_count(block.content) for block in [*group, piece])
    return kinds <= TOGETHER and words <= MOST_WORDS and len(group) < 3


def _divided(block: Block) -> Iterator[Block]:
    """Divide a long list or table over slides, each with what it needs to be read alone."""
    content = tuple(for_the_room(block.content, block.kind))
    block = replace(block, content=content)
    node = content[0] if len(content) == 1 else None
    match node:
        case nodes.bullet_list() | nodes.enumerated_list() if block.kind not in WHOLE:
            yield from (replace(block, content=(part,)) for part in _divided_list(node))
        case nodes.table():
            yield from (replace(block, content=(part,)) for part in _divided_table(node))
        case _:
            yield block


def _divided_list(found: nodes.Element) -> Iterator[nodes.Element]:
    start = int(found.get("start", 1))
    for chunk in _chunks(found.children, MOST_ITEMS):
        part = found.copy()
        part += chunk
        if isinstance(found, nodes.enumerated_list):
            part["start"] = start
            start += len(chunk)
        yield part


def _divided_table(table: nodes.table) -> Iterator[nodes.table]:
    body = next(iter(table.findall(nodes.tbody)))
    for chunk in _chunks(list(body.children), MOST_ROWS):
        part = table.deepcopy()
        rows = next(iter(part.findall(nodes.tbody)))
        rows.children = []
        rows += [row.deepcopy() for row in chunk]
        yield part


def _chunks(found: Sequence[nodes.Node], most: int) -> Iterator[list[nodes.Node]]:
    """Divide nodes in runs of at most `most` nodes and MOST_WORDS words, of about equal length."""
    runs: list[list[nodes.Node]] = []
    for node in found:
        fits = runs and len(runs[-1]) < most and word_count([*runs[-1], node]) <= MOST_WORDS
        runs[-1].append(node) if fits else runs.append([node])
    size = -(-len(found) // max(len(runs), 1))
    even = [list(found[i : i + size]) for i in range(0, len(found), size)]
    is_even = len(even) == len(runs) and all(word_count(run) <= MOST_WORDS for run in even)
    yield from even if is_even else runs


def check_slides(outline: Outline, path: str) -> Iterator[Problem]:
    """Yield what a trainer would regret before a room: nothing to see, too much, no minutes."""
    for section in outline.sections:
        if (
            not section.is_skipped
            and not section.parent
            and not section.blocks
            and not _children(outline, section)
        ):
            yield problem(Place(path, section.line), "slide-empty", value=section.title)
        if note := section.untimed_note:
            yield problem(Place(path, note.line or section.line), "notes-no-minutes", value=section.title)
        for block in section.blocks:
            words = word_count(for_the_room(block.content, block.kind))
            if block.kind in COUNTED and words > MOST_WORDS:
                yield problem(
                    Place(path, block.line),
                    "slide-crowded",
                    value=section.title,
                    count=words,
                    most=MOST_WORDS,
                )


def _children(outline: Outline, section: Section) -> bool:
    return any(other.parent == section.title and other.blocks for other in outline.sections)
