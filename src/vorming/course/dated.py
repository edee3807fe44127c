"""All items that are checked from time to time, with their places: for the checks and the keeper's commands."""

from collections.abc import Iterator
from dataclasses import dataclass

from vorming.course.kinds import KINDS, LISTED, item_id
from vorming.model.base import Dated, Loc
from vorming.model.course import Course

POLICIES = "policies"
"""Kind and id of what policies.yml says outside its jurisdictions, which has one date for all."""


@dataclass(frozen=True)
class DatedItem:
    """An item with a date of checking.

    `file` and `loc` are its place, as `Loaded.place` takes it; the date stands below that in `checked_on`.
    """

    kind: str
    id: str
    item: Dated
    file: str
    loc: Loc


def dated_items(course: Course) -> Iterator[DatedItem]:
    """Yield every item with a date of checking, kind by kind, in the order of the data files.

    The policies as a whole come last, where the course has any policy model.
    """
    for name in LISTED:
        kind = KINDS[name]
        for i, item in enumerate(kind.items(course)):
            if isinstance(item, Dated):
                yield DatedItem(name, item_id(item), item, kind.file, (kind.key, i))
    if course.policies.models:
        yield DatedItem(POLICIES, POLICIES, course.policies, POLICIES, ())
