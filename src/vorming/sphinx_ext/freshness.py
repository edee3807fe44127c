"""Which pages an edited entry makes stale: exactly those that show it.

Sphinx's note_dependency works per file, and one YAML file feeds most pages. So each page keeps the
digest of the entries it used; when that differs from the digest now, the page is read again.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.dummy import DummyBuilder
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment

from vorming.course.usage import page_digests
from vorming.model.course import Course
from vorming.source.load import Loaded, load_course


class VormingDomain(Domain):
    """Keeps in the environment what pages were made from.

    `data["digests"]` has per page the digest of its entries, `data["files"]` the state of each file,
    `data["toc"]` and `data["frame"]` what all pages show of each other and of the course.
    """

    name = "vorming"
    label = "Vorming"
    initial_data: dict[str, Any] = {"digests": {}, "toc": "", "files": {}}
    data_version = 3
    _loaded: Loaded | None = None

    @property
    def loaded(self) -> Loaded:
        """The course and its problems, read from disk once and not at each directive."""
        return self._loaded or self.refresh()

    @property
    def course(self) -> Course:
        """The course, which the check has found to be whole."""
        course = self.loaded.course
        assert course is not None, "builder-inited stops a build without a course"
        return course

    def refresh(self) -> Loaded:
        """Read the course again: the process of a live preview builds more than once."""
        self._loaded = load_course(Path(self.env.srcdir))
        return self._loaded

    def clear_doc(self, docname: str) -> None:
        self.data["digests"].pop(docname, None)

    def merge_domaindata(self, docnames: list[str], otherdata: dict[str, Any]) -> None:
        others = otherdata["digests"]
        self.data["digests"].update({name: others[name] for name in docnames if name in others})

    def resolve_any_xref(self, *_: Any) -> list[Any]:
        return []


def domain_of(env: BuildEnvironment) -> VormingDomain:
    """Return our domain of an environment."""
    domain = env.get_domain("vorming")
    assert isinstance(domain, VormingDomain)
    return domain


def loaded_of(app: Sphinx) -> Loaded:
    """Return what was read from the folder that is being built: pages, data, and the course made of them."""
    return domain_of(app.env).loaded


def course_of(app: Sphinx) -> Course:
    """Return the course of the folder that is being built."""
    return domain_of(app.env).course


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


def note_digest(app: Sphinx, docname: str, _: list[str]) -> None:
    """Keep the digest of the entries a page is about to be read with."""
    domain = domain_of(app.env)
    digests = page_digests(domain.loaded, in_preview=app.config.vorming_is_preview)
    domain.data["digests"][docname] = digests.get(docname, "")


def note_files(app: Sphinx, env: BuildEnvironment, names: list[str]) -> None:
    """Keep the state of the files of pages that are about to be read: an edit from here on makes them stale."""
    for name in names:
        domain_of(env).data["files"].update(_file_states(env, name))


def stale_pages(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the pages to read again: those whose entries or files differ from those they were read with."""
    domain = domain_of(env)
    now = page_digests(domain.refresh(), in_preview=app.config.vorming_is_preview)
    files = domain.data["files"]
    stale = []
    for name, digest in domain.data["digests"].items():
        # A page may have been removed since.
        if name in env.found_docs and (
            now.get(name, "") != digest or not _file_states(env, name).items() <= files.items()
        ):
            stale.append(name)
    return stale


def _file_states(env: BuildEnvironment, name: str) -> dict[str, tuple[int, int]]:
    """Return size and time of a page's file and its pictures, by their paths.

    Sphinx only looks for a newer time, and so misses a file that was replaced by an older one.
    """
    paths = [Path(env.doc2path(name)), *(Path(env.srcdir, path) for path in env.dependencies[name])]
    found = ((str(path), path.stat()) for path in sorted(paths) if path.is_file())
    return {path: (status.st_size, status.st_mtime_ns) for path, status in found}


def changed_titles(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages to write again: all when a title or the table of contents has changed, for each shows these."""
    domain = domain_of(env)
    titles = sorted((name, title.astext()) for name, title in env.titles.items())
    pages = [page.name for page in domain.loaded.pages]
    toc = repr(titles) + repr(pages) + (Path(app.srcdir) / "_toc.yml").read_text("utf-8")
    # The pictures of pages that were read for the first time.
    for name in env.found_docs:
        domain.data["files"] = {**_file_states(env, name), **domain.data["files"]}
    return pages_if_changed(env, "toc", toc)


def pages_if_changed(env: BuildEnvironment, key: str, now: str) -> list[str]:
    """Keep in the domain what all pages show; return all of them when it was something else before."""
    data = domain_of(env).data
    before, data[key] = data.get(key, ""), now
    # Empty at the first read, when all pages are written anyway.
    return sorted(env.found_docs) if before not in {"", now} else []
