"""The Sphinx extension: tables of what is registered, and nothing else.

The directives and roles stand in the table of model/directives.py. A new node is one line in NODES
with its visitors; a new format adds a column to the visitors of its nodes.
"""

from collections.abc import Callable, Mapping
from copy import copy
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from vorming import __version__
from vorming.check import check_loaded
from vorming.check.guard import find_leaks
from vorming.model.base import Ref
from vorming.model.directives import OWN_DIRECTIVES, OWN_ROLES, Kind, find
from vorming.model.directives import Directive as DirectiveRecord
from vorming.nodes.course import (
    vorming_box,
    vorming_fold,
    vorming_lines,
    vorming_no_slide,
    vorming_picture,
    vorming_slide,
    vorming_tools,
    vorming_value,
)
from vorming.nodes.quiz import vorming_quiz
from vorming.source.markdown import EXTENSIONS
from vorming.sphinx_ext import (
    bibliography,
    catalogue,
    charts,
    contents,
    decks,
    html_writer,
    language,
    notebooks,
    pictures,
    policy,
    quiz,
    search_items,
    site_files,
    theme,
    visitors,
)
from vorming.sphinx_ext.base import report
from vorming.sphinx_ext.edition import EditionFilter
from vorming.sphinx_ext.freshness import VormingDomain, changed_titles, course_of, note_digest, stale_pages
from vorming.sphinx_ext.read_builder import ReadBuilder

OPTIONS: Mapping[Kind, Callable[[str], Any]] = {
    Kind.NUMBER: directives.positive_int,
    Kind.FLAG: directives.flag,
}
"""How Sphinx reads the options of a kind; others are taken as they are written."""


def directive_class(record: DirectiveRecord) -> type[Directive]:
    """Return the class of a directive with the argument, the options and the body that its record says."""
    argument = record.argument
    options = {name: _reader(option.kind) for name, option in record.options.items()}
    described = {
        "required_arguments": int(bool(argument and argument.is_required)),
        "optional_arguments": int(bool(argument and not argument.is_required)),
        "final_argument_whitespace": bool(argument and argument.kind is Kind.TEXT),
        "option_spec": options,
        "has_content": bool(record.body),
    }
    written: type[Directive] = find(f"sphinx_ext.{record.cls}")
    return type(written.__name__, (written,), {**described, "__doc__": written.__doc__})


def _reader(kind: Kind | Ref) -> Callable[[str], Any]:
    return OPTIONS.get(kind, directives.unchanged) if isinstance(kind, Kind) else directives.unchanged


Visitors = Mapping[str, tuple[Any, Any]]

NODES: Mapping[type[nodes.Element], Visitors] = {
    vorming_box: {
        "html": (visitors.visit_box_html, visitors.depart_box_html),
        "text": (visitors.visit_box_text, visitors.depart_box_text),
    },
    vorming_value: {
        "html": (visitors.visit_value_html, visitors.depart_value_html),
        "text": (visitors.visit_nothing, visitors.visit_nothing),
    },
    vorming_lines: {
        "html": (visitors.visit_lines_html, visitors.depart_lines_html),
        "text": (visitors.visit_lines_text, None),
    },
    vorming_quiz: {"html": (quiz.visit_quiz_html, None), "text": (visitors.skip, None)},
    vorming_picture: {"html": (charts.visit_picture_html, None)},
    vorming_fold: {"html": (charts.visit_fold_html, charts.depart_fold_html)},
    vorming_tools: {"html": (charts.visit_tools_html, None)},
    vorming_slide: {"html": (visitors.skip, None), "text": (visitors.skip, None)},
    vorming_no_slide: {"html": (visitors.skip, None), "text": (visitors.skip, None)},
}

CONFIG: Mapping[str, tuple[Any, Literal["", "env", "html"]]] = {
    # "" = changing it reads nothing anew: one read serves all editions.
    "vorming_edition": ("trainee", ""),
    "vorming_keeps_slides": (False, ""),
    # Plain Jupyter Book sets nothing, and so checks for itself.
    "vorming_is_checked": (False, ""),
    # Jupyter Book always sets it; the extension that reads it is left out.
    "comments_config": ({}, ""),
}


FORCED: Mapping[str, Any] = {
    # The check reads pages with these extensions: another set would publish what it never saw.
    "myst_enable_extensions": set(EXTENSIONS),
    "myst_disable_syntax": [],
    "myst_fence_as_directive": set(),
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
}
"""What safety needs, whatever _config.yml says."""


def force_settings(app: Sphinx, config: Config) -> None:
    """Set what safety needs; first of all, so that our own listeners add to it."""
    for name, value in FORCED.items():
        # A copy: extensions add to these lists, and the next Sphinx of this process would find what they added, take its
        # settings for other ones, and write all pages anew.
        config[name] = copy(value)


def leave_python_out(app: Sphinx, config: Config) -> None:
    """Take no default domain: Python's has a `module` directive too, which would hide ours."""
    config.primary_domain = None


def number_no_figures(app: Sphinx, config: Config) -> None:
    """Leave figures without numbers: ours go by their title, and to number them Sphinx opens every page."""
    config.numfig = False


ASSETS = Path(__file__).parents[1] / "assets"
STATIC = (str(ASSETS / "quiz" / "static"), str(ASSETS / "charts" / "static"))
"""What a page may load beside the theme: the scripts and styles of its quizzes and charts."""


def add_static_files(app: Sphinx) -> None:
    """Copy our own scripts and styles beside the theme's.

    This comes after the builder has put a digest of its settings in ``.buildinfo``, or that file would differ with the
    folder in which this package is installed.
    """
    app.config.html_static_path = [*app.config.html_static_path, *STATIC]


def stop_at_errors(app: Sphinx) -> None:
    """Report every problem of the content, and stop before anything is written if one is an error."""
    if app.config.vorming_is_checked:
        return
    found = check_loaded(course_of(app), date.today())
    for problem in found:
        # A date that has passed must not break a build of unchanged sources: `vorming check` warns.
        if problem.is_error:
            report(problem)
    if any(problem.is_error for problem in found):
        raise ExtensionError("De inhoud heeft fouten. Voer `vorming check` uit voor de hele lijst.")


def stop_at_leaks(app: Sphinx, exception: Exception | None) -> None:
    """Look through a site for trainees that Jupyter Book made by itself; `vorming build` looks before it puts one in place."""
    if exception or app.builder.name != "html" or app.config.vorming_is_checked:
        return
    if app.config.vorming_edition == "trainee" and (
        leaks := list(find_leaks(course_of(app), "html", Path(app.outdir)))
    ):
        for leak in leaks:
            report(leak)
        raise ExtensionError(
            "De site toont wat niet voor deelnemers is. Publiceer ze niet; verbeter eerst de pagina."
        )


def _source_version() -> int:
    """Return a number that changes with the extension's own source: an edit there reads all pages anew."""
    files = sorted(Path(__file__).parents[1].rglob("*.py"))
    return int.from_bytes(sha256(b"".join(file.read_bytes() for file in files)).digest()[:4], "big")


BUILDERS: tuple[type[Builder], ...] = (ReadBuilder,)

WAYS_OUT: tuple[str, ...] = ("vorming.typst",)
"""Packages with a builder of their own: each is an extension, so that nothing here imports it."""

TRANSFORMS: tuple[type[SphinxTransform], ...] = (
    pictures.DecodeAddresses,
    pictures.PicturesAsBlocks,
    pictures.TurnApostrophes,
)

POST_TRANSFORMS: tuple[type[SphinxPostTransform], ...] = (
    EditionFilter,
    charts.PicturesOnPages,
    pictures.ReportPictures,
)

EVENTS: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("config-inited", force_settings),
    ("config-inited", leave_python_out),
    ("config-inited", number_no_figures),
    ("config-inited", pictures.leave_pictures_to_outputs),
    ("config-inited", theme.take_own_theme),
    ("config-inited", catalogue.speak_dutch),
    ("builder-inited", add_static_files),
    ("builder-inited", stop_at_errors),
    ("builder-inited", notebooks.prepare_notebooks),
    ("builder-inited", theme.add_own_files),
    ("env-get-outdated", stale_pages),
    ("source-read", note_digest),
    ("doctree-read", language.mark_sections),
    ("doctree-read", pictures.refuse_files),
    ("doctree-read", notebooks.forget_cell_tags),
    ("doctree-read", search_items.note_description),
    ("env-updated", changed_titles),
    ("env-updated", theme.changed_frame),
    ("write-started", contents.forget_book),
    ("html-collect-pages", search_items.tidy_index),
    ("html-page-context", quiz.add_assets),
    ("html-page-context", charts.add_assets),
    ("html-page-context", policy.check_policy),
    ("html-page-context", theme.add_frame),
    ("html-page-context", decks.add_links),
    ("build-finished", site_files.write_site_files),
    ("build-finished", stop_at_leaks),
)
"""What happens when; within an event in this order."""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the tables above."""
    for name, (default, rebuild) in CONFIG.items():
        app.add_config_value(name, default, rebuild)
    for name, record in OWN_DIRECTIVES.items():
        app.add_directive(name, directive_class(record))
    for name, role in OWN_ROLES.items():
        app.add_role(name, find(f"sphinx_ext.{role.cls}")())
    for node, formats in NODES.items():
        app.add_node(node, **formats)  # type: ignore[arg-type]
    app.add_domain(VormingDomain)
    for builder in BUILDERS:
        app.add_builder(builder, override=True)
    for package in WAYS_OUT:
        app.setup_extension(package)
    for read in TRANSFORMS:
        app.add_transform(read)
    for transform in POST_TRANSFORMS:
        app.add_post_transform(transform)
    bibliography.register_style()
    html_writer.register(app)
    for search in search_items.SEARCHES.values():
        app.add_search_language(search)
    app.add_html_theme(theme.THEME, str(theme.FOLDER))
    for event, listener in EVENTS:
        app.connect(event, listener)
    version = {"version": __version__, "env_version": _source_version()}
    return {**version, "parallel_read_safe": True, "parallel_write_safe": True}
