"""The dark drawing: the light one with each colour exchanged. Apart, because it draws nothing."""

import re
from collections.abc import Iterator

from vorming.text.tokens import Theme, Tokens, base_tokens


def recolour(svg: str, theme: Theme) -> str:
    """Exchange each light colour for the one of the same name in the theme."""
    if theme == "light":
        return svg
    pairs = dict(_pairs(base_tokens()))
    return re.sub(r"#[0-9a-f]{6}\b", lambda found: pairs.get(found[0], found[0]), svg)


def _pairs(tokens: Tokens) -> Iterator[tuple[str, str]]:
    light, dark = tokens.colours.light.model_dump(), tokens.colours.dark.model_dump()
    yield from ((light[name], dark[name]) for name in ("ink", "muted", "line", "surface", "focus", "accent"))
    for look in tokens.models:
        yield look.light, look.dark
        yield look.on_light, look.on_dark
