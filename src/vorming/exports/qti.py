"""QTI 2.1: a package with an item per question and one test.

Names and order of elements are those of the IMS QTI 2.1 information model (assessmentItem, assessmentTest), in a
Content Package of profile "QTIv2.1 Package".
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from lxml import etree

from vorming.exports.bundle import Files, zip_bytes
from vorming.exports.format import PARTS, Format, asked, explained, name_of, story_of
from vorming.exports.material import Material, QuestionSet
from vorming.exports.xml import add, content_manifest, in_namespace, markdown_element, xml_bytes
from vorming.quiz.scoring import tick_values
from vorming.quiz.view import OptionView, QuestionView
from vorming.source.current import language
from vorming.text.words import words

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA = f"{QTI} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ITEM_TYPE, TEST_TYPE = "imsqti_item_xmlv2p1", "imsqti_test_xmlv2p1"


def write(material: Material) -> Files:
    """Make one package per set."""
    return {f"{chosen.id}-qti21.zip": zip_bytes(package(chosen)) for chosen in material.sets}


def package(chosen: QuestionSet) -> Files:
    """Return the files of one package by name: manifest, test, and an item per question."""
    trees = {f"items/{question.id}.xml": item(question) for question in chosen.questions}
    manifest = xml_bytes(in_namespace(_manifest(chosen, list(trees)), PACKAGE))
    trees["test.xml"] = _test(chosen)
    files = {name: xml_bytes(in_namespace(tree, QTI, xsi=XSI)) for name, tree in trees.items()}
    return {"imsmanifest.xml": manifest, **files}


def _identifier(id: str) -> str:
    """Return a QTI identifier, which may not start with a digit."""
    return f"q-{id}"


def _manifest(chosen: QuestionSet, items: Sequence[str]) -> etree._Element:
    """List the test, which depends on its items, and the items."""
    root, _, resources = content_manifest(chosen.id, "QTIv2.1 Package", "1.0.0")
    test = add(resources, "resource", identifier="test", type=TEST_TYPE, href="test.xml")
    add(test, "file", href="test.xml")
    for number, name in enumerate(items, 1):
        add(test, "dependency", identifierref=f"item-{number}")
        resource = add(resources, "resource", identifier=f"item-{number}", type=ITEM_TYPE, href=name)
        add(resource, "file", href=name)
    return root


def _test(chosen: QuestionSet) -> etree._Element:
    """Make the test: a section per bank, weights for points; an exam is answered once."""
    root = _root("assessmentTest", chosen.id, chosen.title)
    _add_outcome(root, "SCORE", "float", "single", default="0")
    part = add(root, "testPart", identifier="deel", navigationMode="nonlinear", submissionMode="individual")
    # 0 is no limit (QTI 2.1, itemSessionControl).
    attempts = "1" if chosen.use == "exam" else "0"
    add(part, "itemSessionControl", maxAttempts=attempts, showFeedback="true")
    for section in chosen.sections:
        id = _identifier(section.id)
        node = add(part, "assessmentSection", identifier=id, title=section.title, visible="true")
        for question in section.questions:
            file = f"items/{question.id}.xml"
            reference = add(node, "assessmentItemRef", identifier=_identifier(question.id), href=file)
            add(reference, "weight", identifier="WEIGHT", value=str(question.points))
    total = add(add(root, "outcomeProcessing"), "setOutcomeValue", identifier="SCORE")
    add(add(total, "sum"), "testVariables", variableIdentifier="SCORE", weightIdentifier="WEIGHT")
    return root


def _root(tag: str, id: str, title: str) -> etree._Element:
    root = etree.Element(tag, {"identifier": _identifier(id), "title": title}, nsmap={"xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", SCHEMA)
    return root


class _Item:
    """One item while it is built.

    Its elements come in the order declarations, body, processing, feedback, but a question gives all of them in turn.
    """

    def __init__(self, question: QuestionView) -> None:
        self.question = question
        self.declarations: list[etree._Element] = []
        self.body = etree.Element("itemBody")
        self.processing: list[etree._Element] = []
        self.feedback: list[etree._Element] = []
        self.parts = 0
        """How many parts are scored apart, each from 0 to 1."""

    def declare(self, kind: str, cardinality: str, right: Iterable[str] = ()) -> tuple[str, etree._Element]:
        """Declare a response with its right values; return its name and the declaration."""
        name = "RESPONSE" if not self.declarations else f"RESPONSE{len(self.declarations) + 1}"
        node = etree.Element("responseDeclaration", identifier=name, cardinality=cardinality, baseType=kind)
        values = list(right)
        if values:
            correct = add(node, "correctResponse")
            for value in values:
                add(correct, "value", value)
        self.declarations.append(node)
        return name, node

    def interact(self, tag: str, response: str, prompt: str, **attributes: str) -> etree._Element:
        """Add an interaction that gives a response, with its prompt, and return it."""
        node = add(self.body, tag, responseIdentifier=response, **attributes)
        node.append(markdown_element("prompt", prompt))
        return node

    def add_points(self, expression: etree._Element, condition: etree._Element | None = None) -> None:
        """Add the value of an expression to the score, where a condition holds if there is one."""
        self.parts += 1
        outcome = etree.Element("setOutcomeValue", identifier="SCORE")
        total = add(outcome, "sum")
        add(total, "variable", identifier="SCORE")
        total.append(expression)
        self.processing.append(outcome if condition is None else _when(condition, outcome))

    def add_point_if(self, condition: etree._Element) -> None:
        """Add one to the score where a condition holds."""
        self.add_points(_value("float", "1"), condition)

    def show_if(self, condition: etree._Element, name: str, text: str) -> None:
        """Show a feedback where a condition holds."""
        outcome = etree.Element("setOutcomeValue", identifier="FEEDBACK")
        both = add(outcome, "multiple")
        add(both, "variable", identifier="FEEDBACK")
        add(both, "baseValue", name, baseType="identifier")
        self.processing.append(_when(condition, outcome))
        modal = etree.Element("modalFeedback", outcomeIdentifier="FEEDBACK", identifier=name, showHide="show")
        modal.append(markdown_element("p", text))
        self.feedback.append(modal)


def item(question: QuestionView) -> etree._Element:
    """Make the item of a question, in no namespace yet.

    Outcomes: SCORE, of at most MAXSCORE parts; FEEDBACK, the names of what is shown. The explanation shows after every
    answer.
    """
    building = _Item(question)
    BODIES[question.type](building)
    if explanation := explained(question):
        building.show_if(_value("boolean", "true"), "uitleg", explanation)
    root = _root("assessmentItem", question.id, name_of(question, question.prompt, most=250))
    root.set("adaptive", "false")
    root.set("timeDependent", "false")
    root.set(LANG, language())
    root.extend(building.declarations)
    _add_outcome(root, "SCORE", "float", "single", default="0", normalMaximum=str(building.parts))
    _add_outcome(root, "MAXSCORE", "float", "single", default=str(building.parts))
    _add_outcome(root, "FEEDBACK", "identifier", "multiple")
    root.append(building.body)
    if building.processing:
        add(root, "responseProcessing").extend(building.processing)
    root.extend(building.feedback)
    return root


def _add_outcome(
    parent: etree._Element, name: str, kind: str, cardinality: str, default: str = "", **attributes: str
) -> None:
    declared = {"identifier": name, "cardinality": cardinality, "baseType": kind, **attributes}
    node = add(parent, "outcomeDeclaration", **declared)
    if default:
        add(add(node, "defaultValue"), "value", default)


def _when(condition: etree._Element, outcome: etree._Element) -> etree._Element:
    node = etree.Element("responseCondition")
    add(node, "responseIf").extend([condition, outcome])
    return node


def _value(kind: str, text: str) -> etree._Element:
    node = etree.Element("baseValue", baseType=kind)
    node.text = text
    return node


def _compare(tag: str, name: str, expected: etree._Element, **attributes: str) -> etree._Element:
    """Compare a response with what is expected of it."""
    node = etree.Element(tag, attributes)
    node.extend([etree.Element("variable", identifier=name), expected])
    return node


def _is_right(name: str) -> etree._Element:
    return _compare("match", name, etree.Element("correct", identifier=name))


def _add_mapping(declaration: etree._Element, values: Mapping[str, Fraction]) -> None:
    """Say what each chosen value adds to a part of the score, which stays between 0 and 1."""
    node = add(declaration, "mapping", defaultValue="0", lowerBound="0", upperBound="1")
    for key, value in values.items():
        add(node, "mapEntry", mapKey=key, mappedValue=repr(float(value)))


def _add_choices(
    building: _Item, prompt: str, options: Sequence[OptionView], *, most: int = 1, prefix: str = ""
) -> str:
    """Add a choice of at most `most` options (0: any number); return the name of its response."""
    names = {f"{prefix}{option.letter}": option for option in options}
    right = [name for name, option in names.items() if option.is_correct]
    response, declaration = building.declare("identifier", "single" if most == 1 else "multiple", right)
    if most == 0:
        ticked, unticked = tick_values(bool(option.is_correct) for option in options)
        values = {name: ticked if option.is_correct else unticked for name, option in names.items()}
        _add_mapping(declaration, values)
    # Not shuffled by the client: the options come in our own order, as on the page and on paper.
    node = building.interact("choiceInteraction", response, prompt, shuffle="false", maxChoices=str(most))
    for name, option in names.items():
        node.append(markdown_element("simpleChoice", option.text, identifier=name))
        if option.feedback:
            chosen = _value("identifier", name)
            condition = _compare("match", response, chosen)
            if most != 1:
                condition = etree.Element("member")
                condition.extend([chosen, etree.Element("variable", identifier=response)])
            building.show_if(condition, name, option.feedback)
    return response


def _single(building: _Item) -> None:
    question = building.question
    building.add_point_if(_is_right(_add_choices(building, question.prompt, question.options)))
    if question.reason:
        name = _add_choices(building, question.reason.prompt, question.reason.options, prefix="R")
        building.add_point_if(_is_right(name))


def _multiple(building: _Item) -> None:
    question = building.question
    name = _add_choices(building, asked(question), question.options, most=0)
    building.add_points(etree.Element("mapResponse", identifier=name))


def _order(building: _Item) -> None:
    question = building.question
    name, _ = building.declare("identifier", "ordered", [item.letter for item in question.right_order])
    # Shown in our own order, which is never the right one; a client's shuffle might be.
    node = building.interact("orderInteraction", name, question.prompt, shuffle="false")
    for shown in question.items:
        node.append(markdown_element("simpleChoice", shown.text, identifier=shown.letter))
    building.add_point_if(_is_right(name))


def _match(building: _Item) -> None:
    question, count = building.question, len(building.question.pairs)
    right = [f"L{number} {pair.letter}" for number, pair in enumerate(question.pairs, 1)]
    name, declaration = building.declare("directedPair", "multiple", right)
    _add_mapping(declaration, dict.fromkeys(right, Fraction(1, count)))
    node = building.interact(
        "matchInteraction", name, question.prompt, shuffle="false", maxAssociations=str(count)
    )
    lefts, rights = add(node, "simpleMatchSet"), add(node, "simpleMatchSet")
    for number, pair in enumerate(question.pairs, 1):
        left = markdown_element("simpleAssociableChoice", pair.left, identifier=f"L{number}", matchMax="1")
        lefts.append(left)
    for choice in question.choices:
        attributes = {"identifier": choice.letter, "matchMax": str(count)}
        rights.append(markdown_element("simpleAssociableChoice", choice.text, **attributes))
    building.add_points(etree.Element("mapResponse", identifier=name))


def _numeric(building: _Item) -> None:
    question, number = building.question, building.question.numeric
    assert number is not None
    name, _ = building.declare("float", "single", [f"{number.answer:f}"])
    building.body.append(markdown_element("p", question.prompt))
    entry = add(add(building.body, "p"), "textEntryInteraction", responseIdentifier=name, expectedLength="10")
    entry.tail = f" {number.unit}" if number.unit else None
    mode = {"toleranceMode": "exact"}
    if number.tolerance:
        mode = {"toleranceMode": "absolute", "tolerance": f"{number.tolerance:f} {number.tolerance:f}"}
    building.add_point_if(_compare("equal", name, etree.Element("correct", identifier=name), **mode))
    for place, wrong in enumerate(number.wrong, 1):
        condition = _compare("equal", name, _value("float", f"{wrong.value:f}"), toleranceMode="exact")
        building.show_if(condition, f"W{place}", wrong.feedback)


def _poll(building: _Item) -> None:
    question = building.question
    options = question.options
    if question.scale:
        first, last = question.scale
        texts = (f"1 – {first}", "2", "3", "4", f"5 – {last}")
        options = tuple(OptionView(f"S{step}", text) for step, text in enumerate(texts, 1))
    _add_choices(building, question.prompt, options)


def _open(building: _Item) -> None:
    question = building.question
    rubric = add(building.body, "rubricBlock", view="scorer")
    rubric.append(markdown_element("p", question.model_answer))
    for criterion in question.criteria:
        rubric.append(markdown_element("p", f"{words('quiz')['criteria']}: {criterion}"))
    name, _ = building.declare("string", "single")
    building.interact("extendedTextInteraction", name, question.prompt, expectedLines=str(question.lines))


def _scenario(building: _Item) -> None:
    """Write a scenario as a text to read: its scenes, with where each choice leads."""
    building.body.append(markdown_element("p", building.question.prompt))
    for scene, ways in story_of(building.question):
        building.body.append(markdown_element("p", scene))
        if ways:
            choices = add(building.body, "ul")
            for way in ways:
                choices.append(markdown_element("li", f"{way.letter}. {way.text} *{way.feedback}*"))


BODIES: Mapping[str, Callable[[_Item], None]] = {
    "single": _single,
    "multiple": _multiple,
    "truefalse": _single,
    "order": _order,
    "match": _match,
    "numeric": _numeric,
    "poll": _poll,
    "open": _open,
    "scenario": _scenario,
}
"""What adds the body and the scoring of a question to its item, by its type."""

FORMAT = Format(
    write,
    keeps=PARTS - {"hint", "roles", "debrief"},
    changes={
        "open": "open_no_points",
        "scenario": "scenario_text",
        "pair-feedback": "pair_feedback",
        "decimals": "comma",
    },
)
