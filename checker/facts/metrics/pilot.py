"""Pay of pilot work against the living wage, all time counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.facts.floor_test import Basis
from checker.facts.measured import Measured, unknown
from checker.facts.metrics.distribution import absent
from checker.facts.sampling import share_of_sample
from checker.model.quantity import many

if TYPE_CHECKING:
    from checker.facts.metrics import MetricEntry
    from checker.facts.pay_data import PayData

_READS = ("is_pilot", "pay", "hours_paid", "started_at", "submitted_at", "status", "hours_unpaid", "fees", "deductions")


def pilot_rows_below_lw_share(data: PayData, entry: MetricEntry) -> Measured:
    """Return the share of those who did pilot work whose pilot pay is below the living wage in some unit.

    Rows that do not say whether they are pilot work may be: their workers may be among those below.
    """
    import narwhals as nw

    if not data.shape.has_pilot:
        return unknown("the data do not mark pilot work", n=data.worker_count, reads=_READS)
    workers = data.tested(Basis("living_wage", paid_time=False, method=entry.method), pilot=True)
    marks = data.parts.filter(~nw.col("worker").is_null(), nw.col("pilot") == -1)
    silent = (
        int(data.engine.collect(marks.select(nw.col("worker").n_unique().alias("n")))["n"][0] or 0) + data.anonymous
    )
    silent += absent(data)
    below, undecided, n = int(workers.below.sum()), int(workers.undecided.sum()), len(workers)
    if not n:
        why = "no row is marked as pilot work" + ("; some rows do not say" if silent else "")
        return unknown(why, n=data.worker_count, reads=_READS)
    low = below / (n + silent)
    high = min(1.0, (below + undecided + silent) / n)
    reasons = [many(undecided, "worker", "is", "are", of=n) + " undecided"] if undecided else []
    reasons += ["some workers, or rows of theirs, do not say whether they did pilot work"] if silent else []
    found = Measured(
        low,
        high,
        n,
        "pilot work, all time",
        "share of workers",
        "; ".join(reasons),
        disclosure="count",
        count_low=below,
        count_high=below + undecided + silent,
        reads=_READS,
    )
    return share_of_sample(data, found)
