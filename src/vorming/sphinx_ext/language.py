"""The directive for a part of a page in another language, and what follows from it for the page."""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from vorming.nodes.course import LANGUAGE, language_of
from vorming.sphinx_ext.boxes import BodyDirective

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
