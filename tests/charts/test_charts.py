"""Charts are true to the data, readable, and the same bytes each time.

What a chart shows is read back from its artists: marks, bars and text at their places, not from
the functions that drew them.
"""

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from pydantic import BaseModel

from tests.conftest import MINI
from tests.support.chart_reading import assert_readable, marks, place, texts
from vorming.charts import draw_chart, format_step, render_chart
from vorming.charts.drawing import Drawing, wrap
from vorming.charts.timeline import span_of
from vorming.check.policies import check_chart_words
from vorming.course.charts import CHARTS, Chart, chart_names, has_data
from vorming.course.usage import items_on, named_ids
from vorming.model.base import Status
from vorming.model.course import CostBar, CostChart, Course, Reference
from vorming.model.policies import Answer, Jurisdiction, MatrixWords, Policies
from vorming.source.current import use_course
from vorming.source.load import load_course
from vorming.source.pages import Call, Page
from vorming.source.problems import Place
from vorming.source.yaml import read_yaml
from vorming.text.markdown import fact_value
from vorming.text.numbers import format_value
from vorming.text.tokens import load_tokens
from vorming.text.words import decapitalised

POLICIES = Policies.model_validate(read_yaml(Path(__file__).parent, "policies.yml").value)
TOKENS = load_tokens()
NARROW = (False, True)


@pytest.fixture(autouse=True)
def dutch() -> None:
    """Write as in a Dutch course: an earlier test may have loaded one in another language."""
    use_course()


def _course() -> Course:
    """Return the mini-book with ten jurisdictions, and a chart of a fact with parts and one without."""
    course = load_course(MINI).parsed
    price = course.fact("prijs-zorg")
    other = price.model_copy(
        update={"id": "prijs-advies", "value": Decimal("12.5"), "parts": (), "other": None}
    )
    shown = (
        CostBar(fact=price.id, situation="Zonder verzekering", compares=True),
        CostBar(fact=other.id, situation="Een advies"),
    )
    cost = CostChart(
        name="kosten", title="Zonder verzekering kost een behandeling {fact}`prijs-zorg`", bars=shown
    )
    return course.model_copy(update={"policies": POLICIES, "facts": (*course.facts, other), "costs": (cost,)})


COURSE = _course()
DRAWN = [name for name in chart_names(COURSE) if has_data(COURSE, name)]
ALL = pytest.mark.parametrize(("name", "narrow"), [(name, narrow) for name in DRAWN for narrow in NARROW])


@cache
def draw(name: str, narrow: bool = False) -> Drawing:
    return draw_chart(COURSE, name, narrow=narrow)


def words(chart: Drawing) -> str:
    return " ".join(text.get_text() for text in texts(chart)).replace("\u00a0", " ").replace("- ", "-")


def bars(chart: Drawing) -> list[Rectangle]:
    return [
        patch for patch in chart.figure.axes[0].patches if isinstance(patch, Rectangle) and patch.get_width()
    ]


@ALL
def test_a_chart_has_a_finding_an_alternative_text_a_table_and_a_dated_source(
    name: str, narrow: bool
) -> None:
    chart = draw(name, narrow)
    assert len(chart.title().split()) >= 6 and not chart.title().endswith(".")
    assert chart.title() in chart.alt and chart.lead() in chart.alt and len(chart.alt) < 320
    assert len({len(row) for row in chart.table().rows} | {len(chart.table().header)}) == 1
    assert re.search(r"\d\u00a0[a-z]+ 20\d\d", chart.source())
    for text in (chart.title(), chart.source()):
        assert text.replace("\u00a0", " ").replace("- ", "-") in words(chart)


@ALL
def test_the_same_data_give_the_same_bytes(name: str, narrow: bool) -> None:
    again = draw_chart(COURSE, name, narrow=narrow)
    assert draw(name, narrow).svg() == again.svg()


@ALL
def test_svg_has_real_text_and_asks_nothing_of_anybody(name: str, narrow: bool) -> None:
    svg = draw(name, narrow).svg()
    assert svg.count("<text") >= len(draw(name, narrow).table().rows)
    assert "<style" not in svg and "style=" not in svg and "<metadata" not in svg
    assert "<image" not in svg and not re.search(r"20\d\d-\d\d-\d\dT", svg)
    assert set(re.findall(r"https?://[^\"]+", svg)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert len(svg) < 120_000


@ALL
def test_svg_is_as_wide_as_its_medium_and_names_itself(name: str, narrow: bool) -> None:
    chart = draw(name, narrow)
    root = etree.fromstring(chart.svg().encode())
    assert float(root.get("width", "")) == (TOKENS.sizes["chart_narrow_px" if narrow else "chart_wide_px"])
    assert root[0].text == chart.title() and root[1].text == chart.lead()
    assert min(float(size) for node in root.iter() if (size := node.get("font-size"))) >= 11


@ALL
def test_dark_differs_in_colours_alone_and_keeps_no_light_colour(name: str, narrow: bool) -> None:
    chart = render_chart(COURSE, name)
    drawings = chart.drawings
    light, dark = drawings["narrow" if narrow else "wide"], drawings["narrow-dark" if narrow else "dark"]
    blank = re.compile(r"#[0-9a-f]{6}\b")
    assert blank.sub("#", light) == blank.sub("#", dark)
    known = {*TOKENS.colours["dark"].model_dump().values()}
    known |= {colour for look in TOKENS.models for colour in (look.dark, look.on_dark)}
    assert set(blank.findall(dark)) <= known


@ALL
def test_no_text_overlaps_another_lies_upon_a_mark_or_leaves_the_canvas(name: str, narrow: bool) -> None:
    assert_readable(draw(name, narrow))


def test_nor_does_it_in_the_charts_of_the_course(course: Course) -> None:
    for name in chart_names(course):
        for narrow in NARROW if has_data(course, name) else ():
            assert_readable(draw_chart(course, name, narrow=narrow))


def test_a_chart_needs_no_words_in_the_data_of_a_course(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CHARTS, "telling", Chart("counts", lambda all: True, ("total",)))
    loaded = load_course(MINI)
    assert list(check_chart_words(loaded, loaded.parsed)) == []


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_without_rows_is_no_chart(name: str) -> None:
    policies = POLICIES.model_copy(update={"jurisdictions": (), "models": (), "attributes": ()})
    empty = COURSE.model_copy(update={"policies": policies, "facts": ()})
    assert not has_data(empty, name)


ANSWERS = {Answer.YES: "ja", Answer.NO: "nee", Answer.PARTLY: "deels", Answer.UNKNOWN: "onbekend"}
FILLS = {"full": Answer.YES, "none": Answer.NO, "left": Answer.PARTLY}


def _near(y: float, found: dict[float, str]) -> str:
    return found[min(found, key=lambda other: abs(other - y))]


def test_each_mark_of_the_matrix_is_the_value_of_its_row_and_column() -> None:
    chart = draw("matrix")
    shown = texts(chart)
    top = min(text.get_position()[1] for text in shown if text.get_text() in TITLES)
    rows, heads = _rows(shown, top), _columns(shown, top)
    read = {}
    for line in marks(chart):
        (x, y), fill = place(line), FILLS[line.get_fillstyle()]
        if x > 140 and y > top:
            read[_near(y + 4, rows), _near(x, heads)] = fill
    for text in shown:
        if text.get_text() == "?" and text.get_position()[1] > top:
            x, y = text.get_position()
            read[_near(y, rows), _near(x, heads)] = Answer.UNKNOWN
    expected = {
        (_shown(item), key): value.value
        for item in POLICIES.jurisdictions
        for key, value in item.attributes.items()
    }
    assert read == expected


TITLES = {model.title for model in POLICIES.models}


def _rows(shown: list[Text], top: float) -> dict[float, str]:
    """Return the middle of each row: a long name takes more lines, which stand nearer than two rows do."""
    found: list[list[Text]] = []
    for text in sorted(shown, key=lambda text: text.get_position()[1]):
        x, y = text.get_position()
        if x == 0 and y > top:
            is_same = found and y - found[-1][-1].get_position()[1] < 20
            if not is_same:
                found.append([])
            found[-1].append(text)
    return {sum(line.get_position()[1] for line in lines) / len(lines): _joined(lines) for lines in found}


def _joined(lines: list[Text]) -> str:
    return " ".join(line.get_text() for line in lines).replace("- ", "-")


def _columns(shown: list[Text], top: float) -> dict[float, str]:
    """Return the middle of each column: the words of its heading stand below one another."""
    columns: dict[float, list[Text]] = {}
    for text in shown:
        if (
            text.get_horizontalalignment() == "center"
            and text.get_text() != "?"
            and text.get_position()[1] < top
        ):
            columns.setdefault(text.get_position()[0], []).append(text)
    ids = {attribute.short: attribute.id for attribute in POLICIES.attributes}
    return {x: ids[_joined(lines)] for x, lines in columns.items()}


def _shown(item: Jurisdiction) -> str:
    return f"{item.label}\u00a0†" if item.is_placed_by_us else item.label


def test_every_unverified_value_of_the_matrix_has_its_star() -> None:
    chart = draw("matrix")
    stars = [text for text in texts(chart) if text.get_text() == "*"]
    values = [value for item in POLICIES.jurisdictions for value in item.attributes.values()]
    assert len(stars) == sum(value.confidence == "unverified" for value in values)
    cells = [cell for row in chart.table().rows for cell in row]
    assert sum(cell.endswith("*") for cell in cells) == len(stars)


def test_the_table_of_the_matrix_holds_the_values_of_the_data() -> None:
    table = {row[0]: row[2:] for row in draw("matrix").table().rows}
    for item in POLICIES.jurisdictions:
        assert [cell.rstrip("*") for cell in table[_shown(item)]] == [
            ANSWERS[item.attributes[attribute.id].value] for attribute in POLICIES.attributes
        ]


def test_the_narrow_matrix_shows_the_same_marks() -> None:
    wide, narrow = (
        # Left of the columns stand the marks of the models, on each of the panels.
        sorted(
            m.get_fillstyle()
            for m in marks(draw("matrix", n))
            if m.get_markersize() == 12 and place(m)[0] > 20
        )
        for n in NARROW
    )
    assert narrow == wide and wide


def counted(course: Course, attribute: str) -> Drawing:
    """Draw the matrix with words that count the answers to an attribute."""
    said = MatrixWords(
        title=f"Van {{total}} is het antwoord {{partly[{attribute}]}} keer deels, {{yes[{attribute}]}} keer ja"
    )
    charts = course.policies.charts.model_copy(update={"matrix": said})
    policies = course.policies.model_copy(update={"charts": charts})
    return draw_chart(course.model_copy(update={"policies": policies}), "matrix")


def test_the_words_of_the_matrix_count_as_the_data_do() -> None:
    for attribute in POLICIES.attributes:
        given = [item.attributes[attribute.id].value for item in POLICIES.jurisdictions]
        chart = counted(COURSE, attribute.id)
        yes, partly = given.count(Answer.YES), given.count(Answer.PARTLY)
        assert chart.title() == f"Van {len(given)} is het antwoord {partly} keer deels, {yes} keer ja"


def test_marks_of_the_timeline_stand_in_the_order_and_distance_of_their_dates() -> None:
    chart = draw("tijdlijn")
    steps = [step for item in POLICIES.jurisdictions for step in item.law.steps]
    points = sorted(start for start, end in map(span_of, steps) if start == end)
    drawn = sorted(
        place(line)[0] for line in marks(chart) if place(line)[0] > 140 and line.get_markersize() > 10
    )
    assert len(drawn) == len(points)
    scale = (drawn[-1] - drawn[0]) / (points[-1] - points[0])
    for x, year in zip(drawn, points, strict=True):
        assert x == pytest.approx(drawn[0] + (year - points[0]) * scale, abs=0.5)
    years = {
        int(t.get_text()): t.get_position()[0]
        for t in texts(chart)
        if re.fullmatch(r"\d{4}", t.get_text()) and t.get_horizontalalignment() == "center"
    }
    first, last = min(years), max(years)
    assert first < last and years[last] - years[first] == pytest.approx((last - first) * scale, abs=0.5)


def test_the_timeline_says_every_date_as_exactly_as_the_data_and_names_who_has_none() -> None:
    said = words(draw("tijdlijn"))
    for item in POLICIES.jurisdictions:
        assert item.label in said
        for step in item.law.steps:
            date = format_step(step.date).replace("\u00a0", " ")
            star = "" if step.confidence == "verified" else "*"
            what = f" ({decapitalised(step.label)})" if len(item.law.steps) > 1 else ""
            assert f"{date}{star}{what}".replace("- ", "-") in said
    rows = [row for row in draw("tijdlijn").table().rows if row[2] != "niet gevonden"]
    assert len(rows) == sum(len(item.law.steps) for item in POLICIES.jurisdictions)


@pytest.mark.parametrize(
    ("date", "said"), [("2022-06-01", "1 juni 2022"), ("2003-06", "juni 2003"), ("2009", "2009")]
)
def test_a_date_is_written_as_exactly_as_it_is(date: str, said: str) -> None:
    assert format_step(date).replace("\u00a0", " ") == said


def test_a_hollow_mark_means_a_date_that_was_not_checked() -> None:
    hollow = [
        m
        for m in marks(draw("tijdlijn"))
        if m.get_fillstyle() == "none" and place(m)[0] > 140 and m.get_markersize() > 10
    ]
    steps = [step for item in POLICIES.jurisdictions for step in item.law.steps]
    assert len(hollow) == sum(step.confidence != "verified" and len(step.date) > 4 for step in steps)


def test_each_tile_has_its_name_and_the_mark_of_its_model() -> None:
    chart = draw("tegelkaart")
    markers = dict(zip((model.id for model in POLICIES.models), "s^oDp*", strict=False))
    tiles = [bar for bar in bars(chart) if bar.get_width() > 50]
    assert len(tiles) == len(POLICIES.jurisdictions)
    for item in POLICIES.jurisdictions:
        tile = next(tile for tile in tiles if _inside(chart, tile) == item.label)
        corner = (tile.get_x() + 13, tile.get_y() + 13)
        mark = next(m for m in marks(chart) if place(m) == pytest.approx(corner))
        assert mark.get_marker() == markers[item.model]
        assert (tile.get_linestyle() not in ("solid", "-")) == item.is_placed_by_us


def _inside(chart: Drawing, tile: Rectangle) -> str:
    x, y, width, height = *tile.get_xy(), tile.get_width(), tile.get_height()
    inside = [
        t.get_text()
        for t in texts(chart)
        if x < t.get_position()[0] < x + width and y < t.get_position()[1] < y + height
    ]
    return " ".join(inside).replace("- ", "-")


COSTS = [cost for cost in COURSE.costs if has_data(COURSE, cost.name)]


def _amounts(cost: CostChart, *, is_parted: bool) -> list[Decimal]:
    """Return the amounts that a chart of costs draws, in order; with `is_parted` the parts of a sum each by itself."""
    found: list[Decimal] = []
    for bar in cost.bars:
        fact = COURSE.fact(bar.fact)
        for said in (fact, fact.other) if bar.compares else (fact,):
            if said and said.value is not None:
                found += [part.value for part in said.parts] if is_parted and said.parts else [said.value]
    return found


@pytest.mark.parametrize("cost", COSTS, ids=lambda cost: cost.name)
def test_the_bars_of_the_costs_are_as_long_as_the_amounts_and_the_parts_add_up(cost: CostChart) -> None:
    for narrow in NARROW:
        chart = draw(cost.name, narrow)
        widths = [bar.get_width() for bar in bars(chart)]
        amounts = [float(amount) for amount in _amounts(cost, is_parted=True)]
        assert [width / widths[-1] * amounts[-1] for width in widths] == pytest.approx(amounts, rel=0.001)
    said = words(chart)
    for fact in (COURSE.fact(bar.fact) for bar in cost.bars):
        assert fact_value(fact).replace("\u00a0", " ") in said


@pytest.mark.parametrize("cost", COSTS, ids=lambda cost: cost.name)
def test_the_costs_are_the_facts_and_name_whose_word_they_are(cost: CostChart) -> None:
    chart = draw(cost.name)
    amounts = _amounts(cost, is_parted=False)
    assert [row[2] for row in chart.table().rows] == [format_value(amount, "euro") for amount in amounts]
    assert all(row[1] in chart.source() for row in chart.table().rows)


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        ((Status.VERIFIED, Status.VERIFIED), "Nagekeken op"),
        ((Status.VERIFIED, Status.ATTRIBUTED), "Volgens"),
        ((Status.UNCONFIRMED, Status.ATTRIBUTED), "nog te bevestigen"),
    ],
)
def test_the_source_of_costs_says_how_sure_the_least_sure_fact_is(
    statuses: tuple[Status, ...], said: str
) -> None:
    fact = COURSE.facts[0].model_copy(update={"value": Decimal(5), "unit": "euro", "other": None})
    facts = tuple(fact.model_copy(update={"id": f"bedrag-{n}", "status": s}) for n, s in enumerate(statuses))
    shown = tuple(CostBar(fact=fact.id, situation=fact.id) for fact in facts)
    cost = CostChart(name="kosten", title="Kosten", bars=shown)
    chart = draw_chart(COURSE.model_copy(update={"facts": facts, "costs": (cost,)}), "kosten")
    clauses = ("Nagekeken op", "Volgens", "nog te bevestigen")
    assert [clause for clause in clauses if clause in chart.source()] == [said]


CONDITIONS = "legalisering-decriminalisering"
WITH_CONDITIONS = [item for item in POLICIES.jurisdictions if item.conditions]


def test_the_conditions_show_the_jurisdictions_that_have_them_and_what_each_asks() -> None:
    chart = draw(CONDITIONS)
    said, rows = words(chart), chart.table().rows
    assert [row[0] for row in rows] == [item.label for item in WITH_CONDITIONS]
    own = POLICIES.charts.conditions
    for item, row in zip(WITH_CONDITIONS, rows, strict=True):
        for condition in item.conditions:
            if own is None or condition.attribute in own.rows:
                assert all(word in said for word in condition.text.split())
                assert any(condition.text in cell for cell in row)
        if own:
            answers = [cell.partition(":")[0] for cell in row[1:]]
            assert answers == [ANSWERS[item.attributes[id].value] for id in own.rows]


@pytest.mark.parametrize("narrow", NARROW)
def test_many_jurisdictions_with_conditions_stay_readable(narrow: bool) -> None:
    condition = WITH_CONDITIONS[0].conditions[0]
    asked = tuple(
        item if item.conditions else item.model_copy(update={"conditions": (condition,)})
        for item in POLICIES.jurisdictions[:8]
    )
    policies = POLICIES.model_copy(update={"jurisdictions": asked})
    chart = draw_chart(COURSE.model_copy(update={"policies": policies}), CONDITIONS, narrow=narrow)
    assert len(chart.table().rows) == len(asked)
    assert_readable(chart)


def test_a_page_with_the_conditions_lists_the_sources_of_those_jurisdictions_only() -> None:
    call = Call("chart", CONDITIONS, Place(""))
    found = items_on(replace(load_course(MINI), course=COURSE), Page("", "", calls=(call,)))
    listed = {item.id for item in found if isinstance(item, Reference)}
    own = sources_of(*WITH_CONDITIONS, *POLICIES.models)
    others = sources_of(*(item for item in POLICIES.jurisdictions if not item.conditions))
    assert own and own <= listed and not (others - own) & listed


def sources_of(*items: BaseModel) -> set[str]:
    return {id for item in items for id in named_ids(item, "source")}


def test_the_models_say_intention_means_and_effect_and_whose_word_the_effect_is() -> None:
    chart = draw("drie-modellen")
    said = words(chart)
    for model in POLICIES.models:
        for text in (model.title, model.intention, model.means, model.effect):
            assert text in said
            assert any(text in row for row in chart.table().rows)
    whose = f"volgens {COURSE.organisation.speaks_as}"
    assert whose in said and whose in chart.lead()


def test_another_value_gives_another_drawing_table_and_title() -> None:
    item, id = POLICIES.jurisdictions[0], POLICIES.attributes[0].id
    is_yes = item.attributes[id].value is Answer.YES
    changed = with_answer(item, id, Answer.NO if is_yes else Answer.YES)
    items = tuple(changed if item.code == changed.code else item for item in POLICIES.jurisdictions)
    course = COURSE.model_copy(update={"policies": POLICIES.model_copy(update={"jurisdictions": items})})
    before, after = counted(COURSE, id), counted(course, id)
    counts = [int(re.findall(r"\d+", chart.title())[-1]) for chart in (before, after)]
    assert counts[1] - counts[0] == (-1 if is_yes else 1)
    cell = next(row for row in after.table().rows if row[0] == _shown(item))[2]
    assert cell.rstrip("*") == ("nee" if is_yes else "ja")
    assert after.svg() != before.svg()


def with_answer(item: Jurisdiction, id: str, answer: Answer) -> Jurisdiction:
    value = item.attributes[id].model_copy(update={"value": answer})
    return item.model_copy(update={"attributes": {**item.attributes, id: value}})


def test_a_hyphen_in_the_text_reaches_the_screen_reader() -> None:
    first, *others = POLICIES.jurisdictions
    named = first.model_copy(update={"name": "Nieuw-Zeeland", "short": None})
    policies = POLICIES.model_copy(update={"jurisdictions": (named, *others)})
    chart = draw_chart(COURSE.model_copy(update={"policies": policies}), "matrix")
    assert "Nieuw-Zeeland" in chart.svg()


def test_wrapping_keeps_every_word_and_breaks_after_a_hyphen() -> None:
    text = "Nieuw-Zeeland en een gezondheidsadvies"
    lines = wrap(text, 60)
    assert lines == ["Nieuw-", "Zeeland", "en een", "gezondheidsadvies"]
    assert wrap("kort", 500) == ["kort"] and wrap("a - b", 500) == ["a - b"]
