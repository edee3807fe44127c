"""Writers of blocks: sections, paragraphs, boxes, lists, figures, code, containers."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from docutils import nodes

from vorming.course.editions import Edition
from vorming.nodes.course import WAY_OUT, has_class, language_of, part_of_title, vorming_box, vorming_lines
from vorming.text.words import words
from vorming.typst.context import Context
from vorming.typst.inlines import breakable
from vorming.typst.markup import Content, call, literal
from vorming.typst.rows import is_long_list, is_note, stays_whole, write_rows

MOST_LINES = 8
"""With more lines than this the gap before them would be larger than what it saves."""
LEGEND = "comparison-legend"
"""The class of what stands between a sentence and the comparison that it leads to."""
PARAGRAPHS = {
    "provenance": "provenance", "made-up": "made-up", "method": "method", "minutes": "minutes",
    "short-answer": "short-answer", "to-confirm": "to-confirm", "parts": "parts", "other-source": "other-source",
    "chart-table-title": "table-title", LEGEND: "legend",
}  # fmt: skip
"""Classes of a paragraph that have a look of their own, and the template's function for each."""
LEAD_IN_CHARS, LEAD_IN_BOX_CHARS = 240, 80
"""Up to so many characters a paragraph goes along to the page of what it leads to: a table or drawing, or a box."""
_PERCENT = re.compile(r"(\d{1,2})%")


def write_section(node: nodes.section, context: Context) -> str:
    """Write a heading with its number, and the blocks below it, the trainer's notes beside their text.

    The heading of a page has the page's name for a label, a deeper one its first id; the other ids get anchors.
    """
    inner = replace(context, level=context.level + 1)
    title, *body = node.children
    assert isinstance(title, nodes.title)
    # With its name for a label, a link to a page leads to its heading.
    id, *others = ["", *node["ids"]] if inner.level == 1 else node["ids"]
    label = inner.label(id) if id else inner.docname
    inner.links.placed.add(label)
    numbers = context.book.section_numbers.get(context.docname, {}).get(id and f"#{id}", ())
    number = f"#{literal('.'.join(map(str, numbers)) + ' ')}" if numbers else ""
    heading = call("heading", number + replace(inner, is_heading=True).inline(title), level=inner.level)
    anchors = inner.anchors(nodes.inline(ids=others))
    parts = [f"{anchors}\n{heading}#label({literal(label)})", write_rows(body, inner)]
    return _in_language(node, "\n\n".join(filter(None, parts)))


def write_box(node: vorming_box, context: Context) -> str:
    """Write a box: its kind, its title and its body, without the notes in it, which stand in the margin."""
    title, *body = node.children
    assert isinstance(title, nodes.Element)
    inside = [child for child in body if not is_note(child)]
    heading = Content(replace(context, is_heading=True).inline(title))
    whole = stays_whole(inside, is_note(node))
    # A note that who has only an hour reads first is named on the first page.
    first = {"first": part_of_title(node, "box-name").astext()} if node.get("first") else {}
    return context.anchors(node) + call(
        "course-box",
        context.blocks(inside) if whole else _with_end_together(inside, context),
        kind=node["kind"],
        title=heading,
        whole=whole,
        tinted=not is_long_list(node),
        **first,
    )


def _with_end_together(body: list[nodes.Node], context: Context) -> str:
    """Write the blocks of a box, its end on one page with the block before it.

    Such an end is the line with its source, or a few lines to write on.
    """
    match body[-2:]:
        case [nodes.paragraph(), end] if has_class(end, "provenance"):
            pass
        case [before, vorming_lines() as end] if end["count"] <= MOST_LINES and stays_whole([before], False):
            pass
        case _:
            return context.blocks(body)
    together = call("together", context.blocks(body[-2:]))
    return "\n\n".join(filter(None, (context.blocks(body[:-2]), together)))


def write_lines(node: vorming_lines, context: Context) -> str:
    """Write lines to write on; who leads the group has the expected answers in their place."""
    return call("writing-lines", count=node["count"]) if context.edition is Edition.TRAINEE else ""


def write_paragraph(node: nodes.paragraph, context: Context) -> str:
    # Who leads the group has no help lines on her paper: her participants have.
    if WAY_OUT in node["classes"] and context.edition is Edition.TRAINER:
        return ""
    inside = context.anchors(node) + context.inline(node)
    style = next((PARAGRAPHS[name] for name in node["classes"] if name in PARAGRAPHS), None)
    if not style and inside and _leads_in(node):
        return call("lead-in", inside)
    return call(style, inside) if style and inside else inside


def _leads_in(node: nodes.paragraph) -> bool:
    """Tell whether a paragraph leads to the table, the drawing or the box right after it, and is short enough.

    A table or drawing may stand alone or in a container, such as what the cell of a notebook gave.
    """
    section = node.parent
    if not isinstance(section, nodes.section) or len(node.astext()) > LEAD_IN_CHARS:
        return False
    after = section.children[section.index(node) + 1 :]
    shown = next((child for child in after if not (is_note(child) or has_class(child, LEGEND))), None)
    if isinstance(shown, vorming_box):
        return len(node.astext()) <= LEAD_IN_BOX_CHARS
    inside = shown.findall() if isinstance(shown, nodes.container) else [shown]
    return any(isinstance(each, (nodes.table, nodes.figure)) for each in inside)


def write_list(node: nodes.bullet_list | nodes.enumerated_list, context: Context) -> str:
    """Write a list with marks or numbers, tight where no item has a second block."""
    items = [context.write(item) for item in node.children]
    tight = all(len(item.children) <= 1 for item in node.children)
    if isinstance(node, nodes.bullet_list):
        return call("list", *items, tight=tight)
    numbering = f"1{node.get('suffix') or '.'}"
    return call("enum", *items, tight=tight, start=node.get("start", 1), numbering=numbering)


def write_definition_list(node: nodes.definition_list, context: Context) -> str:
    """Write terms with their definitions; of a glossary only the entries that this pack refers to."""
    is_glossary = "glossary" in node["classes"]
    name = "record" if "ledger" in node["classes"] else "definition"
    written = []
    for item in node.children:
        assert isinstance(item, nodes.definition_list_item)
        terms = [child for child in item.children if isinstance(child, nodes.term)]
        # The ledger and other lists stand on pages that a pack prints whole.
        if is_glossary and not any(_is_kept(term, context) for term in terms):
            continue
        blocks: list[nodes.Node] = []
        for child in item.children:
            blocks += child.children if isinstance(child, nodes.definition) else []
        written.append(call(name, ", ".join(map(context.write, terms)), context.blocks(blocks)))
    return "\n\n".join(written)


def _is_kept(node: nodes.Element, context: Context) -> bool:
    """Tell whether an entry of a list is one of those to keep, by its ids."""
    return context.keep is None or any(context.label(id) in context.keep for id in node["ids"])


def write_quote(node: nodes.block_quote, context: Context) -> str:
    by = [child for child in node.children if isinstance(child, nodes.attribution)]
    said = [child for child in node.children if child not in by]
    return call("said", context.blocks(said), "".join(map(context.inline, by)))


def write_code(node: nodes.Element, context: Context) -> str:
    """Write code: what has no spaces may break."""
    code = breakable(node.astext())
    # Typst colours Python, and doesn't know myst-nb's name for the language of its cells.
    language = str(node.get("language", "")).replace("ipython3", "python")
    return f"#code({literal(code)}, lang: {literal(language)})"


def write_image(node: nodes.image, context: Context) -> str:
    """Write a picture, which must exist and say what is to be seen; a width in percent is that of the text."""
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
    captions = [child for child in node.children if isinstance(child, nodes.caption)]
    legends = [child for child in node.children if isinstance(child, nodes.legend)]
    shown = [child for child in node.children if child not in (*captions, *legends)]
    drawn = call("captioned", context.blocks(shown), "".join(map(context.inline, captions)))
    return context.anchors(node) + drawn + "".join(context.blocks(legend.children) for legend in legends)


def write_aside(node: nodes.Element, context: Context) -> str:
    """Write an admonition or a sidebar as a box, with its own title or the word of its kind."""
    match node.children:
        case [nodes.title() as own, *body]:
            title = context.inline(own)
        case body:
            title = f"#{literal(words('packs').group('admonitions')[type(node).__name__])}"
    return call("course-box", context.blocks(body), kind="note", title=Content(call("strong", title)))


def write_citation(node: nodes.citation, context: Context) -> str:
    """Write a source, if this pack refers to it."""
    if not _is_kept(node, context):
        return ""
    body = [child for child in node.children if not isinstance(child, nodes.label)]
    written = "".join(context.inline(child) for child in body if isinstance(child, nodes.Element))
    return call("source", context.anchors(node) + written)


def write_container(node: nodes.Element, context: Context) -> str:
    """Write a container by the part it plays; a plain one adds nothing on paper.

    sphinx-design notes that part in `design_component`, myst-nb in `nb_element`.
    """
    if node.get("literal_block"):
        # A literal-block-wrapper: its caption, then the code.
        caption, code = node.children
        assert isinstance(caption, nodes.Element)
        written = call("captioned", context.write(code), context.inline(caption))
    elif any(isinstance(child, nodes.citation) for child in node.children):
        written = write_in_columns(node, context)
    elif writer := CONTAINERS.get(node.get("design_component") or node.get("nb_element")):
        written = writer(node, context)
    else:
        written = _in_language(node, context.blocks(node.children))
    return context.anchors(node) + written


def write_in_columns(node: nodes.Element, context: Context) -> str:
    """Write the blocks inside a node in two columns: a glossary, a list of sources."""
    return call("in-columns", context.blocks(node.children))


def _in_language(node: nodes.Element, written: str) -> str:
    """Set what is in another language in that language: its hyphens, its quotes, how a reader says it."""
    code = language_of(node)
    return call("in-language", written, code=code) if code else written


def write_grid_row(node: nodes.Element, context: Context) -> str:
    """Write a row of a grid: as many beside each other as the page asked for, at most two."""
    found = next((name for name in node["classes"] if name.startswith("sd-row-cols-")), "")
    asked = found.rpartition("-")[2]
    columns = min(int(asked), 2) if asked.isdigit() else 2
    return call("card-grid", *(context.write(child) for child in node.children), columns=columns)


def write_tab(node: nodes.Element, context: Context) -> str:
    """Write one tab: on paper they stand below each other, each with its name."""
    name, content = node.children
    assert isinstance(name, nodes.Element)  # sphinx-design makes a label and a container of each tab
    return call("tab", context.inline(name), context.write(content))


def write_dropdown(node: nodes.Element, context: Context) -> str:
    """Write what can be opened on screen as a box; its name is its title."""
    name, *body = node.children
    assert isinstance(name, nodes.Element)  # the check refuses one without a title
    title = Content(call("strong", context.inline(name)))
    return call("course-box", context.blocks(body), kind="note", title=title)


def write_cell(node: nodes.Element, context: Context) -> str:
    """Write a notebook cell: its code unless the page hides it, and what it gave."""
    shown = [child for child in node.children if isinstance(child, nodes.Element)]
    if node.get("hide_mode", "") in {"input", "all"}:
        shown = [child for child in shown if child.get("nb_element") != "cell_code_source"]
    return context.blocks(shown)


CONTAINERS: Mapping[str | None, Callable[[nodes.Element, Context], str]] = {
    "grid-row": write_grid_row,
    "card": lambda node, context: call("card", context.blocks(node.children)),
    "card-title": lambda node, context: call("card-title", context.inline(node)),
    "tab-item": write_tab,
    "dropdown": write_dropdown,
    "cell_code": write_cell,
    "cell_code_output": lambda node, context: call("output", context.blocks(node.children)),
}
