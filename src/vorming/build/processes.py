"""How a build starts its processes: by fork where there is one, and so that all of them end with it."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import connection
from multiprocessing.context import BaseContext
from typing import Any

STOPPING = (signal.SIGINT, signal.SIGTERM)


class _Asked:
    """Whether somebody asked this process to stop, and how many steps may not be broken off now."""

    is_asked = False
    held = 0


def process_context() -> BaseContext:
    """Return how a process starts: a fork has all that is imported here."""
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    return multiprocessing.get_context(method)


@contextmanager
def stoppable() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM raise KeyboardInterrupt, also where a script started us deaf to Ctrl-C.

    Whatever ends the block, no process that was started in it outlives it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # no thread but the main one may say what a signal does
        return
    _Asked.is_asked = False
    before = {number: signal.signal(number, _stop) for number in STOPPING}
    try:
        yield
    finally:
        stop_processes()
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(*_: object) -> None:
    _Asked.is_asked = True
    if not _Asked.held:
        raise KeyboardInterrupt


@contextmanager
def unbroken() -> Iterator[None]:
    """Let a request to stop count before or after these steps; after one was made, none of them is taken."""
    _raise_if_asked()
    _Asked.held += 1
    try:
        yield
    finally:
        _Asked.held -= 1
    _raise_if_asked()


def _raise_if_asked() -> None:
    if _Asked.is_asked and not _Asked.held:
        raise KeyboardInterrupt


def start_process(process: Any) -> None:
    """Start a process; a request to stop counts when it has started, for within a fork Python loses it."""
    with unbroken():
        process.start()


def end_with_parent() -> None:
    """Let a signal end this process without a word, and the end of its parent too: call it first in a new process."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    if _Asked.is_asked or parent is None:
        os._exit(1)
    threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def stop_processes() -> None:
    """Stop what this process started, and wait until it has ended."""
    started = multiprocessing.active_children()
    for process in started:
        process.terminate()
    for process in started:
        process.join(PATIENCE)
        process.kill()


PATIENCE = 5
"""After how many seconds a process that doesn't end is killed."""
