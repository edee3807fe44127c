"""The paper that a group without phones uses: answer cards, a tally sheet and role cards."""

from collections.abc import Iterable
from dataclasses import dataclass

from vorming.model.quiz import CARDS, LETTERED, Scenario
from vorming.quiz.view import QuestionView, letters
from vorming.text.markdown import inline_text
from vorming.text.words import with_capital

PATTERNS = ("plain", "stripes", "dots", "checks")
"""The background pattern of each card, so that cards differ from afar, in grey and for colour-blind readers."""
TALLIED = LETTERED | {"poll"}
"""The types of question that can be answered by holding up a card."""


@dataclass(frozen=True)
class Card:
    """A card to hold up: a large letter on its own pattern."""

    letter: str
    pattern: str


@dataclass(frozen=True)
class TallyRow:
    """A question with a box per answer; `right` holds the letters of the right answers."""

    number: int
    prompt: str
    letters: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True)
class RoleCard:
    """The text for one player of a role-play: `name` is the role, `text` is what only this player knows."""

    name: str
    text: str


def answer_cards() -> tuple[Card, ...]:
    """Return one set of cards, A to D."""
    return tuple(Card(letter, pattern) for letter, pattern in zip(letters(), PATTERNS, strict=False))


def tally_sheet(questions: Iterable[QuestionView]) -> tuple[TallyRow, ...]:
    """Return a row per question that a group can answer with cards.

    A question with more answers than there are cards is left out. A poll on a scale has the steps 1 to 5 instead of
    letters.
    """
    rows = []
    for question in questions:
        if question.type in TALLIED and len(question.options) <= CARDS:
            prompt = inline_text(question.live_prompt or question.prompt)
            rows.append(TallyRow(question.number, prompt, question.counted, question.right_letters))
    return tuple(rows)


def role_cards(scenario: Scenario) -> tuple[RoleCard, ...]:
    """Return a card per role of a scenario; the text of a role is “Name: what this player knows”."""
    parts = (role.partition(": ") for role in scenario.roles)
    return tuple(RoleCard(name, with_capital(said)) for name, _, said in parts)
