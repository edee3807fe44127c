"""How a build starts its processes: by fork where there is one, and so that all of them end with it.

One command works in a folder at a time: a second one is refused, and hears which one is at work.
"""

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from multiprocessing import connection
from pathlib import Path
from typing import Any

from vorming.text.words import words

try:
    import fcntl
except ImportError:  # Windows has no such lock
    fcntl = None  # type: ignore[assignment]

STOPPING = (signal.SIGINT, signal.SIGTERM)
LOCK = "_build/.slot"
"""The lock file of every command that writes into `_build`, but for the preview, which has a folder of its own."""
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


def start_piped(work: Callable[..., object], *arguments: object) -> connection.Connection:
    """Start a process that does `work(*arguments)`; return the pipe from which `receive` takes what came of it.

    A pipe alone: queues and pools need shared memory (`/dev/shm`), which not every container gives.
    """
    # A fork has all that is imported here; without one a process starts from nothing and imports it again.
    has_fork = "fork" in multiprocessing.get_all_start_methods()
    context: Any = multiprocessing.get_context("fork" if has_fork else "spawn")
    here, there = connection.Pipe(duplex=False)
    with unbroken():  # within a fork, Python loses a request to stop
        context.Process(target=_send, args=(there, work, arguments)).start()
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


class FolderInUseError(Exception):
    """Another command works in the folder; the text says which one."""


@contextmanager
def hold_folder(path: Path) -> Iterator[None]:
    """Lock a file for the time of the block; raise FolderInUseError where another process has locked it.

    The lock is the system's (`flock`), which frees it when the process and its children end, however they end: a file
    that is left behind locks nothing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8", errors="replace") as file:
        if fcntl:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                raise FolderInUseError(words("build")["in_use"].format(who=file.read(100).strip())) from None
        file.truncate(0)
        file.write(words("build")["holder"].format(pid=os.getpid(), time=f"{datetime.now():%H:%M:%S}"))
        file.flush()
        yield
