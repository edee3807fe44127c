"""What an item of the course names."""

from pathlib import Path

from vorming.course.usage import named_by
from vorming.source.load import load_course


def test_an_item_made_on_the_way_does_not_get_what_one_before_it_named(mini: Path) -> None:
    loaded = load_course(mini)
    fact = next(fact for fact in loaded.parsed.facts if fact.sources)
    for _ in range(5):  # Python gives the address of the first copy to the second
        without = fact.model_copy(update={"sources": (), "other": None, "contradictions": ()})
        assert [type(item) for item in named_by(loaded, without)] == []
        del without
        assert named_by(loaded, fact.model_copy()) != []
