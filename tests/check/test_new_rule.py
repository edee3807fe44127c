"""A rule is its sentence and a function: shown on a copy of the package."""

from pathlib import Path

from tests.support.package_copy import copy_package, insert, run

RULE = """\
  title-question:
    sentence: "de titel “{value}” is een vraag"
    hint: "Maak er een mededeling van."
"""
FUNCTION = '''def check_titles(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that no title of a page is a question."""
    for page in loaded.pages:
        if page.title.endswith("?"):
            yield problem(page.place(0), "title-question", value=page.title)


'''


def test_a_new_rule_gives_its_line_and_its_hint(tmp_path: Path, repository: Path, mini: Path) -> None:
    package = copy_package(repository, tmp_path)
    home = package / "vorming"
    insert(home / "assets/rules/rules.nl.yml", before="  file-missing:\n", text=RULE)
    insert(home / "check/pages.py", before="def check_page_text(", text=FUNCTION)
    (mini / "book/les/kaart.md").write_text("# Wie bel je?\n", encoding="utf-8")
    done = run(package, mini, "check")
    line = "book/les/kaart.md:1:1: fout: de titel “Wie bel je?” is een vraag [title-question]"
    assert done.returncode == 1 and f"{line}\n    Maak er een mededeling van.\n" in done.stdout
