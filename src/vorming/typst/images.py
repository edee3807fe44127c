"""The pictures of the packs: brought together below one folder, under names made from their bytes."""

import re
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from vorming.source.files import write_whole
from vorming.text.pictures import strip_metadata
from vorming.text.tokens import load_tokens

PICTURES = "images"
_FAMILY = re.compile(rb'font-family="[^"]*"')


@dataclass(frozen=True)
class Images:
    """Copies pictures into `folder` and gives their names there.

    The name of a copy is made from its bytes: the same picture stands there once, and a changed one makes the
    markup of its packs differ.
    """

    folder: Path
    _names: dict[Path, str] = field(default_factory=dict)

    def add(self, path: Path) -> str:
        """Copy a picture without its metadata, and return the name of the copy."""
        if path not in self._names:
            data = strip_metadata(path.read_bytes())
            if path.suffix.lower() == ".svg":
                # On screen a drawing asks for the reader's own type; on paper it has that of the page.
                family = load_tokens().fonts.paper_sans[0]
                data = _FAMILY.sub(f'font-family="{family}"'.encode(), data)
            self._names[path] = self.write(data, path.suffix.lower())
        return self._names[path]

    def write(self, data: bytes, suffix: str) -> str:
        """Write the bytes of a picture, and return the name of its file."""
        name = f"{PICTURES}/{sha256(data).hexdigest()[:16]}{suffix}"
        target = self.folder / name
        # The name stands for the bytes: a file that is there is the same picture.
        if not target.exists():
            write_whole(target, data)
        return name
