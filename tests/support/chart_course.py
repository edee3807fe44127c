"""The part of the course that charts draw, read without the rest."""

from pathlib import Path

from vorming.model.course import Course
from vorming.model.facts import Facts
from vorming.model.policies import Policies
from vorming.source.load import DATA, _read_bib
from vorming.source.yaml import read_yaml

ROOT = Path(__file__).resolve().parents[2]


def chart_course() -> Course:
    policies = Policies.model_validate(read_yaml(ROOT, f"{DATA}/policies.yml").value)
    facts = Facts.model_validate(read_yaml(ROOT, f"{DATA}/facts.yml").value)
    _, sources = _read_bib((ROOT / DATA / "references.bib").read_text("utf-8"), "references.bib")
    return Course.model_construct(policies=policies, facts=facts.facts, sources=sources)
