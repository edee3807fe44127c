"""A quiz on paper: the worksheet, written from a view that holds nothing of its key."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from docutils import nodes

from vorming.course.editions import Edition
from vorming.nodes.quiz import inline_nodes, vorming_quiz
from vorming.quiz.texts import map_texts, strip_key
from vorming.quiz.view import OptionView, QuestionView, QuizView
from vorming.source.problems import Place
from vorming.text.words import words
from vorming.typst.context import Context
from vorming.typst.markup import call, mark, text
from vorming.typst.rows import ends_page

PlaceOf = Callable[[str], Place]
"""Says where the question with an id comes from."""


def write_quiz(node: vorming_quiz, context: Context) -> str:
    """Write a quiz as a worksheet, which its section sets in columns.

    Where nothing follows on its page, the lines to write on of its last question fill the page, or give way.
    """
    place = context.place(node)
    return call("worksheet", write_questions(node.view, context, lambda _: place, ends_page=ends_page(node)))


def write_questions(quiz: QuizView, context: Context, place_of: PlaceOf, *, ends_page: bool = False) -> str:
    """Write the questions of a quiz without anything of its key, each with the place it comes from.

    `ends_page` says that nothing follows them on their page.
    """
    sheet = with_markup(strip_key(quiz), context)
    written = []
    for question in sheet.questions:
        is_last = ends_page and question is sheet.questions[-1]
        at = mark(place_of(question.id))
        # How many lines end a page, Typst says: as many as fit, when they are no part of the body.
        last_lines = question.lines if is_last else 0
        body = replace(question, lines=question.lines - last_lines)
        written.append(
            at
            + context.anchors(nodes.inline(ids=[f"vraag-{question.id}"]))
            + call(
                "question",
                question.prompt,
                "\n\n".join(f"{at}{part}" for part in _parts(body, context)),
                number=question.number,
                instruction=question.instruction,
                whole=question.type != "scenario",
                last_lines=last_lines,
            )
        )
    return "\n\n".join(written)


def with_markup(quiz: QuizView, context: Context) -> QuizView:
    """Return a quiz with Typst markup in place of the Markdown of its texts."""

    def markup(markdown: str) -> str:
        found = inline_nodes(markdown, is_typographic=True)
        return context.inline(nodes.inline("", "", *found))

    return map_texts(quiz, markup)


def _parts(question: QuestionView, context: Context) -> Iterator[str]:
    """Yield what stands below the prompt; what a type doesn't have is empty."""
    if question.hint:
        yield call("hint", text(words("quiz")["hint"]), question.hint)
    if context.edition is Edition.TRAINER:
        # For the trainer: a player reads only the card that was cut out.
        yield from (call("role", role) for role in question.roles)
    if question.options:
        yield _options(question.options, many=question.type == "multiple")
    if question.reason:
        yield f"{call('asked', question.reason.prompt)}\n\n{_options(question.reason.options, many=False)}"
    if question.scale:
        yield call("scale", *question.scale)
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
        # The first has a head, or it would seem to belong to the end of the play.
        yield ("" if number else "#debrief-head\n") + call("debrief", debrief)
    if question.lines:
        yield call("writing-lines", count=question.lines)


def _options(options: Iterable[OptionView], *, many: bool) -> str:
    return call("options", *(call("option", o.text, letter=o.letter, many=many) for o in options))
