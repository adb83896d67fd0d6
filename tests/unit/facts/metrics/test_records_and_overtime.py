"""Days between payments, estimates, reasons, statements and fines: by hand and by SQL."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from checker.model.evidence import Level
from tests.pay_for_tests import SCOPE, UNKNOWN, audit_rows, measure, payroll_row, published, query, task_row

Rows = list[dict[str, Any]]
INF = float("inf")
WEEK = {"period_start": "2026-01-05", "period_end": "2026-01-11"}
ONE_MORE = SCOPE._replace(headcount=9)


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
