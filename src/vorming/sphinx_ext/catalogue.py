"""The Dutch words that Sphinx's own catalogue lacks, from assets/locale; compiled in memory at each build."""

from gettext import GNUTranslations
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.config import Config

CATALOGUE = "assets/locale/nl/LC_MESSAGES/sphinx.po"


def speak_dutch(app: Sphinx, config: Config) -> None:
    """Put our words before Sphinx's own, for what it says on pages.

    Listens to config-inited. Sphinx has all of these words in French and English.
    """
    if config.language != "nl":
        return
    text, compiled = (files("vorming") / CATALOGUE).read_bytes(), BytesIO()
    write_mo(compiled, read_po(BytesIO(text), locale="nl"))
    own = GNUTranslations(BytesIO(compiled.getvalue()))
    own.add_fallback(locale.translators["general", "sphinx"])
    locale.translators["general", "sphinx"] = own
