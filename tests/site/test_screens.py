"""Five pages on a phone and a desktop, in light and dark, for people to look at: `_build/screens/`."""

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.site.conftest import Open

PAGES = (
    "book/index",
    "book/politie/aangifte-en-melding",
    "book/basis/drie-beleidsmodellen",
    "book/vergelijken/hoe-lees-je-dit",
    "book/naslag/nummers",
)
SIZES = {"telefoon": (390, 844), "computer": (1280, 900)}
SCREENS = ROOT / "_build" / "screens"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_screens_are_taken(open_context: Open, served: str, size: str, scheme: str) -> None:
    width, height = SIZES[size]
    page = open_context(
        viewport={"width": width, "height": height}, is_mobile=width < 500, color_scheme=scheme
    ).new_page()
    SCREENS.mkdir(parents=True, exist_ok=True)
    for name in PAGES:
        page.goto(f"{served}{name}.html")
        file = SCREENS / f"{Path(name).name}-{size}-{scheme}.png"
        page.screenshot(path=file)
        assert file.stat().st_size > 5000
