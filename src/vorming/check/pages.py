"""Rules for the text of pages and data files: it is read as it looks, safe to publish, accessible, without dead links.

The rules of text_rules.py apply to every text. The rules here need the page, its files or other pages. Faults that
only show in a finished page are found during the build (sphinx_ext/site.py).

No text copies a sentence of the published FAQ, which is not in the repository. HASHES has a short hash of each run of
twelve of its words, one per line, by which a copied run is recognised without storing the text.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from itertools import chain
from pathlib import Path
from urllib.parse import unquote

from vorming.check.files import PICTURE_KINDS, file_problems
from vorming.check.text_rules import ADDRESS, SCHEME, find_faults, find_plain_faults, placed_tokens
from vorming.course.charts import chart_names, has_data
from vorming.model.config import Toc
from vorming.model.course import Course
from vorming.source.files import is_file, read_text
from vorming.source.load import Loaded, walk_source
from vorming.source.markdown import UNSEEN, Directive, Document, Fault, Piece, is_for_trainer, read_markdown
from vorming.source.pages import Page, headings_of, labels_of, target_path
from vorming.source.problems import Place, Problem, phrases, problem
from vorming.source.yaml import place_in_value, scalars
from vorming.text.markdown import find_markup, has_blocks

RUN = 12
HASHES = "book/_data/published_faq.hashes"

_WORD = re.compile(r"\w+")
_HASH = re.compile(r"[0-9a-f]{12}")
# An alt text that is only the name of a file, as a camera gives it too, or the word for a picture says nothing.
NOT_SAYING = re.compile(
    r"[\w.~-]*[/\\][\w./\\~-]*|[\w.-]+\.(?:png|jpe?g|gif|svg|webp)|[a-z]+[_-]?\d{4,}[\w-]*|\d{8}[\w-]*|[\W_]*"
    rf"|(?:{phrases('fragments')['picture']})(?:[\W\d_]|\b(?:{phrases('fragments')['taken_at']})\b)*|.*\b{phrases('fragments')['automatic']}\b.*",
    re.IGNORECASE,
)
# A text of a data file with only these characters has no markup, and need not be parsed.
PLAIN = re.compile(r"(?!.*(?:://|\bwww\.|''|,,|\bTODO\b))[\wÀ-ÿ‘“][ \wÀ-ÿ!\"'()*,./:;?‘’“”–…€-]*", re.ASCII)
_PAGES_ALONE = frozenset(
    ["footnote_ref", "footnote_reference_open", "image", "myst_line_comment", "myst_target"]
)  # fmt: skip
"""Tokens that only a page may have, and no text of a data file, since exports show them differently."""
_ADDRESS = re.compile(r"\s*\[[^\]]+\]:")
"""A link definition, `[label]: address`. Two items on one page could define the same label."""
_CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
TEXTS_UNREAD = frozenset({"_toc", "references", "language", "packs"})
"""The sources without text for readers, by their names in `Loaded.sources`."""


def check_page_text(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that the Markdown of every page is read as it looks, safe to publish and accessible."""
    for page in loaded.pages:
        for fault in find_faults(page.document):
            place = page.place(fault.line, _column_of(page.document, fault))
            yield problem(place, fault.rule_id, **fault.values)
        for span in page.document.spans:
            address = str(span.token.attrs.get("src") or span.token.attrs.get("href", ""))
            written = page.document.text[span.words_end : span.end]
            if unquote(address) in written:  # markdown-it encodes an accent, a space and a backslash
                address = unquote(address)
            # An address that comes from a link definition or has escapes is not found, and gives the start of the link.
            at = span.words_end + written.find(address) if address in written else span.start
            place = page.place_at(at)
            if span.token.type == "image":
                yield from _image_problems(loaded, page, address, span.token.content, place)
            elif span.token.type == "link_open":
                name = address.removeprefix("#")
                # A link without words shows the title of its target, so that the target must have one.
                if span.words_end == span.start + 1 and name in _untitled(loaded):
                    yield problem(place, "label-no-title", value=name)
                yield from link_problems(loaded, page.name, address, place)


def _column_of(document: Document, fault: Fault) -> int:
    """Return the column, from 0, of the text that a fault shows, preferably outside the code and roles of its line."""
    shown = str(fault.values.get("sign") or fault.values.get("value", "")).partition("…")[0]
    line = document.lines[fault.line]
    words = _CODE.sub(lambda code: " " * len(code[0]), line)
    return max(words.find(shown), 0) or max(line.find(shown), 0)


def check_headings(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that a page has one plain title, and that no heading outside of blocks skips a level."""
    for page in loaded.pages:
        items = page.document.items
        first = next((i for i in items if isinstance(i, Directive) or i.token.type not in UNSEEN), None)
        is_heading = isinstance(first, Piece) and first.token.type == "heading_open"
        if first and page.title and not is_heading:
            yield problem(page.place(first.line), "title-late")
        before, titles = 0, 0
        for piece in page.document.pieces:
            if piece.token.type != "heading_open":
                continue
            level, place = int(piece.token.tag[1:]), page.place(piece.line)
            titles += level == 1
            if level == 1 and (markup := find_markup(page.title)):
                yield problem(place, "text-plain", value=markup)
            if level == 1 and titles > 1:
                yield problem(place, "title-twice")
            if not piece.ancestors and not piece.token.level:
                if level > before + 1:
                    yield problem(place, "heading-level", value=page.document.lines[piece.line].strip())
                before = level


def check_item_text(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that the texts of data files and of front matter follow the rules of pages.

    In addition, they may have no pictures or comments.
    """
    fronts = (page.front for page in loaded.pages if page.front)
    data = (source for name, source in loaded.sources.items() if name not in TEXTS_UNREAD)
    for source in (*data, *fronts):
        for loc, text in scalars(source.value):
            if PLAIN.fullmatch(text):
                continue
            # Check a unit as it is shown, after a number: by itself, % would start a comment.
            is_unit = loc[-1:] == ("unit",)
            document = read_markdown(f"1 {text}" if is_unit else text)
            # An address by itself is the value of a field.
            is_address = ADDRESS.fullmatch(text)
            for fault in find_plain_faults(text) if is_address else _item_faults(document):
                # The words of a chart have {placeholders}, which `check_chart_words` checks.
                if fault.rule_id != "brace-in-text" or loc[:1] != ("charts",):
                    at = document.starts[fault.line] + _column_of(document, fault)
                    place = place_in_value(loaded.root, source.place(*loc), text, 0 if is_unit else at)
                    yield problem(place, fault.rule_id, **fault.values)


def check_source_text(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that references.bib has no hidden characters, no characters that packs can't show, and no blocks."""
    path = loaded.sources["references"].path if course.sources else ""
    text = read_text(loaded.root, path) if path else ""
    for number, line in enumerate(text.split("\n") if isinstance(text, str) else (), start=1):
        for fault in find_plain_faults(line.replace("{", "").replace("}", "")):
            column = max(line.find(str(fault.values.get("sign", fault.values["value"]))), 0) + 1
            yield problem(Place(path, number, column), fault.rule_id, **fault.values)


def check_item_forms(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check the form of texts in data files, front matter and the contents list.

    A plain text has no markup, a text is one paragraph unless its field allows more, and no # cuts it off.
    """
    toc = loaded.sources["_toc"]
    titles = ((toc, found) for found in walk_source(Toc, toc))
    for source, found in (*loaded.marked_values(), *titles):
        if found.is_plain and (markup := find_markup(found.value)):
            yield problem(source.place(*found.loc), "text-plain", value=markup)
        if found.loc in source.cut and (found.is_plain or found.reads):
            yield problem(source.place(*found.loc), "text-cut", value=found.value)
        if (found.is_plain or found.reads) and PLAIN.fullmatch(found.value):
            for fault in find_plain_faults(found.value):
                yield problem(source.place(*found.loc), fault.rule_id, **fault.values)
        is_one = found.is_plain or (found.reads and not found.reads.has_blocks)
        if is_one and has_blocks(found.value):
            yield problem(source.place(*found.loc), "text-blocks")


def _item_faults(document: Document) -> Iterator[Fault]:
    # No link definition is allowed here, whether it is used or not.
    yield from (fault for fault in find_faults(document) if fault.rule_id != "link-unused")
    for number, text_line in enumerate(document.lines):
        if _ADDRESS.match(text_line):
            yield Fault(number, "page-only", {"value": text_line.strip()})
    for _piece, token, line in placed_tokens(document):
        if token.type in _PAGES_ALONE:
            is_comment = token.type == "myst_line_comment"
            value = (not is_comment and token.content) or document.lines[line]
            if token.type == "image":
                value = f"![{token.content}]({token.attrs['src']})"
            yield Fault(line, "page-only", {"value": value.strip().partition("\n")[0]})
        if token.type == "link_open" and not SCHEME.match(str(token.attrs["href"])):
            yield Fault(line, "link-dead", {"value": token.attrs["href"]})


def _image_problems(loaded: Loaded, page: Page, src: str, alt: str, place: Place) -> Iterator[Problem]:
    path = target_path(page.name, src)
    if SCHEME.match(src) or src.startswith("//"):
        yield problem(place, "image-elsewhere", value=src)
    elif "#" in src or not is_file(loaded.root / path):
        yield problem(place, "image-missing", value=src)
    else:
        yield from file_problems(loaded.root, path, PICTURE_KINDS, place)
    if NOT_SAYING.fullmatch(alt.strip()):
        yield problem(place, "alt-missing", value=src)


def link_problems(loaded: Loaded, page: str, href: str, place: Place) -> Iterator[Problem]:
    """Yield the problem of a link on the page with the name `page` that leads nowhere, or to a file that may not be read."""
    if SCHEME.match(href):
        return
    # MyST reads the address of a link as an anchor of the page, another page, a label, or a file, in this order.
    path, _, anchor = href.partition("#")
    target, anchors = target_path(page, path), _anchors(loaded)
    name = target.removesuffix(".md").removesuffix(".ipynb")
    if not path:
        exists = anchor in anchors[page] or anchor in anchors[""]
    elif name in anchors and path != name:
        exists = not anchor or anchor in anchors[name]
    elif path in anchors[""] and not anchor:
        exists = True
    else:
        exists = not target.endswith((".md", ".ipynb")) and is_file(loaded.root / target)
        if exists:  # a file of no kind, since no check reads its text
            yield from file_problems(loaded.root, target, frozenset(), place)
    if not exists:
        yield problem(place, "link-dead", value=href)


@lru_cache(maxsize=2)
def _untitled(loaded: Loaded) -> frozenset[str]:
    """Return the labels of targets without a title, to which Sphinx can't make a link without words."""
    labels = chain.from_iterable(labels_of(page.document) for page in loaded.pages)
    return _anchors(loaded)[""] - {label.name for label in labels if label.title}


@lru_cache(maxsize=2)
def _anchors(loaded: Loaded) -> Mapping[str, frozenset[str]]:
    """Return the headings of each page by its name, and under "" the labels of all pages, which any page may use."""
    anchors, all_labels = {}, set[str]()
    for page in loaded.pages:
        # Leave out a trainer's block, since the text of a link to it could show its title to trainees.
        labels = {label.name for label in labels_of(page.document) if not is_for_trainer(label.source)}
        # Behind the name of a page, MyST takes no label.
        anchors[page.name] = frozenset(headings_of(page.document))
        all_labels |= labels
    return anchors | {"": frozenset(all_labels)}


def check_targets(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check the pictures, links, charts and tables of directives and roles."""
    for page, call in loaded.calls:
        options, target = dict(call.options), call.targets[0]
        match call.name:
            case "image" | "figure":
                src = "".join(call.argument.split())  # as docutils reads it
                yield from _image_problems(loaded, page, src, call.option("alt"), call.place)
            case "bibliography" if call.argument:
                yield problem(call.place, "link-dead", value=call.argument)
            case "chart" if call.argument in chart_names(course) and not has_data(course, call.argument):
                yield problem(call.place, "chart-empty", value=call.argument)
            case "list-table" if call.option("header-rows") in {"", "0"}:
                yield problem(call.place, "table-no-header")
            case "doc" if call.is_role and target_path(page.name, target) not in _anchors(loaded):
                yield problem(call.place, "link-dead", value=target)
            case "grid-item-card" if "link" in options:
                is_page = target_path(page.name, options["link"]) in _anchors(loaded)
                if options.get("link-type") != "doc" or not is_page:
                    yield problem(call.place, "link-dead", value=options["link"])
            case "ref" if call.is_role and call.argument in _untitled(loaded):
                yield problem(call.place, "label-no-title", value=call.argument)
            case "ref" if call.is_role and target not in _anchors(loaded)[""]:
                yield problem(call.place, "link-dead", value=target)


def check_own_words(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that no twelve words in a row are the same as in the published FAQ."""
    known = read_hashes(loaded.root)
    if not known and (course.source_entries or (loaded.root / HASHES).exists()):
        yield problem(Place(HASHES), "hashes-invalid")
    texts = [(page.path, page.document.text) for page in loaded.pages]
    for source in loaded.sources.values():
        texts.append((source.path, "\n".join(text for _, text in scalars(source.value))))
    for path, text in texts:
        for run in copied_runs(known, text):
            yield problem(Place(path), "own-words", value=run)


@lru_cache(maxsize=1024)  # the preview and the desk check unchanged texts again after each edit
def copied_runs(known: frozenset[str], text: str) -> tuple[str, ...]:
    """Return the first run of each passage of `text` that is copied: all its runs have a known hash.

    The other runs of the passage overlap with the first.
    """
    words = _WORD.findall(text.casefold()) if known else []
    runs = [" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1)]
    copied = [sha256(run.encode()).hexdigest()[:12] in known for run in runs]
    found = zip(runs, copied, [False, *copied], strict=False)
    return tuple(run for run, is_copied, was_copied in found if is_copied and not was_copied)


def read_hashes(root: Path) -> frozenset[str]:
    """Return the hashes of the runs of the published FAQ, made of words in lower case.

    A hash is the first twelve hexadecimal digits of SHA-256. Return no hashes if the file is missing or has anything
    else in it.
    """
    try:
        hashes = (root / HASHES).read_text("ascii").split()
    except (OSError, ValueError):
        return frozenset()
    return frozenset(hashes) if all(map(_HASH.fullmatch, hashes)) else frozenset()
