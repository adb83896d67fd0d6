"""Stage 1: rows of any pay file to one shape, as lazy expressions that run on any engine.

Money is integers of 1/10,000,000 of a major unit, time integers of a millisecond, days are counted from
1970-01-01. Nothing is dropped here: what cannot be known is counted in columns that end in ``_missing``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from checker.model.pay_table import CELL_COLUMNS, COLUMNS, PayTable

CLUSTER = "logged_cluster"
COVERS_UNPAID_TIME = ("shift", CLUSTER)
"""Time bases under which waiting and searching are inside the logged time."""
STAMPS = frozenset({"started_at", "submitted_at"})
LONGEST_TASK_MS = 400 * 86_400_000
"""A task of more than 400 days was not worked on: one of its stamps is wrong."""
DAY_MS = 86_400_000
UNIT_BASE = 100_000
"""A payroll unit is numbered first day x UNIT_BASE + last day."""
NO_UNIT = -1
"""Unit of a row whose dates cannot be read."""
LESSENING = ("fees", "deductions", "costs")
"""Columns that lower pay; where one is missing and needed, pay has no lower end."""
ADDED = ("guaranteed_bonus", "in_kind", "tips", "bonus", "deductions_tax")
"""Other money that is summed as it stands; an empty cell adds nothing."""
COUNTED = ("client_price", "recruitment_fees", "exchange_loss", "fines")
"""Money beside pay that metrics of its own read; an empty cell is counted as missing, and no pay is lessened by it."""
KEPT = (
    "status", "due_date", "paid_date", "bad_faith", "minutes_sensitive", "rate_per_task", "expected_minutes",
    "time_limit_minutes", "task_type", "tier", "project_id", "stated_hourly_rate", "pay", "payslip", "rejection_reason",
)  # fmt: skip
"""Columns that single metrics read row by row; they cost nothing where no metric asks."""
WRITTEN_OR_NOT = ("expected_minutes", "rejection_reason")
"""Columns whose empty cell says that nothing was written down; a file without the column says nothing."""
FLAGS = ("broken", "pay_missing", "time_missing", "unpaid_missing", "overtime_blank")
NEVER_NEGATIVE = (
    "pay", "guaranteed_bonus", "bonus", "tips", "overtime_pay", "in_kind", "fees", "deductions", "deductions_tax",
    "costs", "hours_paid", "hours_unpaid", "hours_overtime", "contract_weekly_hours", "elapsed_ms",
    "minutes_sensitive", "expected_minutes", "time_limit_minutes", "rate_per_task", "stated_hourly_rate",
    "client_price", "recruitment_fees", "exchange_loss", "fines",
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
    """Lessening, added and counted columns that some table of the set fills."""
    kept: frozenset[str]
    """Columns of `KEPT` that some table of the set fills."""
    words: frozenset[str]
    """Columns of `CELL_COLUMNS` that some table of the set fills."""
    has_stamps: bool
    """Some table says when tasks began and ended."""
    has_clusters: bool
    """The time of some table's tasks is that of clusters (see `checker.facts.working_time.clusters`)."""
    factors: Mapping[str, bool] = field(default_factory=dict)
    """What the mappings of the set say that pay depends on, and whether it is words; `factor_0`, ... of a row."""


def shape_of(tables: tuple[PayTable, ...]) -> RowShape:
    """Return the shape that all tables of one set share."""
    columns: frozenset[str] = frozenset().union(*(table.columns for table in tables))
    return RowShape(
        tables[0].mapping.grain,
        "status" in columns,
        bool(columns & {"overtime_pay", "hours_overtime"}),
        "hours_basis" in columns,
        "is_pilot" in columns,
        (columns | ({"deductions"} if "fines" in columns else set())) & {*LESSENING, *ADDED, *COUNTED},
        columns & set(KEPT),
        columns & set(CELL_COLUMNS),
        tables[0].mapping.grain == "task" and any(table.columns >= STAMPS for table in tables),
        any(is_clustered(table) for table in tables),
        {name: factor.words for table in tables for name, factor in table.mapping.factors.items()},
    )


def is_clustered(table: PayTable) -> bool:
    """Return whether the time of a table's tasks is worked out from clusters of them."""
    return table.mapping.grain == "task" and table.mapping.time_basis == CLUSTER


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
        _on_day(nw, has).alias("on_day"),
        (~is_sound(table)).alias("broken"),
        *_pay(nw),
        *_time(nw, table, shape),
        *_money(nw, has, shape, none),
        *_overtime(nw, has, shape),
        *(_stamps(nw, table) if shape.has_stamps else []),
        *([_search_missing(nw, has).alias("search_missing")] if shape.has_stamps else []),
        *([_gap(nw, table).alias("gap_ms")] if shape.has_clusters else []),
        *(_as_is(nw, name, has) for name in sorted(shape.kept)),
        *(nw.lit(name not in has).alias(f"{name}_unsaid") for name in WRITTEN_OR_NOT if name in shape.kept),
        *([_pilot(nw, has).alias("pilot")] if shape.has_pilot else []),
        *(
            _factor(nw, name, table, words).alias(f"factor_{i}")
            for i, (name, words) in enumerate(shape.factors.items())
        ),
    )


def is_sound(table: PayTable) -> Any:
    """Return the test that a row can be read, and that nothing in it is impossible."""
    import narwhals as nw

    test = (nw.col("bad") == 0) & (nw.col("last_day") >= nw.col("first_day")).fill_null(value=False)
    for name in NEVER_NEGATIVE:
        if name in table.columns or (name == "elapsed_ms" and "started_at" in table.columns):
            test = test & (nw.col(name) >= 0).fill_null(value=True)
    if "started_at" in table.columns:
        test = test & (nw.col("elapsed_ms") <= LONGEST_TASK_MS).fill_null(value=True)
    return test


def _on_day(nw: Any, has: frozenset[str]) -> Any:
    """Return the milliseconds between the midnight before a task's end and that end, in the mapping's zone.

    Where clocks change, that midnight is reckoned by the offset in force when the task began.
    """
    if "submitted_at" not in has:
        return nw.lit(None, nw.Int64)
    wall = nw.col("submitted_at") - nw.col("last_day") * DAY_MS
    if "started_at" not in has:
        return wall
    moved = nw.col("started_at") - nw.col("submitted_at") + nw.col("elapsed_ms")
    return wall + moved.fill_null(0)


def _stamps(nw: Any, table: PayTable) -> list[Any]:
    """Return when a task began and ended, in milliseconds since 1970 UTC; NULL where that is not known for certain."""
    if not table.columns >= STAMPS:
        return [nw.lit(None, nw.Int64).alias(name) for name in ("start_utc", "end_utc")]
    known = is_sound(table) & ~nw.col("worker").is_null() & ~nw.col("elapsed_ms").is_null()
    start = nw.col("end_utc") - nw.col("elapsed_ms")
    return [
        nw.when(known).then(time).alias(name) for name, time in (("start_utc", start), ("end_utc", nw.col("end_utc")))
    ]


def _search_missing(nw: Any, has: frozenset[str]) -> Any:
    """Return whether a row says nothing of the unpaid time beside it."""
    return nw.col("hours_unpaid").is_null() if "hours_unpaid" in has else nw.lit(True)


def _gap(nw: Any, table: PayTable) -> Any:
    """Return the longest gap before a row that is part of a cluster; NULL where the row has time of its own."""
    if not is_clustered(table):
        return nw.lit(None, nw.Int64)
    gap = nw.lit(table.mapping.cluster_gap_ms, nw.Int64)
    own = nw.col("hours_paid").is_null() if "hours_paid" in table.columns else nw.lit(True)
    if "hours_basis" in table.columns:
        own = own & (nw.col("hours_basis") != "contract").fill_null(value=True)
    return nw.when(own & ~nw.col("elapsed_ms").is_null()).then(gap)


def _covers_unpaid(nw: Any, table: PayTable) -> Any:
    """Return whether the time between tasks is inside the time of a row.

    A task's own hours hold none of it, nor do clusters without gaps. Where unpaid time has a column of its own, a
    blank in it is no nought, whatever the mapping calls the hours.
    """
    if is_clustered(table):
        return (_gap(nw, table) > 0).fill_null(value=False)
    if "hours_unpaid" in table.columns:
        return nw.lit(False)
    return nw.lit(table.mapping.time_basis in COVERS_UNPAID_TIME)


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
    missing = nw.when(contract).then(weekly.is_null()).otherwise(time.is_null())
    columns = [
        nw.when(paid).then(logged).otherwise(nothing).fill_null(0).alias("time_paid"),
        nw.when(paid | unpaid).then(nothing).otherwise(logged).fill_null(0).alias("time_open"),
        (nw.when(unpaid).then(logged).otherwise(nothing).fill_null(0) + searching.fill_null(0)).alias("time_unpaid"),
        missing.alias("time_missing"),
        # Unpaid time that lies inside the time of a row is not known where that is not.
        (searching.is_null() & (~_covers_unpaid(nw, table) | missing)).alias("unpaid_missing"),
        searching.fill_null(0).alias("time_searching"),
        (logged.fill_null(0) + searching.fill_null(0)).alias("time_all"),
    ]
    if shape.has_contract:
        columns.append(nw.when(contract).then(weekly).otherwise(nothing).fill_null(0).alias("contract_weekly"))
    return columns


def _money(nw: Any, has: frozenset[str], shape: RowShape, none: frozenset[str]) -> list[Any]:
    columns = []
    for name in (*LESSENING, *ADDED, *COUNTED):
        if name in shape.money:
            value = nw.col(name) if name in has else nw.lit(None, nw.Int64)
            amount = value.fill_null(0)
            if name == "deductions" and "fines" in has:
                # Deductions hold fines; where they come to less than those, the fine alone was taken for certain.
                amount = nw.max_horizontal(amount, nw.col("fines").fill_null(0))
            columns.append(amount.alias(name))
            if name not in ADDED:
                missing = value.is_null() if name not in none else nw.lit(False)
                columns.append(missing.alias(f"{name}_missing"))
        elif name in LESSENING:
            columns.append(nw.lit(name not in none).alias(f"{name}_missing"))
    return columns


def _overtime(nw: Any, has: frozenset[str], shape: RowShape) -> list[Any]:
    if not shape.has_overtime:
        return []
    told = bool(has & {"overtime_pay", "hours_overtime"})
    pay = nw.col("overtime_pay") if "overtime_pay" in has else nw.lit(None, nw.Int64)
    time = nw.col("hours_overtime") if "hours_overtime" in has else nw.lit(None, nw.Int64)
    return [
        pay.fill_null(0).alias("overtime_pay"),
        time.fill_null(0).alias("overtime_time"),
        # Where overtime has columns of its own, a row that leaves them blank says nothing of it.
        (pay.is_null() | time.is_null() if told else nw.lit(False)).alias("overtime_blank"),
        time.is_null().alias("overtime_untimed"),
        pay.is_null().alias("overtime_unpriced"),
        nw.lit(not told).alias("overtime_inside"),
    ]


def _as_is(nw: Any, name: str, has: frozenset[str]) -> Any:
    if name in has:
        return nw.col(name)
    types = {"text": nw.String, "boolean": nw.Boolean}
    return nw.lit(None, types.get(COLUMNS[name], nw.Int64)).alias(name)


def _factor(nw: Any, name: str, table: PayTable, words: bool) -> Any:
    """Return what pay depends on, as words or number; NULL in a table whose mapping does not name it."""
    if name not in table.mapping.factors:
        return nw.lit(None, nw.String if words else nw.Int64)
    return nw.col(name).cast(nw.String) if words else nw.col(f"factor_{list(table.mapping.factors).index(name)}")


def _pilot(nw: Any, has: frozenset[str]) -> Any:
    """Return 1 for pilot work, 0 for other work, -1 where it is not said."""
    if "is_pilot" not in has:
        return nw.lit(-1, nw.Int64)
    return nw.col("is_pilot").cast(nw.Int64).fill_null(-1)
