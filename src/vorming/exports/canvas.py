"""QTI 1.2 as Canvas writes it: its importer drops all feedback of QTI 2.1, and of this it keeps all."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from lxml import etree

from vorming.exports.bundle import Files, zip_bytes
from vorming.exports.format import PARTS, Format, asked, explained, name_of, reason_asked, story_of
from vorming.exports.material import Material, QuestionSet
from vorming.exports.xml import add, in_namespace, xml_bytes
from vorming.quiz.view import OptionView, QuestionView
from vorming.text.markdown import inline_html

QTI12 = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"


def write(material: Material) -> Files:
    """Make one package per set."""
    return {f"{chosen.id}-canvas.zip": zip_bytes(_package(chosen)) for chosen in material.sets}


def _package(chosen: QuestionSet) -> dict[str, bytes]:
    test, meta = f"{chosen.id}/{chosen.id}.xml", f"{chosen.id}/assessment_meta.xml"
    return {
        "imsmanifest.xml": xml_bytes(in_namespace(_manifest(chosen, test, meta), PACKAGE)),
        test: xml_bytes(in_namespace(assessment(chosen), QTI12)),
        meta: xml_bytes(in_namespace(_meta(chosen), CANVAS)),
    }


def _manifest(chosen: QuestionSet, test: str, meta: str) -> etree._Element:
    root = etree.Element("manifest", identifier=f"m-{chosen.id}")
    metadata = add(root, "metadata")
    add(metadata, "schema", "IMS Content")
    add(metadata, "schemaversion", "1.1.3")
    add(root, "organizations")
    resources = add(root, "resources")
    assessment = add(resources, "resource", identifier=chosen.id, type="imsqti_xmlv1p2")
    add(assessment, "file", href=test)
    add(assessment, "dependency", identifierref=f"{chosen.id}-meta")
    kind = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
    resource = add(resources, "resource", identifier=f"{chosen.id}-meta", type=kind, href=meta)
    add(resource, "file", href=meta)
    return root


def _meta(chosen: QuestionSet) -> etree._Element:
    root = etree.Element("quiz", identifier=chosen.id)
    add(root, "title", chosen.title)
    add(root, "quiz_type", "assignment" if chosen.use == "exam" else "practice_quiz")
    add(
        root,
        "points_possible",
        f"{sum(question.points * _parts(question) for question in chosen.questions)}.0",
    )
    add(root, "shuffle_answers", "false")
    add(root, "allowed_attempts", "1" if chosen.use == "exam" else "-1")
    return root


def _parts(question: QuestionView) -> int:
    return (2 if question.reason else 1) if question.is_scored else 0


def assessment(chosen: QuestionSet) -> etree._Element:
    """Write a set of questions as one assessment, in no namespace yet."""
    root = etree.Element("questestinterop")
    test = add(root, "assessment", ident=chosen.id, title=chosen.title)
    section = add(test, "section", ident="root_section")
    for question in chosen.questions:
        BODIES[question.type](section, question)
        if question.reason:
            id, prompt = f"{question.id}-reden", reason_asked(question)
            _choice_item(section, question, id, prompt, question.reason.options, is_single=True)
    return root


def _item(section: etree._Element, question: QuestionView, id: str, prompt: str, kind: str) -> etree._Element:
    """Add an item with its kind, points and question; return its presentation."""
    node = add(section, "item", ident=id, title=name_of(question, prompt))
    fields = add(add(node, "itemmetadata"), "qtimetadata")
    points = question.points if question.is_scored else 0
    for label, entry in (("question_type", kind), ("points_possible", f"{points}.0")):
        field = add(fields, "qtimetadatafield")
        add(field, "fieldlabel", label)
        add(field, "fieldentry", entry)
    presentation = add(node, "presentation")
    _material(presentation, prompt)
    return presentation


def _material(parent: etree._Element, markdown: str) -> None:
    add(add(parent, "material"), "mattext", inline_html(markdown), texttype="text/html")


def _response(presentation: etree._Element, id: str, cardinality: str) -> etree._Element:
    return add(presentation, "response_lid", ident=id, rcardinality=cardinality)


def _labels(response: etree._Element, labels: Iterable[tuple[str, str]]) -> None:
    choices = add(response, "render_choice")
    for letter, text in labels:
        _material(add(choices, "response_label", ident=letter), text)


def _processing(item: etree._Element) -> etree._Element:
    processing = add(item, "resprocessing")
    add(
        add(processing, "outcomes"),
        "decvar",
        maxvalue="100",
        minvalue="0",
        varname="SCORE",
        vartype="Decimal",
    )
    return processing


def _shows(processing: etree._Element, feedback: str) -> etree._Element:
    """Add a condition that shows a feedback and goes on; return what decides it."""
    condition = add(processing, "respcondition", **{"continue": "Yes"})
    decides = add(condition, "conditionvar")
    add(condition, "displayfeedback", feedbacktype="Response", linkrefid=feedback)
    return decides


def _scores(processing: etree._Element, value: str = "100", action: str = "Set") -> etree._Element:
    condition = add(processing, "respcondition", **{"continue": "No" if action == "Set" else "Yes"})
    decides = add(condition, "conditionvar")
    add(condition, "setvar", value, action=action, varname="SCORE")
    return decides


def _feedback(item: etree._Element, name: str, markdown: str) -> None:
    _material(add(add(item, "itemfeedback", ident=name), "flow_mat"), markdown)


def _general(item: etree._Element, processing: etree._Element, question: QuestionView) -> None:
    add(_shows(processing, "general_fb"), "other")
    _feedback(item, "general_fb", explained(question))


def _choice_item(
    section: etree._Element,
    question: QuestionView,
    id: str,
    prompt: str,
    options: tuple[OptionView, ...],
    *,
    is_single: bool,
) -> None:
    kind = "multiple_choice_question" if is_single else "multiple_answers_question"
    if question.type == "truefalse" and id == question.id:
        kind = "true_false_question"
    presentation = _item(section, question, id, prompt, kind)
    response = _response(presentation, "response1", "Single" if is_single else "Multiple")
    _labels(response, ((option.letter, option.text) for option in options))
    item = presentation.getparent()
    assert item is not None
    processing = _processing(item)
    _general(item, processing, question)
    for option in options:
        if option.feedback:
            add(_shows(processing, f"{option.letter}_fb"), "varequal", option.letter, respident="response1")
            _feedback(item, f"{option.letter}_fb", option.feedback)
    _right(_scores(processing), options, is_single=is_single)


def _right(decides: etree._Element, options: tuple[OptionView, ...], *, is_single: bool) -> None:
    if is_single:
        for option in options:
            if option.is_correct:
                add(decides, "varequal", option.letter, respident="response1")
        return
    every = add(decides, "and")
    for option in options:
        parent = every if option.is_correct else add(every, "not")
        add(parent, "varequal", option.letter, respident="response1")


def _single(section: etree._Element, question: QuestionView) -> None:
    _choice_item(section, question, question.id, question.prompt, question.options, is_single=True)


def _multiple(section: etree._Element, question: QuestionView) -> None:
    _choice_item(section, question, question.id, asked(question), question.options, is_single=False)


def _match(section: etree._Element, question: QuestionView) -> None:
    presentation = _item(section, question, question.id, question.prompt, "matching_question")
    item = presentation.getparent()
    assert item is not None
    for number, pair in enumerate(question.pairs, 1):
        response = add(presentation, "response_lid", ident=f"response_{number}")
        _material(response, pair.left)
        _labels(response, ((choice.letter, choice.text) for choice in question.choices))
    processing = _processing(item)
    _general(item, processing, question)
    each = f"{float(Fraction(100, len(question.pairs))):.2f}"
    for number, pair in enumerate(question.pairs, 1):
        add(_scores(processing, each, "Add"), "varequal", pair.letter, respident=f"response_{number}")


def _numeric(section: etree._Element, question: QuestionView) -> None:
    number = question.numeric
    assert number is not None
    presentation = _item(section, question, question.id, asked(question), "numerical_question")
    response = add(presentation, "response_str", ident="response1", rcardinality="Single")
    add(add(response, "render_fib", fibtype="Decimal"), "response_label", ident="answer1")
    item = presentation.getparent()
    assert item is not None
    processing = _processing(item)
    _general(item, processing, question)
    either = add(_scores(processing), "or")
    add(either, "varequal", f"{number.answer:f}", respident="response1")
    low, high = number.answer - number.tolerance, number.answer + number.tolerance
    between = add(either, "and")
    add(between, "vargte", f"{low:f}", respident="response1")
    add(between, "varlte", f"{high:f}", respident="response1")


def _open(section: etree._Element, question: QuestionView) -> None:
    presentation = _item(section, question, question.id, question.prompt, "essay_question")
    response = add(presentation, "response_str", ident="response1", rcardinality="Single")
    add(add(response, "render_fib"), "response_label", ident="answer1", rshuffle="No")
    item = presentation.getparent()
    assert item is not None
    processing = _processing(item)
    add(_shows(processing, "general_fb"), "other")
    _feedback(item, "general_fb", explained(question))


def _scenario(section: etree._Element, question: QuestionView) -> None:
    """Write a scenario as a text to read: its scenes, with where each choice leads."""
    presentation = _item(section, question, question.id, question.prompt, "text_only_question")
    for scene, ways in story_of(question):
        _material(presentation, scene)
        for way in ways:
            _material(presentation, f"{way.letter}. {way.text} *{way.feedback}*")


BODIES: Mapping[str, Callable[[etree._Element, QuestionView], None]] = {
    "single": _single,
    "multiple": _multiple,
    "truefalse": _single,
    "match": _match,
    "numeric": _numeric,
    "open": _open,
    "scenario": _scenario,
}

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
