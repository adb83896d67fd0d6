"""What the benchmark tables hold for each country on a day; counted in `checker.facts.bars.coverage`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from checker.model.benchmark import BarKind

KINDS: tuple[BarKind, ...] = ("living_wage", "minimum_wage")


class KindCoverage(NamedTuple):
    """The figures of one kind for one country on a day."""

    places: int
    """Places (the country, regions, towns, urban or rural parts) with a figure in force that may be a floor."""
    can_pass: int
    """Of these, places where pay can be shown not to be below."""
    stale: int
    newest: str
    """First day of the newest figure, or its year; empty where none is in force."""
    oldest_months: int
    """Age of the oldest figure in force, in whole months from its first day."""
    fresh_until: date | None
    """Last day on which any of them is fresh."""
    ended: int
    """Rows that may be a floor and are not in force on the day."""
    context: int
    """Rows that are never a floor (poverty lines, household totals, rates of a sector or on paper, unclear ones)."""
    terms: tuple[str, ...]
    sources: tuple[str, ...]
    why: str
    """Why no place can pass; empty where one can."""


class CountryCoverage(NamedTuple):
    """What there is for one country."""

    country: str
    kinds: Mapping[BarKind, KindCoverage]


class Coverage(NamedTuple):
    """What there is on a day, by country."""

    day: date
    countries: tuple[CountryCoverage, ...]
    rows: int
    own: int
    """Of the rows, the user's."""
    stood_on: date | None
