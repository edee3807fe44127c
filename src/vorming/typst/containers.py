"""Writers of containers: sphinx-design's cards, grids, tabs and badges, and the cells of notebooks."""

from collections.abc import Callable, Mapping

from docutils import nodes

from vorming.nodes.course import language_of
from vorming.typst.context import Context
from vorming.typst.markup import Content, call, text


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
        written = in_language(node, context.blocks(node.children))
    return context.anchors(node) + written


def write_in_columns(node: nodes.Element, context: Context) -> str:
    """Write the blocks inside a node in two columns: a glossary, a list of sources."""
    return call("in-columns", context.blocks(node.children))


def in_language(node: nodes.Element, written: str) -> str:
    """Set what is in another language in that language: its hyphens, its quotes, how a reader says it."""
    code = language_of(node)
    return call("in-language", written, code=code) if code else written


def _write_row(node: nodes.Element, context: Context) -> str:
    """Write a row of a grid: as many beside each other as the page asked for, at most two."""
    found = next((name for name in node["classes"] if name.startswith("sd-row-cols-")), "")
    asked = found.rpartition("-")[2]
    columns = min(int(asked), 2) if asked.isdigit() else 2
    return call("card-grid", *(context.write(child) for child in node.children), columns=columns)


def _write_tab(node: nodes.Element, context: Context) -> str:
    """Write one tab: on paper they stand below each other, each with its name."""
    name, content = node.children
    assert isinstance(name, nodes.Element)  # sphinx-design makes a label and a container of each tab
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
    shown = [child for child in node.children if isinstance(child, nodes.Element)]
    if node.get("hide_mode", "") in {"input", "all"}:
        shown = [child for child in shown if child.get("nb_element") != "cell_code_source"]
    return context.blocks(shown)


CONTAINERS: Mapping[str | None, Callable[[nodes.Element, Context], str]] = {
    "grid-row": _write_row,
    "card": lambda node, context: call("card", context.blocks(node.children)),
    "card-title": lambda node, context: call("card-title", context.inline(node)),
    "tab-item": _write_tab,
    "dropdown": _write_dropdown,
    "cell_code": _write_cell,
    "cell_code_output": lambda node, context: call("output", context.blocks(node.children)),
}


def write_abbreviation(node: nodes.abbreviation, context: Context) -> str:
    """Write an abbreviation with its meaning, which the screen shows on hovering."""
    meaning = str(node.get("explanation", ""))
    return context.inline(node) + (text(f" ({meaning})") if meaning else "")
