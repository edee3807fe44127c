"""The words of the charts: texts from assets/charts, filled with what the data say.

Also the comparison of policies as rows of text, for the matrix, for notebooks and for {comparison}.
"""

import re
from collections.abc import Collection

from vorming.charts.shown import Table
from vorming.model.policies import Answer, Attribute, Jurisdiction, Policies, Value
from vorming.text.numbers import NO_BREAK_SPACE, month_name
from vorming.text.words import words

WORDS = words("charts")


def phrase(group: str, key: str, **values: object) -> str:
    """Fill a text of a group of words, such as that of a chart."""
    return fill(WORDS.group(group)[key], **values)


def fill(text: str, **values: object) -> str:
    """Fill the placeholders of a text; an empty value leaves no double space."""
    return re.sub(" +", " ", text.format(**values)).strip()


def answer_word(answer: Answer) -> str:
    """Return the word of an answer, such as "ja" or "onbekend"."""
    return WORDS.group("answers")[answer.value]


def own_label(item: Jurisdiction) -> str:
    """Return the name, with a dagger where the course, not the organisation, chose its model."""
    return f"{item.label}{NO_BREAK_SPACE}{WORDS['dagger']}" if item.is_placed_by_us else item.label


def lower_first(text: str) -> str:
    """Write a sentence's first letter small, to go on with it."""
    return text[:1].lower() + text[1:]


def format_step(date: str) -> str:
    """Write 2022-06-01, 2003-06 or 1995 in the language of the course, as exactly as it is."""
    year, *rest = date.split("-")
    words = [str(int(rest[1]))] if len(rest) > 1 else []
    words += [month_name(int(rest[0]))] if rest else []
    return NO_BREAK_SPACE.join([*words, year])


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
        answers = [answer_text(item.attributes[attribute.id]) for attribute in attributes]
        rows.append((own_label(item), policies.model(item.model).title, *answers))
    header = (WORDS["jurisdiction"], WORDS["model"], *(attribute.short for attribute in attributes))
    return Table(header, tuple(rows))
