"""One reader knows where blocks open and close; all who read pages line by line start there."""

import pytest

from vorming.check.text_rules import find_faults
from vorming.source.markdown import read_lines, read_markdown
from vorming.source.problems import phrases

TEXT = """\
# Titel

````{trainer-note}
```{faq} een
```
Notitie.
````

```
# geen titel
:::{slide}
```

```{code-cell}
# ook geen titel
```
Met `code` en verder
"""


def test_a_line_knows_its_blocks_and_what_it_opens_or_closes() -> None:
    found = [(line.ancestors, bool(line.opens), line.closes) for line in read_lines(TEXT)]
    note, faq = ("trainer-note",), ("trainer-note", "faq")
    assert found[2:7] == [
        (note, True, False),
        (faq, True, False),
        (faq, False, True),
        (note, False, False),
        (note, False, True),
    ]
    assert found[0] == found[7] == ((), False, False)


def test_nothing_opens_in_code_and_a_line_of_code_alone_is_no_block() -> None:
    code = [line.number for line in read_lines(TEXT) if line.is_code]
    assert code == [8, 9, 10, 11, 14]


@pytest.mark.parametrize("fence", ["```{trainer-note} Titel", "``` {trainer-note}", ":::{trainer-note}"])
def test_a_directive_is_seen_however_it_is_written(fence: str) -> None:
    assert next(read_lines(fence)).ancestors == ("trainer-note",)


LEAKS = {
    "indented": ("Zin.\n\n    ```{trainer-note} T\n    x\n    ```", "block-not-read"),
    "no space": ("```{trainer-note}T\nx\n```", "block-unknown"),
    "open brace": ("```{trainer-note T\nx\n```", "block-unknown"),
    "round brackets": ("```(trainer-note) T\nx\n```", "block-unknown"),
    "no braces": ("```trainer-note\nx\n```", "block-unknown"),
    "after html": ("<sub>\n```{trainer-note} T\nx\n```", "block-not-read"),
    "inner of equal length": (":::{trainer-note} T\n\n:::{case} B\nx\n:::\ny\n:::", "block-not-closed"),
    "unclosed": ("````{trainer-note} T\nx\n```\n\n## Weg", "block-not-closed"),
    "closing indented": ("```{trainer-note} T\nx\n    ```\ny", "block-not-closed"),
    "colons first in backticks": ("````{exercise} T\n:::{trainer-note} x\ny\n:::\n````", "option-not-read"),
    "one kind in the other": (":::{exercise} T\n```{trainer-note} x\n:::\ny\n```", "block-not-closed"),
    "in a list": ("- punt\n\n  ```{trainer-note} T\n  x\n\ny\n```", "block-not-closed"),
    "in a quote": ("> ```{trainer-note} T\n> x\ny", "block-not-closed"),
    "in code": ("```text\n:::{trainer-note} T\n:::\n```", "block-not-read"),
    "two signs": ("``{trainer-note} T\nx\n``", ""),
    "front matter in a block": ("```{case} T\n---\na: b\n---\n```", "option-not-read"),
}


@pytest.mark.parametrize(("text", "rule"), LEAKS.values(), ids=LEAKS)
def test_what_looks_like_a_block_and_is_none_is_a_fault(text: str, rule: str) -> None:
    document = read_markdown(text)
    assert list(find_faults(document))
    assert not rule or rule in {unread.rule_id for unread in document.unread}


def test_code_in_the_title_of_a_block_is_its_only_fault() -> None:
    text = "- Een punt:\n\n  ```{case} Een `titel`\n  Een zin.\n  ```\n\n```{case} `Nog` een\nEen zin.\n```"
    document = read_markdown(text)
    assert [(fault.line, fault.rule_id) for fault in find_faults(document)] == [
        (2, "block-not-read"),
        (6, "block-not-read"),
    ]
    assert [directive.name for directive in document.directives] == ["case", "case"]


TITLE_FAULTS = {
    "Een <!-- geheim --> titel": "html-unsafe",
    'Een <form action="x"> titel': "html-unsafe",
    "Een <sup>titel": "html-unsafe",
    "Een titel</div>": "html-unsafe",
    "Een [titel](javascript:alert)": "html-unsafe",
    "Een $titel$": "markup-unused",
    "Een ~~titel~~": "markup-unused",
    "Een titel[^geen]": "footnote-missing",
    "Een {{ titel }}": "brace-in-text",
}


@pytest.mark.parametrize(
    "block",
    [
        "```{{case}} {}\nZin.\n```",
        "```{{admonition}} {}\nZin.\n```",
        "````{{tab-set}}\n```{{tab-item}} {}\nZin.\n```\n````",
        "```{{table}} {}\n| a |\n|---|\n| b |\n```",
        "```{{code-block}} text\n:caption: {}\nx\n```",
        "```{{figure}} a.png\n:alt: {}\nZin.\n```",
        "```{{exercise}} Titel\n:method: {}\nZin.\n```",
    ],
    ids=lambda block: block.split("}}")[-2].rpartition("{")[2],
)
@pytest.mark.parametrize(("title", "rule"), TITLE_FAULTS.items(), ids=TITLE_FAULTS)
def test_a_title_has_the_rules_of_text_at_its_own_line(block: str, title: str, rule: str) -> None:
    text = block.format(title)
    (line,) = (number for number, line in enumerate(text.split("\n")) if title in line)
    found = {(fault.line, fault.rule_id) for fault in find_faults(read_markdown(text))}
    assert (line, rule) in found and {at for at, _ in found} == {line}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("```{note}\nx\n\n```{sources}\n```\n", [0]),
        ("````{tip}\n```{note}\nx\n\n```{sources}\n```\n````\n", [1]),
        ("``{note}\nx\n```\n", [0]),
        ("{note}\nx\n```\n", [0]),
        ("```{note}\nx\n\ufeff```\n\n```{sources}\n```\n", [0, 2]),
        ("```{note}\nx\n\xa0```\n\nZin.\n", [0, 2]),
        ("```{note}\nx\n```\\\n\nZin.\n", [0, 2]),
    ],
)
def test_an_unclosed_block_is_told_where_the_slip_is(text: str, lines: list[int]) -> None:
    assert sorted({fault.line for fault in find_faults(read_markdown(text))}) == lines


REST = (
    "x[^noot]\n```\n\nZin.\n\n```{note}\nx\n```\n\n```text\nx\n```\n\n```{sources}\n```\n\n[^noot]: Een noot."
)


@pytest.mark.parametrize(
    ("opening", "rule"),
    [
        ("``{note} Titel", "block-not-read"),
        ("`{note} Titel`", "block-not-read"),
        ("    ```{note} Titel", "block-not-read"),
        ("’’’{note}", "block-not-read"),
        ("Een zin. ```{note} Titel", "block-not-read"),
        ("```{note}Titel", "block-unknown"),
        ("```{note Titel", "block-unknown"),
        ("```note", "block-unknown"),
    ],
)
@pytest.mark.parametrize("before", ["", "```{tip}\nx\n```\n\n"])
def test_a_beginning_that_is_not_read_is_the_only_fault(before: str, opening: str, rule: str) -> None:
    document = read_markdown(f"{before}{opening}\n{REST}")
    assert [(fault.line, fault.rule_id) for fault in find_faults(document)] == [(before.count("\n"), rule)]
    assert [directive.name for directive in document.directives] == [
        *(["tip"] if before else []),
        "note",
        "note",
        "sources",
    ]


def test_an_end_without_a_beginning_is_the_only_fault() -> None:
    (fault,) = find_faults(read_markdown(REST))
    assert (fault.line, fault.rule_id) == (1, "block-unknown")


def test_each_beginning_that_is_not_read_is_told() -> None:
    document = read_markdown("``{note}\nx\n```\n\n````{tip}\n`{note}\nx\n```\n````\n\n{tip} Titel\nx\n```\n")
    assert [fault.line for fault in find_faults(document)] == [0, 5, 10]


def test_each_cell_of_a_notebook_is_read_by_itself() -> None:
    document = read_markdown("```{case} T\nx", "y\n```")
    assert [unread.rule_id for unread in document.unread] == ["block-not-closed", "block-unknown"]
    assert document.lines == ("```{case} T", "x", "", "y", "```")


def test_a_carriage_return_ends_a_line_and_is_told() -> None:
    document = read_markdown("Een zin.\r\r```{note}\r\nTekst.\r```\r")
    assert next(document.directives).line == 2 and len(document.lines) == 6
    assert {fault.rule_id for fault in find_faults(document)} == {"character-hidden"}


def test_a_block_below_an_item_of_a_list_is_no_mistake() -> None:
    assert list(find_faults(read_markdown("- punt\n\n  ```{faq} een\n  ```\n"))) == []


UNUSED = [
    ("$$a+b$$", "maths"),
    ("$a$, $**a**$ of $x\n- y$", "maths maths maths"),
    ("\\(a+b\\) en \\[a+b\\]", "maths maths"),
    ("H~2~O en m^2^", "script script"),
    ("~rode appel~ en ~~weg~~", "struck struck"),
    ("| Wat | Hoe |\n|---|---|\n| ==x== | ++x++ |", "marked marked"),
    ("> [!NOTE]\n> Een zin.", "box"),
    ("[TOC]", "contents"),
    ("Zie [[kaart]] en [@bron-een, p. 3].", "page cite"),
    ("###Kop", "heading"),
    ("Een zin.\n####### Kop", "heading"),
    ("(plaats) =\n\nEen zin.", "target"),
    ("Een `naam en verder.", "code"),
    ("\xa0% Een opmerking", "blank"),
    ("- Punt.\n\xa0- Punt.", "blank"),
    ("Een zin. [//]: # (een opmerking)", "comment"),
    ("```{note}\nEen zin. :::\n```", "box"),
    ("% Een opmerking van twee\nregels", "goes_on"),
    ("```text\nx\n```\n: Een uitleg", "terms"),
    ("| Wie | Wat |\n|---|---|\n| zorg | een<br>twee<BR/>drie |", "line_end line_end"),
    ("Een zin.\n\n<br />\n", "line_end"),
]


@pytest.mark.parametrize(("text", "kinds"), UNUSED)
def test_markup_of_other_tools_is_refused_with_what_to_write_instead(text: str, kinds: str) -> None:
    said = [fault.values["instead"] for fault in find_faults(read_markdown(text))]
    assert said == [phrases("markup_unused")[kind] for kind in kinds.split()]


@pytest.mark.parametrize(
    "text",
    [
        "Het kost $5 en\n$6, of US$ 5 of 6$ (5$).",
        "Ongeveer ~5 euro, (~6) of ~20 %, ~5/~6 in ~/map.",
        "C++ en C++, i++ of b+.",
        "Als a == b en c == d.",
        "Een #hashtag, #1 en\n#nogeen.",
        "`==x==`, `~x~`, `$a$` en ``a`b``.",
        "\\[vul in\\], \\~x~, \\==x== en \\`.",
        "<https://www.example.org/~a/b~c==d==> of [jan@example.org](mailto:jan@example.org).",
        "2^10 is veel, [1] ook.",
        "(plaats)=\n## Kop",
    ],
)
def test_signs_in_plain_words_are_no_markup(text: str) -> None:
    assert list(find_faults(read_markdown(text))) == []


ROLES = {
    "double ticks": ("Kost {fact}``prijs``.", ["{fact}``prijs``"]),
    "ticks within": ("Kost {fact}``a`b``.", ["{fact}``a`b``"]),
    "in code": ("Kost `` {fact}`prijs` ``, echt {fact}`duur`.", ["{fact}`duur`"]),
    "the same in code": ("Kost `` {fact}`prijs` `` {fact}`prijs`.", ["{fact}`prijs`"]),
    "after a backslash": (r"Kost \{fact}`prijs`.", []),
    "in a link": ("Zie [wat {fact}`prijs` kost](a.md).", ["{fact}`prijs`"]),
    "in emphasis": ("Kost *{fact}`prijs`* en **{fact}`duur`**.", ["{fact}`prijs`", "{fact}`duur`"]),
    "in a fence": ("```\n{fact}`prijs`\n```\n\nKost {fact}`duur`.", ["{fact}`duur`"]),
    "in a comment": ("<!-- {fact}`prijs` -->\n\nEen <!-- {fact}`prijs` --> {fact}`duur`.", ["{fact}`duur`"]),
    "in a comment of MyST": ("% {fact}`prijs`\nKost {fact}`duur`.", ["{fact}`duur`"]),
    "in cells": ("| a{ | {fact}`een` |\n|---|---|\n| \\| {fact}`twee` | {fact}`drie` |", ["een", "twee", "drie"]),
    "over lines": ("> - Zie {term}`een\n>   woord <term>` en {fact}`prijs`.", ["{term}`een\n>   woord <term>`", "prijs"]),
    "in a block": ("::::{case} Voor {fact}`een`\n> ```{faq} x\n> ```\n>\n> {fact}`twee`\n::::", ["een", "twee"]),
    "in a footnote": ("Zin[^1].\n\n[^1]: Kost {fact}`prijs`.", ["{fact}`prijs`"]),
    "beside what can't be shown": ("Zin\0 {fact}`een`\r\n\tmet\t{fact}`twee`", ["een", "twee"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ROLES.values(), ids=ROLES)
def test_a_role_is_found_where_a_page_shows_one(text: str, expected: list[str]) -> None:
    document = read_markdown(text)
    written = [document.text[role.start : role.end] for role in document.roles]
    assert [markup if "{" in markup else f"{{fact}}`{markup}`" for markup in expected] == written
    assert document.replace_roles(lambda role: None) == document.text
    assert "{fact}`duur`" not in document.replace_roles(lambda role: role.argument)
