"""A formula of a page -> Typst mathematics."""

from docutils import nodes

from vorming.text.formulas import UnknownCommandError, to_typst
from vorming.typst.context import Context
from vorming.typst.markup import literal


def write_math(node: nodes.math | nodes.math_block, context: Context) -> str:
    """Write a formula, in a line or by itself.

    Its LaTeX is what a screen reader says, for PDF/UA-1 asks words for every formula (7.7).
    """
    latex = node.astext()
    try:
        formula = to_typst(latex)
    except UnknownCommandError as error:
        return context.report("maths-unknown", node, value=str(error))
    alt = literal(" ".join(latex.split()))
    is_block = isinstance(node, nodes.math_block)
    return f"#math.equation(block: {literal(is_block)}, alt: {alt}, ${formula}$)"
