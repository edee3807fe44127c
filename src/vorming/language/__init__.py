"""The language gate: the checks of the Dutch of the course, and what they read it with."""
