"""Charts are true to the data, readable, and the same bytes each time.

What a chart shows is read back from its artists: marks, bars and text at their places, not from
the functions that drew them.
"""

import re
from decimal import Decimal
from functools import cache

import pytest
from lxml import etree
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from tests.conftest import COURSE as FOLDER
from tests.support.chart_reading import assert_readable, marks, place, texts
from vorming.charts import chart_names, draw_chart, show
from vorming.charts.canvas import wrap
from vorming.charts.drawing import Drawing
from vorming.charts.timeline import span_of
from vorming.course.usage import drawn, named_ids
from vorming.model.course import CostChart
from vorming.model.policies import Answer, Jurisdiction
from vorming.source.load import load_course
from vorming.text.markdown import fact_value
from vorming.text.tokens import load_tokens

COURSE = load_course(FOLDER).parsed
POLICIES = COURSE.policies
TOKENS = load_tokens()
NARROW = (False, True)
ALL = pytest.mark.parametrize(
    ("name", "narrow"), [(name, narrow) for name in chart_names(COURSE) for narrow in NARROW]
)


@cache
def draw(name: str, narrow: bool = False) -> Drawing:
    chart = draw_chart(COURSE, name, narrow=narrow)
    assert chart is not None
    return chart


def words(chart: Drawing) -> str:
    return " ".join(text.get_text() for text in texts(chart)).replace("\u00a0", " ").replace("- ", "-")


def bars(chart: Drawing) -> list[Rectangle]:
    return [
        patch for patch in chart.figure.axes[0].patches if isinstance(patch, Rectangle) and patch.get_width()
    ]


@ALL
def test_a_chart_has_a_finding_a_description_a_table_and_a_dated_source(name: str, narrow: bool):
    chart = draw(name, narrow)
    assert len(chart.title().split()) >= 6 and not chart.title().endswith(".")
    assert chart.title() in chart.alt and chart.lead() in chart.alt and len(chart.alt) < 320
    assert len({len(row) for row in chart.table().rows} | {len(chart.table().header)}) == 1
    assert re.search(r"\d\u00a0[a-z]+ 20\d\d", chart.source())
    for text in (chart.title(), chart.source()):
        assert text.replace("\u00a0", " ").replace("- ", "-") in words(chart)


@ALL
def test_the_same_data_give_the_same_bytes(name: str, narrow: bool):
    again = draw_chart(COURSE, name, narrow=narrow)
    assert again is not None
    assert draw(name, narrow).svg() == again.svg()


@ALL
def test_svg_has_real_text_and_asks_nothing_of_anybody(name: str, narrow: bool):
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
def test_svg_is_as_wide_as_its_medium_and_names_itself(name: str, narrow: bool):
    chart = draw(name, narrow)
    root = etree.fromstring(chart.svg().encode())
    assert float(root.get("width")) == (
        TOKENS.sizes.chart_narrow_px if narrow else TOKENS.sizes.chart_wide_px
    )
    assert root[0].text == chart.title() and root[1].text == chart.description
    assert min(float(size) for size in root.xpath("//@font-size")) >= 11


@ALL
def test_dark_differs_in_colours_alone_and_keeps_no_light_colour(name: str, narrow: bool):
    chart = show(COURSE, name)
    assert chart is not None
    drawings = chart.drawings
    light, dark = drawings["narrow" if narrow else "wide"], drawings["narrow-dark" if narrow else "dark"]
    blank = re.compile(r"#[0-9a-f]{6}\b")
    assert blank.sub("#", light) == blank.sub("#", dark)
    known = {*TOKENS.colours.dark.model_dump().values()}
    known |= {colour for look in TOKENS.models for colour in (look.dark, look.on_dark)}
    assert set(blank.findall(dark)) <= known


@ALL
def test_no_text_overlaps_another_lies_upon_a_mark_or_leaves_the_canvas(name: str, narrow: bool):
    assert_readable(draw(name, narrow))


@ALL
def test_a_chart_without_rows_is_no_chart(name: str, narrow: bool):
    policies = POLICIES.model_copy(update={"jurisdictions": (), "models": (), "attributes": ()})
    empty = COURSE.model_copy(update={"policies": policies, "facts": ()})
    assert draw_chart(empty, name, narrow=narrow) is None


FILLS = {"full": Answer.YES, "none": Answer.NO, "left": Answer.PARTLY}


def _near(y: float, found: dict[float, str]) -> str:
    return found[min(found, key=lambda other: abs(other - y))]


def test_each_mark_of_the_matrix_is_the_value_of_its_row_and_column():
    chart = draw("matrix")
    shown = texts(chart)
    rows = {text.get_position()[1]: text.get_text() for text in shown if text.get_position()[0] == 0}
    heads = _columns(shown)
    read = {}
    for line in marks(chart):
        (x, y), fill = place(line), FILLS[line.get_fillstyle()]
        if x > 140 and y > 130:
            read[_near(y + 4, rows), _near(x, heads)] = fill
    for text in shown:
        if text.get_text() == "?" and text.get_position()[1] > 130:
            x, y = text.get_position()
            read[_near(y, rows), _near(x, heads)] = Answer.UNKNOWN
    expected = {
        (_shown(item), key): value.value
        for item in POLICIES.jurisdictions
        for key, value in item.attributes.items()
    }
    assert read == expected


def _columns(shown: list[Text]) -> dict[float, str]:
    """Return the middle of each column: the words of its heading stand below one another."""
    columns: dict[float, str] = {}
    for text in shown:
        if text.get_ha() == "center" and text.get_text() != "?" and text.get_position()[1] < 130:
            x = text.get_position()[0]
            columns[x] = f"{columns.get(x, '')} {text.get_text()}".strip()
    ids = {attribute.short: attribute.id for attribute in POLICIES.attributes}
    return {x: ids[label] for x, label in columns.items()}


def _shown(item: Jurisdiction) -> str:
    return f"{item.label}\u00a0†" if item.is_placed_by_us else item.label


def test_every_unverified_value_of_the_matrix_has_its_star():
    chart = draw("matrix")
    stars = [text for text in texts(chart) if text.get_text() == "*"]
    values = [value for item in POLICIES.jurisdictions for value in item.attributes.values()]
    assert len(stars) == sum(value.confidence == "unverified" for value in values)
    cells = [cell for row in chart.table().rows for cell in row]
    assert sum(cell.endswith("*") for cell in cells) == len(stars)


def test_the_table_of_the_matrix_holds_the_values_of_the_data():
    words_of = {Answer.YES: "ja", Answer.NO: "nee", Answer.PARTLY: "deels", Answer.UNKNOWN: "onbekend"}
    table = {row[0]: row[2:] for row in draw("matrix").table().rows}
    for item in POLICIES.jurisdictions:
        assert [cell.rstrip("*") for cell in table[_shown(item)]] == [
            words_of[v.value] for v in item.attributes.values()
        ]


def test_the_narrow_matrix_shows_the_same_marks():
    wide, narrow = (
        sorted(
            m.get_fillstyle()
            for m in marks(draw("matrix", n))
            if m.get_markersize() == 12 and m.get_marker() == "o"
        )
        for n in NARROW
    )
    # The integrative heading stands on each of the two panels.
    assert len(narrow) == len(wide) + 1


def test_the_title_of_the_matrix_counts_as_the_data_do():
    sellers = sum(
        item.attributes["sekswerker-strafbaar"].value is Answer.YES for item in POLICIES.jurisdictions
    )
    buyers = sum(item.attributes["klant-strafbaar"].value is Answer.YES for item in POLICIES.jurisdictions)
    assert re.findall(r"\d+", draw("matrix").title()) == [
        str(sellers),
        str(len(POLICIES.jurisdictions)),
        str(buyers),
    ]


def test_marks_of_the_timeline_stand_in_the_order_and_distance_of_their_dates():
    chart = draw("tijdlijn")
    steps = [step for item in POLICIES.jurisdictions for step in item.law.steps]
    points = sorted(span_of(step).start for step in steps if span_of(step).is_point)
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
        if re.fullmatch(r"\d{4}", t.get_text()) and t.get_ha() == "center"
    }
    assert years[2020] - years[2015] == pytest.approx(5 * scale, abs=0.5)


def test_the_timeline_says_every_date_as_exactly_as_the_data_and_names_who_has_none():
    said = words(draw("tijdlijn"))
    assert "1 juni 2022 (strafrecht) en 1 december 2024 (arbeidscontract)" in said
    assert "juni 2003*" in said and "2009*" in said and "1 oktober 2000*" in said
    for item in POLICIES.jurisdictions:
        assert item.label in said
    rows = [row for row in draw("tijdlijn").table().rows if row[2] != "niet gevonden"]
    assert len(rows) == sum(len(item.law.steps) for item in POLICIES.jurisdictions)


def test_a_hollow_mark_means_a_date_that_was_not_checked():
    hollow = [
        m
        for m in marks(draw("tijdlijn"))
        if m.get_fillstyle() == "none" and place(m)[0] > 140 and m.get_markersize() > 10
    ]
    steps = [step for item in POLICIES.jurisdictions for step in item.law.steps]
    assert len(hollow) == sum(step.confidence != "verified" and len(step.date) > 4 for step in steps)


def test_each_tile_has_its_name_and_the_mark_of_its_model():
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


def _amounts(cost: CostChart) -> list[Decimal]:
    """Return what the bars of a chart of costs stand for, in order: the parts of a sum each by itself."""
    found: list[Decimal] = []
    for bar in cost.bars:
        fact = COURSE.fact(bar.fact)
        found += [part.value for part in fact.parts] or [fact.value or Decimal(0)]
        if bar.compares and fact.other:
            found += [part.value for part in fact.other.parts] or [fact.other.value or Decimal(0)]
    return found


def test_the_bars_of_the_costs_are_as_long_as_the_amounts_and_the_parts_add_up():
    for narrow in NARROW:
        chart = draw("kosten-abortus", narrow)
        widths = [bar.get_width() for bar in bars(chart)]
        amounts = [float(amount) for cost in COURSE.costs for amount in _amounts(cost)]
        assert [width / widths[-1] * amounts[-1] for width in widths] == pytest.approx(amounts, rel=0.001)
    said = words(chart)
    for fact in (COURSE.fact(bar.fact) for cost in COURSE.costs for bar in cost.bars):
        assert fact_value(fact).replace("\u00a0", " ") in said


def test_the_costs_are_the_facts_and_say_that_they_are_to_be_confirmed():
    facts = {fact.id: fact for fact in COURSE.facts}
    amounts = [row[2].split("\u00a0")[0].replace(",", ".") for row in draw("kosten-abortus").table().rows]
    luna = facts["abortus-zonder-dekking"].other
    expected = [
        facts["abortus-met-dmh"].value,
        facts["abortus-met-mutualiteit"].value,
        facts["abortus-zonder-dekking"].value,
    ]
    assert [float(amount) for amount in amounts] == [
        float(expected[0]),
        float(expected[1]),
        4.0,
        float(expected[2]),
        float(luna.value),
    ]
    assert "te bevestigen" in draw("kosten-abortus").source()


def test_the_conditions_show_the_four_jurisdictions_and_who_is_left_out_everywhere():
    chart = draw("legalisering-decriminalisering")
    assert [row[0] for row in chart.table().rows] == ["Nederland", "Duitsland", "Nieuw-Zeeland", "België"]
    assert all(row[3].startswith("ja: ") for row in chart.table().rows)
    said = words(chart)
    for item in POLICIES.jurisdictions:
        for condition in item.conditions:
            assert all(word in said for word in condition.text.split())


def test_a_page_with_the_conditions_lists_the_sources_of_those_four_only():
    loaded = load_course(FOLDER)
    page = loaded.page("book/politie/beleid-en-aangiftebereidheid")
    listed = {key for item in drawn(loaded, page) for key in named_ids(item, "source")}
    assert "prostschg-5" in listed
    assert "jurist-maine-2023" not in listed


def test_the_title_of_the_conditions_holds_in_the_data():
    asked = {
        model: [j for j in POLICIES.of_model(model) if j.conditions]
        for model in ("restrictive", "integrative")
    }
    for item in asked["restrictive"]:
        assert Answer.YES in (
            item.attributes["registratie-nodig"].value,
            item.attributes["vergunning-werkplek"].value,
        )
    for item in asked["integrative"]:
        assert item.attributes["registratie-nodig"].value is Answer.NO


def test_the_models_say_intention_means_and_effect_and_whose_word_the_effect_is():
    chart = draw("drie-modellen")
    said = words(chart)
    for model in POLICIES.models:
        for text in (model.title, model.intention, model.means, model.effect):
            assert text in said
            assert any(text in row for row in chart.table().rows)
    assert "volgens UTSOPI" in said and chart.description.count("volgens UTSOPI") == 4


@ALL
def test_the_description_says_what_the_table_says(name: str, narrow: bool):
    chart = draw(name, narrow)
    for row in chart.table().rows:
        assert row[0].rstrip("†\u00a0").lower() in chart.description.lower() or name == "matrix"
    if name == "matrix":
        counts = [
            sum(cell.startswith(word) for row in chart.table().rows for cell in row[2:3])
            for word in ("ja", "deels")
        ]
        assert f"In {counts[1]} rechtsgebieden is de sekswerker deels strafbaar" in chart.description
        assert chart.title().startswith(f"In {counts[0]} van de {len(chart.table().rows)}")


def test_another_value_gives_another_drawing_table_and_title():
    be = POLICIES.jurisdiction("BE")
    value = be.attributes["klant-strafbaar"].model_copy(update={"value": Answer.YES})
    changed = be.model_copy(update={"attributes": {**be.attributes, "klant-strafbaar": value}})
    items = tuple(changed if item.code == "BE" else item for item in POLICIES.jurisdictions)
    course = COURSE.model_copy(update={"policies": POLICIES.model_copy(update={"jurisdictions": items})})
    chart = draw_chart(course, "matrix")
    assert chart is not None
    before, after = (re.findall(r"\d+", found.title()) for found in (draw("matrix"), chart))
    assert int(after[-1]) == int(before[-1]) + (be.attributes["klant-strafbaar"].value is not Answer.YES)
    assert next(row for row in chart.table().rows if row[0] == "België")[3] == "ja"
    assert chart.svg() != draw("matrix").svg()


def test_a_hyphen_in_the_text_reaches_the_screen_reader():
    assert "Nieuw-Zeeland" in draw("matrix").svg()


def test_wrapping_keeps_every_word_and_breaks_after_a_hyphen():
    text = "Nieuw-Zeeland en een gezondheidsadvies"
    lines = wrap(text, 60)
    assert lines == ["Nieuw-", "Zeeland", "en een", "gezondheidsadvies"]
    assert wrap("kort", 500) == ["kort"] and wrap("a - b", 500) == ["a - b"]
