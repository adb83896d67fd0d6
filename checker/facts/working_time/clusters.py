"""Working time by clusters: a worker's tasks joined where they overlap, or lie no further apart than a gap of D.

The cluster method of Hara et al. 2018 (CHI, 10.1145/3173574.3174023): the time of a cluster is the last submission
less the first start, so that overlaps count once and short gaps count as unpaid work; D = 0 gives the union of the
tasks. Worked out row by row: sorted by its start, a task adds what lies after all submissions before it, and the
gap before it if that is at most D. These add up to the clusters, and each stretch ends with its task's submission,
so that days are split at midnight as they are for single tasks, and time goes to the month of its task's pay.
"""

from __future__ import annotations

from typing import Any

from checker.facts.engine import Engine
from checker.facts.pay_rows import KEPT, RowShape
from checker.facts.pay_survey import Survey
from checker.model.pay_table import CELL_COLUMNS

ORDER = ("start_utc", "end_utc", "pay_low", "fact_hash")
"""Rows that are equal in all of these are equal, so that their order in the file changes nothing."""


def in_clusters(engine: Engine, rows: Any, shape: RowShape, seen: Survey) -> Any:
    """Return normalised rows with the time of their clusters in place of their own (stored), for sums by worker.

    Rows without ``gap_ms`` keep their time. Columns of words but ``hours_basis``, and those that are read task by
    task, are left out.
    Adds ``again`` (1: the same worker, start and submission as an earlier row): its time counts once, so that its pay
    may be owed or be the same pay written twice.
    """
    import narwhals as nw

    gone = {*CELL_COLUMNS, *KEPT, "row_hash", "month"} - {"hours_basis"}
    frame = rows.select(*(name for name in rows.collect_schema().names() if name not in gone))
    inside = ~nw.col("gap_ms").is_null() & ~nw.col("start_utc").is_null()
    kinds = _kinds(nw, shape, seen)
    for name in ("start_utc", "end_utc"):
        frame = frame.with_columns(nw.when(inside).then(nw.col(name)).alias(name))
    frame = with_reach(frame, kinds, ORDER)
    return engine.store(
        _timed(nw, frame, kinds).drop(*(n for kind in kinds for n in (f"reach_{kind}", f"added_{kind}")))
    )


def with_reach(frame: Any, kinds: dict[str, Any], order: tuple[str, ...]) -> Any:
    """Add what each task adds to the union of a worker's tasks, and the time since the last of them ended.

    ``kinds``: name -> test of the tasks that belong to it. Adds ``added_<kind>`` (0 for tasks of another kind),
    ``since`` (of all tasks; under 0 where they overlap; NULL for the first) and ``again``.
    """
    import narwhals as nw

    start, end = nw.col("start_utc"), nw.col("end_utc")
    by: dict[str, Any] = {"order_by": list(order)}
    frame = frame.with_columns(
        *(
            nw.when(test).then(end).cum_max().over("worker", **by).alias(f"reach_{kind}")
            for kind, test in kinds.items()
        ),
        start.shift(1).over("worker", **by).alias("start_before"),
        end.shift(1).over("worker", **by).alias("end_before"),
    )
    frame = frame.with_columns(
        *(nw.col(f"reach_{kind}").shift(1).over("worker", **by).alias(f"reach_{kind}") for kind in kinds)
    )
    same = (start == nw.col("start_before")) & (end == nw.col("end_before")) & (end > start)
    frame = frame.with_columns(
        *(_added(nw, kind, test) for kind, test in kinds.items()),
        (start - nw.col("reach_all")).alias("since"),
        same.fill_null(value=False).cast(nw.Int64).alias("again"),
    )
    return frame.drop("start_before", "end_before")


def _added(nw: Any, kind: str, test: Any) -> Any:
    """Return what lies after every submission before it; nobody's tasks before it means all of the task."""
    first = nw.max_horizontal(nw.col("start_utc"), nw.col(f"reach_{kind}").fill_null(nw.col("start_utc")))
    more = nw.max_horizontal(nw.col("end_utc") - first, nw.lit(0, nw.Int64))
    known = test & ~nw.col("start_utc").is_null()
    return nw.when(known).then(more).otherwise(nw.lit(0, nw.Int64)).alias(f"added_{kind}")


def _kinds(nw: Any, shape: RowShape, seen: Survey) -> dict[str, Any]:
    """Return the unions that are needed: of all tasks, of paid ones, of those that are paid or may be."""
    anything = ~nw.col("row").is_null()
    kinds = {"all": anything}
    if not shape.has_status or not seen.filled & {"time_open", "time_unpaid"}:
        return kinds
    paid = (nw.col("outcome") == 1).fill_null(value=False)
    kinds["paid"] = paid
    if "time_open" in seen.filled:
        kinds["owed"] = paid | nw.col("outcome").is_null()
    return kinds


def _timed(nw: Any, frame: Any, kinds: dict[str, Any]) -> Any:
    """Put the time of clusters in place of the time of rows.

    Time in which any paid task ran is paid; open tasks have what they add to those that are paid or open, at least
    what they add to the paid ones; all other time of the cluster is unpaid. What is unpaid may be under 0 in a row
    whose time an unpaid task already had: sums are exact.
    """
    inside = ~nw.col("gap_ms").is_null() & ~nw.col("start_utc").is_null()
    paid = (nw.col("outcome") == 1).fill_null(value=False)
    is_open, nothing = nw.col("outcome").is_null(), nw.lit(0, nw.Int64)
    since = nw.col("since")
    gap = nw.when((since > 0) & (since <= nw.col("gap_ms"))).then(since).otherwise(nothing)
    paid_time = nw.when(paid).then(nw.col("added_paid" if "paid" in kinds else "added_all")).otherwise(nothing)
    open_time = nw.when(is_open).then(nw.col("added_owed" if "owed" in kinds else "added_all")).otherwise(nothing)
    whole = nw.col("added_all") + gap + nw.col("time_searching")
    times = {
        "time_paid": paid_time,
        "time_open": open_time,
        "time_unpaid": whole - paid_time - open_time,
        "time_all": whole,
        "pay_low": nw.when(nw.col("again") == 1).then(nothing).otherwise(nw.col("pay_low")),
    }
    return frame.with_columns(
        **{name: nw.when(inside).then(time).otherwise(nw.col(name)) for name, time in times.items()}
    )
