"""Findings beside the pay metrics: job categories wide enough to hide low pay, and gaps that cannot be.

Only what may be shown leaves this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from checker.facts.disclosure.small_cells import cells_to_hide
from checker.facts.membership import SEVERAL, own_group
from checker.facts.metrics.gender_gap import IMPOSSIBLE
from checker.model.evidence import Place
from checker.model.questionnaire import Finding

if TYPE_CHECKING:
    from checker.facts.pay_data import PayData
    from checker.model.wages import Metric

WIDEST = 0.10
"""Share of the workforce that a job category may hold (IDH Salary Matrix): an average over more of
them can hide those who are paid least."""


def pay_findings(data: PayData, metrics: Mapping[str, Metric]) -> tuple[Finding, ...]:
    """Return the findings on a set of ``k`` workers or more."""
    if data.worker_count < data.scope.k:
        return ()
    return (*_wide_categories(data), *_impossible_gaps(data, metrics))


def _wide_categories(data: PayData) -> list[Finding]:
    """Name job categories that hold more than a tenth of the workforce, as far as the table by group shows them."""
    if not data.has("job_category"):
        return []
    labels = own_group(data, "job_category")
    names = sorted(set(labels.tolist()))
    counts = [int((labels == name).sum()) for name in names]
    gone = cells_to_hide(counts, data.scope.k)
    n = max(len(labels), data.headcount or 0)
    wide = [
        f"{name} ({counts[i]} of {n} workers)"
        for i, name in enumerate(names)
        if i not in gone and counts[i] > WIDEST * n and name not in ("", SEVERAL)
    ]
    if not wide:
        return []
    holds = "the job category holds" if len(wide) == 1 else "job categories hold"
    message = (
        f"{holds} more than {WIDEST:.0%} of the workforce: {', '.join(wide)}; an average over so many can hide those"
        " who are paid least"
    )
    todo = "tell jobs of different tasks or pay apart in job_category, and read the lowest pay beside any average"
    return [Finding("wide_job_category", "note", message, Place(data.tables[0].label), todo)]


def _impossible_gaps(data: PayData, metrics: Mapping[str, Metric]) -> list[Finding]:
    found = [name for name, metric in metrics.items() if metric.why == IMPOSSIBLE]
    if not found:
        return []
    message = f"{', '.join(found)}: {IMPOSSIBLE}"
    return [Finding("impossible_gap", "warning", message, Place(data.tables[0].label))]
