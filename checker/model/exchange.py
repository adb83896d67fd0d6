"""Exchange rates: one rate with its month and source, the reason for a missing one, and what a table offers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Protocol


class Rate(NamedTuple):
    """How much `to` one unit of `base` bought in a month."""

    base: str
    to: str
    month: str
    """``2026-03``."""
    value: Decimal
    source: str
    """Name of the table."""
    route: str
    """``direct``, ``inverse``, ``cross over GBP``; ``same`` for one currency."""
    note: str = ""
    """Doubt that a report prints beside the rate, such as a parallel market."""


class NoRate(NamedTuple):
    """No rate: whatever needs it is undecided."""

    base: str
    to: str
    month: str
    why: str

    @property
    def reason(self) -> str:
        """Return a sentence naming pair and month."""
        return f"no exchange rate {self.base} to {self.to} for {self.month}: {self.why}"


class Quote(NamedTuple):
    """A rate as one table gives it."""

    value: Decimal
    route: str
    source: str = ""
    """Where this one rate comes from; empty: the table's name says it."""
    note: str = ""
    """Doubt about this one rate."""


class Gap(str):
    """Why a table has no rate of a pair for one month though it has for others: whoever made it may not know."""

    __slots__ = ()


class CurrencyChange(NamedTuple):
    """One currency that another one replaced at a rate fixed by law; columns in `standards/benchmarks/README.md`."""

    old: str
    new: str
    old_per_new: Decimal
    """How much of the old currency became one unit of the new one."""
    changed_on: date
    """First day of the new currency."""
    old_until: date
    """Last day on which pay may still be in the old one."""
    source_title: str
    source_url: str
    confidence: str

    @property
    def law(self) -> str:
        """Return the rate and its source in words: ``1 EUR = 1.95583 BGN (Council Regulation ...)``."""
        return f"1 {self.new} = {self.old_per_new.normalize():f} {self.old} ({self.source_title})"


def factor(changes: Mapping[str, CurrencyChange], old: str, to: str, month: str) -> tuple[Decimal, str] | None:
    """Return what one unit of ``old`` became in ``to`` by law, and that law; None before the month of the change."""
    value, laws = Decimal(1), list[str]()
    while old != to:
        change = changes.get(old)
        if change is None or month < f"{change.changed_on:%Y-%m}":
            return None
        value, old = value / change.old_per_new, change.new
        laws.append(change.law)
    return value, "; ".join(laws)


class RateTable(Protocol):
    """A source of monthly rates. Inverse and cross rates are made inside one table only."""

    @property
    def name(self) -> str:
        """Return what a report calls the table."""

    def quote(self, base: str, to: str, month: str) -> Quote | str:
        """Return the rate, or why this table has none (a `Gap` where it has the pair for other months)."""
