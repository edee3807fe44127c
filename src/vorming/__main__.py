"""Run the command `vorming`, also as `python -m vorming`."""

import sys


def run() -> None:
    """Run the command. Ctrl-C during its imports, which take most of a second, gives no traceback either."""
    try:
        from vorming.cli import main
    except KeyboardInterrupt:
        sys.exit(1)
    main()


if __name__ == "__main__":
    run()
