"""Directives with a body: case, cards, exercise, trainer note, content note, slide, part in another language."""

from docutils import nodes

from vorming.nodes import course as own
from vorming.sphinx_ext.base import CourseDirective
from vorming.text.numbers import format_minutes
from vorming.text.words import words

PARSING = "vorming_language"
"""In the temporary data of Sphinx: the other language that the text being parsed is in; none in the course's own."""


class NamedDirective(CourseDirective):
    """A directive whose box the steps of a lesson can use by its option `name`."""

    def lines(self) -> list[nodes.Node]:
        """Return the lines to write on that the option asks for."""
        count = self.options.get("lines", 0)
        return [own.vorming_lines(count=count)] if count else []

    def named_box(self, kind: str, *body: nodes.Node) -> own.vorming_box:
        """Make a box with the title in the argument, and with the option `name`."""
        name = nodes.make_id(self.options.get("name", ""))
        box = self.box(kind, self.arguments[0], *body, name=name)
        self.add_name(box)
        return box


class Case(NamedDirective):
    """A made-up situation: vorming_box(kind="case") [title, “made up”, body, lines].

    Options: `lines`, how many to write on in print; `name`, by which steps of a lesson use it.
    """

    def run(self) -> list[nodes.Node]:
        made_up = self.paragraph(words("boxes")["made_up"], "made-up")
        return [self.named_box("case", made_up, *self.parse_content_to_nodes(), *self.lines())]


class Cards(NamedDirective):
    """Cards to cut out, a bullet list: vorming_box(kind="cards", edition="trainer", group=…), names=[name].

    Options: `name`, by which steps of a lesson use them; `group`, the number of people who share a set.
    """

    def run(self) -> list[nodes.Node]:
        said, group = words("boxes").group("cards"), self.options.get("group", 1)
        sets = said["one_each"] if group == 1 else said["per_group"].format(count=group)
        box = self.named_box("cards", self.paragraph(sets, "minutes"), *self.parse_content_to_nodes())
        box["group"] = group  # a day prints as many sets as its group needs
        return [box]


class Exercise(NamedDirective):
    """Something to do: vorming_box(kind="exercise") [title, method, body, lines].

    Options: `method`, shown as it is written; `minutes`, a note for authors; `lines` and `name` as in {case}.
    """

    def run(self) -> list[nodes.Node]:
        method = self.options.get("method", "")
        how = [self.paragraph(words("boxes")["method"].format(method=method), "method")] if method else []
        return [self.named_box("exercise", *how, *self.parse_content_to_nodes(), *self.lines())]


class TrainerNote(CourseDirective):
    """What only the trainer reads: vorming_box(kind="trainer-note", edition="trainer", minutes=…).

    The title may be left out. Options: `minutes`, shown here and added up for the timing of slides; on the page of a
    module `part` and `programmes`, the kind of part and the programmes without which a day's paper needs no such note;
    `first`, where who has only an hour reads it before the rest.
    """

    def run(self) -> list[nodes.Node]:
        minutes = self.options.get("minutes", 0)
        how_long = [self.paragraph(format_minutes(minutes), "minutes")] if minutes else []
        box = self.box("trainer-note", "".join(self.arguments), *how_long, *self.parse_content_to_nodes())
        box["minutes"] = minutes
        box["part"] = self.options.get("part", "")
        box["programmes"] = self.options.get("programmes", "").split()
        box["first"] = "first" in self.options
        return [box]


class ContentNote(CourseDirective):
    """A warning before a hard subject, with the way out: vorming_box(kind="content-note")."""

    def run(self) -> list[nodes.Node]:
        page = self.course.settings.help_page
        said = words("boxes")["way_out"]
        way_out = [self.paragraph(said.format(page=page), own.WAY_OUT)] if page else []
        return [self.box("content-note", "", *self.parse_content_to_nodes(), *way_out)]


class Slide(CourseDirective):
    """The content of this section's slide, in the place of the section itself: vorming_slide [body]."""

    def run(self) -> list[nodes.Node]:
        return [own.vorming_slide("", *self.parse_content_to_nodes())]


class NoSlide(CourseDirective):
    """No slide for this section: vorming_no_slide."""

    def run(self) -> list[nodes.Node]:
        return [own.vorming_no_slide()]


class Language(CourseDirective):
    """A part in another language: container(classes=[language-fr]) [body].

    The language gate doesn't read it, and `mark_sections` moves the class to a section without other text.
    """

    def run(self) -> list[nodes.Node]:
        code = self.arguments[0]
        self.env.temp_data[PARSING] = code
        try:
            body = self.parse_content_to_nodes()
        finally:
            del self.env.temp_data[PARSING]
        return [nodes.container("", *body, classes=[f"{own.LANGUAGE}{code}"])]
