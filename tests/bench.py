"""`make bench`: what we make, against plain `jupyter-book build` of the same pages, in one run.

Writes docs/bench.md and docs/bench.svg. It measures; it never passes or fails on seconds.
"""

import argparse
import json
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median

import matplotlib

from tests.conftest import ROOT, copy_course
from tests.plain_course import make_plain
from vorming.load import load_course

DOCS = ROOT / "docs"
BIN = Path(sys.executable).parent
MEASURE = """
import json, resource, subprocess, sys, time
started = time.monotonic()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"seconds": time.monotonic() - started, "cpu": used.ru_utime + used.ru_stime,
                  "peak": used.ru_maxrss / 1024, "code": code.returncode, "error": code.stderr.decode()[-800:]}))
"""


@dataclass
class Row:
    """One way of building, one size, one scenario: the medians of its runs."""

    what: str
    size: int
    scenario: str
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: list[float] = field(default_factory=list)
    output: float = 0.0

    def median(self, name: str) -> float:
        return median(getattr(self, name))


@dataclass(frozen=True)
class Tool:
    """A command, the folder it writes, and how its sources are prepared."""

    name: str
    command: tuple[str, ...]
    output: str
    prepare: Callable[[Path], None]


def enlarge(root: Path, size: int) -> None:
    """Copy every Markdown page until the book has `size` times as many; notebooks stay as they are."""
    toc = (root / "_toc.yml").read_text(encoding="utf-8").rstrip("\n")
    pages = [page for page in load_course(root).pages if page.path.endswith(".md")]
    for number in range(2, size + 1):
        toc += f"\n  - caption: Kopie {number}\n    chapters:"
        for page in pages:
            name = f"book/kopie-{number:03d}/{page.name.removeprefix('book/').replace('/', '-')}"
            (root / name).parent.mkdir(exist_ok=True)
            (root / f"{name}.md").write_text(_copied(root / page.path, number), encoding="utf-8")
            toc += f"\n      - file: {name}"
    (root / "_toc.yml").write_text(toc + "\n", encoding="utf-8")
    # What a page may do against a language rule, its copies may too.
    language = root / "book/_data/language.yml"
    text = re.sub(r"(?m)^( +file: book/)(?!_data)\w+/", r"\1*", language.read_text(encoding="utf-8"))
    language.write_text(text, encoding="utf-8")


_ONCE = re.compile(
    r"^(`{3,})\{(?:objectives|key-points|difficult-moments|glossary-list|ledger|open-points|coverage|"
    r"bibliography)\}.*?^\1\s*$",
    re.MULTILINE | re.DOTALL,
)


def _copied(path: Path, number: int) -> str:
    """Return a page without what may stand only once in a book, with links made absolute."""
    text = path.read_text(encoding="utf-8")
    body = text.partition("\n---\n")[2] if text.startswith("---\n") else text
    body = _ONCE.sub("", body)
    body = re.sub(r"\]\((?!https?:|#|/|mailto:|tel:)([^)]+)\)", "](../index.md)", body)
    body = re.sub(r"\{doc\}`(?:[^`<]*<)?(?!/)[^`]+`", "{doc}`/book/index`", body)
    body = re.sub(r"(?m)^:link: (?!https?:|/)\S+$", ":link: /book/index", body)
    return re.sub(r"^# (.+)$", rf"# \1 {number}", body, count=1, flags=re.MULTILINE)


def _nothing(_: Path) -> None:
    """Prepare nothing."""


TOOLS = (
    Tool("jupyter-book, alleen html", (str(BIN / "jupyter-book"), "build", "."), "_build/html", make_plain),
    Tool("vorming, alles", (str(BIN / "vorming"), "build"), "_build", _nothing),
    Tool("vorming, alleen html", (str(BIN / "vorming"), "build", "--only", "html"), "_build/html", _nothing),
)


def measure(command: tuple[str, ...], folder: Path) -> dict[str, float]:
    """Run a command once in a process of its own; seconds, CPU seconds, peak memory in MB."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *command], cwd=folder, capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    if found["code"]:
        print(f"   let op: {' '.join(command[-3:])} gaf {found['code']}: {found['error']}")
    return found


def clean(root: Path) -> None:
    """Forget every build, notebooks included."""
    shutil.rmtree(root / "_build", ignore_errors=True)


def edit_sentence(root: Path) -> None:
    """Add a sentence to one lesson."""
    path = root / "book/basis/wie-is-utsopi.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nNog één zin.\n", encoding="utf-8")


def edit_fact(root: Path) -> None:
    """Change the wording of one fact."""
    path = root / "book/_data/facts.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("statement: ", "statement: Ook dit: ", 1), encoding="utf-8")


SCENARIOS: dict[str, Callable[[Path], None]] = {
    "koud": clean,
    "niets veranderd": _nothing,
    "één zin": edit_sentence,
    "één feit": edit_fact,
}


def run(size: int, runs: int, tools: tuple[Tool, ...], folder: Path) -> Iterator[Row]:
    """Measure each tool in each scenario on a course of one size, tools in turn."""
    roots = {}
    for tool in tools:
        root = folder / f"{size} {tool.name.replace(',', '')}"
        copy_course(root)
        enlarge(root, size)
        tool.prepare(root)
        roots[tool.name] = root
    rows = {(tool.name, name): Row(tool.name, size, name) for tool in tools for name in SCENARIOS}
    for _ in range(runs):
        for name, prepare in SCENARIOS.items():
            for tool in tools:
                _measure_row(rows[tool.name, name], tool, roots[tool.name], prepare)
    yield from rows.values()


def _measure_row(row: Row, tool: Tool, root: Path, prepare: Callable[[Path], None]) -> None:
    prepare(root)
    found = measure(tool.command, root)
    for name in ("seconds", "cpu", "peak"):
        getattr(row, name).append(found[name])
    files = [path for path in (root / tool.output).rglob("*") if path.is_file()]
    row.output = sum(path.stat().st_size for path in files) / 1e6
    print(f"   {row.size:>3}× {row.what:<26} {row.scenario:<16} {found['seconds']:7.2f} s")


def run_preview(folder: Path, runs: int) -> Row:
    """Measure from a saved sentence to a fresh page in the resident preview."""
    from vorming.live.preview import Preview

    root = folder / "voorbeeld"
    copy_course(root)
    preview = Preview(root, "trainee")
    preview.update()
    row = Row("vorming serve", 1, "één zin")
    for _ in range(max(runs, 5)):
        edit_sentence(root)
        state = preview.update()
        row.seconds.append(state.seconds)
        row.cpu.append(state.seconds)
        row.peak.append(0)
    preview.close()
    return row


def report(rows: list[Row], runs: int) -> str:
    """Write the table, with each time as a ratio to plain Jupyter Book's in the same scenario and size."""
    plain = {(row.size, row.scenario): row.median("seconds") for row in rows if row.what == TOOLS[0].name}
    lines = [
        "# Snelheid",
        "",
        "Made by `make bench`; never by hand. Medians; each ratio is to plain `jupyter-book build` of the same pages",
        f"and notebooks in the same run. {runs} runs at 1×, one at larger sizes.",
        "",
        f"Machine: {platform.machine()}, {_cores()} cores, Python {platform.python_version()}, "
        f"Sphinx {version('sphinx')}, jupyter-book {version('jupyter-book')}, typst {version('typst')}.",
        "",
        "![Times of a cold build](bench.svg)",
        "",
        "| size | what | scenario | s | ratio | CPU s | peak MB | output MB |",
        "|---:|---|---|---:|---:|---:|---:|---:|",
    ]
    for row in sorted(rows, key=lambda row: (row.size, list(SCENARIOS).index(row.scenario))):
        base = plain.get((row.size, row.scenario))
        ratio = f"{row.median('seconds') / base:.2f}" if base else "–"
        numbers = [
            f"{row.median('seconds'):.2f}",
            ratio,
            f"{row.median('cpu'):.1f}",
            f"{row.median('peak'):.0f}",
        ]
        lines.append(
            f"| {row.size}× | {row.what} | {row.scenario} | {' | '.join(numbers)} | {row.output:.1f} |"
        )
    return "\n".join(lines) + "\n"


def _cores() -> int:
    import os

    return os.cpu_count() or 1


def plot(rows: list[Row]) -> None:
    """Draw the cold builds: one bar per tool and size, labelled directly."""
    matplotlib.use("svg")
    from matplotlib import pyplot as plt

    cold = [row for row in rows if row.scenario == "koud"]
    plt.rcParams["svg.hashsalt"] = "vorming"
    figure, axes = plt.subplots(figsize=(7, 0.5 * len(cold) + 0.8))
    labels = [f"{row.size}× {row.what}" for row in cold]
    bars = axes.barh(labels, [row.median("seconds") for row in cold], color="#7a2433")
    axes.bar_label(bars, fmt="%.1f s", padding=4)
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.set_xlabel("seconden, koude bouw (logaritmisch)")
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(DOCS / "bench.svg", metadata={"Date": None})


def main() -> None:
    """Measure, and write the table and the plot."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1, 10, 100])
    options = parser.parse_args()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="vorming bench ") as name:
        folder = Path(name)
        for size in options.sizes:
            # Plain Jupyter Book at 100× takes about an hour: its cost per page grows with the pages.
            tools = TOOLS if size <= 10 else TOOLS[2:]
            rows += run(size, options.runs if size == 1 else 1, tools, folder)
        rows.append(run_preview(folder, options.runs))
    DOCS.mkdir(exist_ok=True)
    (DOCS / "bench.md").write_text(report(rows, options.runs), encoding="utf-8")
    plot(rows)
    print(f"Geschreven: {DOCS / 'bench.md'}")


if __name__ == "__main__":
    main()
