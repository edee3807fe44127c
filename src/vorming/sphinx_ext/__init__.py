"""The Sphinx extension: tables of what is registered.

The directives and roles are in the table of model/directives.py. A new node is one line in NODES.
"""

from collections.abc import Callable, Mapping
from copy import copy
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from myst_nb.sphinx_ import HideCodeCellNode
from myst_parser.parsers.docutils_ import depart_rubric_html
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from vorming import __version__
from vorming.check import check_loaded
from vorming.check.guard import leaks_on_site
from vorming.model.directives import OWN_DIRECTIVES, OWN_ROLES, Kind, find
from vorming.model.directives import Directive as DirectiveRecord
from vorming.nodes import course as own
from vorming.nodes.course import vorming_quiz
from vorming.source.markdown import EXTENSIONS
from vorming.source.problems import Problem, causes
from vorming.sphinx_ext import (
    bibliography,
    charts,
    contents,
    decks,
    html_writer,
    language,
    notebooks,
    quiz,
    search_items,
    site_files,
    theme,
    transforms,
)
from vorming.sphinx_ext.base import report
from vorming.sphinx_ext.freshness import (
    ReadBuilder,
    VormingDomain,
    changed_titles,
    loaded_of,
    note_digest,
    note_files,
    stale_pages,
)

OPTIONS: Mapping[object, Callable[[str], Any]] = {
    Kind.NUMBER: directives.positive_int,
    Kind.FLAG: directives.flag,
}
"""How Sphinx reads the options of a kind; others are taken as they are written."""


def _directive_class(record: DirectiveRecord) -> type[Directive]:
    """Return the class of a directive with the argument, the options and the body that its record says."""
    argument = record.argument
    readers = {
        name: OPTIONS.get(option.kind, directives.unchanged) for name, option in record.options.items()
    }
    described = {
        "required_arguments": int(bool(argument and argument.is_required)),
        "optional_arguments": int(bool(argument and not argument.is_required)),
        "final_argument_whitespace": bool(argument and argument.kind is Kind.TEXT),
        "option_spec": readers,
        "has_content": bool(record.body),
    }
    written: type[Directive] = find(f"sphinx_ext.{record.cls}")
    return type(written.__name__, (written,), {**described, "__doc__": written.__doc__})


Visitor = Callable[[Any, Any], None]

NODES: Mapping[type[nodes.Element], tuple[Visitor, Visitor | None]] = {
    own.vorming_box: (html_writer.visit_box_html, html_writer.close_div),
    own.vorming_contact: (html_writer.skip, None),
    own.vorming_lines: (html_writer.visit_lines_html, html_writer.close_div),
    vorming_quiz: (quiz.visit_quiz_html, None),
    own.vorming_picture: (charts.visit_picture_html, None),
    own.vorming_fold: (charts.visit_fold_html, html_writer.close_details),
    own.vorming_tools: (charts.visit_tools_html, None),
    own.vorming_slide: (html_writer.skip, None),
    own.vorming_no_slide: (html_writer.skip, None),
    # MyST and MyST-NB write these with functions of their own, which go before a method of the translator.
    nodes.rubric: (html_writer.visit_rubric_html, depart_rubric_html),
    HideCodeCellNode: (html_writer.visit_hidden_code_html, html_writer.close_details),
}
"""The functions that visit and depart a node in HTML, on pages and on slides; papers have writers of their own."""

CONFIG: Mapping[str, tuple[Any, Literal["", "env", "html"]]] = {
    # "": another value reads no page anew, for one read serves all editions.
    "vorming_edition": ("trainee", ""),
    "vorming_keeps_slides": (False, ""),
    "vorming_is_preview": (False, ""),
    # `vorming build` checks before it starts Sphinx; a plain Jupyter Book leaves it at False.
    "vorming_is_checked": (False, ""),
    # Jupyter Book always sets it, for an extension that this course doesn't load.
    "comments_config": ({}, ""),
}

FORCED: Mapping[str, Any] = {
    # The check reads pages with these extensions: another set would publish what it never saw.
    "myst_enable_extensions": set(EXTENSIONS),
    "myst_disable_syntax": [],
    "myst_fence_as_directive": set(),
    "myst_footnote_transition": False,
    "myst_heading_anchors": 6,
    "myst_substitutions": {},
    "myst_url_schemes": ("http", "https", "mailto", "tel"),
    "myst_commonmark_only": False,
    "myst_gfm_only": False,
    "nb_custom_formats": {},
    # Nothing comes into an output but the pages of the contents list, their pictures and our own files.
    "html_copy_source": False,
    "html_show_sourcelink": False,
    "html_extra_path": [],
    "html_static_path": [],
    "html_css_files": [],
    "html_js_files": [],
    "html_additional_pages": {},
    "html_favicon": None,
    "html_logo": None,
    "html_use_opensearch": "",
    "html_baseurl": "",
    "templates_path": [],
    "bibtex_reference_style": "label",
    "rst_prolog": "",
    "rst_epilog": "",
    # Python's domain has a `module` directive too, which would hide ours.
    "primary_domain": None,
    # Our figures go by their title, and to number them Sphinx opens every page.
    "numfig": False,
}
"""What the course needs, whatever _config.yml says: most of it so that nothing is published unchecked."""


def _force_settings(app: Sphinx, config: Config) -> None:
    for name, value in FORCED.items():
        # A copy: extensions add to these lists, and the next Sphinx of this process would find what they added, take its
        # settings for other ones, and write all pages anew.
        config[name] = copy(value)


ASSETS = Path(__file__).parents[1] / "assets"
STATIC = (str(ASSETS / "quiz" / "static"), str(ASSETS / "charts" / "static"))
"""What a page may load beside the theme: the scripts and styles of its quizzes and charts."""


def add_static_files(app: Sphinx) -> None:
    """Copy our own scripts and styles beside the theme's.

    This comes after the builder has put a digest of its settings in ``.buildinfo``, or that file would differ with the
    folder in which this package is installed.
    """
    app.config.html_static_path = [*app.config.html_static_path, *STATIC]


def _stop_at_errors(app: Sphinx) -> None:
    """Report the errors of the content, and stop before anything is written when there are any."""
    if app.config.vorming_is_checked:
        return
    # Warnings are for `vorming check`: a date that has passed must not break a build of unchanged sources.
    errors = [found for found in check_loaded(loaded_of(app), date.today()) if found.is_error]
    for error in errors:
        report(error)
    if errors:
        raise ExtensionError(causes("stopped")["has_errors"])


def _stop_at_leaks(app: Sphinx, exception: Exception | None) -> None:
    """Remove what shows trainers' texts from a site for trainees; `vorming build` looks before it puts one in place."""
    config, out, found = app.config, Path(app.outdir), list[Problem]()
    is_for_trainer = config.vorming_edition != "trainee"
    if exception or config.vorming_is_checked or is_for_trainer or not contents.is_site(app):
        return
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        name = path.relative_to(out).as_posix()
        if leaks := list(leaks_on_site(loaded_of(app), name, path.read_bytes())):
            path.unlink()
            found += leaks
    for leak in found:
        report(leak)
    if found:
        raise ExtensionError(causes("stopped")["has_leaks"])


TRANSFORMS: tuple[type[SphinxTransform], ...] = (
    transforms.DecodeAddresses,
    transforms.PicturesAsBlocks,
    transforms.TurnApostrophes,
)

POST_TRANSFORMS: tuple[type[SphinxPostTransform], ...] = (
    transforms.EditionFilter,
    charts.PicturesOnPages,
    transforms.ReportPictures,
)

EVENTS: tuple[tuple[str, Callable[..., Any]], ...] = (
    # First, so that the listeners after it add to these settings.
    ("config-inited", _force_settings),
    ("config-inited", transforms.leave_pictures_to_outputs),
    ("config-inited", theme.take_own_theme),
    ("config-inited", language.speak_dutch),
    ("builder-inited", add_static_files),
    ("builder-inited", _stop_at_errors),
    ("builder-inited", notebooks.prepare_notebooks),
    ("builder-inited", theme.add_own_files),
    ("env-get-outdated", stale_pages),
    ("env-before-read-docs", note_files),
    ("source-read", note_digest),
    ("doctree-read", language.mark_sections),
    ("doctree-read", transforms.refuse_files),
    ("doctree-read", notebooks.tidy_outputs),
    ("doctree-read", notebooks.forget_cell_tags),
    ("doctree-read", search_items.note_description),
    ("env-updated", changed_titles),
    ("env-updated", theme.changed_frame),
    ("write-started", contents.forget_book),
    ("html-collect-pages", search_items.tidy_index),
    ("html-page-context", theme.add_assets),
    ("html-page-context", site_files.check_policy),
    ("html-page-context", theme.add_frame),
    ("html-page-context", decks.add_links),
    ("build-finished", site_files.write_site_files),
    ("build-finished", _stop_at_leaks),
)
"""Which function Sphinx calls at which event; within an event in this order."""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the tables above."""
    for name, (default, rebuild) in CONFIG.items():
        app.add_config_value(name, default, rebuild)
    for name, record in OWN_DIRECTIVES.items():
        app.add_directive(name, _directive_class(record))
    for name, role in OWN_ROLES.items():
        app.add_role(name, find(f"sphinx_ext.{role.cls}")())
    for node, visit_and_depart in NODES.items():
        # Sphinx warns of a node that another extension has registered, unless it is told to replace it.
        app.add_node(node, override=True, html=visit_and_depart)
    app.add_domain(VormingDomain)
    app.add_builder(ReadBuilder, override=True)
    # An extension of its own, so that nothing here imports it.
    app.setup_extension("vorming.typst.builder")
    for read in TRANSFORMS:
        app.add_transform(read)
    for transform in POST_TRANSFORMS:
        app.add_post_transform(transform)
    bibliography.register_style()
    app.set_translator("html", html_writer.SiteTranslator)
    for search in search_items.SEARCHES.values():
        app.add_search_language(search)
    app.add_html_theme(theme.THEME, str(theme.FOLDER))
    for event, listener in EVENTS:
        app.connect(event, listener)
    # Sphinx reads all pages anew when env_version differs, so an edit of this package gives another one.
    sources = sorted(Path(__file__).parents[1].rglob("*.py"))
    digest = sha256(b"".join(path.read_bytes() for path in sources)).digest()
    return {
        "version": __version__,
        "env_version": int.from_bytes(digest[:4], "big"),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
