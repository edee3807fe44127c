"""`python -m vorming` does what the command `vorming` does."""

from vorming.cli import main

main()
