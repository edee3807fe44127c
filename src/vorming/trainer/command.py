"""What the command line asks of the trainer's side: plan, write, and say so through `tell`."""

from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from vorming.course.planning import Demands, Impossible, Plan, plan_day
from vorming.model.course import Course, Module
from vorming.slides.deck import slide_ranges
from vorming.slides.write import FOLDER as DECKS
from vorming.slides.write import read_deck_data
from vorming.source.problems import Problem
from vorming.trainer.run_sheet import ASKED, WORDS, Slides, lists, rows_of, summary, write_run_sheet

TRAINER = "_build/trainer"

Tell = Callable[[str], None]


def make_run_sheet(root: Path, course: Course, module: Module, demands: Demands, tell: Tell) -> int:
    """Show a run sheet in the terminal and write its page and PDF; 1 when it can't be."""
    data = read_deck_data(root / TRAINER / DECKS, module.id)
    sheet = plan_day(course, module, demands)
    if isinstance(sheet, Impossible):
        tell("\n".join([WORDS["impossible"], *sheet.reasons]))
        return 1
    slides = slide_ranges(data) if data else {}
    show(sheet, slides)
    if data is None and demands.has_projector:
        tell(WORDS["no_slides"])
    written = write_run_sheet(root / TRAINER / ASKED, sheet, slides)
    if isinstance(written, Problem):
        tell(str(written))
        return 1
    page, pdf = written
    tell(WORDS["made"].format(page=page))
    tell(WORDS["made_pdf"].format(pdf=pdf))
    return 0


def show(sheet: Plan, slides: Slides) -> None:
    """Print a run sheet as a table with its lists below."""
    # Without markup: a title may hold square brackets.
    console = Console(highlight=False, markup=False)
    table = Table(title=f"{sheet.module.title} · {summary(sheet)}", title_justify="left", show_edge=False)
    for key in ("time", "minutes", "what", "how", "slides", "keep"):
        table.add_column(WORDS[key], justify="right" if key == "minutes" else "left")
    for row in rows_of(sheet, slides):
        style = "bold" if row.kind == "lesson" else None if row.kind == "step" else "italic"
        table.add_row(*row.cells.values(), style=style)
    console.print(table)
    for key, texts in lists(sheet).items():
        console.print(f"\n{WORDS[key]}", style="bold")
        console.print("\n".join(f"- {text}" for text in texts))
    console.print()
