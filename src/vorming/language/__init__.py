"""The language gate: checks of the Dutch text of the course, and the tools for reading it."""
