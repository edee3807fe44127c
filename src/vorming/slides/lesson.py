"""The resolved page of a lesson -> its slides and notes.

Sphinx's HTML writer renders the blocks, so that a slide looks like the page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from docutils import nodes
from markupsafe import Markup
from sphinx.builders.html import StandaloneHTMLBuilder

from vorming.course.sections import TimedSection, steps_of_sections
from vorming.model.base import find_item
from vorming.model.course import Course, LessonPage
from vorming.nodes import has_class, part_of_title, vorming_box
from vorming.quiz.texts import html_texts
from vorming.quiz.view import view_question
from vorming.slides.compose import Group, compose_slides, count_words
from vorming.slides.deck import NOTHING, Fragment, LessonDeck, Notes, Slide, numbered
from vorming.slides.outline import Block, Section, boxes_with, for_notes, for_slide
from vorming.text.markdown import values_of

ALWAYS = {"title"} | boxes_with("title", "lesson")
"""The kinds of slides that belong to no step, so that they stay if a step is left out."""


@dataclass
class LessonWriter:
    """Makes the slides of one lesson; `address` is the address of its page on the site, or an empty text.

    An instance makes one deck, because it collects notes and counts questions. It changes the settings of the builder
    (paths of pictures, no permalinks, no numbers), so the builder must have written its pages before.
    """

    page: LessonPage
    builder: StandaloneHTMLBuilder
    course: Course
    address: str
    notes: list[Notes] = field(default_factory=list)
    asked: int = 0
    """The number of questions with a slide so far."""

    def __post_init__(self) -> None:
        self.builder.imgpath, self.builder.add_permalinks = "../_images", False
        self.builder.secnumbers, self.builder.fignumbers = {}, {}

    def deck(self, outline: Sequence[Section]) -> LessonDeck:
        """Make the slides and notes of this lesson.

        A question belongs to the step that asks it, any other slide to the step of its section. Every slide of a step shows
        all notes of the step. Those with minutes say how to give it, so they come first.
        """
        groups = compose_slides(outline)
        # The index of the step that asks each question, by the id of the question.
        question_steps: dict[str, int] = {}
        for number, step in enumerate(self.page.lesson.run):
            question_steps.update(dict.fromkeys(step.questions, number))
        group_slides = [list(self.slides(group)) for group in groups]
        sections = []
        for group, slides in zip(groups, group_slides, strict=True):
            names = frozenset[str]().union(*(section.names for section in group.noted))
            minutes = sum(section.minutes for section in group.noted)
            sections.append(TimedSection(names, minutes, max(len(slides), 1)))
        numbers = steps_of_sections(self.page.lesson, sections)

        # Content notes stand on the title slide, so that people can read them before they decide to stay.
        warnings = [slide for slide in group_slides[0] if slide.kind == "content-note"]
        parts = tuple(part for slide in warnings for part in slide.parts)
        slides = [Slide("title", self.page.title, notes=self.section_notes(groups[0]), parts=parts)]
        group_slides[0] = [slide for slide in group_slides[0] if slide not in warnings]
        placed = [
            (slide, question_steps.get(slide.question.id, number) if slide.question else number, number)
            for section_slides, number in zip(group_slides, numbers, strict=True)
            for slide in section_slides
        ]
        step_notes: dict[int, list[str]] = {}
        for slide, at, number in placed:
            if at == number and slide.kind not in ALWAYS:
                step_notes.setdefault(at, []).extend(slide.notes[1:] if slide.question else slide.notes)
        timed = {note.id for note in self.notes if note.minutes}
        for slide, at, _ in placed:
            if slide.kind not in ALWAYS:
                own = slide.notes[:1] if slide.question else ()
                ids = dict.fromkeys(sorted(step_notes.get(at, ()), key=lambda id: id not in timed))
                slide = replace(slide, step=(self.page.lesson.id, at), notes=(*own, *ids))
            slides.append(slide)
        # A difficult moment may come up at any slide.
        boxes = [box for section in outline for box in section.moments]
        moments = {box["moment"]: write_note(self.builder, box) for box in boxes}
        if moments:
            notes = Notes(f"{self.page.lesson.id}-momenten", "", moments=moments)
            self.notes.append(notes)
            slides = [replace(slide, notes=(*slide.notes, notes.id)) for slide in slides]
        return LessonDeck(numbered(slides, self.page.lesson.id), tuple(self.notes))

    def slides(self, group: Group) -> Iterator[Slide]:
        """Yield the slides of one section, each with the notes of that section; a question may have several slides."""
        section = group.section
        notes = self.section_notes(group) if group.slides else ()
        eyebrow = " · ".join(filter(None, (self.page.title, section.parent)))
        fills = any(section.names.intersection(step.fills) for step in self.page.lesson.run)
        for blocks in group.slides:
            kind = blocks[0].kind if blocks else "heading"
            slide = Slide(kind, section.title, eyebrow, notes=notes, words=count_words(blocks))
            if kind == "question":
                yield from self.question_slides(slide, blocks[0].question)
                continue
            parts = tuple(self.fragment(block, fills=fills) for block in blocks)
            yield replace(slide, parts=parts, address=self.address if kind == "key-points" else "")

    def question_slides(self, slide: Slide, id: str) -> Iterator[Slide]:
        """Yield the slides of a question: one; two if it asks for a reason; or one for each scene of a scenario."""
        self.asked += 1
        question = find_item(self.course.questions, id)
        view = html_texts(view_question(question, self.asked, values_of(self.course)))
        note = Notes(f"vraag-{id}", "", question=view)
        self.notes.append(note)
        asking = replace(slide, question=view, notes=(note.id, *slide.notes))
        if view.scenes:
            yield from (replace(asking, kind="scene", scene=scene) for scene in view.scenes)
            if view.debrief:
                count = sum(len(text.split()) for text in view.debrief)
                yield replace(asking, kind="debrief", words=count)
            return
        yield asking
        if view.reason:
            yield replace(asking, is_reason=True)

    def fragment(self, block: Block, *, fills: bool) -> Fragment:
        """Write a block of a slide; with `fills`, the cells of its tables appear row by row."""
        title = [nodes.inline("", "", *(node.deepcopy() for node in block.title))] if block.title else []
        content = [node.deepcopy() for node in block.content]
        tables = [table for node in content for table in node.findall(nodes.table)] if fills else []
        for table in tables:
            rows = (row for row in table.findall(nodes.row) if isinstance(row.parent, nodes.tbody))
            for number, row in enumerate(rows):
                for entry in row.children[1:]:
                    assert isinstance(entry, nodes.Element)
                    entry["classes"] += ["fragment", "fill-step", f"row-{number}"]
        points = [item.children for node in content for item in node.findall(nodes.list_item)]
        html = partial(write_html, self.builder)
        items = tuple(map(html, points)) if block.kind == "key-points" else ()
        return Fragment(block.kind, html(content), html(title), block.word, items)

    def section_notes(self, group: Group) -> tuple[str, ...]:
        """Add the notes of a group's sections to the notes of the lesson, each once; return their ids."""
        ids = []
        for section in group.noted:
            id = f"{self.page.lesson.id}-noot-{section.line}"
            book = write_html(self.builder, section.book, whole=True)
            # A note with minutes says how to give the step; the others, such as on sources that differ, follow.
            boxes = sorted(section.notes, key=lambda box: not box.get("minutes"))
            trainer = tuple(write_note(self.builder, box) for box in boxes)
            notes = Notes(id, section.title, section.minutes, trainer, book=book)
            if notes.trainer or notes.book:
                ids.append(notes.id)
                if notes not in self.notes:
                    self.notes.append(notes)
        return tuple(ids)


def write_html(
    builder: StandaloneHTMLBuilder, content: Sequence[nodes.Node], *, whole: bool = False
) -> Markup:
    """Write nodes without links and ids, shortened for a slide or `whole` for a note."""
    clean = for_notes(content) if whole else for_slide(content)
    return Markup("".join(builder.render_partial(node)["fragment"] for node in clean))


def write_note(builder: StandaloneHTMLBuilder, box: vorming_box) -> Fragment:
    """Write a note without its own heading, which the template gives."""
    name = part_of_title(box, "box-name")
    body = [child for child in box.children[1:] if not has_class(child, "minutes")]
    title = write_html(builder, [name], whole=True) if name.children else NOTHING
    return Fragment(box["kind"], write_html(builder, body, whole=True), title)
