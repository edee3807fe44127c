"""Our QTI 2.1 items in the names of QTI 3.0, for a player that reads only those."""

import re

from lxml import etree

from vorming.exports import qti
from vorming.quiz.view import QuestionView

XSI = "http://www.w3.org/2001/XMLSchema-instance"
QTI3 = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
SCHEMA3 = f"{QTI3} https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd"
HTML = frozenset(("p", "em", "strong", "code", "a", "ul", "li", "br"))
WITH_CONTENT_BODY = frozenset(("modalFeedback", "rubricBlock"))

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def item_bytes(question: QuestionView) -> bytes:
    """Return the item of a question in the names of QTI 3.0."""
    return etree.tostring(
        renamed(etree.fromstring(qti.item(question))), xml_declaration=True, encoding="UTF-8"
    )


def renamed(node: etree._Element) -> etree._Element:
    """Return a QTI 2.1 tree in QTI 3.0's names: qti-kebab-case, and a body around block content."""
    name = etree.QName(node).localname
    tag = name if name in HTML else f"qti-{_kebab(name)}"
    copy = etree.Element(f"{{{QTI3}}}{tag}", nsmap={None: QTI3, "xsi": XSI})  # type: ignore[dict-item]
    for key, value in zip(map(str, node.keys()), node.values(), strict=True):
        copy.set(key if key.startswith("{") else _kebab(key), value)
    if name == "rubricBlock":
        copy.set("use", "scoring")
    if f"{{{XSI}}}schemaLocation" in copy.attrib:
        copy.set(f"{{{XSI}}}schemaLocation", SCHEMA3)
    copy.text, copy.tail = node.text, node.tail
    inner = etree.SubElement(copy, f"{{{QTI3}}}qti-content-body") if name in WITH_CONTENT_BODY else copy
    inner.extend(renamed(child) for child in node)
    return copy


def _kebab(name: str) -> str:
    return _HUMP.sub("-", name).lower()
