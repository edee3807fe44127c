"""The processes of a build: started by fork if the system has it, and ended together with the build.

Only one command works in a folder at a time; a second command fails with a message about the first.
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
"""The lock file of every command that writes into `_build`, except the preview, which has its own folder."""
PATIENCE = 5
"""The number of seconds after which a process that doesn't end is killed."""


class _StopRequest:
    """Whether this process got a request to stop, and the number of `unbroken` blocks it is in."""

    was_made = False
    shields = 0


@contextmanager
def stoppable() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM raise KeyboardInterrupt, also if a script started this process with Ctrl-C ignored.

    All processes started in the block are stopped at its end.
    """

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
    """Delay a request to stop until the block ends. If there was a request before the block, raise KeyboardInterrupt."""
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
    """Start a process that calls `work(*arguments)`; return the pipe from which `receive` takes the result.

    A pipe, because queues and pools need shared memory (`/dev/shm`), which some containers lack.
    """
    # A fork has all imported modules; a spawned process must import them again.
    has_fork = "fork" in multiprocessing.get_all_start_methods()
    context: Any = multiprocessing.get_context("fork" if has_fork else "spawn")
    here, there = connection.Pipe(duplex=False)
    with unbroken():  # Python loses a request to stop that comes during a fork
        context.Process(target=_send, args=(there, work, arguments)).start()
    there.close()
    return here


def _send(pipe: connection.Connection, work: Callable[..., object], arguments: tuple[object, ...]) -> None:
    end_with_parent()
    gc.freeze()  # so that the garbage collector skips the objects of the parent
    try:
        pipe.send(work(*arguments))
    except Exception as error:
        pipe.send(error)


def receive(pipe: connection.Connection) -> Any:
    """Wait for the result of a process and return it, or raise its exception; raises EOFError if it was killed."""
    result = pipe.recv()
    if isinstance(result, Exception):
        raise result
    return result


def end_with_parent() -> None:
    """Let this process end with its parent, and end at a signal without a traceback.

    Every new process calls this first, so that no process of a killed build goes on working in the folder.
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
    """Stop the child processes of this process, and wait until they have ended."""
    started = multiprocessing.active_children()
    for process in started:
        process.terminate()
    for process in started:
        process.join(PATIENCE)
        # A process in a system call may not have handled the first signal.
        process.kill()


class FolderInUseError(Exception):
    """Another command works in the folder; the message names it."""


@contextmanager
def lock_folder(path: Path) -> Iterator[None]:
    """Lock a file for the duration of the block; raises FolderInUseError if another process has locked it.

    The system (`flock`) releases the lock when the process and its children end in any way, so a file that is left behind
    locks nothing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8", errors="replace") as file:
        if fcntl:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                # It may have locked the file only just now.
                who = file.read(100).strip() or words("build")["other_command"]
                raise FolderInUseError(words("build")["in_use"].format(who=who)) from None
        file.truncate(0)
        file.write(words("build")["holder"].format(pid=os.getpid(), time=f"{datetime.now():%H:%M:%S}"))
        file.flush()
        yield
