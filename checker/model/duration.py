"""Spans of calendar time as files write them (``12 months``), and the day that lies one span before another.

Months are calendar months: twelve months before 31 March is 31 March, one month before it is the last of February.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

_FORM = re.compile(r"\s*(\d{1,5})\s*(day|week|month|year)s?\s*\Z")


class Duration(NamedTuple):
    """A span: whole months and days."""

    months: int = 0
    days: int = 0

    def before(self, day: date) -> date:
        """Return the day that lies this span before ``day``; never before the calendar starts."""
        index = day.year * 12 + day.month - 1 - self.months
        year, month = divmod(index, 12)
        if year < 1:
            return date.min
        shifted = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
        try:
            return shifted - timedelta(days=self.days)
        except OverflowError:
            return date.min

    def last_day_of(self, day: date) -> date:
        """Return the last day on which ``day`` lies no further back than this span; never after the calendar ends.

        >>> Duration(months=12).last_day_of(date(2023, 2, 28))
        datetime.date(2024, 2, 29)
        """
        years, month = divmod(day.year * 12 + day.month - 1 + self.months, 12)
        if years > date.max.year:
            return date.max
        try:
            last = date(years, month + 1, min(day.day, monthrange(years, month + 1)[1])) + timedelta(days=self.days)
            while self.before(last + timedelta(days=1)) <= day:
                last += timedelta(days=1)
        except OverflowError:
            return date.max
        return last

    def __str__(self) -> str:
        """Return ``12 months`` or ``30 days``, as it is written in files."""
        parts = [(self.months, "month"), (self.days, "day")]
        return " and ".join(f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in parts if n) or "0 days"


def parse_duration(text: object) -> Duration | None:
    """Return the span that ``text`` names (``30 days``, ``2 weeks``, ``12 months``, ``1 year``), or None.

    >>> parse_duration("12 months")
    Duration(months=12, days=0)
    """
    match = _FORM.match(text) if isinstance(text, str) else None
    if match is None:
        return None
    count, unit = int(match[1]), match[2]
    if unit in ("month", "year"):
        return Duration(months=count * (12 if unit == "year" else 1))
    return Duration(days=count * (7 if unit == "week" else 1))
