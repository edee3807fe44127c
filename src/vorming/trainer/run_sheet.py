"""A run sheet -> rows for the terminal, a page and a PDF of one page."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vorming.course.planning import Row, RunSheet, clock
from vorming.quiz.html import templates
from vorming.source.problems import Problem
from vorming.text.words import words

if TYPE_CHECKING:
    from vorming.typst.compiler import Compiler

FOLDER = "draaiboek"
"""In the trainer's folder: the run sheets of the programmes, which a build makes anew."""
ASKED = "eigen-draaiboek"
"""Beside it, so that links hold: those that somebody asked for, which a build leaves alone."""
TEMPLATE = "run-sheet.typ"
WORDS = words("trainer")


@dataclass
class Press:
    """Sets run sheets with one Typst; `look` is the digest of the templates."""

    folder: Path
    look: str

    def render(self, sheet: RunSheet, old: bytes = b"") -> bytes | Problem:
        """Set a run sheet, or return the `old` one when nothing in it has changed.

        A PDF carries the digest of what it was made from among its keywords.
        """
        data = paper_data(sheet)
        digest = digest_of(self.look.encode(), json.dumps(data, sort_keys=True).encode())
        if f">{digest}<".encode() in old:
            return old
        source = self.folder / TEMPLATE
        text = json.dumps({**data, "digest": digest}, ensure_ascii=False)
        source.with_suffix(".json").write_text(text, encoding="utf-8")
        return self.typst.compile(source)

    @cached_property
    def typst(self) -> Compiler:
        # Typst is heavy: only who prints a run sheet waits for it.
        from vorming.typst.compiler import Compiler

        return Compiler(self.folder)


def digest_of(*parts: bytes) -> str:
    """Return a short digest of some bytes."""
    digest = sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8) + part)
    return digest.hexdigest()[:32]


def file_name(sheet: RunSheet) -> str:
    """Name the files of a run sheet after what was asked."""
    asked = sheet.demands
    if asked.start is None and asked.minutes is None:
        return sheet.programme.id
    start = asked.start or sheet.programme.start
    return f"{sheet.module.id}-{start.hour}u{start.minute:02}-{sheet.minutes}min"


def table_rows(sheet: RunSheet) -> list[tuple[str, ...]]:
    """Return the rows as text: time, minutes, what, how, slides, whether it may go."""
    return [tuple(cells(row).values()) for row in sheet.rows]


def cells(row: Row) -> Mapping[str, str]:
    """Return the cells of a row by the name of their column."""
    is_step = row.kind == "step"
    return {
        "time": clock(row.start),
        "minutes": str(row.minutes),
        "what": row.title,
        "how": ", ".join(
            filter(None, (row.method, WORDS["shortened_from"].format(was=row.was) if row.was else ""))
        ),
        "slides": row.slides,
        "keep": "" if not is_step else WORDS["may_go"] if row.may_go else WORDS["must"],
    }


def lists(sheet: RunSheet) -> Mapping[str, tuple[str, ...]]:
    """Return what stands below the table, by the key of its heading; empty lists are left out."""
    found = {
        "remarks": sheet.remarks,
        "to_print": sheet.to_print,
        "to_lay_out": sheet.to_lay_out,
        "to_bring": sheet.to_bring,
        "dropped": sheet.dropped,
        "left_out": sheet.left_out,
        "prepare": sheet.module.prepare,
    }
    return {key: texts for key, texts in found.items() if texts}


def summary(sheet: RunSheet) -> str:
    """Say in one line how long, until when, for how many."""
    group = sheet.demands.group
    said = [sheet.programme.title, f"{sheet.minutes} min", WORDS["ends"].format(end=clock(sheet.end))]
    return " · ".join([*said, *([WORDS["group"].format(group=group)] if group else [])])


def render_page(sheet: RunSheet) -> str:
    """Render the page of a run sheet; it stands alone and prints well."""
    template = templates().get_template("trainer/run-sheet.html.jinja")
    rows = [(row, cells(row)) for row in sheet.rows]
    return template.render(
        sheet=sheet, rows=rows, lists=lists(sheet), summary=summary(sheet), pdf=f"{file_name(sheet)}.pdf", words=WORDS
    )  # fmt: skip


def render_pdf(sheet: RunSheet) -> bytes | Problem:
    """Set a run sheet on one page of paper."""
    with open_press() as press:
        return press.render(sheet)


@contextmanager
def open_press() -> Iterator[Press]:
    """Open a place where run sheets are set, one after the other."""
    from vorming.typst.look import write_look

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_look(folder)
        shutil.copyfile(str(files("vorming") / "assets/trainer/run-sheet.typ"), folder / TEMPLATE)
        yield Press(folder, digest_of(version("typst").encode(), *_contents(folder)))


def _contents(folder: Path) -> Iterator[bytes]:
    yield from (path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def paper_data(sheet: RunSheet) -> dict[str, Any]:
    """Return what the template for paper reads."""
    heads = ("time", "minutes", "what", "how", "slides", "keep")
    return {
        "title": f"{WORDS['run_sheet']}: {sheet.module.title}",
        "summary": summary(sheet),
        "heads": [WORDS[head] for head in heads],
        "rows": [{"kind": row.kind, "cells": list(cells(row).values())} for row in sheet.rows],
        "columns": [
            [{"title": WORDS[key], "texts": list(texts)} for key, texts in column]
            for column in _columns(lists(sheet), 3)
        ],
    }


def _columns(found: Mapping[str, tuple[str, ...]], count: int) -> list[list[tuple[str, tuple[str, ...]]]]:
    """Spread lists over columns, the longest first, so that the columns end about equally low."""
    columns: list[list[tuple[str, tuple[str, ...]]]] = [[] for _ in range(count)]
    for key, texts in sorted(found.items(), key=lambda item: -_height(item[1])):
        min(columns, key=lambda column: sum(_height(own) for _, own in column)).append((key, texts))
    return columns


def _height(texts: tuple[str, ...]) -> int:
    return 3 + sum(1 + len(text) // 38 for text in texts)


def write_run_sheet(folder: Path, sheet: RunSheet) -> tuple[Path, Path] | Problem:
    """Write page and PDF into a folder, each beside its place first."""
    pdf = render_pdf(sheet)
    if isinstance(pdf, Problem):
        return pdf
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / f"{file_name(sheet)}.html"
    return _write(page, render_page(sheet).encode()), _write(page.with_suffix(".pdf"), pdf)


def _write(path: Path, data: bytes) -> Path:
    beside = path.with_name(f".{path.name}.nieuw")
    beside.write_bytes(data)
    return beside.replace(path)
