"""What the extension makes of a page, and what it reports."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sphinx.errors import ExtensionError

from tests.conftest import MINI, append_to, build, replace_in, vorming
from vorming.build.sphinx import open_sphinx, read_course, write_course
from vorming.model.course import Course
from vorming.model.directives import OWN_DIRECTIVES, find
from vorming.sphinx_ext.base import CourseDirective
from vorming.text.words import box_word


@pytest.mark.parametrize("name", OWN_DIRECTIVES)
def test_record_of_a_directive_names_what_exists(name: str) -> None:
    record = OWN_DIRECTIVES[name]
    assert issubclass(find(f"sphinx_ext.{record.cls}"), CourseDirective) and record.summary
    for dotted in filter(None, (record.items, record.fingerprint, record.export, record.shown_ids)):
        assert dotted in Course.model_fields or callable(find(dotted))
    assert not record.box or box_word(record.box)
    assert not record.is_practice or record.box == name, "papers know it by its box, checks by its name"
    assert not record.is_for_trainer or record.slide in {"", "note", "moment"}, "the room would read it"


def _page(mini: Path, name: str = "les/kaart", site: str = "html") -> str:
    return (mini / f"_build/{site}/book/{name}.html").read_text(encoding="utf-8")


def test_help_line_without_a_number_says_so(mini: Path) -> None:
    lines = mini / "book/_data/helplines.yml"
    replace_in(lines, '    phone: "112"\n', "")
    replace_in(lines, "    is_emergency: true\n", "    place: Brussel\n")
    replace_in(mini / "book/les/kaart.md", "Bel {helpline}`noodnummer`", "Bel")
    append_to(mini / "book/les/kaart.md", "\n```{helplines}\n:brief:\n```\n")
    build(mini, "--only", "html")
    for shown in (_page(mini), _page(mini, "naslag/nummers")):
        assert "Het telefoonnummer is nog <em>te bevestigen</em>." in shown and 'href="tel:' not in shown
        assert "Brussel</p>" in shown  # a place ends in no full stop, so nothing follows it


def test_module_says_what_to_read_on(mini_built: Path) -> None:
    listed = _page(mini_built, "index").partition("Wil je verder lezen?")[2].partition("</ul>")[0]
    assert "Eerste bron" in listed and "bibtex-citation" in listed


def test_key_points_stand_after_the_exercises_that_they_answer(mini_built: Path) -> None:
    for site in "html", "trainer":
        page = (mini_built / f"_build/{site}/book/les/eerste.html").read_text(encoding="utf-8")
        article = page.partition("<article")[2].partition("</article>")[0]
        assert article.count("box-key-points") == article.count("page-sources") == 1
        assert article.rindex("<h2") < article.index("box-key-points") < article.index("page-sources")


def _jupyter_book(root: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", "."]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def test_jupyter_book_builds_the_trainee_site_by_itself(mini: Path) -> None:
    done = _jupyter_book(mini)
    assert done.returncode == 0, done.stderr[-2000:]
    page = _page(mini, "les/eerste")
    assert "Kernpunten" in page and "KANARIE" not in page


SECRET = "Deze zin van negen gewone woorden leest enkel de begeleider."


FOOTNOTE = f"```{{trainer-note}} Titel\nTekst.\n\n[^a]: {SECRET}\n```\n\n```{{tip}}\nBuiten[^a].\n```\n"


def test_leaks_stop_jupyter_book_with_their_places(mini: Path) -> None:
    page = mini / "book/les/kaart.md"
    append_to(page, f"\n```{{trainer-note}}Titel\n{SECRET}\n```\n\n<!-- {SECRET} -->\n\n{FOOTNOTE}")
    done = _jupyter_book(mini)
    lines = page.read_text(encoding="utf-8").splitlines()
    found = {
        lines[int(line) - 1] for line in re.findall(r"book/les/kaart\.md:(\d+)", done.stdout + done.stderr)
    }
    assert done.returncode == 1 and found == {"```{trainer-note}Titel", f"<!-- {SECRET} -->", "Buiten[^a]."}
    assert not list((mini / "_build/html").rglob("*.html"))


def test_site_of_jupyter_book_that_leaks_what_the_check_missed_is_removed(
    mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last look finds what no rule knows: here, a footnote of a note that other text refers to."""
    monkeypatch.setattr("vorming.sphinx_ext.check_loaded", lambda *_: ())
    page, made = mini / "book/les/kaart.md", mini / "_build/html"
    text = page.read_text(encoding="utf-8")
    append_to(page, f"\n{FOOTNOTE}")
    opened = open_sphinx(mini, "html", "_build/html", {"vorming_is_checked": False})
    with pytest.raises(ExtensionError, match="Verbeter eerst de pagina"), opened as (app, warnings):
        app.build()
    assert f"book/les/kaart.md:{len(text.splitlines()) + 5}" in warnings.getvalue()
    assert not made.exists()


def _run_sphinx(root: Path, folder: str) -> tuple[str, ...]:
    """Read, and write the site; return what Sphinx warns of."""
    return read_course(root) or tuple(map(str, write_course(root, "html", root / folder)))


def test_what_only_sphinx_sees_in_an_answer_has_its_line_in_the_file(mini: Path) -> None:
    path = mini / "book/_data/faq.yml"
    text = path.read_text(encoding="utf-8").replace("de behandeling", "[de behandeling](#weg)")
    path.write_text(text, encoding="utf-8")
    line = text.partition("(#weg)")[0].count("\n") + 1
    assert f"book/_data/faq.yml:{line}:" in "".join(_run_sphinx(mini, "_build/html"))


def test_another_look_rewrites_every_page_and_the_style(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [mini / "_build/html" / name for name in ("_static/site.css", "book/index.html")]
    assert _run_sphinx(mini, "_build/html") == ()
    for path in made:
        path.write_text("oud", encoding="utf-8")
    assert _run_sphinx(mini, "_build/html") == ()
    assert all(path.read_text(encoding="utf-8") == "oud" for path in made)
    monkeypatch.setattr("vorming.sphinx_ext.site.package_digest", lambda: "another version of this package")
    assert _run_sphinx(mini, "_build/html") == ()
    assert not any(path.read_text(encoding="utf-8") == "oud" for path in made)


def test_a_bar_in_a_title_and_a_slash_in_a_number_change_nothing(mini: Path) -> None:
    replace_in(mini / "book/_data/course.yml", "title: Welkom", 'title: "Welkom | rondje"')
    replace_in(mini / "book/_data/helplines.yml", 'phone: "112"', "phone: 02/201.16.90")
    build(mini, "--only", "html")
    assert 'href="tel:022011690"' in _page(mini)
    assert "Welkom | rondje" in _page(mini, "index")


def test_heading_with_the_name_of_a_part_of_the_site_gets_no_id_of_it(mini: Path) -> None:
    append_to(mini / "book/les/kaart.md", "\n## Inhoud\n\nEen.\n\n## Menu\n\nTwee.\n\n## Zoekterm\n\nDrie.\n")
    build(mini, "--only", "html")
    ids = re.findall(r'\sid="([^"]+)"', _page(mini))
    assert len(set(ids)) == len(ids)


def test_language_that_no_part_can_be_in_is_a_problem(mini: Path) -> None:
    append_to(mini / "book/les/kaart.md", "\n```{language} xx\nBonjour.\n```\n")
    assert "[reference-unknown]" in vorming(mini, "check").stdout


CARDS = """
Bel {helpline}`noodnummer`, of lees {ref}`dit <aan-het-loket>`.

```{case} Loket
:name: aan-het-loket
Iemand belt.
```

```{cards} Wat zeg je?
:name: wat-zeg-je
:group: 3
- KANARIEKAART
- Ik luister.
```
"""
FRENCH = """
## Où trouver de l’aide

```{language} fr
Appelez le {helpline}`noodnummer` : {fact}`prijs-zorg` euros, depuis le {fact}`dossier-onbekend`.
```

## In een hoek

Gewone tekst.

```{language} fr
Bonjour.
```
"""
PAGES = {
    "punt": "```{faq} wat-kost-zorg\n```",
    "hulp": "```{helplines}\n:brief:\n```",
    "regel": "KANARIEREGEL\\\nen de volgende, of\\\nnog een.",
    "lijst": "Een zin {cite}`laatste,eerste,midden`.",
    "kaartjes": CARDS,
    "frans": FRENCH,
}
LEDGERS = "## Prijs\n\n```{ledger}\n:topic: prijs\n```\n\n## Melding\n\n```{ledger}\n:topic: melding\n"
EDITS = (
    ("_data/helplines.yml", 'phone: "112"\n', 'phone: "112"\n    site: kanarie.example\n'),
    ("_data/facts.yml", "dossier: H6", "topic: prijs"),
    ("_data/facts.yml", "  - id: melding-anoniem", "  - id: melding-anoniem\n    topic: melding"),
    ("_data/facts.yml", "  - id: dossier-onbekend", "  - id: dossier-onbekend\n    topic: melding"),
    ("_data/facts.yml", "status: unconfirmed", "status: unconfirmed\n    date: 2026-04-01"),
    ("_data/difficult_moments.yml", "[prijs-zorg]", "[prijs-zorg, melding-anoniem, dossier-onbekend]"),
    ("_data/quizzes/eerste.yml", "Een melding mag", "Bel {helpline}`noodnummer`. Een melding mag"),
    ("naslag/stand-van-zaken.md", "```{ledger}\n", LEDGERS),
)
SOURCES = {"laatste": "Zorg", "eerste": "Écoute", "midden": "Violett"}
SOURCE = """
@misc{%s,
  title = {Titel},
  author = {{%s}},
  url = {https://voorbeeld.be/%s},
}
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A mini-book with these pages and edits, built; don't change it."""
    root = shutil.copytree(MINI, tmp_path_factory.mktemp("blokken") / "boek")
    for name, text in PAGES.items():
        (root / f"book/les/{name}.md").write_text(f"# {name.capitalize()}\n\n{text}\n", encoding="utf-8")
        replace_in(root / "_toc.yml", "les/kaart\n", f"les/kaart\n      - file: book/les/{name}\n")
    for file, old, new in EDITS:
        replace_in(root / "book" / file, old, new)
    for key, author in SOURCES.items():
        append_to(root / "book/_data/references.bib", SOURCE % (key, author, key))
    build(root, "--only", "html", "--only", "trainer")
    return root


def test_point_that_differs_stands_once_on_a_page(book: Path) -> None:
    """The page's own {contradiction} takes it out of its FAQ entries; without one the entry says it."""
    for name in ("les/eerste", "les/punt"):
        assert _page(book, name).count("De prijs ligt rond 550 euro; vraag hem na.") == 1


def test_brief_help_lines_keep_number_and_site_and_leave_out_sources(book: Path) -> None:
    card = _page(book, "les/hulp")
    assert 'href="tel:' in card and 'href="https://kanarie.example"' in card
    assert "Nagekeken in een bron" not in card
    assert "Nagekeken in een bron op" in _page(book, "naslag/nummers")


def test_ledger_of_a_topic_lists_its_facts_with_how_sure_they_are(book: Path) -> None:
    made = _page(book, "naslag/stand-van-zaken")
    order = re.findall(r'<h2>([^<]+)|<dt id="fact-([^"]+)', made)
    facts = [title or f"- {id}" for title, id in order]
    assert facts[:5] == ["Prijs", "- prijs-zorg", "Melding", "- melding-anoniem", "- dossier-onbekend"]
    folds = re.findall(r'<details class="fact-more[^>]*>\s*<summary>([^<]+)</summary>', made)
    assert folds == ["Volgens UTSOPI", "Feit", "Te bevestigen"]


def test_card_calls_nothing_a_fact_that_is_still_to_be_confirmed(book: Path) -> None:
    for page in ("book/les/eerste.html", "begeleider/moeilijke-momenten.html"):
        html = (book / "_build/trainer" / page).read_text(encoding="utf-8")
        shown = " ".join(re.sub(r"<[^>]+>|:", " ", html).split())
        assert "Volgens UTSOPI Zonder verzekering" in shown
        assert "Feit Een melding kan anoniem" in shown
        assert "Te bevestigen Of dit in het dossier komt" in shown


def test_hard_line_break_is_html(book: Path) -> None:
    page = _page(book, "les/regel")
    assert "KANARIEREGEL<br>" in page and "of<br>" in page and "<br />" not in page


def test_sources_stand_in_the_order_of_a_dutch_list(book: Path) -> None:
    listed = _page(book, "naslag/bronnen")
    places = [listed.rindex(f"voorbeeld.be/{key}") for key in ("eerste", "midden", "laatste")]
    assert places == sorted(places)


def test_number_of_a_help_line_dials_and_cards_are_for_the_trainer_alone(book: Path) -> None:
    trainee, trainer = (_page(book, "les/kaartjes", site) for site in ("html", "trainer"))
    assert 'href="tel:112">112</a>' in trainee and 'href="#case-aan-het-loket"' in trainee
    assert "KANARIEKAART" not in trainee
    assert "KANARIEKAART" in trainer and "Eén set per 3 personen." in trainer


def test_part_in_another_language_says_so_and_is_no_dutch_to_the_checks(book: Path) -> None:
    made = _page(book, "les/frans")
    assert '<section id="ou-trouver-de-laide" lang="fr">' in made
    assert '<section id="in-een-hoek">' in made and re.search(r'<div class="[^"]*container" lang="fr">', made)
    shown = " ".join(re.sub(r"<[^>]+>", "", made).split())
    assert "depuis le 1er avril 2026." in shown.replace("\u00a0", " ")
    assert "550 euros" in shown and "550\u00a0euro euros" not in made


def test_two_works_cited_together_are_told_apart(mini: Path) -> None:
    append_to(
        mini / "book/_data/references.bib",
        "\n@misc{bron-samen, author={{Samen}}, year={2020}, title={Titel}, url={https://example.org/samen}}\n",
    )
    replace_in(mini / "book/les/eerste.md", "{cite}`bron-een`", "{cite}`bron-een,bron-samen`")
    build(mini, "--only", "html")
    text = re.sub(r"<[^>]+>", "", _page(mini, "les/eerste"))
    assert re.search(r"\[Samen, 2020; [^];]+\]", text)
