"""Law: rows of no hours and no pay change no fact, whoever they name and whatever else they say."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from checker.model.wages import WageSet
from tests.pay_for_tests import SCOPE, audit_rows, payroll_row, task_row
from tests.properties.test_pay_laws import FEW, Row, payrolls, tasks

WANTED = frozenset(
    {
        "share_below_living_wage",
        "share_below_living_wage_paid_time",
        "share_below_minimum_wage",
        "fgt_1",
        "cost_to_close",
        "weekly_hours_max",
        "weekly_hours_over_48_share",
        "unpaid_time_share",
        "rejection_rate",
        "rejected_unpaid_share",
        "days_late_share",
        "never_paid_share",
        "max_payment_lag_days",
        "fee_share",
        "statuses_missing",
        "lowest_ratio",
        "effective_hourly_wage_p50",
        "headcount_coverage",
        "months_covered",
        "unpaid_time_recorded_share",
        "payslip_coverage",
        "share_tasks_with_estimate",
    }
)
SAID = {"due_date": "2026-02-05", "paid_date": "2026-02-05", "payslip": "true", "employment_status": "contractor"}
"""What a row that shows no work may say in its employer's favour."""


def measured(rows: list[Row], grain: str, headcount: int) -> WageSet:
    scope = SCOPE._replace(headcount=headcount, statuses=("employee", "contractor"))
    with tempfile.TemporaryDirectory() as folder:
        return audit_rows(Path(folder), rows, grain=grain, wanted=WANTED, scope=scope)


_kept: dict[str, WageSet] = {}


def whole(rows: list[Row], grain: str, headcount: int) -> WageSet:
    """Return what is measured without a row that shows no work, once for all laws."""
    key = repr((rows, grain, headcount))
    if key not in _kept:
        _kept[key] = measured(rows, grain, headcount)
    return _kept[key]


def told(rows: list[Row], grain: str) -> list[Row]:
    """Return rows with a word on payment and status, some paid late."""
    late = {"due_date": "2026-02-05", "payslip": "false", "employment_status": "employee"}
    days = ("2026-02-05", "2026-02-20")
    extra: Row = {"expected_minutes": ""} if grain == "task" else {}
    return [row | late | extra | {"paid_date": days[i % 2]} for i, row in enumerate(rows)]


def empty_row(grain: str, worker: str, **other: object) -> Row:
    extra: Row = {"expected_minutes": 5} if grain == "task" else {}
    row = task_row(worker, "2026-02-10", 0, 0) if grain == "task" else payroll_row(worker, 0, 0)
    return row | SAID | extra | other


drawn = st.one_of(payrolls.map(lambda rows: ("payroll", rows)), tasks.map(lambda rows: ("task", rows)))
names = st.lists(st.sampled_from(["a", "g", "h", "i"]), min_size=1, max_size=4)


@FEW
@given(drawn, names, st.sampled_from([0, 2]))
def test_rows_of_no_hours_and_no_pay_change_nothing(pay: tuple[str, list[Row]], ghosts: list[str], more: int) -> None:
    grain, rows = pay[0], told(pay[1], pay[0])
    # Each of its own, so that none is identical to another.
    empty = [empty_row(grain, name, tier=str(i)) for i, name in enumerate(ghosts)]
    headcount = len({row["worker_id"] for row in rows}) + more
    before, after = whole(rows, grain, headcount), measured([*rows, *empty], grain, headcount)
    assert repr(before.metrics) == repr(after.metrics)
    assert (before.cover, before.workers) == (after.cover, after.workers)
