"""The frequently asked questions, the glossary and the help lines."""

import re

from pydantic import Field

from vorming.model.base import Audience, Checked, Code, Id, Item, Text


class Topic(Item):
    """A heading of the FAQ."""

    id: Id
    title: Text


class FaqEntry(Checked):
    """A question with a short answer and a full one (Markdown blocks)."""

    id: Id
    source_entry: Code = Field(description="The entry of the published FAQ it comes from: F01 … F19.")
    topic: Id
    question: Text
    short: Text = Field(description="The answer in one sentence.")
    answer: Text = Field(description="Markdown blocks; roles such as {fact} work.")
    audiences: tuple[Audience, ...] = Field(min_length=1)
    facts: tuple[Id, ...] = ()
    contradictions: tuple[Code, ...] = ()
    search_words: tuple[Text, ...] = Field(
        default=(), description="Words trainees use that the text doesn't hold."
    )


class Faq(Item):
    """faq.yml."""

    source_entries: tuple[Code, ...] = Field(
        default=(), description="The entries of the published FAQ: all must be here."
    )
    topics: tuple[Topic, ...]
    entries: tuple[FaqEntry, ...]


class Term(Item):
    """A word of the glossary."""

    id: Id
    term: Text
    forms: tuple[Text, ...] = Field(default=(), description="Plural and other forms that should find it.")
    abbreviation: Text | None = None
    definition: Text
    sources: tuple[Id, ...] = ()


class Glossary(Item):
    """glossary.yml."""

    terms: tuple[Term, ...]


class HelpLine(Checked):
    """Somebody a reader can turn to."""

    id: Id
    name: Text
    phone: Text | None = Field(default=None, description="As printed: 1712, 03 201 16 90.")
    is_emergency: bool = False
    for_whom: Text
    description: Text
    hours: Text | None = Field(default=None, description="As the source gives it; leave out when not found.")
    anonymous: Text | None = None
    place: Text | None = None
    site: Text | None = Field(default=None, description="The name of its site, without https://: awel.be.")
    topics: tuple[Id, ...] = Field(
        min_length=1,
        description="nood, seksueel-geweld, jongeren, sekswerkers, mensenhandel, praten, abortus, frans, engels",
    )

    @property
    def dial(self) -> str:
        """The number as a telephone takes it: 02/201.16.90 is 022011690."""
        return re.sub(r"[^\d+]", "", self.phone or "")


class HelpLines(Item):
    """helplines.yml."""

    helplines: tuple[HelpLine, ...]
