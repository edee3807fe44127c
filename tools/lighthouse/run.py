"""`make lighthouse`: measure five pages with Lighthouse as on a phone, served with gzip from loopback.

It builds the site if it is stale, writes docs/lighthouse.md, and fails if a score is below that in LEAST.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.support.serving import serving

HERE = Path(__file__).parent
LIGHTHOUSE = HERE / "node_modules" / "lighthouse"
PAGES = (
    "book/index",
    "book/politie/aangifte-en-melding",
    "book/basis/drie-beleidsmodellen",
    "book/vergelijken/hoe-lees-je-dit",
    "book/naslag/veelgestelde-vragen",
)
LEAST = {"accessibility": 100, "best-practices": 100, "seo": 100, "performance": 95}
NAMES = {name: name.replace("-", " ") for name in LEAST} | {"seo": "SEO"}
METRICS = {
    "first-contentful-paint": "first paint",
    "largest-contentful-paint": "largest paint",
    "total-blocking-time": "blocked",
    "cumulative-layout-shift": "shift",
    "total-byte-weight": "weight",
}
RUNS = 3
"""Runs per page, of which the median counts, since a run can be slow on a busy machine."""


def main() -> int:
    """Measure each page, write the table, and print the scores that are too low."""
    chromium = shutil.which("chromium")
    if chromium is None or not LIGHTHOUSE.is_dir():
        print(
            "Chromium of Lighthouse ontbreekt: voer `make lighthouse` uit met Chromium op dit toestel.",
            file=sys.stderr,
        )
        return 3
    subprocess.run([sys.executable, "-m", "vorming", "build", "--only", "html"], cwd=ROOT, check=True)
    with serving(ROOT / "_build" / "html") as address:
        reports = {page: middle(chromium, f"{address}{page}.html") for page in PAGES}
    (ROOT / "docs" / "lighthouse.md").write_text(render(reports), encoding="utf-8")
    short = [
        f"{page}: {NAMES[name]} {points}" for page, name, points in scores(reports) if points < LEAST[name]
    ]
    print("\n".join(short) or "Alle pagina's halen de maat. Zie docs/lighthouse.md.")
    return 1 if short else 0


def middle(chromium: str, address: str) -> dict[str, Any]:
    """Return the report with the median score for performance."""
    reports = [measure(chromium, address) for _ in range(RUNS)]
    return sorted(reports, key=lambda report: report["categories"]["performance"]["score"])[RUNS // 2]


def measure(chromium: str, address: str) -> dict[str, Any]:
    """Run Lighthouse once, with its defaults: a phone on a slow network."""
    flags = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = ["node", str(LIGHTHOUSE / "cli" / "index.js"), address, "--quiet", "--output=json"]
        command += [
            f"--output-path={report}",
            f"--chrome-flags={flags}",
            f"--only-categories={','.join(LEAST)}",
        ]
        subprocess.run(command, env={**os.environ, "CHROME_PATH": chromium}, check=True)
        return dict(json.loads(report.read_text(encoding="utf-8")))


def scores(reports: dict[str, dict[str, Any]]) -> list[tuple[str, str, int]]:
    """Return page, category and score of each measurement."""
    return [
        (page, name, round(100 * report["categories"][name]["score"]))
        for page, report in reports.items()
        for name in LEAST
    ]


def render(reports: dict[str, dict[str, Any]]) -> str:
    """Return the text of docs/lighthouse.md."""
    first = next(iter(reports.values()))
    browser = first["environment"]["hostUserAgent"].partition("HeadlessChrome/")[2].split(".")[0]
    titles = [*NAMES.values(), *METRICS.values()]
    lines = [
        "# Lighthouse",
        "",
        f"Measured by `make lighthouse`: Lighthouse {first['lighthouseVersion']}, Chromium {browser}, its own slow phone",
        f"(a slow fourth-generation network, a processor four times slower), gzip from loopback, the middle of {RUNS} runs.",
        "Asked: 100 for accessibility, best practices and SEO, at least 95 for performance.",
        "",
        f"| page | {' | '.join(titles)} |",
        f"|---|{'---:|' * len(titles)}",
    ]
    for page, report in reports.items():
        points = [str(points) for where, _, points in scores(reports) if where == page]
        metrics = [
            report["audits"][name]["displayValue"].replace("\u00a0", " ").removeprefix("Total size was ")
            for name in METRICS
        ]
        lines.append(f"| {page} | {' | '.join([*points, *metrics])} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
