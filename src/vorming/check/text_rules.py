"""Rules over any Markdown, of a page or of a data file: nothing unsafe, nothing read otherwise than it looks.

They start from the tokens of `source.markdown`. A `Fault` names a line of the text, which the caller turns into
a place in a file (check/page_rules.py).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from markdown_it.token import Token

from vorming.model.directives import DIRECTIVES, OWN_DIRECTIVES
from vorming.source.markdown import UNREAD, Document, Piece

# What marks up words, and can neither run, load, style nor hide anything.
SAFE_TAGS = {"abbr", "br", "kbd", "mark", "small", "sub", "sup", "wbr"}
_ALONE = {"br", "wbr"}
SAFE_ATTRIBUTES = {"class", "dir", "id", "lang", "title"}
SAFE_SCHEMES = {"http", "https", "mailto", "tel"}

MOST_COLUMNS = 12
SCHEME = re.compile(r"^(?P<scheme>[a-z][a-z0-9+.-]*):", re.IGNORECASE)
_TAG = re.compile(r"<(?:!--|[?!]|/?(?P<name>[a-zA-Z][\w-]*)(?P<attributes>[^>]*))")
_ATTRIBUTE = re.compile(r"(?P<name>[\w:-]+)\s*=")
# A role or directive that was misspelt, such as {fact} without its `id`, shows its braces.
_BRACE = re.compile(r"\S*[{}]\S*")
# Markdown of other tools, which MyST shows as it is: ~~struck~~, $maths$, a list of tasks.
_UNUSED = re.compile(r"~~[^~\s][^~]*~~|(?<![\w$])\$[^\s$](?:[^$]*[^\s$])?\$(?!\w)|^\[[ xX]\](?=\s)")
_CARD_PART = re.compile(r"\s*(?:\^{3,}|\+{3,})\s*")
# Names with a hyphen are no Dutch words, so they betray a block wherever they stand.
_OWN_NAME = "|".join(re.escape(name) for name in sorted(OWN_DIRECTIVES) if "-" in name)
_BLOCK_NAME = re.compile(
    rf"[{{(\[<]\s*(?:{'|'.join(map(re.escape, sorted(DIRECTIVES)))})\s*[}})\]>]|(?<![\w-])(?:{_OWN_NAME})(?![\w-])"
)
_NOTE_USED = re.compile(r"\[\^(?P<name>[^\]\s]+)\]")
_NOTE_MADE = re.compile(r"^\s*\[\^(?P<name>[^\]\s]+)\]:")
# Invisible characters, and those that turn the direction of the text around them.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

NO_GLYPH = re.compile(
    "[\u2630-\u2637\u26b3-\u26ff\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2780-\u2797\u27b0"
    "\u2e80-\ua4cf\uac00-\ud7ff\ue000-\uf8ff\U00010000-\U0010ffff]"
)
"""Characters that no font of the packs has: pictographs and the scripts of East Asia."""


@dataclass(frozen=True)
class Fault:
    """What is wrong on a line of a text: `line` counts from 0, and `values` fill the rule's sentence."""

    line: int
    rule_id: str
    values: Mapping[str, object] = field(default_factory=dict)


def find_faults(document: Document) -> Iterator[Fault]:
    """Find what no text of the course may have.

    Some of it is unsafe, such as HTML that runs or loads something. The rest MyST reads otherwise than it
    looks, docutils refuses, or an output has no way to show.
    """
    for unread in document.unread:
        yield Fault(unread.line, UNREAD[unread.reason], {"value": unread.text})
    for directive in document.directives:
        if directive.name == "math":
            formula = "\n".join(document.lines[directive.body : directive.end - 1])
            yield from _formula_faults(formula, directive.line)
        text = document.lines[directive.line]
        if text[: directive.column].strip():
            yield Fault(directive.line, "block-not-alone", {"value": text[directive.column :]})
        # sphinx-design takes such a line for the end of a card's header, or the start of its footer.
        for number in range(directive.body, directive.end) if directive.name == "grid-item-card" else ():
            if found := _CARD_PART.fullmatch(document.lines[number]):
                yield Fault(number, "markup-unused", {"value": found[0].strip()})
    for number, text in enumerate(document.lines):
        if found := _CONTROL.search(text):
            yield Fault(number, "character-hidden", {"value": f"U+{ord(found[0]):04X}"})
        if found := NO_GLYPH.search(text):
            yield Fault(number, "glyph-missing", {"value": found[0]})
    yield from _footnote_faults(document)
    notes = {match["name"] for line in document.lines if (match := _NOTE_MADE.match(line))}
    for piece, token, line in inline_tokens(document):
        yield from _token_faults(piece, token, line, notes)


def _footnote_faults(document: Document) -> Iterator[Fault]:
    """Find footnotes with the name of an earlier one, and those that refer to one, which docutils can't number."""
    seen, is_inside = set[str](), False
    for piece in document.pieces:
        if piece.token.type == "footnote_reference_open":
            name, is_inside = str(piece.token.meta["label"]), True
            if name in seen:
                yield Fault(piece.line, "footnote-twice", {"value": name})
            seen.add(name)
        elif piece.token.type == "footnote_reference_close":
            is_inside = False
        elif is_inside and any(child.type == "footnote_ref" for child in piece.token.children or ()):
            yield Fault(piece.line, "footnote-nested")


def inline_tokens(document: Document) -> Iterator[tuple[Piece, Token, int]]:
    """Yield every token, also those inside paragraphs, with the piece that it is of and its line from 0."""
    for piece in document.pieces:
        yield piece, piece.token, piece.line
        line = piece.line
        for child in piece.token.children or ():
            yield piece, child, line
            line += child.type in {"softbreak", "hardbreak"}


def _token_faults(piece: Piece, token: Token, line: int, notes: set[str]) -> Iterator[Fault]:
    match token.type:
        case "html_block" if not unsafe_parts(token.content):
            yield Fault(line, "html-unsafe", {"value": token.content.strip().partition("\n")[0]})
        case "inline":
            for tag in _unpaired(token):
                yield Fault(line, "html-unsafe", {"value": tag})
        case "html_block" | "html_inline":
            for part in unsafe_parts(token.content):
                yield Fault(line, "html-unsafe", {"value": part})
            yield from _name_faults(token.content, line)
        case "myst_role" if token.meta["name"] == "math":
            yield from _formula_faults(token.content, line)
        case "myst_block_break":
            yield Fault(line, "markup-unused", {"value": "+++"})
        case "text":
            for brace in _BRACE.findall(token.content):
                yield Fault(line, "brace-in-text", {"value": brace})
            for unused in _UNUSED.findall(token.content):
                yield Fault(line, "markup-unused", {"value": unused})
            for name in dict.fromkeys(_NOTE_USED.findall(token.content)):
                if name not in notes:
                    yield Fault(line, "footnote-missing", {"value": name})
            yield from _name_faults(token.content, line)
        case "code_inline" | "code_block" | "fence" | "colon_fence":
            yield from _name_faults(token.content, line)
        case "link_open" | "image":
            yield from _name_faults(str(token.attrs.get("title", "")), line)
            address = str(token.attrs.get("href") or token.attrs.get("src") or "")
            scheme = SCHEME.match(address)
            if scheme and scheme["scheme"].lower() not in SAFE_SCHEMES:
                yield Fault(line, "html-unsafe", {"value": address})
        case "table_open":
            head = list(takewhile(lambda token: token.type != "thead_close", piece.block))
            if sum(token.type == "th_open" for token in head) > MOST_COLUMNS:
                yield Fault(line, "table-wide", {"most": MOST_COLUMNS})
            elif not any(token.content for token in head if token.type == "inline"):
                yield Fault(line, "table-no-header")


def _formula_faults(latex: str, line: int) -> Iterator[Fault]:
    """Find a formula that no page can show, with the converter that Sphinx writes pages with."""
    from docutils.utils.math.latex2mathml import tex2mathml  # for the few texts with a formula

    try:
        tex2mathml(latex)
    except Exception as error:  # docutils has no common class for all that it raises
        yield Fault(line, "maths-unknown", {"value": latex.strip() or str(error)})


def _name_faults(text: str, line: int) -> Iterator[Fault]:
    """Find the name of a block in what a reader would see: a trace of a block that was not read."""
    for match in _BLOCK_NAME.finditer(text):
        yield Fault(line + text.count("\n", 0, match.start()), "block-not-read", {"value": match[0]})


def _unpaired(token: Token) -> Iterator[str]:
    """Yield the tags of a paragraph that open or close nothing: they would change all that follows."""
    opened: list[str] = []
    for child in token.children or ():
        match = _TAG.match(child.content) if child.type == "html_inline" else None
        name = (match["name"] or "").lower() if match else ""
        if name not in SAFE_TAGS - _ALONE:
            continue
        if not child.content.startswith("</"):
            opened.append(name)
        elif not opened or opened.pop() != name:
            yield child.content
    yield from (f"<{name}>" for name in opened)


def unsafe_parts(html: str) -> list[str]:
    """Return the tags and attributes in a piece of HTML that a page may not have.

    Only SAFE_TAGS with SAFE_ATTRIBUTES may stay: all others can run, style, load or hide something.
    """
    found = []
    for tag in _TAG.finditer(html):
        if tag["name"] is None:
            found.append("<!-- -->")
        elif tag["name"].lower() not in SAFE_TAGS:
            found.append(f"<{tag['name']}>")
        else:
            names = (match["name"] for match in _ATTRIBUTE.finditer(tag["attributes"]))
            found += [name for name in names if name.lower() not in SAFE_ATTRIBUTES]
    return list(dict.fromkeys(found))
