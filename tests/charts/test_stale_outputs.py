"""An edited value reaches the notebooks: their page is read again and their code runs again."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import copy_course, replace_in
from vorming.course.usage import page_digests
from vorming.source.load import load_course
from vorming.sphinx_ext.notebooks import forget_stale_outputs


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    copy_course(tmp_path / "cursus")
    return tmp_path / "cursus"


def _stale(root: Path, before: dict[str, str]) -> set[str]:
    now = page_digests(load_course(root))
    return {name for name, digest in now.items() if before[name] != digest}


def test_a_changed_policy_makes_the_notebooks_that_compare_stale(copy: Path) -> None:
    before = dict(page_digests(load_course(copy)))
    replace_in(copy / "book/_data/policies.yml", "recheck_every: 6 months", "recheck_every: 3 months")
    stale = _stale(copy, before)
    assert {"notebooks/beleidsmodellen", "notebooks/tijdlijn", "notebooks/oefening"} <= stale
    assert "book/basis/wie-is-utsopi" not in stale


def test_a_changed_price_makes_the_notebook_of_the_costs_stale(copy: Path) -> None:
    before = dict(page_digests(load_course(copy)))
    replace_in(copy / "book/_data/facts.yml", "value: 561", "value: 570")
    stale = _stale(copy, before)
    assert "notebooks/kosten-en-rechten" in stale and "notebooks/tijdlijn" not in stale


def test_a_chart_that_code_misnames_is_found_by_the_checks(copy: Path) -> None:
    from tests.conftest import vorming

    path = copy / "notebooks/tijdlijn.ipynb"
    path.write_text(
        path.read_text(encoding="utf-8").replace('\\"tijdlijn\\"', '\\"tijdlyn\\"'), encoding="utf-8"
    )
    done = vorming(copy, "check")
    assert "notebooks/tijdlijn.ipynb:1:1: fout: grafiek “tijdlyn” bestaat niet" in done.stdout


def test_outputs_are_kept_while_the_data_stay_and_forgotten_when_they_change(copy: Path) -> None:
    cache = copy / "_build/.jupyter_cache"
    forget_stale_outputs(copy, cache)
    (cache / "global.db").touch()
    forget_stale_outputs(copy, cache)
    assert (cache / "global.db").exists()
    replace_in(copy / "book/_data/facts.yml", "value: 561", "value: 570")
    forget_stale_outputs(copy, cache)
    assert not (cache / "global.db").exists()
    shutil.rmtree(cache)
    forget_stale_outputs(copy, cache)
    assert cache.is_dir()
