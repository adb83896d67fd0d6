"""How long one thing shown carries one result: its own date, and the last day on which it is in date.

The view has the day by the usual age; a requirement may ask for less, which is worked out here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from checker.model.duration import parse_duration

View = Mapping[str, Any]
UNDATED = "No date is known of it: it counts as out of date."
ENDLESS = "It holds while it is in force, and names no end."


class Dates(NamedTuple):
    """From when one thing shown counts, and until when."""

    dated: date | None
    """None: no date is known."""
    until: date | None
    """Last day on which it is in date. None: no date is known, or what is in force names no end."""
    words: str
    """What a reader has to know of a missing date; empty where both are there."""


def dates_of(exhibit: View, as_of: str | None, max_age: str | None) -> Dates:
    """Return the dates of ``exhibit`` (of the view's ``evidence``) for a requirement that asks for ``max_age``.

    ``max_age`` is in words (``6 months``); None: the usual age, which the view has worked out.
    """
    span = parse_duration(max_age)
    if span is None:
        dated, until = _day(exhibit["dated"]), _day(exhibit["in_date_until"])
        if dated is None:
            return Dates(None, None, UNDATED)
        return Dates(dated, until, "" if until else ENDLESS)
    aged_from = _aged_from(exhibit, as_of) if exhibit["in_force"] else _day(exhibit["dated"])
    if aged_from is None:
        return Dates(None, None, UNDATED)
    return Dates(aged_from, span.last_day_of(aged_from), "")


def _aged_from(exhibit: View, as_of: str | None) -> date | None:
    """Return the day from which what is in force ages, where a requirement asks for an age all the same."""
    covers = exhibit["covers"] or {}
    start, end, issued = _day(covers.get("from")), _day(covers.get("to")), _day(exhibit["issued"])
    day = _day(as_of)
    if end is None or day is None or end <= day:
        return end or issued
    return issued or start


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
