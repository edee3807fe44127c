"""How the kernels of a build run: without history, without a warning about their own loopback."""

import json
import os
from pathlib import Path

SETTINGS = {
    # A kernel of a build talks to its own parent on this machine alone.
    "IPKernelApp": {"log_level": 40},
    "HistoryManager": {"enabled": False},
}


def prepare_kernels(folder: Path) -> None:
    """Make kernels that start from here on read our settings, kept in `folder`."""
    profile = folder / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    os.environ["IPYTHONDIR"] = str(folder)
