"""The contents list, `_toc.yml`, as Jupyter Book reads it (https://sphinx-external-toc.readthedocs.io)."""

from typing import Annotated, Literal

from pydantic import Field

from vorming.model.base import Item, Text

Depth = Annotated[str, Field(pattern=r"^(true|false|\d)$")]


class TocPage(Item):
    """A page, with the pages below it."""

    file: Text
    sections: tuple["TocPage", ...] = ()


class TocPart(Item):
    """A group of pages under a caption."""

    caption: Text
    numbered: Depth | None = None
    chapters: tuple[TocPage, ...] = Field(min_length=1)


class Toc(Item):
    """The whole contents list: first page, then parts or chapters."""

    format: Literal["jb-book"]
    root: Text
    title: Text | None = None
    options: dict[str, str] = Field(default_factory=dict)
    defaults: dict[str, str] = Field(default_factory=dict)
    parts: tuple[TocPart, ...] = ()
    chapters: tuple[TocPage, ...] = ()
