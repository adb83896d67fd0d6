"""Pay in SQLite and DuckDB files: which table, what its cells are, and that the file is only read."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from checker.errors import InputError
from checker.load.wages import open_pay_table
from tests.pay_for_tests import mapped

COLUMNS = "worker_id, country, currency, period_start, period_end, pay, hours_paid"
ROW = ("a", "KE", "KES", "2026-01-01", "2026-01-31", 1600.5, 160.25)
PAY, HOURS = 16_005_000_000, 576_900_000


def sqlite(path: Path, rows: Sequence[Sequence[Any]] = (ROW,), *more: str, table: str = "pay") -> Path:
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"CREATE TABLE {table} ({COLUMNS})")
        file.executemany(f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        for statement in more:
            file.execute(statement)
        file.commit()
    return path


def duck(path: Path, rows: Sequence[Sequence[Any]] = (ROW,), *more: str, table: str = "pay") -> Path:
    types = "worker_id VARCHAR, country VARCHAR, currency VARCHAR, period_start DATE, period_end DATE, pay DOUBLE, "
    with duckdb.connect(str(path)) as file:
        file.execute(f"CREATE TABLE {table} ({types} hours_paid DOUBLE)")
        for row in rows:
            file.execute(f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?, ?)", list(row))
        for statement in more:
            file.execute(statement)
    return path


def read(path: Path, wanted: str = "pay, hours_paid", **mapping: Any) -> list[tuple[Any, ...]]:
    table = open_pay_table(path, mapped(**mapping))
    with duckdb.connect() as connection:
        return table.rows(connection, 7).order("row").project(wanted).fetchall()  # type: ignore[no-any-return]


def bad(path: Path, **mapping: Any) -> dict[str, str]:
    table = open_pay_table(path, mapped(**mapping))
    with duckdb.connect() as connection:
        return {cells.kind: table.spots(cells.rows) for cells in table.unread(connection)}


def refusal(path: Path, **mapping: Any) -> str:
    with pytest.raises(InputError) as caught:
        open_pay_table(path, mapped(**mapping))
    assert all(problem.todo for problem in caught.value.problems)
    return str(caught.value)


def test_a_file_is_what_it_holds_and_not_what_it_is_called(tmp_path: Path) -> None:
    for name in ("a.sqlite", "a.sqlite3", "a.db", "b.duckdb"):
        assert read(sqlite(tmp_path / name)) == [(PAY, HOURS)]
    for name in ("c.duckdb", "c.db", "c.sqlite"):
        assert read(duck(tmp_path / name)) == [(PAY, HOURS)]


@pytest.mark.parametrize("write", [sqlite, duck])
def test_a_file_is_only_read(tmp_path: Path, write: Any) -> None:
    path = write(tmp_path / "a.db")
    path.chmod(0o400)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    assert read(path) == [(PAY, HOURS)]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert [file.name for file in tmp_path.iterdir()] == ["a.db"]


@pytest.mark.parametrize("write", [sqlite, duck])
def test_which_table(tmp_path: Path, write: Any) -> None:
    path = write(
        tmp_path / "a.db", (ROW,), "CREATE TABLE notes (text VARCHAR)", "CREATE VIEW best AS SELECT * FROM pay"
    )
    assert "has several tables: 'notes', 'pay'; name one in the mapping (table: payroll)" in refusal(path)
    assert read(path, table="pay") == [(PAY, HOURS)]
    assert open_pay_table(path, mapped(table="pay")).notes == ("read: table 'pay'; not read: 'notes', 'best'",)
    assert "a.db has no table 'wages'; it has: 'notes', 'pay'; views are not read: 'best'" in refusal(
        path, table="wages"
    )
    assert "'best' is a view, not a table" in refusal(path, table="best")


@pytest.mark.parametrize("write", [sqlite, duck])
def test_one_table_is_taken_and_a_view_is_not(tmp_path: Path, write: Any) -> None:
    path = write(tmp_path / "a.db", (ROW,), "CREATE VIEW best AS SELECT * FROM pay")
    assert read(path) == [(PAY, HOURS)]
    only = write(tmp_path / "b.db", (), "DROP TABLE pay", "CREATE VIEW best AS SELECT 1 AS pay")
    assert "holds no table; views are not read: 'best'" in refusal(only)


def test_cells_of_sqlite_are_what_they_are(tmp_path: Path) -> None:
    rows = [(*ROW[:5], pay, 160.25) for pay in (1600.5, "1600.50", 1600, None, "lots", b"1600", 10**15, "KES 5")]
    path = sqlite(tmp_path / "a.db", rows)
    assert [row[0] for row in read(path)] == [PAY, PAY, 16_000_000_000, None, None, None, None, None]
    assert bad(path) == {"unreadable pay": "table 'pay' rows 5, 6, 7, 8"}
    comma = sqlite(tmp_path / "b.db", [(*ROW[:5], pay, 160.25) for pay in ("1.600,50", 1600.5)])
    assert [row[0] for row in read(comma)] == [PAY, PAY]
    unclear = sqlite(tmp_path / "c.db", [(*ROW[:5], "1.600", 160.25)])
    assert "sixteen hundred or one and a half" in refusal(unclear)


def test_cells_of_duckdb_keep_their_types(tmp_path: Path) -> None:
    path = duck(tmp_path / "a.db", [ROW, (*ROW[:5], None, float("nan"))], "ALTER TABLE pay ADD COLUMN rowid VARCHAR")
    assert read(path) == [(PAY, HOURS), (None, None)]
    assert read(path, "row") == [(1,), (2,)]


def test_a_table_in_another_schema(tmp_path: Path) -> None:
    path = duck(tmp_path / "a.db", (), "DROP TABLE pay", "CREATE SCHEMA hr", "CREATE TABLE hr.pay (pay INTEGER)")
    assert "no column for worker_id" in refusal(path)
    both = duck(tmp_path / "b.db", (ROW,), "CREATE SCHEMA hr", "CREATE TABLE hr.pay (pay INTEGER)")
    assert "'hr.pay', 'pay'" in refusal(both)
    assert read(both, table="pay") == [(PAY, HOURS)]


def test_two_tables_of_one_file_in_one_run(tmp_path: Path) -> None:
    path = duck(tmp_path / "a.db", (ROW,), "CREATE TABLE more AS SELECT * FROM pay")
    first, second = (open_pay_table(path, mapped(table=name)) for name in ("pay", "more"))
    with duckdb.connect() as connection:
        assert [len(table.rows(connection, 7).fetchall()) for table in (first, second)] == [1, 1]


@pytest.mark.parametrize("write", [sqlite, duck])
def test_damaged_files(tmp_path: Path, write: Any) -> None:
    whole = write(tmp_path / "a.db", [ROW] * 3000).read_bytes()
    for name, data, words in (
        ("b.db", b"", "is empty (0 bytes)"),
        ("c.db", b"worker_id,pay\n", "is no SQLite or DuckDB file"),
        ("d.db", whole[: len(whole) // 3], "cannot be read as a"),
        ("e.db", whole[:100], "cannot be read as a"),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(InputError) as caught:
            read(tmp_path / name)
        assert words in str(caught.value)
