"""Audit a change of pay in the files of one collector: from opened pay files to figures that may be shown.

The door of `checker.facts.change`. Looks up no benchmark; decides no requirement.
"""

from __future__ import annotations

from collections.abc import Sequence

from checker.facts.change.outcome import outcome_of
from checker.facts.change.shown import shown_change
from checker.facts.engine import open_engine
from checker.facts.metrics import METRICS
from checker.facts.pay_set import Yardsticks, open_set
from checker.facts.wage_audit import metric_of
from checker.model.benchmark import BenchmarkTable
from checker.model.pay_change import PayChange
from checker.model.pay_engine import BUILT_IN, EngineChoice
from checker.model.pay_table import PayTable
from checker.model.wages import PayScope

NAMES = ("share_cut", "mean_loss_of_cut", "pooled_change", "change_week", "change_announced")


def audit_change(tables: Sequence[PayTable], scope: PayScope, *, engine: EngineChoice = BUILT_IN) -> PayChange | None:
    """Return what the files say about the change that ``scope.change`` asks about; None without a row in scope.

    Raises InputError where the files are unusable.
    """
    filled = [table for table in tables if table.columns]
    if not filled:
        return None
    with open_engine(engine) as running:
        found = open_set(running, filled, scope, Yardsticks(BenchmarkTable(()), ()), frozenset())
        if not found.data.row_count:
            return None
        metrics = {name: metric_of(found.data, METRICS[name]) for name in NAMES}
        return shown_change(found, outcome_of(found.data), metrics)
