"""Remove metadata from pictures, so that no output tells who made them, when and where.

A photo of a meeting can give away where people met. The metadata are cut out of the file instead of encoding the
picture again, so that the picture loses no quality and each build makes the same bytes. A drawing also loses its
comments and editor data.
"""

import io
import re
from pathlib import Path

_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""The start of a segment of a JPEG. In compressed data, FF is followed by 00 or D0 to D7; further FFs are padding."""
_END = b"\xff\xd9"
_TELLING_SEGMENTS = frozenset({*range(0xE0, 0xF0), 0xFE} - {0xE0, 0xE2, 0xEE})
"""The application segments and the comment, except those that set colours: JFIF, the profile, Adobe's transform."""
_TELLING_CHUNKS = frozenset({b"eXIf", b"iTXt", b"tEXt", b"tIME", b"zTXt"})
_PNG = b"\x89PNG\r\n\x1a\n"
_ORIENTATION = 0x0112
_SVG = "{http://www.w3.org/2000/svg}"
_TELLING = "telling"
_SVG_NAMESPACES = (_SVG, "{http://www.w3.org/1999/xlink}", "{http://www.w3.org/XML/1998/namespace}")


def strip_metadata(data: bytes) -> bytes:
    """Return a JPEG, PNG or SVG without names, dates, places, previews, comments and bytes after its end.

    The picture itself stays byte for byte, with two exceptions: a photo that its metadata rotate is rotated and
    compressed again, and a drawing with something to remove is serialised again. Other data is returned unchanged.
    """
    if data.startswith(_PNG):
        return _strip_png(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _strip_jpeg(data)
    return _strip_svg(data) if b"<svg" in data or b":svg" in data else data


def strip_folder(folder: Path) -> None:
    """Remove the metadata from the pictures directly in a folder."""
    for path in sorted(folder.glob("*")):
        if path.suffix.lower() in {".jpg", ".jpeg", ".png", ".svg"}:
            data = path.read_bytes()
            if (stripped := strip_metadata(data)) != data:
                path.write_bytes(stripped)


def _strip_svg(data: bytes) -> bytes:
    """Remove comments, data of drawing programs, and titles and descriptions of parts.

    A page has its own alt text for a drawing, so nobody reads the titles in the file. Only the title and description
    of a whole drawing with `role="img"` stay: its maker wrote them for readers.
    """
    from lxml import etree  # imported here, as only courses with drawings need it

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        drawing = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return data  # a check refuses this file
    before = etree.tostring(drawing.getroottree())
    kept = list(drawing) if drawing.get("role") == "img" else []
    etree.strip_elements(drawing, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    for node in list(drawing.iter()):
        is_telling = node.tag in {f"{_SVG}title", f"{_SVG}desc", f"{_SVG}metadata"} and node not in kept
        if (is_telling or _is_foreign(node.tag)) and node.getparent() is not None:
            node.tag = _TELLING
        for name in filter(_is_foreign, node.keys()):
            del node.attrib[name]
    etree.strip_elements(drawing, _TELLING, with_tail=False)
    if etree.tostring(drawing) == before:
        return data
    etree.cleanup_namespaces(drawing)
    return etree.tostring(drawing)  # without nodes outside the root, such as a comment above it


def _is_foreign(name: str) -> bool:
    """Tell whether an element or attribute is of another namespace than those of SVG."""
    return name.startswith("{") and not name.startswith(_SVG_NAMESPACES)


def _strip_png(data: bytes) -> bytes:
    """Remove chunks of a PNG; a chunk is length, type, data and CRC (PNG, section 5.3)."""
    stripped, at, kind = _PNG, len(_PNG), b""
    while at + 8 <= len(data) and kind != b"IEND":
        end = at + 12 + int.from_bytes(data[at : at + 4])
        kind = data[at + 4 : at + 8]
        if kind not in _TELLING_CHUNKS:
            stripped += data[at:end]
        at = end
    return stripped


def _strip_jpeg(data: bytes) -> bytes:
    """Remove segments of a JPEG; a segment is marker, length and data (ISO 10918-1, annex B)."""
    if b"Exif\0\0" in data[:200_000]:
        from PIL import Image, ImageOps  # the import takes a tenth of a second

        with Image.open(io.BytesIO(data)) as picture:
            # Without its orientation in the metadata, a browser would show the photo on its side.
            if picture.getexif().get(_ORIENTATION, 1) != 1:
                turned, made = ImageOps.exif_transpose(picture), io.BytesIO()
                turned.save(made, "JPEG", quality=92, icc_profile=picture.info.get("icc_profile"))
                data = made.getvalue()
    stripped, at = data[:2], 2
    while (marker := _MARKER.search(data, at)) and marker[0] != _END:
        start, end = marker.start(), marker.end() + int.from_bytes(data[marker.end() : marker.end() + 2])
        stripped += data[at:start]  # compressed data between segments
        if marker[0][1] not in _TELLING_SEGMENTS:
            stripped += data[start:end]
        at = end
    return stripped + data[at : marker.start() if marker else None] + _END
