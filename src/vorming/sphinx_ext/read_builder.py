"""A builder that reads the pages and writes nothing."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from sphinx.builders.dummy import DummyBuilder


class ReadBuilder(DummyBuilder):
    """Read what has changed, and touch the doctree of each page that any output must write anew.

    Every output is written by a Sphinx of its own, which compares the time of a doctree with that of
    its own file; that time is the only message between them.
    """

    name = "vorming-read"

    def write(
        self, build_docnames: Iterable[str] | None, updated_docnames: Sequence[str], method: str = "update"
    ) -> None:
        for name in set(updated_docnames) & self.env.found_docs:
            os.utime(Path(self.doctreedir) / f"{name}.doctree")
