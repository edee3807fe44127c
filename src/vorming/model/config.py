"""The allowed contents of `_config.yml` and `_toc.yml`: closed lists, since a setting of Sphinx can publish any file.

The YAML reader gives all values as text, hence `Literal["false"]` for a setting that must be off. The tool uses the
language, the execution of notebooks and the list of pages from these models. The other fields only say what the
check accepts, since Jupyter Book reads the files itself.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from vorming.model.base import Item, LanguageCode, Name, Text

EXTENSIONS = frozenset(
    ["myst_nb", "jupyter_book", "sphinx_external_toc", "sphinx_design", "sphinxcontrib.bibtex", "vorming.sphinx_ext"]
)  # fmt: skip
"""The Sphinx extensions that are required; no others are allowed, since any of them could run or publish something."""


MarkdownExtension = Literal["colon_fence", "deflist", "smartquotes"]
"""The syntax extensions of MyST. All of them are always on and no others are, whatever the file says."""


def _require_extensions(names: tuple[str, ...]) -> tuple[str, ...]:
    missing, foreign = EXTENSIONS.difference(names), set(names) - EXTENSIONS
    if missing or foreign:
        error = "extensions_missing" if missing else "extensions_foreign"
        raise PydanticCustomError(error, "{names}", {"names": ", ".join(sorted(missing or foreign))})
    return names


class Execution(Item):
    """How MyST-NB runs the notebooks; `timeout` is in seconds per cell."""

    execute_notebooks: Literal["cache"]
    # A build fills and empties this folder without asking, so that no other one is allowed.
    cache: Literal["_build/.jupyter_cache"] = "_build/.jupyter_cache"
    timeout: int = Field(default=30, ge=1, le=3600)
    raise_on_error: bool = True


class Parsing(Item):
    """How Markdown is read.

    The Sphinx extension overrides it, so that the check and the build read the same Markdown.
    """

    myst_enable_extensions: tuple[MarkdownExtension, ...] = ()


class SphinxSettings(Item):
    """The settings that Sphinx and its extensions get unchanged."""

    extensions: Annotated[tuple[str, ...], AfterValidator(_require_extensions)]
    html_theme: Literal["vorming"] = "vorming"
    language: LanguageCode = "nl"
    # The sources contain the trainer's notes, so the site may have no copy of them.
    html_copy_source: Literal["false"] = "false"
    html_show_sourcelink: Literal["false"] = "false"
    nb_kernel_rgx_aliases: dict[str, str] = Field(default_factory=dict)
    nb_mime_priority_overrides: tuple[tuple[Literal["*"], Literal["text/markdown"], Literal["1"]], ...] = ()
    # Notebooks output charts and tables as our own directives, which only MyST reads.
    nb_render_markdown_format: Literal["myst"] = "myst"
    nb_code_prompt_show: str = ""
    nb_code_prompt_hide: str = ""
    # This setting has no effect, since citations have our own labels; other styles are refused to avoid confusion.
    bibtex_reference_style: Literal["author_year", "label"] = "author_year"
    bibtex_tooltips: bool = False


class SphinxPart(Item):
    """The part of the file that Jupyter Book hands to Sphinx."""

    recursive_update: bool = True
    config: SphinxSettings


class HtmlPart(Item):
    """Settings of Jupyter Book for HTML, which our theme does not use."""

    use_multitoc_numbering: bool = False


class LatexPart(Item):
    """Settings of Jupyter Book for LaTeX, which no output uses."""

    use_jupyterbook_latex: bool = False


class Config(Item):
    """The whole of `_config.yml`.

    There is exactly one bibliography file, the one that `vorming check` reads too.
    """

    title: Text
    author: Text = ""
    copyright: str = ""
    only_build_toc_files: bool = True
    # No sets in square brackets: the check for hidden pages supports only `*`, `**` and `?`.
    exclude_patterns: tuple[Annotated[str, StringConstraints(pattern=r"^[^\[\]\n]+$")], ...] = ()
    execute: Execution
    parse: Parsing = Parsing()
    bibtex_bibfiles: tuple[Literal["book/_data/references.bib"]]
    html: HtmlPart = HtmlPart()
    latex: LatexPart = LatexPart()
    sphinx: SphinxPart


class TocPage(Item):
    """A page, by its path without ending, and the pages below it."""

    file: Text
    sections: tuple["TocPage", ...] = ()


class TocPart(Item):
    """A group of pages under a caption."""

    caption: Name
    chapters: tuple[TocPage, ...] = Field(min_length=1)


class Toc(Item):
    """The whole of `_toc.yml`: the first page of the book, then parts with chapters, or chapters alone.

    It is the format `jb-book` of sphinx-external-toc
    (https://sphinx-external-toc.readthedocs.io/en/latest/user_guide/sphinx.html), except for the keys that add
    unchecked pages, need values that are no text, or have no effect in our theme: `glob`, `url`, `subtrees`,
    `defaults`, `numbered`.
    """

    format: Literal["jb-book"]
    root: Text
    title: Text | None = None
    parts: tuple[TocPart, ...] = ()
    # A list without parts has its chapters at the top.
    chapters: tuple[TocPage, ...] = ()
