"""Rows, and sums of rows, that show no work: what they may count for, so that nobody's share is thinned by them.

A row of no time and no pay is no measured work: it is set aside and counted. What is blank is not none: a row with
nothing but a worker stays, and leaves that worker undecided. Neither makes anybody one of those who are not below, nor
one of those whom the data show in a month.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

from checker.facts.pay_rows import ADDED, COUNTED, LESSENING, RowShape

if TYPE_CHECKING:
    from checker.facts.pay_data import PayData

SET_ASIDE = "without_work"
"""Name of these rows among those set aside."""
WHY = (
    "has no hours and no pay, which is no measured work: it was set aside, and nobody counts by it",
    "have no hours and no pay, which is no measured work: they were set aside, and nobody counts by them",
)
"""What is said of one such row, and of several."""
_ALWAYS_TOLD = ("fees", "deductions")
"""What every method of counting pay takes off: where it is blank, a row may have cost its worker money."""


def is_without_work(shape: RowShape) -> Any:
    """Return the test that a normalised row says, with nothing left blank, that nothing was done, paid or taken.

    What became of it must be that it was approved: a rejected task is one, however short.
    """
    import narwhals as nw

    money = [name for name in (*LESSENING, *ADDED, *COUNTED) if name in shape.money]
    nothing = ["pay_high", "time_all", *money]
    told = ["broken", "pay_missing", "time_missing", "unpaid_missing"]
    told += [f"{name}_missing" for name in LESSENING if name in _ALWAYS_TOLD or name in shape.money]
    told += [f"{name}_missing" for name in COUNTED if name in shape.money]
    if shape.has_contract:
        nothing.append("contract_weekly")
    if shape.has_overtime:
        nothing += ["overtime_pay", "overtime_time"]
        told.append("overtime_blank")
    tests = [~nw.col(name) for name in told] + [nw.col(name) == 0 for name in nothing] + [nw.col("outcome") == 1]
    return reduce(lambda one, other: one & other, tests).fill_null(value=False)


def shows_work() -> Any:
    """Return the test that a part (`checker.facts.worker_months`) has some pay, or some time."""
    import narwhals as nw

    times = ("time_paid", "time_open", "time_unpaid", "overtime_time", "contract_high")
    return reduce(lambda one, name: one | (nw.col(name) > 0), times, nw.col("pay_high") > 0).fill_null(value=False)


def is_hollow(data: PayData) -> Any:
    """Return the test that a row shows neither a reward, owed or not, nor any time."""
    import narwhals as nw

    names = ["pay", "time_all", *(["overtime_time"] if data.shape.has_overtime else [])]
    names += ["contract_weekly"] if data.shape.has_contract else []
    return ~reduce(lambda one, other: one | other, [(nw.col(name) > 0).fill_null(value=False) for name in names])


def cells_with_work(data: PayData) -> frozenset[int]:
    """Return the cells of which some part shows work; run once."""
    if "cells with work" not in data.memo:
        found = data.engine.collect(data.parts.filter(shows_work()).select("cell").unique(subset=["cell"]))
        data.memo["cells with work"] = frozenset(int(cell) for cell in found["cell"])
    cells: frozenset[int] = data.memo["cells with work"]
    return cells
