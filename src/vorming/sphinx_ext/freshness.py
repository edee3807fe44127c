"""Which pages an edited entry makes stale: exactly those that draw it in.

Sphinx's note_dependency knows files, and one YAML file feeds most pages. So each page keeps the
digest of the entries it used; when that differs from the digest now, the page is read again.
"""

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment

from vorming.course.usage import page_digests
from vorming.source.load import Loaded, load_course


class VormingDomain(Domain):
    """Keeps per page the digest of the entries it was made from."""

    name = "vorming"
    label = "Vorming"
    initial_data: dict[str, Any] = {"digests": {}, "toc": "", "files": {}}
    data_version = 2
    _loaded: Loaded | None = None

    @property
    def loaded(self) -> Loaded:
        """The course, looked up on disk once per read and not at each directive."""
        return self._loaded or self.refresh()

    def refresh(self) -> Loaded:
        """Look the course up again: a resident process reads more than once."""
        self._loaded = load_course(Path(self.env.srcdir))
        return self._loaded

    @property
    def digests(self) -> dict[str, str]:
        digests: dict[str, str] = self.data["digests"]
        return digests

    def clear_doc(self, docname: str) -> None:
        self.digests.pop(docname, None)

    def merge_domaindata(self, docnames: list[str], otherdata: dict[str, Any]) -> None:
        self.digests.update(
            {name: otherdata["digests"][name] for name in docnames if name in otherdata["digests"]}
        )

    def resolve_any_xref(self, *_: Any) -> list[Any]:
        return []


def domain_of(env: BuildEnvironment) -> VormingDomain:
    """Return our domain of an environment."""
    domain = env.get_domain("vorming")
    assert isinstance(domain, VormingDomain)
    return domain


def course_of(app: Sphinx) -> Loaded:
    """Return the course of the folder that is being built."""
    return domain_of(app.env).loaded


def note_digest(app: Sphinx, docname: str, _: list[str]) -> None:
    """Keep the digest of the entries a page is about to be read with."""
    domain = domain_of(app.env)
    domain.digests[docname] = page_digests(domain.loaded).get(docname, "")


def stale_pages(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the pages whose entries differ from those they were read with."""
    domain = domain_of(env)
    now = page_digests(domain.refresh())
    return [
        name
        for name, digest in domain.digests.items()
        if name in env.found_docs
        and (now.get(name, "") != digest or domain.data["files"].get(name) != _states(env, name))
    ]


def _states(env: BuildEnvironment, name: str) -> list[tuple[str, int, int]]:
    """Return size and time of a page's file and its pictures: Sphinx misses one that an older file took the place of."""
    paths = [Path(env.doc2path(name)), *(Path(env.srcdir, path) for path in env.dependencies[name])]
    found = ((str(path), path.stat()) for path in sorted(paths) if path.is_file())
    return [(path, status.st_size, status.st_mtime_ns) for path, status in found]


def changed_titles(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return all pages when a title or the toc has changed: every sidebar shows them."""
    domain = domain_of(env)
    titles = repr(sorted((name, title.astext()) for name, title in env.titles.items()))
    toc = (
        titles
        + repr([page.name for page in course_of(app).pages])
        + (Path(app.srcdir) / "_toc.yml").read_text("utf-8")
    )
    changed = domain.data["toc"] not in {"", toc}
    domain.data["toc"] = toc
    domain.data["files"] = {name: _states(env, name) for name in env.found_docs}
    return sorted(env.found_docs) if changed else []
