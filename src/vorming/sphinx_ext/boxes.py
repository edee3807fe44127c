"""Directives with a body: case, cards, exercise, trainer note, content note, slide, part in another language."""

from docutils import nodes

from vorming import nodes as own
from vorming.sphinx_ext.base import CourseDirective
from vorming.text.numbers import format_minutes
from vorming.text.words import words

PARSING = "vorming_language"
"""The key in Sphinx's temporary data of the language of the text being parsed; absent in the course's own language."""


class NamedDirective(CourseDirective):
    """A directive with an option `name`, by which the steps of a lesson refer to its box."""

    def lines(self) -> list[nodes.Node]:
        """Return the node for lines to write on, if the option `lines` is given."""
        count = self.options.get("lines", 0)
        return [own.vorming_lines(count=count)] if count else []

    def named_box(self, kind: str, *body: nodes.Node) -> own.vorming_box:
        """Make a box with the argument as title and the option `name` as name."""
        name = nodes.make_id(self.options.get("name", ""))
        box = self.box(kind, self.arguments[0], *body, name=name)
        self.add_name(box)
        return box


class Case(NamedDirective):
    """A made-up situation: vorming_box(kind="case") [title, “made up”, body, lines].

    Options: `lines`, the number of lines to write on in print; `name`, by which the steps of a lesson refer to it.
    """

    def run(self) -> list[nodes.Node]:
        made_up = self.paragraph(words("boxes")["made_up"], "made-up")
        return [self.named_box("case", made_up, *self.parse_content_to_nodes(), *self.lines())]


class Cards(NamedDirective):
    """Cards to cut out, from a bullet list: vorming_box(kind="cards", edition="trainer", group=…), names=[name].

    Options: `name`, by which the steps of a lesson refer to them; `group`, the number of people who share a set.
    """

    def run(self) -> list[nodes.Node]:
        labels, group = words("boxes").group("cards"), self.options.get("group", 1)
        sets = labels["one_each"] if group == 1 else labels["per_group"].format(count=group)
        box = self.named_box("cards", self.paragraph(sets, "minutes"), *self.parse_content_to_nodes())
        box["group"] = group  # the papers of a day have enough sets for its group
        return [box]


class Exercise(NamedDirective):
    """An exercise: vorming_box(kind="exercise") [title, method, body, lines].

    Options: `method`, shown as it is; `minutes`, a note for authors; `lines` and `name` as in {case}.
    """

    def run(self) -> list[nodes.Node]:
        method = self.options.get("method", "")
        label = [self.paragraph(words("boxes")["method"].format(method=method), "method")] if method else []
        return [self.named_box("exercise", *label, *self.parse_content_to_nodes(), *self.lines())]


class TrainerNote(CourseDirective):
    """A note for the trainer only: vorming_box(kind="trainer-note", edition="trainer", minutes=…).

    The title may be left out. Options: `minutes`, shown here and added up for the timing of slides; `part` and
    `programmes`, on the page of a module, limit the note to days with that kind of part or those programmes; `first` marks
    the notes to read first for a trainer who has only an hour.
    """

    def run(self) -> list[nodes.Node]:
        minutes = self.options.get("minutes", 0)
        duration = [self.paragraph(format_minutes(minutes), "minutes")] if minutes else []
        box = self.box("trainer-note", "".join(self.arguments), *duration, *self.parse_content_to_nodes())
        box["minutes"] = minutes
        box["part"] = self.options.get("part", "")
        box["programmes"] = self.options.get("programmes", "").split()
        box["first"] = "first" in self.options
        return [box]


class ContentNote(CourseDirective):
    """A warning before a hard subject, with a link to the help page: vorming_box(kind="content-note")."""

    def run(self) -> list[nodes.Node]:
        page = self.course.settings.help_page
        sentence = words("boxes")["way_out"]
        way_out = [self.paragraph(sentence.format(page=page), own.WAY_OUT)] if page else []
        return [self.box("content-note", "", *self.parse_content_to_nodes(), *way_out)]


class Slide(CourseDirective):
    """The content of this section's slide, which replaces the section itself: vorming_slide [body]."""

    def run(self) -> list[nodes.Node]:
        return [own.vorming_slide("", *self.parse_content_to_nodes())]


class NoSlide(CourseDirective):
    """No slide for this section: vorming_no_slide."""

    def run(self) -> list[nodes.Node]:
        return [own.vorming_no_slide()]


class Language(CourseDirective):
    """A part in another language: container(classes=[language-fr]) [body].

    The language check skips it. If the section has no other text, `mark_sections` moves the class to the section.
    """

    def run(self) -> list[nodes.Node]:
        code = self.arguments[0]
        self.env.temp_data[PARSING] = code
        try:
            body = self.parse_content_to_nodes()
        finally:
            del self.env.temp_data[PARSING]
        return [nodes.container("", *body, classes=[f"{own.LANGUAGE}{code}"])]
