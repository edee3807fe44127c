"""The two editions, for trainees and for trainers. Only `is_shown` decides which content is in which edition.

The names of files and folders of the trainer's edition are here too, since several packages write or link to them.
"""

from enum import StrEnum
from typing import Any

EDITION = "edition"
"""The attribute of a doctree node with its audience; a node without it is for everyone."""

SITE = "_build/html"
TRAINER = "_build/trainer"
START = "begeleider.html"
PAGES = "begeleider"
DECKS = "dias"
DAYS = "dagen"
OWN_DAYS = "eigen-dagen"
PACKS = "packs"
TRAINERS_OWN = frozenset({START, PAGES, DECKS, DAYS, OWN_DAYS, PACKS})
"""The files and folders that are added to the trainer's book after its build, and opened from disk."""


class Edition(StrEnum):
    """The two editions of every output."""

    TRAINEE = "trainee"
    TRAINER = "trainer"


def is_shown(audience: Any, edition: Edition) -> bool:
    """Tell whether content for an audience belongs in an edition.

    `audience` is the value of a node's `edition` attribute: None for everyone, else the name of an edition. The
    trainer's edition has all content.
    """
    return audience is None or edition is Edition.TRAINER or audience == edition
