"""An order that looks like chance and is always the same: made from an id, without randomness."""

from collections.abc import Sequence
from hashlib import sha256
from itertools import count
from typing import TypeVar

T = TypeVar("T")


def shuffled(items: Sequence[T], seed: str) -> tuple[T, ...]:
    """Return `items` in the order that belongs to `seed`.

    It depends on the seed and the number of items alone, never on their texts: mending a typing error leaves
    the letters of the answers where they were.
    """
    ranks = sorted(range(len(items)), key=lambda i: sha256(f"{seed}/{i}".encode()).digest())
    return tuple(items[i] for i in ranks)


def shuffled_away(items: Sequence[T], seed: str) -> tuple[T, ...]:
    """Return `items` in an order that belongs to `seed` and is never the given one, which is the answer."""
    given = tuple(range(len(items)))
    if len(items) < 2:
        return tuple(items)
    orders = (shuffled(given, f"{seed}#{attempt}") for attempt in count())
    order = next(order for order in orders if order != given)
    return tuple(items[i] for i in order)
