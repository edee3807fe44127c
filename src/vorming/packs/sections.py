"""A page as parts from heading to heading, with only what a reader of one edition reads on paper."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from vorming.course.editions import Edition
from vorming.model.directives import SLIDE_DIRECTIVES, TRAINER_DIRECTIVES
from vorming.packs.reading import line_as_read, split_sentences
from vorming.source.markdown import read_lines
from vorming.source.pages import Page

_HEADING = re.compile(r"^## (?P<title>.+?)\s*$")
_NOTE = re.compile(r"^\[\^(?P<name>[^\]]+)\]:")
_COMMENT = re.compile(r"^\s*%|<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class Section:
    """The text from one heading to the next; the title is empty before the first one."""

    title: str
    lines: tuple[tuple[int, str], ...]

    @property
    def text(self) -> str:
        """The words, however the lines are broken, and by whatever name they call an item or a page."""
        return " ".join(" ".join(line_as_read(line) for _, line in self.lines).split())

    @property
    def sentences(self) -> tuple[str, ...]:
        """Its sentences as they are written."""
        return tuple(split_sentences(" ".join(line for _, line in self.lines if line_as_read(line))))

    @property
    def first_line(self) -> int:
        return self.lines[0][0]

    @property
    def last_line(self) -> int:
        return self.lines[-1][0]


@lru_cache(maxsize=512)
def read_sections(page: Page, edition: Edition) -> tuple[Section, ...]:
    """Return the parts of a page that have text in an edition, in order."""
    title, found = "", []
    lines: list[tuple[int, str]] = []
    for number, line, is_code in shown_lines(page, edition):
        if not is_code and (match := _HEADING.match(line)):
            found.append(Section(title, tuple(lines)))
            title, lines = match["title"], []
        lines.append((number, line))
    found.append(Section(title, tuple(lines)))
    return tuple(section for section in found if section.text)


def shown_lines(page: Page, edition: Edition) -> Iterator[tuple[int, str, bool]]:
    """Yield number and text of each line that an edition shows, and whether it is code."""
    lines = list(_without_hidden_blocks(page, edition))
    used = set(re.findall(r"\[\^([^\]]+)\](?!:)", "\n".join(line for _, line, _ in lines)))
    for number, line, is_code in lines:
        note = _NOTE.match(line)
        if is_code or (not _COMMENT.match(line) and (note is None or note["name"] in used)):
            yield number, line, is_code


def _without_hidden_blocks(page: Page, edition: Edition) -> Iterator[tuple[int, str, bool]]:
    """Yield the lines outside of blocks that this edition, or paper, doesn't show."""
    hidden = SLIDE_DIRECTIVES if edition is Edition.TRAINER else SLIDE_DIRECTIVES | TRAINER_DIRECTIVES
    for line in read_lines(*(page.cells or (page.text,))):
        if hidden.isdisjoint(line.around):
            yield page.first_line + line.number, line.text, line.is_code
