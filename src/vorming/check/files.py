"""Checks of the files of pages, and of those that a page shows or links to.

Every page is in the contents list, and the names of files are portable. A picture may be published, and can be shown in
every output.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from vorming.model.base import is_free
from vorming.model.course import Course
from vorming.source.load import Loaded
from vorming.source.problems import Place, Problem, phrases, problem

PICTURE_KINDS = frozenset({".jpeg", ".jpg", ".png", ".svg"})

# Readers load pictures on a phone, and Pillow reads all pixels into memory.
MOST_BYTES = 5_000_000
MOST_PIXELS = 40_000_000
_STARTS = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff"}
# Parts of an SVG that run code, style the page, load other files, or (metadata) may name people and folders.
_SVG_UNSAFE = re.compile(
    rb"<\s*(?P<tag>[\w:]*(?:script|foreignObject|style|iframe|image|animate\w*|set|handler|metadata))\b"
    rb"|\s(?P<handler>on\w+)\s*=|(?:href|src)\s*=\s*[\"'](?!#)(?P<address>[^\"']{1,60})"
    rb"|url\(\s*[\"']?(?!#)(?P<url>[^)]{1,60})|(?P<entity><!ENTITY|<!DOCTYPE|<\?xml-stylesheet)",
    re.IGNORECASE,
)

# A width or height of zero or less, which can't be printed.
_NO_SIZE = re.compile(r"\s*+(?:-|\+?+0*+\.?+0*+(?![\d.]))")

# Other characters have a special meaning in an address, to a shell or on Windows, which drops a final dot or space.
_NAME = re.compile(r"[\w .,()+@&'’=-]*[\w,()+@&'’=-]")


def check_files(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that every page is in the contents list, and that file names are portable and differ in more than case."""
    # Beside these folders stand the pages that the site makes itself, such as that of the search.
    for page in (page for page in loaded.pages if not page.name.startswith(("book/", "notebooks/"))):
        yield problem(Place(page.path), "file-not-public", value=page.path)
    for name in pages_left_out(loaded):
        yield problem(Place(name), "page-not-in-toc")
    written = {page.path for page in loaded.pages}
    seen: dict[str, str] = {}
    for path in _paths(loaded.root):
        name = path.as_posix()
        if _is_page(path) and path.suffix == ".ipynb" and path.with_suffix(".md").as_posix() in written:
            yield problem(Place(name), "file-unread", value=path.name, nearest=phrases("fragments")["beside"])
        # Python gives bytes of a name that are no UTF-8 as surrogates, which can't be printed.
        shown = name.encode("utf-8", "backslashreplace").decode()
        if not _NAME.fullmatch(path.name) or not is_free(path.name) or shown != name:
            yield problem(Place(shown), "name-character", value=shown)
        elif name.casefold() in seen:
            yield problem(Place(name), "name-case", value=name, other=seen[name.casefold()])
        seen.setdefault(name.casefold(), shown)


def pages_left_out(loaded: Loaded) -> list[str]:
    """Return the paths of the pages that are not in the contents list, in order."""
    pages = {page.name for page in loaded.pages}
    paths = (path for path in _paths(loaded.root) if _is_page(path))
    return [path.as_posix() for path in paths if path.with_suffix("").as_posix() not in pages]


def _paths(root: Path) -> list[Path]:
    """Return the paths of all files and folders that may be pages, relative to the course and in order."""
    paths = [path for folder in ("book", "notebooks") for path in (root / folder).rglob("*")]
    return sorted(path.relative_to(root) for path in paths)


def _is_page(path: Path) -> bool:
    return path.suffix in {".md", ".ipynb"} and not any(part[0] in "._" for part in path.parts)


def file_problems(root: Path, path: str, kinds: frozenset[str], place: Place) -> Iterator[Problem]:
    """Yield a problem at `place` if a file may not be published.

    `path` is relative to the course, and `kinds` are the allowed endings. A file outside book/ and notebooks/, in the
    data folder, or with content of another kind than its ending may never be published.
    """
    file = root / path
    if not _is_public(root, file):
        yield problem(place, "file-not-public", value=path)
    elif file.suffix.lower() not in kinds:
        allowed = ", ".join(sorted(kinds)) or phrases("fragments")["linked"]
        yield problem(place, "file-kind", value=path, kinds=allowed)
    elif fault := _fault_of(file, file.stat().st_mtime_ns):
        yield problem(place, "file-broken", value=path, detail=fault)


def _is_public(root: Path, file: Path) -> bool:
    """Tell whether a file is in book/ or notebooks/ but not in the data folder, also after following links."""
    try:
        places = [file.absolute().relative_to(root.absolute()), file.resolve().relative_to(root.resolve())]
    except (ValueError, OSError, RuntimeError):
        return False
    for place in places:
        is_hidden = any(part[0] in "._" for part in place.parts)
        if place.parts and (place.parts[0] not in {"book", "notebooks"} or is_hidden):
            return False
    return True


@lru_cache(maxsize=512)  # `_changed`, the time of the last change, is part of the key
def _fault_of(file: Path, _changed: int) -> str:
    """Return in Dutch why a file can't be shown in every output; an empty text if it can."""
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
    from lxml import etree  # imported here, as only courses with drawings need it

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        drawing = etree.fromstring(data, parser)
        read = etree.tostring(drawing, encoding="utf-8")
    except etree.XMLSyntaxError:
        drawing, read = None, b""
    # Search the parsed drawing too, since another encoding or character references can hide unsafe parts.
    if match := _SVG_UNSAFE.search(data) or _SVG_UNSAFE.search(read):
        part = next(value for value in match.groups() if value).decode("utf-8", "replace")
        return _say("unsafe", part=part)
    if drawing is None or not str(drawing.tag).endswith("}svg"):
        return _say("kind", kind="SVG")
    sizes = (drawing.get("width"), drawing.get("height"))
    return _say("damaged") if any(size and _NO_SIZE.match(size) for size in sizes) else ""


def _bitmap_fault(file: Path) -> str:
    from PIL import Image, UnidentifiedImageError  # imported here, as only courses with bitmaps need it

    try:
        with Image.open(file) as picture:
            picture.verify()  # checks all chunks of a PNG, of which `load` reads only the first
        with Image.open(file) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return _say("pixels")
            if picture.mode not in {"1", "L", "LA", "P", "RGB", "RGBA"}:
                return _say("colours", mode=picture.mode)
            picture.load()
            if getattr(picture, "is_animated", False):
                return _say("moving")
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        return _say("damaged")
    return ""


def _say(cause: str, **values: object) -> str:
    return phrases("picture_causes")[cause].format(**values)
