"""A Jupyter notebook of a module: the text of the lessons and their practice questions, with each key inside <details>.

Trainer's notes and the final test are left out, because anybody may get a copy of a notebook. Content that only the site can
show becomes a link to the site. The table of directives (`export` in `model/directives.py`) names the functions here that
write directives.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Any
from unicodedata import normalize
from urllib.parse import unquote

import nbformat

from vorming.check.text_rules import SCHEME
from vorming.exports.format import Files, Format, Material, Note
from vorming.model.course import LessonPage
from vorming.model.directives import OWN_DIRECTIVES, find
from vorming.model.items import Contradiction
from vorming.packs.printed import shown_lines
from vorming.quiz.view import QuestionView
from vorming.source.markdown import WITH_TARGET, Document, Span, read_lines, read_markdown
from vorming.source.pages import Page, headings_of, labels_of, target_path
from vorming.text.markdown import contradiction_label, escape, fact_label, resolve_roles, values_of
from vorming.text.templates import fill
from vorming.text.words import box_word, words

_TARGET = re.compile(r"\(.+\)=\s*")
NB: Any = nbformat
"""nbformat, whose functions have no types."""
WORDS = words("exports")


def write(material: Material) -> Files:
    """Make one notebook of all lessons."""
    cells = []
    sources = (part for part in _parts(material) if isinstance(part, str))
    # nbformat makes random ids, so that the builds of a course would differ.
    for number, source in enumerate(sources, 1):
        id = f"{number:04d}-{hashlib.sha256(source.encode()).hexdigest()[:8]}"
        cells.append(NB.v4.new_markdown_cell(source, id=id))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = NB.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    return {f"{material.module.id}.ipynb": f"{NB.writes(notebook)}\n".encode()}


def left_out(material: Material) -> tuple[Note, ...]:
    """Return a note for each part of a page that only the site can show."""
    return tuple(part for part in _parts(material) if isinstance(part, Note))


@lru_cache(maxsize=1)  # `write` and `left_out` call this one after the other
def _parts(material: Material) -> tuple[str | Note, ...]:
    """Return the sources of the cells of a module, and notes on content that they can't show."""
    module = material.module
    lessons = map(material.course.lesson, module.lessons)
    parts = chain.from_iterable(_parts_of(material, lesson) for lesson in lessons)
    return (f"# {module.title}\n\n{module.for_whom}", *parts)


def _parts_of(material: Material, lesson: LessonPage) -> Iterator[str | Note]:
    """Yield a cell for each section and each question of a lesson's page, and notes on content that they can't show."""
    # Only the lines for trainees: a note for the trainer may also be inside another block, or in a footnote.
    document = read_markdown("\n".join(line.text for _, line in shown_lines(material.pages[lesson.page])))
    links = Links(material.pages, material.course.settings.online, lesson.page)
    if any(span.token.type == "image" for span in document.spans):
        yield Note(f"{lesson.id} (image)", "page_part")
    plain: list[str] = []
    for block in _blocks(links.resolve(document), material, lesson):
        if block.name in {"quiz", "scenario"}:
            yield from _cells("\n".join(plain), material)
            plain = []
            for question in block.questions:
                markdown = fill("exports/notebook.md.jinja", question=question, words=words("quiz"))
                yield from _cells(markdown, material)
        elif (text := _write(block)) is not None:
            plain.append(text)
        else:
            yield Note(f"{lesson.id} ({block.name})", "page_part")
            plain.append(f"{links.to_site(WORDS['see_site'].format(title=lesson.title), lesson.page)}\n")
    yield from _cells("\n".join(plain), material)


def _cells(text: str, material: Material) -> Iterator[str]:
    """Yield a cell for each heading of a text and one for the text before the first heading, unless it is empty.

    Roles are replaced by the text that they show.
    """
    sources = [""]
    for line in read_lines(text):
        if line.text.startswith("#") and not line.is_code:
            sources.append("")
        sources[-1] += f"{line.text}\n"
    titles = {source.id: escape(source.title) for source in material.course.sources}

    def cited(role: Span) -> str | None:
        if role.name != "cite":
            return None
        keys = (key.strip() for key in role.argument.split(","))
        return f"({'; '.join(titles.get(key, key) for key in keys)})"

    for source in sources:
        text = read_markdown(source).replace_roles(cited)
        if cell := resolve_roles(text, values_of(material.course)).strip():
            yield cell


@dataclass(frozen=True)
class Links:
    """The links of one page, as links to the site; `site` is its address. If it has none, only the text of a link stays."""

    pages: Mapping[str, Page]
    site: str
    page: str

    def resolve(self, document: Document) -> str:
        """Return the text of a page with its links, its pictures and its {doc} and {ref} roles as links to the site."""
        return document.replace(self._edits(document))

    def to_site(self, words: str, page: str, anchor: str = "") -> str:
        """Return a Markdown link to a page of the site, or only its text if the site has no address."""
        address = self._address(page, anchor)
        return f"[{words}]({address})" if address else words

    def _address(self, page: str, anchor: str = "") -> str:
        # The id in HTML of an element with this name, as `docutils.nodes.make_id` makes it.
        plain = normalize("NFKD", anchor.lower()).encode("ascii", "ignore").decode()
        id = re.sub(r"[^a-z0-9]+", "-", plain).lstrip("-0123456789").rstrip("-")
        return f"{self.site}{page}.html{id and f'#{id}'}" if self.site else ""

    def _edits(self, document: Document) -> Iterator[tuple[int, int, str]]:
        link_end = 0
        for span in document.spans:
            token = span.token
            if token.type == "image":  # within a link only its text stays, because links can't be nested
                yield from _around_words(span, self._address(self.page) if span.start >= link_end else "")
            elif token.type == "link_open":
                link_end, href = span.end, str(token.attrs["href"])
                if not SCHEME.match(href):
                    page, anchor, title = self._place(href)
                    yield from _around_words(span, self._address(page, anchor), title)
                elif "label" in token.meta:
                    yield from _around_words(span, href)
            elif span.name in {"doc", "ref"}:
                target = WITH_TARGET.fullmatch(span.argument)
                page, anchor, title = self._place(target["target"] if target else span.argument)
                words = escape(target["shown"]) if target else title
                yield (span.start, span.end, self.to_site(words, page, anchor))

    def _place(self, target: str) -> tuple[str, str, str]:
        """Return page, anchor and title of a target: a page, a label on any page, or a heading of this page."""
        path, _, anchor = map(unquote, target.partition("#"))
        name = target_path(self.page, target).removesuffix(".md").removesuffix(".ipynb")
        if not path or name in self.pages:
            page = name if path else self.page
            if heading := headings_of(self.pages[page].document).get(anchor):
                return page, anchor, heading.token.content
            if path:
                return page, anchor, self.pages[page].title
        for other in self.pages.values():
            for label in labels_of(other.document):
                if label.name == (path or anchor):
                    return other.name, label.name, label.title
        return self.page, anchor, ""


def _around_words(span: Span, address: str, title: str = "") -> Iterator[tuple[int, int, str]]:
    """Yield the edits before and after the text of a link or picture; `title` is for a link without text."""
    start = span.start + (2 if span.token.type == "image" else 1)
    yield span.start, start, address and "["
    words = title if start == span.words_end else ""
    yield span.words_end, span.end, f"{words}]({address})" if address else words


@dataclass(frozen=True)
class Block:
    """A directive on the page of a lesson, or the text between two directives, with an empty `name`.

    `argument` and `body` are as on the page.
    """

    material: Material
    lesson: LessonPage
    body: str
    name: str = ""
    argument: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def word(self) -> str:
        """The label of its kind of box."""
        return box_word(OWN_DIRECTIVES[self.name].box)

    @property
    def questions(self) -> Iterator[QuestionView]:
        """The questions of a quiz or scenario directive."""
        only = [self.argument] if self.name == "scenario" else self.options.get("questions", "").split()
        for section in self.material.practice.sections:
            for question in section.questions:
                if question.id in only or (not only and section.id == self.argument):
                    yield question


def _blocks(text: str, material: Material, lesson: LessonPage) -> Iterator[Block]:
    """Divide a text into its outermost directives and the text between them, without labels and link definitions."""
    opened, lines = None, list[str]()
    hidden = set(chain.from_iterable(read_markdown(text).addresses))

    def ended() -> Block:
        given = (opened.name, opened.argument, dict(opened.options)) if opened else ()
        return Block(material, lesson, "\n".join(lines), *given)

    for line in read_lines(text):
        if len(line.ancestors) == 1 and (line.opens or line.closes):
            yield ended()
            opened, lines = line.opens, []
        elif opened and line.number < opened.body:
            continue  # an option
        elif line.is_code or not (_TARGET.fullmatch(line.text) or line.number in hidden):
            lines.append(line.text)
    yield ended()


def _write(block: Block) -> str | None:
    """Return a block as plain Markdown, by the function in its record; None if a notebook can't show it."""
    if not block.name:
        return block.body
    record = OWN_DIRECTIVES.get(block.name)
    markdown: str | None = find(record.export)(block) if record and record.export else None
    return markdown


def _bullets(texts: Iterable[str]) -> str:
    return "".join(f"- {text}\n" for text in texts)


def _quoted(title: str, body: str) -> str:
    """Return a box as a block quote that starts with its title."""
    lines = [f"**{title}**", "", *body.splitlines()]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n"


def leave_out(block: Block) -> str:
    """Return an empty text, for a directive that has no use without the site."""
    return ""


def write_list(block: Block) -> str:
    """Write the objectives or the key points of the lesson, as the directive is named."""
    lesson = block.lesson.lesson
    items = lesson.objectives if block.name == "objectives" else lesson.points
    return _quoted(block.word, _bullets(item.text for item in items))


def write_box(block: Block) -> str | None:
    """Write a box with the label of its kind, its title and its body, without its options."""
    titled = words("boxes")["titled"].format(word=block.word, title=block.argument)
    return _box(titled if block.argument else block.word, block.body.strip(), block)


def write_case(block: Block) -> str | None:
    """Write a case, with a title that says that it is made up."""
    title = words("boxes")["made_up_case"].format(word=block.word, title=block.argument)
    return _box(title, block.body.strip(), block)


def write_faq(block: Block) -> str | None:
    """Write an FAQ entry: question, short answer, answer, and the careful wording of points on which sources differ."""
    course = block.material.course
    entry = course.entry(block.argument)
    careful = (_careful(course.contradiction(id)) for id in entry.contradictions)
    return _box(entry.question, "\n\n".join([entry.short, entry.answer, *careful]), block)


def _box(title: str, body: str, around: Block) -> str | None:
    """Write a box with the blocks in its body; return None if only the site can show one of these blocks."""
    parts: list[str] = []
    for block in _blocks(body, around.material, around.lesson):
        markdown = _write(block)
        if markdown is None:
            return None
        parts.append(markdown)
    return _quoted(title, "\n".join(parts))


def write_fact(block: Block) -> str:
    """Write the statement of a fact."""
    fact = block.material.course.fact(block.argument)
    return _quoted(fact_label(fact), fact.statement)


def write_contradiction(block: Block) -> str:
    """Write the careful wording of a point on which sources differ."""
    point = block.material.course.contradiction(block.argument)
    return _quoted(point.title, _careful(point))


def _careful(point: Contradiction) -> str:
    return f"{point.wording} *{contradiction_label(point)}.*"


def write_helplines(block: Block) -> str:
    """Write the help lines of the topics, each with its number, or with its site if it has no number."""
    unknown = WORDS["no_number"]
    lines = block.material.course.helplines_on(block.options.get("topics", ""))
    return _bullets(
        f"**{line.name}** {line.phone or line.site or unknown} – {line.for_whom}" for line in lines
    )


FORMAT = Format(write, holds_exam=False, reads_pages=True, own_notes=left_out)
