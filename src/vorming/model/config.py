"""What `_config.yml` and `_toc.yml` may say: closed lists, for a setting of Sphinx can publish any file.

Values come from the YAML reader as text, hence `Literal["false"]` for what must be off. The language, how notebooks run
and the list of pages are read from these models; the rest says what the check lets through, for Jupyter Book reads the
file itself.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from vorming.model.base import Item, LanguageCode, Name, Text

EXTENSIONS = frozenset(
    ["myst_nb", "jupyter_book", "sphinx_external_toc", "sphinx_design", "sphinxcontrib.bibtex", "vorming.sphinx_ext"]
)  # fmt: skip
"""Sphinx needs these, and takes no others: each could run or publish something."""


MarkdownExtension = Literal["colon_fence", "deflist", "smartquotes"]
"""What MyST reads beside Markdown: whatever the file says it reads all of these, and no other ones."""


def _require_extensions(names: tuple[str, ...]) -> tuple[str, ...]:
    missing, foreign = EXTENSIONS.difference(names), set(names) - EXTENSIONS
    if missing or foreign:
        error = "extensions_missing" if missing else "extensions_foreign"
        raise PydanticCustomError(error, "{names}", {"names": ", ".join(sorted(missing or foreign))})
    return names


class Execution(Item):
    """How MyST-NB runs the notebooks; `timeout` is in seconds per cell."""

    execute_notebooks: Literal["auto", "cache", "force", "inline", "off"]
    # Another folder would be filled, and emptied, without a question.
    cache: Literal["_build/.jupyter_cache"] = "_build/.jupyter_cache"
    timeout: int = Field(default=30, ge=1, le=3600)
    raise_on_error: bool = True


class Parsing(Item):
    """How Markdown is read.

    The extension sets it anew, so that the check and the page read the same Markdown.
    """

    myst_enable_extensions: tuple[MarkdownExtension, ...] = ()


class SphinxSettings(Item):
    """The settings that go to Sphinx and its extensions as they are."""

    extensions: Annotated[tuple[str, ...], AfterValidator(_require_extensions)]
    html_theme: Literal["vorming"] = "vorming"
    language: LanguageCode = "nl"
    # The sources have the notes of the trainer in them, so the site carries no copy.
    html_copy_source: Literal["false"] = "false"
    html_show_sourcelink: Literal["false"] = "false"
    nb_kernel_rgx_aliases: dict[str, str] = Field(default_factory=dict)
    nb_mime_priority_overrides: tuple[tuple[Literal["*"], Literal["text/markdown"], Literal["1"]], ...] = ()
    # Notebooks show charts and tables as directives of ours, which only MyST knows.
    nb_render_markdown_format: Literal["myst"] = "myst"
    nb_code_prompt_show: str = ""
    nb_code_prompt_hide: str = ""
    # A citation has a label of our own, whatever the file says: another style would seem to work.
    bibtex_reference_style: Literal["author_year", "label"] = "author_year"
    bibtex_tooltips: bool = False


class SphinxPart(Item):
    """The part of the file that Jupyter Book hands to Sphinx."""

    recursive_update: bool = True
    config: SphinxSettings


class HtmlPart(Item):
    """Settings of Jupyter Book for its HTML, which our theme does not use."""

    use_multitoc_numbering: bool = False


class LatexPart(Item):
    """Settings of Jupyter Book for LaTeX, which no output of ours is made with."""

    use_jupyterbook_latex: bool = False


class Config(Item):
    """The whole of `_config.yml`.

    Bibliography files are a list of one: `vorming check` reads that same one.
    """

    title: Text
    author: Text = ""
    copyright: str = ""
    only_build_toc_files: bool = True
    # Without sets in square brackets: the check knows `*`, `**` and `?`, and tells whether a page is hidden.
    exclude_patterns: tuple[Annotated[str, StringConstraints(pattern=r"^[^\[\]\n]+$")], ...] = ()
    execute: Execution
    parse: Parsing = Parsing()
    bibtex_bibfiles: tuple[Literal["book/_data/references.bib"]]
    html: HtmlPart = HtmlPart()
    latex: LatexPart = LatexPart()
    sphinx: SphinxPart


class TocPage(Item):
    """A page, by its path without ending, with the pages below it."""

    file: Text
    sections: tuple["TocPage", ...] = ()


class TocPart(Item):
    """A group of pages under a caption."""

    caption: Name
    chapters: tuple[TocPage, ...] = Field(min_length=1)


class Toc(Item):
    """The whole of `_toc.yml`: the first page of the book, then parts with chapters, or chapters alone.

    It is the format `jb-book` of sphinx-external-toc
    (https://sphinx-external-toc.readthedocs.io/en/latest/user_guide/sphinx.html), without the keys that would add
    pages that no check has seen, want values that are no text, or that our theme shows nothing of: `glob`, `url`,
    `subtrees`, `defaults`, `numbered`.
    """

    format: Literal["jb-book"]
    root: Text
    title: Text | None = None
    parts: tuple[TocPart, ...] = ()
    # A list without parts has its chapters at the top.
    chapters: tuple[TocPage, ...] = ()
