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


def read_catalogue() -> GNUTranslations:
    """Compile our catalogue."""
    text = (files("vorming") / CATALOGUE).read_bytes()
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(text), locale="nl"))
    return GNUTranslations(BytesIO(compiled.getvalue()))


def speak_dutch(app: Sphinx, config: Config) -> None:
    """Let our words go before Sphinx's own, for what it says on pages."""
    if config.language != "nl":
        return  # Sphinx has its own words in French and English
    own = read_catalogue()
    own.add_fallback(locale.translators["general", "sphinx"])
    locale.translators["general", "sphinx"] = own
