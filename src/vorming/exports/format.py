"""What a format can hold, and the one report of what it cannot.

A format names the types of question and the parts of a question that it keeps, and those that it holds in
another form. All else is left out, and the report says so: no format writes a note by itself.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from vorming.exports.bundle import Bundle, Files, Note, changed, skipped
from vorming.exports.material import Material, QuestionSet
from vorming.quiz.view import OptionView, QuestionView
from vorming.text.markdown import inline_text
from vorming.text.words import words

CHOICES = frozenset({"single", "multiple", "truefalse"})
SCORED = CHOICES | {"order", "match", "numeric"}
TYPES = SCORED | {"open", "poll", "scenario"}
PARTS = frozenset(
    [
        "hint",
        "explanation",
        "option-feedback",
        "pair-feedback",
        "wrong-values",
        "unit",
        "decimals",
        "reason",
        "distractors",
        "model-answer",
        "criteria",
        "part-points",
        "roles",
        "debrief",
    ]
)
"""What a question can have beside its prompt and its answers: see `parts_of`."""


def keep_all(question: QuestionView) -> str | None:
    """Refuse no question."""
    return None


def no_notes(material: Material) -> tuple[Note, ...]:
    """Have nothing to say but of the questions."""
    return ()


@dataclass(frozen=True)
class Format:
    """A format of export.

    `write` makes the files of a module that holds only what fits, and nothing else: no notes, no report.
    """

    write: Callable[[Material], Files]
    types: frozenset[str] = TYPES
    """The types of question that it holds."""
    keeps: frozenset[str] = PARTS
    """The parts of a question that it holds as they are."""
    instead: str = ""
    """The key of the sentence that says where the questions of other types are; empty when they are nowhere."""
    changes: Mapping[str, str] = field(default_factory=dict)
    """Types and parts that it holds in another form, each with the key of the sentence that says which."""
    holds_exam: bool = True
    """Whether the final test goes into it."""
    refuses: Callable[[QuestionView], str | None] = keep_all
    """Returns the key of the reason why a question does not fit, such as "too_long"."""
    remarks: Mapping[str, str] = field(default_factory=dict)
    """By use ("practice", "exam"): the key of a sentence about the whole set."""
    own_notes: Callable[[Material], tuple[Note, ...]] = no_notes
    """What a format leaves out that is no question, such as a part of a page."""


def render(chosen: Format, material: Material) -> Bundle:
    """Write a module in a format, with the notes of what it could not hold as it is."""
    return Bundle(
        chosen.write(fitting(chosen, material)), (*notes_on(chosen, material), *chosen.own_notes(material))
    )


def fitting(chosen: Format, material: Material) -> Material:
    """Return the module with only the questions that a format holds."""
    exam = material.exam if chosen.holds_exam else replace(material.exam, sections=())
    return replace(
        material, practice=_fitting_set(chosen, material.practice), exam=_fitting_set(chosen, exam)
    )


def _fitting_set(chosen: Format, questions: QuestionSet) -> QuestionSet:
    kept = (
        replace(section, questions=tuple(q for q in section.questions if refusal(chosen, q) is None))
        for section in questions.sections
    )
    return replace(questions, sections=tuple(section for section in kept if section.questions))


def refusal(chosen: Format, question: QuestionView) -> str | None:
    """Return the key of the reason why a format leaves a question out; None when it holds it."""
    if question.type not in chosen.types:
        return chosen.instead or question.type
    return chosen.refuses(question)


def notes_on(chosen: Format, material: Material) -> Iterator[Note]:
    """Yield what a format leaves out or changes, question by question."""
    for found in material.sets:
        if found.use == "exam" and not chosen.holds_exam:
            yield skipped(words("exports")["exam"], "exam_left_out")
            continue
        if found.use in chosen.remarks:
            yield changed(found.title, chosen.remarks[found.use])
        for question in found.questions:
            yield from _notes_on_question(chosen, question)


def _notes_on_question(chosen: Format, question: QuestionView) -> Iterator[Note]:
    if reason := refusal(chosen, question):
        yield skipped(question.id, reason)
        return
    for name in (question.type, *parts_of(question)):
        if name in chosen.changes:
            yield changed(question.id, chosen.changes[name])
        elif name in PARTS - chosen.keeps:
            yield changed(question.id, f"{name}-dropped")


def parts_of(question: QuestionView) -> tuple[str, ...]:
    """Return the parts that a question has, of `PARTS`."""
    number, reason = question.numeric, question.reason
    options = (*question.options, *(reason.options if reason else ()))
    has = {
        "hint": question.hint,
        "explanation": question.explanation,
        "option-feedback": any(option.feedback for option in options),
        "pair-feedback": any(pair.feedback for pair in question.pairs),
        "wrong-values": number and number.wrong,
        "unit": number and number.unit,
        "decimals": number and number.answer != int(number.answer),
        "reason": reason,
        "distractors": len(question.choices) > len(question.pairs) > 0,
        "model-answer": question.model_answer,
        "criteria": question.criteria,
        "part-points": question.type in {"multiple", "match"},
        "roles": question.roles,
        "debrief": question.debrief,
    }
    return tuple(name for name, is_there in has.items() if is_there)


def asked(question: QuestionView) -> str:
    """Return the prompt with what else must be known to answer: how many, or in which unit."""
    if question.type == "multiple":
        return f"{question.prompt} ({question.instruction.rstrip('.')})"
    unit = question.numeric.unit if question.numeric else ""
    return f"{question.prompt} ({unit})" if unit else question.prompt


def reason_asked(question: QuestionView) -> str:
    """Return the prompt of the second step of a true/false question as a question of its own."""
    assert question.reason is not None
    return f"{question.prompt} – {question.reason.prompt}"


def explained(question: QuestionView) -> str:
    """Return what a reader sees after answering: explanation, model answer, and feedback without another place."""
    pairs = [labelled(pair.left, pair.feedback) for pair in question.pairs if pair.feedback]
    criteria = [labelled(words("quiz")["criteria"], text) for text in question.criteria]
    model = [labelled(words("quiz")["model_answer"], question.model_answer)] if question.model_answer else []
    return " ".join(text for text in (*model, *criteria, question.explanation, *pairs) if text)


def labelled(label: str, text: str) -> str:
    """Put a label before a text: one colon, whatever the label ended with; a question keeps its own mark."""
    return f"{label} {text}" if label.endswith(("?", "!")) else f"{label.rstrip(' .:;')}: {text}"


def shortened(text: str, most: int) -> str:
    """Cut a text at a word, with an ellipsis, to at most so many characters."""
    if len(text) <= most:
        return text
    return (
        text[:most].rpartition(" ")[0].rstrip(" ,;:–-") + "…"
        if " " in text[:most]
        else text[: most - 1] + "…"
    )


def name_of(question: QuestionView, prompt: str, most: int = 80) -> str:
    """Return the name under which a platform lists a question."""
    return shortened(f"{question.number:02d} {inline_text(prompt)}", most)


def story_of(question: QuestionView) -> Iterator[tuple[str, tuple[OptionView, ...]]]:
    """Yield a scenario as a text to read: each scene with its choices, and where each of them leads."""
    said = words("exports")
    for scene in question.scenes:
        ways = tuple(
            OptionView(
                way.letter,
                way.text,
                feedback=f"{way.feedback} {said['leads_to'].format(n=way.next_number)}".strip(),
            )
            for way in scene.ways
        )
        yield f"{said['scene'].format(n=scene.number)} {scene.text}", ways
