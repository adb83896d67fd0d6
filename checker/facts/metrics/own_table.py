"""The living-wage table that the subject itself used, judged against where its workers are.

Unknown without such a table. Which figure is right is not asked here; the floor family does that with the
benchmarks of the run.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from checker.facts.bars.assigned import to_day
from checker.facts.bars.bar import bars_for
from checker.facts.bars.places import COUNTRY, fit, level
from checker.facts.bars.staleness import is_floor
from checker.facts.measured import Measured, unknown
from checker.facts.without_work import is_hollow
from checker.model.benchmark import Bar, Benchmark, BenchmarkTable, WorkPlace

if TYPE_CHECKING:
    from checker.facts.metrics import MetricEntry
    from checker.facts.pay_data import PayData

NO_TABLE = "no living-wage table of the subject's own was given"


def lw_match_share(data: PayData, entry: MetricEntry) -> Measured:
    """Return the share of pay rows for whose place and day the own table has a figure.

    A row of no reward and no time that is known may be no work: it counts for neither side for certain.
    """
    if data.own_table is None:
        return unknown(NO_TABLE, n=data.worker_count)
    used = _used(data, data.own_table)
    return _share(data, {cell for cell in data.places if used.get(data.places[cell].place)})


def finer_benchmark_missed_share(data: PayData, entry: MetricEntry) -> Measured:
    """Return the share of pay rows whose known town or region has a benchmark that the own table passes over.

    A benchmark counts if any table of the run has it; a row without any own figure is passed over as well. A row of no
    reward and no time that is known may be no work, as in `lw_match_share`.
    """
    if data.own_table is None:
        return unknown(NO_TABLE, n=data.worker_count)
    missed = {place for place in _places(data) if _finest(data.own_table, place) < _finest(data.benchmarks, place)}
    return _share(data, {cell for cell in data.places if data.places[cell].place in missed})


def locations_without_lw_entry(data: PayData, entry: MetricEntry) -> Measured:
    """Return how many places of the pay data and of the scope's sites have no entry in the own table."""
    if data.own_table is None:
        return unknown(NO_TABLE, n=data.worker_count)
    sites = {WorkPlace(country, region, city, area) for country, region, city, area, _ in data.scope.sites}  # type: ignore[arg-type]
    places = _places(data) | sites
    without = [place for place in places if _finest(data.own_table, place) < COUNTRY]
    unplaced = sum(1 for cell in data.places.values() if cell.place is None)
    value = float(len(without))
    why = "no entry for " + ", ".join(sorted(str(place) for place in without)) if without else ""
    if unplaced:
        why = "; ".join(filter(None, [why, "some rows do not say where the work was done"]))
    return Measured(value, value + unplaced, len(places), "places", "count", why)


def lw_max_age_days(data: PayData, entry: MetricEntry) -> Measured:
    """Return the age, at the end of the data, of the oldest own figure that a pay row rests on."""
    if data.own_table is None:
        return unknown(NO_TABLE, n=data.worker_count)
    ids = {name for names in _used(data, data.own_table).values() for name in names}
    dates = [data.own_table.by_id[name].valid_from for name in ids if name in data.own_table.by_id]
    lasts = [span.last for span in data.spans if span.dated]
    if not dates or not lasts:
        return unknown("no pay row rests on a figure of the subject's own table", n=data.worker_count)
    value = float((to_day(max(lasts)) - min(dates)).days)
    return Measured(value, value, data.worker_count, "figures", "oldest")


def _rows_by_cell(data: PayData) -> list[tuple[int, int, int]]:
    """Return cell, rows that show work, and rows that do not."""
    import narwhals as nw

    hollow = is_hollow(data).cast(nw.Int64)
    rows = data.rows.group_by("cell").agg(nw.len().cast(nw.Int64).alias("rows"), hollow.sum().alias("hollow"))
    found = data.engine.collect(rows)
    names = ("cell", "rows", "hollow")
    return [(c, int(n) - int(h), int(h)) for c, n, h in zip(*(found[name] for name in names), strict=True)]


def _places(data: PayData) -> set[WorkPlace]:
    return {cell.place for cell in data.places.values() if cell.place is not None}


def _used(data: PayData, table: BenchmarkTable) -> dict[WorkPlace | None, set[str]]:
    """Return for each place the own rows behind its bars; a place with a day that has none is left out."""
    spans = [
        (place, to_day(span.first), to_day(span.last))
        for span in data.spans
        if span.dated and (place := data.places[span.cell].place) is not None
    ]
    used: dict[WorkPlace | None, set[str]] = {}
    for place, spells in bars_for(table, "living_wage", spans).items():
        bars = [spell.bar for spell in spells]
        if all(isinstance(bar, Bar) for bar in bars):
            used[place] = {name for bar in bars if isinstance(bar, Bar) for name in bar.ids}
    return used


def _finest(table: BenchmarkTable, place: WorkPlace) -> int:
    """Return the fineness of the finest ground around a place that a table has a row for; -1: none."""
    return max((level(row) for row in _around(table.of("living_wage", place.country), place)), default=-1)


def _around(rows: Iterable[Benchmark], place: WorkPlace) -> list[Benchmark]:
    return [row for row in rows if is_floor(row) and fit(row, place) == "inside"]


def _share(data: PayData, part: set[int]) -> Measured:
    """Return the share of rows in the cells of ``part``; what shows no work is in the whole for one end alone."""
    rows = _rows_by_cell(data)
    worked, taken = sum(n for _, n, _ in rows), sum(n for cell, n, _ in rows if cell in part)
    loose_in, loose_out = (sum(h for cell, _, h in rows if (cell in part) is inside) for inside in (True, False))
    if not worked:
        return unknown("no row shows work", n=data.worker_count)
    low, high = taken / (worked + loose_out), (taken + loose_in) / (worked + loose_in)
    why = "some rows show neither pay nor time" if low != high else ""
    return Measured(low, high, data.worker_count, "rows", "share of rows", why)
