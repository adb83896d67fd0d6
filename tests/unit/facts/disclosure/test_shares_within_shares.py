"""Shares that hold each other: who is in the wider one and not in the narrower is a number of workers too."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from checker.model.evidence import Period
from checker.model.wages import PayScope
from tests.pay_for_tests import FEBRUARY, JANUARY, SCOPE, audit_rows, payroll_row, task_row


def tasks(returned: int) -> list[dict[str, object]]:
    """Return tasks of twenty workers: all approved ones, eight rejected, and some returned."""
    rows = [task_row(f"w{n}", "2026-01-05") for n in range(20)]
    rows += [task_row(f"w{n}", "2026-01-06", status="rejected") for n in range(8)]
    return [*rows, *(task_row(f"w{n}", "2026-01-07", status="returned") for n in range(returned))]


@pytest.mark.parametrize(("returned", "hidden"), [(0, False), (2, True), (4, True), (5, False)])
def test_returned_tasks_of_few_are_not_the_rest_of_unpaid_work(tmp_path: Path, returned: int, hidden: bool) -> None:
    found = audit_rows(tmp_path, tasks(returned), grain="task").metrics
    assert found["rejection_rate"].published.value == pytest.approx(8 / 28)
    assert found["unpaid_work_rate"].published.suppressed == hidden
    assert found["unpaid_work_rate"].low == pytest.approx((8 + returned) / (28 + returned))


def test_what_few_were_paid_late_is_not_the_rest_of_what_never_came(tmp_path: Path) -> None:
    for late, hidden in ((0, False), (3, True), (6, False)):
        rows = [
            payroll_row(
                f"w{n}", due_date="2026-02-05",
                paid_date="" if n < 8 else "2026-02-20" if n < 8 + late else "2026-02-05",
            )
            for n in range(20)
        ]  # fmt: skip
        found = audit_rows(tmp_path, rows).metrics
        assert found["days_late_share"].published.value == pytest.approx((8 + late) / 20)
        assert found["never_paid_share"].published.suppressed == hidden
        assert found["never_paid_share"].low == pytest.approx(8 / 20)


def test_those_between_48_and_60_hours_are_nobody_or_k(tmp_path: Path) -> None:
    for between, hidden in ((0, False), (3, True), (5, False)):
        rows = [
            payroll_row(
                f"w{n}", hours=70 if n < 10 else 50 if n < 10 + between else 40, period_start="2026-01-05",
                period_end="2026-01-11",
            )
            for n in range(30)
        ]  # fmt: skip
        found = audit_rows(tmp_path, rows).metrics
        assert found["weekly_hours_over_48_share"].published.shown_as == f"{10 + between} of 30"
        narrow = found["weekly_hours_over_60_share"]
        assert narrow.low == pytest.approx(10 / 30)
        assert narrow.published.suppressed == hidden
        # 13 are over 48 hours, and one to four of them not over 60: nine at least are.
        assert narrow.published.shown_as == ("at least 9 of 30" if hidden else "10 of 30")


def test_who_came_or_went_in_a_month_is_not_counted(tmp_path: Path) -> None:
    scope = PayScope("acme", Period(date(2026, 1, 1), date(2026, 2, 28)), (), 30, SCOPE.as_of)
    for gone, shown in ((0, "30 of 30"), (2, "at least 26 of 30"), (5, None)):
        rows = [
            payroll_row(f"w{n}", period_start=start, period_end=end)
            for start, end in (JANUARY, FEBRUARY)
            for n in range(30 - gone * (end == FEBRUARY[1]))
        ]
        metric = audit_rows(tmp_path, rows, scope=scope).metrics["headcount_coverage"]
        assert metric.low == pytest.approx((30 - gone) / 30)
        assert metric.published.suppressed == (gone == 2)
        if gone:
            assert metric.published.shown_as == (shown or "")
