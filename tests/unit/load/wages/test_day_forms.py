"""Days as months and as counts since 1970; each column may have a form of its own. Moments are from `datetime`."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.errors import InputError
from checker.load.wages import open_pay_table
from checker.load.wages.day_forms import is_month
from checker.load.wages.mapping import parse_mapping
from checker.model.pay_table import PayMapping
from tests.pay_for_tests import mapped

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
START = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
END = START + timedelta(minutes=6, milliseconds=125)
TASKS = "worker_id,country,currency,pay,started_at,submitted_at\n"


def read(path: Path, mapping: PayMapping, columns: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        relation = open_pay_table(path, mapping).rows(connection, 7)
        return relation.order("row").project(columns).fetchall()  # type: ignore[no-any-return]


def day(at: date) -> int:
    return (at - date(1970, 1, 1)).days


def counted(at: datetime, unit: timedelta) -> int:
    return (at - EPOCH) // unit


@pytest.mark.parametrize(
    ("form", "unit"),
    [
        ("epoch_s", timedelta(seconds=1)),
        ("epoch_ms", timedelta(milliseconds=1)),
        ("epoch_us", timedelta(microseconds=1)),
    ],
)
def test_counts_since_1970_are_that_moment(tmp_path: Path, form: str, unit: timedelta) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{TASKS}a,KE,KES,5,{counted(START, unit)},{counted(END, unit)}\n", encoding="utf-8")
    # In Nairobi the task is of 1 April, 01:36; in UTC of 31 March.
    for zone, last in (
        ("Africa/Nairobi", date(2026, 4, 1)),
        ("UTC", date(2026, 3, 31)),
        ("Europe/Madrid", date(2026, 4, 1)),
    ):
        mapping = mapped("task", date_format=form, time_zone=zone)
        [(elapsed, last_day, end, bad)] = read(path, mapping, "elapsed_ms, last_day, end_utc, bad")
        seconds = form == "epoch_s"
        assert (elapsed, last_day, bad) == (360_000 if seconds else 360_125, day(last), 0)
        assert end == counted(END, timedelta(milliseconds=1)) - (125 if seconds else 0)


@pytest.mark.parametrize(
    "cell", ["1774996200", "1774996200000000", "17749962000000", "-177499620000", "46112", "x", "1e12"]
)
def test_a_count_of_another_unit_is_unreadable_and_never_another_day(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "a.csv"
    # One row that can be read beside it, so that the file is not refused.
    good = counted(START, timedelta(milliseconds=1))
    path.write_text(f"{TASKS}a,KE,KES,5,{cell},{good}\na,KE,KES,5,{good},{good}\n", encoding="utf-8")
    rows = read(path, mapped("task", date_format="epoch_ms"), "elapsed_ms, bad > 0")
    assert rows == [(None, True), (0, False)]


@given(st.datetimes(datetime(2002, 1, 1), datetime(2285, 1, 1)))
def test_figures_tell_the_units_apart(moment: datetime) -> None:
    at = moment.replace(tzinfo=UTC)
    lengths = [
        len(str(counted(at, u))) for u in (timedelta(seconds=1), timedelta(milliseconds=1), timedelta(microseconds=1))
    ]
    assert lengths == [10, 13, 16]


@pytest.mark.parametrize(("cell", "pattern"), [("02/2024", "%m/%Y"), ("2024-02", "%Y-%m"), ("Feb 2024", "%b %Y")])
def test_a_month_starts_on_its_first_day_and_ends_on_its_last(tmp_path: Path, cell: str, pattern: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"worker_id,country,currency,pay,hours_paid,mes\na,KE,KES,5,8,{cell}\n", encoding="utf-8")
    columns = {"period_start": "mes", "period_end": "mes"}
    rows = read(path, mapped(columns=columns, date_format=pattern), "first_day, last_day, bad")
    assert rows == [(day(date(2024, 2, 1)), day(date(2024, 2, 29)), 0)]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [("%m/%Y", True), ("%B %y", True), ("%-m/%Y", True), ("%d/%m/%Y", False), ("%-d/%-m/%Y", False), ("%Y", False),
     ("%j %Y", False), ("%m/%Y %A", False), ("%x", False)],
)  # fmt: skip
def test_a_month_is_what_names_no_day(pattern: str, found: bool) -> None:
    assert is_month(pattern) is found


def written(tmp_path: Path, text: str) -> PayMapping:
    file = tmp_path / "mapping.yaml"
    file.write_text(f"fairlabel: wages/1\ngrain: payroll\ntime_zone: UTC\n{text}", encoding="utf-8")
    return parse_mapping(file.read_bytes(), "mapping.yaml")


def test_each_column_of_days_has_its_own_form(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("worker_id,country,currency,pay,hours_paid,mes,paid\na,KE,KES,5,8,02/2024,03/04/2024\n", "utf-8")
    forms = 'date_format: {period_start: "%m/%Y", period_end: "%m/%Y", paid_date: "%d/%m/%Y"}\n'
    mapping = written(tmp_path, f"{forms}columns: {{period_start: mes, period_end: mes, paid_date: paid}}\n")
    rows = read(path, mapping, "first_day, last_day, paid_date, bad")
    assert rows == [(day(date(2024, 2, 1)), day(date(2024, 2, 29)), day(date(2024, 4, 3)), 0)]


@pytest.mark.parametrize(
    ("forms", "words"),
    [("{pay: '%d/%m/%Y'}", "pay does not hold days"), ("{paid_date: 7}", "7 is no form of days"),
     ("{paydate: '%d/%m/%Y'}", "no column 'paydate'"), ("7", "7 is not a date format")],
)  # fmt: skip
def test_a_form_that_is_none_is_named(tmp_path: Path, forms: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        written(tmp_path, f"date_format: {forms}\n")


def test_a_pattern_of_a_column_that_the_engine_does_not_know_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("worker_id,country,currency,pay,hours_paid,period_start,period_end\n", encoding="utf-8")
    with pytest.raises(InputError, match="period_end: '%Q' is not a pattern of dates"):
        open_pay_table(path, written(tmp_path, "date_format: {period_end: '%Q'}\n"))
