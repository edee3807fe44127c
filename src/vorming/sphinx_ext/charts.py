"""Directives for charts and for the comparison of policies.

A chart is a figure(classes=chart wide)[image] and a container(classes=chart-table wide)[table]. The image is the wide
drawing in light colours, which every output can show. Its attribute `variants` has the files for phones and for dark mode,
which web pages show too. On web pages, a `vorming_fold` replaces the container.
"""

from hashlib import sha256
from os.path import relpath
from pathlib import Path
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.transforms.post_transforms import SphinxPostTransform

from vorming.charts import (
    WORDS,
    RenderedChart,
    answer_text,
    compared,
    format_step,
    own_label,
    phrase,
    render_cached,
    svg_size,
)
from vorming.course.charts import chart_names, has_data
from vorming.model.policies import Jurisdiction, Policies, Value
from vorming.nodes import vorming_fold
from vorming.source.files import write_files
from vorming.source.problems import problem
from vorming.sphinx_ext.base import Cell, CourseDirective, cite, make_table, report
from vorming.text.numbers import enumerate_words, format_date
from vorming.text.tokens import load_tokens

FILTERED_FROM = 8
"""The number of rows from which a comparison has filters."""
MOST_COLUMNS = 5
"""The largest number of columns that fit in the text of a page."""


class _ChartDirective(CourseDirective):
    """A directive that places a drawing and its table."""

    def figure(self, chart: RenderedChart) -> list[nodes.Node]:
        folder = Path(self.env.doctreedir).parent / "charts"
        variants: dict[str, tuple[str, int, int]] = {}
        for variant, svg in chart.drawings.items():
            # The name has a digest, so that no browser shows an old drawing from its cache.
            path = folder / f"{chart.name}-{variant}-{sha256(svg.encode()).hexdigest()[:8]}.svg"
            write_files(folder, {path.name: svg.encode()})
            uri = Path(relpath(path, self.env.srcdir)).as_posix()
            self.env.images.add_file(self.env.docname, uri)
            variants[variant] = (uri, *svg_size(svg))
        # For Sphinx, a leading slash means the source folder instead of the folder of the page.
        image = nodes.image(alt=chart.alt, uri=f"/{variants['wide'][0]}", variants=variants)
        self.set_source_info(image)
        id = nodes.make_id(f"grafiek-{chart.name}-{self.env.new_serialno('vorming-chart')}")
        figure = nodes.figure("", image, classes=["chart", f"chart-{chart.name}", "wide"], ids=[id])
        title = nodes.paragraph("", chart.title, classes=["chart-table-title"])
        table = make_table([chart.header, *chart.rows])
        classes = ["chart-table", "wide"]
        return [figure, nodes.container("", title, table, classes=classes, fold=WORDS["table"])]


class ChartDirective(_ChartDirective):
    """A chart of the course, by its name; it is drawn again only if its data have changed."""

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        if name not in chart_names(self.course) or not has_data(self.course, name):
            return []
        figure, table = self.figure(render_cached(self.course, name, self.loaded.root))
        self.add_name(figure)
        return [figure, table]


class ChartDataDirective(_ChartDirective):
    """A chart that a notebook drew, perhaps from changed data. Notebooks write this directive; authors don't."""

    def run(self) -> list[nodes.Node]:
        try:
            return self.figure(RenderedChart.model_validate_json("\n".join(self.content)))
        except (ValueError, SyntaxError):  # a notebook can output any text
            report(problem(self.place(), "chart-broken"))
            return []


class ComparisonDirective(CourseDirective):
    """A paragraph and a table(classes=comparison) of jurisdictions; by default of all, with all attributes.

    The attributes `models`, `attributes` and `count` of the node are for the filters on a web page.
    """

    def run(self) -> list[nodes.Node]:
        policies, labels = self.course.policies, WORDS.group("comparison")
        codes, ids = (self.options.get(name, "").split() for name in ("jurisdictions", "attributes"))
        items = compared(policies, codes)
        attributes = [attribute for attribute in policies.attributes if not ids or attribute.id in ids]
        titles = [attribute.short for attribute in attributes]
        rows: list[list[Cell]] = [[WORDS["jurisdiction"], WORDS["model"], *titles]]
        for item in items:
            classes = ["model-badge", _model_class(policies, item)]
            badge = nodes.inline("", policies.model(item.model).title, classes=classes)
            answers = [[_answer(item.attributes[attribute.id])] for attribute in attributes]
            rows.append([own_label(item), [badge], *answers])
        table = make_table(rows)
        table["classes"] += ["comparison"]
        model_ids = {item.model for item in items}
        table["models"] = [(str(n), m.title) for n, m in enumerate(policies.models, 1) if m.id in model_ids]
        table["attributes"], table["count"] = titles, len(items)
        body_rows = list(table.findall(nodes.row))[1:]
        for row, item in zip(body_rows, items, strict=True):
            row["classes"].append(_model_class(policies, item))
        legend = [labels["legend"]]
        if any(item.is_placed_by_us for item in items):
            legend.append(labels["own_place"].format(who=self.course.organisation.speaks_as))
        return [self.paragraph(" ".join(legend), "comparison-legend"), table]


def _model_class(policies: Policies, item: Jurisdiction) -> str:
    """Return the class that gives a model its mark and colour, from its place in the list of models."""
    return f"model-{policies.order(item.model) % len(load_tokens().models) + 1}"


def _answer(value: Value) -> nodes.inline:
    classes = ["answer", f"answer-{value.value.value}", f"confidence-{value.confidence}"]
    return nodes.inline("", answer_text(value), classes=classes)


class JurisdictionDirective(CourseDirective):
    """The card of a jurisdiction, with a source per value; its flags are in a box for the trainer.

    vorming_box(kind="jurisdiction") [model, basis, law, steps, values, further sources, date, flags].
    """

    def run(self) -> list[nodes.Node]:
        return [self.card(item) for item in self.query_items()]

    def card(self, item: Jurisdiction) -> nodes.Element:
        policies, code, labels = self.course.policies, item.code.lower(), WORDS.group("card")
        model = phrase("card", "model", model=policies.model(item.model).title, variant=item.variant)
        body: list[nodes.Node] = [
            self.paragraph(model, _model_class(policies, item)),
            self.paragraph(phrase("card", "placed", basis=item.basis), "placed"),
            *self.law(item),
            self.values(item),
        ]
        if item.extra_sources:
            cites = "; ".join(self.cite(key) for key in item.extra_sources)
            body.append(self.paragraph(f"{labels['more']} {cites}"))
        date, recheck_on = format_date(item.checked_on), item.recheck_on
        key = "recheck" if recheck_on else "checked"
        checked = phrase("card", key, date=date, before=recheck_on and format_date(recheck_on))
        body.append(self.paragraph(checked, "provenance"))
        if item.flags:
            flags = self.bullets(item.flags)
            body.append(self.box("trainer-note", labels["flags"], flags, name=f"vlag-{code}"))
        return self.box("jurisdiction", item.name, *body, name=code)

    def law(self, item: Jurisdiction) -> list[nodes.Node]:
        """Return a paragraph about the law, and a list of its steps if it has any."""
        law, adopted = item.law, ""
        if law.adopted:
            adopted = phrase("card", "adopted", years=enumerate_words(map(str, law.adopted)))
        text = phrase("card", "law", name=law.name, adopted=adopted)
        parts = filter(None, (text, law.note, self.cite(law.source)))
        paragraphs: list[nodes.Node] = [self.paragraph(" ".join(parts))]
        steps = []
        for step in law.steps:
            key = "step" if step.confidence == "verified" else "step_unchecked"
            steps.append(phrase("card", key, date=format_step(step.date), label=step.label))
        return [*paragraphs, self.bullets(steps)] if steps else paragraphs

    def values(self, item: Jurisdiction) -> nodes.definition_list:
        """Make a definition list with an item per attribute: [term: question, answer], [note, certainty, source]."""
        labels = WORDS.group("card")
        certainty = {"verified": "", "unverified": labels["unchecked"], "unknown": labels["unknown"]}
        definitions = nodes.definition_list(classes=["jurisdiction-values"])
        for attribute in self.course.policies.attributes:
            value = item.attributes[attribute.id]
            term = nodes.term("", "", nodes.Text(f"{attribute.question} "), _answer(value))
            explanation = " ".join(
                filter(None, (value.note, certainty[value.confidence], self.cite(value.source)))
            )
            body = nodes.definition("", *([self.paragraph(explanation)] if explanation else []))
            definitions += nodes.definition_list_item("", term, body)
        return definitions

    def cite(self, key: str | None) -> str:
        """Return a citation with the kind of source in brackets; an empty text if `key` is None."""
        if key is None:
            return ""
        kind = self.course.policies.source_kinds.get(key)
        return cite([key]) + (f" ({kind})" if kind else "")


class FoldsOnPages(SphinxPostTransform):
    """On web pages, fold what is to be folded, and swap the rows and columns of a short comparison that is too wide."""

    default_priority = 800
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        for box in list(self.document.findall(nodes.container)):
            if "fold" in box:
                box.replace_self(vorming_fold("", *box.children, summary=box["fold"]))
        for cell in list(self.document.findall(HideCodeCellNode)):
            fold = vorming_fold("", *cell.children, summary=cell["prompt_show"], classes=["hidden-code"])
            cell.replace_self(fold)
        for table in list(self.document.findall(nodes.table)):
            if len(table.get("attributes", ())) + 2 > MOST_COLUMNS and table["count"] < FILTERED_FROM:
                table.replace_self(_turned(table))


def _turned(table: nodes.table) -> nodes.table:
    """Return a comparison with a column per jurisdiction and a row per attribute."""
    rows = []
    for row in table.findall(nodes.row):
        # An entry has at most one paragraph.
        cells = [list(entry.findall(nodes.paragraph)) for entry in row.children]
        rows.append([paragraphs[0].deepcopy().children if paragraphs else [] for paragraphs in cells])
    turned = make_table(list(zip(*rows, strict=True)))
    turned["classes"] = [*table["classes"], "turned"]
    return turned
