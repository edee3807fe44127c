"""A release: note what each pack holds, build everything, and pack what goes to the web host and on the stick.

A release that fails or is stopped leaves the register of packs as it was: a number is printed once and means one text.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from vorming.build.outputs import OUTPUTS, build_in, build_outputs
from vorming.build.processes import receive, start_piped, stop_processes
from vorming.build.stamps import Stamps
from vorming.course.layout import OWN_DAYS, PAGES
from vorming.exports.format import zip_bytes
from vorming.packs.register import FILE, add_release, find_places, make_release, unreleased
from vorming.packs.table import all_packs, pack_title
from vorming.source.files import shown, write_whole
from vorming.source.fingerprint import DOCTREES
from vorming.source.load import load_course
from vorming.text.numbers import format_number
from vorming.text.templates import fill
from vorming.text.words import words
from vorming.trainer.day import marks_of_days, render_list
from vorming.typst.builder import SOURCES
from vorming.typst.press import find_marks

FOLDER = "_build/release"
SAID = words("packs").group("release")


class NotReleasedError(Exception):
    """Nothing was released; the text is what the build said."""


def record_release(stamps: Stamps, day: date) -> int:
    """Note the packs whose number isn't in the register yet; return how many there were.

    The register keeps the content of each and its pages in the PDF, to say later what a printed copy lacks.
    """
    _build(stamps, ("trainer", "packs"))
    # In a process of its own: Typst leaves threads, and the fork of a later build would wait for them for ever.
    try:
        noted: int = receive(start_piped(_record, stamps.root, day))
    except EOFError:  # the process was killed
        raise NotReleasedError(f"{FILE}: {words('build')['stopped']}") from None
    finally:
        stop_processes()  # before somebody puts the register back: this one writes it
    return noted


def _record(root: Path, day: date) -> int:
    loaded = load_course(root)
    contents = unreleased(loaded)
    if contents:
        folder = root / OUTPUTS["packs"].folder / SOURCES
        marks = marks_of_days(loaded)
        for content in contents:
            if not content.pack.plan:
                source = folder / f"{content.pack.name}.typ"
                marks[content.pack.name] = find_marks(folder, source.read_text(encoding="utf-8"))
        places = {c.pack.name: find_places(loaded, c, marks[c.pack.name]) for c in contents}
        add_release(root, loaded.parsed.released, make_release(day, places, contents))
    return len(contents)


def make_archives(stamps: Stamps) -> tuple[Path, ...]:
    """Build everything and write the archives; the same course gives the same bytes.

    `site.zip` is for a web host; `usb-stick.zip` for a trainer's stick, with a first page of its own.
    """
    _build(stamps, tuple(OUTPUTS))
    root = stamps.root
    packs = [(pack, pack_title(pack)) for pack in all_packs(load_course(root).parsed)]
    first = fill("trainer/stick.html.jinja", words=words("trainer"), said=SAID, packs=packs)
    stick = {"index.html": first.encode()}
    for name, content in _files(root / OUTPUTS["trainer"].folder, f"{PAGES}/"):
        path = Path(name)
        # Her own days were made for one day: of their folder stays what shows the list of them.
        if OWN_DAYS not in path.parts or path.suffix == ".css":
            stick[name] = content
    stick[f"{PAGES}/{OWN_DAYS}/index.html"] = render_list([])
    stick |= _files(root / OUTPUTS["exports"].folder, "exports/")
    archives = {"site.zip": dict(_files(root / OUTPUTS["html"].folder, "")), "usb-stick.zip": stick}
    return tuple(write_whole(root / FOLDER / name, zip_bytes(files)) for name, files in archives.items())


def release(root: Path, day: date) -> str:
    """Make a release, all of it from nothing; return what to say of it: the packs that it noted, and its archives.

    `day` is the date that the register gives to packs with a new number. Raises NotReleasedError where the build has
    something to say.
    """
    with build_in(root) as stamps:
        stamps.forget(DOCTREES, *(output.folder for output in OUTPUTS.values()))
        register = root / FILE
        before = register.read_bytes() if register.exists() else None
        try:
            noted = record_release(stamps, day)
            archives = make_archives(Stamps(root))
        except BaseException:
            if before is None:
                register.unlink(missing_ok=True)
            else:
                register.write_bytes(before)
            raise
    said = [SAID["recorded"].format(file=FILE, count=noted) if noted else SAID["known"]]
    for path in archives:
        size = format_number(Decimal(f"{path.stat().st_size / 1e6:.1f}"))
        said.append(SAID["made"].format(path=shown(path), size=size))
    return "\n".join(said)


def _build(stamps: Stamps, names: tuple[str, ...]) -> None:
    if warnings := [text for built in build_outputs(stamps, names) for text in built.warnings]:
        raise NotReleasedError("\n".join(warnings))


def _files(folder: Path, below: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an output, `below` before their name; what is hidden is of the build and not of the book."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in name.parts):
            yield f"{below}{name.as_posix()}", path.read_bytes()
