"""The tile map: one tile per compared place, by model; what was not compared has no tile."""

from vorming.charts.canvas import COLOURS, Canvas, Ink, look_of
from vorming.charts.chart import Chart, Table
from vorming.charts.phrases import WORDS, fill, phrase, policies_source, region_word
from vorming.model.course import Course
from vorming.model.policies import Jurisdiction, Policies, Region
from vorming.text.numbers import enumerate_words

TALL, GAP = 58.0, 6.0
HEADING = Ink(13, bold=True)
BLOCKS = ((Region.EUROPE, Region.MIDDLE_EAST), (Region.NORTH_AMERICA, Region.OCEANIA, Region.ELSEWHERE))
"""The two columns of the wide map; on a phone they stand below one another."""

Cell = tuple[Jurisdiction, int, int]
_TILES = WORDS.group("tiles")


def draw_tiles(course: Course, *, narrow: bool = False) -> Chart | None:
    """Draw the compared places roughly where they lie."""
    policies = course.policies
    if not policies.jurisdictions:
        return None
    canvas = Canvas(narrow=narrow)
    title = _title(policies)
    canvas.title(title)
    _legend(canvas, policies)
    # Wide, four columns, a gap of a fifth of one, and three columns fill the width.
    size = 82.0 if narrow else (canvas.width + GAP) / 7.2 - GAP
    top, ends = canvas.y, []
    for i, regions in enumerate(BLOCKS):
        canvas.y = canvas.y if narrow else top
        for region in regions:
            _region(canvas, policies, region, 0 if narrow else i * 4.2 * (size + GAP), size)
        ends.append(canvas.y)
    canvas.y = max(ends)
    source = policies_source(policies)
    lead = phrase("tiles", "lead")
    return Chart("tegelkaart", title, lead, _details(policies), _table(course), source, canvas.finish(source))


def _legend(canvas: Canvas, policies: Policies) -> None:
    x, y = 7.0, canvas.y + 8
    for model in policies.models:
        canvas.model_mark(x, y, look_of(policies, model.id))
        x = canvas.legend(x + 12, y, model.title)
    if canvas.narrow:
        x, y = 7.0, y + 20
        canvas.y += 20
    canvas.box(
        x - 6,
        y - 6,
        12,
        12,
        facecolor="none",
        edgecolor=COLOURS.muted,
        linewidth=1.5,
        linestyle=(0, (2, 1.5)),
    )
    canvas.legend(x + 12, y, _TILES["own_mark"])
    canvas.y += 24


def _region(canvas: Canvas, policies: Policies, region: Region, left: float, size: float) -> None:
    cells = place_tiles([item for item in policies.jurisdictions if item.region is region])
    if not cells:
        return
    canvas.text(left, canvas.y + 14, region_word(region), HEADING)
    canvas.y += 22
    for item, column, row in cells:
        _tile(canvas, policies, item, left + column * (size + GAP), canvas.y + row * (TALL + GAP), size)
    canvas.y += (max(row for _, _, row in cells) + 1) * (TALL + GAP) + 10


def place_tiles(items: list[Jurisdiction]) -> list[Cell]:
    """Give each its own place; who has none comes in a row below."""
    placed = [(item, item.tile.column, item.tile.row) for item in items if item.tile]
    below = max((row for _, _, row in placed), default=-1) + 1
    rest = [item for item in items if not item.tile]
    return placed + [(item, i % 4, below + i // 4) for i, item in enumerate(rest)]


def _tile(canvas: Canvas, policies: Policies, item: Jurisdiction, x: float, y: float, size: float) -> None:
    look = look_of(policies, item.model)
    is_own = item.is_placed_by_us
    face, ink = ("none", COLOURS.ink) if is_own else (look.light, look.on_light)
    dashes = (0, (3, 2)) if is_own else "solid"
    canvas.box(x, y, size, TALL, facecolor=face, edgecolor=look.light, linewidth=1.75, linestyle=dashes)
    canvas.model_mark(x + 13, y + 13, look, 5.5, colour=look.light if is_own else look.on_light)
    canvas.middle(x + size / 2, y + TALL * 0.66, item.label, size - 6, Ink(11.5, ink), "center")


def _title(policies: Policies) -> str:
    own = policies.charts.tiles
    region = [item for item in policies.jurisdictions if own and item.region is own.region]
    names = [item.label for item in region if own and item.model == own.model]
    if own and names:
        return fill(own.title, count=len(names), total=len(region), names=enumerate_words(names))
    counts = (
        phrase("tiles", "count", count=len(policies.of_model(model.id)), model=model.title.lower())
        for model in policies.models
    )
    return phrase("tiles", "title_plain", total=len(policies.jurisdictions), counts=enumerate_words(counts))


def _details(policies: Policies) -> str:
    regions = []
    for region in Region:
        items = [item for item in policies.jurisdictions if item.region is region]
        if items:
            named = enumerate_words(
                f"{item.label} ({policies.model(item.model).title.lower()})" for item in items
            )
            regions.append(phrase("tiles", "region", region=region_word(region), items=named))
    return phrase("tiles", "details", regions=" ".join(regions), left_out=policies.left_out)


def _table(course: Course) -> Table:
    policies = course.policies
    by_them = _TILES["placed_by_them"].format(who=course.organisation.speaks_as)
    header = (WORDS["jurisdiction"], WORDS["model"], _TILES["placed"])
    rows = [
        (
            item.label,
            policies.model(item.model).title,
            _TILES["placed_by_us"] if item.is_placed_by_us else by_them,
        )
        for region in Region
        for item in policies.jurisdictions
        if item.region is region
    ]
    return Table(header, tuple(rows))
