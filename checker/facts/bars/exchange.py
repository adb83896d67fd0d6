"""One exchange rate for a pair and a month: the first table that has it, with source and doubts.

Benchmarks are compared in their own currency, at the month of the work. Purchasing power parities
have no place here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from checker.model.exchange import Gap, NoRate, Quote, Rate, RateTable


def rate(tables: Sequence[RateTable], base: str, to: str, month: str) -> Rate | NoRate:
    """Return how much `to` one unit of `base` bought in a month (YYYY-MM), or why it is not known.

    Tables are asked in order; a rate is never made from two of them.
    """
    if base == to:
        return Rate(base, to, month, Decimal(1), "", "same")
    missing: list[str] = []
    for table in tables:
        found = table.quote(base, to, month)
        if isinstance(found, Quote):
            gaps = [why for why in missing if isinstance(why, Gap)]
            note = "; ".join(filter(None, [*gaps, found.note]))
            return Rate(base, to, month, found.value, found.source or table.name, found.route, note)
        missing.append(found)
    return NoRate(base, to, month, "; ".join(dict.fromkeys(missing)) or "no table of rates")


def month_of(day: date) -> str:
    """Return the month of a day as tables write it.

    >>> month_of(date(2026, 3, 31))
    '2026-03'
    """
    return f"{day:%Y-%m}"
