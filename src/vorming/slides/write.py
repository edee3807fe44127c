"""A deck -> its files: the page for the audience, the speaker's window, and the files of reveal.js."""

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
from vorming.text.tokens import css_rule, load_tokens
from vorming.text.words import words

KEPT = ".lessen.pickle"
"""The file with the slides of each lesson, beside the decks; days choose from them."""
ASSETS = "_dia"
OWN_FILES = ("deck.css", "deck.js", "speaker.css", "speaker.js")
FONTS = ("source-sans-pro-regular.ttf", "source-sans-pro-semibold.ttf", "source-sans-pro-italic.ttf")
"""The fonts of the slides, so that a text that fits in the tests fits on every laptop."""
REVEAL_FILES = {
    "dist/reveal.js": "reveal.js",
    "dist/reveal.css": "reveal.css",
    "LICENSE": "reveal-LICENSE.txt",
}
"""The files of reveal.js that a deck needs, each with its name beside the decks."""


def render_deck(deck: Deck, to_decks: str = "", to_trainer: str = "../") -> Mapping[str, bytes]:
    """Render the page of a deck for the audience and its speaker's window, by file name.

    to_decks, to_trainer: the relative paths from these files to the folder of the decks and to the trainer's folder.
    """
    labels = words("slides")
    pages = {}
    for path, name in ((f"{deck.id}.html", "deck"), (f"{deck.id}-spreker.html", "speaker")):
        html = fill(
            f"slides/{name}.html.jinja", deck=deck, words=labels, quiz_words=words("quiz"), assets=f"{to_decks}{ASSETS}", to_trainer=to_trainer, qr=qr_svg,
            data=script_json(dict(deck.data)), said=script_json(dict(labels)),
        )  # fmt: skip
        # The slides of a lesson have paths of pictures that start at the folder of the decks.
        pages[path] = html.replace('src="../_images/', f'src="{to_trainer}_images/').encode()
    return pages


def render_assets() -> Mapping[str, bytes]:
    """Return the scripts, styles and fonts of all decks, with reveal.js, by file name."""
    reveal = files("sphinx_revealjs") / "_static" / "revealjs"
    contents = {name: asset(f"slides/{name}") for name in OWN_FILES}
    contents |= {name: asset(f"look/fonts/{name}") for name in FONTS}
    contents["source-sans-pro-LICENSE.txt"] = asset("look/fonts/LICENSE")
    for path, name in REVEAL_FILES.items():
        lines = (reveal / path).read_bytes().split(b"\n")
        # Browsers would request the source map, which is not among the files.
        contents[name] = b"\n".join(line for line in lines if not line.startswith(b"//# sourceMappingURL"))
    kinds = (name.replace("_", "-") for name in load_tokens().boxes)
    tags = (f".dia-{kind},\n.block-{kind} {{\n  --tag: var(--vorming-{kind}-rule);\n}}\n" for kind in kinds)
    contents["tokens.css"] = "".join([css_rule("light"), *tags]).encode()
    return {f"{ASSETS}/{name}": content for name, content in contents.items()}


@cache
def qr_svg(address: str, label: str) -> Markup:
    """Draw an address as a QR code, with the quiet zone of four modules that the standard requires.

    The code is black on white for any colours of the course, and has error level M, so that a camera reads it from the
    back row.
    """
    code = segno.make(address, error="m", micro=False, boost_error=False)
    return Markup(
        code.svg_inline(
            border=4, omitsize=True, title=label, svgclass="qr", lineclass=None, dark="#000", light="#fff"
        )
    )


def script_json(value: object) -> Markup:
    """Return a value as JSON that is safe inside a script element, with sorted keys.

    HTML ends a script at `</script`, even inside a string, so `<`, `>` and `&` are written as JSON escapes.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=dict)
    for sign, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(sign, code)
    return Markup(text)


def write_decks(folder: Path, decks: Iterable[Deck]) -> None:
    """Write decks and the files that they need into a folder.

    Pages of decks that no longer exist are removed, and unchanged files are not written again.
    """
    bundle = dict(render_assets())
    for deck in decks:
        bundle |= render_deck(deck)
    folder.mkdir(parents=True, exist_ok=True)
    for old in set(folder.glob("*.html")) - {folder / name for name in bundle}:
        old.unlink()
    write_files(folder, bundle)
