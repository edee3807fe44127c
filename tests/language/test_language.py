"""The language gate: sentences, prose without markup, exact places, words, readability."""

import re
from pathlib import Path

import pytest

from tests.conftest import append_to, replace_in, vorming
from vorming.check import check_course
from vorming.exports import FORMATS
from vorming.language.check import (
    SPELT,
    AvoidedWords,
    check_spelling,
    describe_unknown,
    flesch_douma,
    is_right,
    open_gate,
    syllables,
)
from vorming.language.prose import read_blocks, read_passages, sentences
from vorming.model.language import Allowed, Avoided
from vorming.source.load import load_course
from vorming.source.yaml import scalars
from vorming.text.words import read_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bel de politie. Vraag om hulp!", ["Bel de politie.", "Vraag om hulp!"]),
        ("Neem iets mee, bv. Payoke of o.a. het OCMW. Klaar.", ["Neem iets mee, bv. Payoke of o.a. het OCMW.", "Klaar."]),
        ("Dat kost 3.500 euro, art. 5 zegt het. Toch?", ["Dat kost 3.500 euro, art. 5 zegt het.", "Toch?"]),
        ("Zie nr. 4. 's Avonds is er niemand.", ["Zie nr. 4.", "'s Avonds is er niemand."]),
        ("Vaak komt: “Dan moet je aangifte doen.” Noteer die zin.", ["Vaak komt: “Dan moet je aangifte doen.”", "Noteer die zin."]),
        ("“Mag dat?” vroeg ze. “Ja.”", ["“Mag dat?” vroeg ze.", "“Ja.”"]),
        ("Petra P. Östergren schreef dat. (Lees het na.) Goed.", ["Petra P. Östergren schreef dat.", "(Lees het na.)", "Goed."]),
        ("Wacht … en dan? Niets.", ["Wacht … en dan?", "Niets."]),
        ("Eén zin zonder punt", ["Eén zin zonder punt"]),
        (" … ", []),
    ],
)  # fmt: skip
def test_sentences_end_where_a_reader_stops(text: str, expected: list[str]) -> None:
    assert [sentence.text for sentence in sentences(text)] == expected


def test_sentence_knows_where_it_starts() -> None:
    text = "Eerst dit.  Dan dat."
    assert [text[s.start :] for s in sentences(text)] == [text, "Dan dat."]


def test_number_and_hyphenated_word_count_as_one_word() -> None:
    assert sentences("Na 72-uur kost het 3.500,50 euro in foto's.")[0].words == (
        "Na", "72-uur", "kost", "het", "3.500,50", "euro", "in", "foto's",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("Een {term}`melding` en {term}`iets melden <melding>`.", "Een melding en iets melden ."),
        ("Je betaalt {fact}`prijs` {cite}`bron-een`.", "Je betaalt 0 ."),
        ("Lees [de gids](https://a.be/b) of `code`.", "Lees de gids of ."),
        ("Lees [de gids](a.md 'De gids (oud)').", "Lees de gids ."),
        (
            "**Vet** en *schuin*, mail info@a.be, an+b@dienst.stad.be of ga naar a.be/nl/faq.",
            "Vet en schuin , mail , of ga naar .",
        ),
        ("Zij zei «une pute» en ging.", "Zij zei en ging."),
        (
            "Tekst <!-- weg --> met <br> erin, en caf&eacute;s.",
            "Tekst met erin, en café\xad\xad\xad\xad\xad\xad\xads.",
        ),
    ],
)
def test_prose_keeps_what_a_reader_sees_and_every_place(markdown: str, shown: str) -> None:
    (block,) = read_blocks(markdown)
    assert " ".join(block.text.split()) == shown
    assert len(block.text) == len(markdown)


PAGE = """\
# Titel

```{exercise} Aan de balie
:lines: 4
:method: rollenspel
Eerste regel.
Tweede regel.
```

````{trainer-note} Zo breng je dit
:minutes: 5
- Enkel voor de begeleider.

```{fact-box} prijs
```
````

| Wat | Hoeveel |
|---|---|
| Bezoek | 221 euro |

```python
code = "geen tekst"
```

[^noot]: Een voetnoot.
"""


def test_blocks_of_a_page_are_what_is_read() -> None:
    found = [(block.text, block.is_running, block.is_for_trainer) for block in read_blocks(PAGE)]
    assert [(text.strip(), *rest) for text, *rest in found] == [
        ("Titel", False, False), ("Aan de balie", False, False), ("rollenspel", False, False),
        ("Eerste regel.\nTweede regel.", True, False), ("Zo breng je dit", False, True),
        ("Enkel voor de begeleider.", True, True), ("Wat", False, False), ("Hoeveel", False, False),
        ("Bezoek", False, False), ("221 euro", False, False), ("Een voetnoot.", True, False),
    ]  # fmt: skip


def test_block_knows_where_it_starts() -> None:
    assert all(
        PAGE[block.start :].startswith(block.text.split("\n")[0].rstrip()) for block in read_blocks(PAGE)
    )


def _place_of(root: Path, word: str) -> str:
    for passage in read_passages(load_course(root)):
        if word in passage.text:
            return str(passage.at(passage.text.index(word)))
    raise AssertionError(word)


def test_place_in_a_folded_or_block_value_is_that_of_the_word(mini: Path) -> None:
    path = mini / "book/_data/faq.yml"
    text = path.read_text(encoding="utf-8").replace(
        "    question: Wat kost zorg?", '    question: >-\n      Wat kost\n      zorg "hier"?'
    )
    path.write_text(text, encoding="utf-8")
    assert _place_of(mini, "behandeling").startswith("book/_data/faq.yml:")
    lines = text.split("\n")
    for word in ("behandeling", "hier"):
        _, line, column = _place_of(mini, word).rsplit(":", 2)
        assert lines[int(line) - 1][int(column) - 1 :].startswith(word)


def test_place_in_a_notebook_is_the_line_of_its_cell(mini: Path) -> None:
    cell = '{"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# Oefening\\n", "\\n", "Vergelijk de *prijs* samen."]}'
    (mini / "book/les/oefening.ipynb").write_text(
        f'{{"cells": [\n{cell}\n], "metadata": {{}}, "nbformat": 4, "nbformat_minor": 5}}', encoding="utf-8"
    )
    toc = mini / "_toc.yml"
    replace_in(toc, "book/les/kaart", "book/les/oefening")
    assert _place_of(mini, "samen") == f"book/les/oefening.ipynb:2:{cell.index('samen') + 1}"


def test_every_place_is_where_the_word_stands_in_its_file(course_root: Path) -> None:
    lines: dict[str, list[str]] = {}
    for passage in read_passages(load_course(course_root))[::15]:
        for match in list(SPELT.finditer(passage.text))[-1:]:
            place = passage.at(match.start())
            if place.path not in lines:
                lines[place.path] = (course_root / place.path).read_text(encoding="utf-8").split("\n")
            assert lines[place.path][place.line - 1][place.column - 1 :].startswith(match[0]), place


AVOIDED = Avoided(words=("verkoop* * lichaam", "prostituee*"), say="sekswerker", why="Omdat.")
EXACT = Avoided(words=("ocmw",), say="OCMW", why="Omdat.", is_exact=True)
ALLOWED = Allowed(phrases=("de wet op de prostituees",), reason="Een naam.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zij verkoopt haar\nlichaam.", ["verkoopt haar\nlichaam"]),
        ("Twee Prostituees.", ["Prostituees"]),
        ("De Wet op de prostituees noemt prostituees zo.", ["prostituees"]),
        ("Het ocmw of het OCMW.", ["ocmw"]),
        ("De winkel verkoopt lichaamsmelk.", []),
    ],
)
def test_avoided_words_are_found_outside_allowed_phrases(text: str, expected: list[str]) -> None:
    assert [match[0] for match, _ in AvoidedWords((AVOIDED, EXACT), (ALLOWED,)).find(text)] == expected


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("idee", 2),
        ("anoniem", 3),
        ("sekswerker", 3),
        ("ongedocumenteerd", 6),
        ("België", 3),
        ("ZSG", 3),
        ("2022", 0),
        ("72-uur", 1),
    ],
)
def test_syllables_are_those_one_hears(word: str, count: int) -> None:
    assert syllables(word) == count


def test_figure_is_that_of_flesch_as_douma_fitted_it() -> None:
    assert flesch_douma(words=100, sentences=10, syllables=150) == pytest.approx(82.04)


@pytest.mark.parametrize(
    "word",
    [
        "aangifte",
        "Aangifte",
        "foto’s",
        "Payoke",
        "payokes-belzin",
        "UTSOPI’s",
        "ZSG-bezoek",
        "Oost-Vlaanderen",
    ],
)
def test_right_words_are_right(word: str) -> None:
    assert is_right(word, {"Payoke", "payokes", "belzin"})


@pytest.mark.parametrize("word", ["aangiftte", "payoke", "politei", "ZSG-bezoeek"])
def test_wrong_words_are_wrong(word: str) -> None:
    assert not is_right(word, {"Payoke"})


def test_words_command_names_wrong_words_and_unused_own_ones(mini: Path) -> None:
    append_to(mini / "book/les/kaart.md", "Vraag de politei of een olifant.\n")
    done = vorming(mini, "words")
    assert done.returncode == 1
    assert "book/les/kaart.md:4:10: politei → " in done.stdout
    assert "nergens gebruikt, mag weg uit language.yml: Payoke" in done.stdout
    assert "olifant" not in done.stdout


def test_readability_command_names_each_page_that_has_enough_text(mini: Path) -> None:
    page = mini / "book/les/kaart.md"
    assert page.name not in vorming(mini, "readability").stdout
    append_to(page, "Je belt en je wacht. " * 20)
    assert re.search(
        r"^ +\d+  minstens 50 +deelnemer +book/les/kaart.md$",
        vorming(mini, "readability").stdout,
        re.MULTILINE,
    )


INTERFACE_WORDS = {
    "Original", "Esc", "Ctrl-C", "checked", "minutes", "book", "quizzes", "exports", "build", "abcd", "begeleiderspakket", "add", "blz", "day", "group", "yml", "config", "global",
    "Eén", "Flesch-Douma", "JupyterLab", "rolkaarten", "zakkaart", "fr", "gent", "language", "lesson", "nl", "only", "packages", "since", "src", "zips",
}  # fmt: skip
"""Names of files and commands, and good words the dictionary does not know; formats of export are known by name."""


def test_words_of_the_interface_keep_the_same_rules(repository: Path) -> None:
    course = load_course(repository).parsed
    avoided = AvoidedWords(course.language.stigma + course.language.terms, course.language.allowed)
    for path in sorted((repository / "src/vorming/assets").glob("*/words.nl.yml")):
        leaves = scalars(read_words(path.parent.name, "nl"))
        said = (block.text for _, leaf in leaves for block in read_blocks(leaf))
        text = re.sub(r"\{[\w.]*\}", " ", "\n".join(said))
        unknown = [word for word in SPELT.findall(text) if not is_right(word, INTERFACE_WORDS | {*FORMATS})]
        assert unknown == [], f"{path}: misspelt, or a word for INTERFACE_WORDS"
        assert list(avoided.find(text)) == [], path.name


def test_quoted_text_of_a_participant_may_hold_avoided_words(mini: Path) -> None:
    path = mini / "book/_data/difficult_moments.yml"
    replace_in(path, "says: Waarom is dat", "says: Waarom is een prostituee")
    assert "language-stigma" not in {problem.rule_id for problem in check_course(mini)}


def test_a_word_that_a_waiver_lets_pass_is_not_listed_as_unknown(mini: Path) -> None:
    append_to(mini / "book/les/kaart.md", "\nIjsland is een land.\n")
    (said,) = describe_unknown(open_gate(load_course(mini)))
    assert ": Ijsland → " in said
    waiver = "{rule: language-spelling, file: book/les/*, texts: [Ijsland], reason: Een proef.}"
    replace_in(mini / "book/_data/language.yml", "waivers: []", f"waivers: [{waiver}]")
    gate = open_gate(load_course(mini))
    assert [finding.text for finding in check_spelling(gate)] == ["Ijsland"]
    assert list(describe_unknown(gate)) == []
