"""Files are written in one step, or not at all."""

from pathlib import Path

import pytest

from vorming.source.files import write_whole


def test_what_can_not_be_written_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[:3])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fill)
    with pytest.raises(OSError, match="No space left"):
        write_whole(tmp_path / "een.yml", b"session:")
    assert not list(tmp_path.iterdir())
