"""Trainee or trainer: one predicate decides who reads what."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

EDITION = "edition"
"""The attribute by which a node says for whom it is."""


class Edition(StrEnum):
    """The two editions of every output."""

    TRAINEE = "trainee"
    TRAINER = "trainer"


FILE_NAMES: Mapping[Edition, str] = {Edition.TRAINEE: "deelnemer", Edition.TRAINER: "begeleider"}
"""How an edition is called in the name of a file."""


def is_shown(audience: Any, edition: Edition) -> bool:
    """Tell whether what is meant for `audience` (None: everyone) stands in `edition`."""
    return audience is None or edition is Edition.TRAINER or audience == edition
