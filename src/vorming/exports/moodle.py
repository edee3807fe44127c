"""Moodle XML, the format of Moodle's question bank.

Elements and their order follow Moodle's own export (Moodle docs, "Moodle XML format", and `format.php` of its importer).
Ordering questions are in a separate file, because Moodle before 4.4 can't import them. Importing a file twice duplicates its
questions.
"""

from collections.abc import Sequence
from fractions import Fraction

from vorming.exports.format import PARTS, Files, Format, Material, fill_xml, split_reasons, tick_values
from vorming.quiz.view import QuestionView, QuizView
from vorming.text.markdown import inline_text
from vorming.text.words import words

KINDS = {
    "single": "multichoice",
    "multiple": "multichoice",
    "truefalse": "truefalse",
    "order": "ordering",
    "match": "matching",
    "numeric": "numerical",
    "open": "essay",
    "scenario": "description",
}
"""The kind of question in Moodle for each type."""


def write(material: Material) -> Files:
    """Make one file per set, one for its ordering questions, and separate files for shared lessons.

    Modules that share lessons have the same file of these lessons, so that it can be imported once.
    """
    labels = words("exports")
    files: dict[str, bytes] = {}
    for chosen in material.sets:
        unshared = [section for section in chosen.sections if section.id not in material.shared_banks]
        shared = [section for section in chosen.sections if section.id in material.shared_banks]
        files |= _documents(chosen.id, chosen.title, unshared)
        files |= _documents(labels["shared_file"], labels["shared"], shared)
    return files


def _documents(name: str, title: str, sections: Sequence[QuizView]) -> Files:
    """Write the questions of some sections, each section in a category below `title`, if there are any questions."""
    files = {}
    for suffix, is_order in (("moodle", False), (f"moodle-{words('exports')['order_file']}", True)):
        categories = []
        for section in sections:
            questions = [question for question in section.questions if (question.type == "order") is is_order]
            if questions:
                # A slash separates categories, so a slash in a name is doubled.
                names = [part.replace("/", "//") for part in (title, section.title)]
                categories.append(("/".join(["$course$/top", *names]), split_reasons(questions)))
        if categories:
            files[f"{name}-{suffix}.xml"] = fill_xml(
                "exports/moodle.xml.jinja",
                categories=categories,
                kinds=KINDS,
                fractions=fractions,
                plain=inline_text,
                words=words("quiz"),
            )
    return files


def fractions(question: QuestionView) -> tuple[str, str]:
    """Return the percentage of the points for a right answer and for a wrong answer."""
    if question.type == "single":
        return percent(Fraction(1)), percent(Fraction(0))
    right, wrong = tick_values(bool(option.is_correct) for option in question.options)
    return percent(right), percent(wrong)


def percent(value: Fraction) -> str:
    """Return a fraction in the form of Moodle's list: 100, 50, 33.33333.

    Moodle refuses a fraction that is not on its list (`question/engine/bank.php`), which has 1/n for n up to 10.
    """
    return f"{float(value * 100):.5f}".rstrip("0").rstrip(".")


FORMAT = Format(
    write,
    types=frozenset(KINDS),
    keeps=PARTS - {"roles", "debrief"},
    changes={
        "order": "order_file",
        "open": "open_no_points",
        "scenario": "scenario_text",
        "reason": "reason_split",
        "unit": "unit",
        "pair-feedback": "pair_feedback",
        "decimals": "decimals",
    },
)
