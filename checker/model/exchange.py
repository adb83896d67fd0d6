"""Exchange rates: one rate with its month and source, the reason for a missing one, and what a table offers."""

from __future__ import annotations

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


class RateTable(Protocol):
    """A source of monthly rates. Inverse and cross rates are made inside one table only."""

    @property
    def name(self) -> str:
        """Return what a report calls the table."""

    def quote(self, base: str, to: str, month: str) -> Quote | str:
        """Return the rate, or why this table has none."""
