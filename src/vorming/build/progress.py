"""What a build says while it works: a line per output, and how to open it."""

from collections.abc import Iterable
from decimal import Decimal

from vorming.build.outputs import OUTPUTS, READING, Built
from vorming.text.numbers import format_number
from vorming.text.words import words

SAID = words("build")
_NAMES = SAID.group("what")


def describe_busy(names: Iterable[str], done: Iterable[str]) -> str:
    """Say what is being made, for the line that moves on a terminal: the reading, and then all that isn't done."""
    waiting = [name for name in names if name not in set(done)]
    now = waiting if READING in done else [READING]
    return SAID["busy"].format(what=", ".join(_NAMES[name] for name in now)) if now else ""


def describe_built(built: Built) -> str:
    """Say how one output went and which file to open."""
    how = SAID["seconds"].format(seconds=_tenths(built.seconds))
    if built.warnings or built.was_fresh:
        how = SAID["failed" if built.warnings else "fresh"]
    output = OUTPUTS.get(built.name)
    where = f"{output.folder}/{output.opens}" if output else ""
    return f"  {_NAMES[built.name]:<31}{how:>12}   {where}".rstrip()


def describe_end(seconds: float, *, failed: bool) -> str:
    """Say that all is done, or that something isn't."""
    return SAID["not_done"] if failed else SAID["done"].format(seconds=_tenths(seconds))


def _tenths(seconds: float) -> str:
    return format_number(Decimal(f"{seconds:.1f}"))
