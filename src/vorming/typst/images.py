"""The pictures of the packs: brought together below one folder, under names made from their bytes."""

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path


@dataclass(frozen=True)
class Images:
    """Copies pictures into `folder` and gives their names there."""

    folder: Path
    _names: dict[Path, str] = field(default_factory=dict)

    def add(self, path: Path) -> str:
        """Return the name of a picture's copy."""
        if path not in self._names:
            self._names[path] = self.write(path.read_bytes(), path.suffix.lower())
        return self._names[path]

    def write(self, data: bytes, suffix: str) -> str:
        """Keep a picture that stands in memory and return its name."""
        name = f"images/{sha256(data).hexdigest()[:16]}{suffix}"
        target = self.folder / name
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        return name
