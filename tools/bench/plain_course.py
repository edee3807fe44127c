"""The course as an author with Jupyter Book alone would have it: the same pages, words and notebooks.

No extension of ours and the stock theme. Each of our directives becomes an admonition with the texts of
the items that it draws; a chart becomes its table, since the notebooks draw it.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from vorming.charts import show
from vorming.course.usage import draw_of, drawn
from vorming.model.course import LessonPage, Source
from vorming.model.directives import OWN_DIRECTIVES
from vorming.model.faq import Term
from vorming.model.policies import Policies
from vorming.model.walk import walk
from vorming.quiz.selection import draw_self_test
from vorming.source.load import Loaded, load_course
from vorming.source.markdown import read_lines, read_markdown
from vorming.source.pages import Call, Page, find_calls
from vorming.text.numbers import format_value

WITH_BODY = {"case", "exercise", "trainer-note", "content-note"}
NOT_ON_PAGES = {"slide", "no-slide"}


def make_plain(root: Path) -> None:
    """Rewrite the pages and the settings of the course below `root` for stock Jupyter Book."""
    loaded = load_course(root)
    for page in loaded.pages:
        path = root / page.path
        text = _plain_notebook(loaded, page) if path.suffix == ".ipynb" else _plain(loaded, page, page.text)
        path.write_text(text, encoding="utf-8")
    path = root / "_config.yml"
    path.write_text(yaml.safe_dump(_settings(yaml.safe_load(path.read_text("utf-8")))), encoding="utf-8")


def _settings(own: dict[str, Any]) -> dict[str, Any]:
    """Keep what any author sets: title, pages, execution, Markdown, sources, language."""
    kept = {key: own[key] for key in own if key not in {"sphinx", "html", "latex"}}
    return kept | {"sphinx": {"config": {"language": "nl", "nb_kernel_rgx_aliases": {".*": "python3"}}}}


def _plain_notebook(loaded: Loaded, page: Page) -> str:
    """Rewrite the text between the code; the code stays."""
    notebook = json.loads((loaded.root / page.path).read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = _plain(loaded, page, "".join(cell["source"]))
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _plain(loaded: Loaded, page: Page, text: str, depth: int = 0) -> str:
    return "\n".join(_Plain(loaded, page, text, depth).lines())


class _Plain:
    """A text of one page on its way to plain Markdown; what an item draws lies deeper."""

    def __init__(self, loaded: Loaded, page: Page, text: str, depth: int) -> None:
        assert loaded.course is not None
        self.loaded, self.course, self.page, self.text = loaded, loaded.course, page, text
        self.fence, self.depth = "~" * (9 - 2 * depth), depth
        self.calls = {
            call.place.line: call
            for call in find_calls(read_markdown(text), page.path, 1)
            if not call.is_role
        }
        self.facts = {fact.id: fact for fact in self.course.facts}

    def lines(self) -> Iterator[str]:
        """Yield the lines of the text without our directives."""
        first = 0
        for line in read_lines(self.text):
            block = line.opens
            if line.number < first:
                continue  # an option, which means nothing to an admonition, or what is drawn already
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
        """Yield what a directive draws."""
        if call.name in NOT_ON_PAGES:
            return
        said = _plain(self.loaded, self.page, "\n\n".join(self.said(call)), self.depth + 1)
        opens = (
            "{glossary}" if call.name == "glossary-list" else f"{{admonition}} {call.argument or call.name}"
        )
        yield f"{self.fence}{opens}\n{said or call.name}\n{self.fence}"

    def said(self, call: Call) -> Iterable[str]:
        if own := DIRECTIVES.get(call.name):
            return own(self, call)
        # What speaks of our own outputs, such as the register of packs, has nothing to show here.
        draw = draw_of(call.name)
        return map(_text, draw(self.course, self.page, call)) if draw else ()

    def roles(self, text: str) -> str:
        """Fill in the values of facts; terms, links and citations are stock roles."""
        return _FACT.sub(lambda match: self.value(match[1]), text)

    def value(self, id: str) -> str:
        fact = self.facts[id]
        return format_value(fact.value, fact.unit) if fact.value is not None else id

    def lesson(self) -> LessonPage:
        return next(found for found in self.course.lessons if found.page == self.page.name)


_FACT = re.compile(r"\{fact\}`([^`]+)`")


def _text(item: BaseModel) -> str:
    """Write the texts of an item that people read, and its sources."""
    if isinstance(item, LessonPage):
        return _bullets([item.title, *(each.text for each in item.lesson.objectives)])
    if isinstance(item, Term):
        return "\n".join((*dict.fromkeys((item.term, *item.forms)), f"  {item.definition}"))
    found = walk(type(item), item)
    sources = dict.fromkeys(each.value for each in found if each.ref and each.ref.kind == "source")
    cited = [f"{{cite}}`{','.join(sources)}`"] if sources else []
    return "\n\n".join([*(each.value for each in found if each.reads), *cited])


def _bullets(texts: Iterable[str]) -> str:
    return "\n".join(f"- {text}" for text in texts)


def _key_points(page: _Plain, _: Call) -> Iterable[str]:
    return [_bullets(point.text for point in page.lesson().lesson.points)]


def _chart(page: _Plain, call: Call) -> Iterable[str]:
    chart = show(page.course, call.argument)
    return [f"**{chart.title}**", _table(chart.header, chart.rows)]


def _comparison(page: _Plain, call: Call) -> Iterable[str]:
    codes, ids = (call.option(name).split() for name in ("jurisdictions", "attributes"))
    policies: Policies = page.course.policies
    columns = [found for found in policies.attributes if not ids or found.id in ids]
    items = [item for item in policies.jurisdictions if not codes or item.code in codes]
    rows = ([item.label, policies.model(item.model).title, *(str(item.attributes[c.id].value) for c in columns)]
            for item in items)  # fmt: skip
    return [_table(["Rechtsgebied", "Model", *(column.short for column in columns)], rows)]


def _self_test(page: _Plain, call: Call) -> Iterable[str]:
    return map(_text, draw_self_test(page.course, page.course.module(call.argument)))


def _sources(page: _Plain, _: Call) -> Iterable[str]:
    found = {
        item.id: item for item in drawn(page.loaded, page.page, for_trainee=True) if isinstance(item, Source)
    }
    return [_bullets(f"{source.title} {{cite}}`{key}`" for key, source in sorted(found.items()))]


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
"""What shows something else than the texts of the items it draws."""
