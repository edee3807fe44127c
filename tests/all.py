"""Everything CI runs, in the order that fails fastest: `make test`."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
PYTHON = sys.executable

STEPS = (
    ("opmaak", [PYTHON, "-m", "ruff", "format", "--check", "src", "tests"]),
    ("regels", [PYTHON, "-m", "ruff", "check", "src", "tests"]),
    ("types", [PYTHON, "-m", "mypy"]),
    ("inhoud", [PYTHON, "-m", "vorming", "check"]),
    ("tests", [PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadgroup", *sys.argv[1:]]),
)


def main() -> int:
    """Run each step; stop at the first that fails."""
    for name, command in STEPS:
        started = time.monotonic()
        print(f"== {name}: {' '.join(command[1:])}", flush=True)
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        print(
            f"== {name}: {'goed' if code == 0 else 'FOUT'} ({time.monotonic() - started:.0f} s)", flush=True
        )
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
