"""A Jupyter notebook of a module: the lessons' text and their practice questions, each key behind <details>.

Trainer's notes and the final test stay out: a notebook travels. What only the site can show gets a link to it.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import nbformat

from vorming.course.editions import Edition
from vorming.exports.bundle import Files, Note, changed
from vorming.exports.format import Format
from vorming.exports.material import Material
from vorming.model.course import LessonPage
from vorming.model.directives import OWN_DIRECTIVES, find
from vorming.packs.sections import shown_lines
from vorming.quiz.view import OptionView, QuestionView
from vorming.source.markdown import OPTION, read_lines
from vorming.text.markdown import (
    ROLE,
    contradiction_label,
    fact_label,
    inline_html,
    resolve_roles,
    values_of,
)
from vorming.text.numbers import format_number
from vorming.text.words import box_word, words

_TARGET = re.compile(r"\(.+\)=\s*")


def write(material: Material) -> Files:
    """Make one notebook of all lessons."""
    return {f"{material.module.id}.ipynb": _bytes(_written(material).cells)}


def left_out(material: Material) -> tuple[Note, ...]:
    """Return a note for each part of a page that only the site can show."""
    return tuple(_written(material).notes)


def _written(material: Material) -> "_Writing":
    writing = _Writing(material)
    writing.cell(f"# {material.module.title}\n\n{material.module.for_whom}")
    lessons = {page.lesson.id: page for page in material.course.lessons}
    for id in material.module.lessons:
        if id in lessons:
            writing.lesson(lessons[id])
    return writing


def _bytes(cells: Iterable[str]) -> bytes:
    made = [_cell(number, source) for number, source in enumerate(cells, 1)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": kernel})  # type: ignore[no-untyped-call]
    return f"{nbformat.writes(notebook)}\n".encode()  # type: ignore[no-untyped-call]


def _cell(number: int, source: str) -> Any:
    id = f"{number:04d}-{hashlib.sha256(source.encode()).hexdigest()[:8]}"
    return nbformat.v4.new_markdown_cell(source, id=id)  # type: ignore[no-untyped-call]


@dataclass
class _Writing:
    """The notebook while it is written."""

    material: Material
    cells: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    page: str = ""

    def cell(self, source: str) -> None:
        if source.strip():
            self.cells.append(source.strip())

    def lesson(self, lesson: LessonPage) -> None:
        """Write a lesson: a cell per section of its page, and one per question."""
        self.page = lesson.page
        page = self.material.pages.get(lesson.page)
        # Not the page's whole text: a note for the trainer may stand inside another block, or at the foot.
        shown = (line for _, line, _ in shown_lines(page, Edition.TRAINEE)) if page else ()
        text = "\n".join(shown) or f"# {lesson.title}\n\n{_bullets(lesson.lesson.key_points)}"
        for part in self.parts(text, lesson):
            for section in _sections(part):
                self.cell(self.roles(section))

    def parts(self, text: str, lesson: LessonPage) -> Iterator[str]:
        """Yield the text with each directive put into words; a question is a part of its own."""
        plain: list[str] = []
        for name, argument, body in _blocks(text):
            if name == "quiz" or name == "scenario":
                yield "\n".join(plain)
                plain = []
                yield from (question_markdown(question) for question in self.questions(name, argument, body))
            else:
                plain.append(self.block(name, argument, body, lesson))
        yield "\n".join(plain)

    def questions(self, name: str, argument: str, body: str) -> Iterator[QuestionView]:
        questions = self.material.practice.questions
        if name == "scenario":
            return (question for question in questions if question.id == argument)
        only = next((line.split()[1:] for line in body.splitlines() if line.startswith(":questions:")), [])
        bank = (section for section in self.material.practice.sections if section.id == argument)
        return (
            question for section in bank for question in section.questions if not only or question.id in only
        )

    def block(self, name: str, argument: str, body: str, lesson: LessonPage) -> str:
        """Put one directive into plain Markdown; what cannot be becomes a link to the page."""
        if name == "":
            return body
        if name == "bibliography":
            return ""
        written = _write(name, self.material, lesson, argument, body)
        if written is not None:
            return written
        self.notes.append(changed(f"{lesson.lesson.id} ({name})", "page_part"))
        site = str(self.material.course.settings.site_address).rstrip("/")
        shown = words("exports")["see_site"].format(title=lesson.title)
        return f"[{shown}]({site}/{lesson.page}.html)\n"

    def roles(self, text: str) -> str:
        """Put roles into words: values, terms, titles of sources."""
        titles = {source.id: source.title for source in self.material.course.sources}

        def cited(target: str) -> str:
            return f"({'; '.join(titles.get(key.strip(), key.strip()) for key in target.split(','))})"

        text = ROLE.sub(lambda match: cited(match["text"]) if match["name"] == "cite" else match[0], text)
        return resolve_roles(text, values_of(self.material.course))


def _blocks(text: str) -> Iterator[tuple[str, str, str]]:
    """Cut a page into directives (name, argument, body) and the text between them (name "")."""
    name, argument, lines = "", "", list[str]()
    for line in read_lines(text):
        is_outer = len(line.around) == 1
        if is_outer and (line.opens or line.closes):
            yield name, argument, "\n".join(lines)
            name, argument = (line.opens.name, line.opens.argument) if line.opens else ("", "")
            lines = []
        elif line.is_code or not _TARGET.fullmatch(line.text):
            lines.append(line.text)
    yield name, argument, "\n".join(lines)


def _without_options(body: str) -> str:
    lines = body.splitlines()
    while lines and OPTION.match(lines[0]):
        lines.pop(0)
    return "\n".join(lines).strip()


def _sections(text: str) -> Iterator[str]:
    """Cut a text before each heading."""
    lines: list[str] = []
    for line in read_lines(text):
        if line.text.startswith("#") and not line.is_code:
            yield "\n".join(lines)
            lines = []
        lines.append(line.text)
    yield "\n".join(lines)


def _bullets(texts: Iterable[str]) -> str:
    return "".join(f"- {text}\n" for text in texts)


def _quoted(title: str, body: str) -> str:
    lines = [f"**{title}**", "", *body.splitlines()]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n"


Block = Callable[[Material, LessonPage, str, str, str], str]
"""Writes a directive: the material, the lesson it stands in, the kind of its box, its argument, its body."""


def _write(name: str, material: Material, lesson: LessonPage, argument: str, body: str) -> str | None:
    """Write a directive as its record says; None where a notebook can't show it."""
    record = OWN_DIRECTIVES.get(name)
    if record is None or not record.export:
        return None
    write: Block = find(record.export)
    return write(material, lesson, record.box, argument, _without_options(body))


def leave_out(*_: object) -> str:
    """Write nothing: it is of no use without the site."""
    return ""


def write_objectives(_: Material, page: LessonPage, kind: str, *__: str) -> str:
    """Write what the lesson teaches."""
    return _quoted(box_word(kind), _bullets(o.text for o in page.lesson.objectives))


def write_key_points(_: Material, page: LessonPage, kind: str, *__: str) -> str:
    """Write the key points of the lesson."""
    return _quoted(box_word(kind), _bullets(page.lesson.key_points))


def write_box(_: Material, __: LessonPage, kind: str, title: str, body: str) -> str:
    """Write a box with the word of its kind, its title and its body."""
    word = box_word(kind)
    return _quoted(words("boxes")["titled"].format(word=word, title=title) if title else word, body)


def write_case(_: Material, __: LessonPage, kind: str, title: str, body: str) -> str:
    """Write a case, which says that it is made up."""
    return _quoted(words("boxes")["made_up_case"].format(word=box_word(kind), title=title), body)


def write_faq(material: Material, lesson: LessonPage, _: str, id: str, __: str) -> str:
    """Write an FAQ entry: question, short answer, answer."""
    return "".join(
        _quoted(entry.question, f"{entry.short}\n\n{_in_words(material, lesson, entry.answer)}")
        for entry in material.course.faq
        if entry.id == id
    )


def _in_words(material: Material, lesson: LessonPage, answer: str) -> str:
    """Put the blocks inside an answer into words."""
    parts = (
        (_write(name, material, lesson, argument, body), body) for name, argument, body in _blocks(answer)
    )
    return "\n".join(body if written is None else written for written, body in parts)


def write_fact(material: Material, _: LessonPage, __: str, id: str, ___: str) -> str:
    """Write the statement of a fact."""
    return "".join(
        _quoted(fact_label(fact), fact.statement) for fact in material.course.facts if fact.id == id
    )


def write_contradiction(material: Material, _: LessonPage, __: str, id: str, ___: str) -> str:
    """Write the careful wording of a point where sources differ."""
    found = (item for item in material.course.contradictions if item.id == id)
    return "".join(_quoted(item.title, f"{item.wording} *{contradiction_label(item)}.*") for item in found)


def write_helplines(material: Material, *_: object) -> str:
    """Write the help lines with their numbers."""
    unknown = words("exports")["no_number"]
    lines = (
        f"**{line.name}** {line.phone or line.site or unknown} – {line.for_whom}"
        for line in material.course.helplines
    )
    return _bullets(lines)


def question_markdown(question: QuestionView) -> str:
    """Write a question as Markdown: lettered answers, and the key behind <details>."""
    head = f"**{question.label}** – {question.instruction}"
    shown = "\n".join(_shown(question))
    key = "\n".join(f"<p>{line}</p>" for line in _key(question))
    summary = words("quiz")["key"]
    return f"{head}\n\n**{question.prompt}**\n\n{shown}\n\n<details><summary>{summary}</summary>\n{key}\n</details>"


def _shown(question: QuestionView) -> Iterator[str]:
    yield from _lettered(question.options)
    if question.reason:
        yield f"\n{question.reason.prompt}\n"
        yield from _lettered(question.reason.options)
    yield from (f"- {item.letter}. {item.text}" for item in question.items)
    yield from (f"- {pair.left} → …" for pair in question.pairs)
    yield from _lettered(question.choices)
    if question.scale:
        yield f"- {question.scale[0]} 1 – 2 – 3 – 4 – 5 {question.scale[1]}"
    for scene in question.scenes:
        yield f"\n{words('quiz')['step']} {scene.number}. {scene.text}\n"
        yield from (f"- {way.letter}. {way.text} → {way.next_number}" for way in scene.ways)


def _lettered(options: Iterable[OptionView]) -> Iterator[str]:
    return (f"- {option.letter}. {option.text}" for option in options)


def _key(question: QuestionView) -> Iterator[str]:
    said = words("quiz")
    options = [*question.options, *(question.reason.options if question.reason else ())]
    for option in (option for option in options if option.is_correct is not None):
        verdict = said["right"] if option.is_correct else said["wrong"]
        yield f"{verdict}: {option.letter}. {inline_html(option.text)} {inline_html(option.feedback)}".strip()
    items = sorted(question.items, key=lambda item: item.position)
    yield from (f"{item.position}. {inline_html(item.text)}" for item in items)
    yield from (f"{inline_html(pair.left)} → {pair.letter}" for pair in question.pairs)
    if question.numeric:
        yield f"{format_number(question.numeric.answer)} {question.numeric.unit}".strip()
    for scene in question.scenes:
        yield from (f"{scene.number}{way.letter}. {inline_html(way.feedback)}" for way in scene.ways)
    if question.model_answer:
        yield f"{said['model_answer']}: {inline_html(question.model_answer)}"
    yield inline_html(question.explanation)


FORMAT = Format(write, holds_exam=False, own_notes=left_out)
