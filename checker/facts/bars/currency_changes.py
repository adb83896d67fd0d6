"""A figure in a currency that has ended: restated in its successor at the rate that a law fixed.

Only what is fixed by law is used here; no market rate is. Pay that is still labelled with an ended currency is
another matter: whether its figures are old or new money cannot be told from them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from checker.model.benchmark import Bar, BenchmarkTable


def in_money_of(table: BenchmarkTable, bar: Bar, day: date) -> Bar:
    """Return the bar in the currency that was in use on the day, with the rate in its reasons.

    A chain of changes is followed; each factor is exact.
    """
    while (change := table.changes.get(bar.currency)) is not None and day >= change.changed_on:
        low, high = bar.low / change.old_per_new, None if bar.high is None else bar.high / change.old_per_new
        why = f"the figure is in {change.old}, which {change.new} replaced on {change.changed_on}: {change.law}"
        bar = replace(bar, low=low, high=high, currency=change.new, reasons=(*bar.reasons, why))
    return bar


def why_ended(table: BenchmarkTable, currency: str | None, month: str) -> str:
    """Return why pay of a month cannot be read in a currency that had ended by then; empty where it had not."""
    change = table.changes.get(currency or "")
    if change is None or month <= f"{change.old_until:%Y-%m}":
        return ""
    return (
        f"pay of {month} is in {change.old}, which {change.new} replaced on {change.changed_on}: whether its figures "
        f"are in {change.old} or already in {change.new} is not known; give the pay in {change.new}"
    )
