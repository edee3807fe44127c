"""Rules over the language of the course; language.yml says what is avoided, allowed and waived."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from functools import lru_cache, partial

from vorming.language.avoided import AvoidedWords, avoided_words
from vorming.language.lexicon import Lexicon, plain
from vorming.language.passages import Passage, read_passages
from vorming.language.readability import TextCount
from vorming.language.sentences import sentences
from vorming.model.course import Course
from vorming.model.language import Language, Reader, Thresholds, Waiver
from vorming.source.load import Loaded
from vorming.source.problems import Place, Problem, problem

DICTIONARY = "nl"
"""The language whose dictionary and measure of readability come with the tool."""

SPELT = re.compile(r"(?<!\w)[^\W\d_]+(?:['’‑-][^\W\d_]+)*(?!\w)")
_ABBREVIATION = re.compile(r"(?<!\w)[A-Z]{2,6}(?:-[A-Z]{2,6})*(?=s?(?!\w))")


@dataclass(frozen=True)
class Finding:
    """Something against a rule, before waivers: `text` is what a waiver names."""

    rule_id: str
    path: str
    text: str
    at: Callable[[], Place]
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Gate:
    """What the rules look at."""

    language: Language
    passages: tuple[Passage, ...]
    lexicon: Lexicon
    glossary: frozenset[str]
    """Abbreviations that the glossary explains."""


def check_language(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """The text keeps the language rules, and every waiver waives something."""
    if course.settings.language != DICTIONARY:
        place = loaded.place("course", "course", "language")
        yield problem(place, "language-unchecked", value=course.settings.language)
    gate = open_gate(loaded, course)
    waived: set[tuple[int, int]] = set()
    for rule in CHECKS if course.settings.language == DICTIONARY else IN_ANY_LANGUAGE:
        for finding in rule(gate):
            hits = list(_waivers(gate.language.waivers, finding))
            waived.update(hits)
            if not hits:
                yield problem(finding.at(), finding.rule_id, **finding.values)
    yield from _unused(loaded, gate.language, waived)


def open_gate(loaded: Loaded, course: Course) -> Gate:
    """Gather what the rules look at."""
    glossary = (word for term in course.terms for word in (term.abbreviation, term.term, *term.forms) if word)
    explained = frozenset(match[0] for word in glossary for match in _ABBREVIATION.finditer(word))
    return Gate(
        course.language, read_passages(loaded), Lexicon(loaded.root, course.language.own_words), explained
    )


def _waivers(waivers: tuple[Waiver, ...], finding: Finding) -> Iterator[tuple[int, int]]:
    """Yield which waivers, and which text of each, let a finding pass."""
    for i, waiver in enumerate(waivers):
        if waiver.rule == finding.rule_id and fnmatchcase(finding.path, waiver.file):
            starts = [_same(finding.text).startswith(_same(text)) for text in waiver.texts or ("",)]
            yield from ((i, j) for j, is_waived in enumerate(starts) if is_waived)


def is_waived(waivers: tuple[Waiver, ...], finding: Finding) -> bool:
    """Tell whether a waiver lets a finding pass."""
    return any(_waivers(waivers, finding))


def _same(text: str) -> str:
    return " ".join(plain(text).casefold().split())


def _unused(loaded: Loaded, language: Language, waived: set[tuple[int, int]]) -> Iterator[Problem]:
    for i, waiver in enumerate(language.waivers):
        for j, text in enumerate(waiver.texts or ("",)):
            if (i, j) not in waived:
                loc = ("texts", j) if waiver.texts else ()
                place = loaded.place("language", "waivers", i, *loc)
                yield problem(place, "language-waiver-unused", value=text or waiver.file)


def check_stigma(gate: Gate) -> Iterator[Finding]:
    """Nobody is spoken of in a word that hurts."""
    return _avoided(gate, "language-stigma", avoided_words(gate.language.stigma, gate.language.allowed))


def check_terms(gate: Gate) -> Iterator[Finding]:
    """One thing has one name."""
    return _avoided(gate, "language-term", avoided_words(gate.language.terms, gate.language.allowed))


def _avoided(gate: Gate, rule_id: str, avoided: AvoidedWords) -> Iterator[Finding]:
    for passage in gate.passages:
        for hit in avoided.find(passage.text) if not passage.is_quoted else ():
            values = {"value": hit.text, "say": hit.entry.say, "why": hit.entry.why.rstrip(".")}
            yield Finding(rule_id, passage.path, hit.text, partial(passage.at, hit.start), values)


def check_sentences(gate: Gate) -> Iterator[Finding]:
    """No sentence is longer than its readers can follow."""
    texts = {(passage.path, passage.is_for_trainer) for passage in gate.passages}
    limits = {text: thresholds(gate.language, *text) for text in texts}
    for passage in gate.passages:
        limit = limits[passage.path, passage.is_for_trainer]
        for sentence in sentences(passage.text) if limit and not passage.is_quoted else ():
            if limit and len(sentence.words) > limit.sentence:
                values = {"count": len(sentence.words), "most": limit.sentence}
                at = partial(passage.at, sentence.start)
                yield Finding("language-sentence-long", passage.path, sentence.text, at, values)


def check_readability(gate: Gate) -> Iterator[Finding]:
    """No page is harder than its readers can follow."""
    for (path, is_for_trainer), figure in readability(gate).items():
        limit = thresholds(gate.language, path, is_for_trainer)
        if limit and figure < limit.readability:
            reader = limit.name if isinstance(limit, Reader) else "begeleiders"
            values = {"value": round(figure), "least": limit.readability, "reader": reader}
            yield Finding("language-readability", path, reader, partial(Place, path), values)


def readability(gate: Gate) -> dict[tuple[str, bool], float]:
    """Return the figure of each file, for trainees and for trainers, where there is enough text."""
    counts: dict[tuple[str, bool], TextCount] = {}
    for passage in gate.passages:
        if passage.is_running:
            counts.setdefault((passage.path, passage.is_for_trainer), TextCount()).add(passage.text)
    figures = {key: count.readability(gate.lexicon.syllables) for key, count in counts.items()}
    return {key: figure for key, figure in figures.items() if figure is not None}


def thresholds(language: Language, path: str, is_for_trainer: bool) -> Thresholds | None:
    """Return how hard a text may be; None where no reader is named."""
    if is_for_trainer:
        return language.trainer
    return next((r for r in language.readers if any(fnmatchcase(path, file) for file in r.files)), None)


def check_spelling(gate: Gate) -> Iterator[Finding]:
    """Every word is in the dictionary, or in the course's own list."""
    wrong = {word for word in used_words(gate) if not gate.lexicon.is_right(word)}
    for passage in gate.passages if wrong else ():
        is_suspect = any(word in passage.text for word in wrong)
        for match in SPELT.finditer(passage.text) if is_suspect else ():
            if match[0] in wrong:
                near = gate.lexicon.nearest(match[0])
                values = {"value": match[0], "nearest": f"Bedoel je “{near}”? " if near else ""}
                yield Finding(
                    "language-spelling", passage.path, match[0], partial(passage.at, match.start()), values
                )


def used_words(gate: Gate) -> set[str]:
    """Return every word of the course that must be spelt well."""
    return {word for passage in gate.passages for word in _words_of(passage.text)}


@lru_cache(maxsize=20_000)  # a resident process asks again of texts that nobody touched
def _words_of(text: str) -> tuple[str, ...]:
    return tuple(SPELT.findall(text))


def check_abbreviations(gate: Gate) -> Iterator[Finding]:
    """An abbreviation is in the glossary, or explained where a page or item first uses it."""
    known = gate.glossary | gate.language.known_abbreviations
    seen: set[tuple[str, str]] = set()
    for passage in gate.passages:
        for match in _ABBREVIATION.finditer(passage.text):
            is_first = (passage.unit, match[0]) not in seen
            seen.add((passage.unit, match[0]))
            is_known = match[0] in known or known.issuperset(match[0].split("-"))
            if is_first and not is_known and not _is_explained(match, passage.text):
                values = {"value": match[0]}
                yield Finding(
                    "language-abbreviation",
                    passage.path,
                    match[0],
                    partial(passage.at, match.start()),
                    values,
                )


def _is_explained(match: re.Match[str], text: str) -> bool:
    """Tell whether words in full stand before “(ZSG)” or after “ZSG (”."""
    before, after = text[: match.start()], text[match.end() :]
    is_in_brackets = before.endswith("(") and after.startswith(")") and len(before.split()) > 2
    return is_in_brackets or re.match(r"\s*\(\w+", after) is not None


CHECKS: tuple[Callable[[Gate], Iterable[Finding]], ...] = (
    check_stigma,
    check_terms,
    check_sentences,
    check_readability,
    check_spelling,
    check_abbreviations,
)
IN_ANY_LANGUAGE = (check_stigma, check_terms)
"""Those that need no dictionary: they look for the words that language.yml names."""
