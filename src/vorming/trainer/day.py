"""The folder of a day: an index page with what to check, print, bring and present, and the papers and slides.

A build makes one folder per programme; `vorming day` makes a self-contained folder for a trainer's own day.
"""

import html
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from urllib.parse import unquote

import pikepdf
from click import echo

from vorming.check.guard import leaks_in_paper
from vorming.course.editions import DECKS, OWN_DAYS, PACKS, TRAINER
from vorming.course.planning import Plan, SlideRanges, moments_of, outcomes_of, rows_of, written_plan
from vorming.model.course import Course
from vorming.model.items import Fact
from vorming.model.local import Contact, LocalContacts
from vorming.packs import FILES, papers_of
from vorming.packs.content import read_content
from vorming.packs.days import changing_of_day, unsure_of_day
from vorming.packs.register import Mark
from vorming.slides.deck import CourseSlides, Deck, Slide, day_deck, slide_ranges
from vorming.slides.write import KEPT, render_assets, render_deck
from vorming.source.files import read_store, shown, write_files, write_whole
from vorming.source.load import Loaded
from vorming.source.problems import Problem, problem
from vorming.text.markdown import inline_html, resolve_roles, statement_said, values_of
from vorming.text.numbers import format_date
from vorming.text.templates import asset, fill
from vorming.text.tokens import css_rule
from vorming.text.words import words
from vorming.trainer import run_sheet
from vorming.trainer.pages import day_info, render_pages
from vorming.typst import papers
from vorming.typst.look import PICTURES, Images
from vorming.typst.markup import literal
from vorming.typst.papers import Day, cut_sheets, needs_answer_cards
from vorming.typst.pieces import PIECES, CoursePieces
from vorming.typst.press import STAMPS, Press, find_marks

PACK_SOURCES = "_build/packs/typ"
DECK = "dia"
"""The name of the deck in the folder of a day."""
SHORT = 150
"""The largest number of minutes of a short day."""
MOST_SLIDES = (70, 120)
WORDS = words("trainer")


@dataclass(frozen=True)
class Paper:
    """A paper of a day; `kind` is the key of its title and its file name in the words files."""

    kind: str
    write: Callable[[Day], str]
    """Returns its markup, or an empty text if the day has no such paper."""
    is_for_trainer: bool = False
    most_pages: tuple[int, int] | None = None
    """The largest number of pages for a short day and for a longer day."""

    @property
    def name(self) -> str:
        """Its file name, without .pdf."""
        return FILES[self.kind]


PAPERS = (
    Paper("run-sheet", lambda day: write_run_sheet(day.plan, day.slides), is_for_trainer=True),
    Paper("trainer", papers.write_trainer, is_for_trainer=True, most_pages=(36, 52)),
    Paper("participant", papers.write_participant, most_pages=(16, 24)),
    Paper("pocket-card", papers.write_card, most_pages=(1, 1)),
    Paper("cut-sheets", papers.write_cut_sheets, is_for_trainer=True),
    Paper("exam", papers.write_exam),
    Paper("exam-key", papers.write_exam_key, is_for_trainer=True),
    Paper("answers", papers.write_answers),
)
"""The papers of a day, in the order in which they are needed."""


@dataclass(frozen=True)
class Request:
    """A day to make: its plan, the name of its folder, and the contacts of the place where it is given."""

    plan: Plan
    name: str
    place: str = ""
    contacts: tuple[Contact, ...] = ()


def programme_requests(course: Course) -> Iterator[Request]:
    """Yield a day for each programme, as its author wrote it."""
    for module in course.modules:
        for programme in module.programmes:
            yield Request(written_plan(course, module, programme), programme.id)


def make_programmes(loaded: Loaded, folder: Path) -> list[Problem]:
    """Make the folder of each programme below `folder`, and remove the folders of removed programmes.

    Return the problems that keep a paper from being made, and warnings of papers that are too long.
    """
    requests = list(programme_requests(loaded.parsed))
    for old in folder.iterdir():
        if old.is_dir() and old.name not in {request.name for request in requests}:
            shutil.rmtree(old)
    with _day_maker(loaded, folder) as maker:
        for _, group in groupby(requests, key=lambda request: request.plan.module.id):
            maker.make(group)
    for request in requests:
        slides = len(maker.deck_of(request).slides)
        maker.problems += check_length(loaded, request.plan, folder / request.name, slides)
    return maker.problems


def check_length(loaded: Loaded, plan: Plan, folder: Path, slides: int) -> Iterator[Problem]:
    """Yield a warning for each paper in the folder of a day, and for its deck, that is too long for the day.

    slides: the number of slides in the deck. The place of the warnings is that of the programme in ``course.yml``.
    """
    is_long = int(plan.minutes > SHORT)
    counts = {f"{DECK}.html": (slides, MOST_SLIDES[is_long])}
    for paper in PAPERS:
        if paper.most_pages and (path := folder / f"{paper.name}.pdf").is_file():
            with pikepdf.open(path) as pdf:
                counts[path.name] = (len(pdf.pages), paper.most_pages[is_long])
    place = loaded.place(plan.programme)
    for name, (count, most) in counts.items():
        if count > most:
            yield problem(place, "day-long", programme=plan.programme.id, value=name, count=count, most=most)


def folder_of(root: Path, plan: Plan, name: str) -> Path:
    """Return the folder of a trainer's own day, with the given name or a name from its plan.

    A name from the plan is "politie-2026-12-01-9u10-135min", without the date if it is unknown.
    """
    start = f"{plan.start // 60}u{plan.start % 60:02}"
    on = [plan.demands.on.isoformat()] if plan.demands.on else []
    chosen = name or "-".join([plan.module.id, *on, start, f"{plan.minutes}min"])
    return root / TRAINER / OWN_DAYS / chosen


def make_own_day(loaded: Loaded, plan: Plan, folder: Path, place: LocalContacts | None) -> bool:
    """Make a trainer's own day in a new, self-contained folder, and print its path.

    Return False, with nothing changed, if a paper can't be made.
    """
    request = Request(plan, folder.name, place.place if place else "", place.contacts if place else ())
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = folder.with_name(f".{folder.name}.nieuw")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    try:
        with _day_maker(loaded, beside, is_own=True) as maker:
            maker.make([request])
        if not maker.problems:
            (beside / folder.name).rename(folder)
            write_list(folder.parent)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    echo("\n".join(map(str, maker.problems)) or what_was_made(plan, shown(folder / "index.html")))
    return not maker.problems


def what_was_made(plan: Plan, page: str) -> str:
    """Return where a day was made and, if its programme leaves out lessons, which programme and lessons those are."""
    made = WORDS["day_made"].format(page=page)
    if not plan.left_out:
        return made
    lessons = ", ".join(lesson.title for lesson in plan.left_out)
    return f"{made}\n{WORDS['day_without'].format(programme=plan.programme.title, lessons=lessons)}"


def marks_of_days(loaded: Loaded) -> dict[str, tuple[Mark, ...]]:
    """Return the marks of each numbered paper of the programmes, by name: places in the source with their pages."""
    marks = {}
    with tempfile.TemporaryDirectory() as name, _day_maker(loaded, Path(name)) as maker:
        for request in programme_requests(loaded.parsed):
            day = maker.day(request, maker.deck_of(request))
            for pack in papers_of(request.plan, request.name):
                write = papers.write_trainer if pack.kind == "trainer" else papers.write_participant
                marks[pack.name] = find_marks(maker.press.sources, write(day))
    return marks


@contextmanager
def _day_maker(loaded: Loaded, folder: Path, *, is_own: bool = False) -> Iterator["_DayMaker"]:
    """Open a maker of days with the slides and pieces that the last build left for them."""
    root = loaded.root
    slides = read_store(root / TRAINER / DECKS / KEPT)
    pieces = read_store(root / PACK_SOURCES / PIECES)
    with tempfile.TemporaryDirectory() as name:
        sources = Path(name)
        if (root / PACK_SOURCES / PICTURES).is_dir():
            shutil.copytree(root / PACK_SOURCES / PICTURES, sources / PICTURES)
        maker = _DayMaker(
            loaded, slides, pieces, folder, Press(folder, sources, folder / STAMPS, processes=1), is_own
        )
        yield maker
        maker.problems += maker.press.finish()


@dataclass
class _DayMaker:
    """Makes the folders of days below `folder`.

    `slides` and `pieces` are what the last build left of the lessons: their slides and their markup. `problems` collects the errors.
    """

    loaded: Loaded
    slides: CourseSlides
    pieces: CoursePieces
    folder: Path
    press: Press
    is_own: bool
    """Whether it is a trainer's own day: then there are no links between it and the trainer's site."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def course(self) -> Course:
        return self.loaded.parsed

    def make(self, requests: Iterable[Request]) -> None:
        """Write all files of days of one module, whose papers the press sets together, as they have much in common."""
        markups: dict[str, str] = {}
        for request in requests:
            markups |= self.write(request)
        self.press.submit(markups)

    def write(self, request: Request) -> Mapping[str, str]:
        """Write the files of a day, except its papers; return the markup of each paper, by the name of its PDF."""
        plan, folder = request.plan, self.folder / request.name
        folder.mkdir(exist_ok=True)
        deck = self.deck_of(request)
        day = self.day(request, deck)
        markups = {paper: markup for paper in PAPERS if (markup := paper.write(day))}
        names = {paper.name for paper in markups}
        titles = "\n".join(taught.step.title for taught in plan.steps)
        submitted: dict[str, str] = {}
        for paper, markup in markups.items():
            path, is_exam = f"{request.name}/{paper.name}", paper.kind == "exam"
            problems = leaks_in_paper(self.loaded, f"{path}.typ", markup, titles=titles, is_exam=is_exam)
            if not paper.is_for_trainer and (leaks := list(problems)):
                self.problems += leaks
            else:
                submitted[path] = markup
        # Remove the papers of an earlier build, such as a card that the module no longer has.
        for old in folder.glob("*.pdf"):
            if old.stem not in names:
                old.unlink()
        slides = render_deck(deck, f"{DECKS}/", "")
        write_files(folder, {**slides, "index.html": self.index(request, day, deck, names)})
        _copy_needed_files(self.loaded, folder, request)
        return submitted

    def deck_of(self, request: Request) -> Deck:
        """Return the deck of a day, with a slide of the contacts of the place if there are any."""
        plan, contacts = request.plan, None
        if request.contacts:
            title = words("packs").group("day")["contacts_in"].format(place=request.place)
            items = tuple(": ".join(filter(None, (c.name, c.phone))) for c in request.contacts)
            contacts = Slide("contacts", title, items=items, words=sum(len(item.split()) for item in items))
        site = self.course.settings.online
        address = f"{site}{plan.module.page}.html" if site else ""
        return day_deck(plan, self.slides, self.course, DECK, request.name, address, contacts)

    def day(self, request: Request, deck: Deck) -> Day:
        """Return the data for the papers of a day."""
        plan, pieces = request.plan, self.pieces
        guide = (note.content for note in pieces.guides[plan.module.id] if note.is_for(plan))
        return Day(
            self.loaded, plan, pieces.lessons, Images(self.press.sources), "\n\n".join(guide),
            slide_ranges(deck.data) if plan.demands.has_projector else {},
            request.contacts, request.place, pieces.cards.get(plan.module.id, ""),
            {pack.kind: read_content(self.loaded, pack).number for pack in papers_of(plan, request.name)},
        )  # fmt: skip

    def index(self, request: Request, day: Day, deck: Deck, names: set[str]) -> bytes:
        """Render the index page of the day."""
        plan = request.plan

        def say(said: str | Fact) -> str:
            markdown = said if isinstance(said, str) else statement_said(said)
            return inline_html(resolve_roles(markdown, values_of(self.course)))

        return fill(
            "trainer/day.html.jinja", plan=plan, words=WORDS, files=FILES, say=say, is_own=self.is_own, summary=run_sheet.summary(plan),
            day=request.name, place=request.place, contacts=request.contacts, slides=len(deck.slides),
            outcomes=outcomes_of(self.loaded, plan), has_moments=bool(moments_of(self.course, plan)),
            unsure=unsure_of_day(self.loaded, plan), changing=changing_of_day(self.loaded, plan), date=format_date,
            printed=list(to_print(day, names)), lists=run_sheet.lists(plan),
            bring=plan.bring, rows=rows_of(plan, day.slides), columns=run_sheet.columns_of(plan), deck=f"{DECK}.html",
        ).encode()  # fmt: skip


def write_run_sheet(plan: Plan, slides: SlideRanges) -> str:
    """Return the markup of a run sheet: its data and the template."""
    data = literal(run_sheet.paper_data(plan, slides))
    return f"#let data = {data}\n{asset('trainer/run-sheet.typ').decode()}"


@dataclass(frozen=True)
class Printed:
    """A paper to print: its file, its title, and the number of copies."""

    file: str
    title: str
    copies: str


def to_print(day: Day, names: set[str]) -> Iterator[Printed]:
    """Yield the papers to print, in the order in which they are needed, with the number of copies for the group."""
    titles, group = WORDS.group("papers"), day.group
    each = WORDS["one_each"] if group is None else str(group)
    for paper in PAPERS:
        if paper.name in names:
            title, copies = titles[paper.kind], "1" if paper.is_for_trainer else each
            if paper.kind == "cut-sheets":
                sets = ", ".join(cut_list(day))
                title = (
                    f"{title} ({sets})" if group is None else WORDS["cut_once"].format(title=title, sets=sets)
                )
                copies = WORDS["see_beside"] if group is None else "1"
            yield Printed(f"{paper.name}.pdf", title, copies)
    if needs_answer_cards(day.plan):
        yield Printed(f"{PACKS}/{FILES['letters']}.pdf", WORDS["answer_cards"], each)
    if day.course.settings.first_help:
        title = WORDS.group("pack_names")["help"]
        yield Printed(f"{PACKS}/{FILES['help']}.pdf", title, WORDS["some"])


def cut_list(day: Day) -> Iterator[str]:
    """Yield the kinds of cards to cut out, each with the number of sets, or of people per set if the group is unknown."""
    kinds = [(sheet.title, sheet.group) for sheet in cut_sheets(day)]
    cards, plays = WORDS.group("sheets")["role-cards"], {play.id: play for play in day.scenarios}
    for taught in day.plan.steps:
        for play in (plays[id] for id in taught.questions if id in plays):
            title = WORDS["set_of"].format(title=cards, step=taught.step.title) if len(plays) > 1 else cards
            kinds.append((title, len(play.roles)))
    if day.group is None:
        for title, people in dict.fromkeys(kinds):
            share = WORDS["one_each"] if people == 1 else WORDS["one_per"].format(count=people)
            yield WORDS["set_for"].format(title=title, share=share)
        return
    counts: Counter[str] = Counter()
    for title, people in kinds:
        counts[title] += day.sets_for(people)
    yield from (WORDS["sets"].format(title=title, count=count) for title, count in counts.items())


def _copy_needed_files(loaded: Loaded, folder: Path, request: Request) -> None:
    """Copy the files that a day needs into its folder, so that the folder can be copied to a USB stick."""
    root = loaded.root
    for name in ("_images", PACKS):
        shutil.rmtree(folder / name, ignore_errors=True)
    for page in folder.glob("*.html"):
        for link in re.findall(r"_images/([^\"]+)", page.read_text(encoding="utf-8")):
            image = unquote(html.unescape(link))
            write_whole(folder / "_images" / image, (root / TRAINER / "_images" / image).read_bytes())
    for name in (FILES["help"], FILES["letters"]):
        if (sheets := root / "_build/packs" / f"{name}.pdf").is_file():
            write_whole(folder / PACKS / sheets.name, sheets.read_bytes())
    write_files(folder / DECKS, render_assets())
    days = (day_info(loaded, request.plan, request.name),)
    write_files(folder, render_pages(loaded, days, is_alone=True))


def write_trainer_site(loaded: Loaded, folder: Path) -> None:
    """Write the trainer's own pages into the folder of the trainer's site."""
    requests = programme_requests(loaded.parsed)
    days = tuple(day_info(loaded, request.plan, request.name) for request in requests)
    write_files(folder, render_pages(loaded, days))
    write_list(folder / OWN_DAYS)


def write_list(folder: Path) -> None:
    """Write the page that lists all of the trainer's own days, by folder name."""
    folder.mkdir(parents=True, exist_ok=True)
    names = sorted(path.name for path in folder.iterdir() if (path / "index.html").is_file())
    (folder / "index.html").write_bytes(render_list(names))
    (folder / "dagen.css").write_bytes(css_rule("light").encode() + asset("trainer/trainer.css"))


def render_list(names: Sequence[str]) -> bytes:
    """Render the page that lists the days with these folder names."""
    return fill("trainer/days.html.jinja", words=WORDS, names=names).encode()
