"""A deck -> its files: the page for the audience, the speaker's window, and reveal.js beside them."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

import segno
from markupsafe import Markup

from vorming.slides.deck import Deck
from vorming.source.files import write_files
from vorming.text.templates import asset, fill
from vorming.text.tokens import css_rule
from vorming.text.words import words

KEPT = ".lessen.pickle"
"""Beside the decks: the slides of each lesson, from which days choose."""
ASSETS = "_dia"
OWN_FILES = ("deck.css", "deck.js", "speaker.css", "speaker.js")
FONTS = ("source-sans-pro-regular.ttf", "source-sans-pro-semibold.ttf", "source-sans-pro-italic.ttf")
"""The type of the slides, so that what fits in the tests fits on every laptop."""
REVEAL_FILES = {
    "dist/reveal.js": "reveal.js",
    "dist/reveal.css": "reveal.css",
    "LICENSE": "reveal-LICENSE.txt",
}
"""What a deck needs of reveal.js, and what it is called beside the decks."""


def render_deck(deck: Deck, to_decks: str = "", to_trainer: str = "../") -> Mapping[str, bytes]:
    """Render the two pages of a deck, the one for the audience and the speaker's window, by the name of their files.

    `to_decks` and `to_trainer` are the way from these files to the folder of the decks and to the trainer's folder.
    """
    said = words("slides")
    pages = {}
    for path, name in ((f"{deck.id}.html", "deck"), (f"{deck.id}-spreker.html", "speaker")):
        html = fill(
            f"slides/{name}.html.jinja", deck=deck, words=said, quiz_words=words("quiz"), assets=f"{to_decks}{ASSETS}", to_trainer=to_trainer, qr=qr_svg,
            data=script_json(dict(deck.data)), said=script_json(dict(said)),
        )  # fmt: skip
        # The pictures of a lesson were written once, as seen from the folder of the decks.
        pages[path] = html.replace('src="../_images/', f'src="{to_trainer}_images/').encode()
    return pages


def render_assets() -> Mapping[str, bytes]:
    """Gather the scripts, styles and fonts of all decks, and reveal.js without its source maps."""
    reveal = files("sphinx_revealjs") / "_static" / "revealjs"
    found = {name: asset(f"slides/{name}") for name in OWN_FILES}
    found |= {name: asset(f"look/fonts/{name}") for name in FONTS}
    found["source-sans-pro-LICENSE.txt"] = asset("look/fonts/LICENSE")
    for path, name in REVEAL_FILES.items():
        lines = (reveal / path).read_bytes().split(b"\n")
        # A map would be asked for, and is not there.
        found[name] = b"\n".join(line for line in lines if not line.startswith(b"//# sourceMappingURL"))
    found["tokens.css"] = css_rule("light").encode()
    return {f"{ASSETS}/{name}": content for name, content in found.items()}


@cache
def qr_svg(address: str, label: str) -> Markup:
    """Draw an address as a QR code, with the quiet zone of four modules that readers need.

    Black on white whatever the colours of the course, and at error level M, so that a camera reads it from the back row.
    """
    code = segno.make(address, error="m", micro=False, boost_error=False)
    return Markup(
        code.svg_inline(
            border=4, omitsize=True, title=label, svgclass="qr", lineclass=None, dark="#000", light="#fff"
        )
    )


def script_json(value: object) -> Markup:
    """Write a value as JSON that is safe inside a script element.

    HTML ends a script at `</script`, also inside a string: `<`, `>` and `&` become escapes of JSON. Mappings are written as
    objects with sorted keys.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=dict)
    for sign, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(sign, code)
    return Markup(text)


def write_decks(folder: Path, decks: Iterable[Deck]) -> None:
    """Write decks and what they need into a folder.

    A page of a deck that no longer exists is removed; a file that holds these bytes already is left alone.
    """
    bundle = dict(render_assets())
    for deck in decks:
        bundle |= render_deck(deck)
    folder.mkdir(parents=True, exist_ok=True)
    for old in set(folder.glob("*.html")) - {folder / name for name in bundle}:
        old.unlink()
    write_files(folder, bundle)
