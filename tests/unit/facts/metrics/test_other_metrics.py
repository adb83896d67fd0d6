"""Metrics beside the floor family, each on rows small enough to work out by hand."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checker.model.evidence import Period
from checker.model.wages import PayScope
from tests.pay_for_tests import (
    BENCHMARKS,
    FEBRUARY,
    SCOPE,
    UNKNOWN,
    audit_rows,
    ends,
    exactly,
    measure,
    payroll_row,
    rates_of,
    task_row,
)

Rows = list[dict[str, Any]]


# What became of tasks ------------------------------------------------------------------------------------------
TASKS = [
    *[task_row("a", f"2026-01-{day:02d}") for day in range(1, 7)],
    task_row("a", "2026-01-10", 30, status="rejected"),
    task_row("a", "2026-01-11", 10, status="rejected", bad_faith="true"),
    task_row("a", "2026-01-12", status="returned"),
    task_row("a", "2026-01-13", status="timed_out"),
    task_row("a", "2026-01-14", status="pending"),
]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("rejection_rate", exactly(2 / 8)),
        ("rejection_rate_money", exactly(40 / 100)),
        ("unpaid_work_rate", exactly(4 / 10)),
        # 9 submitted; one honest rejection, one task still open.
        ("rejected_unpaid_share", (pytest.approx(1 / 9), pytest.approx(2 / 9))),
    ],
)
def test_rejections(tmp_path: Path, name: str, expected: tuple[float, float]) -> None:
    assert measure(tmp_path, name, TASKS) == expected


def test_rejections_without_a_status(tmp_path: Path) -> None:
    row = task_row("a", "2026-01-05")
    del row["status"]
    for name in ("rejection_rate", "rejection_rate_money", "unpaid_work_rate", "rejected_unpaid_share"):
        assert measure(tmp_path, name, [row]) == UNKNOWN
    silent = [
        task_row("a", "2026-01-05"),
        task_row("a", "2026-01-06", status="rejected"),
        task_row("a", "2026-01-07", status=""),
    ]
    assert measure(tmp_path, "rejection_rate", silent) == (pytest.approx(1 / 3), pytest.approx(2 / 3))


# Payment -------------------------------------------------------------------------------------------------------


def paid(due: str, on: str, worker: str = "a", **other: Any) -> dict[str, Any]:
    return payroll_row(worker, due_date=due, paid_date=on, **other)


PAID = [
    paid("2026-02-05", "2026-02-05"),
    paid("2026-02-05", "2026-02-01", "b"),
    paid("2026-02-05", "2026-02-15", "c"),
    paid("2026-02-05", "2026-03-07", "d"),
]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("days_late_share", exactly(0.5)),
        ("days_late_p50", exactly(20)),  # of 10 and 30
        ("days_late_p90", exactly(28)),
        ("never_paid_share", exactly(0)),
        ("max_payment_lag_days", exactly(35)),  # 31 January to 7 March
    ],
)
def test_when_pay_arrives(tmp_path: Path, name: str, expected: tuple[float, float]) -> None:
    assert measure(tmp_path, name, PAID, "payroll") == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("days_late_share", exactly(0.6)),
        # 5 February to 30 June are 145 days so far: 10, 30, 145 or more.
        ("days_late_p50", exactly(30)),
        ("days_late_p90", (pytest.approx(122), math.inf)),
        ("never_paid_share", exactly(0.2)),
        ("max_payment_lag_days", (150, math.inf)),
    ],
)
def test_pay_that_never_came(tmp_path: Path, name: str, expected: tuple[float, float]) -> None:
    assert measure(tmp_path, name, [*PAID, paid("2026-02-05", "", "e")], "payroll") == expected


@pytest.mark.parametrize(("late", "hides"), [(0, False), (4, True), (5, False)])
def test_late_pay_of_a_few_workers_is_not_told(tmp_path: Path, late: int, hides: bool) -> None:
    rows = [paid("2026-02-05", "2026-02-05", f"w{n}") for n in range(12)]
    rows += [paid("2026-03-05", "2026-03-20", f"w{n}") for n in range(late)]
    rows += [paid("2026-04-05", "", f"w{n}") for n in range(late)]
    metrics = audit_rows(tmp_path, rows, scope=SCOPE).metrics
    for name in ("days_late_share", "never_paid_share", "days_late_p50"):
        assert metrics[name].published.suppressed == hides, name
        assert metrics[name].low is not None or (late == 0 and name == "days_late_p50"), "rules see the number"


def test_days_over_a_cap_of_a_few_workers_are_not_told(tmp_path: Path) -> None:
    scope = SCOPE._replace(exposure_cap_minutes=90.0)
    for over, hides in ((0, False), (4, True), (5, False)):
        rows = [task_row(f"w{n}", "2026-01-05", minutes_sensitive=91 if n < over else 30) for n in range(12)]
        found = audit_rows(tmp_path, rows, grain="task", scope=scope).metrics["sensitive_minutes_over_cap"]
        assert (found.low, found.published.suppressed) == (over, hides)


def test_payment_without_dates(tmp_path: Path) -> None:
    for name in ("days_late_share", "days_late_p50", "never_paid_share", "max_payment_lag_days"):
        assert measure(tmp_path, name, [payroll_row("a")], "payroll") == UNKNOWN
    assert measure(tmp_path, "days_late_share", [*PAID[:1], paid("", "2026-02-05", "x")], "payroll") == (0, 0.5)
    assert measure(tmp_path, "days_late_p50", PAID[:2], "payroll") == UNKNOWN


# Money taken ---------------------------------------------------------------------------------------------------


def test_money_taken_out(tmp_path: Path) -> None:
    rows = [
        payroll_row("a", 1000, fees=50, deductions=10, client_price=4000),
        payroll_row("b", 3000, fees=30, deductions=0, client_price=6000),
    ]
    assert measure(tmp_path, "fee_share", rows, "payroll") == exactly(80 / 4000)
    assert measure(tmp_path, "deduction_share", rows, "payroll") == exactly(10 / 4000)
    assert measure(tmp_path, "max_deduction_share", rows, "payroll") == exactly(0.05)
    assert measure(tmp_path, "pass_through", rows, "payroll") == exactly(0.4)


def test_money_taken_out_that_is_not_known(tmp_path: Path) -> None:
    rows = [payroll_row("a", 1000, fees=50), payroll_row("b", 3000, fees="")]
    assert measure(tmp_path, "fee_share", rows, "payroll") == UNKNOWN
    assert measure(tmp_path, "max_deduction_share", rows, "payroll") == (pytest.approx(0.05), math.inf)
    for row in rows:
        del row["fees"]
    assert measure(tmp_path, "max_deduction_share", rows, "payroll") == UNKNOWN
    assert measure(tmp_path, "pass_through", rows, "payroll") == UNKNOWN


def test_fees_in_several_currencies(tmp_path: Path) -> None:
    rows = [payroll_row("a"), payroll_row("b", currency="GHS", country="GH")]
    found = audit_rows(tmp_path, rows)
    assert found.metrics["fee_share"].why == "several currencies: GHS, KES"
    assert found.metrics["effective_hourly_wage_p50"].why == "several currencies: GHS, KES"
    assert {g.by.get("country") for g in found.groups} == set()  # two workers: nothing is broken down


# Piece rates ---------------------------------------------------------------------------------------------------


def pieces(*minutes: int, rate: float = 5, kind: str = "boxes", **other: Any) -> Rows:
    return [
        task_row("a", f"2026-01-{n + 1:02d}", rate, m, rate_per_task=rate, task_type=kind, **other)
        for n, m in enumerate(minutes)
    ]


def test_rate_against_the_living_wage(tmp_path: Path) -> None:
    # Medians of 30 and 40 minutes ask for 5 and 6.67 KES.
    rows = pieces(20, 30, 60) + [row | {"worker_id": "b"} for row in pieces(40, 40, 40, kind="text")]
    assert measure(tmp_path, "rate_to_required_p50", rows) == exactly(0.75)
    assert measure(tmp_path, "rate_to_required_p75", pieces(20, 30, 60)) == exactly(5 / 7.5)
    assert measure(tmp_path, "rate_to_required_p90", pieces(20, 30, 60)) == exactly(5 / 9)


def test_rate_in_another_currency(tmp_path: Path) -> None:
    rows = pieces(60, 60, rate=1, currency="USD")
    assert measure(tmp_path, "rate_to_required_p50", rows, rates=[rates_of("2026-01,USD,KES,12")]) == exactly(1.2)
    assert measure(tmp_path, "rate_to_required_p50", rows) == UNKNOWN


def test_rate_that_cannot_be_compared(tmp_path: Path) -> None:
    assert measure(tmp_path, "rate_to_required_p50", [task_row("a", "2026-01-05")]) == UNKNOWN
    rows = pieces(30, 30)
    rows[0]["started_at"] = ""
    assert measure(tmp_path, "rate_to_required_p50", rows) == UNKNOWN
    assert measure(tmp_path, "rate_to_required_p50", pieces(30, country="ZM")) == UNKNOWN
    net = BENCHMARKS.replace("KE,,living_wage,10,KES,hour,,gross", "KE,,living_wage,10,KES,hour,,net")
    assert measure(tmp_path, "rate_to_required_p50", pieces(30, rate=5), benchmarks=net) == (0, pytest.approx(1))


def test_estimates_and_limits(tmp_path: Path) -> None:
    rows = pieces(20, 30, 60, expected_minutes=25, time_limit_minutes=45)
    assert measure(tmp_path, "estimate_gap", rows) == exactly(0.2)
    # P90 of 20, 30, 60 is 54 minutes.
    assert measure(tmp_path, "time_limit_to_p90_ratio", rows) == exactly(45 / 54)
    assert measure(tmp_path, "estimate_gap", pieces(20)) == UNKNOWN


def test_stated_rate_against_the_effective_one(tmp_path: Path) -> None:
    rows = [
        task_row("a", "2026-01-05", 9, stated_hourly_rate=10),
        task_row("b", "2026-01-05", 8, stated_hourly_rate=10),
        task_row("c", "2026-01-05", 12, stated_hourly_rate=10),
    ]
    assert measure(tmp_path, "stated_vs_effective_gap", rows) == exactly(0.2)
    assert measure(tmp_path, "stated_vs_effective_gap", rows[2:]) == exactly(0)
    assert measure(tmp_path, "stated_vs_effective_gap", [task_row("a", "2026-01-05")]) == UNKNOWN
    del rows[1]["hours_unpaid"]
    assert measure(tmp_path, "stated_vs_effective_gap", rows) == (pytest.approx(0.2), pytest.approx(1))


# Pilot work ----------------------------------------------------------------------------------------------------


def test_pay_of_pilot_work(tmp_path: Path) -> None:
    rows = [
        task_row("a", "2026-01-05", 5, is_pilot="true"), task_row("a", "2026-01-06", 90, is_pilot="false"),
        task_row("b", "2026-01-05", 10, is_pilot="true"), task_row("c", "2026-01-05", 1, is_pilot="false"),
    ]  # fmt: skip
    name = "pilot_rows_below_lw_share"
    assert measure(tmp_path, name, rows) == exactly(0.5)
    assert measure(tmp_path, name, [*rows, task_row("d", "2026-01-05", is_pilot="")]) == (pytest.approx(1 / 3), 1.0)
    assert measure(tmp_path, name, rows[3:]) == UNKNOWN
    assert measure(tmp_path, name, [task_row("a", "2026-01-05")]) == UNKNOWN
    unpaid = [task_row("a", "2026-01-05", 10, is_pilot="true", status="rejected")]
    assert measure(tmp_path, name, unpaid) == exactly(1)


# Coverage ------------------------------------------------------------------------------------------------------


def test_coverage(tmp_path: Path) -> None:
    scope = PayScope(
        "acme",
        Period(date(2026, 1, 1), date(2026, 2, 28)),
        (),
        4,
        date(2026, 6, 30),
        statuses=("employee", "contractor", "agency"),
    )
    rows = [payroll_row(w, employment_status="employee") for w in "abc"]
    rows += [
        payroll_row(w, period_start=FEBRUARY[0], period_end=FEBRUARY[1], employment_status="contractor") for w in "ab"
    ]
    found = audit_rows(tmp_path, rows, scope=scope)
    assert ends(found, "headcount_coverage") == exactly(0.5)
    assert ends(found, "months_covered") == exactly(2)
    assert ends(found, "statuses_missing") == exactly(1)
    assert ends(found, "unpaid_time_recorded_share") == (0.75, 1.0)
    assert ends(found, "places_without_benchmark") == exactly(0)
    rows.append(payroll_row("d", employment_status="", country="ZM"))
    found = audit_rows(tmp_path, rows, scope=scope)
    assert ends(found, "statuses_missing") == (0, 1)
    assert ends(found, "places_without_benchmark") == exactly(1)
    found = audit_rows(tmp_path, rows, scope=scope._replace(statuses=("not_recorded",)))
    assert ends(found, "statuses_missing") == UNKNOWN


def test_unpaid_time_recorded_for_some(tmp_path: Path) -> None:
    rows = [
        payroll_row("a"),
        payroll_row("b", hours_unpaid=""),
        payroll_row("c"),
        payroll_row("c", hours_unpaid="", period_start=FEBRUARY[0], period_end=FEBRUARY[1]),
    ]
    name, shift = "unpaid_time_recorded_share", {"time_basis": "shift"}
    assert measure(tmp_path, name, rows, "payroll") == exactly(1 / 3)
    # A blank beside a column of unpaid time is no nought, whatever the mapping calls the hours.
    assert measure(tmp_path, name, rows, "payroll", mapping=shift) == exactly(1 / 3)
    bare = [{column: cell for column, cell in row.items() if column != "hours_unpaid"} for row in rows]
    assert measure(tmp_path, name, bare, "payroll", mapping=shift) == exactly(1)
