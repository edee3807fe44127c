"""Sections -> slides that fit: what goes together, what needs a slide of its own, what is divided."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from docutils import nodes

from vorming.slides.outline import Block, Section, for_slide, word_count
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
class Group:
    """The slides of one section, each as the blocks on it: maybe none, and with no block its heading alone.

    `noted` are the sections of which these slides show the notes.
    """

    section: Section
    noted: list[Section]
    slides: list[list[Block]]


def compose_slides(page: Sequence[Section]) -> list[Group]:
    """Return the slides of a page: what comes before the first heading, its sections, its key points.

    A section without slides joins the group before it, so that its notes are shown beside that group's slides. A
    section with only paragraphs has a slide with its heading, unless it is a part of another section.
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
    """Put blocks on slides, in order: large ones divided, small ones together."""
    slides: list[list[Block]] = []
    for block in blocks:
        for piece in _divided(block):
            together = [*slides[-1], piece] if slides else []
            is_small = len(together) <= MOST_TOGETHER and count_words(together) <= MOST_WORDS
            if together and is_small and all(each.kind in TOGETHER for each in together):
                slides[-1].append(piece)
            else:
                slides.append([piece])
    return slides


def count_words(blocks: Iterable[Block]) -> int:
    """Count the words of what stands on a slide."""
    return sum(word_count(block.content) for block in blocks)


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
            body = next(node.findall(nodes.tbody))
            for run in _chunks(body.children, MOST_ROWS):
                table = node.deepcopy()
                rows = next(table.findall(nodes.tbody))
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


def check_slides(page: Sequence[Section], path: str) -> Iterator[Problem]:
    """Yield what a trainer would regret before a group: nothing to see, too much, no minutes.

    `path` is that of the page, below the course. These are points worth a look, and stop no build.
    """
    _, *sections = page
    with_parts = {section.parent for section in sections if section.blocks}
    for section in sections:
        if not (section.is_skipped or section.parent or section.blocks or section.title in with_parts):
            yield problem(Place(path, section.line), "slide-empty", value=section.title)
        written = [note for note in section.notes if "minutes" in note]
        if written and not section.minutes:
            place = Place(path, written[0].line or section.line)
            yield problem(place, "notes-no-minutes", value=section.title)
        for block in section.blocks:
            count = word_count(for_slide(block.content, block.kind))
            if block.kind not in UNCOUNTED and count > MOST_WORDS:
                place = Place(path, block.line)
                yield problem(place, "slide-crowded", value=section.title, count=count, most=MOST_WORDS)
