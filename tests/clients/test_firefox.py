"""The deck and the speaker's window in Firefox, from files: two windows that speak by messages alone."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.clients.conftest import HERE, package

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")


def test_two_windows_speak_in_firefox_and_survive_a_reload_of_either(
    course_built: Path, tmp_path: Path
) -> None:
    if FIREFOX is None:
        pytest.skip("Firefox ontbreekt: installeer firefox-esr")
    package("puppeteer-core")
    stick = tmp_path / "een stick # é"
    for name in ("dias", "_images"):
        shutil.copytree(course_built / "_build/trainer" / name, stick / name)
    command = ["node", "firefox.js", FIREFOX, (stick / "dias/politie.html").as_uri()]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False, timeout=180)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "said": [],
        "asked": [],
        "follows": True,
        "afterSpeakerReload": {"clock": "Pauzeer", "hands": [1, 1, 0, 0]},
        "afterDeckReload": {"isSameSlide": True, "hands": [1, 1, 0, 0]},
        "previews": [1, 2],
        "reopened": True,
    }
