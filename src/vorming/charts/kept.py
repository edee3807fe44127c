"""Drawings kept by what they were drawn from: a course draws each once, for all pages, notebooks and builds."""

from contextlib import suppress
from hashlib import sha256
from os import getpid
from pathlib import Path

from vorming.charts import Shown, show
from vorming.charts.shown import from_json
from vorming.model.course import Course
from vorming.source.fingerprint import package_digest

FOLDER = "_build/charts"
DIGEST = 16
NOTHING = "niets"
"""What a chart without anything to show is kept as."""


def show_kept(course: Course, name: str, root: Path) -> Shown | None:
    """Return a chart as it was drawn before from the same data, or draw it and keep it below `root`."""
    path = root / FOLDER / f"{name}-{_digest(course)}.json"
    with suppress(FileNotFoundError):  # not a question first: who has other data may take it away
        text = path.read_text(encoding="utf-8")
        return None if text == NOTHING else from_json(text)
    chart = show(course, name)
    write_new(path, chart.to_json() if chart else NOTHING)
    for old in set(path.parent.glob(f"{name}-{'?' * DIGEST}.json")) - {path}:
        old.unlink(missing_ok=True)
    return chart


def write_new(path: Path, text: str) -> None:
    """Write a file beside its place and move it in, unless it stands there: two may draw the same chart."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{getpid()}")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def _digest(course: Course) -> str:
    """Return a digest of all that a chart can show, and of what draws it."""
    items = (course.policies, *course.costs, *course.facts, *course.sources)
    data = "\n".join(item.model_dump_json() for item in items)
    return sha256(f"{package_digest()}\n{data}".encode()).hexdigest()[:DIGEST]
