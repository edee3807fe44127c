"""QTI 1.2 in Canvas's own variant, because Canvas imports feedback from QTI 1.2 but not from QTI 2.1.

Element names are those of the IMS QTI 1.2 ASI binding; the kinds of questions and `assessment_meta.xml` are those of Canvas.
"""

from vorming.exports.format import PARTS, Files, Format, fill_xml, split_reasons, total_points, zip_bytes
from vorming.exports.material import Material

KINDS = {
    "single": "multiple_choice_question",
    "multiple": "multiple_answers_question",
    "truefalse": "true_false_question",
    "match": "matching_question",
    "numeric": "numerical_question",
    "open": "essay_question",
    "scenario": "text_only_question",
}
"""The kind of question in Canvas for each type."""


def write(material: Material) -> Files:
    """Make one package per set: the questions as an assessment, and the settings of the test in Canvas."""
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
