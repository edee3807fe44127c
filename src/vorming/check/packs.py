"""The register of released packs: each number once, and no line about a pack that its release lacks."""

from collections.abc import Iterator
from datetime import date

from vorming.check.known import repeats
from vorming.model.course import Course
from vorming.source.load import Loaded
from vorming.source.problems import Place, Problem, problem


def check_register(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Check that no two released packs have one number, and each line of a release is about packs of that release."""
    numbers = []
    for i, release in enumerate(course.released.releases):
        for j, pack in enumerate(release.packs):
            numbers.append((pack.number, loaded.place("packs", "releases", i, "packs", j, "number")))
        most = len(release.packs)
        parts = [(part.page, part.where) for part in release.parts]
        items = [(item.key, item.where) for item in release.items]
        for key, lines in (("parts", parts), ("items", items)):
            # Each part and item is one line of the register, right below its key.
            start = loaded.place("packs", "releases", i, key)
            for line, (name, where) in enumerate(lines, start=start.line + 1):
                if not where.keys() <= set(range(1, most + 1)):
                    place = Place(start.path, line)
                    yield problem(place, "pack-place-unknown", value=name, number=max(where), most=most)
    for number, place, first in repeats(numbers):
        yield problem(place, "pack-number-twice", value=number, first=first)
