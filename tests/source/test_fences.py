"""One reader knows where blocks open and close; all who read pages line by line start there."""

import pytest

from vorming.source.fences import find_unseen, read_lines

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
```voluit``` en verder
"""


def test_a_line_knows_its_blocks_and_what_it_opens_or_closes() -> None:
    found = [(line.around, bool(line.opens), line.closes) for line in read_lines(TEXT)]
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
    assert next(read_lines(fence)).around == ("trainer-note",)


@pytest.mark.parametrize("line", ["> ```{faq} een", "- ```python", "1. > :::{slide}", "[^een]: ~~~{faq} een"])
def test_a_block_behind_a_marker_is_found(line: str) -> None:
    assert [number for number, _ in find_unseen(f"Tekst\n\n{line}")] == [2]


def test_code_in_a_list_and_a_block_below_its_item_are_no_mistake() -> None:
    assert list(find_unseen("- ```een``` teken\n\n  ```{faq} een\n  ```\n")) == []
