"""Stage 2: one pass from rows to parts, the sums that every later step reads.

A part is what one worker did in one unit (a payroll period, or a calendar month of tasks) at one place, in
one currency, job and spell of one bar. Parts are as many as worker x month, not as many as rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from checker.facts.engine import Engine
from checker.facts.pay_rows import ADDED, LESSENING, RowShape
from checker.model.pay_table import CELL_COLUMNS

KEYS = ("worker", "cell", "unit", "outside")


def gather(engine: Engine, rows: Any, shape: RowShape, boundaries: Sequence[int] = ()) -> Any:
    """Return the parts of normalised rows, run and stored.

    ``boundaries`` are days inside a month from which another bar holds; rows on either side of one go to
    different parts (column ``spell``).
    """
    import narwhals as nw

    keys = [*KEYS, *(["pilot"] if shape.has_pilot else []), *(["spell"] if boundaries else [])]
    if boundaries:
        rows = rows.with_columns(_spell(nw, boundaries).alias("spell"))
    parts = rows.group_by(*keys).agg(*_sums(nw, shape))
    # Sums come as 128-bit integers; a worker's month fits 63 bits.
    sums = [name for name in parts.collect_schema().names() if name not in (*keys, *CELL_COLUMNS)]
    parts = parts.with_columns(nw.col(*sums).cast(nw.Int64))
    return engine.store(_complete(nw, parts, shape))


def gather_cells(engine: Engine, parts: Any) -> dict[int, dict[str, Any]]:
    """Return what each cell says of place, currency, supplier, job and group, by the cell's number."""
    import narwhals as nw

    found = engine.collect(parts.group_by("cell").agg(*(nw.col(name).max() for name in CELL_COLUMNS)))
    return {cell: {name: found[name][i] for name in CELL_COLUMNS} for i, cell in enumerate(found["cell"])}


def _spell(nw: Any, boundaries: Sequence[int]) -> Any:
    count = nw.lit(0, nw.Int64)
    for day in boundaries:
        count = count + (nw.col("last_day") >= day).fill_null(value=False).cast(nw.Int64)
    return count


def _sums(nw: Any, shape: RowShape) -> list[Any]:
    added = ["pay_low", "pay_high", "time_paid", "time_open", "time_unpaid", "time_searching"]
    counted = ["broken", "pay_missing", "time_missing", "unpaid_missing"]
    added += [name for name in (*LESSENING, *ADDED) if name in shape.money]
    counted += [f"{name}_missing" for name in LESSENING if name in shape.money]
    if shape.has_overtime:
        added += ["overtime_pay", "overtime_time"]
        counted.append("overtime_blank")
    if not shape.has_status and shape.grain == "payroll":
        added = [name for name in added if name not in ("pay_high", "time_open")]
    sums = [nw.len().alias("rows")]
    sums += [nw.col(name).sum().alias(name) for name in added]
    sums += [nw.col(name).cast(nw.Int64).sum().alias(name) for name in counted]
    sums += [nw.col("first_day").min(), nw.col("last_day").max(), nw.col("month").max()]
    if shape.has_contract:
        sums += [
            nw.col("contract_weekly").max().alias("contract_low"),
            nw.col("contract_weekly").sum().alias("contract_high"),
        ]
    sums += [nw.col(name).any_value() for name in CELL_COLUMNS]
    return sums


def _complete(nw: Any, parts: Any, shape: RowShape) -> Any:
    """Add the columns that this set cannot fill, so that later steps need not ask."""
    nothing = nw.lit(0, nw.Int64)
    extra = {}
    if not shape.has_status and shape.grain == "payroll":
        extra |= {"pay_high": nw.col("pay_low"), "time_open": nothing}
    for name in (*LESSENING, *ADDED):
        if name not in shape.money:
            extra[name] = nothing
    if not shape.has_overtime:
        extra |= {name: nothing for name in ("overtime_pay", "overtime_time", "overtime_blank")}
    if not shape.has_contract:
        extra |= {"contract_low": nothing, "contract_high": nothing}
    if not shape.has_pilot:
        extra["pilot"] = nw.lit(-1, nw.Int64)
    return parts.with_columns(**extra)
