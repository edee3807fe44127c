"""The look keeps its promises: contrast, greyscale distance, one name in both themes."""

from itertools import combinations

import pytest

from vorming.model.policies import Answer
from vorming.text.tokens import Theme, contrast, css_variables, load_tokens, luminance

TOKENS = load_tokens()
THEMES: tuple[Theme, ...] = ("light", "dark")


def test_the_accent_has_at_least_six_to_one_on_paper() -> None:
    for theme in THEMES:
        palette = TOKENS.colours[theme]
        assert contrast(palette.accent, palette.paper) >= 6


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["ink", "muted", "accent", "link", "right", "wrong", "focus"])
def test_text_colours_have_enough_contrast_on_paper_surface_and_tints(theme: Theme, name: str) -> None:
    palette = TOKENS.colours[theme]
    tints = [box[theme]["tint"] for box in TOKENS.boxes.values()]
    for ground in (palette.paper, palette.surface, *tints):
        assert contrast(getattr(palette, name), ground) >= 4.5, ground


@pytest.mark.parametrize("theme", THEMES)
def test_a_box_rule_and_its_word_are_readable_on_its_tint(theme: Theme) -> None:
    for name, box in TOKENS.boxes.items():
        assert contrast(box[theme]["rule"], box[theme]["tint"]) >= 4.5, name


def lightness(colour: str) -> float:
    """Return CIE lightness, 0 (black) to 100 (white): what greyscale print leaves of a colour."""
    y = luminance(colour)
    return float(116 * y ** (1 / 3) - 16) if y > 0.008856 else 903.3 * y


@pytest.mark.parametrize("theme", THEMES)
def test_the_models_are_told_apart_in_greyscale_and_seen_on_paper(theme: Theme) -> None:
    looks = TOKENS.models
    for one, other in combinations(looks[:3], 2):
        assert abs(lightness(getattr(one, theme)) - lightness(getattr(other, theme))) >= 12
    for look in looks:
        assert contrast(getattr(look, theme), TOKENS.colours[theme].paper) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_text_upon_a_model_colour_is_readable(theme: Theme) -> None:
    for look in TOKENS.models:
        assert contrast(getattr(look, f"on_{theme}"), getattr(look, theme)) >= 4.5


def test_the_colours_of_charts_can_be_exchanged_one_for_one() -> None:
    palette = TOKENS.colours["light"]
    used = [palette.ink, palette.muted, palette.line, palette.surface, palette.focus, palette.accent]
    used += [colour for look in TOKENS.models for colour in (look.light, look.on_light)]
    assert len(set(used)) == len(used)


def test_models_and_answers_each_have_their_own_mark_and_shape() -> None:
    assert set(TOKENS.answers) == set(Answer)
    for looks in (TOKENS.models, tuple(TOKENS.answers.values())):
        assert len({look.mark for look in looks}) == len(looks)
        assert len({look.shape for look in looks}) == len(looks)


def test_both_themes_give_the_same_css_names() -> None:
    light, dark = (css_variables(TOKENS, theme) for theme in THEMES)
    assert light.keys() == dark.keys()
    assert light["--vorming-key-points-rule"] == TOKENS.boxes["key_points"]["light"]["rule"]
