"""Which files a page may show or link to, and whether a picture can be shown in every output."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from vorming.source.problems import Place, Problem, causes, problem

PICTURE_KINDS = frozenset({".jpeg", ".jpg", ".png", ".svg"})
LINKED_KINDS = frozenset[str]()
"""What a page may link to beside pages: nothing, for no check reads what such a file says."""

# Phones load what a page shows, and Pillow reads all pixels into memory.
MOST_BYTES = 5_000_000
MOST_PIXELS = 40_000_000
_STARTS = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff"}
# What runs, styles the page around it, or loads from elsewhere; metadata may name people and folders.
_SVG_UNSAFE = re.compile(
    rb"<\s*(?P<tag>[\w:]*(?:script|foreignObject|style|iframe|image|animate\w*|set|handler|metadata))\b"
    rb"|\s(?P<handler>on\w+)\s*=|(?:href|src)\s*=\s*[\"'](?!#)(?P<address>[^\"']{1,60})"
    rb"|url\(\s*[\"']?(?!#)(?P<url>[^)]{1,60})|(?P<entity><!ENTITY|<!DOCTYPE|<\?xml-stylesheet)",
    re.IGNORECASE,
)

# Nothing, or less than that: paper has no room for it.
_NO_SIZE = re.compile(r"\s*+(?:-|\+?+0*+\.?+0*+(?![\d.]))")


def check_file(root: Path, path: str, kinds: frozenset[str], place: Place) -> Iterator[Problem]:
    """Yield a problem at `place` for a file that may not be published.

    `path` is below the course; `kinds` are the endings that may be used there. A file outside book/ and
    notebooks/, among the data, or whose content is not of its kind may be shown nowhere.
    """
    file = root / path
    if not _is_public(root, file):
        yield problem(place, "file-not-public", value=path)
    elif file.suffix.lower() not in kinds:
        said = ", ".join(sorted(kinds)) or causes("said")["linked"]
        yield problem(place, "file-kind", value=path, kinds=said)
    elif fault := _fault_of(file, file.stat().st_mtime_ns):
        yield problem(place, "file-broken", value=path, detail=fault)


def _is_public(root: Path, file: Path) -> bool:
    """Tell whether a file lies in book/ or notebooks/, not among the data, also after following links."""
    try:
        places = [file.absolute().relative_to(root.absolute()), file.resolve().relative_to(root.resolve())]
    except (ValueError, OSError, RuntimeError):
        return False
    for place in places:
        is_hidden = any(part[0] in "._" for part in place.parts)
        if place.parts and (place.parts[0] not in {"book", "notebooks"} or is_hidden):
            return False
    return True


@lru_cache(maxsize=512)  # looked at anew when the time of its last change is another one
def _fault_of(file: Path, _changed: int) -> str:
    """Say in Dutch why a file can't be shown in every output; "" when it can."""
    size = file.stat().st_size
    if size > MOST_BYTES:
        return _say("large", size=f"{size / 1e6:.0f}", most=MOST_BYTES // 10**6)
    data = file.read_bytes()
    if not data:
        return _say("empty")
    suffix = file.suffix.lower()
    if suffix == ".svg":
        return _svg_fault(data)
    return _bitmap_fault(file) if data.startswith(_STARTS[suffix]) else _say("kind", kind=suffix[1:].upper())


def _svg_fault(data: bytes) -> str:
    from lxml import etree  # only courses with drawings wait for it

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        drawing = etree.fromstring(data, parser)
        read = etree.tostring(drawing, encoding="utf-8")
    except etree.XMLSyntaxError:
        drawing, read = None, b""
    # Also as it is read: in another encoding, or with characters written as numbers, nothing looks unsafe.
    if found := _SVG_UNSAFE.search(data) or _SVG_UNSAFE.search(read):
        part = next(value for value in found.groups() if value).decode("utf-8", "replace")
        return _say("unsafe", part=part)
    if drawing is None or not str(drawing.tag).endswith("}svg"):
        return _say("kind", kind="SVG")
    sizes = (drawing.get("width"), drawing.get("height"))
    return _say("damaged") if any(size and _NO_SIZE.match(size) for size in sizes) else ""


def _bitmap_fault(file: Path) -> str:
    from PIL import Image, UnidentifiedImageError  # only courses with bitmaps wait for it

    try:
        with Image.open(file) as picture:
            picture.verify()  # all parts of a PNG; to load it needs only the first ones
        with Image.open(file) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return _say("pixels")
            if picture.mode not in {"1", "L", "LA", "P", "RGB", "RGBA"}:
                return _say("colours", mode=picture.mode)
            picture.load()
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        return _say("damaged")
    return ""


def _say(cause: str, **values: object) -> str:
    return causes("picture_causes")[cause].format(**values)
