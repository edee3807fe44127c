"""A lesson's resolved page -> the slides and the notes of that lesson.

The HTML is that of Sphinx's own writer, so that a slide reads as the page does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from docutils import nodes
from markupsafe import Markup
from sphinx.builders.html import StandaloneHTMLBuilder

from vorming.course.sections import NO_STEP, steps_of_sections
from vorming.course.sections import Section as TimedSection
from vorming.model.base import find_item
from vorming.model.course import Course, LessonPage
from vorming.nodes.course import has_class, part_of_title, vorming_box
from vorming.quiz.texts import html_texts
from vorming.quiz.view import view_question
from vorming.slides.compose import Group, compose_slides, count_words
from vorming.slides.deck import NOTHING, Fragment, LessonDeck, Notes, Slide, numbered
from vorming.slides.outline import Block, Section, for_notes, for_slide
from vorming.text.markdown import values_of

ALWAYS = frozenset({"title", "objectives", "content-note", "key-points"})
"""Slides that belong to no step, so that none goes when a step goes."""


@dataclass
class LessonWriter:
    """Makes the slides of one lesson; `address` is that of its page on the web, if any.

    For one deck: its notes and the number of the next question grow while the slides are made. It changes the builder
    (pictures as seen from the folder of the decks, no permalinks, no numbers), which must have written its pages.
    """

    page: LessonPage
    builder: StandaloneHTMLBuilder
    course: Course
    address: str
    notes: list[Notes] = field(default_factory=list)
    asked: int = 0
    """How many questions have a slide so far."""

    def __post_init__(self) -> None:
        self.builder.imgpath, self.builder.add_permalinks = "../_images", False
        self.builder.secnumbers, self.builder.fignumbers = {}, {}

    def deck(self, outline: Sequence[Section]) -> LessonDeck:
        """Make the slides and the notes of this lesson, and say to which step each slide belongs.

        A question belongs to the step that asks it, any other slide to the step of its section.
        """
        groups = compose_slides(outline)
        # The step that asks each question, by its id.
        asked: dict[str, int] = {}
        for number, step in enumerate(self.page.lesson.run):
            asked.update(dict.fromkeys(step.questions, number))
        made = [list(self.slides(group)) for group in groups]
        sections = []
        for group, slides in zip(groups, made, strict=True):
            names = frozenset[str]().union(*(section.names for section in group.noted))
            minutes = sum(section.minutes for section in group.noted)
            sections.append(TimedSection(names, minutes, max(len(slides), 1)))
        numbers = steps_of_sections(self.page.lesson, sections)

        # What people must know before they stay in the room stands below the title.
        warnings = [slide for slide in made[0] if slide.kind == "content-note"]
        parts = tuple(part for slide in warnings for part in slide.parts)
        slides = [Slide("title", self.page.title, notes=self.section_notes(groups[0]), parts=parts)]
        steps = [NO_STEP]
        made[0] = [slide for slide in made[0] if slide not in warnings]
        # The notes of each step, by its number; a question has those of the step that asks it.
        told: dict[int, tuple[str, ...]] = {}
        for own, number in zip(made, numbers, strict=True):
            told[number] = tuple(
                dict.fromkeys(chain(told.get(number, ()), *(s.notes for s in own if not s.question)))
            )
        for own, number in zip(made, numbers, strict=True):
            for slide in own:
                at = asked.get(slide.question.id, number) if slide.question else number
                steps.append(NO_STEP if slide.kind in ALWAYS else at)
                slides.append(
                    slide if at == number else replace(slide, notes=(slide.notes[0], *told.get(at, ())))
                )
        # The difficult moments may come at any slide.
        moments = tuple(self.note(box) for section in outline for box in section.moments)
        if moments:
            notes = Notes(f"{self.page.lesson.id}-momenten", "", moments=moments)
            self.notes.append(notes)
            slides = [replace(slide, notes=(*slide.notes, notes.id)) for slide in slides]
        return LessonDeck(self.page, numbered(slides, self.page.lesson.id), tuple(steps), tuple(self.notes))

    def slides(self, group: Group) -> Iterator[Slide]:
        """Yield the slides of one section, each with the notes of that section; a question may take several."""
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
        """Yield the slides of a question: one, two where a reason is asked, or one for each scene of a scenario."""
        self.asked += 1
        question = find_item(self.course.questions, id)
        view = html_texts(view_question(question, self.asked, values_of(self.course)))
        note = Notes(f"vraag-{id}", "", question=view)
        self.notes.append(note)
        asking = replace(slide, question=view, notes=(note.id, *slide.notes))
        if view.scenes:
            yield from (replace(asking, kind="scene", scene=scene) for scene in view.scenes)
            if view.debrief:
                said = sum(len(text.split()) for text in view.debrief)
                yield replace(asking, kind="debrief", words=said)
            return
        yield asking
        if view.reason:
            yield replace(asking, is_reason=True)

    def fragment(self, block: Block, *, fills: bool) -> Fragment:
        """Write a block of a slide; the cells of a table that the group fills in come row by row."""
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
        items = tuple(map(self.html, points)) if block.kind == "key-points" else ()
        return Fragment(block.kind, self.html(content), self.html(title), block.word, items)

    def html(self, found: Sequence[nodes.Node], *, whole: bool = False) -> Markup:
        """Write nodes for a slide, or `whole` for a note: without links and ids."""
        clean = for_notes(found) if whole else for_slide(found)
        return Markup("".join(self.builder.render_partial(node)["fragment"] for node in clean))

    def section_notes(self, group: Group) -> tuple[str, ...]:
        """Add the notes of a group's sections to those of the lesson, each once, and return their ids."""
        ids = []
        for section in group.noted:
            id, book = f"{self.page.lesson.id}-noot-{section.line}", self.html(section.book, whole=True)
            notes = Notes(id, section.title, section.minutes, tuple(map(self.note, section.notes)), book=book)
            if notes.trainer or notes.book:
                ids.append(notes.id)
                if notes not in self.notes:
                    self.notes.append(notes)
        return tuple(ids)

    def note(self, box: vorming_box) -> Fragment:
        """Write a note without its own heading, which the template gives."""
        name = part_of_title(box, "box-name")
        body = [child for child in box.children[1:] if not has_class(child, "minutes")]
        title = self.html([name], whole=True) if name.children else NOTHING
        return Fragment(box["kind"], self.html(body, whole=True), title)
