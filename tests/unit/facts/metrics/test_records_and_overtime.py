"""Overtime, days between payments, statements, estimates, reasons, fines, the client's minimum: by hand and SQL."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from checker.errors import InputError
from checker.load.wages.mapping import parse_mapping
from checker.model.evidence import Level, Period
from tests.pay_for_tests import SCOPE, audit_rows, ends, payroll_row, rates_of, task_row

Rows = list[dict[str, Any]]
UNKNOWN = (None, None)
INF = float("inf")
WEEK = {"period_start": "2026-01-05", "period_end": "2026-01-11"}
ONE_MORE = SCOPE._replace(headcount=9)


def measure(folder: Path, name: str, rows: Rows, grain: str = "task", **other: Any) -> Any:
    return ends(audit_rows(folder, rows, grain=grain, wanted=frozenset({name}), **other), name)


def published(folder: Path, name: str, rows: Rows, grain: str = "task", **other: Any) -> Any:
    return audit_rows(folder, rows, grain=grain, wanted=frozenset({name}), **other).metrics[name].published


def query(folder: Path, sql: str) -> Any:
    return duckdb.sql(sql.replace("PAY", f"read_csv('{folder / 'pay.csv'}', all_varchar = true)")).fetchall()[0][0]


# The longest time between payments --------------------------------------------------------------------------------


def paid(worker: str, *days: tuple[int, int | str], **other: Any) -> Rows:
    """Return tasks of January as (day of work, day of payment)."""
    return [
        task_row(worker, f"2026-01-{work:02d}", 10, paid_date=f"2026-01-{pay:02d}" if pay else "", **other)
        for work, pay in days
    ]


def longest(folder: Path, rows: Rows, grain: str = "task", **other: Any) -> Any:
    return measure(folder, "max_pay_interval_days", rows, grain, **other)


def test_an_interval_runs_from_payment_to_payment(tmp_path: Path) -> None:
    # Work begins the day after each payment: 5 to 12, 12 to 26.
    assert longest(tmp_path, paid("a", (4, 5), (6, 12), (13, 26))) == (14, 14)
    # Two workers: the longest of any.
    assert longest(tmp_path, paid("a", (4, 5), (6, 12)) + paid("b", (4, 5), (6, 25))) == (20, 20)


def test_a_break_without_work_is_no_wait_for_pay(tmp_path: Path) -> None:
    # 5 to 26 is 21 days, but the first work after the 5th is on the 20th.
    assert longest(tmp_path, paid("a", (4, 5), (20, 26))) == (7, 7)
    # Nothing was worked for between the 5th and the 26th: two payments of one stretch of work are no interval.
    assert longest(tmp_path, paid("a", (4, 5), (4, 26))) == UNKNOWN


def test_a_period_that_goes_on_over_a_payment_is_work_from_the_next_day(tmp_path: Path) -> None:
    rows = [
        payroll_row("a", period_start="2026-01-01", period_end="2026-01-31", paid_date="2026-02-10"),
        payroll_row("a", period_start="2026-02-01", period_end="2026-02-28", paid_date="2026-03-10"),
    ]
    # 28 days from 10 February to 10 March; the stretch of the first payment, January, may be as long an interval.
    assert longest(tmp_path, rows, "payroll") == (28, 31)


def test_who_was_paid_once_for_long_may_have_waited_as_long(tmp_path: Path) -> None:
    rows = paid("a", (4, 5), (6, 12)) + paid("b", (1, 30), (29, 30))
    assert longest(tmp_path, rows) == (7, 29)  # 1 to 29 January
    assert longest(tmp_path, paid("b", (1, 30), (29, 30))) == UNKNOWN


def test_a_payment_without_a_day_cuts_one_interval_or_never_comes(tmp_path: Path) -> None:
    known = paid("a", (4, 5), (6, 12), (13, 26))
    assert longest(tmp_path, known + paid("a", (2, ""))) == (7, INF)
    assert longest(tmp_path, known + paid("b", (2, ""))) == (14, INF)
    assert longest(tmp_path, known + paid("a", (2, ""), (3, ""))) == UNKNOWN
    assert longest(tmp_path, known + paid("a", (2, ""), status="rejected")) == (14, 14)
    assert longest(tmp_path, known + paid("", (2, 3))) == (7, INF), "a row without a worker may be a payment of anybody"
    assert longest(tmp_path, known, scope=ONE_MORE) == (14, INF)
    assert longest(tmp_path, [task_row("a", "2026-01-05")]) == UNKNOWN


def test_intervals_of_few_workers_are_not_shown(tmp_path: Path) -> None:
    many = [row for n in range(20) for row in paid(f"w{n}", (4, 5))]
    two = [row for n in range(4) for row in paid(f"w{n}", (6, 20))]
    assert published(tmp_path, "max_pay_interval_days", many + two).suppressed
    five = [row for n in range(5) for row in paid(f"w{n}", (6, 15 + n))]
    shown = published(tmp_path, "max_pay_interval_days", many + five)
    assert (shown.suppressed, shown.value) == (False, 12)  # mean of 10 to 14


@pytest.mark.parametrize("seed", range(2))
def test_longest_intervals_against_sql(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    rows = []
    for worker in range(12):
        for _ in range(chance.randint(2, 12)):
            day = date(2026, 1, 1) + timedelta(days=chance.randrange(120))
            pay = day + timedelta(days=chance.choice((0, 3, 10, 40)))
            rows.append(task_row(f"w{worker}", day.isoformat(), chance.choice((0, 5)), paid_date=pay.isoformat()))
    sql = """
    with t as (select worker_id as w, submitted_at::timestamp::date as d, paid_date::date as p
               from PAY where pay::double > 0),
    pays as (select distinct w, p from t),
    gaps as (select w, p as b, lag(p) over (partition by w order by p) as a from pays),
    found as (select b - (select min(d) from t where t.w = gaps.w and d > a and d <= b) + 1 as days
              from gaps where a is not null)
    select max(days) from found
    """
    low, _ = longest(tmp_path, rows)
    assert low == query(tmp_path, sql)


# Estimates, reasons, statements -----------------------------------------------------------------------------------


def estimates(folder: Path, *minutes: object, **other: Any) -> Any:
    rows = [task_row(f"w{n}", "2026-01-05", expected_minutes=m) for n, m in enumerate(minutes)]
    return measure(folder, "share_tasks_with_estimate", rows, **other)


def test_tasks_with_an_estimate(tmp_path: Path) -> None:
    assert estimates(tmp_path, 5, 10, "", 7) == (0.75, 0.75)
    assert estimates(tmp_path, 5, 0) == (0.5, 0.5), "no minutes are no estimate"
    assert estimates(tmp_path, 5, "soon") == (0.5, 1), "what cannot be read may be one"
    low, high = estimates(tmp_path, 5, "", scope=ONE_MORE)
    assert 0 < low < 1e-9
    assert 1 - 1e-9 < high < 1
    assert measure(tmp_path, "share_tasks_with_estimate", [task_row("a", "2026-01-05")]) == UNKNOWN
    assert measure(tmp_path, "share_tasks_with_estimate", [payroll_row("a", expected_minutes=5)], "payroll") == UNKNOWN


def rejected(folder: Path, *told: tuple[str, object], **other: Any) -> Any:
    rows = [task_row(f"w{n}", "2026-01-05", status=s, rejection_reason=r) for n, (s, r) in enumerate(told)]
    return measure(folder, "rejections_without_reason", rows, **other)


def test_rejections_without_a_reason(tmp_path: Path) -> None:
    assert rejected(tmp_path, ("rejected", ""), ("rejected", "blurred"), ("approved", "")) == (0.5, 0.5)
    assert rejected(tmp_path, ("rejected", "n/a"), ("rejected", "n/a")) == (1, 1)
    assert rejected(tmp_path, ("rejected", ""), ("rejected", "late"), ("", "")) == (
        pytest.approx(1 / 3),
        pytest.approx(2 / 3),
    )


def test_nothing_rejected_is_nothing_rejected_without_a_reason(tmp_path: Path) -> None:
    assert rejected(tmp_path, ("approved", ""), ("pending", "")) == (0, 0)
    assert rejected(tmp_path, ("approved", ""), ("", "")) == UNKNOWN
    assert rejected(tmp_path, ("approved", ""), scope=ONE_MORE) == UNKNOWN
    bare = [task_row("a", "2026-01-05")]
    assert measure(tmp_path, "rejections_without_reason", bare) == (0, 0), "no column, and no use for one"
    assert measure(tmp_path, "rejections_without_reason", [bare[0] | {"status": "rejected"}]) == UNKNOWN
    silent = [{name: cell for name, cell in bare[0].items() if name != "status"}]
    assert measure(tmp_path, "rejections_without_reason", silent) == UNKNOWN


def test_sides_of_few_workers_are_not_shown(tmp_path: Path) -> None:
    rows = [
        task_row(f"w{n}", "2026-01-05", status="rejected", rejection_reason="" if n < 4 else "dark") for n in range(20)
    ]
    assert published(tmp_path, "rejections_without_reason", rows).suppressed
    rows[4]["rejection_reason"] = ""
    assert published(tmp_path, "rejections_without_reason", rows).value == 0.25


def slips(folder: Path, *said: object, **other: Any) -> Any:
    rows = [payroll_row(f"w{n}", payslip=s) for n, s in enumerate(said)]
    return measure(folder, "payslip_coverage", rows, "payroll", **other)


def test_periods_with_a_statement_of_pay(tmp_path: Path) -> None:
    assert slips(tmp_path, "true", "true", "false", "true") == (0.75, 0.75)
    assert slips(tmp_path, "true", "") == (0.5, 1)
    assert slips(tmp_path, "true", "perhaps") == (0.5, 1)
    assert slips(tmp_path, "", "") == UNKNOWN
    assert measure(tmp_path, "payslip_coverage", [payroll_row("a")], "payroll") == UNKNOWN
    low, high = slips(tmp_path, "true", "true", scope=ONE_MORE)
    assert (0 < low < 1e-9, high) == (True, 1)


def test_a_period_has_a_statement_if_all_its_pay_has(tmp_path: Path) -> None:
    rows = [payroll_row("a", payslip="true"), payroll_row("a", 7, payslip="false"), payroll_row("b", payslip="true")]
    assert measure(tmp_path, "payslip_coverage", rows, "payroll") == (0.5, 0.5)
    rows[1]["pay"] = 0  # nothing to state
    assert measure(tmp_path, "payslip_coverage", rows, "payroll") == (1, 1)
    rows[1]["pay"] = ""
    assert measure(tmp_path, "payslip_coverage", rows, "payroll") == (0.5, 1)


def test_a_statement_for_all_rows_is_stated(tmp_path: Path) -> None:
    name = "payslip_coverage"
    with_constant = {"constants": {"payslip": "true"}}
    found = audit_rows(tmp_path, [payroll_row("a")], wanted=frozenset({name}), mapping=with_constant).metrics[name]
    assert (found.low, found.cap) == (1, Level.STATED)


@pytest.mark.parametrize("seed", range(2))
def test_records_against_sql(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    rows = [
        task_row(
            f"w{chance.randrange(9)}", f"2026-0{chance.randint(1, 3)}-{chance.randint(1, 28):02d}",
            chance.choice((0, 4)),
            status=chance.choice(("approved", "rejected")), rejection_reason=chance.choice(("", "dark", "late")),
            expected_minutes=chance.choice(("", 10)), payslip=chance.choice(("true", "true", "true", "false")),
            start=f"{chance.randint(1, 22):02d}:{chance.randrange(60):02d}",
        )
        for _ in range(150)
    ]  # fmt: skip
    for name, sql in {
        "share_tasks_with_estimate": "select avg((expected_minutes is not null)::int) from PAY",
        "rejections_without_reason": "select avg((rejection_reason is null)::int) from PAY where status = 'rejected'",
        "payslip_coverage": """select avg(told) from (
            select min((payslip = 'true')::int) as told from PAY
            where status = 'approved' and pay::double > 0 group by worker_id, submitted_at[:7])""",
    }.items():
        assert measure(tmp_path, name, rows) == (pytest.approx(query(tmp_path, sql)),) * 2


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


# Fines ------------------------------------------------------------------------------------------------------------


def fines(folder: Path, rows: Rows, **other: Any) -> Any:
    return measure(folder, "fines_share", rows, "payroll", **other)


def test_fines_as_a_share_of_pay(tmp_path: Path) -> None:
    rows = [payroll_row("a", 1000, fines=30), payroll_row("b", 2000, fines=0)]
    assert fines(tmp_path, rows) == (0.01, 0.01)
    assert fines(tmp_path, [payroll_row("a", fines=0)]) == (0, 0)
    assert fines(tmp_path, [payroll_row("a")]) == UNKNOWN
    assert fines(tmp_path, [rows[0], rows[1] | {"fines": ""}]) == (0.01, INF), "a fine that is known stays one"
    assert fines(tmp_path, [payroll_row("a", fines=0), payroll_row("b", fines="")]) == UNKNOWN
    low, high = fines(tmp_path, [rows[0], rows[1] | {"pay": ""}])
    assert (0 < low < 1e-9, high) == (True, INF)
    assert fines(tmp_path, [rows[1], rows[0] | {"fines": -5}]) == UNKNOWN


def test_fines_in_several_currencies_lie_between_the_shares_of_each(tmp_path: Path) -> None:
    rows = [payroll_row("a", 1000, fines=30), payroll_row("b", 100, fines=1, country="GH", currency="GHS")]
    assert fines(tmp_path, rows) == (0.01, 0.03)


def test_fines_of_few_workers_are_not_shown(tmp_path: Path) -> None:
    rows = [payroll_row(f"w{n}", 100, fines=10 if n < 4 else 0) for n in range(20)]
    assert published(tmp_path, "fines_share", rows, "payroll").suppressed
    rows[4]["fines"] = 10
    assert published(tmp_path, "fines_share", rows, "payroll").value == 0.025
    rows[4]["fines"] = 1000
    assert published(tmp_path, "fines_share", rows, "payroll").suppressed, "most of it is one worker's"


def test_a_fine_that_deductions_leave_out_is_taken_off_all_the_same(tmp_path: Path) -> None:
    def ratio(row: dict[str, Any]) -> Any:
        return measure(tmp_path, "lowest_ratio", [row], "payroll")

    assert ratio(payroll_row("a", fines=160)) == (0.9, 0.9)
    assert ratio(payroll_row("a", fines=160, deductions=160)) == (0.9, 0.9), "once, not twice"
    assert ratio(payroll_row("a", fines=160, deductions=320)) == (0.8, 0.8)
    bare = payroll_row("a", fines=160)
    del bare["deductions"]
    assert ratio(bare) == (-INF, 0.9)


# The client's minimum wage ----------------------------------------------------------------------------------------

BELOW = "share_below_requester_minimum_wage"
RATES = (rates_of("2026-01,GHS,KES,10"),)
"""Invented: the minimum of 8 GHS an hour is 80 KES; that of KE is 5 KES."""


def test_pay_is_held_against_the_minimum_where_the_client_is(tmp_path: Path) -> None:
    rows = [
        task_row("a", "2026-01-05", 10, requester_country="GH"),
        task_row("b", "2026-01-05", 90, requester_country="GH"),
        task_row("c", "2026-01-05", 10, requester_country="KE"),
    ]
    assert measure(tmp_path, BELOW, rows, rates=RATES) == (pytest.approx(1 / 3), pytest.approx(1 / 3))
    assert measure(tmp_path, "share_below_minimum_wage_paid_time", rows, rates=RATES) == (0, 0)
    assert measure(tmp_path, BELOW, rows) == (0, pytest.approx(2 / 3)), "no rate, no answer"


def test_a_worker_of_several_clients_is_held_against_all_of_them(tmp_path: Path) -> None:
    # An hour at 80 and one at 5 KES ask for 85.
    def both(reward: float) -> Rows:
        return [
            task_row("a", "2026-01-05", reward, currency="KES", requester_country=country, start=start)
            for country, start in (("GH", "09:00"), ("KE", "11:00"))
        ]

    benchmarks = """\
country,region_code,kind,amount,currency,period,hours_per_week,gross_or_net,valid_from,valid_to,checked_on,area,city_names,extent
KE,,minimum_wage,5,KES,hour,,gross,2025-01-01,,2025-06-01,national,,all
GH,,minimum_wage,80,KES,hour,,gross,2025-01-01,,2025-06-01,national,,all
"""
    assert measure(tmp_path, BELOW, both(42.5), benchmarks=benchmarks) == (0, 0)
    assert measure(tmp_path, BELOW, both(42.4), benchmarks=benchmarks) == (1, 1)


def test_a_minimum_that_changes_within_a_month_holds_from_its_day(tmp_path: Path) -> None:
    benchmarks = """\
country,region_code,kind,amount,currency,period,hours_per_week,gross_or_net,valid_from,valid_to,checked_on,area,city_names,extent
GH,,minimum_wage,8,KES,hour,,gross,2025-01-01,2026-01-14,2025-06-01,national,,all
GH,,minimum_wage,20,KES,hour,,gross,2026-01-15,,2026-01-15,national,,all
"""
    for day, share in (("2026-01-14", 0), ("2026-01-15", 1)):
        rows = [task_row("a", day, 10, requester_country="GH")]
        assert measure(tmp_path, BELOW, rows, benchmarks=benchmarks) == (share, share), day


def test_unpaid_time_does_not_count_there_and_the_method_does(tmp_path: Path) -> None:
    row = payroll_row("a", 800, 160, requester_country="KE", hours_unpaid=40, costs=1)
    assert measure(tmp_path, BELOW, [row], "payroll") == (0, 0)
    found = audit_rows(tmp_path, [row], wanted=frozenset({BELOW}), methods=frozenset({"fairwork_net"}))
    assert ends(found, f"{BELOW}@fairwork_net") == (1, 1)


def test_without_the_clients_country_it_is_unknown(tmp_path: Path) -> None:
    assert measure(tmp_path, BELOW, [payroll_row("a")], "payroll") == UNKNOWN
    assert measure(tmp_path, BELOW, [payroll_row("a", requester_country="Atlantis")], "payroll") == UNKNOWN
    rows = [payroll_row("a", requester_country="KE"), payroll_row("b", requester_country="Atlantis")]
    assert measure(tmp_path, BELOW, rows, "payroll") == (0, 0.5)
    assert measure(tmp_path, "share_below_minimum_wage", rows, "payroll") == (0, 0)


def test_one_country_for_all_rows_is_stated_and_must_be_one(tmp_path: Path) -> None:
    given = {"constants": {"requester_country": "KE"}}
    found = audit_rows(tmp_path, [payroll_row("a")], wanted=frozenset({BELOW}), mapping=given).metrics[BELOW]
    assert (found.low, found.high, found.cap) == (0, 0, Level.STATED)
    text = b"fairlabel: wages/1\ngrain: payroll\nconstants: {requester_country: Kenia}\n"
    with pytest.raises(InputError, match=r"requester_country 'Kenia' is not in ISO 3166-1"):
        parse_mapping(text, "mapping.yaml")
