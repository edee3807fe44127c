"""Rules for any Markdown, of a page or of a data file: nothing unsafe, nothing that MyST reads otherwise than it looks.

They use the tokens of `source.markdown`. A `Fault` has a line of the text, which the caller turns into a place in a
file (check/pages.py).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from html import unescape
from importlib.resources import files
from itertools import pairwise, takewhile
from unicodedata import normalize

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from vorming.model.directives import DIRECTIVES, OWN_DIRECTIVES, record_of
from vorming.source.markdown import Document, Fault, Piece, is_for_trainer
from vorming.source.problems import phrases
from vorming.text.markdown import has_blocks

SAFE_SCHEMES = {"http", "https", "mailto", "tel"}
_MYST_SCHEMES = {"inv", "path", "project"}
"""Schemes of MyST for links within a project, which are refused because a path or label does the same."""

MOST_COLUMNS = 12
SCHEME = re.compile(r"^(?P<scheme>[a-z][a-z0-9+.-]*):", re.IGNORECASE)
ADDRESS = re.compile(
    r"mailto:[^@\s?,/:<>]+@[^@\s?,/.<>]+(?:\.[^@\s?,/.<>]+)+(?:\?\S*)?|tel:(?!\S*\(0\))\+?[0-9().-]*[0-9][0-9().-]*"
    r"|https?://[^\s/?#:@[\]]+\.[^\s/?#:@[\]]+(?::[1-9]\d{0,4})?(?:[/?#].*)?"
)
"""A whole web address, mail address or telephone number; MyST only knows schemes in lower case."""
_TRACKED = re.compile(
    r"[?&](?:utm_\w+|(?:fb|g|d|ms|y)clid|igsh(?:id)?|mc_[ce]id|mkt_tok|_ga)="
    r"|//\w+\.safelinks\.protection\.outlook\.com/|//www\.google\.\w+/url\?|//l\.(?:facebook|instagram)\.com/"
)
"""A part of an address that tells somebody else who follows it, or from which mail or page."""
_BLANK = re.compile("[ \t>]*[\xa0\u2007\u202f]")
"""The start of a line with a blank that is no space for Markdown, so that the line starts no block."""
# A role or directive that was misspelt, such as {fact} without its `id`, shows its braces.
_BRACE = re.compile(r"\S*[{}]\S*")
_ROLE_IN_CODE = re.compile(r"\{[\w-]+\}[\w-]+")
"""A role whose name stands between the backticks too."""
_PLACEHOLDER = "\ufffc"
_BULLET = r"[•·‣◦▪●○→»☐✓o]\s"
# These signs may also start a line in the middle of a sentence: – zo –, deel 2.
_LIST_SIGNS = (r"[–—]\s", r"[-*](?=[^\W\d]|\s)", r"\d{1,2}[.)](?=\s|[^\W\d])", r"[a-z]\)\s", r"\(\w\)\s")
_NOT_OURS = {
    "code": r"`+",
    "note": r"\^\[[^\]]*\]?",
    # The second dollar of "$6 of US$ 7" closes nothing.
    "maths": r"\$\$[^$]+\$\$|(?<![\w$])\$(?:\d(?:[^$]*[^\sA-Z$])?|[^\s\d$](?:[^$]*[^\s$])?)\$(?!\w)"
    r"|(?<![\w$])\$[a-z]\b|\\\(.+?\\\)|\\\[[^]]*[=+^_][^]]*\\\]",
    "script": r"(?<=\w)~[\w+-]{1,8}~(?!~)|(?<=\w)\^[\w+-]{1,8}\^",
    "struck": r"~~[^~\s][^~]*~~|(?<![\w~/])~[^~\s](?:[^~]*[^~\s(/])?~(?![\w~/])",
    "marked": r"(?<![\w=])==[^=\s](?:[^=\n]*[^=\s])?==(?![\w=])|(?<![\w+])\+\+[^+\s](?:[^+\n]*[^+\s])?\+\+(?![\w+])|\[/[a-z]+\]",
    "strong": r"\*\*|'{3}",
    "quotes": r"´|''|,,",
    "tasks": r"^\[[ xX]?\](?=\s)",
    "box": r"^(?:\[!\w+\]|\.\.\ [\w-]+::|(?:!!!|\?\?\?\+?)\ ?\w+)|\ :{3,}$",
    "contents": r"^\[\[?_?(?i:toc)_?\]\]?$",
    "page": rf"\[\[[^][]+\]\]|{_PLACEHOLDER}__?(?!\w)",
    "address": r"(?<![^\s(])(?:https?://|www\.)\w\S*",
    "tag": r"</?[a-zA-Z][^<>]*>",
    "break": r"\\\Z",
    "tab": r"(?<!\S)\S*\ *\t\s*\S*",
    "hidden": r"\|\|[^|\n]+\|\|",
    "emoji": r"(?<![\w:]):(?:[a-z]+(?:_[a-z]+)*|[+-]1):(?![\w:`])",
    "terms": r"^:\ ?(?=\w)",
    "cite": r"\[-?@[^]]+\]",
    "role": rf"(?::[a-z]+:|\[[a-z]+\]){_PLACEHOLDER}",
    "heading": r"^(?:\#{2,}|={2,}\ ).*?$",
    "target": r"^\([^()\n]+\)\ *=\ *$|(?<=\ )\^[\w-]+$",
    # P&O; and M&Ms; are names.
    "entity": r"(?<![A-Z])&[A-Z]?[a-z]\w*;",
    # After a sentence or a part of it; "hoeveel % van de groep" and "%-teken" are prose.
    "comment": r"(?:(?<=[.?!…])|(?<=[.?!…][)”’\"])|(?<=\w[:,;]))\ +%(?!-)[^\n]*|%%[^%\n]+%%|<!|^//\ |/\*.*?\*/"
    r"|\b(?:TODO|FIXME|TBD)\b|\[[^]^\n]+\]:\s+(?:#|<>)(?!\w)",
    # At least two lines with the same sign, without a \ at the end of a line between them. Other lines may come between
    # if it must be a list: with a bullet, at the start of the text, or after a colon.
    "list": rf"^{_BULLET}(?=[^\\]*?\n{_BULLET})|^[aA][.)]\s(?=[^\\]*?\n[bB][.)]\s)|"
    + "|".join(rf"^{s}(?=[^\\\n]*\n{s})|(?:\A|(?<=:\n)){s}(?=[^\\]*?\n{s})" for s in _LIST_SIGNS),
}
"""Markdown of other tools, which MyST shows as plain text. The keys are those of the advice in `markup_unused`."""
_UNUSED = re.compile("|".join(f"(?P<{key}>{sign})" for key, sign in _NOT_OURS.items()), re.M | re.S)
_ENDED = re.compile(r"[.?!…:;][*_)\]”’\"'»]*(?:\[\^[^]]+\])*$")
"""The end of a line below which a line of % is a comment; elsewhere the % may belong to the sentence."""
_NUMBER_ENDS = frozenset("0123456789,`")
_SENTENCES = re.compile(r"[.,:;]$|\n")
_TITLE_COMMENT = re.compile(r"(?<=[^\W\d])\ +%\ ?[^\W\d].*")
_BEFORE_ROW = " \t>"
_LISTS = frozenset({"bullet_list_open", "ordered_list_open"})
_MORE_THAN = re.compile(r"[\s>*+.\d-]*>\s*\d")
"""The start of a quotation that may be a number with a sign: > 18 jaar."""
_CARD_PART = re.compile(r"\s*(?:\^{3,}|\+{3,})\s*")
_BRACKETS = frozenset(["\\(", "\\)", "\\[", "\\]"])
_WORDS = frozenset({"code_inline", "myst_role", "text", "text_special"})
"""Tokens within a line that show words."""
# A line of a paragraph that the author meant as part of a table: | a | b |, ---|---, or +---+ of a grid table.
_TABLE_LINE = re.compile(r"^ *(?:\|.*|[:-]+(?: *\| *[:-]+)+|\+[-=+]{2,})", re.MULTILINE)
_DASHES = re.compile(r"\|?(?: *:?-{3,}:? *(?:\||$))+")
"""The line below the header of a table, which further down is a row of dashes."""
# Names with a hyphen are no Dutch words, so that anywhere in a text they are a trace of a block.
_OWN_NAME = "|".join(re.escape(name) for name in sorted(OWN_DIRECTIVES) if "-" in name)
_BLOCK_NAME = re.compile(
    rf"[{{(\[<]\s*(?:{'|'.join(map(re.escape, sorted(DIRECTIVES)))})\s*[}})\]>]|(?<![\w-])(?:{_OWN_NAME})(?![\w-])"
)
# The rest of a failed link: its words contain a link or a footnote, or its label has no definition.
# Or there is a space between the words and the address, or the brackets are the wrong way round.
_NO_LINK = re.compile(
    r"(?:\[[^][]*)?(?<!\\)\](?:\[[^][]*\]|\([^()\s][^()\n]*\)?|\s\((?:\w+:|#|\S+\.(?:md|ipynb))\S*\))"
    r"|\([^()\n]+\)\[(?:\w+:|#|[^]\s]+\.(?:md|ipynb))[^]\s]*\]"
)
_LINK_ROLES = frozenset({"cite", "doc", "helpline", "ref", "term"})
"""Roles that show a link."""
_NOTE_USED = re.compile(r"\[\^(?P<name>[^\]]+)\]")
# Invisible characters, and those that change the direction of the text around them.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\uffff]"
)

_LOOSE = re.compile("[^\\W\\d_][\u0300-\u036f]")
"""A letter with its accent as a character of its own, as some systems write it in names of files."""
NO_GLYPH = re.compile(f"[^{(files('vorming') / 'assets/rules/glyphs.txt').read_text('ascii')}]")
"""Characters that the text fonts of packs lack, as reported by Typst: pictographs, most symbols, most scripts."""


@lru_cache(maxsize=8192)  # an unchanged page or text gives the same document
def find_faults(document: Document) -> Sequence[Fault]:
    """Return the faults that no text of the course may have.

    Some faults are unsafe, such as HTML that runs or loads something. The others are read by MyST otherwise than they
    look, are refused by docutils, or can't be shown by some output.
    """
    if unclosed := [fault for fault in document.unread if fault.rule_id == "block-not-closed"]:
        # It takes what follows, even the footnotes. What else was not read above it, or looks like its end, may be the cause.
        first, unread = unclosed[0].line, (f for f in document.unread if f.rule_id.startswith("block-"))
        causes = (f for f in unread if f.line < first or not re.search(r"\w", str(f.values["value"])))
        hidden = (f for number, text in enumerate(document.lines) for f in _line_faults(text, number))
        return [*unclosed, *causes, *hidden]
    faults = list(document.unread)
    for directive in document.directives:
        text = document.lines[directive.line]
        if text[: directive.column].strip():
            faults.append(Fault(directive.line, "block-not-alone", {"value": text[directive.column :]}))
        # At such a line sphinx-design ends the header of a card or starts its footer, even within code.
        for number in range(directive.body, directive.end) if directive.name == "grid-item-card" else ():
            if part := _CARD_PART.fullmatch(document.lines[number]):
                faults.append(_unused(number, part[0].strip(), "line"))
    for number, text in enumerate(document.lines):
        faults += _line_faults(text, number)
    faults += _footnote_faults(document)
    for opened, inline in pairwise(document.pieces):
        match opened.token.type:
            case "heading_open":
                shown = (child.content for child in inline.token.children or () if child.type in _WORDS)
                if not "".join(shown).strip():
                    faults.append(Fault(opened.line, "heading-empty"))
                if opened.token.markup == "-" and _SENTENCES.search(inline.token.content):
                    faults.append(_unused(opened.end - 1, document.lines[opened.end - 1].strip(), "line"))
                faults += _title_faults(inline)
                if opened.token.level:
                    faults.append(Fault(opened.line, "heading-place"))
            case "paragraph_open":
                if row := _TABLE_LINE.search(inline.token.content):
                    line = opened.line + inline.token.content.count("\n", 0, row.start())
                    faults.append(Fault(line, "table-not-read", {"value": row[0].strip()}))
            case "paragraph_close" | "bullet_list_close" | "ordered_list_close" if (
                inline.token.type == "myst_line_comment" and opened.end == inline.line
            ):
                # A sentence with a % may have been broken before that sign. Below a list, only a number tells that.
                before = document.lines[inline.line - 1].rstrip()
                if not _ENDED.search(before) and (opened.token.tag == "p" or before[-1] in _NUMBER_ENDS):
                    faults.append(_unused(inline.line, document.lines[inline.line].strip(), "percent"))
            case "myst_line_comment" if inline.token.type == "paragraph_open" and opened.end == inline.line:
                if not _ENDED.search(document.lines[opened.end - 1].rstrip()):
                    faults.append(_unused(inline.line, document.lines[inline.line].strip(), "goes_on"))
            case "table_open":
                faults += _table_faults(document, opened)
            case "blockquote_open" if _MORE_THAN.match(text := document.lines[opened.line]):
                faults.append(_unused(opened.line, text.strip(), "more"))
            case "bullet_list_close" | "ordered_list_close" if inline.token.type in _LISTS:
                before, text = document.lines[opened.line], document.lines[inline.line]
                if len(before) - len(before.lstrip()) < len(text) - len(text.lstrip()):
                    faults.append(_unused(inline.line, text.strip(), "level"))
    for _piece, token, line in placed_tokens(document):
        faults += _token_faults(token, line)
    for title in document.titles:
        faults += _title_faults(title)
        match title.ancestors[-1].name:
            case "code-block" if has_blocks(title.token.content):  # Sphinx parses its caption as blocks
                faults.append(Fault(title.line, "text-blocks"))
            case "figure" | "image":
                faults += _alt_faults(title.token, title.line)
    return faults


def find_plain_faults(text: str, line: int = 0) -> Iterator[Fault]:
    """Yield the faults of a text that is shown without reading Markdown, such as the title of a source."""
    yield from _line_faults(text, line)
    yield from _name_faults(text, line)


def _line_faults(text: str, line: int) -> Iterator[Fault]:
    yield from _character_faults(text, line)
    if match := _BLANK.match(text):
        yield _unused(line, text.strip() or match[0], "blank")
    if match := _TRACKED.search(text):
        yield Fault(line, "address-tracked", {"value": match[0]})


def _character_faults(text: str, line: int) -> Iterator[Fault]:
    """Yield the first hidden character of a text, and the first that packs can't show; entities must be unescaped."""
    if match := _CONTROL.search(text):
        yield Fault(line, "character-hidden", {"value": f"U+{ord(match[0]):04X}", "sign": match[0]})
    if (match := _LOOSE.search(text)) and len(normalize("NFC", match[0])) == 1:
        yield Fault(line, "character-loose", {"value": normalize("NFC", match[0]), "sign": match[0]})
    if match := NO_GLYPH.search(text):
        yield Fault(line, "glyph-missing", {"value": match[0]})


def _table_faults(document: Document, table: Piece) -> Iterator[Fault]:
    """Yield the faults of a table: too wide, a part that lacks, a row with too many cells, text that is read as a row.

    A page doesn't show the superfluous cells of a row.
    """
    head = list(takewhile(lambda token: token.type != "thead_close", table.block))
    columns = sum(token.type == "th_open" for token in head)
    if columns > MOST_COLUMNS:
        yield Fault(table.line, "table-wide", {"most": MOST_COLUMNS})
    elif not any(token.content for token in head if token.type == "inline"):
        yield Fault(table.line, "table-no-header")
    if not any(token.type == "tbody_open" for token in table.block):
        yield Fault(table.line, "table-no-rows")
    has_bars = document.lines[table.line].lstrip(_BEFORE_ROW).startswith("|")
    for number in range(table.line + 2, table.end):
        row = document.lines[number].lstrip(_BEFORE_ROW).rstrip()
        if has_bars and not row.startswith("|"):
            yield Fault(number, "table-line", {"value": row})
        if _DASHES.fullmatch(row):
            yield Fault(number, "table-not-read", {"value": row})
        cells = escapedSplit(row)
        cells = cells[not cells[0] :][: None if cells[-1] else -1]
        if len(cells) > columns:
            yield Fault(number, "table-row", {"count": len(cells), "columns": columns})


def _title_faults(title: Piece) -> Iterator[Fault]:
    """Yield a fault if a heading or the title of a block ends with a comment, unlike one with 50 % or %-teken."""
    if comment := _TITLE_COMMENT.search(_shown(title.token)):
        yield _unused(title.line, comment[0].strip().replace(_PLACEHOLDER, "…"), "comment")


def _footnote_faults(document: Document) -> Iterator[Fault]:
    """Yield a fault for each footnote that is named twice, that nothing refers to, or that contains a reference.

    Docutils can't number the latter. References from other text to a footnote in a trainer's block are faults too. A
    slide shows no footnotes, so that a reference in one doesn't count.
    """
    lines, hidden, used, is_inside = dict[str, int](), set[str](), set[str](), False
    for piece in document.pieces:
        if piece.token.type == "footnote_reference_open":
            name, is_inside = str(piece.token.meta["label"]), True
            if name in lines:
                yield Fault(piece.line, "footnote-twice", {"value": name})
            lines[name] = piece.line
            if is_for_trainer(piece) or _is_for_slide(piece):
                hidden.add(name)
        elif piece.token.type == "footnote_reference_close":
            is_inside = False
        elif is_inside and any(child.type == "footnote_ref" for child in piece.token.children or ()):
            yield Fault(piece.line, "footnote-nested")
    for piece, token, line in placed_tokens(document) if lines else ():
        if token.type == "footnote_ref" and not _is_for_slide(piece):
            used.add(token.meta["label"])
            if token.meta["label"] in hidden and not is_for_trainer(piece):
                yield Fault(line, "footnote-missing", {"value": token.meta["label"]})
    yield from (Fault(lines[name], "footnote-unused", {"value": name}) for name in lines.keys() - used)


def _is_for_slide(piece: Piece) -> bool:
    return any(record_of(outer.name).is_for_slides for outer in piece.ancestors)


def placed_tokens(document: Document) -> Iterator[tuple[Piece, Token, int]]:
    """Yield every token with the piece that contains it and its line, from 0.

    Tokens inside paragraphs, titles and descriptions of pictures are included.
    """
    for piece in document.texts:
        yield piece, piece.token, piece.line
        line = piece.line
        for child in piece.token.children or ():
            yield piece, child, line
            yield from ((piece, inner, line) for inner in child.children or ())
            line += child.type in {"softbreak", "hardbreak"}


def _token_faults(token: Token, line: int) -> Iterator[Fault]:
    match token.type:
        case "inline":
            yield from _comment_faults(token, line)
            yield from _tag_faults(token, line)
            yield from _product_faults(token, line)
            yield from _link_faults(token, line)
            yield from _markup_faults(_shown(token), line)
        case "html_block":
            yield _html_fault(token.content, line)
        case "hr" | "myst_block_break":
            # Docutils refuses a transition at the start or end of a section, and fails on one in a box.
            yield _unused(line, token.markup[:3], "line")
        case "text":
            for brace in _BRACE.findall(token.content):
                yield Fault(line, "brace-in-text", {"value": brace})
            for name in dict.fromkeys(_NOTE_USED.findall(token.content)):
                yield Fault(line, "footnote-missing", {"value": name})
            yield from _name_faults(token.content, line)
        case "text_special":
            # The entity &shy; is visible in the source, so that only the character itself counts as hidden.
            for fault in _character_faults(unescape(token.markup).replace("\xad", ""), line):
                yield replace(fault, values={**fault.values, "sign": token.markup})
        case "code_block":
            faults = [*_comment_faults(token, line), *_name_faults(token.content, line)]
            yield from faults or [_unused(line, token.content.strip().partition("\n")[0], "indent")]
        case "code_inline" if _ROLE_IN_CODE.fullmatch(token.content):
            yield Fault(line, "brace-in-text", {"value": token.content})
        case "code_inline" | "fence" | "colon_fence":
            yield from _name_faults(token.content, line)
        case "link_open" | "image":
            yield from _alt_faults(token, line)
            yield from _address_faults(token, line)


def _comment_faults(token: Token, line: int) -> Iterator[Fault]:
    """Yield a fault for each indented comment; a % at the start of a paragraph, as in a table cell, is no comment."""
    for number, text in enumerate(token.content.split("\n")):
        if text.lstrip().startswith("%") and (number or token.type == "code_block"):
            yield Fault(line + number, "comment-indented", {"value": text.strip()})


def _markup_faults(shown: str, line: int) -> Iterator[Fault]:
    """Yield a fault for each rest of a failed link in the words of a paragraph, and for each markup of other tools."""
    for broken in _NO_LINK.finditer(shown):
        value = broken[0].replace(_PLACEHOLDER, "…")
        yield Fault(line + shown.count("\n", 0, broken.start()), "link-broken", {"value": value})
    for match in _UNUSED.finditer(shown):
        value = match[0].strip().replace(_PLACEHOLDER, "…")
        yield _unused(line + shown.count("\n", 0, match.start()), value, str(match.lastgroup))


def _address_faults(token: Token, line: int) -> Iterator[Fault]:
    """Yield the faults in the title and the address of a link or a picture."""
    title = str(token.attrs.get("title", ""))
    yield from find_plain_faults(title, line)
    if title and token.type == "image":
        yield Fault(line, "image-title", {"value": title})
    address = str(token.attrs.get("href") or token.attrs.get("src") or "")
    scheme = SCHEME.match(address)
    if scheme and (name := scheme["scheme"].lower()) not in SAFE_SCHEMES:
        yield Fault(line, "address-invalid" if name in _MYST_SCHEMES else "html-unsafe", {"value": address})
    elif scheme and token.type == "link_open" and not ADDRESS.fullmatch(address):
        yield Fault(line, "address-invalid", {"value": address})


def _alt_faults(token: Token, line: int) -> Iterator[Fault]:
    """Yield a fault if the description of a picture has markup, which screen readers would read out or skip."""
    plain = {"softbreak", "text", *(["text_special"] if token.type == "image" else [])}
    for child in token.children or ():
        if child.type not in plain:
            value = child.markup or child.content or str(child.attrs.get("href", child.type))
            yield Fault(line, "text-plain", {"value": value})
            return


def _link_faults(token: Token, line: int) -> Iterator[Fault]:
    """Yield a fault for each link without words, and for each with another link among its words."""
    words, address = None, ""
    for child in token.children or ():
        line += child.type in {"softbreak", "hardbreak"}
        if child.type == "link_open":
            words, address = "", str(child.attrs["href"])
        elif child.type == "link_close":
            # Without words, a link within the course shows the title of its target.
            if words is not None and not words.strip() and (words or SCHEME.match(address)):
                yield Fault(line, "link-broken", {"value": f"[]({address})"})
            words = None
        elif words is not None:
            words += child.content
            if child.type == "myst_role" and child.meta["name"] in _LINK_ROLES:
                yield Fault(line, "link-broken", {"value": f"{{{child.meta['name']}}}`{child.content}`"})


def _product_faults(token: Token, line: int) -> Iterator[Fault]:
    """Yield a fault for each product whose stars are read as emphasis: 2*3*4."""
    for before, child in pairwise(token.children or ()):
        line += before.type in {"softbreak", "hardbreak"}
        if child.type == "em_open" and child.markup == "*" and before.content[-1:].isdigit():
            yield _unused(line, f"{before.content.split()[-1]}*", "product")


def _unused(line: int, value: str, kind: str) -> Fault:
    return Fault(line, "markup-unused", {"value": value, "instead": phrases("markup_unused")[kind]})


def _shown(token: Token) -> str:
    """Return the words of a paragraph as a reader sees them, with a placeholder for code, roles and addresses.

    An escaped bracket stays escaped, since other tools read \\( and \\[ as the start of a formula.
    """
    parts, is_address = [], False
    for child in token.children or ():
        if child.type == "link_open":
            is_address = child.markup == "autolink"
            parts.append(_PLACEHOLDER)  # an address that starts the words of a link is one
        if child.type in {"softbreak", "hardbreak"}:
            parts.append("\n" if child.type == "softbreak" else "\\\n")
        elif child.type == "text":
            parts.append(_PLACEHOLDER if is_address else child.content)
        elif child.type == "text_special" and child.markup[:2] in _BRACKETS:
            parts.append(child.markup)
        elif child.content:
            parts.append(_PLACEHOLDER)
    return "".join(parts)


def _name_faults(text: str, line: int) -> Iterator[Fault]:
    """Yield a fault for each name of a directive in a text, which is a trace of a block that was not read."""
    for match in _BLOCK_NAME.finditer(text):
        yield Fault(line + text.count("\n", 0, match.start()), "block-not-read", {"value": match[0]})


def _html_fault(content: str, line: int) -> Fault:
    """Return the fault of a tag; for the end of a line there is something else to write."""
    value = content.strip().partition("\n")[0]
    is_end = re.match(r"<br\b", value, re.IGNORECASE)
    return _unused(line, value, "line_end") if is_end else Fault(line, "html-unsafe", {"value": value})


def _tag_faults(paragraph: Token, line: int) -> Iterator[Fault]:
    """Yield a fault for each HTML tag, since a tag can run, style, load or hide something, and papers have none.

    Only the first of a paragraph may be an end tag: others end a tag that is already reported.
    """
    is_first = True
    for child in paragraph.children or ():
        line += child.type in {"softbreak", "hardbreak"}
        if child.type == "html_inline" and (is_first or not child.content.startswith("</")):
            yield _html_fault(child.content, line)
            is_first = False
