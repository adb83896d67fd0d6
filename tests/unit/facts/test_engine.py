"""The engine's end: what it spilled is gone, and Ctrl-C is Ctrl-C wherever it falls."""

from __future__ import annotations

import _thread
import signal
import threading
from pathlib import Path

import pytest

from checker.facts.engine import Engine


def _endless(folder: Path, timer: threading.Timer) -> None:
    with Engine() as engine:
        assert [entry.name.startswith("fairlabel-") for entry in folder.iterdir()] == [True]
        timer.start()
        engine.connection.execute("SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b").fetchall()


def test_ctrl_c_during_a_query_is_an_interrupt_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    # A shell starts what runs in its background deaf to Ctrl-C, and the test would never end.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    timer = threading.Timer(0.5, _thread.interrupt_main)
    try:
        with pytest.raises(KeyboardInterrupt):
            _endless(tmp_path, timer)
    finally:
        timer.cancel()
        signal.signal(signal.SIGINT, before)
    assert list(tmp_path.iterdir()) == []


def test_another_error_stays_what_it_is() -> None:
    with pytest.raises(RuntimeError, match="mine"), Engine():
        raise RuntimeError("mine")
