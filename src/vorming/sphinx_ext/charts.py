"""Directives that draw or compare policies.

    {chart} NAME         figure(classes=chart wide)[image] and container(classes=chart-table wide)[table]
    {chart-data} JSON    the same from what a notebook drew
    {comparison}         paragraph, table(classes=comparison): a row per jurisdiction
    {jurisdiction} CODE  vorming_box(kind="jurisdiction")

The image is the wide drawing in light colours, which any way out can show. Its attribute
`variants` names the files for a phone and for the dark; on a web page (only there) a
`vorming_picture` takes its place, the table goes into a fold, and a comparison gets its tools.
"""

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from os.path import relpath
from pathlib import Path
from typing import Any
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from vorming.charts import Shown, chart_names
from vorming.charts.kept import show_kept, write_new
from vorming.charts.phrases import WORDS, answer_word, format_step, own_label, phrase
from vorming.charts.shown import from_json, svg_size
from vorming.model.policies import Attribute, Jurisdiction, Policies, Value
from vorming.nodes.course import vorming_fold, vorming_picture, vorming_tools
from vorming.source.problems import problem
from vorming.sphinx_ext.base import CourseDirective, report
from vorming.text.numbers import enumerate_words, format_date
from vorming.text.templates import templates
from vorming.text.tokens import load_tokens

Cell = list[nodes.Node]
FILTERED_FROM = 8
"""From how many rows on a comparison can be filtered."""
MOST_COLUMNS = 5
"""More than these do not fit beside each other in the text of a page."""


class _ChartDirective(CourseDirective):
    """A directive that places a drawing and its table."""

    def figure(self, chart: Shown) -> list[nodes.Node]:
        image = nodes.image(alt=chart.alt, **self.files(chart))
        self.set_source_info(image)
        name = nodes.make_id(f"grafiek-{chart.name}-{self.env.new_serialno('vorming-chart')}")
        figure = nodes.figure("", image, classes=["chart", f"chart-{chart.name}", "wide"], ids=[name])
        rows: list[list[Cell]] = [[[nodes.Text(text)] for text in row] for row in chart.rows]
        title = nodes.paragraph("", chart.title, classes=["chart-table-title"])
        return [
            figure,
            nodes.container(
                "",
                title,
                make_table(chart.header, rows),
                classes=["chart-table", "wide"],
                fold=WORDS["table"],
            ),
        ]

    def files(self, chart: Shown) -> dict[str, Any]:
        """Write the drawings where Sphinx finds them; return the attributes of the image."""
        folder = Path(self.env.doctreedir).parent / "charts"
        found: dict[str, tuple[str, int, int]] = {}
        for variant, svg in chart.drawings.items():
            path = folder / f"{chart.name}-{variant}-{sha256(svg.encode()).hexdigest()[:8]}.svg"
            write_new(path, svg)
            uri = Path(relpath(path, self.env.srcdir)).as_posix()
            self.env.images.add_file(self.env.docname, uri)
            found[variant] = (uri, *svg_size(svg))
        return {"uri": f"/{found['wide'][0]}", "variants": found}


class ChartDirective(_ChartDirective):
    """A chart of the course by its name."""

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        if name not in chart_names(self.course):
            return []  # the checks reported it
        chart = show_kept(self.course, name, self.loaded.root)
        if chart is None:
            report(problem(self.place(), "chart-empty", value=name))
            return [self.paragraph(WORDS["empty"])]
        figure, table = self.figure(chart)
        self.add_name(figure)
        return [figure, table]


class ChartDataDirective(_ChartDirective):
    """A chart that a notebook drew, perhaps from changed data; notebooks write this, people don't."""

    def run(self) -> list[nodes.Node]:
        return self.figure(from_json("\n".join(self.content)))


class ComparisonDirective(CourseDirective):
    """A table of chosen jurisdictions and attributes; of all when nothing is chosen."""

    def run(self) -> list[nodes.Node]:
        policies = self.course.policies
        codes, ids = (self.options.get(name, "").split() for name in ("jurisdictions", "attributes"))
        items = [j for m in policies.models for j in policies.of_model(m.id) if not codes or j.code in codes]
        attributes = [attribute for attribute in policies.attributes if not ids or attribute.id in ids]
        header = [WORDS["jurisdiction"], WORDS["model"], *(attribute.short for attribute in attributes)]
        table = make_table(header, [self.row(item, attributes) for item in items])
        table["classes"] += ["comparison"]
        table["models"] = [
            (str(n), m.title) for n, m in enumerate(policies.models, 1) if any(j.model == m.id for j in items)
        ]
        table["count"] = len(items)
        table["attributes"] = [attribute.short for attribute in attributes]
        for row, item in zip(table.findall(nodes.tbody).__next__().children, items, strict=True):
            row["classes"].append(_model_class(policies, item))  # type: ignore[index]
        return [self.paragraph(self.legend(items), "comparison-legend"), table]

    def legend(self, items: Iterable[Jurisdiction]) -> str:
        """Say what the answers and signs mean; of the sign of a place of ours only where it stands."""
        said, who = WORDS.group("comparison"), self.course.organisation.speaks_as
        own = [said["own_place"].format(who=who)] if any(j.is_placed_by_us for j in items) else []
        return " ".join([said["legend"], *own])

    def row(self, item: Jurisdiction, attributes: Iterable[Attribute]) -> list[Cell]:
        model = self.course.policies.model(item.model)
        badge = nodes.inline(
            "", model.title, classes=["model-badge", _model_class(self.course.policies, item)]
        )
        cells: list[Cell] = [[nodes.Text(own_label(item))], [badge]]
        return cells + [[answer_node(item.attributes[a.id])] for a in attributes if a.id in item.attributes]


def _model_class(policies: Policies, item: Jurisdiction) -> str:
    """Return the class that gives a model its mark and colour: by its place in the list."""
    return f"model-{policies.order(item.model) % len(load_tokens().models) + 1}"


def answer_node(value: Value) -> nodes.inline:
    """Make inline(classes=answer …)[ja, nee, deels, onbekend, with a star where unverified]."""
    text = answer_word(value.value) + (WORDS["star"] if value.confidence == "unverified" else "")
    return nodes.inline(
        "", text, classes=["answer", f"answer-{value.value.value}", f"confidence-{value.confidence}"]
    )


class JurisdictionDirective(CourseDirective):
    """One jurisdiction's card, with a source per value; its flags are for the trainer."""

    def run(self) -> list[nodes.Node]:
        return [
            self.card(item) for item in self.course.policies.jurisdictions if item.code == self.arguments[0]
        ]

    def card(self, item: Jurisdiction) -> nodes.Element:
        policies = self.course.policies
        model = policies.model(item.model).title
        body: list[nodes.Node] = [
            self.paragraph(
                phrase("card", "model", model=model, variant=item.variant), _model_class(policies, item)
            ),
            self.paragraph(phrase("card", "placed", basis=item.basis), "placed"),
            *self.law(item),
            self.values(item),
            *self.more(item),
            self.paragraph(
                self.checked(item),
                "provenance",
            ),
        ]
        if item.flags:
            title = WORDS.group("card")["flags"]
            body.append(
                self.box(
                    "trainer-note",
                    title,
                    self.bullets(item.flags),
                    trainer=True,
                    name=f"vlag-{item.code.lower()}",
                )
            )
        return self.box("jurisdiction", item.name, *body, name=item.code.lower())

    def checked(self, item: Jurisdiction) -> str:
        if item.recheck_on is None:
            return phrase("card", "checked", date=format_date(item.checked_on))
        before = format_date(item.recheck_on)
        return phrase("card", "recheck", date=format_date(item.checked_on), before=before)

    def law(self, item: Jurisdiction) -> Iterator[nodes.Node]:
        adopted = (
            phrase("card", "adopted", years=enumerate_words(str(year) for year in item.law.adopted))
            if item.law.adopted
            else ""
        )
        text = phrase("card", "law", name=item.law.name, adopted=adopted)
        yield self.paragraph(" ".join(filter(None, (text, item.law.note, self.cites(item.law.source)))))
        if item.law.steps:
            yield self.bullets(
                phrase(
                    "card",
                    "step" if s.confidence == "verified" else "step_unchecked",
                    date=format_step(s.date),
                    label=s.label,
                )
                for s in item.law.steps
            )

    def values(self, item: Jurisdiction) -> nodes.definition_list:
        """Make a definition per attribute: [term: question, answer], [what is known of it, source]."""
        found = nodes.definition_list(classes=["jurisdiction-values"])
        for attribute in self.course.policies.attributes:
            value = item.attributes[attribute.id]
            term = nodes.term("", "", nodes.Text(f"{attribute.question} "), answer_node(value))
            explained = self.explained(value)
            body = nodes.definition("", *([self.paragraph(explained)] if explained else []))
            found += nodes.definition_list_item("", term, body)
        return found

    def explained(self, value: Value) -> str:
        words = WORDS.group("card")
        sure = {"verified": "", "unverified": words["unchecked"], "unknown": words["unknown"]}[
            value.confidence
        ]
        return " ".join(filter(None, (value.note, sure, self.cites(value.source))))

    def more(self, item: Jurisdiction) -> Iterator[nodes.Node]:
        if item.extra_sources:
            cites = "; ".join(self.cites(key) for key in item.extra_sources)
            yield self.paragraph(f"{WORDS.group('card')['more']} {cites}")

    def cites(self, key: str | None) -> str:
        """Cite a source and say what kind of source it is."""
        if key is None:
            return ""
        kind = self.course.policies.source_kinds.get(key)
        return f"{{cite}}`{key}`" + (f" ({kind})" if kind else "")


def make_table(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> nodes.table:
    """Make table[tgroup[thead, tbody]] with a header row; the first column names its row."""
    head = nodes.thead("", _row([nodes.Text(text)] for text in header))
    body = nodes.tbody("", *(_row(row) for row in rows))
    columns = [nodes.colspec(colwidth=100 // len(header), stub=int(i == 0)) for i in range(len(header))]
    for column in columns[1:]:
        del column["stub"]
    group = nodes.tgroup("", *columns, head, body, cols=len(header))
    return nodes.table("", group)


def _row(cells: Iterable[Cell]) -> nodes.row:
    return nodes.row(
        "", *(nodes.entry("", *([nodes.paragraph("", "", *cell)] if cell else [])) for cell in cells)
    )


class PicturesOnPages(SphinxPostTransform):
    """On web pages: give a chart its variants, fold its table, and let a comparison be filtered."""

    default_priority = 800
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        for image in list(self.document.findall(nodes.image)):
            if "variants" in image and image.parent is not None:
                image.replace_self(_picture(image))
        for box in list(self.document.findall(nodes.container)):
            if "fold" in box:
                fold = vorming_fold("", *box.children, summary=box["fold"], classes=box["classes"][:1])
                box.replace_self(fold)
        for table in list(self.document.findall(nodes.table)):
            if "comparison" in table["classes"] and table["count"] >= FILTERED_FROM:
                table.replace_self(
                    [vorming_tools("", models=table["models"], attributes=table["attributes"]), table]
                )
            elif "comparison" in table["classes"] and len(table["attributes"]) + 2 > MOST_COLUMNS:
                table.replace_self(_turned(table))


def _turned(table: nodes.table) -> nodes.table:
    """Put the places of a comparison side by side, with a row per attribute."""
    rows = [[_content(entry) for entry in row.children] for row in table.findall(nodes.row)]
    head, *body = map(list, zip(*rows, strict=True))
    turned = make_table(["".join(node.astext() for node in cell) for cell in head], body)
    turned["classes"] = [*table["classes"], "turned"]
    return turned


def _content(entry: nodes.Node) -> Cell:
    return [child.deepcopy() for paragraph in entry.children for child in paragraph.children]


def _picture(image: nodes.image) -> vorming_picture:
    variants = [
        nodes.image(uri=uri, candidates={"*": uri}, variant=variant, width=width, height=height)
        for variant, (uri, width, height) in image["variants"].items()
    ]
    return vorming_picture("", *variants, alt=image["alt"])


def visit_picture_html(self: HTML5Translator, node: vorming_picture) -> None:
    """Render the variants by their template; the images inside are not visited."""
    files = {
        image["variant"]: {
            "src": _src(self, image["uri"]),
            "width": image["width"],
            "height": image["height"],
        }
        for image in node.findall(nodes.image)
    }
    themes = [("light", files["wide"], files["narrow"]), ("dark", files["dark"], files["narrow-dark"])]
    self.body.append(
        templates().get_template("charts/picture.html.jinja").render(themes=themes, alt=node["alt"])
    )
    raise nodes.SkipNode


def _src(translator: HTML5Translator, uri: str) -> str:
    builder: Any = translator.builder
    return posixpath.join(builder.imgpath, quote(builder.images[uri]))


def visit_tools_html(self: HTML5Translator, node: vorming_tools) -> None:
    """Render the tools by their template; they stay hidden without a script."""
    template = templates().get_template("charts/comparison.html.jinja")
    models = [{"class": f"model-{id}", "title": title} for id, title in node["models"]]
    answers = list(WORDS.group("answers").items())
    self.body.append(
        template.render(
            words=WORDS.group("comparison"), models=models, attributes=node["attributes"], answers=answers
        )
    )
    raise nodes.SkipNode


def visit_fold_html(self: HTML5Translator, node: vorming_fold) -> None:
    """Open a <details> with its summary."""
    self.body.append(self.starttag(node, "details"))
    self.body.append(
        self.starttag(nodes.inline(), "summary", "") + self.encode(node["summary"]) + "</summary>\n"
    )


def depart_fold_html(self: HTML5Translator, _: vorming_fold) -> None:
    """Close it."""
    self.body.append("</details>\n")


_DRAWN = {"chart", "comparison", "answer", "model-badge", "box-jurisdiction"}


def add_assets(
    app: Sphinx, pagename: str, _: str, __: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load the style on pages that draw or compare, and the comparison's script where there is one."""
    if doctree is None:
        return
    if any(_DRAWN & set(node.get("classes", ())) for node in doctree.findall(nodes.Element)):
        app.add_css_file("charts.css")
    if any("comparison" in table["classes"] for table in doctree.findall(nodes.table)):
        app.add_js_file("comparison.js", loading_method="defer")
