"""No score rests on what is not sure, whichever way a question leads there."""

from pathlib import Path

import pytest

from tests.conftest import vorming

ASKED = """\
  - id: erbij
    type: single
    prompt: Wat nu?
    explanation: Daarom.
    covers: [{covers}]
    options:
      - {{text: Ja, correct: true}}
      - {{text: Nee, feedback: Dat klopt niet zo., misconception: {misconception}}}
"""


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("covers", "misconception", "status", "refuted_by", "says"),
    [
        ("prijs-zorg", "M01", "open", "melding-anoniem", "“prijs-zorg” is nog te bevestigen"),
        ("prijs-zorg", "M01", "settled", "melding-anoniem", ""),
        ("melding-anoniem", "M01", "settled", "dossier-onbekend", "“M01” is nog te bevestigen"),
    ],
)
def test_scored_question_stands_on_sure_ground(
    mini: Path, covers: str, misconception: str, status: str, refuted_by: str, says: str
) -> None:
    data = mini / "book/_data"
    _change(data / "facts.yml", "    dossier: H6\n", "    dossier: H6\n    contradictions: [K1]\n")
    _change(data / "contradictions.yml", "    title:", f"    status: {status}\n    title:")
    _change(data / "misconceptions.yml", "facts: [melding-anoniem]", f"facts: [{refuted_by}]")
    bank = data / "quizzes/eerste.yml"
    asked = ASKED.format(covers=covers, misconception=misconception)
    bank.write_text(bank.read_text(encoding="utf-8") + asked, encoding="utf-8")
    found = vorming(mini, "check").stdout
    assert ("[quiz-unconfirmed]" in found) == bool(says) and says in found
