"""What nobody foresaw is told in a sentence, with its trace in a file."""

from pathlib import Path

import pytest
from click.testing import CliRunner

import vorming.check
from vorming.cli import UNFORESEEN, main


def test_a_fault_of_ours_is_told_in_a_sentence(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Path) -> None:
        raise KeyError("stuk")

    (mini / "_build").mkdir()
    monkeypatch.setattr(vorming.check, "check_course", broken)
    result = CliRunner().invoke(main, ["check", "--root", str(mini)])
    assert result.exit_code == UNFORESEEN and "Traceback" not in result.output
    assert "KeyError: 'stuk'" in result.output and "_build/fout.txt" in result.output
    assert "Traceback" in (mini / "_build/fout.txt").read_text(encoding="utf-8")


def test_a_folder_that_is_gone_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    tmp_path.rmdir()
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 1 and "lezen of schrijven lukt niet" in result.output
