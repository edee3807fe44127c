"""The files of a site that are not pages: a start page at the root, headers for hosts, the service worker.

This module also has the content security policy.
"""

from hashlib import sha256
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from vorming.course.editions import TRAINERS_OWN
from vorming.source.current import language_tag, mark
from vorming.source.files import write_whole
from vorming.source.pictures import strip_folder
from vorming.sphinx_ext.contents import book_of, is_site
from vorming.sphinx_ext.search_items import write_search_items
from vorming.text.tokens import load_tokens
from vorming.text.words import words

POLICY = "; ".join(["default-src 'self'", "base-uri 'none'", "form-action 'self'", "object-src 'none'"])
"""The content security policy: nothing from another host, no inline script or style."""

HEADERS = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
"""The headers that a host should send with every page; each page has the policy in a meta element too."""

UNUSED = ("*-stemmer.js", "*design*", "mystnb.*.css", "pygments.css", "translations.js")
"""Files that Sphinx and its extensions copy to `_static`, but that no page loads."""

NOT_OFFLINE = {"404.html", "sw.js", "_headers", "_nginx.conf"} | TRAINERS_OWN
"""The files and folders that the service worker does not keep on a reader's device."""


def write_site_files(app: Sphinx, exception: Exception | None) -> None:
    """Write the files of the site that are not pages.

    Handles build-finished; after an exception it writes nothing. The service worker comes last, because it lists all
    files.
    """
    if exception or not is_site(app):
        return
    out, course, labels = Path(app.outdir), book_of(app).course, words("site")
    strip_folder(out / "_images")
    # It lists the anchors of every page, also those in blocks for trainers, and no page uses it.
    (out / "objects.inv").unlink(missing_ok=True)
    drawing = mark().replace("currentColor", load_tokens().colours.light.accent)
    (out / "_static/mark.svg").write_text(drawing, encoding="utf-8")
    for name in UNUSED:
        for path in out.glob(f"_static/{name}"):
            path.unlink()
    _remove_left_over(app, out)
    write_search_items(app)
    # Netlify and Cloudflare Pages read `_headers`; `_nginx.conf` goes into a `server` block of nginx.
    _render(app, "headers.txt", "_headers", headers=HEADERS)
    _render(app, "nginx.conf", "_nginx.conf", headers=HEADERS)
    first, subtitle = f"{app.config.root_doc}.html", course.settings.subtitle
    _render(app, "start.html", "index.html", first=first, subtitle=subtitle)
    # A host shows this page for an unknown address in any folder, so its link must be absolute.
    address = str(course.settings.site_address)
    _render(app, "moved.html", "404.html", address=address, said=labels["missing"], is_at_once=False)
    for old, new in course.settings.redirects.items():
        address = "../" * old.count("/") + f"{new}.html"
        _render(app, "moved.html", f"{old}.html", address=address, said=labels["moved"], is_at_once=True)
    # The service worker keeps the book under this version, so after a change of any file it fetches all of them again.
    names = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    files = [name for name in names if name.partition("/")[0] not in NOT_OFFLINE and "/." not in f"/{name}"]
    digest = sha256()
    for name in files:
        digest.update(name.encode() + (out / name).read_bytes())
    _render(app, "sw.js", "sw.js", files=files, version=digest.hexdigest()[:12])


def _render(app: Sphinx, template: str, name: str, **context: object) -> None:
    """Render a template of the theme into the file `name` of the site."""
    templates: Any = app.builder.templates
    shared = {
        "policy": POLICY,
        "language": language_tag(),
        "title": book_of(app).course.settings.title,
        "open": words("site")["start_open"],
    }
    write_whole(Path(app.outdir, name), templates.render(template, {**shared, **context}).encode())


def _remove_left_over(app: Sphinx, out: Path) -> None:
    """Remove pages and pictures of an earlier build that are no longer in the book."""
    pages = {*app.env.found_docs, *book_of(app).course.settings.redirects}
    for path in out.rglob("*.html"):
        name = path.relative_to(out)
        # The book has no pages at the root, and Sphinx owns the folders whose name starts with an underscore.
        is_page = len(name.parts) > 1 and name.parts[0] not in TRAINERS_OWN and name.parts[0][0] != "_"
        if is_page and name.with_suffix("").as_posix() not in pages:
            path.unlink()
    pictures = {name for _, name in app.env.images.values()}
    for path in out.glob("_images/*"):
        if path.name not in pictures:
            path.unlink()
