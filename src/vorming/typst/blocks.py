"""Writers of blocks: sections, paragraphs, lists, figures, code, admonitions."""

import re
from collections.abc import Iterable

from docutils import nodes

from vorming.nodes.course import vorming_box, vorming_lines
from vorming.nodes.quiz import vorming_quiz
from vorming.text.words import words
from vorming.typst.containers import in_language
from vorming.typst.context import Context
from vorming.typst.markup import Code, Content, call, literal
from vorming.typst.maths import write_formula
from vorming.typst.rows import (
    Row,
    classes_of,
    fits_beside,
    is_long_list,
    is_note,
    make_rows,
    room_for,
    stays_whole,
)


def write_section(node: nodes.section, context: Context) -> str:
    """Write a heading with its number, and the blocks below it, the trainer's notes beside their text."""
    inner = context.deeper()
    title, body = node.children[0], node.children[1:]
    heading = call("heading", _heading(node, title, inner), level=inner.level)
    label = inner.set_label(inner.docname if inner.level == 1 else inner.label(node["ids"][0]))
    parts = [f"{_other_anchors(node, inner)}\n{heading}#label({literal(label)})", write_rows(body, inner)]
    return in_language(node, "\n\n".join(part for part in parts if part))


def _other_anchors(section: nodes.section, context: Context) -> str:
    """Mark the ids of a section that its heading's own label is not."""
    ids = section["ids"] if context.level == 1 else section["ids"][1:]
    return context.anchors(nodes.inline(ids=ids))


def _heading(section: nodes.section, title: nodes.Node, context: Context) -> str:
    numbers = context.book.section_numbers.get(context.docname, {})
    id = "" if context.level == 1 else f"#{section['ids'][0]}"
    number = ".".join(str(part) for part in numbers.get(id, ()))
    words_ = context.in_heading().inline(title) if isinstance(title, nodes.Element) else ""
    return f"#{literal(number + ' ')}{words_}" if number else words_


def write_rows(body: Iterable[nodes.Node], context: Context) -> str:
    """Write blocks row by row."""
    return "\n\n".join(filter(None, (_write_row(row, context) for row in make_rows(body))))


def _write_row(row: Row, context: Context) -> str:
    main, notes = context.blocks(row.main), context.blocks(row.notes)
    if notes and fits_beside(row):
        return call("beside", main, notes)
    return "\n\n".join(filter(None, (_frame(row, main) if row.frame else main, notes)))


def _frame(row: Row, main: str) -> str:
    first = row.main[0]
    named = {"room": Code(f"{room_for(first)}mm")} if isinstance(first, vorming_quiz) else {}
    return call(row.frame, main, **named)


def write_document(node: nodes.document, context: Context) -> str:
    return context.blocks(node.children)


def write_box(node: vorming_box, context: Context) -> str:
    """Write a box: its kind, its title and its body."""
    title, *body = node.children
    assert isinstance(title, nodes.Element)
    inside = [child for child in body if not is_note(child)]
    heading = Content(context.in_heading().inline(title))
    whole = stays_whole(inside, is_note(node))
    return context.anchors(node) + call(
        "course-box",
        context.blocks(inside) if whole else _with_end_together(inside, context),
        kind=node["kind"],
        title=heading,
        whole=whole,
        tinted=not is_long_list(node),
    )


def _with_end_together(body: list[nodes.Node], context: Context) -> str:
    """Write the blocks of a box; the line with its source, or lines to write on, on the page of what stands before."""
    before, end = body[:-2], body[-2:]
    if len(end) < 2 or not (_ends_in_source(*end) or _ends_in_lines(*end)):
        return context.blocks(body)
    return "\n\n".join(filter(None, (context.blocks(before), call("together", context.blocks(end)))))


def _ends_in_source(last: nodes.Node, source: nodes.Node) -> bool:
    is_text = isinstance(last, nodes.paragraph) and isinstance(source, nodes.paragraph)
    return is_text and "provenance" in classes_of(source)


def _ends_in_lines(last: nodes.Node, lines: nodes.Node) -> bool:
    """Tell whether lines to write on end a box, few enough to go along with the question above them."""
    return isinstance(lines, vorming_lines) and lines["count"] <= MOST_LINES and stays_whole([last], False)


MOST_LINES = 8
"""With more lines than this the gap before them would be larger than what it saves."""


def write_lines(node: vorming_lines, context: Context) -> str:
    return call("writing-lines", count=node["count"])


LEGEND = "comparison-legend"
"""The class of what stands between a sentence and the comparison that it leads to."""

PARAGRAPHS = {
    "provenance": "provenance",
    "made-up": "made-up",
    "method": "method",
    "minutes": "minutes",
    "short-answer": "short-answer",
    "to-confirm": "to-confirm",
    "parts": "parts",
    "other-source": "other-source",
    "chart-table-title": "table-title",
    LEGEND: "legend",
}
"""Classes of a paragraph that have a look of their own, and the template's function for each."""


def write_paragraph(node: nodes.paragraph, context: Context) -> str:
    inside = context.anchors(node) + context.inline(node)
    style = next((PARAGRAPHS[name] for name in node["classes"] if name in PARAGRAPHS), None)
    if not style and inside and _leads_in(node):
        return call("lead-in", inside)
    return call(style, inside) if style and inside else inside


def _leads_in(node: nodes.paragraph) -> bool:
    """Tell whether a paragraph says what the table or drawing right after it shows, alone or as what a cell gave."""
    section = node.parent
    if not isinstance(section, nodes.section) or len(node.astext()) > LEAD_IN_SIGNS:
        return False
    after = section.children[section.index(node) + 1 :]
    shown = next((child for child in after if not is_note(child) and LEGEND not in classes_of(child)), None)
    if isinstance(shown, vorming_box):
        return len(node.astext()) <= LEAD_IN_BOX_SIGNS
    inside = shown.findall() if isinstance(shown, nodes.container) else [shown]
    return any(isinstance(each, (nodes.table, nodes.figure)) for each in inside)


LEAD_IN_SIGNS, LEAD_IN_BOX_SIGNS = 240, 80
"""Up to so many signs a paragraph goes along to the page of what it leads to: a table or drawing, or a box."""


def write_list_item(node: nodes.list_item, context: Context) -> str:
    return context.anchors(node) + context.body(node)


def _items(node: nodes.Element, context: Context) -> list[str]:
    return [context.write(child) for child in node.children]


def _is_tight(node: nodes.Element) -> bool:
    return all(len(child.children) <= 1 for child in node.children)


def write_bullet_list(node: nodes.bullet_list, context: Context) -> str:
    return call("list", *_items(node, context), tight=_is_tight(node))


NUMBERINGS = {"arabic": "1", "loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}


def write_enumerated_list(node: nodes.enumerated_list, context: Context) -> str:
    numbering = f"{NUMBERINGS[node.get('enumtype', 'arabic')]}{node.get('suffix') or '.'}"
    items = _items(node, context)
    return call("enum", *items, tight=_is_tight(node), start=node.get("start", 1), numbering=numbering)


def write_definition_list(node: nodes.definition_list, context: Context) -> str:
    """Write terms with their definitions; of a glossary only the entries that this pack needs."""
    is_glossary = "glossary" in node["classes"]
    name = "record" if "ledger" in node["classes"] else "definition"
    return "\n\n".join(
        call(name, *_definition(item, context))
        for item in node.children
        if isinstance(item, nodes.Element) and not (is_glossary and _is_dropped(item, context))
    )


def _is_dropped(item: nodes.Element, context: Context) -> bool:
    ids = {id for term in item.findall(nodes.term) for id in term["ids"]}
    return context.keep is not None and not any(context.label(id) in context.keep for id in ids)


def _definition(item: nodes.Element, context: Context) -> tuple[str, str]:
    heads = [child for child in item.children if isinstance(child, (nodes.term, nodes.classifier))]
    body = [child for child in item.children if isinstance(child, nodes.definition)]
    return ", ".join(context.write(head) for head in heads), context.blocks(
        block for definition in body for block in definition.children
    )


def write_fields(node: nodes.Element, context: Context) -> str:
    """Write a field or option list: a name and a body each."""
    pairs = (
        (item.children[0], item.children[-1]) for item in node.children if isinstance(item, nodes.Element)
    )
    return "\n\n".join(
        call("definition", context.inline(name), context.body(body))
        for name, body in pairs
        if isinstance(name, nodes.Element) and isinstance(body, nodes.Element)
    )


def write_quote(node: nodes.block_quote, context: Context) -> str:
    said = [child for child in node.children if not isinstance(child, nodes.attribution)]
    by = [child for child in node.children if isinstance(child, nodes.attribution)]
    return call("said", context.blocks(said), "".join(context.inline(child) for child in by))


def write_line_block(node: nodes.line_block, context: Context) -> str:
    lines = (context.write(child) for child in node.children)
    return " #linebreak() ".join(lines)


_PERCENT = re.compile(r"(\d{1,2})%")
_TERMINAL = re.compile(r"\x1b\[[\d;]*[A-Za-z]")
_UNBROKEN = re.compile(r"(\S{60})(?=\S)")


def write_code(node: nodes.Element, context: Context) -> str:
    """Write code, with line numbers where the page asks for them."""
    language = str(node.get("language", "")).replace("ipython3", "python")
    numbered = bool(node.get("linenos"))
    return f"#code({literal(_for_paper(node.astext()))}, lang: {literal(language)}, numbered: {literal(numbered)})"


def _for_paper(code: str) -> str:
    """Leave out the colours of a terminal, and let what has no spaces break."""
    plain = _TERMINAL.sub("", code)
    return _UNBROKEN.sub("\\1\N{ZERO WIDTH SPACE}", plain)


def write_block_math(node: nodes.math_block, context: Context) -> str:
    return write_formula(node.astext(), node, context, is_block=True)


def write_rubric(node: nodes.rubric, context: Context) -> str:
    return context.anchors(node) + call("rubric", context.inline(node))


def write_transition(node: nodes.transition, context: Context) -> str:
    """Write a rule; the one before the footnotes goes, for they stand at the foot of the page."""
    return "" if "footnotes" in node["classes"] else "#transition()"


def write_image(node: nodes.image, context: Context) -> str:
    """Write a picture, which must exist and say what is to be seen."""
    alt = str(node.get("alt", "")).strip()
    path = context.book.root / node["uri"]
    if not path.is_file():
        return context.report("image-missing", node, value=node["uri"])
    if not alt or alt == node["uri"]:
        return context.report("alt-missing", node, value=node["uri"])
    is_inline = isinstance(node.parent, nodes.TextElement)
    width = _PERCENT.fullmatch(str(node.get("width", "")))
    share = {"share": int(width[1]) / 100} if width else {}
    return call("picture", src=context.book.images.add(path), alt=alt, inline=is_inline, **share)


def write_figure(node: nodes.figure, context: Context) -> str:
    """Write a picture or table with its caption below."""
    below = (nodes.caption, nodes.legend)
    shown = [child for child in node.children if not isinstance(child, below)]
    caption = [child for child in node.children if isinstance(child, nodes.caption)]
    legend = [child for child in node.children if isinstance(child, nodes.legend)]
    said = "".join(context.inline(child) for child in caption)
    drawn = call("captioned", context.blocks(shown), said)
    return context.anchors(node) + drawn + context.blocks(b for child in legend for b in child.children)


def write_topic(node: nodes.Element, context: Context) -> str:
    """Write a set-apart text with the title it brings."""
    title, *body = node.children
    assert isinstance(title, nodes.Element)
    return call(
        "course-box", context.blocks(body), kind="note", title=Content(call("strong", context.inline(title)))
    )


def write_admonition(node: nodes.Element, context: Context) -> str:
    """Write an admonition with its own title or the word of its kind."""
    kind = type(node).__name__
    body = list(node.children)
    if body and isinstance(body[0], nodes.title):
        title = context.inline(body.pop(0))  # type: ignore[arg-type]
    else:
        title = f"#{literal(words('packs').group('admonitions')[kind])}"
    return call("course-box", context.blocks(body), kind="note", title=Content(call("strong", title)))


def write_citation(node: nodes.citation, context: Context) -> str:
    """Write a source, if this pack refers to it."""
    labels = [context.label(id) for id in node["ids"]]
    if context.keep is not None and not any(label in context.keep for label in labels):
        return ""
    body = [child for child in node.children if not isinstance(child, nodes.label)]
    written = "".join(context.inline(child) for child in body if isinstance(child, nodes.Element))
    return call("source", context.anchors(node) + written)
