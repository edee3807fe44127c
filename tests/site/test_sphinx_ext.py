"""What the extension makes of a page, and what it reports."""

import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from docutils.utils import new_document
from sphinx.errors import ExtensionError

from tests.conftest import vorming
from vorming.build.sphinx import open_sphinx, read_course, write_course
from vorming.model.directives import OWN_DIRECTIVES, find
from vorming.source.problems import Problem
from vorming.sphinx_ext.base import CourseDirective
from vorming.sphinx_ext.site_files import check_policy
from vorming.text.words import box_word


@pytest.mark.parametrize("name", OWN_DIRECTIVES)
def test_record_of_a_directive_names_what_exists(name: str) -> None:
    record = OWN_DIRECTIVES[name]
    assert issubclass(find(f"sphinx_ext.{record.cls}"), CourseDirective) and record.summary
    ids = record.shows.ids if record.shows else ""
    for dotted in filter(None, (record.items, record.fingerprint, record.export, ids)):
        assert callable(find(dotted))
    assert not record.box or box_word(record.box)
    assert not record.is_practice or record.box == name, "papers know it by its box, checks by its name"
    assert not record.is_for_trainer or record.slide in {"", "note", "moment"}, "the room would read it"


def _build_with(mini: Path, text: str) -> subprocess.CompletedProcess[str]:
    page = mini / "book/les/kaart.md"
    page.write_text(page.read_text(encoding="utf-8") + text, encoding="utf-8")
    return vorming(mini, "build", "--only", "html")


@pytest.mark.rule("policy-broken")
def test_what_a_page_s_own_security_would_block_is_a_problem_with_its_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What another extension may write: no page that passes the check has it any more."""
    found: list[Problem] = []
    monkeypatch.setattr("vorming.sphinx_ext.site_files.report", found.append)
    app: Any = SimpleNamespace(
        builder=SimpleNamespace(name="html"), env=SimpleNamespace(doc2path=lambda name, base: f"{name}.md")
    )
    body = '<p>Goed <!-- <embed> --></p><table title="1 > 0" style="width: 50%"></table><img src="//elders.be/x.png"><script>1</script>'
    check_policy(app, "book/les/kaart", "page.html", {"body": body}, new_document(""))
    assert [(each.place.path, each.rule_id) for each in found] == [("book/les/kaart.md", "policy-broken")] * 3
    assert all(part in " ".join(map(str, found)) for part in ("script", "style", "src=//elders.be"))
    found.clear()
    check_policy(
        app, "book/les/kaart", "page.html", {"body": "<p>Een stijl is geen style</p>"}, new_document("")
    )
    assert found == []


def test_point_that_differs_stands_once_on_a_page(mini: Path) -> None:
    """The page's own {contradiction} takes it out of its FAQ entries; without one the entry says it."""
    done = _build_with(mini, "\n```{faq} wat-kost-zorg\n```\n")
    assert done.returncode == 0, done.stderr
    for name in ("eerste", "kaart"):
        text = (mini / f"_build/html/book/les/{name}.html").read_text(encoding="utf-8")
        assert text.count("De prijs ligt rond 550 euro; vraag hem na.") == 1


def test_brief_help_lines_keep_number_and_site_and_leave_out_sources(mini: Path) -> None:
    lines = mini / "book/_data/helplines.yml"
    text = lines.read_text(encoding="utf-8")
    lines.write_text(
        text.replace('    phone: "112"\n', '    phone: "112"\n    site: kanarie.example\n'), "utf-8"
    )
    done = _build_with(mini, "\n```{helplines}\n:brief:\n```\n")
    assert done.returncode == 0, done.stderr
    card = (mini / "_build/html/book/les/kaart.html").read_text(encoding="utf-8")
    full = (mini / "_build/html/book/naslag/nummers.html").read_text(encoding="utf-8")
    assert 'href="tel:' in card and 'href="https://kanarie.example"' in card
    assert "Nagekeken in een bron" not in card
    assert "Nagekeken in een bron op" in full


def test_help_line_without_a_number_says_so(mini: Path) -> None:
    lines = mini / "book/_data/helplines.yml"
    text = lines.read_text(encoding="utf-8").replace('    phone: "112"\n', "")
    text = text.replace("    is_emergency: true\n", "    place: Brussel\n")
    lines.write_text(text, encoding="utf-8")
    page = mini / "book/les/kaart.md"
    page.write_text(page.read_text("utf-8").replace("Bel {helpline}`noodnummer`", "Bel"), "utf-8")
    done = _build_with(mini, "\n```{helplines}\n:brief:\n```\n")
    assert done.returncode == 0, done.stderr + done.stdout
    for name in ("les/kaart", "naslag/nummers"):
        shown = (mini / f"_build/html/book/{name}.html").read_text(encoding="utf-8")
        assert "Het telefoonnummer is nog <em>te bevestigen</em>." in shown and 'href="tel:' not in shown
        assert "Brussel</p>" in shown  # a place ends in no full stop, so nothing follows it


def test_ledger_of_a_topic_lists_its_facts_with_how_sure_they_are(mini: Path) -> None:
    facts = mini / "book/_data/facts.yml"
    text = facts.read_text(encoding="utf-8").replace("dossier: H6", "topic: prijs")
    text = text.replace("  - id: melding-anoniem", "  - id: melding-anoniem\n    topic: melding")
    text = text.replace("  - id: dossier-onbekend", "  - id: dossier-onbekend\n    topic: melding")
    facts.write_text(text, encoding="utf-8")
    page = mini / "book/naslag/stand-van-zaken.md"
    lists = "## Prijs\n\n```{ledger}\n:topic: prijs\n```\n\n## Melding\n\n```{ledger}\n:topic: melding\n"
    page.write_text(page.read_text(encoding="utf-8").replace("```{ledger}\n", lists), encoding="utf-8")
    assert vorming(mini, "build", "--only", "html").returncode == 0
    made = (mini / "_build/html/book/naslag/stand-van-zaken.html").read_text(encoding="utf-8")
    order = re.findall(r'<h2>([^<]+)|<dt id="fact-([^"]+)', made)
    facts_ = [title or f"- {id}" for title, id in order]
    assert facts_[:5] == ["Prijs", "- prijs-zorg", "Melding", "- melding-anoniem", "- dossier-onbekend"]
    folds = re.findall(r'<details class="fact-more[^>]*>\s*<summary>([^<]+)</summary>', made)
    assert folds == ["Volgens UTSOPI", "Feit", "Te bevestigen"]


def test_card_calls_nothing_a_fact_that_is_still_to_be_confirmed(mini: Path) -> None:
    moments = mini / "book/_data/difficult_moments.yml"
    text = moments.read_text(encoding="utf-8")
    text = text.replace("[prijs-zorg]", "[prijs-zorg, melding-anoniem, dossier-onbekend]")
    moments.write_text(text, encoding="utf-8")
    done = vorming(mini, "build", "--only", "trainer")
    assert done.returncode == 0, done.stderr
    for page in ("book/les/eerste.html", "begeleider/moeilijke-momenten.html"):
        html = (mini / "_build/trainer" / page).read_text(encoding="utf-8")
        shown = " ".join(re.sub(r"<[^>]+>|:", " ", html).split())
        assert "Volgens UTSOPI Zonder verzekering" in shown
        assert "Feit Een melding kan anoniem" in shown
        assert "Te bevestigen Of dit in het dossier komt" in shown


def test_module_says_what_to_read_on(mini: Path) -> None:
    done = vorming(mini, "build", "--only", "html")
    assert done.returncode == 0, done.stderr
    html = (mini / "_build/html/book/index.html").read_text(encoding="utf-8")
    listed = html.partition("Wil je verder lezen?")[2].partition("</ul>")[0]
    assert "Eerste bron" in listed and "bibtex-citation" in listed


def _jupyter_book(root: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", "."]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def test_jupyter_book_builds_the_trainee_site_by_itself(mini: Path) -> None:
    done = _jupyter_book(mini)
    assert done.returncode == 0, done.stderr[-2000:]
    page = (mini / "_build/html/book/les/eerste.html").read_text(encoding="utf-8")
    assert "Kernpunten" in page and "KANARIE" not in page


SECRET = "Deze zin van negen gewone woorden leest enkel de begeleider."


@pytest.mark.parametrize(
    "leak",
    [
        f"```{{trainer-note}}Titel\n{SECRET}\n```\n",
        f"<!-- {SECRET} -->\n",
        f"```{{trainer-note}} Titel\nTekst.\n\n[^a]: {SECRET}\n```\n\n```{{tip}}\nBuiten[^a].\n```\n",
    ],
    ids=["fence", "comment", "footnote"],
)
def test_a_leak_stops_jupyter_book_with_its_place(leak: str, mini: Path) -> None:
    page = mini / "book/les/kaart.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n" + leak, encoding="utf-8")
    done = _jupyter_book(mini)
    assert done.returncode == 1 and re.search(r"book/les/kaart\.md:\d+", done.stdout + done.stderr)
    assert not list((mini / "_build/html").rglob("*.html"))


def test_what_the_check_missed_is_taken_out_of_the_site_of_jupyter_book(
    mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last look finds what no rule knows: here, a footnote of a note that other text refers to."""
    monkeypatch.setattr("vorming.sphinx_ext.check_loaded", lambda *_: ())
    page, made = mini / "book/les/kaart.md", mini / "_build/html"
    text = page.read_text(encoding="utf-8")
    leak = f"```{{trainer-note}} Titel\nTekst.\n\n[^a]: {SECRET}\n```\n\n```{{tip}}\nBuiten[^a].\n```\n"
    page.write_text(f"{text}\n{leak}", encoding="utf-8")
    opened = open_sphinx(mini, "html", "_build/html", {"vorming_is_checked": False})
    with pytest.raises(ExtensionError, match="Verbeter eerst de pagina"), opened as (app, warnings):
        app.build()
    assert f"book/les/kaart.md:{len(text.splitlines()) + 5}" in warnings.getvalue()
    assert (made / "book/les/eerste.html").is_file() and not (made / "book/les/kaart.html").exists()
    assert not [path for path in made.rglob("*.*") if SECRET.encode() in path.read_bytes()]


def _run_sphinx(root: Path, folder: str) -> tuple[str, ...]:
    """Read, and write the site; return what Sphinx warns of."""
    return read_course(root) or write_course(root, "html", root / folder)


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
    monkeypatch.setattr("vorming.sphinx_ext.theme.package_digest", lambda: "another version of this package")
    assert _run_sphinx(mini, "_build/html") == ()
    assert not any(path.read_text(encoding="utf-8") == "oud" for path in made)


def test_a_bar_in_a_title_and_a_slash_in_a_number_change_nothing(mini: Path) -> None:
    for file, old, new in (
        ("course.yml", "title: Welkom", 'title: "Welkom | rondje"'),
        ("helplines.yml", 'phone: "112"', "phone: 02/201.16.90"),
    ):
        path = mini / "book/_data" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    done = _build_with(mini, "")
    assert done.returncode == 0, done.stderr
    assert "Welkom | rondje" in (mini / "_build/html/book/index.html").read_text(encoding="utf-8")
    page = (mini / "_build/html/book/les/kaart.html").read_text(encoding="utf-8")
    assert 'href="tel:022011690"' in page


def test_hard_line_break_is_html(mini: Path) -> None:
    done = _build_with(mini, "\nKANARIEREGEL\\\nen de volgende, of<br/>nog een.\n")
    assert done.returncode == 0, done.stdout + done.stderr
    page = (mini / "_build/html/book/les/kaart.html").read_text(encoding="utf-8")
    assert "KANARIEREGEL<br>" in page and "of<br>" in page and "<br />" not in page


SOURCE = """
@misc{%s,
  title = {Titel},
  author = {{%s}},
  url = {https://voorbeeld.be/%s},
}
"""


def test_sources_stand_in_the_order_of_a_dutch_list(mini: Path) -> None:
    names = {"laatste": "Zorg", "eerste": "Écoute", "midden": "Violett"}
    with (mini / "book/_data/references.bib").open("a", encoding="utf-8") as file:
        file.writelines(SOURCE % (key, name, key) for key, name in names.items())
    done = _build_with(mini, "\nEen zin {cite}`laatste,eerste,midden`.\n")
    assert done.returncode == 0, done.stdout + done.stderr
    listed = (mini / "_build/html/book/naslag/bronnen.html").read_text(encoding="utf-8")
    places = [listed.rindex(f"voorbeeld.be/{key}") for key in ("eerste", "midden", "laatste")]
    assert places == sorted(places)


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


def test_number_of_a_help_line_dials_and_cards_are_for_the_trainer_alone(mini: Path) -> None:
    bank = mini / "book/_data/quizzes/eerste.yml"
    text = bank.read_text(encoding="utf-8")
    bank.write_text(text.replace("Een melding mag", "Bel {helpline}`noodnummer`. Een melding mag"), "utf-8")
    page = mini / "book/les/kaart.md"
    page.write_text(page.read_text(encoding="utf-8") + CARDS, encoding="utf-8")
    assert vorming(mini, "build", "--only", "html", "--only", "trainer").returncode == 0
    trainee = (mini / "_build/html/book/les/kaart.html").read_text(encoding="utf-8")
    assert 'href="tel:112">112</a>' in trainee and 'href="#case-aan-het-loket"' in trainee
    assert "KANARIEKAART" not in trainee
    trainer = (mini / "_build/trainer/book/les/kaart.html").read_text(encoding="utf-8")
    assert "KANARIEKAART" in trainer and "Eén set per 3 personen." in trainer


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


def test_part_in_another_language_says_so_and_is_no_dutch_to_the_checks(mini: Path) -> None:
    facts = mini / "book/_data/facts.yml"
    facts.write_text(
        facts.read_text("utf-8").replace("status: unconfirmed", "status: unconfirmed\n    date: 2026-04-01"),
        "utf-8",
    )
    done = _build_with(mini, FRENCH)
    assert done.returncode == 0, done.stdout
    made = (mini / "_build/html/book/les/kaart.html").read_text(encoding="utf-8")
    assert '<section id="ou-trouver-de-laide" lang="fr">' in made
    assert '<section id="in-een-hoek">' in made and re.search(r'<div class="[^"]*container" lang="fr">', made)
    shown = " ".join(re.sub(r"<[^>]+>", "", made).split())
    assert "depuis le 1er avril 2026." in shown.replace("\u00a0", " ")
    assert "550 euros" in shown and "550\u00a0euro euros" not in made


def test_language_that_no_part_can_be_in_is_a_problem(mini: Path) -> None:
    done = _build_with(mini, "\n```{language} xx\nBonjour.\n```\n")
    assert done.returncode == 1 and "[reference-unknown]" in done.stdout + done.stderr
