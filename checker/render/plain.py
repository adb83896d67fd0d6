"""Values as JSON can hold them: ten significant digits, no infinity, words for levels, ISO dates.

Knows nothing of reports.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from checker.model.evidence import Level, Place

DIGITS = 10


def number(value: float | int | Decimal | None) -> float | int | None:
    """Return a number to ten significant digits, whole ones as integers; None for NaN and infinities.

    >>> number(1 / 3), number(41.0), number(float("inf"))
    (0.3333333333, 41, None)
    """
    if value is None or isinstance(value, int):
        return value
    real = float(value)
    if not math.isfinite(real):
        return None
    rounded = real if real.is_integer() and abs(real) < 10**DIGITS else float(f"{real:.{DIGITS}g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded


def open_ends(low: float | None, high: float | None) -> str | None:
    """Return which end of an interval is open: ``low``, ``high``, ``both``, or None."""
    below = low is not None and math.isinf(low)
    above = high is not None and math.isinf(high)
    return "both" if below and above else "low" if below else "high" if above else None


def plain(value: Any) -> Any:
    """Return ``value`` made of dicts with text keys, lists, text, numbers, booleans and None."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, Level):
        return value.word
    if isinstance(value, int | float | Decimal):
        return number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Place):
        return spot(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(plain(item) for item in value)
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {key: plain(item) for key, item in value._asdict().items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return str(value)


def spot(place: Place | None) -> dict[str, Any] | None:
    """Return file with line and column, or file with rows; None where there is no place."""
    if place is None or not place.file:
        return None
    if place.rows is not None:
        return {"file": place.file, "rows": place.rows}
    return {"file": place.file, "line": place.line, "column": place.column}
