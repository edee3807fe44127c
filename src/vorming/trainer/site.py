"""The trainer's own pages and run sheets -> files beside the book in the trainer's folder."""

from collections.abc import Iterator
from pathlib import Path

from vorming.course.planning import Plan, written_plan
from vorming.model.course import Course
from vorming.slides.deck import slide_ranges
from vorming.slides.write import FOLDER as DECKS
from vorming.slides.write import read_deck_data
from vorming.source.load import Loaded
from vorming.source.problems import Problem
from vorming.trainer.pages import render_pages
from vorming.trainer.run_sheet import FOLDER, Slides, file_name, open_press, render_page


def write_trainer_site(loaded: Loaded, folder: Path) -> str:
    """Write all pages of the trainer into the folder of her site; return what went wrong."""
    course = loaded.course
    assert course is not None, "a build starts with a checked course"
    bundle: dict[str, bytes] = dict(render_pages(loaded, course))
    problems: list[str] = []
    with open_press() as press:
        for sheet, slides in _run_sheets(course, folder):
            name = f"{FOLDER}/{file_name(sheet)}"
            bundle[f"{name}.html"] = render_page(sheet, slides).encode()
            pdf = press.render(sheet, slides, _old(folder / f"{name}.pdf"))
            if isinstance(pdf, Problem):
                problems.append(f"{pdf}\n")
            else:
                bundle[f"{name}.pdf"] = pdf
    _write(folder, bundle)
    return "".join(problems)


def _old(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _run_sheets(course: Course, folder: Path) -> Iterator[tuple[Plan, Slides]]:
    """Yield the run sheet of each programme as its author wrote it."""
    for module in course.modules:
        data = read_deck_data(folder / DECKS, module.id)
        slides = slide_ranges(data) if data else {}
        for programme in module.programmes:
            yield written_plan(course, module, programme), slides


def _write(folder: Path, bundle: dict[str, bytes]) -> None:
    """Write a bundle; a run sheet of an older build goes."""
    for old in (folder / FOLDER).glob("*"):
        old.unlink()
    for name, data in sorted(bundle.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
