"""How much of the subject's scope the pay data cover: period, places, workers by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from checker.facts.bars.assigned import month_name, to_day
from checker.facts.bars.places import plain
from checker.facts.membership import worker_cells
from checker.facts.metrics.coverage import scope_months
from checker.facts.pay_data import PayData
from checker.model.evidence import Period
from checker.model.facts import Cover

FULL_COVER = 0.9
"""Workers in the data / headcount that every month needs."""
Site: TypeAlias = tuple[str, str | None, str | None, str | None, int | None]
"""Country, region, city, area, headcount."""


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
    if missing:
        return [f"no pay from {', '.join(missing)}"]
    return _empty_sites(data) if len(data.scope.sites) > 1 else []


def _empty_sites(data: PayData) -> list[str]:
    """Return what is missing of sites whose workers stand at another one: one word puts them at a lower bar.

    A row that says no more than its country, or a place that is none of the sites, may be of any of them there.
    """
    sites = data.scope.sites
    homes = {number: _homes(cell, sites) for number, cell in data.cells.items()}
    owner, cell, _ = worker_cells(data)
    here: list[int] = []
    for index in range(len(sites)):
        fitting = [number for number, found in homes.items() if index in found]
        here.append(len(np.unique(owner[np.isin(cell, fitting)])))
    none = [_site(site) for site, workers in zip(sites, here, strict=True) if not workers]
    if none:
        return [f"no pay from {', '.join(none)}"]
    counted = [(site, site[4], workers) for site, workers in zip(sites, here, strict=True) if site[4] is not None]
    crowded = [_site(site) for site, said, workers in counted if workers > said]
    thin = [_site(site) for site, said, workers in counted if workers < FULL_COVER * said]
    if crowded and thin:
        return [
            f"more workers at {', '.join(crowded)} than the headcount, and fewer than {FULL_COVER:.0%} of it at "
            f"{', '.join(thin)}"
        ]
    return []


def _homes(cell: Mapping[str, Any], sites: Sequence[Site]) -> frozenset[int]:
    """Return the numbers of the sites at which a row may be: all of its country where it names none of them."""
    near = [index for index, site in enumerate(sites) if cell["country"] in (None, site[0])]
    return frozenset([index for index in near if _may_be_at(cell, sites[index])] or near)


def _may_be_at(cell: Mapping[str, Any], site: Site) -> bool:
    said = zip(("region", "city", "area"), site[1:4], strict=True)
    return all(not word or not cell[name] or plain(str(cell[name])) == plain(word) for name, word in said)


def _site(site: Site) -> str:
    return ", ".join(dict.fromkeys(part for part in (site[2], site[1] or site[0]) if part))
