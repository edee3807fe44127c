"""All that is checked from time to time, with where it stands: for the checks, the keeper and the trainer's page."""

from collections.abc import Iterator
from dataclasses import dataclass

from vorming.course.kinds import KINDS, LISTED, item_id
from vorming.model.base import Dated, Loc
from vorming.model.course import Course

POLICIES = "policies"
"""The id of what policies.yml says beside its jurisdictions: it has one date."""


@dataclass(frozen=True)
class DatedItem:
    """Something with a date of checking: its kind, its id, and where it stands."""

    kind: str
    id: str
    item: Dated
    file: str
    """Its data file, as `Loaded.sources` names it."""
    loc: Loc


def dated_items(course: Course) -> Iterator[DatedItem]:
    """Yield all that has a date of checking, in the order of the data files."""
    for name in LISTED:
        kind = KINDS[name]
        for i, item in enumerate(kind.items(course)):
            if isinstance(item, Dated):
                yield DatedItem(name, item_id(item), item, kind.file, (kind.key, i))
    if course.policies.models:
        yield DatedItem(POLICIES, POLICIES, course.policies, POLICIES, ())
