"""How far the way of reckoning working time moves hourly pay: the declared basis beside those that stamps allow.

Every task's own time counts overlaps twice; the union counts them once; clusters bring short gaps in as unpaid work
(Hara et al. 2018). On one driver's log they are 29 % apart. The rules read the declared basis only; what stands here
is shown beside it, and a finding says so where another basis gives less.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from checker.facts.measured import Measured, unknown
from checker.facts.metrics import MetricEntry, distribution
from checker.facts.pay_data import PayData
from checker.facts.pay_rows import CLUSTER
from checker.model.evidence import Place
from checker.model.pay_table import CLUSTER_GAP_MS, MONEY_SCALE, time_bases_of
from checker.model.questionnaire import Finding
from checker.model.wages import TimeBasisUse

HOUR_MS = 3_600_000.0
MINUTE_MS = 60_000.0
INTERVAL = "logged_interval"
_ORDER = ("start_utc", "end_utc", "pay_low")
_READS = ("hours_paid", "started_at", "submitted_at", "hours_unpaid")
_SAME = 1e-9
_BESIDE = "hours of contracts or overtime stand beside the stamps"
_TWICE = "hours_unpaid records the time between tasks, which gaps would count again"


class Reckoned(NamedTuple):
    """One basis with its true numbers."""

    basis: str
    gap_ms: int | None
    declared: bool
    hourly_pay: Measured
    hours: Measured


def reckon(data: PayData, entry: MetricEntry, declared: Measured) -> tuple[Reckoned, ...]:
    """Return the declared basis first, then those that can be worked out from stamps; empty where nothing can be.

    ``entry``: the median of effective hourly pay; ``declared``: what it is under the declared basis.
    """
    if not data.shape.has_stamps:
        return ()
    found = distribution.totals(data, entry.method, paid_time=False)
    own = _names_of(data)
    first = Reckoned(*own[0], True, declared, _hours(data, found["h_low"], found["time_open"] > 0))
    others = [(basis, gap) for basis, gap in _computable(data) if [(basis, gap)] != own or _has_own_hours(data)]
    if data.shape.has_overtime or data.shape.has_contract:
        return (first, *(Reckoned(*other, False, unknown(_BESIDE), unknown(_BESIDE)) for other in others))
    times = _times(data, found["worker"], [gap for _, gap in others if gap])
    return (first, *(_under(data, entry, found, times, *other) for other in others))


def findings_of(data: PayData, shown: Sequence[TimeBasisUse], true: Sequence[Reckoned]) -> tuple[Finding, ...]:
    """Return the finding that the declared basis makes hourly pay look higher than another one that can be computed.

    Without figures where they are hidden.
    """
    if not true:
        return ()
    lower = [i for i, other in enumerate(true[1:], 1) if _is_lower(other, true[0])]
    if not lower:
        return ()
    worst = min(lower, key=lambda i: (true[i].hourly_pay.high or math.inf, -(true[i].hours.low or 0.0)))
    message = (
        f"the declared time basis ({shown[0].name}) gives a higher hourly pay than {shown[worst].name}, which "
        f"the stamps allow as well{_figures(shown[0], shown[worst])}; results rest on the declared basis"
    )
    todo = "find out which of the two is the time that people really worked, and name it in the mapping (time_basis)"
    return (Finding("time_basis_pays_more", "warning", message, Place(data.tables[0].label), todo),)


def _figures(declared: TimeBasisUse, other: TimeBasisUse) -> str:
    if other.change is None or declared.hourly_pay.published.high is None or other.hourly_pay.published.high is None:
        return ""
    unit = declared.hourly_pay.unit.replace("/h", " an hour")
    here, there = declared.hourly_pay.published.high, other.hourly_pay.published.high
    return f": a median of at most {here:.2f} against {there:.2f} {unit} ({-other.change:.1%} less)".replace("%", " %")


def _is_lower(other: Reckoned, declared: Reckoned) -> bool:
    here, there = declared.hourly_pay.high, other.hourly_pay.high
    if here is not None and there is not None and math.isfinite(here) and math.isfinite(there):
        return there < here * (1 - _SAME)
    # Pay is the same under every basis: where its median is not known, the one with more hours pays less.
    less, more = declared.hours.low, other.hours.low
    return less is not None and more is not None and more > less * (1 + _SAME)


def _names_of(data: PayData) -> list[tuple[str, int | None]]:
    """Return the declared basis, with its gap; of several mappings that differ, all bases in one name."""
    bases = time_bases_of(data.tables)
    gaps = {table.mapping.cluster_gap_ms for table in data.tables} if bases == (CLUSTER,) else {None}
    return [(", ".join(bases), gaps.pop() if len(gaps) == 1 else None)]


def _has_own_hours(data: PayData) -> bool:
    """Return whether hours_paid, which wins over stamps, is there: then no basis from stamps is the declared one."""
    return any("hours_paid" in table.columns for table in data.tables)


def _computable(data: PayData) -> list[tuple[str, int | None]]:
    gaps = {table.mapping.cluster_gap_ms for table in data.tables} - {0} or {CLUSTER_GAP_MS}
    return [(INTERVAL, None), (CLUSTER, 0), *((CLUSTER, gap) for gap in sorted(gaps))]


def _under(
    data: PayData, entry: MetricEntry, found: Mapping[str, Any], times: Mapping[str, Any], basis: str, gap: int | None
) -> Reckoned:
    if gap and any("hours_unpaid" in table.columns for table in data.tables):
        return Reckoned(basis, gap, False, unknown(_TWICE), unknown(_TWICE))
    open_ = times["unstamped"] > 0
    if basis == INTERVAL:
        time = times["tasks"] + times["searching"]
    else:
        time = times["union"] + (times[f"gaps_{gap}"] if gap else times["searching"])
    if not gap:
        open_ = open_ | (times["search_missing"] > 0)
    hours = time / HOUR_MS
    # A task that may stand twice has its time once, so its pay may count once as well.
    low = found["n_low"] - (0.0 if basis == INTERVAL else times["again"] / MONEY_SCALE)
    wages = distribution.wages_of(
        {**found, "n_low": low, "h_low": hours, "h_high": hours, "time_open": open_.astype(float)}
    )
    median = distribution.quantile_of(
        wages, 0.5, distribution.absent(data), data.anonymous, entry, sampled=data.sampled
    )
    return Reckoned(basis, gap, False, median, _hours(data, hours, open_))


def _hours(data: PayData, hours: Any, open_: Any) -> Measured:
    """Return the hours of all workers together; open above where some time is not known."""
    total = math.fsum(hours)
    unseen = distribution.unseen_words(data)
    more = "some working time is not recorded" if bool(open_.any()) else ""
    why = "; ".join(filter(None, [more, unseen]))
    return Measured(
        total, math.inf if why else total, data.worker_count, "all time", "sum over workers", why,
        disclosure="money", count_low=data.worker_count, count_high=data.worker_count,
        dominant=total > 0 and float(np.max(hours)) > total / 2, reads=_READS,
    )  # fmt: skip


def _times(data: PayData, workers: Any, gaps: Sequence[int]) -> dict[str, Any]:
    """Return milliseconds by worker, in the order of ``workers``, and how many rows leave time open."""
    import narwhals as nw

    rows = data.rows.filter(~nw.col("worker").is_null())
    beside = rows.group_by("worker").agg(
        (nw.col("end_utc") - nw.col("start_utc")).sum().alias("tasks"),
        nw.col("time_searching").sum().alias("searching"),
        nw.col("start_utc").is_null().cast(nw.Int64).sum().alias("unstamped"),
        nw.col("search_missing").cast(nw.Int64).sum().alias("search_missing"),
    )
    stamped = rows.filter(~nw.col("start_utc").is_null()).select("worker", *_ORDER)
    return {**_aligned(data, beside, workers), **_aligned(data, _joined(stamped, gaps), workers)}


def _joined(stamped: Any, gaps: Sequence[int]) -> Any:
    """Return by worker the union of their tasks, gaps of at most each length between them, and what stands again.

    Each task looks at the next: what lies between the latest end so far and that start belongs to no task, and the
    union is the time from the first start to the latest end without it. All windows are of one order, so that tasks
    are sorted once; `checker.facts.working_time.clusters` says what each task adds, which takes more.
    """
    import narwhals as nw

    by: dict[str, Any] = {"order_by": list(_ORDER)}
    start, end, nothing = nw.col("start_utc"), nw.col("end_utc"), nw.lit(0, nw.Int64)
    frame = stamped.with_columns(
        end.cum_max().over("worker", **by).alias("reach"),
        start.shift(-1).over("worker", **by).alias("next"),
        start.shift(1).over("worker", **by).alias("start_before"),
        end.shift(1).over("worker", **by).alias("end_before"),
    )
    idle = (nw.col("next") - nw.col("reach")).fill_null(0)
    again = (start == nw.col("start_before")) & (end == nw.col("end_before")) & (end > start)
    again = again.fill_null(value=False)
    sums = frame.with_columns(idle.alias("idle")).group_by("worker").agg(
        (end.max() - start.min()).alias("span"),
        *(nw.when((nw.col("idle") > 0) & test).then(nw.col("idle")).otherwise(nothing).sum().alias(name)
          for name, test in {"apart": nw.lit(True), **{f"gaps_{gap}": nw.col("idle") <= gap for gap in gaps}}.items()),
        nw.when(again).then(nw.col("pay_low")).otherwise(nothing).sum().alias("again"),
        again.cast(nw.Int64).sum().alias("repeats"),
    )  # fmt: skip
    return sums.with_columns((nw.col("span") - nw.col("apart")).alias("union")).drop("span", "apart")


def _aligned(data: PayData, frame: Any, workers: Any) -> dict[str, Any]:
    """Return sums by worker in the order of ``workers``; 0 for whoever is not in the frame."""
    import narwhals as nw

    sums = [name for name in frame.collect_schema().names() if name != "worker"]
    found = data.engine.arrays(frame.with_columns(nw.col(*sums).cast(nw.Int64)))
    who = found.pop("worker")
    order = np.argsort(who)
    place = np.searchsorted(who[order], workers)
    place = np.minimum(place, max(len(who) - 1, 0))
    here = who[order][place] == workers if len(who) else np.zeros(len(workers), dtype=bool)
    numbers = {name: np.asarray(values, dtype=np.float64)[order] for name, values in found.items()}
    return {
        name: np.where(here, values[place], 0.0) if len(who) else np.zeros(len(workers))
        for name, values in numbers.items()
    }
