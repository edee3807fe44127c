"""A lesson's resolved page -> the slides and the notes of that lesson."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from docutils import nodes
from markupsafe import Markup

from vorming.course import sections as course_sections
from vorming.model.course import Course, LessonPage
from vorming.model.quiz import Question
from vorming.nodes.course import vorming_box
from vorming.quiz.html import html_texts
from vorming.quiz.view import QuestionView, view_question
from vorming.slides.compose import Draft, Group, compose_slides
from vorming.slides.deck import LessonDeck, Notes, Part, Slide, numbered
from vorming.slides.fragments import FragmentWriter
from vorming.slides.outline import Block, Outline, Section
from vorming.text.markdown import Values, values_of

ALWAYS = frozenset({"title", "objectives", "content-note", "key-points"})
"""Slides that belong to no step, so that none goes when a step goes."""


@dataclass(frozen=True)
class Questions:
    """The questions that may come on a screen, and what their roles stand for."""

    by_id: Mapping[str, Question]
    values: Values

    def view(self, id: str, number: int) -> QuestionView:
        return html_texts(view_question(self.by_id[id], number, self.values))


def questions_of(course: Course) -> Questions:
    """Gather the questions of the practice banks; an exam never comes on a screen."""
    banks = (quiz for quiz in course.quizzes if quiz.use == "practice")
    by_id = {question.id: question for bank in banks for question in bank.questions}
    return Questions(by_id, values_of(course))


@dataclass
class LessonWriter:
    """Makes the slides of one lesson; `address` is that of its page on the web."""

    page: LessonPage
    writer: FragmentWriter
    questions: Questions
    address: str
    notes: list[Notes] = field(default_factory=list)
    asked: int = 0

    def deck(self, outline: Outline) -> LessonDeck:
        """Make the slides and the notes of this lesson, and say to which step each slide belongs."""
        groups = compose_slides(outline)
        made = [self.group_slides(group) for group in groups]
        title = Slide("title", self.page.title, notes=self.section_notes(groups[0]))
        moments = self.keep_moments(outline)
        slides = [title, *(slide for found in made for slide in found)]
        slides = [replace(slide, notes=(*slide.notes, *moments)) for slide in slides]
        named = numbered(slides, self.page.lesson.id)
        steps = [course_sections.NO_STEP, *self.steps(groups, made)]
        kept = [
            course_sections.NO_STEP if slide.kind in ALWAYS else step
            for slide, step in zip(named, steps, strict=True)
        ]
        return LessonDeck(self.page, named, tuple(kept), tuple(self.notes))

    def steps(self, groups: Sequence[Group], made: Sequence[Sequence[Slide]]) -> Iterator[int]:
        """Yield for each slide the number of its step: of a question the step that asks it, else of its section."""
        asked = {id: n for n, step in enumerate(self.page.lesson.run) for id in step.questions}
        sections = [_timed(group, len(found)) for group, found in zip(groups, made, strict=True)]
        for found, step in zip(
            made, course_sections.steps_of_sections(self.page.lesson, sections), strict=True
        ):
            yield from (asked.get(slide.question.id, step) if slide.question else step for slide in found)

    def group_slides(self, group: Group) -> list[Slide]:
        """Make the slides of one section, each with the notes of that section."""
        notes = self.section_notes(group) if group.drafts else ()
        return [slide for draft in group.drafts for slide in self.slides(draft, notes)]

    def slides(self, draft: Draft, notes: tuple[str, ...]) -> Iterator[Slide]:
        """Yield the slide of a draft; a question with a reason takes two."""
        slide = Slide(
            draft.kind, draft.section.title, self.eyebrow(draft.section), notes=notes, words=draft.words
        )
        if draft.kind == "question":
            yield from self.question_slides(slide, draft.blocks[0].question)
        else:
            fills = any(draft.section.names.intersection(step.fills) for step in self.page.lesson.run)
            parts = tuple(self.part(block, fills=fills) for block in draft.blocks)
            yield replace(slide, parts=parts, address=self.address if draft.kind == "key-points" else "")

    def question_slides(self, slide: Slide, id: str) -> Iterator[Slide]:
        self.asked += 1
        view = self.questions.view(id, self.asked)
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

    def eyebrow(self, section: Section) -> str:
        return " · ".join(filter(None, (self.page.title, section.parent)))

    def part(self, block: Block, *, fills: bool) -> Part:
        title = self.writer.plain([nodes.inline("", "", *_copies(block.title))]) if block.title else Markup()
        content = [row_by_row(node) for node in block.content] if fills else block.content
        return Part(block.kind, self.writer.plain(content), title, block.word)

    def section_notes(self, group: Group) -> tuple[str, ...]:
        """Keep the notes of a group's sections, and return their ids."""
        found = [
            self.notes_of(section, f"{self.page.lesson.id}-noot-{section.line}") for section in group.sections
        ]
        kept = [notes for notes in found if not notes.is_empty]
        self.notes += [notes for notes in kept if notes not in self.notes]
        return tuple(notes.id for notes in kept)

    def keep_moments(self, outline: Outline) -> tuple[str, ...]:
        """Keep the difficult moments of the lesson, which may come at any slide, and return their id."""
        boxes = [box for section in (outline.intro, *outline.sections) for box in section.moments]
        if not boxes:
            return ()
        notes = Notes(f"{self.page.lesson.id}-momenten", "", moments=tuple(self.note(box) for box in boxes))
        self.notes.append(notes)
        return (notes.id,)

    def notes_of(self, section: Section, id: str) -> Notes:
        return Notes(
            id,
            section.title,
            minutes=section.minutes,
            trainer=tuple(self.note(box) for box in section.notes),
            book=self.writer.plain(section.book, whole=True),
        )

    def note(self, box: vorming_box) -> Part:
        """Write a note without its own heading, which the template gives."""
        names = [child for child in box.findall(nodes.inline) if "box-name" in child["classes"]][:1]
        body = [child for child in box.children[1:] if "minutes" not in _classes(child)]
        title = self.writer.plain(names, whole=True)
        return Part(box["kind"], self.writer.plain(body, whole=True), title)


def _copies(found: Iterable[nodes.Node]) -> list[nodes.Node]:
    return [node.deepcopy() for node in found]


def _classes(node: nodes.Node) -> list[str]:
    return list(node.get("classes", ())) if isinstance(node, nodes.Element) else []


def _timed(group: Group, slides: int) -> course_sections.Section:
    """Return what says to which step a group of slides belongs."""
    names = frozenset(name for section in group.sections for name in section.names)
    return course_sections.Section(names, group.minutes, max(slides, 1))


def row_by_row(node: nodes.Node) -> nodes.Node:
    """Mark the cells of tables, but their first column, to be shown row by row after what the group fills in."""
    found = node.deepcopy()
    for table in found.findall(nodes.table) if isinstance(found, nodes.Element) else ():
        rows = (row for body in table.findall(nodes.tbody) for row in body.findall(nodes.row))
        for number, row in enumerate(rows):
            for entry in row.children[1:]:
                assert isinstance(entry, nodes.Element)
                entry["classes"] += ["fragment", "fill-step", f"row-{number}"]
    return found
