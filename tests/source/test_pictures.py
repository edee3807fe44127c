"""A photo keeps its picture and loses what it tells of its maker."""

import io

import pytest
from PIL import Image, ImageChops
from PIL.PngImagePlugin import PngInfo

from vorming.source.pictures import strip_metadata

SECRET = b"Jan Peeters"


def _photo(orientation: int) -> bytes:
    made, exif = io.BytesIO(), Image.Exif()
    exif[0x0112], exif[0x013B] = orientation, SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    Image.radial_gradient("L").convert("RGB").resize((40, 20)).save(made, "JPEG", exif=exif, comment=SECRET)
    return made.getvalue()


def test_a_photo_loses_its_metadata_and_stays_the_same_picture() -> None:
    before = _photo(1)
    after = strip_metadata(before + b"preview " + SECRET)
    assert SECRET in before and SECRET not in after and b"Exif" not in after
    pictures = [Image.open(io.BytesIO(data)) for data in (before, after)]
    assert ImageChops.difference(*pictures).getbbox() is None
    assert strip_metadata(after) == after


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_photo_that_its_metadata_turns_is_turned(orientation: int) -> None:
    after = strip_metadata(_photo(orientation))
    assert SECRET not in after
    assert Image.open(io.BytesIO(after)).size == ((40, 20) if orientation == 3 else (20, 40))


def test_a_png_loses_its_words() -> None:
    made, info = io.BytesIO(), PngInfo()
    info.add_text("Author", SECRET.decode())
    Image.new("RGB", (4, 4)).save(made, "PNG", pnginfo=info)
    after = strip_metadata(made.getvalue() + SECRET)
    assert SECRET not in after and Image.open(io.BytesIO(after)).size == (4, 4)


def test_a_drawing_loses_what_its_maker_noted_and_stays_the_same_drawing() -> None:
    made = b"""<?xml version="1.0"?>
<!-- Jan Peeters --><?tool Jan Peeters?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:tool="http://tool.example/"
  width="9" height="9" tool:file="/home/Jan Peeters/vlak.svg"><title>Jan Peeters</title><tool:view name="Jan Peeters"/>
  <text>een<!-- Jan Peeters --> twee<desc>Jan Peeters</desc> drie</text><use xlink:href="#een"/></svg>
<!-- Jan Peeters -->"""
    after = strip_metadata(made)
    assert (
        SECRET not in after
        and b"<text>een twee drie</text>" in after
        and b'<use xlink:href="#een"/>' in after
    )
    assert strip_metadata(after) == after


def test_a_drawing_keeps_the_name_that_readers_hear() -> None:
    named = b'<svg xmlns="http://www.w3.org/2000/svg" role="img"><title>Een vlak</title><g/></svg>\n'
    assert strip_metadata(named) == named
    part = named.replace(b"<g/>", b"<g><title>Jan Peeters</title></g>")
    assert SECRET not in strip_metadata(part) and b"Een vlak" in strip_metadata(part)


def test_what_is_no_photo_stays_as_it_is() -> None:
    assert strip_metadata(b"<svg/>") == b"<svg/>"
