"""Writers of containers: sphinx-design's cards, grids, tabs and badges, and the cells of notebooks."""

from collections.abc import Callable, Mapping

from docutils import nodes

from vorming.sphinx_ext.language import language_of
from vorming.typst.context import Context
from vorming.typst.markup import Content, call, text


def write_container(node: nodes.Element, context: Context) -> str:
    """Write a container by the part it plays; a plain one adds nothing on paper."""
    if node.get("literal_block"):
        return context.anchors(node) + _write_captioned_code(node, context)
    if any(isinstance(child, nodes.citation) for child in node.children):
        return context.anchors(node) + call("in-columns", context.blocks(node.children))
    part = node.get("design_component") or node.get("nb_element") or ""
    return context.anchors(node) + CONTAINERS.get(part, _write_inside)(node, context)


def _write_inside(node: nodes.Element, context: Context) -> str:
    return in_language(node, context.blocks(node.children))


def in_language(node: nodes.Element, written: str) -> str:
    """Set what is in another language in that language: its hyphens, its quotes, how a reader says it."""
    code = language_of(node)
    return call("in-language", written, code=code) if code else written


def _write_row(node: nodes.Element, context: Context) -> str:
    """Write a row of a grid: as many beside each other as the page asked for, at most two."""
    cells = (context.write(child) for child in node.children)
    columns = next(
        (name.rpartition("-")[2] for name in node["classes"] if name.startswith("sd-row-cols-")), "2"
    )
    return call("card-grid", *cells, columns=min(int(columns) if columns.isdigit() else 2, 2))


def _write_card(node: nodes.Element, context: Context) -> str:
    return call("card", context.blocks(node.children))


def _write_card_title(node: nodes.Element, context: Context) -> str:
    return call("card-title", "".join(context.write(child) for child in node.children))


def _write_tab(node: nodes.Element, context: Context) -> str:
    """Write one tab: on paper they stand below each other, each with its name."""
    name, content = node.children
    assert isinstance(name, nodes.Element)
    return call("tab", context.inline(name), context.write(content))


def _write_dropdown(node: nodes.Element, context: Context) -> str:
    """Write what can be opened on screen as a box; its name is its title."""
    name, body = None, list(node.children)
    if node.get("has_title") and isinstance(body[0], nodes.Element):
        name = Content(call("strong", context.inline(body[0])))
        body = body[1:]
    return call("course-box", context.blocks(body), kind="note", title=name)


def _write_cell(node: nodes.Element, context: Context) -> str:
    """Write a notebook cell: its code unless the page hides it, and what it gave."""
    hidden = node.get("hide_mode", "") in {"input", "all"}
    shown = [child for child in node.children if not (hidden and _is_code(child))]
    return context.blocks(shown)


def _is_code(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and node.get("nb_element") == "cell_code_source"


def _write_output(node: nodes.Element, context: Context) -> str:
    return call("output", context.blocks(node.children))


CONTAINERS: Mapping[str, Callable[[nodes.Element, Context], str]] = {
    "grid-row": _write_row,
    "card": _write_card,
    "card-title": _write_card_title,
    "tab-item": _write_tab,
    "dropdown": _write_dropdown,
    "cell_code": _write_cell,
    "cell_code_output": _write_output,
}


def _write_captioned_code(node: nodes.Element, context: Context) -> str:
    """Write code with the caption that a literal-block-wrapper brings."""
    caption, code = node.children
    assert isinstance(caption, nodes.Element)
    return call("captioned", context.write(code), context.inline(caption))


def write_abbreviation(node: nodes.abbreviation, context: Context) -> str:
    """Write an abbreviation with its meaning, which the screen shows on hovering."""
    meaning = str(node.get("explanation", ""))
    return context.inline(node) + (text(f" ({meaning})") if meaning else "")


def write_badge(node: nodes.Element, context: Context) -> str:
    return call("badge", context.inline(node))


def write_glossary(node: nodes.Element, context: Context) -> str:
    return call("in-columns", context.blocks(node.children))
