"""Whole processes timed side by side: A B C, A B C, ...; medians and ratios, never a verdict."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

LONGEST = 2**20
"""Bytes kept of what a process printed."""
STARTER = Path(__file__).with_name("starter.py")


class Run(NamedTuple):
    """One finished process: wall and CPU seconds, peak memory in MiB, exit code, what it printed first."""

    wall: float
    cpu: float
    peak: float
    code: int
    said: str


def run_once(argv: Sequence[str], *, env: Mapping[str, str] | None = None) -> Run:
    """Run ``argv`` with the first MiB of its output kept and return what it cost."""
    read, write = os.pipe()
    with tempfile.TemporaryFile() as out, os.fdopen(read, "rb") as cost:
        starter = [sys.executable, "-I", "-S", str(STARTER), str(write), *argv]
        surroundings = {**os.environ, **(env or {})}
        try:
            subprocess.run(
                starter, stdout=out, stderr=subprocess.DEVNULL, env=surroundings, pass_fds=[write], check=True
            )
        finally:
            os.close(write)
        wall, cpu, peak, code = json.loads(cost.read())
        out.seek(0)
        said = out.read(LONGEST).decode("utf-8", "replace")
    return Run(wall, cpu, peak, code, said)


def side_by_side(commands: Mapping[str, Sequence[str]], *, rounds: int = 5, warmup: int = 1) -> dict[str, list[Run]]:
    """Run each command in turn, ``rounds`` times after ``warmup``, and print a table of medians.

    Ratios are to the first command, pair by pair within a round, so that a drifting machine hits all alike.
    """
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for turn in range(warmup + rounds):
        for name, argv in commands.items():
            done = run_once(argv)
            if turn >= warmup:
                runs[name].append(done)
    first = next(iter(commands))
    print(f"{'what':44} {'wall ms':>9} {'min':>8} {'cpu ms':>8} {'peak MiB':>9} {'x first':>8} {'x cpu':>6}  exit")
    for name, done in runs.items():
        ratio = statistics.median(a.wall / b.wall for a, b in zip(done, runs[first], strict=True))
        of_cpu = statistics.median(a.cpu / b.cpu for a, b in zip(done, runs[first], strict=True))
        wall = [r.wall * 1000 for r in done]
        print(
            f"{name:44} {statistics.median(wall):9.0f} {min(wall):8.0f} "
            f"{statistics.median(r.cpu * 1000 for r in done):8.0f} {max(r.peak for r in done):9.0f} {ratio:8.2f} "
            f"{of_cpu:6.2f}  "
            f"{sorted({r.code for r in done})}"
        )
    return runs


def beyond_start(what: str, one: Sequence[Run], many: Sequence[Run], count: int) -> float:
    """Return milliseconds of ``what`` ("wall" or "cpu") a file, start-up taken off: ``many`` runs took ``count``."""
    return (best(what, many) - best(what, one)) / (count - 1) * 1000


def best(what: str, runs: Sequence[Run]) -> float:
    """Return seconds: the median of wall time, the least of CPU time.

    On a machine with other work only the least CPU time says what the job itself takes.
    """
    return (statistics.median if what == "wall" else min)(getattr(run, what) for run in runs)
