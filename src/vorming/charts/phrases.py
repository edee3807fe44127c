"""The Dutch of the charts: templates from assets/charts/words.nl.yml, filled with what the data say."""

import re

from vorming.model.policies import Answer, Jurisdiction, Policies, Region
from vorming.text.numbers import NO_BREAK_SPACE, format_date, month_name
from vorming.text.words import words

WORDS = words("charts")
_ANSWERS = WORDS.group("answers")
_REGIONS = WORDS.group("regions")


def phrase(chart: str, key: str, **values: object) -> str:
    """Fill a template of a chart."""
    return fill(WORDS.group(chart)[key], **values)


def fill(text: str, **values: object) -> str:
    """Fill the holes of a text; what an empty one leaves is no double space."""
    return re.sub(" +", " ", text.format(**values)).strip()


def answer_word(answer: Answer) -> str:
    """Return ja, nee, deels or onbekend."""
    return _ANSWERS[answer.value]


def region_word(region: Region) -> str:
    """Return the Dutch name of a region."""
    return _REGIONS[region.value]


def policies_source(policies: Policies) -> str:
    """Say where the comparison comes from and up to which day it holds."""
    return WORDS["source"].format(date=format_date(policies.last_checked))


def own_label(item: Jurisdiction) -> str:
    """Return the name, with a sign where the place under its model is not the organisation's."""
    return f"{item.label}{NO_BREAK_SPACE}{WORDS['dagger']}" if item.is_placed_by_us else item.label


def lower_first(text: str) -> str:
    """Write a sentence's first letter small, to go on with it."""
    return text[:1].lower() + text[1:]


def format_step(date: str) -> str:
    """Write 2022-06-01, 2003-06 or 1995 as Dutch does, as exactly as it is."""
    year, *rest = date.split("-")
    words = [str(int(rest[1]))] if len(rest) > 1 else []
    words += [month_name(int(rest[0]))] if rest else []
    return NO_BREAK_SPACE.join([*words, year])
