"""For who keeps the course: what is due, what a change touches, and the desk to do it at."""
