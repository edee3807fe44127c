"""QTI in a certified player, with the scores of the table, and the structure of the package."""

import io
import re
import zipfile
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page

from tests.support.clients import package
from tests.support.qti3 import item_bytes
from tests.support.quiz_book import REAL_MODULES, Case, material, real_material, scoring_cases, view
from tests.support.xml import values
from vorming.exports import load_format, qti
from vorming.exports.format import Material, render
from vorming.quiz.view import QuestionView

PLAY = """async ([xml, responses]) => {
  const wait = (promise, what) => Promise.race([promise, new Promise((_, no) => setTimeout(() => no(new Error(what)), 30000))]);
  document.body.innerHTML = "<div></div>";
  const heard = {};
  const event = (name) => new Promise((yes) => { heard[name] = yes; });
  const player = await wait(new Promise((yes) => {
    new Vue({ el: document.body.firstChild, render: (h) => h(window.qti3Player, {
      props: { suppressAlertMessages: true, suppressInvalidResponseMessages: true },
      on: { notifyQti3PlayerReady: yes, notifyQti3ItemReady: () => heard.item(), notifyQti3EndAttemptCompleted: (data) => heard.end(data) },
    }) });
  }), "no player");
  const item = event("item");
  player.loadItemFromXml(xml, { guid: "x", status: "interacting", sessionControl: { max_attempts: 0, show_feedback: true, validate_responses: false } });
  await wait(item, "no item");
  const interactions = [];
  const walk = (part) => { if (/^Qti.*Interaction$/.test(part.$options.name || "")) interactions.push(part); part.$children.forEach(walk); };
  walk(player);
  responses.forEach((response, i) => interactions[i].setResponse(response));
  const end = event("end");
  player.endAttempt("x");
  const { state } = await wait(end, "no end");
  return Object.fromEntries(state.outcomeVariables.map((variable) => [variable.identifier, variable.value]));
}"""


@pytest.fixture(scope="module")
def player(browser: Browser) -> Iterator[Page]:
    """A page with the player."""
    page = browser.new_page()
    page.set_content("<!DOCTYPE html><html lang='nl'><title>QTI</title><body></body></html>")
    page.add_script_tag(path=package("vue") / "dist" / "vue.min.js")
    page.add_script_tag(path=package("qti3-item-player") / "dist" / "qti3Player.umd.min.js")
    yield page
    page.close()


def play(player: Page, id: str, responses: list[Any]) -> dict[str, Any]:
    xml = item_bytes(view(id)).decode()
    outcomes: dict[str, Any] = player.evaluate(PLAY, [xml, responses])
    return outcomes


def responses_of(question: QuestionView, case: Case) -> list[Any]:
    """Put a response into QTI's identifiers."""
    letters = {option.text: option.letter for option in (*question.options, *question.choices)}
    match question.type:
        case "single":
            return [letters[case.response[0]]]
        case "multiple":
            return [[letters[text] for text in case.response]]
        case "truefalse":
            said = "A" if case.response[0] == "true" else "B"
            reasons = {o.text: f"R{o.letter}" for o in question.reason.options} if question.reason else {}
            return [said, *(reasons[text] for text in case.response[1:])]
        case "order":
            return [
                [next(item.letter for item in question.items if item.text == text) for text in case.response]
            ]
        case "match":
            return [[f"L{number} {letters[text]}" for number, text in enumerate(case.response, 1)]]
        case _:
            # The player has a field for numbers, which takes no spaces and a point for the decimals.
            typed = case.response[0].replace(" ", "").replace(".", "").replace(",", ".")
            return [float(typed)]


@pytest.mark.parametrize("case", scoring_cases(), ids=str)
def test_answers_are_worth_in_the_player_what_the_table_says(player: Page, case: Case) -> None:
    outcomes = play(player, case.question, responses_of(view(case.question), case))
    assert Fraction(outcomes["SCORE"]).limit_denominator(100) == sum(case.parts)
    assert outcomes["MAXSCORE"] == len(case.parts)
    assert "uitleg" in outcomes["FEEDBACK"]


def test_feedback_of_the_chosen_answer_and_of_an_expected_wrong_number_is_shown(player: Page) -> None:
    wrong = next(option.letter for option in view("t-single").options if option.text == "Nee, nooit.")
    assert set(play(player, "t-single", [wrong])["FEEDBACK"]) == {wrong, "uitleg"}
    assert set(play(player, "t-numeric", [221])["FEEDBACK"]) == {"W1", "uitleg"}


@pytest.mark.parametrize("id", ["t-poll", "t-scale", "t-open"])
def test_what_is_not_scored_has_nothing_to_win(player: Page, id: str) -> None:
    outcomes = play(player, id, [])
    assert (outcomes["SCORE"], outcomes["MAXSCORE"]) == (0, 0)


# What QTI 2.1 says about order and place; its schema comes with no package.
ORDER = ("responseDeclaration", "outcomeDeclaration", "templateDeclaration", "stylesheet", "itemBody", "responseProcessing", "modalFeedback")  # fmt: skip
QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]*")


def items21(given: Material) -> dict[str, etree._Element]:
    files = {name: content for chosen in given.sets for name, content in qti.package(chosen).items()}
    return {name: etree.fromstring(content) for name, content in files.items() if name.startswith("items/")}


@pytest.mark.parametrize("module", ["proef", *REAL_MODULES])
def test_items_keep_the_rules_of_qti_21(module: str) -> None:
    given = material() if module == "proef" else real_material(module)
    for name, root in items21(given).items():
        _check_item(name, root)


def _check_item(name: str, root: etree._Element) -> None:
    tags = [etree.QName(child).localname for child in root]
    assert tags == sorted(tags, key=ORDER.index), name
    assert all(etree.QName(node).namespace == QTI for node in root.iter()), name
    declared = values(root, "q:responseDeclaration/@identifier | q:outcomeDeclaration/@identifier", q=QTI)
    used = values(root, "//@responseIdentifier | //q:variable/@identifier | //q:correct/@identifier | //@outcomeIdentifier", q=QTI)  # fmt: skip
    assert set(used) <= set(declared), name
    assert all(map(IDENTIFIER.fullmatch, values(root, "//@identifier"))), name
    for interaction in root.iterfind(".//*[@responseIdentifier]"):
        _check_interaction(name, root, interaction)
    (score,) = values(root, "q:outcomeDeclaration[@identifier='SCORE']/@normalMaximum", q=QTI)
    scoring = root.findall(".//q:setOutcomeValue[@identifier='SCORE']", {"q": QTI})
    assert float(score) == len(scoring), name


def _check_interaction(name: str, root: etree._Element, interaction: etree._Element) -> None:
    choices = values(interaction, ".//@identifier")
    assert len(choices) == len(set(choices)), name
    response = interaction.get("responseIdentifier")
    keys = " ".join(values(root, f"q:responseDeclaration[@identifier='{response}']//q:value/text()", q=QTI))
    assert not choices or set(keys.split()) <= set(choices), name


def test_package_lists_every_file_and_its_test_every_item() -> None:
    for name, content in render(load_format("qti"), material()).files.items():
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = set(archive.namelist())
            manifest = etree.fromstring(archive.read("imsmanifest.xml"))
            test = etree.fromstring(archive.read("test.xml"))
        hrefs = values(manifest, "//*[local-name()='file']/@href")
        assert sorted(hrefs) == sorted(files - {"imsmanifest.xml"}), name
        references = values(
            test, "//*[contains(local-name(), 'Ref') or contains(local-name(), '-ref')]/@href"
        )
        assert sorted(references) == sorted(name for name in files if name.startswith("items/"))


def test_mapped_values_are_not_rounded() -> None:
    mapped = values(items21(material())["items/t-multiple.xml"], "//@mappedValue")
    assert sorted(set(mapped)) == ["-0.3333333333333333", "0.5"]
