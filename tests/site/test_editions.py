"""No trainer's text in any trainee output: pages, search index, sources, downloads, metadata."""

import shutil
from pathlib import Path

import pytest

import vorming as vorming_package
from tests.conftest import append_to, build, replace_in, vorming

TRAINER_ONLY = (
    "KANARIEBEGELEIDER",
    "KANARIEVOETNOOT",
    "KANARIEMOMENT",
    "KANARIEBRON",
    "KANARIEADVIES",
    "KANARIEVOORAF",
)
EXAM_ONLY = "KANARIETOETS"


def _texts(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("word", [*TRAINER_ONLY, EXAM_ONLY])
def test_word_of_the_trainer_stands_in_no_file_of_the_trainee(word: str, mini_built: Path) -> None:
    texts = _texts(mini_built / "_build" / "html")
    assert "book/les/eerste.html" in texts and "searchindex.js" in texts
    small = word.lower().encode()  # the search index keeps words in lower case, maybe stemmed
    leaks = [name for name, text in texts.items() if small[:12] in text.lower()]
    assert leaks == []


@pytest.mark.parametrize("word", TRAINER_ONLY)
def test_word_of_the_trainer_stands_in_the_trainer_site(word: str, mini_built: Path) -> None:
    texts = _texts(mini_built / "_build" / "trainer")
    assert any(word.encode() in text for name, text in texts.items() if name.endswith(".html"))


NESTED = """
````{exercise} Stelling
Zeg waarom.

```{trainer-note}
KANARIEGENEST[^diep]
```
````

[^diep]: KANARIEDIEP
"""


def test_word_of_the_trainer_stands_in_no_notebook_that_goes_out(mini: Path) -> None:
    page = mini / "book/les/eerste.md"
    append_to(page, NESTED)
    assert vorming(mini, "export", "proef", "--to", "notebook").returncode == 0
    notebook = (mini / "_build/exports/proef/notebook/proef.ipynb").read_text(encoding="utf-8")
    assert "Zeg waarom." in notebook and "Een gewone voetnoot." in notebook
    assert "KANARIE" not in notebook


def test_role_of_a_play_stands_in_no_file_of_the_trainee(mini: Path) -> None:
    bank, page = mini / "book/_data/quizzes/eerste.yml", mini / "book/les/kaart.md"
    replace_in(bank, "Jo: je zoekt", "Jo: KANARIEROL zoekt")
    append_to(page, "\n```{scenario} v-rollen\n```\n")
    build(mini, "--only", "html")
    texts = _texts(mini / "_build" / "html")
    assert b"Jo zegt niets." in texts["book/les/kaart.html"]
    assert [name for name, text in texts.items() if b"kanarierol" in text.lower()] == []


def test_exam_question_stands_in_no_site(mini_built: Path) -> None:
    for site in ("html", "trainer"):
        texts = _texts(mini_built / "_build" / site)
        assert [name for name, text in texts.items() if EXAM_ONLY.lower().encode() in text.lower()] == []


def test_sources_are_not_published(mini_built: Path) -> None:
    for site in ("html", "trainer"):
        assert not (mini_built / "_build" / site / "_sources").exists()
        assert not list((mini_built / "_build" / site).rglob("*.md"))


def test_shared_text_reads_the_same_in_both_editions(mini_built: Path) -> None:
    for site in ("html", "trainer"):
        page = (mini_built / "_build" / site / "book/les/eerste.html").read_text(encoding="utf-8")
        assert "De prijs ligt rond 550 euro; vraag hem na." in page
        assert "550\u00a0euro" in page


def test_broken_content_leaves_a_good_output_as_it_was(mini_built: Path, tmp_path: Path) -> None:
    root = shutil.copytree(mini_built, tmp_path / "boek")
    before = _texts(root / "_build" / "html")
    (root / "book/_data/facts.yml").write_text("facts: [\n", encoding="utf-8")
    done = vorming(root, "build", "--only", "html")
    assert done.returncode == 1
    assert "[yaml-syntax]" in done.stdout and "Traceback" not in done.stdout + done.stderr
    assert before and _texts(root / "_build" / "html") == before


def test_same_source_gives_the_same_bytes_in_another_folder_with_a_package_that_lies_elsewhere(
    mini: Path, mini_built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = tmp_path / "elders"
    shutil.copytree(Path(vorming_package.__file__).parent, installed / "vorming")
    monkeypatch.setenv("PYTHONPATH", str(installed))
    build(mini, "--only", "html")
    first, second = (_texts(root / "_build" / "html") for root in (mini, mini_built))
    assert set(first) == set(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_list_of_sources_leaves_out_what_only_the_trainer_reads(mini: Path) -> None:
    facts = mini / "book/_data/facts.yml"
    append_to(
        facts,
        "  - {id: geheim, statement: Enkel voor de begeleider., status: verified, sources: [bron-geheim],"
        " checked_on: 2026-11-23}\n",
    )
    moments = mini / "book/_data/difficult_moments.yml"
    replace_in(moments, "[prijs-zorg]", "[prijs-zorg, geheim]")
    references = mini / "book/_data/references.bib"
    append_to(references, "\n@misc{bron-geheim,\n  title = {KANARIETITEL},\n  author = {{X}},\n}\n")
    build(mini, "--only", "html")
    assert "KANARIETITEL" not in (mini / "_build/html/book/les/eerste.html").read_text(encoding="utf-8")
    assert "KANARIETITEL" in (mini / "_build/html/book/naslag/bronnen.html").read_text(encoding="utf-8")
