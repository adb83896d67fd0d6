"""One line of progress on standard error: only on a terminal, only after a second, never in CI."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

Advance = Callable[[str], None]


@contextmanager
def progress_line(what: str, total: int) -> Iterator[Advance]:
    """Yield a function that takes the name of what was finished; wipes its line at the end."""
    live = sys.stderr is not None and sys.stderr.isatty() and not os.environ.get("CI") and total > 0
    start = shown = time.monotonic()
    done = 0

    def advance(name: str) -> None:
        nonlocal done, shown
        done += 1
        now = time.monotonic()
        if live and now - start > 1 and now - shown > 0.1:
            shown = now
            sys.stderr.write(f"\r\x1b[K{what}: {done} of {total}, {name[:60]}")
            sys.stderr.flush()

    try:
        yield advance
    finally:
        if live and shown > start:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


@contextmanager
def working_line() -> Iterator[Advance]:
    """Yield a function that takes what is done now; shows it with the seconds that passed, and wipes it at the end."""
    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("CI"):
        yield lambda _: None
        return
    start, now, over = time.monotonic(), [""], Event()

    def show() -> None:
        while not over.wait(1):
            sys.stderr.write(f"\r\x1b[K{now[0][:100]}, {time.monotonic() - start:.0f} s")
            sys.stderr.flush()

    thread = Thread(target=show, daemon=True)
    thread.start()
    try:
        yield lambda what: now.__setitem__(0, what)
    finally:
        over.set()
        thread.join()
        if time.monotonic() - start > 1:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
