"""The words of the charts: texts from assets/charts, filled with what the data say."""

import re

from vorming.model.policies import Answer, Jurisdiction
from vorming.text.numbers import NO_BREAK_SPACE, month_name
from vorming.text.words import words

WORDS = words("charts")
_ANSWERS = WORDS.group("answers")


def phrase(group: str, key: str, **values: object) -> str:
    """Fill a text of a group of words, such as that of a chart."""
    return fill(WORDS.group(group)[key], **values)


def fill(text: str, **values: object) -> str:
    """Fill the placeholders of a text; an empty value leaves no double space."""
    return re.sub(" +", " ", text.format(**values)).strip()


def answer_word(answer: Answer) -> str:
    """Return the word of an answer, such as "ja" or "onbekend"."""
    return _ANSWERS[answer.value]


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
