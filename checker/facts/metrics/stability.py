"""How steady pay is from week to week: the spread of weekly income and of hourly pay, and weeks of very low income.

A worker counts with eight weeks of work or more. From the first to the last of them a week without work counts as one
without income; it has no hourly pay. Income is pay for the work before fees and deductions, overtime with it, bonuses
and tips without; hourly pay is that over all working time. Coefficient of variation: standard deviation (n - 1) over
mean.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from checker.facts.measured import MORE_THAN_NOTHING, Measured, unknown
from checker.facts.metrics.distribution import absent, quantile_ends, unseen_words
from checker.facts.order_statistics import N, order_statistics, quantile, ranked
from checker.facts.sampling import because
from checker.facts.working_time.worker_weeks import open_workers, worker_weeks

if TYPE_CHECKING:
    from checker.facts.metrics import MetricEntry
    from checker.facts.pay_data import PayData

LEAST_WEEKS = 8
"""Weeks of work from which on a spread says anything."""
HOUR_MS = 3_600_000.0
_MEDIAN = 0.5
_HALF = 26
"""Bits of each half of a whole number whose square is summed: so no sum of squares leaves 63 bits."""
_BITS = 51
"""Bits of the largest number."""
_PAY = ("pay", "status", "overtime_pay")
_TIME = ("hours_paid", "hours_unpaid", "hours_overtime", "started_at", "submitted_at")
_DAYS = ("period_start", "period_end", "submitted_at")

Numbers = npt.NDArray[np.float64]


def weekly_income_cv(data: PayData, entry: MetricEntry) -> Measured:
    """Return the median over workers of sd (n - 1) / mean of weekly income; weeks without work count as 0.

    Missing pay leaves a worker between 0 and the square root of the number of weeks, the most that a spread of
    amounts that are not negative can come to; missing hours and bars change nothing.
    """
    reads = (*_PAY, *_DAYS)
    found = _by_worker(data)
    if not isinstance(found, str):
        weeks = np.where(found.seen, found.last - found.first + 1, 0.0)
        low, high = _spreads(weeks, found.income)
        lost, blank = found.lost | found.coarse, found.blank
        return _median_of(data, low, high, found.seen & (found.worked >= LEAST_WEEKS), lost, blank, weeks, reads)
    return unknown(found, n=data.worker_count, basis="weeks", reads=reads)


def hourly_pay_cv(data: PayData, entry: MetricEntry) -> Measured:
    """Return the median over workers of sd (n - 1) / mean of a week's pay / all its working time, weeks with work only.

    Missing time, unpaid time with it, leaves a worker open at both ends, missing pay between 0 and the square root
    of the number of weeks; bars change nothing.
    """
    reads = (*_PAY, *_TIME, *_DAYS)
    found = _by_worker(data)
    if isinstance(found, str):
        return unknown(found, n=data.worker_count, basis="weeks, all time", reads=reads)
    weeks = found.timed
    low, high = _spreads(weeks, found.hourly)
    lost = found.lost | found.coarse | found.untimed | (found.timeless > 0)
    measured = _median_of(data, low, high, weeks >= LEAST_WEEKS, lost, found.blank, weeks, reads)
    return measured if not measured.known else _based(measured, "weeks, all time")


def weeks_under_half_median_share(data: PayData, entry: MetricEntry) -> Measured:
    """Return weeks with less than half of the worker's own median weekly income / weeks, over workers together.

    Weeks without work count as 0. No worker can have more than half of their weeks under half of their median:
    whose weeks are not known may have none, or that many. Missing hours and bars change nothing.
    """
    reads = (*_PAY, *_DAYS)
    found = _by_worker(data)
    if isinstance(found, str):
        return unknown(found, n=data.worker_count, basis="weeks", reads=reads)
    lost = found.lost | found.coarse
    member = found.seen & (found.worked >= LEAST_WEEKS) & ~lost
    weeks = np.where(member, found.last - found.first + 1, 0.0)
    most = np.floor(weeks / 2)
    sure, maybe = (values.copy() for values in _under_half(data, found))
    sure = np.where(member & ~found.blank, np.minimum(sure, most), 0.0)
    maybe = np.where(member, np.where(found.blank, most, np.minimum(maybe, most)), 0.0)
    total, low, high = (float(values.sum()) for values in (weeks, sure, maybe))
    unseen = bool(lost.any()) or bool(absent(data)) or data.sampled
    why = _why(data, found.blank & member, lost, low != high)
    if data.anonymous or not total:
        reason = why or f"no worker has {LEAST_WEEKS} weeks of work"
        return unknown(reason, n=int(member.sum()), basis="weeks", reads=reads)
    ends = (MORE_THAN_NOTHING if low else 0.0, _MEDIAN) if unseen else (low / total, high / total)
    n = int(member.sum())
    # Of so many workers are the weeks that are counted; of few members at all nothing is shown.
    behind = (int((sure > 0).sum()), int((maybe > 0).sum())) if n >= data.scope.k else (n, n)
    return Measured(
        *ends, n, "weeks", "pooled over workers", why, disclosure="sum", count_low=behind[0], count_high=behind[1],
        reads=reads,
    )  # fmt: skip


class _Spread(NamedTuple):
    """What a spread is made of, by worker: exact sums over weeks of the low ends, and the sum of the high ends."""

    total: npt.NDArray[Any]
    squares: npt.NDArray[Any]
    high: npt.NDArray[Any]


class _Weeks(NamedTuple):
    """Weeks of each worker of the data, in one order."""

    workers: npt.NDArray[Any]
    seen: npt.NDArray[np.bool_]
    """Has some week that can be read."""
    first: Numbers
    last: Numbers
    worked: Numbers
    timed: Numbers
    """Weeks with working time."""
    timeless: Numbers
    """Weeks with pay and without any time."""
    income: _Spread
    hourly: _Spread
    lost: npt.NDArray[np.bool_]
    blank: npt.NDArray[np.bool_]
    untimed: npt.NDArray[np.bool_]
    coarse: npt.NDArray[np.bool_]


def _by_worker(data: PayData) -> _Weeks | str:
    """Return the weeks of each worker, or why there are none; run once."""
    if "weeks by worker" not in data.memo:
        data.memo["weeks by worker"] = _collected(data)
    found: _Weeks | str = data.memo["weeks by worker"]
    return found


def _collected(data: PayData) -> _Weeks | str:
    import narwhals as nw

    weeks = worker_weeks(data)
    rate = {f"hourly_{end}": nw.col(f"pay_{end}") * nw.lit(HOUR_MS) / nw.col("time") for end in ("low", "high")}
    timed = nw.col("time") > 0
    weeks = weeks.with_columns(
        nw.col("pay_low", "pay_high").cast(nw.Float64),
        **{name: nw.when(timed).then(value.cast(nw.Float64)).otherwise(nw.lit(0.0)) for name, value in rate.items()},
    )
    tops = data.engine.collect(weeks.select(nw.col("pay_high").max(), nw.col("hourly_high").max()))
    names = {"pay": float(tops["pay_high"][0] or 0), "hourly": float(tops["hourly_high"][0] or 0)}
    for name, top in names.items():
        weeks = weeks.with_columns(**_in_halves(nw, name, top))
    sums = [
        nw.col("week").min().alias("first"),
        nw.col("week").max().alias("last"),
        nw.len().cast(nw.Int64).alias("worked"),
        timed.cast(nw.Int64).sum().alias("timed"),
        ((nw.col("pay_high") > 0) & ~timed).cast(nw.Int64).sum().alias("timeless"),
        *(nw.col(f"{name}_{part}").sum() for name in names for part in ("upper", "lower", "uu", "ul", "ll", "top")),
    ]
    t = data.engine.arrays(open_workers(data).join(weeks.group_by("worker").agg(*sums), on="worker", how="left"))
    if not len(t["worker"]):
        return "no worker in the data"
    coarse = t["coarse"] > 0
    if coarse.all():
        return "pay periods of more than a week do not show single weeks"
    there = ~np.isnan(t["first"].astype(float))
    numbers = [np.nan_to_num(t[name].astype(float)) for name in ("first", "last", "worked", "timed", "timeless")]
    flags = [t[name] > 0 for name in ("lost", "blank", "untimed")]
    spreads = [_spread(t, "pay"), _spread(t, "hourly")]
    return _Weeks._make([t["worker"], there, *numbers, *spreads, *flags, coarse])


def _in_halves(nw: Any, name: str, top: float) -> dict[str, Any]:
    """Return a number as whole numbers of 51 bits, in two halves, with the products that its square is made of."""
    scale = nw.lit(2.0 ** (_BITS - math.ceil(math.log2(top)))) if top > 0 else nw.lit(1.0)
    low, high = ((nw.col(f"{name}_{end}") * scale).floor().cast(nw.Int64) for end in ("low", "high"))
    upper = low // 2**_HALF
    lower = low - upper * 2**_HALF
    parts = {"upper": upper, "lower": lower, "uu": upper * upper, "ul": upper * lower, "ll": lower * lower, "top": high}
    return {f"{name}_{part}": value for part, value in parts.items()}


def _spread(t: dict[str, Any], name: str) -> _Spread:
    upper, lower, uu, ul, ll, top = (
        _whole(t[f"{name}_{part}"]) for part in ("upper", "lower", "uu", "ul", "ll", "top")
    )
    unit = 2**_HALF
    return _Spread(upper * unit + lower, uu * unit * unit + ul * 2 * unit + ll, top)


def _whole(values: Any) -> npt.NDArray[Any]:
    """Return sums as whole numbers without end."""
    found = np.empty(len(values), dtype=object)
    found[:] = [0 if value is None or value != value else int(value) for value in values.tolist()]
    return found


def _spreads(weeks: Numbers, of: _Spread) -> tuple[Numbers, Numbers]:
    """Return both ends of sd (n - 1) / mean of n weeks, NaN where that is undefined.

    Where weeks are open by amounts that add up to w, the standard deviation lies within w / sqrt(n - 1) of that of
    the low ends (a seminorm), and the mean between the means of the ends.
    """
    n = weeks.astype(np.int64).astype(object)
    deviation = np.array([math.sqrt(max(0, value)) for value in n * of.squares - of.total * of.total])
    total, top = of.total.astype(float), of.high.astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.sqrt(weeks / (weeks - 1))
        room = (of.high - of.total).astype(float) * np.sqrt(weeks)
        low = factor * np.maximum(0.0, deviation - room) / top
        high = factor * (deviation + room) / total
        return low, np.where(top > 0, np.minimum(high, np.sqrt(weeks)), np.nan)


def _median_of(
    data: PayData,
    low: Numbers,
    high: Numbers,
    member: npt.NDArray[np.bool_],
    lost: npt.NDArray[np.bool_],
    blank: npt.NDArray[np.bool_],
    weeks: Numbers,
    reads: tuple[str, ...],
) -> Measured:
    """Return the median of the workers with enough weeks; whose weeks are not known may be anywhere, or be none."""
    # Nothing earned in any week has no spread: it may be called none, or any.
    vague = blank | ~np.isfinite(low) | ~np.isfinite(high)
    low = np.where(lost | vague, 0.0, low)
    high = np.where(lost, math.inf, np.where(vague, np.sqrt(np.maximum(weeks, 0.0)), high))
    keep = member | lost
    if not keep.any():
        return unknown(f"no worker has {LEAST_WEEKS} weeks of work", n=0, basis="weeks", reads=reads)
    first, last = quantile_ends(low[keep], high[keep], _MEDIAN, absent(data), data.anonymous, sampled=data.sampled)
    first = max(0.0, first)
    n = int(keep.sum()) + absent(data)
    why = _why(data, vague & keep, lost, first != last)
    if first == 0 and not math.isfinite(last):
        return unknown(why, n=n, basis="weeks", estimator="median over workers", reads=reads)
    beyond = math.floor(_MEDIAN * n + 1e-9)
    return Measured(
        first, last, n, "weeks", "median over workers, type 7", why, disclosure="quantile", beyond=beyond, reads=reads
    )


def _based(measured: Measured, basis: str) -> Measured:
    from dataclasses import replace

    return replace(measured, basis=basis)


def _why(data: PayData, blank: Any, lost: Any, open_: bool) -> str:
    """Return what keeps the number from being one number; no count of workers, which may be fewer than k."""
    if not open_ and not blank.any() and not lost.any() and not absent(data) and not data.anonymous:
        return because(data, "")
    open_ = open_ and not data.sampled
    words = ["pay or time of some workers' weeks is not known exactly"] if open_ or blank.any() or lost.any() else []
    return because(data, "; ".join(filter(None, [*words, unseen_words(data)])))


def _under_half(data: PayData, found: _Weeks) -> tuple[Numbers, Numbers]:
    """Return, in the order of ``found``, weeks under half of the worker's median for certain, and at most."""
    import narwhals as nw

    weeks = worker_weeks(data)
    reach = weeks.group_by("worker").agg(nw.col("week").min().alias("first"), nw.col("week").max().alias("last"))
    ends = data.engine.collect(reach.select(nw.col("first").min(), nw.col("last").max()))
    if ends["first"][0] is None:
        nothing = np.zeros(len(found.workers))
        return nothing, nothing
    calendar = data.engine.given({"week": list(range(int(ends["first"][0]), int(ends["last"][0]) + 1))})
    every = reach.join(calendar, how="cross").filter(
        nw.col("week") >= nw.col("first"), nw.col("week") <= nw.col("last")
    )
    every = every.join(weeks.select("worker", "week", "pay_low", "pay_high"), on=["worker", "week"], how="left")
    every = data.engine.store(every.select("worker", nw.col("pay_low", "pay_high").fill_null(0).cast(nw.Float64)))
    medians = _medians(every, "pay_low", "median_low").join(
        _medians(every, "pay_high", "median_high"), on="worker", how="inner"
    )
    sure = (nw.col("pay_high") * 2 < nw.col("median_low")).cast(nw.Int64)
    maybe = (nw.col("pay_low") * 2 < nw.col("median_high")).cast(nw.Int64)
    counted = every.join(medians, on="worker", how="inner").select("worker", sure.alias("sure"), maybe.alias("maybe"))
    t = data.engine.arrays(counted.group_by("worker").agg(nw.col("sure").sum(), nw.col("maybe").sum()))
    order, place = np.argsort(found.workers), np.argsort(t["worker"])
    at = np.searchsorted(t["worker"][place], found.workers[order])
    there = found.seen[order]
    sure_all, maybe_all = np.zeros(len(order)), np.zeros(len(order))
    sure_all[order[there]] = t["sure"].astype(float)[place][at[there]]
    maybe_all[order[there]] = t["maybe"].astype(float)[place][at[there]]
    return sure_all, maybe_all


def _medians(weeks: Any, column: str, name: str) -> Any:
    """Return each worker's median of ``column`` as ``name``."""
    import narwhals as nw

    counts = weeks.group_by("worker", column).agg(nw.len().alias(N))
    found = ranked(counts, ["worker"], column, [50]).group_by("worker").agg(*order_statistics([50]))
    return found.select("worker", quantile(50).alias(name))
