"""Whether the text of a drawn chart can be read: measured on the rendered figure."""

from itertools import combinations

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from numpy import asarray

from vorming.charts.drawing import Drawing


def texts(chart: Drawing) -> list[Text]:
    return [text for text in chart.figure.axes[0].texts if text.get_text()]


def marks(chart: Drawing) -> list[Line2D]:
    return [line for line in chart.figure.axes[0].lines if line.get_marker() not in ("None", "")]


def place(line: Line2D) -> tuple[float, float]:
    x, y = asarray(line.get_xydata(), float)[0]
    return float(x), float(y)


def assert_readable(chart: Drawing) -> None:
    """No text leaves the canvas, overlaps another or lies upon a mark."""
    canvas = FigureCanvasAgg(chart.figure)
    canvas.draw()
    boxes = [(text.get_text(), text.get_window_extent(canvas.get_renderer())) for text in texts(chart)]
    width, height = chart.figure.get_size_inches() * 72
    for text, box in boxes:
        assert box.x0 >= 0 and box.x1 <= width and box.y0 >= 0 and box.y1 <= height, text
    for (one, a), (other, b) in combinations(boxes, 2):
        assert not _overlap(a, b), (one, other)
    for mark in marks(chart):
        x, y = chart.figure.axes[0].transData.transform(place(mark))
        for text, box in boxes:
            assert not (box.x0 < x < box.x1 and box.y0 < y < box.y1), text


def _overlap(a: Bbox, b: Bbox) -> bool:
    """Tell whether two boxes share more than the air that a font keeps above and below."""
    common = Bbox.intersection(a, b)
    return common is not None and common.width > 1 and common.height > 3
