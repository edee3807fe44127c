"""Quizzes as views: questions made ready to show, the same for every output."""
