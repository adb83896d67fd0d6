"""Metrics that packs may name and that are not computed in this version: unknown, with that reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.facts.measured import Measured, unknown

if TYPE_CHECKING:
    from checker.facts.metrics import MetricEntry
    from checker.facts.pay_data import PayData


def unbuilt(data: PayData, entry: MetricEntry) -> Measured:
    """Return unknown: an undecided requirement, never a pass and never an error."""
    return unknown(f"this version of fairlabel does not compute {entry.name}", n=data.worker_count)
