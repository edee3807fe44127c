"""Workbooks for live tools, made with openpyxl, whose bytes don't depend on the clock."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from vorming.exports.format import ZIP_DATE, zip_bytes

Cell = str | int


def workbook_bytes(title: str, rows: Iterable[Sequence[Cell]]) -> bytes:
    """Make a workbook (.xlsx) of one sheet; the same rows give the same bytes."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # otherwise a text that starts with = is a formula
    book.properties.created = book.properties.modified = datetime(*ZIP_DATE)
    buffer = io.BytesIO()
    ExcelWriter(book, _Archive(buffer, "w")).save()
    # Packed again, because openpyxl doesn't guarantee its order and compression.
    with zipfile.ZipFile(buffer) as archive:
        return zip_bytes({name: archive.read(name) for name in archive.namelist()})


class _Archive(zipfile.ZipFile):
    """An archive that doesn't use the clock, which openpyxl's would; a clock before 1980 would even be an error."""

    def write(self, filename: Any, arcname: Any = None, *_: Any) -> None:
        self.writestr(str(arcname or filename), Path(filename).read_bytes())

    def writestr(self, name: Any, data: Any, *_: Any) -> None:
        super().writestr(zipfile.ZipInfo(name, ZIP_DATE), data)
