"""The comparison of policies: complete, sourced, and as sure as its sources, no surer."""

from collections import Counter
from itertools import chain
from pathlib import Path

import pycountry
import pytest

from vorming.model.policies import Answer, Jurisdiction, ModelId, Policies
from vorming.source.yaml import read_yaml

ROOT = Path(__file__).resolve().parents[2]
POLICIES = Policies.model_validate(read_yaml(ROOT, "book/_data/policies.yml").value)
REFERENCES = (ROOT / "book/_data/references.bib").read_text(encoding="utf-8")
EACH = pytest.mark.parametrize("item", POLICIES.jurisdictions, ids=lambda item: item.code)


def test_all_models_attributes_and_jurisdictions_are_there():
    assert [model.id for model in POLICIES.models] == list(ModelId)
    assert len(POLICIES.attributes) == 8
    assert len({item.code for item in POLICIES.jurisdictions}) == 21
    assert Counter(item.model for item in POLICIES.jurisdictions) == {
        "repressive": 11,
        "restrictive": 4,
        "integrative": 6,
    }
    assert sum(item.is_in_faq for item in POLICIES.jurisdictions) == 15
    placed_by_us = {item.code for item in POLICIES.jurisdictions if item.is_placed_by_us}
    assert placed_by_us == {"US-NV", "US-ME", "AU-QLD", "FR", "IL", "GB-EAW", "AT"}


def test_nothing_was_made_surer_than_its_source():
    values = list(chain.from_iterable(item.attributes.values() for item in POLICIES.jurisdictions))
    assert Counter(value.confidence for value in values) == {"verified": 81, "unverified": 73, "unknown": 14}
    assert Counter(value.value for value in values) == {"no": 78, "yes": 49, "partly": 27, "unknown": 14}


@EACH
def test_a_jurisdiction_has_a_real_code_and_every_attribute(item: Jurisdiction):
    countries, divisions = pycountry.countries, pycountry.subdivisions
    known = countries.get(alpha_2=item.code) or divisions.get(code=item.code)
    assert known or item.code == "GB-EAW"
    assert list(item.attributes) == [attribute.id for attribute in POLICIES.attributes]


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


def test_belgium_and_victoria_have_two_steps_and_undated_laws_none():
    steps = {item.code: [step.date for step in item.law.steps] for item in POLICIES.jurisdictions}
    assert steps["BE"] == ["2022-06-01", "2024-12-01"]
    assert steps["AU-VIC"] == ["2022-05-10", "2023-12-01"]
    assert sorted(code for code, dates in steps.items() if not dates) == [
        "AT",
        "AU-NT",
        "GB-EAW",
        "US",
        "US-NV",
    ]


def test_no_two_tiles_of_a_region_share_a_place():
    places = [(item.region, item.tile) for item in POLICIES.jurisdictions if item.tile]
    assert len(places) == len({(region, tile.column, tile.row) for region, tile in places if tile})
