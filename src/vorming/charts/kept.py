"""Keep drawings between builds: a course draws each chart once for all its pages and notebooks."""

from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from vorming.charts import show
from vorming.charts.shown import Shown, from_json
from vorming.model.course import Course
from vorming.source.files import write_whole
from vorming.source.fingerprint import package_digest

FOLDER = "_build/charts"
DIGEST_LENGTH = 16
NOTHING = "niets"
"""The content of the file of a chart that has nothing to show."""


def show_kept(course: Course, name: str, root: Path) -> Shown | None:
    """Return a chart as it was drawn before from the same data, or draw it and keep it below `root`.

    The name of the file has a digest of all that a chart can show and of the package that draws it.
    Returns None, like `show`, when the course has nothing to show in it.
    """
    items = (course.policies, *course.costs, *course.facts, *course.sources)
    data = "\n".join([package_digest(), *(item.model_dump_json() for item in items)])
    path = root / FOLDER / f"{name}-{sha256(data.encode()).hexdigest()[:DIGEST_LENGTH]}.json"
    # Not `path.exists()` first: a process with other data may remove the file in between.
    with suppress(FileNotFoundError):
        text = path.read_text(encoding="utf-8")
        return None if text == NOTHING else from_json(text)
    chart = show(course, name)
    write_whole(path, (chart.to_json() if chart else NOTHING).encode())
    # Drawings of earlier data are of no use any more.
    for old in set(path.parent.glob(f"{name}-{'?' * DIGEST_LENGTH}.json")) - {path}:
        old.unlink(missing_ok=True)
    return chart
