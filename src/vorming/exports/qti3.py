"""QTI 3.0: the tree of QTI 2.1 under its new names."""

import re

from lxml import etree

from vorming.exports import qti
from vorming.exports.bundle import Bundle, zip_bytes
from vorming.exports.material import Material, QuestionSet
from vorming.exports.xml import attributes_of, element_in, in_namespace, xml_bytes

QTI3 = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
PACKAGE3 = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
SCHEMA3 = f"{QTI3} https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd"
HTML = frozenset(("p", "em", "strong", "code", "a", "ul", "li", "br"))
WITH_CONTENT_BODY = frozenset(("modalFeedback", "rubricBlock"))

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def render(material: Material) -> Bundle:
    """Make one package per set."""
    files = {f"{chosen.id}-qti30.zip": zip_bytes(package(chosen)) for chosen in material.sets}
    return Bundle(files, tuple(qti.all_notes(material)))


def package(chosen: QuestionSet) -> dict[str, bytes]:
    """Return the files of one package."""
    questions = [question for question in chosen.questions if question.type in qti.BODIES]
    items = {f"items/{question.id}.xml": xml_bytes(renamed(qti.item(question))) for question in questions}
    test = xml_bytes(renamed(qti.assessment_test(chosen)))
    return {"imsmanifest.xml": _manifest(chosen, list(items)), "test.xml": test, **items}


def renamed(node: etree._Element) -> etree._Element:
    """Return a QTI 2.1 tree in QTI 3.0's names: qti-kebab-case, and a body around block content."""
    name = str(node.tag)
    tag = name if name in HTML else f"qti-{_kebab(name)}"
    copy = element_in(QTI3, tag, {}, {"xsi": qti.XSI})
    for key, value in attributes_of(node).items():
        copy.set(key if key.startswith("{") else _kebab(key), value)
    if name == "rubricBlock":
        copy.set("use", "scoring")
    if f"{{{qti.XSI}}}schemaLocation" in copy.attrib:
        copy.set(f"{{{qti.XSI}}}schemaLocation", SCHEMA3)
    copy.text, copy.tail = node.text, node.tail
    inner = etree.SubElement(copy, f"{{{QTI3}}}qti-content-body") if name in WITH_CONTENT_BODY else copy
    inner.extend(renamed(child) for child in node)
    return copy


def _kebab(name: str) -> str:
    return _HUMP.sub("-", name).lower()


def _manifest(chosen: QuestionSet, items: list[str]) -> bytes:
    text = xml_bytes(in_namespace(qti.package_manifest(chosen, items), PACKAGE3)).decode()
    changes = {
        "<schema>QTIv2.1 Package<": "<schema>QTI Package<",
        "<schemaversion>1.0.0<": "<schemaversion>3.0.0<",
        qti.ITEM_TYPE: "imsqti_item_xmlv3p0",
        qti.TEST_TYPE: "imsqti_test_xmlv3p0",
    }
    for old, new in changes.items():
        text = text.replace(old, new)
    return text.encode()
