"""The course as charts draw it."""

from tests.conftest import COURSE
from vorming.model.course import Course
from vorming.source.load import load_course


def chart_course() -> Course:
    """Return the course of the repository."""
    course = load_course(COURSE).course
    assert course is not None
    return course
