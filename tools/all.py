"""Run all steps of CI, the fastest first: `make test`. With `--quick`, run only tests without a browser or a build."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
PYTHON = sys.executable
QUICK = ("house", "source", "text", "check", "language", "exports/test_exports.py")
"""Tests that need no browser and, except those marked `slow`, no build."""

BIOME = ROOT / "tests/support/clients/node_modules/.bin/biome"

LINT = (
    ("opmaak", [PYTHON, "-m", "ruff", "format", "--check", "src", "tests", "tools"]),
    ("regels", [PYTHON, "-m", "ruff", "check", "src", "tests", "tools"]),
    ("types", [PYTHON, "-m", "mypy"]),
    ("scripts", [str(BIOME), "ci"]),
    ("inhoud", [PYTHON, "-m", "vorming", "check"]),
)


def steps(arguments: list[str]) -> list[tuple[str, list[str]]]:
    """Return the steps with their commands; other arguments than `--quick` are passed to pytest."""
    if "--quick" in arguments:
        rest = [argument for argument in arguments if argument != "--quick"]
        tests = [f"tests/{name}" for name in QUICK]
        return [*LINT, ("tests", [PYTHON, "-m", "pytest", "-q", "-m", "not slow", *tests, *rest])]
    return [*LINT, ("tests", [PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadfile", *arguments])]


def main() -> int:
    """Run the steps, and stop at the first that fails."""
    for name, command in steps(sys.argv[1:]):
        started = time.monotonic()
        print(f"== {name}: {' '.join(command)}", flush=True)
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        seconds = time.monotonic() - started
        print(f"== {name}: {'goed' if code == 0 else 'FOUT'} ({seconds:.0f} s)", flush=True)
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
