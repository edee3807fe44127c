"""A page of each kind on a phone and a desktop, in light and dark, for people to look at: `_build/screens/`."""

from pathlib import Path

import pytest
from PIL import Image, ImageStat

from tests.conftest import ROOT
from tests.site.conftest import VIEWS, Open, find_pages

SIZES = {"telefoon": (390, 844), "computer": (1280, 900)}
SCREENS = ROOT / "_build" / "screens"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_screens_are_taken_in_their_scheme_with_nothing_beside_the_screen(
    open_context: Open, served: str, site: Path, size: str, scheme: str
) -> None:
    width, height = SIZES[size]
    page = open_context(
        viewport={"width": width, "height": height}, is_mobile=width < 500, color_scheme=scheme
    ).new_page()
    SCREENS.mkdir(parents=True, exist_ok=True)
    for view, patterns in VIEWS.items():
        page.goto(f"{served}{find_pages(site, *patterns)[0]}.html")
        picture = SCREENS / f"{view}-{size}-{scheme}.png"
        page.screenshot(path=picture)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, picture
        with Image.open(picture) as image:
            is_dark = ImageStat.Stat(image.convert("L")).median[0] < 128
        assert is_dark == (scheme == "dark"), picture
