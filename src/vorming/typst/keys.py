"""The key of a quiz on paper: what is right and why, for the trainer."""

from collections.abc import Iterator

from vorming.quiz.view import OptionView, QuestionView, QuizView
from vorming.text.numbers import format_number, format_value
from vorming.text.words import words
from vorming.typst.context import Context
from vorming.typst.markup import call, mark, text
from vorming.typst.quizzes import PlaceOf, with_markup


def write_key(quiz: QuizView, context: Context, place_of: PlaceOf) -> str:
    """Write the key of a whole quiz, each question with the place it comes from."""
    written = []
    # As in a heading, without anchors: the worksheet has those.
    for question in with_markup(quiz, context.in_heading()).questions:
        parts = [call("right-letter", text(pair.letter), pair.left) for pair in question.pairs]
        parts += [call("key-line", word, said) for word, said in _lines(question) if said]
        key = call("key-question", question.prompt, _right(question), *parts, number=question.number)
        written.append(mark(place_of(question.id)) + key)
    return "\n\n".join(written)


def _right(question: QuestionView) -> str:
    """Return the right answer in one line; empty where nothing is right or wrong, and for pairs, a line each."""
    if question.numeric:
        number = question.numeric
        return text(format_value(number.answer, number.unit or None))
    if question.items:
        return text(" – ".join(item.letter for item in question.right_order))
    return text(" · ").join(_lettered(option) for option in question.options if option.is_correct)


def _lettered(option: OptionView) -> str:
    return f"{text(f'{option.letter}. ')}{option.text}"


def _lines(question: QuestionView) -> Iterator[tuple[str, str]]:
    """Yield what else the key says: a word, and what is said; empty where a question lacks it."""
    said = words("quiz")
    why = said["why"].rstrip("?")
    if question.numeric and question.numeric.tolerance:
        yield text(said["give_or_take"]), text(format_number(question.numeric.tolerance))
    if question.reason:
        right = (_lettered(option) for option in question.reason.options if option.is_correct)
        yield text(why), "".join(right)
    yield "", question.explanation
    for option in question.options:
        yield text(option.letter), option.feedback
    for option in question.reason.options if question.reason else ():
        yield text(f"{why}, {option.letter}"), option.feedback
    for pair in question.pairs:
        yield text(pair.letter), pair.feedback
    for wrong in question.numeric.wrong if question.numeric else ():
        yield text(format_number(wrong.value)), wrong.feedback
    for scene in question.scenes:
        for way in scene.ways:
            yield text(f"{said['step']} {scene.number}, {way.letter}"), way.feedback
    yield text(said["model_answer"]), question.model_answer
    for criterion in question.criteria:
        yield "", text("– ") + criterion
