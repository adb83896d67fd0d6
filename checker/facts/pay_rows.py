"""Stage 1: rows of any pay file to one shape, as lazy expressions that run on any engine.

Money is integers of 1/10,000,000 of a major unit, time integers of a millisecond, days are counted from
1970-01-01. Nothing is dropped here: what cannot be known is counted in columns that end in ``_missing``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from checker.model.pay_table import CELL_COLUMNS, COLUMNS, PayTable

COVERS_UNPAID_TIME = ("shift", "logged_cluster")
"""Time bases under which waiting and searching are inside the logged time."""
UNIT_BASE = 100_000
"""A payroll unit is numbered first day x UNIT_BASE + last day."""
NO_UNIT = -1
"""Unit of a row whose dates cannot be read."""
LESSENING = ("fees", "deductions", "costs")
"""Columns that lower pay; where one is missing and needed, pay has no lower end."""
ADDED = ("guaranteed_bonus", "in_kind", "tips", "bonus", "deductions_tax", "client_price")
"""Other money that is summed as it stands; an empty cell adds nothing."""
KEPT = (
    "status", "due_date", "paid_date", "bad_faith", "minutes_sensitive", "rate_per_task", "expected_minutes",
    "time_limit_minutes", "task_type", "stated_hourly_rate", "pay",
)  # fmt: skip
"""Columns that single metrics read row by row; they cost nothing where no metric asks."""
FLAGS = ("broken", "pay_missing", "time_missing", "unpaid_missing", "overtime_blank")
NEVER_NEGATIVE = (
    "pay", "guaranteed_bonus", "bonus", "tips", "overtime_pay", "in_kind", "fees", "deductions", "deductions_tax",
    "costs", "hours_paid", "hours_unpaid", "hours_overtime", "contract_weekly_hours", "elapsed_ms",
    "minutes_sensitive", "expected_minutes", "time_limit_minutes", "rate_per_task", "stated_hourly_rate",
    "client_price",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowShape:
    """What the rows of a set can tell, decided before a row is read."""

    grain: str
    has_status: bool
    has_overtime: bool
    has_contract: bool
    has_pilot: bool
    money: frozenset[str]
    """Lessening and added columns that some table of the set fills."""
    kept: frozenset[str]
    """Columns of `KEPT` that some table of the set fills."""
    words: frozenset[str]
    """Columns of `CELL_COLUMNS` that some table of the set fills."""


def shape_of(tables: tuple[PayTable, ...]) -> RowShape:
    """Return the shape that all tables of one set share."""
    columns: frozenset[str] = frozenset().union(*(table.columns for table in tables))
    return RowShape(
        tables[0].mapping.grain,
        "status" in columns,
        bool(columns & {"overtime_pay", "hours_overtime"}),
        "hours_basis" in columns,
        "is_pilot" in columns,
        columns & {*LESSENING, *ADDED},
        columns & set(KEPT),
        columns & set(CELL_COLUMNS),
    )


def normalise(frame: Any, table: PayTable, shape: RowShape, none: frozenset[str], first: int, last: int) -> Any:
    """Return the rows of one table in the shape of its set.

    ``frame`` is a narwhals frame of `PayTable.rows`; ``none`` names columns that are shown not to exist
    because there is nothing to put in them; ``first`` and ``last`` are the days of the scope.
    """
    import narwhals as nw

    has = table.columns
    return frame.select(
        "worker",
        "cell",
        "row",
        "row_hash",
        "fact_hash",
        "month",
        "outcome",
        "first_day",
        "last_day",
        *(nw.col(name) if name in has else nw.lit(None, nw.String).alias(name) for name in CELL_COLUMNS),
        _unit(nw, shape).alias("unit"),
        _outside(nw, first, last).alias("outside"),
        (nw.col("submitted_at") if "submitted_at" in has else nw.lit(None, nw.Int64)).alias("end_ms"),
        (~is_sound(table)).alias("broken"),
        *_pay(nw),
        *_time(nw, table, shape),
        *_money(nw, has, shape, none),
        *_overtime(nw, has, shape),
        *(_as_is(nw, name, has) for name in sorted(shape.kept)),
        *([_pilot(nw, has).alias("pilot")] if shape.has_pilot else []),
        *(nw.col(f"factor_{i}") for i in range(len(table.mapping.factors))),
    )


def is_sound(table: PayTable) -> Any:
    """Return the test that a row can be read, and that nothing in it is impossible."""
    import narwhals as nw

    test = (nw.col("bad") == 0) & (nw.col("last_day") >= nw.col("first_day")).fill_null(value=False)
    for name in NEVER_NEGATIVE:
        if name in table.columns or (name == "elapsed_ms" and "started_at" in table.columns):
            test = test & (nw.col(name) >= 0).fill_null(value=True)
    return test


def _unit(nw: Any, shape: RowShape) -> Any:
    if shape.grain == "task":
        return nw.col("month").cast(nw.Int64).fill_null(NO_UNIT)
    return (nw.col("first_day") * UNIT_BASE + nw.col("last_day")).cast(nw.Int64).fill_null(NO_UNIT)


def _outside(nw: Any, first: int, last: int) -> Any:
    return ((nw.col("last_day") < first) | (nw.col("last_day") > last)).fill_null(value=False)


def _pay(nw: Any) -> list[Any]:
    """Return pay between its ends: all of it if approved, none if not, none to all while that is open."""
    pay, paid, unpaid = nw.col("pay"), _is_paid(nw), _is_unpaid(nw)
    nothing = nw.lit(0, nw.Int64)
    return [
        nw.when(paid).then(pay).otherwise(nothing).alias("pay_low"),
        nw.when(unpaid).then(nothing).otherwise(pay).alias("pay_high"),
        (pay.is_null() & ~unpaid).alias("pay_missing"),
    ]


def _is_paid(nw: Any) -> Any:
    return (nw.col("outcome") == 1).fill_null(value=False)


def _is_unpaid(nw: Any) -> Any:
    return (nw.col("outcome") == 0).fill_null(value=False)


def _time(nw: Any, table: PayTable, shape: RowShape) -> list[Any]:
    has = table.columns
    known = [
        nw.col(name) for name, wanted in (("hours_paid", "hours_paid"), ("elapsed_ms", "started_at")) if wanted in has
    ]
    time = nw.coalesce(*known) if known else nw.lit(None, nw.Int64)
    contract = (nw.col("hours_basis") == "contract").fill_null(value=False) if "hours_basis" in has else nw.lit(False)
    weekly = nw.col("contract_weekly_hours") if "contract_weekly_hours" in has else nw.lit(None, nw.Int64)
    paid, unpaid = _is_paid(nw), _is_unpaid(nw)
    nothing = nw.lit(0, nw.Int64)
    logged = nw.when(contract).then(nothing).otherwise(time)
    searching = nw.col("hours_unpaid") if "hours_unpaid" in has else nw.lit(None, nw.Int64)
    inside = table.mapping.time_basis in COVERS_UNPAID_TIME
    columns = [
        nw.when(paid).then(logged).otherwise(nothing).fill_null(0).alias("time_paid"),
        nw.when(paid | unpaid).then(nothing).otherwise(logged).fill_null(0).alias("time_open"),
        (nw.when(unpaid).then(logged).otherwise(nothing).fill_null(0) + searching.fill_null(0)).alias("time_unpaid"),
        nw.when(contract).then(weekly.is_null()).otherwise(time.is_null()).alias("time_missing"),
        (nw.lit(False) if inside else searching.is_null()).alias("unpaid_missing"),
        searching.fill_null(0).alias("time_searching"),
        (logged.fill_null(0) + searching.fill_null(0)).alias("time_all"),
    ]
    if shape.has_contract:
        columns.append(nw.when(contract).then(weekly).otherwise(nothing).fill_null(0).alias("contract_weekly"))
    return columns


def _money(nw: Any, has: frozenset[str], shape: RowShape, none: frozenset[str]) -> list[Any]:
    columns = []
    for name in (*LESSENING, *ADDED):
        if name in shape.money:
            value = nw.col(name) if name in has else nw.lit(None, nw.Int64)
            columns.append(value.fill_null(0).alias(name))
            if name in LESSENING:
                missing = value.is_null() if name not in none else nw.lit(False)
                columns.append(missing.alias(f"{name}_missing"))
        elif name in LESSENING:
            columns.append(nw.lit(name not in none).alias(f"{name}_missing"))
    return columns


def _overtime(nw: Any, has: frozenset[str], shape: RowShape) -> list[Any]:
    if not shape.has_overtime:
        return []
    pay = nw.col("overtime_pay") if "overtime_pay" in has else nw.lit(None, nw.Int64)
    time = nw.col("hours_overtime") if "hours_overtime" in has else nw.lit(None, nw.Int64)
    return [
        pay.fill_null(0).alias("overtime_pay"),
        time.fill_null(0).alias("overtime_time"),
        (pay.is_null() != time.is_null()).alias("overtime_blank"),
    ]


def _as_is(nw: Any, name: str, has: frozenset[str]) -> Any:
    if name in has:
        return nw.col(name)
    types = {"text": nw.String, "boolean": nw.Boolean}
    return nw.lit(None, types.get(COLUMNS[name], nw.Int64)).alias(name)


def _pilot(nw: Any, has: frozenset[str]) -> Any:
    """Return 1 for pilot work, 0 for other work, -1 where it is not said."""
    if "is_pilot" not in has:
        return nw.lit(-1, nw.Int64)
    return nw.col("is_pilot").cast(nw.Int64).fill_null(-1)
