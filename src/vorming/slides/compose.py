"""Sections -> slides that fit: what goes together, what needs a slide of its own, what is divided."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from docutils import nodes

from vorming.slides.outline import Block, Outline, Section, for_slide, word_count
from vorming.source.problems import Place, Problem, problem

MOST_WORDS = 60
MOST_ITEMS = 6
MOST_ROWS = 6
MOST_TOGETHER = 3
"""How many blocks may share a slide."""
TOGETHER: frozenset[str] = frozenset({"list", "quote", "fact", "faq", "contradiction"})
"""What may share a slide; anything else has one of its own."""
WHOLE: frozenset[str] = frozenset({"own", "objectives", "key-points"})
"""Lists that stay on one slide: an author's own, and those that the model keeps short."""
UNCOUNTED: frozenset[str] = frozenset(
    {"objectives", "key-points", "table", "figure", "helplines", "question"}
)
"""What the model keeps short, or is no running text; of anything else more than MOST_WORDS words is too much."""


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

    @property
    def names(self) -> frozenset[str]:
        return frozenset[str]().union(*(section.names for section in self.sections))


def compose_slides(outline: Outline) -> tuple[Group, ...]:
    """Return the slides of a page: what comes before the first heading, its sections, its key points.

    A section without slides joins the group before it, so that its notes are shown beside that group's slides. A
    section with only paragraphs has a slide with its heading, unless it is a part of another section.
    """
    intro = outline.intro
    opening = [block for block in intro.blocks if block.kind != "key-points"]
    closing = [block for block in intro.blocks if block.kind == "key-points"]
    groups = [Group((intro,), _drafts(intro, opening))]
    for section in outline.sections:
        if section.is_skipped or (section.parent and not section.blocks):
            groups[-1] = replace(groups[-1], sections=(*groups[-1].sections, section))
        else:
            groups.append(Group((section,), _drafts(section, section.blocks) or (Draft(section),)))
    return (*groups, Group((), _drafts(intro, closing)))


def _drafts(section: Section, blocks: Iterable[Block]) -> tuple[Draft, ...]:
    """Put blocks on slides, in order: large ones divided, small ones together."""
    slides: list[list[Block]] = []
    for block in blocks:
        for piece in _divided(block):
            if slides and _fits(slides[-1], piece):
                slides[-1].append(piece)
            else:
                slides.append([piece])
    return tuple(Draft(section, tuple(slide)) for slide in slides)


def _fits(slide: Sequence[Block], piece: Block) -> bool:
    """Tell whether a slide has space for one more block."""
    blocks = [*slide, piece]
    words = sum(word_count(block.content) for block in blocks)
    is_small = len(blocks) <= MOST_TOGETHER and words <= MOST_WORDS
    return is_small and all(block.kind in TOGETHER for block in blocks)


def _divided(block: Block) -> Iterator[Block]:
    """Divide a long list or table over slides, each part with what it needs to be read alone."""
    content = tuple(for_slide(block.content, block.kind))
    node = content[0] if len(content) == 1 else None
    match node:
        case nodes.bullet_list() | nodes.enumerated_list() if block.kind not in WHOLE:
            start = int(node.get("start", 1))
            for chunk in _chunks(node.children, MOST_ITEMS):
                part = node.copy()
                part.extend(chunk)
                if isinstance(part, nodes.enumerated_list):
                    part["start"] = start  # or each slide would number from 1
                    start += len(chunk)
                yield replace(block, content=(part,))
        case nodes.table():
            body = next(iter(node.findall(nodes.tbody)))
            for run in _chunks(body.children, MOST_ROWS):
                table = node.deepcopy()
                rows = next(iter(table.findall(nodes.tbody)))
                rows.children = []
                rows += [row.deepcopy() for row in run]
                yield replace(block, content=(table,))
        case _:
            yield replace(block, content=content)


def _chunks(found: Sequence[nodes.Node], most: int) -> list[list[nodes.Node]]:
    """Divide nodes in runs of at most `most` nodes and MOST_WORDS words, of about equal length.

    Equal, so that no slide shows one last item. Where equal runs would hold too many words, each is as full as it may be.
    """
    runs: list[list[nodes.Node]] = []
    for node in found:
        if runs and len(runs[-1]) < most and word_count([*runs[-1], node]) <= MOST_WORDS:
            runs[-1].append(node)
        else:
            runs.append([node])
    size = -(-len(found) // max(len(runs), 1))
    even = [list(found[i : i + size]) for i in range(0, len(found), size)]
    is_even = len(even) == len(runs) and all(word_count(run) <= MOST_WORDS for run in even)
    return even if is_even else runs


def check_slides(outline: Outline, path: str) -> Iterator[Problem]:
    """Yield what a trainer would regret before a group: nothing to see, too much, no minutes.

    `path` is that of the page, below the course. These are points worth a look, and stop no build.
    """
    with_parts = {section.parent for section in outline.sections if section.blocks}
    for section in outline.sections:
        if not (section.is_skipped or section.parent or section.blocks or section.title in with_parts):
            yield problem(Place(path, section.line), "slide-empty", value=section.title)
        if note := section.untimed_note:
            yield problem(Place(path, note.line or section.line), "notes-no-minutes", value=section.title)
        for block in section.blocks:
            count = word_count(for_slide(block.content, block.kind))
            if block.kind not in UNCOUNTED and count > MOST_WORDS:
                place = Place(path, block.line)
                yield problem(place, "slide-crowded", value=section.title, count=count, most=MOST_WORDS)
