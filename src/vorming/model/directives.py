"""The directives and roles a page may use: our own, and those of MyST, Sphinx and sphinx-design.

`only` is missing on purpose: a heading in it leaks into every edition. A trainer's text goes in
`trainer-note`.
"""

from collections.abc import Mapping

OWN_DIRECTIVES = frozenset(
    [
        "objectives",
        "key-points",
        "content-note",
        "cards",
        "case",
        "exercise",
        "trainer-note",
        "difficult-moments",
        "slide",
        "no-slide",
        "faq",
        "faq-list",
        "fact-box",
        "contradiction",
        "module",
        "programme",
        "helplines",
        "glossary-list",
        "ledger",
        "open-points",
        "pack-changes",
        "sources",
        "quiz",
        "scenario",
        "self-test",
        "coverage",
        "chart",
        "chart-data",
        "comparison",
        "jurisdiction",
    ]
)

OWN_OPTIONS: Mapping[str, frozenset[str]] = {
    "cards": frozenset({"group", "name"}),
    "case": frozenset({"lines", "name"}),
    "exercise": frozenset({"lines", "method", "minutes", "name"}),
    "trainer-note": frozenset({"minutes"}),
    "faq-list": frozenset({"audience", "topic"}),
    "helplines": frozenset({"brief", "topics"}),
    "ledger": frozenset({"topic"}),
    "quiz": frozenset({"questions"}),
    "chart": frozenset({"name"}),
    "comparison": frozenset({"attributes", "jurisdictions"}),
}
"""The options of our own directives; those that aren't here have none."""

NUMBERS = frozenset({"group", "lines", "minutes"})
"""The options that take a number."""

TRAINER_DIRECTIVES = frozenset({"cards", "coverage", "difficult-moments", "trainer-note"})
"""What only the trainer reads: what these draw or hold must not show in a trainee's list of sources."""

STANDARD_DIRECTIVES = frozenset(
    [
        "admonition",
        "attention",
        "bibliography",
        "button-link",
        "button-ref",
        "card",
        "code",
        "code-block",
        "code-cell",
        "dropdown",
        "epigraph",
        "figure",
        "glossary",
        "grid",
        "grid-item",
        "grid-item-card",
        "hint",
        "image",
        "important",
        "list-table",
        "math",
        "note",
        "seealso",
        "sidebar",
        "tab-item",
        "tab-set",
        "table",
        "tableofcontents",
        "tip",
        "toctree",
        "warning",
    ]
)

VERBATIM = frozenset({"chart-data", "code", "code-block", "code-cell", "math", "raw", "toctree"})
"""Directives whose body is no Markdown."""

CHARTS = frozenset(
    ["matrix", "tijdlijn", "legalisering-decriminalisering", "drie-modellen", "tegelkaart", "kosten-abortus"]
)
"""The names of the charts; here, because the checks draw nothing."""

OWN_ROLES = frozenset({"fact", "helpline"})

STANDARD_ROLES = frozenset(["abbr", "cite", "cite:p", "cite:t", "doc", "math", "ref", "sub", "sup", "term"])

DIRECTIVES = OWN_DIRECTIVES | STANDARD_DIRECTIVES
ROLES = OWN_ROLES | STANDARD_ROLES


def is_known(name: str, *, is_role: bool) -> bool:
    """Tell whether a directive or role may stand on a page."""
    return name in ROLES or name.startswith("bdg-") if is_role else name in DIRECTIVES
