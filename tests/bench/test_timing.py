"""What a timed process is said to have cost is its own."""

from __future__ import annotations

import sys

from tests.bench.timing import run_once

SMALL = [sys.executable, "-c", "print('done'); raise SystemExit(5)"]


def test_the_peak_of_a_process_is_not_that_of_whoever_times_it() -> None:
    held = bytearray(b"x" * 300_000_000)
    done = run_once(SMALL)
    assert len(held) == 300_000_000
    assert 3 < done.peak < 60
    assert (done.code, done.said) == (5, "done\n")
    assert 0 < done.cpu < 5 and done.wall > 0


def test_what_a_process_holds_counts() -> None:
    assert run_once([sys.executable, "-c", "b'x' * 200_000_000"]).peak > 190
