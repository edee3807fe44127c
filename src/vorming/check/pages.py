"""Pages: in the contents list, in own words, with a real address to print."""

import re
from collections.abc import Iterator
from datetime import date

from vorming.check.own_words import FILE, copied_runs, read_hashes
from vorming.check.pictures import check_file
from vorming.model.course import Course
from vorming.source.load import Loaded
from vorming.source.problems import Place, Problem, problem
from vorming.source.yaml import scalars
from vorming.text.tokens import base_tokens, contrast


def check_pages(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Every Markdown page and notebook of the course stands in the toc."""
    names = {page.name for page in loaded.pages}
    for folder in ("book", "notebooks"):
        for path in sorted((loaded.root / folder).rglob("*")):
            name = path.relative_to(loaded.root).with_suffix("").as_posix()
            is_page = path.suffix in {".md", ".ipynb"} and not any(
                part[0] in "._" for part in path.relative_to(loaded.root).parts
            )
            if is_page and name not in names:
                yield problem(Place(path.relative_to(loaded.root).as_posix()), "page-not-in-toc")


_NAME = re.compile(r"[\w .,()+@&'’=-]+")


def check_names(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Every name of a file is one that each computer can tell from the others."""
    seen: dict[str, str] = {}
    for folder in ("book", "notebooks"):
        for path in sorted((loaded.root / folder).rglob("*")):
            name = path.relative_to(loaded.root).as_posix()
            shown = name.encode("utf-8", "backslashreplace").decode()
            if not _NAME.fullmatch(path.name) or shown != name:
                yield problem(Place(shown), "name-character", value=shown)
            elif name.casefold() in seen:
                yield problem(Place(name), "name-case", value=name, other=seen[name.casefold()])
            seen.setdefault(name.casefold(), shown)


def check_own_words(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """No twelve words in a row stand so in the published FAQ."""
    if not read_hashes(loaded.root) and (course.source_entries or (loaded.root / FILE).exists()):
        yield problem(Place(FILE), "hashes-invalid")
    texts = {page.path: page.text for page in loaded.pages}
    texts |= {
        source.path: "\n".join(text for _, text in scalars(source.value))
        for source in loaded.sources.values()
    }
    for path, text in texts.items():
        for run in copied_runs(loaded.root, text):
            yield problem(Place(path), "own-words", value=run)


def check_organisation(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """The mark of the organisation is a drawing that may be shown, and its colours can be read."""
    own = course.organisation
    if own.mark:
        yield from check_file(
            loaded.root, own.mark, frozenset({".svg"}), loaded.place("course", "organisation", "mark")
        )
    if own.colours:
        palettes = base_tokens().colours
        light, dark = palettes.light, palettes.dark
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
    """The address that packs print is a real one."""
    if (course.settings.site_address.host or "").endswith(".example"):
        yield problem(loaded.place("course", "course", "site_address"), "address-placeholder")


def check_redirects(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """No old name leads away from a page that is still there."""
    names = {page.name for page in loaded.pages}
    for old in course.settings.redirects:
        if old in names:
            place = loaded.place("course", "course", "redirects", old)
            yield problem(place, "redirect-of-page", value=old)
