"""A second language of one course: what is shared, what is translated, and what is older than its original."""

import re
from pathlib import Path

from tests.support.translation import Text, read_catalogue, texts, translate, write_catalogue
from vorming.source.load import load_course

FACT = "book/_data/facts.yml/facts/prijs-zorg/statement"


def _translated(data: bytes) -> bytes:
    """Translate everything, as a machine would that knows one word."""
    text = data.decode()
    return re.sub(
        r'^msgid "(.+)"\nmsgstr ""$', lambda m: f'msgid "{m[1]}"\nmsgstr "FR {m[1]}"', text, flags=re.M
    ).encode()


def _text(root: Path, key: str) -> Text:
    return next(text for text in texts(load_course(root)) if text.key == key)


def test_a_catalogue_has_what_is_read_and_nothing_that_is_shared(mini: Path):
    keys = {text.key for text in texts(load_course(mini))}
    assert {FACT, "book/les/eerste"} <= keys
    shared = ("/id", "/value", "/checked_on", "/sources", "/correct", "/covers", "/status", "/minutes")
    assert not [key for key in keys if key.endswith(shared)]


def test_the_same_course_gives_the_same_catalogue(mini: Path):
    first = write_catalogue(load_course(mini), "fr")
    assert write_catalogue(load_course(mini), "fr", first) == first


def test_a_translation_is_old_when_its_original_has_changed_and_only_that_one(mini: Path):
    data = _translated(write_catalogue(load_course(mini), "fr"))
    assert not translate(read_catalogue(data, "fr"), _text(mini, FACT)).is_old  # type: ignore[union-attr]
    facts = mini / "book/_data/facts.yml"
    was = _text(mini, FACT).original
    facts.write_text(facts.read_text(encoding="utf-8").replace(was, f"{was} Dat is nieuw."), encoding="utf-8")
    catalogue = read_catalogue(write_catalogue(load_course(mini), "fr", data), "fr")
    now = translate(catalogue, _text(mini, FACT))
    assert now is not None and now.is_old and now.text == f"FR {was}"
    assert [str(message.context) for message in catalogue if message.fuzzy and message.id] == [FACT]


def test_a_value_changes_in_every_language_without_a_translator(mini: Path):
    before = write_catalogue(load_course(mini), "fr")
    facts = mini / "book/_data/facts.yml"
    text = facts.read_text(encoding="utf-8")
    changed = re.sub(r"^(    value: )\S+$", r"\g<1>999", text, count=1, flags=re.M)
    assert changed != text
    facts.write_text(changed, encoding="utf-8")
    assert write_catalogue(load_course(mini), "fr", before) == before
