"""`make bench`: compare builds of this tool with a plain `jupyter-book build` of the same pages, in one run.

It writes docs/bench.md and docs/bench.svg. It only measures, and never fails because of a time.

    python -m tools.bench --sizes 1 --runs 1     a quick look, in two minutes
    python -m tools.bench                        all of it, in about ten: 3 runs at 1×, one at 10×
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import ROOT, copy_course

from tools.bench import report
from tools.bench.large_course import enlarge
from tools.bench.plain_course import make_plain
from tools.bench.report import DOCS, Row, Transfer, draw_plot, write_report
from vorming.course.usage import usage
from vorming.source.load import load_course

JUPYTER_BOOK, VORMING = (str(Path(sys.executable).parent / name) for name in ("jupyter-book", "vorming"))

MEASURE = """
import json, resource, subprocess, sys, time
started = time.monotonic()
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"seconds": time.monotonic() - started, "cpu": used.ru_utime + used.ru_stime,
                  "peak": used.ru_maxrss / 1024, "code": done.returncode, "said": done.stdout.decode()[-1500:]}))
"""
"""Runs a command as a child process, to measure its own memory and CPU time; peak is that of its largest process."""


@dataclass(frozen=True)
class Tool:
    """A command to measure.

    `output` is the folder that it writes, `prepare` changes the sources for it, and `facts` is the pattern of the files
    that contain the statement of a fact.
    """

    name: str
    command: tuple[str, ...]
    output: str
    prepare: Callable[[Path], None] = lambda root: None
    facts: str = "book/_data/facts.yml"


PLAIN = Tool(report.PLAIN, (JUPYTER_BOOK, "build", "."), "_build/html", make_plain, "**/*.md")
ALL = Tool(report.ALL, (VORMING, "build"), "_build")
HTML = Tool(report.HTML, (VORMING, "build", "--only", "html"), "_build/html")
TOOLS = (PLAIN, ALL)
"""The commands to measure at each size, in turn. At 1×, html alone is measured too, which would take minutes at 10×."""


def day(root: Path) -> Tool:
    """Return the command that makes the folder of a day of the first module from a built book."""
    module = load_course(root).parsed.modules[0].id
    command = (VORMING, "day", module, "--start", "9:10", "--group", "12", "--name", "meting")
    return Tool(report.ONE_DAY, command, "_build/trainer/eigen-dagen")


def measure(tool: Tool, root: Path) -> dict[str, float]:
    """Run a command once; return its "seconds", "cpu" (CPU seconds) and "peak" (memory in MB)."""
    process = subprocess.run(
        [sys.executable, "-c", MEASURE, *tool.command],
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    figures: dict[str, float] = json.loads(process.stdout)
    if figures["code"]:
        raise SystemExit(
            f"{tool.name} gaf {figures['code']}: een bouw die niet lukt, meet niets.\n{figures['said']}"
        )
    return figures


def clean(tool: Tool, root: Path) -> None:
    """Delete all output of builds, including the notebook cache."""
    shutil.rmtree(root / "_build", ignore_errors=True)


SENTENCE = "\nDat onthoud je.\n"


def edit_sentence(tool: Tool, root: Path) -> None:
    """Add a sentence to one lesson, or remove it again."""
    path = root / f"{load_course(ROOT).parsed.lessons[0].page}.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.removesuffix(SENTENCE) if text.endswith(SENTENCE) else text + SENTENCE, encoding="utf-8"
    )


def edit_fact(tool: Tool, root: Path) -> None:
    """Lengthen the fact that most pages show, or shorten it again, in all files of `tool.facts`."""
    old = common_fact()
    for path in root.glob(tool.facts):
        text = path.read_text(encoding="utf-8")
        long = f"{old} Dat is zo."
        new = text.replace(long, old) if long in text else text.replace(old, long)
        if new != text:
            path.write_text(new, encoding="utf-8")


def common_fact() -> str:
    """Return the statement of the fact that most pages show."""
    loaded = load_course(ROOT)
    pages = {id: len(set(names)) for (kind, id), names in usage(loaded).items() if kind == "fact"}
    return loaded.parsed.fact(max(sorted(pages), key=lambda id: pages[id])).statement


SCENARIOS: Mapping[str, Callable[[Tool, Path], None]] = {
    "koud": clean,
    "niets veranderd": lambda tool, root: None,
    "één zin": edit_sentence,
    "één feit": edit_fact,
}


@dataclass
class Bench:
    """One run of the bench: the folder for its courses, and its measurements."""

    folder: Path
    rows: dict[tuple[int, str, str], Row] = field(default_factory=dict)
    transfer: Transfer | None = None

    def measure_size(self, size: int, runs: int) -> None:
        """Measure each tool in each scenario on a course of one size, alternating between the tools."""
        tools = (*TOOLS, HTML) if size == 1 else TOOLS
        roots = {tool.name: self.course(size, tool) for tool in tools}
        for _ in range(runs):
            for scenario, prepare in SCENARIOS.items():
                for tool in tools:
                    prepare(tool, roots[tool.name])
                    self.note(size, tool, scenario, roots[tool.name])
        if size == 1:
            self.measure_day(runs, roots[ALL.name])
            self.transfer = Transfer.of(roots[HTML.name] / HTML.output)
        for root in roots.values():
            shutil.rmtree(root)

    def measure_day(self, runs: int, root: Path) -> None:
        """Measure making the folder of a day from a built book."""
        tool = day(root)
        for _ in range(runs):
            shutil.rmtree(root / tool.output, ignore_errors=True)
            self.note(1, tool, report.DAY, root)

    def course(self, size: int, tool: Tool) -> Path:
        root = self.folder / f"{size} {tool.name.replace(',', '')}"
        copy_course(root)
        enlarge(root, size)
        tool.prepare(root)
        return root

    def note(self, size: int, tool: Tool, scenario: str, root: Path) -> None:
        figures = measure(tool, root)
        row = self.rows.setdefault((size, tool.name, scenario), Row(tool.name, size, scenario))
        row.add(figures["seconds"], figures["cpu"], figures["peak"])
        row.output = _megabytes(root / tool.output)
        row.pages = len(load_course(root).pages)
        print(f"   {size:>3}× {tool.name:<26} {scenario:<16} {figures['seconds']:7.2f} s", flush=True)

    def measure_preview(self, runs: int) -> None:
        """Measure the time from an edit of a sentence until its page is up to date in the preview."""
        root = self.course(1, HTML)
        code = f"import pathlib; from tools.bench.__main__ import preview; preview(pathlib.Path({str(root)!r}), {max(runs, 5)})"
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
        )
        row = self.rows[1, report.SERVE, "één zin"] = Row(report.SERVE, 1, "één zin")
        for line in done.stdout.splitlines():
            row.add(*map(float, line.split()))
        row.output, row.pages = _megabytes(root / "_build/.live"), len(load_course(root).pages)
        shutil.rmtree(root)


def preview(root: Path, runs: int) -> None:
    """Print, for each edit of a sentence, the seconds, CPU seconds and peak memory until its page is up to date."""
    import gc
    import resource
    import time

    from vorming.live.preview import Preview

    gc.set_threshold(100_000, 50, 50)
    resident = Preview(root, "trainee")
    assert not resident.update().problems
    for _ in range(runs):
        edit_sentence(HTML, root)
        started = time.process_time()
        state = resident.update()
        assert state.pages and not state.problems
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(state.seconds, time.process_time() - started, peak)
    resident.close()


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def main() -> None:
    """Measure, and write the table and the plot."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3, help="how often at 1×; larger sizes run once")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1, 10])
    parser.add_argument("--output", type=Path, default=DOCS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vorming bench ") as name:
        bench = Bench(Path(name))
        bench.measure_preview(options.runs)
        for size in options.sizes:
            bench.measure_size(size, options.runs if size == 1 else 1)
    rows = list(bench.rows.values())
    options.output.mkdir(parents=True, exist_ok=True)
    (options.output / "bench.md").write_text(
        write_report(rows, bench.transfer, options.runs), encoding="utf-8"
    )
    draw_plot(rows, options.output / "bench.svg")
    print(f"Geschreven: {options.output / 'bench.md'}")


if __name__ == "__main__":
    main()
