"""Rows that show no work thin nobody's share: no hours and no pay, or nothing but a worker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checker.model.wages import WageSet
from tests.pay_for_tests import SCOPE, audit_rows, payroll_row, task_row

Row = dict[str, object]
BELOW, ABOVE = 800, 2000


def team() -> list[Row]:
    """Return three workers below the living wage and three above it."""
    return [payroll_row(f"w{i}", BELOW if i < 3 else ABOVE) for i in range(6)]


def nothing(count: int = 6, **other: object) -> list[Row]:
    """Return rows of no hours and no pay, everything told."""
    return [payroll_row(f"g{i}", 0, 0, **other) for i in range(count)]


def ends(found: WageSet, name: str) -> tuple[Any, Any]:
    return found.metrics[name].low, found.metrics[name].high


def test_rows_of_no_hours_and_no_pay_are_set_aside_and_said(tmp_path: Path) -> None:
    found = audit_rows(tmp_path, [*team(), *nothing()])
    assert ends(found, "share_below_living_wage") == (0.5, 0.5)
    assert (found.workers, found.rows, found.set_aside) == (6, 12, {"without_work": 6})
    said = [finding.message for finding in found.findings if finding.code == "row_set_aside"]
    assert said == [
        "6 rows have no hours and no pay, which is no measured work: they were set aside, and nobody counts by them"
    ]


@pytest.mark.parametrize(
    "kept",
    [
        {"hours_paid": ""}, {"pay": ""}, {"hours_unpaid": ""}, {"fees": ""}, {"hours_unpaid": 3}, {"fees": 5},
        {"tips": 4}, {"status": "rejected"}, {"status": ""}, {"worker_id": "x", "period_end": "2026-01-99"},
    ],
)  # fmt: skip
def test_what_is_blank_or_says_anything_stays(tmp_path: Path, kept: Row) -> None:
    rows = [row | {"status": "approved", "tips": 0} for row in [*team(), *nothing(1)]]
    rows[-1] |= kept
    assert "without_work" not in audit_rows(tmp_path, rows).set_aside


def test_a_row_without_hours_and_pay_of_somebody_who_works_is_no_month_of_theirs(tmp_path: Path) -> None:
    scope = SCOPE._replace(headcount=6)
    later = {"period_start": "2026-02-01", "period_end": "2026-02-28"}
    rows = [*team(), *(payroll_row(f"w{i}", 0, 0, **later) for i in range(6))]
    found = audit_rows(tmp_path, rows, scope=scope)
    assert found.metrics["months_covered"].value == 1
    assert ends(found, "share_below_living_wage") == (0.5, 0.5)


def test_no_pay_and_no_paid_time_is_never_on_the_side_of_those_who_are_not_below(tmp_path: Path) -> None:
    # Unpaid time is not said: they did unpaid work and are below, or did none and are nobody.
    rows = [{n: v for n, v in row.items() if n != "hours_unpaid"} for row in [*team(), *nothing()]]
    found = audit_rows(tmp_path, rows)
    assert ends(found, "share_below_living_wage_paid_time") == (3 / 6, 9 / 12)
    # What is printed does not tell how many they are.
    shown = audit_rows(tmp_path, [*rows, *({**r, "worker_id": f"v{i}"} for i, r in enumerate(rows[:6]))])
    assert ends(shown, "share_below_living_wage_paid_time") == (6 / 12, 12 / 18)
    assert shown.metrics["share_below_living_wage_paid_time"].published.low == 6 / 18


def test_a_row_with_nothing_but_a_worker_leaves_that_worker_undecided(tmp_path: Path) -> None:
    bare: list[Row] = [{"worker_id": f"g{i}", "country": "KE", "currency": "KES"} for i in range(6)]
    dated = [row | {"period_start": "2026-01-01", "period_end": "2026-01-31"} for row in bare]
    found = audit_rows(tmp_path, [*team(), *dated])
    assert ends(found, "share_below_living_wage") == (3 / 12, 9 / 12)


def test_a_bonus_or_tips_without_any_time_are_no_wage(tmp_path: Path) -> None:
    rows = [row | {"guaranteed_bonus": 0, "tips": 0} for row in [*team(), *nothing(2)]]
    rows[-1]["tips"] = rows[-2]["guaranteed_bonus"] = 50
    found = audit_rows(tmp_path, rows, methods=frozenset({"idh_total"}))
    assert ends(found, "share_below_living_wage") == (3 / 6, 5 / 8)
    # The bonus may be for time that nobody wrote down: who got it may come out above.
    assert found.metrics["share_below_living_wage@idh_total"].low == 3 / 7


def test_nobody_covers_a_month_without_pay_or_time(tmp_path: Path) -> None:
    scope = SCOPE._replace(headcount=10)
    january = [payroll_row(f"b{i}", "", "") for i in range(4)]
    found = audit_rows(tmp_path, [*team(), *january], scope=scope)
    assert "fewer than 90% of 10 workers in 2026-01" in found.cover.why
    full = audit_rows(tmp_path, [*team(), *(payroll_row(f"b{i}") for i in range(4))], scope=scope)
    assert "2026-01" not in full.cover.why


@pytest.mark.parametrize(("pay", "hours", "expected"), [(0, 0, (1, 1)), ("", "", (0, 1)), ("", 8, (0, 0))])
def test_a_status_is_covered_by_pay_or_time_only(
    tmp_path: Path, pay: object, hours: object, expected: tuple[int, int]
) -> None:
    scope = SCOPE._replace(statuses=("employee", "contractor"))
    rows = [{**r, "employment_status": "employee"} for r in team()]
    rows.append(payroll_row("c", pay, hours, employment_status="contractor"))
    assert ends(audit_rows(tmp_path, rows, scope=scope), "statuses_missing") == expected


def test_unpaid_time_inside_a_shift_that_is_blank_is_not_recorded(tmp_path: Path) -> None:
    rows = [{n: v for n, v in row.items() if n != "hours_unpaid"} for row in team()]
    rows += [{**rows[0], "worker_id": f"b{i}", "hours_paid": ""} for i in range(6)]
    found = audit_rows(tmp_path, rows, mapping={"time_basis": "shift"})
    assert ends(found, "unpaid_time_recorded_share") == (0.5, 0.5)


def tasks() -> list[Row]:
    """Return four tasks of a worker, one of them rejected."""
    states = ("approved", "approved", "approved", "rejected")
    return [task_row("a", f"2026-01-{5 + i:02d}", status=status) for i, status in enumerate(states)]


def hollow(count: int, **other: object) -> list[Row]:
    rows = [task_row("a", f"2026-02-{2 + i:02d}", 0, 0, **other) for i in range(count)]
    return [row | {"hours_unpaid": ""} for row in rows]


def test_approved_tasks_of_neither_reward_nor_time_make_no_rate_smaller_for_certain(tmp_path: Path) -> None:
    found = audit_rows(tmp_path, [*tasks(), *hollow(4)], grain="task")
    for name in ("rejection_rate", "unpaid_work_rate", "rejected_unpaid_share"):
        assert ends(found, name) == (1 / 8, 1 / 4), name
    unsaid = [row | {"pay": "", "started_at": ""} for row in hollow(4)]
    blank = audit_rows(tmp_path, [*tasks(), *unsaid], grain="task")
    assert ends(blank, "rejection_rate") == (1 / 8, 1 / 4)
    # Rejected ones count: no worker loses by it.
    more = audit_rows(tmp_path, [*tasks(), *hollow(4, status="rejected")], grain="task")
    assert ends(more, "rejection_rate") == (5 / 8, 5 / 8)


def test_estimates_and_reasons_of_such_tasks_count_only_perhaps(tmp_path: Path) -> None:
    rows = [row | {"expected_minutes": "", "rejection_reason": ""} for row in tasks()]
    rows[0]["expected_minutes"] = 30
    found = audit_rows(tmp_path, [*rows, *(r | {"expected_minutes": 5} for r in hollow(4))], grain="task")
    assert ends(found, "share_tasks_with_estimate") == (1 / 4, 5 / 8)
    reasons = [r | {"rejection_reason": "late"} for r in hollow(3, status="rejected")]
    found = audit_rows(tmp_path, [*rows, *reasons], grain="task")
    assert ends(found, "rejections_without_reason") == (1 / 4, 1)


def test_payments_of_no_known_amount_in_time_make_no_share_of_late_ones_smaller(tmp_path: Path) -> None:
    rows = [row | {"due_date": "2026-02-05", "paid_date": "2026-02-05"} for row in team()[:4]]
    rows[0]["paid_date"] = "2026-02-09"
    blank = [payroll_row(f"b{i}", "", "", due_date="2026-02-05", paid_date="2026-02-05") for i in range(4)]
    found = audit_rows(tmp_path, [*rows, *blank])
    assert ends(found, "days_late_share") == (1 / 8, 1 / 4)
    assert ends(found, "never_paid_share") == (0, 0)


def test_tasks_of_no_time_and_no_reward_make_no_task_look_shorter(tmp_path: Path) -> None:
    rows = [task_row(f"w{i}", "2026-01-05", minutes=60) | {"task_type": "label"} for i in range(3)]
    empty = [row | {"task_type": "label"} for row in hollow(5)]
    found = audit_rows(tmp_path, [*rows, *empty], grain="task")
    # 10 KES for an hour.
    assert ends(found, "required_rate_p50") == (10, 10)


def test_a_file_of_such_rows_alone_says_so(tmp_path: Path) -> None:
    found = audit_rows(tmp_path, nothing())
    assert found.metrics["share_below_living_wage"].why == "no row of the pay file in scope has hours or pay"
    assert found.workers == 0
