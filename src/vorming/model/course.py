"""The course as a whole: modules, lessons and programmes, and all items of the data files.

`vorming.source.load` makes a `Course`, from which all other packages read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    Discriminator,
    Field,
    HttpUrl,
    StringConstraints,
    Tag,
    create_model,
)
from pydantic_core import PydanticCustomError

from vorming.model.base import (
    Code,
    Day,
    FactId,
    ForTrainer,
    Hex,
    Id,
    Item,
    Key,
    LanguageCode,
    LessonId,
    MomentId,
    Name,
    PageName,
    Plain,
    QuizId,
    Ref,
    Saying,
    Sentences,
    SourceId,
    Text,
    Title,
    Words,
    find_item,
)
from vorming.model.items import Contradiction, Fact, FaqEntry, HelpLine, Misconception, OpenPoint, Term, Topic
from vorming.model.language import Language
from vorming.model.packs import Register
from vorming.model.policies import NO_POLICIES, Policies
from vorming.model.quiz import Question, Quiz
from vorming.model.walk import fields_of


class Objective(Item):
    """One thing that a trainee can do after a lesson, and that a trainer can observe."""

    id: Id
    text: Sentences


class KeyPoint(Item):
    """A point to remember from a lesson.

    A day shows it if it teaches one of `objectives`; without objectives, if it teaches the core of the lesson: the
    objectives of all steps that must be kept.
    """

    text: Sentences
    objectives: tuple[Id, ...] = ()


WrittenPoint = Annotated[
    Annotated[Sentences, Tag("text")] | Annotated[KeyPoint, Tag("point")],
    Discriminator(lambda point: "text" if isinstance(point, str) else "point"),
]
"""A key point as an author writes it: only its text, or its text and objectives."""


Method = Literal[
    "case", "debate", "decision-tree", "discussion", "exercise", "explanation", "groups", "look-back", "pairs",
    "quiz", "role-play", "sorting", "statements", "table", "vote", "writing",
]  # fmt: skip
"""How a group works in a step. Its name for readers is in assets/trainer."""
Sheet = Literal["answer-cards", "role-cards", "cut-sheets", "take-away", "self-test"]
"""A sheet that is printed for a step, beside the papers that everybody gets."""
Device = Literal["projector", "phones"]
"""A device that a step needs in the room."""


class Step(Item):
    """A step of a lesson, as the trainer gives it.

    The minutes of all steps add up to those of the lesson. If a day has too little time, steps with
    `keep: may-go` are left out.
    """

    id: Id
    title: Title
    minutes: int = Field(ge=1, le=120)
    method: Method
    keep: Literal["must", "may-go"] = "must"
    objectives: tuple[Id, ...] = Field(
        default=(), description="Which objectives of the lesson it teaches or practises."
    )
    uses: tuple[Id, ...] = Field(
        default=(),
        description="Names of blocks of the lesson's page: :name: of a block, (name)= above a table or a heading.",
    )
    fills: tuple[Id, ...] = Field(
        default=(), description="Those of `uses` that are tables the group fills in."
    )
    questions: tuple[Id, ...] = Field(default=(), description="Questions of the lesson's bank, asked here.")
    print: tuple[Sheet, ...] = ()
    prepare: tuple[Words, ...] = Field(
        default=(), description="What the trainer does before the day; days without this step do not list it."
    )
    bring: tuple[Title, ...] = ()
    needs: tuple[Device, ...] = ()


class Lesson(Item):
    """The `lesson:` block in the front matter of a page, which makes that page a lesson.

    Objectives, key points and steps are there instead of in a data file, so that a lesson is one file.
    """

    id: Id
    minutes: int = Field(ge=5, le=180)
    objectives: tuple[Objective, ...] = Field(min_length=2, max_length=4)
    key_points: tuple[WrittenPoint, ...] = Field(min_length=2, max_length=7)
    quiz: QuizId | None = None
    run: Annotated[tuple[Step, ...], ForTrainer()] = Field(min_length=1)

    @property
    def objective_ids(self) -> tuple[str, ...]:
        return tuple(objective.id for objective in self.objectives)

    @property
    def points(self) -> tuple[KeyPoint, ...]:
        """The key points, each with its objectives, which may be none."""
        return tuple(KeyPoint(text=p) if isinstance(p, str) else p for p in self.key_points)

    @property
    def names_blocks(self) -> bool:
        """Whether one of its steps names the blocks that it uses."""
        return any(step.uses for step in self.run)


class PageSettings(Item):
    """The `page:` block in the front matter of a page."""

    tab_title: Name | None = Field(
        default=None,
        description="The whole title of the tab: neutral, for a page that someone may have to hide.",
    )
    description: Annotated[Sentences, Plain()] | None = Field(
        default=None, description="What a search engine shows; else the first paragraph."
    )


class FrontMatter(Item):
    """The front matter of a page; other keys are refused, since MyST would act on them."""

    lesson: Lesson | None = None
    page: PageSettings | None = None


class PartStep(Item):
    """A step of a lesson as a programme gives it; fields that are left out have the value in the lesson."""

    id: Id
    minutes: int | None = Field(default=None, ge=1, le=120, description="Else as long as the lesson says.")
    questions: tuple[Id, ...] | None = Field(default=None, description="Else those of the lesson's step.")


PartKind = Literal["lesson", "opening", "break", "slack", "test", "closing"]


class ProgrammePart(Item):
    """A part of a programme: a lesson with some of its steps, or a break or talk with its minutes.

    No steps means all steps of the lesson. `slack` is spare time, for questions and steps that run late.
    """

    kind: PartKind = "lesson"
    lesson: LessonId | None = None
    steps: tuple[PartStep, ...] = ()
    title: Title | None = None
    minutes: int | None = Field(default=None, ge=1, le=240, description="Not for a lesson: its steps say.")


class Programme(Item):
    """One way to give a module on one day.

    Only its start has a clock time, from which `vorming.course.planning` computes the others.
    """

    id: Id
    title: Title
    start: time
    parts: tuple[ProgrammePart, ...] = Field(min_length=1)


class Outcome(Item):
    """A result of a module, with the objectives of its lessons that lead to it."""

    id: Id
    text: Sentences
    objectives: tuple[Id, ...] = Field(min_length=1)


class Module(Item):
    """The course for one audience: its lessons in order, its programmes, its test and its papers."""

    id: Id
    title: Title
    audience: Id
    page: PageName = Field(description="Its page, such as book/politie/index.")
    for_whom: Title
    duration: Title
    outcomes: tuple[Outcome, ...] = Field(min_length=2)
    lessons: tuple[LessonId, ...] = Field(min_length=1)
    prepare: Annotated[tuple[Words, ...], ForTrainer()] = ()
    bring: Annotated[tuple[Title, ...], ForTrainer()] = ()
    programmes: tuple[Programme, ...] = Field(min_length=1)
    final_test: QuizId | None = Field(default=None, description="A bank that is an exam; none: no test.")
    self_test: tuple[Id, ...] = Field(
        default=(), description="Scored questions of its lessons, in this order; else ten are drawn."
    )
    take_away: PageName | None = Field(default=None, description="The page of its one-page card.")
    local_contacts: tuple[Words, ...] = Field(
        default=(), description="Whom its group finds in its own town, in the place of the course's."
    )
    reading: tuple[SourceId, ...] = Field(default=(), description="Keys of references.bib to read on.")


def _public(address: HttpUrl) -> HttpUrl:
    """Refuse an address with a user name, password or token, which the address of a git remote may have."""
    if address.username or address.password:
        raise PydanticCustomError("url_personal", "readers would see who can sign in")
    return address


WebAddress = Annotated[HttpUrl, AfterValidator(_public)]


def _as_editor(address: HttpUrl) -> HttpUrl:
    """Return the address at which files of a repository are edited, on the branch main unless it names a branch."""
    folder = str(address).removesuffix("/").removesuffix(".git")
    # GitLab has “/-/” between the name of a project and the rest of an address.
    if "/edit/" not in f"{folder}/":
        folder += "/-/edit/main" if "gitlab" in (address.host or "") else "/edit/main"
    return HttpUrl(f"{folder}/")


OldName = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z0-9][\w-]*(/[\w-]+)+$", max_length=200)]
"""A former path of a page, without its ending."""


class Settings(Item):
    """Settings of the whole course, apart from those of the organisation that gives it."""

    title: Title
    subtitle: Title
    language: LanguageCode = Field(
        default="nl", description="What the course is written in, and what the tool says to its readers."
    )
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = Field(
        default="BE",
        description="Where its numbers are dialled: BE, FR, NL. Only of Belgian ones the check knows the form.",
    )
    # With a slash at its end, since the names of pages are appended to it.
    site_address: Annotated[
        WebAddress, AfterValidator(lambda address: HttpUrl(f"{str(address).removesuffix('/')}/"))
    ] = Field(
        description="The address of the trainee's site; papers and slides show it, unless its host ends in .example."
    )
    repository: Annotated[WebAddress, AfterValidator(_as_editor)] | None = Field(
        default=None,
        description="Where the sources are, for “Verbeter deze pagina”: https://github.com/NAME/COURSE, or …/edit/BRANCH/.",
    )
    redirects: Mapping[OldName, PageName] = Field(
        default={},
        description="Old names of pages, such as book/les/oud, and the page that took their place.",
    )
    first_help: PageName | None = Field(
        default=None, description="The page of first help: each of its sections is a sheet to hand out."
    )
    help_page: PageName | None = Field(default=None, description="The page with all help lines.")
    about_page: PageName | None = Field(default=None, description="The page about this site and privacy.")
    quick_help: tuple[Annotated[Id, Ref("helpline-topic")], ...] = Field(
        default=(), description="Topics of the help lines behind the button on every page."
    )
    short_numbers: tuple[Annotated[Text, Field(pattern=r"^\d{2,6}$")], ...] = Field(
        default=(), description="Short numbers that exist and that the check does not know, such as 1713."
    )
    local_contacts: tuple[Words, ...] = Field(
        default=(), description="Whom a group finds in its own town: rows to fill in on its papers."
    )
    written_on: Day | None = Field(
        default=None,
        description="The day up to which the text is right, where no fact or other item has a date.",
    )

    @property
    def online(self) -> str:
        """The address of the site, with its final slash; empty if it is still a placeholder."""
        is_placeholder = (self.site_address.host or "").endswith(".example")
        return "" if is_placeholder else str(self.site_address)


class Colours(Item):
    """The colour of an organisation, for a light and for a dark ground.

    Headings and links have it, so the check refuses a colour with too little contrast for text.
    """

    accent: Hex = Field(description="For headings and links; at least 6 : 1 on white.")
    accent_dark: Hex = Field(description="The same on a dark ground.")


class Organisation(Item):
    """The organisation that gives the course, with its contacts and its look."""

    name: Name
    voice: Title | None = Field(
        default=None, description="Whose word it is where a status is attributed; else the name."
    )
    contact: Name
    address: Title | None = Field(default=None, description="The postal address, for the cover.")
    licence: Title | None = Field(default=None, description="How the text may be used, for the cover.")
    cover: Title | None = Field(default=None, description="A line about the organisation, for the cover.")
    mark: Text | None = Field(
        default=None,
        description="An SVG file below book/, in place of the drawing on cover, site and slides.",
    )
    colours: Colours | None = None
    leave_address: WebAddress | None = Field(
        default=None, description="The neutral site of the leave button; none: no button."
    )
    testimony: Annotated[Code, Ref("source-entry")] | None = Field(
        default=None, description="The entry of the published FAQ about testimonies, for the trainer's page."
    )

    @property
    def speaks_as(self) -> str:
        """The name to which attributed items are attributed if they name nobody."""
        return self.voice or self.name


class CostBar(Item):
    """A bar of a chart of costs: the fact with the amount, and the situation in which it is paid."""

    fact: FactId
    situation: Words
    compares: bool = Field(
        default=False, description="The other source of the fact speaks of the same situation: show it too."
    )


class CostChart(Item):
    """A chart that draws the amounts of facts as bars on one scale; pages refer to it by its name."""

    name: Id
    title: Words = Field(description="What the bars show, with its amounts as roles: {fact}`id`.")
    bars: tuple[CostBar, ...] = Field(min_length=1)

    @property
    def id(self) -> Id:
        """Its name, which serves as its id."""
        return self.name


class DifficultMoment(Item):
    """A saying that is hard to answer, and how the trainer answers it: the cards “Wat als iemand zegt …”."""

    id: Id
    lesson: LessonId
    says: Saying
    short: Sentences = Field(description="The answer in one line.")
    long: Sentences = Field(description="The answer in a minute.")
    facts: tuple[FactId, ...] = ()
    boundary: Sentences = Field(description="What you do not let pass, and how you say so.")
    stop: Sentences = Field(description="When to end this talk.")
    every_day: bool = Field(
        default=False,
        description="Whether it may come on any day of a module with its lesson: then the papers of each have it, first.",
    )
    step: Id | None = Field(
        default=None,
        description="The step of its lesson in which it may come; days without this step do not have it.",
    )
    replaces: MomentId | None = Field(
        default=None, description="The moment that it replaces on the papers of a day that has both."
    )
    first: bool = Field(
        default=False, description="Whether a trainer who has only an hour reads it before the others."
    )


class Reference(Item):
    """The fields of an entry of references.bib that the course shows, as plain text.

    The list of sources on the site shows the whole entry, which Sphinx gets from pybtex.
    """

    id: Key
    title: Text
    author: str = Field(
        default="", description="Whole names, with a semicolon between; a last one “others” stands for more."
    )
    year: str = ""
    url: str = ""


class LessonPage(Item):
    """A lesson with the name and the title of its page."""

    lesson: Lesson
    page: Text
    title: Text

    @property
    def id(self) -> Id:
        """The id of the lesson."""
        return self.lesson.id


@dataclass(frozen=True)
class InFile:
    """Mark a field of `Course` with the name of its data file and the key there; "" if it is the whole file."""

    name: str
    key: str = ""


class Course(Item):
    """All items of the course, from the data files and the front matter of pages.

    Look-ups by id raise KeyError if the id is unknown. That is a programming error, since the checks refuse a course
    that names an item that doesn't exist.
    """

    settings: Annotated[Settings, InFile("course", "course")]
    organisation: Annotated[Organisation, InFile("course", "organisation")]
    costs: Annotated[tuple[CostChart, ...], InFile("course", "costs")] = ()
    modules: Annotated[tuple[Module, ...], InFile("course", "modules")]
    lessons: tuple[LessonPage, ...]
    topics: Annotated[tuple[Topic, ...], InFile("faq", "topics")] = ()
    source_entries: Annotated[
        tuple[Code, ...],
        InFile("faq", "source_entries"),
        Field(description="The entries of the published FAQ: all must be here."),
    ] = ()
    faq: Annotated[tuple[FaqEntry, ...], InFile("faq", "entries")] = ()
    facts: Annotated[tuple[Fact, ...], InFile("facts", "facts")] = ()
    contradictions: Annotated[tuple[Contradiction, ...], InFile("contradictions", "contradictions")] = ()
    open_points: Annotated[tuple[OpenPoint, ...], InFile("open_points", "points")] = ()
    misconceptions: Annotated[
        tuple[Misconception, ...], InFile("misconceptions", "misconceptions"), ForTrainer()
    ] = ()
    difficult_moments: Annotated[
        tuple[DifficultMoment, ...], InFile("difficult_moments", "moments"), ForTrainer()
    ] = ()
    policies: Annotated[Policies, InFile("policies")] = NO_POLICIES
    quizzes: tuple[Quiz, ...]
    terms: Annotated[tuple[Term, ...], InFile("glossary", "terms")] = ()
    helplines: Annotated[tuple[HelpLine, ...], InFile("helplines", "helplines")] = ()
    language: Annotated[Language, InFile("language")] = Language()
    released: Annotated[Register, InFile("packs")] = Register()
    sources: tuple[Reference, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of all banks."""
        return tuple(question for quiz in self.quizzes for question in quiz.questions)

    @property
    def quick_helplines(self) -> list[HelpLine]:
        """The help lines behind the button on every page: those with a number, emergencies first."""
        topics = set(self.settings.quick_help)
        chosen = [line for line in self.helplines if line.phone and topics.intersection(line.topics)]
        return sorted(chosen, key=lambda line: not line.is_emergency)

    def helplines_on(self, topics: str) -> tuple[HelpLine, ...]:
        """Return the help lines that have one of the topics, separated by spaces; an empty text means all."""
        wanted = set(topics.split())
        return tuple(line for line in self.helplines if not wanted or wanted & set(line.topics))

    def module(self, id: Id) -> Module:
        return find_item(self.modules, id)

    def pages_of(self, module: Module) -> tuple[PageName, ...]:
        """Return the page of a module and those of its lessons, each once."""
        return tuple(dict.fromkeys([module.page, *(self.lesson(id).page for id in module.lessons)]))

    def lesson(self, id: Id) -> LessonPage:
        return find_item(self.lessons, id)

    def fact(self, id: Id) -> Fact:
        return find_item(self.facts, id)

    def entry(self, id: Id) -> FaqEntry:
        return find_item(self.faq, id)

    def contradiction(self, id: Code) -> Contradiction:
        return find_item(self.contradictions, id)

    def quiz(self, id: Id) -> Quiz:
        return find_item(self.quizzes, id)

    def question_ids(self, bank: str | None) -> list[str]:
        """Return the ids of the questions of a bank; none if there is no such bank."""
        return [question.id for quiz in self.quizzes if quiz.id == bank for question in quiz.questions]

    def source(self, id: Id) -> Reference:
        return find_item(self.sources, id)


def _model_of(name: str) -> Any:
    """Return the model of a data file: that of the field that is the whole file, or one with a key for each field."""
    keys = dict[str, Any]()
    for field, info in Course.model_fields.items():
        origin = ORIGINS.get(field)
        if origin == InFile(name):
            return info.annotation
        if origin and origin.name == name:
            keys[origin.key] = (fields_of(Course)[field], ... if info.is_required() else info.default)
    return create_model(name, __base__=Item, __doc__=f"{name}.yml.", **keys)


ORIGINS: Mapping[str, InFile] = {
    name: mark
    for name, field in Course.model_fields.items()
    for mark in field.metadata
    if isinstance(mark, InFile)
}
"""The place in the data files of each field of `Course` that has one."""
FILES: Mapping[str, type[BaseModel]] = {origin.name: _model_of(origin.name) for origin in ORIGINS.values()}
"""The model of each data file below book/_data. The banks in quizzes/ have the model Quiz."""
