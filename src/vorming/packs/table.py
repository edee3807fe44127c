"""Which packs a course has: one PDF each, for those who take part."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from vorming.model.course import Course, Module
from vorming.text.words import words

Kind = Literal["reader", "card", "help", "letters"]


@dataclass(frozen=True)
class Pack:
    """One PDF: its file name without .pdf, its kind, and the module where it is about one.

    All packs are for trainees. A trainer's papers belong to a day (`typst/day.py`): they have no number.
    """

    name: str
    kind: Kind
    module: Module | None = None


def all_packs(course: Course) -> Iterator[Pack]:
    """Yield every pack of a course, in the order of its modules."""
    for module in course.modules:
        yield Pack(f"{module.id}-leesboek", "reader", module)
        if module.take_away:
            yield Pack(f"{module.id}-kaart", "card", module)
    if course.settings.first_help:
        yield Pack("eerste-hulp", "help")
    yield Pack("kaartjes-abcd", "letters")


def pack_title(pack: Pack) -> str:
    """Name a pack for its readers, in the language of the course."""
    return words("packs").group("names")[pack.kind].format(title=pack.module.title if pack.module else "")
