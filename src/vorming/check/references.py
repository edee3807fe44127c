"""Every id that a page or an item names exists."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from vorming.check.known import LISTED, WORDS, banks, known_ids, reference
from vorming.model.course import Course
from vorming.model.directives import (
    DIRECTIVES,
    NUMBERS,
    OWN_DIRECTIVES,
    OWN_OPTIONS,
    ROLES,
    TRAINER_DIRECTIVES,
    is_known,
)
from vorming.source.load import Loaded
from vorming.source.pages import Call, find_calls, missing_page
from vorming.source.problems import Place, Problem, nearest, problem
from vorming.source.yaml import scalars

CALLS: Mapping[str, str] = {
    "fact": "fact",
    "fact-box": "fact",
    "helpline": "helpline",
    "faq": "faq",
    "contradiction": "contradiction",
    "quiz": "quiz",
    "scenario": "question",
    "self-test": "module",
    "coverage": "module",
    "module": "module",
    "programme": "module",
    "jurisdiction": "jurisdiction",
    "chart": "chart",
}
"""What the argument of a directive or role names."""


OPTIONS: Mapping[tuple[str, str], str] = {
    ("faq-list", "topic"): "topic",
    ("faq-list", "audience"): "audience",
    ("ledger", "topic"): "fact-topic",
    ("quiz", "questions"): "question",
    ("helplines", "topics"): "helpline-topic",
    ("comparison", "jurisdictions"): "jurisdiction",
    ("comparison", "attributes"): "attribute",
}
"""What the words of an option name."""


def check_calls(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Every directive and role on a page names something that exists."""
    for page in loaded.pages:
        for call in page.calls:
            yield from _check_call(loaded, call)


TEXTS = (
    "course",
    "faq",
    "facts",
    "contradictions",
    "open_points",
    "difficult_moments",
    "policies",
    "glossary",
    "helplines",
)
"""The data files whose texts are Markdown with roles; those of questions have rules of their own."""


def check_roles_of_items(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """What a text of an item, or of a lesson's front matter, calls exists; none is for the trainer alone."""
    fronts = (page.front for page in loaded.pages if page.front)
    for source in (*(loaded.sources[name] for name in TEXTS), *fronts):
        # Most texts call nothing: they need not be read line by line.
        for loc, text in (found for found in scalars(source.value) if "{" in found[1]):
            place = source.place(*loc)
            for call in _calls_in(text, source.path):
                yield from _check_call(loaded, replace(call, place=place))
                if call.name in TRAINER_DIRECTIVES:
                    yield problem(place, "note-in-item", value=call.name)


@lru_cache(maxsize=8192)  # a resident process asks again of texts that nobody touched
def _calls_in(text: str, path: str) -> tuple[Call, ...]:
    return tuple(find_calls(text, path, 1))


def _check_call(loaded: Loaded, call: Call) -> Iterator[Problem]:
    if is_known(call.name, is_role=call.is_role):
        yield from _references(loaded, call)
    else:
        known = ROLES if call.is_role else DIRECTIVES
        yield problem(call.place, "directive-unknown", value=call.name, nearest=nearest(call.name, known))


def _references(loaded: Loaded, call: Call) -> Iterator[Problem]:
    if call.name in CALLS:
        yield from reference(loaded, CALLS[call.name], call.argument, call.place)
    if call.name == "helpline":
        yield from _numberless(loaded, call)
    if call.name == "cite":
        for key in call.argument.split(","):
            yield from reference(loaded, "source", key.strip(), call.place)
    if call.name == "term":
        name = call.argument.rpartition("<")[2].strip(" >") if "<" in call.argument else call.argument
        yield from _term(loaded, name, call.place)
    yield from _options(call)
    for option, value in call.options:
        for word in value.split() if (call.name, option) in OPTIONS else ():
            yield from reference(loaded, OPTIONS[call.name, option], word, call.place)


def _options(call: Call) -> Iterator[Problem]:
    """Yield the options that one of our own directives doesn't have, and those without their number."""
    known = OWN_OPTIONS.get(call.name, frozenset())
    for option, value in call.options if call.name in OWN_DIRECTIVES else ():
        if option not in known:
            hint = nearest(option, known)
            yield problem(
                call.place, "option-unknown", name=call.name, value=option, nearest=f"{hint} " if hint else ""
            )
        elif option in NUMBERS and not value.isdecimal():
            yield problem(call.place, "option-number", name=option, value=value)


def _numberless(loaded: Loaded, call: Call) -> Iterator[Problem]:
    """Yield a help line whose number is asked for and isn't known."""
    lines = loaded.course.helplines if loaded.course else ()
    if any(line.id == call.argument and not line.phone for line in lines):
        yield problem(call.place, "helpline-no-number", value=call.argument)


def _term(loaded: Loaded, name: str, place: Place) -> Iterator[Problem]:
    known = known_ids(loaded)["term"]
    if name.casefold() not in known:
        yield problem(
            place,
            "reference-unknown",
            kind=WORDS["term"],
            value=name,
            nearest=nearest(name.casefold(), known),
        )


FIELDS: Mapping[str, Mapping[str, str]] = {
    "faq": {"facts": "fact", "contradictions": "contradiction", "sources": "source"},
    "fact": {"sources": "source", "contradictions": "contradiction"},
    "contradiction": {"sources": "source"},
    "open-point": {"facts": "fact"},
    "misconception": {"facts": "fact"},
    "moment": {"facts": "fact"},
    "term": {"sources": "source"},
    "helpline": {"sources": "source"},
    "module": {"lessons": "lesson", "reading": "source"},
}
"""Which fields of which items hold ids, and of what."""


SINGLE_FIELDS: Mapping[str, Mapping[str, str]] = {
    "faq": {"topic": "topic"},
    "misconception": {"lesson": "lesson"},
    "moment": {"lesson": "lesson"},
    "module": {"final_test": "quiz"},
}
"""The same for fields that hold one id."""


def check_fields(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Every id in a field of an item names something that exists."""
    for kind, (file, key, items) in LISTED.items():
        for i, item in enumerate(items(course)):
            for field, target in FIELDS.get(kind, {}).items():
                for j, value in enumerate(getattr(item, field)):
                    yield from reference(loaded, target, value, loaded.place(file, key, i, field, j))
            for field, target in SINGLE_FIELDS.get(kind, {}).items():
                yield from reference(loaded, target, getattr(item, field), loaded.place(file, key, i, field))


def check_quiz_references(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """What a question covers, and the bank of each lesson, exist."""
    for quiz, source in banks(loaded, course):
        for i, question in enumerate(quiz.questions):
            for j, id in enumerate(question.covers):
                yield from reference(loaded, "objective", id, source.place("questions", i, "covers", j))
    for page in course.lessons:
        if page.lesson.quiz and (front := loaded.page(page.page).front):
            yield from reference(loaded, "quiz", page.lesson.quiz, front.place("lesson", "quiz"))


def check_module_pages(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """The page and the card of each module stand in the toc."""
    names = {page.name for page in loaded.pages}
    for i, module in enumerate(course.modules):
        for field in ("page", "take_away"):
            value = getattr(module, field)
            if value not in names:
                yield missing_page(loaded.place("course", "modules", i, field), value)
