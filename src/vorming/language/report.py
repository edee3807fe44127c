"""What a keeper asks of the language: renew words.txt, list unknown words, show how each page reads."""

from collections.abc import Iterator
from pathlib import Path

from vorming.language.check import Gate, check_spelling, is_waived, readability, thresholds, used_words
from vorming.language.lexicon import FILE, LETTERS, decapitalised, plain, render_words, suggestions


def write_words(root: Path, gate: Gate) -> bool:
    """Write what the dictionaries say of the course's words; tell whether the file was stale."""
    words = {plain(word) for word in used_words(gate)}
    words |= {part for passage in gate.passages for part in LETTERS.findall(passage.text) if len(part) > 1}
    path, text = root / FILE, render_words(words)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.write_text(text, encoding="utf-8")
    return True


def describe_unknown(gate: Gate) -> Iterator[str]:
    """Say of each unknown word where it first stands and what Hunspell would write."""
    said: set[str] = set()
    for finding in check_spelling(gate):
        word = finding.text
        if word not in said and not is_waived(gate.language.waivers, finding):
            said.add(word)
            yield f"{finding.at()}: {word} → {', '.join(suggestions(word)) or 'geen voorstel'}"


def unused_own_words(gate: Gate) -> list[str]:
    """Return the course's own words that no text uses any more."""
    used = used_words(gate)
    used |= {part for word in used for part in word.split("-")}
    used |= {word.removesuffix("’s") for word in used}
    return sorted(gate.language.own_words - used - set(map(decapitalised, used)))


def describe_readability(gate: Gate) -> Iterator[str]:
    """Say how easy each file reads, and the least that its readers need."""
    for (path, is_for_trainer), figure in sorted(readability(gate).items()):
        limit = thresholds(gate.language, path, is_for_trainer)
        reader = "begeleider" if is_for_trainer else "deelnemer"
        least = f"minstens {limit.readability}" if limit else "zonder grens"
        yield f"{figure:5.0f}  {least:<12}  {reader:<10}  {path}"
