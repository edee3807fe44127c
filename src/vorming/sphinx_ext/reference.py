"""Directives for the reference part: glossary, help lines, ledger, open points, packs of today, sources of a page."""

from collections.abc import Iterable
from typing import cast

from docutils import nodes
from sphinx import addnodes
from sphinx.domains.std import StandardDomain, make_glossary_term

from vorming.course.draws import term_names
from vorming.course.usage import drawn, usage
from vorming.model.base import Status
from vorming.model.course import Source
from vorming.model.facts import Fact
from vorming.model.faq import HelpLine, Term
from vorming.nodes.course import PAGE_SOURCES
from vorming.packs.changes import Changes, all_changes
from vorming.packs.content import read_contents
from vorming.packs.say import SAID, report_changes
from vorming.packs.table import pack_title
from vorming.source.problems import Place
from vorming.sphinx_ext.base import CourseDirective, cite, make_table
from vorming.sphinx_ext.items import phone_link
from vorming.text.markdown import ended, fact_label
from vorming.text.numbers import format_date
from vorming.text.words import words


class GlossaryList(CourseDirective):
    """All terms: Sphinx's own glossary [definition_list], so that the role {term} finds them."""

    def run(self) -> list[nodes.Node]:
        terms = sorted(self.course.terms, key=lambda term: term.term.casefold())
        items = nodes.definition_list("", *(self.item(term) for term in terms), classes=["glossary"])
        return [addnodes.glossary("", items, sorted=False)]

    def item(self, term: Term) -> nodes.definition_list_item:
        at = self.place()
        # Every spelling is registered, so that {term} finds it; only the first one is shown.
        shown, *others = (
            make_glossary_term(
                self.env, [nodes.Text(name)], None, at.path, at.line, None, self.state.document
            )
            for name in dict.fromkeys([term.term, *term.forms])
        )
        shown += nodes.Text(f" ({term.abbreviation})") if term.abbreviation else nodes.Text("")
        for other in others:
            shown["ids"] += other["ids"]
        # By its id or abbreviation too, which are in no index.
        found = cast(StandardDomain, self.env.get_domain("std"))._terms
        for name in term_names(term):
            found.setdefault(name, (self.env.docname, shown["ids"][0]))
        body = nodes.definition("", self.paragraph(f"{term.definition} {cite(term.sources)}"))
        return nodes.definition_list_item("", shown, body)


class HelpLines(CourseDirective):
    """Help lines with tel: links: vorming_box(kind="helplines") [definition_list].

    Options: `topics`, all lines when left out; `brief`, without description and sources, for a card.
    """

    def run(self) -> list[nodes.Node]:
        return [self.box("helplines", "", nodes.definition_list("", *map(self.item, self.drawn())))]

    def item(self, line: HelpLine) -> nodes.definition_list_item:
        name = nodes.term("", "", nodes.strong("", line.name))
        if line.phone:
            name += [nodes.Text(" "), phone_link(line)]
        elif line.site:
            name += [nodes.Text(" "), nodes.reference("", line.site, refuri=f"https://{line.site}")]
        return nodes.definition_list_item("", name, nodes.definition("", *self.details(line)))

    def details(self, line: HelpLine) -> list[nodes.Node]:
        said = words("boxes").group("helplines")
        number = None if line.phone or line.site else said["no_number"]
        # Beside a number, its site is where one can chat or look up the hours.
        link = f"[{line.site}](https://{line.site})"
        site = said["site"].format(text=link) if line.phone and line.site else None
        if "brief" in self.options:
            texts = (line.for_whom, line.hours, number, site, line.place)
            return [self.paragraph(" ".join(filter(None, texts)))]
        known = {name: getattr(line, name) for name in ("for_whom", "hours", "anonymous", "place")}
        labelled = [said[name].format(text=text) for name, text in known.items() if text]
        full = filter(None, (line.description, number, *labelled, site))
        return [self.paragraph(" ".join(full)), self.provenance(line)]


class SourcesOfPage(CourseDirective):
    """The sources of all that this page shows to trainees: a rubric and a bullet list of citations."""

    def run(self) -> list[nodes.Node]:
        items = drawn(self.loaded, self.loaded.page(self.env.docname), for_trainee=True)
        sources = {item.id: item for item in items if isinstance(item, Source)}
        if not sources:
            return []
        ordered = sorted(sources.values(), key=lambda source: source.title)
        listed = self.bullets(map(self.cited_title, ordered))
        listed["classes"].append(PAGE_SOURCES)
        return [nodes.rubric("", words("boxes")["page_sources"], classes=[PAGE_SOURCES]), listed]


class Ledger(CourseDirective):
    """The facts of a topic, or all: statement, status, sources, dates and where each is used [definition_list]."""

    def run(self) -> list[nodes.Node]:
        return [nodes.definition_list("", *map(self.item, self.drawn()), classes=["ledger"])]

    def item(self, fact: Fact) -> nodes.definition_list_item:
        said = words("facts")
        head = nodes.term("", "", *self.inline(fact.statement), ids=[f"fact-{fact.id}"])
        pages = map(self.loaded.page, dict.fromkeys(usage(self.loaded).get(("fact", fact.id), ())))
        links = ", ".join(f"{{doc}}`{page.title} </{page.name}>`" for page in pages)
        again = said["again"].format(date=format_date(fact.recheck_on)) if fact.recheck_on else ""
        shown = [
            self.provenance(fact),
            self.paragraph(said["used_on"].format(pages=links or said["used_nowhere"])),
            self.paragraph(again + said["name"].format(name=fact.id)),
        ]
        more = nodes.container("", *shown, classes=["fact-more"], fold=fact_label(fact))
        return nodes.definition_list_item("", head, nodes.definition("", more))


class OpenPoints(CourseDirective):
    """What the organisation is asked: open contradictions, unconfirmed facts, other points, settled contradictions.

    Each part is a rubric and a bullet list; a part without items is left out.
    """

    def run(self) -> list[nodes.Node]:
        said, place = words("facts"), self.loaded.place
        keys = ("open", "unconfirmed", "points", "settled")
        parts: dict[str, list[tuple[str, Place]]] = {key: [] for key in keys}
        for i, found in enumerate(self.course.contradictions):
            text = said["open_point"].format(**found.model_dump())
            parts[found.status].append((text, place("contradictions", "contradictions", i)))
        for i, fact in enumerate(self.course.facts):
            if fact.status is Status.UNCONFIRMED:
                parts["unconfirmed"].append((fact.statement, place("facts", "facts", i)))
        for i, point in enumerate(self.course.open_points):
            if point.is_open:
                text = f"**{ended(point.title)}** {point.question}"
                parts["points"].append((text, place("open_points", "points", i)))
        shown: list[nodes.Node] = []
        for key, items in parts.items():
            if items:
                paragraphs = (self.paragraph(text, place=at) for text, at in items)
                shown += [nodes.rubric("", said.group("open_points")[key]), self.bullets(paragraphs)]
        return shown


class PackChanges(CourseDirective):
    """A table of the numbers of today, then [rubric, paragraphs, bullet lists] per older number."""

    def run(self) -> list[nodes.Node]:
        changes = all_changes(self.loaded)
        shown: list[nodes.Node] = [self.table(changes), nodes.rubric("", SAID["older"])]
        older = [found for found in changes if not found.is_same]
        if not older:
            shown.append(nodes.paragraph("", SAID["older_none"]))
        return [*shown, *(nodes.container("", *self.pack(found)) for found in older)]

    def table(self, changes: Iterable[Changes]) -> nodes.table:
        released = {found.number: found.released_on for found in changes}
        rows = [[SAID["column_pack"], SAID["column_number"], SAID["column_released"]]]
        for content in read_contents(self.loaded):
            day = released.get(content.number)
            shown = format_date(day) if day else SAID["not_yet"]
            rows.append([pack_title(content.pack), content.number, shown])
        return make_table(rows, names_rows=False)

    def pack(self, changes: Changes) -> list[nodes.Node]:
        report = report_changes(self.loaded, changes)
        head = nodes.rubric("", report.title, ids=[f"pakket-{changes.number.lower()}"])
        body: list[nodes.Node] = [head, nodes.paragraph("", " ".join(report.lead))]
        for title, lines in report.lists:
            # A line may have the Markdown of the item it tells of.
            body += [self.paragraph(f"**{title}**"), self.bullets(lines)]
        return [*body, nodes.paragraph("", " ".join(report.end))] if report.end else body
