"""Writers of blocks and of running text.

Blocks are sections, paragraphs, boxes, lists, figures, code and containers. Running text has emphasis, links, footnotes
and values.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from docutils import nodes

from vorming.course.editions import Edition
from vorming.nodes import (
    BREAK,
    WAY_OUT,
    aside_of,
    has_class,
    language_of,
    part_of_title,
    vorming_box,
    vorming_lines,
)
from vorming.typst.context import Context, Writer
from vorming.typst.markup import Content, call, literal, mark, text
from vorming.typst.rows import is_long_list, is_note, stays_whole, write_rows

MOST_LINES = 8
"""The largest number of writing lines to keep with the block before them; more would leave too large a gap."""
LEGEND = "comparison-legend"
"""The class of the legend between a sentence and the comparison that it introduces."""
PARAGRAPHS = {
    "provenance": "provenance", "made-up": "made-up", "method": "method", "minutes": "minutes",
    "short-answer": "short-answer", "to-confirm": "to-confirm", "parts": "parts", "other-source": "other-source",
    "chart-table-title": "table-title", LEGEND: "legend",
}  # fmt: skip
"""Classes of paragraphs with their own look, and the function of the templates for each."""
LEAD_IN_CHARS, LEAD_IN_BOX_CHARS = 240, 80
"""The longest paragraph, in characters, that stays on one page with the table or drawing, or the box, after it."""
PAGE_SCHEME = "page:"
"""The scheme of links to pages of the book: `page:book/les/eerste#kop`."""
STYLES = {"box-word": "box-word", "box-name": "box-name", "bibtex-citation": "citation"}
"""Classes of inline nodes with a look on paper, and the function of the templates for each."""
_LONG = re.compile(r"\S{40,}")
_PERCENT = re.compile(r"(\d{1,2})%")


def write_section(node: nodes.section, context: Context) -> str:
    """Write a heading with its number, and the blocks below it with the trainer's notes beside their text.

    The label of a page's first heading is the name of the page; the label of any other heading is its first id. The other
    ids get anchors.
    """
    inner = replace(context, level=context.level + 1)
    title, *body = node.children
    assert isinstance(title, nodes.title)
    # The empty id gives the heading of a page its name as label, so that a link to the page leads there.
    id, *others = ["", *node["ids"]] if inner.level == 1 else node["ids"]
    label = inner.label(id) if id else inner.docname
    inner.links.placed.add(label)
    numbers = context.book.section_numbers.get(context.docname, {}).get(id and f"#{id}", ())
    number = f"#{literal('.'.join(map(str, numbers)) + ' ')}" if numbers else ""
    heading = call("heading", number + replace(inner, is_heading=True).inline(title), level=inner.level)
    anchors = inner.anchors(nodes.inline(ids=others))
    marked = mark(inner.place(node), f"{heading}#label({literal(label)})")
    parts = [f"{anchors}\n{marked}", write_rows(body, inner)]
    return _in_language(node, "\n\n".join(filter(None, parts)))


def write_box(node: vorming_box, context: Context) -> str:
    """Write a box with its title and its body, but without the notes in it, which stand in the margin."""
    title, *body = node.children
    assert isinstance(title, nodes.Element)
    inside = [child for child in body if not is_note(child)]
    heading = Content(replace(context, is_heading=True).inline(title))
    whole = stays_whole(inside, is_note(node))
    # The first page lists what to read first for a trainer who has only an hour, and adds up the words.
    name = part_of_title(node, "box-name").astext()
    first = {"first": (name, len(node.astext().split()))} if node.get("first") else {}
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
    """Write the blocks of a box, and keep the last block on one page with the block before it.

    This is done if the last block is the line with the sources, or a few lines to write on.
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
    """Write lines to write on; the trainer's paper shows the expected answers instead."""
    return call("writing-lines", count=node["count"]) if context.edition is Edition.TRAINEE else ""


def write_paragraph(node: nodes.paragraph, context: Context) -> str:
    # The trainer's paper omits the line that leads to the help lines; the participants' paper has them.
    if WAY_OUT in node["classes"] and context.edition is Edition.TRAINER:
        return ""
    inside = context.anchors(node) + context.inline(node)
    style = next((PARAGRAPHS[name] for name in node["classes"] if name in PARAGRAPHS), None)
    if not style and inside and _leads_in(node):
        return call("lead-in", inside)
    return call(style, inside) if style and inside else inside


def _leads_in(node: nodes.paragraph) -> bool:
    """Tell whether a paragraph is short and comes directly before a table, a drawing or a box.

    The table or drawing may be inside a container, such as the output of a notebook cell.
    """
    section = node.parent
    if not isinstance(section, nodes.section) or len(node.astext()) > LEAD_IN_CHARS:
        return False
    after = section.children[section.index(node) + 1 :]
    following = next((child for child in after if not (is_note(child) or has_class(child, LEGEND))), None)
    if isinstance(following, vorming_box):
        return len(node.astext()) <= LEAD_IN_BOX_CHARS
    inside = following.findall() if isinstance(following, nodes.container) else [following]
    return any(isinstance(each, (nodes.table, nodes.figure)) for each in inside)


def write_list(node: nodes.bullet_list | nodes.enumerated_list, context: Context) -> str:
    """Write a bulleted or numbered list, tight if no item has more than one block."""
    items = [context.write(item) for item in node.children]
    tight = all(len(item.children) <= 1 for item in node.children)
    if isinstance(node, nodes.bullet_list):
        return call("list", *items, tight=tight)
    numbering = f"1{node.get('suffix') or '.'}"
    return call("enum", *items, tight=tight, start=node.get("start", 1), numbering=numbering)


def write_definition_list(node: nodes.definition_list, context: Context) -> str:
    """Write terms with their definitions; of a glossary, write only the entries to which the pack refers."""
    is_glossary = "glossary" in node["classes"]
    name = "record" if "ledger" in node["classes"] else "definition"
    entries = []
    for item in node.children:
        assert isinstance(item, nodes.definition_list_item)
        terms = [child for child in item.children if isinstance(child, nodes.term)]
        # Lists that are not a glossary, such as the ledger, are printed whole.
        if is_glossary and not any(_is_kept(term, context) for term in terms):
            continue
        blocks: list[nodes.Node] = []
        for child in item.children:
            blocks += child.children if isinstance(child, nodes.definition) else []
        entries.append(call(name, ", ".join(map(context.write, terms)), context.blocks(blocks)))
    return "\n\n".join(entries)


def _is_kept(node: nodes.Element, context: Context) -> bool:
    """Tell whether an entry of a list is to be kept; its ids decide."""
    return context.keep is None or any(context.label(id) in context.keep for id in node["ids"])


def write_code(node: nodes.Element, context: Context) -> str:
    """Write code; long strings without spaces may break."""
    code = breakable(node.astext())
    # Typst highlights Python, but does not know the name that MyST-NB gives to the language of cells.
    language = str(node.get("language", "")).replace("ipython3", "python")
    return f"#code({literal(code)}, lang: {literal(language)})"


def write_image(node: nodes.image, context: Context) -> str:
    """Write a picture, which must exist and have an alternative text; a width in percent is relative to the text."""
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
    content = [child for child in node.children if child not in (*captions, *legends)]
    figure = call("captioned", context.blocks(content), "".join(map(context.inline, captions)))
    return context.anchors(node) + figure + "".join(context.blocks(legend.children) for legend in legends)


def write_aside(node: nodes.Element, context: Context) -> str:
    """Write an admonition as a box, with its own title or the label that Sphinx gives its kind."""
    title, body = aside_of(node)
    name = Content(call("strong", context.inline(title)))
    return call("course-box", context.blocks(body), kind="note", title=name)


def write_citation(node: nodes.citation, context: Context) -> str:
    """Write a source if the pack refers to it."""
    if not _is_kept(node, context):
        return ""
    body = [child for child in node.children if not isinstance(child, nodes.label)]
    markup = "".join(context.inline(child) for child in body if isinstance(child, nodes.Element))
    return call("source", context.anchors(node) + markup)


def write_container(node: nodes.Element, context: Context) -> str:
    """Write a container with the writer of its role, or only its blocks if it has no role.

    sphinx-design gives the role in `design_component`, MyST-NB in `nb_element`.
    """
    if node.get("literal_block"):
        # A literal-block-wrapper: its caption, then the code.
        caption, code = node.children
        assert isinstance(caption, nodes.Element)
        markup = call("captioned", context.write(code), context.inline(caption))
    elif any(isinstance(child, nodes.citation) for child in node.children):
        markup = write_in_columns(node, context)
    elif writer := CONTAINERS.get(node.get("design_component") or node.get("nb_element")):
        markup = writer(node, context)
    else:
        markup = _in_language(node, context.blocks(node.children))
    return context.anchors(node) + markup


def write_in_columns(node: nodes.Element, context: Context) -> str:
    """Write the blocks of a node in two columns, for a glossary or a list of sources."""
    return call("in-columns", context.blocks(node.children))


def _in_language(node: nodes.Element, markup: str) -> str:
    """Mark markup with the language of its node, for hyphenation, quotation marks and screen readers."""
    code = language_of(node)
    return call("in-language", markup, code=code) if code else markup


def write_grid_row(node: nodes.Element, context: Context) -> str:
    """Write a row of a grid, with the number of columns in its class, but at most two."""
    column_class = next((name for name in node["classes"] if name.startswith("sd-row-cols-")), "")
    number = column_class.rpartition("-")[2]
    columns = min(int(number), 2) if number.isdigit() else 2
    return call("card-grid", *(context.write(child) for child in node.children), columns=columns)


def write_tab(node: nodes.Element, context: Context) -> str:
    """Write one tab with its name; on paper, tabs stand below each other."""
    name, content = node.children
    assert isinstance(name, nodes.Element)  # sphinx-design makes a label and a container for each tab
    return call("tab", context.inline(name), context.write(content))


def write_dropdown(node: nodes.Element, context: Context) -> str:
    """Write a dropdown as an open box with its title."""
    name, *body = node.children
    assert isinstance(name, nodes.Element)  # `vorming check` refuses a dropdown without a title
    title = Content(call("strong", context.inline(name)))
    return call("course-box", context.blocks(body), kind="note", title=title)


def write_cell(node: nodes.Element, context: Context) -> str:
    """Write a notebook cell: its code, unless the page hides it, and its output."""
    parts = [child for child in node.children if isinstance(child, nodes.Element)]
    if node.get("hide_mode", "") in {"input", "all"}:
        parts = [child for child in parts if child.get("nb_element") != "cell_code_source"]
    return context.blocks(parts)


CONTAINERS: Mapping[str | None, Callable[[nodes.Element, Context], str]] = {
    "grid-row": write_grid_row,
    "card": lambda node, context: call("card", context.blocks(node.children)),
    "card-title": lambda node, context: call("card-title", context.inline(node)),
    "tab-item": write_tab,
    "dropdown": write_dropdown,
    "cell_code": write_cell,
    "cell_code_output": lambda node, context: call("output", context.blocks(node.children)),
}


def write_through(node: nodes.Element, context: Context) -> str:
    """Write only the children of a node that has no look of its own on paper."""
    return context.anchors(node) + context.inline(node)


def wrapped_in(function: str) -> Writer:
    """Return a writer that passes the content of a node to a function of Typst or of the templates."""
    return lambda node, context: call(function, context.inline(node))


def write_abbreviation(node: nodes.abbreviation, context: Context) -> str:
    """Write an abbreviation with its meaning, which a browser shows on hovering."""
    meaning = str(node.get("explanation", ""))
    return context.inline(node) + (text(f" ({meaning})") if meaning else "")


def write_inline(node: nodes.Element, context: Context) -> str:
    """Write an inline node with the look of its class; classes without a look on paper are ignored."""
    inside = context.anchors(node) + context.inline(node)
    style = next((STYLES[name] for name in node["classes"] if name in STYLES), None)
    return call(style, inside) if style and inside else inside


def write_reference(node: nodes.reference, context: Context) -> str:
    """Write a link to a page of the book or to another site.

    The template decides whether the pack has the page: `pagelink` leads to the place in the pack, or otherwise to its
    address on the site. The link below a content note names the heading and its page number, because a reader on paper
    can't click. The address of another site is printed, unless it is the text of the link.
    """
    inside = context.anchors(node) + context.inline(node)
    uri = str(node.get("refuri", ""))
    # The table of contents and the page headers repeat a heading, and are links themselves.
    if context.is_heading or not (uri or "refid" in node):
        return inside
    if "refid" in node or uri.startswith(PAGE_SCHEME):
        target = context.label(node["refid"]) if "refid" in node else uri.removeprefix(PAGE_SCHEME)
        if has_class(node.parent, WAY_OUT):
            return call("heading-link", inside, to=target)
        context.links.sought.add(target)
        return call("pagelink", inside, to=target, online=context.book.address(target))
    # A text that is the address without its scheme, such as awel.be, needs no printed address.
    if uri.startswith(("http:", "https:")) and node.astext() != uri.partition("://")[2]:
        return call("weblink", inside, to=uri, shown=node.astext().rstrip("/") != uri.rstrip("/"))
    return f"#link({literal(uri)})[{inside}]"


def write_footnote_reference(node: nodes.footnote_reference, context: Context) -> str:
    """Write the footnote itself at its first reference, as Typst requires; later references point back to it."""
    note = context.footnotes.get(node.get("refid", ""))
    if note is None:
        return context.report("footnote-missing", node, value=node.astext())
    label = context.label(node["refid"])
    if label in context.seen_notes:
        return f"#footnote(label({literal(label)}))"
    context.seen_notes.add(label)
    match note.children[1:]:  # without its label, because Typst numbers notes itself
        case [nodes.paragraph() as paragraph]:
            body = context.inline(paragraph)
        case content:
            body = context.blocks(content)
    return f"#footnote[{body}]#label({literal(label)})"


def write_literal(node: nodes.literal, context: Context) -> str:
    """Write code within a line."""
    return f"#raw({literal(breakable(node.astext()))})"


def breakable(code: str) -> str:
    """Return code with places to break in strings too long for a narrow column, such as that of a table."""
    return _LONG.sub(lambda long: "\N{ZERO WIDTH SPACE}".join(re.findall(".{1,20}", long[0])), code)


def write_raw(node: nodes.raw, context: Context) -> str:
    """Write the HTML that MyST makes of a hard break; `vorming check` and the read of a notebook refuse all other HTML."""
    return " #linebreak() " if node.astext().strip() == BREAK else ""
