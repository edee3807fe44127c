"""The rules of the language gate, with spelling by Hunspell; the words to avoid, allow and waive are in language.yml.

`check_language` is one of the checks of a course. Each rule is a function from a `Gate` to findings. The commands
`vorming words` and `vorming readability` use the same rules.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache, lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import Any

from vorming.language.prose import Passage, Sentence, read_passages, sentences
from vorming.model.course import Course
from vorming.model.language import Allowed, Avoided, Language, Reader, Thresholds, Waiver
from vorming.source.load import Loaded
from vorming.source.problems import Place, Problem, phrases, problem
from vorming.text.words import decapitalised

DICTIONARY = "nl"
"""The language whose dictionary and measure of readability come with the tool."""
LEAST_WORDS = 100
"""The least number of words for a meaningful figure of readability."""
_WORDS = phrases("fragments")

# Letters with apostrophes or hyphens between them: foto’s, ZSG-bezoek. Words with digits are not checked.
SPELT = re.compile(r"(?<!\w)[^\W\d_]+(?:['’‑-][^\W\d_]+)*(?!\w)")
# Capitals, also with the s of a plural: OCMW’s.
_ABBREVIATION = re.compile(r"(?<!\w)[A-Z]{2,6}(?:-[A-Z]{2,6})*(?=s?(?!\w))")
_HUNSPELL = Path(__file__).parents[1] / "assets" / "language" / "hunspell"
# Each match is one vowel sound; the longest spelling comes first.
_VOWEL = re.compile(
    "aai|ooi|oei|eau|eeu|ieu|ij|aa|ee|ie|oo|uu|oe|ei|eu|ui|au|ou|[aeiouyáàâäéèêëíìîïóòôöúùûü]"
)
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Finding:
    """A violation of a rule, before waivers: a waiver must match `text`, and `values` fill the rule's sentence.

    `at` computes the place only when it is needed, since that reads the file again.
    """

    rule_id: str
    path: str
    text: str
    at: Callable[[], Place]
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Gate:
    """The input of the rules: all passages, and the abbreviations that the glossary explains."""

    language: Language
    passages: tuple[Passage, ...]
    glossary: frozenset[str]


def check_language(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that the text follows the language rules, and that every waiver is needed."""
    if course.settings.language != DICTIONARY:
        place = loaded.place(course.settings, "language")
        yield problem(place, "language-unchecked", value=course.settings.language)
    gate = open_gate(loaded)
    waived: set[tuple[int, int]] = set()
    rules = (check_avoided, check_sentences, check_readability, check_spelling, check_abbreviations)
    # Without a dictionary, only the first rule can be checked, which searches for words named in language.yml.
    for rule in rules if course.settings.language == DICTIONARY else rules[:1]:
        for finding in rule(gate):
            hits = waivers_of(gate.language.waivers, finding)
            waived.update(hits)
            if not hits:
                yield problem(finding.at(), finding.rule_id, **finding.values)
    for i, waiver in enumerate(gate.language.waivers):
        for j, text in enumerate(waiver.texts or ("",)):
            if (i, j) not in waived:
                place = loaded.place(waiver, *(("texts", j) if waiver.texts else ()))
                yield problem(place, "language-waiver-unused", value=text or waiver.file)


def open_gate(loaded: Loaded) -> Gate:
    """Collect the input of the rules."""
    course, explained = loaded.parsed, set[str]()
    for term in course.terms:
        for word in (term.abbreviation or "", term.term, *term.forms):
            explained.update(_ABBREVIATION.findall(word))
    return Gate(course.language, read_passages(loaded), frozenset(explained))


def waivers_of(waivers: tuple[Waiver, ...], finding: Finding) -> list[tuple[int, int]]:
    """Return the waivers that match a finding, as pairs of the index of the waiver and the index of its text.

    A text matches findings that start with it, regardless of case, apostrophes and white space. A waiver without texts
    counts as one with the text "", which matches all findings of its rule in its files.
    """
    matches, text = [], _same(finding.text)
    for i, waiver in enumerate(waivers):
        if waiver.rule == finding.rule_id and fnmatchcase(finding.path, waiver.file):
            for j, start in enumerate(waiver.texts or ("",)):
                if text.startswith(_same(start)):
                    matches.append((i, j))
    return matches


def _same(text: str) -> str:
    return " ".join(plain(text).casefold().split())


class AvoidedWords:
    """The entries of one list, compiled to patterns.

    In a phrase, * stands for letters, or by itself for a whole word, and a space for any white space. Case matters
    only for entries that are `is_exact`.
    """

    def __init__(self, entries: tuple[Avoided, ...], allowed: tuple[Allowed, ...]) -> None:
        self.entries = {f"e{i}": entry for i, entry in enumerate(entries)}
        patterns = []
        for name, entry in self.entries.items():
            words = "|".join(map(_phrase, entry.words))
            patterns.append(f"(?P<{name}>{words if entry.is_exact else f'(?i:{words})'})")
        self.pattern = re.compile("|".join(patterns))
        # Every match contains the letters between the stars; of these, the longest run is the rarest.
        phrases = chain.from_iterable(entry.words for entry in entries)
        self.pieces = {max(re.split(r"[\s*]+", phrase.casefold()), key=len) for phrase in phrases}
        spared = map(_phrase, chain.from_iterable(group.phrases for group in allowed))
        self.allowed = re.compile(rf"(?i:{'|'.join(spared) or '(?!)'})")
        self.found: dict[str, list[tuple[re.Match[str], Avoided]]] = {}

    def find(self, text: str) -> list[tuple[re.Match[str], Avoided]]:
        """Return each avoided word outside of allowed phrases, in order, with the first entry that names it."""
        if text in self.found:  # the preview checks unchanged texts again after each edit
            return self.found[text]
        hits, lowered = list[tuple[re.Match[str], Avoided]](), text.casefold()
        if any(piece in lowered for piece in self.pieces):  # most have none, and the pattern is slow
            spared = [match.span() for match in self.allowed.finditer(text)]
            for match in self.pattern.finditer(text):
                if not any(start <= match.start() and match.end() <= end for start, end in spared):
                    hits.append((match, self.entries[str(match.lastgroup)]))
        return self.found.setdefault(text, hits)


avoided_words = lru_cache(maxsize=4)(AvoidedWords)
"""Compile entries; the same entries give the same object, which caches its results for each text."""


def _phrase(phrase: str) -> str:
    words = (r"\w+" if word == "*" else re.escape(word).replace(r"\*", r"\w*") for word in phrase.split())
    return r"\b" + r"\s+".join(words) + r"\b"


def check_avoided(gate: Gate) -> Iterator[Finding]:
    """Check that the text has no stigmatising words and no terms to avoid."""
    lists = {"language-stigma": gate.language.stigma, "language-term": gate.language.terms}
    for rule_id, entries in lists.items():
        avoided = avoided_words(entries, gate.language.allowed)
        for passage in gate.passages:
            for match, entry in avoided.find(passage.text) if not passage.is_quoted else ():
                values = {"value": match[0], "say": entry.say, "why": entry.why.rstrip(".")}
                yield Finding(rule_id, passage.path, match[0], partial(passage.at, match.start()), values)


def check_sentences(gate: Gate) -> Iterator[Finding]:
    """Check that no sentence is longer than its readers can follow."""
    limit_of = cache(partial(thresholds, gate.language))
    for passage in gate.passages:
        limit = limit_of(passage.path, passage.is_for_trainer)
        for sentence in sentences(passage.text) if limit and not passage.is_quoted else ():
            if limit and len(sentence.words) > limit.sentence:
                values = {"count": len(sentence.words), "most": limit.sentence}
                at = partial(passage.at, sentence.start)
                yield Finding("language-sentence-long", passage.path, sentence.text, at, values)


def check_readability(gate: Gate) -> Iterator[Finding]:
    """Check that no page is harder than its readers can follow."""
    for (path, is_for_trainer), figure in readability(gate).items():
        limit = thresholds(gate.language, path, is_for_trainer)
        if limit and figure < limit.readability:
            reader = limit.name if isinstance(limit, Reader) else _WORDS["trainers"]
            values = {"value": round(figure), "least": limit.readability, "reader": reader}
            yield Finding("language-readability", path, reader, partial(Place, path), values)


def readability(gate: Gate) -> dict[tuple[str, bool], float]:
    """Return the reading ease of each text, by its file and whether it is for the trainer.

    The figures are those of `flesch_douma`; texts that are too short for a figure are left out. Titles, cells and
    fragments are not counted, since they are no sentences.
    """
    texts = defaultdict[tuple[str, bool], list[Sentence]](list)
    for passage in gate.passages:
        if passage.is_running:
            texts[passage.path, passage.is_for_trainer] += sentences(passage.text)
    figures = {}
    for key, of_text in texts.items():
        counts = [syllables(word) for sentence in of_text for word in sentence.words]
        if len(counts) >= LEAST_WORDS:
            # Words without syllables, such as numbers, are not counted.
            figures[key] = flesch_douma(sum(map(bool, counts)), len(of_text), sum(counts))
    return figures


def flesch_douma(words: int, sentences: int, syllables: int) -> float:
    """Return the reading ease of Flesch, as adapted to Dutch by Douma in 1960: 100 is very easy, below 30 very hard.

    It is 206.84 − 0.77 × syllables per hundred words − 0.93 × words per sentence.
    """
    return 206.84 - 77 * syllables / words - 0.93 * words / sentences


def thresholds(language: Language, path: str, is_for_trainer: bool) -> Thresholds | None:
    """Return the limits for a text; None if language.yml names no reader for its file.

    The first reader with a pattern that matches the path decides. All texts for the trainer have the same limits.
    """
    if is_for_trainer:
        return language.trainer
    for reader in language.readers:
        if any(fnmatchcase(path, pattern) for pattern in reader.files):
            return reader
    return None


def check_spelling(gate: Gate) -> Iterator[Finding]:
    """Check that every word is in the dictionary, or in the course's own list."""
    own, used = frozenset(map(plain, gate.language.own_words)), used_words(gate)
    wrong = {word for word in used if not is_right(word, own)}
    hints = {}
    for word in wrong:
        # The suggestions of Hunspell take too long for a check; `vorming words` shows them.
        near = get_close_matches(word, used - wrong, n=1, cutoff=0.8)
        hints[word] = f"{_WORDS['meant'].format(word=near[0])} " if near else ""
    for passage in gate.passages if hints else ():
        for match in SPELT.finditer(passage.text):
            if match[0] in hints:
                values = {"value": match[0], "nearest": hints[match[0]]}
                at = partial(passage.at, match.start())
                yield Finding("language-spelling", passage.path, match[0], at, values)


def plain(word: str) -> str:
    """Return a word with plain apostrophes and hyphens."""
    return word.replace("’", "'").replace("‑", "-")


def is_right(word: str, own: AbstractSet[str]) -> bool:
    """Tell whether a word is spelt correctly: as a whole, without a final ’s, or in its parts between hyphens.

    `own` are the words of the course itself. A word in capitals always counts as correct, since another rule checks
    abbreviations.
    """
    word = plain(word)
    if len(word) < 2 or word.isupper() or not own.isdisjoint({word, decapitalised(word)}):
        return True
    return (
        bool(_hunspell().spell(word))
        or (word.endswith("'s") and is_right(word[:-2], own))
        or ("-" in word and all(is_right(part, own) for part in word.split("-")))
    )


def suggestions(word: str) -> list[str]:
    """Return the suggestions of Hunspell for a word, the likeliest first."""
    return list(_hunspell().suggest(word))


@cache
def syllables(word: str) -> int:
    """Count the syllables of a word by its vowels; each letter of an abbreviation is one, and digits are none."""
    count = 0
    for part in _LETTERS.findall(word):
        is_spelt_out = len(part) == 1 or (part.isupper() and len(part) < 5)
        count += len(part) if is_spelt_out else len(_VOWEL.findall(part.casefold().replace("qu", "kw"))) or 1
    return count


@cache
def _hunspell() -> Any:
    from hunspell import Hunspell  # imported here, as only a course in Dutch needs it

    return Hunspell("nl", hunspell_data_dir=str(_HUNSPELL))


def used_words(gate: Gate) -> set[str]:
    """Return every word of the course whose spelling is checked, as it is written."""
    return set(chain.from_iterable(SPELT.findall(passage.text) for passage in gate.passages))


def check_abbreviations(gate: Gate) -> Iterator[Finding]:
    """Check that an abbreviation is in the glossary, or explained at its first use in a page or item."""
    known = gate.glossary.union(*(group.words for group in gate.language.abbreviations))
    seen: set[tuple[str, str]] = set()
    for passage in gate.passages:
        for match in _ABBREVIATION.finditer(passage.text):
            is_first = (passage.unit, match[0]) not in seen
            seen.add((passage.unit, match[0]))
            is_known = match[0] in known or known.issuperset(match[0].split("-"))
            # An explanation is the full words before “(ZSG)”, or after “ZSG (”.
            before, after = passage.text[: match.start()], passage.text[match.end() :]
            is_in_brackets = before.endswith("(") and after.startswith(")") and len(before.split()) > 2
            is_explained = is_in_brackets or re.match(r"\s*\(\w+", after)
            if is_first and not is_known and not is_explained:
                at = partial(passage.at, match.start())
                yield Finding("language-abbreviation", passage.path, match[0], at, {"value": match[0]})


def describe_unknown(gate: Gate) -> Iterator[str]:
    """Yield a Dutch line for each unknown word, with its first place and the suggestions of Hunspell."""
    seen: set[str] = set()
    for finding in check_spelling(gate):
        word = finding.text
        if word not in seen and not waivers_of(gate.language.waivers, finding):
            seen.add(word)
            yield f"{finding.at()}: {word} → {', '.join(suggestions(word)) or _WORDS['no_suggestion']}"


def unused_own_words(gate: Gate) -> list[str]:
    """Return the course's own words that no text uses."""
    used = used_words(gate)
    used |= set(chain.from_iterable(word.split("-") for word in used))
    used |= {word.removesuffix("’s") for word in used}
    return sorted(gate.language.own_words - used - set(map(decapitalised, used)))


def describe_readability(gate: Gate) -> Iterator[str]:
    """Yield a Dutch line for each text, with its reading ease, the least for its readers, and its file."""
    for (path, is_for_trainer), figure in sorted(readability(gate).items()):
        limit = thresholds(gate.language, path, is_for_trainer)
        reader = _WORDS["trainer" if is_for_trainer else "trainee"]
        least = _WORDS["least"].format(least=limit.readability) if limit else _WORDS["no_least"]
        yield f"{figure:5.0f}  {least:<12}  {reader:<10}  {path}"
