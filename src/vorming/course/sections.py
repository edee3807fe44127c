"""Which step of a lesson each section of its page belongs to: for slides and for the papers of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from vorming.model.course import Lesson
from vorming.source.markdown import Directive, Piece
from vorming.source.pages import Page, labels_of

NO_STEP = -1
"""The number for slides that belong to the lesson as a whole, such as its title."""


@dataclass(frozen=True)
class Section:
    """The content below one heading of a lesson's page.

    `names` are those of its blocks, `minutes` what its trainer's notes ask, and `weight` the length of its
    text, by which sections without minutes share the time. `line` counts from 0 in the text of the page.
    """

    names: frozenset[str]
    minutes: int = 0
    weight: int = 1
    line: int = 0
    label: str = ""
    """The name above the heading itself."""


@lru_cache(maxsize=512)
def read_headings(page: Page) -> tuple[Section, ...]:
    """Return the headings of the second level of a lesson's page, in order.

    The names of a section are those of its blocks, by their option or by the label above them. Where no note
    says how many minutes it asks, its length counts.
    """
    items, lines = page.document.items, page.document.lines
    labels = {label.source: label.name for label in labels_of(page.document)}
    pieces = [(i, item) for i, item in enumerate(items) if isinstance(item, Piece) and not item.around]
    heads = [i for i, item in pieces if (item.token.type, item.token.tag) == ("heading_open", "h2")]
    found = []
    for head, end in pairwise([*heads, len(items)]):
        own = items[head + 1 : end]
        blocks = [(item.name, dict(item.options)) for item in own if isinstance(item, Directive)]
        # A label that stands last is that of the next heading.
        inside = own[:-1] if isinstance(own[-1], Piece) else own
        names = frozenset(labels[item] for item in inside if item in labels)
        minutes = sum(int(options.get("minutes", 0)) for name, options in blocks if name == "trainer-note")
        first, last = items[head].line, items[end].line if end < len(items) else len(lines)
        words = sum(len(line.split()) for line in lines[first:last])
        above = items[head - 1] if head else None
        label = labels.get(above, "") if isinstance(above, Piece) else ""
        found.append(Section(names, minutes, max(words // 50, 1), first, label))
    return tuple(found)


def steps_of_sections(lesson: Lesson, sections: Sequence[Section]) -> list[int]:
    """Return for each section the number of its step in `lesson.run`, from 0.

    A section belongs to the step that uses a block in it, or the label above its heading. The others go by the
    clock: their minutes are scaled to the length of the lesson, and the step that runs halfway through a section
    is its step, so long as that stays between the steps of the certain sections before and after it.
    """
    certain = []
    for section in sections:
        names = {*section.names, section.label}
        certain.append(next((n for n, step in enumerate(lesson.run) if names.intersection(step.uses)), None))
    asked = [section.minutes or section.weight / 100 for section in sections]
    scale = lesson.minutes / sum(asked) if sections else 0
    clock, found = 0.0, []
    for i, length in enumerate(asked):
        low = max((step for step in certain[:i] if step is not None), default=0)
        later = (step for step in certain[i:] if step is not None and step >= low)
        high = min(later, default=len(lesson.run) - 1)
        # A step's number is that of the steps that have ended before it.
        ends = accumulate(step.minutes for step in lesson.run[:-1])
        at = sum(end <= (clock + length / 2) * scale for end in ends)
        user = certain[i]
        found.append(min(max(at, low), high) if user is None else user)
        clock += length
    return found
