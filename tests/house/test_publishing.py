"""What the ready workflows do: they check and build every change, and publish the trainee's site alone."""

import json
import re
from typing import Any

import yaml

from tests.conftest import ROOT
from vorming.cli import main

GITHUB: Any = yaml.load((ROOT / ".github/workflows/course.yml").read_text("utf-8"), Loader=yaml.BaseLoader)
GITLAB: Any = yaml.load((ROOT / ".gitlab-ci.yml").read_text("utf-8"), Loader=yaml.BaseLoader)
HOOKS: Any = yaml.load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)


def steps(job: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = GITHUB["jobs"][job]["steps"]
    return found


def test_github_checks_every_change_and_publishes_from_main_alone() -> None:
    assert {"push", "pull_request"} == set(GITHUB["on"])
    assert [step["run"] for step in steps("build") if "run" in step] == [
        "make check",
        ".venv/bin/vorming build --only html",
    ]
    assert GITHUB["jobs"]["publish"]["if"] == "github.ref == 'refs/heads/main'"
    assert GITHUB["jobs"]["publish"]["needs"] == "build"


def test_nothing_is_published_but_the_trainees_site() -> None:
    sent = [step["with"]["path"] for step in steps("build") if "upload" in step.get("uses", "")]
    assert sent == ["_build/html"]
    assert GITLAB["pages"]["artifacts"]["paths"] == ["public"]
    copied = [line for line in GITLAB["pages"]["script"] if "public" in line]
    assert copied == ["cp -r _build/html public"]


def test_jobs_may_do_no_more_than_they_must() -> None:
    assert GITHUB["permissions"] == {"contents": "read"}
    assert "permissions" not in GITHUB["jobs"]["build"]
    assert GITHUB["jobs"]["publish"]["permissions"] == {"pages": "write", "id-token": "write"}
    (checkout,) = [step for step in steps("build") if "checkout" in step.get("uses", "")]
    assert checkout["with"]["persist-credentials"] == "false"
    assert all("timeout-minutes" in job for job in GITHUB["jobs"].values())


def test_what_others_wrote_is_pinned() -> None:
    used = [step["uses"] for job in GITHUB["jobs"] for step in steps(job) if "uses" in step]
    assert used and all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", name) for name in used)
    assert re.search(r":\d", GITLAB["image"])


def test_every_command_that_they_run_exists() -> None:
    entries = [hook["entry"] for repo in HOOKS["repos"] for hook in repo["hooks"]]
    lines = [*entries, *GITLAB["build"]["script"], *GITLAB["pages"]["script"]]
    lines += [step["run"] for job in GITHUB["jobs"] for step in steps(job) if "run" in step]
    assert {m[1] for line in lines if (m := re.search(r"/vorming ([a-z]+)", line))} <= set(main.commands)
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = {m[1] for line in lines if (m := re.match(r"make ([a-z]+)", line))}
    assert all(f"\n{target}:" in makefile for target in targets)
    assert all(repo["repo"] == "local" for repo in HOOKS["repos"])


def test_citation_and_dev_container_can_be_read() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= cited.keys()
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert version and cited["version"] == version[1]
    assert json.loads((ROOT / ".devcontainer/devcontainer.json").read_text("utf-8"))["image"]
