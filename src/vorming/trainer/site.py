"""The trainer's own pages -> files beside the book in the trainer's folder."""

from pathlib import Path

from vorming.slides.write import OWN_DAYS
from vorming.source.files import write_files
from vorming.source.load import Loaded
from vorming.trainer.day import day_info, programme_requests, write_list
from vorming.trainer.pages import render_pages


def write_trainer_site(loaded: Loaded, folder: Path) -> None:
    """Write all pages of the trainer into the folder of her site."""
    days = tuple(day_info(loaded, request) for request in programme_requests(loaded.parsed))
    write_files(folder, render_pages(loaded, days))
    write_list(folder / OWN_DAYS)
