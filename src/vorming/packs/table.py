"""Which packs there are: a table made from the course."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from vorming.course.editions import Edition
from vorming.model.course import Course, Module
from vorming.text.words import words

Kind = Literal["reader", "card", "help", "letters"]


@dataclass(frozen=True)
class Pack:
    """One PDF: its file name without .pdf, what it is, for whom; a module where it is about one."""

    name: str
    kind: Kind
    edition: Edition
    module: Module | None = None


def all_packs(course: Course) -> Iterator[Pack]:
    """Yield every pack of a course."""
    for module in course.modules:
        yield Pack(f"{module.id}-leesboek", "reader", Edition.TRAINEE, module)
        if module.take_away:
            yield Pack(f"{module.id}-kaart", "card", Edition.TRAINEE, module)
    if course.settings.first_help:
        yield Pack("eerste-hulp", "help", Edition.TRAINEE)
    yield Pack("kaartjes-abcd", "letters", Edition.TRAINEE)


def chosen_packs(course: Course, module: str = "") -> tuple[Pack, ...]:
    """Return the packs of a module; all when none is given."""
    return tuple(
        pack for pack in all_packs(course) if not module or (pack.module and pack.module.id == module)
    )


def pack_title(pack: Pack) -> str:
    """Name a pack for its readers."""
    name = words("packs").group("names")[f"{pack.kind}-{pack.edition.value}"]
    return name.format(title=pack.module.title if pack.module else "")
