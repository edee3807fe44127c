"""The comparison of policies: complete, sourced, and as sure as its sources, no surer."""

import pytest

from tests.conftest import COURSE
from vorming.model.policies import Answer, Jurisdiction, Policies
from vorming.source.yaml import read_yaml

POLICIES = Policies.model_validate(read_yaml(COURSE, "book/_data/policies.yml").value)
REFERENCES = (COURSE / "book/_data/references.bib").read_text(encoding="utf-8")
EACH = pytest.mark.parametrize("item", POLICIES.jurisdictions, ids=lambda item: item.code)


def test_models_attributes_and_jurisdictions_stand_there_once_and_every_model_has_one():
    for ids in (
        [model.id for model in POLICIES.models],
        [attribute.id for attribute in POLICIES.attributes],
        [item.code for item in POLICIES.jurisdictions],
    ):
        assert ids and len(ids) == len(set(ids))
    assert {item.model for item in POLICIES.jurisdictions} == {model.id for model in POLICIES.models}


@EACH
def test_what_is_verified_names_its_source_and_nothing_else_does(item: Jurisdiction):
    for value in (*item.attributes.values(), *item.law.steps, *item.conditions):
        assert (value.source is not None) == (value.confidence == "verified"), value
        assert value.source is None or f"{{{value.source}," in REFERENCES
    for value in item.attributes.values():
        assert (value.value is Answer.UNKNOWN) == (value.confidence == "unknown")


@EACH
def test_every_source_says_what_kind_of_source_it_is(item: Jurisdiction):
    named = {
        value.source for value in (*item.attributes.values(), *item.law.steps, item.law, *item.conditions)
    }
    assert named - {None} | set(item.extra_sources) <= set(POLICIES.source_kinds)


@EACH
def test_the_steps_of_a_law_stand_in_order(item: Jurisdiction):
    dates = [step.date for step in item.law.steps]
    assert dates == sorted(dates)
