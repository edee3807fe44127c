"""What `vorming words` and `vorming readability` say: unknown and unused words, and how easy each page reads."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from vorming.language.check import Gate, check_spelling, readability, thresholds, used_words, waivers_of
from vorming.language.lexicon import FILE, LETTERS, decapitalised, plain, render_words, suggestions
from vorming.source.files import write_files
from vorming.source.problems import causes

SAID = causes("said")


def write_words(root: Path, gate: Gate) -> bool:
    """Write to words.txt what the dictionaries say of the words of the course; tell whether it was stale.

    Beside whole words it has every run of letters, for which syllables are counted.
    """
    words = {plain(word) for word in used_words(gate)}
    for passage in gate.passages:
        words.update(part for part in LETTERS.findall(passage.text) if len(part) > 1)
    return bool(write_files(root, {FILE: render_words(words).encode()}))


def describe_unknown(gate: Gate) -> Iterator[str]:
    """Yield a Dutch line for each unknown word: its first place and what Hunspell would write instead."""
    said: set[str] = set()
    for finding in check_spelling(gate):
        word = finding.text
        if word not in said and not waivers_of(gate.language.waivers, finding):
            said.add(word)
            yield f"{finding.at()}: {word} → {', '.join(suggestions(word)) or SAID['no_suggestion']}"


def unused_own_words(gate: Gate) -> list[str]:
    """Return the course's own words that no text uses any more."""
    used = used_words(gate)
    used |= set(chain.from_iterable(word.split("-") for word in used))
    used |= {word.removesuffix("’s") for word in used}
    return sorted(gate.language.own_words - used - set(map(decapitalised, used)))


def describe_readability(gate: Gate) -> Iterator[str]:
    """Yield a Dutch line for each text: how easy it reads, the least that its readers need, and its file."""
    for (path, is_for_trainer), figure in sorted(readability(gate).items()):
        limit = thresholds(gate.language, path, is_for_trainer)
        reader = SAID["trainer" if is_for_trainer else "trainee"]
        least = SAID["least"].format(least=limit.readability) if limit else SAID["no_least"]
        yield f"{figure:5.0f}  {least:<12}  {reader:<10}  {path}"
