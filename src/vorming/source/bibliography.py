"""Read references.bib with pybtex, as Sphinx does during a build.

A fault that makes pybtex warn or stop is a problem here, at the line of its entry. The fields of an entry are
decoded to plain text, and the Sphinx build uses the same decoding.
"""

import codecs
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from vorming.model.base import KEY, Loc
from vorming.model.course import Reference
from vorming.source.problems import Place, Problem, phrases, place_at, problem
from vorming.source.yaml import Source

_ENTRY = re.compile(r"@\s*\w+\s*[{(]")
_NO_AT = re.compile(r"^[ \t]*(?P<kind>\w+)\s*\{\s*(?P<key>[^\s{},=]+)\s*,\s*$", re.MULTILINE)
"""The first line of an entry that lacks its @. BibTeX skips such an entry in silence."""
_LATEX = re.compile(r"[&%$#_]")
"""The characters with a special meaning in LaTeX, which must be escaped."""
_ESCAPE = re.compile(r"\\(?=[&%$#_~])|[{}]")
"""The braces and backslashes that BibTeX files have in an address."""
_COMMAND = re.compile(r"[\\~]|--|``|''")
"""The start of a text that must be decoded: a LaTeX command, tie, dash or quotation mark."""
_LOOK = re.compile(
    r"\\(?:em(?:ph)?|(?:text)?(?:bf|it|md|normal|rm|sc|sf|sl|tt|up)|mbox|url)(?:\s*(?=\{)|\s+)"
)
"""A command that only formats text: \\textit{x}, {\\em x}."""
_DOTLESS = re.compile(r"(?<=\\[\"'^`=~])\{(\\[ij])\}")
"""The letter below an accent in braces, \\'{\\i}, which only decodes without them."""
_BRACE = re.compile(r"\\([${}])|[{}]")
"""A brace that only groups, or a sign behind a backslash that latexcodec leaves there."""
_UNREAD = re.compile(r"\\(?:[A-Za-z]+|[^${}])|(?<!\\)\$(?!\s)[^$]*(?<![\s\\])\$(?!\d)")
"""A command that stands for a sign which latexcodec doesn't know, or a formula."""
_DOI = re.compile(r"10\.\d+/[^\s<>\"]+")
_TWO_PEOPLE = re.compile(
    r"(?!(?:de[nrs]?|du|el|la|le|op|te[nr]?|van\w*|von)\b)(?-i:[A-Z])[\w-]+ (?-i:[A-Z])[\w-]+, (?-i:[A-Z])[\w-]+ (?-i:[A-Z])[\w-]+",
    re.IGNORECASE,
)
"""Two names with a comma between them, of which BibTeX would make one: An Peeters, Jo Claes."""
_NO_YEAR = re.compile(r"[nsz]\.? ?[ad]\.?", re.IGNORECASE)
"""How books in several languages say that a work has no year: n.d., s.d., s.a., z.d."""
_ORGANISATION = re.compile(r"[^{},]*,[^{},]*\s(?:and|en|et|of|voor|\\?&)\s[^{},]*")
"""The name of an organisation with a comma, of which BibTeX would take the last part as first names."""
_SHOWN = frozenset(
    ["author", "date", "issue", "journal", "journaltitle", "note", "number", "pages", "title", "volume", "year"]
)  # fmt: skip
"""The fields that a list of sources shows, besides the address."""
_FIELD_OF = {"commas": "author", "names": "author", "url": "url"}
"""The field in which a cause of `bibtex_causes` is found."""
_FIELD = re.compile(r"^[ \t]*(?P<name>\w+)\s*=.*?(?=^[ \t]*\w+\s*=|\Z)", re.MULTILINE | re.DOTALL)
"""A field from the start of its line up to the next one, or to the end of its entry."""
_NO_ENTRIES = frozenset({"comment", "preamble", "string"})


def read_bibliography(text: str, path: str) -> tuple[Source, tuple[Reference, ...]]:
    """Read BibTeX; return the places and problems of its entries, and the entries themselves.

    An entry with a fault, such as a missing title, is returned too, so that citations of it are not reported as well.
    """
    reading = _Reading(path, text)
    source = Source(path, places=reading.places, problems=tuple(reading.problems))
    return source, tuple(reading.entries.values())


def add_entry(text: str, key: str, fields: Mapping[str, str]) -> str:
    """Return BibTeX with a `@misc` entry added at its end; fields without text are left out."""
    lines = [f"{text.rstrip()}\n"] if text.strip() else []
    lines.append(f"@misc{{{key},")
    for name, value in fields.items():
        content = " ".join(value.split())
        if name != "url":
            # A second pair of braces keeps capitals, and keeps the name of an organisation in one piece.
            escaped = _LATEX.sub(r"\\\g<0>", content)
            content = f"{{{escaped}}}" if content else ""
        if content:
            lines.append(f"  {name} = {{{content}}},")
    return "\n".join([*lines, "}\n"])


def plain_text(value: str) -> str:
    """Return the text of a BibTeX field for readers: `\\'e` as é, `--` as a dash, without braces and commands."""
    return _BRACE.sub(r"\1", _decoded(value)).strip()


def _decoded(value: str) -> str:
    if not _COMMAND.search(value):
        return value
    import latexcodec  # noqa: F401 - its import registers the codec

    return _LOOK.sub("", codecs.decode(_DOTLESS.sub(r"\1 ", value), "ulatex"))  # type: ignore[call-overload]


def plain_address(fields: Mapping[str, str]) -> str:
    """Return the address of an entry, in which `~` and `--` keep their literal meaning, else that of its DOI."""
    address, doi = (_ESCAPE.sub("", fields.get(name, "")) for name in ("url", "doi"))
    return address or (f"https://doi.org/{doi}" if _DOI.fullmatch(doi) else "")


def plain_year(fields: Mapping[str, str]) -> str:
    """Return the year of an entry, else the years in its date, else an empty text."""
    if (year := plain_text(fields.get("year", ""))) and not _NO_YEAR.fullmatch(year):
        return year
    day = plain_text(fields.get("date", ""))
    return "–".join(dict.fromkeys(re.findall(r"\b\d{4}\b", day))) or day


def whole_name(person: Any) -> str:
    """Return a name with the first names first. BibTeX would cite an organisation by the last word of its name."""
    names = [*person.first_names, *person.middle_names, *person.prelast_names]
    names += [*person.last_names, *person.lineage_names]
    return plain_text(" ".join(map(str, names)))


class _Reading:
    def __init__(self, path: str, text: str) -> None:
        from pybtex.database.input.bibtex import LowLevelParser  # the import takes a tenth of a second

        self.path = path
        self.text = text
        self.places: dict[Loc, Place] = {}
        self.problems: list[Problem] = []
        self.entries: dict[str, Reference] = {}
        """The entries by their key in lower case, since BibTeX keys do not depend on case."""
        self.parents: list[tuple[str, str, Place]] = []
        """For each entry with a `crossref` field: its key, the key of the parent, and the place of the field."""
        faults: list[Any] = []
        parser = LowLevelParser(text, handle_error=faults.append)
        try:
            for kind, content in parser:
                if kind.lower() not in _NO_ENTRIES:
                    self.add(content[0], content[1], parser.command_start, faults)
                    faults.clear()
        except Exception as error:  # the exceptions of pybtex have no common base class
            place = Place(path, getattr(error, "lineno", None) or 1)
            self.add_fault(path.rpartition("/")[2], place, "brace-or-comma")
        for fault in faults:
            self.add_fault("", Place(path, getattr(fault, "lineno", None) or 1), "character")
        for entry in _NO_AT.finditer(text):
            self.add_fault(entry["key"], place_at(path, text, entry.start("kind")), "at", entry["kind"])
        for key, parent, place in self.parents:
            if parent.lower() not in self.entries:
                self.add_fault(key, place, "parent", parent)

    def entry(self, start: int) -> str:
        """Return the text from the start of an entry to the start of the next one."""
        after = _ENTRY.search(self.text, start + 1)
        return self.text[start : after.start() if after else None]

    def why(self, start: int, stop: int) -> tuple[str, str]:
        """Return the cause of a syntax error, a key of `bibtex_causes`, and the name of the field if one is at fault.

        The entry starts at `start`, and pybtex stopped reading at `stop`.
        """
        entry = self.entry(start)
        if re.match(r"@\s*\w+\s*[{(]\s*(?:\w+\s*=|,)", entry):
            return "no-key", ""
        if re.match(r"@\s*\w+\s*[{(]\s*[^\s,={}]+[ \t]+[^\s,={}]", entry):
            return "key", ""
        if re.search(r"(?:^|,)\s*%", entry, re.MULTILINE):
            return "percent", ""
        if field := re.search(r"^\s*(\w+)\s*:?\s*\{", entry, re.MULTILINE):
            return "equals", field[1]
        if field := re.search(r"(\w+)\s*=\s*[“”„‘’]", entry):
            return "quotes", field[1]
        if unclosed := entry.count("{") - entry.count("}"):
            return "brace" if unclosed > 0 else "closed", ""
        before, after = self.text[start:stop], self.text[stop:]
        if (field := re.match(r"\s*(\w+)\s*=", after)) and re.search(r"[}\"]\s*$|=\s*\w+\s*$", before):
            return "comma", field[1]
        bare = re.search(r"=\s*([^{}\"\s]+)$", before)
        return ("bare", bare[1]) if bare else ("other", after.strip().partition("\n")[0][:30])

    def add(self, key: str, parts: list[tuple[str, list[str]]], start: int, faults: list[Any]) -> None:
        """Add an entry, or report the first of the faults that pybtex found in it."""
        from pybtex.bibtex.utils import split_name_list
        from pybtex.database import Person

        place = place_at(self.path, self.text, start)
        if faults:
            stop = faults[0].error_context_info[2]
            cause, name = self.why(start, stop)
            where = place_at(self.path, self.text, stop) if cause == "other" else place
            if cause == "bare":
                where = place_at(self.path, self.text, self.text.rindex(name, start, stop))
            if cause in {"brace", "closed"}:
                where = self.place_of_brace(start)
            self.add_fault(key or "", where, cause, name)
            if re.fullmatch(KEY, key or "") and key.lower() not in self.entries:
                self.entries[key.lower()], self.places[(key,)] = Reference(id=key, title=key), place
            return
        fields = {name.lower(): " ".join("".join(values).split()) for name, values in parts}
        shown = {name: plain_text(value) for name, value in fields.items() if name != "url"}
        shown["url"] = plain_address(fields)
        entry = self.entry(start)
        cause = "closed" if entry.count("}") > entry.count("{") else self.fault_of(key, fields, shown)
        if cause:
            field = _FIELD_OF.get(cause)
            where = self.place_of_brace(start) if cause == "closed" else place
            self.add_fault(key, self.place_of(field, start) if field else where, cause)
        for name, count in Counter(name.lower() for name, _ in parts).items():
            if count > 1:
                self.add_fault(key, self.place_of(name, start, 1), "twice", name)
        for name in sorted(_SHOWN & fields.keys()):
            if unread := _UNREAD.search(_decoded(fields[name])):
                self.add_fault(key, self.place_of(name, start), "command", unread[0].strip())
        if cause == "key":
            return
        if first := self.entries.get(key.lower()):
            self.problems.append(problem(place, "id-duplicate", value=key, first=self.places[(first.id,)]))
            return
        if parent := fields.get("crossref"):
            self.parents.append((key, parent, self.place_of("crossref", start)))
        people = [Person(name) for name in split_name_list(fields["author"])] if not cause else ()
        self.entries[key.lower()] = Reference(
            id=key,
            title=shown.get("title") or key,
            author="; ".join(map(whole_name, people)),
            year=plain_year(fields),
            url=shown["url"],
        )
        self.places[(key,)] = place

    def place_of(self, name: str, start: int, nth: int = 0) -> Place:
        """Return the place of the field `name` in the entry that starts at `start`; `nth` counts from 0."""
        matches = re.finditer(rf"(?<=[\s,]){re.escape(name)}\s*=", self.text[start:], re.IGNORECASE)
        return place_at(self.path, self.text, start + [match.start() for match in matches][nth])

    def place_of_brace(self, start: int) -> Place:
        """Return the place of the first field of an entry with a brace too few or too many; else of the entry."""
        entry = self.entry(start)
        for field in _FIELD.finditer(entry):
            opened = field[0].count("{") - field[0].count("}")
            if opened + (field.end() == len(entry)):  # the brace after the last field closes the entry
                return place_at(self.path, self.text, start + field.start("name"))
        return place_at(self.path, self.text, start)

    def add_fault(self, key: str, place: Place, cause: str, name: str = "") -> None:
        detail = phrases("bibtex_causes")[cause].format(name=name)
        self.problems.append(problem(place, "source-invalid", value=key, detail=detail))

    def fault_of(self, key: str, fields: dict[str, str], shown: dict[str, str]) -> str:
        """Return the cause, a key of `bibtex_causes`, for which a build would stop or show the source without a name.

        Return an empty text for an entry without faults.
        """
        from pybtex.bibtex.utils import split_name_list, split_tex_string

        if not re.fullmatch(KEY, key):
            return "key"
        for name in ("title", "author"):
            if not shown.get(name, "").strip(" ,"):
                return f"no-{name}"
        try:
            url = urlsplit(shown["url"])
            is_web = url.scheme in {"http", "https"} and url.netloc and not url.username and url.port != 0
        except ValueError:  # half an IP address, or a port above 65535
            is_web = False
        if fields.get("url") and (not is_web or re.search(r"[\s<>\"]", shown["url"])):
            return "url"
        names = split_name_list(fields["author"])
        # BibTeX would print a stray “and”, and would read names separated by semicolons as one name.
        ends = {word for name in names for word in (*name.split()[:1], *name.split()[-1:])}
        is_empty = any(not name.strip(" ,{}") for name in names)
        if is_empty or "and" in ends or any(len(split_tex_string(name, ";")) > 1 for name in names):
            return "names"
        # BibTeX allows at most two commas in a name: “Last, Junior, First”.
        is_names = all(len(split_tex_string(name, ",")) <= 3 for name in names)
        is_names &= not any(_ORGANISATION.fullmatch(name) or _TWO_PEOPLE.fullmatch(name) for name in names)
        return "" if is_names else "commas"
