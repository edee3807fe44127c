"""Papers: doctrees and the course as Typst markup, and Typst's PDFs, which every reader can use.

`writer` is the table from node to function, `builder` makes the packs of a course from its pages, and `day` the
papers of one day from pieces of lessons.
"""

from typing import Any

from sphinx.application import Sphinx

MIME_TYPES = ("image/svg+xml", "image/png", "image/jpeg", "text/markdown", "text/html", "text/plain")
"""What paper takes of a notebook's output, best first: myst-nb gives an unknown builder nothing."""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder `typst`, and the setting that says which packs it makes.

    `vorming_packs_module` is the id of a module; empty is all packs.
    """
    from vorming.typst.builder import TypstBuilder

    app.add_config_value("vorming_packs_module", "", "")
    app.add_builder(TypstBuilder)
    app.connect("config-inited", _prefer_mime_types)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _prefer_mime_types(app: Sphinx, config: Any) -> None:
    chosen = [("typst", name, place) for place, name in enumerate(MIME_TYPES)]
    config.nb_mime_priority_overrides = [*config.nb_mime_priority_overrides, *chosen]
