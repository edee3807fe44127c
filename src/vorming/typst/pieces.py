"""The lessons in pieces, each written as markup once: from these the papers of any day are put together.

A build stores them in one file (`FILE`), so that `vorming day` needs no Sphinx.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from docutils import nodes

from vorming.course.editions import Edition
from vorming.course.planning import Plan
from vorming.course.sections import read_headings, steps_of_sections
from vorming.model.course import LessonPage
from vorming.nodes.course import part_of_title, sections_of, vorming_box, vorming_quiz, vorming_slide
from vorming.source.load import Loaded
from vorming.source.problems import Problem
from vorming.typst.context import Context, Links
from vorming.typst.rows import is_on_paper, write_rows
from vorming.typst.tables import blank_table
from vorming.typst.writer import GetPage

FILE = "stukken.pickle"
"""In the folder of the packs' sources: the pieces of the course."""
OPENING = "content-note"
"""The box above a lesson's first heading that opens it on a day's papers."""
POINTS = "key-points"
"""The box there of which a day has the points that it leads to."""
FOLD = "dropdown"
"""What a page folds: the answers to what a lesson has the group do, which stand on the paper with answers."""
KINDS = {"table": "table", "figure": "figure", "container": "figure", "compound": "figure"}
"""The nodes that a step may use when they have a name, and the kind of piece they become."""


@dataclass(frozen=True)
class Piece:
    """A block of a page: its kind, the names by which steps use it, its markup.

    `blank` is the markup of a table without its answers, for who fills it in; empty for other blocks.
    """

    kind: str
    names: tuple[str, ...]
    markup: str
    blank: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading of a lesson: its blocks for the trainee, and all of it as markup for the trainer.

    `step` is the place in the lesson's run of the step it belongs to, from 0; `told` how many words its notes count.
    """

    title: str
    step: int
    pieces: tuple[Piece, ...]
    notes: str
    told: int = 0


@dataclass(frozen=True)
class CutSheet:
    """Cards to cut out, each as markup; one set is for `group` people."""

    names: tuple[str, ...]
    title: str
    group: int
    cards: tuple[str, ...]


@dataclass(frozen=True)
class LessonPieces:
    """A lesson in pieces: what opens it for the trainee and, with its notes, for the trainer; then its headings.

    `told` is how many words count the notes that open it. `points` are its key points one by one, `points_box` all of
    them in their box; `moments` are its difficult moments as markup by their id, `cards` its cards to cut out.
    """

    opening: tuple[str, ...]
    trainer_opening: str
    told: int
    points: tuple[str, ...]
    points_box: str
    headings: tuple[Heading, ...]
    moments: Mapping[str, str]
    cards: tuple[CutSheet, ...]
    problems: tuple[Problem, ...] = ()
    """What is wrong with it on paper."""


@dataclass(frozen=True)
class GuideNote:
    """A trainer's note of a module's page as markup: for each day, or for one with a kind of part or of some programmes."""

    markup: str
    part: str
    programmes: tuple[str, ...]

    def is_for(self, plan: Plan) -> bool:
        """Tell whether a day needs it."""
        has_part = not self.part or any(part.kind == self.part for part in plan.parts)
        return has_part and (not self.programmes or plan.programme.id in self.programmes)


@dataclass(frozen=True)
class CoursePieces:
    """What papers of days are made from: lessons by their id, and the trainer's notes of a module by its id."""

    lessons: Mapping[str, LessonPieces]
    guides: Mapping[str, tuple[GuideNote, ...]]


def write_pieces(
    loaded: Loaded, get_page: GetPage, kept: Mapping[str, LessonPieces]
) -> tuple[CoursePieces, list[Problem]]:
    """Write all lessons in pieces, and the trainer's notes of each module; return what is wrong too.

    `kept` are the lessons that a build before wrote and that are no different now, by their id.
    """
    course = loaded.parsed
    lessons = {
        page.lesson.id: kept.get(page.lesson.id) or _write_lesson(loaded, page, get_page)
        for page in course.lessons
    }
    problems = [problem for lesson in lessons.values() for problem in lesson.problems]
    guides: dict[str, tuple[GuideNote, ...]] = {}
    for module in course.modules:
        # How a day opens and ends, and what comes before it.
        page = get_page(module.page, Edition.TRAINER)
        context = page.context(problems, Links())
        notes = [box for box in page.document.findall(vorming_box) if _is_box(box, "trainer-note")]
        guides[module.id] = tuple(
            GuideNote(context.write(note), note["part"], tuple(note["programmes"]))
            for note in notes
            if is_on_paper(note)
        )
    return CoursePieces(lessons, guides), problems


def _write_lesson(loaded: Loaded, lesson: LessonPage, get_page: GetPage) -> LessonPieces:
    """Write a lesson in pieces: from its page as trainees see it, and with the trainer's notes."""
    problems: list[Problem] = []
    trainee, trainer = (get_page(lesson.page, edition) for edition in Edition)
    context, noted = (page.context(problems, Links()) for page in (trainee, trainer))
    plain_top, noted_top = (sections_of(page.document)[0] for page in (trainee, trainer))
    # What opens a lesson for the trainer: the boxes of the trainee, and notes that no step has.
    boxes = [box for box in _blocks(noted_top) if _is_box(box, OPENING, "trainer-note")]
    points_boxes = [box for box in _blocks(plain_top) if _is_box(box, POINTS)]
    # Before the headings: a footnote stands where it is first referred to.
    opening = tuple(piece.markup for piece in _pieces(plain_top, context) if piece.kind == OPENING)
    trainer_opening = write_rows(boxes, noted)
    points: list[str] = []
    for box in points_boxes:
        points += _items(box, context)
    steps = steps_of_sections(lesson.lesson, read_headings(loaded.page(lesson.page)))
    headings = []
    # Both editions have the same headings: none may stand in a trainer's block.
    for plain, section, step in zip(sections_of(plain_top), sections_of(noted_top), steps, strict=True):
        title = " ".join(plain.children[0].astext().split())
        pieces, told = tuple(_pieces(plain, context)), _words_told(_blocks(section))
        headings.append(Heading(title, step, pieces, _notes(section, noted), told))
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
        _words_told(boxes),
        points=tuple(points),
        points_box="".join(context.write(box) for box in points_boxes),
        headings=tuple(headings),
        moments=moments,
        cards=tuple(cards),
        # Last: writing the others finds them.
        problems=tuple(problems),
    )


def _words_told(blocks: Iterable[nodes.Element]) -> int:
    """Return how many words count the trainer's notes among some blocks."""
    return sum(len(box.astext().split()) for box in blocks if _is_box(box, "trainer-note"))


def _blocks(section: nodes.section) -> list[nodes.Element]:
    """Return the blocks of a section and of those below it, without their headings.

    Of a page, which is the section around all others, only those above its first heading.
    """
    found: list[nodes.Element] = []
    for child in section.children:
        if isinstance(child, nodes.section):
            found += _blocks(child) if isinstance(section.parent, nodes.section) else []
        elif isinstance(child, nodes.Element) and not isinstance(child, nodes.title):
            found.append(child)
    return found


def _is_box(node: nodes.Node, *kinds: str) -> bool:
    return isinstance(node, vorming_box) and node["kind"] in kinds


def _names_of(node: nodes.Element) -> tuple[str, ...]:
    """Return the names of a block: its own, and those of a table, drawing or box that it holds."""
    found = [*node["names"], *node["ids"]]
    for each in node.findall(nodes.Element):
        if isinstance(each, (nodes.table, nodes.figure, vorming_box)):
            found += [*each["names"], *each["ids"]]
    return tuple(dict.fromkeys(found))


def _pieces(section: nodes.section, context: Context) -> Iterator[Piece]:
    """Yield the blocks that may stand on a participant's paper: boxes, and what has a name."""
    for node in _blocks(section):
        kind = node["kind"] if isinstance(node, vorming_box) else KINDS.get(node.tagname)
        kind = FOLD if node.get("design_component") == FOLD else kind
        names = _names_of(node)
        if kind is None or not (names or kind == FOLD or isinstance(node, vorming_box)):
            continue
        blank = context.blocks([blank_table(node)]) if isinstance(node, nodes.table) else ""
        yield Piece(kind, names, context.blocks([node]), blank)


def _notes(section: nodes.section, context: Context) -> str:
    """Write all of a heading for the trainer, its notes beside what they belong to.

    Without what a day chooses by itself, such as questions, which come by step, and boxes that stand elsewhere
    on its papers. Of an FAQ entry it has what the slide has: the question and the short answer.
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
    for found in box.findall(nodes.bullet_list):
        yield from (context.body(item) for item in found.children if isinstance(item, nodes.Element))
