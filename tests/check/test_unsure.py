"""No score rests on what is not sure, whichever way a question leads there."""

from pathlib import Path

import pytest

from tests.conftest import append_to, replace_in, vorming

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
    replace_in(data / "facts.yml", "    dossier: H6\n", "    dossier: H6\n    contradictions: [K1]\n")
    replace_in(data / "contradictions.yml", "    title:", f"    status: {status}\n    title:")
    replace_in(data / "misconceptions.yml", "facts: [melding-anoniem]", f"facts: [{refuted_by}]")
    bank = data / "quizzes/eerste.yml"
    asked = ASKED.format(covers=covers, misconception=misconception)
    append_to(bank, asked)
    found = vorming(mini, "check").stdout
    assert ("[quiz-unconfirmed]" in found) == bool(says) and says in found
