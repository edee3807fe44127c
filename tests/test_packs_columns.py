"""Worksheets in columns: wherever on a page they start, no line stands on another."""

import re
import subprocess
from importlib.resources import files
from itertools import combinations
from pathlib import Path
from shutil import copytree

import pytest

from vorming.typst.compiler import Compiler
from vorming.typst.look import write_look

OPTION = '#option(letter: "A", lorem(9))\n'
QUESTION = f"#question(number: 1, [Wat zeg je?])[{OPTION * 4}]\n"
WORD = re.compile(r'xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">')


def lines_on_lines(pdf: Path) -> int:
    """Count the words of a PDF that stand over another word."""
    said = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, check=True)
    pages = said.stdout.decode().split("<page ")[1:]
    return sum(_over(one, other) for page in pages for one, other in combinations(_boxes(page), 2))


def _boxes(page: str) -> list[tuple[float, ...]]:
    return [tuple(map(float, found)) for found in WORD.findall(page)]


def _over(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width > 3 and height > 4


@pytest.mark.parametrize("above", [0, 120, 160, 175, 190, 200, 205, 210, 215, 220, 225, 230])
def test_columns_low_on_a_page_go_to_the_next(tmp_path: Path, above: int) -> None:
    copytree(str(files("vorming") / "assets" / "typst"), tmp_path, dirs_exist_ok=True)
    write_look(tmp_path)
    source = tmp_path / "proef.typ"
    source.write_text(
        '#import "vorming.typ": *\n#set document(title: "Proef", date: datetime(year: 2026, month: 1, day: 1))\n'
        '#set text(lang: "nl")\n'
        f"#block(height: {above}mm)\n#worksheet[{QUESTION * 5}]\n",
        encoding="utf-8",
    )
    made = Compiler(tmp_path).compile(source)
    assert isinstance(made, bytes), made
    (tmp_path / "proef.pdf").write_bytes(made)
    assert lines_on_lines(tmp_path / "proef.pdf") == 0
