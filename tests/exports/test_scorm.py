"""The SCORM package in a run-time: scores as the table says, no error of the API, practice and exam."""

import io
import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from playwright.sync_api import FrameLocator, Page, expect

from tests.support.answering import put
from tests.support.clients import package
from tests.support.quiz_book import material, scoring_cases, view
from tests.support.serving import serving
from vorming.check.quizzes import MOST_KEPT
from vorming.exports import load_format, scorm
from vorming.exports.format import Material, render
from vorming.quiz.view import QuestionView

LMS = """<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>Leerplatform</title>
<script src="scorm12.min.js"></script></head><body></body></html>"""
OPEN = """([folder, before]) => {
  window.calls = [];
  const real = new Scorm12API({ autocommit: false, logLevel: 5 });
  if (before) real.loadFromJSON(before, "");
  window.API = {};
  for (const name of ["LMSInitialize", "LMSFinish", "LMSGetValue", "LMSSetValue", "LMSCommit", "LMSGetLastError", "LMSGetErrorString", "LMSGetDiagnostic"]) {
    window.API[name] = (...args) => {
      const answer = real[name](...args);
      window.calls.push([name, args, String(answer), String(real.LMSGetLastError())]);
      return answer;
    };
  }
  window.real = real;
  document.body.innerHTML = `<iframe src="${folder}/index.html" title="SCO" width="900" height="800"></iframe>`;
}"""


def serve_platform(root: Path) -> Iterator[str]:
    """Serve a small learning platform on loopback, with the packages below `root`; yield its address."""
    shutil.copy(package("scorm-again") / "dist" / "scorm12.min.js", root)
    (root / "index.html").write_text(LMS, encoding="utf-8")
    (root / "_headers").write_text("/*\n", encoding="utf-8")
    with serving(root) as address:
        yield address


def with_open_exam() -> Material:
    """The material with an open question in its exam too."""
    given = material()
    (section,) = given.exam.sections
    section = replace(section, questions=(*section.questions, view("t-open")))
    return replace(given, exam=replace(given.exam, sections=(section,)))


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A small learning platform on loopback with both packages unpacked; its address."""
    root = tmp_path_factory.mktemp("platform")
    for name, content in render(load_format("scorm"), with_open_exam()).files.items():
        folder = "exam" if "eindtoets" in name else "practice"
        zipfile.ZipFile(io.BytesIO(content)).extractall(root / folder)
    yield from serve_platform(root)


@dataclass
class Sco:
    """An open package."""

    page: Page
    frame: FrameLocator
    questions: Mapping[str, QuestionView]

    def show(self, id: str) -> None:
        """Go to a question by the package's own navigation."""
        self.frame.locator(".scorm-overview summary").click()
        self.frame.locator(".scorm-overview button").nth(list(self.questions).index(id)).click()
        self.frame.locator(f"#vraag-{id}").wait_for()

    def answer(self, id: str, response: tuple[str, ...]) -> None:
        self.show(id)
        put(self.frame, self.questions[id], response)
        root = self.frame.locator(f"#vraag-{id}")
        root.get_by_role("button", name="Controleer").click()
        expect(root.locator(".question-status")).not_to_be_empty()

    def write(self, text: str, said: str) -> None:
        """Answer the open question, and wait for what the package says of it."""
        self.show("t-open")
        root = self.frame.locator("#vraag-t-open")
        root.locator("textarea").fill(text)
        root.get_by_role("button", name="Dien je antwoord in").click()
        expect(root.locator(".question-status")).to_contain_text(said)

    def value(self, name: str) -> str:
        return str(self.page.evaluate("(name) => window.real.LMSGetValue(name)", name))

    def has_score(self, score: float) -> None:
        """Wait until the platform has this score."""
        has_value(self.page, "cmi.core.score.raw", score)

    def has_status(self, status: str) -> None:
        """Wait until the platform has this status of the package."""
        has_value(self.page, "cmi.core.lesson_status", status)

    def close(self) -> list[Any]:
        """Leave the package and return the calls that went wrong."""
        self.page.evaluate("document.querySelector('iframe').remove()")
        calls = self.page.evaluate("window.calls")
        assert [call[0] for call in calls].count("LMSInitialize") == 1
        assert [call[0] for call in calls].count("LMSFinish") == 1
        return [call for call in calls if call[3] != "0" or call[2] == "false"]


def has_value(page: Page, name: str, value: str | float) -> None:
    """Wait until the platform has a value; a number may be written in any way."""
    said = "window.real.LMSGetValue(name)"
    page.wait_for_function(
        f"([name, value]) => (typeof value === 'number' ? Number({said}) : {said}) === value",
        arg=[name, value],
    )


def launch(page: Page, platform: str, use: str, before: dict[str, Any] | None = None) -> Sco:
    page.goto(platform)
    page.evaluate(OPEN, [use, before])
    frame = page.frame_locator("iframe")
    # It says where one is once it has put back what the platform kept.
    expect(frame.locator(".scorm-where")).not_to_be_empty()
    given = with_open_exam()
    chosen = given.practice if use == "practice" else given.exam
    return Sco(page, frame, {question.id: question for question in chosen.questions})


def weights() -> dict[str, int]:
    scored = (question for question in material().practice.questions if question.is_scored)
    return {question.id: question.points * (2 if question.reason else 1) for question in scored}


def percent(earned: Mapping[str, Fraction]) -> float:
    total = sum(weights().values())
    return round(float(100 * sum(weights()[id] * part for id, part in earned.items()) / total), 2)


def test_everything_right_gives_100_and_completed_without_an_error(page: Page, platform: str) -> None:
    sco = launch(page, platform, "practice")
    sco.has_status("incomplete")
    cases = [case for case in scoring_cases() if case.fraction == 1]
    for case in reversed(cases):
        sco.answer(case.question, case.response)
    sco.has_score(100)
    most = MOST_KEPT / len({case.question for case in cases})
    assert len(sco.value("cmi.suspend_data")) * most < 4000
    assert (sco.value("cmi.core.score.min"), sco.value("cmi.core.score.max")) == ("0", "100")
    sco.has_status("completed")
    expect(sco.frame.locator(".scorm-where")).to_contain_text("Je score is 100 op 100.")
    assert sco.close() == []


@pytest.mark.parametrize("id", sorted({case.question for case in scoring_cases()}))
def test_each_answer_gives_the_score_of_the_table(page: Page, platform: str, id: str) -> None:
    for case in (case for case in scoring_cases() if case.question == id):
        sco = launch(page, platform, "practice")
        sco.answer(id, case.response)
        sco.has_score(percent({id: case.fraction}))
        sco.has_status("incomplete")
        assert sco.close() == []


def test_the_best_answer_counts_in_practice_and_a_later_visit_goes_on(page: Page, platform: str) -> None:
    sco = launch(page, platform, "practice")
    sco.answer("t-multiple", ("Medische zorg",))
    sco.answer("t-multiple", ("Medische zorg", "Een gesprek"))
    sco.answer("t-single", ("Nee, nooit.",))
    best = percent({"t-multiple": Fraction(1), "t-single": Fraction(0)})
    sco.has_score(best)
    kept = sco.value("cmi.suspend_data")
    assert len(kept) < 4096
    assert sco.close() == []
    again = launch(
        page,
        platform,
        "practice",
        {
            "cmi": {
                "suspend_data": kept,
                "core": {"lesson_status": "incomplete", "lesson_location": "t-single"},
            }
        },
    )
    expect(again.frame.locator("#vraag-t-multiple input:checked")).to_have_count(2)
    expect(again.frame.locator("#vraag-t-single")).to_contain_text("Niet juist", use_inner_text=True)
    done = again.frame.locator(".scorm-overview button").filter(has_text=re.compile(": nagekeken$"))
    expect(done).to_have_count(2)
    again.answer("t-single", ("Ja, dat kan.",))
    again.has_score(percent({"t-multiple": Fraction(1), "t-single": Fraction(1)}))
    assert again.close() == []


def test_the_first_answer_counts_in_an_exam_and_the_key_is_not_shown(page: Page, platform: str) -> None:
    sco = launch(page, platform, "exam")
    expect(sco.frame.locator(".question-key:visible")).to_have_count(0)
    sco.answer("x-single", ("Je vraagt vervolging.",))
    sco.answer("x-single", ("KANARIETOETS je laat iets weten.",))
    sco.has_score(0)
    sco.answer("x-truefalse", ("false",))
    sco.answer("x-numeric", ("12,5",))
    sco.has_score(66.67)
    sco.has_status("completed")
    assert sco.close() == []


def test_an_exam_that_is_opened_again_says_that_the_first_try_stands(page: Page, platform: str) -> None:
    sco = launch(page, platform, "exam")
    sco.answer("x-single", ("Je vraagt vervolging.",))
    kept = {"cmi": {"suspend_data": sco.value("cmi.suspend_data"), "core": {"lesson_status": "incomplete"}}}
    assert sco.close() == []
    again = launch(page, platform, "exam", kept)
    expect(again.frame.locator(".scorm-platform")).to_contain_text("Je begon al aan deze toets")
    again.answer("x-single", ("KANARIETOETS je laat iets weten.",))
    again.has_score(0)
    assert again.close() == []


@pytest.mark.parametrize("use", ["practice", "exam"])
def test_who_was_done_keeps_status_and_score_when_the_platform_kept_no_answers(
    page: Page, platform: str, use: str
) -> None:
    before = {"cmi": {"core": {"lesson_status": "passed", "score": {"raw": "85"}}}}
    sco = launch(page, platform, use, before)
    assert (sco.value("cmi.core.lesson_status"), sco.value("cmi.core.score.raw")) == ("passed", "85")
    id, wrong = {"practice": ("t-single", "Nee, nooit."), "exam": ("x-single", "Je vraagt vervolging.")}[use]
    sco.answer(id, (wrong,))
    assert (sco.value("cmi.core.lesson_status"), sco.value("cmi.core.score.raw")) == ("passed", "85")
    assert sco.close() == []


@pytest.mark.parametrize("mode", ["review", "browse"])
def test_a_platform_that_lets_one_look_back_is_told_nothing(page: Page, platform: str, mode: str) -> None:
    sco = launch(page, platform, "exam", {"cmi": {"core": {"lesson_mode": mode}}})
    expect(sco.frame.locator(".scorm-platform")).to_contain_text("wordt niet bewaard")
    sco.answer("x-single", ("Je vraagt vervolging.",))
    assert sco.close() == []
    assert "LMSSetValue" not in {
        call[0] for call in page.evaluate("window.calls") if call[1][0] != "cmi.core.session_time"
    }


REFUSE = """() => {
  const { LMSSetValue, LMSCommit } = window.API;
  window.accept = () => Object.assign(window.API, { LMSSetValue, LMSCommit });
  Object.assign(window.API, { LMSSetValue: () => "false", LMSCommit: () => "false" });
}"""
AWAY = """(isTakenBack) => {
  const inside = document.querySelector("iframe").contentWindow;
  inside.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
  if (isTakenBack) window.real.reset();
  else window.API.LMSInitialize = () => "false";
  inside.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
}"""
"""Leave for another site and come back, to a page that the browser kept."""
NOT_SAVED = "bewaart niet meer wat je antwoordt"


def test_a_platform_that_no_longer_saves_is_noticed_until_it_does_again(page: Page, platform: str) -> None:
    sco = launch(page, platform, "practice")
    where = sco.frame.locator(".scorm-where")
    page.evaluate(REFUSE)
    sco.answer("t-single", ("Ja, dat kan.",))
    expect(where).to_contain_text(NOT_SAVED)
    page.evaluate("window.accept()")
    sco.answer("t-truefalse", ("true",))
    expect(where).not_to_contain_text(NOT_SAVED)
    sco.has_score(percent({"t-single": Fraction(1), "t-truefalse": Fraction(1)}))


def test_who_comes_back_to_a_kept_page_goes_on_or_is_told_that_it_is_not_saved(
    page: Page, platform: str
) -> None:
    sco = launch(page, platform, "practice")
    sco.answer("t-single", ("Ja, dat kan.",))
    page.evaluate(AWAY, True)
    sco.answer("t-truefalse", ("true",))
    expect(sco.frame.locator(".scorm-where")).not_to_contain_text(NOT_SAVED)
    sco.has_score(percent({"t-single": Fraction(1), "t-truefalse": Fraction(1)}))
    page.evaluate(AWAY, False)
    expect(sco.frame.locator(".scorm-where")).to_contain_text(NOT_SAVED)


def test_a_platform_is_found_from_a_frame_of_the_window_that_it_opened(page: Page, platform: str) -> None:
    page.goto(platform)
    page.evaluate("window.API = new Scorm12API({ autocommit: false, logLevel: 5 })")
    with page.expect_popup() as opened:
        page.evaluate("void window.open('about:blank')")
    opened.value.evaluate(
        '(source) => { document.body.innerHTML = `<iframe src="${source}" title="SCO"></iframe>`; }',
        f"{platform}exam/index.html",
    )
    frame = opened.value.frame_locator("iframe")
    expect(frame.locator(".scorm-platform")).to_contain_text("Je eerste antwoord telt")
    opened.value.close()


def test_a_teacher_sees_what_was_answered_and_whether_it_was_right(page: Page, platform: str) -> None:
    sco = launch(page, platform, "practice")
    sco.answer("t-multiple", ("Medische zorg",))
    sco.answer("t-numeric", ("1.550",))
    calls = [call[1] for call in page.evaluate("window.calls") if call[0] == "LMSSetValue"]
    values = dict(calls)
    assert [values[f"cmi.interactions.{n}.id"] for n in (0, 1)] == ["t-multiple", "t-numeric"]
    assert values["cmi.interactions.0.type"] == "choice" and values["cmi.interactions.0.result"] == "0.5"
    assert values["cmi.interactions.1.student_response"] == "1550"
    assert values["cmi.interactions.1.result"] == "correct"
    assert sco.close() == []


def test_the_overview_says_where_one_is(page: Page, platform: str) -> None:
    sco = launch(page, platform, "practice")
    sco.show("t-match")
    at = list(sco.questions).index("t-match")
    expect(sco.frame.locator("[aria-current=step]")).to_have_text(re.compile(rf"^Vraag {at + 1}:"))
    expect(sco.frame.locator("[aria-current]")).to_have_count(1)


def test_a_jump_in_the_overview_takes_the_focus_along(page: Page, platform: str) -> None:
    sco = launch(page, platform, "practice")
    for id in ("t-match", "t-scenario"):
        sco.frame.locator(".scorm-overview summary").click()
        sco.frame.locator(".scorm-overview button").nth(list(sco.questions).index(id)).press("Enter")
        focused = sco.frame.locator(":focus")
        expect(sco.frame.locator(f"#vraag-{id}").filter(has=focused)).to_be_visible()
        expect(focused).to_contain_text(sco.questions[id].prompt)


@pytest.mark.parametrize(
    ("typed", "told"), [("4.5", "4.5"), ("\u22121.550,5", "-1550.5"), ("1\u202f550", "1550")]
)
def test_a_number_is_told_as_it_was_read(page: Page, platform: str, typed: str, told: str) -> None:
    sco = launch(page, platform, "practice")
    sco.answer("t-numeric", (typed,))
    values = dict(call[1] for call in page.evaluate("window.calls") if call[0] == "LMSSetValue")
    assert values["cmi.interactions.0.student_response"] == told
    assert sco.close() == []


SENT = "Je antwoord staat in het leerplatform."


def told(page: Page, name: str) -> list[str]:
    """Return each value that the platform was given for an element."""
    calls = page.evaluate("window.calls")
    return [call[1][1] for call in calls if call[0] == "LMSSetValue" and call[1][0] == name]


@pytest.mark.parametrize("use", ["practice", "exam"])
def test_an_open_answer_goes_to_the_platform_and_then_shows_the_example(
    page: Page, platform: str, use: str
) -> None:
    sco = launch(page, platform, use)
    sco.show("t-open")
    example = sco.frame.locator("#vraag-t-open .key-model")
    expect(sco.frame.locator("#vraag-t-open .question-status")).to_contain_text("het kan lezen")
    expect(example).to_be_hidden()
    sco.write("Dag,\nkom\tbinnen é.", SENT)
    expect(example).to_be_visible()
    assert told(page, "cmi.interactions.0.type") == ["fill-in"]
    assert told(page, "cmi.interactions.0.student_response") == ["Dag, kom binnen é."]
    sco.has_status("incomplete")
    kept = {"cmi": {"suspend_data": sco.value("cmi.suspend_data"), "core": {"lesson_status": "incomplete"}}}
    assert sco.close() == []
    again = launch(page, platform, use, kept)
    again.show("t-open")
    text = again.frame.locator("#vraag-t-open textarea")
    expect(text).to_have_value("Dag,\nkom\tbinnen é.")
    expect(example).to_be_visible()
    expect(text).to_be_editable(editable=use == "practice")
    assert again.close() == []


def test_an_open_answer_that_is_long_goes_to_the_comments_as_long_as_there_is_room(
    page: Page, platform: str
) -> None:
    sco = launch(page, platform, "practice")
    long, longer = "een lang antwoord " * 20, "nog een lang antwoord " * 190
    sco.write(long, SENT)
    assert f"t-open: {long.strip()}" in sco.value("cmi.comments")
    assert told(page, "cmi.interactions.0.student_response") == [long[:255]]
    before = sco.value("cmi.comments")
    sco.write(longer, "enkel het begin staat in het leerplatform")
    assert sco.value("cmi.comments") == before
    sco.answer("t-single", ("Ja, dat kan.",))
    kept = sco.value("cmi.suspend_data")
    assert len(kept) <= 4096
    assert sco.close() == []
    again = launch(page, platform, "practice", {"cmi": {"suspend_data": kept}})
    again.show("t-open")
    expect(again.frame.locator("#vraag-t-open .question-status")).to_contain_text("geen plaats")
    again.has_status("incomplete")
    expect(again.frame.locator("#vraag-t-single input:checked")).to_have_count(1)


def test_comments_that_a_platform_puts_in_the_place_of_others_are_given_together(
    page: Page, platform: str
) -> None:
    sco = launch(page, platform, "practice")
    for text in ("eerst " * 50, "daarna " * 50):
        sco.write(text, SENT)
    assert [text in sco.value("cmi.comments") for text in ("eerst", "daarna")] == [True, True]


def test_without_a_platform_an_open_answer_says_that_it_is_kept_nowhere(page: Page, platform: str) -> None:
    page.goto(f"{platform}exam/index.html")
    page.locator(".scorm-overview summary").click()
    page.locator(".scorm-overview button").last.click()
    page.locator("textarea").fill("Dag.")
    page.get_by_role("button", name="Dien je antwoord in").click()
    expect(page.locator("#vraag-t-open .question-status")).to_contain_text("nergens bewaard")
    expect(page.locator("#vraag-t-open .key-model")).to_be_visible()


def test_what_was_chosen_in_a_poll_is_there_again_and_is_told_to_no_teacher(
    page: Page, platform: str
) -> None:
    sco = launch(page, platform, "practice")
    for id in ("t-poll", "t-scale"):
        sco.show(id)
        sco.frame.locator(f"#vraag-{id} input").nth(1).check()
    kept = sco.value("cmi.suspend_data")
    assert told(page, "cmi.interactions.0.id") == []
    assert sco.close() == []
    again = launch(page, platform, "practice", {"cmi": {"suspend_data": kept}})
    for id in ("t-poll", "t-scale"):
        expect(again.frame.locator(f"#vraag-{id} input").nth(1)).to_be_checked()


def test_the_report_says_where_an_open_answer_goes() -> None:
    bundle = render(load_format("scorm"), with_open_exam())
    assert [note.about for note in bundle.notes if note.key == "open_sent"] == ["t-open", "t-open"]
    assert "4096" in bundle.report


def test_a_saved_answer_hangs_on_its_question_and_not_on_its_place() -> None:
    first, second = material().practice.questions[:2]
    assert scorm.digest_of(replace(second, number=1)) == scorm.digest_of(second)
    assert scorm.digest_of(replace(second, prompt="Iets anders?")) != scorm.digest_of(second)
    assert scorm.digest_of(first) != scorm.digest_of(second)


def test_without_a_platform_one_can_practise_and_is_told_so(page: Page, platform: str) -> None:
    page.goto(f"{platform}practice/index.html")
    expect(page.locator(".scorm-platform")).to_contain_text("Geen leerplatform gevonden")
    page.locator("#vraag-t-single--b").check()
    page.get_by_role("button", name="Controleer").click()
    expect(page.locator(".scorm-where")).to_contain_text("Nagekeken: 1 van 7.")


def test_manifest_lists_exactly_the_files_of_the_package(tmp_path: Path) -> None:
    for chosen in material().sets:
        files = scorm.package(chosen)
        root = etree.fromstring(files["imsmanifest.xml"])
        names = {"": "http://www.imsproject.org/xsd/imscp_rootv1p1p2"}
        hrefs = [file.get("href", "") for file in root.findall(".//file", names)]
        assert sorted(hrefs) == sorted(set(files) - {"imsmanifest.xml"})
        resource = root.find(".//resource", names)
        assert (
            resource is not None
            and resource.get("{http://www.adlnet.org/xsd/adlcp_rootv1p2}scormtype") == "sco"
        )
        assert root.findtext(".//schemaversion", namespaces=names) == "1.2"
