"""The course -> the trainer's own pages, which trainees never get. Nothing here writes to disk."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from vorming.check.due import all_entries
from vorming.course.editions import DAYS, DECKS, OWN_DAYS, PAGES, START
from vorming.course.kinds import KIND_WORDS
from vorming.course.planning import Plan, outcomes_of
from vorming.course.usage import named_ids, usage
from vorming.model.config import Toc
from vorming.model.course import Course, Module
from vorming.model.local import LIMITS
from vorming.model.quiz import Question
from vorming.packs import all_packs
from vorming.packs.content import read_contents
from vorming.quiz.view import view_question
from vorming.slides.write import script_json
from vorming.source.load import Loaded
from vorming.text.markdown import Values, block_html, fact_label, inline_html, resolve_roles, values_of
from vorming.text.numbers import format_date
from vorming.text.templates import asset, fill
from vorming.text.tokens import css_rule
from vorming.text.words import words

ASSETS = ("trainer.css", "facts.js", "certificate.js", "log.js", "day.js")
IN_DAY_FOLDER = ("verslag.html", "attest.html")
"""The pages in the self-contained folder of a day."""


def day_info(loaded: Loaded, plan: Plan, id: str) -> Mapping[str, Any]:
    """Return the data of a day for the log and the certificate; `id` is the name of its folder.

    `on` is the date, such as 2026-12-01, or an empty text if it is unknown; each of `steps` is a lesson id and a step id.
    """
    return {
        "id": id,
        "title": f"{plan.module.title}: {plan.title}",
        "module": plan.module.id,
        "minutes": plan.minutes,
        "group": plan.demands.group,
        "on": plan.demands.on.isoformat() if plan.demands.on else "",
        "steps": [taught.key for taught in plan.steps],
        "questions": [id for taught in plan.steps for id in taught.questions],
        "outcomes": outcomes_of(loaded, plan),
    }


@dataclass(frozen=True)
class Site:
    """The data for the pages."""

    loaded: Loaded
    days: Sequence[Mapping[str, Any]]
    home_page: str
    """The page to which the pages link back, relative to the folder that holds them all."""
    label = staticmethod(fact_label)

    @property
    def course(self) -> Course:
        return self.loaded.parsed

    @cached_property
    def values(self) -> Values:
        return values_of(self.course, links_numbers=True)

    def text(self, markdown: str) -> Markup:
        """Render one line of Markdown as HTML, with its facts filled in."""
        return Markup(inline_html(resolve_roles(markdown, self.values)))

    def blocks(self, markdown: str) -> Markup:
        """Render Markdown blocks as HTML, with their facts filled in."""
        return Markup(block_html(resolve_roles(markdown, self.values)))

    def plain(self, markdown: str) -> str:
        """Render one line as plain text, for a list of options."""
        return self.text(markdown).striptags()


def render_pages(
    loaded: Loaded, days: Sequence[Mapping[str, Any]] = (), *, is_alone: bool = False
) -> Mapping[str, bytes]:
    """Render the trainer's pages, with their style and scripts; with `is_alone`, only those for the folder of a day."""
    site = Site(loaded, days, "index.html" if is_alone else START)
    frame = {"site": site, "course": site.course, "words": words("trainer")}
    files = {f"{PAGES}/{name}": asset(f"trainer/{name}") for name in ASSETS}
    files[f"{PAGES}/tokens.css"] = css_rule("light").encode()
    for path, (template, values_for) in TEMPLATES.items():
        if not is_alone or Path(path).name in IN_DAY_FOLDER:
            files[path] = fill(f"trainer/{template}.html.jinja", **frame, **values_for(site)).encode()
    return files


def _start(site: Site) -> Mapping[str, Any]:
    numbers = {content.pack.name: content.number for content in read_contents(site.loaded)}
    first_page = Toc.model_validate(site.loaded.sources["_toc"].value).root
    folders = {"decks": DECKS, "days": DAYS, "own_days": OWN_DAYS}
    return {"packs": list(all_packs(site.course)), "numbers": numbers, "first_page": first_page, **folders}


def _misconceptions(site: Site) -> Mapping[str, Any]:
    """Return the questions in which each misconception is a wrong answer, by its code."""
    prompts: dict[str, list[str]] = {}
    for question in site.course.questions:
        for code in named_ids(question, "misconception"):
            prompts.setdefault(code, []).append(question.prompt)
    return {"asked": prompts}


def _facts(site: Site) -> Mapping[str, Any]:
    pages = {module.id: _pages_of(site.course, module) for module in site.course.modules}
    rows = []
    for entry in all_entries(site.loaded):
        names = {page.name for page in entry.pages}
        rows.append((entry, [id for id, module_pages in pages.items() if module_pages & names]))
    return {"rows": rows, "kinds": KIND_WORDS, "date": format_date}


def _pages_of(course: Course, module: Module) -> set[str]:
    """Return the names of the pages of a module: its own page, its lessons and its card."""
    return {*course.pages_of(module), *filter(None, [module.take_away])}


def _coverage(site: Site) -> Mapping[str, Any]:
    course = site.course
    covered: dict[str, list[tuple[str, bool]]] = {}
    for quiz in course.quizzes:
        for question in quiz.questions:
            for id in question.covers:
                covered.setdefault(id, []).append((question.prompt, quiz.use == "exam"))
    used = usage(site.loaded)
    entries = [(entry, list(map(site.loaded.page, used.get(("faq", entry.id), ())))) for entry in course.faq]
    return {"covered": covered, "entries": entries}


_LOG_WORDS = ("challenged", "said", "none", "all_steps", "log_file", "log_missing", "log_range")


def _log(site: Site) -> Mapping[str, Any]:
    """Return the data of the form: for each module its steps, its facts and the questions answered by hands."""
    labels = {key: words("trainer")[key] for key in _LOG_WORDS}
    # Without the outcomes, which are long and only for the certificate.
    days = [{key: value for key, value in day.items() if key != "outcomes"} for day in site.days]
    data = {"modules": _log_modules(site.loaded), "days": days, "limits": LIMITS}
    return {"data": script_json(data), "said": script_json(labels), "limits": LIMITS}


@lru_cache(maxsize=2)  # the folder of each day has the same form
def _log_modules(loaded: Loaded) -> list[Mapping[str, Any]]:
    return [_log_module(Site(loaded, (), START), module) for module in loaded.parsed.modules]


def _log_module(site: Site, module: Module) -> Mapping[str, Any]:
    course = site.course
    steps, questions = [], []
    for page in map(course.lesson, module.lessons):
        for step in page.lesson.run:
            entry = {"lesson": page.lesson.id, "lesson_title": page.title, "id": step.id, "step": step.title}
            steps.append(entry)
        for question in course.quiz(page.lesson.quiz).questions if page.lesson.quiz else ():
            if letters := counted_letters(course, question):
                prompt = site.plain(question.live.prompt if question.live else question.prompt)
                questions.append({
                    "id": question.id, "lesson_title": page.title, "prompt": prompt, "letters": letters,
                })  # fmt: skip
    # The facts on its pages, in alphabetical order.
    used, pages = usage(site.loaded), _pages_of(course, module)
    facts = [fact for fact in course.facts if pages & set(used.get(("fact", fact.id), ()))]
    facts.sort(key=lambda fact: fact.statement)
    options = [[fact.id, site.plain(fact.statement)] for fact in facts]
    return {"id": module.id, "title": module.title, "steps": steps, "facts": options, "questions": questions}


def counted_letters(course: Course, question: Question) -> list[str]:
    """Return the letters or steps of a question for which hands are counted; empty if it has no choices."""
    return list(view_question(question, 1, values_of(course)).counted)


TEMPLATES: Mapping[str, tuple[str, Callable[[Site], Mapping[str, Any]]]] = {
    "index.html": ("start", _start),
    START: ("start", _start),
    f"{PAGES}/moeilijke-momenten.html": ("moments", lambda _: {}),
    f"{PAGES}/getuigenis.html": ("testimony", lambda _: {}),
    f"{PAGES}/misvattingen.html": ("misconceptions", _misconceptions),
    f"{PAGES}/feiten-nakijken.html": ("facts", _facts),
    f"{PAGES}/dekking.html": ("coverage", _coverage),
    f"{PAGES}/verslag.html": ("log", _log),
    f"{PAGES}/attest.html": ("certificate", lambda site: {"days": site.days}),
}
"""The trainer's pages by path, each with its template and the function that returns the variables of the template."""
