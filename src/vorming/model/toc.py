"""`_toc.yml`: which pages the book has, in the format `jb-book` of sphinx-external-toc.

The format: https://sphinx-external-toc.readthedocs.io/en/latest/user_guide/sphinx.html. It knows more keys
(`glob`, `url`, `subtrees`, `defaults`); those that are left out here would add pages that no check has seen, or want
values that are no text.
"""

from typing import Annotated, Literal

from pydantic import Field

from vorming.model.base import Item, Name, Text

Depth = Annotated[str, Field(pattern=r"^(true|false|\d)$")]


class TocPage(Item):
    """A page, by its path without ending, with the pages below it."""

    file: Text
    sections: tuple["TocPage", ...] = ()


class TocPart(Item):
    """A group of pages under a caption."""

    caption: Name
    numbered: Depth | None = None
    chapters: tuple[TocPage, ...] = Field(min_length=1)


class Toc(Item):
    """The whole list: the first page of the book, then parts with chapters, or chapters alone."""

    format: Literal["jb-book"]
    root: Text
    title: Text | None = None
    parts: tuple[TocPart, ...] = ()
    # A list without parts has its chapters at the top.
    chapters: tuple[TocPage, ...] = ()
