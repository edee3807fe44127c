"""The key of a quiz: what is right and why, for the trainer."""

from collections.abc import Iterator

from vorming.quiz.view import OptionView, QuestionView, QuizView, SceneView
from vorming.text.numbers import format_number, format_value
from vorming.text.words import words
from vorming.typst.context import Context
from vorming.typst.markup import call, mark, text
from vorming.typst.quizzes import PlaceOf, with_markup


def write_key(quiz: QuizView, context: Context, place_of: PlaceOf) -> str:
    """Write the key of a whole quiz."""
    shown = with_markup(quiz, context.in_heading())
    return "\n\n".join(f"{mark(place_of(question.id))}{_question(question)}" for question in shown.questions)


def _question(question: QuestionView) -> str:
    pairs = (call("right-letter", text(pair.letter), pair.left) for pair in question.pairs)
    lines = (call("key-line", word, said) for word, said in _lines(question) if said)
    return call("key-question", question.prompt, _right(question), *pairs, *lines, number=question.number)


def _right(question: QuestionView) -> str:
    """Return the right answer in one line; empty where nothing is right or wrong, and for pairs, a line each."""
    if question.numeric:
        number = question.numeric
        return text(format_value(number.answer, number.unit or None))
    if question.items:
        right = sorted(question.items, key=lambda item: item.position)
        return text(" – ".join(item.letter for item in right))
    return text(" · ").join(_lettered(option) for option in question.options if option.is_correct)


def _lettered(option: OptionView) -> str:
    return f"{text(f'{option.letter}. ')}{option.text}"


def _lines(question: QuestionView) -> Iterator[tuple[str, str]]:
    """Yield what else the key says: a word, and what is said."""
    said = words("quiz")
    if question.numeric and question.numeric.tolerance:
        yield text(said["give_or_take"]), text(format_number(question.numeric.tolerance))
    if question.reason:
        right = (_lettered(option) for option in question.reason.options if option.is_correct)
        yield text(said["why"].rstrip("?")), "".join(right)
    yield "", question.explanation
    for option in question.options:
        yield text(option.letter), option.feedback
    for option in question.reason.options if question.reason else ():
        yield text(f"{said['why'].rstrip('?')}, {option.letter}"), option.feedback
    for pair in question.pairs:
        yield text(pair.letter), pair.feedback
    for wrong in question.numeric.wrong if question.numeric else ():
        yield text(format_number(wrong.value)), wrong.feedback
    for scene in question.scenes:
        yield from _scene(scene)
    yield text(said["model_answer"]), question.model_answer
    for criterion in question.criteria:
        yield "", text("– ") + criterion


def _scene(scene: SceneView) -> Iterator[tuple[str, str]]:
    for way in scene.ways:
        yield text(f"{words('quiz')['step']} {scene.number}, {way.letter}"), way.feedback
