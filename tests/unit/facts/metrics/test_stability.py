"""Spread of pay between weeks: by hand, and against plain Python and SQL that share no code with the engine."""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.pay_for_tests import SCOPE, UNKNOWN, audit_rows, ends, exactly, payroll_row, task_row

Rows = list[dict[str, Any]]
NAMES = frozenset({"weekly_income_cv", "hourly_pay_cv", "weeks_under_half_median_share"})
MONDAY = date(2026, 1, 5)


def weeks(worker: str, incomes: Iterable[float], minutes: int = 60, **other: Any) -> Rows:
    """Return one task a week, Wednesdays; None: no work in that week."""
    return [
        task_row(worker, (MONDAY + timedelta(days=7 * n + 2)).isoformat(), income, minutes, **other)
        for n, income in enumerate(incomes)
        if income is not None
    ]


def found(folder: Path, rows: Rows, grain: str = "task", **other: Any) -> dict[str, tuple[float | None, float | None]]:
    audited = audit_rows(folder, rows, grain=grain, wanted=NAMES, **other)
    return {name: ends(audited, name) for name in NAMES}


STEADY, UNEVEN = [10.0] * 8, [10, 20, 10, 20, 10, 20, 10, 20]
"""Mean 15; sd with n - 1 over eight weeks: sqrt(8 x 25 / 7)."""


def test_spread_of_a_steady_and_an_uneven_worker(tmp_path: Path) -> None:
    assert found(tmp_path, weeks("a", STEADY))["weekly_income_cv"] == (0, 0)
    assert found(tmp_path, weeks("a", UNEVEN))["weekly_income_cv"] == exactly(math.sqrt(200 / 7) / 15)
    assert found(tmp_path, weeks("a", UNEVEN))["hourly_pay_cv"] == exactly(math.sqrt(200 / 7) / 15)


def test_the_workforce_figure_is_the_median_worker(tmp_path: Path) -> None:
    rows = weeks("a", STEADY) + weeks("b", STEADY) + weeks("c", UNEVEN)
    assert found(tmp_path, rows)["weekly_income_cv"] == (0, 0)
    assert found(tmp_path, rows + weeks("d", UNEVEN))["weekly_income_cv"] == exactly(math.sqrt(200 / 7) / 30)


def test_a_week_without_work_is_no_income_and_no_hourly_pay(tmp_path: Path) -> None:
    rows = weeks("a", [10, 10, 10, 10, None, 10, 10, 10, 10])
    incomes = [10, 10, 10, 10, 0, 10, 10, 10, 10]
    assert found(tmp_path, rows) == {
        "weekly_income_cv": exactly(statistics.stdev(incomes) / statistics.mean(incomes)),
        "hourly_pay_cv": (0, 0),
        "weeks_under_half_median_share": exactly(1 / 9),
    }


def test_longer_weeks_at_one_rate_move_income_only(tmp_path: Path) -> None:
    rows = [row for n, hours in enumerate([1, 2] * 4) for row in [
        task_row("a", (MONDAY + timedelta(days=7 * n)).isoformat(), 10 * hours, 60 * hours)]]  # fmt: skip
    assert found(tmp_path, rows)["hourly_pay_cv"] == (0, 0)
    assert found(tmp_path, rows)["weekly_income_cv"] == exactly(math.sqrt(200 / 7) / 15)


def test_seven_weeks_say_nothing(tmp_path: Path) -> None:
    rows = weeks("a", STEADY[:7])
    assert found(tmp_path, rows) == dict.fromkeys(NAMES, UNKNOWN)
    assert found(tmp_path, rows + weeks("b", UNEVEN))["weekly_income_cv"] == exactly(math.sqrt(200 / 7) / 15)


def test_exactly_half_of_the_median_is_not_under_it(tmp_path: Path) -> None:
    assert found(tmp_path, weeks("a", [10] * 7 + [5]))["weeks_under_half_median_share"] == (0, 0)
    assert found(tmp_path, weeks("a", [10] * 7 + [4.99]))["weeks_under_half_median_share"] == exactly(1 / 8)


def test_weeks_cut_by_the_period_are_no_weeks(tmp_path: Path) -> None:
    # The period begins on a Thursday: pay of four days would pass for a bad week.
    rows = [task_row("a", "2026-01-02", 1), *weeks("a", STEADY)]
    assert found(tmp_path, rows)["weekly_income_cv"] == (0, 0)
    open_scope = SCOPE._replace(period=type(SCOPE.period)(None, None))
    assert found(tmp_path, rows, scope=open_scope)["weekly_income_cv"][0] != 0


def test_unpaid_time_that_nobody_recorded_leaves_hourly_pay_open(tmp_path: Path) -> None:
    rows = weeks("a", UNEVEN)
    for row in rows:
        del row["hours_unpaid"]
    assert found(tmp_path, rows)["hourly_pay_cv"] == UNKNOWN
    assert found(tmp_path, rows)["weekly_income_cv"] == exactly(math.sqrt(200 / 7) / 15)
    assert found(tmp_path, rows, mapping={"time_basis": "shift"})["hourly_pay_cv"] == exactly(math.sqrt(200 / 7) / 15)


def test_pay_that_is_not_known_leaves_its_worker_open(tmp_path: Path) -> None:
    rows = weeks("a", STEADY)
    rows[3]["pay"] = ""
    assert found(tmp_path, rows) == {
        "weekly_income_cv": (0, pytest.approx(math.sqrt(8))),
        "hourly_pay_cv": (0, pytest.approx(math.sqrt(8))),
        "weeks_under_half_median_share": (0, 0.5),
    }


def test_a_pending_task_is_paid_or_not(tmp_path: Path) -> None:
    rows = weeks("a", STEADY)
    rows[7]["status"] = "pending"
    low, high = found(tmp_path, rows)["weekly_income_cv"]
    rejected = statistics.stdev([10.0] * 7 + [0.0]) / statistics.mean([10.0] * 7 + [0.0])
    assert low == 0
    assert high is not None and rejected <= high < math.sqrt(8)
    assert found(tmp_path, rows)["weeks_under_half_median_share"] == (0, pytest.approx(1 / 8))


def test_workers_of_whom_the_headcount_alone_knows(tmp_path: Path) -> None:
    rows = weeks("a", UNEVEN) + weeks("b", UNEVEN)
    scope = SCOPE._replace(headcount=3)
    assert found(tmp_path, rows, scope=scope)["weekly_income_cv"] == exactly(math.sqrt(200 / 7) / 15)
    assert found(tmp_path, rows, scope=SCOPE._replace(headcount=5))["weekly_income_cv"] == UNKNOWN
    assert found(tmp_path, rows, scope=scope)["weeks_under_half_median_share"] == (0, 0.5)


def test_two_currencies_of_one_worker_are_no_income(tmp_path: Path) -> None:
    rows = weeks("a", UNEVEN)
    rows[0]["currency"] = "USD"
    assert found(tmp_path, rows) == dict.fromkeys(NAMES, UNKNOWN)


def test_nothing_earned_in_eight_weeks_has_no_spread(tmp_path: Path) -> None:
    assert found(tmp_path, weeks("a", [0] * 8))["weekly_income_cv"] == (0, pytest.approx(math.sqrt(8)))


def test_a_monthly_payroll_shows_no_weeks(tmp_path: Path) -> None:
    assert found(tmp_path, [payroll_row("a")], "payroll") == dict.fromkeys(NAMES, UNKNOWN)


def test_a_weekly_payroll_shows_them_wherever_its_weeks_begin(tmp_path: Path) -> None:
    first = date(2025, 12, 28)  # a Sunday; the period in scope begins on the Thursday after it
    rows = [
        payroll_row("a", pay, 10, period_start=day, period_end=day + timedelta(days=6))
        for n, pay in enumerate([100, 200] * 4)
        for day in [first + timedelta(days=7 * n)]
    ]
    assert found(tmp_path, rows, "payroll")["weekly_income_cv"] == exactly(math.sqrt(200 / 7) / 15)
    assert found(tmp_path, rows, "payroll")["hourly_pay_cv"] == exactly(math.sqrt(200 / 7) / 15)


def test_overtime_is_income_and_its_time_is_time(tmp_path: Path) -> None:
    rows = [
        payroll_row(
            "a", 100, 10, period_start=MONDAY + timedelta(days=7 * n), period_end=MONDAY + timedelta(days=7 * n + 6),
            overtime_pay=extra, hours_overtime=extra / 10,
        )
        for n, extra in enumerate([0, 100] * 4)
    ]  # fmt: skip
    assert found(tmp_path, rows, "payroll")["weekly_income_cv"] == exactly(math.sqrt(200 / 7) / 15)
    assert found(tmp_path, rows, "payroll")["hourly_pay_cv"] == (0, 0)


def test_a_worker_alone_is_not_shown(tmp_path: Path) -> None:
    rows = [row for worker in "abcde" for row in weeks(worker, [10, 20])] + weeks("f", UNEVEN)
    shown = audit_rows(tmp_path, rows, grain="task", wanted=NAMES).metrics
    assert shown["weekly_income_cv"].low == pytest.approx(math.sqrt(200 / 7) / 15)
    assert all(shown[name].published.suppressed for name in NAMES)


ORACLE = """
create table log as
select worker_id as w, strptime(submitted_at[:10], '%Y-%m-%d')::date as d,
       if(status = 'approved', pay::double, 0) as pay,
       (epoch(submitted_at::timestamp) - epoch(started_at::timestamp)) / 3600 + hours_unpaid::double as h
from read_csv('{file}', all_varchar = true);
create table by_week as
select w, date_trunc('week', d)::date as monday, sum(pay) as x, sum(h) as h from log
where date_trunc('week', d) >= date '2026-01-01'
  and date_trunc('week', d) + interval 6 day <= date '2026-06-30' group by all;
create table people as select w, min(monday) as a, max(monday) as z from by_week group by w having count(*) >= 8;
create table every as
select w, coalesce(x, 0) as x from (select w, unnest(generate_series(a, z, interval 7 day))::date as monday from people)
left join by_week using (w, monday);
"""


@pytest.mark.parametrize("seed", range(3))
def test_against_sql(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    rows = [
        task_row(
            f"w{i}", (date(2026, 1, 1) + timedelta(days=day)).isoformat(), round(chance.uniform(0.1, 40), 2),
            chance.randint(1, 90), f"{chance.randint(0, 20):02d}:00", hours_unpaid=chance.choice(("0", "0.5")),
            status=chance.choice(("approved",) * 6 + ("rejected",)),
        )
        for i in range(40)
        for day in chance.sample(range(181), chance.choice((6, 15, 40, 120)))
    ]  # fmt: skip
    shown = found(tmp_path, rows)
    with duckdb.connect() as base:
        base.execute(ORACLE.format(file=tmp_path / "pay.csv"))

        def one(sql: str) -> float:
            return float(base.execute(sql).fetchall()[0][0])

        income = "select quantile_cont(c, 0.5) from (select stddev_samp(x) / avg(x) as c from every group by w)"
        hourly = """select quantile_cont(c, 0.5) from (select stddev_samp(x / h) / avg(x / h) as c, count(*) as n
                    from by_week where h > 0 group by w) where n >= 8"""
        under = """select count(*) filter (x < m / 2) / count(*) from every
                   join (select w, quantile_cont(x, 0.5) as m from every group by w) using (w)"""
        assert shown["weekly_income_cv"] == exactly(one(income))
        assert shown["hourly_pay_cv"] == exactly(one(hourly))
        assert shown["weeks_under_half_median_share"] == exactly(one(under))
        assert one("select count(distinct w) from every") >= 10
