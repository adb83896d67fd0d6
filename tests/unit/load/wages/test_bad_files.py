"""Pay files that cannot be read, or only in part: a refusal that says what to do, and no row lost uncounted."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import duckdb
import pytest

from checker.errors import InputError
from checker.load.wages import open_pay_table
from checker.load.wages.mapping import parse_mapping
from tests.pay_for_tests import mapped

HEADER = "worker_id,country,currency,period_start,period_end,pay,hours_paid,job_category"
LINES = [f"w{i},KE,KES,2026-01-01,2026-01-31,1600.50,160.25,x" for i in range(6)]
TEXT = "\n".join([HEADER, *LINES]) + "\n"
GERMAN = TEXT.replace("x", "Prüfer")


def read(path: Path, columns: str = "pay", **mapping: Any) -> tuple[list[Any], int]:
    """Return one column of the rows, and how many lines are no rows."""
    table = open_pay_table(path, mapped(**mapping))
    with duckdb.connect() as connection:
        rows = table.rows(connection, 7).order("row").project(columns).fetchall()
        return [row[0] for row in rows], sum(cells.count for cells in table.lost_lines(connection))


@pytest.mark.parametrize(
    ("name", "data", "mapping", "words"),
    [
        ("a.csv", GERMAN.encode("latin-1"), {"encoding": "utf-8"}, "is not text in utf-8"),
        ("a.csv", GERMAN.encode(), {"encoding": "ascii"}, "is not text in ascii"),
        ("a.csv", TEXT.encode(), {"encoding": "utf-16"}, "is not text in utf-16"),
        ("a.csv", GERMAN.encode("utf-16")[:-1], {}, "is not text in utf-16"),
        ("a.csv.gz", gzip.compress(TEXT.encode())[:-12], {}, "cannot be unpacked"),
        ("a.csv.gz", TEXT.encode(), {}, "cannot be unpacked"),
        ("a.csv.zst", TEXT.encode(), {}, "cannot be unpacked"),
        ("a.csv", TEXT.replace("job_category", "Pay").encode(), {}, "'Pay', 'pay' stands twice"),
        ("a.csv", b"a" * 200_000, {}, "its first line is no header"),
        ("a.csv", TEXT.encode(), {"date_format": "%Q"}, "'%Q' is not a pattern of dates"),
        ("a.csv", TEXT.replace("1600.50", '"1,600"').replace(".25", "").encode(), {}, "may be sixteen hundred"),
        ("a.csv", TEXT.replace(",", ";").replace("1600.50", "1.600").replace(".25", "").encode(), {}, "may be sixteen"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    tmp_path: Path, name: str, data: bytes, mapping: dict[str, Any], words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as caught:
        open_pay_table(tmp_path / name, mapped(**mapping))
    assert words in str(caught.value)
    assert caught.value.problems[0].todo or name.endswith(("gz", "zst"))


@pytest.mark.parametrize(
    ("old", "new", "decimal", "pay"),
    [
        ("1600.50", '"1,600"', ".", 1600),
        ("1600.50", '"1,600"', ",", 1.6),
        ("1600.50", '"1,600,000"', None, 1_600_000),
        ("1600.50", "0.125", None, 0.125),
        ("1600.50", "1600.500", None, 1600.5),
    ],
)
def test_which_mark_is_the_decimal_one(tmp_path: Path, old: str, new: str, decimal: Any, pay: float) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TEXT.replace(old, new).replace("160.25", "160"), encoding="utf-8")
    assert read(path, decimal=decimal)[0] == [round(pay * 10_000_000)] * 6


@pytest.mark.parametrize(
    "data",
    [
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace("\n", "\r\n", 3).encode(),
        TEXT.replace("\n", ",\n").encode(),
        TEXT.replace("\n", ",,\n").encode(),
        TEXT.replace("job_category", "rowid").encode(),
        TEXT.replace("x\n", "y" * 200_000 + "\n", 1).encode(),
    ],
    ids=["carriage returns", "mixed line ends", "nameless column", "two nameless", "rowid", "long cell"],
)
def test_an_odd_file_loses_nothing(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    assert read(tmp_path / "a.csv") == ([16_005_000_000] * 6, 0)
    assert read(tmp_path / "a.csv", "row")[0] == [1, 2, 3, 4, 5, 6]


def test_every_row_that_an_open_quote_swallows_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TEXT.replace("x\n", '"x\n', 3).replace('"x\n', "x\n", 2), encoding="utf-8")
    pay, lost = read(path)
    assert (len(pay), lost) == (2, 4)
    more = "".join(line.replace("w", "v") + "\n" for line in LINES * 50)
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert read(path)[1] == 4 + 300


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "294000-01-01", "2026-01-31 (BC)", "2926-01-31"])
def test_a_year_that_nobody_can_mean_cannot_be_read(tmp_path: Path, day: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TEXT.replace("2026-01-31", day, 1), encoding="utf-8")
    table = open_pay_table(path, mapped())
    with duckdb.connect() as connection:
        assert [(c.kind, c.count, c.rows) for c in table.unread(connection)] == [("unreadable period_end", 1, (1,))]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("encoding: base64", "'base64' is not an encoding"),
        ("delimiter: '\"'", "is not a delimiter"),
        ('delimiter: "\\n"', "is not a delimiter"),
        ("columns: {status: worker_id}", "holds the ids of workers"),
        ("columns: {worker_id: W, city: W}", "holds the ids of workers"),
    ],
)
def test_a_mapping_that_would_mislead_is_refused(line: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_mapping(f"fairlabel: wages/1\ngrain: payroll\n{line}\n".encode(), "mapping.yaml")
    assert words in str(caught.value)
    assert "mapping.yaml:3:" in str(caught.value)
