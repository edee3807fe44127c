"""Corners of Sphinx's parts that cost a build much, with the same result for less.

Each is a function that puts it in place and says what it saves. Without any of them a build makes the same.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from typing import Any

import pybtex.plugin
import yaml
from docutils import nodes
from docutils.utils import smartquotes


def find_plugin() -> None:
    """Look for a part of pybtex once: it reads the entry points of every installed package, at every citation."""
    pybtex.plugin.find_plugin = cache(pybtex.plugin.find_plugin)


def find_nodes() -> None:
    """Walk a tree in one loop: docutils starts a generator per node, for some sixty walks through every page."""
    slow = nodes.Node.findall

    def findall(
        self: nodes.Node, condition: Any = None, *choice: bool, **choices: bool
    ) -> Iterator[nodes.Node]:
        if condition is None or choice or choices:
            return slow(self, condition, *choice, **choices)
        if isinstance(condition, type):
            return _nodes_of(self, condition)
        return filter(condition, _nodes_of(self, nodes.Node))

    nodes.Node.findall = findall  # type: ignore[assignment,method-assign]
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


def curl_quotes() -> None:
    """Look for quotes, dashes and dots only in texts that have one: most have none, since MyST curled them."""
    educate = smartquotes.educate_tokens

    def educate_tokens(tokens: Iterable[tuple[str, str]], *how: str, **named: str) -> Iterator[str]:
        texts = list(tokens)
        if any(_STRAIGHT.search(text) for _, text in texts):
            return educate(texts, *how, **named)
        return (text for _, text in texts)

    smartquotes.educate_tokens = educate_tokens  # type: ignore[assignment]


_STRAIGHT = re.compile(r"""["'`&\\]|--|\.\.\.|\. \. \.""")
"""All that docutils' smart quotes may change."""


def read_front_matter() -> None:
    """Read the front matter of pages with libyaml: what it would let through, our own reader has refused by now."""
    if yaml.__with_libyaml__:
        yaml.safe_load = partial(yaml.load, Loader=yaml.CSafeLoader)


QUICKER: tuple[Callable[[], None], ...] = (find_plugin, find_nodes, curl_quotes, read_front_matter)


@cache
def make_quicker() -> None:
    """Put all of the above in place, once per process."""
    for part in QUICKER:
        part()
