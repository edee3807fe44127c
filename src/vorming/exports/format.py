"""The skeleton that every format shares: what it can hold, the one report of what it cannot, and its files.

A format declares the types and the parts of a question that it holds as they are, and those that it holds in another
form. Everything else is left out, and the report says so: no format writes a note of its own about a question.
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Generic, TypeVar

from vorming.exports.material import Material
from vorming.quiz.view import SCORED_TYPES, QuestionView
from vorming.source.files import write_files
from vorming.text.markdown import inline_text
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
"""What a question can have beside its prompt and its answers, and how to tell whether it has it."""
PARTS = frozenset(HAS_PART)

FIXED_DATE = (1980, 1, 1, 0, 0, 0)
"""The date of every entry in an archive, the first that a ZIP file can hold: the same course gives the same bytes."""

Files = Mapping[str, bytes]
"""The files of a format, by their POSIX path below its folder."""

Source = TypeVar("Source")
"""What a format is written from: the questions of a module, or a module with its pages."""


@dataclass(frozen=True)
class Note:
    """A question, or a whole file, that a format holds in another form, or not at all where `is_skipped`.

    `key` is one of `notes` in the words.
    """

    about: str
    key: str
    is_skipped: bool = False


@dataclass(frozen=True)
class Bundle:
    """Files by name, and the notes for the report."""

    files: Files
    notes: tuple[Note, ...] = ()

    @property
    def has_skipped(self) -> bool:
        """Whether a question could not be said in this format."""
        return any(note.is_skipped for note in self.notes)

    @property
    def report(self) -> str:
        """The notes as text: a line per reason with the questions it is about, what is left out first."""
        said = words("exports")
        about: dict[tuple[bool, str], list[str]] = {}
        # `is_skipped` comes first in the key, so that what is left out leads the sorted report.
        for note in self.notes:
            about.setdefault((note.is_skipped, note.key), []).append(note.about)
        lines = [
            f"{said['skipped' if is_skipped else 'changed']} – {said.group('notes')[key]}: {', '.join(names)}\n"
            for (is_skipped, key), names in sorted(about.items(), reverse=True)
        ]
        return "".join(lines) or f"{said['nothing_changed']}\n"


@dataclass(frozen=True)
class Format(Generic[Source]):
    """A format of export.

    `write` makes the files of what it is given, and nothing else: no notes, no report. Only questions that fit
    reach it (see `fitting`), so that it needs no case for the others.
    """

    write: Callable[[Source], Files]
    types: frozenset[str] = TYPES
    """The types of question that it holds."""
    keeps: frozenset[str] = PARTS
    """The parts of a question that it holds as they are."""
    changes: Mapping[str, str] = field(default_factory=dict)
    """Types and parts that it holds in another form, each with the key of the sentence that says which.

    With a use ("practice", "exam") for a name, the sentence is about the whole set.
    """
    holds_exam: bool = True
    """Whether the final test goes into it."""
    reads_pages: bool = False
    """Whether it is made from the text of the lessons too."""
    refuses: Callable[[QuestionView], str | None] = lambda question: None
    """Returns the key of the reason why a question does not fit, such as "too_long"."""
    own_notes: Callable[[Source], tuple[Note, ...]] = lambda source: ()
    """What a format leaves out that is no question, such as a part of a page."""


def render(chosen: Format[Material], material: Material) -> Bundle:
    """Write a module in a format.

    Returns the files, and the notes on what the format could not hold as it is. The same course gives the same bytes.
    """
    held = fitting(chosen, material)
    return Bundle(chosen.write(held), (*notes_on(chosen, material), *chosen.own_notes(held)))


def fitting(chosen: Format[Any], material: Material) -> Material:
    """Return the module with only the questions that a format holds, and without the sections that this leaves empty."""
    kept = {}
    for found in (material.practice, material.exam):
        sections = []
        for section in found.sections if chosen.holds_exam or found.use != "exam" else ():
            held = tuple(question for question in section.questions if refusal(chosen, question) is None)
            if held:
                sections.append(replace(section, questions=held))
        kept[found.use] = replace(found, sections=tuple(sections))
    return replace(material, practice=kept["practice"], exam=kept["exam"])


def refusal(chosen: Format[Any], question: QuestionView) -> str | None:
    """Return the key of the reason why a format leaves a question out, such as its type; None when it holds it."""
    return chosen.refuses(question) if question.type in chosen.types else question.type


def notes_on(chosen: Format[Any], material: Material) -> Iterator[Note]:
    """Yield what a format leaves out or changes, question by question.

    Every key is one of `notes` in the words of the exports: the reason of a refusal (see `refusal`), a value of
    `changes`, or the name of a part with "-dropped".
    """
    for found in material.sets:
        if found.use == "exam" and not chosen.holds_exam:
            yield Note(words("exports")["exam"], "exam_left_out", is_skipped=True)
            continue
        if found.use in chosen.changes:
            yield Note(found.title, chosen.changes[found.use])
        for question in found.questions:
            if reason := refusal(chosen, question):
                yield Note(question.id, reason, is_skipped=True)
                continue
            for name in (question.type, *parts_of(question)):
                if name in chosen.changes:
                    yield Note(question.id, chosen.changes[name])
                elif name in PARTS - chosen.keeps:
                    yield Note(question.id, f"{name}-dropped")


def parts_of(question: QuestionView) -> tuple[str, ...]:
    """Return the parts that a question has, in the order of `HAS_PART`."""
    return tuple(name for name, has in HAS_PART.items() if has(question))


def total_points(question: QuestionView) -> int:
    """Return what a whole question is worth: statement and reason count apart, an unscored question for nothing."""
    return question.points * (2 if question.reason else 1) if question.is_scored else 0


def tick_values(are_correct: Iterable[bool]) -> tuple[Fraction, Fraction]:
    """Return what a right and a wrong tick are worth in a multiple choice, as on the page.

    `are_correct` tells of each option whether it is right; both kinds occur, which the checks see to. All
    right ticks together are worth 1 and all wrong ones −1, so that ticking everything gives nothing.
    `tests/quiz/scoring.yml` is the table of cases that page, SCORM and QTI are held against.
    """
    ticks = tuple(are_correct)
    return Fraction(1, ticks.count(True)), -Fraction(1, ticks.count(False))


def split_reasons(questions: Iterable[QuestionView]) -> Iterator[QuestionView]:
    """Yield the questions, each reason as a question of its own after its statement: a single choice with a reason.

    For platforms that know no second step. Its id is that of the statement with `-reden` behind it, so that results stay
    with it.
    """
    for question in questions:
        yield question
        if question.reason:
            id, options = f"{question.id}-reden", question.reason.options
            yield replace(question, id=id, type="single", options=options, hint="")


def asked(question: QuestionView) -> str:
    """Return the prompt with what else must be known to answer: how many, in which unit, which statement.

    For platforms that show the prompt alone, without the instruction above it and the unit behind the field.
    """
    if question.type == "multiple":
        return f"{question.prompt} ({question.instruction.rstrip('.')})"
    if question.type == "single" and question.reason:
        return f"{question.prompt} – {question.reason.prompt}"
    unit = question.numeric.unit if question.numeric else ""
    return f"{question.prompt} ({unit})" if unit else question.prompt


def explained(question: QuestionView) -> str:
    """Return what a reader sees after answering, as one paragraph of Markdown.

    Most platforms have one place for it, so that the model answer, the criteria and the feedback of pairs join the
    explanation there.
    """
    pairs = [labelled(pair.left, pair.feedback) for pair in question.pairs if pair.feedback]
    criteria = [labelled(words("quiz")["criteria"], text) for text in question.criteria]
    model = [labelled(words("quiz")["model_answer"], question.model_answer)] if question.model_answer else []
    return " ".join((*model, *criteria, question.explanation, *pairs))


def labelled(label: str, text: str) -> str:
    """Put a label before a text: one colon, whatever the label ended with; a question keeps its own mark."""
    return f"{label} {text}" if label.endswith(("?", "!")) else f"{label.rstrip(' .:;')}: {text}"


def shortened(text: str, most: int) -> str:
    """Cut a text at a word, with an ellipsis, to at most `most` characters."""
    if len(text) <= most:
        return text
    if " " not in text[:most]:
        return text[: most - 1] + "…"
    return text[:most].rpartition(" ")[0].rstrip(" ,;:–-") + "…"


def name_of(question: QuestionView, prompt: str, most: int = 80) -> str:
    """Return the name under which a platform lists a question: its number and its prompt, `most` characters long."""
    end = ""
    if question.type == "single" and question.reason:
        # The statement is a question of its own: cut before the end, so that the two keep different names.
        prompt, end = question.prompt, shortened(f" – {inline_text(question.reason.prompt)}", most // 2)
    return shortened(f"{question.number:02d} {inline_text(prompt)}", most - len(end)) + end


def story_of(question: QuestionView) -> Iterator[tuple[str, list[str]]]:
    """Yield a scenario as a text to read, for platforms that cannot branch: each scene, with its choices.

    A choice is one text with its feedback, which ends with the number of the scene that it leads to.
    """
    said = words("exports")
    for scene in question.scenes:
        ways = []
        for way in scene.ways:
            leads_to = said["leads_to"].format(n=way.next_number)
            ways.append(f"{way.letter}. {way.text} *{way.feedback} {leads_to}*")
        yield f"{said['scene'].format(n=scene.number)} {scene.text}", ways


def zip_bytes(files: Files) -> bytes:
    """Pack files into an archive whose bytes depend on nothing but them: sorted names, one date, fixed rights."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, FIXED_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # Without rights a file is unpacked on Unix as one that nobody may read.
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name], compresslevel=9)
    return buffer.getvalue()


def write_bundle(bundle: Bundle, folder: Path, *, is_ours: bool) -> tuple[Path, ...]:
    """Write the files of a bundle with its report; return their paths, sorted by name.

    In a folder of ours nothing of an earlier export stays. In any other folder only the files of these names are
    replaced.
    """
    report = f"{words('exports')['report'].lower()}.txt"
    files = {**bundle.files, report: bundle.report.encode()}
    for old in list(folder.rglob("*")) if is_ours else ():
        if old.is_file() and old.relative_to(folder).as_posix() not in files:
            old.unlink()
    write_files(folder, files)
    return tuple(folder / name for name in sorted(files))
