"""Piece rates and task times: does the rate per task pay the living wage, do estimates and limits hold?

Task time is the time of the task itself, by task type; a type with a task whose time is not known gives no
quantile. Quantiles are type 7.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from checker.facts.measured import Measured, unknown
from checker.facts.metrics.distribution import unseen
from checker.facts.tested_workers import ratio_ends
from checker.facts.unit_bars import to_day
from checker.model.benchmark import Bar
from checker.model.exchange import NoRate
from checker.model.pay_table import MONEY_SCALE

if TYPE_CHECKING:
    from checker.facts.metrics import MetricEntry
    from checker.facts.pay_data import PayData
    from checker.facts.unit_bars import CellPlace

HOUR_MS = 3_600_000.0
_TIMED = ("hours_paid", "started_at", "submitted_at")
_SITE = ("country", "region", "city", "area")


def rate_to_required(data: PayData, entry: MetricEntry) -> Measured:
    """Return rate per task / (living wage x quantile of task time), the lowest over task types and places.

    The time is that of all tasks of a type at a place; rates are exchanged month by month.
    """
    reads = ("rate_per_task", "task_type", *_TIMED)
    missing = _missing(data, "rate_per_task", "task_type")
    if missing:
        return unknown(missing, n=data.worker_count, reads=reads)
    share = int(entry.name.rpartition("_p")[2]) / 100
    times = _task_groups(data, ("task_type", *_SITE), (), share)
    rates = _task_groups(data, ("task_type", *_SITE, "currency", "month"), ("rate_per_task",), share)
    if isinstance(times, str) or isinstance(rates, str):
        return unknown(str(times if isinstance(times, str) else rates), n=data.worker_count, reads=reads)
    hours = {(row["task_type"], _named(row, _SITE)): row["time"] / HOUR_MS for row in times}
    places = {_named(data.cells[n], (*_SITE, "currency")): place for n, place in data.places.items()}
    ends = [
        _rate_ends(data, row, hours[(row["task_type"], _named(row, _SITE))], places[_named(row, (*_SITE, "currency"))])
        for row in rates
    ]
    low, high = min(e[0] for e in ends), min(e[1] for e in ends)
    why = next((e[2] for e in ends if e[2]), "")
    if not math.isfinite(high) and low <= 0:
        return unknown(why or "no living wage", n=data.worker_count, reads=reads)
    return Measured(low, high, data.worker_count, "task time", "lowest over task types and places", why, reads=reads)


def estimate_gap(data: PayData, entry: MetricEntry) -> Measured:
    """Return median task time in production / documented estimate - 1, the largest over task types."""
    return _against(
        data,
        "expected_minutes",
        0.5,
        lambda time, stated: time / stated - 1,
        max,
        "median over estimate, largest type",
        production=True,
    )


def time_limit_to_p90_ratio(data: PayData, entry: MetricEntry) -> Measured:
    """Return time limit / P90 of task time, the lowest over task types."""
    return _against(
        data,
        "time_limit_minutes",
        0.9,
        lambda time, stated: stated / time if time else math.inf,
        min,
        "limit over P90, lowest type",
    )


def stated_vs_effective_gap(data: PayData, entry: MetricEntry) -> Measured:
    """Return the largest shortfall of a worker's effective hourly pay against the stated rate, as a share of it.

    A worker told several rates over the period is held against the lowest for certain and against the
    highest at worst: pay is not split by the rate of its day.
    """
    import narwhals as nw

    reads = ("stated_hourly_rate", "pay", "fees", "deductions", "hours_unpaid", *_TIMED)
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
    shown_low, shown_high = (float(np.sort(ends)[-k:].mean()) for ends in (low, high))
    return Measured(
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
        reads=reads,
    )


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


def _missing(data: PayData, *columns: str) -> str:
    absent = [name for name in columns if name not in data.shape.kept]
    if absent:
        return f"the data have no column {' and '.join(absent)}"
    if data.grain != "task":
        return "a payroll does not show single tasks"
    return "rows without a worker" if data.anonymous else ""


def _task_groups(
    data: PayData, keys: tuple[str, ...], lowest: tuple[str, ...], share: float, *, production: bool = False
) -> list[dict[str, Any]] | str:
    """Return task types with the quantile of their time and the lowest of other columns, or why there is none.

    ``production``: without pilot work, where the data mark it.
    """
    import narwhals as nw

    time = nw.col("time_paid") + nw.col("time_open") + nw.col("time_unpaid") - nw.col("time_searching")
    rows = data.rows.with_columns(time.cast(nw.Float64).alias("time"))
    marked = production and data.shape.has_pilot
    if marked:
        rows = rows.filter(nw.col("pilot") != 1).with_columns((nw.col("pilot") == -1).alias("unmarked"))
    gaps = ("time_missing", "broken", *(("unmarked",) if marked else ()))
    frame = rows.group_by(*keys).agg(
        nw.col("time").quantile(share, "linear"),
        *(nw.col(name).min() for name in lowest),
        *(nw.col(name).max().alias(f"{name}_top") for name in lowest),
        *(nw.col(name).is_null().cast(nw.Int64).sum().alias(f"{name}_missing") for name in lowest),
        *(nw.col(name).cast(nw.Int64).sum() for name in gaps),
        nw.col("first_day").min(),
        nw.col("last_day").max(),
    )
    found = data.engine.collect(frame)
    rows_out = [{name: found[name][i] for name in found} for i in range(len(found["time"]))]
    if any(row["time_missing"] or row["broken"] for row in rows_out):
        return "the time of some tasks is not known"
    if marked and any(row["unmarked"] for row in rows_out):
        return "some tasks do not say whether they are pilot work"
    if any(row["task_type"] is None or any(row[f"{name}_missing"] for name in lowest) for row in rows_out):
        return f"some tasks do not say {' or '.join(('task_type', *lowest))}"
    return rows_out or "no task in the data"


def _against(
    data: PayData, column: str, share: float, formula: Any, worst: Any, estimator: str, *, production: bool = False
) -> Measured:
    reads = (column, "task_type", *_TIMED, *(("is_pilot",) if production else ()))
    missing = _missing(data, column, "task_type")
    groups = missing or _task_groups(data, ("task_type",), (column,), share, production=production)
    if isinstance(groups, str):
        return unknown(groups, n=data.worker_count, reads=reads)
    if any(row[column] <= 0 for row in groups):
        return unknown(f"{column} is 0 for some task type", n=data.worker_count, reads=reads)
    value = float(worst(formula(row["time"], row[column]) for row in groups))
    return Measured(value, value, data.worker_count, "task time", estimator, reads=reads)


def _named(row: Mapping[str, Any], names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in names)


def _rate_ends(data: PayData, row: dict[str, Any], hours: float, cell: CellPlace) -> tuple[float, float, str]:
    """Return the lowest rate / (bar x hours) over the days of a task type at a place, both ends."""
    rate = row["rate_per_task"] / MONEY_SCALE
    if cell.place is None or not hours:
        return 0.0, math.inf, "the place of some tasks, or their time, is not known"
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
