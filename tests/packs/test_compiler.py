"""Typst in a process of its own: each paper comes back in its place, and a process that breaks off is an error."""

from pathlib import Path

import pytest

from vorming.source.problems import Problem
from vorming.typst.compiler import set_apart, set_paper

PAPER = '#set document(title: "Blad {n}")\n#set text(lang: "nl")\n= Blad {n}\nTekst.\n'


def write_papers(folder: Path, count: int) -> list[Path]:
    papers = []
    for n in range(count):
        papers.append(folder / f"blad-{n}.typ")
        papers[-1].write_text(PAPER.format(n=n), encoding="utf-8")
    return papers


def test_papers_set_apart_come_back_in_their_order(tmp_path: Path) -> None:
    papers = write_papers(tmp_path, 6)
    together = set_apart(papers, tmp_path)
    assert together == [set_paper(paper, tmp_path) for paper in papers]
    assert all(isinstance(made, bytes) for made in together) and len(set(together)) == len(papers)


def test_what_typst_refuses_is_a_problem_and_the_next_paper_is_set(tmp_path: Path) -> None:
    good, wrong = write_papers(tmp_path, 2)
    wrong.write_text("#onbekend\n", encoding="utf-8")
    refused, made = set_apart([wrong, good], tmp_path)
    assert isinstance(refused, Problem) and isinstance(made, bytes)


def test_a_process_that_breaks_off_is_an_error(tmp_path: Path) -> None:
    (paper,) = write_papers(tmp_path, 1)
    # A folder that is not there is no fault of a paper: the process gives up.
    with pytest.raises(ChildProcessError, match=paper.name):
        set_apart([paper], tmp_path / "weg")
