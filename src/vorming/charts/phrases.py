"""The words of the charts: texts from assets/charts, filled with data.

Also the comparison of policies as a table of text, for the matrix, notebooks and the directive {comparison}.
"""

from collections.abc import Collection

from vorming.charts import Table
from vorming.model.policies import Answer, Attribute, Jurisdiction, Policies, Value
from vorming.text.numbers import NO_BREAK_SPACE, month_name
from vorming.text.words import words

WORDS = words("charts")


def phrase(group: str, key: str, **values: object) -> str:
    """Fill a text from a group of words; each chart has a group."""
    return WORDS.group(group)[key].format(**values)


def answer_word(answer: Answer) -> str:
    """Return the word of an answer, such as "ja" or "onbekend"."""
    return WORDS.group("answers")[answer.value]


def own_label(item: Jurisdiction) -> str:
    """Return the name, with a dagger if its model was chosen by the course and not by the organisation."""
    return f"{item.label}{NO_BREAK_SPACE}{WORDS['dagger']}" if item.is_placed_by_us else item.label


def format_step(date: str) -> str:
    """Return a date such as 2022-06-01, 2003-06 or 1995 in the language of the course, with the same precision."""
    year, *rest = date.split("-")
    words = [str(int(rest[1]))] if len(rest) > 1 else []
    words += [month_name(int(rest[0]))] if rest else []
    return NO_BREAK_SPACE.join([*words, year])


def compared(policies: Policies, codes: Collection[str] = ()) -> list[Jurisdiction]:
    """Return the jurisdictions in the order of their models.

    codes: the jurisdictions to return; empty for all of them.
    """
    jurisdictions = (item for model in policies.models for item in policies.of_model(model.id))
    return [item for item in jurisdictions if not codes or item.code in codes]


def answer_text(value: Value) -> str:
    """Return the word of an answer, with a star if it was not verified."""
    return answer_word(value.value) + (WORDS["star"] if value.confidence == "unverified" else "")


def comparison_table(
    policies: Policies, attributes: Collection[Attribute], codes: Collection[str] = ()
) -> Table:
    """Return a table with the name, model and answers of each jurisdiction.

    attributes: the columns after the first two, in their order.
    codes: the jurisdictions to show; empty for all of them.
    """
    rows = []
    for item in compared(policies, codes):
        answers = [answer_text(item.attributes[attribute.id]) for attribute in attributes]
        rows.append((own_label(item), policies.model(item.model).title, *answers))
    header = (WORDS["jurisdiction"], WORDS["model"], *(attribute.short for attribute in attributes))
    return Table(header, tuple(rows))
