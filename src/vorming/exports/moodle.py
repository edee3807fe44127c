"""Moodle XML. Questions in order stand in a file of their own: Moodle before 4.4 stops at them.

Fractions must be on Moodle's own list; 1/n is, up to ten. A re-import makes every question double.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from lxml import etree

from vorming.exports.bundle import Bundle, Note, changed, skipped
from vorming.exports.material import Material, QuestionSet
from vorming.exports.xml import add, add_html, xml_bytes
from vorming.quiz.scoring import tick_values
from vorming.quiz.view import OptionView, QuestionView
from vorming.text.markdown import inline_html, inline_text
from vorming.text.words import words

MOST_NAME = 80
LEFT_OUT: Mapping[str, str] = {"scenario": "scenario", "poll": "poll"}


def render(material: Material) -> Bundle:
    """Make one file per set, and one more for its questions in order."""
    files: dict[str, bytes] = {}
    notes: list[Note] = []
    for chosen in material.sets:
        plain = _document(chosen, lambda question: question.type != "order")
        files[f"{chosen.id}-moodle.xml"] = plain
        if any(question.type == "order" for question in chosen.questions):
            files[f"{chosen.id}-moodle-volgorde.xml"] = _document(
                chosen, lambda question: question.type == "order"
            )
        notes += [note for question in chosen.questions for note in notes_on(question)]
    return Bundle(files, tuple(notes))


def notes_on(question: QuestionView) -> Iterable[Note]:
    """Say what Moodle gets otherwise."""
    if question.type in LEFT_OUT:
        yield skipped(question.id, LEFT_OUT[question.type])
    if question.type == "order":
        yield changed(question.id, "order_file")
    if question.type == "open":
        yield changed(question.id, "open_no_points")
    if question.reason:
        yield changed(question.id, "reason_split")
    if any(pair.feedback for pair in question.pairs):
        yield changed(question.id, "pair_feedback")
    if question.numeric and question.numeric.answer != int(question.numeric.answer):
        yield changed(question.id, "decimals")


def _document(chosen: QuestionSet, is_in: Callable[[QuestionView], bool]) -> bytes:
    quiz = etree.Element("quiz")
    for section in chosen.sections:
        questions = [
            question for question in section.questions if is_in(question) and question.type in BODIES
        ]
        if questions:
            _category(quiz, [chosen.title, section.title])
        for question in questions:
            _question(quiz, question)
    return xml_bytes(quiz)


def _category(quiz: etree._Element, path: list[str]) -> None:
    question = add(quiz, "question", type="category")
    add(add(question, "category"), "text", category_path(path))


def category_path(names: Iterable[str]) -> str:
    """Write a category's path; a slash inside a name is doubled."""
    return "/".join(["$course$/top", *(name.replace("/", "//") for name in names)])


def _question(quiz: etree._Element, question: QuestionView) -> None:
    kind, body = BODIES[question.type]
    node = _head(quiz, kind, question.id, question.prompt, question)
    body(node, question)
    if question.reason:
        prompt = f"{question.prompt} – {question.reason.prompt}"
        reason = _head(quiz, "multichoice", f"{question.id}-reden", prompt, question)
        _choices(reason, question.reason.options, is_single=True)


def _head(quiz: etree._Element, kind: str, id: str, prompt: str, question: QuestionView) -> etree._Element:
    node = add(quiz, "question", type=kind)
    add(add(node, "name"), "text", f"{question.number:02d} {inline_text(prompt)}"[:MOST_NAME])
    _text(node, "questiontext", prompt)
    _text(node, "generalfeedback", _general(question))
    grade = 0 if question.type == "open" else question.points
    add(node, "defaultgrade", f"{grade}.0000000")
    add(node, "penalty", "0.3333333")
    add(node, "hidden", "0")
    add(node, "idnumber", id)
    return node


def _general(question: QuestionView) -> str:
    """Return the explanation, with the feedback that has no place of its own."""
    pairs = [f"{pair.left}: {pair.feedback}" for pair in question.pairs if pair.feedback]
    return " ".join([question.explanation, *pairs])


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
    add(node, "showstandardinstruction", "0")
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


BODIES: Mapping[str, tuple[str, Callable[[etree._Element, QuestionView], None]]] = {
    "single": ("multichoice", _single),
    "multiple": ("multichoice", _multiple),
    "truefalse": ("truefalse", _true_false),
    "order": ("ordering", _order),
    "match": ("matching", _match),
    "numeric": ("numerical", _numeric),
    "open": ("essay", _essay),
}
