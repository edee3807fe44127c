"""The course -> the trainer's own pages, which trainees never get. Pure: no disk but our own assets."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from markupsafe import Markup

from vorming.check.known import WORDS
from vorming.course.usage import usage
from vorming.keeper.due import all_entries
from vorming.model.course import Course, DifficultMoment, Module
from vorming.model.facts import Fact, Misconception
from vorming.model.quiz import Poll, Question
from vorming.packs.content import read_contents
from vorming.packs.table import all_packs
from vorming.quiz.view import view_question
from vorming.slides.write import script_json
from vorming.source.load import Loaded
from vorming.text.markdown import Values, block_html, fact_label, inline_html, resolve_roles, values_of
from vorming.text.numbers import format_date
from vorming.text.templates import templates
from vorming.text.tokens import css_rule
from vorming.text.words import words

FOLDER = "begeleider"
ASSETS = ("trainer.css", "facts.js", "certificate.js", "log.js", "day.js")

Bundle = Mapping[str, bytes]


@dataclass(frozen=True)
class DayInfo:
    """What the log and the certificate know of a day; `steps` are a lesson and a step each."""

    id: str
    title: str
    module: str
    minutes: int
    group: int | None
    on: str
    """The day itself, as 2026-12-01; empty where nobody said."""
    steps: tuple[tuple[str, str], ...]
    outcomes: tuple[str, ...]


@dataclass(frozen=True)
class Site:
    """What the pages are made from."""

    loaded: Loaded
    course: Course
    days: tuple[DayInfo, ...] = ()

    @property
    def values(self) -> Values:
        return values_of(self.course, links_numbers=True)

    def text(self, markdown: str) -> Markup:
        """Render one line of Markdown with its facts filled in."""
        return Markup(inline_html(resolve_roles(markdown, self.values)))

    def blocks(self, markdown: str) -> Markup:
        """Render Markdown blocks with their facts filled in."""
        return Markup(block_html(resolve_roles(markdown, self.values)))

    def plain(self, markdown: str) -> str:
        """Render one line without its markup, for a list to choose from."""
        return self.text(markdown).striptags()


def render_pages(
    loaded: Loaded, course: Course, days: tuple[DayInfo, ...] = (), names: Container[str] | None = None
) -> Bundle:
    """Render the pages of the trainer, with the style and scripts they need; of `names` alone when it is given."""
    site = Site(loaded, course, days)
    own = files("vorming") / "assets" / "trainer"
    made = {f"{FOLDER}/{name}": (own / name).read_bytes for name in ASSETS}
    made[f"{FOLDER}/tokens.css"] = css_rule("light").encode
    made |= {path: partial(_render, site, *page) for path, page in PAGES.items()}
    return {path: make() for path, make in made.items() if names is None or Path(path).name in names}


def _render(site: Site, template: str, context: Callable[[Site], Mapping[str, Any]]) -> bytes:
    found = templates().get_template(f"trainer/{template}.html.jinja")
    return found.render(site=site, course=site.course, words=words("trainer"), **context(site)).encode()


def _start(site: Site) -> Mapping[str, Any]:
    packs = [pack.name for pack in all_packs(site.course)]
    return {
        "modules": site.course.modules,
        "lessons": {page.lesson.id: page for page in site.course.lessons},
        "packs": {m.id: [name for name in packs if name.startswith(f"{m.id}-")] for m in site.course.modules},
        "numbers": _numbers(site),
        "released": {pack.number for release in site.course.released.releases for pack in release.packs},
        "room": [name for name in packs if not any(name.startswith(f"{m.id}-") for m in site.course.modules)],
    }


def _numbers(site: Site) -> Mapping[str, str]:
    """Return the number that each pack carries today, by the pack's name."""
    return {content.pack.name: content.number for content in read_contents(site.loaded)}


def _moments(site: Site) -> Mapping[str, Any]:
    by_lesson = {
        page: [moment for moment in site.course.difficult_moments if moment.lesson == page.lesson.id]
        for page in site.course.lessons
    }
    return {"lessons": {page: _cards(site, moments) for page, moments in by_lesson.items() if moments}}


def _cards(site: Site, moments: Iterable[DifficultMoment]) -> list[Mapping[str, Any]]:
    return [
        {"moment": moment, "facts": [_labelled(site.course.fact(id)) for id in moment.facts]}
        for moment in moments
    ]


def _labelled(fact: Fact) -> tuple[str, str]:
    return fact_label(fact), fact.statement


def _testimony(site: Site) -> Mapping[str, Any]:
    entries = [entry for entry in site.course.faq if entry.source_entry == site.course.organisation.testimony]
    facts = {id for entry in entries for id in entry.facts}
    moments = [moment for moment in site.course.difficult_moments if facts & set(moment.facts)]
    return {"entries": entries, "cards": _cards(site, moments)}


def _misconceptions(site: Site) -> Mapping[str, Any]:
    asked = _asked_of(site.course)
    by_lesson: dict[str, list[Mapping[str, Any]]] = {page.lesson.id: [] for page in site.course.lessons}
    for item in site.course.misconceptions:
        by_lesson.setdefault(item.lesson, []).append(_misconception(site, item, asked))
    pages = [page for page in site.course.lessons if by_lesson[page.lesson.id]]
    return {"lessons": [(page, by_lesson[page.lesson.id]) for page in pages]}


def _misconception(site: Site, item: Misconception, asked: Mapping[str, list[str]]) -> Mapping[str, Any]:
    facts = [_labelled(fact) for fact in site.course.facts if fact.id in item.facts]
    return {"item": item, "facts": facts, "questions": asked.get(item.id, [])}


def _asked_of(course: Course) -> Mapping[str, list[str]]:
    """Return for each misconception the questions in which it is a wrong answer."""
    found: dict[str, list[str]] = {}
    for question in (question for quiz in course.quizzes for question in quiz.questions):
        for code in sorted(set(_codes(question))):
            found.setdefault(code, []).append(question.prompt)
    return found


def _codes(question: Question) -> Iterator[str]:
    """Yield the misconceptions that a question's wrong answers stand for."""
    waiting: list[Any] = [question.model_dump()]
    while waiting:
        match waiting.pop():
            case dict() as values:
                if code := values.get("misconception"):
                    yield code
                waiting += values.values()
            case list() | tuple() as values:
                waiting += values
            case _:
                pass


def _facts(site: Site) -> Mapping[str, Any]:
    pages = {module.id: _pages_of(site.course, module) for module in site.course.modules}
    rows = [
        {
            "entry": entry,
            "kind": WORDS[entry.found.kind],
            "checked": format_date(entry.item.checked_on),
            "recheck": format_date(entry.item.recheck_on) if entry.item.recheck_on else "",
            "modules": [id for id, own in pages.items() if own & {page.name for page in entry.pages}],
        }
        for entry in all_entries(site.loaded)
    ]
    return {"rows": rows}


def _pages_of(course: Course, module: Module) -> set[str]:
    """Return the pages that a module stands on: its own, its lessons and its card."""
    pages = {module.page, *(course.lesson(id).page for id in module.lessons)}
    return pages | ({module.take_away} if module.take_away else set())


def _coverage(site: Site) -> Mapping[str, Any]:
    course = site.course
    exams = {quiz.id for quiz in course.quizzes if quiz.use == "exam"}
    covered: dict[str, list[tuple[str, bool]]] = {}
    for quiz in course.quizzes:
        for question in quiz.questions:
            for id in question.covers:
                covered.setdefault(id, []).append((question.prompt, quiz.id in exams))
    used = usage(site.loaded)
    entries = [(entry, used.get(("faq", entry.id), ())) for entry in course.faq]
    return {
        "covered": covered,
        "lessons": course.lessons,
        "entries": [
            (entry, [site.loaded.page(name) for name in dict.fromkeys(names)]) for entry, names in entries
        ],
    }


def _log(site: Site) -> Mapping[str, Any]:
    """Return what the form must know: per module its steps, its facts and the questions that hands answer."""
    said = {key: words("trainer")[key] for key in ("challenged", "said", "none", "all_steps")}
    days = [
        {"id": day.id, "title": day.title, "module": day.module, "minutes": day.minutes, "group": day.group, "on": day.on,
         "steps": [list(key) for key in day.steps]}
        for day in site.days
    ]  # fmt: skip
    data = {"modules": [_log_module(site, module) for module in site.course.modules], "days": days}
    return {"data": script_json(data), "said": script_json(said)}


def _log_module(site: Site, module: Module) -> Mapping[str, Any]:
    course = site.course
    lessons = [course.lesson(id) for id in module.lessons]
    return {
        "id": module.id,
        "title": module.title,
        "steps": [
            {"lesson": page.lesson.id, "lesson_title": page.title, "id": step.id, "step": step.title}
            for page in lessons
            for step in page.lesson.run
        ],
        "facts": [[fact.id, site.plain(fact.statement)] for fact in _facts_of(site, module)],
        "questions": [
            {
                "id": question.id,
                "lesson_title": page.title,
                "prompt": site.plain(question.live.prompt if question.live else question.prompt),
                "letters": letters,
            }
            for page in lessons
            if page.lesson.quiz
            for question in course.quiz(page.lesson.quiz).questions
            if (letters := counted_letters(course, question))
        ],
    }


def _facts_of(site: Site, module: Module) -> list[Fact]:
    """Return the facts that a module's pages show, by their wording."""
    used, pages = usage(site.loaded), _pages_of(site.course, module)
    found = [fact for fact in site.course.facts if pages & set(used.get(("fact", fact.id), ()))]
    return sorted(found, key=lambda fact: fact.statement)


def counted_letters(course: Course, question: Question) -> list[str]:
    """Return the letters of a question for which hands are counted; none where there is nothing to choose."""
    if isinstance(question, Poll) and question.scale:
        return ["1", "2", "3", "4", "5"]
    return [option.letter for option in view_question(question, 1, values_of(course)).options]


def _certificate(site: Site) -> Mapping[str, Any]:
    return {"days": site.days}


PAGES: Mapping[str, tuple[str, Callable[[Site], Mapping[str, Any]]]] = {
    "index.html": ("start", _start),
    "begeleider.html": ("start", _start),
    f"{FOLDER}/moeilijke-momenten.html": ("moments", _moments),
    f"{FOLDER}/getuigenis.html": ("testimony", _testimony),
    f"{FOLDER}/misvattingen.html": ("misconceptions", _misconceptions),
    f"{FOLDER}/feiten-nakijken.html": ("facts", _facts),
    f"{FOLDER}/dekking.html": ("coverage", _coverage),
    f"{FOLDER}/verslag.html": ("log", _log),
    f"{FOLDER}/attest.html": ("certificate", _certificate),
}
"""Each page of the trainer: its path, its template and what the template gets."""
