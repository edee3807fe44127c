"""QTI 2.1: a package with an item per question and one test."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from lxml import etree

from vorming.exports.bundle import Files, zip_bytes
from vorming.exports.format import PARTS, Format, asked, explained, name_of, story_of
from vorming.exports.material import Material, QuestionSet
from vorming.exports.xml import add, in_namespace, markdown_element, xml_bytes
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


def package(chosen: QuestionSet) -> dict[str, bytes]:
    """Return the files of one package."""
    items = {f"items/{question.id}.xml": item(question) for question in chosen.questions}
    manifest = in_namespace(package_manifest(chosen, items), PACKAGE)
    trees = {"test.xml": assessment_test(chosen), **items}
    files = {name: xml_bytes(in_namespace(tree, QTI, xsi=XSI)) for name, tree in trees.items()}
    return {"imsmanifest.xml": xml_bytes(manifest), **files}


def identifier(id: str) -> str:
    """Return a QTI identifier, which may not start with a digit."""
    return f"q-{id}"


def package_manifest(chosen: QuestionSet, items: Iterable[str]) -> etree._Element:
    """List the test and its items."""
    root = etree.Element("manifest", identifier=f"m-{chosen.id}")
    metadata = add(root, "metadata")
    add(metadata, "schema", "QTIv2.1 Package")
    add(metadata, "schemaversion", "1.0.0")
    add(root, "organizations")
    resources = add(root, "resources")
    names = list(items)
    test = add(resources, "resource", identifier="test", type=TEST_TYPE, href="test.xml")
    add(test, "file", href="test.xml")
    for number, _ in enumerate(names, 1):
        add(test, "dependency", identifierref=f"item-{number}")
    for number, name in enumerate(names, 1):
        resource = add(resources, "resource", identifier=f"item-{number}", type=ITEM_TYPE, href=name)
        add(resource, "file", href=name)
    return root


def assessment_test(chosen: QuestionSet) -> etree._Element:
    """Make the test: a section per bank, weights for points; an exam is answered once."""
    root = _root("assessmentTest", chosen.id, chosen.title)
    _outcome(root, "SCORE", "float", "single", default="0")
    part = add(root, "testPart", identifier="deel", navigationMode="nonlinear", submissionMode="individual")
    attempts = "1" if chosen.use == "exam" else "0"
    add(part, "itemSessionControl", maxAttempts=attempts, showFeedback="true")
    for section in chosen.sections:
        node = add(
            part, "assessmentSection", identifier=identifier(section.id), title=section.title, visible="true"
        )
        for question in section.questions:
            reference = add(
                node, "assessmentItemRef", identifier=identifier(question.id), href=f"items/{question.id}.xml"
            )
            add(reference, "weight", identifier="WEIGHT", value=str(question.points))
    total = add(add(root, "outcomeProcessing"), "setOutcomeValue", identifier="SCORE")
    add(add(total, "sum"), "testVariables", variableIdentifier="SCORE", weightIdentifier="WEIGHT")
    return root


def _root(tag: str, id: str, title: str) -> etree._Element:
    root = etree.Element(tag, {"identifier": identifier(id), "title": title}, nsmap={"xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", SCHEMA)
    return root


class _Item:
    """One item while it is built: declarations first, body, processing, feedback."""

    def __init__(self, question: QuestionView) -> None:
        self.question = question
        self.declarations: list[etree._Element] = []
        self.body = etree.Element("itemBody")
        self.processing: list[etree._Element] = []
        self.feedback: list[tuple[str, str]] = []
        self.parts = 0

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

    def add_points(self, expression: etree._Element) -> None:
        """Add the value of an expression to the score."""
        self.parts += 1
        outcome = etree.Element("setOutcomeValue", identifier="SCORE")
        total = add(outcome, "sum")
        add(total, "variable", identifier="SCORE")
        total.append(expression)
        self.processing.append(outcome)

    def add_point_if(self, condition: etree._Element) -> None:
        """Add one to the score where a condition holds."""
        self.parts += 1
        outcome = etree.Element("setOutcomeValue", identifier="SCORE")
        total = add(outcome, "sum")
        add(total, "variable", identifier="SCORE")
        add(total, "baseValue", "1", baseType="float")
        self.processing.append(_condition(condition, outcome))

    def show_if(self, condition: etree._Element, name: str, text: str) -> None:
        """Show a feedback where a condition holds."""
        outcome = etree.Element("setOutcomeValue", identifier="FEEDBACK")
        both = add(outcome, "multiple")
        add(both, "variable", identifier="FEEDBACK")
        add(both, "baseValue", name, baseType="identifier")
        self.processing.append(_condition(condition, outcome))
        self.feedback.append((name, text))


def item(question: QuestionView) -> etree._Element:
    """Make the item of a question, in no namespace yet."""
    building = _Item(question)
    BODIES[question.type](building)
    root = _root("assessmentItem", question.id, name_of(question, question.prompt, most=250))
    root.set("adaptive", "false")
    root.set("timeDependent", "false")
    root.set(LANG, language())
    for declaration in building.declarations:
        root.append(declaration)
    _outcome(root, "SCORE", "float", "single", default="0", normalMaximum=str(building.parts))
    _outcome(root, "MAXSCORE", "float", "single", default=str(building.parts))
    _outcome(root, "FEEDBACK", "identifier", "multiple")
    root.append(building.body)
    _finish(root, building)
    return root


def _finish(root: etree._Element, building: _Item) -> None:
    """Add the processing and the feedback; the explanation shows after every answer."""
    explanation = explained(building.question)
    if explanation:
        building.show_if(_true(), "uitleg", explanation)
    if building.processing:
        processing = add(root, "responseProcessing")
        for node in building.processing:
            processing.append(node)
    for name, text in building.feedback:
        modal = add(root, "modalFeedback", outcomeIdentifier="FEEDBACK", identifier=name, showHide="show")
        modal.append(markdown_element("p", text))


def _outcome(
    parent: etree._Element, name: str, kind: str, cardinality: str, default: str = "", **attributes: str
) -> None:
    node = add(
        parent, "outcomeDeclaration", identifier=name, cardinality=cardinality, baseType=kind, **attributes
    )
    if default:
        add(add(node, "defaultValue"), "value", default)


def _condition(condition: etree._Element, outcome: etree._Element) -> etree._Element:
    node = etree.Element("responseCondition")
    branch = add(node, "responseIf")
    branch.append(condition)
    branch.append(outcome)
    return node


def _true() -> etree._Element:
    return _value("boolean", "true")


def _value(kind: str, text: str) -> etree._Element:
    node = etree.Element("baseValue", baseType=kind)
    node.text = text
    return node


def _variable(name: str) -> etree._Element:
    return etree.Element("variable", identifier=name)


def _operator(tag: str, *parts: etree._Element, **attributes: str) -> etree._Element:
    node = etree.Element(tag, dict(attributes))
    node.extend(parts)
    return node


def _is_right(name: str) -> etree._Element:
    return _operator("match", _variable(name), etree.Element("correct", identifier=name))


def _mapping(declaration: etree._Element, values: Mapping[str, Fraction], **bounds: str) -> None:
    node = add(declaration, "mapping", defaultValue="0", **bounds)
    for key, value in values.items():
        add(node, "mapEntry", mapKey=key, mappedValue=repr(float(value)))


def _prompt(parent: etree._Element, text: str) -> None:
    parent.append(markdown_element("prompt", text))


def _choice(parent: etree._Element, tag: str, name: str, text: str, **attributes: str) -> None:
    node = markdown_element(tag, text)
    node.set("identifier", name)
    for key, value in attributes.items():
        node.set(key, value)
    parent.append(node)


def _choices(
    building: _Item, prompt: str, options: tuple[OptionView, ...], *, most: int, prefix: str = ""
) -> str:
    """Add a choice with its options; return the name of its response."""
    right = [f"{prefix}{option.letter}" for option in options if option.is_correct]
    name, declaration = building.declare("identifier", "single" if most == 1 else "multiple", right)
    if most == 0:
        each_right, each_wrong = tick_values(bool(option.is_correct) for option in options)
        values = {f"{prefix}{o.letter}": each_right if o.is_correct else each_wrong for o in options}
        _mapping(declaration, values, lowerBound="0", upperBound="1")
    node = add(
        building.body, "choiceInteraction", responseIdentifier=name, shuffle="false", maxChoices=str(most)
    )
    _prompt(node, prompt)
    for option in options:
        _choice(node, "simpleChoice", f"{prefix}{option.letter}", option.text)
        if option.feedback:
            chosen = _value("identifier", f"{prefix}{option.letter}")
            condition = (
                _operator("match", _variable(name), chosen)
                if most == 1
                else _operator("member", chosen, _variable(name))
            )
            building.show_if(condition, f"{prefix}{option.letter}", option.feedback)
    return name


def _single(building: _Item) -> None:
    question = building.question
    building.add_point_if(_is_right(_choices(building, question.prompt, question.options, most=1)))
    if question.reason:
        name = _choices(building, question.reason.prompt, question.reason.options, most=1, prefix="R")
        building.add_point_if(_is_right(name))


def _multiple(building: _Item) -> None:
    question = building.question
    name = _choices(building, asked(question), question.options, most=0)
    building.add_points(etree.Element("mapResponse", identifier=name))


def _order(building: _Item) -> None:
    question = building.question
    right = [item.letter for item in sorted(question.items, key=lambda item: item.position)]
    name, _ = building.declare("identifier", "ordered", right)
    # Shown in our own order, which is never the right one; a client's shuffle might be.
    node = add(building.body, "orderInteraction", responseIdentifier=name, shuffle="false")
    _prompt(node, question.prompt)
    for shown in question.items:
        _choice(node, "simpleChoice", shown.letter, shown.text)
    building.add_point_if(_is_right(name))


def _match(building: _Item) -> None:
    question = building.question
    right = {f"L{number} {pair.letter}": pair for number, pair in enumerate(question.pairs, 1)}
    name, declaration = building.declare("directedPair", "multiple", right)
    _mapping(declaration, {key: Fraction(1, len(right)) for key in right}, lowerBound="0", upperBound="1")
    most = str(len(right))
    node = add(
        building.body, "matchInteraction", responseIdentifier=name, shuffle="false", maxAssociations=most
    )
    _prompt(node, question.prompt)
    lefts, rights = add(node, "simpleMatchSet"), add(node, "simpleMatchSet")
    for number, pair in enumerate(question.pairs, 1):
        _choice(lefts, "simpleAssociableChoice", f"L{number}", pair.left, matchMax="1")
    for choice in question.choices:
        _choice(rights, "simpleAssociableChoice", choice.letter, choice.text, matchMax=most)
    building.add_points(etree.Element("mapResponse", identifier=name))


def _numeric(building: _Item) -> None:
    question, number = building.question, building.question.numeric
    assert number is not None
    name, _ = building.declare("float", "single", [f"{number.answer:f}"])
    building.body.append(markdown_element("p", question.prompt))
    line = add(building.body, "p")
    entry = add(line, "textEntryInteraction", responseIdentifier=name, expectedLength="10")
    entry.tail = f" {number.unit}" if number.unit else None
    building.add_point_if(_equals(name, etree.Element("correct", identifier=name), number.tolerance))
    for place, wrong in enumerate(number.wrong, 1):
        condition = _equals(name, _value("float", f"{wrong.value:f}"), Decimal(0))
        building.show_if(condition, f"W{place}", wrong.feedback)


def _equals(name: str, expected: etree._Element, tolerance: Decimal) -> etree._Element:
    both = f"{tolerance:f} {tolerance:f}"
    mode = {"toleranceMode": "absolute", "tolerance": both} if tolerance else {"toleranceMode": "exact"}
    return _operator("equal", _variable(name), expected, **mode)


def _poll(building: _Item) -> None:
    question = building.question
    if question.options:
        _choices(building, question.prompt, question.options, most=1)
        return
    steps = [OptionView(f"S{step}", str(step)) for step in range(1, 6)]
    steps[0] = OptionView("S1", f"1 – {question.scale[0]}")
    steps[-1] = OptionView("S5", f"5 – {question.scale[1]}")
    _choices(building, question.prompt, tuple(steps), most=1)


def _open(building: _Item) -> None:
    question = building.question
    rubric = add(building.body, "rubricBlock", view="scorer")
    rubric.append(markdown_element("p", question.model_answer))
    for criterion in question.criteria:
        rubric.append(markdown_element("p", f"{words('quiz')['criteria']}: {criterion}"))
    name, _ = building.declare("string", "single")
    node = add(
        building.body, "extendedTextInteraction", responseIdentifier=name, expectedLines=str(question.lines)
    )
    _prompt(node, question.prompt)


def _scenario(building: _Item) -> None:
    """Write a scenario as a text to read: its scenes, with where each choice leads."""
    building.body.append(markdown_element("p", building.question.prompt))
    for scene, ways in story_of(building.question):
        building.body.append(markdown_element("p", scene))
        if ways:
            choices = add(building.body, "ul")
            choices.extend(
                markdown_element("li", f"{way.letter}. {way.text} *{way.feedback}*") for way in ways
            )


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
