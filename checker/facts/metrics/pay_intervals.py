"""The longest time between two payments in which somebody worked.

An interval runs from one day of payment to the next. It runs from the day before the first work after the earlier
payment where that is later: who did not work was not waiting for pay. After the R85 Protection of Wages
Recommendation, 1949 (ILO), paragraphs 4 and 5, which limits the days between payments.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from checker.facts.disclosure.small_cells import extremes
from checker.facts.measured import Measured, unknown
from checker.facts.metrics.distribution import unseen, unseen_words

if TYPE_CHECKING:
    from checker.facts.metrics import MetricEntry
    from checker.facts.pay_data import PayData

_NEVER = -1_000_000_000
"""A day before all days."""
_READS = ("paid_date", "pay", "status", "period_start", "period_end", "submitted_at")


def max_pay_interval_days(data: PayData, entry: MetricEntry) -> Measured:
    """Return the most days between two payments of one worker with work in between; unknown where there are no two.

    Work and payments are those of rows with pay above nothing. Each row that is or may be paid and does not say when
    may cut one interval short, and leaves the high end open. The stretch of work that a worker's first payment is for
    may be as long an interval as it is: no earlier payment is in the data. Missing pay widens; missing hours and bars
    change nothing.
    """
    if "paid_date" not in data.shape.kept:
        return unknown("the data do not say when pay was sent (paid_date)", n=data.worker_count, reads=_READS)
    worker, days, first, more = _intervals(data)
    loose = data.anonymous
    if not len(days):
        why = "; ".join(filter(None, ["no worker was paid on two days with work in between", unseen_words(data)]))
        return unknown(why, n=data.worker_count, reads=_READS)
    sure = _uncut(worker, days, more)
    ranked = np.sort(np.concatenate(list(sure.values()) or [np.zeros(0)]))[::-1]
    low = float(ranked[loose]) if len(ranked) > loose else 0.0
    tops = {number: float(values[0]) if len(values) else 0.0 for number, values in sure.items()}
    open_ = bool(more) or bool(unseen(data)) or data.sampled
    high = math.inf if open_ else max(low, float(days.max()), max(first.values(), default=0.0))
    words = ["some rows do not say when they were paid"] if more else []
    words += ["the data are a sample"] if data.sampled else []
    words += ["what came before the first payment is not in the data"] if not open_ and low != high else []
    why = "; ".join(filter(None, [*words, unseen_words(data)])) if low != high else ""
    if low == 0 and math.isinf(high):
        return unknown(why, n=data.worker_count, reads=_READS)
    everybody = tops.keys() | first.keys()
    k = extremes(data.scope.k, len(everybody))
    lows = np.sort([tops.get(number, 0.0) for number in everybody])[-k:]
    highs = np.sort([max(tops.get(number, 0.0), first.get(number, 0.0)) for number in everybody])[-k:]
    return Measured(
        low, high, len(tops), "days of payment", "worker with the longest interval", why, disclosure="extreme",
        shown_low=float(np.mean(lows)), shown_high=math.inf if open_ else float(np.mean(highs)), beyond=k,
        reads=_READS,
    )  # fmt: skip


def _uncut(worker: Any, days: Any, more: dict[Any, int]) -> dict[Any, Any]:
    """Return each worker's intervals, longest first, without as many of the longest as payments are not known."""
    order = np.lexsort((-days, worker))
    numbers, starts = np.unique(worker[order], return_index=True)
    parts = np.split(days[order], starts[1:])
    return {number: part[more.get(number, 0) :] for number, part in zip(numbers.tolist(), parts, strict=True)}


def _intervals(data: PayData) -> tuple[Any, Any, dict[Any, float], dict[Any, int]]:
    """Return worker and days of each interval with work, and by worker: days that the first payment is for, rows open.

    Open is a row that is or may be paid and whose day of payment is not known.
    """
    import narwhals as nw

    rows = data.rows.filter(~nw.col("worker").is_null())
    owed = (nw.col("pay_high") > 0).fill_null(value=True)
    sure = owed & (nw.col("pay_low") > 0).fill_null(value=False) & ~nw.col("paid_date").is_null() & ~nw.col("broken")
    paid = data.engine.store(
        rows.filter(sure)
        .group_by("worker", "paid_date")
        .agg(nw.col("first_day").min().alias("from"), nw.col("last_day").max().alias("to"))
    )
    no_day = nw.lit(None, nw.Int64)
    payments = paid.select("worker", day=nw.col("paid_date"), paid=nw.lit(1, nw.Int64), until=nw.lit(_NEVER, nw.Int64))
    work = (
        rows.filter(sure)
        .group_by("worker", "first_day")
        .agg(nw.col("last_day").max().alias("until"))
        .select("worker", day=nw.col("first_day"), paid=nw.lit(0, nw.Int64), until=nw.col("until"))
    )
    # Work that begins on a day of payment lies before that payment.
    events = nw.concat([payments, work], how="vertical").with_columns(
        nw.col("paid").cum_sum().over("worker", order_by=["day", "paid"]).alias("number"),
        nw.col("until").cum_max().over("worker", order_by=["day", "paid"]).alias("reach"),
    )
    is_paid = nw.col("paid") == 1
    spans = events.group_by("worker", "number").agg(
        nw.when(is_paid).then(nw.col("day")).otherwise(no_day).max().alias("start"),
        nw.when(is_paid).then(nw.col("reach")).otherwise(no_day).max().alias("reach"),
        nw.when(is_paid).then(no_day).otherwise(nw.col("day")).min().alias("begun"),
    )
    spans = spans.with_columns(nw.col("start").shift(-1).over("worker", order_by="number").alias("end"))
    goes_on = (nw.col("reach") > nw.col("start")).fill_null(value=False)
    begin = nw.when(goes_on).then(nw.col("start")).otherwise(nw.col("begun") - 1)
    days = spans.filter(nw.col("number") > 0).with_columns((nw.col("end") - begin).alias("days"))
    found = data.engine.arrays(days.filter(~nw.col("days").is_null()).select("worker", "days"))
    earliest = paid.with_columns(nw.col("paid_date").min().over("worker").alias("earliest"))
    stretch = earliest.filter(nw.col("paid_date") == nw.col("earliest")).select(
        "worker", days=nw.col("to") - nw.col("from") + 1
    )
    first = data.engine.arrays(stretch)
    undated = rows.group_by("worker").agg(((owed | nw.col("broken")) & ~sure).cast(nw.Int64).sum().alias("more"))
    more = data.engine.arrays(undated.filter(nw.col("more") > 0))
    return (
        found["worker"],
        found["days"].astype(float),
        dict(zip(first["worker"].tolist(), first["days"].astype(float).tolist(), strict=True)),
        dict(zip(more["worker"].tolist(), more["more"].astype(int).tolist(), strict=True)),
    )
