"""One line of progress on standard error: only on a terminal, only after a second, never in CI."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

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
