"""Read and check the local contacts of a place, which are printed on the papers of a day.

They are no part of the course: a fault in them stops the command that reads them, but no build. Like facts, they
must be checked again from time to time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from vorming.check.items import date_problems
from vorming.check.references import repeats
from vorming.check.text_rules import find_plain_faults
from vorming.course.kinds import DatedItem
from vorming.model.items import is_phone_number
from vorming.model.local import LocalContacts
from vorming.model.walk import walk
from vorming.source.current import country, language
from vorming.source.parse import parse_model
from vorming.source.problems import Problem, problem
from vorming.source.yaml import Source, read_yaml, scalars
from vorming.text.markdown import find_markup

CONTACTS = "lokaal"
EXAMPLE = "voorbeeld.yml"
"""The one file of the folder that is in git: an example to copy, without real contacts."""
CONTACT = "contact"


def read_place(root: Path, path: str) -> tuple[Source, LocalContacts | None, Sequence[Problem]]:
    """Read the contacts of one place from a file below `root`.

    Return the source, the contacts as outputs show them (None if they can't be read), and the problems.
    """
    source = read_yaml(root, path)
    if source.problems:
        return source, None, source.problems
    place, problems = parse_model(LocalContacts, source, language())
    found = list(problems)
    for loc, text in scalars(source.value):
        for fault in find_plain_faults(text):
            found.append(problem(source.place(*loc), fault.rule_id, **fault.values))
    for value in walk(LocalContacts, place):
        if value.is_plain and (markup := find_markup(value.value)):
            found.append(problem(source.place(*value.loc), "text-plain", value=markup))
    contacts = tuple(enumerate(place.contacts if place else ()))
    for id, at, first in repeats((each.id, source.place("contacts", i, "id")) for i, each in contacts):
        found.append(problem(at, "id-duplicate", value=id, first=first))
    for i, each in contacts:
        if each.phone and not is_phone_number(each.phone, country()):
            found.append(problem(source.place("contacts", i, "phone"), "phone-invalid", value=each.phone))
    return source, place, sorted(set(found))


def read_given(path: Path, today: date) -> tuple[LocalContacts | None, list[Problem]]:
    """Read the contacts in a file of any folder; the problems name the file as `path` does."""
    source, place, found = read_place(path.parent, path.name)
    problems = [*found]
    for contact in _dated(path.stem, place, source):
        problems += date_problems(contact, today)
    return place, [replace(p, place=replace(p.place, path=path.as_posix())) for p in problems]


def check_contacts(root: Path, today: date) -> Iterator[Problem]:
    """Check the contacts of all places of a course."""
    contacts, problems = read_contacts(root)
    yield from problems
    for contact in contacts:
        yield from date_problems(contact, today)


def read_contacts(root: Path) -> tuple[list[DatedItem], list[Problem]]:
    """Read the contacts of all places of a course; a file with a fault gives only problems.

    The id of a contact is “gent/caw”, made of its file and its own id, since two places may use the same id.
    """
    contacts: list[DatedItem] = []
    problems: list[Problem] = []
    for file in sorted((root / CONTACTS).glob("*.yml")):
        if file.name == EXAMPLE:
            continue
        source, place, found = read_place(root, f"{CONTACTS}/{file.name}")
        problems += found
        contacts += _dated(file.stem, None if found else place, source)
    return contacts, problems


def _dated(stem: str, place: LocalContacts | None, source: Source) -> Iterator[DatedItem]:
    """Yield the contacts of a place; `stem` is the name of its file without the ending."""
    for i, contact in enumerate(place.contacts if place else ()):
        yield DatedItem(CONTACT, f"{stem}/{contact.id}", contact, source, ("contacts", i))
