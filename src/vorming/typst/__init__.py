"""Course packs: doctrees and the course as Typst markup, and Typst as accessible PDF."""

from collections.abc import Mapping
from typing import Any

from sphinx.application import Sphinx

CONFIG: Mapping[str, Any] = {
    # Which packs the builder makes: the id of a module; empty is all.
    "vorming_packs_module": "",
}

MIME_TYPES = ("image/svg+xml", "image/png", "image/jpeg", "text/markdown", "text/html", "text/plain")
"""What paper takes of a notebook's output, best first: myst-nb gives an unknown builder nothing."""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder `typst` and its settings."""
    from vorming.typst.builder import TypstBuilder

    for name, default in CONFIG.items():
        app.add_config_value(name, default, "")
    app.add_builder(TypstBuilder)
    app.connect("config-inited", _prefer_mime_types)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _prefer_mime_types(app: Sphinx, config: Any) -> None:
    chosen = [("typst", name, place) for place, name in enumerate(MIME_TYPES)]
    config.nb_mime_priority_overrides = [*config.nb_mime_priority_overrides, *chosen]
