"""Read the table of currencies that another one replaced at a rate fixed by law."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from checker import resources
from checker.errors import BenchmarkError, Problem
from checker.load.benchmark_cells import Cells
from checker.load.csv_text import split
from checker.model.exchange import CurrencyChange

SHIPPED = "benchmarks/currency_changes.csv"
COLUMNS = (
    "old", "new", "old_per_new", "changed_on", "old_until", "source_title", "source_url", "confidence", "notes",
)  # fmt: skip


@lru_cache(maxsize=1)
def currency_changes() -> tuple[CurrencyChange, ...]:
    """Return the shipped changes, by the old code."""
    changes, problems = parse_changes(resources.read_text("standards", SHIPPED), f"standards/{SHIPPED}")
    if problems:
        raise BenchmarkError(problems)
    return changes


def parse_changes(text: str, file: str) -> tuple[tuple[CurrencyChange, ...], list[Problem]]:
    """Return the rows of the table given as text, and all its problems."""
    _, rows, problems = split(text, file, COLUMNS)
    changes = [_change(Cells(file, line, cells, problems)) for line, cells in rows]
    return tuple(changes), problems


def _change(cells: Cells) -> CurrencyChange:
    found = CurrencyChange(
        cells.currency("old"),
        cells.currency("new"),
        cells.amount("old_per_new"),
        cells.day("changed_on") or date.max,
        cells.day("old_until") or date.max,
        cells.text("source_title"),
        cells.text("source_url"),
        cells.text("confidence"),
    )
    if not (found.source_title and found.source_url and found.confidence):
        cells.wrong("source_title", "a rate by law needs its source, address and how it was read")
    if date.max in (found.changed_on, found.old_until):
        cells.wrong("changed_on", "a change needs its first day and the last day of the old currency")
    if found.old == found.new:
        cells.wrong("new", "is the same as old")
    return found
