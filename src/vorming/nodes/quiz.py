"""The neutral nodes of a quiz: made from a QuizView, written by HTML, packs and slides each in their way.

The tree ([k]: key, gone after `strip_key`; `?`: may be absent). Text stands in the nodes marked “text”,
as docutils inlines; numbers and letters stand in attributes.

    vorming_quiz                 bank, title, kind ("quiz", "self-test", "scenario", "exam"), docname
    └ vorming_question           ids=["vraag-ID"], question_id, type, number, points, instruction, scored,
      │                          live_prompt, seconds (plain text and number for the room)
      ├ vorming_prompt           text
      ├ vorming_hint?            text
      ├ … by type, see below
      └ vorming_explanation [k]  text

    single, multiple, truefalse, poll
      vorming_options            select ("one", "many"), role ("answer", "reason", "poll")
      ├ vorming_reason_prompt?   text; before the reasons of a true/false question
      └ vorming_option           letter, correct [k] (True, False; absent in a poll), live (plain text or "")
        ├ vorming_option_text    text
        └ vorming_feedback? [k]  text
    poll with a scale
      vorming_scale              low, high (plain text): five steps between two ends
    order
      vorming_items
      └ vorming_item             letter, position [k] (its right place from 1); in shuffled order; text
    match
      vorming_pairs
      └ vorming_pair             letter [k] (of the right choice)
        ├ vorming_option_text    text of the left side
        └ vorming_feedback? [k]  text
      vorming_choices
      └ vorming_choice           letter; text of a right side
    numeric
      vorming_number             unit, answer and tolerance [k] (Dutch text), exact and within [k] (decimals)
      └ vorming_wrong_value [k]  value (Dutch text), exact; text is the feedback
    scenario
      vorming_role*              text; who is played
      vorming_scene              ids=["scene-QUESTION-ID"], scene_id, number, end
      ├ vorming_scene_text       text
      └ vorming_way              letter, next_id, next_number, score [k]
        ├ vorming_option_text    text
        └ vorming_feedback [k]   text
      vorming_debrief*           text; a question for the talk afterwards
    open
      vorming_lines              count; the same node as elsewhere
      vorming_model_answer [k]   text
      vorming_criterion* [k]     text
"""

from collections.abc import Iterable

from docutils import nodes
from markdown_it.token import Token

from vorming.nodes.course import vorming_lines
from vorming.quiz.view import (
    ItemView,
    NumberView,
    OptionView,
    PairView,
    QuestionView,
    QuizView,
    ReasonView,
    SceneView,
    WayView,
)
from vorming.text.markdown import inline_text, inline_tokens
from vorming.text.numbers import format_number


class vorming_quiz(nodes.General, nodes.Element):
    """A bank, a selection from it, or a test."""


class vorming_question(nodes.General, nodes.Element):
    """One question."""


class vorming_options(nodes.General, nodes.Element):
    """The answers to choose from."""


class vorming_option(nodes.General, nodes.Element):
    """One answer."""


class vorming_items(nodes.General, nodes.Element):
    """What is to be put in order."""


class vorming_pairs(nodes.General, nodes.Element):
    """The left sides of a match."""


class vorming_pair(nodes.General, nodes.Element):
    """One left side."""


class vorming_choices(nodes.General, nodes.Element):
    """The right sides of a match."""


class vorming_number(nodes.General, nodes.Element):
    """Where a number is asked."""


class vorming_scale(nodes.General, nodes.Element):
    """Five steps between two ends."""


class vorming_scene(nodes.General, nodes.Element):
    """A step of a scenario."""


class vorming_way(nodes.General, nodes.Element):
    """A choice in a scene."""


class vorming_prompt(nodes.General, nodes.TextElement):
    """What is asked."""


class vorming_hint(nodes.General, nodes.TextElement):
    """A help before answering."""


class vorming_explanation(nodes.General, nodes.TextElement):
    """Why the right answer is right."""


class vorming_reason_prompt(nodes.General, nodes.TextElement):
    """What is asked in the second step."""


class vorming_option_text(nodes.General, nodes.TextElement):
    """The words of an answer, a left side or a way on."""


class vorming_feedback(nodes.General, nodes.TextElement):
    """What one hears after choosing this."""


class vorming_item(nodes.General, nodes.TextElement):
    """One thing to put in its place."""


class vorming_choice(nodes.General, nodes.TextElement):
    """One right side."""


class vorming_wrong_value(nodes.General, nodes.TextElement):
    """What one hears after typing this number."""


class vorming_scene_text(nodes.General, nodes.TextElement):
    """What happens in a scene."""


class vorming_role(nodes.General, nodes.TextElement):
    """Somebody who is played."""


class vorming_debrief(nodes.General, nodes.TextElement):
    """A question for the talk afterwards."""


class vorming_model_answer(nodes.General, nodes.TextElement):
    """An answer as it could be."""


class vorming_criterion(nodes.General, nodes.TextElement):
    """Something to look for in an answer."""


QUIZ_NODES: tuple[type[nodes.Element], ...] = (
    vorming_quiz, vorming_question, vorming_options, vorming_option, vorming_items, vorming_item,
    vorming_pairs, vorming_pair, vorming_choices, vorming_choice, vorming_number, vorming_wrong_value,
    vorming_scale,
    vorming_scene, vorming_scene_text, vorming_way, vorming_prompt, vorming_hint,
    vorming_explanation, vorming_reason_prompt, vorming_option_text, vorming_feedback, vorming_role,
    vorming_debrief, vorming_model_answer, vorming_criterion,
)  # fmt: skip
KEY_NODES = (
    vorming_explanation,
    vorming_feedback,
    vorming_wrong_value,
    vorming_model_answer,
    vorming_criterion,
)
KEY_ATTRIBUTES = ("correct", "position", "answer", "tolerance", "exact", "within", "score")


def quiz_node(quiz: QuizView, kind: str = "quiz", source: str = "", line: int = 0) -> vorming_quiz:
    """Make the tree of a quiz; `source` and `line` tell translators where its texts come from."""
    node = vorming_quiz("", bank=quiz.id, title=quiz.title, kind=kind, use=quiz.use)
    node += [question_node(question) for question in quiz.questions]
    for part in (node, *node.findall(nodes.TextElement)):
        part.source, part.line = source, line
    return node


def question_node(question: QuestionView) -> vorming_question:
    """Make the tree of one question."""
    node = vorming_question(
        "",
        ids=[f"vraag-{question.id}"],
        question_id=question.id,
        type=question.type,
        number=question.number,
        points=question.points,
        instruction=question.instruction,
        scored=question.is_scored,
        live_prompt=inline_text(question.live_prompt),
        seconds=question.seconds,
    )
    node += _text(vorming_prompt, question.prompt)
    node += _maybe(vorming_hint, question.hint)
    node += _body(question)
    node += _maybe(vorming_explanation, question.explanation)
    return node


def strip_key(quiz: vorming_quiz) -> vorming_quiz:
    """Return a copy without anything that tells the answer: the worksheet."""
    sheet = quiz.deepcopy()
    for told in [node for node in sheet.findall() if isinstance(node, KEY_NODES)]:
        told.parent.remove(told)
    for node in sheet.findall(nodes.Element):
        for name in KEY_ATTRIBUTES:
            node.attributes.pop(name, None)
        if isinstance(node, vorming_pair):
            node.attributes.pop("letter", None)
    return sheet


def _body(question: QuestionView) -> list[nodes.Element]:
    """Return the parts that belong to the question's type; the others are empty."""
    found: list[nodes.Element] = [_text(vorming_role, role) for role in question.roles]
    found += [_options(question)] if question.options else []
    found += [_reason(question.reason)] if question.reason else []
    found += [_scale(*question.scale)] if question.scale else []
    found += [_items(question.items)] if question.items else []
    found += [_pairs(question.pairs), _choices(question.choices)] if question.pairs else []
    found += [_number(question.numeric)] if question.numeric else []
    found += [_scene(question.id, scene) for scene in question.scenes]
    found += [_text(vorming_debrief, text) for text in question.debrief]
    found += [vorming_lines("", count=question.lines)] if question.lines else []
    found += _maybe(vorming_model_answer, question.model_answer)
    return [*found, *(_text(vorming_criterion, text) for text in question.criteria)]


def _options(question: QuestionView) -> vorming_options:
    select = "many" if question.type == "multiple" else "one"
    role = "poll" if question.type == "poll" else "answer"
    node = vorming_options("", select=select, role=role)
    node += [_option(option) for option in question.options]
    return node


def _reason(reason: ReasonView) -> vorming_options:
    node = vorming_options("", select="one", role="reason")
    node += _text(vorming_reason_prompt, reason.prompt)
    node += [_option(option) for option in reason.options]
    return node


def _option(option: OptionView) -> vorming_option:
    node = vorming_option("", letter=option.letter, live=inline_text(option.live))
    if option.is_correct is not None:
        node["correct"] = option.is_correct
    node += _text(vorming_option_text, option.text)
    node += _maybe(vorming_feedback, option.feedback)
    return node


def _scale(low: str, high: str) -> vorming_scale:
    return vorming_scale("", low=inline_text(low), high=inline_text(high))


def _items(items: Iterable[ItemView]) -> vorming_items:
    node = vorming_items()
    node += [_text(vorming_item, item.text, letter=item.letter, position=item.position) for item in items]
    return node


def _pairs(pairs: Iterable[PairView]) -> vorming_pairs:
    node = vorming_pairs()
    for pair in pairs:
        child = vorming_pair("", letter=pair.letter)
        child += _text(vorming_option_text, pair.left)
        child += _maybe(vorming_feedback, pair.feedback)
        node += child
    return node


def _choices(choices: Iterable[OptionView]) -> vorming_choices:
    node = vorming_choices()
    node += [_text(vorming_choice, choice.text, letter=choice.letter) for choice in choices]
    return node


def _number(number: NumberView) -> vorming_number:
    node = vorming_number(
        "",
        unit=number.unit,
        answer=format_number(number.answer),
        tolerance=format_number(number.tolerance),
        exact=f"{number.answer:f}",
        within=f"{number.tolerance:f}",
    )
    node += [
        _text(vorming_wrong_value, wrong.feedback, value=format_number(wrong.value), exact=f"{wrong.value:f}")
        for wrong in number.wrong
    ]
    return node


def _scene(question_id: str, scene: SceneView) -> vorming_scene:
    ids = [f"scene-{question_id}-{scene.id}"]
    node = vorming_scene("", ids=ids, scene_id=scene.id, number=scene.number, end=scene.is_end)
    node += _text(vorming_scene_text, scene.text)
    node += [_way(way) for way in scene.ways]
    return node


def _way(way: WayView) -> vorming_way:
    node = vorming_way(
        "", letter=way.letter, next_id=way.next_id, next_number=way.next_number, score=way.score
    )
    node += _text(vorming_option_text, way.text)
    node += _maybe(vorming_feedback, way.feedback)
    return node


def _maybe(kind: type[nodes.TextElement], markdown: str) -> list[nodes.Element]:
    return [_text(kind, markdown)] if markdown else []


def _text(kind: type[nodes.TextElement], markdown: str, **attributes: object) -> nodes.TextElement:
    return kind(markdown, "", *inline_nodes(markdown), **attributes)


INLINE_NODES: dict[str, type[nodes.TextElement]] = {
    "em_open": nodes.emphasis,
    "strong_open": nodes.strong,
    "link_open": nodes.reference,
}


def inline_nodes(markdown: str) -> list[nodes.Node]:
    """Parse Markdown inlines into docutils nodes."""
    root = nodes.inline()
    open_nodes: list[nodes.Element] = [root]
    for token in inline_tokens(markdown):
        if token.type in INLINE_NODES:
            child = _opened(token)
            open_nodes[-1] += child
            open_nodes.append(child)
        elif token.nesting == -1:
            open_nodes.pop()
        else:
            open_nodes[-1] += _leaf(token)
    return list(root.children)


def _opened(token: Token) -> nodes.TextElement:
    node = INLINE_NODES[token.type]()
    if token.type == "link_open":
        node["refuri"] = str(token.attrs["href"])
    return node


def _leaf(token: Token) -> nodes.Node:
    if token.type == "code_inline":
        return nodes.literal("", token.content)
    return nodes.Text(" " if token.type in {"softbreak", "hardbreak"} else token.content)
