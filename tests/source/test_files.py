"""Files are written in one step, or not at all."""

from pathlib import Path

import pytest

from vorming.source.files import shown, write_whole


def test_what_can_not_be_written_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[:3])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fill)
    with pytest.raises(OSError, match="No space left"):
        write_whole(tmp_path / "een.yml", b"session:")
    assert not list(tmp_path.iterdir())


def test_path_is_shown_as_it_opens_from_where_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "cursus/dag/index.html"
    for here, path in (tmp_path, "cursus/dag/index.html"), (page.parents[1], "dag/index.html"):
        here.mkdir(parents=True, exist_ok=True)
        monkeypatch.chdir(here)
        assert shown(page) == path
    monkeypatch.chdir("/")
    assert (Path("/") / shown(page)) == page
