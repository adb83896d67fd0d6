"""Work spread over several processes: results in order, and an interrupt ends all of them at once, quietly."""

from __future__ import annotations

import atexit
import copyreg
import os
import signal
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context, resource_tracker
from types import MappingProxyType
from typing import Any, TypeVar

from checker.errors import LostProcessError

Part = TypeVar("Part")
Result = TypeVar("Result")


def spread(
    work: Callable[[Part], Sequence[Result]],
    parts: Sequence[Part],
    jobs: int,
    start: Callable[..., None],
    arguments: tuple[Any, ...],
) -> Iterator[Result]:
    """Iterate over the results of ``work`` on each of ``parts``, in their order.

    ``start`` is called with ``arguments`` once in each process; all of it has to be picklable. What ``work`` raises
    is raised here. Where the caller stops early, for whatever reason, the processes are ended. Raises LostProcessError
    where one of them ends before its work is done: what it had in hand is not tried again, since it may be what
    ended it.
    """
    prepare()
    with (
        # A process that is ended from outside removes nothing: what it keeps on the disk lies here and goes with us.
        tempfile.TemporaryDirectory(prefix="fairlabel-", ignore_cleanup_errors=True) as home,
        ProcessPoolExecutor(jobs, get_context("spawn"), _start, (home, start, arguments)) as pool,
    ):
        try:
            with _deaf_to_interrupts():
                waiting = deque([pool.submit(work, part) for part in parts])
            while waiting:
                # A future that is kept keeps its results.
                yield from waiting.popleft().result()
        except BaseException as error:
            for child in active_children():
                child.kill()
            _end_results(pool)
            if isinstance(error, BrokenProcessPool):
                raise LostProcessError(_LOST.format(jobs=jobs)) from error
            raise


def _end_results(pool: ProcessPoolExecutor) -> None:
    """Close this process's own end into which results are written: no process is left that could write any.

    A process that was killed while it wrote leaves half a result behind; the pool's thread would wait for the rest of
    it as long as anybody could still write, and so would whoever waits for the pool.
    """
    writer = getattr(getattr(pool, "_result_queue", None), "_writer", None)
    if writer is not None:
        writer.close()


_LOST = (
    "one of {jobs} processes was ended from outside before its work was done, mostly because memory ran out; "
    "run again with fewer --jobs, or with a lower --memory-limit"
)


def prepare() -> None:
    """Let results cross from one process to another: a read-only mapping is sent as the dict behind it."""
    copyreg.pickle(MappingProxyType, _as_proxy)


def _start(home: str, start: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    tempfile.tempdir = home
    # First in, last out: what else waits for the end of the process comes before. The interpreter is not taken down,
    # since the pay engine takes for leaks what it still holds then, and prints a line for each to the user.
    atexit.register(os._exit, 0)
    prepare()
    start(*arguments)


def _as_proxy(view: MappingProxyType[Any, Any]) -> tuple[type, tuple[dict[Any, Any]]]:
    return MappingProxyType, (dict(view),)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Start processes that do not hear Ctrl-C: the one that starts them hears it, at the latest afterwards.

    They inherit which signals are held back. Where a system has no such thing Ctrl-C is ignored meanwhile.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
    elif hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()  # its start would let the signals through again
        former = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, former)
    else:
        handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, handler)
