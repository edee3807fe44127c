"""A release: register the content of each pack, build everything, and make the archives for web host and USB stick.

A release that fails or is stopped restores the register of packs, so that each number stands for one text.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from vorming.build.command import show_progress
from vorming.build.outputs import OUTPUTS, build_in, build_outputs
from vorming.build.processes import receive, start_piped, stop_processes
from vorming.build.stamps import Stamps
from vorming.course.editions import OWN_DAYS, PAGES
from vorming.exports.format import zip_bytes
from vorming.packs import all_packs, pack_title
from vorming.packs.register import FILE, add_release, find_places, make_release, unreleased
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
WORDS = words("packs").group("release")


class NotReleasedError(Exception):
    """Nothing was released; the message says why, unless the build already printed it."""


def record_release(stamps: Stamps, day: date) -> int:
    """Register the packs whose number isn't in the register yet; return their count.

    The register keeps the content of each pack and its pages in the PDF, to list later what has changed since a copy was
    printed.
    """
    _build(stamps, ("trainer", "packs"))
    # In a separate process, because Typst leaves threads for which the fork of a later build would wait forever.
    try:
        count: int = receive(start_piped(_record, stamps.root, day))
    except EOFError:  # the process was killed
        raise NotReleasedError(f"{FILE}: {words('build')['stopped']}") from None
    finally:
        stop_processes()  # this process writes the register, which `release` may restore next
    return count


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
        add_release(root, make_release(day, places, contents))
    return len(contents)


def make_archives(stamps: Stamps) -> tuple[Path, ...]:
    """Build everything and write the archives; the same course gives the same bytes.

    `site.zip` is for a web host, `usb-stick.zip` for a trainer's stick, with its own start page.
    """
    _build(stamps, tuple(OUTPUTS))
    root = stamps.root
    packs = [(pack, pack_title(pack)) for pack in all_packs(load_course(root).parsed)]
    first = fill("trainer/stick.html.jinja", words=words("trainer"), release_words=WORDS, packs=packs)
    stick = {"index.html": first.encode()}
    for name, content in _files(root / OUTPUTS["trainer"].folder, f"{PAGES}/"):
        path = Path(name)
        # The trainer's own days are left out; of their folder only the style of their list stays.
        if OWN_DAYS not in path.parts or path.suffix == ".css":
            stick[name] = content
    stick[f"{PAGES}/{OWN_DAYS}/index.html"] = render_list([])
    for name in ("exports", "packages"):
        folder = root / OUTPUTS[name].folder
        stick |= _files(folder, f"{folder.name}/")
    archives = {"site.zip": dict(_files(root / OUTPUTS["html"].folder, "")), "usb-stick.zip": stick}
    return tuple(write_whole(root / FOLDER / name, zip_bytes(files)) for name, files in archives.items())


def release(root: Path, day: date) -> str:
    """Make a release, with all outputs made again; return a report of the registered packs and the archives.

    day: the date in the register for packs with a new number. Raises NotReleasedError if the build has warnings.
    """
    with build_in(root) as stamps:
        stamps.forget(DOCTREES, *(output.folder for output in OUTPUTS.values()))
        register = root / FILE
        before = register.read_bytes() if register.exists() else None
        try:
            count = record_release(stamps, day)
            archives = make_archives(Stamps(root))
        except BaseException:
            if before is None:
                register.unlink(missing_ok=True)
            else:
                register.write_bytes(before)
            raise
    lines = [WORDS["recorded"].format(file=FILE, count=count) if count else WORDS["known"]]
    for path in archives:
        size = format_number(Decimal(f"{path.stat().st_size / 1e6:.1f}"))
        lines.append(WORDS["made"].format(path=shown(path), size=size))
    return "\n".join(lines)


def _build(stamps: Stamps, names: tuple[str, ...]) -> None:
    # Without notices, which two builds would print twice.
    outputs = (replace(built, notices=()) for built in build_outputs(stamps, names))
    if show_progress(stamps.root, names, outputs):
        raise NotReleasedError


def _files(folder: Path, below: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name, after `below`, and the content of each file of an output; hidden files belong to the build."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in name.parts):
            yield f"{below}{name.as_posix()}", path.read_bytes()
