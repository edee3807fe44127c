"""The course as charts draw it."""

from pathlib import Path

from vorming.model.course import Course
from vorming.source.load import load_course

ROOT = Path(__file__).resolve().parents[2]


def chart_course() -> Course:
    """Return the course of the repository."""
    course = load_course(ROOT).course
    assert course is not None
    return course
