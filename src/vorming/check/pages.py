"""The files and settings of pages: in the contents list, in own words, with names and addresses that work.

The text of the published FAQ is not in the repository. HASHES has a short hash of each run of twelve of its words,
one per line: enough to recognise a copied run, not to read the text back.
"""

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path

from vorming.check.pictures import check_file
from vorming.check.text_rules import ADDRESS
from vorming.model.course import Course
from vorming.source.files import is_file
from vorming.source.load import Loaded
from vorming.source.problems import Place, Problem, causes, problem
from vorming.source.yaml import scalars
from vorming.text.tokens import base_tokens, contrast

RUN = 12
HASHES = "book/_data/published_faq.hashes"

_WORD = re.compile(r"\w+")
_HASH = re.compile(r"[0-9a-f]{12}")
# Other characters mean something in an address, to a shell or on Windows.
_NAME = re.compile(r"[\w .,()+@&'’=-]+")


def check_files(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that every page is in the toc, and every file has a name that each computer can tell from the others."""
    pages = {page.name for page in loaded.pages}
    written = {page.path for page in loaded.pages}
    seen: dict[str, str] = {}
    found = [path for folder in ("book", "notebooks") for path in (loaded.root / folder).rglob("*")]
    for path in sorted(path.relative_to(loaded.root) for path in found):
        name = path.as_posix()
        is_page = path.suffix in {".md", ".ipynb"} and not any(part[0] in "._" for part in path.parts)
        if is_page and path.with_suffix("").as_posix() not in pages:
            yield problem(Place(name), "page-not-in-toc")
        if is_page and path.suffix == ".ipynb" and path.with_suffix(".md").as_posix() in written:
            yield problem(Place(name), "file-unread", value=path.name, nearest=causes("said")["beside"])
        # Bytes that are no UTF-8 come as surrogates, which can't be printed.
        shown = name.encode("utf-8", "backslashreplace").decode()
        if not _NAME.fullmatch(path.name) or shown != name:
            yield problem(Place(shown), "name-character", value=shown)
        elif name.casefold() in seen:
            yield problem(Place(name), "name-case", value=name, other=seen[name.casefold()])
        seen.setdefault(name.casefold(), shown)


def check_own_words(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that no twelve words in a row are the same as in the published FAQ."""
    known = read_hashes(loaded.root)
    if not known and (course.source_entries or (loaded.root / HASHES).exists()):
        yield problem(Place(HASHES), "hashes-invalid")
    texts = [(page.path, page.text) for page in loaded.pages]
    for source in loaded.sources.values():
        texts.append((source.path, "\n".join(text for _, text in scalars(source.value))))
    for path, text in texts:
        for run in copied_runs(known, text):
            yield problem(Place(path), "own-words", value=run)


@lru_cache(maxsize=1024)  # a preview and the desk check again after each edit, and most texts are the same
def copied_runs(known: frozenset[str], text: str) -> tuple[str, ...]:
    """Return the first run of each passage of `text` whose hashes are known.

    Later runs of the passage overlap with the first.
    """
    found, was_copied = list[str](), False
    words = _WORD.findall(text.casefold()) if known else []
    for start in range(len(words) - RUN + 1):
        run = " ".join(words[start : start + RUN])
        is_copied = sha256(run.encode()).hexdigest()[:12] in known
        if is_copied and not was_copied:
            found.append(run)
        was_copied = is_copied
    return tuple(found)


def read_hashes(root: Path) -> frozenset[str]:
    """Return the hashes of the published FAQ's runs, of words in lower case.

    There are none when the file is missing, or has anything but hashes: twelve hexadecimal digits of SHA-256.
    """
    try:
        found = (root / HASHES).read_text("ascii").split()
    except (OSError, ValueError):
        return frozenset()
    return frozenset(found) if all(map(_HASH.fullmatch, found)) else frozenset()


def check_organisation(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that the mark of the organisation is a drawing that may be shown, and its colours can be read."""
    own = course.organisation
    if own.mark:
        place = loaded.place("course", "organisation", "mark")
        if is_file(loaded.root / own.mark):
            yield from check_file(loaded.root, own.mark, frozenset({".svg"}), place)
        else:
            yield problem(place, "image-missing", value=own.mark)
    if own.colours:
        palettes = base_tokens().colours
        light, dark = palettes.light, palettes.dark
        # WCAG 2.2, 1.4.3 asks for 4.5 : 1; the 6 : 1 on white of the field is 5.5 : 1 on the tinted surface.
        pairs = (
            ("accent", own.colours.accent, light.surface, 5.5),
            ("accent_dark", own.colours.accent_dark, dark.surface, 5.5),
            ("on_accent", own.colours.on_accent, own.colours.accent, 4.5),
            ("on_accent_dark", own.colours.on_accent_dark, own.colours.accent_dark, 4.5),
        )
        for key, colour, ground, least in pairs:
            if (found := contrast(colour, ground)) < least:
                place = loaded.place("course", "organisation", "colours", key)
                values = {"value": colour, "ground": ground, "found": f"{found:.1f}", "least": least}
                yield problem(place, "colours-contrast", **values)


def check_settings(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check the settings of the course: the addresses that papers print, the day it was written, old names of pages."""
    place = partial(loaded.place, "course")
    if not course.settings.online:
        yield problem(place("course", "site_address"), "address-placeholder")
    if not ADDRESS.fullmatch(f"mailto:{course.organisation.contact}"):
        yield problem(place("organisation", "contact"), "mail-invalid", value=course.organisation.contact)
    # A dated item says by itself of which day the course is.
    if course.settings.written_on is None and not any(course.dated):
        yield problem(place("course"), "key-missing", key="written_on")
    for old in course.settings.redirects:
        if any(page.name == old for page in loaded.pages):
            yield problem(place("course", "redirects", old), "redirect-of-page", value=old)
