"""One walk finds the ids and the texts of models, and of the YAML they are made from."""

from pathlib import Path

import pytest

from vorming.model.quiz import Quiz
from vorming.model.walk import walk
from vorming.source.load import load_course


@pytest.mark.parametrize("wanted", ["explanation", "options", "nodes"])
def test_texts_of_a_question_are_found_with_their_places(wanted: str, mini: Path) -> None:
    loaded = load_course(mini)
    source = loaded.sources["quizzes/eerste"]
    found = [found for found in walk(Quiz, source.value) if found.reads and wanted in found.loc]
    assert found
    assert all(source.place(*each.loc).line > 1 and each.value for each in found)


def test_a_model_and_its_yaml_name_the_same_ids(mini: Path) -> None:
    loaded = load_course(mini)
    quiz = loaded.parsed.quiz("eerste")
    source = loaded.sources["quizzes/eerste"]
    named = {(found.ref.kind, found.value) for found in walk(Quiz, quiz) if found.ref}
    assert named == {(found.ref.kind, found.value) for found in walk(Quiz, source.value) if found.ref}
    assert {("misconception", "M01"), ("covered", "eerste-woord"), ("fact", "prijs-zorg")} <= named


def test_what_is_for_the_trainer_is_so_at_any_depth(mini: Path) -> None:
    loaded = load_course(mini)
    marks = {(found.loc[-1], found.is_for_trainer) for _, found in loaded.marked_values()}
    named = {mark for mark in marks if mark[0] in {"advice", "boundary", "wording"}}
    assert named == {("advice", True), ("boundary", True), ("wording", False)}
