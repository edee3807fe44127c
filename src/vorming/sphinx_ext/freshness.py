"""Which pages an edited entry makes stale: exactly those that show it.

Sphinx's note_dependency works per file, and one YAML file feeds most pages. So each page keeps the
digest of the entries it used; when that differs from the digest now, the page is read again.
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

from vorming.course.draws import quick_helplines
from vorming.course.usage import page_digests
from vorming.source.load import Loaded, load_course


class VormingDomain(Domain):
    """Keeps in the environment what pages were made from.

    `data["digests"]` has per page the digest of its entries, `data["files"]` the state of each file, `data["frame"]`
    what all pages show of each other and of the course.
    """

    name = "vorming"
    initial_data: dict[str, Any] = {"digests": {}, "files": {}, "frame": ""}

    @cached_property
    def loaded(self) -> Loaded:
        """The course, read from disk once and not at each directive."""
        return load_course(Path(self.env.srcdir))


def domain_of(env: BuildEnvironment) -> VormingDomain:
    """Return our domain of an environment."""
    return cast(VormingDomain, env.get_domain("vorming"))


def loaded_of(app: Sphinx) -> Loaded:
    """Return what was read of the folder that is being built; a build without a course stops at builder-inited."""
    return domain_of(app.env).loaded


class ReadBuilder(DummyBuilder):
    """Read what has changed, and touch the doctree of each page that any output must write anew.

    Every output is written by a Sphinx of its own, which compares the time of a doctree with that of
    its own file; that time is the only message between them.
    """

    name = "vorming-read"

    def write(
        self, build_docnames: Iterable[str] | None, updated_docnames: Sequence[str], method: str = "update"
    ) -> None:
        for name in set(updated_docnames) & self.env.found_docs:
            os.utime(Path(self.doctreedir) / f"{name}.doctree")


def stale_pages(app: Sphinx, env: BuildEnvironment, *_: set[str]) -> list[str]:
    """Return the pages to read again: those whose entries or files differ from those they were read with."""
    domain = domain_of(env)
    # A live preview reads more than once.
    domain.loaded = load_course(Path(env.srcdir))
    now = page_digests(domain.loaded, in_preview=app.config.vorming_is_preview)
    digests, files = domain.data["digests"], domain.data["files"]
    # A page may have been removed since.
    known = [name for name in digests if name in env.found_docs]
    same = {name for name in known if _file_states(env, name).items() <= files.items()}
    return [name for name in known if name not in same or now.get(name, "") != digests[name]]


def note_pages(app: Sphinx, env: BuildEnvironment, names: list[str]) -> None:
    """Keep the entries and the files that pages are about to be read with: an edit from here on makes them stale."""
    domain = domain_of(env)
    digests = page_digests(domain.loaded, in_preview=app.config.vorming_is_preview)
    for name in names:
        domain.data["digests"][name] = digests.get(name, "")
        domain.data["files"].update(_file_states(env, name))


def _file_states(env: BuildEnvironment, name: str) -> dict[str, tuple[int, int]]:
    """Return size and time of a page's file and its pictures, by their paths.

    Sphinx only looks for a newer time, and so misses a file that was replaced by an older one.
    """
    paths = [Path(env.doc2path(name)), *(Path(env.srcdir, path) for path in env.dependencies[name])]
    found = ((str(path), path.stat()) for path in sorted(paths) if path.is_file())
    return {path: (status.st_size, status.st_mtime_ns) for path, status in found}


def changed_frame(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages to write again: all when something that every page shows has changed."""
    data, course = domain_of(env).data, loaded_of(app).parsed
    # The pictures of pages that were read for the first time.
    for name in env.found_docs:
        data["files"] = {**_file_states(env, name), **data["files"]}
    shown = [f"{name} {title.astext()}" for name, title in sorted(env.titles.items())]
    shown += [Path(app.srcdir, "_toc.yml").read_text("utf-8"), course.facts_date.isoformat()]
    shown += [f"{page.page} {page.lesson.minutes}" for page in course.lessons]
    items = (course.settings, course.organisation, *quick_helplines(course))
    shown += [item.model_dump_json() for item in items]
    before, data["frame"] = data["frame"], "\n".join(shown)
    # Empty at the first read, when all pages are written anyway.
    return sorted(env.found_docs) if before not in {"", data["frame"]} else []
