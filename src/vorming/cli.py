"""The command line: each command reads its arguments, calls one function and returns an exit code.

Exit codes: 0 success, 1 problems in the content, 2 wrong usage, 70 a bug in this program.
Each command imports what it needs itself, so that `--help` and `check` stay fast.
"""

from __future__ import annotations

import atexit
import gc
import gettext
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext, suppress
from datetime import date, time
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from unicodedata import normalize

import click

from vorming.exports import FORMATS
from vorming.source.current import LANGUAGES
from vorming.source.problems import Problem, ProblemsError, has_errors, nearest, read_dutch

if TYPE_CHECKING:
    from vorming.course.planning import Plan
    from vorming.model.course import Course
    from vorming.source.load import Loaded

# Click gets its own messages from gettext: in Dutch from here on, whatever the language of the computer.
os.environ["LANGUAGE"] = "nl"
gettext.textdomain("click")
gettext.bindtextdomain("click", str(Path(__file__).parent / "assets" / "locale"))

Callback = Callable[..., int | None]
"""The function of a command, which returns its exit code; None stands for 0."""
UNFORESEEN = 70
"""The exit code of a bug in this program (EX_SOFTWARE of sysexits.h)."""
MESSAGES = read_dutch("assets/cli/words.nl.yml")
# Not from `build.outputs`, which is slow to import; "read" is the reading of the pages.
OUTPUTS = tuple(name for name in read_dutch("assets/build/words.nl.yml")["what"] if name != "read")
LONGEST_NAME = 60
"""The most letters in the name of a folder. A letter takes at most four bytes, and systems allow 255 bytes."""
NAME = re.compile(r"\w(?:[\w.-]*[\w-])?")
"""A folder name that every system allows; Windows drops a final full stop."""
_CLOCK = re.compile(r"(?P<hour>[01]?\d|2[0-3])\s*(?:[:.uh]\s*(?P<minute>[0-5]\d)?)?(?:\s*u(?:ur|\.)?)?")
_LENGTH = re.compile(
    r"(?P<hours>\d{1,2})\s*(?:[:.](?=\d\d)|u(?:ur)?|h)\s*(?:en\s*)?(?:(?P<minutes>[0-5]?\d)\s*(?:min\.?|minuten|m)?)?"
    r"|(?P<all>-?\d{1,4})\s*(?:min\.?|minuten|m)?"
)
_WEEKDAY = re.compile(r"^[a-z]+dag\s+")
_SPACED = re.compile(r"\s*([-/.])\s*")


class _Documented(click.Command):
    """A command whose help is in the words file, by its name."""

    def __init__(self, name: str, **settings: Any) -> None:
        super().__init__(name, **{**settings, "help": MESSAGES["commands"][name]})


class _Command(_Documented):
    """A command that prints errors in Dutch, and exits with the code of the error or the code that it returns."""

    def invoke(self, context: click.Context) -> NoReturn:
        try:
            sys.exit(super().invoke(context))
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except ProblemsError as error:
            sys.exit(_show(error.problems))
        except Exception as error:
            from vorming.build.failures import describe_failure
            from vorming.build.processes import FolderInUseError

            root = context.params.get("root", Path())
            with suppress(OSError):  # the folder itself may be gone
                root = root.resolve()
            is_foreseen = isinstance(error, FolderInUseError | OSError)
            message = error if isinstance(error, FolderInUseError) else describe_failure(error, root)
            click.echo(message, err=True)
            sys.exit(1 if is_foreseen else UNFORESEEN)


class _Commands(_Documented, click.Group):
    """A group of commands, which may contain other groups."""

    command_class = _Command
    group_class = type


def _option(*names: str, **settings: Any) -> Callable[[Callback], Callback]:
    """Make an option whose help is in the words file, by its first name."""
    return click.option(*names, help=MESSAGES["options"][names[0].removeprefix("--")], **settings)


def _refuse(key: str, **values: object) -> NoReturn:
    """Refuse the arguments of a command with a message from the words file."""
    raise click.UsageError(MESSAGES[key].format(**values))


class _ParsedText(click.ParamType[Any]):
    """The type of a value in Dutch notation, read by `read`; the words file has the expected notation by `name`."""

    def __init__(self, name: str, read: Callable[[str], Any]) -> None:
        self.name, self.read = name, read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        parsed = self.read(value) if isinstance(value, str) else value
        if parsed is None:
            option = param.opts[0] if param else self.name
            _refuse("not_written", value=value, option=option, **MESSAGES["written"][self.name])
        return parsed


def read_clock(text: str) -> time | None:
    """Read a clock time such as 9:10, 9u10, 9.10 or 9u; return None if the text is no time of day."""
    match = _CLOCK.fullmatch(text.strip().lower())
    return time(int(match["hour"]), int(match["minute"] or 0)) if match else None


def read_length(text: str) -> int | None:
    """Read a length such as 2u15, 2:15, 2 uur en 15 minuten or 135 min, in minutes; return None if the text is no length.

    2.5 is none: it could be two hours and a half, or five minutes.

    A negative number is read too, so that the command can refuse it with a message about its value.
    """
    match = _LENGTH.fullmatch(text.strip().lower())
    if match is None:
        return None
    return int(match["all"]) if match["all"] else int(match["hours"]) * 60 + int(match["minutes"] or 0)


def read_day(text: str, today: date) -> date | None:
    """Read a day: 2026-12-01, 1/12/2026, dinsdag 1 december 2026, 1 dec.; return None if the text is no day.

    Without a year it is the first such day from `today` on.
    """
    from vorming.text.numbers import written_dates  # imported here, as Babel is slow to import for `--help`

    typed = _SPACED.sub(r"\1", _WEEKDAY.sub("", text.strip().lower()))
    for written in (typed, f"{typed} {today.year}", f"{typed} {today.year + 1}"):
        for match, day in written_dates(written):
            if match[0] == written and (written == typed or day >= today):
                return day
    return None


CLOCK = _ParsedText("UUR", read_clock)
MINUTES = _ParsedText("DUUR", read_length)
DATE = _ParsedText("DATUM", lambda text: read_day(text, date.today()))


def _day_of_course(_: click.Context, __: click.Parameter, day: date | None) -> date | None:
    """Refuse a day outside the range of `model.base.Day`, since a course with it in a data file can't be read."""
    if day and not 1990 <= day.year < 2100:
        _refuse("year", day=day)
    return day


ON = _option("--on", "day", type=DATE, callback=_day_of_course)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="vorming", message="%(prog)s %(version)s")
def main() -> None:
    """Prepare the process for any command."""
    # Print a question mark for characters that the terminal can't show, such as on an old code page.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    # A build makes millions of objects that live until its end. With the default threshold of 700, garbage
    # collection took a quarter of all time.
    gc.set_threshold(100_000, 50, 50)
    # The collection at exit took another second and a half.
    atexit.register(gc.freeze)


def _course_command(
    name: str | None = None, group: click.Group = main
) -> Callable[[Callback], click.Command]:
    """Make a command that works on the course in the folder `--root`."""
    folder = _option("--root", type=click.Path(exists=True, path_type=Path, file_okay=False), default=Path())
    return lambda function: group.command(name)(folder(function))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="MAP")
@_option("--language", type=click.Choice(LANGUAGES), default="nl")
def new(folder: Path, language: str) -> None:
    """Write a new course."""
    from vorming.source.generated import write_new_course

    if not folder.name.isprintable():
        _refuse("name_unseen")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        _refuse("folder_taken", folder=folder)
    write_new_course(folder, language)
    click.echo(MESSAGES["new_made"].format(folder=folder))


@_course_command()
def check(root: Path) -> int:
    """Print all problems of the content."""
    from vorming.check import check_course
    from vorming.check.contacts import check_contacts

    return _show((*check_course(root), *check_contacts(root, date.today())))


@_course_command()
@_option("--only", multiple=True, type=click.Choice(OUTPUTS))
@_option("--module", metavar="MODULE")
def build(root: Path, only: tuple[str, ...], module: str | None) -> int:
    """Build some outputs, or all."""
    from vorming.build.command import show_outputs
    from vorming.build.outputs import build_in, build_outputs, with_sources

    if module is not None:
        if set(only) - {"packs"}:
            _refuse("module_alone")
        _load_module(root, module, "--module")
    names = ("packs",) if module else with_sources(only or OUTPUTS)
    with build_in(root.resolve()) as stamps:
        return int(show_outputs(stamps.root, names, build_outputs(stamps, names, module or "")))


def _free_port(_: click.Context, __: click.Parameter, port: int) -> int:
    """Refuse a port outside the range, or one that is in use."""
    from vorming.live.server import PORTS, is_free

    if port not in PORTS:
        _refuse("port_unknown", port=port, first=PORTS[0], last=PORTS[-1])
    if not is_free(port):
        _refuse("port_taken", port=port, other=port % PORTS[-1] + 1)
    return port


def _port(default: int) -> Callable[[Callback], Callback]:
    return _option("--port", default=default, show_default=True, callback=_free_port)


@_course_command()
@_port(8000)
@_option("--trainer", "edition", flag_value="trainer")
@_option("--trainee", "edition", flag_value="trainee", default=True)
def serve(root: Path, port: int, edition: str) -> None:
    """Serve the preview until Ctrl-C."""
    from vorming.build.processes import lock_folder
    from vorming.live.preview import FOLDER
    from vorming.live.server import HOST
    from vorming.live.server import serve as run_server
    from vorming.source.load import folder_problems

    if problems := folder_problems(root):
        raise ProblemsError(problems)
    with lock_folder(root.resolve() / FOLDER / ".slot"):
        click.echo(MESSAGES["serving"].format(host=HOST, port=port))
        run_server(root, edition, port)


@_course_command()
@click.argument("pdf", required=False, metavar="[PAKKET.pdf]", type=click.Path(path_type=Path))
@_option("--since", metavar="NUMMER")
def changes(root: Path, pdf: Path | None, since: str | None) -> None:
    """Print the changes since packs were released."""
    from vorming.build.command import load_sound
    from vorming.packs.changes import changes_of_all, changes_of_pdf, changes_since, write_report

    if pdf and since:
        _refuse("pack_or_number")
    loaded, course = load_sound(root)
    if not pdf and since is None:
        reports = (write_report(found, course) for found in changes_of_all(loaded))
        click.echo("\n\n\n".join(reports) or MESSAGES["none_released"])
        return
    found = changes_of_pdf(loaded, pdf) if pdf else changes_since(loaded, since or "")
    if isinstance(found, Problem):
        raise ProblemsError([found])
    click.echo(write_report(found, course))


@_course_command()
@ON
def release(root: Path, day: date | None) -> int:
    """Record the contents of each pack, and make the archives for the site and a USB stick."""
    from vorming.build.command import load_sound
    from vorming.build.release import WORDS, NotReleasedError
    from vorming.build.release import release as make_release

    load_sound(root)
    click.echo(WORDS["start"])
    try:
        click.echo(make_release(root.resolve(), day or date.today()))
    except NotReleasedError as error:
        click.echo(f"{error}\n{WORDS['failed']}".lstrip(), err=True)
        return 1
    return 0


@_course_command()
def docs(root: Path) -> None:
    """Renew the files of the repository that are made from code."""
    from vorming.source.generated import FILE, render_docs

    if not (root / FILE).is_file():
        _refuse("not_the_tool")
    _renew(root, render_docs(root))


@_course_command()
@click.argument("module")
@_option("--to", "formats", multiple=True, type=click.Choice(tuple(FORMATS)))
@_option("--all", "is_all", is_flag=True)
@_option("--output", type=click.Path(path_type=Path, file_okay=False))
@_option("--strict", is_flag=True)
def export(
    root: Path, module: str, formats: tuple[str, ...], is_all: bool, output: Path | None, strict: bool
) -> int:
    """Write the questions of a module in some formats."""
    from vorming.build.processes import LOCK, lock_folder
    from vorming.exports.run import EXPORTS, export_module

    loaded, _ = _load_module(root, module)
    if not formats and not is_all:
        _refuse("no_format")
    folder, chosen = output or root / EXPORTS / module, FORMATS if is_all else formats
    has_skipped = False
    with lock_folder(root.resolve() / LOCK) if output is None else nullcontext():
        for text, bundle in export_module(loaded, module, chosen, folder):
            click.echo(text)
            has_skipped |= any(note.is_skipped for note in bundle.notes)
    return int(strict and has_skipped)


def _day_options(command: Callback) -> Callback:
    """Add the options of a day: when, how long, for how many people, in what room."""
    for option in reversed(DAY_OPTIONS):
        command = option(command)
    return command


DAY_OPTIONS = (
    click.argument("module"),
    _option("--lesson", "lessons", multiple=True, metavar="LES"),
    _option("--date", "on", type=DATE),
    _option("--start", type=CLOCK),
    _option("--minutes", type=MINUTES),
    _option("--end", type=CLOCK),
    _option("--break", "breaks", type=CLOCK, multiple=True),
    _option("--group", type=int),
    _option("--no-phones", "has_phones", flag_value=False, default=True),
    _option("--no-projector", "has_projector", flag_value=False, default=True),
)


def _plan(root: Path, module: str, options: dict[str, Any]) -> Plan:
    """Plan a day; print the reasons and exit with 1 if it is impossible."""
    from vorming.course.planning import Demands, Plan, plan_day
    from vorming.text.numbers import format_date
    from vorming.trainer.run_sheet import WORDS

    course, today = _load_module(root, module)[1], date.today()
    lessons = tuple(_lesson_named(course, module, name) for name in options.pop("lessons"))
    demands = Demands(lessons=lessons, **options)
    if demands.on and demands.on < today:
        message = WORDS["day_past"].format(day=format_date(demands.on), today=format_date(today))
    else:
        plan = plan_day(course, course.module(module), demands)
        if isinstance(plan, Plan):
            return plan
        message = "\n".join([WORDS["impossible"], *plan])
    click.echo(message)
    sys.exit(1)


def _lesson_named(course: Course, module: str, name: str) -> str:
    """Return the id of the lesson with this id or title, or the only one that starts so; refuse any other name."""
    titles = {id: course.lesson(id).title for id in course.module(module).lessons}
    said = " ".join(name.replace("'", "’").split()).casefold()
    names = [(id, name) for id, title in titles.items() for name in (id, title.casefold())]
    found = {id for id, name in names if name == said} or {id for id, name in names if name.startswith(said)}
    if len(found) == 1:
        return found.pop()
    listed = "\n".join(f"  {title} ({id})" for id, title in titles.items())
    _refuse("lesson_unknown", name=name, module=module, lessons=listed)


@_course_command("run-sheet")
@_day_options
def run_sheet(root: Path, module: str, **options: Any) -> None:
    """Print the run sheet of a day."""
    from vorming.trainer.run_sheet import show

    show(_plan(root, module, options))


@_course_command()
@_day_options
@_option("--local", type=click.Path(path_type=Path), metavar="BESTAND")
@_option("--name", metavar="NAAM")
def day(root: Path, module: str, local: Path | None, name: str | None, **options: Any) -> int:
    """Make the folder of an own day."""
    from vorming.build.command import run_day
    from vorming.check.contacts import read_given
    from vorming.model.base import is_free

    plan = _plan(root, module, options)
    # A name from a Mac may have its accents as separate characters.
    name = normalize("NFC", name or "")
    if name and (len(name) > LONGEST_NAME or not NAME.fullmatch(name) or not is_free(name)):
        _refuse("name_invalid", name=name, most=LONGEST_NAME)
    place = None
    if local:
        place, problems = read_given(local, date.today())
        if problems and _show(problems):
            return 1
    return run_day(root.resolve(), plan, name, place)


@main.group()
def log() -> None:
    """Group the commands for logs of sessions."""


@_course_command("add", log)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="BESTAND")
def log_add(root: Path, file: Path) -> None:
    """Check a log and keep it with the course."""
    from vorming.build.command import load_sound
    from vorming.source.files import shown
    from vorming.trainer.log import WORDS, keep_session, read_session

    session, problems = read_session(file.parent, file.name, load_sound(root)[1])
    if session is None or has_errors(problems):
        click.echo(WORDS["log_refused"])
        raise ProblemsError(problems)
    path, is_new = keep_session(root, file, session)
    click.echo(WORDS["log_added" if is_new else "log_known"].format(path=shown(path)))


@_course_command("report", log)
def log_report(root: Path) -> None:
    """Print a report of all logs."""
    from vorming.build.command import load_sound
    from vorming.trainer.log import WORDS, read_sessions, report_lines

    _, course = load_sound(root)
    sessions, problems = read_sessions(root, course)
    click.echo("\n".join(report_lines(course, sessions)) if sessions else WORDS["report_none"])
    if problems:
        raise ProblemsError(problems)


def _load_module(root: Path, module: str, where: str = "MODULE") -> tuple[Loaded, Course]:
    """Load a course without errors; refuse a module that it doesn't have."""
    from vorming.build.command import load_sound

    loaded, course = load_sound(root)
    known = {other.id for other in course.modules}
    if module not in known:
        _refuse("unknown", name=module, where=where, nearest=nearest(module, known))
    return loaded, course


@_course_command()
def schemas(root: Path) -> None:
    """Renew the JSON Schemas of the data files."""
    from vorming.source.generated import render_schemas

    _renew(root, render_schemas())


@_course_command()
def words(root: Path) -> int:
    """Print the words that the dictionary does not know."""
    from vorming.language.check import describe_unknown, open_gate, unused_own_words
    from vorming.source.load import load_readable

    gate = open_gate(load_readable(root))
    for word in unused_own_words(gate):
        click.echo(f"{MESSAGES['word_unused']}: {word}")
    unknown = list(describe_unknown(gate))
    click.echo("\n".join(unknown), nl=bool(unknown))
    return 1 if unknown else 0


@_course_command()
def readability(root: Path) -> None:
    """Print how easy each page reads."""
    from vorming.language.check import describe_readability, open_gate
    from vorming.source.load import load_readable

    click.echo("\n".join(describe_readability(open_gate(load_readable(root)))))


@_course_command()
@_port(8010)
@ON
def desk(root: Path, port: int, day: date | None) -> None:
    """Serve the keeper's desk until Ctrl-C."""
    from vorming.desk.server import serve as run_desk
    from vorming.source.load import folder_problems

    if problems := folder_problems(root):
        raise ProblemsError(problems)
    run_desk(root, port, (lambda: day) if day else date.today)


@_course_command()
@ON
def due(root: Path, day: date | None) -> None:
    """Print the items that must be checked again."""
    from vorming.check.due import list_due
    from vorming.source.load import load_readable

    text, problems = list_due(load_readable(root), day or date.today())
    click.echo(text)
    if problems:
        raise ProblemsError(problems)


@_course_command()
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@ON
def checked(root: Path, ids: tuple[str, ...], day: date | None) -> None:
    """Record that items are still right."""
    from vorming.check.due import UnknownError, note_checked
    from vorming.source.load import load_readable

    if (checked_on := day or date.today()) > date.today():
        _refuse("day_ahead", day=day)
    try:
        click.echo(note_checked(load_readable(root), ids, checked_on))
    except UnknownError as error:
        raise click.UsageError(str(error)) from None


def _renew(root: Path, files: Mapping[str, bytes]) -> None:
    """Write the files that are missing or differ, and print their paths."""
    from vorming.source.files import write_files

    for path in write_files(root, files):
        click.echo(f"{MESSAGES['renewed']}: {path}")


def _show(problems: Iterable[Problem]) -> int:
    """Print problems with their hints, and their numbers on the last line; return the exit code."""
    ordered = sorted(problems)
    for item in ordered:
        click.echo(item.with_hint)
    errors = sum(item.is_error for item in ordered)
    points = len(ordered) - errors
    error_word = MESSAGES["error" if errors == 1 else "errors"]
    point_word = MESSAGES["point" if points == 1 else "points"]
    click.echo(f"{errors} {error_word}, {points} {point_word}.", err=True)
    return int(has_errors(ordered))
