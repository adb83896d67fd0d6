"""Working time: longest weeks, days of rest, unpaid time, time with harmful material.

Tasks and daily rows are looked at over any seven days running; weekly rows by the weeks that they are. A longer
period can be cut into stretches of seven days and a rest: the longest week cannot be under its hours over the number
of stretches, and may hold all of them that fit.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from checker.facts.disclosure.small_cells import extremes, is_small
from checker.facts.measured import Measured, unknown
from checker.facts.metrics.distribution import unseen, unseen_words
from checker.facts.pay_rows import UNIT_BASE
from checker.facts.sampling import open_above, share_of_sample
from checker.facts.working_time.week_sums import DAYS, days_of_weeks, longest_stretch
from checker.facts.working_time.weekly_hours import has_longer
from checker.facts.working_time.worker_weeks import all_weeks
from checker.facts.working_time.working_days import crossing_pieces

if TYPE_CHECKING:
    from checker.facts.metrics import MetricEntry
    from checker.facts.pay_data import PayData

HOUR_MS = 3_600_000.0
WEEK = 7
FULL_WEEK = 168.0
_PAID = ("paid_high", "paid_low")
_ROUNDING = 1e-9
_READS = ("hours_paid", "hours_unpaid", "hours_overtime", "started_at", "submitted_at", "period_start", "period_end")


def weekly_hours_max(data: PayData, entry: MetricEntry) -> Measured:
    """Return the most hours of any worker in a week; open up to 168 where some time is not known."""
    low, high, _ = _weeks(data)
    if not len(low):
        return unknown("no worker in the data", reads=_READS)
    top = FULL_WEEK if unseen(data) else min(FULL_WEEK, float(high.max()))
    first = float(low.max())
    k = extremes(data.scope.k, len(low))
    shown = float(np.sort(low)[-k:].mean()), min(FULL_WEEK, float(np.sort(high)[-k:].mean()))
    found = Measured(
        min(first, FULL_WEEK),
        max(first, top),
        data.worker_count,
        "all time",
        "worker with the longest week",
        _why(data, low, high),
        disclosure="extreme",
        shown_low=shown[0],
        shown_high=shown[1],
        beyond=k,
        reads=_READS,
    )
    return open_above(data, found, FULL_WEEK)


def weekly_hours_over_48_share(data: PayData, entry: MetricEntry) -> Measured:
    """Return the share of workers with a week of more than 48 hours."""
    return _over(data, 48.0)


def weekly_hours_over_60_share(data: PayData, entry: MetricEntry) -> Measured:
    """Return the share of workers with a week of more than 60 hours."""
    found, wider = _over(data, 60.0), _over(data, 48.0)
    if not found.known or is_small(wider.count_low, data.scope.k):
        return found
    # Those over 48 hours, less those over 60, are a number of workers.
    rests = (wider.count_low - found.count_low, wider.count_high - found.count_high)
    return replace(found, rests=rests)


def rest_day_missing_share(data: PayData, entry: MetricEntry) -> Measured:
    """Return the share of workers who worked on seven days running."""
    low, high, seven = _weeks(data)
    if seven is None:
        return unknown("the data do not say on which days the work was done", n=data.worker_count, reads=_READS)
    return _share(data, seven, seven | (low != high), low, high)


def unpaid_time_share(data: PayData, entry: MetricEntry) -> Measured:
    """Return unpaid over all working time, overtime with it; time of pending tasks may be either.

    Overtime whose pay or hours are blank may be paid or not. What is unpaid for certain stays more than nothing,
    however much other time is not known: nobody works more than 24 hours on a day.
    """
    import narwhals as nw

    weeks = nw.col("weeks_low") * nw.lit(52 / 12)
    blank = nw.col("overtime_blank") > 0
    overtime = nw.col("overtime_time") / nw.lit(HOUR_MS)
    # Overtime without a word on its pay counts as unpaid where it stays in the test; here it may be either.
    either = nw.when(blank).then(overtime).otherwise(nw.lit(0.0))
    # What is paid at least like other hours leaves the test of pay, and was worked all the same.
    left_out = overtime - (nw.col("hours") - nw.col("hours_without")) if data.shape.has_overtime else nw.lit(0.0)
    paid_for = nw.when(blank).then(nw.lit(0.0)).otherwise(left_out)
    sums = (
        data.prepared.filter(nw.col("broken") == 0)
        .group_by("worker")
        .agg(
            (nw.col("hours") + weeks + left_out).sum().alias("all"),
            (nw.col("hours_paid_low") + weeks + paid_for).sum().alias("paid_low"),
            (nw.col("hours_paid_high") + weeks + paid_for + either).sum().alias("paid_high"),
            nw.col("time_missing", "unpaid_missing", "overtime_blank").sum(),
        )
    )
    # Added in one fixed way: floating-point sums of an engine differ from run to run.
    by_worker = data.engine.collect(sums)
    found = {name: math.fsum(values) for name, values in by_worker.items() if name != "worker"}
    hours = np.sort(np.array(by_worker["all"], dtype=float))
    broken = data.engine.count(data.prepared.filter(nw.col("broken") > 0))
    total = found["all"]
    idle_low, idle_high = max(0.0, total - found["paid_high"]), total - found["paid_low"]
    if broken or found["time_missing"] or found["overtime_blank"] or unseen(data):
        most = 24.0 * data.days_in_data * (data.worker_count + unseen(data))
        low, high = idle_low / max(most, total) if idle_low else 0.0, 1.0
    elif found["unpaid_missing"]:
        low, high = idle_low / total if total else 0.0, 1.0
    else:
        low, high = (idle_low / total, idle_high / total) if total else (0.0, 0.0)
    why = "" if low == high else "some working time, or whether it was paid, is not recorded"
    if low == 0 and high == 1:
        return unknown(why, n=data.worker_count, basis="all time", reads=_READS)
    spare = [np.array(by_worker["all"], dtype=float) - np.array(by_worker[end], dtype=float) for end in _PAID]
    idle = [int((left > _ROUNDING).sum()) for left in spare]
    measured = Measured(
        low, high, data.worker_count, "all time", "hours over hours", why, disclosure="sum", count_low=idle[0],
        count_high=idle[1], reads=_READS,
    )  # fmt: skip
    return share_of_sample(data, measured, hours)


def sensitive_minutes_over_cap(data: PayData, entry: MetricEntry) -> Measured:
    """Return the worker days with more minutes on harmful material than the declared daily cap."""
    import narwhals as nw

    cap = data.scope.exposure_cap_minutes
    if cap is None:
        return unknown("no daily cap is declared", n=data.worker_count)
    if "minutes_sensitive" not in data.shape.kept:
        return unknown("the data do not record minutes on harmful material", n=data.worker_count)
    rows = data.rows.filter(~nw.col("worker").is_null())
    if data.grain == "payroll":
        longer = data.engine.count(rows.filter(nw.col("first_day") != nw.col("last_day")))
        if longer:
            return unknown("pay periods of more than a day do not show days", n=data.worker_count)
    days = rows.group_by("worker", "last_day").agg(
        nw.col("minutes_sensitive").sum().alias("ms"),
        nw.col("minutes_sensitive").is_null().cast(nw.Int64).sum().alias("missing"),
    )
    over = (nw.col("ms") > cap * 60_000).cast(nw.Int64)
    maybe = ((nw.col("missing") > 0) & (nw.col("ms") <= cap * 60_000)).cast(nw.Int64)
    found = data.engine.collect(days.select(over.sum().alias("over"), maybe.sum().alias("maybe")))
    each = days.select("worker", over.alias("over"), maybe.alias("maybe")).group_by("worker")
    workers = each.agg(
        nw.col("over").max(), nw.max_horizontal(nw.col("over").max(), nw.col("maybe").max()).alias("any")
    )
    behind = data.engine.collect(workers.select(nw.col("over").sum(), nw.col("any").sum()))
    low = float(found["over"][0] or 0)
    high = low + float(found["maybe"][0] or 0)
    why = "minutes are missing on some days" if high > low else ""
    if data.anonymous or unseen(data):
        high, why = math.inf, "some workers are not in the data"
    measured = Measured(
        low, high, data.worker_count, "worker days", "count", why, disclosure="sum",
        count_low=int(behind["over"][0] or 0), count_high=int(behind["any"][0] or 0), reads=("minutes_sensitive",),
    )  # fmt: skip
    return open_above(data, measured)


def _over(data: PayData, limit: float) -> Measured:
    low, high, _ = _weeks(data)
    if not len(low):
        return unknown("no worker in the data", reads=_READS)
    return _share(data, low > limit, high > limit, low, high)


def _share(data: PayData, sure: Any, possible: Any, low: Any, high: Any) -> Measured:
    n, absent = max(data.worker_count, data.headcount or 0), unseen(data)
    first, last = max(0, int(sure.sum()) - data.anonymous), min(n, int(possible.sum()) + absent)
    found = Measured(
        first / (n + data.anonymous),
        last / n,
        n,
        "all time",
        "share of workers",
        _why(data, low, high),
        disclosure="count",
        count_low=first,
        count_high=last,
        reads=_READS,
    )
    return share_of_sample(data, found)


def _why(data: PayData, low: Any, high: Any) -> str:
    reasons = []
    if data.grain == "payroll" and has_longer(data, WEEK) and bool((low != high).any()):
        reasons.append("pay periods of more than a week do not show single weeks")
    elif bool((low != high).any()):
        reasons.append("some working time is not recorded")
    return "; ".join(filter(None, [*reasons, unseen_words(data)]))


def _weeks(data: PayData) -> tuple[Any, Any, Any]:
    """Return for each worker the least and the most that their longest week can have, and seven days running."""
    if "weeks" not in data.memo:
        daily = data.grain == "task" or not has_longer(data, 1)
        data.memo["weeks"] = _rolling(data) if daily else _own_weeks(data)
    found: tuple[Any, Any, Any] = data.memo["weeks"]
    return found


def _rolling(data: PayData) -> tuple[Any, Any, Any]:
    """Sum each worker's days over seven days running."""
    return _with_open_time(data, longest_stretch(_days(data)))


def _days(data: PayData) -> Any:
    """Return working time by worker, week and day, tasks split at midnight."""
    import narwhals as nw

    if data.grain == "task":
        pieces = crossing_pieces(data.engine, data.memo["tasks"])
        both = [weeks.select("worker", "week", *DAYS) for weeks in (all_weeks(data), days_of_weeks(pieces))]
        return nw.concat(both, how="vertical").group_by("worker", "week").agg(nw.col(*DAYS).sum())
    time = nw.col("time_paid") + nw.col("time_open") + nw.col("time_unpaid") + nw.col("overtime_time")
    parts = data.parts.filter(~nw.col("worker").is_null())
    return days_of_weeks(parts.select("worker", (nw.col("unit") % UNIT_BASE).alias("day"), time.alias("time")))


def _with_open_time(data: PayData, weeks: Any) -> tuple[Any, Any, Any]:
    """Add who has time that is not known, workers without any known time included."""
    import narwhals as nw

    open_ = _open_time(nw, data)
    joined = data.engine.arrays(
        open_.join(weeks, on="worker", how="left").with_columns(nw.col("week", "running").fill_null(0))
    )
    low = joined["week"] / HOUR_MS
    unknown_time = joined["open"] > 0
    return (
        np.where(joined["broken"] > 0, 0.0, low),
        np.where(unknown_time, FULL_WEEK, low),
        (joined["running"] > 0) & (joined["broken"] == 0),
    )


def _open_time(nw: Any, data: PayData) -> Any:
    parts = data.parts.filter(~nw.col("worker").is_null())
    missing = nw.col("time_missing") + nw.col("unpaid_missing") + nw.col("broken") + nw.col("overtime_blank")
    if data.shape.has_contract:
        # Hours of a contract are agreed, not worked.
        missing = missing + nw.col("contract_high")
    parts = parts.with_columns(missing.alias("open"))
    return parts.group_by("worker").agg(nw.col("open").sum(), nw.col("broken").sum())


def _own_weeks(data: PayData) -> tuple[Any, Any, Any]:
    import narwhals as nw

    time = nw.col("time_paid") + nw.col("time_open") + nw.col("time_unpaid") + nw.col("overtime_time")
    parts = data.parts.filter(~nw.col("worker").is_null(), nw.col("unit") >= 0).with_columns(time.alias("time"))
    units = parts.group_by("worker", "unit").agg(nw.col("time").sum())
    days = nw.col("unit") % UNIT_BASE - nw.col("unit") // UNIT_BASE + 1
    hours = nw.col("time") / nw.lit(HOUR_MS)
    stretches = (days + nw.lit(WEEK - 1)) // nw.lit(WEEK)
    least = nw.when(days > WEEK).then(hours / stretches).otherwise(hours)
    most = nw.when((days > WEEK) & (hours > FULL_WEEK)).then(nw.lit(FULL_WEEK)).otherwise(hours)
    weeks = (
        units.with_columns(least.alias("week"), most.alias("most"))
        .group_by("worker")
        .agg(nw.col("week").max(), nw.col("most").max())
    )
    joined = data.engine.arrays(
        _open_time(nw, data).join(weeks, on="worker", how="left").with_columns(nw.col("week", "most").fill_null(0.0))
    )
    low = np.where(joined["broken"] > 0, 0.0, joined["week"])
    return low, np.where(joined["open"] > 0, FULL_WEEK, joined["most"]), None
