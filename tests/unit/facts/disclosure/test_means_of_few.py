"""What stands for one worker's number, and what is told of fewer than five by the difference of two numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checker.model.wages import WageSet
from checker.render.wages_view import metric_view
from tests.pay_for_tests import SCOPE, audit_rows, payroll_row, task_row

Row = dict[str, object]
SUMS = ("mean_gap_of_those_below", "median_gap_of_those_below", "fgt_1", "fgt_2", "cost_to_close")


def paid(*pays: float, **other: object) -> list[Row]:
    """Return a month of 160 hours for each pay an hour; the living wage is 10."""
    return [payroll_row(f"w{i}", pay * 160, **other) for i, pay in enumerate(pays)]


def lowest(found: WageSet) -> tuple[Any, str]:
    shown = found.metrics["lowest_ratio"].published
    return shown.value, shown.shown_as.partition(" ")[2]


def test_the_lowest_are_so_many_that_no_other_sum_leaves_a_few(tmp_path: Path) -> None:
    # Seven are below, and what they lack is printed: the mean of five would give the sum of the other two.
    found = audit_rows(tmp_path, paid(2, 3, 4, 5, 6, 7, 8, *[20] * 9))
    assert found.metrics["mean_gap_of_those_below"].published.value == 0.5
    assert lowest(found) == (0.5, "(mean of the 7 most extreme workers)")
    # Of eight workers in all the gap index is printed: what five lack would leave three.
    everybody = audit_rows(tmp_path, paid(2, 3, 4, 5, 6, 7, 8, 9))
    assert lowest(everybody)[1] == "(mean of the 8 most extreme workers)"
    # Where the count is hidden, so are the sums.
    few = audit_rows(tmp_path, paid(2, 3, 4, 5, 6, 7, 8, *[20] * 4))
    assert all(few.metrics[name].published.suppressed for name in SUMS)
    many = audit_rows(tmp_path, paid(1, 2, 3, 4, 5, *[9] * 5, *[20] * 9))
    assert lowest(many) == (0.3, "(mean of the 5 most extreme workers)")


def test_gaps_do_not_tell_how_many_are_not_below(tmp_path: Path) -> None:
    # The mean gap over all, divided by that over those below, would be their share: 28 of 31 leave three.
    def hidden(fine: int) -> list[bool]:
        found = audit_rows(tmp_path, paid(*[5] * 28, *[20] * fine))
        return [found.metrics[name].published.suppressed for name in SUMS]

    assert [set(hidden(fine)) for fine in (0, 3, 5)] == [{False}, {True}, {False}]


def test_groups_that_overlap_give_no_worker_s_pay_by_the_difference_of_two_means(tmp_path: Path) -> None:
    # All of b earn 4, so the mean of the five lowest of all and that of a differ by one worker of a.
    rows = [*paid(1, 2, 3, 3.5, 7, *[20] * 9, gender="f", job_category="a")]
    rows += [row | {"worker_id": f"b{i}"} for i, row in enumerate(paid(*[4] * 8, gender="m", job_category="b"))]
    found = audit_rows(tmp_path, rows)
    shown = {g.by["job_category"]: g.metrics["lowest_ratio"].published for g in found.groups if "job_category" in g.by}
    assert found.metrics["lowest_ratio"].published.value == pytest.approx((1 + 2 + 3 + 3.5 + 4) / 50)
    # Truly 0.33 and 0.4.
    assert {name: (cell.value, cell.low, cell.high) for name, cell in shown.items()} == {
        "a": (None, 0.3, 0.35),
        "b": (None, 0.4, 0.45),
    }


def test_a_share_of_pay_or_time_that_few_workers_make_is_hidden(tmp_path: Path) -> None:
    def hidden(count: int) -> dict[str, bool]:
        few: Row = {"fees": 80, "deductions": 40, "hours_unpaid": 8}
        rows = [row | (few if i < count else {}) for i, row in enumerate(paid(*[12] * 20))]
        found = audit_rows(tmp_path, rows)
        names = ("fee_share", "deduction_share", "unpaid_time_share")
        assert found.metrics["fee_share"].value == pytest.approx(count * 80 / (20 * 12 * 160))
        return {name: found.metrics[name].published.suppressed for name in names}

    assert set(hidden(3).values()) == {True}
    assert set(hidden(5).values()) == set(hidden(0).values()) == {False}


def test_one_worker_s_fees_are_not_told_from_a_share_of_five(tmp_path: Path) -> None:
    rows = [row | {"fees": 900 if i == 0 else 10 if i < 5 else 0} for i, row in enumerate(paid(*[12] * 20))]
    shown = audit_rows(tmp_path, rows).metrics["fee_share"].published
    assert (shown.suppressed, shown.why) == (True, "one worker makes up more than half of it")


@pytest.mark.parametrize(("workers", "is_hidden"), [(3, True), (5, False), (0, False)])
def test_rejections_of_few_workers_are_hidden(tmp_path: Path, workers: int, is_hidden: bool) -> None:
    rows = [
        task_row(f"w{i}", f"2026-01-{5 + day:02d}", status="rejected" if i < workers and day == 0 else "approved")
        for i in range(12)
        for day in range(3)
    ]
    found = audit_rows(tmp_path, rows, grain="task")
    for name in ("rejection_rate", "rejection_rate_money", "unpaid_work_rate", "rejected_unpaid_share"):
        assert found.metrics[name].published.suppressed == is_hidden, name
        assert found.metrics[name].value == pytest.approx(workers / 36), name


def late(days: list[int], *, count: int = 12) -> list[Row]:
    """Return workers paid so many days after the fifth, the others in time."""
    waits = [*days, *[0] * (count - len(days))]
    return [
        payroll_row(f"w{i}", due_date="2026-02-05", paid_date=f"2026-02-{5 + wait:02d}") for i, wait in enumerate(waits)
    ]


def test_the_longest_wait_is_a_mean_of_five_workers(tmp_path: Path) -> None:
    metric = audit_rows(tmp_path, late([20, 10, 10, 5, 5])).metrics["max_payment_lag_days"]
    # From the end of January: 5 days more than from the day it was due.
    assert (metric.low, metric.high) == (25, 25)
    assert (metric.published.value, "mean of the 5" in metric.published.shown_as) == (15, True)


def test_days_late_that_few_workers_come_up_to_are_hidden(tmp_path: Path) -> None:
    found = audit_rows(tmp_path, late([20, 3, 3, 3, 3, 3, 3, 3]))
    # Seven in eight came three days late: the median is theirs, what nine in ten come up to is one worker's.
    assert found.metrics["days_late_p50"].published.value == 3
    assert found.metrics["days_late_p90"].value == pytest.approx(3 + 0.3 * 17)
    assert found.metrics["days_late_p90"].published.suppressed


def test_how_many_a_number_is_of_is_hidden_where_it_is_few_or_leaves_few(tmp_path: Path) -> None:
    def heads(pilots: int) -> int | None:
        rows = [row | {"is_pilot": str(i < pilots).lower()} for i, row in enumerate(paid(*[8] * 12))]
        found = audit_rows(tmp_path, rows, scope=SCOPE._replace(headcount=12))
        return metric_view(found.metrics["pilot_rows_below_lw_share"])["n"]

    assert [heads(count) for count in (3, 6, 9, 12)] == [None, 6, None, 12]


def test_why_the_highest_fees_are_open_counts_nobody(tmp_path: Path) -> None:
    rows = [row | {"fees": "" if i < 2 else 10} for i, row in enumerate(paid(*[12] * 20))]
    shown = audit_rows(tmp_path, rows).metrics["max_deduction_share"].published
    assert shown.why == "fees of some workers are not known"


def test_the_cost_in_a_currency_of_few_workers_hides_all_costs(tmp_path: Path) -> None:
    def cost(few: int) -> Any:
        ghana = [payroll_row(f"g{i}", 10 * 160, country="GH", currency="GHS", job_category="a") for i in range(few)]
        found = audit_rows(tmp_path, [*paid(*[5] * 9, *[20] * 9, job_category="a"), *ghana])
        groups = [g.metrics["cost_to_close"].published for g in found.groups if g.by == {"job_category": "a"}]
        return [shown.suppressed for shown in (found.metrics["cost_to_close"].published, *groups)]

    assert (cost(2), cost(5)) == ([True, True], [False, False])
