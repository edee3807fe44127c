"""How a build starts its processes: by fork where there is one, and so that all of them end with it."""

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import connection
from typing import Any

STOPPING = (signal.SIGINT, signal.SIGTERM)
PATIENCE = 5
"""After how many seconds a process that doesn't end is killed."""


class _StopRequest:
    """Whether this process was asked to stop, and how many blocks it is in that may not be broken off."""

    was_made = False
    shields = 0


@contextmanager
def stoppable() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM raise KeyboardInterrupt, also where a script started us with Ctrl-C ignored.

    Whatever ends the block, no process that was started in it outlives it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # Python lets the main thread alone say what a signal does
        return

    def stop(*_: object) -> None:
        _StopRequest.was_made = True
        _raise_if_asked()

    _StopRequest.was_made = False
    before = {number: signal.signal(number, stop) for number in STOPPING}
    try:
        yield
    finally:
        stop_processes()
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def unbroken() -> Iterator[None]:
    """Let a request to stop count before or after these steps: after one was made, none of them is taken."""
    _raise_if_asked()
    _StopRequest.shields += 1
    try:
        yield
    finally:
        _StopRequest.shields -= 1
    _raise_if_asked()


def _raise_if_asked() -> None:
    if _StopRequest.was_made and not _StopRequest.shields:
        raise KeyboardInterrupt


def start_process(process: Any) -> None:
    """Start a process; a request to stop counts when it has started, for within a fork Python loses it."""
    with unbroken():
        process.start()


def start_piped(work: Callable[..., object], *arguments: object) -> connection.Connection:
    """Start a process that does `work(*arguments)`; return the pipe from which `receive` takes what came of it.

    A pipe alone: queues and pools need shared memory (`/dev/shm`), which not every container gives.
    """
    # A fork has all that is imported here; without one a process starts from nothing and imports it again.
    has_fork = "fork" in multiprocessing.get_all_start_methods()
    context: Any = multiprocessing.get_context("fork" if has_fork else "spawn")
    here, there = connection.Pipe(duplex=False)
    start_process(context.Process(target=_send, args=(there, work, arguments)))
    there.close()
    return here


def _send(pipe: connection.Connection, work: Callable[..., object], arguments: tuple[object, ...]) -> None:
    end_with_parent()
    gc.freeze()  # what the parent made stays; Sphinx's extensions and the collector needn't look through it
    try:
        pipe.send(work(*arguments))
    except Exception as error:
        pipe.send(error)


def receive(pipe: connection.Connection) -> Any:
    """Wait for what a process returned, or raise what it raised; raises EOFError where it was killed."""
    result = pipe.recv()
    if isinstance(result, Exception):
        raise result
    return result


def end_with_parent() -> None:
    """Let this process end with its parent, and at a signal without a traceback.

    Every new process calls it first: a killed build then leaves none of its processes at work in the folder.
    """
    for number in STOPPING:
        signal.signal(number, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    if _StopRequest.was_made or parent is None:
        os._exit(1)

    def end_after(sentinel: int) -> None:
        connection.wait([sentinel])
        os._exit(1)

    threading.Thread(target=end_after, args=(parent.sentinel,), daemon=True).start()


def stop_processes() -> None:
    """Stop what this process started, and wait until it has ended."""
    started = multiprocessing.active_children()
    for process in started:
        process.terminate()
    for process in started:
        process.join(PATIENCE)
        # One that waits for the system may not hear the first signal.
        process.kill()
