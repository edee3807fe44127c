"""A line of the register of released packs says all that the item or part says."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from vorming.model.packs import Release, ReleasedItem, ReleasedPack, ReleasedPart, write_line

NAMES = st.from_regex(r"[a-z0-9:/-]{1,20}", fullmatch=True)
DIGESTS = st.from_regex(r"[0-9a-f]{8}", fullmatch=True)
WHERE = st.dictionaries(
    st.integers(1, 30), st.lists(st.integers(1, 300), max_size=3).map(tuple), min_size=1, max_size=3
)
MARKS = st.lists(st.from_regex(r"[0-9a-f]{5}", fullmatch=True), max_size=3).map(tuple)
SAID = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=20).map(str.strip)
ITEMS = st.builds(
    ReleasedItem, key=NAMES, words=DIGESTS, sense=DIGESTS, where=WHERE, sentences=MARKS, value=SAID
)
PARTS = st.builds(ReleasedPart, page=NAMES, words=DIGESTS, where=WHERE, sentences=MARKS, title=SAID)


@given(st.lists(ITEMS, max_size=3), st.lists(PARTS, max_size=3))
def test_what_is_written_is_read_back(items: list[ReleasedItem], parts: list[ReleasedPart]) -> None:
    packs = (ReleasedPack(name="ocmw-leesboek", number="0A1B-2C3D"),)
    release = Release(released_on=date(2026, 11, 23), packs=packs, parts=tuple(parts), items=tuple(items))
    lines = {
        key: "".join(f"{write_line(held)}\n" for held in dict(release)[key]) for key in ("parts", "items")
    }
    assert Release.model_validate({**dict(release), **lines}) == release
