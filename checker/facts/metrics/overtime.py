"""Overtime: hours of the normal week without it, the longest of it, the lowest premium for it.

Overtime is what stands in columns of its own; hours beside them are normal hours. A blank cell of hours_overtime is
no zero. Without such columns overtime may lie inside the other hours and cannot be told from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from checker.facts.disclosure.small_cells import extremes
from checker.facts.measured import Measured, unknown
from checker.facts.metrics.distribution import absent, unseen, unseen_words
from checker.facts.working_time.weekly_hours import WEEK, lost_rows, weekly_hours

if TYPE_CHECKING:
    from checker.facts.metrics import MetricEntry
    from checker.facts.pay_data import PayData

HOUR_MS = 3_600_000.0
FULL_WEEK = 168.0
_SHARE = 0.99
_DAYS = ("period_start", "period_end", "submitted_at")
_NORMAL = ("hours_paid", "hours_unpaid", "hours_overtime", "started_at", *_DAYS)
_OVER = ("hours_overtime", *_DAYS)
NO_OVERTIME = "the data do not tell overtime apart (hours_overtime)"
BLANK = "overtime of some rows is blank, which is no 0"


def p99_normal_week_hours(data: PayData, entry: MetricEntry) -> Measured:
    """Return the 99th percentile (type 7) over weeks of workers of their hours without overtime, unpaid time with it.

    Weeks that an end of the period in scope cuts are left out, weeks without work too. Where overtime is not told
    apart a week has between none of its hours and all of them. Missing hours, and pay periods that are no weeks,
    leave their weeks up to 168; missing pay and bars change nothing.
    """
    import narwhals as nw

    weeks = weekly_hours(data)
    open_ = (nw.col("untimed") > 0) | (nw.col("lost") > 0)
    worked = (nw.col("normal") + nw.col("overtime") > 0) | open_ | (nw.col("overtime_open") > nw.col("inside"))
    hours = nw.col("normal").cast(nw.Float64) / nw.lit(HOUR_MS)
    nobody_knows = (nw.col("lost") > 0) | (nw.col("inside") > 0) | (nw.col("days") > WEEK)
    only_overtime = (nw.col("normal") == 0) & (nw.col("overtime_open") > 0)
    ends = weeks.filter(worked, nw.col("cut") == 0).select(
        "worker",
        "days",
        low=nw.when(nobody_knows).then(nw.lit(0.0)).otherwise(hours),
        high=nw.when(open_ | only_overtime | (nw.col("days") != WEEK) | (hours > FULL_WEEK))
        .then(nw.lit(FULL_WEEK))
        .otherwise(hours),
    )
    more = (nw.col("days") + WEEK - 1) // WEEK - 1
    counts = data.engine.collect(ends.select(nw.len().alias("weeks"), more.sum().alias("more")))
    n, extra = int(counts["weeks"][0]), int(counts["more"][0] or 0) + _lost(data)
    hidden = _weeks_not_seen(data)
    whole = bool(n) and hidden is not None
    workers = data.worker_count + absent(data)
    if not whole:
        why = unseen_words(data) or ("the data are a sample" if data.sampled else "no week lies in the data as a whole")
        return unknown(why, n=workers, basis="weeks, all time", reads=_NORMAL)
    low, high = _ends_of_quantile(data, ends, n, extra + (hidden or 0))
    why = "" if low == high else _why_open(data)
    if low == 0 and high == FULL_WEEK:
        return unknown(why, n=workers, basis="weeks, all time", reads=_NORMAL)
    at = data.engine.collect(
        ends.filter(nw.col("low") >= low * (1 - 1e-12)).select(nw.col("worker").n_unique().alias("n"))
    )
    return Measured(
        low, high, workers, "weeks, all time", "99th percentile over weeks of workers, type 7", why,
        disclosure="quantile", beyond=int(at["n"][0] or 0), reads=_NORMAL,
    )  # fmt: skip


def max_overtime_week_hours(data: PayData, entry: MetricEntry) -> Measured:
    """Return the most overtime of any worker in a week; open up to 168 where some of it is not known.

    A week that an end of the period in scope cuts counts with what is in it. Of a longer pay period some week has at
    least its share of the overtime, and at most all of it. Missing overtime hours widen; missing pay and bars change
    nothing.
    """
    import narwhals as nw

    if not any("hours_overtime" in table.columns for table in data.tables):
        return unknown(NO_OVERTIME, n=data.worker_count, basis="overtime", reads=_OVER)
    over, week = nw.col("overtime"), nw.col("days") == WEEK
    spread = over.cast(nw.Float64) / ((nw.col("days") + WEEK - 1) // WEEK).cast(nw.Float64)
    of_workers = weekly_hours(data).group_by("worker").agg(
        nw.when(week).then(over).otherwise(nw.lit(0, nw.Int64)).max().alias("top"),
        nw.when(week).then(nw.lit(0, nw.Int64)).otherwise(over).sum().alias("rest"),
        spread.max().alias("least"),
        nw.col("overtime_open").sum().alias("open"),
    )  # fmt: skip
    t = data.engine.arrays(lost_rows(data).join(of_workers, on="worker", how="left"))
    if not len(t["worker"]):
        return unknown("no worker in the data", reads=_OVER)
    top, rest, least, gaps = (np.nan_to_num(t[name].astype(float)) for name in ("top", "rest", "least", "open"))
    lost = t["lost"].astype(float) > 0
    low = np.where(lost, 0.0, np.minimum(least / HOUR_MS, FULL_WEEK))
    high = np.where(lost | (gaps > 0), FULL_WEEK, np.minimum((top + rest) / HOUR_MS, FULL_WEEK))
    first, last = float(low.max()), FULL_WEEK if unseen(data) or data.sampled else float(high.max())
    words = [BLANK] if (gaps > 0).any() else []
    words += ["some rows cannot be read"] if lost.any() else []
    words += ["pay periods that are no weeks do not show single weeks"] if (rest > 0).any() else []
    words += ["the data are a sample"] if data.sampled else []
    why = "; ".join(filter(None, [*words, unseen_words(data)])) if first != last else ""
    if first == 0 and last == FULL_WEEK:
        return unknown(why, n=data.worker_count, basis="overtime", reads=_OVER)
    k = extremes(data.scope.k, len(low))
    shown = (float(np.sort(ends)[-k:].mean()) for ends in (low, high))
    return Measured(
        first, last, data.worker_count, "overtime", "worker with the most in a week", why, disclosure="extreme",
        shown_low=next(shown), shown_high=next(shown), beyond=k, reads=_OVER,
    )  # fmt: skip


def _ends_of_quantile(data: PayData, ends: Any, n: int, more: int) -> tuple[float, float]:
    """Return both ends of the quantile over ``n`` weeks and ``more`` that may lie anywhere.

    A row without a worker may be of a week of its own or raise any one week: to replace the lowest week by the
    highest there can be is at least as bad as to add one.
    """
    import narwhals as nw

    moved = min(data.anonymous, n)
    place = _SHARE * (n + more - 1)
    places = {"low": place - more - moved, "high": place + moved}
    limits = {"low": 0.0, "high": FULL_WEEK}
    asked = {name: at / max(1, n - 1) for name, at in places.items() if -1e-9 <= at <= n - 1 + 1e-9}
    found = {}
    if asked:
        quantiles = [nw.col(name).quantile(min(1.0, max(0.0, at)), "linear").alias(name) for name, at in asked.items()]
        found = {name: float(values[0]) for name, values in data.engine.collect(ends.select(*quantiles)).items()}
    return tuple(found.get(name, limits[name]) for name in ("low", "high"))  # type: ignore[return-value]


def _weeks_not_seen(data: PayData) -> int | None:
    """Return how many weeks workers who are not in the data can have worked; None: any number."""
    start, end = data.scope.period
    if data.sampled:
        return None
    if not absent(data):
        return 0
    return None if start is None or end is None else absent(data) * ((end - start).days // WEEK + 2)


def _lost(data: PayData) -> int:
    import narwhals as nw

    return int(data.engine.collect(lost_rows(data).select(nw.col("lost").sum()))["lost"][0] or 0)


def _why_open(data: PayData) -> str:
    import narwhals as nw

    flags = weekly_hours(data).select(
        nw.col("inside", "untimed", "lost").sum(), (nw.col("days") != WEEK).cast(nw.Int64).sum()
    )
    found = {name: values[0] or 0 for name, values in data.engine.collect(flags).items()}
    words = ["the data do not tell overtime from other hours"] if found["inside"] else []
    words += ["some working time is not recorded"] if found["untimed"] or found["lost"] else []
    words += ["pay periods that are no weeks do not show single weeks"] if found["days"] else []
    return "; ".join(filter(None, [*words, unseen_words(data)]))
