"""One payroll in every form gives the same audit, to the byte."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

from checker.pipeline.alone import AuditChoices, audit_files, audit_report
from tests.workbooks_for_tests import ods, xlsx

MONTHS = (
    (date(2026, 1, 1), date(2026, 1, 31)),
    (date(2026, 2, 1), date(2026, 2, 28)),
    (date(2026, 3, 1), date(2026, 3, 31)),
)
FRAME = pd.DataFrame(
    {
        "worker_id": f"W{worker:03d}",
        "country": "NA" if worker % 2 else "KE",
        "currency": "KES",
        "period_start": first,
        "period_end": last,
        "pay": 20_000.25 + 1234.5 * worker,
        "fees": [None, 0.0, 12.5][worker % 3],
        "hours_paid": 160 + worker / 4,
        "hours_unpaid": 4,
        "job_category": "Prüfer" if worker % 3 else "n/a",
    }
    for worker in range(24)
    for first, last in MONTHS
)


def _sheet() -> dict[str, Any]:
    rows = FRAME.astype(object).where(FRAME.notna(), None).to_numpy().tolist()
    return {"Pay": [list(FRAME.columns), *rows]}


def _csv(path: Path, pack: Callable[[bytes], bytes] = bytes) -> None:
    path.write_bytes(pack(FRAME.to_csv(index=False).encode()))


def _sqlite(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        FRAME.astype({"period_start": str, "period_end": str}).to_sql("pay", file, index=False)


def _duckdb(path: Path) -> None:
    with duckdb.connect(str(path)) as file:
        file.register("frame", FRAME)
        file.execute("CREATE TABLE pay AS SELECT * FROM frame")


WRITERS: dict[str, Callable[[Path], Any]] = {
    "pay.csv.gz": lambda path: _csv(path, gzip.compress),
    "pay.csv.zst": lambda path: _csv(path, lambda data: pa.compress(data, codec="zstd", asbytes=True)),
    "pay.parquet": lambda path: FRAME.to_parquet(path, index=False),
    "folder": lambda path: FRAME.to_parquet(path, index=False, partition_cols=["country", "job_category"]),
    "pay.xlsx": lambda path: xlsx(path, _sheet()),
    "pay.ods": lambda path: ods(path, _sheet()),
    "pay.sqlite": _sqlite,
    "pay.duckdb": _duckdb,
}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("csv") / "pay.csv"
    _csv(path)
    return _audited(path)


def _audited(path: Path) -> bytes:
    found = audit_files((path,), None, AuditChoices())
    return audit_report(found, "json", every=True).replace(path.as_posix().encode(), b"FILE")


@pytest.mark.parametrize("name", WRITERS)
def test_every_form_of_one_payroll_gives_the_same_audit(tmp_path: Path, name: str, expected: bytes) -> None:
    path = tmp_path / name
    WRITERS[name](path)
    assert _audited(path).decode() == expected.decode()


def test_the_audit_measures_something(expected: bytes) -> None:
    assert b'"workers": 24' in expected
    assert b'"rows": 72' in expected
