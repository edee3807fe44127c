"""Directives for the reference part: glossary, help lines, ledger, open points, sources of a page."""

from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.domains.std import make_glossary_term

from vorming.course.draws import select_facts, select_helplines
from vorming.course.usage import drawn, usage
from vorming.model.base import Status
from vorming.model.course import Source
from vorming.model.facts import Fact
from vorming.model.faq import HelpLine, Term
from vorming.nodes.course import PAGE_SOURCES
from vorming.sphinx_ext.base import CourseDirective
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
        heads = [self.head(name, term) for name in dict.fromkeys([term.term, *term.forms])]
        heads[0] += nodes.Text(f" ({term.abbreviation})") if term.abbreviation else nodes.Text("")
        for head in heads[1:]:
            heads[0]["ids"] += head["ids"]
        cites = f" {{cite}}`{','.join(term.sources)}`" if term.sources else ""
        body = nodes.definition("", self.paragraph(term.definition + cites))
        return nodes.definition_list_item("", heads[0], body)

    def head(self, name: str, term: Term) -> nodes.term:
        """Register a spelling as a glossary term; only the first one is shown."""
        at = self.place()
        return make_glossary_term(
            self.env, [nodes.Text(name)], None, at.path, at.line, None, self.state.document
        )


class HelpLines(CourseDirective):
    """Help lines with tel: links: vorming_box(kind="helplines") [definition_list]; `:brief:` for a card."""

    def run(self) -> list[nodes.Node]:
        lines = select_helplines(self.course, self.options.get("topics", ""))
        return [self.box("helplines", "", nodes.definition_list("", *(self.item(line) for line in lines)))]

    def item(self, line: HelpLine) -> nodes.definition_list_item:
        name = nodes.term("", "", nodes.strong("", line.name))
        if line.phone:
            name += [nodes.Text(" "), phone_link(line)]
        elif line.site:
            name += [nodes.Text(" "), nodes.reference("", line.site, refuri=f"https://{line.site}")]
        body = self.brief(line) if "brief" in self.options else self.full(line)
        return nodes.definition_list_item("", name, nodes.definition("", *body))

    def brief(self, line: HelpLine) -> list[nodes.Node]:
        number = None if line.phone or line.site else words("boxes").group("helplines")["no_number"]
        texts = (line.for_whom, line.hours, number, line.place)
        return [self.paragraph(" ".join(text for text in texts if text))]

    def full(self, line: HelpLine) -> list[nodes.Node]:
        said = words("boxes").group("helplines")
        number = [] if line.phone or line.site else [said["no_number"]]
        site = f"[{line.site}](https://{line.site})" if line.phone and line.site else None
        known = {
            "for_whom": line.for_whom,
            "hours": line.hours,
            "anonymous": line.anonymous,
            "place": line.place,
            "site": site,
        }
        texts = (said[name].format(text=text) for name, text in known.items() if text)
        return [self.paragraph(" ".join([line.description, *number, *texts])), self.provenance(line)]


class SourcesOfPage(CourseDirective):
    """The sources of all that this page draws in: a rubric and a bullet list of citations."""

    def run(self) -> list[nodes.Node]:
        page = self.loaded.page(self.env.docname)
        found = {
            item.id: item for item in drawn(self.loaded, page, for_trainee=True) if isinstance(item, Source)
        }
        items = (
            f"{found[key].title} {{cite}}`{key}`" for key in sorted(found, key=lambda key: found[key].title)
        )
        listed = self.bullets(items)
        listed["classes"].append(PAGE_SOURCES)
        title = nodes.rubric("", words("boxes")["page_sources"], classes=[PAGE_SOURCES])
        return [title, listed] if found else []


class Ledger(CourseDirective):
    """The facts of a topic, or all: statement, status, sources, dates and where each is used [definition_list]."""

    def run(self) -> list[nodes.Node]:
        items = (self.item(fact) for fact in select_facts(self.course, self.options.get("topic", "")))
        return [nodes.definition_list("", *items, classes=["ledger"])]

    def item(self, fact: Fact) -> nodes.definition_list_item:
        head = nodes.term("", "", *self.inline(fact.statement), ids=[f"fact-{fact.id}"])
        shown = (self.provenance(fact), *self.use(fact))
        more = nodes.container("", *shown, classes=["fact-more"], fold=fact_label(fact))
        return nodes.definition_list_item("", head, nodes.definition("", more))

    def use(self, fact: Fact) -> Iterator[nodes.Node]:
        """Yield what only who keeps the facts asks: where it is shown, when to check it, its name."""
        said = words("facts")
        yield self.paragraph(said["used_on"].format(pages=self.where(fact) or said["used_nowhere"]))
        again = said["again"].format(date=format_date(fact.recheck_on)) if fact.recheck_on else ""
        yield self.paragraph(again + said["name"].format(name=fact.id))

    def where(self, fact: Fact) -> str:
        pages = dict.fromkeys(usage(self.loaded).get(("fact", fact.id), ()))
        return ", ".join(f"{{doc}}`{self.loaded.page(name).title} </{name}>`" for name in pages)


class OpenPoints(CourseDirective):
    """What the organisation is asked: open contradictions, unconfirmed facts, other points, settled contradictions."""

    def run(self) -> list[nodes.Node]:
        found = [(title, items) for title, items in self.parts() if items.children]
        return [node for title, items in found for node in (nodes.rubric("", title), items)]

    def parts(self) -> Iterator[tuple[str, nodes.Element]]:
        titles = words("facts").group("open_points")
        unconfirmed = (
            (fact.statement, self.loaded.place("facts", "facts", i))
            for i, fact in enumerate(self.course.facts)
            if fact.status is Status.UNCONFIRMED
        )
        points = (
            (f"**{ended(point.title)}** {point.question}", self.loaded.place("open_points", "points", i))
            for i, point in enumerate(self.course.open_points)
            if point.is_open
        )
        yield titles["open"], self.contradictions("open")
        yield titles["unconfirmed"], self.placed_bullets(unconfirmed)
        yield titles["points"], self.placed_bullets(points)
        yield titles["settled"], self.contradictions("settled")

    def contradictions(self, status: str) -> nodes.Element:
        said = words("facts")["open_point"]
        return self.placed_bullets(
            (said.format(**c.model_dump()), self.loaded.place("contradictions", "contradictions", i))
            for i, c in enumerate(self.course.contradictions)
            if c.status == status
        )
