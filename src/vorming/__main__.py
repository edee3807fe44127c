"""Run `python -m vorming` as the command `vorming`."""

from vorming.cli import main

main()
