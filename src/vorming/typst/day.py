"""The data for the papers of one day: its plan, the pieces of its lessons, its questions, its cards to cut out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count

from docutils.utils import new_document

from vorming.course.editions import Edition
from vorming.course.planning import Part, Plan, PlannedStep, SlideRanges
from vorming.model.course import Course, DifficultMoment
from vorming.model.local import Contact
from vorming.model.quiz import Scenario
from vorming.nodes import inline_nodes
from vorming.quiz.selection import view_final_test, view_self_test
from vorming.quiz.view import ALONE, QuestionView, QuizView, view_question
from vorming.source.load import Loaded
from vorming.source.problems import Place
from vorming.text.markdown import resolve_roles, values_of
from vorming.text.numbers import format_weekday, unbroken
from vorming.typst.context import Book, Context, Links
from vorming.typst.look import Images
from vorming.typst.markup import Content, Value
from vorming.typst.pieces import CutSheet, Heading, LessonPieces
from vorming.typst.quizzes import Questions, write_key, write_questions
from vorming.typst.writer import Page


@dataclass(frozen=True)
class Day:
    """The data for the papers of a day."""

    loaded: Loaded
    plan: Plan
    pieces: Mapping[str, LessonPieces]
    images: Images
    guide: str = ""
    """The markup of the trainer's notes on the module's page that this day needs."""
    slides: SlideRanges = field(default_factory=dict)
    contacts: tuple[Contact, ...] = ()
    place: str = ""
    card: str = ""
    """The markup of the page with the take-away card; empty if there is none."""
    numbers: Mapping[str, str] = field(default_factory=dict)
    """The numbers of the participant's paper and of the trainer's paper, by kind of pack."""

    @property
    def course(self) -> Course:
        return self.loaded.parsed

    @property
    def group(self) -> int | None:
        return self.plan.demands.group

    def sets_for(self, people: int) -> int:
        """Return the number of sets for the group, with one set for `people` people; 1 if the group is unknown."""
        return 1 if self.group is None else -(-self.group // people)

    @property
    def heading(self) -> str:
        """The title of the day, with its date if that is known."""
        on = self.plan.demands.on
        return f"{self.plan.title} · {format_weekday(on)}" if on else self.plan.title

    @cached_property
    def context(self) -> Context:
        """The context in which to write texts from the course's data."""
        book = Book(self.loaded.root, self.course.settings.online, self.images, {})
        return Page(new_document(""), "book/dag", Edition.TRAINEE, book).context([], Links())

    @cached_property
    def questions(self) -> Mapping[str, QuestionView]:
        """The questions of the day by id, numbered in the order in which they are asked.

        A scenario has no number, because it is on no worksheet.
        """
        by_id = {question.id: question for question in self.course.questions}
        views: dict[str, QuestionView] = {}
        numbers = count(1)
        for taught in self.plan.steps:
            for id in taught.questions:
                if id in by_id and id not in views:
                    number = ALONE if isinstance(by_id[id], Scenario) else next(numbers)
                    views[id] = view_question(by_id[id], number, values_of(self.course))
        return views

    @cached_property
    def self_test(self) -> Questions:
        """The questions of the module's self-test about the day's objectives, without those that the day asks."""
        taught = self.plan.objectives
        whole = view_self_test(self.course, self.plan.module, values_of(self.course), taught)
        return _only(whole, lambda id: id not in self.questions)

    @cached_property
    def final_test(self) -> Questions:
        """The module's final test, without the questions that cover only objectives that the day doesn't teach."""
        known = {objective.id for page in self.course.lessons for objective in page.lesson.objectives}
        covered = {question.id: known.intersection(question.covers) for question in self.course.questions}
        whole, taught = view_final_test(self.course, self.plan.module), self.plan.objectives
        return _only(whole, lambda id: not covered[id] or not taught.isdisjoint(covered[id]))

    @cached_property
    def scenarios(self) -> list[Scenario]:
        """The role-plays of the day."""
        by_id = {question.id: question for question in self.course.questions}
        questions = (by_id[id] for id in self.questions)
        return [question for question in questions if isinstance(question, Scenario) and question.roles]

    def asked(self, taught: PlannedStep) -> Questions:
        """Return the questions of a step."""
        return tuple(self.questions[id] for id in taught.questions if id in self.questions)

    def opens(self, part: Part) -> bool:
        """Tell whether a part is the first of its lesson; a lesson may go on after a break."""
        return part is next(each for each in self.plan.parts if each.page is part.page)

    def headings(self, taught: PlannedStep) -> list[Heading]:
        """Return the headings of a lesson that belong to a step."""
        headings = self.pieces[taught.page.lesson.id].headings
        return [heading for heading in headings if heading.step == taught.number]

    def moment(self, moment: DifficultMoment) -> str:
        """Return the markup of a difficult moment, or an empty text if the page of its lesson doesn't show it."""
        lesson = self.pieces.get(moment.lesson)
        return lesson.moments.get(moment.id, "") if lesson else ""

    def markup(self, markdown: str) -> str:
        """Return the Typst markup of Markdown inlines in the course's data."""
        inlines = inline_nodes(resolve_roles(unbroken(markdown), values_of(self.course)))
        return "".join(self.context.write(node) for node in inlines)

    def content(self, markdown: str) -> Content:
        """Return Markdown inlines as an argument for a template."""
        return Content(self.markup(markdown))

    def contents(self, texts: Iterable[str]) -> list[Value]:
        return [self.content(text) for text in texts]

    def sheet(self, questions: Iterable[QuestionView]) -> list[str]:
        """Write questions one by one, without their answers."""
        return write_questions(tuple(questions), self.context, self.places)

    def key(self, questions: Iterable[QuestionView]) -> list[str]:
        """Write the answers to questions one by one, with their explanations."""
        return write_key(tuple(questions), self.context, self.places)

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """The place in the source of each question, by id."""
        return {question.id: self.loaded.place(question) for question in self.course.questions}


def _only(quiz: QuizView, keeps: Callable[[str], bool]) -> Questions:
    """Return the questions of a quiz for whose id `keeps` is true, numbered again from 1."""
    kept = (view for view in quiz.questions if keeps(view.id))
    return tuple(replace(view, number=n) for n, view in enumerate(kept, 1))


def cut_sheets(day: Day) -> Iterator[CutSheet]:
    """Yield the sheets of cards that the steps of a day use.

    If the steps of a lesson use no blocks by name, yield all its sheets if a step prints `cut-sheets`.
    """
    for page in day.plan.lessons:
        steps = [taught.step for taught in day.plan.steps if taught.page is page]
        used = {name for step in steps for name in step.uses}
        prints = any("cut-sheets" in step.print for step in steps)
        for sheet in day.pieces[page.lesson.id].cards:
            if used & set(sheet.names) or (prints and not used):
                yield sheet


def needs_answer_cards(plan: Plan) -> bool:
    """Tell whether the group votes with cards: a step prints them, or there are no phones."""
    if any("answer-cards" in taught.prints for taught in plan.steps):
        return True
    return not plan.demands.has_phones and any(taught.questions for taught in plan.steps)
