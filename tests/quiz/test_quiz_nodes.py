"""The neutral nodes: they carry the whole question, the worksheet tells nothing, pages and SCORM read alike."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

from docutils import nodes

from tests.conftest import build
from tests.support.quiz_book import BOOK, bank, course
from vorming.nodes import inline_nodes, quiz_node
from vorming.quiz.selection import view_final_test
from vorming.quiz.texts import html_texts, render_quiz, strip_key


def test_node_carries_the_whole_quiz_and_shows_the_search_only_the_worksheet() -> None:
    node = quiz_node(bank(), source="book/les.md", line=7)
    assert node.view == bank() and (node.source, node.line) == ("book/les.md", 7)
    told = {question.explanation for question in bank().questions} | {
        q.model_answer for q in bank().questions
    }
    assert not any(text in node.astext() for text in told if text)
    assert all(question.prompt.split()[0] in node.astext() for question in bank().questions)


def test_worksheet_has_every_question_and_nothing_of_the_key() -> None:
    sheet = [strip_key(question) for question in bank().questions]
    assert len(sheet) == 11
    for question in sheet:
        assert not (question.explanation or question.model_answer or question.criteria)
        assert all(option.is_correct is None and not option.feedback for option in question.options)
        assert not any(item.position for item in question.items)
        assert not any(pair.letter or pair.right or pair.feedback for pair in question.pairs)
        assert not any(way.score or way.feedback for scene in question.scenes for way in scene.ways)
        assert question.numeric is None or not (question.numeric.answer or question.numeric.wrong)
    assert "Goed dat je hier bent." not in repr(sheet)


def test_markdown_inlines_become_docutils_inlines() -> None:
    found = nodes.inline(
        "", "", *inline_nodes("Een *woord*, **sterk**, `code` en [link](https://www.vrt.be/).")
    )
    assert [type(child).__name__ for child in found.children if not isinstance(child, nodes.Text)] == [
        "emphasis", "strong", "literal", "reference",
    ]  # fmt: skip
    assert found.astext() == "Een woord, sterk, code en link."


def test_final_test_is_there_for_packs() -> None:
    test = view_final_test(course(), course().module("proef"))
    assert test.use == "exam" and len(test.questions) == 3


def test_page_shows_what_scorm_shows_and_never_the_exam(tmp_path: Path) -> None:
    root = tmp_path / "boek"
    shutil.copytree(BOOK, root, ignore=shutil.ignore_patterns("_build"))
    build(root, "--only", "html")
    page = (root / "_build/html/book/les/alle-types.html").read_text(encoding="utf-8")
    for question in html_texts(bank()).questions[:10]:
        assert _squeezed(_question_html(question.id)) in _squeezed(page)
    texts = [path.read_text(encoding="utf-8") for path in (root / "_build/html").rglob("*.[hjx][tsm][mlo]*")]
    assert texts and not any("KANARIETOETS" in text for text in texts)
    index = (root / "_build/html/searchindex.js").read_text(encoding="utf-8")
    assert "verblijfskaart" in index and "beboet" not in index


def _question_html(id: str) -> str:
    whole = render_quiz(html_texts(bank()))
    start = whole.index(f'id="vraag-{id}"')
    return whole[start : whole.index("</details>\n", start)]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text).replace("&quot;", '"').replace("<code>", "<code").replace("’", "'")


def test_short_forms_for_the_room_keep_their_emphasis() -> None:
    question = bank().questions[0]
    short = replace(question.options[0], live="Ja, *altijd*.")
    shown = html_texts(replace(question, live_prompt="Kan *dit*?", options=(short,)))
    assert (shown.live_prompt, shown.options[0].live) == ("Kan <em>dit</em>?", "Ja, <em>altijd</em>.")
