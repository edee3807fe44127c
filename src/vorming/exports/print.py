"""Paper: worksheet, key, answer cards and tally sheet, as HTML files that print on A4 and load no other files."""

from vorming.exports.format import Files, Format, Material
from vorming.quiz.texts import answer_cards, html_texts, tallied
from vorming.text.templates import fill
from vorming.text.words import words


def write(material: Material) -> Files:
    """Make a worksheet, a key and a tally sheet per set, and one set of cards."""
    module = material.module
    worksheet, key, tally, cards = words("exports")["paper_files"].split()
    files = {f"{module.id}-{cards}.html": _page("cards", module.title, cards=answer_cards())}
    for chosen in material.sets:
        sections = [html_texts(section) for section in chosen.sections]
        files[f"{chosen.id}-{worksheet}.html"] = _page("worksheet", chosen.title, sections=sections)
        files[f"{chosen.id}-{key}.html"] = _page("key", chosen.title, sections=sections)
        files[f"{chosen.id}-{tally}.html"] = _page("tally", chosen.title, questions=tallied(chosen.questions))
    return files


def _page(kind: str, title: str, **content: object) -> bytes:
    labels = {"words": words("quiz"), "room": words("quiz").group("room")}
    return fill(f"quiz/print/{kind}.html.jinja", title=title, **labels, **content).encode()


FORMAT = Format(write)
