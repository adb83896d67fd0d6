"""Every kind of cell means the same in DuckDB and in Spark: numbers, words, days, stamps, zones, hashes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from checker.errors import UsageError
from checker.facts.engine import open_engine
from checker.load.wages import open_pay_table
from checker.load.wages.dialects.spark import SPARK as WORDS
from checker.load.wages.pay_file import PayFile
from checker.model.pay_engine import BUILT_IN
from checker.model.pay_table import PayMapping
from tests.pay_for_tests import mapped
from tests.spark_for_tests import SPARK, needs_spark, running

needs_spark()

HASHES = ("worker", "cell", "row_hash", "fact_hash")
"""Numbers of no meaning: they have to tell the same rows apart, and may differ."""
STAMPS = (
    "2026-1-3", "2026/01/03", "2026 01 03", "2026", "2026-01", "2026-01-31T10:00", "2026-01-31 1:2:3",
    "2026-01-31 10:00:00.1234567", "2026-01-31 10:00:00Z", "2026-01-31 10:00:00+03", "2026-01-31T10:00:00 UTC",
    "2026-01-31 24:00:00", "2026-01-31 24:00Z", "2026-01-31 24:01", "2026-01-31 23:59:60", "2026-02-30", "epoch",
    "infinity", "44-03-15 (BC)", "12026-01-31", "26-01-31", "2026-01-31 10", "2026-01-31 10:00:00+03:30",
    "2026-01-31  10:00", "2026-01/31", "2026-01-31 10:00:00.", "20260131", "2026-01-31 10:00 PM", "2026-01-31 25:00",
    "2026-01-31 10:00 Africa/Nairobi", "2026-01-31 10:00:00-0330", "2026-01-31 10:00 +03:00", "2026-01-31 10:00+3",
    "1899-12-31", "2200-01-01", "2026-10-25 02:30", "2026-03-29 02:30", "2026-10-25 02:30+02", "2026-01-31 10:00+25",
)  # fmt: skip
NUMBERS = (
    "1", "1.5", "1,234.5", "1 234", "1'234", "12,34,567", "1e3", "+5", "-3", "1.", "abc", ".5", "1,23", "1e400",
    "  7 ", "\u00a08", "1.234,5", "0x10", "1_000", "9223372036854775807", "922337203685.4775807", "922337203685",
    "NaN", "inf", "n/a", "TBD", "", "see attached", "1.00000005", "0.00000005", "-0.00000015", "5\n", "1d",
)  # fmt: skip
YES_NO = ("true", "T", "yes", "0", "2", "on", "F", "1.0", " y ", "TRUE", "nein")
WORDS_OF_MEN = ("female", "\u3000male", "f\u2009", None, "NULL", "o'hara", "back\\slash", "Ж", "")


@pytest.fixture(scope="module", autouse=True)
def spark() -> Iterator[None]:
    """Start Spark once."""
    with running():
        yield


def around(values: Sequence[Any], length: int) -> list[Any]:
    """Return values again and again, up to a length."""
    return [values[i % len(values)] for i in range(length)]


def read(table: PayFile) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Return what DuckDB and Spark read, by column."""
    found = []
    for choice in (BUILT_IN, SPARK):
        with open_engine(choice) as engine:
            found.append(engine.collect(engine.frame(table.rows(engine.session, 7)).sort("row")))
    return found[0], found[1]


def kinds(values: list[Any]) -> list[int]:
    """Return for each value where it stood first."""
    return [values.index(value) for value in values]


def agree(table: PayFile) -> dict[str, list[Any]]:
    """Return what DuckDB reads, once it is clear that Spark reads the same."""
    one, other = read(table)
    assert list(one) == list(other)
    for name in one:
        if name in HASHES:
            assert kinds(one[name]) == kinds(other[name]), name
            assert all(value is None or value >= 0 for value in other[name])
        else:
            assert one[name] == other[name], name
    return one


def write(path: Path, **columns: Any) -> Path:
    """Write one Parquet file."""
    pq.write_table(pa.table(columns), path)
    return path


@pytest.mark.parametrize("zone", ["Africa/Nairobi", "Europe/Berlin"])
def test_cells_of_text(tmp_path: Path, zone: str) -> None:
    n = len(STAMPS)
    path = write(
        tmp_path / "pay.parquet", worker_id=around(("a", " a ", "b", None, "n/a"), n), country=["KE"] * n,
        currency=["KES"] * n, submitted_at=list(STAMPS), started_at=["2026-01-31 00:00"] * n, pay=around(NUMBERS, n),
        hours_paid=around(NUMBERS[::-1], n), is_pilot=around(YES_NO, n), gender=around(WORDS_OF_MEN, n),
        status=around(("approved", "rejected", "pending", "returned", None), n),
    )  # fmt: skip
    found = agree(open_pay_table(path, mapped("task", time_zone=zone)))
    read_as = dict(zip(STAMPS, found["submitted_at"], strict=True))
    ten = int(datetime(2026, 1, 31, 10, tzinfo=UTC).timestamp() * 1000)
    assert read_as["2026-01-31T10:00"] == ten
    assert read_as["2026-01-31 10:00 PM"] is None
    assert read_as["2026-01-31 10:00 Africa/Nairobi"] is None
    ahead = {"Africa/Nairobi": 3, "Europe/Berlin": 1}[zone] * 3_600_000
    assert read_as["2026-01-31T10:00:00 UTC"] == read_as["2026-01-31 10:00:00Z"] == ten + ahead


def test_cells_that_the_file_types(tmp_path: Path) -> None:
    at = [datetime(2026, 1, 31, 10, 0, 0, 1999), datetime(1899, 12, 31), None, datetime(2026, 10, 25, 2, 30)]
    path = write(
        tmp_path / "pay.parquet", worker_id=pa.array([1, 2, None, 1]), country=["KE"] * 4, currency=["KES"] * 4,
        submitted_at=pa.array(at, pa.timestamp("us", "UTC")), started_at=pa.array(at, pa.timestamp("us")),
        pay=pa.array([1.5, float("nan"), float("inf"), 1e300]),
        fees=pa.array([2.5, None, -0.00000005, 3], pa.float32()),
        costs=pa.array([Decimal("1.005"), None, Decimal("-2"), Decimal("99999.123")], pa.decimal128(12, 3)),
        hours_paid=pa.array([1, 2**63, 0, 2**64 - 1], pa.uint64()), tips=pa.array([1, None, -1, 127], pa.int8()),
        due_date=pa.array([date(2026, 1, 31), None, date(2300, 1, 1), date(1970, 1, 1)]),
        bad_faith=pa.array([True, False, None, True]),
        several=pa.array([[1, 2], [], None, [1, 2]], pa.list_(pa.int64())),
        named=pa.array([[("a", 1)], [], None, [("a", 1)]], pa.map_(pa.string(), pa.int64())),
    )  # fmt: skip
    for zone in ("Asia/Kathmandu", "America/New_York"):
        found = agree(open_pay_table(path, mapped("task", time_zone=zone)))
        assert found["pay"] == [15_000_000, None, None, None]
        assert found["due_date"] == [20_484, None, None, 0]


def test_an_empty_cell_keeps_its_place_in_a_hash(tmp_path: Path) -> None:
    path = write(
        tmp_path / "pay.parquet", worker_id=["a"] * 3, country=["KE"] * 3, currency=["KES"] * 3, pay=[1] * 3,
        submitted_at=["2026-01-31"] * 3, fees=[5, None, 5], costs=[None, 5, None],
    )  # fmt: skip
    for found in read(open_pay_table(path, mapped("task"))):
        assert [kinds(found[name]) for name in ("row_hash", "fact_hash")] == [[0, 1, 0]] * 2


@pytest.mark.parametrize(
    ("pattern", "cells"),
    [
        ("%d/%m/%Y", ("31/01/2026", "1/2/2026", "31/02/2026", "2026-01-31", "01/02/26", "1/2/2026 10:00", "x")),
        ("%m/%d/%y %I:%M %p", ("01/31/26 12:05 AM", "1/31/26 12:05 pm", "1/31/70 1:00 PM", "1/31/26 13:00 PM")),
        ("%d %b %Y", ("3 Mar 2026", "31 DEC 2026", "3 March 2026", "3 xyz 2026")),
        ("%d. %B %Y %H:%M:%S.%f", ("3. March 2026 23:59:59.5", "3. may 2026 24:00:00.0", "3. March 2026 1:2:3")),
        ("%Y%m%d", ("20260131", "20261301", "2026-01-31")),
        ("%m/%Y", ("01/2026", "13/2026", "31/01/2026", "2026-01-31")),
        (
            "epoch_ms",
            ("1774996200123", "1774996200123.5", "1774996200", "46112", "-1774996200123", "2026-01-31 10:00", "x"),
        ),
        ("epoch_s", ("1774996200", "1774996200.25", "1774996200123", "9999999999", "1e9")),
    ],
)
def test_days_by_a_pattern(tmp_path: Path, pattern: str, cells: tuple[str, ...]) -> None:
    n = len(cells)
    path = write(
        tmp_path / "pay.parquet", worker_id=["a"] * n, country=["KE"] * n, currency=["KES"] * n, submitted_at=cells,
        pay=["1"] * n,
    )  # fmt: skip
    assert agree(open_pay_table(path, mapped("task", date_format=pattern)))["submitted_at"][0] is not None


def test_a_month_ends_on_its_last_day_everywhere(tmp_path: Path) -> None:
    cells = ("02/2024", "02/2026", "12/2026", "13/2026", "2026-01-31")
    n = len(cells)
    path = write(
        tmp_path / "pay.parquet", worker_id=["a"] * n, country=["KE"] * n, currency=["KES"] * n, mes=cells,
        pay=["1"] * n, hours_paid=["1"] * n,
    )  # fmt: skip
    mapping = mapped(columns={"period_start": "mes", "period_end": "mes"}, date_format="%m/%Y")
    found = agree(open_pay_table(path, mapping))
    epoch = date(1970, 1, 1).toordinal()
    days = [date.fromordinal(epoch + day) for day in found["last_day"][:3]]
    assert days == [date(2024, 2, 29), date(2026, 2, 28), date(2026, 12, 31)]


def test_a_pattern_that_spark_does_not_know_is_named() -> None:
    with pytest.raises(UsageError, match="and not by %j"):
        WORDS.read_pattern("x", "%Y-%j")


CSV = "worker_id,country,currency,period_start,period_end,pay,hours_paid\n"


@pytest.mark.parametrize(
    "text",
    [
        CSV
        + 'a,KE,KES,2026-01-01,2026-01-31,"1,600.50",160\n"b\nc",KE,KES,2026-01-01,2026-01-31,"say ""5""",160\n'
        + "short,KE\n\nÆ,KE,KES,2026-01-01,2026-01-31,6,160\n",
        (CSV + "a,KE,KES,2026-01-01,2026-01-31,1.600|50,\n").replace(",", ";").replace("|", ",").replace("\n", "\r\n"),
    ],
    ids=["quotes, line ends and a line that is no row", "decimal comma"],
)
def test_csv(tmp_path: Path, text: str) -> None:
    path = tmp_path / "pay.csv"
    path.write_bytes(text.encode())
    table = open_pay_table(path, mapped())
    assert agree(table)["row"]
    with open_engine(SPARK) as engine, duckdb.connect() as connection:
        assert [c.count for c in table.lost_lines(engine.session)] == [c.count for c in table.lost_lines(connection)]
        assert table.unread(engine.session) == table.unread(connection)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_csv_in_another_encoding_is_refused(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "pay.csv"
    path.write_bytes((CSV + "Æ,KE,KES,2026-01-01,2026-01-31,5,160\n").encode(encoding))
    with (
        open_engine(SPARK) as engine,
        pytest.raises(UsageError, match=f"Spark reads CSV in UTF-8, and this is {encoding}"),
    ):
        open_pay_table(path, mapped()).rows(engine.session, 1)


def test_several_files_below_folders_with_odd_names(tmp_path: Path) -> None:
    for place, ids in (("country=KE/a b", [1, 2]), ("country=G%H/[1]", [3]), ("country=007/z", [4])):
        folder = tmp_path / "pay" / place
        folder.mkdir(parents=True)
        n = len(ids)
        write(folder / "é{*}.parquet", worker_id=ids, currency=["KES"] * n, submitted_at=["2026-01-31"] * n, pay=ids)
    found = agree(open_pay_table(tmp_path / "pay", mapped("task")))
    assert sorted(found["country"]) == ["007", "G%H", "KE", "KE"]


def test_other_formats_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "pay.duckdb"
    with duckdb.connect(path) as connection:
        columns = "'a' worker_id, 'KE' country, 'KES' currency, DATE '2026-01-31' submitted_at, 5 pay"
        connection.execute(f"CREATE TABLE pay AS SELECT {columns}")
    table = open_pay_table(path, mapped("task"))
    with open_engine(SPARK) as engine, pytest.raises(UsageError, match="convert them to Parquet, or use the default"):
        table.rows(engine.session, 1)


def test_lines_above_the_header_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "pay.csv"
    path.write_text("A title\n" + CSV + "a,KE,KES,2026-01-01,2026-01-31,5,160\n")
    how: PayMapping = mapped(header_row=2)
    with open_engine(SPARK) as engine, pytest.raises(UsageError, match="take the lines above it out"):
        open_pay_table(path, how).rows(engine.session, 1)
