"""Sentences that stand beside the numbers of a pay set: what is missing, what was assumed, what was all zero."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from checker.facts.bars.assigned import to_day
from checker.facts.bars.bar import lowered_bars
from checker.facts.bars.replay import said
from checker.facts.pay_data import PayData
from checker.model.benchmark import Bar, BarKind, BarOrNot
from checker.model.pay_table import is_unpaid_time_by_word
from checker.model.questionnaire import Finding

_KINDS: tuple[BarKind, ...] = ("living_wage", "minimum_wage")


def notes_of(data: PayData) -> tuple[str, ...]:
    """Return sentences that stand beside the metrics: what is missing, what was assumed, what was all zero."""
    notes = [*by_month(data.log.missing), *by_month(data.log.rates_missing)]
    if replayed := said(data.benchmarks):
        notes.append(replayed)
    notes += _lowered(data)
    if data.has("hours_unpaid") and not _some_unpaid(data):
        notes.append(
            f"no unpaid time recorded for any of {data.worker_count} workers"
            if data.worker_count >= data.scope.k
            else "no unpaid time recorded for any worker"
        )
    if any(is_unpaid_time_by_word(table) for table in data.tables):
        notes.append(
            "that unpaid time is in the hours is the mapping's word (time_basis: shift): neither a column of unpaid "
            "time nor the start and end of shifts shows it"
        )
    if data.sampled:
        notes.append("the data are a sample or were volunteered: they may not represent the others")
    return tuple(notes)


def conflicts_of(data: PayData) -> tuple[Finding, ...]:
    """Return a finding for each disagreement between sources of the figures that pay was compared with."""
    todo = "settle which source counts for this supplier: fairlabel benchmarks show names every row"
    return tuple(Finding("benchmark_conflict", "warning", text, None, todo) for text in data.log.warnings)


def _lowered(data: PayData) -> Iterator[str]:
    """Iterate over a sentence a bar that the user's table, or a replay, lowers at a place of the work, both values."""
    dated = [span for span in data.spans if span.dated]
    if not dated:
        return
    first, last = to_day(min(span.first for span in dated)), to_day(max(span.last for span in dated))
    places = sorted({cell.place for cell in data.places.values() if cell.place is not None}, key=str)
    by = "the table as it stood" if data.benchmarks.whole is not None else "a table of your own"
    for kind in _KINDS:
        for place in places:
            for low in lowered_bars(data.benchmarks, kind, place, first, last, "hour", data.source.choices):
                what = f"{by} lowers the {kind.replace('_', ' ')} of {place} from {low.first} to {low.last}"
                yield f"{what}: {_amount(low.with_own)} in place of {_amount(low.without_own)}"


def _amount(bar: BarOrNot) -> str:
    if not isinstance(bar, Bar):
        return "no figure"
    high = "" if bar.high == bar.low else " or more" if bar.high is None else f" to {bar.high:,.2f}"
    return f"{bar.low:,.2f}{high} {bar.currency} an hour"


_MONTH = re.compile(r"(?<=^pay of )\d{4}-\d{2}\b|\b\d{4}-\d{2}(?=:)")
"""The month of a sentence: that of the pay, or the one before its colon."""


def by_month(missing: Iterable[str]) -> list[str]:
    """Return sentences that differ only in their month as one sentence with all the months.

    >>> by_month(["no bar in 2026-01: why", "no bar in 2026-02: why", "no bar in 2026-02: else"])
    ['no bar in 2026-01, 2026-02: why', 'no bar in 2026-02: else']
    """
    months: dict[tuple[str, str], list[str]] = {}
    for sentence in missing:
        found = _MONTH.search(sentence)
        start, stop = found.span() if found else (len(sentence), len(sentence))
        months.setdefault((sentence[:start], sentence[stop:]), []).append(sentence[start:stop])
    return [first + ", ".join(found) + rest for (first, rest), found in months.items()]


def _some_unpaid(data: PayData) -> bool:
    return "time_searching" in data.filled
