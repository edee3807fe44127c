"""The files and settings of pages: in the contents list, in own words, with names and addresses that work."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from vorming.check.own_words import FILE, copied_runs, read_hashes
from vorming.check.pictures import check_file
from vorming.model.course import Course
from vorming.source.files import is_file
from vorming.source.load import Loaded
from vorming.source.problems import Place, Problem, problem
from vorming.source.yaml import scalars
from vorming.text.tokens import base_tokens, contrast


def check_pages(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Check that every Markdown page and notebook of the course is in the toc."""
    names = {page.name for page in loaded.pages}
    for path in _files(loaded):
        is_hidden = any(part[0] in "._" for part in path.parts)
        if (
            path.suffix in {".md", ".ipynb"}
            and not is_hidden
            and path.with_suffix("").as_posix() not in names
        ):
            yield problem(Place(path.as_posix()), "page-not-in-toc")


def _files(loaded: Loaded) -> Iterator[Path]:
    """Yield what is in the folders of pages, sorted, as paths below the course."""
    for folder in ("book", "notebooks"):
        for path in sorted((loaded.root / folder).rglob("*")):
            yield path.relative_to(loaded.root)


# Other characters mean something in an address, to a shell or on Windows.
_NAME = re.compile(r"[\w .,()+@&'’=-]+")


def check_names(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Check that every name of a file is one that each computer can tell from the others."""
    seen: dict[str, str] = {}
    for path in _files(loaded):
        name = path.as_posix()
        # Bytes that are no UTF-8 come as surrogates, which can't be printed.
        shown = name.encode("utf-8", "backslashreplace").decode()
        if not _NAME.fullmatch(path.name) or shown != name:
            yield problem(Place(shown), "name-character", value=shown)
        elif name.casefold() in seen:
            yield problem(Place(name), "name-case", value=name, other=seen[name.casefold()])
        seen.setdefault(name.casefold(), shown)


def check_own_words(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Check that no twelve words in a row are the same as in the published FAQ."""
    known = read_hashes(loaded.root)
    if not known and (course.source_entries or (loaded.root / FILE).exists()):
        yield problem(Place(FILE), "hashes-invalid")
    texts = [(page.path, page.text) for page in loaded.pages]
    for source in loaded.sources.values():
        texts.append((source.path, "\n".join(text for _, text in scalars(source.value))))
    for path, text in texts:
        for run in copied_runs(known, text):
            yield problem(Place(path), "own-words", value=run)


def check_organisation(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
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


def check_address(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Check that the address that packs print is a real one."""
    if (course.settings.site_address.host or "").endswith(".example"):
        yield problem(loaded.place("course", "course", "site_address"), "address-placeholder")


def check_redirects(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Check that no old name leads away from a page that is still there."""
    names = {page.name for page in loaded.pages}
    for old in course.settings.redirects:
        if old in names:
            place = loaded.place("course", "course", "redirects", old)
            yield problem(place, "redirect-of-page", value=old)
