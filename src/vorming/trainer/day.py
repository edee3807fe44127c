"""A day's folder: what to check, print, bring and present, with every paper and the slides of that day.

A build makes one per programme; `vorming day` makes one for a trainer's own day, which stands by itself.
"""

import html
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from urllib.parse import unquote

import pikepdf
from click import echo

from vorming.check.guard import leaks_in_paper
from vorming.course.day import Contacts, SlideRanges, outcomes_of
from vorming.course.editions import Edition
from vorming.course.layout import DECKS, OWN_DAYS, PACKS, TRAINER
from vorming.course.planning import Plan, written_plan
from vorming.course.store import read_store
from vorming.model.course import Course
from vorming.model.faq import Place
from vorming.packs.content import content_of, read_content
from vorming.packs.days import changing_of_day, programme_place, unsure_of_day
from vorming.packs.register import Mark
from vorming.packs.table import ANSWER_CARDS, FIRST_HELP, papers_of
from vorming.slides.deck import Deck, LessonDeck, Slide, day_deck, slide_ranges
from vorming.slides.write import KEPT, render_assets, render_deck
from vorming.source.files import shown, write_files, write_whole
from vorming.source.load import Loaded
from vorming.source.problems import Problem, leave_notices, problem
from vorming.text.markdown import inline_html, resolve_roles, values_of
from vorming.text.numbers import format_date
from vorming.text.templates import asset, fill
from vorming.text.tokens import css_rule
from vorming.text.words import words
from vorming.trainer import run_sheet
from vorming.trainer.pages import day_info, render_pages
from vorming.typst import papers
from vorming.typst.compiler import CompilerProcess
from vorming.typst.day import Day, cut_sheets, needs_answer_cards
from vorming.typst.look import PICTURES, Images
from vorming.typst.markup import PAGES, literal
from vorming.typst.pieces import FILE as PIECES
from vorming.typst.pieces import CoursePieces
from vorming.typst.press import STAMPS, Press, find_marks

PACK_SOURCES = "_build/packs/typ"
DECK = "dia"
"""The name of a day's deck in its folder."""
SHORT = 150
"""The minutes up to which a day is a short one."""
MOST_SLIDES = (70, 120)
SAID = words("trainer")


@dataclass(frozen=True)
class Paper:
    """A paper of a day, by the name of its file and of its title in the words file."""

    name: str
    write: Callable[[Day], str]
    """Gives its markup, which is empty where the day has no such paper."""
    is_for_trainer: bool = False
    most_pages: tuple[int, int] | None = None
    """Its pages on a short day and on a longer one."""


PAPERS = (
    Paper("draaiboek", lambda day: write_run_sheet(day.plan, day.slides), is_for_trainer=True),
    Paper("begeleider", papers.write_trainer, is_for_trainer=True, most_pages=(36, 52)),
    Paper("deelnemer", papers.write_participant, most_pages=(16, 24)),
    Paper("zakkaart", papers.write_card, most_pages=(1, 1)),
    Paper("knipbladen", papers.write_cut_sheets, is_for_trainer=True),
    Paper("eindtoets", papers.write_exam),
    Paper("sleutel", papers.write_exam_key, is_for_trainer=True),
    Paper("antwoorden", papers.write_answers),
)
"""The papers of a day, in the order in which they are needed."""


class NotBuiltError(Exception):
    """A build must come first: what days are made from isn't there."""


@dataclass(frozen=True)
class Request:
    """A day to make: its plan, the name of its folder, and the place's own contacts."""

    plan: Plan
    name: str
    place: str = ""
    contacts: Contacts = ()


def programme_requests(course: Course) -> Iterator[Request]:
    """Yield a day for each programme, as its author wrote it."""
    for module in course.modules:
        for programme in module.programmes:
            yield Request(written_plan(course, module, programme), programme.id)


def make_programmes(loaded: Loaded, folder: Path) -> list[Problem]:
    """Make the folder of each programme below `folder`; one that no longer exists goes.

    Returns what keeps a paper from being made. That a paper is long is a notice, left in the folder.
    """
    requests = list(programme_requests(loaded.parsed))
    for old in folder.iterdir():
        if old.is_dir() and old.name not in {request.name for request in requests}:
            shutil.rmtree(old)
    with _making(loaded, folder) as making:
        for _, group in groupby(requests, key=lambda request: request.plan.module.id):
            for request in group:
                making.make(request)
            # Days of one module share most of what Typst keeps in memory, of two hardly any.
            making.press.wait()
            making.process.close()
    long: list[Problem] = []
    for request in requests:
        slides = len(making.deck_of(request).slides)
        long += check_length(loaded, request.plan, folder / request.name, slides)
    leave_notices(folder, long)
    return making.problems


def check_length(loaded: Loaded, plan: Plan, folder: Path, slides: int) -> Iterator[Problem]:
    """Yield a warning for each paper in a day's folder, and for its deck, that is longer than such a day should have.

    `slides` is the number of slides of its deck. The place is that of the programme in ``course.yml``.
    """
    is_long = int(plan.minutes > SHORT)
    counts = {f"{DECK}.html": (slides, MOST_SLIDES[is_long])}
    for paper in PAPERS:
        if paper.most_pages and (path := folder / f"{paper.name}.pdf").is_file():
            with pikepdf.open(path) as pdf:
                counts[path.name] = (len(pdf.pages), paper.most_pages[is_long])
    place = programme_place(loaded, plan)
    for name, (count, most) in counts.items():
        if count > most:
            yield problem(place, "day-long", programme=plan.programme.id, value=name, count=count, most=most)


def folder_of(root: Path, plan: Plan, name: str) -> Path:
    """Return the folder of an own day: by the name it was given, or what it is.

    Without a name: "politie-2026-12-01-9u10-135min", without the date where nobody said which day.
    """
    start = f"{plan.start // 60}u{plan.start % 60:02}"
    on = [plan.demands.on.isoformat()] if plan.demands.on else []
    chosen = name or "-".join([plan.module.id, *on, start, f"{plan.minutes}min"])
    return root / TRAINER / OWN_DAYS / chosen


def make_own_day(loaded: Loaded, plan: Plan, folder: Path, place: Place | None) -> bool:
    """Make a day that stands by itself in a new folder, and say where it is.

    Return False when a paper can't be made: then nothing has changed.
    """
    request = Request(plan, folder.name, place.place if place else "", place.contacts if place else ())
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = folder.with_name(f".{folder.name}.nieuw")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    try:
        with _making(loaded, beside, is_own=True) as making:
            making.make(request)
        if not making.problems:
            (beside / folder.name).rename(folder)
            write_list(folder.parent)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    made = SAID["day_made"].format(page=shown(folder / "index.html"))
    echo("\n".join(map(str, making.problems)) or made)
    return not making.problems


def marks_of_days(loaded: Loaded) -> dict[str, tuple[Mark, ...]]:
    """Return for each numbered paper of the programmes the places in the course that it shows, with their pages."""
    found = {}
    with tempfile.TemporaryDirectory() as name, _making(loaded, Path(name)) as making:
        for request in programme_requests(loaded.parsed):
            day = making.day(request, making.deck_of(request))
            for pack in papers_of(request.plan, request.name):
                write = papers.write_trainer if pack.kind == "trainer" else papers.write_participant
                found[pack.name] = find_marks(making.press.sources, write(day))
    return found


@contextmanager
def _making(loaded: Loaded, folder: Path, *, is_own: bool = False) -> Iterator["_Making"]:
    """Open a place to set papers in, with what the last build left; raises NotBuiltError when there was none."""
    root = loaded.root
    try:
        decks = read_store(root / TRAINER / DECKS / KEPT)
        pieces = read_store(root / PACK_SOURCES / PIECES)
    except OSError as error:
        raise NotBuiltError from error
    # One process for these days: papers share most of what Typst has set already.
    with tempfile.TemporaryDirectory() as name, CompilerProcess() as process:
        sources = Path(name)
        for part in (PICTURES, PAGES):
            if (root / PACK_SOURCES / part).is_dir():
                shutil.copytree(root / PACK_SOURCES / part, sources / part)
        press = Press(folder, sources, folder / STAMPS, lambda source: process.compile(source, sources))
        making = _Making(loaded, decks, pieces, folder, press, process, is_own)
        yield making
        making.problems += press.finish()


@dataclass
class _Making:
    """One making of days into `folder`; `problems` fills on the way.

    What a build kept: the slides of each lesson, and the pieces of the course.
    """

    loaded: Loaded
    decks: Mapping[str, LessonDeck]
    pieces: CoursePieces
    folder: Path
    press: Press
    process: CompilerProcess
    is_own: bool
    """Whether somebody asked for the day: then no page of the trainer leads to it, nor it back."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def course(self) -> Course:
        return self.loaded.parsed

    def make(self, request: Request) -> None:
        """Make all of a day but the PDFs that the press is still setting."""
        plan, folder = request.plan, self.folder / request.name
        folder.mkdir(exist_ok=True)
        deck, card = self.deck_of(request), self.card(plan)
        day = self.day(request, deck)
        written = {paper: markup for paper in PAPERS if (markup := paper.write(day))}
        names = {paper.name for paper in written}
        titles = "\n".join(taught.step.title for taught in plan.steps)
        for paper, markup in written.items():
            path, is_exam = f"{request.name}/{paper.name}", paper.write is papers.write_exam
            found = leaks_in_paper(self.loaded, f"{path}.typ", markup, titles=titles, is_exam=is_exam)
            if not paper.is_for_trainer and (leaks := list(found)):
                self.problems += leaks
            else:
                self.press.take(path, markup, card if paper.write is papers.write_card else {})
        # Of an earlier build, such as a card that the module no longer has.
        for old in folder.glob("*.pdf"):
            if old.stem not in names:
                old.unlink()
        slides = render_deck(deck, f"{DECKS}/", "")
        write_files(folder, {**slides, "index.html": self.index(request, day, deck, names)})
        _stand_alone(self.loaded, folder, request)

    def deck_of(self, request: Request) -> Deck:
        """Choose the slides of a day; one says who to call in this place, where somebody is named."""
        plan, contacts = request.plan, None
        if request.contacts:
            title = words("packs").group("day")["contacts_in"].format(place=request.place)
            items = tuple(": ".join(filter(None, (c.name, c.phone))) for c in request.contacts)
            contacts = Slide("contacts", title, items=items, words=sum(len(item.split()) for item in items))
        site = self.course.settings.online
        address = f"{site}{plan.module.page}.html" if site else ""
        return day_deck(plan, self.decks, self.course, DECK, request.name, address, contacts)

    def day(self, request: Request, deck: Deck) -> Day:
        """Return what the papers of a day are made from."""
        plan, pieces = request.plan, self.pieces
        guide = (note.markup for note in pieces.guides[plan.module.id] if note.is_for(plan))
        # What the programmes hold is worked out already; an own day may have the name of one.
        read = read_content if self.is_own else content_of
        return Day(
            self.loaded, plan, pieces.lessons, Images(self.press.sources), "\n\n".join(guide),
            slide_ranges(deck.data) if plan.demands.has_projector else {},
            request.contacts, request.place, next(iter(self.card(plan)), ""),
            {pack.kind: read(self.loaded, pack).number for pack in papers_of(plan, request.name)},
        )  # fmt: skip

    def card(self, plan: Plan) -> Mapping[str, str]:
        """Return the card's page by its name, so that a paper is set again when it changes."""
        if plan.module.take_away is None:
            return {}
        names = (plan.module.take_away, f"{plan.module.take_away}.{Edition.TRAINEE.value}")
        paths = {name: self.press.sources / PAGES / f"{name}.typ" for name in names}
        return {name: path.read_text(encoding="utf-8") for name, path in paths.items() if path.is_file()}

    def index(self, request: Request, day: Day, deck: Deck, names: set[str]) -> bytes:
        """Render the page that leads through the day."""
        plan = request.plan

        def say(markdown: str) -> str:
            return inline_html(resolve_roles(markdown, values_of(self.course)))

        return fill(
            "trainer/day.html.jinja", plan=plan, words=SAID, say=say, is_own=self.is_own, summary=run_sheet.summary(plan),
            day=request.name, place=request.place, contacts=request.contacts, slides=len(deck.slides),
            outcomes=outcomes_of(self.loaded, plan),
            unsure=unsure_of_day(self.loaded, plan), changing=changing_of_day(self.loaded, plan), date=format_date,
            printed=list(to_print(day, names)), lists=run_sheet.lists(plan),
            bring=plan.bring, rows=run_sheet.rows_of(plan, day.slides), columns=run_sheet.columns_of(plan), deck=f"{DECK}.html",
        ).encode()  # fmt: skip


def write_run_sheet(plan: Plan, slides: SlideRanges) -> str:
    """Write the markup of a run sheet on paper: its data, and the template that reads them."""
    data = literal(run_sheet.paper_data(plan, slides))
    return f"#let data = {data}\n{asset('trainer/run-sheet.typ').decode()}"


@dataclass(frozen=True)
class Printed:
    """A paper to print: its file, how it is called, how many."""

    file: str
    title: str
    copies: str


def to_print(day: Day, names: set[str]) -> Iterator[Printed]:
    """Yield what goes to the printer, in the order in which it is needed, counted for the group."""
    said, group = SAID.group("papers"), day.group
    each = SAID["one_each"] if group is None else str(group)
    for paper in PAPERS:
        if paper.name in names:
            title, copies = said[paper.name], "1" if paper.is_for_trainer else each
            if paper.write is papers.write_cut_sheets:
                title += f" ({', '.join(cut_list(day))})"
                copies = SAID["see_beside"] if group is None else "1"
            yield Printed(f"{paper.name}.pdf", title, copies)
    if needs_answer_cards(day.plan):
        yield Printed(f"{PACKS}/{ANSWER_CARDS}.pdf", SAID["answer_cards"], each)
    if day.course.settings.first_help:
        title = SAID.group("pack_names")[FIRST_HELP]
        yield Printed(f"{PACKS}/{FIRST_HELP}.pdf", title, SAID["some"])


def cut_list(day: Day) -> Iterator[str]:
    """Yield what is cut from the cut sheets: with how many sets, or where the group is unknown for how many people one is."""
    found = [(sheet.title, sheet.group) for sheet in cut_sheets(day)]
    cards, plays = SAID.group("sheets")["role-cards"], {play.id: play for play in day.scenarios}
    for taught in day.plan.steps:
        for play in (plays[id] for id in taught.questions if id in plays):
            title = SAID["set_of"].format(title=cards, step=taught.step.title) if len(plays) > 1 else cards
            found.append((title, len(play.roles)))
    if day.group is None:
        for title, people in dict.fromkeys(found):
            share = SAID["one_each"] if people == 1 else SAID["one_per"].format(count=people)
            yield SAID["set_for"].format(title=title, share=share)
        return
    counts: Counter[str] = Counter()
    for title, people in found:
        counts[title] += day.sets_for(people)
    yield from (SAID["sets"].format(title=title, count=count) for title, count in counts.items())


def _stand_alone(loaded: Loaded, folder: Path, request: Request) -> None:
    """Put into a day's folder what it draws on, so that it can be copied to a stick by itself."""
    root = loaded.root
    for of_before in ("_images", PACKS):
        shutil.rmtree(folder / of_before, ignore_errors=True)
    for page in folder.glob("*.html"):
        for link in re.findall(r"_images/([^\"]+)", page.read_text(encoding="utf-8")):
            image = unquote(html.unescape(link))
            write_whole(folder / "_images" / image, (root / TRAINER / "_images" / image).read_bytes())
    for name in (FIRST_HELP, ANSWER_CARDS):
        if (sheets := root / "_build/packs" / f"{name}.pdf").is_file():
            write_whole(folder / PACKS / sheets.name, sheets.read_bytes())
    write_files(folder / DECKS, render_assets())
    days = (day_info(loaded, request.plan, request.name),)
    write_files(folder, render_pages(loaded, days, is_alone=True))


def write_trainer_site(loaded: Loaded, folder: Path) -> None:
    """Write all pages of the trainer into the folder of her site."""
    requests = programme_requests(loaded.parsed)
    days = tuple(day_info(loaded, request.plan, request.name) for request in requests)
    write_files(folder, render_pages(loaded, days))
    write_list(folder / OWN_DAYS)


def write_list(folder: Path) -> None:
    """Write the page that leads to all own days; the newest of a name is the only one."""
    folder.mkdir(parents=True, exist_ok=True)
    names = sorted(path.name for path in folder.iterdir() if (path / "index.html").is_file())
    (folder / "index.html").write_bytes(render_list(names))
    (folder / "dagen.css").write_bytes(css_rule("light").encode() + asset("trainer/trainer.css"))


def render_list(names: Sequence[str]) -> bytes:
    """Render the page that leads to the days of these names."""
    return fill("trainer/days.html.jinja", words=SAID, names=names).encode()
