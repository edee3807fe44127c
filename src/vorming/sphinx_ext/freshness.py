"""The choice of pages to read or write again: after an edit of an entry, only the pages that show it.

Sphinx's note_dependency works per file, and one YAML file has entries of most pages. Therefore each page keeps the digest
of the entries it used; if the current digest differs, the page is read again.
"""

import os
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from sphinx.application import Sphinx
from sphinx.builders.dummy import DummyBuilder
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment

from vorming.course.kinds import facts_date
from vorming.course.usage import page_digests
from vorming.source.load import Loaded, load_course


class VormingDomain(Domain):
    """The state of the sources from which pages were read, kept in the environment.

    `data["digests"]` has the digest of the entries of each page, `data["files"]` the size and time of each file, and
    `data["frame"]` the texts that every page shows, such as the titles of all pages.
    """

    name = "vorming"
    initial_data: dict[str, Any] = {"digests": {}, "files": {}, "frame": ""}

    @cached_property
    def loaded(self) -> Loaded:
        """The course, read from disk once instead of at each directive."""
        return load_course(Path(self.env.srcdir))


def domain_of(env: BuildEnvironment) -> VormingDomain:
    """Return the domain `vorming` of an environment."""
    return cast(VormingDomain, env.get_domain("vorming"))


def loaded_of(app: Sphinx) -> Loaded:
    """Return the loaded course of a build; a folder without a course stops the build at builder-inited."""
    return domain_of(app.env).loaded


class ReadBuilder(DummyBuilder):
    """A builder that reads changed pages, and updates the time of each doctree that the outputs must write again.

    Each output is written by another Sphinx, which compares the time of a doctree with that of the page it wrote. It gets
    no other information from this builder.
    """

    name = "vorming-read"

    def write(
        self, build_docnames: Iterable[str] | None, updated_docnames: Sequence[str], method: str = "update"
    ) -> None:
        for name in set(updated_docnames) & self.env.found_docs:
            os.utime(Path(self.doctreedir) / f"{name}.doctree")


def stale_pages(app: Sphinx, env: BuildEnvironment, *_: set[str]) -> list[str]:
    """Return the pages to read again, because their entries or files have changed since they were read."""
    domain = domain_of(env)
    # Loaded again, because a live preview reads more than once.
    domain.loaded = load_course(Path(env.srcdir))
    now = page_digests(domain.loaded, in_preview=app.config.vorming_is_preview)
    digests, files = domain.data["digests"], domain.data["files"]
    # A page may have been removed since the last read.
    known = [name for name in digests if name in env.found_docs]
    unchanged = {name for name in known if _file_states(env, name).items() <= files.items()}
    return [name for name in known if name not in unchanged or now.get(name, "") != digests[name]]


def note_pages(app: Sphinx, env: BuildEnvironment, names: list[str]) -> None:
    """Record the state of the entries and files before pages are read, so that a later edit makes the pages stale."""
    domain = domain_of(env)
    digests = page_digests(domain.loaded, in_preview=app.config.vorming_is_preview)
    for name in names:
        domain.data["digests"][name] = digests.get(name, "")
        domain.data["files"].update(_file_states(env, name))


def _file_states(env: BuildEnvironment, name: str) -> dict[str, tuple[int, int]]:
    """Return the size and time of a page's file and of its pictures, by path.

    Sphinx only looks for newer times, so it misses a file that was replaced by an older one.
    """
    paths = [Path(env.doc2path(name)), *(Path(env.srcdir, path) for path in env.dependencies[name])]
    states = ((str(path), path.stat()) for path in sorted(paths) if path.is_file())
    return {path: (status.st_size, status.st_mtime_ns) for path, status in states}


def changed_frame(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return all pages if a text that every page shows has changed, and no pages otherwise."""
    data, course = domain_of(env).data, loaded_of(app).parsed
    # Only now are the pictures of newly read pages known.
    for name in env.found_docs:
        data["files"] = {**_file_states(env, name), **data["files"]}
    texts = [f"{name} {title.astext()}" for name, title in sorted(env.titles.items())]
    texts += [Path(app.srcdir, "_toc.yml").read_text("utf-8"), facts_date(course).isoformat()]
    texts += [f"{page.page} {page.lesson.minutes}" for page in course.lessons]
    texts += [line.model_dump_json() for line in course.quick_helplines]
    before, data["frame"] = data["frame"], "\n".join(texts)
    # `before` is empty at the first read, after which all pages are written anyway.
    return sorted(env.found_docs) if before not in {"", data["frame"]} else []
