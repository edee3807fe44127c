"""Pictures without what they tell of who made them, when and where.

A photo of a meeting can give away where people met, so no output carries metadata of a picture. They are cut
out of the file instead of saving the picture anew: it loses nothing, and each build makes the same bytes. A drawing
loses the notes of its maker too.
"""

import io
import re
from pathlib import Path

_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""The start of a segment of a JPEG: within the picture FF comes before 00 or D0 to D7, and FF may also fill up."""
_END = b"\xff\xd9"
_TELLING_SEGMENTS = frozenset({*range(0xE0, 0xF0), 0xFE} - {0xE0, 0xE2, 0xEE})
"""Application segments and the comment; without JFIF, the colour profile and Adobe's transform colours change."""
_TELLING_CHUNKS = frozenset({b"eXIf", b"iTXt", b"tEXt", b"tIME", b"zTXt"})
_PNG = b"\x89PNG\r\n\x1a\n"
_ORIENTATION = 0x0112
_SVG = "{http://www.w3.org/2000/svg}"
_TELLING = "telling"
_SVG_NAMESPACES = (_SVG, "{http://www.w3.org/1999/xlink}", "{http://www.w3.org/XML/1998/namespace}")


def strip_metadata(data: bytes) -> bytes:
    """Return a JPEG, PNG or SVG without names, dates, places, previews, comments and what follows its end.

    The picture itself stays byte for byte, except that a photo which its metadata turn is turned and
    compressed anew, and a drawing with something to remove is written anew. Other data comes back as it is.
    """
    if data.startswith(_PNG):
        return _strip_png(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _strip_jpeg(data)
    return _strip_svg(data) if b"<svg" in data or b":svg" in data else data


def strip_folder(folder: Path) -> None:
    """Take the metadata out of the pictures directly in a folder."""
    for path in sorted(folder.glob("*")):
        if path.suffix.lower() in {".jpg", ".jpeg", ".png", ".svg"}:
            data = path.read_bytes()
            if (stripped := strip_metadata(data)) != data:
                path.write_bytes(stripped)


def _strip_svg(data: bytes) -> bytes:
    """Leave out comments, what a drawing program keeps for itself, and names and descriptions of parts.

    A page shows a drawing with a description of its own, so nobody reads those in the file. What names the whole of a
    drawing with `role="img"`, as ours have, stays: its maker wrote it for readers.
    """
    from lxml import etree  # only courses with drawings wait for it

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        drawing = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return data  # a check refuses it
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
    return etree.tostring(drawing)  # without what stands beside it, such as a comment above


def _is_foreign(name: str) -> bool:
    """Tell whether an element or attribute is of another program than what shows the drawing."""
    return name.startswith("{") and not name.startswith(_SVG_NAMESPACES)


def _strip_png(data: bytes) -> bytes:
    """Leave out chunks of a PNG, each of which is length, type, data and CRC (PNG, section 5.3)."""
    stripped, at, kind = _PNG, len(_PNG), b""
    while at + 8 <= len(data) and kind != b"IEND":
        end = at + 12 + int.from_bytes(data[at : at + 4])
        kind = data[at + 4 : at + 8]
        if kind not in _TELLING_CHUNKS:
            stripped += data[at:end]
        at = end
    return stripped


def _strip_jpeg(data: bytes) -> bytes:
    """Leave out segments of a JPEG, each of which is marker, length and data (ISO 10918-1, annex B)."""
    if b"Exif\0\0" in data[:200_000]:
        from PIL import Image, ImageOps  # a tenth of a second, for a course without photos

        with Image.open(io.BytesIO(data)) as picture:
            # Without the metadata that turn it, a browser would show the photo lying on its side.
            if picture.getexif().get(_ORIENTATION, 1) != 1:
                turned, made = ImageOps.exif_transpose(picture), io.BytesIO()
                turned.save(made, "JPEG", quality=92, icc_profile=picture.info.get("icc_profile"))
                data = made.getvalue()
    stripped, at = data[:2], 2
    while (marker := _MARKER.search(data, at)) and marker[0] != _END:
        start, end = marker.start(), marker.end() + int.from_bytes(data[marker.end() : marker.end() + 2])
        stripped += data[at:start]  # the compressed picture, which lies between segments
        if marker[0][1] not in _TELLING_SEGMENTS:
            stripped += data[start:end]
        at = end
    return stripped + data[at : marker.start() if marker else None] + _END
