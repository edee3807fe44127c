"""The lessons as pieces of markup, from which the papers of any day are assembled.

A build stores them in one file (`PIECES`), so that `vorming day` needs no Sphinx.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from docutils import nodes

from vorming.course.editions import Edition
from vorming.course.planning import GuideNote
from vorming.course.sections import read_headings, steps_of_sections
from vorming.model.course import LessonPage
from vorming.nodes import part_of_title, sections_of, vorming_box, vorming_quiz, vorming_slide
from vorming.source.load import Loaded
from vorming.source.problems import Problem
from vorming.typst.context import Context, Links
from vorming.typst.rows import is_on_paper, write_rows
from vorming.typst.tables import blank_table
from vorming.typst.writer import GetPage

PIECES = "stukken.pickle"
"""The file with the pieces of the course, in the folder of the packs' sources."""
OPENING = "content-note"
"""The kind of box, above a lesson's first heading, that opens the lesson on the papers of a day."""
POINTS = "key-points"
"""The kind of box with the key points, of which a day shows those that it leads to."""
FOLD = "dropdown"
"""The kind of folded blocks, which have the answers to exercises and stand on the paper with answers."""
KINDS = {"table": "table", "figure": "figure", "container": "figure", "compound": "figure"}
"""The nodes that a step may use if they have a name, and the kind of piece that each becomes."""


@dataclass(frozen=True)
class Piece:
    """A block of a page: its kind, the names by which steps refer to it, and its markup.

    `blank` is the markup of a table without its answers, to be filled in; it is empty for other blocks.
    """

    kind: str
    names: tuple[str, ...]
    markup: str
    blank: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading of a lesson: its blocks for the trainee (`pieces`), and its full markup for the trainer (`notes`).

    `step` is the index in the lesson's run of the step to which it belongs. `note_words` is the number of words in its
    trainer's notes.
    """

    title: str
    step: int
    pieces: tuple[Piece, ...]
    notes: str
    note_words: int = 0


@dataclass(frozen=True)
class CutSheet:
    """Cards to cut out, each as markup; `group` people share one set."""

    names: tuple[str, ...]
    title: str
    group: int
    cards: tuple[str, ...]


@dataclass(frozen=True)
class LessonPieces:
    """A lesson in pieces of markup.

    `opening` and `trainer_opening` come before its headings, for the trainee and, with notes, for the trainer; `note_words`
    is the number of words in those notes. `points` has the key points one by one, `points_box` the box with all of them.
    `moments` has the difficult moments by id, `cards` the cards to cut out.
    """

    opening: tuple[str, ...]
    trainer_opening: str
    note_words: int
    points: tuple[str, ...]
    points_box: str
    headings: tuple[Heading, ...]
    moments: Mapping[str, str]
    cards: tuple[CutSheet, ...]
    problems: tuple[Problem, ...] = ()
    """The problems found while writing it."""


@dataclass(frozen=True)
class CoursePieces:
    """The pieces for the papers of days: lessons by id; by the id of a module, its trainer's notes and its take-away card."""

    lessons: Mapping[str, LessonPieces]
    guides: Mapping[str, tuple[GuideNote[str], ...]]
    cards: Mapping[str, str]


def write_pieces(
    loaded: Loaded, get_page: GetPage, kept: Mapping[str, LessonPieces]
) -> tuple[CoursePieces, list[Problem]]:
    """Write the pieces of all lessons and the trainer's notes of each module; return them with the problems found.

    kept: the unchanged lessons of an earlier build, by id.
    """
    course = loaded.parsed
    lessons = {
        page.lesson.id: kept.get(page.lesson.id) or _write_lesson(loaded, page, get_page)
        for page in course.lessons
    }
    problems = [problem for lesson in lessons.values() for problem in lesson.problems]
    guides: dict[str, tuple[GuideNote[str], ...]] = {}
    for module in course.modules:
        # These notes are about the preparation of a day, its opening and its end.
        page = get_page(module.page, Edition.TRAINER)
        context = page.context(problems, Links())
        notes = [box for box in page.document.findall(vorming_box) if _is_box(box, "trainer-note")]
        guides[module.id] = tuple(
            GuideNote(context.write(note), note["part"], tuple(note["programmes"]))
            for note in notes
            if is_on_paper(note)
        )
    cards = {
        module.id: get_page(module.take_away, Edition.TRAINEE).written[0]
        for module in course.modules
        if module.take_away
    }
    return CoursePieces(lessons, guides, cards), problems


def _write_lesson(loaded: Loaded, lesson: LessonPage, get_page: GetPage) -> LessonPieces:
    """Write the pieces of a lesson, from its page in both editions."""
    problems: list[Problem] = []
    trainee, trainer = (get_page(lesson.page, edition) for edition in Edition)
    context, noted = (page.context(problems, Links()) for page in (trainee, trainer))
    plain_top, noted_top = (sections_of(page.document)[0] for page in (trainee, trainer))
    # For the trainer, a lesson opens with the same boxes as for the trainee, and the notes that belong to no step.
    boxes = [box for box in _blocks(noted_top) if _is_box(box, OPENING, "trainer-note")]
    points_boxes = [box for box in _blocks(plain_top) if _is_box(box, POINTS)]
    # Written before the headings, because a footnote stands at its first reference.
    opening = tuple(piece.markup for piece in _pieces(plain_top, context) if piece.kind == OPENING)
    trainer_opening = write_rows(boxes, noted)
    points = [item for box in points_boxes for item in _items(box, context)]
    steps = steps_of_sections(lesson.lesson, read_headings(loaded.page(lesson.page)))
    headings = []
    # Both editions have the same headings, because a trainer's block may not have a heading.
    for plain, section, step in zip(sections_of(plain_top), sections_of(noted_top), steps, strict=True):
        title = " ".join(plain.children[0].astext().split())
        pieces, note_words = tuple(_pieces(plain, context)), _note_words(_blocks(section))
        headings.append(Heading(title, step, pieces, _notes(section, noted), note_words))
    moments, cards = dict[str, str](), list[CutSheet]()
    for box in noted_top.findall(vorming_box):
        if box["kind"] == "difficult-moment":
            moments[box["moment"]] = noted.write(box)
        elif box["kind"] == "cards":
            name, group = part_of_title(box, "box-name").astext(), int(box.get("group", 1))
            cards.append(CutSheet(_names_of(box), name, group, tuple(_items(box, noted))))
    return LessonPieces(
        opening,
        trainer_opening,
        _note_words(boxes),
        points=tuple(points),
        points_box="".join(context.write(box) for box in points_boxes),
        headings=tuple(headings),
        moments=moments,
        cards=tuple(cards),
        # Last, because writing the other fields adds problems.
        problems=tuple(problems),
    )


def _note_words(blocks: Iterable[nodes.Element]) -> int:
    """Return the number of words in the trainer's notes among some blocks."""
    return sum(len(box.astext().split()) for box in blocks if _is_box(box, "trainer-note"))


def _blocks(section: nodes.section) -> list[nodes.Element]:
    """Return the blocks of a section and of its subsections, without their headings.

    For the top section of a page, return only the blocks above the first subsection.
    """
    blocks: list[nodes.Element] = []
    for child in section.children:
        if isinstance(child, nodes.section):
            blocks += _blocks(child) if isinstance(section.parent, nodes.section) else []
        elif isinstance(child, nodes.Element) and not isinstance(child, nodes.title):
            blocks.append(child)
    return blocks


def _is_box(node: nodes.Node, *kinds: str) -> bool:
    return isinstance(node, vorming_box) and node["kind"] in kinds


def _names_of(node: nodes.Element) -> tuple[str, ...]:
    """Return the names of a block, and of the tables, figures and boxes inside it."""
    names = [*node["names"], *node["ids"]]
    for inner in node.findall(nodes.Element):
        if isinstance(inner, (nodes.table, nodes.figure, vorming_box)):
            names += [*inner["names"], *inner["ids"]]
    return tuple(dict.fromkeys(names))


def _pieces(section: nodes.section, context: Context) -> Iterator[Piece]:
    """Yield the blocks that a participant's paper may have: boxes, folded blocks, and blocks with a name."""
    for node in _blocks(section):
        kind = node["kind"] if isinstance(node, vorming_box) else KINDS.get(node.tagname)
        kind = FOLD if node.get("design_component") == FOLD else kind
        names = _names_of(node)
        if kind is None or not (names or kind == FOLD or isinstance(node, vorming_box)):
            continue
        blank = context.blocks([blank_table(node)]) if isinstance(node, nodes.table) else ""
        yield Piece(kind, names, context.blocks([node]), blank)


def _notes(section: nodes.section, context: Context) -> str:
    """Write all blocks of a heading for the trainer, with its notes beside the blocks to which they belong.

    Questions are left out, because they come with the steps of a day, as are boxes that have another place on the papers.
    Of an FAQ entry only the question and the short answer are written, as on a slide.
    """
    blocks = []
    for node in _blocks(section):
        if isinstance(node, (vorming_quiz, vorming_slide)) or _is_box(node, "difficult-moment", "cards"):
            continue
        if _is_box(node, "faq"):
            node = node.deepcopy()
            del node[2:]
        blocks.append(node)
    return write_rows(blocks, context)


def _items(box: nodes.Element, context: Context) -> Iterator[str]:
    for bullets in box.findall(nodes.bullet_list):
        yield from (context.body(item) for item in bullets.children if isinstance(item, nodes.Element))
