"""Moodle XML, the format of Moodle's question bank.

Elements and their order follow Moodle's own export (Moodle docs, "Moodle XML format", and `format.php` of its
importer). Questions in order are in a file of their own, for Moodle before 4.4 stops at them. Importing a file again
makes every question double.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lxml import etree

from vorming.exports.format import (
    PARTS,
    Files,
    Format,
    asked,
    explained,
    name_of,
    reason_asked,
    story_of,
    tick_values,
)
from vorming.exports.material import Material
from vorming.exports.xml import add, add_html, add_texts, xml_bytes
from vorming.quiz.view import OptionView, QuestionView, QuizView
from vorming.text.markdown import inline_html, inline_text
from vorming.text.templates import templates
from vorming.text.words import words


def write(material: Material) -> Files:
    """Make one file per set, one more for its questions in order, and the shared lessons in files of their own.

    A lesson of several modules has the same file in each of them: imported once, its questions are there once.
    """
    said = words("exports")
    files: dict[str, bytes] = {}
    for chosen in material.sets:
        own = [section for section in chosen.sections if section.id not in material.shared_banks]
        shared = [section for section in chosen.sections if section.id in material.shared_banks]
        files |= _documents(chosen.id, chosen.title, own)
        files |= _documents(said["shared_file"], said["shared"], shared)
    return files


def _documents(name: str, title: str, sections: Sequence[QuizView]) -> Files:
    """Write the questions of some sections, each in a category below `title`; no file without questions."""
    files = {}
    for suffix, is_order in (("moodle", False), ("moodle-volgorde", True)):
        quiz = etree.Element("quiz")
        for section in sections:
            questions = [question for question in section.questions if (question.type == "order") is is_order]
            if questions:
                # A slash divides categories; one in a name is doubled.
                names = [part.replace("/", "//") for part in (title, section.title)]
                category = add(add(quiz, "question", type="category"), "category")
                add(category, "text", "/".join(["$course$/top", *names]))
            for question in questions:
                _add_question(quiz, question)
        if len(quiz):
            files[f"{name}-{suffix}.xml"] = xml_bytes(quiz)
    return files


def _add_question(quiz: etree._Element, question: QuestionView) -> None:
    kind, add_body = BODIES[question.type]
    # Moodle says by itself that several answers may be right.
    prompt = question.prompt if question.type == "multiple" else asked(question)
    node = _add_head(quiz, kind, question.id, prompt, question)
    add_body(node, question)
    if question.hint and kind not in WITHOUT_HINT:
        _add_text(node, "hint", question.hint)
    if question.reason:
        reason = _add_head(quiz, "multichoice", f"{question.id}-reden", reason_asked(question), question)
        _add_choices(reason, question.reason.options, is_single=True)


def _add_head(
    quiz: etree._Element, kind: str, id: str, prompt: str, question: QuestionView
) -> etree._Element:
    """Add a question with what every kind begins with."""
    node = add(quiz, "question", type=kind)
    add(add(node, "name"), "text", name_of(question, prompt))
    _add_text(node, "questiontext", prompt)
    _add_text(node, "generalfeedback", explained(question))
    grade = question.points if question.is_scored else 0
    # A third off for each wrong try is Moodle's own default.
    add_texts(node, defaultgrade=f"{grade}.0000000", penalty="0.3333333", hidden="0", idnumber=id)
    return node


def _add_text(parent: etree._Element, tag: str, markdown: str) -> None:
    add_html(add(parent, tag, format="html"), "text", _html().paragraph(markdown))


def _html() -> Any:
    """Return the macros that write HTML."""
    return templates().get_template("exports/moodle.html.jinja").module


def _add_verdicts(node: etree._Element) -> None:
    said = words("quiz")
    _add_text(node, "correctfeedback", said["right"])
    _add_text(node, "partiallycorrectfeedback", said["partly"])
    _add_text(node, "incorrectfeedback", said["wrong"])


def percent(value: Fraction) -> str:
    """Write a fraction as Moodle lists it: 100, 50, 33.33333.

    Moodle refuses a fraction that is not on its own list (`question/engine/bank.php`); 1/n is on it, up to ten.
    """
    return f"{float(value * 100):.5f}".rstrip("0").rstrip(".")


def _add_answer(
    node: etree._Element, fraction: str, html: str, feedback: str = "", form: str = "html"
) -> etree._Element:
    answer = add(node, "answer", fraction=fraction, format=form)
    add_html(answer, "text", html)
    _add_text(answer, "feedback", feedback)
    return answer


def _add_choices(node: etree._Element, options: Sequence[OptionView], *, is_single: bool) -> None:
    single, instruction = ("true", "0") if is_single else ("false", "1")
    add_texts(node, single=single, shuffleanswers="true", answernumbering="ABCD")
    add_texts(node, showstandardinstruction=instruction)
    _add_verdicts(node)
    flags = [bool(option.is_correct) for option in options]
    right, wrong = (Fraction(1), Fraction(0)) if is_single else tick_values(flags)
    for option in options:
        value = percent(right if option.is_correct else wrong)
        _add_answer(node, value, inline_html(option.text), option.feedback)


def _choice(node: etree._Element, question: QuestionView) -> None:
    _add_choices(node, question.options, is_single=question.type == "single")


def _true_false(node: etree._Element, question: QuestionView) -> None:
    # Moodle reads the English words, and shows those of its own language.
    for option, word in zip(question.options, ("true", "false"), strict=True):
        value = "100" if option.is_correct else "0"
        _add_answer(node, value, word, option.feedback, "moodle_auto_format")


def _numeric(node: etree._Element, question: QuestionView) -> None:
    number = question.numeric
    assert number is not None
    answers = [("100", number.answer, "", number.tolerance)]
    answers += [("0", wrong.value, wrong.feedback, Decimal(0)) for wrong in number.wrong]
    for fraction, value, feedback, tolerance in answers:
        answer = _add_answer(node, fraction, f"{value:f}", feedback, "moodle_auto_format")
        add(answer, "tolerance", f"{tolerance:f}")
    # No unit is asked for: it is part of the prompt.
    add_texts(node, unitgradingtype="0", unitpenalty="0.1", showunits="3", unitsleft="0")


def _match(node: etree._Element, question: QuestionView) -> None:
    add(node, "shuffleanswers", "true")
    _add_verdicts(node)
    paired = {pair.letter for pair in question.pairs}
    texts = [(pair.left, pair.right) for pair in question.pairs]
    # An answer without a question is a distractor.
    texts += [("", choice.text) for choice in question.choices if choice.letter not in paired]
    for left, right in texts:
        child = add(node, "subquestion", format="html")
        add_html(child, "text", _html().paragraph(left))
        add(add(child, "answer"), "text", inline_text(right))


def _order(node: etree._Element, question: QuestionView) -> None:
    add_texts(node, layouttype="VERTICAL", selecttype="ALL", selectcount=str(len(question.items)))
    add_texts(node, gradingtype="ALL_OR_NOTHING", showgrading="SHOW", numberingstyle="none")
    _add_verdicts(node)
    # From 4.4 the import fails without it.
    add(node, "shownumcorrect", "1")
    for item in question.right_order:
        _add_answer(node, f"{item.position}.0000000", inline_html(item.text))


def _essay(node: etree._Element, question: QuestionView) -> None:
    add_texts(node, responseformat="editor", responserequired="1", responsefieldlines=str(question.lines))
    add_texts(node, attachments="0", attachmentsrequired="0")
    add_html(add(node, "graderinfo", format="html"), "text", _html().grading(question))


def _description(node: etree._Element, question: QuestionView) -> None:
    """Write a scenario as a text to read, in the place of its prompt."""
    text = node.find("questiontext/text")
    assert text is not None
    text.text = etree.CDATA(_html().scenario(question.prompt, story_of(question)))


BODIES: Mapping[str, tuple[str, Callable[[etree._Element, QuestionView], None]]] = {
    "single": ("multichoice", _choice),
    "multiple": ("multichoice", _choice),
    "truefalse": ("truefalse", _true_false),
    "order": ("ordering", _order),
    "match": ("matching", _match),
    "numeric": ("numerical", _numeric),
    "open": ("essay", _essay),
    "scenario": ("description", _description),
}
"""Moodle's kind of each type of question, and what adds the part that only this kind has."""
WITHOUT_HINT = frozenset({"essay", "description"})
"""The kinds for which Moodle knows no hints."""

FORMAT = Format(
    write,
    types=frozenset(BODIES),
    keeps=PARTS - {"roles", "debrief"},
    changes={
        "order": "order_file",
        "open": "open_no_points",
        "scenario": "scenario_text",
        "reason": "reason_split",
        "unit": "unit",
        "pair-feedback": "pair_feedback",
        "decimals": "decimals",
    },
)
