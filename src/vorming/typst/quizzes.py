"""Writers of a quiz: the worksheet from the stripped tree, the key from the whole one.

The worksheet never sees an answer: `strip_key` took them out of the tree that it writes.
"""

from docutils import nodes

from vorming.course.editions import Edition
from vorming.nodes import quiz as q
from vorming.nodes.course import vorming_lines
from vorming.text.words import words
from vorming.typst.context import Context
from vorming.typst.markup import call, text
from vorming.typst.rows import ends_page


def write_quiz(node: q.vorming_quiz, context: Context) -> str:
    """Write a quiz as a worksheet; its section sets it in columns. Where nothing follows, its last lines may be fewer."""
    sheet = q.strip_key(node)
    sheet.parent = node.parent
    if ends_page(node):
        [*sheet.findall(q.vorming_question)][-1]["ends_page"] = True
    return call("worksheet", context.blocks(sheet.children))


def write_question(node: q.vorming_question, context: Context) -> str:
    prompt = next(child for child in node.children if isinstance(child, q.vorming_prompt))
    lines = _last_lines(node)
    apart: list[nodes.Node] = [prompt, *lines]
    rest = [child for child in node.children if child not in apart]
    return context.anchors(node) + call(
        "question",
        context.inline(prompt),
        context.blocks(rest),
        number=node["number"],
        instruction=node["instruction"],
        whole=node["type"] != "scenario",
        last_lines=sum(each["count"] for each in lines),
    )


def _last_lines(node: q.vorming_question) -> list[vorming_lines]:
    """Return the lines to write on of a question that ends its page."""
    lines = [child for child in node.children if isinstance(child, vorming_lines)]
    return lines if node.get("ends_page") else []


def write_hint(node: q.vorming_hint, context: Context) -> str:
    return call("hint", text(words("quiz")["hint"]), context.inline(node))


def write_options(node: q.vorming_options, context: Context) -> str:
    asked = [child for child in node.children if isinstance(child, q.vorming_reason_prompt)]
    options = [child for child in node.children if isinstance(child, q.vorming_option)]
    answers = call("options", *(context.write(option) for option in options))
    return "\n\n".join([*(call("asked", context.inline(child)) for child in asked), answers])


def write_option(node: q.vorming_option, context: Context) -> str:
    words_ = next(child for child in node.children if isinstance(child, q.vorming_option_text))
    many = isinstance(node.parent, q.vorming_options) and node.parent["select"] == "many"
    return call("option", context.inline(words_), letter=node["letter"], many=many)


def write_scale(node: q.vorming_scale, context: Context) -> str:
    return call("scale", text(node["low"]), text(node["high"]))


def write_items(node: q.vorming_items, context: Context) -> str:
    """Write the items with their letters, and room for the letters in the right order."""
    return call("to-order", *(context.write(child) for child in node.children))


def write_lettered(node: nodes.Element, context: Context) -> str:
    return call("lettered", context.inline(node), letter=node["letter"])


def write_pairs(node: q.vorming_pairs, context: Context) -> str:
    """Write the left sides with room for a letter; the choices follow."""
    lefts = (child.children[0] for child in node.children if isinstance(child, q.vorming_pair))
    return call("to-match", *(context.inline(left) for left in lefts if isinstance(left, nodes.Element)))


def write_choices(node: q.vorming_choices, context: Context) -> str:
    return call("choices", *(context.write(child) for child in node.children))


def write_number(node: q.vorming_number, context: Context) -> str:
    return call("number-line", text(node["unit"]))


def write_role(node: q.vorming_role, context: Context) -> str:
    """Write who is played, for the trainer: a player reads only the card that was cut out."""
    return call("role", context.inline(node)) if context.edition is Edition.TRAINER else ""


def write_scene(node: q.vorming_scene, context: Context) -> str:
    said = next(child for child in node.children if isinstance(child, q.vorming_scene_text))
    ways = [child for child in node.children if isinstance(child, q.vorming_way)]
    return call(
        "scene",
        context.inline(said),
        *(context.write(way) for way in ways),
        number=node["number"],
        end=bool(node["end"]),
    )


def write_way(node: q.vorming_way, context: Context) -> str:
    words_ = next(child for child in node.children if isinstance(child, q.vorming_option_text))
    return call("way", context.inline(words_), letter=node["letter"], to=node["next_number"])


def write_debrief(node: q.vorming_debrief, context: Context) -> str:
    """Write a question to talk about; the first has a head, or it would seem to belong to the end of the play."""
    before = node.parent.children[: node.parent.index(node)] if node.parent else []
    is_first = not any(isinstance(each, q.vorming_debrief) for each in before)
    return ("#debrief-head\n" if is_first else "") + call("debrief", context.inline(node))
