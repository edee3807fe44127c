"""The desk in a browser: check again, change, refuse, undo, keep; and that nobody else can use it."""

import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import MINI, append_to, replace_in
from tests.support.axe import SCRIPTS, violations
from tests.support.browser import resize, watched
from tests.support.serving import free_port, wait_for_answer
from vorming.course.kinds import KINDS, LISTED
from vorming.desk.fields import form_of, read_form
from vorming.desk.page import WORDS, Response
from vorming.desk.pages import respond
from vorming.desk.state import EDITABLE, Desk
from vorming.source.load import load_course
from vorming.source.yaml import read_yaml_text

DAY = "2027-03-01"
PAGES = (
    "", "open", "hulplijnen", "zoek?q=zorg", "papier", "wijzigingen", "item/fact/prijs-zorg", "item/faq/wat-kost-zorg",
    "item/helpline/noodnummer", "item/contradiction/K1", "item/open-point/contactlijst", "item/jurisdiction/BE",
    "item/fact/bestaat-niet", "nieuw/fact", "nieuw/helpline", "nieuw/source", "nieuw/quiz", "item/contact/gent/caw",
)  # fmt: skip
PRICE = "Zonder verzekering kost zorg volgens UTSOPI 550 euro"
"""The words of the fact prijs-zorg."""
WITHOUT_OTHER = "melding-anoniem"
FACTS = "book/_data/facts.yml"
GENT = "place: Gent\ncontacts:\n  - {id: caw, name: CAW, phone: 09 248 00 31, checked_on: 2026-01-05}\n"
"""The contacts of a place, which git leaves alone."""


def git(root: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Proef", "-c", "user.email=proef@example.org")
    command = ["git", "-C", str(root), *who, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def book(mini: Path) -> Path:
    """The mini-book, kept in git."""
    (mini / "lokaal").mkdir()
    (mini / "lokaal/gent.yml").write_text(GENT, "utf-8")
    (mini / ".gitignore").write_text("lokaal\n", "utf-8")
    git(mini, "init", "--quiet")
    git(mini, "config", "user.name", "Proef")
    git(mini, "config", "user.email", "proef@example.org")
    git(mini, "add", ".")
    git(mini, "commit", "--quiet", "-m", "Begin")
    return mini


@pytest.fixture
def desk(book: Path) -> Desk:
    """The desk of that book, on the day."""
    return Desk(book, lambda: date.fromisoformat(DAY))


def read(desk: Desk, name: str) -> str:
    """Return a page of the desk."""
    return respond(desk, "GET", "/t/", name, {}).html


def post(desk: Desk, name: str, form: dict[str, list[str]] | None = None) -> Response:
    return respond(desk, "POST", "/t/", name, form or {})


@pytest.fixture
def address(book: Path) -> Iterator[str]:
    """The address that `vorming desk` says, with its secret word."""
    options = ("--root", str(book), "--port", str(free_port()), "--on", DAY)
    command = [sys.executable, "-u", "-m", "vorming", "desk", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found
        wait_for_answer(found[0], process)  # it says its address just before it listens
        yield found[0]
        process.terminate()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test when it warns, runs a script or asks something of another host."""
    with watched(browser, "http://127.0.0.1:", "data:", ignoring=("404", "422")) as context:
        yield context.new_page()


def text(root: Path, name: str = FACTS) -> str:
    return (root / name).read_text(encoding="utf-8")


def test_every_page_is_for_everyone(browser: Browser, address: str) -> None:
    wrong, page = {}, browser.new_page()
    for script in SCRIPTS:
        page.add_init_script(path=script)
    for name in PAGES:
        page.goto(address + name)
        page.evaluate("document.querySelectorAll('details').forEach((folded) => { folded.open = true })")
        found = violations(page)
        page.emulate_media(color_scheme="dark")
        found += page.evaluate("look.contrast()")
        page.emulate_media(color_scheme="light")
        resize(page, 360, 800)
        wrong[name] = [*found, *page.evaluate("look.sideways()")]
        expect(page.locator("script")).to_have_count(0)
    page.close()
    assert {name: found for name, found in wrong.items() if found} == {}


def test_still_right_records_the_day_and_goes_to_the_next(page: Page, address: str, book: Path) -> None:
    page.goto(address)
    due = page.get_by_role("button", name="Klopt nog")
    count = due.count()
    page.get_by_role("button", name=f"Klopt nog: {PRICE}").press("Enter")
    expect(page.get_by_role("status")).to_contain_text(re.compile(rf"^\s*Bewaard: feit “{PRICE}”\."))
    expect(due).to_have_count(count - 1)
    assert f"checked_on: {DAY}" in text(book)
    undo(page, f"feit “{PRICE}”")
    assert text(book) == text(MINI)


def undo(page: Page, what: str) -> None:
    page.get_by_role("button", name=f"Maak ongedaan: {what}").click()
    expect(page.get_by_role("status")).to_contain_text("De laatste wijziging is ongedaan gemaakt.")


def test_a_price_is_refused_then_shown_with_what_it_touches_then_saved(
    page: Page, address: str, book: Path
) -> None:
    page.goto(f"{address}item/fact/prijs-zorg")
    page.get_by_label("Waarde").first.fill("575,00")
    page.get_by_role("button", name="Bekijk wat dit verandert").click()
    said = page.get_by_label("Wat er staat").first
    expect(said).to_have_attribute("aria-invalid", "true")
    expect(said).to_have_accessible_description(re.compile("de waarde is 575"))
    assert text(book) == text(MINI)
    said.fill("Zonder verzekering kost zorg volgens UTSOPI 575 euro.")
    page.locator("[name='parts.1.value']").fill("354")
    page.get_by_role("button", name="Bekijk wat dit verandert").click()
    touched = page.get_by_role("region", name="Dit verandert er").inner_text()
    assert "Kaart" not in touched.split("\n")[2]
    assert "Eerste les" in touched and "Proefmodule, leesboek" in touched and "eerste-prijs-vraag" in touched
    assert text(book) == text(MINI)
    expect(page.get_by_role("region", name="Dit verandert er")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    # It was due, and is no more: on to the next in the list.
    page.wait_for_url("**/?gedaan=fact/prijs-zorg#*")
    assert "value: 575" in text(book)
    changed = [a for a, b in zip(text(MINI).splitlines(), text(book).splitlines(), strict=True) if a != b]
    # What was due and is changed, was looked at too.
    assert [line.split(":")[0].strip() for line in changed] == [
        "statement",
        "value",
        "- {label",
        "checked_on",
    ]


def test_what_is_wrong_is_said_in_the_words_of_the_form_and_leads_to_its_field(
    page: Page, address: str
) -> None:
    page.goto(f"{address}item/fact/prijs-zorg")
    page.get_by_label("Waarde").first.fill("575")
    page.get_by_role("button", name="Bekijk wat dit verandert").click()
    said = page.get_by_role("alert")
    expect(said).to_contain_text("“Wat er staat”")
    expect(said).not_to_contain_text("statement")
    expect(said).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#veld-statement")


def test_the_parts_of_a_form_have_names(page: Page, address: str) -> None:
    page.goto(f"{address}item/fact/prijs-zorg")
    for name in ("Deel 1", "Deel 2", "Wat een andere bron zegt"):
        expect(page.get_by_role("group", name=name, exact=True).get_by_label("Waarde")).to_have_count(1)
    expect(page.get_by_label("Nummer in het dossier")).not_to_be_visible()
    page.get_by_text("Wat zelden verandert").press("Enter")
    expect(page.get_by_label("Nummer in het dossier")).to_be_visible()


def test_a_part_that_is_not_there_yet_is_added_where_it_belongs(page: Page, address: str, book: Path) -> None:
    page.goto(f"{address}item/fact/{WITHOUT_OTHER}")
    other = page.get_by_role("group", name="Wat een andere bron zegt", exact=True)
    expect(other).not_to_be_visible()
    page.get_by_text("Iets toevoegen").press("Enter")
    other.get_by_label("Wat er staat").fill("Een andere bron: anders.")
    page.get_by_role("button", name="Bekijk wat dit verandert").click()
    missing = other.get_by_label("Bron 1")
    expect(missing).to_have_attribute("aria-invalid", "true")
    expect(missing).to_have_accessible_description(re.compile("“Bron” ontbreekt"))
    expect(other.get_by_label("Wat er staat")).to_be_visible()
    assert text(book) == text(MINI)
    missing.select_option("bron-twee")
    page.get_by_role("button", name="Bekijk wat dit verandert").click()
    page.get_by_role("button", name="Bewaar", exact=True).click()
    page.wait_for_url("**?gedaan=**")
    lines = '    other:\n      statement: "Een andere bron: anders."\n      sources: [bron-twee]\n'
    start = text(MINI).index(f"id: {WITHOUT_OTHER}")
    assert text(book).replace(lines, "", 1) == text(MINI) and lines in text(book)[start:].split("- id:")[0]
    undo(page, "feit “Een melding kan anoniem”")
    assert text(book) == text(MINI)


def test_a_list_grows_and_what_is_emptied_goes(desk: Desk, book: Path) -> None:
    part = {"parts.2.label": ["derde deel"], "parts.2.value": ["50"]}
    refused = send(desk, "item/fact/prijs-zorg", **part)
    assert refused.status == 422 and 'name="parts.3.label"' in refused.html
    said = "Zonder verzekering kost zorg volgens UTSOPI 600 euro."
    assert send(desk, "item/fact/prijs-zorg", value=["600"], statement=[said], **part).to
    assert "derde deel" in text(book)
    gone = {f"parts.{i}.{name}": [""] for i in range(3) for name in ("label", "value")}
    other = {name: [""] for name in names(desk, "fact", "prijs-zorg") if name.startswith("other.")}
    assert send(desk, "item/fact/prijs-zorg", **gone, **other, sources=["bron-een", "bron-twee"]).to
    fact = desk.course.fact("prijs-zorg")
    assert (fact.parts, fact.other, fact.sources) == ((), None, ("bron-een", "bron-twee"))
    assert "parts:" not in text(book).split("id: prijs-zorg")[1].split("- id:")[0]


def test_what_is_added_to_an_item_and_emptied_again_leaves_each_byte(repository: Path) -> None:
    by_kind = {entry.kind: entry for entry in Desk(repository).entries() if entry.kind in EDITABLE}
    count = 0
    for entry in by_kind.values():
        before = (repository / entry.source.path).read_text("utf-8")
        fields = entry.form()
        filled = {f.name: ["7" if f.control == "number" else "Een: twee"] for f in fields if f.is_absent}
        after = entry.write(read_form(fields, filled), before)
        assert all(line in after.splitlines() for line in before.splitlines())
        again = replace(entry, source=read_yaml_text(after, entry.source.path))
        assert {f.name for f in again.form() if f.is_absent} & filled.keys() == set()
        assert again.write(read_form(again.form(), {name: [""] for name in filled}), after) == before
        count += len(filled)
    assert count > 20


def names(desk: Desk, kind: str, id: str) -> list[str]:
    entry = desk.entry(kind, id)
    assert entry is not None
    return [field.name for field in entry.form()]


def test_a_new_fact_is_checked_then_added_and_can_be_undone(page: Page, address: str, book: Path) -> None:
    page.goto(f"{address}nieuw/fact")
    page.get_by_label("Korte naam").fill("prijs-zorg")
    page.get_by_label("Wat er staat").first.fill("Een tolk kost 20 euro.")
    page.get_by_label("Waarde").first.fill("20")
    page.get_by_label("Eenheid").first.fill("euro")
    page.get_by_label("Hoe zeker?").select_option("verified")
    page.get_by_label("Bron 1").first.select_option("bron-een")
    page.get_by_role("button", name="Bekijk wat dit verandert").click()
    expect(page.get_by_label("Korte naam")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Korte naam").fill("prijs-tolk")
    page.get_by_role("button", name="Bekijk wat dit verandert").click()
    save = page.get_by_role("button", name="Bewaar", exact=True)
    expect(save).to_be_visible()
    assert text(book) == text(MINI)
    save.click()
    page.wait_for_url("**/item/fact/prijs-tolk?gedaan=**")
    expect(page.locator("pre")).to_contain_text("{fact}`prijs-tolk`")
    assert text(book).startswith(text(MINI).rstrip("\n"))
    course = load_course(book).parsed
    assert course.fact("prijs-tolk").checked_on == date.fromisoformat(DAY)
    undo(page, "feit “Een tolk kost 20 euro”")
    assert text(book) == text(MINI)


def test_what_a_new_item_lacks_is_not_folded_away(book: Path) -> None:
    replace_in(book / "book/naslag/stand-van-zaken.md", "```{ledger}", "```{ledger}\n:topic: zorg")
    replace_in(book / FACTS, "  - id: prijs-zorg\n", "  - id: prijs-zorg\n    topic: zorg\n")
    given = {"id": ["tolk"], "statement": ["Een tolk kan."], "status": ["verified"], "sources": ["bron-een"]}
    found = send(Desk(book, lambda: date.fromisoformat(DAY)), "nieuw/fact", checked_on=[DAY], **given)
    rare = re.search(rf"<details( open)?><summary>{WORDS['rare']}", found.html)
    assert "lijst van feiten" in found.html and rare and rare[1]


def test_what_is_wrong_with_a_source_is_said_in_the_words_of_its_form(book: Path) -> None:
    given = {"title": ["Gids"], "author": ["UTSOPI"], "year": ["2027"]}
    found = send(Desk(book), "nieuw/source", id=["bron-een"], **given)
    assert found.status == 422
    assert "De “Korte naam” “bron-een” bestaat al" in found.html and 'id="veld-id-fout"' in found.html
    found = send(Desk(book), "nieuw/source", id=["gids"], title=["Gids"], url=["geen adres"])
    assert "“Van wie? (een organisatie of een naam)” ontbreekt" in found.html
    assert 'id="veld-author-fout"' in found.html
    found = send(Desk(book), "nieuw/source", id=["gids"], **given, url=["geen adres"])
    assert 'id="veld-url-fout"' in found.html


@pytest.mark.parametrize(("item", "name"), [("nieuw/source", "title"), ("item/fact/prijs-zorg", "statement")])
def test_text_with_which_a_file_cannot_be_read_is_refused_at_its_field(
    item: str, name: str, desk: Desk
) -> None:
    found = send(desk, item, **{name: ["a " * 6_000]})
    assert found.status == 422 and f'id="veld-{name}-fout"' in found.html


@pytest.mark.parametrize("word", ["", "prijs"])
def test_only_a_word_that_the_form_brings_is_taken_for_right(word: str, desk: Desk, book: Path) -> None:
    assert send(desk, "item/fact/prijs-zorg", f"woord/{word}", value=["550,00"]).status == 200
    assert text(book, "book/_data/language.yml") == text(MINI, "book/_data/language.yml")


def test_a_new_source_can_be_chosen_at_once(desk: Desk) -> None:
    said = {"title": ["Zorg & 5 % meer"], "author": ["Dienst_X"], "year": ["2026"]}
    refused = send(desk, "nieuw/source", id=["bron-drie"], url=["geen adres"], **said)
    assert refused.status == 422 and "https://" in refused.html
    looked = send(desk, "nieuw/source", "look", id=["bron-drie"], url=["https://x.be/a_b?c=%20&d"], **said)
    assert looked.status == 200 and "nergens gebruikt" not in looked.html
    assert send(desk, "nieuw/source", id=["bron-drie"], url=["https://x.be/a_b?c=%20&d"], **said).to
    found = desk.course.source("bron-drie")
    assert found.url == "https://x.be/a_b?c=%20&d"
    assert '<option value="bron-drie">' in read(desk, "item/fact/prijs-zorg")
    assert send(desk, "nieuw/source", id=["bron-drie"], **said).status == 422


def test_a_new_help_line_is_added_and_its_name_is_taken_for_right(desk: Desk, book: Path) -> None:
    given = {
        "id": ["tele-hulp"], "name": ["Tele-hulpx"], "for_whom": ["Iedereen."], "description": ["Voor een gesprek."],
        "topics": ["praten"], "status": ["verified"], "sources": ["bron-een"], "checked_on": [DAY], "phone": ["106"],
    }  # fmt: skip
    assert '<option value="nood">' in read(desk, "nieuw/helpline")
    refused = send(desk, "nieuw/helpline", **{**given, "topics": [""]})
    assert refused.status == 422 and 'id="veld-topics-fout"' in refused.html
    refused = send(desk, "nieuw/helpline", **given)
    assert refused.status == 422 and 'value="woord/Tele-hulpx"' in refused.html
    looked = send(desk, "nieuw/helpline", "woord/Tele-hulpx", **given)
    assert looked.status == 200 and WORDS["consequences"] in looked.html
    assert "Tele-hulpx" in text(book, "book/_data/language.yml")
    assert send(desk, "nieuw/helpline", **given).to == "item/helpline/tele-hulp?gedaan=helpline/tele-hulp"
    assert [line.phone for line in desk.course.helplines if line.id == "tele-hulp"] == ["106"]


def test_the_first_help_line_of_a_course_brings_its_own_theme(book: Path) -> None:
    (book / "book/_data/helplines.yml").write_text("helplines: []\n", "utf-8")
    assert '<textarea name="topics"' in read(Desk(book), "nieuw/helpline")


def test_the_contact_of_a_place_is_due_and_can_be_changed(desk: Desk, book: Path) -> None:
    assert "09 248 00 31" in read(desk, "")
    assert send(desk, "item/contact/gent/caw", phone=["bel maar"]).status == 422
    assert send(desk, "item/contact/gent/caw", phone=["09 248 00 32"], today=["ja"]).to
    assert text(book, "lokaal/gent.yml") == GENT.replace("31,", "32,").replace("2026-01-05", DAY)
    undo_last(desk, last_version(desk))
    assert post(desk, "klopt", {"key": ["contact/gent/caw"]}).to
    assert text(book, "lokaal/gent.yml") == GENT.replace("2026-01-05", DAY)


@pytest.mark.parametrize("item", ["fact/prijs-zorg", "contact/gent/caw"])
def test_a_day_to_come_is_not_one_on_which_something_was_checked(item: str, desk: Desk, book: Path) -> None:
    found = send(desk, f"item/{item}", checked_on=["2027-03-02"])
    assert found.status == 422 and 'id="veld-checked_on-fout"' in found.html
    assert text(book) == text(MINI) and text(book, "lokaal/gent.yml") == GENT
    assert send(desk, f"item/{item}", checked_on=[DAY]).to


def test_an_unknown_source_is_refused_at_its_field(desk: Desk, book: Path) -> None:
    found = send(desk, "item/fact/prijs-zorg", sources=["bron-een", "bron-drie"])
    assert found.status == 422
    assert 'id="veld-sources-fout"' in found.html
    assert text(book) == text(MINI)


def send(desk: Desk, address: str, do: str = "save", /, **changed: list[str]) -> Response:
    """Send a form as a browser does: all it held, and what was changed."""
    first, kind, *rest = address.split("/")
    entry = desk.new_entry(kind) if first == "nieuw" else desk.entry(kind, "/".join(rest))
    assert entry is not None
    fields = entry.form(changed)
    html = read(desk, address)
    version = re.search(r'name="version" value="(\w+)"', html)
    assert version
    form = {field.name: list(field.value) for field in fields}
    return post(desk, address, {**form, **changed, "version": [version[1]], "do": [do]})


def test_an_answer_takes_a_point_from_the_list_of_open_ones(page: Page, address: str, book: Path) -> None:
    page.goto(f"{address}open")
    page.get_by_role("link", name="Beantwoord: Contactlijst").click()
    page.get_by_label("Antwoord", exact=True).fill("Enkel info@utsopi.be, zegt UTSOPI.")
    page.get_by_role("button", name="Bekijk wat dit verandert").click()
    page.get_by_role("button", name="Bewaar", exact=True).click()
    page.wait_for_url("**?gedaan=**")
    assert f"answered_on: {DAY}" in text(book, "book/_data/open_points.yml")
    page.goto(f"{address}open")
    expect(page.get_by_role("link", name="Beantwoord: Contactlijst")).to_have_count(0)
    course = load_course(book).parsed
    assert [point.id for point in course.open_points if point.is_open] == []


def test_a_change_beside_it_is_said_and_nothing_is_lost(page: Page, address: str, book: Path) -> None:
    page.goto(f"{address}item/helpline/noodnummer")
    page.get_by_label("Nummer", exact=True).fill("1712")
    name = "book/_data/helplines.yml"
    replace_in(book / name, "name: Noodnummer", "name: Noodnummer van een ander")
    page.get_by_role("button", name="Bekijk wat dit verandert").click()
    expect(page.get_by_role("alert")).to_contain_text("ondertussen veranderd")
    expect(page.get_by_label("Nummer", exact=True)).to_have_value("1712")
    expect(page.get_by_label("Naam")).to_have_value("Noodnummer van een ander")
    page.get_by_role("button", name="Bekijk wat dit verandert").click()
    page.get_by_role("button", name="Bewaar", exact=True).click()
    page.wait_for_url("**?gedaan=**")
    assert 'phone: "1712"' in text(book, name) and "van een ander" in text(book, name)


def test_what_another_wrote_in_the_same_field_is_shown_beside_it(
    browser: Browser, page: Page, address: str
) -> None:
    other = browser.new_page()
    for tab, phone in ((page, "1712"), (other, "106")):
        tab.goto(f"{address}item/helpline/noodnummer")
        tab.get_by_label("Nummer", exact=True).fill(phone)
    for button in ("Bekijk wat dit verandert", "Bewaar"):
        page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_url("**?gedaan=**")
    other.get_by_role("button", name="Bekijk wat dit verandert").click()
    expect(other.get_by_label("Nummer", exact=True)).to_have_value("106")
    expect(other.get_by_role("main")).to_contain_text("In het bestand staat nu: 1712")
    other.close()


def test_what_cannot_be_written_is_said_and_kept_in_the_form(
    desk: Desk, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(book / "book/_data/.helplines.yml.nieuw"))

    monkeypatch.setattr(Path, "replace", full)
    found = send(desk, "item/helpline/noodnummer", phone=["1712"])
    assert found.status == 422
    assert WORDS["not_saved"] in found.html and 'value="1712"' in found.html
    assert "book/_data/helplines.yml: fout: de schijf is vol" in found.html
    assert text(book, "book/_data/helplines.yml") == text(MINI, "book/_data/helplines.yml")
    assert list((book / "book/_data").glob(".*")) == []


def test_undo_leaves_what_somebody_else_changed_since(desk: Desk, book: Path) -> None:
    assert send(desk, "item/helpline/noodnummer", phone=["1712"]).to
    version = last_version(desk)
    path = book / "book/_data/helplines.yml"
    append_to(path, "# van een ander\n")
    assert WORDS["undo_gone"] in undo_last(desk, version).html
    assert "# van een ander" in path.read_text("utf-8") and "1712" in path.read_text("utf-8")


def last_version(desk: Desk) -> str:
    """Return what the button that undoes the last change sends."""
    found = re.search(r'name="last" value="(\w+)"', read(desk, ""))
    assert found
    return found[1]


def undo_last(desk: Desk, version: str) -> Response:
    return post(desk, "ongedaan", {"last": [version]})


def test_a_page_left_open_says_and_undoes_no_change_of_another_tab(desk: Desk, book: Path) -> None:
    first = send(desk, "item/fact/prijs-zorg", as_of=["2026"])
    assert first.to and f"Bewaard: feit “{PRICE}”" in show(desk, first.to)
    version = last_version(desk)
    assert send(desk, "item/helpline/noodnummer", phone=["1712"]).to
    assert f"Bewaard: feit “{PRICE}”" not in show(desk, first.to)
    assert WORDS["undo_gone"] in undo_last(desk, version).html
    assert "1712" in text(book, "book/_data/helplines.yml")
    assert undo_last(desk, last_version(desk)).to
    assert text(book, "book/_data/helplines.yml") == text(MINI, "book/_data/helplines.yml")


def show(desk: Desk, address: str) -> str:
    """Return the page that an answer leads to."""
    name, _, query = address.partition("#")[0].partition("?")
    return respond(desk, "GET", "/t/", name, parse_qs(query)).html


def test_going_back_brings_what_was_filled_in(page: Page, address: str) -> None:
    page.goto(f"{address}item/fact/prijs-zorg")
    said = page.get_by_label("Wat er staat").first
    said.fill("Zorg kost 550 euro zonder verzekering, zegt UTSOPI.")
    page.get_by_role("button", name="Bekijk wat dit verandert").click()
    page.get_by_role("button", name="Bewaar", exact=True).click()
    page.wait_for_url("**?gedaan=**")
    for button in ("Bewaar", "Bekijk wat dit verandert"):
        page.go_back()
        expect(page.get_by_role("button", name=button, exact=True)).to_be_visible()
        expect(said).to_have_value("Zorg kost 550 euro zonder verzekering, zegt UTSOPI.")


def test_what_is_due_keeps_its_order_while_it_is_checked(book: Path) -> None:
    desk = Desk(book, lambda: date(2030, 1, 1))
    left = due_keys(desk)
    while left:
        assert post(desk, "klopt", {"key": [left.pop(0)]}).to
        assert due_keys(desk) == left


def due_keys(desk: Desk) -> list[str]:
    return re.findall(r'name="key" value="([^"]+)"', read(desk, ""))


def test_a_pasted_paragraph_comes_as_one_line(desk: Desk, book: Path) -> None:
    assert send(desk, "item/fact/melding-anoniem", statement=["Een melding  \r\nkan ook anoniem."]).to
    assert "    statement: Een melding kan ook anoniem.\n" in text(book)
    assert send(desk, "item/fact/melding-anoniem", statement=["Een melding\r\n\r\nkan."]).status == 422


@pytest.mark.parametrize("typed", ["foto's", "foto’s", '"album"'])
def test_a_search_finds_what_has_other_quotation_marks_than_a_keyboard(typed: str, book: Path) -> None:
    said = """'Wat foto''s in een "album" zijn, is niet zeker.'"""
    replace_in(book / FACTS, "Of dit in het dossier komt, is niet zeker.", said)
    assert "item/fact/dossier-onbekend" in respond(Desk(book), "GET", "/t/", "zoek", {"q": [typed]}).html


def test_a_contact_without_a_number_stands_among_the_help_lines(book: Path) -> None:
    (book / "lokaal/gent.yml").write_text(GENT.replace("phone: 09 248 00 31, ", ""), "utf-8")
    assert "CAW" in read(Desk(book), "hulplijnen")


def test_a_change_is_kept_in_git_with_its_message(page: Page, address: str, book: Path) -> None:
    page.goto(address)
    page.get_by_role("button", name=f"Klopt nog: {PRICE}").click()
    page.wait_for_url("**?gedaan=**")
    page.get_by_role("link", name="Wijzigingen").click()
    said = page.get_by_role("main")
    expect(said).to_contain_text("Zonder verzekering kost zorg")
    expect(said).to_contain_text(re.compile(r"is nu 1\smaart\s2027"))
    expect(said).not_to_contain_text("checked_on")
    page.get_by_role("button", name="Bewaar deze wijziging").click()
    expect(page.get_by_label("Wat veranderde je")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Wat veranderde je").fill("Prijs nagekeken bij het centrum")
    page.get_by_role("button", name="Bewaar deze wijziging").click()
    page.wait_for_url("**?gedaan=bewaard")
    assert git(book, "log", "-1", "--format=%s").strip() == "Prijs nagekeken bij het centrum"
    assert git(book, "status", "--porcelain") == ""


def test_what_was_kept_is_counted_and_sent(desk: Desk, book: Path, tmp_path: Path) -> None:
    git(book, "clone", "--quiet", "--bare", str(book), str(tmp_path / "elders.git"))
    git(book, "remote", "add", "elders", str(tmp_path / "elders.git"))
    git(book, "fetch", "--quiet", "elders")
    branch = git(book, "branch", "--show-current").strip()
    git(book, "branch", "--quiet", "--set-upstream-to", f"elders/{branch}")
    assert WORDS["unsent"].format(count=1) not in read(desk, "wijzigingen")
    assert post(desk, "klopt", {"key": ["fact/prijs-zorg"]}).to
    assert post(desk, "wijzigingen", {"message": ["Nagekeken"]}).to
    assert WORDS["unsent"].format(count=1) in read(desk, "wijzigingen")
    # Somebody improved another page on the server meanwhile; then the same line as here.
    other = tmp_path / "ander"
    git(book, "clone", "--quiet", str(tmp_path / "elders.git"), str(other))
    push_from(other, "book/les/kaart.md", "# ", "# Nieuwe ")
    assert post(desk, "doorsturen").to == "wijzigingen?gedaan=doorgestuurd"
    assert WORDS["send"] not in read(desk, "wijzigingen")
    assert "# Nieuwe " in text(book, "book/les/kaart.md")
    git(other, "pull", "--quiet")
    assert f"checked_on: {DAY}" in text(other)
    push_from(other, FACTS, f"checked_on: {DAY}", "checked_on: 2027-01-01")
    assert send(desk, "item/fact/prijs-zorg", checked_on=["2027-02-28"]).to
    assert post(desk, "wijzigingen", {"message": ["Nog eens"]}).to
    why = WORDS.group("git")["could not apply"]
    assert f"{WORDS['git_refused']} {why}" in post(desk, "doorsturen").html
    assert "checked_on: 2027-02-28" in text(book) and git(book, "status", "--porcelain") == ""


def push_from(root: Path, name: str, old: str, new: str) -> None:
    replace_in(root / name, old, new)
    git(root, "commit", "--quiet", "-a", "-m", "Van een ander")
    git(root, "push", "--quiet")


def test_what_git_says_in_other_bytes_is_said_all_the_same(desk: Desk, book: Path) -> None:
    (book / "book" / "pijl.svg").write_bytes("<svg>é</svg>".encode("latin-1"))
    git(book, "add", "--all")
    assert "<svg>" in unescape(read(desk, "wijzigingen"))
    hook = book / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_bytes(b"#!/bin/sh\nprintf 'n\351\351n'\nexit 1\n")
    hook.chmod(0o755)
    for message in ("Een pijl", "met \0 erin"):
        assert post(desk, "wijzigingen", {"message": [message]}).status == 422


def test_without_git_everything_else_works(tmp_path: Path) -> None:
    root = shutil.copytree(MINI, tmp_path / "zonder git")
    desk = Desk(root, lambda: date.fromisoformat(DAY))
    assert WORDS["no_git"] in read(desk, "wijzigingen")
    assert WORDS["no_git"] in post(desk, "wijzigingen").html
    assert post(desk, "klopt", {"key": ["fact/prijs-zorg"]}).to


@pytest.mark.parametrize("before", ["[1]", '{"value": 5}', '{"value": [null]}', "{"])
def test_a_form_that_no_page_sent_gives_a_page(before: str, desk: Desk, book: Path) -> None:
    version = re.search(r'name="version" value="(\w+)"', read(desk, "item/fact/prijs-zorg"))
    assert version
    form = {"version": [version[1]], "before": [before], "value": ["1e999999"], "do": ["save"]}
    assert post(desk, "item/fact/prijs-zorg", form).status == 422
    assert text(book) == text(MINI)


def test_a_course_that_cannot_be_read_is_said(book: Path) -> None:
    desk = Desk(book)
    (book / FACTS).write_text("facts: [", "utf-8")
    found = respond(desk, "GET", "/t/", "", {})
    assert FACTS in found.html and WORDS["broken"] in found.html


def ask(address: str, **headers: str) -> int:
    request = urllib.request.Request(address, headers=headers, data=headers.pop("data", "").encode() or None)
    try:
        with urllib.request.urlopen(request, timeout=20) as found:
            return int(found.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_nobody_else_can_use_it(address: str, book: Path) -> None:
    own = address.rpartition("/")[0].rpartition("/")[0]
    assert ask(address) == 200
    assert ask(f"{own}/verkeerd/") == 403
    assert ask(own + "/") == 404
    assert ask(address, Host="elders.example") == 403
    assert ask(f"{address}klopt", Origin="https://elders.example", data="key=fact/prijs-zorg") == 403
    assert ask(f"{address}klopt", Origin="null", data="key=fact/prijs-zorg") == 403
    assert ask(f"{address}klopt", data="key=fact/prijs-zorg") == 403
    assert text(book) == text(MINI)


@pytest.mark.parametrize("kind", sorted(set(EDITABLE) & set(LISTED)))
def test_each_field_of_a_form_has_a_name_for_people(repository: Path, kind: str) -> None:
    source = load_course(repository).sources[KINDS[kind].origin.name]
    assert isinstance(source.value, dict)
    items = source.value.get(KINDS[kind].origin.key, [])
    assert isinstance(items, list)
    fields = [field for item in items for field in form_of(KINDS[kind].model, item)]
    assert {field.label for field in fields} <= WORDS.group("fields").keys()
    parts = {str(part) for field in fields for part in field.group if field.group[0] != "attributes"}
    assert {part for part in parts if part.isalpha()} <= WORDS.group("groups").keys()
    choices = {choice for field in fields if not field.ref for choice in field.choices}
    assert choices <= WORDS.group("choices").keys()


def test_each_kind_in_a_list_has_a_form_but_modules_and_charts() -> None:
    assert set(EDITABLE) ^ set(LISTED) == {"module", "chart", "contact"}
