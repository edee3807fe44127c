"""The Sphinx extension: tables of the nodes, settings and event handlers that it registers.

The directives and roles are in the table of model/directives.py. A new node needs one line in NODES.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from datetime import date
from pathlib import Path
from shutil import rmtree
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

from vorming import __version__
from vorming import nodes as own
from vorming.check import check_loaded
from vorming.check.guard import find_leaks
from vorming.model.directives import OWN_DIRECTIVES, OWN_ROLES, DirectiveRecord, ValueKind, find
from vorming.source.fingerprint import package_digest
from vorming.source.markdown import EXTENSIONS
from vorming.source.problems import Problem, phrases
from vorming.sphinx_ext import (
    bibliography,
    charts,
    contents,
    decks,
    freshness,
    html_writer,
    notebooks,
    search_items,
    site,
    transforms,
)
from vorming.sphinx_ext.base import report


def _directive_class(record: DirectiveRecord) -> type[Directive]:
    """Return the class of a directive, with the argument, options and body of its record in the table."""
    argument = record.argument
    readers: dict[Any, Any] = {ValueKind.NUMBER: directives.positive_int, ValueKind.FLAG: directives.flag}
    options = {
        name: readers.get(option.kind, directives.unchanged) for name, option in record.options.items()
    }
    attributes = {
        "required_arguments": int(bool(argument and argument.is_required)),
        "optional_arguments": int(bool(argument and not argument.is_required)),
        "final_argument_whitespace": bool(argument and argument.kind is ValueKind.TEXT),
        "option_spec": options,
        "has_content": bool(record.body),
    }
    base: type[Directive] = find(f"sphinx_ext.{record.cls}")
    return type(base.__name__, (base,), attributes)


NODES: tuple[type[nodes.Element], ...] = (
    own.vorming_box,
    own.vorming_contact,
    own.vorming_lines,
    own.vorming_slide,
    own.vorming_no_slide,
    own.vorming_fold,
    own.vorming_quiz,
)
"""The nodes of this package. `SiteTranslator` writes them for pages and slides, `vorming.typst` for papers."""

FORCED: Mapping[str, Any] = {
    # `vorming check` reads pages with these extensions. With other extensions a page could show text that was not checked.
    "myst_enable_extensions": set(EXTENSIONS),
    "myst_footnote_transition": False,
    "myst_heading_anchors": 6,
    "myst_url_schemes": ("http", "https", "mailto", "tel"),
    # An output holds only the pages of the table of contents, their pictures and the files of this package. Jupyter Book
    # would add every file in a folder `_static`.
    "html_copy_source": False,
    "html_show_sourcelink": False,
    "html_static_path": [],
    "html_css_files": [],
    "html_js_files": [],
    # The options that Jupyter Book sets are those of its own theme.
    "html_theme": site.THEME,
    "html_theme_options": {},
    "html_use_index": False,
    "html_permalinks": False,
    "bibtex_default_style": bibliography.STYLE,
    "bibtex_reference_style": bibliography.STYLE,
    # Python's domain also has a directive `module`, which would hide that of this package.
    "primary_domain": None,
    # Figures are known by their title, and to number them Sphinx opens every page.
    "numfig": False,
    # Jupyter Book suppresses the first too. `vorming check` reports missing pictures, and code that cannot be
    # highlighted is only shown with fewer colours.
    "suppress_warnings": ["myst.domains", "image.not_readable", "misc.highlighting_failure"],
}
"""The settings that override those in _config.yml; `vorming check` refuses any setting that is not in its list."""


def _force_settings(app: Sphinx, config: Config) -> None:
    for name, value in FORCED.items():
        # A copy, because extensions add to these lists. The next Sphinx of this process would see the additions as changed
        # settings, and write all pages again.
        config[name] = copy(value)
    # MyST would set “ ” in any language; without it, Sphinx sets those of the language.
    if config.language == "fr":
        config["myst_enable_extensions"] = set(EXTENSIONS) - {"smartquotes"}


def _stop_at_errors(app: Sphinx) -> None:
    """Stop before anything is written if the content has errors."""
    if not app.config.vorming_is_checked:
        # Only `vorming check` shows warnings: a date that has passed must not break a build of unchanged sources.
        problems = check_loaded(freshness.loaded_of(app), date.today())
        _stop_at([problem for problem in problems if problem.is_error], "has_errors")


def _stop_at_leaks(app: Sphinx, exception: Exception | None) -> None:
    """Remove a site for trainees that shows texts for trainers, and stop.

    `vorming build` does this check itself, before it puts a site in place.
    """
    if not (exception or app.config.vorming_is_checked) and contents.is_site(app):
        if leaks := list(find_leaks(freshness.loaded_of(app), "html", Path(app.outdir))):
            rmtree(app.outdir)
        _stop_at(leaks, "has_leaks")


def _stop_at(problems: Sequence[Problem], key: str) -> None:
    for problem in problems:
        report(problem)
    if problems:
        raise ExtensionError(phrases("stopped")[key])


EVENTS: tuple[tuple[str, Callable[..., Any]], ...] = (
    # First, so that the listeners after it add to these settings.
    ("config-inited", _force_settings),
    ("config-inited", site.set_html_context),
    ("builder-inited", _stop_at_errors),
    ("builder-inited", notebooks.prepare_notebooks),
    ("builder-inited", site.add_own_files),
    ("env-get-outdated", freshness.stale_pages),
    ("env-before-read-docs", freshness.note_pages),
    ("doctree-read", transforms.mark_sections),
    ("doctree-read", notebooks.note_files),
    ("doctree-read", notebooks.refuse_outputs),
    ("doctree-read", notebooks.check_shown_markdown),
    ("doctree-read", notebooks.tidy_outputs),
    ("doctree-read", notebooks.remove_cell_tags),
    ("doctree-read", search_items.note_description),
    ("env-updated", freshness.changed_frame),
    ("write-started", contents.clear_book_cache),
    ("html-collect-pages", search_items.tidy_index),
    ("html-page-context", site.add_frame),
    ("html-page-context", decks.add_links),
    ("build-finished", site.write_site_files),
    ("build-finished", _stop_at_leaks),
)
"""The function that Sphinx calls at each event; functions of the same event run in this order."""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the tables above, and the builders, transforms and settings that need no table."""
    # "": a change of value makes Sphinx read no page again, because one read serves all editions.
    app.add_config_value("vorming_edition", "trainee", "")
    app.add_config_value("vorming_keeps_slides", False, "")
    app.add_config_value("vorming_is_preview", False, "")
    # `vorming build` checks the content itself and sets this to True; under plain Jupyter Book it is False.
    app.add_config_value("vorming_is_checked", False, "")
    # Jupyter Book always sets this value, for an extension that the course doesn't load.
    app.add_config_value("comments_config", {}, "")
    for name, record in OWN_DIRECTIVES.items():
        app.add_directive(name, _directive_class(record))
    for name, role in OWN_ROLES.items():
        app.add_role(name, find(f"sphinx_ext.{role.cls}")())
    for node in NODES:
        app.add_node(node)
    app.add_domain(freshness.VormingDomain)
    app.add_builder(freshness.ReadBuilder, override=True)
    # A separate extension, so that this module doesn't import it.
    app.setup_extension("vorming.typst.builder")
    for transform in (transforms.PicturesAndLinks, transforms.TurnApostrophes):
        app.add_transform(transform)
    for last in (transforms.EditionFilter, transforms.KeyPointsLast, charts.FoldsOnPages):
        app.add_post_transform(last)
    bibliography.register_style()
    app.set_translator("html", html_writer.SiteTranslator)
    for search in search_items.SEARCHES.values():
        app.add_search_language(search)
    app.add_html_theme(site.THEME, str(site.FOLDER))
    for event, listener in EVENTS:
        app.connect(event, listener)
    # Sphinx reads all pages again if env_version differs, so each edit of this package must change it.
    return {
        "version": __version__,
        "env_version": int(package_digest()[:8], 16),
        # Both Jupyter Book and `vorming build` read with one process.
        "parallel_read_safe": False,
    }
