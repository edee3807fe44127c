"""SCORM 1.2: one SCO with its own navigation, for a set of questions or for a whole module with its pages.

In practice the best answer to each question counts, in an exam the first. A module is “completed” once every page was opened
and every scored question was answered. `assets/scorm/session.js` implements these rules and the communication with the
platform (SCORM 1.2 Run-Time Environment). This module makes the packages (SCORM 1.2 Content Aggregation Model) of sets, and
`packages.py` those of modules.
"""

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from markupsafe import Markup

from vorming.exports.format import Files, Format, QuestionSet, fill_xml, total_points, zipped
from vorming.quiz.texts import html_texts, quiz_script, render_quiz
from vorming.quiz.view import QuestionView
from vorming.text.templates import asset, fill
from vorming.text.tokens import tokens_css
from vorming.text.words import words

ASSETS = (
    "quiz/static/quiz.css",
    "scorm/nav.css",
    "scorm/scorm.css",
    "scorm/session.js",
    "scorm/scorm.js",
)
"""The files in the package of a set of questions, besides its page."""


def package(chosen: QuestionSet) -> Files:
    """Return the files of one package by name."""
    sections = [(section.title, Markup(render_quiz(html_texts(section)))) for section in chosen.sections]
    content = {path.rpartition("/")[2]: asset(path) for path in ASSETS}
    content |= {"quiz.js": quiz_script(), "tokens.css": tokens_css().encode()}
    values = {"title": chosen.title, "use": chosen.use, "sections": sections}
    return sco("scorm/scorm.html.jinja", chosen.id, chosen.questions, content, **values)


def sco(
    template: str, id: str, questions: Iterable[QuestionView], content: Files, /, **values: object
) -> Files:
    """Return the files of a package of one SCO: its page from a template, the files in `content`, and the manifest.

    SCORM 1.2 expects the manifest as `imsmanifest.xml` at the root of the archive.
    """
    by_id = {question.id: question for question in questions}
    page = fill(
        template,
        weights={id: total_points(question) for id, question in by_id.items() if question.is_scored},
        digests={id: digest_of(question) for id, question in by_id.items()},
        words=words("scorm"),
        **values,
    )
    files = {"index.html": page.encode(), **content}
    manifest = fill_xml("scorm/imsmanifest.xml.jinja", id=id, title=values["title"], names=sorted(files))
    return {"imsmanifest.xml": manifest, **files}


def digest_of(question: QuestionView) -> str:
    """Return a digest of a question's content, with which a saved answer is stored; another digest makes it invalid.

    The number of the question is left out, so that adding or removing an earlier question doesn't matter.
    """
    return sha256(repr(replace(question, number=0)).encode()).hexdigest()[:8]


CHANGES = {"open": "open_sent", "poll": "poll_kept"}
FORMAT = Format(zipped("scorm", package), changes={**CHANGES, "exam": "answers_inside"})
