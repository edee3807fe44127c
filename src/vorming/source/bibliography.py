"""references.bib -> sources with their places, read with pybtex, which also writes them at the build."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, takewhile
from typing import Any
from urllib.parse import urlsplit

from vorming.model.base import Loc
from vorming.model.course import Source as Reference
from vorming.source.problems import Place, Problem, problem
from vorming.source.yaml import Source

_ENTRY = re.compile(r"^[ \t]*@[ \t]*(?P<kind>\w+)[ \t]*[{(][ \t]*(?P<key>[^,\s]*)", re.MULTILINE)
_NO_ENTRIES = frozenset({"comment", "preamble", "string"})
MAX_KEY = 200
_KEY = re.compile(r"[^\s,{}()\"#%'=~\\]+")


def read_bibliography(text: str, path: str) -> tuple[Source, tuple[Reference, ...]]:
    """Read BibTeX; of an entry with a fault the fault is told, at its line."""
    reading = _Reading(path, text)
    reading.run()
    source = Source(path, places=reading.places, problems=tuple(reading.problems))
    return source, tuple(reading.found.values())


@dataclass
class _Reading:
    path: str
    text: str
    places: dict[Loc, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    found: dict[str, Reference] = field(default_factory=dict)

    def run(self) -> None:
        from pybtex.database.input.bibtex import LowLevelParser  # a tenth of a second

        faults: list[Any] = []
        starts = self._starts()
        try:
            for kind, content in LowLevelParser(self.text, handle_error=faults.append):
                if kind.lower() in _NO_ENTRIES:
                    continue
                place = next(starts, Place(self.path))
                if faults:
                    self._add_fault(str(content[0]), place, self._why(place))
                    faults.clear()
                else:
                    self._add_entry(str(content[0]), content[1], place)
        except Exception as error:  # pybtex has no common class for all that it raises
            place = Place(self.path, getattr(error, "lineno", None) or 1)
            self._add_fault(self.path.rpartition("/")[2], place, "er ontbreekt een accolade of een komma")
        for fault in faults:
            self._add_fault(
                "", Place(self.path, getattr(fault, "lineno", None) or 1), "er ontbreekt een teken"
            )

    def _starts(self) -> Iterator[Place]:
        for match in _ENTRY.finditer(self.text):
            if match["kind"].lower() not in _NO_ENTRIES:
                yield Place(self.path, self.text.count("\n", 0, match.start()) + 1)

    def _why(self, place: Place) -> str:
        """Say what is wrong with an entry that pybtex can't read."""
        lines = self.text.split("\n")[place.line - 1 :]
        entry = "\n".join(lines[:1] + list(takewhile(lambda line: not line.startswith("@"), lines[1:])))
        is_open = entry.count("{") != entry.count("}")
        return "er ontbreekt een accolade" if is_open else "er klopt iets niet met de schrijfwijze"

    def _add_entry(self, key: str, parts: list[tuple[str, list[str]]], place: Place) -> None:
        fields = {name.lower(): " ".join("".join(values).split()) for name, values in parts}
        if detail := _fault_of(key, fields):
            self._add_fault(key, place, detail)
        if not _KEY.fullmatch(key) or len(key) > MAX_KEY:
            return
        if key.lower() in {known.lower() for known in self.found}:
            first = next(where for loc, where in self.places.items() if str(loc[0]).lower() == key.lower())
            self.problems.append(problem(place, "id-duplicate", value=key, first=first))
            return
        said = {name: _bare(fields[name]) for name in ("title", "author", "year", "url") if fields.get(name)}
        self.found[key] = Reference(id=key, **{"title": key, **said})
        self.places[(key,)] = place

    def _add_fault(self, key: str, place: Place, detail: str) -> None:
        self.problems.append(problem(place, "source-invalid", value=key, detail=detail))


def _bare(value: str) -> str:
    return value.replace("{", "").replace("}", "")


def _fault_of(key: str, fields: dict[str, str]) -> str:
    """Say what would stop a build, or write a source without a name; nothing when all is well."""
    if not _KEY.fullmatch(key) or len(key) > MAX_KEY:
        return "de sleutel heeft een teken dat niet kan"
    missing = [name for name in ("title", "author") if not fields.get(name)]
    if missing:
        return f"{missing[0]} ontbreekt"
    if not all(map(_is_balanced, fields.values())):
        return "er ontbreekt een accolade"
    if fields.get("url") and not _is_web_address(fields["url"]):
        return "url is geen adres met https://"
    return (
        "" if _are_names(fields["author"]) else "author heeft te veel komma’s: schrijf and tussen twee namen"
    )


def _is_balanced(value: str) -> bool:
    depths = list(accumulate(({"{": 1, "}": -1}.get(character, 0) for character in value), initial=0))
    return min(depths) == 0 and depths[-1] == 0


def _is_web_address(url: str) -> bool:
    try:
        found = urlsplit(url)
    except ValueError:
        return False
    return found.scheme in {"http", "https"} and bool(found.netloc) and not re.search(r"[\s<>\"]", url)


def _are_names(text: str) -> bool:
    from pybtex.bibtex.utils import split_name_list, split_tex_string

    return all(len(split_tex_string(name, ",")) <= 3 for name in split_name_list(text))
