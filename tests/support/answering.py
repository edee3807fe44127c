"""Answering a question on a page, with the mouse, as a reader does."""

import re
from typing import Any

from playwright.sync_api import FrameLocator, Locator, Page, expect

from vorming.quiz.view import OptionView, QuestionView
from vorming.text.markdown import inline_text

HEAR = """() => { window.heard = []; document.addEventListener("vorming:checked", (e) => window.heard.push(e.detail)); }"""


def heard(page: Page, count: int = 1) -> list[dict[str, Any]]:
    """Wait until so many answers were checked since HEAR; return what the page told of each."""
    page.wait_for_function("(count) => window.heard.length >= count", arg=count)
    told: list[dict[str, Any]] = page.evaluate("window.heard")
    assert len(told) == count
    return told


def root_of(page: Page | FrameLocator, question: QuestionView) -> Locator:
    return page.locator(f"#vraag-{question.id}")


def put(
    page: Page | FrameLocator,
    question: QuestionView,
    response: tuple[str, ...],
    root: Locator | None = None,
) -> None:
    """Fill in a response; tests/quiz/scoring.yml says what it holds. `root` is the question, where its id is another one."""
    root = root or root_of(page, question)
    match question.type:
        case "single" | "multiple":
            for text in response:
                _choose(root.locator('[data-part="answer"]'), question.options, text)
        case "truefalse":
            _choose(
                root.locator('[data-part="answer"]'),
                question.options,
                "Juist" if response[0] == "true" else "Niet juist",
            )
            if question.reason and len(response) > 1:
                _choose(root.locator('[data-part="reason"]'), question.reason.options, response[1])
        case "order":
            _arrange(root, response)
        case "match":
            for place, text in enumerate(response):
                root.locator(".pair select").nth(place).select_option(label=inline_text(text))
        case "numeric":
            root.locator(".number input").fill(response[0])


def _choose(fieldset: Locator, options: tuple[OptionView, ...], text: str) -> None:
    letter = next(option.letter for option in options if option.text == text)
    fieldset.locator(f'input[value="{letter}"]').check()


def _arrange(root: Locator, wanted: tuple[str, ...]) -> None:
    """Move each item up to its place."""
    for place, text in enumerate(wanted):
        item = root.locator(".item").filter(has=root.page.get_by_text(text, exact=True))
        up = item.get_by_role("button", name=re.compile("^Omhoog"))
        while (at := root.locator(".item-text").all_inner_texts().index(text)) > place:
            up.click()
            expect(root.locator(".item-text").nth(at - 1)).to_have_text(text)


def check(page: Page, question: QuestionView) -> None:
    root_of(page, question).get_by_role("button", name="Controleer").click()


def status(page: Page, question: QuestionView) -> Locator:
    return root_of(page, question).get_by_role("status")
