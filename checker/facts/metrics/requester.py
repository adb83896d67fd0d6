"""Pay against the legal minimum where the client is, whatever is owed where the work is done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from checker.facts.floor_test import Basis
from checker.facts.measured import Measured, unknown
from checker.facts.metrics.floor import share_of
from checker.facts.population import people

if TYPE_CHECKING:
    from checker.facts.metrics import MetricEntry
    from checker.facts.pay_data import PayData

COLUMN = "requester_country"


def share_below_requester_minimum_wage(data: PayData, entry: MetricEntry) -> Measured:
    """Return the share of workers with a unit of pay below the minimum wage of the client's country, paid time only.

    The floor test of `checker.facts.floor_test`, each row against the highest adult minimum in force where its client
    is, in that country's currency, by the method that a requirement chooses. Missing hours or minima, and rows that
    do not say where the client is, leave their worker undecided, missing pay too.
    """
    if COLUMN not in data.shape.words:
        why = f"the data do not say where the client is ({COLUMN})"
        return unknown(why, n=data.worker_count, basis="paid time", reads=(COLUMN,))
    if all(cell.requester is None for cell in data.places.values()):
        why = f"no row names the client's country by a code of ISO 3166-1 ({COLUMN})"
        return unknown(why, n=data.worker_count, basis="paid time", reads=(COLUMN,))
    workers = data.tested(Basis("requester_minimum_wage", paid_time=True, method=entry.method))
    found = share_of(people(data, workers, data.headcount), entry._replace(paid_time=True))
    unsaid = any(cell.requester is None for cell in data.places.values())
    words = "some rows do not name the client's country by a code of ISO 3166-1" if unsaid else ""
    return replace(found, why="; ".join(filter(None, [found.why, words])), reads=(*found.reads, COLUMN))
