"""On which page of a pack each mark stands: asked of Typst when a pack is released.

The marks are comments, so that a pack's PDF holds nothing of them. For the question they become metadata, which
Typst can be asked for with its page.
"""

import json
import re
from pathlib import Path

from vorming.packs.places import Mark
from vorming.typst.compiler import Compiler
from vorming.typst.markup import MARK, PAGE_HEAD, PAGES, SHARED, literal

_HEADING = re.compile(rf"(?P<mark>{MARK.pattern})(?P<heading>\s*(?:#anchor\([^)\n]*\)\s*)*#heading\([^\n]*)")
"""A heading after its mark: a heading may go to the next page, and its mark would stay behind."""
ASKING = "#let mark-here(path, line) = context [#metadata((path, line, here().page()))<mark>]\n"


def find_marks(folder: Path, markup: str) -> tuple[Mark, ...]:
    """Return the marks of a pack in reading order, with their pages from 1; what it draws on stands in `folder`."""

    def page(shared: re.Match[str]) -> str:
        """Return the markup of a page that the pack shares, with the break that starts it."""
        text = (folder / PAGES / f"{shared['name']}.typ").read_text(encoding="utf-8")
        return text.removeprefix(PAGE_HEAD).removesuffix("]\n")

    def ask(mark: re.Match[str]) -> str:
        return f"#mark-here({literal(mark['path'])}, {mark['line']})"

    asking = folder / ".plaatsen.typ"
    markup = SHARED.sub(page, markup)
    markup = _HEADING.sub(lambda found: found["heading"] + found["mark"], markup)
    asking.write_text(ASKING + MARK.sub(ask, markup), encoding="utf-8")
    try:
        found = json.loads(Compiler(folder).query(asking, "<mark>"))
    finally:
        asking.unlink()
    return tuple(Mark(path, line, page) for path, line, page in found)
