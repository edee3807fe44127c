"""The pages of a large book in two halves, each in a process of its own: read so, and written so.

Sphinx reads in parallel too, but not with all of Jupyter Book's extensions, and hands the whole environment
back for every few pages. When it writes, only the last step runs beside it. Here a page stays where it is.
"""

import os
import pickle
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from docutils import nodes
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.parallel import ParallelTasks, parallel_available

MANY = 80
"""From so many pages on, the gain is more than a process costs."""


def is_large(names: Sequence[str]) -> bool:
    """Tell whether so many pages are worth a second process, and whether this machine has one to give."""
    return len(names) >= MANY and bool(parallel_available) and (os.cpu_count() or 1) > 1


def in_halves(
    names: Sequence[str],
    work: Callable[[Sequence[str]], None],
    bring: Callable[[], Any],
    merge: Callable[[Sequence[str], Any], None],
) -> None:
    """Work on every other page in a fork and on the rest here; then merge what the fork brings.

    Sphinx's tasks carry over what is warned of there, and stop the build when it fails there.
    """

    def work_there(others: Sequence[str]) -> Any:
        work(others)
        return bring()

    there = ParallelTasks(1)
    there.add_task(work_there, names[1::2], merge)
    try:
        work(names[::2])
        there.join()
    finally:
        there.terminate()


def read_in_halves(builder: Builder, names: Sequence[str]) -> None:
    """Read pages; what the fork found out about its own comes back with its environment."""
    env = builder.env
    for name in names:
        builder.events.emit("env-purge-doc", env, name)
        env.clear_doc(name)

    def read(some: Sequence[str]) -> None:
        for name in some:
            builder.read_doc(name, _cache=False)

    def merge(others: Sequence[str], found: bytes) -> None:
        env.merge_info_from(list(others), pickle.loads(found), builder.app)

    in_halves(names, read, lambda: pickle.dumps(env, pickle.HIGHEST_PROTOCOL), merge)


class SiteBuilder(StandaloneHTMLBuilder):
    """Sphinx's builder of a site, which writes a large one in halves."""

    def _write_serial(self, docnames: Sequence[str]) -> None:
        if not is_large(docnames):
            super()._write_serial(docnames)
            return
        in_halves(docnames, super()._write_serial, self._written, self._merge)

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        super().write_doc(docname, doctree)
        # A page that is written is not asked for again: of a large book, they would fill the memory.
        self.env._pickled_doctree_cache.pop(docname, None)

    def _written(self) -> Mapping[str, Any]:
        """Return what writing leaves behind beside the pages: pictures to copy, and the search index."""
        return {"images": self.images} | {name: getattr(self.indexer, name) for name in INDEX}

    def _merge(self, docnames: Sequence[str], found: Mapping[str, Any]) -> None:
        """Take over what the other half left behind; the words of a page it wrote are the newer ones."""
        self.images.update(found["images"])
        for name, kind in INDEX.items():
            kind(getattr(self.indexer, name), found[name], set(docnames))


def _by_page(own: dict[str, Any], other: Mapping[str, Any], pages: set[str]) -> None:
    own.update({page: found for page, found in other.items() if page in pages})


def _by_word(own: dict[str, set[str]], other: Mapping[str, set[str]], pages: set[str]) -> None:
    for word, found in other.items():
        if in_half := found & pages:
            own.setdefault(word, set()).update(in_half)


INDEX: Mapping[str, Callable[..., None]] = {
    "_titles": _by_page,
    "_filenames": _by_page,
    "_all_titles": _by_page,
    "_index_entries": _by_page,
    "_mapping": _by_word,
    "_title_mapping": _by_word,
}
"""What Sphinx's search index keeps, and how two halves of it become one."""
