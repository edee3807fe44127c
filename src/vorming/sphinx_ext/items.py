"""Directives and roles that draw items of the course: FAQ entries, facts, points that differ."""

from docutils import nodes
from docutils.nodes import system_message

from vorming.course.draws import select_faq
from vorming.model.facts import Fact
from vorming.model.faq import FaqEntry, HelpLine
from vorming.nodes.course import vorming_value
from vorming.source.problems import Place, problem
from vorming.sphinx_ext.base import CourseDirective, CourseRole, cite, recheck_class, report
from vorming.sphinx_ext.language import foreign_language
from vorming.text.markdown import contradiction_label, fact_label, fact_value, phone_number
from vorming.text.numbers import format_date, format_number, format_value
from vorming.text.words import words

# An id that does not exist was already reported by the checks, which stop the build before this.


class FactRole(CourseRole):
    """The value of a fact with its unit, or its date: vorming_value(fact=id) [Text]."""

    def run(self) -> tuple[list[nodes.Node], list[system_message]]:
        fact = next((f for f in self.course.facts if f.id == self.text), None)
        if fact is None or (fact.value is None and fact.date is None):
            source, line = self.get_source_info()
            report(problem(Place(source, line), "fact-no-value", value=self.text))
            return [nodes.Text(self.text)], []
        classes = [recheck_class(fact)] if fact.recheck_on else []
        return [vorming_value("", self.shown(fact), fact=fact.id, classes=classes)], []

    def shown(self, fact: Fact) -> str:
        """Write the value; in a part in another language a number alone, and a date in that language."""
        foreign = foreign_language(self.env)
        if foreign and fact.value is not None:
            return format_number(fact.value)
        return format_date(fact.date, foreign) if foreign and fact.date else fact_value(fact)


class HelpLineRole(CourseRole):
    """The number of a help line: reference(refuri="tel:…") [Text]."""

    def run(self) -> tuple[list[nodes.Node], list[system_message]]:
        line = next((line for line in self.course.helplines if line.id == self.text), None)
        return ([phone_link(line)] if line else []), []


def phone_link(line: HelpLine) -> nodes.reference:
    """Make the link by which a phone dials the number of a help line."""
    return nodes.reference("", phone_number(line), refuri=f"tel:{line.dial}", classes=["tel"])


class FactBox(CourseDirective):
    """One fact with its status, sources and date: vorming_box(kind="fact")."""

    def run(self) -> list[nodes.Node]:
        return [self.fact_box(fact) for fact in self.course.facts if fact.id == self.arguments[0]]

    def fact_box(self, fact: Fact) -> nodes.Element:
        body: list[nodes.Node] = [self.paragraph(fact.statement)]
        if fact.parts and fact.value is not None:
            parts = " + ".join(f"{format_number(part.value)} ({part.label})" for part in fact.parts)
            body.append(self.paragraph(f"{format_value(fact.value, fact.unit)} = {parts}", "parts"))
        if fact.other:
            said = words("facts")["other"]
            text = said.format(statement=fact.other.statement, sources=cite(fact.other.sources))
            body.append(self.paragraph(text, "other-source"))
        return self.box("fact", "", *body, self.provenance(fact), word=fact_label(fact))


class FaqDirective(CourseDirective):
    """One FAQ entry: vorming_box(kind="faq") [question, short answer, answer, points that differ, provenance]."""

    def run(self) -> list[nodes.Node]:
        return [self.entry(entry) for entry in self.course.faq if entry.id == self.arguments[0]]

    def entry(self, entry: FaqEntry) -> nodes.Element:
        loc = ("entries", self.course.faq.index(entry))
        body: list[nodes.Node] = [
            self.paragraph(entry.short, "short-answer", place=self.loaded.place("faq", *loc, "short")),
            *self.markdown(entry.answer, self.loaded.place("faq", *loc, "answer")),
        ]
        for code in entry.contradictions:
            if code not in self.said_by_page:
                body += contradiction_nodes(self, code, is_nested=True)
        return self.box("faq", entry.question, *body, self.provenance(entry), name=entry.id)

    @property
    def said_by_page(self) -> set[str]:
        """The points that differ that this page shows itself: an entry on it doesn't say them twice."""
        calls = (call for page in self.loaded.pages if page.name == self.env.docname for call in page.calls)
        return {call.argument for call in calls if call.name == "contradiction" and not call.is_for_trainer}


class FaqList(FaqDirective):
    """All entries of a topic and/or an audience."""

    def run(self) -> list[nodes.Node]:
        chosen = select_faq(self.course, self.options.get("topic", ""), self.options.get("audience", ""))
        return [self.entry(entry) for entry in chosen]


class ContradictionDirective(CourseDirective):
    """A point where sources differ: careful wording for all; both sides for the trainer."""

    def run(self) -> list[nodes.Node]:
        return contradiction_nodes(self, self.arguments[0])


def contradiction_nodes(
    directive: CourseDirective, code: str, *, is_nested: bool = False
) -> list[nodes.Node]:
    """Make the trainee's line and the trainer's note of one contradiction."""
    found = next((c for c in directive.course.contradictions if c.id == code), None)
    if found is None:
        return []
    said, label = words("facts"), contradiction_label(found)
    # In a box its word says how sure the wording is; inside an answer the line says so itself.
    wording = f"{found.wording} *{label}.*" if is_nested else found.wording
    trainee = directive.paragraph(wording, "to-confirm")
    box = trainee if is_nested else directive.box("contradiction", found.title, trainee, word=label)
    values = {
        **found.model_dump(),
        "who": directive.course.organisation.speaks_as,
        "sources": f" {cite(found.sources)}" if found.sources else said["no_source"],
    }
    texts = [text.format(**values) for text in said.group("differs_note").values()]
    title = said["differs_title"].format(id=found.id)
    note = directive.box("trainer-note", title, directive.bullets(texts), trainer=True)
    return [box, note]
