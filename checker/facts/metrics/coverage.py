"""How much of the work the data cover: workers, months, employment statuses, places with a benchmark."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from checker.facts.measured import Measured, unknown
from checker.facts.metrics.distribution import unseen, unseen_words
from checker.facts.sampling import share_of_sample
from checker.facts.without_work import cells_with_work

if TYPE_CHECKING:
    from checker.facts.metrics import MetricEntry
    from checker.facts.pay_data import PayData

NOT_RECORDED = "not_recorded"
"""Option of the question for statuses by which a supplier says that it does not know them: no status of its own."""


def headcount_coverage(data: PayData, entry: MetricEntry) -> Measured:
    """Return workers in the data / headcount in the month of the scope that has the fewest; at most 1.

    Without a period nobody can tell which months are not in the data: then those from the first to the last one that
    is bound it from above alone.
    """
    if not data.headcount:
        return unknown("the scope gives no headcount", n=data.worker_count)
    months, why = scope_months(data), ""
    if not months and data.months:
        months = list(range(min(data.months), max(data.months) + 1))
        why = "no period is given: months before and after the data are not looked at"
    fewest = min((data.months.get(month, 0) for month in months), default=0)
    value, least = min(1.0, fewest / data.headcount), 0 if why else fewest
    return Measured(
        0.0 if why else value, value, data.headcount, "workers by month", "lowest month", why,
        disclosure="count", count_low=least, count_high=fewest, rests=(data.worker_count - fewest,),
    )  # fmt: skip


def months_covered(data: PayData, entry: MetricEntry) -> Measured:
    """Return the number of months of the scope in which some worker has pay or time."""
    months = scope_months(data)
    value = float(sum(1 for month in (months or data.months) if data.months.get(month, 0)))
    return Measured(value, value, data.worker_count, "months", "count")


def statuses_missing(data: PayData, entry: MetricEntry) -> Measured:
    """Return how many declared employment statuses have no row with pay or time; rows with neither may be of work."""
    declared = data.scope.statuses
    if not declared:
        return unknown("no employment statuses are declared", n=data.worker_count)
    if NOT_RECORDED in declared:
        return unknown("it is not recorded who is engaged under which status", n=data.worker_count)
    if not data.has("employment_status"):
        return unknown("the data do not say employment statuses", n=data.worker_count)
    worked = cells_with_work(data)
    seen = {data.cells[cell]["employment_status"] for cell in worked}
    perhaps = {cell["employment_status"] for cell in data.cells.values()}
    missing = [status for status in declared if status not in seen]
    # A row that does not say its status may be of any.
    low = 0.0 if None in perhaps else float(sum(status not in perhaps for status in missing))
    why = "no row with pay or time for " + ", ".join(missing) if missing else ""
    return Measured(low, float(len(missing)), data.worker_count, "statuses", "count", why, reads=("employment_status",))


def places_without_benchmark(data: PayData, entry: MetricEntry) -> Measured:
    """Return how many places of work have no living wage on some day of their data; unplaced rows may have more."""
    missing = data.log.places_missing["living_wage"]
    unplaced = any(cell.place is None for cell in data.places.values())
    value = float(len(missing))
    why = "some rows do not say where the work was done" if unplaced else ""
    return Measured(value, math.inf if unplaced else value, data.worker_count, "places", "count", why)


def unpaid_time_recorded_share(data: PayData, entry: MetricEntry) -> Measured:
    """Return the share of workers for whom every row records unpaid time (or a basis that contains it)."""
    import narwhals as nw

    parts = data.parts.filter(~nw.col("worker").is_null())
    known = parts.group_by("worker").agg(nw.col("unpaid_missing").sum().alias("m"))
    found = data.engine.collect(known.select((nw.col("m") == 0).cast(nw.Int64).sum().alias("n")))
    recorded, workers = int(found["n"][0] or 0), data.worker_count
    if not workers:
        return unknown("no worker in the data")
    least = max(workers, data.headcount or 0)
    low = max(0, recorded - data.anonymous) / (workers + unseen(data))
    high = min(1.0, (recorded + unseen(data)) / least)
    why = unseen_words(data)
    measured = Measured(
        low, high, least, "all time", "share of workers", why, disclosure="count",
        count_low=max(0, recorded - data.anonymous), count_high=min(least, recorded + unseen(data)),
        absent=data.absent, reads=("hours_unpaid",),
    )  # fmt: skip
    return share_of_sample(data, measured)


def scope_months(data: PayData) -> list[int]:
    """Return the month numbers that the scope's period touches; none where it is open."""
    start, end = data.scope.period
    if start is None or end is None:
        return []
    return list(range(start.year * 12 + start.month - 1, end.year * 12 + end.month))
