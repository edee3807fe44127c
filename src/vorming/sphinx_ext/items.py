"""Directives and roles that show items of the course: FAQ entries, facts, points on which sources differ."""

from docutils import nodes
from docutils.nodes import system_message
from sphinx.util.docutils import SphinxRole

from vorming.check.known import reference
from vorming.model.facts import Contradiction
from vorming.model.faq import FaqEntry, HelpLine
from vorming.nodes.course import vorming_contact
from vorming.sphinx_ext.base import CourseDirective, CourseMixin, cite, recheck_class, report
from vorming.sphinx_ext.boxes import PARSING
from vorming.text.markdown import contradiction_label, fact_label, fact_value, phone_number
from vorming.text.numbers import format_date, format_number, format_value
from vorming.text.words import words


class FactRole(CourseMixin, SphinxRole):
    """The value of a fact with its unit, or its date: inline(classes=[fact-value]) [Text].

    A part in another language gets the number alone, for units are written in that of the course, or the date in its own.
    """

    def run(self) -> tuple[list[nodes.Node], list[system_message]]:
        for unknown in reference(self.loaded, "fact", self.text, self.place()):
            report(unknown)  # of the output of a notebook, which no check reads
            return [], []
        fact, foreign = self.course.fact(self.text), self.env.temp_data.get(PARSING)
        shown = fact_value(fact)
        if foreign and fact.value is not None:
            shown = format_number(fact.value)
        elif foreign and fact.date:
            shown = format_date(fact.date, foreign)
        classes = [recheck_class(fact)] if fact.recheck_on else []
        return [nodes.inline("", shown, classes=[*classes, "fact-value"])], []


class HelpLineRole(CourseMixin, SphinxRole):
    """The number of a help line: reference(refuri="tel:…") [Text]."""

    def run(self) -> tuple[list[nodes.Node], list[system_message]]:
        return [phone_link(line) for line in self.course.helplines if line.id == self.text], []


class ContactRole(CourseMixin, SphinxRole):
    """A place for a contact of the town where a day is given: vorming_contact(contact=id)."""

    def run(self) -> tuple[list[nodes.Node], list[system_message]]:
        return [vorming_contact("", contact=self.text)], []


def phone_link(line: HelpLine) -> nodes.reference:
    """Make the link by which a phone dials the number of a help line."""
    return nodes.reference("", phone_number(line), refuri=f"tel:{line.dial}", classes=["tel"])


class FactBox(CourseDirective):
    """One fact with its status, sources and date: vorming_box(kind="fact")."""

    def run(self) -> list[nodes.Node]:
        boxes: list[nodes.Node] = []
        for fact in self.drawn():
            body: list[nodes.Node] = [self.paragraph(fact.statement)]
            if fact.parts and fact.value is not None:
                parts = " + ".join(f"{format_number(part.value)} ({part.label})" for part in fact.parts)
                body.append(self.paragraph(f"{format_value(fact.value, fact.unit)} = {parts}", "parts"))
            if fact.other:
                said, sources = words("facts")["other"], cite(fact.other.sources)
                text = said.format(statement=fact.other.statement, sources=sources)
                body.append(self.paragraph(text, "other-source"))
            boxes.append(self.box("fact", "", *body, self.provenance(fact), word=fact_label(fact)))
        return boxes


class ContradictionDirective(CourseDirective):
    """A point on which sources differ: careful wording for all, and for the trainer a note with both sides."""

    def run(self) -> list[nodes.Node]:
        shown: list[nodes.Node] = []
        for found in self.drawn():
            wording = self.paragraph(found.wording, "to-confirm")
            shown.append(self.box("contradiction", found.title, wording, word=contradiction_label(found)))
            shown.append(self.both_sides(found))
        return shown

    def both_sides(self, found: Contradiction) -> nodes.Element:
        """Make the trainer's note."""
        said = words("facts")
        values = {
            **found.model_dump(),
            "who": self.course.organisation.speaks_as,
            "sources": f" {cite(found.sources)}" if found.sources else said["no_source"],
        }
        texts = [text.format(**values) for text in said.group("differs_note").values()]
        title = said["differs_title"].format(id=found.id)
        return self.box("trainer-note", title, self.bullets(texts))


class FaqDirective(ContradictionDirective):
    """FAQ entries, one or more: each a vorming_box(kind="faq") [question, short answer, answer, points that differ, provenance]."""

    def run(self) -> list[nodes.Node]:
        return [self.entry(entry) for entry in self.drawn()]

    def entry(self, entry: FaqEntry) -> nodes.Element:
        # Places in the YAML file, so that a warning names the line of the answer itself.
        loc = ("entries", self.course.faq.index(entry))
        body: list[nodes.Node] = [
            self.paragraph(entry.short, "short-answer", place=self.loaded.place("faq", *loc, "short")),
            *self.markdown(entry.answer, self.loaded.place("faq", *loc, "answer")),
        ]
        calls = self.loaded.page(self.env.docname).calls
        # What this page shows by directives of its own, its entries leave out.
        own = {call.argument for call in calls if call.name == "contradiction" and not call.is_for_trainer}
        for found in (self.course.contradiction(id) for id in entry.contradictions if id not in own):
            # The word of a box would say how sure its wording is; here the line says it itself.
            body.append(self.paragraph(f"{found.wording} *{contradiction_label(found)}.*", "to-confirm"))
            body.append(self.both_sides(found))
        return self.box("faq", entry.question, *body, self.provenance(entry), name=entry.id)
