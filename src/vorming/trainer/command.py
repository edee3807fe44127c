"""What the command line asks of the trainer's side: make a day, show a plan, and say so."""

from pathlib import Path

from click import echo
from rich.console import Console
from rich.table import Table

from vorming.course.planning import Plan
from vorming.model.faq import Place
from vorming.source.files import shown
from vorming.source.load import Loaded
from vorming.trainer.run_sheet import COLUMNS, WORDS, lists, rows_of, summary


def folder_of(root: Path, plan: Plan, name: str) -> Path:
    """Return the folder of an own day: by the name it was given, or what it is.

    Without a name: "politie-2026-12-01-9u10-135min", without the date where nobody said which day.
    """
    # Typst is heavy: only who makes a day waits for it.
    from vorming.slides.write import OWN_DAYS
    from vorming.trainer.day import TRAINER

    start = f"{plan.start // 60}u{plan.start % 60:02}"
    on = [plan.demands.on.isoformat()] if plan.demands.on else []
    chosen = name or "-".join([plan.module.id, *on, start, f"{plan.minutes}min"])
    return root / TRAINER / OWN_DAYS / chosen


def is_taken(folder: Path) -> bool:
    """Tell whether the folder of an own day is there already, and then say so."""
    if found := folder.exists():
        echo(WORDS["day_exists"].format(folder=shown(folder)))
    return found


def make_day(loaded: Loaded, plan: Plan, folder: Path, place: Place | None) -> int:
    """Make the folder of an own day and say where it is; return the exit code.

    1 when the folder is there already or a paper can't be made: then nothing has changed.
    """
    from vorming.trainer.day import Request, make_own_day

    if is_taken(folder):
        return 1
    request = Request(plan, folder.name, place.place if place else "", place.contacts if place else ())
    problems = make_own_day(loaded, request)
    for found in problems:
        echo(str(found))
    if not problems:
        echo(WORDS["day_made"].format(page=shown(folder / "index.html")))
    return 1 if problems else 0


def show(plan: Plan) -> None:
    """Print a run sheet as a table with its lists below."""
    # Without markup: a title may hold square brackets.
    console = Console(highlight=False, markup=False)
    table = Table(title=f"{plan.module.title} · {summary(plan)}", title_justify="left", show_edge=False)
    columns = [key for key in COLUMNS if key != "slides"]
    for key in columns:
        table.add_column(WORDS[key], justify="right" if key == "minutes" else "left")
    for row in rows_of(plan, {}):
        style = "bold" if row.kind == "lesson" else None if row.kind == "step" else "italic"
        table.add_row(*(row.cells[key] for key in columns), style=style)
    console.print(table)
    for key, texts in lists(plan).items():
        console.print(f"\n{WORDS[key]}", style="bold")
        console.print("\n".join(f"- {text}" for text in texts))
    console.print()
