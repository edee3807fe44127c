"""A part of a page in another language, and the Dutch words that Sphinx itself lacks."""

from gettext import GNUTranslations
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from docutils import nodes
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from vorming.nodes.course import LANGUAGE, language_of
from vorming.sphinx_ext.boxes import BodyDirective
from vorming.text.templates import asset

_PARSING = "vorming_language"


class Language(BodyDirective):
    """A part in another language: container(classes=[language-fr]) [body].

    The language gate doesn't read it, and `mark_sections` moves the class to a section without other text.
    """

    def run(self) -> list[nodes.Node]:
        code = self.arguments[0]
        self.env.temp_data[_PARSING] = code
        body = self.body()
        del self.env.temp_data[_PARSING]
        return [nodes.container("", *body, classes=[f"{LANGUAGE}{code}"])]


def foreign_language(env: BuildEnvironment) -> str:
    """Return the code of the other language that the text being parsed is in; empty in the course's own."""
    return str(env.temp_data.get(_PARSING, ""))


def mark_sections(app: Sphinx, document: nodes.document) -> None:
    """Move the mark from a container to its section where it is all that the section has.

    The heading is in that language too then, and a screen reader must speak it so.
    """
    for found in [node for node in document.findall(nodes.container) if language_of(node)]:
        section = found.parent
        others = [child for child in section.children[1:] if not isinstance(child, nodes.target)]
        if isinstance(section, nodes.section) and others == [found]:
            section["classes"].append(f"{LANGUAGE}{language_of(found)}")
            found.replace_self(found.children)


def speak_dutch(app: Sphinx, config: Config) -> None:
    """Put our words before Sphinx's own, for what it says on pages.

    Listens to config-inited. Sphinx has all of these words in French and English.
    """
    if config.language != "nl":
        return
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(asset("locale/nl/LC_MESSAGES/sphinx.po")), locale="nl"))
    own = GNUTranslations(BytesIO(compiled.getvalue()))
    own.add_fallback(locale.translators["general", "sphinx"])
    locale.translators["general", "sphinx"] = own
