"""What counts as asked, and that the order of choices does not give the best one away."""

from tests.support.quiz_book import course, question
from vorming.quiz.selection import is_covered
from vorming.quiz.view import view_question
from vorming.text.markdown import values_of


def test_faq_entry_counts_as_asked_by_itself_or_by_a_fact() -> None:
    (entry,) = course().faq
    assert is_covered(course(), entry)
    assert is_covered(course().model_copy(update={"quizzes": course().quizzes[1:]}), entry)
    assert not is_covered(course().model_copy(update={"quizzes": ()}), entry)


def test_the_best_way_of_a_scenario_has_no_place_of_its_own() -> None:
    facts, scenario = values_of(course()), question("t-scenario")
    # The shuffle hangs on the id.
    asked = [scenario.model_copy(update={"id": f"{scenario.id}-{n}"}) for n in range(100)]
    scenes = [scene.ways for q in asked for scene in view_question(q, 1, facts).scenes if len(scene.ways) > 1]
    first = [ways[0].score == max(way.score for way in ways) for ways in scenes]
    by_chance = sum(1 / len(ways) for ways in scenes)
    assert 0.7 * by_chance <= sum(first) <= 1.3 * by_chance
