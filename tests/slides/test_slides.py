"""Pages become slides: what stands on them, what goes to the notes, what an author is told."""

import re
from pathlib import Path

import pytest
from lxml import html

from tests.conftest import build, replace_in, vorming
from tests.support.decks import read_deck_data
from vorming.slides.write import render_assets
from vorming.text.tokens import load_tokens

LESSON = "book/les/eerste.md"


def _built_with(mini: Path, text: str) -> tuple[str, str]:
    """Add Markdown to the lesson of the mini-book; return its deck and what the build says."""
    page = mini / LESSON
    replace_in(page, "## Oefenen", f"{text}\n\n## Oefenen")
    done = vorming(mini, "build", "--only", "trainer")
    assert done.returncode == 0, done.stderr
    return (mini / "_build/trainer/dias/eerste.html").read_text(encoding="utf-8"), done.stderr


WRONG = """\
## Leeg

Enkel een alinea.

## Vol

```{slide}
%s
```

## Breed

- Punt

| Een | Twee | Drie | Vier | Vijf | Zes |
|---|---|---|---|---|---|
| a | b | c | d | e | f |

## In een lijst

- Punt

  | Zes | Vijf | Vier | Drie | Twee | Een |
  |---|---|---|---|---|---|
  | a | b | c | d | e | f |

## Code

```text
regel
```

## Zonder tijd

- Punt

```{trainer-note} Zo
Zeg dit.
```""" % ("woord " * 61)


@pytest.mark.rule("slide-empty", "slide-crowded", "slide-left-out", "notes-no-minutes")
def test_rules_of_slides_warn_with_their_line_and_stop_nothing(mini: Path) -> None:
    _, said = _built_with(mini, WRONG)
    assert vorming(mini, "build", "--only", "trainer").stderr == said, "what is still true is said again"
    found = re.findall(rf"^{LESSON}:(\d+):1: let op: .*\[([\w-]+)\]$", said, re.MULTILINE)
    lines = (mini / LESSON).read_text(encoding="utf-8").splitlines()
    assert {(lines[int(line) - 1], rule) for line, rule in found} == {
        ("## Leeg", "slide-empty"),
        ("```{slide}", "slide-crowded"),
        ("| Een | Twee | Drie | Vier | Vijf | Zes |", "slide-left-out"),
        ("  | Zes | Vijf | Vier | Drie | Twee | Een |", "slide-left-out"),
        ("```text", "slide-left-out"),
        ("```{trainer-note} Zo", "notes-no-minutes"),
    }


IN_A_LIST = """\
## Lijst

- Punt met een tabel.

  Nog een zin.

  | Wat | Hoe |
  |---|---|
  | cel | rood |

- Punt met een lijst:
  1. Punt eronder.

     ```{case} Aan de deur
     Iemand wacht.
     ```

     ```{trainer-note} Zo
     :minutes: 2
     KANARIENOTITIE
     ```
"""


def test_what_stands_in_an_item_of_a_list_is_shown_behind_the_list(mini: Path) -> None:
    written, _ = _built_with(mini, IN_A_LIST)
    shown = " ".join(" ".join(map(str, html.fromstring(written).itertext())).split())
    order = [
        "Punt met een tabel. Punt met een lijst: Punt eronder.",
        "Wat Hoe cel rood",
        "Aan de deur Verzonnen voorbeeld Iemand wacht.",
    ]
    at = [shown.index(words) for words in order]
    assert at == sorted(at) and "Nog een zin." not in shown and "KANARIENOTITIE" not in shown
    window = (mini / "_build/trainer/dias/eerste-spreker.html").read_text(encoding="utf-8")
    assert [window.count(words) for words in ("Nog een zin.", "Iemand wacht.", "KANARIENOTITIE")] == [1, 1, 1]


def test_folded_answers_are_open_in_the_speakers_window_and_on_no_slide(mini: Path) -> None:
    written, _ = _built_with(mini, "```{dropdown} Zo kan het\n- KANARIEVOUW\n```\n")
    window = html.parse(mini / "_build/trainer/dias/eerste-spreker.html")
    (answer,) = window.xpath("//*[text()='KANARIEVOUW']")
    box = "".join(answer.xpath("ancestor::div[contains(@class, 'box')]")[0].itertext()).split()
    assert box == ["Zo", "kan", "het", "KANARIEVOUW"], "an icon of the page would be text here"
    assert (
        not answer.xpath("ancestor::details[contains(@class, 'sd-dropdown')]")
        and "KANARIEVOUW" not in written
    )


BESIDE_A_SLIDE = """\
````{case} Aan de deur
```{seealso}
KANARIEZIE
```
````

```{admonition} KANARIEZIJ
Opzij.
```

````{grid} 1
```{grid-item-card} KANARIEKAART
Op een kaart.
```
````

````{tab-set}
```{tab-item} KANARIETAB
In een tab.
```
````

```{code-block} text
:caption: KANARIECODE
regel
```

### Drie

#### Vier

KANARIEVIER
"""


def test_speaker_reads_the_asides_the_titles_and_the_lowest_headings_of_a_page(mini: Path) -> None:
    _built_with(mini, BESIDE_A_SLIDE)
    window = (mini / "_build/trainer/dias/eerste-spreker.html").read_text(encoding="utf-8")
    names = re.findall(r"KANARIE\w+", BESIDE_A_SLIDE)
    assert [window.count(name) for name in names] == [1] * len(names)


def test_deck_holds_every_section_and_no_note(mini_built: Path) -> None:
    deck = (mini_built / "_build/trainer/dias/eerste.html").read_text(encoding="utf-8")
    for heading in ("Eerste les", "Wat kost het?", "De vraag", "Oefenen", "Kernpunten"):
        assert heading in deck
    assert "KANARIEBEGELEIDER" not in deck and "KANARIEMOMENT" not in deck


def test_warning_before_a_lesson_stands_on_its_title_slide(mini_built: Path) -> None:
    deck = html.parse(mini_built / "_build/trainer/dias/eerste.html")
    (title,) = deck.xpath("//section[contains(@class, 'dia-title')]")
    said = " ".join(" ".join(title.itertext()).split())
    assert "Eerste les Vooraf Deze les gaat over hulp." in said
    assert not deck.xpath("//section[contains(@class, 'dia-content-note')]")


def test_each_kind_of_box_with_a_colour_has_it_on_slides() -> None:
    style = render_assets()["_dia/tokens.css"].decode()
    for kind in (name.replace("_", "-") for name in load_tokens().boxes):
        colour = f"--vorming-{kind}-rule"
        assert f"{colour}: #" in style and f".dia-{kind},\n.block-{kind} {{\n  --tag: var({colour});" in style


def test_question_has_the_notes_of_the_step_that_asks_it(mini: Path) -> None:
    page = mini / LESSON
    replace_in(
        page,
        "questions: [v-rollen, eerste-prijs-vraag], print: [role-cards]}",
        "uses: [loket], questions: [v-rollen, eerste-prijs-vraag], print: [role-cards]}\n"
        "    - {id: toets, title: Toets, minutes: 5, method: explanation, keep: may-go, uses: [toets]}",
    )
    note = "```{trainer-note} Zo\n:minutes: 5\nKANARIEOEFEN\n```"
    quiz = "(toets)=\n## Test jezelf\n\n```{trainer-note} Quiz\n:minutes: 5\nKANARIETOETS\n```\n\n```{quiz} eerste\n```"
    for old, new in (
        ("minutes: 20\n", "minutes: 25\n"),
        ("## Oefenen", "(loket)=\n## Oefenen"),
        ("| Wat |", f"{note}\n\n| Wat |"),
        ("```{difficult-moments}", f"{quiz}\n\n```{{difficult-moments}}"),
    ):
        replace_in(page, old, new)
    steps = "{lesson: eerste, steps: [{id: start}, {id: opdracht}]}"
    replace_in(mini / "book/_data/course.yml", "{lesson: eerste}", steps)
    build(mini, "--only", "days")
    spoken = (mini / "_build/trainer/dagen/proef-kort/dia-spreker.html").read_text(encoding="utf-8")
    assert "KANARIEOEFEN" in spoken and "KANARIETOETS" not in spoken


def test_question_that_a_day_moves_has_the_notes_of_the_step_that_then_asks_it(mini: Path) -> None:
    quiz = "(toets)=\n## Test jezelf\n\n```{trainer-note} Quiz\n:minutes: 5\nKANARIETOETS\n```\n\n```{quiz} eerste\n```"
    for old, new in (
        (
            "questions: [v-rollen, eerste-prijs-vraag], print: [role-cards]}",
            "questions: [v-rollen], print: [role-cards]}\n"
            "    - {id: toets, title: Toets, minutes: 5, method: quiz, keep: may-go, uses: [toets], questions: [eerste-prijs-vraag]}",
        ),
        ("minutes: 20\n", "minutes: 25\n"),
        ("```{difficult-moments}", f"{quiz}\n\n```{{difficult-moments}}"),
    ):
        replace_in(mini / LESSON, old, new)
    steps = "{lesson: eerste, steps: [{id: start, questions: [eerste-prijs-vraag]}, {id: opdracht}]}"
    replace_in(mini / "book/_data/course.yml", "{lesson: eerste}", steps)
    build(mini, "--only", "days")
    window = mini / "_build/trainer/dagen/proef-kort/dia-spreker.html"
    assert "KANARIETOETS" not in window.read_text(encoding="utf-8")


TWO_PARTS = """(een-deel)=
## Een deel

- Punt

```{trainer-note} Bronnen
KANARIEZONDER
```

(nog-een-deel)=
## Nog een deel

- Punt

```{trainer-note} Zo
:minutes: 5
KANARIESTAP
```
"""


def test_every_slide_of_a_step_has_its_notes_with_the_one_that_has_minutes_first(mini: Path) -> None:
    replace_in(
        mini / LESSON, "id: start, title: Start,", "id: start, title: Start, uses: [een-deel, nog-een-deel],"
    )
    _built_with(mini, TWO_PARTS)
    data = read_deck_data(mini / "_build/trainer/dias", "eerste")
    window = html.parse(mini / "_build/trainer/dias/eerste-spreker.html").getroot()
    (ids,) = {
        tuple(slide["notes"]) for slide in data["slides"] if slide["title"] in ("Een deel", "Nog een deel")
    }
    notes = [window.get_element_by_id(f"notes-{id}").text_content() for id in ids]
    (timed,) = (number for number, text in enumerate(notes) if "KANARIESTAP" in text)
    (sources,) = (number for number, text in enumerate(notes) if "KANARIEZONDER" in text)
    assert timed < sources
