"""The files that Typst reads besides the markup: the templates, the look and words as JSON, and the pictures."""

import json
import re
import shutil
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from vorming.model.directives import TRAINER_BOXES
from vorming.source.current import language, mark
from vorming.source.files import write_whole
from vorming.source.fingerprint import package_digest
from vorming.source.pictures import strip_metadata
from vorming.text.tokens import load_tokens
from vorming.text.words import words
from vorming.typst.markup import hyphened

PICTURES = "images"
_FAMILY = re.compile(rb'font-family="[^"]*"')


def write_look(folder: Path) -> str:
    """Write the templates, the icons and the look into the folder in which Typst works.

    Return a digest of everything that shapes a paper besides its own markup: templates, icons, fonts, words, and the
    organisation's mark.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with as_file(files("vorming") / "assets") as assets:
        shutil.copytree(assets / "packs", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.yml"))
        shutil.copytree(assets / "look" / "icons", folder / "icons", dirs_exist_ok=True)
    (folder / "mark.svg").write_text(mark(), encoding="utf-8")
    text = json.dumps(_look(), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "look.json").write_text(text, encoding="utf-8")
    # The digest of the package, not of the folder, which may hold templates of an older version.
    return sha256(f"{package_digest()}{text}{mark()}".encode()).hexdigest()


def _look() -> dict[str, Any]:
    """Return the data for the templates: the tokens of paper, and the words of quizzes and packs."""
    tokens, fonts, sizes = load_tokens(), load_tokens().fonts, load_tokens().sizes
    return {
        "language": language(),
        "colours": tokens.colours["light"].model_dump(),
        "boxes": hyphened({name: box["light"] for name, box in tokens.boxes.items()}),
        "notes": sorted(TRAINER_BOXES),
        "fonts": {
            # Each list ends with the fonts of the other, for characters that its own fonts lack.
            "serif": [*fonts["paper_serif"], *fonts["paper_sans"]],
            "sans": [*fonts["paper_sans"], *fonts["paper_serif"]],
            "mono": ["DejaVu Sans Mono"],
        },
        "sizes": {"text": sizes["paper_text_pt"], "leading": sizes["paper_leading_pt"]},
        "day": hyphened(words("packs").group("day")),
        "room": hyphened(words("quiz").group("room")),
        "words": hyphened({**words("quiz"), **words("packs")}),
    }


@dataclass(frozen=True)
class Images:
    """The copies of pictures in `folder`.

    The name of a copy is a digest of its bytes. So the same picture is copied once, and a changed picture changes the
    markup of the packs that show it.
    """

    folder: Path

    def add(self, path: Path) -> str:
        """Copy a picture without its metadata, and return the name of the copy."""
        data, suffix = strip_metadata(path.read_bytes()), path.suffix.lower()
        if suffix == ".svg":
            # A drawing for screens uses the fonts of the reader's system; on paper it uses the font of the page.
            family = load_tokens().fonts["paper_sans"][0]
            data = _FAMILY.sub(f'font-family="{family}"'.encode(), data)
        return self.write(data, suffix)

    def write(self, data: bytes, suffix: str) -> str:
        """Write the bytes of a picture, and return the name of its file."""
        name = f"{PICTURES}/{sha256(data).hexdigest()[:16]}{suffix}"
        target = self.folder / name
        # The name is a digest of the bytes, so an existing file is the same picture.
        if not target.exists():
            write_whole(target, data)
        return name
