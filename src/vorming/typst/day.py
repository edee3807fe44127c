"""What the papers of one day are made from: its plan, the pieces of its lessons, its questions, what is cut out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count

from docutils.utils import new_document

from vorming.check.known import banks
from vorming.course.day import Contacts, SlideRanges
from vorming.course.editions import Edition
from vorming.course.planning import Part, Plan, Taught
from vorming.model.course import Course, DifficultMoment
from vorming.model.quiz import Scenario
from vorming.nodes.course import inline_nodes
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
    """What the papers of a day are made from."""

    loaded: Loaded
    plan: Plan
    pieces: Mapping[str, LessonPieces]
    images: Images
    guide: str = ""
    """The trainer's notes of the module's page that this day needs."""
    slides: SlideRanges = field(default_factory=dict)
    contacts: Contacts = ()
    place: str = ""
    card: str = ""
    """The name of the page of the take-away card among the pages that packs share."""
    numbers: Mapping[str, str] = field(default_factory=dict)
    """The number of the participant's paper and of the trainer's, by the kind of pack that they are."""

    @property
    def course(self) -> Course:
        return self.loaded.parsed

    @property
    def group(self) -> int | None:
        return self.plan.demands.group

    def sets_for(self, people: int) -> int:
        """Return how many sets the group needs when one set is for so many people; one when the group is unknown."""
        return 1 if self.group is None else -(-self.group // people)

    @property
    def heading(self) -> str:
        """What the day is called, and its date where that is known."""
        on = self.plan.demands.on
        return f"{self.plan.title} · {format_weekday(on)}" if on else self.plan.title

    @cached_property
    def context(self) -> Context:
        """The context of what is written from the course's data."""
        book = Book(self.loaded.root, self.course.settings.online, self.images, {})
        return Page("", new_document(""), "book/dag", Edition.TRAINEE, book).context([], Links())

    @cached_property
    def questions(self) -> Mapping[str, QuestionView]:
        """The questions of the day by id, numbered in the order in which they are asked.

        A scenario has no number: it stands on no worksheet.
        """
        by_id = {question.id: question for question in self.course.questions}
        asked: dict[str, QuestionView] = {}
        numbers = count(1)
        for taught in self.plan.steps:
            for id in taught.questions:
                if id in by_id and id not in asked:
                    number = ALONE if isinstance(by_id[id], Scenario) else next(numbers)
                    asked[id] = view_question(by_id[id], number, values_of(self.course))
        return asked

    @cached_property
    def self_test(self) -> Questions:
        """The questions of the module's self-test on what the day teaches, but for those that the day asks."""
        taught = self.plan.objectives
        whole = view_self_test(self.course, self.plan.module, values_of(self.course), taught)
        return _only(whole, lambda id: id not in self.questions)

    @cached_property
    def final_test(self) -> Questions:
        """The module's final test, without the questions of which the day teaches no objective."""
        known = {objective.id for page in self.course.lessons for objective in page.lesson.objectives}
        covered = {question.id: known.intersection(question.covers) for question in self.course.questions}
        whole, taught = view_final_test(self.course, self.plan.module), self.plan.objectives
        return _only(whole, lambda id: not covered[id] or not taught.isdisjoint(covered[id]))

    @cached_property
    def scenarios(self) -> list[Scenario]:
        """The role plays of the day."""
        found = {question.id: question for question in self.course.questions}
        asked = (found[id] for id in self.questions)
        return [question for question in asked if isinstance(question, Scenario) and question.roles]

    def asked(self, taught: Taught) -> Questions:
        """Return the questions of a step."""
        return tuple(self.questions[id] for id in taught.questions if id in self.questions)

    def opens(self, part: Part) -> bool:
        """Tell whether a lesson opens with a part: one that goes on after a break does not open twice."""
        return part is next(each for each in self.plan.parts if each.page is part.page)

    def headings(self, taught: Taught) -> list[Heading]:
        """Return the headings of a lesson that belong to a step."""
        found = self.pieces[taught.page.lesson.id].headings
        return [heading for heading in found if heading.step == taught.number]

    def moment(self, moment: DifficultMoment) -> str:
        """Write a difficult moment; nothing where the page of its lesson has none."""
        found = self.pieces.get(moment.lesson)
        return found.moments.get(moment.id, "") if found else ""

    def say(self, markdown: str) -> str:
        """Write Markdown inlines of the course's data."""
        found = inline_nodes(resolve_roles(unbroken(markdown), values_of(self.course)))
        return "".join(self.context.write(node) for node in found)

    def content(self, markdown: str) -> Content:
        """Return Markdown inlines as an argument for a template."""
        return Content(self.say(markdown))

    def contents(self, texts: Iterable[str]) -> list[Value]:
        return [self.content(text) for text in texts]

    def sheet(self, questions: Iterable[QuestionView]) -> list[str]:
        """Write questions one by one, without their answers."""
        return write_questions(tuple(questions), self.context, self.places)

    def key(self, questions: Iterable[QuestionView]) -> list[str]:
        """Write question by question what is right, and why."""
        return write_key(tuple(questions), self.context, self.places)

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Where each question is written."""
        found: dict[str, Place] = {}
        for quiz, source in banks(self.loaded, self.course):
            found |= {q.id: source.place("questions", i) for i, q in enumerate(quiz.questions)}
        return found


def _only(quiz: QuizView, keeps: Callable[[str], bool]) -> Questions:
    """Return the questions of a quiz whose id `keeps` lets through, numbered anew."""
    kept = (view for view in quiz.questions if keeps(view.id))
    return tuple(replace(view, number=n) for n, view in enumerate(kept, 1))


def cut_sheets(day: Day) -> Iterator[CutSheet]:
    """Yield the cards of the day's lessons that its steps use, or print where no step names them."""
    for page in day.plan.lessons:
        own = [taught.step for taught in day.plan.steps if taught.page is page]
        used = {name for step in own for name in step.uses}
        prints = any("cut-sheets" in step.print for step in own)
        for sheet in day.pieces[page.lesson.id].cards:
            if used & set(sheet.names) or (prints and not used):
                yield sheet


def needs_answer_cards(plan: Plan) -> bool:
    """Tell whether the group votes with cards: a step prints them, or there are no phones."""
    if any("answer-cards" in taught.prints for taught in plan.steps):
        return True
    return not plan.demands.has_phones and any(taught.questions for taught in plan.steps)
