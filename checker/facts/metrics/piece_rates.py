"""Piece rates and task times: does the rate per task pay the living wage, do estimates and limits hold?

Task time is the time of the task itself, by task type; a type with a task whose time is not known gives no
quantile. Quantiles are type 7.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from checker.facts.bars.assigned import to_day
from checker.facts.disclosure.small_cells import extremes
from checker.facts.measured import Measured, unknown
from checker.facts.metrics.distribution import unseen
from checker.facts.sampling import open_above, open_below
from checker.facts.tested_workers import ratio_ends
from checker.facts.working_time.task_times import HOUR_MS, SITE, TIMED, missing_columns, task_times
from checker.model.benchmark import Bar
from checker.model.exchange import NoRate
from checker.model.pay_table import MONEY_SCALE

if TYPE_CHECKING:
    from checker.facts.bars.assigned import CellPlace
    from checker.facts.metrics import MetricEntry
    from checker.facts.pay_data import PayData


def rate_to_required(data: PayData, entry: MetricEntry) -> Measured:
    """Return rate per task / (living wage x quantile of task time), the lowest over task types and places.

    The time is that of all tasks of a type at a place; rates are exchanged month by month. Missing time, and a worker
    who is not in the data, make it unknown: they may be the slow ones. A missing bar leaves both ends open.
    """
    reads = ("rate_per_task", "task_type", *TIMED)
    missing = missing_columns(data, "rate_per_task", "task_type")
    if missing:
        return unknown(missing, n=data.worker_count, reads=reads)
    share = int(entry.name.rpartition("_p")[2])
    times = task_times(data, ("task_type", *SITE))
    rates = task_times(data, ("task_type", *SITE, "currency", "month"), ("rate_per_task",))
    if isinstance(times, str) or isinstance(rates, str):
        return unknown(str(times if isinstance(times, str) else rates), n=data.worker_count, reads=reads)
    groups = {(row["task_type"], named(row, SITE)): row for row in times}
    places = {named(data.cells[n], (*SITE, "currency")): place for n, place in data.places.items()}
    if any(place.place is None for place in places.values()):
        # What has no place may be of any, and any place may have more tasks than it shows.
        return unknown("the place of some tasks is not known", n=data.worker_count, reads=reads)
    ends = []
    for row in rates:
        group = groups[(row["task_type"], named(row, SITE))]
        hours = group[f"time_{share}"] / HOUR_MS
        ends.append((*_rate_ends(data, row, hours, places[named(row, (*SITE, "currency"))]), group[f"beyond_{share}"]))
    low, high = min(e[0] for e in ends), min(e[1] for e in ends)
    why = next((e[2] for e in ends if e[2]), "")
    if not math.isfinite(high) and low <= 0:
        return unknown(why or "no living wage", n=data.worker_count, reads=reads)
    beyond = min(e[3] for e in ends if e[0] == low or e[1] == high)
    measured = Measured(
        low, high, data.worker_count, "task time", "lowest over task types and places", why, disclosure="quantile",
        beyond=beyond, reads=reads,
    )  # fmt: skip
    return open_below(data, measured)


def estimate_gap(data: PayData, entry: MetricEntry) -> Measured:
    """Return median task time in production / documented estimate - 1, the largest over task types."""
    found = _against(
        data,
        "expected_minutes",
        50,
        lambda time, stated: time / stated - 1,
        max,
        "median over estimate, largest type",
        production=True,
    )
    return open_above(data, found)


def time_limit_to_p90_ratio(data: PayData, entry: MetricEntry) -> Measured:
    """Return time limit / P90 of task time, the lowest over task types."""
    found = _against(
        data,
        "time_limit_minutes",
        90,
        lambda time, stated: stated / time if time else math.inf,
        min,
        "limit over P90, lowest type",
    )
    return open_below(data, found)


def pilot_to_production_time(data: PayData, entry: MetricEntry) -> Measured:
    """Return median task time in production / that in the pilot, the largest over task types that have both.

    Above 1, work takes longer than the pilot said, and a rate set by the pilot pays less an hour than it seemed to.
    Missing time, and rows that do not say whether they are pilot work, make it unknown; pay and bars change nothing.
    """
    reads = ("is_pilot", "task_type", *TIMED)
    missing = missing_columns(data, "task_type")
    pilot = missing or task_times(data, ("task_type",), pilot=True)
    production = missing or task_times(data, ("task_type",), pilot=False)
    for found in (pilot, production):
        if isinstance(found, str):
            why = "no task is pilot work, or none is production" if found == "no task in the data" else found
            return unknown(why, n=data.worker_count, reads=reads)
    assert not isinstance(pilot, str)
    assert not isinstance(production, str)
    tried = {row["task_type"]: row for row in pilot if row["time_50"]}
    ratios = [
        (row["time_50"] / before["time_50"], min(row["beyond_50"], before["beyond_50"]))
        for row in production
        if (before := tried.get(row["task_type"]))
    ]
    if not ratios:
        return unknown("no task type was done in the pilot and in production", n=data.worker_count, reads=reads)
    value = max(ratio for ratio, _ in ratios)
    measured = Measured(
        value, value, data.worker_count, "task time", "ratio of medians, largest type", disclosure="quantile",
        beyond=min(workers for ratio, workers in ratios if ratio == value), reads=reads,
    )  # fmt: skip
    return open_above(data, measured)


def stated_vs_effective_gap(data: PayData, entry: MetricEntry) -> Measured:
    """Return the largest shortfall of a worker's effective hourly pay against the stated rate, as a share of it.

    A worker told several rates over the period is held against the lowest for certain and against the
    highest at worst: pay is not split by the rate of its day.
    """
    import narwhals as nw

    reads = ("stated_hourly_rate", "pay", "fees", "deductions", "hours_unpaid", *TIMED)
    if "stated_hourly_rate" not in data.shape.kept:
        return unknown("the data do not say a stated hourly rate", n=data.worker_count, reads=reads)
    rows = data.rows.filter(~nw.col("worker").is_null()).with_columns(
        nw.col("currency").fill_null("").alias("currency")
    )
    rate = nw.col("stated_hourly_rate")
    stated = rows.group_by("worker", "currency").agg(
        rate.min().alias("stated"), rate.max().alias("stated_top"), rate.is_null().cast(nw.Int64).sum().alias("silent")
    )
    wages = _effective(data, entry.method).join(stated, on=["worker", "currency"], how="left")
    t = data.engine.arrays(wages)
    known = ~np.isnan(t["stated"].astype(float)) & (t["stated"] > 0)
    if not known.any():
        return unknown("no row has a stated hourly rate", n=data.worker_count, reads=reads)
    low, high = _shortfalls(t, known)
    k = data.scope.k
    open_ = bool((t["silent"] > 0).any()) or bool(unseen(data))
    why = "some rows have no stated rate, or some workers are not in the data" if open_ else ""
    # One worker's shortfall is that worker's pay to whoever knows the rate: the mean of the k largest is shown.
    of = extremes(k, len(low))
    shown_low, shown_high = (float(np.sort(ends)[-of:].mean()) for ends in (low, high))
    found = Measured(
        float(low.max()),
        math.inf if open_ else float(high.max()),
        data.worker_count,
        "all time",
        "largest over workers",
        why,
        disclosure="extreme" if len(low) >= k else "count",
        count_high=len(low),
        shown_low=shown_low,
        shown_high=math.inf if open_ else shown_high,
        beyond=of,
        reads=reads,
    )
    return open_above(data, found)


def _effective(data: PayData, method: str) -> Any:
    import narwhals as nw

    from checker.facts.floor_test import pay_ends

    weeks = nw.lit(52 / 12)
    frame = data.prepared.filter(~nw.col("worker").is_null()).with_columns(**pay_ends(method, nw.lit(1.0)))
    frame = frame.with_columns(
        (nw.col("hours") + nw.col("weeks_low") * weeks).alias("h_low"),
        (nw.col("hours") + nw.col("weeks_high") * weeks).alias("h_high"),
        ((nw.col("time_missing") > 0) | (nw.col("unpaid_missing") > 0)).alias("time_open"),
        nw.col("currency").fill_null("").alias("currency"),
    )
    sums = [nw.col(name).sum() for name in ("n_low", "n_high", "h_low", "h_high", "pay_missing")]
    flags = [nw.col(name).cast(nw.Int64).max() for name in ("n_floorless", "time_open", "forced")]
    return frame.group_by("worker", "currency").agg(*sums, *flags)


def _shortfalls(t: dict[str, Any], known: Any) -> tuple[Any, Any]:
    """Return both ends of the shortfall of each worker whose stated rate is known; nobody's is under 0."""
    stated, top = t["stated"].astype(float) / MONEY_SCALE, t["stated_top"].astype(float) / MONEY_SCALE
    forced = t["forced"] > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        hours_high = np.where(t["time_open"] > 0, math.inf, t["h_high"])
        worst, best = ratio_ends(t["n_low"], t["n_high"], t["h_low"], hours_high)
        best = np.where(forced | (t["pay_missing"] > 0), math.inf, best)
        worst = np.where((t["n_floorless"] > 0) | forced, -math.inf, worst)
        low, high = (stated - best) / stated, (top - worst) / top
    return np.maximum(0.0, low[known]), np.maximum(0.0, high[known])


def _against(
    data: PayData, column: str, share: int, formula: Any, worst: Any, estimator: str, *, production: bool = False
) -> Measured:
    reads = (column, "task_type", *TIMED, *(("is_pilot",) if production else ()))
    missing = missing_columns(data, column, "task_type")
    groups = missing or task_times(data, ("task_type",), (column,), pilot=False if production else None)
    if isinstance(groups, str):
        return unknown(groups, n=data.worker_count, reads=reads)
    if any(row[column] <= 0 for row in groups):
        return unknown(f"{column} is 0 for some task type", n=data.worker_count, reads=reads)
    values = [(float(formula(row[f"time_{share}"], row[column])), row[f"beyond_{share}"]) for row in groups]
    value = worst(found for found, _ in values)
    beyond = min(workers for found, workers in values if found == value)
    return Measured(
        value, value, data.worker_count, "task time", estimator, disclosure="quantile", beyond=beyond, reads=reads
    )


def named(row: Mapping[str, Any], names: tuple[str, ...]) -> tuple[Any, ...]:
    """Return the values of some columns of a row."""
    return tuple(row.get(name) for name in names)


def _rate_ends(data: PayData, row: dict[str, Any], hours: float, cell: CellPlace) -> tuple[float, float, str]:
    """Return the lowest rate / (bar x hours) over the days of a task type at a place, both ends."""
    rate = row["rate_per_task"] / MONEY_SCALE
    if cell.place is None or not hours:
        return 0.0, math.inf, "tasks of some type take no time"
    ends = []
    for spell in data.calendars.hourly["living_wage"].get(cell.place, ()):
        if spell.last < to_day(row["first_day"]) or spell.first > to_day(row["last_day"]):
            continue
        if not isinstance(spell.bar, Bar):
            return 0.0, math.inf, spell.bar.reason
        factor = _factor(data, cell.currency, spell.bar.currency, to_day(row["last_day"]))
        if factor is None:
            return 0.0, math.inf, f"no exchange rate {cell.currency} to {spell.bar.currency}"
        high = 0.0 if spell.bar.high is None else rate * factor / (float(spell.bar.high) * hours)
        ends.append((high, rate * factor / (float(spell.bar.low) * hours), "; ".join(spell.bar.reasons)))
    if not ends:
        return 0.0, math.inf, "no living wage"
    return min(e[0] for e in ends), min(e[1] for e in ends), next((e[2] for e in ends if e[2]), "")


def _factor(data: PayData, base: str | None, to: str, day: Any) -> float | None:
    if base is None:
        return None
    if base == to:
        return 1.0
    found = data.source.rate(base, to, f"{day:%Y-%m}")
    return None if isinstance(found, NoRate) else float(found.value)
