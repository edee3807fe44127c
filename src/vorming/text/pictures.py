"""Photographs without what they tell of who took them, when and where."""

import io
from pathlib import Path

_KEPT_JPEG = frozenset({0xE0, 0xE2, 0xEE})
"""JFIF, colour profile, and Adobe's note on colours: all that a picture needs of its application segments."""
_COMMENT = 0xFE
_DROPPED_PNG = frozenset({b"eXIf", b"iTXt", b"tEXt", b"tIME", b"zTXt"})
_PNG = b"\x89PNG\r\n\x1a\n"
_ORIENTATION = 0x0112


def strip_metadata(data: bytes) -> bytes:
    """Return a JPEG or PNG without names, dates, places, previews, and what follows its end; other data as it is.

    The picture itself stays byte for byte, but for a photo that was turned by its metadata: that one is turned.
    """
    if data.startswith(_PNG):
        return _strip_png(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _strip_jpeg(_turned(data))
    return data


def strip_folder(folder: Path) -> None:
    """Strip the pictures in a folder."""
    for path in sorted(folder.glob("*")):
        if path.suffix.lower() in {".jpg", ".jpeg", ".png"}:
            data = path.read_bytes()
            if (stripped := strip_metadata(data)) != data:
                path.write_bytes(stripped)


def _turned(data: bytes) -> bytes:
    if b"Exif\0\0" not in data[:200_000]:
        return data
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as picture:
        if picture.getexif().get(_ORIENTATION, 1) == 1:
            return data
        turned, made = ImageOps.exif_transpose(picture), io.BytesIO()
        turned.save(made, "JPEG", quality=92, icc_profile=picture.info.get("icc_profile"))
    return made.getvalue()


def _strip_png(data: bytes) -> bytes:
    kept, at = [_PNG], len(_PNG)
    while at + 8 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4])
        kind = data[at + 4 : at + 8]
        if kind not in _DROPPED_PNG:
            kept.append(data[at:end])
        if kind == b"IEND":
            break
        at = end
    return b"".join(kept)


def _strip_jpeg(data: bytes) -> bytes:
    kept, at = [data[:2]], 2
    while at + 4 <= len(data):
        start, at = at, _next_marker(data, at)
        kept.append(data[start:at])  # what was scanned of the picture itself
        marker = data[at + 1] if at + 1 < len(data) else 0xD9
        if marker == 0xD9:
            break
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if marker in _KEPT_JPEG or not (0xE0 <= marker <= 0xEF or marker == _COMMENT):
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, b"\xff\xd9"])


def _next_marker(data: bytes, at: int) -> int:
    """Return where the next segment starts: in the picture's own data FF is followed by 00 or by a restart."""
    while at + 1 < len(data):
        at = data.find(b"\xff", at)
        if at < 0:
            return len(data)
        if at + 1 < len(data) and data[at + 1] not in {0x00, 0xFF, *range(0xD0, 0xD8)}:
            return at
        at += 1
    return len(data)
