"""A node is its class, its visitors and its writer: shown on a copy of the package, in a directive of its own."""

from pathlib import Path

import pytest

from tests.conftest import append_to
from tests.support.package_copy import copy_package, insert, run
from tests.support.pdf import pages_of

NODE = "class vorming_tick(nodes.General, nodes.Element):\n    pass\n\n\n"
VISITORS = """\
    def visit_vorming_tick(self, node):
        self.body.append(f"<p>☐ {self.encode(node['text'])}</p>")

    def depart_vorming_tick(self, node):
        pass

"""
WRITER = '    vorming_tick: lambda node, context: call("strong", text("☐ " + node["text"])),\n'
DIRECTIVE = """class Tick(CourseDirective):
    def run(self):
        return [own.vorming_tick(text=self.arguments[0])]


"""
RECORD = '    "tick": DirectiveRecord("boxes:Tick", "a square to tick", _TITLE),\n'


@pytest.mark.slow
def test_a_new_node_is_on_page_and_paper(tmp_path: Path, repository: Path, mini: Path) -> None:
    package = copy_package(repository, tmp_path)
    home = package / "vorming"
    insert(home / "nodes.py", before="class vorming_lines(", text=NODE)
    insert(home / "sphinx_ext/__init__.py", before="    own.vorming_lines,\n", text="    own.vorming_tick,\n")
    insert(home / "sphinx_ext/html_writer.py", before="    def visit_image(", text=VISITORS)
    insert(home / "typst/writer.py", before="vorming_quiz\n", text="vorming_tick, ")
    insert(home / "typst/writer.py", before="    vorming_lines: blocks", text=WRITER)
    insert(home / "sphinx_ext/boxes.py", before="class NoSlide(", text=DIRECTIVE)
    insert(home / "model/directives.py", before='    "slide": DirectiveRecord(', text=RECORD)
    append_to(mini / "book/les/kaart.md", "\n```{tick} Ik belde jou & haar\n```\n")
    done = run(package, mini, "build", "--only", "html", "--only", "packs")
    assert done.returncode == 0, done.stdout + done.stderr
    page = (mini / "_build/html/book/les/kaart.html").read_text(encoding="utf-8")
    assert "<p>☐ Ik belde jou &amp; haar</p>" in page
    assert "Ik belde jou & haar" in "".join(pages_of(mini / "_build/packs/proef-kaart.pdf"))
