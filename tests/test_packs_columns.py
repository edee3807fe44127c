"""Worksheets in columns: wherever on a page they start, no line stands on another or off the paper."""

import re
import subprocess
from collections.abc import Iterator
from importlib.resources import files
from itertools import islice, takewhile
from pathlib import Path
from shutil import copytree

import pytest

from vorming.typst.compiler import Compiler
from vorming.typst.look import write_look

OPTION = '#option(letter: "A", lorem(9))\n'
QUESTION = "#question(number: 1, [Wat zeg je?])[{}]\n"
ABOVE = [0, 120, 160, 175, 190, 200, 205, 210, 215, 220, 225, 230]
Box = tuple[float, ...]
A4_WIDTH, A4_HEIGHT = 595, 842
WORD = re.compile(r'xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">')


def lines_on_lines(pdf: Path) -> int:
    """Count the words of a PDF that stand over another word, or go past the edge of the paper."""
    said = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, check=True)
    pages = said.stdout.decode().split("<page ")[1:]
    return sum(_spoilt(_boxes(page)) for page in pages)


def _boxes(page: str) -> list[Box]:
    """Return the words of a page, from its head to its foot."""
    boxes = (tuple(map(float, found)) for found in WORD.findall(page))
    return sorted(boxes, key=lambda box: box[1])


def _spoilt(boxes: list[Box]) -> int:
    outside = sum(right > A4_WIDTH or bottom > A4_HEIGHT for _, _, right, bottom in boxes)
    return outside + sum(_over(one, other) for at, one in enumerate(boxes) for other in _near(boxes, at))


def _near(boxes: list[Box], at: int) -> Iterator[Box]:
    """Yield the words after one that start above its foot."""
    return takewhile(lambda box: box[1] < boxes[at][3], islice(boxes, at + 1, None))


def _over(one: Box, other: Box) -> bool:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width > 3 and height > 4


@pytest.mark.parametrize("options", [4, 9])
@pytest.mark.parametrize("above", ABOVE)
def test_columns_low_on_a_page_go_to_the_next(tmp_path: Path, above: int, options: int) -> None:
    copytree(str(files("vorming") / "assets" / "typst"), tmp_path, dirs_exist_ok=True)
    write_look(tmp_path)
    source = tmp_path / "proef.typ"
    source.write_text(
        '#import "vorming.typ": *\n#set document(title: "Proef", date: datetime(year: 2026, month: 1, day: 1))\n'
        '#set text(lang: "nl")\n#set page(margin: (left: punch, right: edge + gutter + notes-width, y: 25mm))\n'
        f"#block(height: {above}mm)\n#in-columns[#worksheet[{QUESTION.format(OPTION * options) * 5}]]\n",
        encoding="utf-8",
    )
    made = Compiler(tmp_path).compile(source)
    assert isinstance(made, bytes), made
    (tmp_path / "proef.pdf").write_bytes(made)
    assert lines_on_lines(tmp_path / "proef.pdf") == 0
