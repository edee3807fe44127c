"""The contacts that a place keeps for itself, for the papers of a day; they are called again from time to time."""

from collections.abc import Sequence
from pathlib import Path

from vorming.check.text_rules import find_plain_faults
from vorming.course.kinds import DatedItem
from vorming.model.faq import Place, is_phone_number
from vorming.source.parse import parse_model
from vorming.source.problems import Problem, problem
from vorming.source.yaml import Source, read_yaml, scalars

FOLDER = "lokaal"
EXAMPLE = "voorbeeld.yml"
"""The one file of the folder that is in git: a form to copy, with nobody in it to call."""
KIND = "contact"


def read_place(root: Path, path: str) -> tuple[Source, Place | None, Sequence[Problem]]:
    """Read the contacts of one place from a file below `root`.

    Return the file with the places of its parts, the contacts (None when they can't be read), and what is
    wrong, each at its line.
    """
    source = read_yaml(root, path)
    if source.problems:
        return source, None, source.problems
    place, problems = parse_model(Place, source)
    wrong = [
        problem(source.place("contacts", i, "phone"), "phone-invalid", value=contact.phone)
        for i, contact in enumerate(place.contacts if place else ())
        if contact.phone and not is_phone_number(contact.phone)
    ]
    for loc, text in scalars(source.value):
        wrong += [
            problem(source.place(*loc), fault.rule_id, **fault.values) for fault in find_plain_faults(text)
        ]
    return source, place, sorted([*problems, *wrong])


def read_contacts(root: Path) -> tuple[list[tuple[DatedItem, Source]], list[Problem]]:
    """Read the contacts of all places of a course, each with its file; a file with a fault gives problems alone.

    A contact is known as “gent/caw”, after its file and its id: two places may have the same id.
    """
    found: list[tuple[DatedItem, Source]] = []
    problems: list[Problem] = []
    for file in sorted((root / FOLDER).glob("*.yml")):
        if file.name == EXAMPLE:
            continue
        source, place, wrong = read_place(root, f"{FOLDER}/{file.name}")
        problems += wrong
        for i, contact in enumerate(place.contacts if place and not wrong else ()):
            id = f"{file.stem}/{contact.id}"
            found.append((DatedItem(KIND, id, contact, source.path, ("contacts", i)), source))
    return found, problems
