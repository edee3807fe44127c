"""The tile map: one tile per compared jurisdiction, in the look of its model; other countries have no tile."""

from vorming.charts import WORDS, Table
from vorming.charts.drawing import COLOURS, Drawing, Ink
from vorming.model.policies import Jurisdiction, Region
from vorming.text.numbers import enumerate_words

HEIGHT, GAP = 58.0, 6.0
BLOCKS = ((Region.EUROPE, Region.MIDDLE_EAST), (Region.NORTH_AMERICA, Region.OCEANIA, Region.ELSEWHERE))
"""The two columns of the wide map; on a phone they stand below one another."""

_REGIONS = WORDS.group("regions")


class Tiles(Drawing):
    """The compared places, roughly where they lie.

    Each is a tile in the colour and with the mark of its model, below the name of its region.
    """

    def title(self) -> str:
        settings = self.policies.charts.tiles
        if settings:
            places = self.places(settings.region)
            names = [item.label for item in places if item.model == settings.model]
            if names:
                return settings.title.format(
                    count=len(names), total=len(places), names=enumerate_words(names)
                )
        counts = []
        for model in self.policies.models:
            count = len(self.policies.of_model(model.id))
            counts.append(self.phrase("count", count=count, model=model.title.lower()))
        total = len(self.policies.jurisdictions)
        return self.phrase("title_plain", total=total, counts=enumerate_words(counts))

    def lead(self) -> str:
        return self.phrase("lead")

    def table(self) -> Table:
        by_us = self.phrase("placed_by_us")
        by_them = self.phrase("placed_by_them", who=self.course.organisation.speaks_as)
        rows = []
        for region in Region:
            for item in self.places(region):
                model = self.policies.model(item.model).title
                rows.append((item.label, model, by_us if item.is_placed_by_us else by_them))
        return Table((WORDS["jurisdiction"], WORDS["model"], self.phrase("placed")), tuple(rows))

    def places(self, region: Region) -> list[Jurisdiction]:
        return [item for item in self.policies.jurisdictions if item.region is region]

    def draw(self) -> None:
        self.legend()
        canvas = self.canvas
        # The wide map is 7.2 tiles wide: four columns, a gap of 0.2 and three columns.
        size = 82.0 if canvas.narrow else (canvas.width + GAP) / 7.2 - GAP
        top, ends = canvas.y, []
        for i, regions in enumerate(BLOCKS):
            # On a wide page the blocks stand side by side, so the second one begins at the top again.
            canvas.y = canvas.y if canvas.narrow else top
            for region in regions:
                self.region(region, 0 if canvas.narrow else i * 4.2 * (size + GAP), size)
            ends.append(canvas.y)
        canvas.y = max(ends)

    def legend(self) -> None:
        canvas, x, y = self.canvas, 7.0, self.canvas.y + 8
        for model in self.policies.models:
            canvas.model_mark(x, y, self.look(model.id))
            x = canvas.legend(x + 12, y, model.title)
        if canvas.narrow:
            x, y = 7.0, y + 20
            canvas.y += 20
        look = {"facecolor": "none", "edgecolor": COLOURS.muted, "linestyle": (0, (2, 1.5))}
        canvas.box(x - 6, y - 6, 12, 12, linewidth=1.5, **look)
        canvas.legend(x + 12, y, self.phrase("own_mark"))
        canvas.y += 24

    def region(self, region: Region, left: float, size: float) -> None:
        """Draw the tiles of a region below its name; places without a position get extra rows at the bottom."""
        items = self.places(region)
        if not items:
            return
        canvas = self.canvas
        canvas.text(left, canvas.y + 14, _REGIONS[region], Ink(13, bold=True))
        canvas.y += 22
        cells = [(item, item.tile.column, item.tile.row) for item in items if item.tile]
        below = max((row for _, _, row in cells), default=-1) + 1
        unplaced = [item for item in items if not item.tile]
        # The second block is three columns wide.
        cells += [(item, i % 3, below + i // 3) for i, item in enumerate(unplaced)]
        for item, column, row in cells:
            self.tile(item, left + column * (size + GAP), canvas.y + row * (HEIGHT + GAP), size)
        canvas.y += (max(row for _, _, row in cells) + 1) * (HEIGHT + GAP) + 10

    def tile(self, item: Jurisdiction, x: float, y: float, size: float) -> None:
        canvas, look = self.canvas, self.look(item.model)
        # The tile is hollow, with a dashed edge, if its model was chosen by the course.
        is_hollow = item.is_placed_by_us
        face, ink = ("none", COLOURS.ink) if is_hollow else (look.light, look.on_light)
        dashes = (0, (3, 2)) if is_hollow else "solid"
        canvas.box(x, y, size, HEIGHT, facecolor=face, edgecolor=look.light, linewidth=1.75, linestyle=dashes)
        canvas.model_mark(x + 13, y + 13, look, 5.5, colour=look.light if is_hollow else look.on_light)
        canvas.middle(x + size / 2, y + HEIGHT * 0.66, item.label, size - 6, Ink(11.5, ink), "center")
