"""Directives with a body: case, exercise, trainer note, content note, slide."""

from docutils import nodes
from docutils.parsers.rst import directives

from vorming.nodes.course import vorming_lines, vorming_no_slide, vorming_slide
from vorming.sphinx_ext.base import CourseDirective
from vorming.text.numbers import format_minutes


class _Body(CourseDirective):
    """A directive whose content is Markdown."""

    has_content = True

    def body(self) -> list[nodes.Node]:
        holder = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, holder)
        return list(holder.children)

    def lines(self) -> list[nodes.Node]:
        count = self.options.get("lines", 0)
        return [vorming_lines(count=count)] if count else []


class Case(_Body):
    """A made-up situation: vorming_box(kind="case") [title, "Verzonnen voorbeeld", body, lines]."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec = {"lines": directives.nonnegative_int}

    def run(self) -> list[nodes.Node]:
        made_up = self.paragraph("Verzonnen voorbeeld", "made-up")
        return [self.box("case", self.arguments[0], made_up, *self.body(), *self.lines())]


class Exercise(_Body):
    """Something to do: vorming_box(kind="exercise") with attributes method and minutes."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec = {
        "lines": directives.nonnegative_int,
        "method": directives.unchanged,
        "minutes": directives.positive_int,
    }

    def run(self) -> list[nodes.Node]:
        method = self.options.get("method", "")
        how = [self.paragraph(f"Werkvorm: {method}", "method")] if method else []
        box = self.box("exercise", self.arguments[0], *how, *self.body(), *self.lines())
        box["method"], box["minutes"] = method, self.options.get("minutes", 0)
        return [box]


class TrainerNote(_Body):
    """What only the trainer reads: vorming_box(kind="trainer-note", edition="trainer", minutes=…)."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = {"minutes": directives.positive_int}

    def run(self) -> list[nodes.Node]:
        title = self.arguments[0] if self.arguments else ""
        minutes = self.options.get("minutes", 0)
        how_long = [self.paragraph(format_minutes(minutes), "minutes")] if minutes else []
        box = self.box("trainer-note", title, *how_long, *self.body(), trainer=True)
        box["minutes"] = minutes
        return [box]


class ContentNote(_Body):
    """A calm word before a hard subject: vorming_box(kind="content-note")."""

    def run(self) -> list[nodes.Node]:
        way_out = self.paragraph("Wil je met iemand praten? Kijk bij {doc}`nummers </book/naslag/nummers>`.")
        return [self.box("content-note", "", *self.body(), way_out)]


class Slide(_Body):
    """What stands on this section's slide instead of the section."""

    def run(self) -> list[nodes.Node]:
        return [vorming_slide("", *self.body())]


class NoSlide(CourseDirective):
    """This section makes no slide."""

    def run(self) -> list[nodes.Node]:
        return [vorming_no_slide()]
