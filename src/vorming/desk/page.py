"""The common parts of all pages of the desk: the request, the frame, and Dutch words for keys and values."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from textwrap import shorten
from typing import Any

from markupsafe import Markup

from vorming.build.failures import describe_failure
from vorming.check.due import DatedEntry, due_entries
from vorming.course.kinds import KIND_WORDS, label
from vorming.desk.fields import Field, FormValues
from vorming.desk.state import EDITABLE, Desk
from vorming.model.base import Loc
from vorming.model.course import Reference
from vorming.packs import pack_titles
from vorming.packs.changes import write_pages
from vorming.source.edit import ChangedMeanwhileError, EditError
from vorming.source.problems import Problem, fill_text
from vorming.text.markdown import inline_html, inline_text, resolve_roles, values_of
from vorming.text.numbers import format_date
from vorming.text.templates import fill
from vorming.text.words import with_capital, words

WORDS = words("desk")


@dataclass(frozen=True)
class Response:
    """The response to a request: a page, or a redirect to an address below the token.

    After a change it is always a redirect, so that reloading the page does not repeat the change.
    """

    html: str = ""
    to: str | None = None
    status: int = 200


@dataclass
class Request:
    """A request: the desk, the parts of its address, and the values of a form or query."""

    desk: Desk
    parts: tuple[str, ...] = ()
    form: FormValues = field(default_factory=dict)
    base: str = "/"
    """The start of every address on a page."""
    notice: str = ""
    """A sentence about the change that was just made."""

    def sent(self, name: str) -> str:
        """Return the first value that was sent with a name, with line feeds as line ends; empty if there is none."""
        return next(iter(self.form.get(name, ())), "").replace("\r\n", "\n").strip()

    def text(self, markdown: str) -> Markup:
        """Render the text of an item as HTML, with its roles replaced by their values."""
        return Markup(inline_html(resolve_roles(markdown, values_of(self.desk.course))))

    def plain(self, markdown: str) -> str:
        """Render the text of an item as plain text, for use where no markup is allowed, such as in a link."""
        return inline_text(resolve_roles(markdown, values_of(self.desk.course)))

    def name_of(self, key: str) -> str:
        """Return the kind and the label of an item from its key; its id if it can't be read or is a word."""
        kind, _, id = key.partition("/")
        entry = self.desk.entry(kind, id) if self.desk.loaded.course else None
        name = shorten(self.plain(label(entry.item)), 90, placeholder=" …") if entry and entry.item else id
        return f"{KIND_WORDS.get(kind, kind)} “{name.rstrip('.')}”"


def render(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """Render a page of the desk with its frame.

    `template` is the name of a file below assets/desk/, and `values` are its variables beside those of the frame.
    """
    desk = request.desk
    frame = {
        "words": WORDS, "request": request, "kinds": KIND_WORDS, "date": format_date, "label": label,
        "write_pages": write_pages, "part": part_label, "shown": shown_value,
        "titles": pack_titles(desk.course) if desk.loaded.course else {},
        "today": desk.today(), "last": desk.last, "notice": request.notice, "editable": EDITABLE,
    }  # fmt: skip
    html = fill(f"desk/{template}.html.jinja", **frame, **values)
    return Response(html, status=status)


_NAME = re.compile(r"(?<![\w“{-])[a-z_]+(?![\w”}-])")


def in_words(problem: Problem, fields: Iterable[Field]) -> Problem:
    """Return a problem with the keys in its message replaced by the labels of the form.

    The sentence of a rule is for people who edit the file, and names the key `statement`; the label of that field in
    the form is “Wat er staat”.
    """
    keys = {str(part) for field in fields for part in field.loc}
    labels = {k: v for k, v in {**WORDS.group("groups"), **WORDS.group("fields")}.items() if k in keys}
    key = problem.values.get("key")

    def named(text: str) -> str:
        return _NAME.sub(lambda name: f"“{labels[name[0]]}”" if name[0] in labels else name[0], text)

    detail = named(str(problem.values.get("detail", "")))
    values = {**problem.values, "key": labels.get(str(key), key), "detail": detail}

    def fill(text: str) -> str:
        return with_capital(fill_text(named(text), values))

    return replace(problem, message=fill(problem.rule.sentence), hint=fill(problem.rule.hint))


def part_label(loc: Loc) -> str:
    """Return the Dutch label of a part: ("other", "parts", 0) gives “Wat een andere bron zegt, deel 1”."""
    names, labels = {**WORDS.group("fields"), **WORDS.group("groups")}, list[str]()
    for part in loc:
        if isinstance(part, int):
            labels[-1] += f" {part + 1}"
        else:
            labels.append(names.get(part, part.replace("-", " ")))
    name = ", ".join(labels)
    return with_capital(name)


def shown_value(text: str) -> str:
    """Return a value of a data file as the desk shows it: dates and choices in words, other texts as they are."""
    try:
        return format_date(date.fromisoformat(text))
    except ValueError:
        return WORDS.group("choices").get(text, text)


def not_found(request: Request) -> Response:
    """Return the page for an unknown address."""
    return render(request, "missing", 404)


def refusal(request: Request, error: Exception) -> str:
    """Return in Dutch why a change was not saved: the file changed, the edit is impossible, or writing failed."""
    if isinstance(error, ChangedMeanwhileError):
        return WORDS["changed_meanwhile"]
    if isinstance(error, EditError):
        return WORDS["cannot_edit"]
    return f"{WORDS['not_saved']} {describe_failure(error, request.desk.root.resolve())}"


def by_source(due: Iterable[DatedEntry]) -> Mapping[Reference | None, list[DatedEntry]]:
    """Group due entries by their first source, so that the keeper opens each source once.

    The sources are sorted by name. Sorted by date, an answer could move the rest of its source down the page. Entries
    without a source, such as the contact of a place, come last, under None.
    """
    groups: dict[Reference | None, list[DatedEntry]] = {}
    for entry in due:
        groups.setdefault(next(iter(entry.sources), None), []).append(entry)
    return dict(
        sorted(groups.items(), key=lambda group: (group[0] is None, group[0] and label(group[0]).casefold()))
    )


def due_keys(request: Request) -> list[str]:
    """Return the keys of the due entries, in the order of the page."""
    groups = by_source(due_entries(request.desk.loaded, request.desk.today())).values()
    return [entry.key for group in groups for entry in group]


def to_next(request: Request, order: list[str], key: str) -> Response:
    """Redirect to the list, at the entry after one that is no longer due, or before it if it was the last.

    `order` is the result of `due_keys` from before the answer, which includes `key`.
    """
    at, left = order.index(key), set(due_keys(request))
    # An answer may remove more than one entry, so look for the nearest one that is left.
    near = next((other for other in [*order[at:], *reversed(order[:at])] if other in left), "main")
    return Response(to=f"?gedaan={key}#{near.replace('/', '-')}")
