"""Directives and roles that show items of the course: FAQ entries, facts, points on which sources differ."""

from docutils import nodes
from docutils.nodes import system_message
from sphinx.util.docutils import SphinxRole

from vorming.check.known import reference
from vorming.model.items import Contradiction, FaqEntry, HelpLine
from vorming.nodes import vorming_contact
from vorming.sphinx_ext.base import CourseDirective, CourseMixin, cite, recheck_class, report
from vorming.sphinx_ext.boxes import PARSING
from vorming.text.markdown import contradiction_label, fact_label, fact_value, phone_number
from vorming.text.numbers import format_date, format_number, format_value
from vorming.text.words import words


class FactRole(CourseMixin, SphinxRole):
    """The value of a fact with its unit, or its date: inline(classes=[fact-value]) [Text].

    In a part in another language it is only the number, because units are in the language of the course; a date is
    written in that other language.
    """

    def run(self) -> tuple[list[nodes.Node], list[system_message]]:
        for unknown in reference(self.loaded, "fact", self.text, self.place()):
            report(unknown)  # in the output of a notebook, which `vorming check` doesn't read
            return [], []
        fact, foreign = self.course.fact(self.text), self.env.temp_data.get(PARSING)
        text = fact_value(fact)
        if foreign and fact.value is not None:
            text = format_number(fact.value, foreign)
        elif foreign and fact.date:
            text = format_date(fact.date, foreign)
        classes = [recheck_class(fact)] if fact.recheck_on else []
        return [nodes.inline("", text, classes=[*classes, "fact-value"])], []


class HelpLineRole(CourseMixin, SphinxRole):
    """The number of a help line: reference(refuri="tel:…") [Text]."""

    def run(self) -> tuple[list[nodes.Node], list[system_message]]:
        return [phone_link(line) for line in self.course.helplines if line.id == self.text], []


class ContactRole(CourseMixin, SphinxRole):
    """A contact of the town where a day is given: vorming_contact(contact=id)."""

    def run(self) -> tuple[list[nodes.Node], list[system_message]]:
        return [vorming_contact("", contact=self.text)], []


def phone_link(line: HelpLine) -> nodes.reference:
    """Make a link with the number of a help line, which a phone can dial."""
    return nodes.reference("", phone_number(line), refuri=f"tel:{line.dial}", classes=["tel"])


class FactBox(CourseDirective):
    """One fact with its status, sources and date: vorming_box(kind="fact")."""

    def run(self) -> list[nodes.Node]:
        boxes: list[nodes.Node] = []
        for fact in self.query_items():
            body: list[nodes.Node] = [self.paragraph(fact.statement)]
            if fact.parts and fact.value is not None:
                parts = " + ".join(f"{format_number(part.value)} ({part.label})" for part in fact.parts)
                body.append(self.paragraph(f"{format_value(fact.value, fact.unit)} = {parts}", "parts"))
            if fact.other:
                sentence, sources = words("facts")["other"], cite(fact.other.sources)
                text = sentence.format(statement=fact.other.statement, sources=sources)
                body.append(self.paragraph(text, "other-source"))
            boxes.append(self.box("fact", "", *body, self.provenance(fact), word=fact_label(fact)))
        return boxes


class ContradictionDirective(CourseDirective):
    """A point on which sources differ: careful wording for everybody, and a note with both sides for the trainer."""

    def run(self) -> list[nodes.Node]:
        boxes: list[nodes.Node] = []
        for point in self.query_items():
            wording = self.paragraph(point.wording, "to-confirm")
            boxes.append(self.box("contradiction", point.title, wording, word=contradiction_label(point)))
            boxes.append(self.both_sides(point))
        return boxes

    def both_sides(self, point: Contradiction) -> nodes.Element:
        """Make the trainer's note with what both sides say."""
        labels = words("facts")
        values = {
            **point.model_dump(),
            "who": self.course.organisation.speaks_as,
            "sources": f" {cite(point.sources)}" if point.sources else labels["no_source"],
        }
        texts = [text.format(**values) for text in labels.group("differs_note").values()]
        title = labels["differs_title"].format(id=point.id)
        return self.box("trainer-note", title, self.bullets(texts))


class FaqDirective(ContradictionDirective):
    """FAQ entries: a vorming_box(kind="faq") [question, short answer, answer, points that differ, provenance] for each."""

    def run(self) -> list[nodes.Node]:
        return [self.entry(entry) for entry in self.query_items()]

    def entry(self, entry: FaqEntry) -> nodes.Element:
        # With the place in the YAML file, so that a warning names the line of the answer itself.
        body: list[nodes.Node] = [
            self.paragraph(entry.short, "short-answer", place=self.loaded.place(entry, "short")),
            *self.markdown(entry.answer, self.loaded.place(entry, "answer")),
        ]
        calls = self.loaded.page(self.env.docname).calls
        # An entry leaves out the points that the page shows with a {contradiction} directive.
        shown = {call.argument for call in calls if call.name == "contradiction" and not call.is_for_trainer}
        for point in (self.course.contradiction(id) for id in entry.contradictions if id not in shown):
            # Without a box, the label that says how sure the wording is stands behind it.
            body.append(self.paragraph(f"{point.wording} *{contradiction_label(point)}.*", "to-confirm"))
            body.append(self.both_sides(point))
        return self.box("faq", entry.question, *body, self.provenance(entry), name=entry.id)
