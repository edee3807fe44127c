"""On which page of a pack each mark stands: asked of Typst when a pack is released."""

import json
import re
from pathlib import Path

from vorming.packs.places import Mark
from vorming.typst.compiler import Compiler
from vorming.typst.markup import MARK, PAGE_HEAD, PAGES, SHARED, literal

_HEADING = re.compile(rf"(?P<mark>{MARK.pattern})(?P<heading>\s*(?:#anchor\([^)\n]*\)\s*)*#heading\([^\n]*)")
"""A heading after its mark: it may go to the next page, and then its mark would not."""
ASKING = "#let mark-here(path, line) = context [#metadata((path, line, here().page()))<mark>]\n"


def find_marks(folder: Path, name: str) -> tuple[Mark, ...]:
    """Return the marks of a pack that was built into `folder`, in reading order, with their pages."""
    source = folder / f"{name}.typ"
    asking = folder / f".{name}.plaatsen.typ"
    markup = SHARED.sub(lambda found: _page(folder, found["name"]), source.read_text(encoding="utf-8"))
    markup = _HEADING.sub(lambda found: found["heading"] + found["mark"], markup)
    asking.write_text(ASKING + MARK.sub(_ask, markup), encoding="utf-8")
    try:
        found = json.loads(Compiler(folder).query(asking, "<mark>"))
    finally:
        asking.unlink()
    return tuple(Mark(path, line, page) for path, line, page in found)


def _page(folder: Path, name: str) -> str:
    """Return the markup of a page that the pack shares, with the break that starts its page."""
    text = (folder / PAGES / f"{name}.typ").read_text(encoding="utf-8")
    return text.removeprefix(PAGE_HEAD).removesuffix("]\n")


def _ask(match: re.Match[str]) -> str:
    return f"#mark-here({literal(match['path'])}, {match['line']})"
