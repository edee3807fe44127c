"""Pages: in the contents list, in own words, with a real address to print."""

from collections.abc import Iterator
from datetime import date

from vorming.check.own_words import copied_runs
from vorming.model.course import Course
from vorming.source.load import Loaded
from vorming.source.problems import Place, Problem, problem
from vorming.source.yaml import scalars


def check_pages(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Every Markdown page and notebook of the course stands in the toc."""
    names = {page.name for page in loaded.pages}
    for folder in ("book", "notebooks"):
        for path in sorted((loaded.root / folder).rglob("*")):
            name = path.relative_to(loaded.root).with_suffix("").as_posix()
            is_page = path.suffix in {".md", ".ipynb"} and not any(
                part[0] in "._" for part in path.relative_to(loaded.root).parts
            )
            if is_page and name not in names:
                yield problem(Place(path.relative_to(loaded.root).as_posix()), "page-not-in-toc")


def check_own_words(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """No twelve words in a row stand so in the published FAQ."""
    texts = {page.path: page.text for page in loaded.pages}
    texts |= {
        source.path: "\n".join(text for _, text in scalars(source.value))
        for source in loaded.sources.values()
    }
    for path, text in texts.items():
        for run in copied_runs(loaded.root, text):
            yield problem(Place(path), "own-words", value=run)


def check_address(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """The address that packs print is a real one."""
    if (course.settings.site_address.host or "").endswith(".example"):
        yield problem(loaded.place("course", "course", "site_address"), "address-placeholder")
