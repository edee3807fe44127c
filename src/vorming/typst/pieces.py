"""The lessons in pieces, each written as markup once: from these the papers of any day are put together.

A build keeps them in one file, so that a day needs no Sphinx.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from docutils import nodes

from vorming.course.editions import Edition
from vorming.course.sections import Section, steps_of_sections
from vorming.model.course import Course, LessonPage
from vorming.nodes.course import vorming_box, vorming_slide
from vorming.nodes.quiz import vorming_quiz
from vorming.source.problems import Problem
from vorming.typst.blocks import write_rows
from vorming.typst.context import Context, Links
from vorming.typst.markup import without_repeated_marks
from vorming.typst.pages import Page
from vorming.typst.rows import is_on_paper
from vorming.typst.tables import blank_table

FILE = "stukken.pickle"
"""In the folder of the packs' sources: the pieces of the course."""

GetPage = Callable[[str, Edition], Page]


@dataclass(frozen=True)
class Piece:
    """A block of a page: its kind, the names by which steps use it, its markup; `blank` for who fills it in."""

    kind: str
    names: tuple[str, ...]
    markup: str
    blank: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading of a lesson: the step it belongs to, its blocks for the trainee, and all of it for the trainer."""

    title: str
    step: int
    pieces: tuple[Piece, ...]
    notes: str


@dataclass(frozen=True)
class CutSheet:
    """Cards to cut out: one set for so many people."""

    names: tuple[str, ...]
    title: str
    group: int
    cards: tuple[str, ...]


@dataclass(frozen=True)
class LessonPieces:
    """A lesson in pieces: what opens it for the trainee and, with its notes, for the trainer; then its headings."""

    opening: tuple[Piece, ...]
    trainer_opening: str
    headings: tuple[Heading, ...]
    moments: tuple[str, ...]
    cards: tuple[CutSheet, ...]


@dataclass(frozen=True)
class CoursePieces:
    """What papers of days are made from: the lessons by their id, and the trainer's notes by their module's."""

    lessons: Mapping[str, LessonPieces]
    guides: Mapping[str, str]


@dataclass
class PieceWriter:
    """Writes the pieces of lessons; `problems` fills on the way."""

    course: Course
    get_page: GetPage
    problems: list[Problem]

    def all(self) -> CoursePieces:
        """Write all lessons in pieces, and the notes of each module."""
        return CoursePieces(
            {page.lesson.id: self.lesson(page) for page in self.course.lessons},
            {module.id: self.guide(module.page) for module in self.course.modules},
        )

    def lesson(self, lesson: LessonPage) -> LessonPieces:
        """Write a lesson in pieces."""
        trainee, trainer = (self.get_page(lesson.page, edition) for edition in Edition)
        context, noted = (page.context(self.problems, Links()) for page in (trainee, trainer))
        tops = [next(page.document.findall(nodes.section)) for page in (trainee, trainer)]
        pairs = list(zip(*(list(_headings(top)) for top in tops), strict=True))
        timed = [_timed(other) for _, other in pairs]
        steps = steps_of_sections(lesson.lesson, timed)
        return LessonPieces(
            opening=tuple(_pieces(_own(tops[0]), context)),
            trainer_opening=_clean(write_rows(_opening(tops[1]), noted)),
            headings=tuple(
                Heading(_title(own), step, tuple(_pieces(_own(own), context)), _notes(other, noted))
                for (own, other), step in zip(pairs, steps, strict=True)
            ),
            moments=tuple(
                noted.write(box) for box in tops[1].findall(vorming_box) if box["kind"] == "difficult-moment"
            ),
            cards=tuple(_cards(box, noted) for box in tops[1].findall(vorming_box) if box["kind"] == "cards"),
        )

    def guide(self, page: str) -> str:
        """Write the trainer's notes of a module's page: how a day opens and ends, and what comes before it."""
        found = self.get_page(page, Edition.TRAINER)
        context = found.context(self.problems, Links())
        boxes = filter(is_on_paper, found.document.findall(vorming_box))
        return "\n\n".join(_clean(context.write(box)) for box in boxes if box["kind"] == "trainer-note")


OPENING = ("content-note", "key-points")
"""The boxes above a lesson's first heading that stand on a day's papers."""


def _opening(top: nodes.section) -> list[nodes.Element]:
    """Return what opens a lesson for the trainer: the boxes of the trainee, and notes that no step has."""
    kinds = {*OPENING, "trainer-note"}
    return [node for node in _own(top) if isinstance(node, vorming_box) and node["kind"] in kinds]


def _headings(top: nodes.section) -> Iterator[nodes.section]:
    yield from (child for child in top.children if isinstance(child, nodes.section))


def _own(section: nodes.section) -> list[nodes.Element]:
    """Return the blocks of a section and of those below it, without their headings."""
    found: list[nodes.Element] = []
    for child in section.children:
        if isinstance(child, nodes.section):
            found += _own(child) if isinstance(section.parent, nodes.section) else []
        elif isinstance(child, nodes.Element) and not isinstance(child, nodes.title):
            found.append(child)
    return found


def _title(section: nodes.section) -> str:
    title = section.children[0]
    return " ".join(str(title.astext()).split())


HOLD_NAMES = (nodes.table, nodes.figure, vorming_box)


def names_of(node: nodes.Element) -> tuple[str, ...]:
    """Return the names of a block: its own, and those of a table or drawing that it holds."""
    inside = [each for each in node.findall(nodes.Element) if isinstance(each, HOLD_NAMES)]
    found = (name for each in (node, *inside) for name in (*each["names"], *each["ids"]))
    return tuple(dict.fromkeys(found))


def _timed(section: nodes.section) -> Section:
    names = frozenset(name for node in _own(section) for name in names_of(node))
    notes = (box for box in section.findall(vorming_box) if box["kind"] == "trainer-note")
    words = len(section.astext().split())
    return Section(names, sum(int(note.get("minutes", 0)) for note in notes), max(words // 50, 1))


KINDS: Mapping[type[nodes.Element], str] = {
    nodes.table: "table",
    nodes.figure: "figure",
    nodes.container: "figure",
    nodes.compound: "figure",
}


def _pieces(blocks: Iterable[nodes.Element], context: Context) -> Iterator[Piece]:
    """Yield the blocks that may stand on a participant's paper: boxes, and what has a name."""
    for node in blocks:
        if isinstance(node, vorming_box):
            yield _piece(node["kind"], node, context)
        elif (kind := KINDS.get(type(node))) and names_of(node):
            yield _piece(kind, node, context)


def _piece(kind: str, node: nodes.Element, context: Context) -> Piece:
    table = next(node.findall(nodes.table), None) if kind == "table" else None
    blank = _clean(context.write(blank_table(table))) if table is not None else ""
    return Piece(kind, names_of(node), _clean(context.write(node)), blank)


def _clean(markup: str) -> str:
    return without_repeated_marks(markup)


LEFT_OUT = (vorming_quiz, vorming_slide)
"""What a day chooses by itself."""


def _notes(section: nodes.section, context: Context) -> str:
    """Write all of a heading for the trainer, its notes beside what they belong to; questions come by step."""
    kept = [
        node
        for node in _own(section)
        if not isinstance(node, LEFT_OUT) and not (isinstance(node, vorming_box) and node["kind"] in APART)
    ]
    return _clean(write_rows(kept, context))


APART = frozenset({"difficult-moment", "cards", "faq"})
"""Boxes that stand elsewhere on a day's papers, or in the reader alone."""


def _cards(box: vorming_box, context: Context) -> CutSheet:
    heading = box.children[0]
    assert isinstance(heading, nodes.Element)
    names = [node.astext() for node in heading.findall(nodes.inline) if "box-name" in node["classes"]]
    items = (item for found in box.findall(nodes.bullet_list) for item in found.children)
    cards = tuple(context.body(item) for item in items if isinstance(item, nodes.Element))
    return CutSheet(names_of(box), " ".join(names), int(box.get("group", 1)), cards)
