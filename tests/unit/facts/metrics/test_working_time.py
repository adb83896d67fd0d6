"""Metrics of working time, each on rows small enough to work out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.pay_for_tests import SCOPE, UNKNOWN, audit_rows, exactly, measure, payroll_row, task_row

Rows = list[dict[str, Any]]


# Working time -----------------------------------------------------------------------------------------------


def days_of_work(hours: dict[int, int], worker: str = "a") -> Rows:
    return [task_row(worker, f"2026-01-{day:02d}", 100, 60 * h, "00:00") for day, h in hours.items()]


def test_longest_week_is_any_seven_days_running(tmp_path: Path) -> None:
    # Thursday to Wednesday: 7 x 8 h = 56 h; no calendar week holds more than 48.
    rows = days_of_work({5: 2, 6: 2, 7: 2, **dict.fromkeys(range(8, 15), 8), 20: 10})
    assert measure(tmp_path, "weekly_hours_max", rows) == exactly(56)
    assert measure(tmp_path, "rest_day_missing_share", rows) == exactly(1)


def test_a_day_seven_days_later_is_another_week(tmp_path: Path) -> None:
    assert measure(tmp_path, "weekly_hours_max", days_of_work({5: 10, 12: 10})) == exactly(10)
    assert measure(tmp_path, "weekly_hours_max", days_of_work({5: 10, 11: 10})) == exactly(20)
    assert measure(tmp_path, "rest_day_missing_share", days_of_work({5: 10, 11: 10})) == exactly(0)


def test_weeks_over_48_and_60_hours(tmp_path: Path) -> None:
    rows = (
        days_of_work({5: 24, 6: 24}, "a")
        + days_of_work({5: 24, 6: 24, 7: 1}, "b")
        + days_of_work({5: 24, 6: 24, 7: 13}, "c")
    )
    assert measure(tmp_path, "weekly_hours_over_48_share", rows) == exactly(2 / 3)
    assert measure(tmp_path, "weekly_hours_over_60_share", rows) == exactly(1 / 3)


def test_time_that_is_not_recorded_leaves_the_week_open(tmp_path: Path) -> None:
    rows = days_of_work({5: 10})
    del rows[0]["hours_unpaid"]
    assert measure(tmp_path, "weekly_hours_max", rows) == (pytest.approx(10), 168)
    assert measure(tmp_path, "weekly_hours_over_48_share", rows) == (0, 1)
    assert measure(tmp_path, "weekly_hours_max", days_of_work({5: 10}), scope=SCOPE._replace(headcount=2)) == (10, 168)


@pytest.mark.parametrize(
    ("period", "hours", "expected"),
    [
        (("2026-01-05", "2026-01-11"), 50, (50, 50)),  # a week's row is that week
        (("2026-01-05", "2026-01-05"), 10, (10, 10)),
        (("2026-01-01", "2026-01-28"), 200, (50, 168)),  # four weeks: 50 on average, the longest may be any
        (("2026-01-01", "2026-01-28"), 80, (20, 80)),
        (("2026-01-01", "2026-01-08"), 40, (20, 40)),  # half on the first day, half on the eighth
        (("2026-01-01", "2026-01-31"), 150, (30, 150)),  # four weeks and three days: five stretches
    ],
)
def test_weeks_of_a_payroll(tmp_path: Path, period: tuple[str, str], hours: int, expected: tuple[float, float]) -> None:
    row = payroll_row("a", 9000, hours, period_start=period[0], period_end=period[1])
    assert measure(tmp_path, "weekly_hours_max", [row], "payroll") == expected


def test_contract_hours_are_not_worked_hours(tmp_path: Path) -> None:
    row = payroll_row("a", 9000, "", hours_basis="contract", contract_weekly_hours=40)
    assert measure(tmp_path, "weekly_hours_max", [row], "payroll") == (0, 168)


def test_unpaid_share_of_time(tmp_path: Path) -> None:
    rows = [
        task_row("a", "2026-01-05", hours_unpaid="0.5"),
        task_row("a", "2026-01-06", status="rejected"),
        task_row("b", "2026-01-06", minutes=90),
    ]
    # 1.5 h of 4 h: half an hour of searching and a rejected hour.
    assert measure(tmp_path, "unpaid_time_share", rows) == exactly(1.5 / 4)
    rows[2]["status"] = "pending"
    assert measure(tmp_path, "unpaid_time_share", rows) == (pytest.approx(1.5 / 4), pytest.approx(3 / 4))
    del rows[0]["hours_unpaid"]
    low, high = measure(tmp_path, "unpaid_time_share", rows)
    assert (low, high) == (pytest.approx(1 / 3.5), 1.0)


def test_time_with_harmful_material(tmp_path: Path) -> None:
    scope = SCOPE._replace(exposure_cap_minutes=90.0)
    rows = [
        task_row("a", "2026-01-05", minutes_sensitive=60),
        task_row("a", "2026-01-05", start="14:00", minutes_sensitive=31),
        task_row("a", "2026-01-06", minutes_sensitive=90), task_row("b", "2026-01-05", minutes_sensitive=120),
    ]  # fmt: skip
    name = "sensitive_minutes_over_cap"
    assert measure(tmp_path, name, rows, scope=scope) == (2, 2)
    assert measure(tmp_path, name, [*rows, task_row("b", "2026-01-07", minutes_sensitive="")], scope=scope) == (2, 3)
    assert measure(tmp_path, name, rows) == UNKNOWN
    assert measure(tmp_path, name, [task_row("a", "2026-01-05")], scope=scope) == UNKNOWN


def test_hours_that_a_week_lacks_are_no_fault_of_its_length(tmp_path: Path) -> None:
    weeks = [{"period_start": f"2026-01-{d:02d}", "period_end": f"2026-01-{d + 6:02d}"} for d in (5, 12)]
    rows = [payroll_row("a", 400, 40, **weeks[0]), payroll_row("a", 400, "", **weeks[1])]
    found = audit_rows(tmp_path, rows, wanted=frozenset({"weekly_hours_max"})).metrics["weekly_hours_max"]
    assert (found.low, found.high, found.why) == (40, 168, "some working time is not recorded")
    month = audit_rows(tmp_path, [payroll_row("a")], wanted=frozenset({"weekly_hours_max"})).metrics["weekly_hours_max"]
    assert month.why == "pay periods of more than a week do not show single weeks"
