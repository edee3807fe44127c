"""Anki's own library imports the cards, and imports them again without making any double."""

from pathlib import Path

import pytest

from tests.support.quiz_book import material
from vorming.exports import load_format
from vorming.exports.format import render

collection = pytest.importorskip("anki.collection")


def test_import_makes_a_card_per_question_and_a_second_import_renews_it(tmp_path: Path) -> None:
    text = render(load_format("anki"), material()).files["proef-anki.txt"].decode()
    path = tmp_path / "kaartjes.txt"
    path.write_text(text, encoding="utf-8")
    opened = collection.Collection(str(tmp_path / "collectie.anki2"))
    assert _import(opened, path) == (8, 0)
    path.write_text(
        text.replace("Een melding mag zonder naam.", "Een melding mag zonder je naam."), encoding="utf-8"
    )
    assert _import(opened, path) == (0, 1)
    notes = [opened.get_note(id) for id in opened.find_notes("")]
    fields = {note.guid: note.fields for note in notes}
    assert set(fields) == {
        "t-single", "t-multiple", "t-truefalse", "t-reason", "t-order", "t-match", "t-numeric", "t-open",
    }  # fmt: skip
    assert "<b>Ja, dat kan.</b>" in fields["t-single"][1] and "zonder je naam" in fields["t-single"][1]
    assert "Ja, dat kan." in fields["t-single"][0]
    assert "1550 euro" in fields["t-numeric"][1]
    assert {deck.name for deck in opened.decks.all_names_and_ids()} >= {
        f"UTSOPI::{section.title}" for section in material().practice.sections
    }
    assert {tag for note in notes for tag in note.tags} == {"alle-types"}
    opened.close()


def _import(opened: object, path: Path) -> tuple[int, int]:
    """Import a file; return how many notes are new and how many renewed."""
    from anki.collection import Collection, ImportCsvRequest

    assert isinstance(opened, Collection)
    metadata = opened.get_csv_metadata(str(path), None)
    log = opened.import_csv(ImportCsvRequest(path=str(path), metadata=metadata)).log
    assert len(log.conflicting) == len(log.missing_notetype) == 0
    return len(log.new), len(log.updated)
