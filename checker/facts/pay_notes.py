"""Sentences that stand beside the numbers of a pay set: what is missing, what was assumed, what was all zero."""

from __future__ import annotations

import re
from collections.abc import Iterable

from checker.facts.pay_data import PayData
from checker.facts.replay import said
from checker.model.questionnaire import Finding


def notes_of(data: PayData) -> tuple[str, ...]:
    """Return sentences that stand beside the metrics: what is missing, what was assumed, what was all zero."""
    notes = [*_by_month(data.log.missing), *data.log.rates_missing]
    if replayed := said(data.benchmarks):
        notes.append(replayed)
    if data.has("hours_unpaid") and not _some_unpaid(data):
        notes.append(
            f"no unpaid time recorded for any of {data.worker_count} workers"
            if data.worker_count >= data.scope.k
            else "no unpaid time recorded for any worker"
        )
    if data.sampled:
        notes.append("the data are a sample or were volunteered: they may not represent the others")
    return tuple(notes)


def conflicts_of(data: PayData) -> tuple[Finding, ...]:
    """Return a finding for each disagreement between sources of the figures that pay was compared with."""
    todo = "settle which source counts for this supplier: fairlabel benchmarks show names every row"
    return tuple(Finding("benchmark_conflict", "warning", text, None, todo) for text in data.log.warnings)


def _by_month(missing: Iterable[str]) -> list[str]:
    """Return sentences that differ only in their month as one sentence with all the months.

    >>> _by_month(["no bar in 2026-01: why", "no bar in 2026-02: why", "no bar in 2026-02: else"])
    ['no bar in 2026-01, 2026-02: why', 'no bar in 2026-02: else']
    """
    months: dict[tuple[str, str], list[str]] = {}
    for sentence in missing:
        found = re.search(r"\b\d{4}-\d{2}(?=:)", sentence)
        start, stop = found.span() if found else (len(sentence), len(sentence))
        months.setdefault((sentence[:start], sentence[stop:]), []).append(sentence[start:stop])
    return [first + ", ".join(found) + rest for (first, rest), found in months.items()]


def _some_unpaid(data: PayData) -> bool:
    return "time_searching" in data.filled
