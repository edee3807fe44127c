"""The items that ids name, and the one sentence when an id names none."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from vorming.course.draws import term_names
from vorming.course.kinds import KINDS, item_id
from vorming.model.course import Course
from vorming.model.directives import CHARTS, FOREIGN_LANGUAGES
from vorming.model.quiz import Quiz
from vorming.source.load import Loaded
from vorming.source.problems import Place, Problem, nearest, problem
from vorming.source.yaml import Source

WORDS: Mapping[str, str] = {
    "fact": "feit",
    "faq": "veelgestelde vraag",
    "contradiction": "tegenspraak",
    "term": "begrip",
    "helpline": "hulplijn",
    "misconception": "misvatting",
    "moment": "moeilijk moment",
    "open-point": "open punt",
    "module": "module",
    "lesson": "les",
    "source": "bron",
    "quiz": "quiz",
    "question": "vraag",
    "jurisdiction": "rechtsgebied",
    "policies": "beleidsvergelijking",
    "attribute": "kenmerk",
    "policy-model": "beleidsmodel",
    "chart": "grafiek",
    "language": "taal",
    "objective": "leerdoel, vraag of feit",
    "step": "stap",
    "block": "blok",
    "table-to-fill": "tabel om in te vullen",
    "topic": "thema",
    "fact-topic": "thema van een feit",
    "helpline-topic": "thema van een hulplijn",
    "audience": "publiek",
    "source-entry": "onderdeel van de gepubliceerde FAQ",
    "page": "pagina",
}
"""What a trainer calls each kind."""


@lru_cache(maxsize=2)
def known_ids(loaded: Loaded) -> Mapping[str, frozenset[str]]:
    """Return all ids of each kind."""
    course = loaded.course
    if course is None:
        return {}
    objectives = {o.id for page in course.lessons for o in page.lesson.objectives}
    known = {name: frozenset(map(item_id, kind.items(course))) for name, kind in KINDS.items()}
    return {
        **known,
        "term": frozenset(name for term in course.terms for name in term_names(term)),
        "policy-model": frozenset(model.id for model in course.policies.models),
        "attribute": frozenset(attribute.id for attribute in course.policies.attributes),
        "chart": CHARTS | {chart.name for chart in course.costs},
        "language": FOREIGN_LANGUAGES,
        "objective": frozenset(objectives) | known["fact"] | known["faq"],
        "topic": frozenset(topic.id for topic in course.topics),
        "fact-topic": frozenset(fact.topic for fact in course.facts if fact.topic),
        "helpline-topic": frozenset(topic for line in course.helplines for topic in line.topics),
        "source-entry": frozenset({*course.source_entries, *(entry.source_entry for entry in course.faq)}),
        "audience": frozenset(module.audience for module in course.modules),
    }


def reference(loaded: Loaded, kind: str, value: str, place: Place) -> Iterator[Problem]:
    """Report `value` where no item of `kind` has that id."""
    known = known_ids(loaded)[kind]
    if value not in known:
        yield problem(
            place, "reference-unknown", kind=WORDS[kind], value=value, nearest=nearest(value, known)
        )


def banks(loaded: Loaded, course: Course) -> Iterator[tuple[Quiz, Source]]:
    """Yield each bank with its file; not found by id, for a copied bank still has that of the first."""
    files = (source for name, source in loaded.sources.items() if name.startswith("quizzes/"))
    return zip(course.quizzes, files, strict=True)
