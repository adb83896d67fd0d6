"""Several sources for one ground: which rows are one source's, and what to say where two of them disagree.

The interval over them is made in `checker.facts.bars.rows`; here are the words, with both sources and figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from checker.facts.bars.places import label
from checker.facts.bars.staleness import is_stale
from checker.model.benchmark import Bar, BarChoices, Benchmark

NEARLY = Decimal("0.005")
"""Share by which two figures may differ and still be one figure, rounded or converted."""
_A = {"hour": "an hour", "day": "a day", "week": "a week", "month": "a month", "year": "a year"}


def by_source(rows: Iterable[Benchmark]) -> list[list[Benchmark]]:
    """Return rows of one source together, in table order.

    A statutory rate is one figure whoever prints it; a living wage is its publisher's.
    """
    found: dict[str, list[Benchmark]] = {}
    for row in rows:
        found.setdefault("" if row.kind == "minimum_wage" else row.source_title, []).append(row)
    return list(found.values())


def figure(row: Benchmark) -> str:
    """Return a row's figure with its source: ``a: 13.45 GBP an hour from 2025-10-22 (Living Wage Foundation)``."""
    high = f" to {row.amount_high.normalize():f}" if row.amount_high is not None else ""
    amount = f"{row.amount.normalize():f}{high} {row.currency} {_A[row.period]}"
    return f"{row.id}: {amount} from {row.since} ({row.source_title or row.table})"


def conflict(rows: Sequence[Benchmark], bar: Bar) -> str:
    """Return the warning that rows of one ground and day differ."""
    high = "more" if bar.high is None else f"{bar.high:,.2f}"
    ends = f"{bar.low:,.2f} to {high} {bar.currency} {_A[bar.unit]}"
    named = "; ".join(figure(row) for row in rows)
    who = "sources" if len(by_source(rows)) > 1 else "rows of one source"
    return f"{who} differ on {label(rows[0])}, both ends are used ({ends}): {named}"


def older_rivals(
    used: Sequence[Benchmark], rows: Iterable[Benchmark], day: date, choices: BarChoices
) -> list[Benchmark]:
    """Return living wages of other sources for the same ground, older than those used and neither ended nor stale."""
    titles = {row.source_title for row in used}
    return [
        row
        for row in rows
        if row.kind == "living_wage" and row not in used and row.source_title not in titles
        if row.valid_from < used[0].valid_from and not is_stale(row, day, choices)
    ]


def rivalry(row: Benchmark, theirs: Bar, used: Sequence[Benchmark], bar: Bar) -> str:
    """Return the warning that an older figure of another source differs from the newest; empty where it does not."""
    if theirs.currency != bar.currency or abs(theirs.low - bar.low) <= NEARLY * bar.low:
        return ""
    newest = "; ".join(figure(one) for one in used)
    return f"sources differ on {label(row)}; the newest counts ({newest}), and older is {figure(row)}"
