"""Payments by days late: days by hand and by SQL, joined and hidden bars."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.days_late import EDGES, IN_TIME, UNPAID, bars_of
from checker.model.wages import Lateness, LatenessBar
from tests.pay_for_tests import SCOPE, audit_rows, payroll_row

Row = dict[str, object]
K = 5
DUE = date(2026, 2, 5)


def paid(worker: str, days: int | None, due: date = DUE, **other: object) -> Row:
    """Return a month of payroll that was paid ``days`` after it was due; None: not at all."""
    on = "" if days is None else str(due + timedelta(days))
    return payroll_row(worker, due_date=due, paid_date=on, **other)


def drawn(folder: Path, rows: list[Row], **other: Any) -> Lateness | None:
    return audit_rows(folder, rows, **other).lateness


def shape(found: Lateness | None) -> list[tuple[str, int | None, int | None, int | None]]:
    assert found
    return [(bar.kind, bar.first, bar.last, bar.payments) for bar in found.bars]


def test_days_by_hand(tmp_path: Path) -> None:
    rows = [paid(f"t{i}", i - 5) for i in range(6)]
    rows += [paid(f"{days}-{i}", days) for days in (1, 7, 8, 90, 91) for i in range(5)]
    rows += [paid(f"never{i}", None) for i in range(6)]
    assert shape(drawn(tmp_path, rows)) == [
        ("in_time", None, None, 6), ("late", 1, 7, 10), ("late", 8, 14, 5), ("late", 15, 90, 5),
        ("late", 91, None, 5), ("unpaid", None, None, 6),
    ]  # fmt: skip


def test_bars_are_of_workers_and_not_of_payments(tmp_path: Path) -> None:
    """Twenty payments of two workers are of two workers."""
    rows = [paid(f"t{i}", 0) for i in range(9)]
    months = [(date(2026, m, 1), date(2026, m, 28)) for m in range(1, 5)]
    rows += [
        paid(f"w{i}", 3, date(2026, 6, 1), period_start=a, period_end=b) for i in range(2) for a, b in months
    ]  # fmt: skip
    assert shape(drawn(tmp_path, rows)) == [("in_time", None, None, None), ("late", 1, None, None)]


def test_few_unpaid_join_the_latest(tmp_path: Path) -> None:
    rows = [paid(f"t{i}", 0) for i in range(9)] + [paid(f"l{i}", 20) for i in range(5)]
    rows += [paid(f"never{i}", None) for i in range(2)]
    found = drawn(tmp_path, rows)
    assert shape(found) == [("in_time", None, None, 9), ("late", 1, None, 7)]
    assert found
    assert [bar.with_unpaid for bar in found.bars] == [False, True]


def test_few_unpaid_alone_hide_all(tmp_path: Path) -> None:
    rows = [paid(f"t{i}", 0) for i in range(9)] + [paid(f"never{i}", None) for i in range(2)]
    assert shape(drawn(tmp_path, rows)) == [("in_time", None, None, None), ("unpaid", None, None, None)]


def test_few_in_time_hide_all(tmp_path: Path) -> None:
    rows = [paid(f"t{i}", 0) for i in range(2)] + [paid(f"l{i}", 2) for i in range(9)]
    assert shape(drawn(tmp_path, rows)) == [("in_time", None, None, None), ("late", 1, 7, None)]


def test_what_is_not_due_yet_is_said(tmp_path: Path) -> None:
    rows = [paid(f"t{i}", None, date(2026, 7, 5)) for i in range(9)]
    found = drawn(tmp_path, rows)
    assert shape(found) == [("in_time", None, None, 9)]
    assert found
    assert "what was not due yet on the day of the assessment stands with what came in time" in found.notes


def test_without_a_day_unpaid_is_left_out(tmp_path: Path) -> None:
    rows = [paid(f"t{i}", 2) for i in range(9)] + [paid(f"never{i}", None) for i in range(6)]
    found = drawn(tmp_path, rows, scope=SCOPE._replace(as_of=None))
    assert shape(found) == [("late", 1, 7, 9)]
    assert found
    assert "no day is given on which to say they are late" in found.notes[0]


def test_what_cannot_be_told_is_left_out_and_said(tmp_path: Path) -> None:
    rows = [paid(f"t{i}", 0) for i in range(9)]
    rows += [paid("x", 0) | {"due_date": ""}]
    found = drawn(tmp_path, rows)
    assert shape(found) == [("in_time", None, None, 9)]
    assert found
    assert "payments without a due date, or of nobody who can be told, are left out" in found.notes


def test_rows_without_pay_are_no_payments(tmp_path: Path) -> None:
    rows = [paid(f"t{i}", 0) for i in range(9)] + [paid(f"z{i}", 40, pay=0) for i in range(9)]
    assert shape(drawn(tmp_path, rows)) == [("in_time", None, None, 9)]


def test_no_dates_no_picture(tmp_path: Path) -> None:
    assert drawn(tmp_path, [payroll_row(f"w{i}") for i in range(9)]) is None
    assert drawn(tmp_path, [paid(f"w{i}", 3) for i in range(4)]) is None


def test_counts_are_those_of_sql(tmp_path: Path) -> None:
    chance = random.Random(11)
    rows = []
    for worker in range(60):
        for month in range(1, 5):
            days = chance.choice([None, -3, 0, 1, 7, 8, 14, 15, 30, 31, 60, 61, 90, 91, 200])
            spell = {"period_start": f"2026-{month:02d}-01", "period_end": f"2026-{month:02d}-28"}
            rows.append(paid(f"w{worker}", days, date(2026, month + 1, 5), **spell))
    found = drawn(tmp_path, rows)
    assert found
    late = "coalesce(paid_date, DATE '2026-06-30') - due_date"
    text = (tmp_path / "pay.csv").as_posix()
    for bar in found.bars:
        where = {
            "in_time": f"{late} <= 0",
            "late": f"paid_date IS NOT NULL AND {late} BETWEEN {bar.first} AND {bar.last or 9999}",
            "unpaid": f"paid_date IS NULL AND {late} > 0",
        }[bar.kind]
        (counted,) = duckdb.sql(f"SELECT count(*) FROM read_csv('{text}') WHERE {where}").fetchall()[0]
        assert bar.payments == counted, bar
    assert len(found.bars) == 8


@given(st.lists(st.lists(st.integers(0, 2), min_size=UNPAID + 1, max_size=UNPAID + 1), min_size=1, max_size=14))
def test_every_number_is_of_k_workers_and_nothing_is_lost(table: list[list[int]]) -> None:
    payments = np.array(table)
    bars = bars_of(payments, K)
    if any(bar.payments is None for bar in bars):
        assert all(bar.payments is None for bar in bars)
        return
    assert sum(bar.payments or 0 for bar in bars) == payments.sum()
    late = [bar for bar in bars if bar.kind == "late"]
    assert [bar.first for bar in late[1:]] == [(bar.last or 0) + 1 for bar in late[:-1]]
    for bar in bars:
        workers, few = _behind(payments, bar)
        assert workers >= K, bar
        assert bar.with_unpaid is few


def _behind(payments: Any, bar: LatenessBar) -> tuple[int, bool]:
    """Return the workers behind a bar without what was joined, and whether something was."""
    columns = {"in_time": [IN_TIME], "unpaid": [UNPAID]}.get(bar.kind)
    if columns is None:
        last = bar.last or 10**9
        columns = [i + 1 for i, edge in enumerate(EDGES) if (bar.first or 0) <= edge <= last]
    never = (payments[:, UNPAID] > 0).sum()
    few = bar.kind == "late" and bar.last is None and 0 < never < K
    return int((payments[:, columns] > 0).any(axis=1).sum()), bool(few)
