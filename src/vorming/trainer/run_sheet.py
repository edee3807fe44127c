"""A plan -> a run sheet: rows for the terminal, for a page and for a PDF of one sheet."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

from vorming.course.planning import LONG_STRETCH, MUCH_SLACK, Plan, SlideRanges, clock, rows_of
from vorming.text.numbers import format_weekday
from vorming.text.words import with_capital, words

WORDS = words("trainer")


COLUMNS = ("time", "minutes", "what", "how", "slides", "keep")


def columns_of(plan: Plan) -> tuple[str, ...]:
    """Return the keys of the columns of a run sheet; without a projector there is no column for slides."""
    return tuple(name for name in COLUMNS if name != "slides" or plan.demands.has_projector)


def lists(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """Return the lists below the table, by the key of their heading, without empty lists.

    The keys are "remarks", "to_lay_out", "to_bring", "dropped" (steps) and "left_out" (lessons), in this order.
    """
    all_lists = {
        "remarks": remarks(plan),
        "to_lay_out": to_lay_out(plan),
        "to_bring": plan.module.bring,
        "dropped": tuple(dropped(plan)),
        "left_out": tuple(page.title for page in plan.left_out),
    }
    return {key: tuple(texts) for key, texts in all_lists.items() if texts}


def to_lay_out(plan: Plan) -> list[str]:
    """Return the things to have ready, each with the times at which they are needed."""
    hours: dict[str, list[str]] = {}
    for row in rows_of(plan, {}):
        for thing in row.material:
            hours.setdefault(with_capital(thing), []).append(clock(row.start))
    return [f"{thing}: {', '.join(times)}" for thing, times in hours.items()]


def dropped(plan: Plan) -> Iterator[str]:
    """Yield a line for each lesson of the day with the steps that were dropped, for lack of time or of devices."""
    kept = {taught.key for taught in plan.steps}
    for page in plan.lessons:
        steps = (step for step in page.lesson.run if (page.lesson.id, step.id) not in kept)
        if titles := " · ".join(f"{step.title} ({step.minutes} min)" for step in steps):
            yield f"{page.title}: {titles}"


def remarks(plan: Plan) -> list[str]:
    """Return the remarks for the trainer on this day."""
    demands = plan.demands
    start, end = plan.longest_stretch
    methods = {taught.step.method for taught in plan.steps}
    is_odd = demands.group is not None and demands.group > 1 and demands.group % 2 == 1
    applies = {
        "no_phones": not demands.has_phones,
        "no_projector": not demands.has_projector,
        "much_spare": plan.slack >= MUCH_SLACK,
        "no_break": end - start > LONG_STRETCH,
        "shortened": any(taught.is_shortened for taught in plan.steps),
        "alone": demands.group == 1 and not methods.isdisjoint({"debate", "groups", "pairs"}),
        "odd_group": is_odd and "pairs" in methods,
        "few_players": demands.group is not None and demands.group < plan.players,
    }
    values = {
        "spare": plan.slack,
        "start": clock(start),
        "end": clock(end),
        "group": demands.group,
        "players": plan.players,
    }
    return [WORDS[key].format(**values) for key, is_on in applies.items() if is_on]


def summary(plan: Plan) -> str:
    """Return one line with the date if it is known, the title, the duration, the hours and the size of the group."""
    demands = plan.demands
    group, on = demands.group, demands.on
    hours = WORDS["from_until"].format(start=clock(plan.start), end=clock(plan.end))
    # The title of a trainer's own day is its length, but for a day of chosen lessons.
    has_name = demands.lessons or plan.title == plan.programme.title
    length = [f"{plan.minutes} min"] if has_name else []
    texts = [plan.title, *length, hours]
    texts = [format_weekday(on), *texts] if on else texts
    people = WORDS["group_one" if group == 1 else "group"].format(group=group)
    return " · ".join([*texts, *([people] if group else [])])


def paper_data(sheet: Plan, slides: SlideRanges) -> dict[str, Any]:
    """Return the data for the template of the PDF; the lists below the table are in three columns."""
    heads = columns_of(sheet)
    rows = []
    for row in rows_of(sheet, slides):
        cells = row.cells
        rows.append({"kind": row.kind, "cells": [cells[head] for head in heads]})
    columns: list[list[dict[str, Any]]] = [[], [], []]
    heights = [0, 0, 0]
    # The longest list first, each in the shortest column, so that the columns get about the same height.
    for key, texts in sorted(lists(sheet).items(), key=lambda item: -_height(item[1])):
        lowest = heights.index(min(heights))
        columns[lowest].append({"title": WORDS[key], "texts": list(texts)})
        heights[lowest] += _height(texts)
    return {
        "title": f"{WORDS['run_sheet']}: {sheet.module.title}",
        "summary": summary(sheet),
        "heads": [WORDS[head] for head in heads],
        "rows": rows,
        "columns": columns,
    }


def _height(texts: tuple[str, ...]) -> int:
    """Estimate the height of a list with its heading, in lines of a column of 38 characters."""
    return 3 + sum(1 + len(text) // 38 for text in texts)


def show(plan: Plan) -> None:
    """Print a run sheet as a table, with its lists below."""
    # Without markup, because a title may have square brackets.
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
