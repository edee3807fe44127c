"""The pictures of the packs: brought together below one folder, under names made from their bytes."""

import re
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from vorming.text.pictures import strip_metadata
from vorming.text.tokens import load_tokens

PICTURES = "images"


@dataclass(frozen=True)
class Images:
    """Copies pictures into `folder` and gives their names there."""

    folder: Path
    _names: dict[Path, str] = field(default_factory=dict)

    def add(self, path: Path) -> str:
        """Return the name of a picture's copy."""
        if path not in self._names:
            data = strip_metadata(path.read_bytes())
            self._names[path] = self.write(_for_paper(data) if path.suffix == ".svg" else data, path.suffix)
        return self._names[path]

    def write(self, data: bytes, suffix: str) -> str:
        """Keep a picture that stands in memory and return its name."""
        name = f"{PICTURES}/{sha256(data).hexdigest()[:16]}{suffix}"
        target = self.folder / name
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        return name


_FAMILY = re.compile(rb'font-family="[^"]*"')


def _for_paper(svg: bytes) -> bytes:
    """Give the words in a drawing the type of the page: on screen they ask for the reader's own."""
    return _FAMILY.sub(f'font-family="{load_tokens().fonts.paper_sans[0]}"'.encode(), svg)
