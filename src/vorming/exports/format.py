"""The base of all formats: its input, the declaration of what it supports, the report of what it leaves out, and its files.

The input is a `Material`: the practice questions and the final test of a module, ready to show. A format declares the types and
the parts of questions that it keeps, and those that it changes. All others are left out. The report follows from this
declaration, so no format writes notes about questions itself.
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Any, Generic, TypeVar

from lxml import etree

from vorming.model.course import Course, Module
from vorming.model.quiz import REASON_END
from vorming.quiz.selection import view_final_test
from vorming.quiz.view import SCORED_TYPES, QuestionView, QuizView, view_quiz
from vorming.source.files import write_files
from vorming.source.load import Loaded
from vorming.source.pages import Page
from vorming.text.markdown import inline_text, values_of
from vorming.text.templates import fill
from vorming.text.words import words

TYPES = SCORED_TYPES | {"open", "poll", "scenario"}

HAS_PART: Mapping[str, Callable[[QuestionView], object]] = {
    "hint": lambda question: question.hint,
    "explanation": lambda question: question.explanation,
    "option-feedback": lambda question: any(option.feedback for option in question.all_options),
    "pair-feedback": lambda question: any(pair.feedback for pair in question.pairs),
    "wrong-values": lambda question: question.numeric and question.numeric.wrong,
    "unit": lambda question: question.numeric and question.numeric.unit,
    "decimals": lambda question: question.numeric and question.numeric.answer % 1,
    "reason": lambda question: question.reason,
    "distractors": lambda question: len(question.choices) > len(question.pairs) > 0,
    "model-answer": lambda question: question.model_answer,
    "criteria": lambda question: question.criteria,
    "part-points": lambda question: question.type in {"multiple", "match"},
    "roles": lambda question: question.roles,
    "debrief": lambda question: question.debrief,
}
"""The parts that a question can have besides its prompt and answers, each with a test whether a question has it."""
PARTS = frozenset(HAS_PART)

ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""The date of every entry in an archive, the earliest that ZIP allows; fixed, so that bytes don't depend on the clock."""

Files = Mapping[str, bytes]
"""The files of a format, by their POSIX path below its folder."""

Input = TypeVar("Input")
"""The input of a format: the questions of a module, or a module with its pages."""


@dataclass(frozen=True)
class QuestionSet:
    """The questions of one file, in a section per bank; the file name starts with `id`.

    They are numbered from 1 through all sections, and keep their numbers where a format leaves others out.
    """

    id: str
    title: str
    use: str
    sections: tuple[QuizView, ...]

    @property
    def questions(self) -> tuple[QuestionView, ...]:
        return tuple(question for section in self.sections for question in section.questions)


@dataclass(frozen=True, eq=False)
class Material:
    """A module with its two sets of questions.

    The texts of questions are Markdown inlines with the facts filled in; each format renders them for its platform.
    """

    loaded: Loaded
    module: Module
    practice: QuestionSet
    exam: QuestionSet

    @property
    def course(self) -> Course:
        return self.loaded.parsed

    @property
    def pages(self) -> Mapping[str, Page]:
        """The pages of the book by name."""
        return {page.name: page for page in self.loaded.pages}

    @property
    def shared_banks(self) -> frozenset[str]:
        """The ids of the banks whose lesson is also in another module."""
        others = (module for module in self.course.modules if module.id != self.module.id)
        lessons = (self.course.lesson(id).lesson for module in others for id in module.lessons)
        return frozenset(lesson.quiz for lesson in lessons if lesson.quiz)

    @property
    def sets(self) -> tuple[QuestionSet, ...]:
        return tuple(questions for questions in (self.practice, self.exam) if questions.questions)


def material_of(loaded: Loaded, module_id: str) -> Material:
    """Return the input of the exports of a module; the course must have passed the checks.

    The practice set has the banks of the module's lessons, each once, in the order of the lessons.
    """
    course, module = loaded.parsed, loaded.parsed.module(module_id)
    values = values_of(course)
    # Lessons may share a bank, which then has the place of the first of these lessons.
    ids = dict.fromkeys(course.lesson(id).lesson.quiz for id in module.lessons)
    banks = {quiz.id: quiz for quiz in course.quizzes if quiz.use == "practice"}
    practice = _numbered(module, "practice", [view_quiz(banks[id], values) for id in ids if id in banks])
    exam = _numbered(module, "exam", [view_final_test(course, module)])
    return Material(loaded, module, practice, exam)


def _numbered(module: Module, use: str, sections: Iterable[QuizView]) -> QuestionSet:
    """Make a set of sections, with one numbering, from 1, through all of them."""
    labels = words("exports")
    numbered: list[QuizView] = []
    numbers = count(1)
    for section in sections:
        questions = tuple(replace(question, number=next(numbers)) for question in section.questions)
        numbered.append(replace(section, questions=questions))
    id, title = f"{module.id}-{labels[f'{use}_file']}", f"{module.title} – {labels[use]}"
    return QuestionSet(id, title, use, tuple(numbered))


@dataclass(frozen=True)
class Note:
    """A note on a question, or on a whole file, that a format changes or leaves out (`is_skipped`).

    `key` is one of `notes` in the words. `name` is what people read in the place of `about`, if that is an id.
    """

    about: str
    key: str
    is_skipped: bool = False
    name: str = ""


@dataclass(frozen=True)
class Bundle:
    """Files by name, and the notes for the report."""

    files: Files
    notes: tuple[Note, ...] = ()

    @property
    def report(self) -> str:
        """The notes as text: the reasons with their number of questions, and below it a line per question.

        Left-out questions come first. Reasons that concern the same questions stand together.
        """
        labels = words("exports")
        about: dict[tuple[bool, str], list[str]] = {}
        for note in self.notes:
            about.setdefault((note.is_skipped, note.key), []).append(note.name or note.about)
        reasons: dict[tuple[bool, tuple[str, ...]], list[str]] = {}
        # `is_skipped` comes first in the key, so that left-out questions come first in the sorted report.
        for (is_skipped, key), names in sorted(about.items(), reverse=True):
            reasons.setdefault((is_skipped, tuple(names)), []).append(labels.group("notes")[key])
        blocks = [
            f"{labels['skipped' if is_skipped else 'changed']} ({len(names)}) – {'; '.join(said)}\n"
            + "".join(f"  {name}\n" for name in names)
            for (is_skipped, names), said in reasons.items()
        ]
        return "\n".join(blocks) or f"{labels['nothing_changed']}\n"


@dataclass(frozen=True)
class Format(Generic[Input]):
    """A format of export.

    `write` makes the files, but no notes or report. It only gets questions that fit (see `fitting`), so it needs no case for
    the others.
    """

    write: Callable[[Input], Files]
    types: frozenset[str] = TYPES
    """The types of question that it supports."""
    keeps: frozenset[str] = PARTS
    """The parts of a question that it keeps unchanged."""
    changes: Mapping[str, str] = field(default_factory=dict)
    """The types and parts that it changes, each with the key of the sentence that explains the change.

    If the name is a use ("practice", "exam"), the sentence is about the whole set.
    """
    holds_exam: bool = True
    """Whether it has the final test."""
    reads_pages: bool = False
    """Whether it is also made from the text of the lessons."""
    refuses: Callable[[QuestionView], str | None] = lambda question: None
    """Returns the key of the reason why a question does not fit, such as "too_long", or None."""
    own_notes: Callable[[Input], tuple[Note, ...]] = lambda given: ()
    """Returns notes on other content than questions that it leaves out, such as a part of a page."""


def render(chosen: Format[Material], material: Material) -> Bundle:
    """Write a module in a format; return the files, and notes on changed and left-out content.

    The same course gives the same bytes.
    """
    held = fitting(chosen, material)
    return Bundle(chosen.write(held), (*notes_on(chosen, material), *chosen.own_notes(held)))


def fitting(chosen: Format[Any], material: Material) -> Material:
    """Return the module with only the questions that a format supports, and without empty sections."""
    kept = {}
    for question_set in (material.practice, material.exam):
        sections = []
        for section in question_set.sections if chosen.holds_exam or question_set.use != "exam" else ():
            held = tuple(question for question in section.questions if refusal(chosen, question) is None)
            if held:
                sections.append(replace(section, questions=held))
        kept[question_set.use] = replace(question_set, sections=tuple(sections))
    return replace(material, practice=kept["practice"], exam=kept["exam"])


def refusal(chosen: Format[Any], question: QuestionView) -> str | None:
    """Return the key of the reason why a format leaves a question out, such as its type; None when it holds it."""
    return chosen.refuses(question) if question.type in chosen.types else question.type


def notes_on(chosen: Format[Any], material: Material) -> Iterator[Note]:
    """Yield notes on the questions that a format changes or leaves out.

    The key of a note is one of `notes` in the words of the exports: the reason of a refusal (see `refusal`), a value of
    `changes`, or the name of a part followed by "-dropped".
    """
    for question_set in material.sets:
        if question_set.use == "exam" and not chosen.holds_exam:
            yield Note(words("exports")["exam"], "exam_left_out", is_skipped=True)
            continue
        if question_set.use in chosen.changes:
            yield Note(question_set.title, chosen.changes[question_set.use])
        for question in question_set.questions:
            shown = name_of(question, question.prompt, 120)
            if reason := refusal(chosen, question):
                yield Note(question.id, reason, is_skipped=True, name=shown)
                continue
            for name in (question.type, *parts_of(question)):
                if name in chosen.changes:
                    yield Note(question.id, chosen.changes[name], name=shown)
                elif name in PARTS - chosen.keeps:
                    yield Note(question.id, f"{name}-dropped", name=shown)


def parts_of(question: QuestionView) -> tuple[str, ...]:
    """Return the parts that a question has, in the order of `HAS_PART`."""
    return tuple(name for name, has in HAS_PART.items() if has(question))


def total_points(question: QuestionView) -> int:
    """Return the points of a question, twice as many if it has a reason, and 0 if it isn't scored."""
    return question.points * (2 if question.reason else 1) if question.is_scored else 0


def tick_values(are_correct: Iterable[bool]) -> tuple[Fraction, Fraction]:
    """Return the score of a right tick and of a wrong tick in a multiple choice question, as on the page.

    are_correct: whether each option is right; there must be at least one right and one wrong option. All right ticks
    together give 1 and all wrong ticks −1, so that ticking everything gives 0. `tests/quiz/scoring.yml` has cases with which
    page, SCORM and QTI must agree.
    """
    ticks = tuple(are_correct)
    return Fraction(1, ticks.count(True)), -Fraction(1, ticks.count(False))


def split_reasons(questions: Iterable[QuestionView]) -> Iterator[QuestionView]:
    """Yield the questions, with the reason of a question as a separate single choice question after it.

    This is for platforms without a second step. The id of the new question is that of the statement followed by
    REASON_END, which never changes, so that platforms keep its results.
    """
    for question in questions:
        yield question
        if question.reason:
            id, options = f"{question.id}{REASON_END}", question.reason.options
            yield replace(question, id=id, type="single", options=options, hint="")


def full_prompt(question: QuestionView) -> str:
    """Return the prompt with the instruction, the unit or the statement that is needed to answer.

    This is for platforms that show only the prompt, without the instruction above it and the unit after the field.
    """
    if question.type == "multiple":
        return f"{question.prompt} ({question.instruction.rstrip('.')})"
    if question.type == "single" and question.reason:
        return f"{question.prompt} – {question.reason.prompt}"
    unit = question.numeric.unit if question.numeric else ""
    return f"{question.prompt} ({unit})" if unit else question.prompt


def general_feedback(question: QuestionView) -> str:
    """Return the feedback on a whole question as one paragraph of Markdown.

    Most platforms have one place for feedback, so the model answer, the criteria and the feedback of pairs join the
    explanation.
    """
    pairs = [labelled(pair.left, pair.feedback) for pair in question.pairs if pair.feedback]
    criteria = [labelled(words("quiz")["criteria"], text) for text in question.criteria]
    model = [labelled(words("quiz")["model_answer"], question.model_answer)] if question.model_answer else []
    return " ".join((*model, *criteria, question.explanation, *pairs))


def labelled(label: str, text: str) -> str:
    """Put a label and a colon before a text; a label that ends with “?” or “!” gets no colon."""
    return f"{label} {text}" if label.endswith(("?", "!")) else f"{label.rstrip(' .:;')}: {text}"


def shortened(text: str, most: int) -> str:
    """Shorten a text to at most `most` characters, at a word and with an ellipsis."""
    if len(text) <= most:
        return text
    if " " not in text[:most]:
        return text[: most - 1] + "…"
    return text[:most].rpartition(" ")[0].rstrip(" ,;:–-") + "…"


def name_of(question: QuestionView, prompt: str, most: int = 80) -> str:
    """Return the name under which a platform lists a question: its number and its prompt, `most` characters long."""
    end = ""
    if question.type == "single" and question.reason:
        # The statement is a question too, so the end must stay to tell the two names apart.
        prompt, end = question.prompt, shortened(f" – {inline_text(question.reason.prompt)}", most // 2)
    return shortened(f"{question.number:02d} {inline_text(prompt)}", most - len(end)) + end


def scenes_of(question: QuestionView) -> Iterator[tuple[str, list[str]]]:
    """Yield each scene of a scenario with its choices, as texts to read on platforms that cannot branch.

    The text of a choice has its feedback, and ends with the number of the scene to which it leads.
    """
    labels = words("exports")
    for scene in question.scenes:
        ways = []
        for way in scene.ways:
            leads_to = labels["leads_to"].format(n=way.next_number)
            ways.append(f"{way.letter}. {way.text} *{way.feedback} {leads_to}*")
        yield f"{labels['scene'].format(n=scene.number)} {scene.text}", ways


def fill_xml(name: str, /, **values: object) -> bytes:
    """Fill in a template, by its path below assets, and return it as a UTF-8 document.

    Raises XMLSyntaxError if the result is not well-formed.
    """
    functions = {
        function.__name__: function for function in (full_prompt, general_feedback, name_of, scenes_of)
    }
    root = etree.fromstring(fill(name, **functions, **values), etree.XMLParser(strip_cdata=False))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def zipped(end: str, files_of: Callable[[QuestionSet], Files]) -> Callable[[Material], Files]:
    """Return a function that packs the files of each set of questions in an archive, whose name has this end."""
    return lambda material: {
        f"{chosen.id}-{end}.zip": zip_bytes(files_of(chosen)) for chosen in material.sets
    }


def zip_bytes(files: Files) -> bytes:
    """Pack files into an archive that depends only on the files: sorted names, one date, fixed permissions."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # Without permissions, nobody could read the unpacked file on Unix.
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name], compresslevel=9)
    return buffer.getvalue()


def write_bundle(bundle: Bundle, folder: Path) -> tuple[Path, ...]:
    """Write the files of a bundle with its report, and leave other files alone; return the paths, sorted by name."""
    report = f"{words('exports')['report'].lower()}.txt"
    files = {**bundle.files, report: bundle.report.encode()}
    write_files(folder, files)
    return tuple(folder / name for name in sorted(files))
