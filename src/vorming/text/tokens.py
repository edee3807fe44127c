"""The design tokens: colours, marks, fonts and sizes, read from assets/look/tokens.yml.

CSS, Typst, matplotlib and the slides all use them, so that a colour is written once. A kind of box with its own
colours is an entry in that file.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

from vorming.model.base import Hex, Item
from vorming.model.policies import Answer
from vorming.source.current import colours

Theme = Literal["light", "dark"]


class Palette(Item):
    """The colours of one theme, by their use."""

    paper: Hex
    surface: Hex
    ink: Hex
    muted: Hex
    line: Hex
    accent: Hex
    on_accent: Hex
    link: Hex
    focus: Hex
    right: Hex
    wrong: Hex


class ModelLook(Item):
    """How a policy model is shown: a colour, and a mark for grey prints and colour-blind readers."""

    light: Hex
    dark: Hex
    on_light: Hex
    on_dark: Hex
    mark: str
    shape: Literal["square", "triangle", "circle", "diamond", "pentagon", "star"]


class AnswerLook(Item):
    """How the answer yes, no, partly or unknown is shown."""

    mark: str
    shape: Literal["filled", "empty", "half", "question"]


class Tokens(Item):
    """The whole of tokens.yml.

    A policy model gets the look at its own index in `models`, which starts again after the last one. A box has two
    colours in each theme, "rule" and "tint". Fonts are families in order of preference, and sizes have their unit in
    the name: px and ch are those of CSS.
    """

    colours: Mapping[Theme, Palette]
    models: tuple[ModelLook, ...]
    answers: Mapping[Answer, AnswerLook]
    boxes: Mapping[str, Mapping[Theme, Mapping[str, Hex]]]
    fonts: Mapping[str, tuple[str, ...]]
    sizes: Mapping[str, int | float]


def load_tokens() -> Tokens:
    """Return the tokens for the current course: those of the tool, with the organisation's colours if it has any."""
    tokens, brand = base_tokens(), colours()
    if brand is None:
        return tokens
    accents: Mapping[Theme, Hex] = {"light": brand.accent, "dark": brand.accent_dark}
    palettes, box = dict(tokens.colours), dict[Theme, Mapping[str, Hex]]()
    for theme, accent in accents.items():
        palettes[theme] = palettes[theme].model_copy(update={"accent": accent, "link": accent})
        # The tint of a box matches the tool's accent; the colour of the page's surface suits any accent.
        box[theme] = {"rule": accent, "tint": palettes[theme].surface}
    own = tokens.colours["light"].accent
    boxes = {name: box if old["light"]["rule"] == own else old for name, old in tokens.boxes.items()}
    return tokens.model_copy(update={"colours": palettes, "boxes": boxes})


@cache
def base_tokens() -> Tokens:
    """Return the tokens of the tool itself, without the colours of an organisation.

    Charts use these, and a check compares the colours of an organisation with them.
    """
    text = files("vorming").joinpath("assets/look/tokens.yml").read_text(encoding="utf-8")
    # BaseLoader reads all values as text; the models make numbers of them.
    return Tokens.model_validate(yaml.load(text, Loader=yaml.BaseLoader))


def css_variables(tokens: Tokens, theme: Theme) -> Mapping[str, str]:
    """Return the CSS custom properties of a theme by name.

    They are `--vorming-ink` and so on for the palette, `--vorming-model-1` and `--vorming-on-model-1` for
    the policy models in order, `--vorming-case-rule` and `--vorming-case-tint` for a kind of box.
    """
    values: dict[str, str] = tokens.colours[theme].model_dump()
    for number, look in enumerate(tokens.models, 1):
        values[f"model_{number}"] = getattr(look, theme)
        values[f"on_model_{number}"] = getattr(look, f"on_{theme}")
    for name, box in tokens.boxes.items():
        values |= {f"{name}_{part}": colour for part, colour in box[theme].items()}
    return {f"--vorming-{name.replace('_', '-')}": value for name, value in values.items()}


def css_rule(theme: Theme) -> str:
    """Write a CSS rule that sets the custom properties of a theme on the whole document."""
    lines = [f"  {name}: {value};\n" for name, value in css_variables(load_tokens(), theme).items()]
    return f":root {{\n{''.join(lines)}}}\n"


def tokens_css() -> str:
    """Return CSS with the colours as custom properties, with the dark colours for readers who prefer dark mode."""
    return f"{css_rule('light')}@media screen and (prefers-color-scheme: dark) {{\n{css_rule('dark')}}}\n"


def contrast(first: Hex, second: Hex) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: Hex) -> float:
    """Return the relative luminance of a colour, from 0 to 1 (WCAG 2.2, "relative luminance")."""
    channels: list[float] = []
    for at in (1, 3, 5):
        channel = int(colour[at : at + 2], 16) / 255
        channels.append(channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)
    # The weights of the primary colours of sRGB, by how bright the eye sees them.
    red, green, blue = channels
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
