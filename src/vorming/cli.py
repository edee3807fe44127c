"""Arguments -> one call per command -> exit code.

Exit codes: 0 fine, 1 problems in content, 2 wrong usage, 3 a missing tool, 70 a fault of ours.
Each command imports what it needs itself, so that `--help` and `check` stay fast.
"""

from __future__ import annotations

import atexit
import gc
import gettext
import os
import re
import sys
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vorming.exports import FORMATS
from vorming.source.problems import Problem, ProblemsError, has_errors, nearest
from vorming.text.times import read_clock, read_day, read_length

if TYPE_CHECKING:
    from vorming.course.planning import Plan
    from vorming.model.course import Course
    from vorming.source.load import Loaded

# Click asks gettext for each of its own sentences, from here on in Dutch whatever the computer speaks.
os.environ["LANGUAGE"] = "nl"
gettext.textdomain("click")
gettext.bindtextdomain("click", str(Path(__file__).parent / "assets" / "locale"))

UNFORESEEN = 70
"""The exit code of a fault of ours (EX_SOFTWARE of sysexits.h)."""


class _Command(click.Command):
    """A command that tells in Dutch what stopped it, and leaves with the exit code of that."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except ProblemsError as error:
            finish(error.problems)
        except Exception as error:
            from vorming.build.failures import describe_failure
            from vorming.build.lock import FolderInUseError

            root = context.params.get("root", Path()).resolve()
            is_foreseen = isinstance(error, FolderInUseError | OSError)
            said = f"{error}\n" if isinstance(error, FolderInUseError) else describe_failure(error, root)
            click.echo(said, err=True, nl=False)
            sys.exit(1 if is_foreseen else UNFORESEEN)


class _Commands(click.Group):
    """The commands, and those of a group among them."""

    command_class = _Command
    group_class = type


FOLDER = click.option(
    "--root", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="De map van de cursus."
)


def _day_of_course(_: click.Context, __: click.Parameter, moment: datetime | None) -> date | None:
    """Refuse a day that no item of a course can have: written into one, it would break the course."""
    if moment and not 1990 <= moment.year < 2100:
        raise click.UsageError(f"{moment:%Y-%m-%d} kan niet bij --on: kies een jaar van 1990 tot 2099.")
    return moment and moment.date()


ON = click.option(
    "--on",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_day_of_course,
    metavar="DATUM",
    help="Een dag (2027-03-01); anders vandaag.",
)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="vorming", message="%(prog)s %(version)s")
def main() -> None:
    """Maak van één bron een boek, dia's, cursuspakketten en toetsen."""
    # A screen that lacks a sign (an old code page, a name that is no text) shows a question mark.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    # A build makes millions of objects that live until its end: to look for garbage among them
    # each time there are 700 more took a quarter of all its time.
    gc.set_threshold(100_000, 50, 50)
    # And to look among them once more at the very end took a second and a half.
    atexit.register(gc.freeze)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="MAP")
@click.option(
    "--language",
    type=click.Choice(["nl", "fr", "en"]),
    default="nl",
    help="De taal van de cursus: nl, fr of en.",
)
def new(folder: Path, language: str) -> None:
    """Maak een nieuwe, kleine cursus om mee te beginnen."""
    from vorming.source.new_course import write_course

    if not folder.name.isprintable():
        raise click.UsageError(
            "De naam van de map heeft een teken dat niemand ziet. Gebruik letters, cijfers en streepjes."
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.UsageError(f"“{folder}” bestaat al en is niet leeg. Kies een andere map.")
    write_course(folder, language)
    click.echo(f"De cursus staat in {folder}. Ga naar die map, en voer uit: vorming check, vorming build.")


@main.command()
@FOLDER
def check(root: Path) -> None:
    """Toon alles wat er mis is met de inhoud, zonder te bouwen."""
    from vorming.check import check_course

    finish(check_course(root))


@main.command()
@FOLDER
@click.option("--only", multiple=True, help="Maak enkel dit: html, trainer, packs, days, exports, packages.")
@click.option("--module", metavar="MODULE", help="Van de pakketten enkel die van deze module.")
def build(root: Path, only: tuple[str, ...], module: str | None) -> None:
    """Bouw het boek, de map van de begeleider, de pakketten, de dagen, de exports en de modules als pakket."""
    from vorming.build.command import run_build
    from vorming.build.outputs import OUTPUTS, with_sources

    for name in only:
        _refuse_unknown(name, OUTPUTS, "--only")
    if module is not None:
        if set(only) - {"packs"}:
            raise click.UsageError("--module hoort bij --only packs.")
        _load_module(root, module, "--module")
    names = ("packs",) if module else with_sources(only) or tuple(OUTPUTS)
    sys.exit(1 if run_build(root.resolve(), names, {"packs": {"module": module}} if module else {}) else 0)


def _free_port(_: click.Context, __: click.Parameter, port: int) -> int:
    """Refuse a port that this computer doesn't have, or that something else uses."""
    from vorming.live.server import PORTS, is_free

    if port not in PORTS:
        raise click.UsageError(f"Poort {port} bestaat niet. Kies er een van {PORTS[0]} tot {PORTS[-1]}.")
    if not is_free(port):
        raise click.UsageError(f"Poort {port} is bezet. Kies een andere: --port {port % PORTS[-1] + 1}.")
    return port


def _port(default: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return click.option(
        "--port", default=default, show_default=True, callback=_free_port, help="De poort op deze computer."
    )


@main.command()
@FOLDER
@_port(8000)
@click.option("--trainer", "edition", flag_value="trainer", help="Toon de uitgave van de begeleider.")
@click.option(
    "--trainee", "edition", flag_value="trainee", default=True, help="Toon de uitgave van de deelnemer."
)
def serve(root: Path, port: int, edition: str) -> None:
    """Kijk mee terwijl je schrijft: de pagina vernieuwt na elke wijziging."""
    from vorming.build.lock import hold_folder
    from vorming.live.preview import FOLDER
    from vorming.live.server import HOST
    from vorming.live.server import serve as run_server

    with hold_folder(root.resolve() / FOLDER / ".slot"):
        click.echo(f"Open http://{HOST}:{port}/ en schrijf. Stoppen: Ctrl-C.")
        run_server(root, edition, port, click.echo)


@main.command()
@FOLDER
@click.argument("pdf", required=False, metavar="[PAKKET.pdf]", type=click.Path(path_type=Path))
@click.option("--since", metavar="NUMMER", help="Het nummer van het pakket: onderaan elke bladzijde.")
def changes(root: Path, pdf: Path | None, since: str | None) -> None:
    """Zeg wat er veranderd is sinds een pakket uitging, en welke bladzijden je opnieuw drukt."""
    from vorming.check import load_checked
    from vorming.packs.say import changes_of_pdf, changes_since, write_report

    if (pdf is None) == (since is None):
        raise click.UsageError("Geef een pakket (PDF), of een nummer met --since.")
    loaded, course = load_checked(root, date.today())
    found = changes_of_pdf(loaded, pdf) if pdf else changes_since(loaded, since or "")
    if isinstance(found, Problem):
        raise ProblemsError([found])
    click.echo(write_report(found, course))


@main.command()
@FOLDER
@ON
def release(root: Path, day: date | None) -> None:
    """Geef uit: bewaar wat elk pakket bevat, en maak de zips voor de website en de USB-stick."""
    from vorming.build.release import SAID, Failed, describe_release
    from vorming.build.release import release as make_release
    from vorming.check import load_checked

    load_checked(root, date.today())
    click.echo(SAID["start"])
    made = make_release(root.resolve(), day or date.today())
    if isinstance(made, Failed):
        click.echo(f"{made.warnings}{SAID['failed']}", err=True)
        sys.exit(1)
    click.echo(describe_release(made, root.resolve()))


@main.command()
@FOLDER
def docs(root: Path) -> None:
    """Vernieuw de tabel met regels en de woorden van de opdrachtregel."""
    from vorming.source.generated import CATALOGUE, write_made

    if not (root / CATALOGUE).is_file():
        raise click.UsageError("Dit kan enkel in de map met src/vorming, waar het gereedschap zelf staat.")
    for name, was_stale in write_made(root).items():
        click.echo(f"{'vernieuwd' if was_stale else 'was al goed'}: {name}")


@main.command()
@FOLDER
@click.argument("module")
@click.option(
    "--to",
    "formats",
    multiple=True,
    metavar="FORMAT",
    help=f"In welk formaat; mag meermaals. Kies uit {', '.join(FORMATS)}.",
)
@click.option("--all", "is_all", is_flag=True, help="In alle formaten.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="De map waarin het komt; anders _build/exports/MODULE.",
)
@click.option("--strict", is_flag=True, help="Stop met code 1 als een vraag niet in een formaat kan.")
def export(
    root: Path, module: str, formats: tuple[str, ...], is_all: bool, output: Path | None, strict: bool
) -> None:
    """Zet de vragen van een module om voor een leerplatform, een app of papier."""
    from vorming.build.lock import LOCK, hold_folder
    from vorming.exports.run import EXPORTS, export_module

    loaded, _ = _load_module(root, module)
    for name in formats:
        _refuse_unknown(name, FORMATS, "--to")
    if not formats and not is_all:
        raise click.UsageError("Kies een formaat met --to, of --all.")
    folder, chosen = output or root / EXPORTS / module, FORMATS if is_all else formats
    has_skipped = False
    with hold_folder(root.resolve() / LOCK) if output is None else nullcontext():
        for done in export_module(loaded, module, chosen, folder, is_ours=output is None):
            click.echo(done.summary)
            has_skipped |= done.has_skipped
    sys.exit(1 if strict and has_skipped else 0)


class _Written(click.ParamType[Any]):
    """A value as people write it; `kind` and `example` say what was expected."""

    def __init__(self, name: str, read: Callable[[str], Any], kind: str, example: str) -> None:
        self.name, self.read, self.kind, self.example = name, read, kind, example

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        found = self.read(value) if isinstance(value, str) else value
        if found is None:
            option = param.opts[0] if param else self.name
            raise click.UsageError(
                f"“{value}” is geen {self.kind} bij {option}. Schrijf bijvoorbeeld {self.example}."
            )
        return found


CLOCK = _Written("UUR", read_clock, "uur", "13:30")
MINUTES = _Written("DUUR", read_length, "duur", "2u15 of 135")
DATE = _Written("DATUM", lambda text: read_day(text, date.today()), "dag", "2027-03-01 of 1 maart 2027")


def _day_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add what a day may ask: when, how long, for how many, in what room."""
    for option in reversed(DAY_OPTIONS):
        command = option(command)
    return command


DAY_OPTIONS = (
    click.argument("module"),
    click.option("--date", "on", type=DATE, help="Op welke dag: 2027-03-01, 1/3/2027 of 1 maart."),
    click.option("--start", type=CLOCK, help="Wanneer je begint: 9:10, 9u10 of 9.10."),
    click.option("--minutes", type=MINUTES, help="Hoelang je hebt: 2u15, 2:15 of 135."),
    click.option("--end", type=CLOCK, help="Wanneer je moet stoppen, in plaats van --minutes."),
    click.option(
        "--break", "breaks", type=CLOCK, multiple=True, help="Een pauze om een vast uur; mag meermaals."
    ),
    click.option("--group", type=int, help="Met hoeveel mensen."),
    click.option("--no-phones", is_flag=True, help="De groep heeft geen telefoons."),
    click.option("--no-projector", is_flag=True, help="Er is geen projector."),
)


def _plan(root: Path, module: str, asked: dict[str, Any]) -> Plan:
    """Plan what was asked; leave with the reasons where it can't be."""
    from vorming.course.planning import Demands
    from vorming.trainer.command import plan_or_tell

    course = _load_module(root, module)[1]
    demands = Demands(
        asked["start"], asked["minutes"], asked["group"], not asked["no_phones"], not asked["no_projector"],
        asked["breaks"], asked["end"], asked["on"],
    )  # fmt: skip
    plan = plan_or_tell(course, course.module(module), demands, date.today(), click.echo)
    if plan is None:
        sys.exit(1)
    return plan


@main.command("run-sheet")
@FOLDER
@_day_options
def run_sheet(root: Path, module: str, **asked: Any) -> None:
    """Toon het draaiboek van een dag: kloktijden, pauzes, wat mee moet en wat weg mag."""
    from vorming.trainer.command import show

    show(_plan(root, module, asked))


@main.command()
@FOLDER
@_day_options
@click.option(
    "--local", type=click.Path(path_type=Path), metavar="BESTAND", help="Je eigen contacten: lokaal/gent.yml."
)
@click.option("--name", metavar="NAAM", help="Hoe de map van deze dag heet.")
def day(root: Path, module: str, local: Path | None, name: str | None, **asked: Any) -> None:
    """Maak een map voor jouw dag: alle bladen om te drukken, de dia's en het plan."""
    from vorming.build.command import run_day
    from vorming.keeper.contacts import read_place

    plan = _plan(root, module, asked)
    if name and not re.fullmatch(r"\w[\w.-]*", name):
        raise click.UsageError(
            f"“{name}” kan geen naam van een map zijn. Gebruik letters, cijfers en streepjes."
        )
    _, place, problems = read_place(local.parent, local.name) if local else (None, None, ())
    if local and problems:
        # With the path as it was given: the reader knew the name of the file alone.
        given = local.as_posix()
        raise ProblemsError(replace(found, place=replace(found.place, path=given)) for found in problems)
    sys.exit(run_day(root.resolve(), plan, name, place, click.echo))


@main.group()
def log() -> None:
    """Verslagen van vormingen: toevoegen, en lezen wat beter kan."""


@log.command("add")
@FOLDER
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def log_add(root: Path, file: Path) -> None:
    """Kijk een verslag na en bewaar het bij de cursus."""
    from vorming.check import load_checked
    from vorming.trainer.log import WORDS, keep_session, read_session

    session, problems = read_session(file, load_checked(root, date.today())[1])
    if session is None or has_errors(problems):
        click.echo(WORDS["log_refused"])
        raise ProblemsError(problems)
    path, is_new = keep_session(root, file, session)
    click.echo(WORDS["log_added" if is_new else "log_known"].format(path=path.relative_to(root)))


@log.command("report")
@FOLDER
def log_report(root: Path) -> None:
    """Toon wat de verslagen samen leren: wat uitliep, wat fout begrepen wordt, wat betwist wordt."""
    from vorming.check import load_checked
    from vorming.trainer.log import WORDS, read_sessions, report_lines

    _, course = load_checked(root, date.today())
    sessions, problems = read_sessions(root, course)
    click.echo("\n".join(report_lines(course, sessions)) if sessions else WORDS["report_none"])
    if problems:
        raise ProblemsError(problems)


def _load_module(root: Path, module: str, where: str = "MODULE") -> tuple[Loaded, Course]:
    """Load a course without errors that has a module."""
    from vorming.build.command import load_sound

    loaded, course = load_sound(root.resolve())
    _refuse_unknown(module, {found.id for found in course.modules}, where)
    return loaded, course


def _refuse_unknown(name: str, known: Iterable[str], where: str) -> None:
    if name not in known:
        raise click.UsageError(f"“{name}” bestaat niet bij {where}. {nearest(name, known)}")


@main.command()
@FOLDER
def schemas(root: Path) -> None:
    """Vernieuw de JSON-schema's waarmee een editor aanvult en waarschuwt."""
    from vorming.source.schemas import write_schemas

    for path in write_schemas(root):
        click.echo(f"vernieuwd: {path}")


@main.command()
@FOLDER
def words(root: Path) -> None:
    """Vernieuw de woordenlijst en toon woorden die het woordenboek niet kent."""
    from vorming.language.check import open_gate
    from vorming.language.lexicon import FILE
    from vorming.language.report import describe_unknown, unused_own_words, write_words
    from vorming.source.load import load_readable

    gate = open_gate(load_readable(root))
    click.echo(f"{'vernieuwd' if write_words(root, gate) else 'was al goed'}: {FILE}")
    for word in unused_own_words(gate):
        click.echo(f"nergens gebruikt, mag weg uit language.yml: {word}")
    unknown = list(describe_unknown(gate))
    click.echo("\n".join(unknown), nl=bool(unknown))
    sys.exit(1 if unknown else 0)


@main.command()
@FOLDER
def readability(root: Path) -> None:
    """Toon hoe vlot elke pagina leest (Flesch-Douma: 100 heel vlot, 0 heel moeilijk)."""
    from vorming.language.check import open_gate
    from vorming.language.report import describe_readability
    from vorming.source.load import load_readable

    click.echo("\n".join(describe_readability(open_gate(load_readable(root)))))


@main.command()
@FOLDER
@_port(8010)
@ON
def desk(root: Path, port: int, day: date | None) -> None:
    """Open het bureau: nakijken, verbeteren en bewaren in je browser, enkel op deze computer."""
    from vorming.desk.server import serve as run_desk

    run_desk(root, port, (lambda: day) if day else date.today, click.echo)


@main.command()
@FOLDER
@ON
def due(root: Path, day: date | None) -> None:
    """Toon wat opnieuw nagekeken moet worden, met bron, plaats en pakketten."""
    from vorming.keeper.command import list_due
    from vorming.source.load import load_readable

    said, problems = list_due(load_readable(root), day or date.today())
    click.echo(said)
    if problems:
        raise ProblemsError(problems)


@main.command()
@FOLDER
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@ON
def checked(root: Path, ids: tuple[str, ...], day: date | None) -> None:
    """Noteer dat iets nog klopt: feit, vraag, hulplijn, tegenspraak, rechtsgebied of eigen contact."""
    from vorming.keeper.command import UnknownError, note_checked
    from vorming.source.load import load_readable

    try:
        click.echo(note_checked(load_readable(root), ids, day or date.today()))
    except UnknownError as error:
        raise click.UsageError(str(error)) from None


def finish(problems: Iterable[Problem]) -> None:
    """Print problems with their hints and a closing line, and leave with the right code."""
    found = sorted(problems)
    for item in found:
        click.echo(f"{item}\n    {item.hint}" if item.hint else str(item))
    errors = sum(item.is_error for item in found)
    points = _count(len(found) - errors, "aandachtspunt", "aandachtspunten")
    click.echo(f"{_count(errors, 'fout', 'fouten')}, {points}.", err=True)
    sys.exit(1 if has_errors(found) else 0)


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


if __name__ == "__main__":
    main()
