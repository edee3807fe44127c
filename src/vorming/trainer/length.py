"""How much of a day a trainer can carry and show: more is told after the build, and made all the same."""

from collections.abc import Iterator
from pathlib import Path

import pikepdf

from vorming.course.planning import Plan
from vorming.packs.days import programme_place
from vorming.source.load import Loaded
from vorming.source.problems import Problem, problem

SHORT = 150
"""The minutes up to which a day is a short one."""
MOST_PAGES = {"deelnemer": (16, 24), "begeleider": (36, 52)}
"""The pages of a paper, on a short day and on a longer one."""
MOST_SLIDES = (70, 120)


def check_length(loaded: Loaded, plan: Plan, folder: Path, slides: int) -> Iterator[Problem]:
    """Yield a warning for each paper in a day's folder, and for its deck, that is longer than such a day should have.

    `slides` is the number of slides of its deck. The place is that of the programme in ``course.yml``.
    """
    is_long = int(plan.minutes > SHORT)
    counts = {"dia.html": (slides, MOST_SLIDES[is_long])}
    for name, limits in MOST_PAGES.items():
        if (path := folder / f"{name}.pdf").is_file():
            with pikepdf.open(path) as pdf:
                counts[path.name] = (len(pdf.pages), limits[is_long])
    place = programme_place(loaded, plan)
    for name, (count, most) in counts.items():
        if count > most:
            yield problem(place, "day-long", programme=plan.programme.id, value=name, count=count, most=most)
