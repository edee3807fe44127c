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
    return {id: Rule(**fields) for id, fields in read_dutch()["rules"].items()}


def causes(name: str) -> Mapping[str, str]:
    """Return what may lie behind a problem, by what a library calls it: "yaml_causes"; or what fills its sentence."""
    found: Mapping[str, str] = read_dutch()[name]
    return found


@cache
def read_dutch(path: str = FILE) -> dict[str, Any]:
    """Read a file of what commands say to authors, by its path below `vorming`, without anything else of ours.

    Our own reader tells what is wrong by these rules, and `vorming --help` has no time for it.
    """
    text = (files("vorming") / path).read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return found
