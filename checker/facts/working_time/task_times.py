"""How long tasks take: quantiles of measured task time, by task type and other columns, from two passes over the rows.

Task time is the time of the task itself, search before it apart. A task that was handed back was not done, and how
long it takes is not seen: it is left out. One that ran out of time took at least so long. Quantiles are type 7, each
that of all tasks or of none: one task whose time, type or worker is not known may lie anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from checker.facts.metrics.distribution import unseen_words
from checker.facts.order_statistics import N, order_statistics, quantile, ranked

if TYPE_CHECKING:
    from checker.facts.pay_data import PayData

HOUR_MS = 3_600_000.0
SHARES = (50, 75, 90)
"""Per cent of tasks that take no longer."""
SITE = ("country", "region", "city", "area")
TIMED = ("hours_paid", "started_at", "submitted_at")
Row = dict[str, Any]


def missing_columns(data: PayData, *columns: str, all_seen: bool = True) -> str:
    """Return why task times say nothing here; empty where they do. ``all_seen``: only of all workers they do."""
    absent = [name for name in columns if name not in data.shape.kept]
    if absent:
        return f"the data have no column {' and '.join(absent)}"
    if data.grain != "task":
        return "a payroll does not show single tasks"
    return unseen_words(data) if all_seen else ""


def task_times(
    data: PayData, keys: Sequence[str], stated: Sequence[str] = (), *, pilot: bool | None = None
) -> list[Row] | str:
    """Return one row for each group of tasks, or why there is none; run once for each set of arguments.

    A row holds the keys; ``time_50``, ``time_75``, ``time_90`` in milliseconds; ``beyond_50``, ... workers with a task
    that takes at least so long; ``workers``; of each column of ``stated`` its lowest and, as ``<column>_top``, its
    highest; ``first_day`` and ``last_day``. ``pilot``: of pilot work only, or of all other work only, where the data
    mark it; None: of all work.
    """
    name = f"task times {tuple(keys)} {tuple(stated)} {pilot}"
    if name not in data.memo:
        data.memo[name] = _collected(data, tuple(keys), tuple(stated), pilot)
    found: list[Row] | str = data.memo[name]
    return found


def _collected(data: PayData, keys: tuple[str, ...], stated: tuple[str, ...], pilot: bool | None) -> list[Row] | str:
    import narwhals as nw

    time = nw.col("time_paid") + nw.col("time_open") + nw.col("time_unpaid") - nw.col("time_searching")
    # What took no time and bore no reward is no task: such rows would make tasks look shorter than they are.
    empty = ((time == 0) & (nw.col("pay") == 0) & ~nw.col("time_missing") & ~nw.col("broken")).fill_null(value=False)
    rows = data.rows.filter(~empty, ~_handed_back(nw, data)).with_columns(time.cast(nw.Float64).alias("time"))
    gaps = ["time_missing", "broken"]
    if pilot is not None and data.shape.has_pilot:
        rows = rows.filter(nw.col("pilot") != int(not pilot)).with_columns((nw.col("pilot") == -1).alias("unmarked"))
        gaps.append("unmarked")
    elif pilot:
        return "the data do not mark pilot work"
    counts = rows.group_by(*keys, "time").agg(
        nw.len().alias(N),
        *(nw.col(column).min() for column in stated),
        *(nw.col(column).max().alias(f"{column}_top") for column in stated),
        *(nw.col(column).is_null().cast(nw.Int64).sum().alias(f"{column}_missing") for column in stated),
        *(nw.col(gap).cast(nw.Int64).sum() for gap in gaps),
        nw.col("first_day").min(),
        nw.col("last_day").max(),
    )
    frame = (
        ranked(counts, keys, "time", SHARES)
        .group_by(*keys)
        .agg(
            *order_statistics(SHARES),
            *(nw.col(column).min() for column in stated),
            *(nw.col(f"{column}_top").max() for column in stated),
            *(nw.col(f"{column}_missing").sum() for column in stated),
            *(nw.col(gap).sum() for gap in gaps),
            nw.col("first_day").min(),
            nw.col("last_day").max(),
        )
        .with_columns(**{f"time_{share}": quantile(share) for share in SHARES})
    )
    found = data.engine.collect(frame)
    groups: list[Row] = [{name: found[name][i] for name in found} for i in range(len(found["time_50"]))]
    why = _why_open(groups, stated, gaps)
    if why or not groups:
        return why or "no task in the data"
    _count_beyond(data, rows, keys, groups)
    return sorted(groups, key=lambda row: tuple(str(row[key]) for key in keys))


def _handed_back(nw: Any, data: PayData) -> Any:
    if "status" not in data.shape.kept:
        return nw.lit(False)
    return (nw.col("status") == "returned").fill_null(value=False)


def _why_open(groups: list[Row], stated: tuple[str, ...], gaps: list[str]) -> str:
    if any(row["time_missing"] or row["broken"] for row in groups):
        return "the time of some tasks is not known"
    if "unmarked" in gaps and any(row["unmarked"] for row in groups):
        return "some tasks do not say whether they are pilot work"
    if any(row.get("task_type", "") is None or any(row[f"{name}_missing"] for name in stated) for row in groups):
        return f"some tasks do not say {' or '.join(('task_type', *stated))}"
    return ""


def _count_beyond(data: PayData, rows: Any, keys: tuple[str, ...], groups: list[Row]) -> None:
    """Add how many workers have a task at or beyond each quantile, and how many there are."""
    import narwhals as nw

    # A key may be missing, and what is missing joins with nothing.
    filled = {key: nw.col(key).cast(nw.String).fill_null("") for key in keys}
    slowest = rows.with_columns(**filled).group_by(*keys, "worker").agg(nw.col("time").max())
    names = [f"time_{share}" for share in SHARES]
    columns: dict[str, list[Any]] = {key: ["" if row[key] is None else str(row[key]) for row in groups] for key in keys}
    columns |= {name: [row[name] for row in groups] for name in names} | {"group": list(range(len(groups)))}
    types = dict.fromkeys(keys, "VARCHAR") | dict.fromkeys(names, "DOUBLE")
    joined = slowest.join(data.engine.given(columns, types), on=list(keys), how="inner")
    beyond = [(nw.col("time") >= nw.col(name)).cast(nw.Int64).sum().alias(f"beyond_{name[5:]}") for name in names]
    found = data.engine.collect(joined.group_by("group").agg(nw.len().alias("workers"), *beyond))
    for i, number in enumerate(found["group"]):
        groups[number] |= {name: int(found[name][i]) for name in found if name != "group"}
