"""What questions ask: every objective and FAQ entry, and in a way that only knowledge gives the answer away."""

from collections.abc import Iterator

import pytest

from tests.conftest import COURSE
from tests.support.quiz_book import course, question
from vorming.model.course import Course
from vorming.model.quiz import Question, Scenario, Single, TrueFalse
from vorming.quiz.selection import covered_ids, is_covered
from vorming.quiz.view import view_question
from vorming.source.load import load_course
from vorming.text.markdown import values_of


def test_faq_entry_counts_as_asked_by_itself_or_by_a_fact() -> None:
    (entry,) = course().faq
    assert is_covered(course(), entry)
    assert is_covered(course().model_copy(update={"quizzes": course().quizzes[1:]}), entry)
    assert not is_covered(course().model_copy(update={"quizzes": ()}), entry)


@pytest.fixture(scope="module")
def real() -> Course:
    return load_course(COURSE).parsed


def test_every_objective_and_faq_entry_of_the_course_is_asked(real: Course) -> None:
    objectives = {objective.id for page in real.lessons for objective in page.lesson.objectives}
    assert objectives <= covered_ids(real)
    assert [entry.id for entry in real.faq if not is_covered(real, entry)] == []


def test_exams_are_the_final_tests_of_modules(real: Course) -> None:
    exams = [quiz for quiz in real.quizzes if quiz.use == "exam"]
    assert {quiz.id for quiz in exams} == {module.final_test for module in real.modules} - {None}


def _choices(question: Question) -> Iterator[list[tuple[str, bool]]]:
    """Yield what a question lets choose between, as it is read in every medium, and which is best."""
    if isinstance(question, Single):
        yield [(option.text, option.correct) for option in question.options]
        yield [(option.live or option.text, option.correct) for option in question.options]
    if isinstance(question, Scenario):
        for scene in question.nodes.values():
            best = max((way.score for way in scene.choices), default=0)
            yield from [[(way.text, way.score == best) for way in scene.choices]] if scene.choices else []


@pytest.mark.parametrize("kind", [Single, Scenario])
def test_right_answers_of_the_course_are_not_betrayed_by_their_length(real: Course, kind: type) -> None:
    questions = [q for quiz in real.quizzes for q in quiz.questions if isinstance(q, kind)]
    choices = [each for question in questions for each in _choices(question)]
    longest = [max(each, key=lambda choice: len(choice[0]))[1] for each in choices]
    by_chance = sum(sum(is_right for _, is_right in each) / len(each) for each in choices)
    # Never the longest would betray it as well.
    assert 0.5 * by_chance <= sum(longest) <= 1.5 * by_chance


def test_the_best_way_of_a_scenario_has_no_place_of_its_own() -> None:
    facts, scenario = values_of(course()), question("t-scenario")
    # The shuffle hangs on the id.
    asked = [scenario.model_copy(update={"id": f"{scenario.id}-{n}"}) for n in range(100)]
    scenes = [scene.ways for q in asked for scene in view_question(q, 1, facts).scenes if len(scene.ways) > 1]
    first = [ways[0].score == max(way.score for way in ways) for ways in scenes]
    by_chance = sum(1 / len(ways) for ways in scenes)
    assert 0.7 * by_chance <= sum(first) <= 1.3 * by_chance


def test_statements_of_the_course_are_not_always_false(real: Course) -> None:
    questions = [question for quiz in real.quizzes for question in quiz.questions]
    answers = [question.answer for question in questions if isinstance(question, TrueFalse)]
    assert 0.35 <= answers.count(True) / len(answers) <= 0.65
