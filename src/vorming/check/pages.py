"""Checks of the files of pages, of sentences copied from the published FAQ, and of the settings of the course.

The text of the published FAQ is not in the repository. HASHES has a short hash of each run of twelve of its words,
one per line, by which a copied run is recognised without storing the text.
"""

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path

from vorming.check.pictures import check_file
from vorming.check.text_rules import ADDRESS
from vorming.course.kinds import dated_items
from vorming.model.course import Course
from vorming.source.files import is_file
from vorming.source.load import Loaded
from vorming.source.problems import Place, Problem, phrases, problem
from vorming.source.yaml import scalars
from vorming.text.tokens import base_tokens, contrast

RUN = 12
HASHES = "book/_data/published_faq.hashes"

_WORD = re.compile(r"\w+")
_HASH = re.compile(r"[0-9a-f]{12}")
# Other characters have a special meaning in an address, to a shell or on Windows.
_NAME = re.compile(r"[\w .,()+@&'’=-]+")


def check_files(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that every page is in the contents list, and that file names are portable and differ in more than case."""
    pages = {page.name for page in loaded.pages}
    written = {page.path for page in loaded.pages}
    seen: dict[str, str] = {}
    paths = [path for folder in ("book", "notebooks") for path in (loaded.root / folder).rglob("*")]
    for path in sorted(path.relative_to(loaded.root) for path in paths):
        name = path.as_posix()
        is_page = path.suffix in {".md", ".ipynb"} and not any(part[0] in "._" for part in path.parts)
        if is_page and path.with_suffix("").as_posix() not in pages:
            yield problem(Place(name), "page-not-in-toc")
        if is_page and path.suffix == ".ipynb" and path.with_suffix(".md").as_posix() in written:
            yield problem(Place(name), "file-unread", value=path.name, nearest=phrases("fragments")["beside"])
        # Python gives bytes of a name that are no UTF-8 as surrogates, which can't be printed.
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


@lru_cache(maxsize=1024)  # the preview and the desk check unchanged texts again after each edit
def copied_runs(known: frozenset[str], text: str) -> tuple[str, ...]:
    """Return the first run of each passage of `text` that is copied: all its runs have a known hash.

    The other runs of the passage overlap with the first.
    """
    words = _WORD.findall(text.casefold()) if known else []
    runs = [" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1)]
    copied = [sha256(run.encode()).hexdigest()[:12] in known for run in runs]
    found = zip(runs, copied, [False, *copied], strict=False)
    return tuple(run for run, is_copied, was_copied in found if is_copied and not was_copied)


def read_hashes(root: Path) -> frozenset[str]:
    """Return the hashes of the runs of the published FAQ, made of words in lower case.

    A hash is the first twelve hexadecimal digits of SHA-256. Return no hashes if the file is missing or has anything
    else in it.
    """
    try:
        hashes = (root / HASHES).read_text("ascii").split()
    except (OSError, ValueError):
        return frozenset()
    return frozenset(hashes) if all(map(_HASH.fullmatch, hashes)) else frozenset()


def check_organisation(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that the mark of the organisation may be published, and that its colours have enough contrast."""
    organisation = course.organisation
    if organisation.mark:
        place = loaded.place(organisation, "mark")
        if is_file(loaded.root / organisation.mark):
            yield from check_file(loaded.root, organisation.mark, frozenset({".svg"}), place)
        else:
            yield problem(place, "image-missing", value=organisation.mark)
    if organisation.colours:
        palettes = base_tokens().colours
        light, dark = palettes.light, palettes.dark
        # WCAG 2.2, 1.4.3 requires 4.5 : 1. The 6 : 1 on white that the field asks for is 5.5 : 1 on the tinted surface.
        pairs = (
            ("accent", organisation.colours.accent, light.surface, 5.5),
            ("accent_dark", organisation.colours.accent_dark, dark.surface, 5.5),
            ("on_accent", organisation.colours.on_accent, organisation.colours.accent, 4.5),
            ("on_accent_dark", organisation.colours.on_accent_dark, organisation.colours.accent_dark, 4.5),
        )
        for key, colour, ground, least in pairs:
            if (ratio := contrast(colour, ground)) < least:
                values = {"value": colour, "ground": ground, "found": f"{ratio:.1f}", "least": least}
                yield problem(loaded.place(organisation.colours, key), "colours-contrast", **values)


def check_settings(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check the settings of the course: the addresses that papers show, `written_on`, and redirects."""
    place, contact = partial(loaded.place, course.settings), course.organisation.contact
    if not course.settings.online:
        yield problem(place("site_address"), "address-placeholder")
    if not ADDRESS.fullmatch(f"mailto:{contact}"):
        yield problem(loaded.place(course.organisation, "contact"), "mail-invalid", value=contact)
    # Without `written_on`, the date of the course is that of its items.
    if course.settings.written_on is None and not any(dated_items(loaded)):
        yield problem(place(), "key-missing", key="written_on")
    for old in course.settings.redirects:
        if any(page.name == old for page in loaded.pages):
            yield problem(place("redirects", old), "redirect-of-page", value=old)
