"""The packs: which there are, the content and number of each, and the changes since one was printed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from vorming.course.planning import Plan, written_plan
from vorming.model.course import Course, Module
from vorming.text.words import words

FILES = words("packs").group("files")
"""The file name of each kind of paper, without .pdf, in the language of the course."""
PackKind = Literal["reader", "card", "help", "letters", "participant", "trainer"]


@dataclass(frozen=True)
class Pack:
    """One PDF: its file name without .pdf, its kind, its module if it has one, and the plan if it is a paper of a day.

    All packs are for trainees, except the paper of a day for the trainer, which is in the folder of the day.
    """

    name: str
    kind: PackKind
    module: Module | None = None
    plan: Plan | None = None


def all_packs(course: Course) -> Iterator[Pack]:
    """Yield every pack of a course, in the order of its modules."""
    for module in course.modules:
        yield Pack(f"{module.id}-{FILES['reader']}", "reader", module)
        if module.take_away:
            yield Pack(f"{module.id}-{FILES['card']}", "card", module)
    if course.settings.first_help:
        yield Pack(FILES["help"], "help")
    yield Pack(FILES["letters"], "letters")


def day_papers(course: Course) -> Iterator[Pack]:
    """Yield the papers of each programme that have a number."""
    for module in course.modules:
        for programme in module.programmes:
            yield from papers_of(written_plan(course, module, programme), programme.id)


def papers_of(plan: Plan, day: str) -> tuple[Pack, Pack]:
    """Return the participant's paper and the trainer's paper of a day; `day` is the name of its folder."""
    return (
        Pack(f"{day}-{FILES['participant']}", "participant", plan.module, plan),
        Pack(f"{day}-{FILES['trainer']}", "trainer", plan.module, plan),
    )


def pack_titles(course: Course) -> Mapping[str, str]:
    """Return the title of each pack and of each numbered paper of a day, by name."""
    return {pack.name: pack_title(pack) for pack in (*all_packs(course), *day_papers(course))}


def pack_title(pack: Pack) -> str:
    """Return the title of a pack for its readers, in the language of the course."""
    title = pack.module.title if pack.module else ""
    programme = pack.plan.title if pack.plan else ""
    return words("packs").group("names")[pack.kind].format(title=title, programme=programme)
