"""Moodle XML. Questions in order stand in a file of their own: Moodle before 4.4 stops at them.

Fractions must be on Moodle's own list; 1/n is, up to ten. A re-import makes every question double.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from lxml import etree

from vorming.exports.bundle import Files
from vorming.exports.format import PARTS, Format, asked, explained, name_of, reason_asked, story_of
from vorming.exports.material import Material
from vorming.exports.xml import add, add_html, xml_bytes
from vorming.quiz.scoring import tick_values
from vorming.quiz.view import OptionView, QuestionView, QuizView
from vorming.text.markdown import inline_html, inline_text
from vorming.text.words import words


def write(material: Material) -> Files:
    """Make one file per set, one more for its questions in order, and the shared lessons in files of their own.

    A lesson of several modules has the same file in each of them: imported once, its questions are there once.
    """
    files: dict[str, bytes] = {}
    for chosen in material.sets:
        own = [section for section in chosen.sections if section.id not in material.shared_banks]
        shared = [section for section in chosen.sections if section.id in material.shared_banks]
        files |= _files(chosen.id, chosen.title, own)
        files |= _files(words("exports")["shared_file"], words("exports")["shared"], shared)
    return files


def _files(name: str, title: str, sections: list[QuizView]) -> dict[str, bytes]:
    parts = {
        "moodle": _document(title, sections, lambda question: question.type != "order"),
        "moodle-volgorde": _document(title, sections, lambda question: question.type == "order"),
    }
    return {f"{name}-{part}.xml": content for part, content in parts.items() if content}


def _document(title: str, sections: list[QuizView], is_in: Callable[[QuestionView], bool]) -> bytes:
    """Write the questions of some sections; no bytes when there are none."""
    quiz = etree.Element("quiz")
    for section in sections:
        questions = [question for question in section.questions if is_in(question)]
        if questions:
            _category(quiz, [title, section.title])
        for question in questions:
            _question(quiz, question)
    return xml_bytes(quiz) if len(quiz) else b""


def _category(quiz: etree._Element, path: list[str]) -> None:
    question = add(quiz, "question", type="category")
    add(add(question, "category"), "text", category_path(path))


def category_path(names: Iterable[str]) -> str:
    """Write a category's path; a slash inside a name is doubled."""
    return "/".join(["$course$/top", *(name.replace("/", "//") for name in names)])


def _question(quiz: etree._Element, question: QuestionView) -> None:
    kind, body = BODIES[question.type]
    prompt = question.prompt if question.type == "multiple" else asked(question)
    node = _head(quiz, kind, question.id, prompt, question)
    body(node, question)
    if question.reason:
        reason = _head(quiz, "multichoice", f"{question.id}-reden", reason_asked(question), question)
        _choices(reason, question.reason.options, is_single=True)


def _head(quiz: etree._Element, kind: str, id: str, prompt: str, question: QuestionView) -> etree._Element:
    node = add(quiz, "question", type=kind)
    add(add(node, "name"), "text", name_of(question, prompt))
    _text(node, "questiontext", prompt)
    _text(node, "generalfeedback", explained(question))
    grade = question.points if question.is_scored else 0
    add(node, "defaultgrade", f"{grade}.0000000")
    add(node, "penalty", "0.3333333")
    add(node, "hidden", "0")
    add(node, "idnumber", id)
    return node


def _text(parent: etree._Element, tag: str, markdown: str) -> None:
    html = f"<p>{inline_html(markdown)}</p>" if markdown else ""
    add_html(add(parent, tag, format="html"), "text", html)


def _tail(node: etree._Element, question: QuestionView) -> None:
    if question.hint:
        _text(node, "hint", question.hint)


def _verdicts(node: etree._Element) -> None:
    said = words("quiz")
    for tag, key in (
        ("correctfeedback", "right"),
        ("partiallycorrectfeedback", "partly"),
        ("incorrectfeedback", "wrong"),
    ):
        _text(node, tag, said[key])


def percent(value: Fraction) -> str:
    """Write a fraction as Moodle lists it: 100, 50, 33.33333."""
    return f"{float(value * 100):.5f}".rstrip("0").rstrip(".")


def _answer(
    node: etree._Element, fraction: str, html: str, feedback: str, form: str = "html"
) -> etree._Element:
    answer = add(node, "answer", fraction=fraction, format=form)
    add_html(answer, "text", html)
    _text(answer, "feedback", feedback)
    return answer


def _choices(node: etree._Element, options: tuple[OptionView, ...], *, is_single: bool) -> None:
    add(node, "single", "true" if is_single else "false")
    add(node, "shuffleanswers", "true")
    add(node, "answernumbering", "ABCD")
    add(node, "showstandardinstruction", "0" if is_single else "1")
    _verdicts(node)
    flags = [bool(option.is_correct) for option in options]
    right, wrong = (Fraction(1), Fraction(0)) if is_single else tick_values(flags)
    for option, is_right in zip(options, flags, strict=True):
        _answer(node, percent(right if is_right else wrong), inline_html(option.text), option.feedback)


def _single(node: etree._Element, question: QuestionView) -> None:
    _choices(node, question.options, is_single=True)
    _tail(node, question)


def _multiple(node: etree._Element, question: QuestionView) -> None:
    _choices(node, question.options, is_single=False)
    _tail(node, question)


def _true_false(node: etree._Element, question: QuestionView) -> None:
    for option, word in zip(question.options, ("true", "false"), strict=True):
        _answer(node, "100" if option.is_correct else "0", word, option.feedback, "moodle_auto_format")
    _tail(node, question)


def _numeric(node: etree._Element, question: QuestionView) -> None:
    number = question.numeric
    assert number is not None
    answer = _answer(node, "100", f"{number.answer:f}", "", "moodle_auto_format")
    add(answer, "tolerance", f"{number.tolerance:f}")
    for wrong in number.wrong:
        add(_answer(node, "0", f"{wrong.value:f}", wrong.feedback, "moodle_auto_format"), "tolerance", "0")
    units = [("unitgradingtype", "0"), ("unitpenalty", "0.1"), ("showunits", "3"), ("unitsleft", "0")]
    for tag, value in units:
        add(node, tag, value)
    _tail(node, question)


def _match(node: etree._Element, question: QuestionView) -> None:
    add(node, "shuffleanswers", "true")
    _verdicts(node)
    paired = {pair.letter for pair in question.pairs}
    for pair in question.pairs:
        _subquestion(node, pair.left, pair.right)
    for choice in question.choices:
        if choice.letter not in paired:
            _subquestion(node, "", choice.text)
    _tail(node, question)


def _subquestion(node: etree._Element, left: str, right: str) -> None:
    child = add(node, "subquestion", format="html")
    add_html(child, "text", f"<p>{inline_html(left)}</p>" if left else "")
    add(add(child, "answer"), "text", inline_text(right))


def _order(node: etree._Element, question: QuestionView) -> None:
    parts = [
        ("layouttype", "VERTICAL"),
        ("selecttype", "ALL"),
        ("selectcount", str(len(question.items))),
        ("gradingtype", "ALL_OR_NOTHING"),
        ("showgrading", "SHOW"),
        ("numberingstyle", "none"),
    ]
    for tag, value in parts:
        add(node, tag, value)
    _verdicts(node)
    # From 4.4 the import fails without it.
    add(node, "shownumcorrect", "1")
    for item in sorted(question.items, key=lambda item: item.position):
        _answer(node, f"{item.position}.0000000", inline_html(item.text), "")
    _tail(node, question)


def _essay(node: etree._Element, question: QuestionView) -> None:
    add(node, "responseformat", "editor")
    add(node, "responserequired", "1")
    add(node, "responsefieldlines", str(question.lines))
    add(node, "attachments", "0")
    add(node, "attachmentsrequired", "0")
    criteria = "".join(f"<li>{inline_html(text)}</li>" for text in question.criteria)
    html = f"<p>{inline_html(question.model_answer)}</p>" + (f"<ul>{criteria}</ul>" if criteria else "")
    add_html(add(node, "graderinfo", format="html"), "text", html)


def _description(node: etree._Element, question: QuestionView) -> None:
    """Write a scenario as a text to read: its scenes, with where each choice leads."""
    text = node.find("questiontext/text")
    assert text is not None
    parts = [f"<p>{inline_html(question.prompt)}</p>"]
    for scene, ways in story_of(question):
        items = (
            f"<li>{way.letter}. {inline_html(way.text)} <em>{inline_html(way.feedback)}</em></li>"
            for way in ways
        )
        parts += [f"<p>{inline_html(scene)}</p>", f"<ul>{''.join(items)}</ul>" if ways else ""]
    text.text = etree.CDATA("".join(parts))


BODIES: Mapping[str, tuple[str, Callable[[etree._Element, QuestionView], None]]] = {
    "single": ("multichoice", _single),
    "multiple": ("multichoice", _multiple),
    "truefalse": ("truefalse", _true_false),
    "order": ("ordering", _order),
    "match": ("matching", _match),
    "numeric": ("numerical", _numeric),
    "open": ("essay", _essay),
    "scenario": ("description", _description),
}

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
