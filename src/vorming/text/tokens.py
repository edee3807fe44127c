"""The look as values: colours, marks, fonts and sizes, read once from assets/look/tokens.yml.

CSS, Typst, matplotlib and the slides all take them from here, so that a colour is written once.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

from vorming.model.base import Hex, Item
from vorming.model.course import Colours
from vorming.model.policies import Answer
from vorming.source.current import colours

Theme = Literal["light", "dark"]


class Palette(Item):
    """The colours of one theme."""

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


class Palettes(Item):
    """The same names in light and dark."""

    light: Palette
    dark: Palette

    def of(self, theme: Theme) -> Palette:
        return self.light if theme == "light" else self.dark


class ModelLook(Item):
    """How a policy model is shown: colour, mark and hatch together."""

    light: Hex
    dark: Hex
    on_light: Hex
    on_dark: Hex
    mark: str
    shape: Literal["square", "triangle", "circle", "diamond", "pentagon", "star"]
    hatch: str

    def colour(self, theme: Theme) -> Hex:
        return self.light if theme == "light" else self.dark


class AnswerLook(Item):
    """How yes, no, partly or unknown is shown."""

    mark: str
    shape: Literal["filled", "empty", "half", "question"]


class BoxColours(Item):
    """The rule and the tint of a box in one theme."""

    rule: Hex
    tint: Hex


class BoxLook(Item):
    """A box in light and dark."""

    light: BoxColours
    dark: BoxColours


class Fonts(Item):
    """Font families, best first."""

    web: tuple[str, ...]
    chart: tuple[str, ...]
    web_serif: tuple[str, ...]
    mono: tuple[str, ...]
    paper_serif: tuple[str, ...]
    paper_sans: tuple[str, ...]


class Sizes(Item):
    """Sizes, with their unit in the name."""

    web_text_px: int
    web_scale: float
    web_line_height: float
    web_measure_ch: int
    paper_text_pt: float
    paper_leading_pt: float
    slide_text_px: int
    target_px: int
    chart_wide_px: int
    chart_narrow_px: int
    chart_text_px: int
    chart_small_px: int


class Tokens(Item):
    """What tokens.yml holds."""

    colours: Palettes
    models: tuple[ModelLook, ...]
    answers: Mapping[Answer, AnswerLook]
    boxes: Mapping[str, BoxLook]
    fonts: Fonts
    sizes: Sizes


def load_tokens() -> Tokens:
    """Return the tokens with the colours of the organisation, where it has its own."""
    return _with_colours(colours())


@cache
def _with_colours(own: Colours | None) -> Tokens:
    tokens = base_tokens()
    if own is None:
        return tokens
    light, dark = tokens.colours.light, tokens.colours.dark
    palettes = Palettes(
        light=light.model_copy(update={"accent": own.accent, "link": own.accent, "on_accent": own.on_accent}),
        dark=dark.model_copy(
            update={"accent": own.accent_dark, "link": own.accent_dark, "on_accent": own.on_accent_dark}
        ),
    )
    boxes = {name: _recoloured(box, tokens, palettes) for name, box in tokens.boxes.items()}
    return tokens.model_copy(update={"colours": palettes, "boxes": boxes})


def _recoloured(box: BoxLook, tokens: Tokens, own: Palettes) -> BoxLook:
    """Give a box whose rule is the accent the new one, on the surface of the page."""
    if box.light.rule != tokens.colours.light.accent:
        return box
    return BoxLook(
        light=BoxColours(rule=own.light.accent, tint=own.light.surface),
        dark=BoxColours(rule=own.dark.accent, tint=own.dark.surface),
    )


@cache
def base_tokens() -> Tokens:
    """Read the tokens that come with the package."""
    text = files("vorming").joinpath("assets/look/tokens.yml").read_text(encoding="utf-8")
    return Tokens.model_validate(yaml.load(text, Loader=yaml.BaseLoader))


def css_variables(tokens: Tokens, theme: Theme) -> Mapping[str, str]:
    """Return the CSS custom properties of a theme: `--vorming-ink`, `--vorming-case-rule` and so on."""
    return {f"--vorming-{name.replace('_', '-')}": value for name, value in _css_pairs(tokens, theme)}


def css_rule(theme: Theme) -> str:
    """Write a CSS rule that sets the custom properties of a theme on the whole document."""
    lines = [f"  {name}: {value};\n" for name, value in css_variables(load_tokens(), theme).items()]
    return f":root {{\n{''.join(lines)}}}\n"


def _css_pairs(tokens: Tokens, theme: Theme) -> Iterator[tuple[str, str]]:
    yield from tokens.colours.of(theme).model_dump().items()
    for number, look in enumerate(tokens.models, 1):
        yield f"model_{number}", look.colour(theme)
        yield f"on_model_{number}", look.on_light if theme == "light" else look.on_dark
    for name, box in tokens.boxes.items():
        colours = box.light if theme == "light" else box.dark
        yield f"{name}_rule", colours.rule
        yield f"{name}_tint", colours.tint


def lightness(colour: Hex) -> float:
    """Return CIE lightness, 0 (black) to 100 (white): what greyscale print leaves of a colour."""
    y = luminance(colour)
    return float(116 * y ** (1 / 3) - 16) if y > 0.008856 else 903.3 * y


def contrast(one: Hex, other: Hex) -> float:
    """Return the WCAG contrast of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: Hex) -> float:
    """Return the WCAG relative luminance of a colour."""
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
