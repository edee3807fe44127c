"""A deck -> its files: the page for the room, the speaker's window, and reveal.js beside them."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import segno
from markupsafe import Markup

from vorming.slides.deck import Deck
from vorming.text.templates import templates
from vorming.text.tokens import css_rule
from vorming.text.words import words

FOLDER = "dias"
DAYS = "dagen"
"""In the trainer's folder: a folder for each programme."""
OWN_DAYS = "eigen-dagen"
"""In the trainer's folder: the days that somebody asked for, which a build leaves alone."""
KEPT = ".lessen.pickle"
"""Beside the decks: the slides of each lesson, from which days choose."""
ASSETS = "_dia"
OWN_FILES = ("deck.css", "deck.js", "speaker.css", "speaker.js")
FONTS = ("source-sans-pro-regular.ttf", "source-sans-pro-semibold.ttf", "source-sans-pro-italic.ttf")
"""The type of the slides, so that what fits in the tests fits on every laptop."""
REVEAL_FILES = ("dist/reveal.js", "dist/reveal.css", "LICENSE")

_DATA = re.compile(r'id="deck-data">(?P<data>.*?)</script>', re.DOTALL)

Bundle = Mapping[str, bytes]


def render_deck(deck: Deck, to_decks: str = "", to_trainer: str = "../") -> Bundle:
    """Render the two pages of a deck, with the way from them to the decks and to the trainer's folder."""
    pages = {f"{deck.id}.html": "deck.html.jinja", f"{deck.id}-spreker.html": "speaker.html.jinja"}
    made = {path: _render(template, deck, to_decks, to_trainer) for path, template in pages.items()}
    return {
        path: html.replace('src="../_images/', f'src="{to_trainer}_images/').encode()
        for path, html in made.items()
    }


def _render(template: str, deck: Deck, to_decks: str, to_trainer: str) -> str:
    found = templates().get_template(f"slides/{template}")
    said = words("slides")
    return found.render(
        deck=deck, words=said, quiz_words=words("quiz"), assets=f"{to_decks}{ASSETS}", to_trainer=to_trainer, qr=qr_svg,
        data=script_json(dict(deck.data)), said=script_json(said.plain()),
    )  # fmt: skip


def render_assets() -> Bundle:
    """Gather the scripts and styles of all decks."""
    own = files("vorming") / "assets" / "slides"
    fonts = files("vorming") / "assets" / "look" / "fonts"
    reveal = files("sphinx_revealjs") / "_static" / "revealjs"
    found = {f"{ASSETS}/{name}": (own / name).read_bytes() for name in OWN_FILES}
    found |= {f"{ASSETS}/{name}": (fonts / name).read_bytes() for name in FONTS}
    found[f"{ASSETS}/source-sans-pro-LICENSE.txt"] = (fonts / "LICENSE").read_bytes()
    found |= {
        f"{ASSETS}/{_reveal_name(name)}": _without_map((reveal / name).read_bytes()) for name in REVEAL_FILES
    }
    return {**found, f"{ASSETS}/tokens.css": css_rule("light").encode()}


def _reveal_name(name: str) -> str:
    return "reveal-LICENSE.txt" if name == "LICENSE" else Path(name).name


def _without_map(data: bytes) -> bytes:
    """Drop the line that makes a browser ask for a source map."""
    return b"\n".join(line for line in data.split(b"\n") if not line.startswith(b"//# sourceMappingURL"))


@cache
def qr_svg(address: str, label: str) -> Markup:
    """Draw an address as a QR code that any camera reads from the back row; once for all decks."""
    code = segno.make(address, error="m", micro=False, boost_error=False)
    return Markup(
        code.svg_inline(
            border=4, omitsize=True, title=label, svgclass="qr", lineclass=None, dark="#000", light="#fff"
        )
    )


def script_json(value: object) -> Markup:
    """Write a value as JSON that may stand inside a script element."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=dict)
    for sign, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(sign, code)
    return Markup(text)


def read_deck_data(folder: Path, id: str) -> Mapping[str, Any] | None:
    """Read back what a written deck knows of itself; None when there is no such deck."""
    path = folder / f"{id}.html"
    found = _DATA.search(path.read_text(encoding="utf-8")) if path.is_file() else None
    data: Mapping[str, Any] | None = json.loads(found["data"]) if found else None
    return data


def write_decks(folder: Path, decks: Iterable[Deck]) -> None:
    """Write decks and what they need; a deck that no longer exists is removed."""
    bundle = dict(_bundle(decks))
    folder.mkdir(parents=True, exist_ok=True)
    for old in set(folder.glob("*.html")) - {folder / name for name in bundle}:
        old.unlink()
    for name, data in sorted(bundle.items()):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)


def _bundle(decks: Iterable[Deck]) -> Iterator[tuple[str, bytes]]:
    yield from render_assets().items()
    for deck in decks:
        yield from render_deck(deck).items()
