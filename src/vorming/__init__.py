"""Make a book, quizzes, charts, slides, packs and exports from the source of one course."""

__version__ = "0.1.0"
