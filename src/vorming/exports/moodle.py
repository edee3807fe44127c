"""Moodle XML, the format of Moodle's question bank.

Elements and their order follow Moodle's own export (Moodle docs, "Moodle XML format", and `format.php` of its
importer). Questions in order are in a file of their own, for Moodle before 4.4 stops at them. Importing a file again
makes every question double.
"""

from collections.abc import Sequence
from fractions import Fraction

from vorming.exports.format import PARTS, Files, Format, split_reasons, tick_values
from vorming.exports.material import Material
from vorming.exports.xml import fill_xml
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
"""Moodle's kind of each type of question."""


def write(material: Material) -> Files:
    """Make one file per set, one more for its questions in order, and the shared lessons in files of their own.

    A lesson of several modules has the same file in each of them: imported once, its questions are there once.
    """
    said = words("exports")
    files: dict[str, bytes] = {}
    for chosen in material.sets:
        own = [section for section in chosen.sections if section.id not in material.shared_banks]
        shared = [section for section in chosen.sections if section.id in material.shared_banks]
        files |= _documents(chosen.id, chosen.title, own)
        files |= _documents(said["shared_file"], said["shared"], shared)
    return files


def _documents(name: str, title: str, sections: Sequence[QuizView]) -> Files:
    """Write the questions of some sections, each in a category below `title`; no file without questions."""
    files = {}
    for suffix, is_order in (("moodle", False), (f"moodle-{words('exports')['order_file']}", True)):
        categories = []
        for section in sections:
            own = [question for question in section.questions if (question.type == "order") is is_order]
            if own:
                # A slash divides categories; one in a name is doubled.
                names = [part.replace("/", "//") for part in (title, section.title)]
                categories.append(("/".join(["$course$/top", *names]), split_reasons(own)))
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
    """Return which part of the points a right answer gives, and which a wrong one."""
    if question.type == "single":
        return percent(Fraction(1)), percent(Fraction(0))
    right, wrong = tick_values(bool(option.is_correct) for option in question.options)
    return percent(right), percent(wrong)


def percent(value: Fraction) -> str:
    """Write a fraction as Moodle lists it: 100, 50, 33.33333.

    Moodle refuses a fraction that is not on its own list (`question/engine/bank.php`); 1/n is on it, up to ten.
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
