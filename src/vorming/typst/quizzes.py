"""A quiz on paper: the worksheet, written from a view without its key, and the key for the trainer."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from docutils import nodes

from vorming.course.editions import Edition
from vorming.nodes import inline_nodes, vorming_quiz
from vorming.quiz.texts import strip_key
from vorming.quiz.view import OptionView, QuestionView, map_texts
from vorming.source.problems import Place
from vorming.text.numbers import format_number
from vorming.text.words import words
from vorming.typst.context import Context
from vorming.typst.markup import call, mark, text
from vorming.typst.rows import ends_page

Questions = tuple[QuestionView, ...]


def write_quiz(node: vorming_quiz, context: Context) -> str:
    """Write a quiz as a worksheet, which its section sets in columns.

    If nothing follows on its page, the number of lines to write on for the last question is adapted to fill the page.
    """
    places = dict.fromkeys((question.id for question in node.view.questions), context.place(node))
    questions = write_questions(node.view.questions, context, places, ends_page=ends_page(node))
    return call("worksheet", "\n\n".join(questions))


def write_questions(
    questions: Questions, context: Context, places: Mapping[str, Place], *, ends_page: bool = False
) -> list[str]:
    """Return the markup of each question, with a mark of its place, and without its key.

    ends_page: whether nothing follows the questions on their page.
    """
    sheet = _with_markup(tuple(map(strip_key, questions)), context)
    markups = []
    for question in sheet:
        is_last = ends_page and question is sheet[-1]
        at = mark(places[question.id])
        # Lines at the end of a page are an argument instead of part of the body, so that Typst can fit their number.
        last_lines = question.lines if is_last else 0
        body = replace(question, lines=question.lines - last_lines)
        anchor = context.anchors(nodes.inline(ids=[f"vraag-{question.id}"]))
        parts = "\n\n".join(f"{at}{part}" for part in _sheet_parts(body, context))
        markups.append(at + anchor + call(
            "question", question.prompt, parts, number=question.number, instruction=question.instruction,
            whole=question.type != "scenario", last_lines=last_lines,
        ))  # fmt: skip
    return markups


def _with_markup(questions: Questions, context: Context) -> Questions:
    """Return questions with Typst markup in place of the Markdown of their texts."""
    return map_texts(questions, lambda text: context.inline(nodes.inline("", "", *inline_nodes(text))))


def _sheet_parts(question: QuestionView, context: Context) -> Iterator[str]:
    """Yield the parts below the prompt; fields that the type doesn't have are empty."""
    if question.hint:
        yield call("hint", text(words("quiz")["hint"]), question.hint)
    if context.edition is Edition.TRAINER:
        # Only for the trainer: a player reads only their own card, which is cut out.
        yield from (call("role", role) for role in question.roles)
    if question.options:
        yield _options(question.options, many=question.type == "multiple")
    if question.reason:
        yield f"{call('asked', question.reason.prompt)}\n\n{_options(question.reason.options, many=False)}"
    if question.scale:
        yield call("scale", *question.scale, steps=list(question.steps))
    if question.items:
        yield call("to-order", *(call("lettered", i.text, letter=i.letter) for i in question.items))
    if question.pairs:
        yield call("to-match", *(pair.left for pair in question.pairs))
        yield call("choices", *(call("lettered", c.text, letter=c.letter) for c in question.choices))
    if question.numeric:
        yield call("number-line", text(question.numeric.unit))
    for scene in question.scenes:
        ways = (call("way", way.text, letter=way.letter, to=way.next_number) for way in scene.ways)
        yield call("scene", scene.text, *ways, number=scene.number, end=scene.is_end)
    for number, debrief in enumerate(question.debrief):
        # With a heading above the first, so that the debrief is not taken for the end of the play.
        yield ("" if number else "#debrief-head\n") + call("debrief", debrief)
    if question.lines:
        yield call("writing-lines", count=question.lines)


def _options(options: Iterable[OptionView], *, many: bool) -> str:
    return call("options", *(call("option", o.text, letter=o.letter, many=many) for o in options))


def write_key(questions: Questions, context: Context, places: Mapping[str, Place]) -> list[str]:
    """Return the right answer and the feedback of each question as markup, with a mark of its place."""
    markups = []
    # `is_heading` leaves out anchors, which the worksheet already has.
    for question in _with_markup(questions, replace(context, is_heading=True)):
        # The right answer on one line. It is empty for types without right answers, and pairs have a line each.
        right = text(" · ").join(_lettered(option) for option in question.options if option.is_correct)
        if question.numeric or question.items:
            right = text(question.short_answer)
        parts = [call("right-letter", text(pair.letter), pair.left) for pair in question.pairs]
        parts += [call("key-line", label, line) for label, line in _key_lines(question) if line]
        key = call("key-question", question.prompt, right, *parts, number=question.number)
        markups.append(mark(places[question.id]) + key)
    return markups


def _lettered(option: OptionView) -> str:
    return f"{text(f'{option.letter}. ')}{option.text}"


def _key_lines(question: QuestionView) -> Iterator[tuple[str, str]]:
    """Yield the other lines of the key: a label, and a text, which is empty if the question has none."""
    labels = words("quiz")
    why = labels["why_short"]
    if question.numeric and question.numeric.tolerance:
        yield text(labels["give_or_take"]), text(format_number(question.numeric.tolerance))
    if question.reason:
        right = (_lettered(option) for option in question.reason.options if option.is_correct)
        yield text(why), "".join(right)
    yield "", question.explanation
    for option in question.options:
        yield text(option.letter), option.feedback
    for option in question.reason.options if question.reason else ():
        yield text(f"{why}, {option.letter}"), option.feedback
    for pair in question.pairs:
        yield text(pair.letter), pair.feedback
    for wrong in question.numeric.wrong if question.numeric else ():
        yield text(format_number(wrong.value)), wrong.feedback
    for scene in question.scenes:
        for way in scene.ways:
            yield text(f"{labels['step']} {scene.number}, {way.letter}"), way.feedback
    yield text(labels["model_answer"]), question.model_answer
    for criterion in question.criteria:
        yield "", text("– ") + criterion
