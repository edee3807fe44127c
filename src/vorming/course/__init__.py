"""Computations over the whole course: use of items, editions, the plan of a day."""
