"""Match the sections of a lesson's page to the steps of the lesson, for slides and for the papers of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from vorming.model.course import Lesson
from vorming.source.markdown import Directive, Piece
from vorming.source.pages import Page, labels_of


@dataclass(frozen=True)
class TimedSection:
    """The content below one heading of a lesson's page.

    `names` are the names of its blocks, and `minutes` the sum of those of its trainer's notes. `weight` is the length
    of its text, which replaces the minutes of sections that have none. `line` counts from 0 in the text of the page.
    """

    names: frozenset[str]
    minutes: int = 0
    weight: int = 1
    line: int = 0
    label: str = ""
    """The label above the heading itself."""


@lru_cache(maxsize=512)
def read_headings(page: Page) -> tuple[TimedSection, ...]:
    """Return the sections below the headings of level 2 of a lesson's page, in order.

    The name of a block is its option `name` or the label above it.
    """
    items, lines = page.document.items, page.document.lines
    labels = {label.source: label.name for label in labels_of(page.document)}
    pieces = [(i, item) for i, item in enumerate(items) if isinstance(item, Piece) and not item.ancestors]
    heads = [i for i, item in pieces if (item.token.type, item.token.tag) == ("heading_open", "h2")]
    sections = []
    for head, end in pairwise([*heads, len(items)]):
        inside = items[head + 1 : end]
        blocks = [(item.name, dict(item.options)) for item in inside if isinstance(item, Directive)]
        # A label at the end belongs to the next heading.
        inside = inside[:-1] if isinstance(inside[-1], Piece) else inside
        names = frozenset(labels[item] for item in inside if item in labels)
        minutes = sum(int(options.get("minutes", 0)) for name, options in blocks if name == "trainer-note")
        first, last = items[head].line, items[end].line if end < len(items) else len(lines)
        words = sum(len(line.split()) for line in lines[first:last])
        above = items[head - 1] if head else None
        label = labels.get(above, "") if isinstance(above, Piece) else ""
        sections.append(TimedSection(names, minutes, max(words // 50, 1), first, label))
    return tuple(sections)


def steps_of_sections(lesson: Lesson, sections: Sequence[TimedSection]) -> list[int]:
    """Return for each section the index of its step in `lesson.run`.

    A section belongs to the step that uses a block in it, or the label above its heading. Other sections are matched
    by time: their minutes are scaled to the length of the lesson, and a section belongs to the step that runs halfway
    through it, limited to the steps between those of the nearest certain sections before and after it.
    """
    certain = []
    for section in sections:
        names = {*section.names, section.label}
        certain.append(next((n for n, step in enumerate(lesson.run) if names.intersection(step.uses)), None))
    lengths = [section.minutes or section.weight / 100 for section in sections]
    scale = lesson.minutes / sum(lengths) if sections else 0
    clock, steps = 0.0, []
    for i, length in enumerate(lengths):
        low = max((step for step in certain[:i] if step is not None), default=0)
        later = (step for step in certain[i:] if step is not None and step >= low)
        high = min(later, default=len(lesson.run) - 1)
        # The index of the current step is the number of steps that have ended.
        ends = accumulate(step.minutes for step in lesson.run[:-1])
        at = sum(end <= (clock + length / 2) * scale for end in ends)
        user = certain[i]
        steps.append(min(max(at, low), high) if user is None else user)
        clock += length
    return steps
