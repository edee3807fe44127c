"""A line of the register of released packs says all that the item or section says."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from vorming.model.packs import Release, ReleasedPack, ReleasedText, write_lines

NAMES = st.from_regex(r"[a-z0-9:/-]{1,20}", fullmatch=True)
DIGESTS = st.from_regex(r"[0-9a-f]{8}", fullmatch=True)
WHERE = st.dictionaries(
    st.integers(1, 30), st.lists(st.integers(1, 300), max_size=3).map(tuple), min_size=1, max_size=3
)
MARKS = st.lists(st.from_regex(r"[0-9a-f]{5}", fullmatch=True), max_size=3).map(tuple)
SAID = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=20).map(str.strip)
TEXTS = st.builds(
    ReleasedText,
    words=DIGESTS, sense=DIGESTS | st.just(""), where=WHERE, sentences=MARKS, value=SAID, key=NAMES | SAID.filter(bool),
)  # fmt: skip


@given(st.lists(TEXTS, max_size=3))
def test_what_is_written_is_read_back(texts: list[ReleasedText]) -> None:
    packs = (ReleasedPack(name="ocmw-leesboek", number="0A1B-2C3D"),)
    release = Release(released_on=date(2026, 11, 23), packs=packs, texts=tuple(texts))
    lines = write_lines(texts)
    assert lines.count("\n") == len(texts) and " \n" not in lines
    assert Release.model_validate({**dict(release), "texts": lines}) == release
