"""language.yml: words to avoid, thresholds per audience, the course's own words, and waivers.

The rules that use them are in `vorming.language`.
"""

from typing import Literal

from pydantic import Field

from vorming.model.base import Id, Item, Text


class Avoided(Item):
    """Words to avoid, with the words to use instead and the reason, which the message of the rule quotes."""

    words: tuple[Text, ...] = Field(
        min_length=1, description="* stands for letters, alone for a word; capitals count only if is_exact."
    )
    say: Text
    why: Text
    is_exact: bool = Field(default=False, description="Capitals count: ocmw is wrong, OCMW right.")


class Allowed(Item):
    """Fixed phrases in which an avoided word is right: a title of a law, the name of an offence."""

    phrases: tuple[Text, ...] = Field(min_length=1)
    reason: Text


class Thresholds(Item):
    """How hard a text may be."""

    readability: int = Field(description="The least Flesch-Douma figure: 100 is very easy, 0 very hard.")
    sentence: int = Field(ge=5, description="The most words in a sentence.")


class Reader(Thresholds):
    """An audience, the files that it reads, and the limits for those files."""

    id: Id
    name: Text = Field(description="As a message says it: voor {name}.")
    files: tuple[Text, ...] = Field(min_length=1, description="Paths; * stands for any characters.")


class WordGroup(Item):
    """Correct words that the dictionary does not have."""

    reason: Text
    words: tuple[Text, ...] = Field(min_length=1)


class Waiver(Item):
    """An exception to a language rule for one file or several, with the reason.

    A waiver that is no longer needed is reported.
    """

    rule: Literal[
        "language-stigma",
        "language-term",
        "language-sentence-long",
        "language-readability",
        "language-spelling",
        "language-abbreviation",
    ]
    file: Text = Field(description="Its path; * stands for any characters.")
    texts: tuple[Text, ...] = Field(
        default=(), description="The words, or how the sentences start; none: the whole file."
    )
    reason: Text


class SearchWord(Item):
    """Words that readers type in the search although the course does not use them, with the course's own words.

    The build writes them into the search index of the site.
    """

    words: tuple[Text, ...] = Field(min_length=1)
    means: tuple[Text, ...] = Field(
        min_length=1, description="The course's own words: one of these phrases must be met."
    )
    note: Text | None = Field(
        default=None, description="A kind word on why the course says it otherwise, above the results."
    )


class Language(Item):
    """language.yml."""

    stigma: tuple[Avoided, ...] = ()
    terms: tuple[Avoided, ...] = Field(default=(), description="One word per thing.")
    allowed: tuple[Allowed, ...] = ()
    readers: tuple[Reader, ...] = Field(default=(), description="The first that names a file counts.")
    trainer: Thresholds = Field(
        default=Thresholds(readability=0, sentence=40), description="For what only trainers read."
    )
    abbreviations: tuple[WordGroup, ...] = Field(default=(), description="Those everybody knows, and names.")
    words: tuple[WordGroup, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    search_words: tuple[SearchWord, ...] = ()

    @property
    def own_words(self) -> frozenset[str]:
        """All words that are correct in this course although the dictionary does not have them."""
        return frozenset[str]().union(*(group.words for group in self.words))
