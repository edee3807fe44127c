"""The papers of one day as markup: what its plan gives, in its order, from the pieces of its lessons."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count

from docutils.utils import new_document

from vorming.check.known import banks
from vorming.course.day import Contacts, outcomes_of
from vorming.course.editions import Edition
from vorming.course.planning import Part, Plan, Taught, clock
from vorming.model.base import Status
from vorming.model.course import Course
from vorming.model.facts import Fact
from vorming.model.faq import Contact
from vorming.model.quiz import Scenario
from vorming.nodes.quiz import inline_nodes
from vorming.packs.days import fact_place, helplines_place, programme_place, volatile_facts
from vorming.quiz.cards import answer_cards, role_cards, tally_sheet
from vorming.quiz.selection import view_final_test, view_self_test
from vorming.quiz.view import ALONE, QuestionView, QuizView, view_question
from vorming.source.load import Loaded
from vorming.source.problems import Place
from vorming.text.markdown import resolve_roles, values_of
from vorming.text.numbers import format_date, format_weekday, unbroken
from vorming.text.words import words
from vorming.typst.assembly import qr_code
from vorming.typst.context import Book, Context, Links
from vorming.typst.images import Images
from vorming.typst.keys import write_key
from vorming.typst.markup import Content, Value, call, hyphened, literal, mark, paper, shared
from vorming.typst.pieces import OPENING, POINTS, CutSheet, Heading, LessonPieces, Piece
from vorming.typst.quizzes import write_questions
from vorming.typst.writer import page_context

SlideRanges = Mapping[int, tuple[int, int]]
"""For the minute of the day at which a step starts, its first and last slide."""

SAID = words("packs").group("day")


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

    @property
    def heading(self) -> str:
        """What the day is called, and its date where that is known."""
        on = self.plan.demands.on
        return f"{self.plan.title} · {format_weekday(on)}" if on else self.plan.title

    @cached_property
    def context(self) -> Context:
        """The context of what is written from the course's data."""
        book = Book(self.loaded.root, str(self.course.settings.site_address), self.images, {})
        return page_context(new_document(""), "book/dag", book, Edition.TRAINEE, problems=[], links=Links())

    @cached_property
    def questions(self) -> Mapping[str, QuestionView]:
        """The questions of the day by id, numbered in the order in which they are asked.

        A scenario has no number: it stands on no worksheet.
        """
        by_id = {question.id: question for question in self.course.questions}
        asked = dict.fromkeys(id for taught in self.plan.steps for id in taught.questions if id in by_id)
        numbers = count(1)
        return {
            id: view_question(
                by_id[id], ALONE if isinstance(by_id[id], Scenario) else next(numbers), values_of(self.course)
            )
            for id in asked
        }

    @cached_property
    def taught(self) -> frozenset[str]:
        """The objectives of the day's steps."""
        return frozenset(id for taught in self.plan.steps for id in taught.step.objectives)

    @cached_property
    def self_test(self) -> QuizView:
        """The questions of the module's self-test on what the day teaches, but for those that the day asks."""
        whole = view_self_test(self.course, self.plan.module, values_of(self.course), self.taught)
        return _only(whole, lambda id: id not in self.questions)

    @cached_property
    def final_test(self) -> QuizView:
        """The module's final test, without the questions of which the day teaches no objective."""
        known = {objective.id for page in self.course.lessons for objective in page.lesson.objectives}
        covered = {question.id: known.intersection(question.covers) for question in self.course.questions}
        whole = view_final_test(self.course, self.plan.module)
        return _only(whole, lambda id: not covered[id] or not self.taught.isdisjoint(covered[id]))

    @cached_property
    def scenarios(self) -> list[Scenario]:
        """The role plays of the day."""
        found = {question.id: question for question in self.course.questions}
        asked = (found[id] for id in self.questions)
        return [question for question in asked if isinstance(question, Scenario) and question.roles]

    def say(self, markdown: str) -> str:
        """Write Markdown inlines of the course's data."""
        found = inline_nodes(resolve_roles(unbroken(markdown), values_of(self.course)))
        return "".join(self.context.write(node) for node in found)

    def contents(self, texts: Iterable[str]) -> list[Value]:
        return [Content(self.say(text)) for text in texts]

    def asked(self, taught: Taught) -> QuizView:
        """Return the questions of a step."""
        return _quiz(self.questions[id] for id in taught.questions if id in self.questions)

    def sheet(self, quiz: QuizView) -> list[str]:
        """Write the questions of a quiz one by one, without their answers."""
        return [self.write(_quiz([view])) for view in quiz.questions]

    def write(self, quiz: QuizView) -> str:
        """Write the questions of a quiz together, without their answers."""
        return write_questions(quiz, self.context, self.place_of)

    def key(self, quiz: QuizView) -> str:
        """Write what is right in a quiz, and why."""
        return write_key(quiz, self.context, self.place_of)

    def keys(self, quiz: QuizView) -> list[str]:
        """Write what is right question by question."""
        return [self.key(_quiz([view])) for view in quiz.questions]

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Where each question is written."""
        found: dict[str, Place] = {}
        for quiz, source in banks(self.loaded, self.course):
            found |= {q.id: source.place("questions", i) for i, q in enumerate(quiz.questions)}
        return found

    def place_of(self, id: str) -> Place:
        return self.places[id]


def _quiz(views: Iterable[QuestionView]) -> QuizView:
    return QuizView("", "", "practice", tuple(views))


def _only(quiz: QuizView, keeps: Callable[[str], bool]) -> QuizView:
    """Return a quiz with the questions whose id `keeps` lets through, numbered anew."""
    kept = (view for view in quiz.questions if keeps(view.id))
    return replace(quiz, questions=tuple(replace(view, number=n) for n, view in enumerate(kept, 1)))


def _paper(day: Day, title: str, frame: str, *body: str, number: str = "") -> str:
    """Write a paper of a day: its frame, and its parts that hold something; a loose sheet has no number."""
    return paper(frame, _info(day, title, number), {}, body, root="/")


def _info(day: Day, title: str, number: str) -> dict[str, Value]:
    """Return what the heads and feet of pages say."""
    plan, said = day.plan, words("packs")
    stand = day.course.facts_date
    heading = f"{plan.module.title} · {plan.title}"
    return {
        "title": f"{title}: {heading}",
        "heading": plan.module.title,
        "subtitle": day.heading,
        "short-title": f"{title} · {plan.module.title}",
        "author": day.course.organisation.name,
        "description": day.course.settings.subtitle,
        "date": {"year": stand.year, "month": stand.month, "day": stand.day},
        "keywords": [
            *([f"{said['pack_id']} {number}"] if number else []),
            f"{said['facts_of']} {stand.isoformat()}",
        ],
        "id": number,
        "stand": format_date(stand),
        "place": day.place,
    }


def _parts(day: Day) -> list[Value]:
    """Return the parts of the day with their hour, as everybody may read them."""
    rows: list[Value] = [[clock(part.start), Content(day.say(part.title))] for part in day.plan.parts]
    return [*rows, [clock(day.plan.end), SAID["end"]]]


def write_participant(day: Day) -> str:
    """Write the participant's paper: in the order of the day, with room to write; the answers stand last."""
    outcomes = day.contents(outcomes_of(day.loaded, day.plan))
    address = f"{day.course.settings.site_address}{day.plan.module.page}.html"
    start = mark(programme_place(day.loaded, day.plan)) + call(
        "day-start", outcomes=outcomes, parts=_parts(day), address=address,
        qr=day.images.write(qr_code(address), ".svg"), qr_alt=words("packs")["qr_alt"].format(address=address),
    )  # fmt: skip
    lessons = list(_lessons(day))
    test = day.sheet(day.self_test)
    return _paper(
        day, SAID["participant"], "participant", start, *lessons,
        call("day-questions", *test, title=SAID["self_test"], note=SAID["self_test_note"]) if test else "",
        write_contacts(day), _help_lines(day), _answers(day), number=day.numbers.get("participant", ""),
    )  # fmt: skip


def _lessons(day: Day) -> Iterator[str]:
    """Yield each lesson of the day for the participant: its warning, what its steps use, and what to remember.

    The key points stand last: they answer the exercises.
    """
    printed: set[str] = set()
    for part in day.plan.parts:
        if page := part.page:
            found = day.pieces[page.lesson.id]
            own = [taught for taught in day.plan.steps if taught.page is page]
            before = _opening(found) if part.steps[0] is own[0] else []
            steps = [step for taught in part.steps if (step := _for_participant(day, found, taught, printed))]
            after = _key_points(day, part) if part.steps[-1] is own[-1] else ""
            parts = [*before, *steps, *filter(None, [after])]
            yield call("day-lesson", "\n\n".join(parts), title=page.title, clock=clock(part.start))


def _opening(found: LessonPieces) -> list[str]:
    return [piece.markup for piece in found.opening if piece.kind == OPENING]


def _key_points(day: Day, part: Part) -> str:
    """Write the key points of a lesson to which the day leads; nothing where it leads to none."""
    assert part.page is not None
    found = day.pieces[part.page.lesson.id]
    led_to = [
        markup
        for markup, is_led_to in zip(found.points, day.plan.led_to(part.page), strict=False)
        if is_led_to
    ]
    if len(led_to) == len(found.points):
        return found.points_box
    title = Content(day.say(words("boxes").group("kinds")[POINTS]))
    return call("course-box", call("list", *led_to), kind=POINTS, title=title, whole=True) if led_to else ""


def _opens_lesson(day: Day, part: Part) -> bool:
    """Tell whether a lesson begins with a part, and does not go on in it after a break."""
    return part.steps[0] is next(taught for taught in day.plan.steps if taught.page is part.page)


def _for_participant(day: Day, found: LessonPieces, taught: Taught, printed: set[str]) -> str:
    """Write what a step asks of a participant; nothing when it asks nothing on paper.

    A block that another step uses too is `printed` once.
    """
    shown = [_shown(piece, taught) for piece in _used(found, taught)]
    blocks = [block for block in shown if block not in printed]
    printed.update(shown)
    asked = _quiz(view for view in day.asked(taught).questions if view.type != "scenario")
    sheet = [call("day-questions", *day.sheet(asked))] if asked.questions else []
    body = "\n\n".join([*blocks, *sheet])
    return call("day-step", body, title=Content(day.say(taught.step.title))) if body else ""


WRITTEN_ON = frozenset({"case", "exercise"})


def _used(found: LessonPieces, taught: Taught) -> list[Piece]:
    """Return the blocks that a step uses, in its order; where it names none, the cases and exercises beside it."""
    pieces = [piece for heading in found.headings for piece in heading.pieces]
    named = [piece for name in taught.step.uses for piece in pieces if name in piece.names]
    if named or taught.page.lesson.names_blocks:
        return list(dict.fromkeys(named))
    own = (piece for heading in found.headings if heading.step == taught.number for piece in heading.pieces)
    return [piece for piece in own if piece.kind in WRITTEN_ON]


def _shown(piece: Piece, taught: Taught) -> str:
    """Write a block as a participant gets it: a table to fill in blank, a case with its lines on one page if it fits."""
    is_filled_in = bool(set(taught.step.fills) & set(piece.names))
    markup = piece.blank if is_filled_in and piece.blank else piece.markup
    return call("day-box", markup) if piece.kind in WRITTEN_ON else markup


def _help_lines(day: Day) -> str:
    """Write the help lines that somebody can call or look up as one table."""
    rows: list[Value] = [
        [line.name, line.phone or line.site or "", Content(day.say(line.hours or line.for_whom))]
        for line in day.course.helplines
        if line.phone or line.site
    ]
    if not rows:
        return ""
    return mark(helplines_place(day.loaded)) + call("day-lines", title=SAID["help_lines"], rows=rows)


def write_contacts(day: Day, level: int = 1) -> str:
    """Write who to call here: the place's own contacts, or lines to write them on."""
    rows: list[Value] = [
        [contact.name, contact.phone or "", Content(day.say(contact.hours or contact.note or ""))]
        for contact in day.contacts
    ]
    blank: list[Value] = [[name, "", ""] for name in day.course.settings.local_contacts]
    title = SAID["contacts_in"].format(place=day.place) if day.place else SAID["contacts"]
    return call("day-lines", title=title, rows=rows or blank, level=level) if rows or blank else ""


def _answers(day: Day) -> str:
    """Write the answers to the questions of the day and of the self-test, small, on the last page."""
    answered = (view for view in day.questions.values() if view.is_scored or view.model_answer)
    asked = [view for view in answered if view.type != "scenario"]
    columns = [(SAID["answers_day"], asked), (SAID["self_test"], day.self_test.questions)]
    groups: list[Value] = [
        [title, [_answer(day, view) for view in views]] for title, views in columns if views
    ]
    return call("day-answers", title=SAID["answers"], groups=groups)


def _answer(day: Day, view: QuestionView) -> Value:
    """Return the number of a question, what is right or would be a good answer, and why."""
    if view.items:
        right = " – ".join(item.letter for item in view.right_order)
    elif view.pairs:
        right = " ".join(f"{n}{pair.letter}" for n, pair in enumerate(view.pairs, 1))
    elif view.numeric:
        right = f"{view.numeric.answer} {view.numeric.unit}".strip()
    else:
        right = " ".join(view.right_letters)
    if view.reason:
        why = words("quiz")["why"].rstrip("?").strip().lower()
        right += f", {why} {' '.join(o.letter for o in view.reason.options if o.is_correct)}"
    model = [f"{words('quiz')['model_answer']}: {view.model_answer}"] if view.model_answer else []
    return [str(view.number), right, Content(day.say(" ".join([*model, view.explanation])))]


def write_trainer(day: Day) -> str:
    """Write the trainer's paper: before the day, the run sheet, then each step with its notes and answers."""
    lessons = [_lesson_for_trainer(day, part) for part in day.plan.parts if part.page]
    return _paper(
        day, SAID["trainer"], "pack",
        call("chapter", f"{_before(day)}\n\n{_facts(day)}", title=day.heading),
        call("chapter", "\n\n".join([write_run_sheet(day), *_guide(day)]), title=words("packs")["run_sheet"]),
        *lessons,
        _moments(day),
        number=day.numbers.get("trainer", ""),
    )  # fmt: skip


def _guide(day: Day) -> Iterator[str]:
    """Yield how the day opens and ends, and who to call here."""
    if day.guide:
        yield call("day-heading", call("in-columns", day.guide), title=SAID["guide"], level=2)
    if contacts := write_contacts(day, level=2):
        yield call("wide", contacts)


def _before(day: Day) -> str:
    """Write what the day is for, and what to do and to pack before it."""
    said = words("packs")
    lists = (
        ("plain-list", SAID["outcomes"], outcomes_of(day.loaded, day.plan)),
        ("tick-list", said["arrange"], day.plan.module.prepare),
        ("tick-list", said["bring"], day.plan.bring),
    )
    return "\n\n".join(
        call(kind, title=title, items=day.contents(texts)) for kind, title, texts in lists if texts
    )


def _facts(day: Day) -> str:
    """Write every fact of the day that changes soon."""
    found = volatile_facts(day.loaded, day.plan)
    rows: list[Value] = [
        [Content(mark(fact_place(day.loaded, fact)) + day.say(fact.statement)), fact_state(fact)]
        for fact in found
    ]
    return call("recheck", title=words("packs")["recheck_facts"], rows=rows) if rows else ""


def fact_state(fact: Fact) -> str:
    """Say until when a fact holds, or that it is still to be confirmed."""
    said = words("packs")
    if fact.status is Status.UNCONFIRMED:
        return said["to_confirm"]
    return said["recheck_before"].format(date=format_date(fact.recheck_on)) if fact.recheck_on else ""


def write_run_sheet(day: Day) -> str:
    """Write the run sheet with the slides of each step."""
    rows: list[Value] = [row for part in day.plan.parts for row in _rows(day, part)]
    sheet = call("run-sheet", rows=rows, end=clock(day.plan.end))
    return mark(programme_place(day.loaded, day.plan)) + sheet


def _rows(day: Day, part: Part) -> Iterator[dict[str, Value]]:
    yield {
        "clock": clock(part.start), "title": Content(day.say(part.title)),
        "minutes": part.minutes, "kind": part.kind,
    }  # fmt: skip
    for start, taught in part.timed:
        ready = " · ".join(filter(None, [_slides(day, start), *taught.material]))
        yield {
            "kind": "step",
            "title": Content(day.say(taught.step.title)),
            "minutes": taught.minutes,
            "method": taught.how,
            "material": Content(day.say(ready)),
            "may-go": not taught.is_must,
        }


def _slides(day: Day, start: int) -> str:
    first, last = day.slides.get(start - day.plan.start, (0, 0))
    numbers = "–".join(map(str, dict.fromkeys([first, last])))
    return SAID["slides"].format(numbers=numbers) if first else ""


def _lesson_for_trainer(day: Day, part: Part) -> str:
    page = part.page
    assert page is not None
    found = day.pieces[page.lesson.id]
    opening = [found.trainer_opening, _key_points(day, part)] if _opens_lesson(day, part) else []
    steps = (_step_for_trainer(day, found, taught, start) for start, taught in part.timed)
    return call("trainer-lesson", "\n\n".join([*opening, *steps]), title=page.title)


def _step_for_trainer(day: Day, found: LessonPieces, taught: Taught, start: int) -> str:
    own = [heading for heading in found.headings if heading.step == taught.number]
    first, *others = [heading.notes if heading is own[0] else _titled(heading) for heading in own] or [""]
    asked = day.asked(taught)
    told, short = (
        _quiz(v for v in asked.questions if (v.type == "scenario") is is_told) for is_told in (True, False)
    )
    story = call("day-story", day.write(told)) if told.questions else ""
    bar = call(
        "step-bar", title=Content(day.say(taught.step.title)), clock=clock(start), minutes=taught.minutes,
        how=taught.how, slides=_slides(day, start),
        ready=", ".join(taught.material), may_go=not taught.is_must,
    )  # fmt: skip
    answers = call("day-keys", *day.keys(short)) if short.questions else ""
    told_answers = call("answer-key", day.key(told)) if told.questions else ""
    return "\n\n".join(part for part in (bar, first, story, told_answers, *others, answers) if part)


def _titled(heading: Heading) -> str:
    return call("day-heading", heading.notes, title=heading.title) if heading.notes else ""


def _moments(day: Day) -> str:
    found = [markup for page in day.plan.lessons for markup in day.pieces[page.lesson.id].moments]
    return call("chapter", call("in-columns", "\n\n".join(found)), title=SAID["moments"]) if found else ""


def sets_for(group: int | None, people: int) -> int:
    """Return how many sets a group needs when one set is for so many people; one when the group is unknown."""
    return 1 if group is None else -(-group // people)


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


def write_cut_sheets(day: Day) -> str:
    """Write all that is cut out, counted for the group; nothing when nothing is."""
    plays = [_play(day, scenario) for scenario in day.scenarios]
    found = [call("role-cards", title=words("packs")["role_cards"], plays=plays)] if plays else []
    found += [
        call(
            "cut-cards",
            title=sheet.title,
            group=SAID["one_each"] if sheet.group == 1 else SAID["one_per"].format(count=sheet.group),
            cards=[Content(c) for c in sheet.cards],
        )
        for sheet in cut_sheets(day)
        for _ in range(sets_for(day.group, sheet.group))
    ]
    if needs_answer_cards(day.plan):
        cards: list[Value] = [[card.letter, card.pattern] for card in answer_cards()]
        said = hyphened(words("quiz").group("room"))
        found += [call("letter-cards", cards=cards, said=said)] * (day.group or 1)
    return _paper(day, SAID["cut"], "pack", *found) if found else ""


def _play(day: Day, scenario: Scenario) -> Value:
    """Return the situation of a role play, the cards of one set, and how many sets the group needs."""
    cards: list[Value] = [[card.name, Content(day.say(card.said))] for card in role_cards(scenario)]
    return [Content(day.say(scenario.prompt)), cards, sets_for(day.group, len(cards))]


def write_exam(day: Day) -> str:
    """Write the final test: questions only; nothing where the day has none."""
    if not day.plan.has_test:
        return ""
    test, title = day.final_test, words("packs")["final_test"]
    return _paper(day, title, "pack", call("exam-sheet", "\n\n".join(day.sheet(test)), title=title))


def write_exam_key(day: Day) -> str:
    """Write the key of the final test, and a sheet to count the hands."""
    if not day.plan.has_test:
        return ""
    view = day.final_test
    key, title = day.key(view), words("packs")["final_key"]
    rows: Sequence[Value] = [
        [str(row.number), row.prompt, list(row.letters), list(row.right)]
        for row in tally_sheet(view.questions)
    ]
    return _paper(
        day, title, "pack",
        call("chapter", call("answer-key", key), title=title),
        call("tally-rows", rows=rows, said=hyphened(words("quiz").group("room"))),
    )  # fmt: skip


def write_card(day: Day) -> str:
    """Write the take-away card with who to call here, and on its back the contacts for which it has no row."""
    card = day.plan.module.take_away
    if not day.card or card is None:
        return ""
    rows = {call.argument for call in day.loaded.page(card).calls if call.name == "contact"}
    known: dict[str, Value] = {
        contact.id: Content(_contact(day, contact)) for contact in day.contacts if contact.id in rows
    }
    others = tuple(contact for contact in day.contacts if contact.id not in rows)
    page = call("take-away", shared(day.card, "/"))
    return _paper(
        day, SAID["card"], "pack",
        f"#local-contacts.update({literal(known)})" if known else "", page,
        call("card-back", write_contacts(replace(day, contacts=others))) if others else "",
    )  # fmt: skip


def _contact(day: Day, contact: Contact) -> str:
    """Write a contact in the room that a table of the card has for it."""
    name = call("strong", day.say(contact.name))
    return f"{name} " + " · ".join(
        day.say(said) for said in (contact.phone, contact.hours or contact.note) if said
    )


NUMBERED = {"participant": write_participant, "trainer": write_trainer}
"""The papers that carry a number, by the kind of pack that they are."""
PAPERS = {
    "deelnemer": write_participant,
    "begeleider": write_trainer,
    "knipbladen": write_cut_sheets,
    "eindtoets": write_exam,
    "sleutel": write_exam_key,
    "zakkaart": write_card,
}
"""Each paper of a day by the name of its file."""
