"""The trainer's own pages -> files beside the book in the trainer's folder."""

from pathlib import Path

from vorming.slides.write import OWN_DAYS
from vorming.source.load import Loaded
from vorming.trainer.day import day_info, programme_requests, write_list
from vorming.trainer.pages import render_pages


def write_trainer_site(loaded: Loaded, folder: Path) -> None:
    """Write all pages of the trainer into the folder of her site."""
    course = loaded.course
    assert course is not None, "a build starts with a checked course"
    days = tuple(day_info(loaded, request) for request in programme_requests(course))
    for name, data in sorted(render_pages(loaded, course, days).items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    write_list(folder / OWN_DAYS)
