"""When a benchmark row is in force, when its first day is uncertain, and when it is too old to pass anyone.

All of it is judged at the day of the work, never at the day of the run.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from checker.model.benchmark import BarChoices, Benchmark, BenchmarkTable


def is_floor(row: Benchmark) -> bool:
    """Return whether the row may ever be a floor: any adult's rate of a wage, in the currency it was set in."""
    return why_context(row) == ""


def why_context(row: Benchmark) -> str:
    """Return why the row is context only, or an empty string."""
    if row.kind == "poverty_line":
        return "a poverty line, not a wage"
    if row.restated:
        return "restated into another currency"
    if row.applies_to == "adult_general":
        return ""
    return _CONTEXT[row.applies_to]


def why_not_in_force(table: BenchmarkTable, row: Benchmark, day: date) -> str:
    """Return why the row does not hold on the day, or an empty string.

    A row is out once its successor holds for certain; a successor whose first day is uncertain
    leaves it standing.
    """
    if day < row.valid_from:
        return f"in force from {row.valid_from} only"
    if row.valid_to is not None and day > row.valid_to:
        return f"ended on {row.valid_to}"
    successor = table.by_id.get(row.superseded_by)
    if successor is None or not is_floor(successor) or start_uncertain(successor, day):
        return ""
    return f"superseded by {successor.id}" if successor.valid_from <= day else ""


def start_uncertain(row: Benchmark, day: date) -> bool:
    """Return whether only the year of the first day is known and that year is not over."""
    return row.date_precision == "year" and day.year == row.valid_from.year


def fresh_until(row: Benchmark, choices: BarChoices) -> date:
    """Return the last day on which the row is not stale: the earlier of its age limit and its `review_by`."""
    if row.kind == "minimum_wage":
        limit = add_months(row.checked_on or row.valid_from, choices.minimum_wage_months)
    else:
        limit = add_months(row.valid_from, choices.living_wage_months)
    return min(limit, row.review_by) if row.review_by is not None else limit


def is_stale(row: Benchmark, day: date, choices: BarChoices) -> bool:
    """Return whether the row is too old on the day to show that anyone is not below it."""
    return day > fresh_until(row, choices)


def add_months(day: date, months: int) -> date:
    """Return the day some months later, or that month's last day.

    >>> add_months(date(2024, 8, 31), 18)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def change_days(row: Benchmark, choices: BarChoices) -> set[date]:
    """Return the days on which what the row says may change."""
    days = {row.valid_from, fresh_until(row, choices) + timedelta(days=1)}
    if row.valid_to is not None:
        days.add(row.valid_to + timedelta(days=1))
    if row.date_precision == "year":
        days.add(date(row.valid_from.year + 1, 1, 1))
    return days


_CONTEXT = {
    "age": "for one age group",
    "skill": "for one skill or category",
    "sector": "for one sector",
    "size": "for employers of one size",
    "household_total": "what a whole household needs, not one wage",
    "not_operational": "on paper only: not a rate in force",
    "unclear": "whom it covers is not clear",
}
