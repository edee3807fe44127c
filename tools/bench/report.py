"""The report of `make bench`: a table of targets, a table of measurements, and a plot."""

import gzip
import os
import platform
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median

from tests.conftest import ROOT

DOCS = ROOT / "docs"
PLAIN, ALL, HTML, SERVE = (
    "jupyter-book, alleen html", "vorming, alles", "vorming, alleen html", "vorming serve"
)  # fmt: skip
ONE_DAY = "vorming, één dag"
DAY = "een dag maken"
SCENARIOS = ("koud", "niets veranderd", "één zin", "één feit", DAY)


@dataclass
class Row:
    """The measurements of each run, for one tool, size and scenario."""

    what: str
    size: int
    scenario: str
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: list[float] = field(default_factory=list)
    output: float = 0.0
    pages: int = 0

    def add(self, seconds: float, cpu: float, peak: float) -> None:
        """Add the measurements of one run."""
        self.seconds.append(seconds)
        self.cpu.append(cpu)
        self.peak.append(peak)

    def median(self, name: str) -> float:
        """Return the median of "seconds", "cpu" or "peak"."""
        return median(getattr(self, name))


@dataclass(frozen=True)
class Transfer:
    """The transfer in kB after gzip: `first` of the heaviest page with its files, `next` of the largest page alone."""

    page: str
    first: float
    next: float

    @classmethod
    def of(cls, site: Path) -> "Transfer":
        pages = [path for path in site.rglob("*.html") if path.parent != site]
        sizes = {path: (_kilobytes(path), sum(map(_kilobytes, _asked(path)))) for path in pages}
        heaviest = max(sizes, key=lambda path: sum(sizes[path]))
        page, rest = sizes[heaviest]
        return cls(
            heaviest.relative_to(site).as_posix(), page + rest, max(alone for alone, _ in sizes.values())
        )


# A browser only requests a drawing for the current theme: that for the other theme is hidden and loads lazily.
_ADDRESS = re.compile(
    r'<(?:script|link|img(?! class="only-dark"))\b[^>]*?\b(?:src|href)="(?P<path>[^"#?:]+\.(?:js|css|svg|png|woff2))'
)


def _asked(page: Path) -> set[Path]:
    text = page.read_text(encoding="utf-8")
    paths = {(page.parent / match["path"]).resolve() for match in _ADDRESS.finditer(text)}
    return {path for path in paths if path.is_file()}


def _kilobytes(path: Path) -> float:
    return len(gzip.compress(path.read_bytes(), 6, mtime=0)) / 1000


@dataclass(frozen=True)
class Target:
    """A figure with its upper limit; `value` is None if it was not measured."""

    what: str
    most: float
    value: float | None
    unit: str = "×"

    def line(self) -> str:
        if self.value is None:
            return f"| {self.what} | ≤ {self.most:g} {self.unit} | niet gemeten | – |"
        is_kept = "ja" if self.value <= self.most else f"nee: {self.value / self.most - 1:.0%} te veel"
        return f"| {self.what} | ≤ {self.most:g} {self.unit} | {self.value:.2f} {self.unit} | {is_kept} |"


class Measured:
    """The rows by size, tool and scenario."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = {(row.size, row.what, row.scenario): row for row in rows}

    def ratio(self, size: int, what: str, scenario: str) -> float | None:
        own, plain = (self.median(size, name, scenario, "seconds") for name in (what, PLAIN))
        return own / plain if own and plain else None

    def median(self, size: int, what: str, scenario: str, name: str) -> float | None:
        row = self.rows.get((size, what, scenario))
        return row.median(name) if row else None

    def targets(self, transfer: Transfer | None) -> Iterator[Target]:
        yield Target("alles, koud, tegen jupyter-book's html alleen", 0.7, self.ratio(1, ALL, "koud"))
        yield Target("één zin, alles", 1.0, self.ratio(1, ALL, "één zin"))
        yield Target("één feit, alles", 1.0, self.ratio(1, ALL, "één feit"))
        yield Target("één zin tot verse pagina in `vorming serve`", 0.2, self.ratio(1, SERVE, "één zin"))
        yield Target("10× de pagina's: alles, koud", 0.3, self.ratio(10, ALL, "koud"))
        yield Target("10×: één zin, alles", 1.5, self.ratio(10, ALL, "één zin"))
        yield Target(
            "piek van het grootste proces, alles, koud", 450, self.median(1, ALL, "koud", "peak"), "MB"
        )
        yield Target("hetzelfde bij 10×", 1000, self.median(10, ALL, "koud", "peak"), "MB")
        yield Target(
            "de map van één dag, uit een gebouwd boek", 3, self.median(1, ONE_DAY, DAY, "seconds"), "s"
        )
        page = f" (`{transfer.page}`)" if transfer else ""
        yield Target(
            f"zwaarste pagina, eerste keer, gzip{page}", 62, transfer.first if transfer else None, "kB"
        )
        yield Target("zwaarste pagina, daarna, gzip", 22, transfer.next if transfer else None, "kB")


def write_report(rows: Sequence[Row], transfer: Transfer | None, runs: int) -> str:
    """Return the text of docs/bench.md, with each time relative to plain Jupyter Book at the same size and scenario."""
    measured = Measured(rows)
    return "\n".join(
        [
            *HEADER,
            _machine(),
            "",
            f"Medianen van {runs} keer bij 1×, één keer bij grotere boeken.",
            "",
            "![Tijd van een koude bouw](bench.svg)",
            "",
            "## Doelen",
            "",
            "| wat | doel | gemeten | gehaald |",
            "|---|---:|---:|---|",
            *(target.line() for target in measured.targets(transfer)),
            "",
            "## Alles",
            "",
            "| boek | wat | na | s | tegen jupyter-book | CPU s | piek MB | uitvoer MB |",
            "|---:|---|---|---:|---:|---:|---:|---:|",
            *(_line(measured, row) for row in sorted(rows, key=_order)),
            "",
            *FOOTER,
            "",
        ]
    )


HEADER = (
    "# Snelheid",
    "",
    "Gemaakt door `make bench`, nooit met de hand. Alles is in één keer gemeten, op één machine, om beurten.",
    "De maat is `jupyter-book build` van dezelfde pagina's, woorden en notebooks: met het gewone thema, zonder",
    "uitbreiding van ons, en alleen html. `vorming, alles` maakt daarnaast de site van de begeleider, dia's,",
    "pakketten en exports.",
    "",
)

FOOTER = (
    "- Eén feit: bij ons in `facts.yml`, bij jupyter-book op elke pagina waar het staat.",
    "- De piek is die van het grootste proces. De grotere boeken zijn kopieën van de pagina's; notebooks blijven er vier.",
    "- Met sphinxcontrib-bibtex zoekt jupyter-book bij elke bronvermelding alle geïnstalleerde pakketten af. Dat hoort"
    " bij een gewone bouw, en telt dus mee.",
    "- Een browser vraagt van een tekening één van de twee kleuren op, de lichte of de donkere: de andere telt niet mee.",
)


def _machine() -> str:
    names = ("jupyter-book", "sphinx", "myst-nb", "typst", "matplotlib")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    load = os.getloadavg()[0]
    return (
        f"Machine: {platform.machine()}, {os.cpu_count()} kernen, belasting {load:.1f}, "
        f"Python {platform.python_version()}; {versions}."
    )


def _order(row: Row) -> tuple[int, int, str]:
    return row.size, SCENARIOS.index(row.scenario), row.what


def _line(measured: Measured, row: Row) -> str:
    ratio = measured.ratio(row.size, row.what, row.scenario)
    numbers = [
        f"{row.median('seconds'):.2f}",
        f"{ratio:.2f}" if ratio else "–",
        f"{row.median('cpu'):.1f}",
        f"{row.median('peak'):.0f}",
        f"{row.output:.1f}",
    ]
    return f"| {row.size}× | {row.what} | {row.scenario} | {' | '.join(numbers)} |"


def draw_plot(rows: Sequence[Row], path: Path) -> None:
    """Draw the cold builds, with a bar per tool and size and its seconds."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot as plt

    cold = sorted((row for row in rows if row.scenario == "koud"), key=_order)
    plt.rcParams["svg.hashsalt"] = "vorming"
    figure, axes = plt.subplots(figsize=(7, 0.5 * len(cold) + 0.8))
    labels = [f"{row.size}× {row.what}" for row in cold]
    colours = ["#8a8a8a" if row.what == PLAIN else "#7a2433" for row in cold]
    bars = axes.barh(labels, [row.median("seconds") for row in cold], color=colours)
    axes.bar_label(bars, fmt="%.1f s", padding=4)
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.set_xlabel("seconden, koude bouw (logaritmisch)")
    axes.spines[["top", "right"]].set_visible(False)
    axes.margins(x=0.15)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
