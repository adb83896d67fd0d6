"""The engine's end: what it spilled is gone, and Ctrl-C is Ctrl-C wherever it falls."""

from __future__ import annotations

import _thread
import signal
import threading
from pathlib import Path

import duckdb
import pytest

from checker.errors import InputError, UsageError
from checker.facts.engine import open_engine
from checker.facts.engines.duckdb import memory_limit
from checker.model.pay_engine import EngineChoice, megabytes


def _long(folder: Path, timer: threading.Timer) -> None:
    # With one thread the query runs in the one that hears Ctrl-C; it ends by itself within a minute.
    with open_engine(EngineChoice(threads=1)) as engine:
        assert [entry.name.startswith("fairlabel-") for entry in folder.iterdir()] == [True]
        timer.start()
        engine.session.execute("SELECT sum(a.range * b.range) FROM range(100000) a, range(100000) b").fetchall()


def test_ctrl_c_during_a_query_is_an_interrupt_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    # A shell starts what runs in its background deaf to Ctrl-C, and the test would never end.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    timer = threading.Timer(0.5, _thread.interrupt_main)
    try:
        with pytest.raises(KeyboardInterrupt):
            _long(tmp_path, timer)
    finally:
        timer.cancel()
        signal.signal(signal.SIGINT, before)
    assert list(tmp_path.iterdir()) == []


def test_another_error_stays_what_it_is() -> None:
    with pytest.raises(RuntimeError, match="mine"), open_engine():
        raise RuntimeError("mine")


def test_a_disk_that_fills_up_while_the_engine_spills_is_no_lack_of_memory() -> None:
    crowded = "create table t as select hash(i)::varchar || hash(-i)::varchar as s from range(3000000) t(i) order by s"
    little = open_engine(EngineChoice(memory_limit="64MB"))
    # As where no more than this is free.
    little.session.execute("set max_temp_directory_size = '1MB'")
    with pytest.raises(OSError, match="No space left on device"), little:
        little.session.execute(crowded)


@pytest.mark.parametrize(
    ("error", "expected", "words"),
    [
        (duckdb.IOException("IO Error: block is damaged"), InputError, "pay data: cannot be read to the end"),
        (duckdb.FatalException("Corrupt database file: wrong checksum"), InputError, "cannot be read to the end"),
        (duckdb.IOException("IO Error: could not write: No space left on device"), OSError, "No space left on device"),
        (duckdb.OutOfMemoryException("failed to allocate (64.0 MiB/64.0 MiB used)"), InputError, "need more memory"),
        (duckdb.BinderException("no such column"), duckdb.BinderException, "no such column"),
    ],
)
def test_what_the_engine_finds_while_it_reads(error: Exception, expected: type[Exception], words: str) -> None:
    with pytest.raises(expected, match=words), open_engine():
        raise error


@pytest.mark.parametrize(("megabytes", "limit"), [(24_000, "2000MB"), (4_000, "2000MB"), (1_500, "750MB")])
def test_without_a_limit_no_more_than_half_of_the_memory_is_taken(
    monkeypatch: pytest.MonkeyPatch, megabytes: int, limit: str
) -> None:
    sizes = {"SC_PAGE_SIZE": 1000, "SC_PHYS_PAGES": megabytes * 1000}
    monkeypatch.setattr("os.sysconf", sizes.__getitem__)
    assert memory_limit() == limit


def test_the_pool_leaves_room_for_what_lies_outside_of_it() -> None:
    with open_engine(EngineChoice(memory_limit="1GB")) as engine:
        assert engine.session.execute("select current_setting('memory_limit')").fetchone() == ("762.9 MiB",)


@pytest.mark.parametrize(
    ("said", "size"), [("500MB", 500), ("2 gb", 2000), ("1.5GiB", 1610.612736), ("64mib", 67.108864), ("1TB", 1e6)]
)
def test_amounts_of_memory(said: str, size: float) -> None:
    assert megabytes(said) == pytest.approx(size, rel=1e-12)


@pytest.mark.parametrize("said", ["", "2", "GB", "80%", "-1GB", "1e3MB", "2GB more"])
def test_what_is_no_amount_of_memory(said: str) -> None:
    with pytest.raises(UsageError, match="is no amount of memory; write for example 500MB or 2GB"):
        megabytes(said)
