"""One course source, many outputs: book, quizzes, charts, slides, packs and exports."""

__version__ = "0.1.0"
