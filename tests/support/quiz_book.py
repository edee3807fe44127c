"""The mini-course with every type of question, loaded once, and the table of what answers are worth."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

import yaml

from tests.conftest import COURSE
from vorming.exports.format import Material, material_of
from vorming.model.course import Course
from vorming.model.quiz import Question
from vorming.quiz.view import QuestionView, QuizView, view_quiz
from vorming.source.load import Loaded, load_course
from vorming.text.markdown import values_of

TESTS = Path(__file__).parents[1]
BOOK = TESTS / "books" / "quiz"
BANK, EXAM, MODULE = "alle-types", "eindtoets-proef", "proef"


@dataclass(frozen=True)
class Case:
    """A response and what its parts are worth."""

    question: str
    response: tuple[str, ...]
    parts: tuple[Fraction, ...]

    def __str__(self) -> str:
        return f"{self.question}-{'+'.join(str(part) for part in self.parts)}"

    @property
    def fraction(self) -> Fraction:
        return sum(self.parts, Fraction(0)) / len(self.parts)


@cache
def loaded() -> Loaded:
    return load_course(BOOK)


def course() -> Course:
    return loaded().parsed


def bank() -> QuizView:
    return view_quiz(course().quiz(BANK), values_of(course()))


def view(id: str) -> QuestionView:
    return next(question for question in bank().questions if question.id == id)


def question(id: str) -> Question:
    return next(found for found in course().quiz(BANK).questions if found.id == id)


def material() -> Material:
    return material_of(loaded(), MODULE)


def scoring_cases() -> list[Case]:
    rows = yaml.safe_load((TESTS / "quiz" / "scoring.yml").read_text(encoding="utf-8"))
    return [
        Case(row["question"], tuple(row["response"]), tuple(Fraction(str(part)) for part in row["parts"]))
        for row in rows
    ]


REAL_MODULES = tuple(
    module["id"]
    for module in yaml.safe_load((COURSE / "book/_data/course.yml").read_text("utf-8"))["modules"]
)
"""The modules of the real course; read by themselves, so that a broken lesson breaks no import."""


@cache
def real_material(module: str) -> Material:
    """Return what the exports of a module of the real course start from."""
    return material_of(load_course(COURSE), module)
