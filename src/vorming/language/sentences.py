"""Dutch text -> sentences and words, without a break at the point of an abbreviation."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

ABBREVIATIONS = frozenset(
    [
        "a.d.h.v.", "a.u.b.", "art.", "bijv.", "blz.", "bv.", "ca.", "d.w.z.", "dhr.", "dr.", "evt.", "excl.",
        "i.p.v.", "i.v.m.", "incl.", "jl.", "m.a.w.", "m.b.t.", "m.i.v.", "max.", "mevr.", "min.", "mr.", "mw.",
        "nl.", "nr.", "nrs.", "o.a.", "o.m.", "p.", "prof.", "resp.", "st.", "t.a.v.", "t.e.m.", "t.o.v.", "t.w.v.",
        "tel.", "v.", "vgl.", "vs.", "z.g.", "zgn.", "zn.",
    ]
)  # fmt: skip
"""After these a sentence goes on, even before a capital."""

_LONGEST = max(map(len, ABBREVIATIONS))

# A closing quote or bracket belongs to the sentence before it.
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)")
_TOKEN = re.compile(r"[\w.]+$")
_OPENING = re.compile(r"[\s\"'“”‘’(\[–—-]*")
_APOSTROPHE = re.compile(r"['’][a-z]\s")
# Signs between letters or digits part no words.
_WORD = re.compile(r"\w+(?:[-'’.,/:]\w+)*")


@dataclass(frozen=True)
class Sentence:
    """A sentence, its position in the text from 0, and its words; 3.500, 72-uur and o.a are one word each."""

    start: int
    text: str
    words: tuple[str, ...]


@lru_cache(maxsize=20_000)  # two rules ask for the same sentences, and a preview checks again after each edit
def sentences(text: str) -> tuple[Sentence, ...]:
    """Split a text in sentences; a stretch without a word, such as a line of dashes, is none."""
    ends = [match.end() for match in _END.finditer(text) if _is_end(text, match)]
    found = []
    for start, end in pairwise([0, *ends, len(text)]):
        part = text[start:end]
        if words := tuple(_WORD.findall(part)):
            found.append(Sentence(start + len(part) - len(part.lstrip()), part.strip(), words))
    return tuple(found)


def _is_end(text: str, match: re.Match[str]) -> bool:
    rest = text[match.end() :].lstrip()
    opening = _OPENING.match(rest)
    following = rest[opening.end() if opening else 0 :][:1]
    # A sentence may start in lower case after an apostrophe: ’s Avonds is het druk.
    if following.islower() and not _APOSTROPHE.match(rest):
        return False
    before = text[max(0, match.start() - _LONGEST) : match.start()]
    token = _TOKEN.search(before) if match[0][0] == "." else None
    if token is None:
        return True
    is_initial = len(token[0]) == 1 and token[0].isupper()
    return not is_initial and f"{token[0].casefold()}." not in ABBREVIATIONS
