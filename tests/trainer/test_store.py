"""What a build keeps for a later command."""

import os
from pathlib import Path

from vorming.source.files import older_than, read_store, write_store


def test_equal_values_give_equal_bytes_however_they_were_made(tmp_path: Path) -> None:
    text = "Wat je zegt."
    copied = "".join(["Wat je ", "zegt."])
    assert copied == text and copied is not text
    for path, value in ((tmp_path / "a", [text, text]), (tmp_path / "b", [text, copied])):
        write_store(path, value)
        assert read_store(path) == value
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_what_changed_after_a_store_was_written_is_not_taken_from_it(tmp_path: Path) -> None:
    store, files = tmp_path / "store", {name: tmp_path / name for name in ("before", "after")}
    for path in files.values():
        path.touch()
    assert older_than(store, files) == set()
    write_store(store, {})
    written = store.stat().st_mtime_ns
    os.utime(files["before"], ns=(written - 1, written - 1))
    os.utime(files["after"], ns=(written, written))
    assert older_than(store, files) == {"before"}
