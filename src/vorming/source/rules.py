"""The closed table of rules, and what else commands say to authors: read from assets/rules, in Dutch."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

FILE = "assets/rules/rules.nl.yml"


@dataclass(frozen=True)
class Rule:
    """A sentence and a hint with {holes}, and whether it stops a build."""

    sentence: str
    hint: str
    severity: Literal["error", "warning"] = "error"


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule by its id."""
    return {id: Rule(**fields) for id, fields in _read()["rules"].items()}


def causes(name: str) -> Mapping[str, str]:
    """Return what may lie behind a problem, by what a library calls it: "yaml_causes"."""
    found: Mapping[str, str] = _read()[name]
    return found


@cache
def _read() -> dict[str, Any]:
    # Not with our own reader, which tells what is wrong by these rules.
    text = (files("vorming") / FILE).read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return found
