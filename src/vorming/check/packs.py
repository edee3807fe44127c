"""The register of released packs: each number once, and nothing of a pack that isn't there."""

from collections.abc import Iterator
from datetime import date

from vorming.model.course import Course
from vorming.model.packs import Release
from vorming.source.load import Loaded
from vorming.source.problems import Place, Problem, problem


def check_register(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """No two packs that went out carry one number; what one held stands in packs of its own release."""
    first: dict[str, Place] = {}
    for i, release in enumerate(course.released.releases):
        for j, pack in enumerate(release.packs):
            place = loaded.place("packs", "releases", i, "packs", j, "number")
            if pack.number in first:
                yield problem(place, "pack-number-twice", value=pack.number, first=first[pack.number])
            first.setdefault(pack.number, place)
        yield from _strangers(release, loaded, i)


def _strangers(release: Release, loaded: Loaded, i: int) -> Iterator[Problem]:
    """Yield the lines that name a pack beyond those of the release."""
    most = len(release.packs)
    lists = (
        ("parts", [(part.page, part.where) for part in release.parts]),
        ("items", [(item.key, item.where) for item in release.items]),
    )
    for key, lines in lists:
        start = loaded.place("packs", "releases", i, key)
        for line, (name, where) in enumerate(lines, start=start.line + 1):
            if not where.keys() <= set(range(1, most + 1)):
                place = Place(start.path, line)
                yield problem(place, "pack-place-unknown", value=name, number=max(where), most=most)
