"""A small reader of QR codes for the tests: a grid of dark modules -> its text.

It knows what our codes are (byte mode, versions 2 to 9) and nothing of how they are drawn, so that it
proves that what a camera sees is the address. It corrects no errors: a screen has none.
"""

from collections.abc import Callable, Iterator, Sequence

from PIL import Image

Grid = Sequence[Sequence[bool]]

MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda r, c: (r + c) % 2 == 0,
    lambda r, c: r % 2 == 0,
    lambda r, c: c % 3 == 0,
    lambda r, c: (r + c) % 3 == 0,
    lambda r, c: (r // 2 + c // 3) % 2 == 0,
    lambda r, c: r * c % 2 + r * c % 3 == 0,
    lambda r, c: (r * c % 2 + r * c % 3) % 2 == 0,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2 == 0,
)
# Per version at level M: the data bytes of each block.
BLOCKS = {
    2: (28,),
    3: (44,),
    4: (32, 32),
    5: (43, 43),
    6: (27,) * 4,
    7: (31,) * 4,
    8: (38, 38, 39, 39),
    9: (36, 36, 36, 37, 37),
}
ALIGNED = {
    2: (6, 18),
    3: (6, 22),
    4: (6, 26),
    5: (6, 30),
    6: (6, 34),
    7: (6, 22, 38),
    8: (6, 24, 42),
    9: (6, 26, 46),
}


def read_picture(picture: Image.Image) -> str:
    """Read the code in a picture of it, quiet zone included."""
    grey = picture.convert("L")
    box = grey.point(lambda value: 255 * (value < 128)).getbbox()
    assert box is not None, "no dark module"
    cut = grey.crop(box)
    return read_grid(_sample(cut, _size(cut)))


def _size(cut: Image.Image) -> int:
    """Find the number of modules from the finder's upper edge: seven of them are dark."""
    row = [cut.getpixel((x, 2)) < 128 for x in range(cut.width)]
    return round((cut.width * 7 / row.index(False) - 17) / 4) * 4 + 17


def _sample(cut: Image.Image, size: int) -> Grid:
    step = cut.width / size
    return [
        [cut.getpixel((int((c + 0.5) * step), int((r + 0.5) * step))) < 128 for c in range(size)]
        for r in range(size)
    ]


def read_grid(grid: Grid) -> str:
    """Read a grid of modules."""
    size = len(grid)
    version = (size - 17) // 4
    bits = [grid[8][c] for c in (0, 1, 2, 3, 4, 5, 7, 8)] + [grid[r][8] for r in (7, 5, 4, 3, 2, 1, 0)]
    form = sum(bit << (14 - i) for i, bit in enumerate(bits)) ^ 0b101010000010010
    assert form >> 13 == 0, "not level M"
    mask = MASKS[(form >> 10) & 7]
    stream = [grid[r][c] ^ mask(r, c) for r, c in _path(size, version)]
    codes = [
        sum(bit << (7 - i) for i, bit in enumerate(stream[n : n + 8])) for n in range(0, len(stream) - 7, 8)
    ]
    data = b"".join(_untangle(codes, BLOCKS[version]))
    assert data[0] >> 4 == 0b0100, "not bytes"
    number = int.from_bytes(data, "big")
    total = len(data) * 8
    length = (number >> (total - 12)) & 0xFF
    return ((number >> (total - 12 - 8 * length)) & ((1 << 8 * length) - 1)).to_bytes(length, "big").decode()


def _untangle(codes: Sequence[int], blocks: Sequence[int]) -> list[bytes]:
    found = [bytearray() for _ in blocks]
    stream = iter(codes)
    for n in range(max(blocks)):
        for block, length in zip(found, blocks, strict=True):
            if n < length:
                block.append(next(stream))
    return [bytes(block) for block in found]


def _path(size: int, version: int) -> Iterator[tuple[int, int]]:
    """Yield the places of the data, two columns at a time from the right, up and down in turn."""
    upward = True
    for right in (c for c in range(size - 1, 0, -2)):
        column = right - 1 if right <= 6 else right
        for i in range(size):
            row = size - 1 - i if upward else i
            yield from ((row, c) for c in (column, column - 1) if not _is_fixed(row, c, size, version))
        upward = not upward


def _is_fixed(r: int, c: int, size: int, version: int) -> bool:
    if r == 6 or c == 6 or (r < 9 and (c < 9 or c >= size - 8)) or (r >= size - 8 and c < 9):
        return True
    if version >= 7 and ((r < 6 and c >= size - 11) or (c < 6 and r >= size - 11)):
        return True
    corners = {(6, 6), (6, ALIGNED[version][-1]), (ALIGNED[version][-1], 6)}
    centres = [(y, x) for y in ALIGNED[version] for x in ALIGNED[version] if (y, x) not in corners]
    return any(abs(r - y) <= 2 and abs(c - x) <= 2 for y, x in centres)
