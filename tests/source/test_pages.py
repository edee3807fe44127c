"""What a page uses is found without Sphinx, at the place where it says so."""

from functools import partial
from pathlib import Path

import nbformat
import pytest

from vorming.source.markdown import read_markdown
from vorming.source.pages import Call, find_calls, read_page
from vorming.source.problems import Place, place_at

NESTED = """\
````{trainer-note} Achtergrond
```{fact-box} een
```

```{fact-box} twee
```
````

Tekst met {fact}`drie`.

```
{fact}`geen`
```

```{faq} vier
:minutes: 5
```
"""


def _calls() -> list[Call]:
    return [*find_calls(read_markdown(NESTED), partial(place_at, "a.md", NESTED))]


def test_finds_directives_in_directives_and_nothing_in_code() -> None:
    found = [(call.name, call.argument, call.place.line) for call in _calls()]
    assert found == [
        ("trainer-note", "Achtergrond", 1),
        ("fact-box", "een", 2),
        ("fact-box", "twee", 5),
        ("fact", "drie", 9),
        ("faq", "vier", 15),
    ]


def _calls_of(folder: Path, text: str, *code: str) -> tuple[Call, ...]:
    """Return the calls of a notebook with a cell of text and cells of code."""
    cells = [nbformat.v4.new_markdown_cell(text), *map(nbformat.v4.new_code_cell, code)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "nb.ipynb")
    return read_page(folder, "nb", Place("_toc.yml")).calls


def test_a_note_in_a_notebook_is_for_the_trainer_as_one_on_a_page(tmp_path: Path) -> None:
    calls = _calls_of(tmp_path, f"# Titel\n\n{NESTED}")
    assert [call.argument for call in calls if call.is_for_trainer] == ["Achtergrond", "een", "twee"]


def test_a_cell_saved_on_windows_is_the_same_cell(tmp_path: Path) -> None:
    text = f"# Titel\n\n{NESTED}"
    calls = _calls_of(tmp_path, text)
    assert _calls_of(tmp_path, text.replace("\n", "\r\n")) == calls
    assert read_page(tmp_path, "nb", Place("_toc.yml")).document.text == read_markdown(text).text


def test_reads_the_options_of_a_directive() -> None:
    assert [call.option("minutes") for call in _calls()][-1] == "5"


@pytest.mark.parametrize(
    "code",
    [
        'show_chart(course,"tijdlijn")',
        "%matplotlib inline\nif True:\n    !ls\ncharts.show_chart(open_course(\n    'a'), name='tijdlijn')",
    ],
)
def test_a_notebook_draws_what_its_code_shows_however_that_is_written(code: str, tmp_path: Path) -> None:
    calls = _calls_of(tmp_path, "# Titel", code, "geen python", "show_table(course, ['a'])")
    assert [(call.name, call.argument) for call in calls] == [("chart", "tijdlijn"), ("comparison", "")]
