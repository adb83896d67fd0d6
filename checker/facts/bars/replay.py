"""The benchmark tables as they stood on a day, so that an old audit can be repeated with the bars of its time.

A row counts from the day on which the table knew it: `recorded_on`, else `checked_on`, else its own first day. What
was learned of a row later is taken back as far as the table says when: a later checking does not make it fresh, and a
successor that was not known does not end it. What was changed in place (an amount corrected, an end filled in) leaves
no trace in a table and stays; legal hours, the law's conversion rates and exchange rates are those of today.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from checker.model.benchmark import Benchmark, BenchmarkTable
from checker.model.quantity import many


def as_it_stood(table: BenchmarkTable, day: date) -> BenchmarkTable:
    """Return the table without what it did not know on ``day``; ``whole`` of the result is the table given."""
    known = {row.id for row in table.rows if row.known_on <= day}
    rows = (_as_known(row, known, day) for row in table.rows if row.id in known)
    return BenchmarkTable(rows, table.hours, table.inputs, table.changes.values(), stood_on=day, whole=table)


_SEVERAL = ("do not say when they were", "count from their")


def said(table: BenchmarkTable) -> str:
    """Return what a reader has to know of a replayed table; empty where it is not replayed."""
    if table.whole is None:
        return ""
    gone, all_rows = len(table.whole.rows) - len(table.rows), len(table.whole.rows)
    undated = sum(row.own and row.recorded_on is None and row.checked_on is None for row in table.rows)
    left = many(gone, "row", "came later and is", "came later and are", of=all_rows)
    text = f"benchmarks as the table stood on {table.stood_on}: {left} left out"
    if undated:
        do, count = ("does not say when it was", "counts from its") if undated == 1 else _SEVERAL
        text += f"; {undated} of your own rows {do} recorded or checked, and {count} day"
    return text


def _as_known(row: Benchmark, known: set[str], day: date) -> Benchmark:
    if row.checked_on is not None and row.checked_on > day:
        row = replace(row, checked_on=None)
    if row.superseded_by and row.superseded_by not in known:
        row = replace(row, superseded_by="")
    return row
