"""How late pay came, as payments by days late: bars of k workers or more, merged with their neighbours or hidden.

The days and who counts as unpaid are those of `checker.facts.metrics.payment`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from checker.facts.metrics.distribution import unseen_words
from checker.facts.pay_data import PayData
from checker.model.wages import Lateness, LatenessBar

EDGES = (1, 8, 15, 31, 61, 91)
"""Days late at which a bar begins; the last has no end."""
IN_TIME, UNPAID, OPEN = 0, len(EDGES) + 1, len(EDGES) + 2
"""Numbers of bars that are no length of delay; OPEN: no date of payment, and no day on which to say if it is late."""
_EPOCH_ORDINAL = 719_163
Matrix = npt.NDArray[np.int64]


def lateness(data: PayData) -> Lateness | None:
    """Return the picture of delay; None where the data do not say when pay was due and when it came."""
    if not {"due_date", "paid_date"} <= data.shape.kept:
        return None
    table, silent, early = _counted(data)
    k = data.scope.k
    bars = bars_of(table[:, :OPEN], k)
    if not bars:
        return None
    notes = []
    if silent:
        notes.append("payments without a due date, or of nobody who can be told, are left out")
    if table[:, OPEN].any():
        notes.append("payments without a date of payment are left out: no day is given on which to say they are late")
    if unseen_words(data):
        notes.append(unseen_words(data))
    if early:
        notes.append("what was not due yet on the day of the assessment stands with what came in time")
    return Lateness(bars, tuple(notes))


def bars_of(payments: Matrix, k: int) -> tuple[LatenessBar, ...]:
    """Return the bars of payments by worker (rows) and length of delay (columns: in time, `EDGES`, unpaid).

    Late bars of fewer than k workers join their neighbours; what is unpaid by fewer than k joins the latest. Where
    that is not enough, no bar has a number, since their sum is known.
    """
    in_time, late, unpaid = payments[:, IN_TIME], payments[:, 1:UNPAID], payments[:, UNPAID]
    spans = _merged(late, k)
    joined = 0 < _workers(unpaid) < k and bool(spans)
    bars = [LatenessBar("in_time", None, None, int(in_time.sum()))] if in_time.any() else []
    for start, stop in spans:
        last = EDGES[stop] - 1 if stop < len(EDGES) else None
        bars.append(LatenessBar("late", EDGES[start], last, int(late[:, start:stop].sum())))
    if joined:
        # By other numbers of the report what never came may be known: the rest of the bar is of k workers as well.
        bars[-1] = bars[-1]._replace(last=None, payments=(bars[-1].payments or 0) + int(unpaid.sum()), with_unpaid=True)
    elif unpaid.any():
        bars.append(LatenessBar("unpaid", None, None, int(unpaid.sum())))
    small = [in_time, *(late[:, start:stop] for start, stop in spans), *([] if joined else [unpaid])]
    if any(0 < _workers(part) < k for part in small):
        return tuple(bar._replace(payments=None) for bar in bars)
    return tuple(bars)


def _merged(late: Matrix, k: int) -> list[tuple[int, int]]:
    """Return spans of columns that are each of k workers or more, together all that is not empty; at worst one."""
    filled = [j for j in range(late.shape[1]) if late[:, j].any()]
    if not filled:
        return []
    spans: list[tuple[int, int]] = []
    start = 0
    for j in range(late.shape[1]):
        if _workers(late[:, start : j + 1]) >= k:
            spans.append((start, j + 1))
            start = j + 1
    if not spans:
        return [(0, late.shape[1])]
    if late[:, start:].any():
        spans[-1] = (spans[-1][0], late.shape[1])
    return spans


def _workers(payments: Matrix) -> int:
    """Return how many workers have any of these payments."""
    return int((payments.reshape(len(payments), -1) > 0).any(axis=1).sum())


def _counted(data: PayData) -> tuple[Matrix, bool, bool]:
    """Return payments by worker and bar, whether some say no due date, and whether some were not due yet."""
    import narwhals as nw

    as_of = data.scope.as_of.toordinal() - _EPOCH_ORDINAL if data.scope.as_of is not None else None
    owed = data.rows.filter((nw.col("pay_high") > 0) | nw.col("pay_high").is_null())
    unpaid = nw.col("paid_date").is_null()
    arrived = nw.when(unpaid).then(nw.lit(as_of, nw.Int64)).otherwise(nw.col("paid_date"))
    days = arrived - nw.col("due_date")
    number = nw.lit(IN_TIME, nw.Int64)
    for i, edge in enumerate(EDGES):
        number = nw.when(days >= edge).then(nw.lit(i + 1, nw.Int64)).otherwise(number)
    number = nw.when(unpaid & (days > 0)).then(nw.lit(UNPAID, nw.Int64)).otherwise(number)
    number = nw.when(days.is_null()).then(nw.lit(OPEN, nw.Int64)).otherwise(number)
    told = ~nw.col("due_date").is_null() & ~nw.col("worker").is_null()
    early = (unpaid & (days <= 0)).cast(nw.Int64)
    frame = owed.filter(told).select("worker", number.alias("bar"), early.alias("early"))
    found = data.engine.arrays(
        frame.group_by("worker", "bar").agg(nw.len().alias("rows"), nw.col("early").sum().alias("early"))
    )
    silent = data.engine.count(owed.filter(~told)) > 0 or data.anonymous > 0
    early_rows = np.nan_to_num(np.asarray(found["early"], dtype=float))
    return _matrix(found["worker"], found["bar"], found["rows"]), silent, bool(early_rows.any())


def _matrix(worker: Any, bar: Any, rows: Any) -> Matrix:
    _, who = np.unique(worker, return_inverse=True)
    table = np.zeros((int(who.max()) + 1 if len(who) else 0, OPEN + 1), dtype=np.int64)
    np.add.at(table, (who, np.asarray(bar, dtype=np.int64)), np.asarray(rows, dtype=np.int64))
    return table


__all__ = ["EDGES", "bars_of", "lateness"]
