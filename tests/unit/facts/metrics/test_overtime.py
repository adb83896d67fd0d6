"""Overtime: most of it in a week, hours of the normal week, the lowest premium, by hand and by SQL."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from checker.model.evidence import Period
from tests.pay_for_tests import SCOPE, UNKNOWN, measure, payroll_row, query, task_row

Rows = list[dict[str, Any]]
WEEK = {"period_start": "2026-01-05", "period_end": "2026-01-11"}
ONE_MORE = SCOPE._replace(headcount=9)


# Overtime ---------------------------------------------------------------------------------------------------------


def week(worker: str, hours: object, over: object, pay: object = 0, **other: Any) -> dict[str, Any]:
    return payroll_row(worker, 400, hours, hours_overtime=over, overtime_pay=pay, **(WEEK | other))


def most(folder: Path, rows: Rows, grain: str = "payroll", **other: Any) -> Any:
    return measure(folder, "max_overtime_week_hours", rows, grain, **other)


def test_most_overtime_in_a_week(tmp_path: Path) -> None:
    assert most(tmp_path, [week("a", 40, 5), week("b", 40, 14)]) == (14, 14)
    assert most(tmp_path, [week("a", 40, 5), week("b", 40, "")]) == (5, 168), "a blank is no 0"
    assert most(tmp_path, [payroll_row("a")]) == UNKNOWN
    assert most(tmp_path, [payroll_row("a", overtime_pay=5)]) == UNKNOWN
    assert most(tmp_path, [week("a", 40, 5)], scope=ONE_MORE) == (5, 168)
    assert most(tmp_path, [week("a", 40, 5), week("b", 40, -3)]) == (5, 168)


def test_overtime_of_a_month_is_spread_over_five_weeks_at_least(tmp_path: Path) -> None:
    month = {"period_start": "2026-01-01", "period_end": "2026-01-31"}
    assert most(tmp_path, [week("a", 160, 60, **month)]) == (12, 60)
    assert most(tmp_path, [week("a", 160, 0, **month)]) == (0, 0)


def test_overtime_of_days_adds_up_to_calendar_weeks(tmp_path: Path) -> None:
    # 11 January 2026 is a Sunday.
    rows = [task_row("a", f"2026-01-{day:02d}", hours_overtime=2, overtime_pay=3) for day in (9, 10, 11, 12)]
    assert most(tmp_path, rows, "task") == (6, 6)


def normal(folder: Path, rows: Rows, grain: str = "payroll", **other: Any) -> Any:
    return measure(folder, "p99_normal_week_hours", rows, grain, **other)


def test_hours_of_the_normal_week(tmp_path: Path) -> None:
    assert normal(tmp_path, [week("a", 40, 20)]) == (40, 40)
    assert normal(tmp_path, [week("a", 40, 20, hours_unpaid=3)]) == (43, 43)
    rows = [week(f"w{n}", n, 1) for n in range(1, 102)]  # 1 to 101 hours: the 99th percentile is at 1 + 0.99 x 100
    assert normal(tmp_path, rows) == (pytest.approx(100), pytest.approx(100))


def test_without_a_word_on_overtime_it_may_be_all_of_the_week(tmp_path: Path) -> None:
    assert normal(tmp_path, [payroll_row("a", 400, 40, **WEEK)]) == (0, 40)
    assert normal(tmp_path, [payroll_row("a")]) == UNKNOWN, "a month does not show weeks"
    assert normal(tmp_path, [week("a", 50, 0), week("b", "", 0)]) == (
        pytest.approx(49.5),
        pytest.approx(0.5 + 0.99 * 168),
    )
    assert normal(tmp_path, [week("a", 50, 0)], scope=SCOPE._replace(headcount=2)) == UNKNOWN


def test_a_week_that_the_scope_cuts_is_no_week(tmp_path: Path) -> None:
    # The period begins on Thursday, 1 January.
    rows = [task_row("a", "2026-01-02", minutes=60, hours_overtime=9, overtime_pay=1)]
    assert normal(tmp_path, rows, "task") == UNKNOWN
    assert most(tmp_path, rows, "task") == (9, 9), "its overtime is worked all the same"
    rows.append(task_row("a", "2026-01-06", minutes=120, hours_overtime=0, overtime_pay=0))
    assert normal(tmp_path, rows, "task") == (2, 2)


@pytest.mark.parametrize("seed", range(2))
def test_weeks_against_sql(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    rows = [
        task_row(
            f"w{chance.randrange(8)}", (date(2026, 1, 5) + timedelta(days=chance.randrange(140))).isoformat(),
            minutes=chance.randint(1, 90), start="10:00", hours_unpaid=chance.choice((0, 0.25)),
            hours_overtime=chance.choice((0, 0, 1.5)), overtime_pay=chance.choice((0, 20)),
            status=chance.choice(("approved", "pending", "rejected")),
        )
        for _ in range(400)
    ]  # fmt: skip
    scope = SCOPE._replace(period=Period(date(2026, 1, 5), date(2026, 5, 31)))
    sql = """
    with weeks as (
        select sum(date_diff('second', started_at::timestamp, submitted_at::timestamp) / 3600.0
                   + hours_unpaid::double) as normal, sum(hours_overtime::double) as over
        from PAY group by worker_id, date_trunc('week', submitted_at::timestamp))
    select {} from weeks
    """
    expected = [normal(tmp_path, rows, "task", scope=scope), most(tmp_path, rows, "task", scope=scope)]
    for got, chosen in zip(expected, ("quantile_cont(normal, 0.99)", "max(over)"), strict=True):
        assert got == (pytest.approx(query(tmp_path, sql.format(chosen))),) * 2


def premium(folder: Path, rows: Rows, grain: str = "payroll", **other: Any) -> Any:
    return measure(folder, "min_overtime_premium", rows, grain, **other)


def over(worker: str, hours: object, pay: object, **other: Any) -> dict[str, Any]:
    """Return a month at 10 an hour with overtime."""
    return payroll_row(worker, hours_overtime=hours, overtime_pay=pay, **other)


def test_the_lowest_premium_of_any_row(tmp_path: Path) -> None:
    assert premium(tmp_path, [over("a", 5, 62.5), over("b", 4, 80), over("c", 0, 0)]) == (0.25, 0.25)
    assert premium(tmp_path, [over("a", 5, 50)]) == (0, 0)
    assert premium(tmp_path, [over("a", 5, 0), over("b", 4, 80)]) == (-1, -1), "overtime that earned nothing"
    low, high = premium(tmp_path, [over("a", 10, 113)])
    assert low == high == pytest.approx(0.13)


def test_a_premium_rounded_to_cents_is_the_one_agreed(tmp_path: Path) -> None:
    # 10.01 x 1.25 = 12.5125 is paid as 12.51, which is 24.98 % more.
    assert premium(tmp_path, [payroll_row("a", 1601.6, hours_overtime=1, overtime_pay=12.51)]) == (0.25, 0.25)
    low, high = premium(tmp_path, [payroll_row("a", 1601.6, hours_overtime=10, overtime_pay=118)])
    assert low == high == pytest.approx(0.1788, abs=1e-4)
    low, high = premium(tmp_path, [over("a", 0.05, 0.62)])
    assert low < 0.25 < high, "of three minutes no premium can be told"


def test_what_is_blank_may_be_unpaid_overtime(tmp_path: Path) -> None:
    good = over("a", 5, 62.5)
    for other in (over("b", "", ""), over("b", 3, ""), over("b", "", 30)):
        assert premium(tmp_path, [good, other]) == (-1, 0.25)
    assert premium(tmp_path, [good | {"pay": ""}]) == UNKNOWN
    assert premium(tmp_path, [good | {"hours_paid": ""}]) == UNKNOWN
    assert premium(tmp_path, [good], scope=ONE_MORE) == (-1, 0.25)
    assert premium(tmp_path, [over("a", 0, 0)]) == UNKNOWN, "nothing is known of the premium of no overtime"
    assert premium(tmp_path, [payroll_row("a")]) == UNKNOWN
    assert premium(tmp_path, [payroll_row("a", hours_overtime=4)]) == UNKNOWN


def test_normal_pay_of_another_row_or_of_a_contract(tmp_path: Path) -> None:
    apart = [over("a", 0, 0), over("a", 4, 60) | {"pay": 0, "hours_paid": 0}]
    assert premium(tmp_path, apart) == (0.5, 0.5)
    # 1,733.33 for 40 hours a week, 173.33 hours a month: 10 an hour.
    agreed = payroll_row(
        "a", 1733.33, "", hours_basis="contract", contract_weekly_hours=40, hours_overtime=4, overtime_pay=80
    )
    assert premium(tmp_path, [agreed]) == (1, 1)


def test_premiums_of_tasks_against_sql(tmp_path: Path) -> None:
    chance = random.Random(1)
    rows = [
        task_row(
            f"w{n % 7}", f"2026-01-{1 + n % 28:02d}", chance.randint(5, 20), chance.choice((30, 45, 60)),
            hours_overtime=chance.choice((0, 0.5, 1)), overtime_pay=chance.choice((9, 13, 17)),
            start=f"{n % 20:02d}:00",
        )
        for n in range(80)
    ]  # fmt: skip
    sql = """
    with t as (select *, date_diff('second', started_at::timestamp, submitted_at::timestamp) / 3600.0 as h from PAY)
    select min(overtime_pay::double / hours_overtime::double / (pay::double / h)) - 1
    from t where hours_overtime::double > 0"""
    assert premium(tmp_path, rows, "task") == (pytest.approx(query(tmp_path, sql)),) * 2
