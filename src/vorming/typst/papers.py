"""The papers of one day as markup: the data for them, and each paper in the order of the day's plan.

The papers are put together from the pieces of the lessons of the day.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import compress, count, groupby, takewhile

from docutils.utils import new_document

from vorming.course.editions import Edition
from vorming.course.planning import (
    Part,
    Plan,
    PlannedStep,
    SlideRanges,
    clock,
    moments_of,
    outcomes_of,
    rows_of,
    rows_to_fill,
)
from vorming.model.course import Course, DifficultMoment, LessonPage
from vorming.model.directives import PRACTICE
from vorming.model.local import Contact
from vorming.model.quiz import CARDS, Scenario
from vorming.nodes import inline_nodes
from vorming.packs.days import changing_of_day, unsure_of_day
from vorming.quiz.selection import view_final_test, view_self_test
from vorming.quiz.texts import role_cards, tallied
from vorming.quiz.view import ALONE, QuestionView, QuizView, view_question
from vorming.source.load import Loaded
from vorming.source.problems import Place
from vorming.text.markdown import resolve_roles, statement_said, values_of
from vorming.text.numbers import enumerate_words, format_date, format_weekday, unbroken
from vorming.text.words import words
from vorming.typst.assembly import link_with_code, paper_info
from vorming.typst.context import Book, Context, Links
from vorming.typst.look import Images
from vorming.typst.markup import Content, Value, call, literal, mark, paper
from vorming.typst.pieces import FOLD, POINTS, CutSheet, Heading, LessonPieces, Piece
from vorming.typst.quizzes import Questions, write_key, write_questions
from vorming.typst.writer import Page

WORDS = words("packs").group("day")

WORKED_WITH = PRACTICE | {"table", "figure"}
"""The kinds of blocks that stay on one page if they fit."""
WORDS_A_MINUTE = 200
"""The reading speed of a trainer."""


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


def _paper(day: Day, title: str, frame: str, *body: str, number: str = "") -> str:
    """Write a paper of a day: its frame, and its parts that are not empty; a loose sheet has no number."""
    module = day.plan.module.title
    full, short = f"{title}: {module} · {day.plan.title}", f"{title} · {module}"
    info = paper_info(day.course, full, module, day.heading, short, number)
    return paper(frame, info, {}, body)


def write_participant(day: Day) -> str:
    """Write the participant's paper: the steps in order, with room to write, and then the questions of the day.

    The answers are on another paper.
    """
    parts: list[Value] = [[clock(part.start), day.content(part.title)] for part in day.plan.parts]
    address = day.context.book.address(day.plan.module.page)
    start = mark(day.loaded.place(day.plan.programme)) + call(
        "day-start",
        outcomes=day.contents(outcomes_of(day.loaded, day.plan)),
        parts=[*parts, [clock(day.plan.end), WORDS["end"]]],
        **link_with_code(address, day.images),
    )
    lessons: list[str] = []
    printed: set[str] = set()
    for part in day.plan.parts:
        if part.page:
            opening = day.pieces[part.page.lesson.id].opening if day.opens(part) else ()
            steps = [_for_participant(day, taught, printed) for taught in part.steps]
            if body := "\n\n".join(filter(None, [*opening, *steps])):
                lessons.append(call("day-lesson", body, title=part.page.title, clock=clock(part.start)))
    # Below its exercise, a question would give hints or the answer.
    asked = [view for taught in day.plan.steps for view in day.asked(taught) if view.type != "scenario"]
    test = day.sheet(day.self_test)
    return _paper(
        day, WORDS["participant"], "participant", start, *lessons,
        call("day-questions", *day.sheet(asked), title=WORDS["questions_day"]) if asked else "",
        call("day-questions", *test, title=WORDS["self_test"], note=WORDS["self_test_note"]) if test else "",
        _contacts(day), _help_lines(day), number=day.numbers.get("participant", ""),
    )  # fmt: skip


def _key_points(day: Day, page: LessonPage) -> str:
    """Write the key points of a lesson to which the day leads; return an empty text if there are none."""
    lesson = day.pieces[page.lesson.id]
    points = list(compress(lesson.points, day.plan.points_taught(page)))
    if len(points) == len(lesson.points):
        return lesson.points_box
    title = day.content(words("boxes").group("kinds")[POINTS])
    return call("course-box", call("list", *points), kind=POINTS, title=title, whole=True) if points else ""


def _for_participant(day: Day, taught: PlannedStep, printed: set[str]) -> str:
    """Write the blocks of a step for a participant; return an empty text if there are none.

    printed: the blocks written so far. A block that another step uses too is written once.
    """
    blocks = list[str]()
    previous: Piece | None = None
    for piece in _used(day, taught):
        markup = piece.blank if _is_filled_in(piece, taught) else piece.markup
        if markup in printed:
            continue
        printed.add(markup)
        is_worked_with = piece.kind in WORKED_WITH
        # A block that people work with stays on one page, if it fits.
        block = call("day-box", markup) if is_worked_with else markup
        # So do a table to fill in and its task, together.
        if is_worked_with and previous and any(_is_filled_in(each, taught) for each in (previous, piece)):
            block = call("day-box", f"{blocks.pop()}\n\n{block}")
        blocks.append(block)
        previous = piece if is_worked_with else None
    body = "\n\n".join(blocks)
    return call("day-step", body, title=day.content(taught.step.title)) if body else ""


def _used(day: Day, taught: PlannedStep) -> list[Piece]:
    """Return the blocks that a step uses, in its order.

    In a lesson whose steps name no blocks, these are the cases and exercises below the headings of the step.
    """
    headings = day.pieces[taught.page.lesson.id].headings
    pieces = [piece for heading in headings for piece in heading.pieces]
    named = [piece for name in taught.step.uses for piece in pieces if name in piece.names]
    if named or taught.page.lesson.names_blocks:
        return list(dict.fromkeys(named))
    beside = (piece for heading in day.headings(taught) for piece in heading.pieces)
    return [piece for piece in beside if piece.kind in PRACTICE]


def _help_lines(day: Day) -> str:
    """Write one table of the help lines with a number or a site: when each answers, and for whom."""
    phrase = words("boxes").group("helplines")["site"]
    rows: list[Value] = []
    for line in day.course.helplines:
        if line.phone or line.site:
            # A line with a number also shows its site, which may have a chat.
            site = phrase.format(text=line.site) if line.phone and line.site else None
            more = " ".join(filter(None, (line.hours, line.for_whom, site)))
            rows.append([line.name, line.phone or line.site or "", day.content(more)])
    lines = call("day-lines", title=WORDS["help_lines"], rows=rows, named=day.course.settings.help_page)
    return mark(day.loaded.sources["helplines"].place("helplines")) + lines if rows else ""


def _contacts(day: Day, level: int = 1) -> str:
    """Write the contacts of the place where the day is given, or lines to write them on."""
    rows: list[Value] = [
        [contact.name, contact.phone or "", day.content(" · ".join(contact.details))]
        for contact in day.contacts
    ]
    blank: list[Value] = [[name, "", ""] for name in rows_to_fill(day.course, day.plan)]
    title = WORDS["contacts_in"].format(place=day.place) if day.place else WORDS["contacts"]
    return call("day-lines", title=title, rows=rows or blank, level=level) if rows or blank else ""


def write_answers(day: Day) -> str:
    """Write the paper that participants get at the end; return an empty text if it would be empty.

    It has the answers to the questions of the day and of the self-test, the tables that the group filled in, the folded
    blocks of pages, and the key points, because these answer the exercises of a worksheet.
    """
    answered = (view for view in day.questions.values() if view.is_scored or view.model_answer)
    questions = [view for view in answered if view.type != "scenario"]
    groups: list[Value] = []
    for title, views in ((WORDS["questions_day"], questions), (WORDS["self_test"], day.self_test)):
        if views:
            groups.append([title, [_answer(day, view) for view in views]])
    parts = [call("day-answers", title=WORDS["answers"], groups=groups)] if groups else []
    steps = list[str]()
    for taught in day.plan.steps:
        answers = [piece for piece in _used(day, taught) if _is_filled_in(piece, taught)]
        beside = (piece for heading in day.headings(taught) for piece in heading.pieces)
        answers += [piece for piece in beside if piece.kind == FOLD]
        if answers:
            body = "\n\n".join(piece.markup for piece in answers)
            steps.append(call("day-step", body, title=day.content(taught.step.title)))
    if steps and not groups:
        steps = [call("day-heading", "\n\n".join(steps), title=WORDS["answers"], level=1)]
    parts += steps
    boxes = ((page.title, _key_points(day, page)) for page in day.plan.lessons)
    if points := [call("day-step", box, title=title) for title, box in boxes if box]:
        parts.append(call("day-heading", "\n\n".join(points), title=WORDS["points"], level=1))
    number = day.numbers.get("participant", "")
    return _paper(day, WORDS["answers"], "participant", *parts, number=number) if parts else ""


def _is_filled_in(piece: Piece, taught: PlannedStep) -> bool:
    """Tell whether a piece is a table that the group fills in during a step."""
    return bool(piece.blank) and not set(taught.step.fills).isdisjoint(piece.names)


def _answer(day: Day, view: QuestionView) -> Value:
    """Return the number of a question, its right answer, and the model answer with the explanation."""
    model = [f"{words('quiz')['model_answer']}: {view.model_answer}"] if view.model_answer else []
    return [str(view.number), view.short_answer, day.content(" ".join([*model, view.explanation]))]


def write_trainer(day: Day) -> str:
    """Write the trainer's paper: the preparation, the run sheet, then each step with its notes and answers."""
    run_sheet = [_run_sheet(day)]
    if day.guide:
        run_sheet.append(call("day-guide", day.guide, title=WORDS["guide"]))
    if contacts := _contacts(day, level=2):
        run_sheet.append(call("wide", contacts))
    lessons: list[str] = []
    for part in day.plan.parts:
        if part.page:
            lesson = day.pieces[part.page.lesson.id]
            notes = lesson.trainer_opening and call("must-read", lesson.trainer_opening)
            opening = [notes, _key_points(day, part.page)] if day.opens(part) else []
            steps = [_step_for_trainer(day, taught, start) for start, taught in part.timed]
            lessons.append(call("trainer-lesson", "\n\n".join([*opening, *steps]), title=part.page.title))
    markups = (day.moment(moment) for moment in moments_of(day.course, day.plan))
    moments = "\n\n".join(filter(None, markups))
    return _paper(
        day, WORDS["trainer"], "pack",
        call("chapter", _before(day), title=day.heading),
        call("chapter", "\n\n".join(run_sheet), title=words("packs")["run_sheet"]),
        *lessons,
        call("chapter", call("in-columns", moments), title=WORDS["moments"]) if moments else "",
        _changing(day),
        number=day.numbers.get("trainer", ""),
    )  # fmt: skip


def _before(day: Day) -> str:
    """Write the first page for the trainer.

    It has the tasks before the day beside the notes to read first, the outcomes beside the things to bring, and the
    unconfirmed facts with what another source says.
    """
    phrases = words("packs")
    lists = (
        ("tick-list", phrases["arrange"], day.plan.prepare),
        ("plain-list", WORDS["outcomes"], outcomes_of(day.loaded, day.plan)),
        ("tick-list", phrases["bring"], day.plan.bring),
    )
    boxes = [call(kind, title=title, items=day.contents(texts)) for kind, title, texts in lists if texts]
    first, *rest = boxes or [""]
    must = {taught.key: taught for taught in day.plan.steps if taught.is_must}
    # The notes that open the lessons, and those of the steps that must stay.
    note_words = sum(day.pieces[page.lesson.id].note_words for page in day.plan.lessons)
    for taught in must.values():
        note_words += sum(heading.note_words for heading in day.headings(taught))
    steps = WORDS["hour_must"].format(minutes=-(-note_words // WORDS_A_MINUTE))
    hour = call("read-first", steps=steps, speed=WORDS_A_MINUTE)
    parts = [call("beside", first, hour)]
    parts += [call("below-beside", *rest)] if len(rest) == 2 else rest
    unsure: list[Value] = [
        [Content(mark(fact.place) + day.markup(fact.statement)), day.content(fact.other)]
        for fact in unsure_of_day(day.loaded, day.plan)
    ]
    if unsure:
        parts.append(call("unsure-facts", title=phrases["to_confirm"], rows=unsure))
    return "\n\n".join(parts)


def _changing(day: Day) -> str:
    """Write the facts to check again, grouped by the date before which each must be checked, the earliest first."""
    phrases = words("packs")
    facts = changing_of_day(day.loaded, day.plan)
    groups: list[Value] = []
    for on, same_date in groupby(facts, key=lambda fact: fact.recheck_on or date.max):
        statements = [
            Content(mark(day.loaded.place(fact)) + day.markup(statement_said(fact))) for fact in same_date
        ]
        is_late = day.plan.demands.on is not None and on <= day.plan.demands.on
        groups.append(
            [
                phrases["recheck_late" if is_late else "recheck_before"].format(date=format_date(on)),
                statements,
            ]
        )
    body = call("changing-facts", note=phrases["changing_note"], groups=groups)
    return call("chapter", body, title=phrases["changing"]) if groups else ""


def _run_sheet(day: Day) -> str:
    rows: list[Value] = []
    for row in rows_of(day.plan, day.slides):
        slides = _slides(day, row.start) if row.step else ""
        rows.append({
            "clock": clock(row.start), "title": day.content(row.title), "minutes": row.minutes, "kind": row.kind,
            "method": row.step.how if row.step else "",
            "material": day.content(" · ".join(filter(None, [slides, *row.material]))),
            "may-go": row.step is not None and not row.step.is_must,
        })  # fmt: skip
    sheet = call("run-sheet", rows=rows, end=clock(day.plan.end))
    return mark(day.loaded.place(day.plan.programme)) + sheet


def _slides(day: Day, start: int) -> str:
    """Return the slide numbers of the step that starts at the minute `start`, or an empty text if it has none."""
    first, last = day.slides.get(start - day.plan.start, (0, 0))
    numbers = "–".join(map(str, dict.fromkeys([first, last])))
    return WORDS["slides"].format(numbers=numbers) if first else ""


def _step_for_trainer(day: Day, taught: PlannedStep, start: int) -> str:
    """Write the bar of a step, its notes with the role-plays, the notes of its other headings, and its answers."""
    scenarios = [view for view in day.asked(taught) if view.type == "scenario"]
    short = [view for view in day.asked(taught) if view.type != "scenario"]
    bar = call(
        "step-bar", title=day.content(taught.step.title), clock=clock(start), minutes=taught.minutes,
        how=taught.how, slides=_slides(day, start),
        ready=", ".join(taught.material), asks=_asks(short), may_go=not taught.is_must,
    )  # fmt: skip
    notes: list[str] = []
    for heading in day.headings(taught):
        # The notes of the first heading stand directly below the title of the step.
        titled = call("day-heading", heading.notes, title=heading.title) if heading.notes else ""
        notes.append(titled if notes else heading.notes)
    parts = [bar, *notes[:1]]
    if scenarios:
        parts.append(call("day-story", "\n\n".join(day.sheet(scenarios))))
        parts.append(call("answer-key", "\n\n".join(day.key(scenarios))))
    parts += notes[1:]
    if short:
        parts.append(call("day-keys", *day.key(short)))
    body = "\n\n".join(filter(None, parts))
    is_retimed = taught.minutes != taught.step.minutes
    return call("trainer-step", body, may_go=not taught.is_must, retimed=is_retimed)


def _asks(views: Sequence[QuestionView]) -> str:
    """Return a sentence on the questions of a step, and on those that can't be answered with cards."""
    groups = {
        "asks" if len(views) == 1 else "asks_more": views,
        "ticked": [view for view in views if len(view.options) > CARDS],
        "written": [view for view in views if view.pairs or view.items or view.numeric],
    }
    lists = {
        key: enumerate_words(str(view.number) for view in group) for key, group in groups.items() if group
    }
    return " · ".join(WORDS[key].format(numbers=numbers) for key, numbers in lists.items())


def write_cut_sheets(day: Day) -> str:
    """Write the cards to cut out, in enough sets for the group; return an empty text if there are none."""
    parts, plays = list[str](), list[Value]()
    for scenario in day.scenarios:
        cards: list[Value] = [[name, day.content(text)] for name, text in role_cards(scenario)]
        per = WORDS["one_per"].format(count=len(cards))
        sets = None if day.group is None else day.sets_for(len(cards))
        plays.append([day.content(scenario.prompt), per, cards, sets])
    if plays:
        parts.append(call("role-cards", title=words("packs")["role_cards"], plays=plays))
    for sheet in cut_sheets(day):
        group = WORDS["one_each"] if sheet.group == 1 else WORDS["one_per"].format(count=sheet.group)
        one_set = call("cut-cards", title=sheet.title, group=group, cards=[*map(Content, sheet.cards)])
        parts += [one_set] * day.sets_for(sheet.group)
    return _paper(day, WORDS["cut"], "pack", *parts) if parts else ""


def write_exam(day: Day) -> str:
    """Write the questions of the final test; return an empty text if the day has no test."""
    if not day.plan.has_test:
        return ""
    title, sheet = words("packs")["final_test"], day.sheet(day.final_test)
    # Questions to answer in own words that come first have a page of their own, since the others may give hints.
    alone = len(list(takewhile(lambda view: view.type == "open", day.final_test)))
    first = Content("\n\n".join(sheet[:alone])) if alone else None
    body = "\n\n".join(sheet[alone:])
    return _paper(
        day, title, "pack", call("exam-sheet", body, title=title, first=first, note=WORDS["exam_first"])
    )


def write_exam_key(day: Day) -> str:
    """Write the key of the final test, and a sheet to count hands; return an empty text if the day has no test."""
    if not day.plan.has_test:
        return ""
    title, key = words("packs")["final_key"], "\n\n".join(day.key(day.final_test))
    rows: list[Value] = [
        [str(view.number), view.short_prompt, list(view.counted), list(view.right_letters)]
        for view in tallied(day.final_test)
    ]
    return _paper(
        day, title, "pack",
        call("chapter", call("answer-key", key), title=title),
        call("tally-rows", rows=rows),
    )  # fmt: skip


def write_card(day: Day) -> str:
    """Write the take-away card with the contacts of the place, and on its back the contacts without a row on it."""
    card = day.plan.module.take_away
    if not day.card or card is None:
        return ""
    rows = {call.argument for call in day.loaded.page(card).calls if call.name == "contact"}
    contacts: dict[str, Value] = {}
    for contact in day.contacts:
        if contact.id in rows:
            details = [day.markup(text) for text in (contact.phone, *contact.details) if text]
            name = call("strong", day.markup(contact.name))
            contacts[contact.id] = Content(f"{name} {' · '.join(details)}")
    others = tuple(contact for contact in day.contacts if contact.id not in rows)
    return _paper(
        day, WORDS["card"], "pack",
        f"#local-contacts.update({literal(contacts)})" if contacts else "",
        call("take-away", f"#new-page()\n{day.card}"),
        call("card-back", _contacts(replace(day, contacts=others))) if others else "",
    )  # fmt: skip
