"""The table of directives and roles that a page may use, with one record each.

Checks, usage, the language rules, slides, packs, notebooks and the manual all read these records. A new directive
needs a class, a record here and a test; a new box also needs a word and an icon. A record names classes and functions
as "module:name", below `vorming`, and `find` imports them, so that a check need not import Sphinx.

The directive `only` of Sphinx is left out on purpose, because a heading in it leaks into every edition. Texts for
trainers go in `trainer-note`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pkgutil import resolve_name
from typing import Any, Literal, get_args

from vorming.model.base import Ref
from vorming.model.course import PartKind

CODE_LANGUAGES = frozenset({"bash", "console", "python", "text", "yaml"})
"""The languages that a code block may name after its fence."""


class ValueKind(StrEnum):
    """The type of an argument or of the value of an option that is not the id of an item."""

    NUMBER = "number"
    FLAG = "flag"
    ANY = "any"
    """A name, a path or another value that is checked elsewhere, if at all."""
    TEXT = "text"
    """Words that a reader sees."""


@dataclass(frozen=True)
class Parameter:
    """An argument or an option of a directive, or the text between the backticks of a role.

    `example` is for the manual. If the type is a `Ref`, the argument or each word of the option is the id of an item.
    """

    kind: ValueKind | Ref
    example: str = ""
    is_required: bool = True
    """Whether the argument may not be left out; an option always may."""
    maximum: int = 999
    form: str | None = None
    """The pattern of its values; None if any value will do, or if another rule checks it."""


SlidePart = Literal[
    "", "body", "lesson", "first", "title", "short-answer", "to-confirm", "names", "note", "moment"
]  # fmt: skip
"""The part of a box that a slide shows: its body, its first paragraph, that with a class, or the names of a list.

"lesson" is the body, whole, on a slide that belongs to no step; "title" is the first paragraph, on the title slide.

"note" and "moment" are shown in the speaker's window, and so is a box without any of these.
"""


@dataclass(frozen=True)
class DirectiveRecord:
    """The record of a directive, with everything that other modules must know of it.

    Fields that are left empty do not apply: a directive without `box` draws no box, and one without `slide` is on
    no slide.
    """

    cls: str = ""
    """Its class, in sphinx_ext; empty for a directive of docutils, Sphinx or an extension."""
    summary: str = ""
    """A description of its output, for the manual."""
    argument: Parameter | None = None
    options: Mapping[str, Parameter] = field(default_factory=dict)
    body: Literal["", "markdown", "list", "table", "fragments", "foreign", "code", "data"] = ""
    """The kind of its body: "" for none.

    "list" is one bullet list, "fragments" is Markdown without sentences, "foreign" is Markdown in another language, and
    so is the heading right above it.
    """
    may_be_empty: bool = False
    """Whether its body may be empty."""
    parent: str = ""
    """The only directive that may directly contain it, and that contains nothing else."""
    is_captioned: bool = False
    """Whether Sphinx can number it, because it has a title or caption."""
    items: str = ""
    """A function (course, page, call) -> items that it uses, or the field of the course that has them all.

    If empty, it uses the item that its argument names.
    """
    is_list: bool = False
    """Whether it lists all items of a kind. A change of an item makes its page stale, but listing is not using."""
    is_once: bool = False
    """Whether the book may have only one, since links from all pages lead there."""
    fingerprint: str = ""
    """A function (loaded, course) -> text that changes if the output changes for another reason than its items."""
    is_slow: bool = False
    """Whether `fingerprint` is so slow that the preview doesn't call it, and shows the output of when it was opened."""
    shows: str = ""
    """The kind of the items that it shows with their own ids as anchors.

    Anchors on a page are unique, so the check refuses a second directive that shows the same item.
    """
    shown_ids: str = ""
    """A function (course, call) -> ids of those items; if empty, they are the items that it uses."""
    is_for_trainer: bool = False
    is_for_slides: bool = False
    """Whether it is shown on slides only, and on no page."""
    box: str = ""
    """The kind of its box, which determines its word (assets/boxes), its icon (assets/look/icons) and its colours."""
    is_practice: bool = False
    """Whether a group practises an objective in it.

    It then counts for the outcomes of a day, and is on a participant's paper even if the steps name no blocks.
    """
    slide: SlidePart = ""
    paper: Literal["", "margin", "columns"] = ""
    """Where its box is on paper: in the margin beside the text, or across text and margin in columns."""
    export: str = ""
    """The function that writes it in an exported notebook; if empty, the notebook has a link to the site.

    A directive with such a function may be used in the text of an item, since exports contain items too.
    """


@dataclass(frozen=True)
class RoleRecord:
    """The record of a role; its fields have the same meaning as in `DirectiveRecord`."""

    cls: str
    summary: str
    argument: Parameter


def find(name: str) -> Any:
    """Import the object that a record names as "module:name", below `vorming`.

    Raises ImportError or AttributeError if it doesn't exist.
    """
    return resolve_name(f"vorming.{name}")


_TITLE = Parameter(ValueKind.TEXT, "Title")
_MODULE = Parameter(Ref("module"), "module")
_LINES = Parameter(ValueKind.NUMBER, "4", maximum=30)
_MINUTES = Parameter(ValueKind.NUMBER, "10")
_FLAG = Parameter(ValueKind.FLAG, form="")
_PART = Parameter(ValueKind.ANY, "test", form="|".join(sorted({*get_args(PartKind)} - {"lesson"})))
_NAME = Parameter(ValueKind.ANY, "naam")

OWN_DIRECTIVES: Mapping[str, DirectiveRecord] = {
    "objectives": DirectiveRecord(
        "lesson:LessonList", "the box with this lesson's objectives",
        items="course.usage:own_lesson", box="objectives", slide="lesson", export="exports.notebook:write_list",
    ),
    "key-points": DirectiveRecord(
        "lesson:LessonList", "the box with this lesson's key points, on a web page and in a deck at the end",
        items="course.usage:own_lesson", box="key-points", slide="lesson", export="exports.notebook:write_list",
    ),
    "content-note": DirectiveRecord(
        "boxes:ContentNote", "a calm warning at the start, with how to step out and the help lines",
        body="markdown", box="content-note", slide="title", export="exports.notebook:write_box",
    ),
    "faq": DirectiveRecord(
        "items:FaqDirective", "one FAQ entry: question, short answer, full answer, status and sources",
        Parameter(Ref("faq"), "id"),
        shows="faq", box="faq", slide="short-answer", export="exports.notebook:write_faq",
    ),
    "faq-list": DirectiveRecord(
        "items:FaqDirective", "all entries of a topic, or for an audience",
        options={"topic": Parameter(Ref("topic"), "thema"), "audience": Parameter(Ref("audience"), "politie")},
        items="course.usage:faq_list", shows="faq",
    ),
    "fact-box": DirectiveRecord(
        "items:FactBox", "the statement, how sure it is, from when and from which source, what another source says",
        Parameter(Ref("fact"), "id"), box="fact", slide="first", export="exports.notebook:write_fact",
    ),
    "contradiction": DirectiveRecord(
        "items:ContradictionDirective", "trainee: careful wording, and how sure it is; trainer: both sides, sources, advice",
        Parameter(Ref("contradiction"), "K3"),
        box="contradiction", slide="to-confirm", export="exports.notebook:write_contradiction",
    ),
    "case": DirectiveRecord(
        "boxes:Case", "a case, marked “Verzonnen voorbeeld”, with lines to write on in print",
        _TITLE, {"lines": _LINES, "name": _NAME},
        body="markdown", box="case", is_practice=True, slide="body", export="exports.notebook:write_case",
    ),
    "exercise": DirectiveRecord(
        "boxes:Exercise", "an exercise",
        _TITLE, {"method": Parameter(ValueKind.TEXT, "stelling"), "minutes": _MINUTES, "lines": _LINES, "name": _NAME},
        body="markdown", box="exercise", is_practice=True, slide="body", export="exports.notebook:write_box",
    ),
    "cards": DirectiveRecord(
        "boxes:Cards", "trainer's edition only: a list of cards to cut out, one set for so many people",
        _TITLE, {"name": _NAME, "group": Parameter(ValueKind.NUMBER, "3")},
        body="list", is_for_trainer=True, box="cards", export="exports.notebook:leave_out",
    ),
    "trainer-note": DirectiveRecord(
        "boxes:TrainerNote", "trainer's edition only: speaker notes; `first`: who has only an hour reads it first",
        Parameter(ValueKind.TEXT, "Title", is_required=False),
        {
            "minutes": _MINUTES, "part": _PART, "programmes": Parameter(Ref("programme"), "half-day"),
            "first": _FLAG,
        },
        body="markdown", is_for_trainer=True, box="trainer-note", slide="note", paper="margin",
    ),
    "difficult-moments": DirectiveRecord(
        "lesson:DifficultMoments", "trainer's edition only: this lesson's cards “Wat als iemand zegt …”",
        items="course.usage:own_moments", is_for_trainer=True, box="difficult-moment", slide="moment",
        paper="columns",
    ),
    "quiz": DirectiveRecord(
        "lesson:QuizDirective", "a quiz, or some of its questions; in the packs a worksheet and a key",
        Parameter(Ref("quiz"), "bank"), {"questions": Parameter(Ref("question"), "q-1 q-2")},
        shows="question", shown_ids="check.items:asked_questions",
    ),
    "scenario": DirectiveRecord(
        "lesson:ScenarioDirective", "one scenario from a bank, also as role-play card and debrief",
        Parameter(Ref("question"), "question"), shows="question",
    ),
    "self-test": DirectiveRecord(
        "lesson:SelfTestDirective", "a fixed choice from the banks of a module's lessons",
        _MODULE, items="course.usage:banks_of_module", fingerprint="course.usage:lesson_order",
        shows="question", shown_ids="check.items:self_tested",
    ),
    "programme": DirectiveRecord(
        "lesson:ProgrammeDirective", "the module's programmes with clock times",
        _MODULE, items="course.usage:module_and_lessons", box="programme",
    ),
    "module": DirectiveRecord(
        "lesson:ModuleDirective", "for whom, outcomes, lessons, what to read on, preparation",
        _MODULE, items="course.usage:module_and_lessons",
    ),
    "helplines": DirectiveRecord(
        "items:HelpLines", "help lines with `tel:` links; brief: without sources, for a card",
        options={"topics": Parameter(Ref("helpline-topic"), "nood jongeren"), "brief": _FLAG},
        items="course.usage:helplines", box="helplines", slide="names", export="exports.notebook:write_helplines",
    ),
    "chart": DirectiveRecord(
        "charts:ChartDirective", "a chart with its table",
        Parameter(Ref("chart"), "matrix"), {"name": _NAME}, items="course.usage:chart",
    ),
    "comparison": DirectiveRecord(
        "charts:ComparisonDirective",
        "a table of the chosen; of all when nothing is chosen; filtered and sorted on the web",
        options={
            "jurisdictions": Parameter(Ref("jurisdiction"), "BE NL"),
            "attributes": Parameter(Ref("attribute"), "klant-strafbaar"),
        },
        items="course.usage:jurisdictions", fingerprint="course.usage:comparison_frame",
    ),
    "jurisdiction": DirectiveRecord(
        "charts:JurisdictionDirective",
        "one card: model, law, each answer with its source; what to know for the trainer",
        Parameter(Ref("jurisdiction"), "BE"), fingerprint="course.usage:comparison_frame", box="jurisdiction",
    ),
    "chart-data": DirectiveRecord(
        "charts:ChartDataDirective", "a chart that a notebook drew; notebooks write it, people don't", body="data",
    ),
    "glossary-list": DirectiveRecord(
        "items:GlossaryList", "the glossary", items="terms", is_list=True, is_once=True,
    ),
    "ledger": DirectiveRecord(
        "items:Ledger", "the facts of a topic, or all, each with where it is used",
        options={"topic": Parameter(Ref("fact-topic"), "thema")},
        items="course.usage:facts", is_list=True, fingerprint="course.usage:where_used",
        shows="fact",
    ),
    "open-points": DirectiveRecord(
        "items:OpenPoints", "what the organisation is asked to confirm", items="course.usage:open_points", is_list=True,
    ),
    "pack-changes": DirectiveRecord(
        "items:PackChanges", "the number of each pack today, and what changed since each one that went out",
        fingerprint="packs.content:packs_digest", is_slow=True,
    ),
    "sources": DirectiveRecord(
        "items:SourcesOfPage", "the sources of what this page uses", export="exports.notebook:leave_out",
    ),
    "language": DirectiveRecord(
        "boxes:Language", "a part in French or English, not read by the language gate; `{fact}` gives its number alone",
        Parameter(Ref("language"), "fr"), body="foreign",
    ),
    "slide": DirectiveRecord(
        "boxes:Slide", "what stands on the slide of this section instead", body="fragments", is_for_slides=True,
    ),
    "no-slide": DirectiveRecord("boxes:NoSlide", "no slide for this section", is_for_slides=True),
}  # fmt: skip
"""Our own directives, in the order of the manual."""

OWN_ROLES: Mapping[str, RoleRecord] = {
    "fact": RoleRecord(
        "items:FactRole", "the value with its unit, Dutch notation, thin spaces", Parameter(Ref("fact"), "id")
    ),
    "helpline": RoleRecord(
        "items:HelpLineRole",
        "the number of a help line; on the site a link that dials it",
        Parameter(Ref("helpline"), "id"),
    ),
    "contact": RoleRecord(
        "items:ContactRole",
        "room to write on paper; on the papers of a day with `--local`, the contact of that id in `lokaal/PLACE.yml`",
        Parameter(ValueKind.ANY, "zorgcentrum"),
    ),
}

_CODE = Parameter(ValueKind.ANY, "python", form="|".join(sorted(CODE_LANGUAGES)))
# One number, or four for wider and wider screens.
_COLUMNS = Parameter(ValueKind.ANY, "2", form="(?:[1-9]|1[0-2])(?: (?:[1-9]|1[0-2])){3}|[1-9]|1[0-2]|")
_GUTTER = Parameter(ValueKind.ANY, form="[0-5]( [0-5]){3}|[0-5]")
_MAY_HAVE_TITLE = replace(_TITLE, is_required=False)
_NAMED: Mapping[str, Parameter] = {"name": _NAME}
_NOTE = DirectiveRecord(options=_NAMED, body="markdown")
_PICTURE = DirectiveRecord(
    argument=Parameter(ValueKind.ANY, "kaart.png"),
    options={
        **_NAMED,
        "alt": Parameter(ValueKind.TEXT),
        "width": Parameter(ValueKind.ANY, form=r"(100|[1-9]\d?)%"),
    },
)
_TABLE = DirectiveRecord(
    argument=_MAY_HAVE_TITLE,
    options={**_NAMED, "widths": Parameter(ValueKind.ANY, form=r"[1-9]\d?( [1-9]\d?)*")},
    body="table",
    is_captioned=True,
)

STANDARD_DIRECTIVES: Mapping[str, DirectiveRecord] = {
    **dict.fromkeys(["attention", "hint", "important", "note", "seealso", "tip", "warning"], _NOTE),
    "admonition": replace(_NOTE, argument=_TITLE),
    "bibliography": DirectiveRecord(
        argument=Parameter(ValueKind.ANY, "", is_required=False), options={"all": _FLAG},
        items="sources", is_list=True, is_once=True,
    ),
    "code-block": DirectiveRecord(
        argument=_CODE, options={**_NAMED, "caption": Parameter(ValueKind.TEXT)}, body="code", is_captioned=True
    ),
    "dropdown": replace(_NOTE, argument=_TITLE, may_be_empty=True),
    "figure": replace(_PICTURE, body="markdown", may_be_empty=True),
    "grid": DirectiveRecord(argument=_COLUMNS, options={"gutter": _GUTTER}, body="markdown"),
    "grid-item-card": DirectiveRecord(
        argument=_MAY_HAVE_TITLE, options={"link": Parameter(ValueKind.ANY), "link-type": Parameter(ValueKind.ANY, form="doc")},
        body="markdown", parent="grid",
    ),
    "image": _PICTURE,
    "list-table": replace(_TABLE, options={**_TABLE.options, "header-rows": Parameter(ValueKind.NUMBER)}),
    "tab-item": DirectiveRecord(argument=_TITLE, body="markdown", parent="tab-set"),
    "tab-set": DirectiveRecord(body="markdown"),
    "table": _TABLE,
}  # fmt: skip
"""The directives of MyST, Sphinx and sphinx-design that a page may use.

The list is closed, since other directives (`include`, `raw`, `literalinclude`) can read any file or address. If a
directive takes no argument, MyST reads the text after its name as the start of its body.
"""

STANDARD_ROLES: Mapping[str, str] = {
    **dict.fromkeys(["abbr", "doc", "ref", "sub", "sup"], ""),
    "cite": "course.usage:cited",
    "term": "course.usage:terms",
}
"""The roles of docutils and Sphinx that a page may use, with the same value as `DirectiveRecord.items`."""

DIRECTIVES: Mapping[str, DirectiveRecord] = {**STANDARD_DIRECTIVES, **OWN_DIRECTIVES}
ROLES = frozenset(STANDARD_ROLES.keys() | OWN_ROLES.keys())


_UNKNOWN = DirectiveRecord()


def record_of(name: str) -> DirectiveRecord:
    """Return the record of a directive; an empty one for a directive that no page may use."""
    return DIRECTIVES.get(name, _UNKNOWN)


# The sets below are derived from the records, so that a new directive needs only a record.
def _named(condition: Callable[[DirectiveRecord], object]) -> frozenset[str]:
    """Return the names of the directives whose record meets a condition."""
    return frozenset(name for name, record in DIRECTIVES.items() if condition(record))


TRAINER_DIRECTIVES = _named(lambda record: record.is_for_trainer)
"""Directives that only the trainer reads. Their sources must not show in a list for trainees."""

TRAINER_BOXES = frozenset(record.box for record in OWN_DIRECTIVES.values() if record.is_for_trainer) - {""}
"""Kinds of box that only the trainer reads."""

PRACTICE = _named(lambda record: record.is_practice)
"""Directives in which a group practises an objective; the kind of their box has the same name."""

LESSON_DIRECTIVES = _named(
    lambda record: record.items in {"course.usage:own_lesson", "course.usage:own_moments"}
)
"""Directives that show a part of the lesson of their own page."""

ITEM_DIRECTIVES = _named(lambda record: record.export and not record.is_for_trainer) - LESSON_DIRECTIVES
"""Directives that may be used in the text of an item, since exports can write them."""

ASKING_DIRECTIVES = _named(lambda record: record.shows == "question")
"""Directives that show questions."""

VERBATIM = _named(lambda record: record.body in {"code", "data"}) | {"code-cell", "math", "raw"}
"""Directives whose body is no Markdown."""

FOREIGN_LANGUAGES = frozenset({"en", "fr"})
"""The languages that a part of a Dutch page may be in, for the argument of `language`."""


def is_known(name: str, *, is_role: bool) -> bool:
    """Tell whether an author may use a directive or role; directives with a data body are written by notebooks only."""
    return name in ROLES if is_role else name in DIRECTIVES and DIRECTIVES[name].body != "data"
