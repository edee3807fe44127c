"""An order that looks like chance and is always the same: made from an id, without randomness."""

from collections.abc import Sequence
from hashlib import sha256
from itertools import count
from typing import TypeVar

T = TypeVar("T")


def shuffled(items: Sequence[T], seed: str) -> tuple[T, ...]:
    """Return `items` in the order that belongs to `seed`."""
    ranks = sorted(range(len(items)), key=lambda i: sha256(f"{seed}/{i}".encode()).digest())
    return tuple(items[i] for i in ranks)


def shuffled_away(items: Sequence[T], seed: str) -> tuple[T, ...]:
    """Return `items` in an order that belongs to `seed` and is never the given one."""
    if len(items) < 2:
        return tuple(items)
    positions = tuple(range(len(items)))
    tries = (shuffled(positions, f"{seed}#{n}") for n in count())
    return tuple(items[i] for i in next(order for order in tries if order != positions))
