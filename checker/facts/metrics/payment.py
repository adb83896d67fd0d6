"""When pay arrives: days late, never paid, longest wait. Unpaid past due counts as late so far."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from checker.facts.measured import MORE_THAN_NOTHING, Measured, unknown
from checker.facts.metrics.distribution import absent, quantile, unseen, unseen_words

if TYPE_CHECKING:
    from checker.facts.metrics import MetricEntry
    from checker.facts.pay_data import PayData

_EPOCH_ORDINAL = 719_163
_READS = ("due_date", "paid_date", "period_end", "submitted_at")


def days_late_share(data: PayData, entry: MetricEntry) -> Measured:
    """Return the share of rows paid after they were due, or due and still unpaid on the day of the assessment."""
    found = _lateness(data)
    if isinstance(found, str):
        return unknown(found, n=data.worker_count, reads=_READS)
    late, total = int(found["late"].sum()), int(found["rows"].sum())
    return _with_silent(data, late, total, found["silent"], "share of rows")


def days_late(data: PayData, entry: MetricEntry) -> Measured:
    """Return P50 or P90 (type 7) of days late among late rows; what is unpaid is late at least so far."""
    found = _lateness(data)
    if isinstance(found, str):
        return unknown(found, n=data.worker_count, reads=_READS)
    if found["silent"]:
        return unknown(f"{found['silent']} rows do not say when they were due", n=data.worker_count, reads=_READS)
    late = found["late"] > 0
    if not late.any():
        return unknown("nothing was paid late", n=data.worker_count, reads=_READS)
    days = np.repeat(found["days"][late], found["late"][late].astype(int)).astype(float)
    open_ = np.repeat(found["unpaid"][late] > 0, found["late"][late].astype(int))
    share = int(entry.name.rpartition("_p")[2]) / 100
    low, high = quantile(days, share), quantile(np.where(open_, math.inf, days), share)
    why = "" if low == high else "some late pay has not come yet"
    return Measured(low, high, data.worker_count, "late rows", "quantile over late rows, type 7", why, reads=_READS)


def never_paid_share(data: PayData, entry: MetricEntry) -> Measured:
    """Return the share of rows that were due and have no payment on the day of the assessment."""
    found = _lateness(data)
    if isinstance(found, str):
        return unknown(found, n=data.worker_count, reads=_READS)
    return _with_silent(data, int(found["never"].sum()), int(found["rows"].sum()), found["silent"], "share of rows")


def max_payment_lag_days(data: PayData, entry: MetricEntry) -> Measured:
    """Return the longest time from the end of a period (a task's submission) to its payment.

    What is not paid by the day of the assessment has waited at least until then.
    """
    import narwhals as nw

    if "paid_date" not in data.shape.kept:
        return unknown("the data do not say when pay was sent", n=data.worker_count, reads=_READS)
    as_of = _number(data)
    lag = nw.col("paid_date") - nw.col("last_day")
    waiting = (as_of if as_of is not None else nw.lit(None, nw.Int64)) - nw.col("last_day")
    owed = nw.col("pay_high") > 0
    frame = data.rows.filter(owed | nw.col("pay_high").is_null()).select(
        nw.len().alias("rows"),
        nw.max_horizontal(lag.max(), nw.lit(0)).alias("lag"),
        nw.when(nw.col("paid_date").is_null()).then(waiting).otherwise(nw.lit(None, nw.Int64)).max().alias("waiting"),
        nw.col("paid_date").is_null().cast(nw.Int64).sum().alias("open"),
    )
    found = {name: values[0] for name, values in data.engine.collect(frame).items()}
    if not found["rows"]:
        return unknown("no row has pay", n=data.worker_count, reads=_READS)
    low = float(max(found["lag"] or 0, found["waiting"] or 0, 0))
    high = math.inf if found["open"] or unseen(data) else low
    words = [f"{found['open']} rows have no date of payment"] if found["open"] else []
    why = "; ".join(filter(None, [*words, unseen_words(data)]))
    return Measured(low, high, data.worker_count, "rows", "longest", why, reads=_READS)


def _lateness(data: PayData) -> dict[str, Any] | str:
    """Return rows by days late, with those late, unpaid, never paid; or why it is not known."""
    import narwhals as nw

    if not {"due_date", "paid_date"} <= data.shape.kept:
        return "the data do not say when pay was due and when it was sent"
    if "late" not in data.memo:
        as_of = _number(data)
        rows = data.rows.filter((nw.col("pay_high") > 0) | nw.col("pay_high").is_null())
        if as_of is None and data.engine.count(rows.filter(nw.col("paid_date").is_null())):
            return "some rows have no date of payment, and no day is given on which to say whether they are late"
        silent = data.engine.count(rows.filter(nw.col("due_date").is_null()))
        unpaid = nw.col("paid_date").is_null()
        arrived = nw.when(unpaid).then(nw.lit(as_of, nw.Int64)).otherwise(nw.col("paid_date"))
        days = nw.max_horizontal(arrived - nw.col("due_date"), nw.lit(0))
        frame = rows.filter(~nw.col("due_date").is_null()).select(
            days.alias("days"), unpaid.cast(nw.Int64).alias("unpaid")
        )
        counted = frame.group_by("days", "unpaid").agg(nw.len().alias("rows"))
        found = data.engine.arrays(counted)
        found["late"] = np.where(found["days"] > 0, found["rows"], 0)
        found["never"] = np.where(found["unpaid"] > 0, found["late"], 0)
        data.memo["late"] = {**found, "silent": silent + data.anonymous}
    late: dict[str, Any] = data.memo["late"]
    return late


def _with_silent(data: PayData, part: int, whole: int, silent: int, estimator: str) -> Measured:
    if whole + silent == 0:
        return unknown("no row has pay", n=data.worker_count, reads=_READS)
    why = f"{silent} rows do not say when they were due" if silent else ""
    if absent(data):
        # Whoever is not in the data may have been paid late, or never; and any number of times in time.
        why = "; ".join(filter(None, [why, f"{absent(data)} workers are not in the data"]))
        low = MORE_THAN_NOTHING if part else 0.0
        return Measured(low, 1.0, data.worker_count, "rows", estimator, why, reads=_READS)
    return Measured(
        part / (whole + silent),
        (part + silent) / (whole + silent),
        data.worker_count,
        "rows",
        estimator,
        why,
        reads=_READS,
    )


def _number(data: PayData) -> int | None:
    """Return the day of the assessment in days since 1970; None where none is given."""
    return data.scope.as_of.toordinal() - _EPOCH_ORDINAL if data.scope.as_of is not None else None
