"""Laws of the pay engine: what is hidden never helps, what is unknown stays inside its interval, order is nothing."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from checker.facts.disclosure.small_cells import cells_to_hide, publish
from checker.facts.measured import Measured
from checker.model.wages import WageSet
from tests.pay_for_tests import SCOPE, audit_rows, payroll_row, task_row

RISES = (
    "share_below_living_wage",
    "share_below_living_wage_paid_time",
    "share_below_minimum_wage",
    "fgt_1",
    "fgt_1_paid_time",
    "cost_to_close",
    "share_below_living_wage_pooled",
)
"""More is worse: hiding something must not lower the high end."""
FALLS = ("lowest_ratio", "lowest_ratio_paid_time", "lowest_ratio_pooled", "effective_hourly_wage_p50")
"""Less is worse: hiding something must not lift the low end."""
WANTED = frozenset({*RISES, *FALLS, "unpaid_time_share", "mean_gap_of_those_below", "weekly_hours_max"})
FEW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
"""As many examples as the profile says: each runs the whole engine twice."""
ROUNDING = 1e-9

Row = dict[str, object]
periods = st.sampled_from([("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-02-28"), ("2026-03-01", "2026-03-15")])


@st.composite
def payroll_rows(draw: st.DrawFn) -> list[Row]:
    """Draw one row a worker and period, all cells filled."""
    keys = draw(st.lists(st.tuples(st.sampled_from("abcd"), periods), min_size=2, max_size=6, unique=True))
    rows = []
    for worker, (first, last) in keys:
        hours = draw(st.sampled_from([40, 100, 160]))
        row = payroll_row(
            worker, draw(st.integers(0, 25)) * hours, hours, period_start=first, period_end=last,
            fees=draw(st.sampled_from([0, 0, 50])), deductions=draw(st.sampled_from([0, 20])),
            hours_unpaid=draw(st.sampled_from([0, 0, 10])),
        )  # fmt: skip
        rows.append(row)
    return rows


@st.composite
def task_rows(draw: st.DrawFn) -> list[Row]:
    """Draw tasks of a few workers, one a day, all cells filled."""
    keys = draw(
        st.lists(
            st.tuples(st.sampled_from("abc"), st.integers(1, 28), st.sampled_from(["01", "02"])),
            min_size=2,
            max_size=8,
            unique=True,
        )
    )
    return [
        task_row(
            worker, f"2026-{month}-{day:02d}", draw(st.sampled_from([0, 5, 10, 30])),
            draw(st.sampled_from([30, 60, 120])),
            status=draw(st.sampled_from(["approved", "approved", "rejected", "returned"])),
            hours_unpaid=draw(st.sampled_from(["0", "0.5"])),
        )
        for worker, day, month in keys
    ]  # fmt: skip


SEARCHING = settings.default is not None and settings.default.max_examples > 100


def pool(strategy: st.SearchStrategy[list[Row]], number: int = 16) -> st.SearchStrategy[list[Row]]:
    """Return the strategy itself in a search; else one over ``number`` of its draws, measured once for all laws.

    Each law still makes as many changes, each of them a run of the engine of its own.
    """
    if SEARCHING:
        return strategy
    drawn: list[list[Row]] = []

    @settings(
        max_examples=number,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )
    @given(strategy)
    def collect(rows: list[Row]) -> None:
        drawn.append(rows)

    collect()
    return st.sampled_from(drawn)


payrolls, tasks = pool(payroll_rows()), pool(task_rows())
_kept: dict[str, WageSet] = {}


def measured(rows: list[Row], grain: str = "payroll", **other: Any) -> WageSet:
    """Return what the engine makes of rows; shares are shares and ends in order, whatever the rows are."""
    with tempfile.TemporaryDirectory() as folder:
        found = audit_rows(Path(folder), rows, grain=grain, wanted=WANTED, **other)
    for name, metric in found.metrics.items():
        assert low(found, name) <= high(found, name), name
        if metric.unit == "share" and metric.low is not None and name.startswith("share_below"):
            assert 0 <= metric.low <= 1, name
    return found


def whole(rows: list[Row], grain: str = "payroll", **other: Any) -> WageSet:
    """Return what the engine makes of rows as they were drawn; measured once for all laws."""
    key = repr((rows, grain, other))
    if key not in _kept:
        if SEARCHING:
            _kept.clear()
        _kept[key] = measured(rows, grain, **other)
    return _kept[key]


def low(found: WageSet, name: str) -> float:
    value = found.metrics[name].low
    return -float("inf") if value is None else value


def high(found: WageSet, name: str) -> float:
    value = found.metrics[name].high
    return float("inf") if value is None else value


def never_helps(before: WageSet, after: WageSet) -> None:
    for name in RISES:
        assert high(after, name) >= high(before, name) - ROUNDING, name
    for name in FALLS:
        # Where nothing was known a low end of 0 says no more: nobody passes by it.
        unknown = before.metrics[name].low is None and before.metrics[name].high is None
        assert low(after, name) <= (0 if unknown else low(before, name)) + ROUNDING, name


def lies_inside(known: WageSet, open_: WageSet) -> None:
    for name in WANTED:
        if known.metrics[name].low is not None:
            assert low(open_, name) <= low(known, name) + ROUNDING, name
            assert high(open_, name) >= high(known, name) - ROUNDING, name


@FEW
@given(payrolls, st.data())
def test_hiding_a_cell_of_a_payroll_never_helps(rows: list[Row], data: st.DataObject) -> None:
    row = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(
        st.sampled_from(
            [
                "pay",
                "hours_paid",
                "hours_unpaid",
                "fees",
                "deductions",
                "worker_id",
                "country",
                "period_end",
                "currency",
            ]
        )
    )
    hidden = [dict(r) for r in rows]
    hidden[row][column] = ""
    scope = SCOPE._replace(headcount=len({r["worker_id"] for r in rows}))
    never_helps(whole(rows, scope=scope), measured(hidden, scope=scope))


@FEW
@given(tasks, st.data())
def test_hiding_a_cell_of_a_task_never_helps(rows: list[Row], data: st.DataObject) -> None:
    row = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.sampled_from(["pay", "started_at", "hours_unpaid", "fees", "status", "worker_id"]))
    hidden = [dict(r) for r in rows]
    hidden[row][column] = ""
    scope = SCOPE._replace(headcount=len({r["worker_id"] for r in rows}))
    never_helps(whole(rows, "task", scope=scope), measured(hidden, "task", scope=scope))


@FEW
@given(st.one_of(payrolls.map(lambda r: ("payroll", r)), tasks.map(lambda r: ("task", r))), st.data())
def test_hiding_a_column_never_helps(drawn: tuple[str, list[Row]], data: st.DataObject) -> None:
    grain, rows = drawn
    columns = ["hours_unpaid", "fees", "deductions"] + (
        ["hours_paid"] if grain == "payroll" else ["started_at", "status"]
    )
    column = data.draw(st.sampled_from(columns))
    hidden = [{name: cell for name, cell in row.items() if name != column} for row in rows]
    never_helps(whole(rows, grain), measured(hidden, grain))


@FEW
@given(payrolls, st.data())
def test_hiding_a_worker_never_helps_where_the_headcount_is_known(rows: list[Row], data: st.DataObject) -> None:
    workers = sorted({str(r["worker_id"]) for r in rows})
    gone = data.draw(st.sampled_from(workers))
    kept = [r for r in rows if r["worker_id"] != gone]
    if kept:
        scope = SCOPE._replace(headcount=len(workers))
        never_helps(whole(rows, scope=scope), measured(kept, scope=scope))


@FEW
@given(payrolls, st.data())
def test_every_completion_lies_inside_the_interval(rows: list[Row], data: st.DataObject) -> None:
    holes = data.draw(
        st.lists(
            st.tuples(st.integers(0, len(rows) - 1), st.sampled_from(["pay", "hours_paid", "hours_unpaid", "fees"])),
            min_size=1,
            max_size=3,
        )
    )
    hidden = [dict(r) for r in rows]
    for row, column in holes:
        hidden[row][column] = ""
    lies_inside(whole(rows), measured(hidden))


@FEW
@given(tasks, st.data())
def test_every_decision_on_pending_tasks_lies_inside_the_interval(rows: list[Row], data: st.DataObject) -> None:
    pending = data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=1, max_size=3))
    hidden = [dict(r) for r in rows]
    for row in pending:
        hidden[row]["status"] = "pending"
    lies_inside(whole(rows, "task"), measured(hidden, "task"))


@FEW
@given(payrolls, st.randoms(use_true_random=False), st.lists(st.integers(0, 5000), min_size=6, max_size=6))
def test_order_of_rows_is_nothing_and_tips_never_count(rows: list[Row], chance: Any, tips: list[int]) -> None:
    """Both at once: where one of them counted the two would differ."""
    mixed = [row | {"tips": tip} for row, tip in zip(rows, tips, strict=False)]
    chance.shuffle(mixed)
    assert repr(whole(rows).metrics) == repr(measured(mixed).metrics)


@FEW
@given(payrolls)
def test_splitting_a_row_of_one_period_changes_nothing(rows: list[Row]) -> None:
    # Whole multiples of the hourly rate keep every row clear of the rounding that is allowed for each row.
    amounts = ("pay", "fees", "deductions", "hours_paid", "hours_unpaid")
    halves = [row | {name: float(str(row[name])) * part for name in amounts} for row in rows for part in (0.25, 0.75)]
    once, split = whole(rows), measured(halves)
    for name in WANTED:
        assert low(split, name) == pytest.approx(low(once, name), rel=1e-9), name
        assert high(split, name) == pytest.approx(high(once, name), rel=1e-9), name


counts = st.lists(st.integers(0, 9), min_size=1, max_size=4)


@settings(max_examples=400, deadline=None)
@given(counts, st.integers(3, 5))
def test_no_subtraction_gives_a_hidden_count(cells: list[int], k: int) -> None:
    hide = cells_to_hide(cells, k)
    if not hide:
        assert all(count == 0 or count >= k for count in cells)
        return
    if len(cells) == 1 or sum(cells) < k:
        return  # the total itself is under k, or is the only cell: it is hidden with it
    rest = sum(cells[i] for i in hide)
    # Whoever knows the rule, the total and the cells shown can fit these counts to the hidden cells:
    fits = set()
    for guess in itertools.product(range(rest + 1), repeat=len(hide)):
        if sum(guess) == rest:
            candidate = list(cells)
            for place, count in zip(sorted(hide), guess, strict=True):
                candidate[place] = count
            if cells_to_hide(candidate, k) == hide:
                fits.add(guess)
    for nth, place in enumerate(sorted(hide)):
        if 0 < cells[place] < k:
            assert len({guess[nth] for guess in fits}) > 1, (cells, k)


@given(st.integers(0, 60), st.integers(0, 20), st.integers(5, 8))
def test_a_numerator_under_k_is_never_printed(low_count: int, more: int, k: int) -> None:
    n = 80
    found = Measured(
        low_count / n,
        (low_count + more) / n,
        n,
        "",
        "share of workers",
        disclosure="count",
        count_low=low_count,
        count_high=low_count + more,
    )
    shown = publish(found, k, n)
    if 0 < low_count < k:
        assert (shown.value, shown.low, shown.high, shown.suppressed) == (None, None, None, True)
    if shown.high is not None and shown.low is not None:
        assert more == 0 or more >= k
    if low_count == 0 == more:
        assert shown.value == 0


@given(st.sampled_from(["count", "sum", "money", "extreme", "quantile", "plain"]), st.integers(1, 4))
def test_nothing_is_printed_of_fewer_than_k_workers(disclosure: Any, workers: int) -> None:
    found = Measured(
        0.3,
        0.3,
        workers,
        "",
        "",
        value=0.3,
        disclosure=disclosure,
        count_low=workers,
        count_high=workers,
        beyond=9,
        shown_low=0.3,
        shown_high=0.3,
    )
    shown = publish(found, 5, workers)
    assert (shown.value, shown.low, shown.high, shown.suppressed, shown.shown_as) == (None, None, None, True, "")
