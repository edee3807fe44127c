"""Typst in a process of its own: as many papers as threads ask for, and a process that breaks off stops no one for good."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from vorming.source.problems import Problem
from vorming.typst.compiler import CompilerProcess, set_paper

PAPER = '#set document(title: "Blad {n}")\n#set text(lang: "nl")\n= Blad {n}\nTekst.\n'


def write_papers(folder: Path, count: int) -> list[Path]:
    papers = []
    for n in range(count):
        papers.append(folder / f"blad-{n}.typ")
        papers[-1].write_text(PAPER.format(n=n), encoding="utf-8")
    return papers


def test_each_thread_gets_the_paper_it_asks_for(tmp_path: Path) -> None:
    papers = write_papers(tmp_path, 6)
    alone = [set_paper(paper, tmp_path) for paper in papers]
    with CompilerProcess() as process, ThreadPoolExecutor(3) as threads:
        together = list(threads.map(process.compile, papers, [tmp_path] * len(papers)))
    assert together == alone
    assert all(isinstance(made, bytes) for made in together) and len(set(together)) == len(papers)


def test_what_typst_refuses_is_a_problem_and_the_next_paper_is_set(tmp_path: Path) -> None:
    good, wrong = write_papers(tmp_path, 2)
    wrong.write_text("#onbekend\n", encoding="utf-8")
    with CompilerProcess() as process:
        assert isinstance(process.compile(wrong, tmp_path), Problem)
        assert isinstance(process.compile(good, tmp_path), bytes)


def test_a_closed_process_starts_again_with_the_next_paper(tmp_path: Path) -> None:
    first, second = write_papers(tmp_path, 2)
    with CompilerProcess() as process:
        made = [process.compile(first, tmp_path)]
        process.close()
        made.append(process.compile(second, tmp_path))
    assert made == [set_paper(paper, tmp_path) for paper in (first, second)]


def test_a_process_that_breaks_off_is_an_error_and_the_next_paper_gets_another(tmp_path: Path) -> None:
    (paper,) = write_papers(tmp_path, 1)
    with CompilerProcess() as process:
        # A folder that is not there is no fault of a paper: the process gives up.
        with pytest.raises(ChildProcessError, match=paper.name):
            process.compile(paper, tmp_path / "weg")
        assert isinstance(process.compile(paper, tmp_path), bytes)
