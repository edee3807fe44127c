"""What the command line asks of the trainer's side: plan, make, and say so through `tell`."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from vorming.course.planning import Demands, Impossible, Plan, plan_day
from vorming.model.course import Course, Module
from vorming.model.faq import Place
from vorming.source.files import shown
from vorming.source.load import Loaded
from vorming.text.numbers import format_date
from vorming.trainer.run_sheet import WORDS, lists, rows_of, summary

Tell = Callable[[str], None]


def plan_or_tell(course: Course, module: Module, demands: Demands, today: date, tell: Tell) -> Plan | None:
    """Plan a day; say why where it can't be: too short, or over already `today`."""
    if demands.on and demands.on < today:
        tell(WORDS["day_past"].format(day=format_date(demands.on), today=format_date(today)))
        return None
    plan = plan_day(course, module, demands)
    if isinstance(plan, Impossible):
        tell("\n".join([WORDS["impossible"], *plan.reasons]))
        return None
    return plan


def folder_of(plan: Plan, name: str | None) -> Path:
    """Return the folder of an own day, below that of the course: by the name it was given, or what it is.

    Without a name: "politie-2026-12-01-9u10-135min", without the date where nobody said which day.
    """
    # Typst is heavy: only who makes a day waits for it.
    from vorming.slides.write import OWN_DAYS
    from vorming.trainer.day import TRAINER

    start = f"{plan.start // 60}u{plan.start % 60:02}"
    on = [plan.demands.on.isoformat()] if plan.demands.on else []
    chosen = name or "-".join([plan.module.id, *on, start, f"{plan.minutes}min"])
    return Path(TRAINER) / OWN_DAYS / chosen


def is_taken(root: Path, folder: Path, tell: Tell) -> bool:
    """Tell whether the folder of an own day is there already, and then say so."""
    if found := (root / folder).exists():
        tell(WORDS["day_exists"].format(folder=shown(root / folder)))
    return found


def make_day(
    root: Path, loaded: Loaded, plan: Plan, name: str | None, place: Place | None, tell: Tell
) -> int:
    """Make the folder of an own day and say where it is; return the exit code.

    1 when the folder is there already or a paper can't be made: then nothing has changed.
    """
    from vorming.trainer.day import Request, make_own_day

    folder = folder_of(plan, name)
    if is_taken(root, folder, tell):
        return 1
    request = Request(plan, folder.name, place.place if place else "", place.contacts if place else ())
    problems = make_own_day(root, loaded, request)
    for found in problems:
        tell(str(found))
    if not problems:
        tell(WORDS["day_made"].format(page=shown(root / folder / "index.html")))
    return 1 if problems else 0


def show(plan: Plan) -> None:
    """Print a run sheet as a table with its lists below."""
    # Without markup: a title may hold square brackets.
    console = Console(highlight=False, markup=False)
    table = Table(title=f"{plan.module.title} · {summary(plan)}", title_justify="left", show_edge=False)
    columns = ("time", "minutes", "what", "how", "keep")
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
