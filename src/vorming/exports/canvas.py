"""QTI 1.2 as Canvas writes it: its importer drops all feedback of QTI 2.1, and of this it keeps all.

Element names are those of the IMS QTI 1.2 ASI binding; the kinds of question and `assessment_meta.xml` are Canvas's own.
"""

from vorming.exports.format import PARTS, Files, Format, split_reasons, total_points, zip_bytes
from vorming.exports.material import Material
from vorming.exports.xml import fill_xml

KINDS = {
    "single": "multiple_choice_question",
    "multiple": "multiple_answers_question",
    "truefalse": "true_false_question",
    "match": "matching_question",
    "numeric": "numerical_question",
    "open": "essay_question",
    "scenario": "text_only_question",
}
"""Canvas's kind of each type of question."""


def write(material: Material) -> Files:
    """Make one package per set: the questions as an assessment, and Canvas's settings of the test."""
    packages = {}
    for chosen in material.sets:
        values = {
            "chosen": chosen,
            "questions": split_reasons(chosen.questions),
            "points": sum(map(total_points, chosen.questions)),
            "kinds": KINDS,
        }
        files = {
            "imsmanifest.xml": fill_xml("exports/canvas/imsmanifest.xml.jinja", **values),
            f"{chosen.id}/{chosen.id}.xml": fill_xml("exports/canvas/assessment.xml.jinja", **values),
            f"{chosen.id}/assessment_meta.xml": fill_xml(
                "exports/canvas/assessment_meta.xml.jinja", **values
            ),
        }
        packages[f"{chosen.id}-canvas.zip"] = zip_bytes(files)
    return packages


FORMAT = Format(
    write,
    types=frozenset(KINDS),
    keeps=PARTS - {"hint", "wrong-values", "roles", "debrief"},
    changes={
        "open": "open_no_points",
        "scenario": "scenario_text",
        "reason": "reason_split",
        "part-points": "partial",
        "pair-feedback": "pair_feedback",
        "unit": "unit",
    },
)
