"""How much of the subject's scope the pay data cover: period, places, workers by month."""

from __future__ import annotations

from checker.facts.metrics.coverage import scope_months
from checker.facts.pay_data import PayData
from checker.facts.unit_bars import month_name, to_day
from checker.model.evidence import Period
from checker.model.facts import Cover

FULL_COVER = 0.9
"""Workers in the data / headcount that every month needs."""


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
