"""How a number with a unit is written in English sentences. Other languages are the renderers' work."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

NO_UNIT = ("", "ratio", "count", "number", "index")


def number(value: Any, unit: str) -> str:
    """Return a number with its unit, shares as per cent.

    >>> number(0.05, "share"), number(1, "days"), number(31, "days")
    ('5%', '1 day', '31 days')
    """
    if isinstance(value, date):
        return value.isoformat()
    if unit == "share":
        return f"{digits(value * 100)}%"
    if unit in NO_UNIT:
        return digits(value)
    return f"{digits(value)} {unit[:-1] if value == 1 and unit.endswith('s') else unit}"


def many(count: int, noun: str, one: str, more: str, *, of: int | None = None) -> str:
    """Return how many do something, in grammar for one as for several.

    >>> many(1, "row", "says", "say"), many(2, "row", "says", "say"), many(1, "worker", "is", "are", of=20)
    ('1 row says', '2 rows say', '1 of 20 workers is')
    """
    whole = count if of is None else of
    amount = f"{count}" if of is None else f"{count} of {of}"
    return f"{amount} {noun}{'' if whole == 1 else 's'} {one if count == 1 else more}"


def interval(low: float, high: float, unit: str) -> str:
    """Return where a number lies, as the end of a sentence; an open end is left out.

    >>> interval(3, 3, "days"), interval(0, 0.2, "share"), interval(3, math.inf, "days")
    ('is 3 days', 'lies between 0% and 20%', 'is at least 3 days')
    """
    if low == high:
        return f"is {number(low, unit)}"
    if math.isinf(low) and math.isinf(high):
        return "is not known"
    if math.isinf(high):
        return f"is at least {number(low, unit)}"
    if math.isinf(low):
        return f"is at most {number(high, unit)}"
    return f"lies between {number(low, unit)} and {number(high, unit)}"


def exact(value: float) -> str:
    """Return a number as it was written: to ten significant digits, whole numbers whole.

    >>> exact(1234.5), exact(0.055 * 100), exact(12000000)
    ('1234.5', '5.5', '12000000')
    """
    return f"{value:.0f}" if float(value).is_integer() and abs(value) < 1e15 else f"{value:.10g}"


def digits(value: float) -> str:
    """Return a number to four significant digits, whole numbers whole."""
    return f"{value:.0f}" if float(value).is_integer() and abs(value) < 1e15 else f"{value:.4g}"
