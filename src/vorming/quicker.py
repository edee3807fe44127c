"""Corners of Sphinx's parts that cost a build much, with the same result for less.

Each is a function that puts it in place and says what it saves. Without any of them a build makes the same.
"""

from collections.abc import Callable, Iterator
from functools import cache

import pybtex.plugin
from docutils import nodes


def find_plugin() -> None:
    """Look for a part of pybtex once: it reads the entry points of every installed package, at every citation."""
    pybtex.plugin.find_plugin = cache(pybtex.plugin.find_plugin)


def find_nodes() -> None:
    """Walk a tree in one loop: docutils starts a generator per node, for some sixty walks through every page."""
    nodes.Node._fast_findall = _nodes_of  # type: ignore[attr-defined]


def _nodes_of(self: nodes.Node, kind: type) -> Iterator[nodes.Node]:
    """Yield this node and those below it that are of a kind, in the order of the text."""
    if isinstance(self, kind):
        yield self
    waiting = [iter(self.children)]
    while waiting:
        for child in waiting[-1]:
            if isinstance(child, kind):
                yield child
            # Looked at after the yield: who walks may have changed what stands inside.
            if child.children:
                waiting.append(iter(child.children))
                break
        else:
            waiting.pop()


QUICKER: tuple[Callable[[], None], ...] = (find_plugin, find_nodes)


@cache
def make_quicker() -> None:
    """Put all of the above in place, once per process."""
    for part in QUICKER:
        part()
