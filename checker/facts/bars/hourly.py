"""From a rate's own period to an hour, or to a month of given weekly hours; legal hours where none are stated.

A year has 52 weeks and 12 months here, as in the sources' own tables. Where weekly or daily hours
are not known, the result has an open high end: the longest week gives the lowest rate.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from checker.facts.bars.places import region_code
from checker.model.benchmark import BarChoices, Benchmark, BenchmarkTable, HoursRow, PayUnit, WorkPlace

WEEKS = Decimal(52)
MONTHS = Decimal(12)


class Week(NamedTuple):
    """Weekly hours behind a rate; `shortest` None = not known."""

    shortest: Decimal | None
    longest: Decimal
    why: str = ""


class Span(NamedTuple):
    """An amount in the unit asked for; `high` None = open."""

    low: Decimal
    high: Decimal | None
    why: str = ""


def in_unit(
    table: BenchmarkTable,
    row: Benchmark,
    place: WorkPlace,
    day: date,
    unit: PayUnit,
    weekly_hours: Decimal | None,
    choices: BarChoices,
) -> Span | str:
    """Return the row's amount per hour, or per month of `weekly_hours`; or why it cannot be had.

    A monthly bar is proportional to `weekly_hours`. None stands for the normal full week.
    """
    top = row.amount_high if row.amount_high is not None else row.amount
    week = weekly_hours_behind(table, row, place, day, choices)
    if unit == "month" and weekly_hours is None:
        return _per_full_month(row, top, week)
    hourly = _per_hour(table, row, top, week, place, day)
    if unit == "hour" or isinstance(hourly, str):
        return hourly
    assert weekly_hours is not None
    if row.period == "month":  # without the detour over 52/12, which rounds
        high = None if week.shortest is None else top * weekly_hours / week.shortest
        return Span(row.amount * weekly_hours / week.longest, high, week.why)
    scale = weekly_hours * WEEKS / MONTHS
    return Span(hourly.low * scale, None if hourly.high is None else hourly.high * scale, hourly.why)


def weekly_hours_behind(
    table: BenchmarkTable, row: Benchmark, place: WorkPlace, day: date, choices: BarChoices
) -> Week:
    """Return the weekly hours behind a rate: stated by the row, else legal, else unknown.

    A living wage is for a standard week, at most `choices.longest_week`, whatever the law allows.
    """
    if row.hours_per_week is not None:
        return Week(row.hours_per_week, row.hours_per_week)
    week = legal_week(table, row.country, row.region_code or region_code(place) or "", day, choices)
    if row.kind == "minimum_wage":
        return week
    cap = choices.longest_week
    return Week(None if week.shortest is None else min(week.shortest, cap), min(week.longest, cap), week.why)


def legal_week(table: BenchmarkTable, country: str, region: str, day: date, choices: BarChoices) -> Week:
    """Return the legal normal week of a region, or of its country, on a day.

    A cap leaves the shortest week open; a row marked unclear widens to both figures.
    """
    rows = _newest_hours(table, country, region, day)
    figures = [row.normal_weekly for row in rows if row.normal_weekly is not None]
    if not figures:
        return Week(None, choices.longest_week, "weekly hours behind it are not known")
    if any(row.applies_to == "cap" for row in rows):
        return Week(None, max(figures), f"the law caps the week at {max(figures)} hours and sets no normal week")
    why = "" if min(figures) == max(figures) else f"sources give {min(figures)} and {max(figures)} weekly hours"
    return Week(min(figures), max(figures), why)


def _newest_hours(table: BenchmarkTable, country: str, region: str, day: date) -> list[HoursRow]:
    rows = [r for r in table.hours_of(country) if r.valid_from is None or r.valid_from <= day]
    own = [r for r in rows if region and r.region_code == region and r.applies_to != "sector"]
    rows = own or [r for r in rows if not r.region_code and r.applies_to != "sector"]
    firm = [r for r in rows if r.applies_to != "unclear"]
    newest = max((r.valid_from or date.min for r in firm), default=date.min)
    chosen = [r for r in firm if (r.valid_from or date.min) == newest]
    return chosen + [r for r in rows if r.applies_to == "unclear" and (r.valid_from or date.min) >= newest]


def _per_hour(
    table: BenchmarkTable, row: Benchmark, top: Decimal, week: Week, place: WorkPlace, day: date
) -> Span | str:
    if row.period == "hour":
        return Span(row.amount, top)
    if row.period == "day" and row.days_per_month is None:
        return _from_legal_day(table, row, place, day)
    yearly = {
        "day": (row.days_per_month or 0) * MONTHS,
        "week": WEEKS,
        "month": MONTHS,
        "year": Decimal(1),
    }[row.period]
    high = None if week.shortest is None else top * yearly / (WEEKS * week.shortest)
    return Span(row.amount * yearly / (WEEKS * week.longest), high, week.why)


def _from_legal_day(table: BenchmarkTable, row: Benchmark, place: WorkPlace, day: date) -> Span | str:
    region = row.region_code or region_code(place) or ""
    daily = [r.normal_daily for r in _newest_hours(table, row.country, region, day) if r.normal_daily is not None]
    if not daily:
        return "a daily rate without days per month, and no legal day is known"
    why = f"a daily rate without days per month: an hour is at least 1/{max(daily)} of it, the legal day"
    return Span(row.amount / max(daily), None, why)


def _per_full_month(row: Benchmark, top: Decimal, week: Week) -> Span | str:
    if row.period == "month":
        return Span(row.amount, top)
    if row.period == "year":
        return Span(row.amount / MONTHS, top / MONTHS)
    if row.period == "week":
        return Span(row.amount * WEEKS / MONTHS, top * WEEKS / MONTHS)
    if row.period == "day":
        if row.days_per_month is None:
            return "a daily rate without days per month"
        return Span(row.amount * row.days_per_month, top * row.days_per_month)
    if week.shortest is None:
        return "an hourly rate, and the weekly hours of a full month are not known"
    scale = WEEKS / MONTHS
    return Span(row.amount * week.shortest * scale, top * week.longest * scale, week.why)
