"""QTI 2.1: a package with an item per question and one test.

Names and order of elements are those of the IMS QTI 2.1 information model (assessmentItem, assessmentTest), in a
Content Package of profile "QTIv2.1 Package".
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
    story_of,
    tick_values,
    zip_bytes,
)
from vorming.exports.material import Material, QuestionSet
from vorming.exports.xml import add, content_manifest, element, in_namespace, markdown_element, xml_bytes
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
    root.append(_outcome("SCORE", "float", "single", default="0"))
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
    scores = element("testVariables", variableIdentifier="SCORE", weightIdentifier="WEIGHT")
    root.append(
        element("outcomeProcessing", element("setOutcomeValue", element("sum", scores), identifier="SCORE"))
    )
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
        self.body = element("itemBody")
        self.processing: list[etree._Element] = []
        self.feedback: list[etree._Element] = []
        self.parts = 0
        """How many parts are scored apart, each from 0 to 1."""

    def declare(self, kind: str, cardinality: str, right: Iterable[str] = ()) -> tuple[str, etree._Element]:
        """Declare a response with its right values; return its name and the declaration."""
        name = "RESPONSE" if not self.declarations else f"RESPONSE{len(self.declarations) + 1}"
        node = element("responseDeclaration", identifier=name, cardinality=cardinality, baseType=kind)
        if values := [element("value", value) for value in right]:
            node.append(element("correctResponse", *values))
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
        total = element("sum", element("variable", identifier="SCORE"), expression)
        outcome = element("setOutcomeValue", total, identifier="SCORE")
        self.processing.append(outcome if condition is None else _when(condition, outcome))

    def add_point_if(self, condition: etree._Element) -> None:
        """Add one to the score where a condition holds."""
        self.add_points(_value("float", "1"), condition)

    def show_if(self, condition: etree._Element, name: str, text: str) -> None:
        """Show a feedback where a condition holds."""
        both = element("multiple", element("variable", identifier="FEEDBACK"), _value("identifier", name))
        self.processing.append(_when(condition, element("setOutcomeValue", both, identifier="FEEDBACK")))
        shown = {"outcomeIdentifier": "FEEDBACK", "identifier": name, "showHide": "show"}
        self.feedback.append(element("modalFeedback", markdown_element("p", text), **shown))


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
    outcomes = [
        _outcome("SCORE", "float", "single", default="0", normalMaximum=str(building.parts)),
        _outcome("MAXSCORE", "float", "single", default=str(building.parts)),
        _outcome("FEEDBACK", "identifier", "multiple"),
    ]
    processing = [element("responseProcessing", *building.processing)] if building.processing else []
    root.extend([*building.declarations, *outcomes, building.body, *processing, *building.feedback])
    return root


def _outcome(name: str, kind: str, cardinality: str, default: str = "", **attributes: str) -> etree._Element:
    declared = {"identifier": name, "cardinality": cardinality, "baseType": kind, **attributes}
    given = [element("defaultValue", element("value", default))] if default else []
    return element("outcomeDeclaration", *given, **declared)


def _when(condition: etree._Element, outcome: etree._Element) -> etree._Element:
    return element("responseCondition", element("responseIf", condition, outcome))


def _value(kind: str, text: str) -> etree._Element:
    return element("baseValue", text, baseType=kind)


def _compare(tag: str, name: str, expected: etree._Element, **attributes: str) -> etree._Element:
    """Compare a response with what is expected of it."""
    return element(tag, element("variable", identifier=name), expected, **attributes)


def _is_right(name: str) -> etree._Element:
    return _compare("match", name, element("correct", identifier=name))


def _add_mapping(declaration: etree._Element, values: Mapping[str, Fraction]) -> None:
    """Say what each chosen value adds to a part of the score, which stays between 0 and 1."""
    entries = [
        element("mapEntry", mapKey=key, mappedValue=repr(float(value))) for key, value in values.items()
    ]
    declaration.append(element("mapping", *entries, defaultValue="0", lowerBound="0", upperBound="1"))


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
            chosen, given = _value("identifier", name), element("variable", identifier=response)
            condition = element("match", given, chosen) if most == 1 else element("member", chosen, given)
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
    building.add_points(element("mapResponse", identifier=name))


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
    lefts = [(pair.left, f"L{number}", "1") for number, pair in enumerate(question.pairs, 1)]
    rights = [(choice.text, choice.letter, str(count)) for choice in question.choices]
    for side in (lefts, rights):
        texts = add(node, "simpleMatchSet")
        for text, id, most in side:
            texts.append(markdown_element("simpleAssociableChoice", text, identifier=id, matchMax=most))
    building.add_points(element("mapResponse", identifier=name))


def _numeric(building: _Item) -> None:
    question, number = building.question, building.question.numeric
    assert number is not None
    name, _ = building.declare("float", "single", [f"{number.answer:f}"])
    building.body.append(markdown_element("p", question.prompt))
    entry = add(add(building.body, "p"), "textEntryInteraction", responseIdentifier=name, expectedLength="10")
    entry.tail = f" {number.unit}" if number.unit else None
    # An absolute tolerance has two numbers: by how much a response may be too low and too high.
    mode = {"toleranceMode": "exact"}
    if number.tolerance:
        mode = {"toleranceMode": "absolute", "tolerance": f"{number.tolerance:f} {number.tolerance:f}"}
    building.add_point_if(_compare("equal", name, element("correct", identifier=name), **mode))
    for place, wrong in enumerate(number.wrong, 1):
        condition = _compare("equal", name, _value("float", f"{wrong.value:f}"), toleranceMode="exact")
        building.show_if(condition, f"W{place}", wrong.feedback)


def _poll(building: _Item) -> None:
    question = building.question
    options = question.options
    # QTI has no scale: its five steps are choices, the outer ones with their words.
    if question.scale:
        first, last = question.scale
        texts = (f"1 – {first}", "2", "3", "4", f"5 – {last}")
        options = tuple(OptionView(f"S{step}", text) for step, text in enumerate(texts, 1))
    _add_choices(building, question.prompt, options)


def _open(building: _Item) -> None:
    question = building.question
    criteria = [f"{words('quiz')['criteria']}: {criterion}" for criterion in question.criteria]
    # For who scores alone; a candidate's view leaves it out.
    rubric = [markdown_element("p", text) for text in (question.model_answer, *criteria)]
    building.body.append(element("rubricBlock", *rubric, view="scorer"))
    name, _ = building.declare("string", "single")
    building.interact("extendedTextInteraction", name, question.prompt, expectedLines=str(question.lines))


def _scenario(building: _Item) -> None:
    """Write a scenario as a text to read: its scenes, with where each choice leads."""
    building.body.append(markdown_element("p", building.question.prompt))
    for scene, ways in story_of(building.question):
        building.body.append(markdown_element("p", scene))
        said = [f"{way.letter}. {way.text} *{way.feedback}*" for way in ways]
        if said:
            building.body.append(element("ul", *(markdown_element("li", text) for text in said)))


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
