"""The dark drawing: the light one with each colour exchanged. Apart, because it needs no matplotlib."""

import re

from vorming.text.tokens import Theme, base_tokens


def recolour(svg: str, theme: Theme) -> str:
    """Exchange each light colour for the one of the same name in the theme."""
    if theme == "light":
        return svg
    tokens = base_tokens()
    light, dark = tokens.colours.light.model_dump(), tokens.colours.dark.model_dump()
    pairs = {light[name]: dark[name] for name in ("ink", "muted", "line", "surface", "focus", "accent")}
    for look in tokens.models:
        pairs |= {look.light: look.dark, look.on_light: look.on_dark}
    # In one pass, for the dark colour of one name may be the light one of another.
    return re.sub(r"#[0-9a-f]{6}\b", lambda found: pairs.get(found[0], found[0]), svg)
