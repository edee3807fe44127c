"""A day is planned: clock times that add up, what stays, what goes, and why something can't be."""

import re
from dataclasses import replace
from datetime import time
from itertools import pairwise

import pytest

from tests.support.quiz_book import MODULE, REAL_MODULES
from tests.support.quiz_book import course as quiz_course
from vorming.course.planning import (
    MINUTES,
    SLACK_AN_HOUR,
    Demands,
    GuideNote,
    Plan,
    PlannedStep,
    least_minutes,
    length_of,
    lesson_part,
    plan_day,
    written_plan,
)
from vorming.model.course import Course
from vorming.model.quiz import Multiple, Scenario, Single
from vorming.text.numbers import format_length


def planned(course: Course, module: str, demands: Demands) -> Plan:
    plan = plan_day(course, course.module(module), demands)
    assert isinstance(plan, Plan), plan
    return plan


def test_day_is_called_after_its_programme_or_else_its_own_length(course: Course) -> None:
    for module in course.modules:
        whole = planned(course, module.id, Demands())
        assert whole.title == whole.programme.title
        longer = planned(course, module.id, Demands(minutes=whole.minutes + 1))
        assert longer.title == format_length(whole.minutes + 1)


def programmes(course: Course, module: str) -> list[Plan]:
    own = course.module(module)
    return [written_plan(course, own, programme) for programme in own.programmes]


def longest(course: Course, module: str) -> int:
    """Return the minutes of the longest day of a module, as it is said to who asks for more."""
    found = plan_day(course, course.module(module), Demands(minutes=MINUTES[1]))
    assert isinstance(found, tuple)
    return int(found[0].split("hoogstens ")[1].split()[0])


def least(course: Course, module: str) -> int:
    return min(map(least_minutes, programmes(course, module)))


MODULES = REAL_MODULES
FIRST = MODULES[0]


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("more", [None, 0, 7, 45, 120])
def test_minutes_add_up_and_must_steps_of_given_lessons_stay(
    course: Course, module: str, more: int | None
) -> None:
    minutes = None if more is None else least(course, module) + more
    plan = planned(course, module, Demands(time(9), minutes))
    assert plan.minutes == (minutes or plan.minutes) and plan.start == 9 * 60
    for before, after in pairwise(plan.parts):
        assert after.start == before.end
    for part in plan.parts:
        assert not part.steps or length_of(part.steps) == part.minutes
    written = next(p for p in programmes(course, module) if p.programme is plan.programme)
    assert {step.key for step in written.steps if step.is_must} <= {step.key for step in plan.steps}


@pytest.mark.parametrize("module", MODULES)
def test_programme_without_demands_is_as_its_author_wrote_it(course: Course, module: str) -> None:
    plan, written = planned(course, module, Demands()), programmes(course, module)[0]
    assert plan.parts == written.parts


def test_time_that_is_left_becomes_room_for_questions(course: Course) -> None:
    plan = planned(course, FIRST, Demands(time(9), longest(course, FIRST)))
    written = next(p for p in programmes(course, FIRST) if p.programme is plan.programme)
    assert plan.slack > written.slack and {step.key for step in written.steps} <= {
        step.key for step in plan.steps
    }


@pytest.mark.parametrize("module", MODULES)
def test_day_of_any_length_has_just_its_minutes_and_no_part_without(course: Course, module: str) -> None:
    for minutes in range(least(course, module), least(course, module) + 120):
        plan = planned(course, module, Demands(minutes=minutes))
        assert plan.minutes == minutes and all(part.minutes > 0 for part in plan.parts), minutes


@pytest.mark.parametrize("module", MODULES)
def test_what_the_author_left_out_waits_until_all_that_she_gives_is_in(course: Course, module: str) -> None:
    for minutes in range(least(course, module), longest(course, module), 11):
        plan = planned(course, module, Demands(minutes=minutes))
        own = {step.key for step in written_plan(course, plan.module, plan.programme).steps}
        given = {step.key for step in plan.steps}
        assert own <= given or given <= own, minutes


@pytest.mark.parametrize("module", MODULES)
def test_no_day_asks_a_question_twice_or_adds_a_quiz_without_one(course: Course, module: str) -> None:
    for minutes in range(least(course, module), longest(course, module), 7):
        plan = planned(course, module, Demands(minutes=minutes))
        asked = [id for taught in plan.steps for id in taught.questions]
        assert len(asked) == len(set(asked)), minutes
        own = {taught.key for taught in written_plan(course, plan.module, plan.programme).steps}
        added = [taught for taught in plan.steps if taught.key not in own]
        assert all(taught.questions for taught in added if taught.step.questions), minutes


@pytest.mark.parametrize("module", MODULES)
def test_longer_day_keeps_room_for_questions_of_which_half_may_go_to_shortened_steps(
    course: Course, module: str
) -> None:
    longest = max(written.minutes for written in programmes(course, module))
    for minutes in range(longest + 1, longest + 90, 7):
        plan = planned(course, module, Demands(minutes=minutes))
        written = {step.key: step for step in written_plan(course, plan.module, plan.programme).steps}
        again = [(step, written[step.key]) for step in plan.steps if step.is_must and step.key in written]
        given_back = sum(step.minutes - was.minutes for step, was in again)
        assert (plan.slack + given_back) * 60 >= minutes * SLACK_AN_HOUR
        assert 2 * plan.slack * 60 >= minutes * SLACK_AN_HOUR


@pytest.mark.parametrize("module", MODULES)
def test_programme_with_hardly_room_for_questions_is_taken_only_where_none_has_more(
    course: Course, module: str
) -> None:
    own, shortest = course.module(module), min(written.minutes for written in programmes(course, module))
    for minutes in range(least(course, module), shortest + 180, 5):
        plan = planned(course, module, Demands(minutes=minutes))
        alone = (own.model_copy(update={"programmes": (programme,)}) for programme in own.programmes)
        others = (plan_day(course, each, Demands(minutes=minutes)) for each in alone)
        most = max(other.slack for other in others if isinstance(other, Plan))
        assert 2 * plan.slack * 60 >= min(minutes * SLACK_AN_HOUR, 2 * most * 60)


@pytest.mark.parametrize("module", MODULES)
def test_longest_day_that_is_named_is_made_and_no_longer_one(course: Course, module: str) -> None:
    most = longest(course, module)
    at = hour(9 * 60 + most // 2)
    for breaks in (), (at,):
        plan = planned(course, module, Demands(time(9), most, breaks=breaks))
        assert plan.minutes == most > max(written.minutes for written in programmes(course, module))
        found = plan_day(course, plan.module, Demands(time(9), most + 1, breaks=breaks))
        assert isinstance(found, tuple) and f" {most} " in found[0]


def with_minutes(course: Course, times: int) -> Course:
    """Return a course of which each step takes so many times as long."""
    lessons = []
    for page in course.lessons:
        run = (step.model_copy(update={"minutes": step.minutes * times}) for step in page.lesson.run)
        lesson = page.lesson.model_copy(update={"run": tuple(run)})
        lessons.append(page.model_copy(update={"lesson": lesson}))
    return course.model_copy(update={"lessons": tuple(lessons)})


@pytest.mark.parametrize(("minutes", "times"), [(40, 1), (90, 3), (91, 3), (200, 7)])
def test_short_day_has_no_break(minutes: int, times: int) -> None:
    plan = planned(with_minutes(quiz_course(), times), MODULE, Demands(minutes=minutes))
    assert any(part.kind == "break" for part in plan.parts) == (minutes > 90)


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("later", [-10, 0, 10])
def test_break_and_end_that_the_host_fixed_stay_at_their_hour(
    course: Course, module: str, later: int
) -> None:
    minutes = least(course, module) + 30
    end, at = 9 * 60 + minutes, 9 * 60 + minutes // 2 + later
    plan = planned(course, module, Demands(time(9), end=hour(end), breaks=(hour(at),)))
    (pause,) = [part for part in plan.parts if part.kind == "break"]
    assert pause.start == at and pause.is_fixed
    assert plan.end == end and plan.parts[-1].is_fixed
    kinds = [part.kind for part in plan.parts]
    assert "test" not in kinds or kinds[kinds.index("test") :] == ["test", "closing"]
    for before, after in pairwise(plan.parts):
        assert after.start == before.end


@pytest.mark.parametrize("module", MODULES)
def test_end_that_the_host_fixed_stays_at_its_hour_whichever_programme_fits(
    course: Course, module: str
) -> None:
    start = programmes(course, module)[0].start
    for written in programmes(course, module):
        end = hour(start + written.minutes)
        assert planned(course, module, Demands(end=end)).end == start + written.minutes


def test_day_may_end_at_midnight() -> None:
    plan = planned(quiz_course(), MODULE, Demands(time(23, 10), end=time(0)))
    assert (plan.start, plan.minutes) == (23 * 60 + 10, 50)
    assert plan.parts[-1].is_fixed


def hour(minute: int) -> time:
    return time(minute // 60, minute % 60)


@pytest.mark.parametrize("module", MODULES)
def test_what_the_room_lacks_goes_with_its_step(course: Course, module: str) -> None:
    plan = planned(course, module, Demands(has_projector=False))
    assert not [step for step in plan.steps if step.step.needs and not step.is_must]


@pytest.mark.parametrize(
    ("demands", "said"),
    [
        (Demands(minutes=20), "heeft minstens"),
        (Demands(minutes=0), "0 minuten kan niet"),
        (Demands(minutes=-5), "-5 minuten kan niet"),
        (Demands(minutes=5), "kies tussen 15 en 600 minuten"),
        (Demands(time(22), 240), "voorbij middernacht"),
        (Demands(group=0), "Een groep van 0 kan niet"),
        (Demands(time(9), 240, breaks=(time(8),)), "een pauze om 8.00 u. kan niet"),
        (Demands(time(9), 240, end=time(12)), "geef --end of --minutes"),
        (Demands(time(9, 10), end=time(8)), "Een einde om 8.00 u. kan niet, want de dag begint om 9.10 u."),
        (Demands(time(9), 240, breaks=(time(12, 59),)), "past de kern niet meer"),
    ],
)
def test_what_can_not_be_says_why(demands: Demands, said: str) -> None:
    found = plan_day(quiz_course(), quiz_course().module(MODULE), demands)
    assert isinstance(found, tuple)
    assert any(said in reason for reason in found)
    assert not any(".." in reason for reason in found)


def test_the_least_time_that_is_named_is_enough(course: Course) -> None:
    modules = [module for module in course.modules if least(course, module.id) > MINUTES[0]]
    assert modules
    for module in modules:
        found = plan_day(course, module, Demands(minutes=MINUTES[0]))
        assert isinstance(found, tuple)
        named = int(found[1].split("minstens ")[1].split()[0])
        assert isinstance(plan_day(course, module, Demands(minutes=named)), Plan)
        assert isinstance(plan_day(course, module, Demands(minutes=named - 1)), tuple)


def test_note_of_a_module_is_for_the_days_that_have_its_part_or_are_of_its_programmes(course: Course) -> None:
    for module in course.modules:
        for programme in module.programmes:
            plan = written_plan(course, module, programme)
            has_test = "test" in {part.kind for part in programme.parts}
            assert GuideNote("", "", ()).is_for(plan)
            assert GuideNote("", "test", ()).is_for(plan) is has_test
            assert GuideNote("", "", (programme.id,)).is_for(plan)
            assert not GuideNote("", "", (f"niet-{programme.id}",)).is_for(plan)


def test_day_of_the_length_of_a_programme_is_as_its_author_wrote_it(course: Course) -> None:
    for module in course.modules:
        written = [written_plan(course, module, programme) for programme in module.programmes]
        for plan in written:
            found = planned(course, module.id, Demands(minutes=plan.minutes))
            # Two programmes may have one length.
            assert (found.minutes, found.steps) in [(each.minutes, each.steps) for each in written]


def test_day_teaches_a_point_of_a_lesson_when_it_teaches_each_objective_of_what_must_stay(
    course: Course,
) -> None:
    plan = programmes(course, FIRST)[0]
    for page in course.lessons:
        whole, lesson = (
            lesson_part(course, page),
            page.lesson.model_copy(update={"key_points": ("Een punt.",)}),
        )
        page = page.model_copy(update={"lesson": lesson})
        assert replace(plan, parts=(whole,)).points_taught(page) == (True,)
        for step in whole.steps:
            others = tuple(other for other in whole.steps if other is not step)
            given = {id for other in others for id in other.step.objectives}
            (found,) = replace(plan, parts=(replace(whole, steps=others),)).points_taught(page)
            assert found == (not step.is_must or given.issuperset(step.step.objectives))


def test_role_play_has_answer_cards_only_if_its_step_names_them(course: Course) -> None:
    play = next(q for q in course.questions if isinstance(q, Scenario))
    page = course.lessons[0]
    step = page.lesson.run[0].model_copy(
        update={"questions": (play.id,), "print": ("role-cards", "answer-cards")}
    )
    planned = PlannedStep(page, step, step.minutes, (play.id,), (play,))
    assert planned.prints == ("role-cards", "answer-cards")
    assert replace(planned, questions=()).prints == (), "the day leaves the role play out"
    silent = replace(planned, step=step.model_copy(update={"print": ("role-cards",)}))
    assert silent.prints == ("role-cards",)


def test_step_needs_cards_where_it_asks_what_they_answer_and_a_shorter_one_says_how_long_it_is(
    course: Course,
) -> None:
    voted = {q.id for q in course.questions if isinstance(q, Single | Multiple) and len(q.options) <= 4}
    voted |= {q.id for q in course.questions if q.type == "truefalse"}
    plays = {q.id for q in course.questions if q.type == "scenario"}
    for page in course.lessons:
        for step in lesson_part(course, page).steps:
            assert set(step.prints) - {"answer-cards"} == set(step.step.print) - {"answer-cards"}
            chosen = "answer-cards" in step.step.print
            by_author = chosen and not step.questions
            acted = chosen and not plays.isdisjoint(step.questions)
            assert ("answer-cards" in step.prints) == (
                by_author or acted or not voted.isdisjoint(step.questions)
            )
            assert step.how == step.method
            silent = replace(step, questions=())
            assert ("answer-cards" in silent.prints) == by_author
            assert f" {step.minutes} " in replace(step, minutes=step.minutes - 1).how


@pytest.mark.parametrize("module", MODULES)
def test_step_that_gets_its_minutes_back_asks_its_questions_again(course: Course, module: str) -> None:
    for written in programmes(course, module):
        plan = planned(course, module, Demands(minutes=written.minutes + 60))
        own = {step.key: step for step in written_plan(course, plan.module, plan.programme).steps}
        short = {key: step for key, step in own.items() if step.minutes < step.step.minutes}
        for step in (step for step in plan.steps if step.key in short and step.minutes == step.step.minutes):
            moved = [id for id in short[step.key].questions if id not in step.step.questions]
            assert step.questions == (*step.step.questions, *moved)


@pytest.mark.parametrize("module", MODULES)
def test_step_that_lost_the_largest_share_gets_its_minutes_back_first(course: Course, module: str) -> None:
    for minutes in range(least(course, module), longest(course, module), 7):
        plan = planned(course, module, Demands(minutes=minutes))
        written = {step.key: step for step in written_plan(course, plan.module, plan.programme).steps}
        short = [step for step in plan.steps if step.key in written and step.minutes < step.step.minutes]
        back = [
            step for step in plan.steps if step.key in written and step.minutes > written[step.key].minutes
        ]
        for late in short:
            for early in back:
                was, lost = written[early.key].minutes, early.minutes - written[early.key].minutes
                # A step that lost less came first only where the other's minutes fitted no more.
                if was / early.minutes > late.minutes / late.step.minutes:
                    assert lost < late.step.minutes - late.minutes, (minutes, late.key, early.key)


@pytest.mark.parametrize("module", MODULES)
def test_a_lesson_by_itself_has_an_opening_all_its_steps_time_for_questions_and_a_closing(
    course: Course, module: str
) -> None:
    own = course.module(module)
    for page in (course.lesson(id) for id in own.lessons):
        plan = plan_day(course, own, Demands(lessons=(page.lesson.id,)))
        assert isinstance(plan, Plan)
        written = [part.kind for part in plan.programme.parts if part.kind in {"opening", "closing"}]
        at = written.count("opening")
        assert [part.kind for part in plan.parts] == [*written[:at], "lesson", "slack", *written[at:]]
        assert [taught.step for taught in plan.steps] == list(page.lesson.run)
        assert (plan.title, plan.left_out) == (page.title, ())
        assert GuideNote("", "closing", (plan.programme.id,)).is_for(plan)
        assert not GuideNote("", "", (plan.programme.id,)).is_for(plan)


def test_a_lesson_that_does_not_fit_is_not_advised_itself() -> None:
    own = quiz_course().module(MODULE)
    for minutes, said in ((20, "kies een kortere les"), (MINUTES[1], "met --lesson een les bij")):
        reasons = plan_day(quiz_course(), own, Demands(minutes=minutes, lessons=own.lessons[:1]))
        assert isinstance(reasons, tuple)
        assert said in reasons[-1]


def test_too_few_minutes_names_lessons_that_do_fit(course: Course) -> None:
    tight = {module: minutes for module in MODULES if (minutes := least(course, module) - 1) >= MINUTES[0]}
    assert tight
    for module, most in tight.items():
        own = course.module(module)
        reasons = plan_day(course, own, Demands(minutes=most))
        assert isinstance(reasons, tuple)
        named = dict(re.findall(r"([\w-]+) \((\d+) min\)", reasons[-1]))
        # A lesson of the shortest programme that can be given in that time is named, whatever the course says.
        taught = {page.lesson.id for page in min(programmes(course, module), key=least_minutes).lessons}
        fitting = (
            id
            for id in taught
            if isinstance(plan_day(course, own, Demands(minutes=most, lessons=(id,))), Plan)
        )
        assert named.keys() >= set(fitting)
        for id, minutes in named.items():
            plan = plan_day(course, own, Demands(minutes=int(minutes), lessons=(id,)))
            assert isinstance(plan, Plan)
            assert plan.minutes == int(minutes)
