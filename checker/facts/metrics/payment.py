"""When pay arrives: days late, never paid, longest wait, days between payments. Unpaid past due is late so far."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from checker.facts.averages import counted_quantile
from checker.facts.disclosure.small_cells import extremes, is_small
from checker.facts.measured import MORE_THAN_NOTHING, Measured, unknown
from checker.facts.metrics.distribution import absent, absent_words, quantile_ends, unseen, unseen_words
from checker.facts.sampling import because, open_above, rows_by_worker, share_of_sample
from checker.model.quantity import many

if TYPE_CHECKING:
    from checker.facts.metrics import MetricEntry
    from checker.facts.pay_data import PayData

_EPOCH_ORDINAL = 719_163
_READS = ("due_date", "paid_date", "period_end", "submitted_at")
_PAID = ("paid_date", "pay", "status")


def days_late_share(data: PayData, entry: MetricEntry) -> Measured:
    """Return the share of rows paid after they were due, or due and still unpaid on the day of the assessment."""
    found = _lateness(data)
    if isinstance(found, str):
        return unknown(found, n=data.worker_count, reads=_READS)
    late, total = int(found["late"].sum()), int(found["rows"].sum())
    return _with_silent(data, late, total, found, found["late_workers"])


def days_late(data: PayData, entry: MetricEntry) -> Measured:
    """Return P50 or P90 (type 7) of days late among late rows; what is unpaid is late at least so far.

    Unknown where workers are not in the data: nobody knows how many of their payments were late, and how late.
    """
    found = _lateness(data)
    if isinstance(found, str):
        return unknown(found, n=data.worker_count, reads=_READS)
    if absent(data):
        return unknown(absent_words(data), n=data.worker_count, reads=_READS)
    if found["silent"]:
        return unknown(_undue(found["silent"]), n=data.worker_count, reads=_READS)
    late = found["late"] > 0
    if not late.any():
        return unknown("nothing was paid late", n=data.worker_count, reads=_READS)
    days, rows = found["days"][late].astype(float), found["late"][late].astype(np.int64)
    share = int(entry.name.rpartition("_p")[2]) / 100
    latest = np.where(found["unpaid"][late] > 0, math.inf, days)
    low, high = (counted_quantile(values, rows, share) for values in (days, latest))
    why = "" if low == high else "some late pay has not come yet"
    measured = Measured(
        low, high, data.worker_count, "late rows", "quantile over late rows, type 7", why, disclosure="quantile",
        beyond=int((found["latest"] >= low * (1 - 1e-12)).sum()), reads=_READS,
    )  # fmt: skip
    return open_above(data, measured)


def never_paid_share(data: PayData, entry: MetricEntry) -> Measured:
    """Return the share of rows that were due and have no payment on the day of the assessment."""
    found = _lateness(data)
    if isinstance(found, str):
        return unknown(found, n=data.worker_count, reads=_READS)
    never, total = int(found["never"].sum()), int(found["rows"].sum())
    measured = _with_silent(data, never, total, found, found["never_workers"])
    if not measured.known or is_small(found["late_workers"], data.scope.k):
        return measured
    # What was paid late, less what never came, is what came late.
    return replace(measured, rests=(found["came_workers"],))


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
    waited = nw.when(nw.col("paid_date").is_null()).then(waiting).otherwise(lag)
    rows = data.rows.filter(owed | nw.col("pay_high").is_null())
    frame = (
        rows.with_columns(nw.col("worker").is_null().cast(nw.Int64).alias("nobody"))
        .group_by("worker")
        .agg(
            nw.len().alias("rows"),
            waited.max().alias("days"),
            nw.col("paid_date").is_null().cast(nw.Int64).sum().alias("open"),
            nw.col("broken").cast(nw.Int64).sum().alias("broken"),
            nw.col("nobody").max(),
        )
    )
    t = {name: values.astype(float) for name, values in data.engine.arrays(frame.drop("worker")).items()}
    if not len(t["rows"]):
        return unknown("no row has pay", n=data.worker_count, reads=_READS)
    days = np.maximum(0.0, np.nan_to_num(t["days"]))
    open_, broken = int(t["open"].sum()), bool(t["broken"].any())
    low = float(days.max())
    high = math.inf if open_ or broken or unseen(data) else low
    words = [many(open_, "row", "has", "have") + " no date of payment"] if open_ else []
    words += ["some rows cannot be read"] if broken else []
    why = "; ".join(filter(None, [*words, unseen_words(data)]))
    # The longest wait is one worker's: the mean of those who waited longest is shown.
    mine = np.sort(days[t["nobody"] == 0])
    of = extremes(data.scope.k, len(mine))
    shown = float(mine[-of:].mean()) if len(mine) else low
    found = Measured(
        low, high, len(mine) or 1, "rows", "longest", why, disclosure="extreme", shown_low=shown,
        shown_high=shown if math.isfinite(high) else high, beyond=of, reads=_READS,
    )  # fmt: skip
    return open_above(data, found)


def pay_interval_days(data: PayData, entry: MetricEntry) -> Measured:
    """Return the median over workers of a worker's median days between one day of payment and the next.

    A day on which a worker is paid counts once, for however many rows. A row that is or may be paid and does not say
    when may hold a payment on one more day: it may cut one interval in two, or add one of any length. Whoever has
    been paid on one day only has no interval. Missing hours and bars change nothing.
    """
    if "paid_date" not in data.shape.kept:
        return unknown("the data do not say when pay was sent (paid_date)", n=data.worker_count, reads=_PAID)
    low, high = _intervals(data)
    if not len(low):
        why = "; ".join(filter(None, ["no worker was paid on two days", unseen_words(data)]))
        return unknown(why, n=data.worker_count, reads=_PAID)
    first, last = quantile_ends(low, high, 0.5, absent(data), data.anonymous, sampled=data.sampled)
    first, n = max(1.0, first), len(low) + absent(data)
    words = ["some rows do not say when they were paid"] if (low != high).any() else []
    why = because(data, "; ".join(filter(None, [*words, unseen_words(data)]))) if first != last else ""
    if first == 1 and not math.isfinite(last):
        return unknown(why, n=n, basis="days of payment", estimator="median over workers", reads=_PAID)
    return Measured(
        first, last, n, "days of payment", "median over workers, type 7", why, disclosure="quantile",
        beyond=math.floor(n / 2), reads=_PAID,
    )  # fmt: skip


def _intervals(data: PayData) -> tuple[Any, Any]:
    """Return both ends of the median days between payments of each worker who has, or may have, two of them."""
    import narwhals as nw

    rows = data.rows.filter(~nw.col("worker").is_null())
    owed = (nw.col("pay_high") > 0).fill_null(value=True)
    sure = owed & (nw.col("pay_low") > 0).fill_null(value=False) & ~nw.col("paid_date").is_null() & ~nw.col("broken")
    days = rows.filter(sure).group_by("worker", "paid_date").agg(nw.len().alias("rows"))
    before = nw.col("paid_date").shift(1).over("worker", order_by="paid_date")
    gaps = days.with_columns((nw.col("paid_date") - before).alias("gap")).filter(~nw.col("gap").is_null())
    counted = data.engine.arrays(gaps.group_by("worker", "gap").agg(nw.len().cast(nw.Int64).alias("n")))
    undated = rows.group_by("worker").agg(((owed | nw.col("broken")) & ~sure).cast(nw.Int64).sum().alias("more"))
    more = data.engine.arrays(undated.filter(nw.col("more") > 0))
    return _medians_of_gaps(counted, more)


def _medians_of_gaps(counted: dict[str, Any], more: dict[str, Any]) -> tuple[Any, Any]:
    """Return both ends of the median gap by worker.

    ``more`` days of payment at most are not known. Each cuts a gap in two or adds one: the least median is that of
    the smallest gaps kept and two of a day for each that is cut, the greatest that with so many endless ones.
    """
    workers = np.unique(np.concatenate([counted["worker"], more["worker"]]))
    order = np.lexsort((counted["gap"], counted["worker"]))
    gap, count = counted["gap"][order].astype(float), counted["n"][order].astype(np.int64)
    at = np.searchsorted(workers, counted["worker"][order])
    known = np.zeros(len(workers), dtype=np.int64)
    np.add.at(known, at, count)
    extra = np.zeros(len(workers), dtype=np.int64)
    extra[np.searchsorted(workers, more["worker"])] = more["more"].astype(np.int64)
    ends, start = np.cumsum(count), np.cumsum(known) - known
    cut = np.minimum(extra, known)

    def nth(place: Any, ones: Any, kept: Any) -> Any:
        """Return the element at a place of a worker's gaps, after so many of a day and before endless ones."""
        inner = place - ones
        found = np.full(len(workers), math.inf)
        real = (inner >= 0) & (inner < kept)
        found[real] = gap[np.searchsorted(ends, (start + inner)[real], side="right")]
        found[inner < 0] = 1.0
        return found

    total = known + extra
    places = (total - 1) // 2, total // 2
    low, high = (
        np.mean([nth(place, ones, kept) for place in places], axis=0)
        for ones, kept in ((extra + cut, known - cut), (np.zeros_like(extra), known))
    )
    return low, high


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
            days.alias("days"),
            unpaid.cast(nw.Int64).alias("unpaid"),
            nw.col("pay_high").is_null().cast(nw.Int64).alias("blank"),
        )
        counted = frame.group_by("days", "unpaid").agg(nw.len().alias("rows"), nw.col("blank").sum())
        found = data.engine.arrays(counted)
        found["late"] = np.where(found["days"] > 0, found["rows"], 0)
        found["never"] = np.where(found["unpaid"] > 0, found["late"], 0)
        # In time, and perhaps no payment: of a share of payments it may be no part.
        found["blank"] = np.where(found["days"] > 0, 0, np.asarray(found["blank"], dtype=float))
        data.memo["late"] = {
            **found, "silent": silent + data.anonymous, **_late_workers(data, rows, arrived, unpaid),
        }  # fmt: skip
    late: dict[str, Any] = data.memo["late"]
    return late


def _late_workers(data: PayData, rows: Any, arrived: Any, unpaid: Any) -> dict[str, Any]:
    """Return how many workers have a late row, one that never came, one that came; the latest of each in days."""
    import narwhals as nw

    late = (arrived > nw.col("due_date")).fill_null(value=False)
    each = rows.filter(~nw.col("worker").is_null(), late).select(
        "worker", (arrived - nw.col("due_date")).alias("latest"), unpaid.cast(nw.Int64).alias("never")
    )
    sums = nw.col("latest").max(), nw.col("never").max(), nw.col("never").min().alias("all_never")
    found = data.engine.arrays(each.group_by("worker").agg(*sums))
    latest = found["latest"].astype(float)
    return {
        "late_workers": len(latest), "never_workers": int((found["never"] > 0).sum()), "latest": latest,
        "came_workers": int((found["all_never"] < 1).sum()),
    }  # fmt: skip


def _undue(rows: int) -> str:
    return f"{many(rows, 'row', 'does', 'do')} not say when {'it was' if rows == 1 else 'they were'} due"


def _with_silent(data: PayData, part: int, whole: int, found: dict[str, Any], workers: int) -> Measured:
    """Return a share of rows; ``workers`` of them all are those behind ``part``."""
    silent, blank, estimator = found["silent"], int(found["blank"].sum()), "share of rows"
    if whole + silent == 0:
        return unknown("no row has pay", n=data.worker_count, reads=_READS)
    words = [_undue(silent)] if silent else []
    words += ["some rows in time do not say what was paid"] if blank else []
    why = "; ".join(words)
    least = whole + silent - blank
    if absent(data):
        # Whoever is not in the data may have been paid late, or never; and any number of times in time.
        why = "; ".join(filter(None, [why, absent_words(data)]))
        low = MORE_THAN_NOTHING if part else 0.0
        return Measured(
            low, 1.0, data.worker_count, "rows", estimator, why, disclosure="sum", count_low=workers,
            count_high=workers, reads=_READS,
        )  # fmt: skip
    measured = Measured(
        part / (whole + silent),
        (part + silent) / least if least else 1.0,
        data.worker_count,
        "rows",
        estimator,
        why,
        disclosure="sum",
        count_low=workers,
        count_high=workers,
        reads=_READS,
    )
    return share_of_sample(data, measured, rows_by_worker(data)) if data.sampled else measured


def _number(data: PayData) -> int | None:
    """Return the day of the assessment in days since 1970; None where none is given."""
    return data.scope.as_of.toordinal() - _EPOCH_ORDINAL if data.scope.as_of is not None else None
