"""The look and the words as one file that the Typst templates read, beside the templates themselves."""

import json
import shutil
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from vorming.tokens import load_tokens
from vorming.words import words


def write_look(folder: Path) -> None:
    """Put the templates, the drawings and the look into the folder that Typst works in."""
    folder.mkdir(parents=True, exist_ok=True)
    with as_file(files("vorming") / "assets") as assets:
        shutil.copytree(assets / "typst", folder, dirs_exist_ok=True)
        shutil.copytree(assets / "icons", folder / "icons", dirs_exist_ok=True)
        shutil.copy(assets / "umbrella.svg", folder)
    text = json.dumps(look(), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "look.json").write_text(text, encoding="utf-8")


def look() -> dict[str, Any]:
    """Return what the templates read: the tokens of paper, and the words of quizzes and packs."""
    tokens = load_tokens()
    boxes = {name.replace("_", "-"): box.light.model_dump() for name, box in tokens.boxes.items()}
    return {
        "colours": tokens.colours.light.model_dump(),
        "boxes": boxes | {kind: boxes[like] for kind, like in ALIKE.items()},
        "fonts": {
            "serif": [*tokens.fonts.paper_serif, *tokens.fonts.paper_sans],
            "sans": [*tokens.fonts.paper_sans, *tokens.fonts.paper_serif],
            "mono": ["DejaVu Sans Mono"],
        },
        "sizes": {"text": tokens.sizes.paper_text_pt, "leading": tokens.sizes.paper_leading_pt},
        "words": {
            name.replace("_", "-"): word
            for name, word in (words("quiz").plain() | words("packs").plain()).items()
        },
    }


ALIKE = {
    "helplines": "help",
    "programme": "fact",
    "difficult-moment": "trainer-note",
    "note": "fact",
}
"""Kinds of box that look like another one."""
