"""Workbooks for live tools: rows through openpyxl, and bytes without a clock."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime

from openpyxl import Workbook

from vorming.exports.bundle import zip_bytes

Cell = str | int
FIXED_DATE = datetime(1980, 1, 1)


def workbook_bytes(title: str, rows: Iterable[Sequence[Cell]]) -> bytes:
    """Make a workbook of one sheet; the same rows give the same bytes."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
        cell.data_type = "s"  # a text that begins with = stays text
    book.properties.created = FIXED_DATE
    buffer = io.BytesIO()
    book.save(buffer)
    return _without_clock(buffer.getvalue())


def _without_clock(workbook: bytes) -> bytes:
    """Pack again with fixed dates; openpyxl writes the time of saving into docProps/core.xml."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    core = files["docProps/core.xml"].decode()
    start, end = core.index(">", core.index("<dcterms:modified")) + 1, core.index("</dcterms:modified>")
    files["docProps/core.xml"] = f"{core[:start]}{FIXED_DATE.isoformat()}Z{core[end:]}".encode()
    return zip_bytes(files)
