"""The bench measures a course with many times the pages: the copies must be as good as the pages they come from."""

from pathlib import Path

from tools.bench.large_course import enlarge

from tests.conftest import copy_course
from vorming.check import check_course
from vorming.source.problems import has_errors


def test_a_course_with_twice_the_pages_passes_the_check(tmp_path: Path) -> None:
    root = tmp_path / "cursus"
    copy_course(root)
    enlarge(root, 2)
    found = check_course(root)
    assert not has_errors(found), "\n".join(map(str, found))
