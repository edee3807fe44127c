"""Course packs: every PDF is accessible, whole, and holds nothing that its reader must not see."""

import io
import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pytest

from tests.conftest import append_to, build, replace_in, vorming
from tests.support.pdf import lines_on_lines, pages_of, text_of
from vorming.course.kinds import facts_date
from vorming.source.load import load_course
from vorming.source.problems import Place, Problem, problem
from vorming.text.numbers import format_date
from vorming.text.words import read_words
from vorming.typst import press

TRAINER_WORDS = (
    "KANARIEBEGELEIDER", "KANARIEVOETNOOT", "KANARIEMOMENT", "KANARIEADVIES", "KANARIEVOORAF", "KANARIEDOEL", "KANARIEWELKOM",
)  # fmt: skip
PACKS = ("proef-leesboek", "proef-kaart")


def pdf(root: Path, name: str) -> Path:
    return root / "_build" / "packs" / f"{name}.pdf"


def papers(root: Path) -> Path:
    return root / "_build/trainer/dagen/proef-kort"


def test_trainee_reads_no_trainer_text(mini_built: Path) -> None:
    packs = [pdf(mini_built, name) for name in PACKS]
    own = [papers(mini_built) / f"{name}.pdf" for name in ("deelnemer", "zakkaart")]
    for path in (*packs, *own):
        bare = io.BytesIO()
        with pikepdf.open(path) as found:
            found.save(bare, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        for word in TRAINER_WORDS:
            assert word not in text_of(path)
            assert word.encode() not in bare.getvalue()
    for word in TRAINER_WORDS:
        assert word in text_of(papers(mini_built) / "begeleider.pdf")


SHEETS = """
## Hulp

Bel 112.

## De l’aide

```{language} fr
Appelez le 112.
```
"""


@pytest.mark.rule("first-help-long")
def test_first_help_has_a_sheet_for_each_section(mini: Path) -> None:
    page, course = mini / "book/les/kaart.md", mini / "book/_data/course.yml"
    append_to(page, SHEETS)
    replace_in(course, "  help_page:", "  first_help: book/les/kaart\n  help_page:")
    done = vorming(mini, "build", "--only", "packs")
    assert done.returncode == 0, done.stderr
    dutch, french = pages_of(pdf(mini, "eerste-hulp"), "-layout")
    assert "Bel 112." in dutch
    day = facts_date(load_course(mini).parsed)
    for sheet, code in ((dutch, "nl"), (french, "fr")):
        # Each is handed out alone: its foot is in its own language, and counts no pages.
        said, foot = read_words("packs", code), " ".join(sheet.strip().splitlines()[-1].split())
        assert foot.startswith(f"{said['pack_id']} ")
        assert foot.endswith(f" · {said['facts_of']} {' '.join(format_date(day, code).split())}")
    append_to(page, "\nBel.\n" * 60)
    done = vorming(mini, "build", "--only", "packs")
    assert done.returncode == 0 and "[first-help-long]" in done.stdout + done.stderr


def test_paper_that_cannot_be_set_keeps_its_pdf_and_the_others_are_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, sources = tmp_path / "packs", tmp_path / "typ"
    wrong = problem(Place("book/les/kaart.md", 3), "glyph-missing", value="Ⓐ")

    def run(made: Mapping[str, bytes | Problem]) -> list[Problem]:
        monkeypatch.setattr(press, "set_apart", lambda sources, _: [made[path.stem] for path in sources])
        given = press.Press(folder, sources)
        given.submit({name: f"= {name} {made[name]!r}" for name in made})
        return list(given.finish())

    assert run({"een-kaart": b"1", "een-boek": b"1"}) == []
    assert run({"een-kaart": wrong, "een-boek": b"2"}) == [wrong]
    assert {path.stem: path.read_bytes() for path in folder.glob("*.pdf")} == {
        "een-kaart": b"1",
        "een-boek": b"2",
    }
    # What failed counts as never set, so that it is set again though its markup is the same.
    assert run({"een-kaart": wrong, "een-boek": b"2"}) == [wrong]


LONG_WORD = "hottentottententententoonstelling" * 12
ROWS = 150
HARD_PAGE = f"""
{LONG_WORD}

```{{trainer-note}} Lang
{LONG_WORD}
```

| Regel | Getal |
|---|---|
| {LONG_WORD} | 0 |
{"".join(f"| regel {n} | {n} |{chr(10)}" for n in range(ROWS))}
"""


def test_pack_without_a_chart_sets_a_very_long_word_and_a_very_long_table(mini: Path) -> None:
    page = mini / "book" / "les" / "eerste.md"
    start, at, rest = page.read_text(encoding="utf-8").partition("[^noot]: ")
    page.write_text(start + HARD_PAGE + at + rest, encoding="utf-8")
    language = mini / "book/_data/language.yml"
    replace_in(language, "[Payoke]", f"[Payoke, {LONG_WORD}]")
    build(mini, "--only", "packs", "--module", "proef")
    written = (mini / "_build/packs/typ").rglob("*.typ")
    assert not any("#picture(src" in path.read_text(encoding="utf-8") for path in written)
    made = pdf(mini, "proef-leesboek")
    pages = pages_of(made, "-layout")
    held = [page for page in pages if re.search(r"^ *regel \d+ +\d+", page, re.MULTILINE)]
    assert len(held) > 2 and all("Getal" in page for page in held)
    assert all(re.search(rf"^ *regel {n} +{n}$", "\n".join(held), re.MULTILINE) for n in range(ROWS))
    assert lines_on_lines(made) == 0


def test_trainer_cuts_out_a_card_per_role(mini_built: Path) -> None:
    cards = text_of(papers(mini_built) / "knipbladen.pdf")
    assert "Elke speler leest alleen de eigen kaart" in cards
    assert "Bo" in cards
    assert "Je zoekt het woord hulp" in cards
    assert "zoekt het woord hulp" not in text_of(papers(mini_built) / "deelnemer.pdf")


def packs_of(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "_build/packs").glob("*.pdf")}


def test_only_packs_with_other_markup_are_set_again_and_bytes_do_not_depend_on_it(
    mini_built: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(mini_built, tmp_path / "andere map")
    page = root / "book/les/eerste.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("Een gewone voetnoot.", "Een andere voetnoot."), encoding="utf-8")
    (root / "_build/packs/oude-module-deelnemer.pdf").write_bytes(b"van een module die weg is")
    pictures = root / "_build/packs/typ/images"
    shown = set(pictures.iterdir())
    (pictures / "0123456789abcdef.svg").write_bytes(b"van een tekening die weg is")
    stamps = root / "_build/packs/typ/.gezet.json"
    first = json.loads(stamps.read_text())
    build(root, "--only", "packs")
    second = json.loads(stamps.read_text())
    assert {name for name in first if first[name] != second[name]} == {"proef-leesboek"}
    assert set(packs_of(mini_built)) == set(packs_of(root))
    assert shown and set(pictures.iterdir()) == shown
    page.write_text(text, encoding="utf-8")
    shutil.rmtree(root / "_build/packs")
    build(root, "--only", "packs")
    assert packs_of(root) == packs_of(mini_built)


def test_module_chooses_the_packs(mini: Path) -> None:
    build(mini, "--only", "packs", "--module", "proef")
    assert set(packs_of(mini)) == {f"{name}.pdf" for name in PACKS}
    wrong = {
        ("--module", "proof"): "Bedoel je “proef”?",
        ("--only", "html", "--module", "proef"): "--module hoort bij --only packs.",
    }
    for arguments, said in wrong.items():
        done = vorming(mini, "build", *arguments)
        assert (done.returncode, said in done.stderr) == (2, True), done.stderr


def test_pages_of_a_site_in_a_folder_of_its_host_stand_in_that_folder(mini: Path) -> None:
    settings = mini / "book/_data/course.yml"
    replace_in(settings, "https://vorming.test/", "https://utsopi.example/vorming")
    course = load_course(mini).parsed
    assert f"{course.settings.site_address}book/index.html" == (
        "https://utsopi.example/vorming/book/index.html"
    )
