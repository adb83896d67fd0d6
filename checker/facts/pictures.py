"""The picture of a pay set: workers of each country by pay over the living wage, bars under k merged or hidden."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

import numpy as np

from checker.facts.disclosure.groups import SHARES, Breakdowns
from checker.facts.disclosure.small_cells import cells_to_hide, is_small
from checker.facts.floor_test import Basis
from checker.facts.membership import own_group
from checker.facts.pay_data import PayData
from checker.facts.tested_workers import TestedWorkers
from checker.model.benchmark import Bar, WorkPlace
from checker.model.quantity import many
from checker.model.wages import Band, Distribution

ON_THE_LINE = 1e-9
"""A worker paid exactly the line stands on it, whatever the last binary digit says."""
BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.5, 2.0, float("inf"))
"""Edges of the picture, in living wages; 1 is an edge, so that nobody below the line shares a bar with one above."""


def distributions(data: PayData) -> tuple[Distribution, ...]:
    """Return workers by pay over the living wage, for each country, bars of fewer than k merged or hidden.

    A country whose workers are hidden among the others has no picture; where a side of the line would tell by
    subtraction of fewer than k elsewhere, its bars have no numbers.
    """
    workers = data.tested(Basis("living_wage", paid_time=False, method="basic_only"), pooled=True)
    labels = own_group(data, "country")
    countries = sorted(set(labels.tolist()))
    everybody = {country: workers.only(labels == country) for country in countries}
    drawn = {country: _drawn(here) for country, here in everybody.items()}
    k = data.scope.k
    gone = cells_to_hide([len(everybody[c]) for c in countries], k)
    line = [int((drawn[c][0] + ON_THE_LINE < 1).sum()) for c in countries]
    bare = cells_to_hide(line, k) | cells_to_hide([len(drawn[c][0]) - line[i] for i, c in enumerate(countries)], k)
    # Bars add up to what a group of the country says, and those who are in none to those of whom it says nothing.
    told = {g.by["country"] for g in Breakdowns(data).of(("country",)).groups if g.stated[SHARES[0]] == "exact"}
    bare |= {i for i, country in enumerate(countries) if country not in told}
    bare |= {i for i, c in enumerate(countries) if is_small(len(everybody[c]) - len(drawn[c][0]), k)}
    # Over the whole period fewer are below than in some unit of pay: who lies between is a number of workers too.
    below = data.tested(Basis("living_wage", paid_time=False, method="basic_only")).below
    bare |= cells_to_hide([abs(int(below[labels == c].sum()) - line[i]) for i, c in enumerate(countries)], k)
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
        what = "without anything to compare with {} left out"
        rest = f"some workers {what.format('are')}"
        if not bare:
            rest = many(hidden_rest, "worker", what.format("is"), what.format("are"))
        note = (note + "; " if note else "") + rest
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
