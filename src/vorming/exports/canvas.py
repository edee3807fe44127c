"""QTI 1.2 as Canvas writes it: its importer drops all feedback of QTI 2.1, and of this it keeps all.

Element names are those of the IMS QTI 1.2 ASI binding; the kinds of question and `assessment_meta.xml` are Canvas's own.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from lxml import etree

from vorming.exports.format import (
    PARTS,
    Files,
    Format,
    asked,
    explained,
    name_of,
    reason_asked,
    story_of,
    total_points,
    zip_bytes,
)
from vorming.exports.material import Material, QuestionSet
from vorming.exports.xml import add, add_texts, content_manifest, in_namespace, xml_bytes
from vorming.quiz.view import OptionView, QuestionView
from vorming.text.markdown import inline_html

QTI12 = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
META_TYPE = "associatedcontent/imscc_xmlv1p1/learning-application-resource"


def write(material: Material) -> Files:
    """Make one package per set: the questions as an assessment, and Canvas's settings of the test."""
    packages = {}
    for chosen in material.sets:
        test, meta = f"{chosen.id}/{chosen.id}.xml", f"{chosen.id}/assessment_meta.xml"
        files = {
            "imsmanifest.xml": xml_bytes(in_namespace(_manifest(chosen, test, meta), PACKAGE)),
            test: xml_bytes(in_namespace(assessment(chosen), QTI12)),
            meta: xml_bytes(in_namespace(_meta(chosen), CANVAS)),
        }
        packages[f"{chosen.id}-canvas.zip"] = zip_bytes(files)
    return packages


def _manifest(chosen: QuestionSet, test: str, meta: str) -> etree._Element:
    root, _, resources = content_manifest(chosen.id, "IMS Content", "1.1.3")
    resource = add(resources, "resource", identifier=chosen.id, type="imsqti_xmlv1p2")
    add(resource, "file", href=test)
    add(resource, "dependency", identifierref=f"{chosen.id}-meta")
    resource = add(resources, "resource", identifier=f"{chosen.id}-meta", type=META_TYPE, href=meta)
    add(resource, "file", href=meta)
    return root


def _meta(chosen: QuestionSet) -> etree._Element:
    """Write the settings: an exam is a graded test that is answered once, practice has no end."""
    is_exam = chosen.use == "exam"
    root = etree.Element("quiz", identifier=chosen.id)
    kind, attempts = ("assignment", "1") if is_exam else ("practice_quiz", "-1")
    points = f"{sum(map(total_points, chosen.questions))}.0"
    add_texts(root, title=chosen.title, quiz_type=kind, points_possible=points)
    add_texts(root, shuffle_answers="false", allowed_attempts=attempts)
    return root


def assessment(chosen: QuestionSet) -> etree._Element:
    """Write a set of questions as one assessment, in no namespace yet.

    The id of an item is that of its question, so that results stay with it; the item of a reason has `-reden` behind it.
    """
    root = etree.Element("questestinterop")
    test = add(root, "assessment", ident=chosen.id, title=chosen.title)
    section = add(test, "section", ident="root_section")
    for question in chosen.questions:
        BODIES[question.type](section, question)
    return root


def add_field(metadata: etree._Element, label: str, entry: str) -> None:
    """Add a field to the metadata of an item or a test."""
    add_texts(add(metadata, "qtimetadatafield"), fieldlabel=label, fieldentry=entry)


def _add_item(
    section: etree._Element, question: QuestionView, id: str, prompt: str, kind: str
) -> tuple[etree._Element, etree._Element]:
    """Add an item with its kind, points and prompt; return the item and its presentation."""
    item = add(section, "item", ident=id, title=name_of(question, prompt))
    metadata = add(add(item, "itemmetadata"), "qtimetadata")
    add_field(metadata, "question_type", kind)
    add_field(metadata, "points_possible", f"{question.points if question.is_scored else 0}.0")
    presentation = add(item, "presentation")
    _add_material(presentation, prompt)
    return item, presentation


def _add_processing(item: etree._Element, question: QuestionView) -> etree._Element:
    """Add the processing of answers, which begins with the feedback that everyone gets."""
    processing = add(item, "resprocessing")
    outcomes = add(processing, "outcomes")
    add(outcomes, "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    add(_show_if(processing, "general_fb", explained(question)), "other")
    return processing


def _add_material(parent: etree._Element, markdown: str) -> None:
    add(add(parent, "material"), "mattext", inline_html(markdown), texttype="text/html")


def _add_labels(response: etree._Element, options: Iterable[OptionView]) -> None:
    choices = add(response, "render_choice")
    for option in options:
        _add_material(add(choices, "response_label", ident=option.letter), option.text)


def _show_if(processing: etree._Element, name: str, markdown: str) -> etree._Element:
    """Add a feedback and a condition that shows it and goes on; return what decides the condition."""
    # By a mapping, for `continue` is a word of Python.
    condition = add(processing, "respcondition", **{"continue": "Yes"})
    decides = add(condition, "conditionvar")
    add(condition, "displayfeedback", feedbacktype="Response", linkrefid=name)
    item = processing.getparent()
    assert item is not None
    _add_material(add(add(item, "itemfeedback", ident=name), "flow_mat"), markdown)
    return decides


def _score_if(processing: etree._Element, percent: str = "100", action: str = "Set") -> etree._Element:
    """Add a condition that gives a share of the points; return what decides the condition."""
    # A right answer ends the processing; the points of pairs add up.
    condition = add(processing, "respcondition", **{"continue": "No" if action == "Set" else "Yes"})
    decides = add(condition, "conditionvar")
    add(condition, "setvar", percent, action=action, varname="SCORE")
    return decides


def _choice(section: etree._Element, question: QuestionView) -> None:
    """Add a question with choices; its reason is a question of its own."""
    kinds = {"truefalse": "true_false_question", "multiple": "multiple_answers_question"}
    kind = kinds.get(question.type, "multiple_choice_question")
    _add_choice(section, question, question.id, asked(question), kind, question.options)
    if question.reason:
        id, options = f"{question.id}-reden", question.reason.options
        _add_choice(section, question, id, reason_asked(question), "multiple_choice_question", options)


def _add_choice(
    section: etree._Element,
    question: QuestionView,
    id: str,
    prompt: str,
    kind: str,
    options: Sequence[OptionView],
) -> None:
    item, presentation = _add_item(section, question, id, prompt, kind)
    is_multiple = kind == "multiple_answers_question"
    cardinality = "Multiple" if is_multiple else "Single"
    _add_labels(add(presentation, "response_lid", ident="response1", rcardinality=cardinality), options)
    processing = _add_processing(item, question)
    for option in options:
        if option.feedback:
            decides = _show_if(processing, f"{option.letter}_fb", option.feedback)
            add(decides, "varequal", option.letter, respident="response1")
    # All or nothing: of several answers all right ones must be ticked and no wrong one.
    decides = _score_if(processing)
    if is_multiple:
        decides = add(decides, "and")
    for option in options:
        if option.is_correct:
            add(decides, "varequal", option.letter, respident="response1")
        elif is_multiple:
            add(add(decides, "not"), "varequal", option.letter, respident="response1")


def _match(section: etree._Element, question: QuestionView) -> None:
    item, presentation = _add_item(section, question, question.id, question.prompt, "matching_question")
    for number, pair in enumerate(question.pairs, 1):
        response = add(presentation, "response_lid", ident=f"response_{number}")
        _add_material(response, pair.left)
        _add_labels(response, question.choices)
    processing = _add_processing(item, question)
    each = f"{float(Fraction(100, len(question.pairs))):.2f}"
    for number, pair in enumerate(question.pairs, 1):
        decides = _score_if(processing, each, "Add")
        add(decides, "varequal", pair.letter, respident=f"response_{number}")


def _numeric(section: etree._Element, question: QuestionView) -> None:
    number = question.numeric
    assert number is not None
    item, presentation = _add_item(section, question, question.id, asked(question), "numerical_question")
    response = add(presentation, "response_str", ident="response1", rcardinality="Single")
    add(add(response, "render_fib", fibtype="Decimal"), "response_label", ident="answer1")
    either = add(_score_if(_add_processing(item, question)), "or")
    add(either, "varequal", f"{number.answer:f}", respident="response1")
    between = add(either, "and")
    add(between, "vargte", f"{number.answer - number.tolerance:f}", respident="response1")
    add(between, "varlte", f"{number.answer + number.tolerance:f}", respident="response1")


def _open(section: etree._Element, question: QuestionView) -> None:
    item, presentation = _add_item(section, question, question.id, question.prompt, "essay_question")
    response = add(presentation, "response_str", ident="response1", rcardinality="Single")
    add(add(response, "render_fib"), "response_label", ident="answer1", rshuffle="No")
    _add_processing(item, question)


def _scenario(section: etree._Element, question: QuestionView) -> None:
    """Write a scenario as a text to read: its scenes, with where each choice leads."""
    _, presentation = _add_item(section, question, question.id, question.prompt, "text_only_question")
    for scene, ways in story_of(question):
        _add_material(presentation, scene)
        for way in ways:
            _add_material(presentation, f"{way.letter}. {way.text} *{way.feedback}*")


BODIES: Mapping[str, Callable[[etree._Element, QuestionView], None]] = {
    "single": _choice,
    "multiple": _choice,
    "truefalse": _choice,
    "match": _match,
    "numeric": _numeric,
    "open": _open,
    "scenario": _scenario,
}
"""What adds the items of a question to a section, by its type."""

FORMAT = Format(
    write,
    types=frozenset(BODIES),
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
