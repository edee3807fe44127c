"""How a build starts its processes: by fork where there is one, and so that Ctrl-C ends all of them."""

import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import BaseContext
from typing import Any


def process_context() -> BaseContext:
    """Return how a process starts: a fork has all that is imported here."""
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    return multiprocessing.get_context(method)


def start_process(process: Any) -> None:
    """Start a process; Ctrl-C meanwhile counts when it has started, for within a fork Python loses it."""
    with _held_back():
        process.start()


@contextmanager
def _held_back() -> Iterator[None]:
    came = list[int]()
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt


def end_quietly() -> None:
    """Let Ctrl-C end this process without a word: the command says it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def stop_processes() -> None:
    """Stop what this process started."""
    for process in multiprocessing.active_children():
        process.terminate()
