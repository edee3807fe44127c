"""Which files a page may show or link to, and whether a picture can be shown in every output."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from vorming.source.problems import Place, Problem, problem

PICTURE_KINDS = frozenset({".jpeg", ".jpg", ".png", ".svg"})
LINKED_KINDS = frozenset[str]()
"""What a page may link to beside pages: nothing, for no check reads what such a file says."""

MOST_BYTES = 5_000_000
MOST_PIXELS = 40_000_000
_STARTS = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff"}
_SVG_UNSAFE = re.compile(
    rb"<\s*(?P<tag>[\w:]*(?:script|foreignObject|style|iframe|image|animate\w*|set|handler|metadata))\b"
    rb"|\s(?P<handler>on\w+)\s*=|(?:href|src)\s*=\s*[\"'](?!#)(?P<address>[^\"']{1,60})"
    rb"|url\(\s*[\"']?(?!#)(?P<url>[^)]{1,60})|(?P<entity><!ENTITY|<!DOCTYPE|<\?xml-stylesheet)",
    re.IGNORECASE,
)


def check_file(root: Path, path: str, kinds: frozenset[str], place: Place) -> Iterator[Problem]:
    """Report a file that may not be published: outside of the course, of data, or of another kind."""
    file = root / path
    if not _is_inside(root, file):
        yield problem(place, "file-not-public", value=path)
    elif file.suffix.lower() not in kinds:
        yield problem(
            place, "file-kind", value=path, kinds=", ".join(sorted(kinds)) or "een pagina of een webadres"
        )
    elif fault := _fault_of(file, file.stat().st_mtime_ns):
        yield problem(place, "file-broken", value=path, detail=fault)


def _is_inside(root: Path, file: Path) -> bool:
    """Tell whether a file lies in book/ or notebooks/, not among the data, also after following links."""
    top = root.resolve()
    try:
        places = [file.absolute().relative_to(root.absolute()), file.resolve().relative_to(top)]
    except (ValueError, OSError, RuntimeError):
        return False
    return all(
        place.parts[0] in {"book", "notebooks"} and not any(part[0] in "._" for part in place.parts)
        for place in places
        if place.parts
    )


@lru_cache(maxsize=512)
def _fault_of(file: Path, _changed: int) -> str:
    """Say in Dutch what is wrong with a file; nothing when all outputs can show it."""
    size = file.stat().st_size
    if size > MOST_BYTES:
        return f"{size / 1e6:.0f} MB is te groot, hoogstens {MOST_BYTES // 10**6} MB"
    data = file.read_bytes()
    if not data:
        return "het bestand is leeg"
    suffix = file.suffix.lower()
    if suffix == ".svg":
        return _svg_fault(data)
    if not data.startswith(_STARTS[suffix]):
        return f"de inhoud is geen {suffix[1:].upper()}"
    return _bitmap_fault(file)


def _svg_fault(data: bytes) -> str:
    if found := _SVG_UNSAFE.search(data):
        part = next(value for value in found.groups() if value).decode("utf-8", "replace")
        return f"een SVG mag geen “{part}” hebben"
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        is_svg = str(etree.fromstring(data, parser).tag).endswith("}svg")
    except etree.XMLSyntaxError:
        is_svg = False
    return "" if is_svg else "de inhoud is geen SVG"


def _bitmap_fault(file: Path) -> str:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(file) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return "de afbeelding heeft te veel beeldpunten"
            if picture.mode not in {"1", "L", "LA", "P", "RGB", "RGBA"}:
                return f"de kleuren zijn {picture.mode}, en dat toont niet elk scherm: bewaar ze als RGB"
            picture.load()
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        return "de afbeelding is beschadigd"
    return ""
