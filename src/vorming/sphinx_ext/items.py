"""Directives and roles that show items of the course: FAQ entries, facts, points on which sources differ, and whole lists.

The lists are the glossary, help lines, ledger, open points, changes of packs and the sources of a page.
"""

from collections.abc import Iterable
from typing import cast

from docutils import nodes
from docutils.nodes import system_message
from sphinx import addnodes
from sphinx.domains.std import StandardDomain, make_glossary_term
from sphinx.util.docutils import SphinxRole

from vorming.check.references import reference
from vorming.course.usage import items_on, usage
from vorming.model.base import Status
from vorming.model.course import Reference
from vorming.model.items import Contradiction, Fact, FaqEntry, HelpLine, Term
from vorming.nodes import PAGE_SOURCES, vorming_contact
from vorming.packs import pack_title
from vorming.packs.changes import WORDS, Changes, all_changes, report_changes
from vorming.packs.content import read_contents
from vorming.source.problems import Place
from vorming.sphinx_ext.base import CourseDirective, CourseMixin, cite, make_table, recheck_class, report
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


class GlossaryList(CourseDirective):
    """All terms, in the glossary node of Sphinx [definition_list], so that the role {term} finds them."""

    def run(self) -> list[nodes.Node]:
        terms = sorted(self.course.terms, key=lambda term: term.term.casefold())
        items = nodes.definition_list("", *(self.item(term) for term in terms), classes=["glossary"])
        return [addnodes.glossary("", items, sorted=False)]

    def item(self, term: Term) -> nodes.definition_list_item:
        at = self.place()
        # All spellings are registered, so that {term} finds them; only the first one is shown.
        shown, *others = (
            make_glossary_term(
                self.env, [nodes.Text(name)], None, at.path, at.line, None, self.state.document
            )
            for name in dict.fromkeys([term.term, *term.forms])
        )
        shown += nodes.Text(f" ({term.abbreviation})") if term.abbreviation else nodes.Text("")
        for other in others:
            shown["ids"] += other["ids"]
        # {term} also finds a term by its id or abbreviation, which are not in the general index.
        registered = cast(StandardDomain, self.env.get_domain("std"))._terms
        for name in term.names:
            registered.setdefault(name, (self.env.docname, shown["ids"][0]))
        body = nodes.definition("", self.paragraph(f"{term.definition} {cite(term.sources)}"))
        return nodes.definition_list_item("", shown, body)


class HelpLines(CourseDirective):
    """Help lines with tel: links: vorming_box(kind="helplines") [definition_list].

    Options: `topics`, by default all; `brief`, without description and sources, for a card.
    """

    def run(self) -> list[nodes.Node]:
        return [self.box("helplines", "", nodes.definition_list("", *map(self.item, self.query_items())))]

    def item(self, line: HelpLine) -> nodes.definition_list_item:
        name = nodes.term("", "", nodes.strong("", line.name))
        if line.phone:
            name += [nodes.Text(" "), phone_link(line)]
        elif line.site:
            name += [nodes.Text(" "), nodes.reference("", line.site, refuri=f"https://{line.site}")]
        return nodes.definition_list_item("", name, nodes.definition("", *self.details(line)))

    def details(self, line: HelpLine) -> list[nodes.Node]:
        labels = words("boxes").group("helplines")
        number = None if line.phone or line.site else labels["no_number"]
        # If there is a number, the site is where a reader can chat or look up the hours.
        link = f"[{line.site}](https://{line.site})"
        site = labels["site"].format(text=link) if line.phone and line.site else None
        if "brief" in self.options:
            texts = (line.for_whom, line.hours, number, site, line.place)
            return [self.paragraph(" ".join(filter(None, texts)))]
        fields = {name: getattr(line, name) for name in ("for_whom", "hours", "anonymous", "place")}
        labelled = [labels[name].format(text=text) for name, text in fields.items() if text]
        full = filter(None, (line.description, number, *labelled, site))
        return [self.paragraph(" ".join(full)), self.provenance(line)]


class SourcesOfPage(CourseDirective):
    """The sources of the items that this page shows to trainees: a container, folded on web pages [bullet_list]."""

    def run(self) -> list[nodes.Node]:
        items = items_on(self.loaded, self.loaded.page(self.env.docname), for_trainee=True)
        sources = {item.id: item for item in items if isinstance(item, Reference)}
        if not sources:
            return []
        sorted_sources = sorted(sources.values(), key=lambda source: source.title)
        citations = self.bullets(map(self.cited_title, sorted_sources))
        title = words("boxes")["page_sources"]
        # They may be as long as the text of the page on a phone.
        return [nodes.container("", citations, classes=["fold", PAGE_SOURCES], fold=title)]


class Ledger(CourseDirective):
    """The facts of a topic, or all facts, with their status, sources, dates and pages [definition_list]."""

    def run(self) -> list[nodes.Node]:
        return [nodes.definition_list("", *map(self.item, self.query_items()), classes=["ledger"])]

    def item(self, fact: Fact) -> nodes.definition_list_item:
        labels = words("facts")
        head = nodes.term("", "", *self.inline(fact.statement), ids=[f"fact-{fact.id}"])
        pages = map(self.loaded.page, dict.fromkeys(usage(self.loaded).get(("fact", fact.id), ())))
        links = ", ".join(f"{{doc}}`{page.title} </{page.name}>`" for page in pages)
        recheck = labels["again"].format(date=format_date(fact.recheck_on)) if fact.recheck_on else ""
        details = [
            self.provenance(fact),
            self.paragraph(labels["used_on"].format(pages=links or labels["used_nowhere"])),
            self.paragraph(recheck + labels["name"].format(name=fact.id)),
        ]
        more = nodes.container("", *details, classes=["fact-more"], fold=fact_label(fact))
        return nodes.definition_list_item("", head, nodes.definition("", more))


class OpenPoints(CourseDirective):
    """The points for the organisation to confirm: contradictions, unconfirmed facts and other open questions.

    Each group is a rubric and a bullet list; settled contradictions come last, and groups without items are left out.
    """

    def run(self) -> list[nodes.Node]:
        labels, place = words("facts"), self.loaded.place
        keys = ("open", "unconfirmed", "points", "settled")
        parts: dict[str, list[tuple[str, Place]]] = {key: [] for key in keys}
        for contradiction in self.course.contradictions:
            text = labels["open_point"].format(**contradiction.model_dump())
            parts[contradiction.status].append((text, place(contradiction)))
        for fact in self.course.facts:
            if fact.status is Status.UNCONFIRMED:
                parts["unconfirmed"].append((fact.statement, place(fact)))
        for point in self.course.open_points:
            if point.is_open:
                stop = "" if point.title.endswith("?") else "."
                parts["points"].append((f"**{point.title}{stop}** {point.question}", place(point)))
        content: list[nodes.Node] = []
        for key, items in parts.items():
            if items:
                paragraphs = (self.paragraph(text, place=at) for text, at in items)
                content += [nodes.rubric("", labels.group("open_points")[key]), self.bullets(paragraphs)]
        return content


class PackChanges(CourseDirective):
    """A table of the current numbers of packs, then [rubric, paragraphs, bullet lists] per older number."""

    def run(self) -> list[nodes.Node]:
        changes = all_changes(self.loaded)
        content: list[nodes.Node] = [self.table(changes), nodes.rubric("", WORDS["older"])]
        older = [pack for pack in changes if not pack.is_same]
        if not older:
            content.append(nodes.paragraph("", WORDS["older_none"]))
        return [*content, *(nodes.container("", *self.pack(pack)) for pack in older)]

    def table(self, changes: Iterable[Changes]) -> nodes.table:
        released = {pack.number: pack.released_on for pack in changes}
        rows = [[WORDS["column_pack"], WORDS["column_number"], WORDS["column_released"]]]
        for content in read_contents(self.loaded):
            day = released.get(content.number)
            date = format_date(day) if day else WORDS["not_yet"]
            rows.append([pack_title(content.pack), content.number, date])
        return make_table(rows, names_rows=False)

    def pack(self, changes: Changes) -> list[nodes.Node]:
        said = report_changes(self.loaded, changes)
        head = nodes.rubric("", said.title, ids=[f"pakket-{changes.number.lower()}"])
        body: list[nodes.Node] = [head, nodes.paragraph("", " ".join(said.lead))]
        for title, lines in said.lists:
            # A line may have the Markdown of the item that has changed.
            body += [self.paragraph(f"**{title}**"), self.bullets(lines)]
        return [*body, nodes.paragraph("", " ".join(said.end))] if said.end else body
