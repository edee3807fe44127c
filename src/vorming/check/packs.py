"""The register of released packs: each number once, and no item of a pack that isn't there."""

from collections.abc import Iterator
from datetime import date

from vorming.load import Loaded
from vorming.model.course import Course
from vorming.problems import Place, Problem, problem


def check_register(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """No two packs that went out carry one number; an item stands in packs of its own release."""
    first: dict[str, Place] = {}
    for i, release in enumerate(course.released.releases):
        for j, pack in enumerate(release.packs):
            place = loaded.place("packs", "releases", i, "packs", j, "number")
            if pack.number in first:
                yield problem(place, "pack-number-twice", value=pack.number, first=first[pack.number])
            first.setdefault(pack.number, place)
        known = range(1, len(release.packs) + 1)
        named = [("items", item.key, item.where) for item in release.items]
        named += [("parts", part.page, part.where) for part in release.parts]
        for key, name, where in named:
            for number in sorted(set(where) - set(known)):
                place = loaded.place("packs", "releases", i, key)
                yield problem(place, "pack-place-unknown", value=name, number=number, most=len(known))
