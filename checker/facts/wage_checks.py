"""The load checks of pay files alone: what is wrong with their rows, without a benchmark or a metric."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from checker.facts.bars.assigned import to_day
from checker.facts.bars.currency_changes import why_ended
from checker.facts.engine import open_engine
from checker.facts.pay_data import PayData
from checker.facts.pay_notes import by_month
from checker.facts.pay_set import Yardsticks, open_set
from checker.model.benchmark import BenchmarkTable
from checker.model.evidence import Period, Place
from checker.model.exchange import CurrencyChange
from checker.model.pay_engine import BUILT_IN, EngineChoice
from checker.model.pay_table import PayTable
from checker.model.questionnaire import Finding
from checker.model.wages import PayChecks, PayScope

K = 5
"""Fewer workers than these are not counted out loud."""


def check_pay(
    tables: Sequence[PayTable], *, changes: Iterable[CurrencyChange] = (), engine: EngineChoice = BUILT_IN
) -> PayChecks:
    """Return what the load checks find in the rows of all ``tables`` together; ``changes``: currencies that ended.

    Raises InputError where no row can be read, or a cell holds a word that the pay table does not know.
    """
    files = tuple(table.label for table in tables)
    filled = [table for table in tables if table.columns]
    if not filled:
        return PayChecks(files, 0, None, "", Period(None, None), {}, (), ())
    scope = PayScope("", Period(None, None), (), None, None)
    with open_engine(engine) as running:
        found = open_set(running, filled, scope, Yardsticks(BenchmarkTable((), changes=changes), ()), frozenset())
        data = found.data
        dated = [span for span in data.spans if span.dated]
        period = Period(None, None)
        if dated:
            period = Period(to_day(min(span.first for span in dated)), to_day(max(span.last for span in dated)))
        workers = data.worker_count if data.row_count else 0
        return PayChecks(
            files,
            found.rows,
            workers if workers >= K else None,
            data.grain,
            period,
            found.set_aside,
            (*found.findings, *_ended(data)),
            found.notes,
        )


def _ended(data: PayData) -> Iterator[Finding]:
    """Iterate over a warning a currency that had ended when the work was paid: its workers are undecided."""
    months = sorted({(data.places[s.cell].currency or "", f"{to_day(s.last):%Y-%m}") for s in data.spans if s.dated})
    for why in by_month(filter(None, (why_ended(data.benchmarks, *one) for one in months))):
        what, _, todo = why.rpartition("; ")
        message = f"{what}; its workers are undecided"
        yield Finding("currency_ended", "warning", message, Place(data.tables[0].label), todo)
