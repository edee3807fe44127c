"""Rewrite the course for plain Jupyter Book, with the same pages, words and notebooks.

It then needs none of our extensions and uses the stock theme. Each of our directives becomes an admonition with the
texts of the items that it uses. A chart becomes its table, since the notebooks draw it.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from vorming.charts import render_chart
from vorming.course.usage import items_on, query_of
from vorming.model.course import LessonPage, Reference
from vorming.model.directives import OWN_DIRECTIVES
from vorming.model.items import Term
from vorming.model.policies import Policies
from vorming.model.walk import walk
from vorming.quiz.selection import draw_self_test
from vorming.source.load import Loaded, load_course
from vorming.source.markdown import read_lines, read_markdown
from vorming.source.pages import Call, Page, find_calls
from vorming.source.problems import place_at
from vorming.text.numbers import format_value

WITH_BODY = {"case", "exercise", "trainer-note", "content-note"}
NOT_ON_PAGES = {"slide", "no-slide"}


def make_plain(root: Path) -> None:
    """Rewrite the pages and the settings of the course below `root` for stock Jupyter Book."""
    loaded = load_course(root)
    for page in loaded.pages:
        path = root / page.path
        text = (
            _plain_notebook(loaded, page)
            if path.suffix == ".ipynb"
            else _plain(loaded, page, page.document.text)
        )
        path.write_text(text, encoding="utf-8")
    path = root / "_config.yml"
    path.write_text(yaml.safe_dump(_settings(yaml.safe_load(path.read_text("utf-8")))), encoding="utf-8")


def _settings(settings: dict[str, Any]) -> dict[str, Any]:
    """Keep the settings that any author has: title, pages, execution, Markdown, sources, language."""
    kept = {key: settings[key] for key in settings if key not in {"sphinx", "html", "latex"}}
    return kept | {"sphinx": {"config": {"language": "nl", "nb_kernel_rgx_aliases": {".*": "python3"}}}}


def _plain_notebook(loaded: Loaded, page: Page) -> str:
    """Rewrite the Markdown cells of a notebook, and keep the code."""
    notebook = json.loads((loaded.root / page.path).read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = _plain(loaded, page, "".join(cell["source"]))
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _plain(loaded: Loaded, page: Page, text: str, depth: int = 0) -> str:
    return "\n".join(_Plain(loaded, page, text, depth).lines())


class _Plain:
    """A text of one page to rewrite as plain Markdown; `depth` is greater for the texts of items in a directive."""

    def __init__(self, loaded: Loaded, page: Page, text: str, depth: int) -> None:
        self.loaded, self.course, self.page, self.text = loaded, loaded.parsed, page, text
        self.fence, self.depth = "~" * (9 - 2 * depth), depth
        self.calls = {
            call.place.line: call
            for call in find_calls(read_markdown(text), partial(place_at, page.path, text))
            if not call.is_role
        }

    def lines(self) -> Iterator[str]:
        """Yield the lines of the text without our directives."""
        first = 0
        for line in read_lines(self.text):
            block = line.opens
            if line.number < first:
                continue  # an option, which an admonition doesn't have, or a line of a directive that was already drawn
            if block is None or block.name not in OWN_DIRECTIVES:
                yield self.roles(line.text)
            elif block.name in WITH_BODY:
                fence = line.text[: block.column] + line.text.strip().partition("{")[0]
                yield f"{fence}{{admonition}} {block.argument or block.name}"
                first = block.body
            else:
                first = block.end
                yield from self.drawing(self.calls[line.number + 1])

    def drawing(self, call: Call) -> Iterator[str]:
        """Yield the admonition with the texts that a directive uses."""
        if call.name in NOT_ON_PAGES:
            return
        text = _plain(self.loaded, self.page, "\n\n".join(self.texts(call)), self.depth + 1)
        opens = (
            "{glossary}" if call.name == "glossary-list" else f"{{admonition}} {call.argument or call.name}"
        )
        yield f"{self.fence}{opens}\n{text or call.name}\n{self.fence}"

    def texts(self, call: Call) -> Iterable[str]:
        if write := DIRECTIVES.get(call.name):
            return write(self, call)
        # Directives about our own outputs, such as the register of packs, use no items.
        query = query_of(call.name)
        return map(_text, query(self.course, self.page, call)) if query else ()

    def roles(self, text: str) -> str:
        """Fill in the values of facts; terms, links and citations are stock roles."""
        return _FACT.sub(lambda match: self.value(match[1]), text)

    def value(self, id: str) -> str:
        fact = self.course.fact(id)
        return format_value(fact.value, fact.unit) if fact.value is not None else id

    def lesson(self) -> LessonPage:
        return next(lesson for lesson in self.course.lessons if lesson.page == self.page.name)


_FACT = re.compile(r"\{fact\}`([^`]+)`")


def _text(item: BaseModel) -> str:
    """Return the texts of an item that people read, and citations of its sources."""
    if isinstance(item, LessonPage):
        return _bullets([item.title, *(each.text for each in item.lesson.objectives)])
    if isinstance(item, Term):
        return "\n".join((*dict.fromkeys((item.term, *item.forms)), f"  {item.definition}"))
    values = walk(type(item), item)
    sources = dict.fromkeys(each.value for each in values if each.ref and each.ref.kind == "source")
    cited = [f"{{cite}}`{','.join(sources)}`"] if sources else []
    return "\n\n".join([*(each.value for each in values if each.reads), *cited])


def _bullets(texts: Iterable[str]) -> str:
    return "\n".join(f"- {text}" for text in texts)


def _key_points(page: _Plain, _: Call) -> Iterable[str]:
    return [_bullets(point.text for point in page.lesson().lesson.points)]


def _chart(page: _Plain, call: Call) -> Iterable[str]:
    chart = render_chart(page.course, call.argument)
    return [f"**{chart.title}**", _table(chart.header, chart.rows)]


def _comparison(page: _Plain, call: Call) -> Iterable[str]:
    codes, ids = (call.option(name).split() for name in ("jurisdictions", "attributes"))
    policies: Policies = page.course.policies
    columns = [attribute for attribute in policies.attributes if not ids or attribute.id in ids]
    items = [item for item in policies.jurisdictions if not codes or item.code in codes]
    rows = ([item.label, policies.model(item.model).title, *(str(item.attributes[c.id].value) for c in columns)]
            for item in items)  # fmt: skip
    return [_table(["Rechtsgebied", "Model", *(column.short for column in columns)], rows)]


def _self_test(page: _Plain, call: Call) -> Iterable[str]:
    return map(_text, draw_self_test(page.course, page.course.module(call.argument)))


def _sources(page: _Plain, _: Call) -> Iterable[str]:
    sources = {
        item.id: item
        for item in items_on(page.loaded, page.page, for_trainee=True)
        if isinstance(item, Reference)
    }
    return [_bullets(f"{source.title} {{cite}}`{key}`" for key, source in sorted(sources.items()))]


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    cells = [list(header), *map(list, rows)]
    cells.insert(1, ["---"] * len(cells[0]))
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in cells)


DIRECTIVES: Mapping[str, Callable[[_Plain, Call], Iterable[str]]] = {
    "key-points": _key_points,
    "chart": _chart,
    "comparison": _comparison,
    "self-test": _self_test,
    "sources": _sources,
}
"""The directives whose text is not simply that of the items that they draw."""
