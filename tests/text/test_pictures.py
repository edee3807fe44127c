"""A photo keeps its picture and loses what it tells of its maker."""

import io

import pytest
from PIL import Image, ImageChops
from PIL.PngImagePlugin import PngInfo

from vorming.text.pictures import strip_metadata

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


def test_what_is_no_photo_stays_as_it_is() -> None:
    assert strip_metadata(b"<svg/>") == b"<svg/>"
