"""Stage 2: one pass from rows to parts, the sums that every later step reads.

A part is what one worker did in one unit (a payroll period, or a calendar month of tasks) at one place, in
one currency, job and spell of one bar. Parts are as many as worker x month, not as many as rows.
"""

from __future__ import annotations

from typing import Any

from checker.facts.bars.assigned import Spells
from checker.facts.engine import Engine
from checker.facts.pay_rows import RowShape
from checker.facts.pay_survey import AMOUNTS, FLAGS, Survey

UNSUMMED = ("contract_weekly", "time_searching")
"""Amounts of the survey that parts have no sum of."""


def gather(engine: Engine, rows: Any, shape: RowShape, seen: Survey, spells: Spells | None) -> Any:
    """Return the parts of normalised rows, run and stored.

    ``spells`` tells days on either side of a change of the bar within a month apart; None: there is none.
    """
    import narwhals as nw

    keys = ["worker", "cell", "unit"]
    if spells is not None and spells.changes:
        rows = _in_spells(engine, rows, spells)
        keys.append("spell")
    if shape.has_pilot:
        keys.append("pilot")
    summed = _summed(seen)
    parts = rows.group_by(*keys).agg(*_sums(nw, shape, seen, summed))
    # Sums come as 128-bit integers; a worker's month fits 63 bits.
    whole = [name for name in parts.collect_schema().names() if name not in keys]
    parts = parts.with_columns(nw.col(*whole).cast(nw.Int64))
    stored = engine.store(_complete(nw, parts, shape, seen, summed))
    return stored.join(_words(engine, seen), on="cell", how="left")


def _in_spells(engine: Engine, rows: Any, spells: Spells) -> Any:
    """Add each row's spell; days and cells that have no change have the first."""
    import narwhals as nw

    if spells.by_cell:
        table = engine.given(spells.table())
        return rows.join(table, on=["cell", "last_day"], how="left").with_columns(nw.col("spell").fill_null(0))
    # Counting the changes of few days costs a fraction of a join.
    passed = [(nw.col("last_day") >= day).cast(nw.Int64) for day in spells.changes[None]]
    return rows.with_columns(sum(passed[1:], passed[0]).fill_null(0).alias("spell"))


def _summed(seen: Survey) -> list[str]:
    """Return the amounts that differ from 0 somewhere."""
    names = [name for name in AMOUNTS if name in seen.filled and name not in UNSUMMED]
    return ["pay_low", *(["pay_high"] if _pay_is_open(seen) else []), "time_paid", *names]


def _pay_is_open(seen: Survey) -> bool:
    """Return whether it is open of some row if it was paid; else pay has one end."""
    return "time_open" in seen.filled


def _sums(nw: Any, shape: RowShape, seen: Survey, summed: list[str]) -> list[Any]:
    sums = [nw.len().alias("rows")]
    sums += [nw.col(name).sum().alias(name) for name in summed]
    rows = seen.counts["rows"]
    sums += [nw.col(name).cast(nw.Int64).sum().alias(name) for name in FLAGS if 0 < seen.counts[name] < rows]
    if shape.has_contract:
        weekly = nw.col("contract_weekly")
        sums += [weekly.max().alias("contract_low"), weekly.sum().alias("contract_high")]
    return sums


def _complete(nw: Any, parts: Any, shape: RowShape, seen: Survey, summed: list[str]) -> Any:
    """Add what is the same everywhere, so that later steps need not ask."""
    nothing, rows = nw.lit(0, nw.Int64), nw.col("rows")
    extra = {name: nothing for name in AMOUNTS if name not in summed and name not in UNSUMMED}
    for name in FLAGS:
        count = seen.counts[name]
        if count == 0 or count == seen.counts["rows"]:
            extra[name] = rows if count else nothing
    if not _pay_is_open(seen):
        extra["pay_high"] = nw.col("pay_low")
    if not shape.has_contract:
        extra |= {"contract_low": nothing, "contract_high": nothing}
    if not shape.has_pilot:
        extra["pilot"] = nw.lit(-1, nw.Int64)
    return parts.with_columns(**extra)


def _words(engine: Engine, seen: Survey) -> Any:
    """Return the currency of each cell, as a small table."""
    currencies = [cell["currency"] for cell in seen.cells.values()]
    return engine.given({"cell": list(seen.cells), "currency": currencies}, {"currency": "VARCHAR"})
