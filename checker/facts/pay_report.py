"""What a report shows of a pay set beside its metrics: groups, the picture of pay over the line, sources, notes.

Only published numbers leave this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from typing import Any

import numpy as np

from checker.facts.floor_test import GROUPS, SEVERAL, Basis
from checker.facts.measured import Measured
from checker.facts.metrics import METRICS, MetricEntry, distribution, floor
from checker.facts.metrics.coverage import scope_months
from checker.facts.pay_data import PayData
from checker.facts.population import people
from checker.facts.replay import said
from checker.facts.small_cells import cells_to_hide, hidden, publish
from checker.facts.tested_workers import TestedWorkers
from checker.facts.unit_bars import month_name, to_day
from checker.model.benchmark import Bar, Benchmark, WorkPlace
from checker.model.evidence import Period
from checker.model.facts import Cover
from checker.model.questionnaire import Finding
from checker.model.wages import Band, BenchmarkUse, Distribution, Group, Metric, RateUse

FULL_COVER = 0.9
"""Workers in the data / headcount that every month needs."""
NOT_SAID = "(not said)"
COUNTRY = "country"
GROUP_METRICS = (
    "share_below_living_wage",
    "share_below_living_wage_paid_time",
    "share_below_minimum_wage",
    "mean_gap_of_those_below",
    "cost_to_close",
    "lowest_ratio",
)
GROUP_WAGES = ("effective_hourly_wage_p10", "effective_hourly_wage_p50", "effective_hourly_wage_p90")
ON_THE_LINE = 1e-9
"""A worker paid exactly the line stands on it, whatever the last binary digit says."""
BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.5, 2.0, float("inf"))
"""Edges of the picture, in living wages; 1 is an edge, so that nobody below the line shares a bar with one above."""


def groups_of(data: PayData) -> tuple[Group, ...]:
    """Return the breakdowns by country, region, job category and gender, small cells hidden."""
    found: list[Group] = []
    for name in GROUPS:
        if data.has(name) or (name in ("country", "region") and any(cell[name] for cell in data.cells.values())):
            found.extend(_breakdown(data, name, {group.by[COUNTRY]: group for group in found if COUNTRY in group.by}))
    return tuple(found)


def _breakdown(data: PayData, name: str, countries: Mapping[str, Group]) -> list[Group]:
    labels = data.tested(Basis("living_wage", paid_time=False, method="basic_only")).groups
    within = labels["country"] if name == "region" else np.full(len(labels[name]), "")
    groups: list[Group] = []
    for parent in sorted(set(within.tolist())):
        values = sorted(set(labels[name][within == parent].tolist()))
        if len(values) < 2 and name == "region" and values == [""]:
            continue
        groups.extend(_partition(data, name, parent, values, countries.get(parent or NOT_SAID) if parent else None))
    return groups


def _partition(data: PayData, name: str, parent: str, values: list[str], whole: Group | None) -> list[Group]:
    """Return the cells of one partition of workers; a cell alone in it is its total.

    ``whole``: the cell that the partition is of. What is hidden there is hidden in all its parts, which add up to it.
    """
    k = data.scope.k
    keep = {value: _member(data, name, parent, value) for value in values}
    counts = [int(keep[value].sum()) for value in values]
    hide = cells_to_hide(counts, k)
    if whole is not None and whole.suppressed:
        hide = frozenset(range(len(values)))
    shares = {m: [_measured_group(data, METRICS[m], keep[v], name, v) for v in values] for m in GROUP_METRICS}
    groups = []
    for i, value in enumerate(values):
        by = {**({"country": parent} if name == "region" else {}), name: value or NOT_SAID}
        if i in hide:
            why = f"fewer than {k} workers" if counts[i] < k else "a total would reveal a smaller group"
            groups.append(Group(by, None, True, {}, why))
            continue
        metrics = {
            m: _published(data, METRICS[m], shares[m], i, hide, counts[i], _is_hidden(whole, m)) for m in GROUP_METRICS
        }
        for m in GROUP_WAGES:
            metrics[m] = _wage_metric(data, METRICS[m], name, parent, value, counts[i])
        groups.append(Group(by, counts[i], False, metrics))
    return groups


def _member(data: PayData, name: str, parent: str, value: str, labels: Mapping[str, Any] | None = None) -> Any:
    labels = labels or data.tested(Basis("living_wage", paid_time=False, method="basic_only")).groups
    keep = labels[name] == value
    return keep & (labels["country"] == parent) if name == "region" else keep


def _measured_group(data: PayData, entry: MetricEntry, keep: Any, name: str, value: str) -> Measured:
    basis = Basis("minimum_wage" if entry.minimum_wage else "living_wage", entry.paid_time, entry.method)
    workers = data.tested(basis, pooled=entry.pooled)
    # The workers of every basis stand in one order: all come from the same parts.
    members = people(data, workers.only(keep), _headcount(data, name, value))
    if entry.name.startswith("share_below"):
        return floor.share_of(members, entry)
    if entry.name.startswith("mean_gap"):
        return floor.gap_of(members, entry, median=False)
    if entry.name.startswith("cost"):
        return floor.cost_of(members, entry)
    return floor.lowest_of(members, entry)


def _headcount(data: PayData, name: str, value: str) -> int | None:
    """Return how many workers the sites of a country or region have, where every site there says so."""
    column = {"country": 0, "region": 1}.get(name)
    if column is None or not value or value == SEVERAL:
        return None
    counts = [site[4] for site in data.scope.sites if site[column] == value]
    return sum(c for c in counts if c is not None) if counts and None not in counts else None


def _is_hidden(whole: Group | None, name: str) -> bool:
    return whole is not None and (whole.suppressed or whole.metrics[name].published.suppressed)


def _published(
    data: PayData, entry: MetricEntry, cells: list[Measured], i: int, gone: frozenset[int], n: int, whole_hidden: bool
) -> Metric:
    """Return one cell of a breakdown, its numerator hidden where it or a subtraction would tell of fewer than k."""
    counts = [c.count_high for c in cells]
    undecided = [c.count_high - c.count_low for c in cells]
    k = data.scope.k
    hide = cells_to_hide(counts, k) | cells_to_hide(undecided, k) | {j for j in gone if cells[j].count_high}
    if hide and len(hide) < 2:
        hide |= set(
            sorted((j for j in range(len(cells)) if j not in hide), key=lambda j: (counts[j] == 0, counts[j]))[:1]
        )
    hide_count = (i in hide or whole_hidden) and entry.name != "lowest_ratio"
    shown = publish(cells[i], k, n, hide_count=hide_count)
    return _metric(entry, cells[i], shown)


def _wage_metric(data: PayData, entry: MetricEntry, name: str, parent: str, value: str, n: int) -> Metric:
    found = distribution.wages(data, entry)
    keep = _member(data, name, parent, value, found.groups)
    share = int(entry.name.rpartition("_p")[2]) / 100
    absent = max(0, (_headcount(data, name, value) or 0) - n)
    measured = distribution.quantile_of(found.only(keep), share, absent, data.anonymous, entry)
    return _metric(entry, measured, publish(measured, data.scope.k, n))


def _metric(entry: MetricEntry, measured: Measured, shown: Any) -> Metric:
    """Return a metric of a group: the published number only, also in its true fields."""
    return Metric(
        entry.name,
        measured.unit or entry.unit,
        shown.low,
        shown.high,
        measured.n,
        measured.basis,
        entry.method,
        measured.estimator,
        shown,
        shown.value,
        shown.why,
    )


def distributions(data: PayData) -> tuple[Distribution, ...]:
    """Return workers by pay over the living wage, for each country, bars of fewer than k merged or hidden.

    A country whose workers are hidden among the others has no picture; where a side of the line would tell by
    subtraction of fewer than k elsewhere, its bars have no numbers.
    """
    workers = data.tested(Basis("living_wage", paid_time=False, method="basic_only"), pooled=True)
    countries = sorted(set(workers.groups["country"].tolist()))
    everybody = {country: workers.only(workers.groups["country"] == country) for country in countries}
    drawn = {country: _drawn(here) for country, here in everybody.items()}
    k = data.scope.k
    gone = cells_to_hide([len(everybody[c]) for c in countries], k)
    line = [int((drawn[c][0] + ON_THE_LINE < 1).sum()) for c in countries]
    bare = cells_to_hide(line, k) | cells_to_hide([len(drawn[c][0]) - line[i] for i, c in enumerate(countries)], k)
    found = []
    for i, country in enumerate(countries):
        ratios, note = drawn[country]
        if country and i not in gone and len(ratios) >= k:
            rest = len(everybody[country]) - len(ratios)
            found.append(_distribution(data, country, ratios, note, hidden_rest=rest, bare=i in bare))
    return tuple(found)


def _drawn(workers: TestedWorkers) -> tuple[Any, str]:
    """Return pay over the living wage of those who can be drawn, and what to say where it is not exact."""
    exact = workers.only((workers.ratio_low == workers.ratio_high) & np.isfinite(workers.ratio_low))
    if len(exact) == len(workers):
        return exact.ratio_high, ""
    # Where the truth is open, the picture shows the most that pay can come to.
    note = "pay, hours or the living wage are not known exactly for all workers: each stands at the most it can be"
    return workers.ratio_high[np.isfinite(workers.ratio_high)], note


def _distribution(data: PayData, country: str, ratios: Any, note: str, *, hidden_rest: int, bare: bool) -> Distribution:
    counts, _ = np.histogram(ratios + ON_THE_LINE, bins=[-np.inf, *BANDS[1:]])
    bands, exact = merge_bands(counts.tolist(), data.scope.k, bare=bare), not note
    if 0 < hidden_rest < data.scope.k:
        note = (note + "; " if note else "") + "a few workers without any end are left out"
    elif hidden_rest:
        note = (note + "; " if note else "") + f"{hidden_rest} workers without anything to compare with are left out"
    compared = {place for kind, place, _ in data.log.bars if kind == "living_wage" and place.country == country}
    living, minimum = (_one_bar(data, kind, compared) for kind in ("living_wage", "minimum_wage"))
    return Distribution(
        country,
        living.currency if living else "",
        float(living.low) if living else None,
        float(minimum.low) if minimum and living and _same_unit(minimum, living) else None,
        "x living wage",
        bands,
        note,
        exact,
        living.unit if living else "",
    )


def merge_bands(counts: list[int], k: int, *, bare: bool = False) -> tuple[Band, ...]:
    """Return bars of k workers at least, on either side of the line apart; a side of fewer than k is hidden.

    A side with nobody is left out; beside a hidden side the other's count is hidden too, since their sum is known.
    ``bare``: no side has a number.
    """
    line = BANDS.index(1.0)
    sides = [_merged(counts, 0, line, k), _merged(counts, line, len(counts), k)]
    some_hidden = bare or any(band.workers is None for side in sides for band in side)
    if some_hidden:
        sides = [[_span_of(side)] if side else [] for side in sides]
    return tuple(band for side in sides for band in side)


def _merged(counts: list[int], start: int, stop: int, k: int) -> list[Band]:
    bands: list[Band] = []
    first, running = start, 0
    for i in range(start, stop):
        running += counts[i]
        if running >= k:
            bands.append(Band(BANDS[first], BANDS[i + 1], running))
            first, running = i + 1, 0
    if running and bands:
        last = bands.pop()
        bands.append(Band(last.low, BANDS[stop], (last.workers or 0) + running))
    elif running:
        bands.append(Band(BANDS[start], BANDS[stop], None))
    return bands


def _span_of(side: list[Band]) -> Band:
    return Band(side[0].low, side[-1].high, None)


def _one_bar(data: PayData, kind: str, places: Set[WorkPlace]) -> Bar | None:
    """Return the bar of ``places`` where one figure holds in all of them over the data's period, else None."""
    found = [(place, bar) for of, place, bar in data.log.bars if of == kind and place in places]
    figures = {(bar.low, bar.currency, bar.unit) for _, bar in found}
    everywhere = {place for place, _ in found} == places
    return found[0][1] if everywhere and len(figures) == 1 else None


def _same_unit(one: Bar, other: Bar) -> bool:
    return (one.currency, one.unit) == (other.currency, other.unit)


def benchmark_uses(data: PayData) -> tuple[BenchmarkUse, ...]:
    """Return the figures that pay was compared with, by place and date."""
    uses: dict[tuple[str, ...], BenchmarkUse] = {}
    by_id: Mapping[str, Benchmark] = data.yardstick_rows
    for (kind, place, bar), (first, _) in data.log.bars.items():
        for number, row_id in enumerate(bar.ids):
            row = by_id.get(row_id)
            if row is None:
                continue
            why = "; ".join(bar.reasons) if number == 0 else f"beside {bar.ids[0]}"
            uses[(kind, str(place), row_id, f"{first}")] = _use(kind, str(place), bar, row, why)
    return tuple(uses[key] for key in sorted(uses))


def _use(kind: str, place: str, bar: Bar, row: Benchmark, why: str) -> BenchmarkUse:
    high = None if bar.high is None else float(bar.high)
    return BenchmarkUse(
        row.id,
        kind,
        place,
        str(row.amount),
        row.currency,
        row.period,
        (float(bar.low), high),
        row.valid_from.isoformat(),
        bar.stale,
        row.source_title,
        row.source_url,
        why,
        row.licence_flag,
        bar.currency,
    )


def rate_uses(data: PayData) -> tuple[RateUse, ...]:
    """Return the exchange rates that were used."""
    rates = sorted(data.log.rates.items())
    return tuple(RateUse(r.base, r.to, r.month, float(r.value), r.source, r.note) for _, r in rates)


def cover_of(data: PayData) -> Cover:
    """Return how much of the subject's scope the data cover."""
    dated = [span for span in data.spans if span.dated]
    period = Period(None, None)
    if dated:
        period = Period(to_day(min(span.first for span in dated)), to_day(max(span.last for span in dated)))
    countries = tuple(sorted({cell.place.country for cell in data.places.values() if cell.place}))
    places = tuple(sorted({*countries, *(c["region"] for c in data.cells.values() if c["region"])}))
    gaps = [*_missing_months(data), *_missing_sites(data, places)]
    return Cover(not gaps, period, places, data.worker_count, "; ".join(gaps))


def _missing_months(data: PayData) -> list[str]:
    months = scope_months(data)
    if not months:
        return ["the scope has no period"]
    if data.headcount is None:
        empty = [month_name(m) for m in months if not data.months.get(m)]
        return ["the scope gives no headcount", *([f"no pay in {', '.join(empty)}"] if empty else [])]
    thin = [month_name(m) for m in months if data.months.get(m, 0) < FULL_COVER * data.headcount]
    return [f"fewer than {FULL_COVER:.0%} of {data.headcount} workers in {', '.join(thin)}"] if thin else []


def _missing_sites(data: PayData, places: tuple[str, ...]) -> list[str]:
    missing = sorted({site[0] for site in data.scope.sites} - set(places))
    return [f"no pay from {', '.join(missing)}"] if missing else []


def notes_of(data: PayData) -> tuple[str, ...]:
    """Return sentences that stand beside the metrics: what is missing, what was assumed, what was all zero."""
    notes = [*_by_month(data.log.missing), *data.log.rates_missing]
    if replayed := said(data.benchmarks):
        notes.append(replayed)
    if data.has("hours_unpaid") and not _some_unpaid(data):
        notes.append(
            f"no unpaid time recorded for any of {data.worker_count} workers"
            if data.worker_count >= data.scope.k
            else "no unpaid time recorded for any worker"
        )
    if data.sampled:
        notes.append("the data are a sample or were volunteered: they may not represent the others")
    return tuple(notes)


def conflicts_of(data: PayData) -> tuple[Finding, ...]:
    """Return a finding for each disagreement between sources of the figures that pay was compared with."""
    todo = "settle which source counts for this supplier: fairlabel benchmarks show names every row"
    return tuple(Finding("benchmark_conflict", "warning", text, None, todo) for text in data.log.warnings)


def _by_month(missing: Iterable[str]) -> list[str]:
    """Return sentences that differ only in their month as one sentence with all the months.

    >>> _by_month(["no bar in 2026-01: why", "no bar in 2026-02: why", "no bar in 2026-02: else"])
    ['no bar in 2026-01, 2026-02: why', 'no bar in 2026-02: else']
    """
    months: dict[tuple[str, str], list[str]] = {}
    for sentence in missing:
        found = re.search(r"\b\d{4}-\d{2}(?=:)", sentence)
        start, stop = found.span() if found else (len(sentence), len(sentence))
        months.setdefault((sentence[:start], sentence[stop:]), []).append(sentence[start:stop])
    return [first + ", ".join(found) + rest for (first, rest), found in months.items()]


def _some_unpaid(data: PayData) -> bool:
    return "time_searching" in data.filled


__all__ = ["benchmark_uses", "cover_of", "distributions", "groups_of", "hidden", "merge_bands", "notes_of", "rate_uses"]
