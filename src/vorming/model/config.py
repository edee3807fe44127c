"""What `_config.yml` may say: a closed list, for a setting of Sphinx can publish any file."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from vorming.model.base import Item, LanguageCode, Text

EXTENSIONS = frozenset(
    {
        "myst_nb",
        "jupyter_book",
        "sphinx_external_toc",
        "sphinx_design",
        "sphinxcontrib.bibtex",
        "vorming.sphinx_ext",
    }
)
"""Sphinx needs these, and takes no others: each could run or publish something."""


def _are_ours(names: tuple[str, ...]) -> tuple[str, ...]:
    for difference, said in (
        (EXTENSIONS - set(names), "ontbreekt"),
        (set(names) - EXTENSIONS, "kan hier niet"),
    ):
        if difference:
            words = {"names": ", ".join(sorted(difference)), "said": said}
            raise PydanticCustomError("own", "{names} {said}", words)
    return names


class Execution(Item):
    """How notebooks run."""

    execute_notebooks: Literal["auto", "cache", "force", "inline", "off"]
    cache: Text = "_build/.jupyter_cache"
    timeout: int = Field(default=30, ge=1, le=3600)
    raise_on_error: bool = True
    allow_errors: Literal["false"] = "false"


class Parsing(Item):
    """How Markdown is read; the extension sets it anew."""

    myst_enable_extensions: tuple[str, ...] = ()


class SphinxSettings(Item):
    """What Sphinx is told."""

    extensions: Annotated[tuple[str, ...], AfterValidator(_are_ours)]
    html_theme: Literal["vorming"] = "vorming"
    language: LanguageCode = "nl"
    html_copy_source: Literal["false"] = "false"
    html_show_sourcelink: Literal["false"] = "false"
    nb_kernel_rgx_aliases: dict[str, str] = Field(default_factory=dict)
    nb_mime_priority_overrides: tuple[tuple[str, ...], ...] = ()
    nb_render_markdown_format: Literal["myst"] = "myst"
    nb_code_prompt_show: str = ""
    nb_code_prompt_hide: str = ""
    bibtex_reference_style: str = ""
    bibtex_tooltips: bool = False


class SphinxPart(Item):
    """The settings for Sphinx."""

    recursive_update: bool = True
    config: SphinxSettings


class HtmlPart(Item):
    """Jupyter Book's own settings of the site."""

    use_multitoc_numbering: bool = False


class LatexPart(Item):
    """Jupyter Book's own settings of LaTeX, which nothing uses."""

    use_jupyterbook_latex: bool = False


class Config(Item):
    """The whole of `_config.yml`."""

    title: Text
    author: Text = ""
    copyright: str = ""
    only_build_toc_files: bool = True
    exclude_patterns: tuple[str, ...] = ()
    execute: Execution
    parse: Parsing = Parsing()
    bibtex_bibfiles: tuple[Literal["book/_data/references.bib"]]
    html: HtmlPart = HtmlPart()
    latex: LatexPart = LatexPart()
    sphinx: SphinxPart
