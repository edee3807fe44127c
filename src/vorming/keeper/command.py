"""What is due in Dutch, as lines for a terminal."""

from collections.abc import Iterator, Sequence
from datetime import date

from vorming.check.known import WORDS
from vorming.keeper.due import Entry
from vorming.model.course import Course, Source
from vorming.text.markdown import Values, inline_text, resolve_roles, values_of
from vorming.text.numbers import format_date
from vorming.text.words import words

SAID = words("keeper").group("due")


def write_due(entries: Sequence[Entry], course: Course, day: date) -> Iterator[str]:
    """Yield a block of lines for each entry, between a sentence before and one after."""
    key = "none" if not entries else "one" if len(entries) == 1 else "more"
    yield SAID[key].format(date=format_date(day), count=len(entries))
    values = values_of(course)
    for entry in entries:
        yield "\n  ".join(_lines(entry, values))
    if entries:
        yield SAID["end"].format(id=entries[0].found.id)


def _lines(entry: Entry, values: Values) -> Iterator[str]:
    found, item = entry.found, entry.item
    assert item.recheck_on is not None
    yield SAID["head"].format(
        kind=WORDS[found.kind], id=found.id, place=entry.place,
        before=format_date(item.recheck_on), checked=format_date(item.checked_on),
    )  # fmt: skip
    yield inline_text(resolve_roles(entry.says, values))
    yield from (SAID["source"].format(source=_source(source)) for source in entry.sources)
    pages = "; ".join(page.title for page in entry.pages)
    yield SAID["used"].format(pages=pages) if pages else SAID["unused"]
    if entry.packs:
        packs = (
            SAID["pack"].format(name=p.name, number=p.number, date=format_date(on)) for on, p in entry.packs
        )
        yield SAID["packs"].format(packs="; ".join(packs))


def _source(source: Source) -> str:
    return " ".join(filter(None, (source.title, source.url)))
