"""A PDF: set from markup; what it shows, its text and links by page, and words that stand on each other."""

import re
import subprocess
from itertools import islice
from pathlib import Path

import pikepdf

from vorming.typst.compiler import set_paper
from vorming.typst.look import write_look

Box = tuple[float, ...]
"""The left, upper, right and lower edge of a word, in points from the top left of its page."""
A4_WIDTH, A4_HEIGHT = 595, 842
HEAD = """\
#import "vorming.typ": *
#set document(title: "Proef", date: datetime(year: 2026, month: 1, day: 1))
#set text(lang: "nl")
"""
"""How the markup of a paper starts."""
WORD = re.compile(r'xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">')


def pages_of(pdf: Path | bytes, *options: str) -> list[str]:
    """Return the text of each page as pdftotext gives it, with options such as -layout or -raw."""
    return _read(pdf, *options).split("\f")[:-1]


def text_of(pdf: Path) -> str:
    """Return the text of all pages, laid out as it is on paper."""
    return "\n".join(pages_of(pdf, "-layout"))


def _read(pdf: Path | bytes, *options: str) -> str:
    data = pdf if isinstance(pdf, bytes) else pdf.read_bytes()
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=data, capture_output=True, check=True)
    return done.stdout.decode()


def set_markup(folder: Path, markup: str) -> Path:
    """Set a paper with the templates and the look beside it; a fault of the markup is an error."""
    write_look(folder)
    source = folder / "proef.typ"
    source.write_text(markup, encoding="utf-8")
    made = set_paper(source, folder)
    assert isinstance(made, bytes), made
    source.with_suffix(".pdf").write_bytes(made)
    return source.with_suffix(".pdf")


def links_of(pdf: Path) -> list[set[str]]:
    """Return the addresses that the links of each page lead to."""
    with pikepdf.open(pdf) as found:
        notes = [page.get("/Annots", pikepdf.Array()) for page in found.pages]
        return [{str(note.A.URI) for note in page if "/URI" in note.get("/A", {})} for page in notes]


def lines_on_lines(pdf: Path) -> int:
    """Count the words of a PDF that stand over another word, or go past the edge of the paper."""
    found = 0
    for page in _read(pdf, "-bbox").split("<page ")[1:]:
        boxes = sorted((tuple(map(float, word)) for word in WORD.findall(page)), key=lambda box: box[1])
        found += sum(right > A4_WIDTH or bottom > A4_HEIGHT for _, _, right, bottom in boxes)
        for at, box in enumerate(boxes):
            # Sorted from head to foot: only words that start above the foot of this one can be on it.
            for other in islice(boxes, at + 1, None):
                if other[1] >= box[3]:
                    break
                found += _is_over(box, other)
    return found


def _is_over(one: Box, other: Box) -> bool:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width > 3 and height > 4
