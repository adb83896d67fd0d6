"""Work spread over processes: whoever stops it never waits for a result that was cut off."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from checker.pipeline.processes import spread

ROOT = Path(__file__).resolve().parents[3]


def nothing(folder: Path) -> None:
    """Start a process that has nothing to prepare."""


def work(part: tuple[str, Path]) -> list[str]:
    """Return at once, or write half a result and stay there."""
    name, folder = part
    if name == "half":
        wait_for(folder / "stop")
        Connection._send_bytes = lambda self, data: half(self, folder)  # type: ignore[attr-defined]
    return [name]


def half(connection: Connection, folder: Path) -> None:
    """Say that a thousand bytes follow, and send ten."""
    os.write(connection.fileno(), struct.pack("!i", 1000) + b"x" * 10)
    (folder / "half").touch()
    time.sleep(30)


def wait_for(file: Path) -> None:
    while not file.exists():
        time.sleep(0.01)


def stop_amid_a_result(folder: Path) -> None:
    """Take one result of two and stop, while the other one is being written."""
    results = spread(work, [("whole", folder), ("half", folder)], 2, nothing, (folder,))
    assert next(results) == "whole"
    (folder / "stop").touch()
    wait_for(folder / "half")
    time.sleep(0.1)  # until the pool has read what there is of it
    results.close()  # type: ignore[attr-defined]


@pytest.mark.skipif(os.name != "posix", reason="writes into a pipe of POSIX")
def test_a_result_that_was_cut_off_is_not_waited_for(tmp_path: Path) -> None:
    call = f"from {__name__} import *; stop_amid_a_result(Path({str(tmp_path)!r}))"
    done = subprocess.run([sys.executable, "-c", call], cwd=ROOT, capture_output=True, timeout=25, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
