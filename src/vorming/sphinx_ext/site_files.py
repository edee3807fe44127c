"""What a site needs beside its pages: a way in at the root, headers for hosts, the offline worker."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from vorming.slides.write import DAYS, OWN_DAYS
from vorming.source.current import language_tag, mark
from vorming.sphinx_ext.contents import book_of
from vorming.sphinx_ext.policy import POLICY
from vorming.sphinx_ext.search_items import write_search_items
from vorming.sphinx_ext.theme import is_site
from vorming.text.pictures import strip_folder
from vorming.text.words import words

HEADERS = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
"""What a host should send with every page; the policy also stands in the pages themselves."""

NGINX_GZIP = "gzip on;\ngzip_types text/css text/javascript application/javascript image/svg+xml;\n"

UNUSED = (
    "base-stemmer.js",
    "dutch-stemmer.js",
    "french-stemmer.js",
    "design-tabs.js",
    "mystnb.*.css",
    "pygments.css",
    "sphinx-design.min.css",
    "translations.js",
)
"""What Sphinx and its extensions copy beside the pages and no page of ours loads."""

TRAINERS_OWN = {"begeleider.html", "begeleider", "dias", DAYS, OWN_DAYS, "packs"}
"""What the trainer's folder holds beside the book; it is made after this, and she opens it from her disk."""

NOT_KEPT = {"404.html", "sw.js", "_headers", "_nginx.conf", "objects.inv"} | TRAINERS_OWN


def write_site_files(app: Sphinx, exception: Exception | None) -> None:
    """Write what stands beside the pages, when the build went well."""
    if exception or not is_site(app):
        return
    out = Path(app.outdir)
    strip_folder(out / "_images")
    if mark():
        (out / "_static/mark.svg").write_text(mark(), encoding="utf-8")
    for name in UNUSED:
        for path in out.glob(f"_static/{name}"):
            path.unlink()
    _remove_left_over(app, out)
    write_search_items(app)
    (out / "_headers").write_text(render_headers(), encoding="utf-8")
    (out / "_nginx.conf").write_text(render_nginx(), encoding="utf-8")
    (out / "index.html").write_text(_start(app), encoding="utf-8")
    (out / "404.html").write_text(_missing(app), encoding="utf-8")
    for old, new in book_of(app).course.settings.redirects.items():
        _write_redirect(app, out, old, new)
    (out / "sw.js").write_text(_worker(app, out), encoding="utf-8")


def _remove_left_over(app: Sphinx, out: Path) -> None:
    """Remove pages, pictures and downloads of the last build that the book no longer has."""
    for path in out.rglob("*.html"):
        name = path.relative_to(out)
        is_page = (
            len(name.parts) > 1 and not name.parts[0].startswith("_") and name.parts[0] not in TRAINERS_OWN
        )
        known = {*app.env.found_docs, *book_of(app).course.settings.redirects}
        if is_page and name.with_suffix("").as_posix() not in known:
            path.unlink()
    pictures = {name for _, name in app.env.images.values()}
    for path in (out / "_images").glob("*"):
        if path.name not in pictures:
            path.unlink()
    downloads = {name for _, name in app.env.dlfiles.values()}
    for path in (out / "_downloads").rglob("*"):
        if path.is_file() and path.relative_to(out / "_downloads").as_posix() not in downloads:
            path.unlink()


def render_headers() -> str:
    """Write the headers as static hosts (Netlify, Cloudflare Pages) read them."""
    lines = (f"  {name}: {value}\n" for name, value in HEADERS.items())
    return "/*\n" + "".join(lines)


def render_nginx() -> str:
    """Write the headers for an nginx server, to include in its `server` block; and let it compress."""
    lines = (f'add_header {name} "{value}" always;\n' for name, value in HEADERS.items())
    return "# include in the server block of the site\n" + "".join(lines) + NGINX_GZIP


def _start(app: Sphinx) -> str:
    course = book_of(app).course
    return _render(
        app,
        "start.html",
        policy=POLICY,
        first=f"{app.config.root_doc}.html",
        language=language_tag(),
        title=course.settings.title,
        subtitle=course.settings.subtitle,
        open=words("site")["start_open"],
    )


def _missing(app: Sphinx) -> str:
    """Write the page for an address that leads nowhere: a host shows it in any folder, so its link is whole."""
    course = book_of(app).course
    return _moved(app, str(course.settings.site_address), words("site")["missing"], is_at_once=False)


def _write_redirect(app: Sphinx, out: Path, old: str, new: str) -> None:
    """Write a page at an old name that leads to the new one."""
    address = "/".join([*[".."] * old.count("/"), f"{new}.html"])
    path = out / f"{old}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_moved(app, address, words("site")["moved"], is_at_once=True), encoding="utf-8")


def _moved(app: Sphinx, address: str, said: str, *, is_at_once: bool) -> str:
    course = book_of(app).course
    return _render(
        app,
        "moved.html",
        policy=POLICY,
        address=address,
        language=language_tag(),
        title=course.settings.title,
        said=said,
        open=words("site")["start_open"],
        is_at_once=is_at_once,
    )


def _worker(app: Sphinx, out: Path) -> str:
    """Write the offline worker: it knows every file, and a new version when one changes."""
    files = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if _is_kept(path, out))
    digest = sha256()
    for name in files:
        digest.update(name.encode() + (out / name).read_bytes())
    return _render(app, "sw.js", files=files, version=digest.hexdigest()[:12])


def _is_kept(path: Path, out: Path) -> bool:
    parts = path.relative_to(out).parts
    return path.is_file() and parts[0] not in NOT_KEPT and not any(part.startswith(".") for part in parts)


def _render(app: Sphinx, template: str, **context: object) -> str:
    templates: Any = app.builder.templates
    return str(templates.render(template, context))
