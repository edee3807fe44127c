"""The changes of a pack in Dutch, once for the command and for the page."""

from collections.abc import Iterator
from dataclasses import dataclass

from vorming.model.packs import PageNumbers
from vorming.packs.changes import Change, Changes, Kind
from vorming.packs.table import all_packs, pack_title
from vorming.source.load import Loaded
from vorming.text.numbers import format_date
from vorming.text.words import words

SAID = words("packs").group("changes")


@dataclass(frozen=True)
class Report:
    """What there is to say of a pack: its title, sentences, lists with a head, closing sentences."""

    title: str
    lead: tuple[str, ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()
    end: tuple[str, ...] = ()


def report_changes(loaded: Loaded, changes: Changes) -> Report:
    """Say what has changed since a pack went out."""
    assert loaded.course is not None
    titles = {pack.name: pack_title(pack) for pack in all_packs(loaded.course)}
    title = SAID["pack"].format(number=changes.number, name=titles.get(changes.name, changes.name))
    lead = (_released(changes), *_state(changes))
    if changes.now is None or changes.is_same:
        return Report(title, lead)
    again = changes.print_again
    end = SAID["print_again"].format(pages=write_pages(again)) if again else SAID["print_none"]
    return Report(
        title, lead, tuple(_lists(changes)), (SAID["unchanged"].format(count=changes.unchanged), end)
    )


def _released(changes: Changes) -> str:
    day = changes.released_on
    return SAID["released_on"].format(date=format_date(day)) if day else SAID["not_released"]


def _state(changes: Changes) -> Iterator[str]:
    if changes.now is None:
        yield SAID["no_pack"]
    else:
        yield SAID["same"] if changes.is_same else SAID["now"].format(number=changes.now)


def _lists(changes: Changes) -> Iterator[tuple[str, tuple[str, ...]]]:
    for kind in Kind:
        if found := changes.of(kind):
            yield SAID[kind.value], tuple(map(_line, found))
    if changes.texts:
        yield SAID["texts"], tuple(map(_line, changes.texts))


def _line(change: Change) -> str:
    pages = SAID["pages"].format(pages=write_pages(change.at)) if change.at else ""
    return f"{pages}{change.about}{_value(change) or _sentences(change)}"


MOST_SENTENCES = 3


def _sentences(change: Change) -> str:
    """Quote what is said now and wasn't, as far as a line allows; not what the line says already."""
    new = [sentence for sentence in change.sentences if sentence not in change.about]
    if not new:
        return ""
    more = SAID["more_sentences"].format(count=len(new) - MOST_SENTENCES) if len(new) > MOST_SENTENCES else ""
    quoted = " ".join(f"“{sentence}”" for sentence in new[:MOST_SENTENCES])
    return f"{_stop(change.about)} {SAID['says_now'].format(sentences=quoted)}{more}"


def _value(change: Change) -> str:
    if change.was == change.now:
        return ""
    key = "value_changed" if change.was and change.now else "value_was" if change.was else "value_now"
    return f"{_stop(change.about)} {SAID[key].format(was=change.was, now=change.now)}"


def _stop(text: str) -> str:
    return "" if text.endswith((".", "?", "!")) else "."


def write_pages(pages: PageNumbers) -> str:
    """Write page numbers as a person does: 3, 5–7."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
