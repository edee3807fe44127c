"""Enlarge the course to a multiple of its pages, to measure builds of a large book."""

import re
from pathlib import Path

from vorming.model.directives import DIRECTIVES, LESSON_DIRECTIVES
from vorming.source.load import load_course


def enlarge(root: Path, size: int) -> None:
    """Copy every Markdown page until the book has `size` times as many; notebooks stay as they are."""
    toc = (root / "_toc.yml").read_text(encoding="utf-8").rstrip("\n")
    pages = [page for page in load_course(root).pages if page.path.endswith(".md")]
    for number in range(2, size + 1):
        toc += f"\n  - caption: Kopie {number}\n    chapters:"
        for page in pages:
            name = f"book/kopie-{number:03d}/{page.name.removeprefix('book/').replace('/', '-')}"
            (root / name).parent.mkdir(exist_ok=True)
            (root / f"{name}.md").write_text(_copied(root / page.path, number), encoding="utf-8")
            toc += f"\n      - file: {name}"
    (root / "_toc.yml").write_text(toc + "\n", encoding="utf-8")
    # Widen the waivers of language rules to the copies of a page.
    language = root / "book/_data/language.yml"
    text = re.sub(r"(?m)^( +file: book/)(?!_data)\w+/", r"\1*", language.read_text(encoding="utf-8"))
    language.write_text(text, encoding="utf-8")


_LISTS = [name for name, record in DIRECTIVES.items() if record.is_list]
_ONCE = re.compile(
    rf"^(`{{3,}})\{{(?:{'|'.join([*LESSON_DIRECTIVES, *_LISTS])})\}}.*?^\1\s*$", re.MULTILINE | re.DOTALL
)


def _copied(path: Path, number: int) -> str:
    """Return a page with unique labels and absolute links, without the directives that may occur only once in a book."""
    text = path.read_text(encoding="utf-8")
    body = text.partition("\n---\n")[2] if text.startswith("---\n") else text
    body = _ONCE.sub("", body)
    body = re.sub(r"\]\((?!https?:|#|/|mailto:|tel:)([^)]+)\)", "](../index.md)", body)
    body = re.sub(r"\{doc\}`(?:[^`<]*<)?(?!/)[^`]+`", "{doc}`/book/index`", body)
    body = re.sub(r"(?m)^:link: (?!https?:|/)\S+$", ":link: /book/index", body)
    # A label must be unique in a book; links keep leading to the original page.
    body = re.sub(r"(?m)^\(([\w-]+)\)=", rf"(\1-kopie-{number})=", body)
    body = re.sub(r"(?m)^:name: (\S+)$", rf":name: \1-kopie-{number}", body)
    return re.sub(r"^# (.+)$", rf"# \1 {number}", body, count=1, flags=re.MULTILINE)
