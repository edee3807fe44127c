"""A quiz made ready to show, whatever shows it."""
