"""The main components look as approved, in light and dark: `make accept-pictures` approves what they look like now.

A picture is compared in blocks of eight by eight of its points. So the edges of letters,
which each machine smooths in its own way, weigh nothing, and what a reader would see does: a line that moved, another
colour, a box that is gone. Letters come from the fonts in the repository, and a drawing is compared without its words,
which the machine's own font would set.
"""

import io
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from PIL import Image, ImageChops
from playwright.sync_api import Browser, FloatRect

from tests.conftest import MINI, ROOT, build
from tests.support.browser import settle
from tests.support.serving import serving
from vorming.text.tokens import Theme

APPROVED = Path(__file__).with_name("pictures")
NOW = ROOT / "_build" / "pictures"
"""Where a picture that differs is put, beside nothing else, to look at."""

FONTS = ROOT / "src" / "vorming" / "assets" / "look" / "fonts"
IS_ACCEPTING = bool(os.environ.get("ACCEPT_PICTURES"))

BLOCK = 8
CLEARLY = 24
"""By how much of 255 a block must differ to count: a shade more than smoothing gives, less than any other colour."""
MOST_BLOCKS = 0.004
"""The share of blocks that may differ: some letters' edges, but no word."""

DAY = "2026-12-01T12:00:00"
"""The day on the reader's clock: a fact that is past its day says so."""
LES, PHONE, DESKTOP = "book/les/eerste.html", 390, 1280
COMPONENTS = {
    "lesson-header": (LES, PHONE, "main", 420),
    "key-points": (LES, PHONE, ".box-key-points", 0),
    "fact": (LES, PHONE, ".box-fact", 0),
    "case": (LES, PHONE, ".box-case", 0),
    "question": ("book/les/kaart.html", PHONE, ".quiz .question", 0),
    "chart": ("book/les/kaart.html", DESKTOP, "figure.chart", 0),
    "comparison": ("book/les/kaart.html", PHONE, "table.comparison", 420),
    "comparison-wide": ("book/les/kaart.html", DESKTOP, "table.comparison", 0),
    "contents": (LES, DESKTOP, ".contents", 330),
    "search": ("search.html#zorg", PHONE, "main", 560),
}
"""What is shown: the page, how wide, which part of it, and how much of its height (0: all)."""

PAGE = """# Kaart

```{chart} matrix
```

```{comparison}
:jurisdictions: BE NL SE DE
```

```{self-test} proef
```
"""
ANSWERS = {"NL": "partly", "SE": "yes", "DE": "unknown", "BE": "no"}
MODELS = {"NL": "restrictive", "SE": "repressive", "DE": "restrictive", "BE": "integrative"}
NAMES = {"NL": "Nederland", "SE": "Zweden", "DE": "Duitsland", "BE": "België"}
QUESTIONS = {
    f"proef-{n}": text for n, text in enumerate(["klant", "werkplek", "contract", "pensioen"], start=1)
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The mini-book with a page of charts and a quiz: its words change with no lesson."""
    root = shutil.copytree(MINI, tmp_path_factory.mktemp("beelden") / "boek")
    (root / "book/les/kaart.md").write_text(PAGE, encoding="utf-8")
    _fill_policies(root / "book/_data/policies.yml")
    build(root, "--only", "html")
    _set_type(root / "_build/html")
    with serving(root / "_build/html") as served:
        yield served


def _set_type(site: Path) -> None:
    """Lay our fonts in the site, and take the words out of its drawings."""
    shutil.copytree(FONTS, site / "proef")
    for drawing in site.rglob("*.svg"):
        words = re.compile(r"<text\b.*?</text>", re.DOTALL)
        drawing.write_text(words.sub("", drawing.read_text(encoding="utf-8")), encoding="utf-8")


def _fill_policies(path: Path) -> None:
    """Keep the models of the mini-book; compare four places on four points."""
    models = path.read_text(encoding="utf-8").partition("attributes:")[0]
    attributes = [{"id": id, "question": f"Geldt {text}?", "short": text} for id, text in QUESTIONS.items()]
    places = [_place(code) for code in ANSWERS]
    rest = yaml.safe_dump({"attributes": attributes, "jurisdictions": places}, allow_unicode=True)
    path.write_text(models + rest, encoding="utf-8")


def _place(code: str) -> dict[str, object]:
    sure = {"confidence": "verified", "source": "bron-een"}
    return {
        "code": code,
        "name": NAMES[code],
        "model": MODELS[code],
        "variant": "proef",
        "basis": "UTSOPI noemt het zo.",
        "law": {"name": "Wet", **sure, "steps": [{"label": "in werking", "date": "2022-06-01", **sure}]},
        "attributes": {id: _value(ANSWERS[code]) for id in QUESTIONS},
        "checked_on": "2026-11-23",
        "recheck_every": "1 year",
    }


def _value(answer: str) -> dict[str, str]:
    sure = (
        {"confidence": "unknown"} if answer == "unknown" else {"confidence": "verified", "source": "bron-een"}
    )
    return {"value": answer, **sure}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", COMPONENTS)
def test_component_looks_as_approved(browser: Browser, address: str, name: str, scheme: Theme) -> None:
    picture = _take(browser, address, name, scheme)
    approved = APPROVED / f"{name}-{scheme}.png"
    if IS_ACCEPTING:
        APPROVED.mkdir(exist_ok=True)
        picture.save(approved, optimize=True)
    share = _difference(picture, Image.open(approved))
    if share > MOST_BLOCKS:
        NOW.mkdir(parents=True, exist_ok=True)
        picture.save(NOW / approved.name)
    assert share <= MOST_BLOCKS, (
        f"{share:.1%} differs: see {NOW / approved.name}, then `make accept-pictures`"
    )


def _take(browser: Browser, address: str, name: str, scheme: Theme) -> Image.Image:
    """Take the picture of a component, with few colours, so that its file is small."""
    path, width, part, height = COMPONENTS[name]
    context = browser.new_context(
        viewport={"width": width, "height": 1200},
        color_scheme=scheme,
        reduced_motion="reduce",
        bypass_csp=True,
    )
    page = context.new_page()
    page.clock.set_fixed_time(DAY)
    page.goto(address + path)
    page.add_style_tag(content=_faces())
    page.evaluate(
        "Promise.all([...document.images].map(image => { image.loading = 'eager'; return image.decode(); }))"
    )
    page.evaluate("Promise.all([...document.fonts].map(face => face.load()))")
    settle(page)
    box = page.locator(part).first.bounding_box()
    assert box is not None
    clip: FloatRect = {**box, "height": min(box["height"], height or box["height"])}
    shot = Image.open(io.BytesIO(page.screenshot(clip=clip, full_page=True)))
    context.close()
    return shot.convert("RGB").quantize(64, dither=Image.Dither.NONE)


def _faces() -> str:
    faces = {"400": "source-sans-pro-regular", "700": "source-sans-pro-semibold"}
    rules = (
        f"@font-face {{ font-family: proef; font-weight: {weight}; src: url(/proef/{name}.ttf); }}"
        for weight, name in faces.items()
    )
    return "".join(rules) + "* { font-family: proef !important; } .safety { visibility: hidden; }"


def _difference(one: Image.Image, other: Image.Image) -> float:
    """Return the share of blocks that clearly differ; 1 when the size does by more than a line's rounding."""
    if abs(one.width - other.width) > 2 or abs(one.height - other.height) > 4:
        return 1.0
    size = min(one.width, other.width), min(one.height, other.height)
    first, second = (_blocks(picture.convert("RGB").crop((0, 0, *size))) for picture in (one, other))
    strongest = max(
        ImageChops.difference(first, second).split(), key=lambda band: sum(band.histogram()[CLEARLY:])
    )
    return sum(strongest.histogram()[CLEARLY:]) / (first.width * first.height)


def _blocks(picture: Image.Image) -> Image.Image:
    size = (max(1, picture.width // BLOCK), max(1, picture.height // BLOCK))
    return picture.resize(size, Image.Resampling.BOX)


def test_a_moved_line_or_another_colour_is_seen(browser: Browser, address: str) -> None:
    picture = _take(browser, address, "key-points", "light").convert("RGB")
    moved = ImageChops.offset(picture, 0, 8)
    other = picture.point(lambda value: value - 40 if value > 200 else value)
    assert _difference(picture, picture) == 0
    assert _difference(picture, moved) > MOST_BLOCKS and _difference(picture, other) > MOST_BLOCKS


def test_approved_pictures_are_those_that_are_looked_at_and_small() -> None:
    names = {f"{name}-{scheme}.png" for name in COMPONENTS for scheme in ("light", "dark")}
    assert {path.name for path in APPROVED.iterdir()} == names
    assert sum(path.stat().st_size for path in APPROVED.iterdir()) < 400_000
