"""The comparison of policies as rows of text: for the matrix, for notebooks and for {comparison}."""

from collections.abc import Collection

from vorming.charts.phrases import WORDS, answer_word, own_label
from vorming.charts.shown import Table
from vorming.model.policies import Attribute, Jurisdiction, Policies, Value


def compared(policies: Policies, codes: Collection[str] = ()) -> list[Jurisdiction]:
    """Return the jurisdictions in the order of their models.

    codes: only these; empty for all of them.
    """
    found: list[Jurisdiction] = []
    for model in policies.models:
        found += [item for item in policies.of_model(model.id) if not codes or item.code in codes]
    return found


def answer_text(value: Value) -> str:
    """Return the word of an answer, with a star when it was not verified."""
    return answer_word(value.value) + (WORDS["star"] if value.confidence == "unverified" else "")


def comparison_table(
    policies: Policies, attributes: Collection[Attribute], codes: Collection[str] = ()
) -> Table:
    """Write name, model and answers of each jurisdiction.

    attributes: the columns after the first two, in their order.
    codes: the jurisdictions to show; empty for all of them.
    """
    rows = []
    for item in compared(policies, codes):
        values = [item.attributes.get(attribute.id) for attribute in attributes]
        answers = [answer_text(value) if value else "" for value in values]
        rows.append((own_label(item), policies.model(item.model).title, *answers))
    header = (WORDS["jurisdiction"], WORDS["model"], *(attribute.short for attribute in attributes))
    return Table(header, tuple(rows))
