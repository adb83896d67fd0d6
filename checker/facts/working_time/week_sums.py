"""Worker x ISO week of a task log, from one pass over the tasks: seven days of time, and what metrics of weeks read.

A week with a column for each of its days takes an eighth of the room of seven rows of days, so that a hundred million
tasks fit into bounded memory; what looks at days in a row needs a week and the one before it.
"""

from __future__ import annotations

from typing import Any

from checker.facts.change.worker_weeks import week_of
from checker.facts.pay_rows import RowShape
from checker.facts.pay_survey import Survey

WEEK = 7
DAYS = tuple(f"day_{i}" for i in range(WEEK))
"""Columns of time by day, Monday first."""
_MONDAY = 3 + WEEK * 20_000
"""Days from a Monday before all days to 1970-01-01."""


def days_of_weeks(days: Any) -> Any:
    """Return worker, week and `DAYS` (milliseconds, 0 for a day without any) of rows of worker, day and time.

    Sums are of whole numbers as floats: exact below 2^53, in half the room of exact sums of any size.
    """
    return _dated(days).group_by("worker", "week").agg(*_by_day())


def week_sums(rows: Any, shape: RowShape, seen: Survey | None = None) -> Any:
    """Return one row a worker and week with a task, to be stored; of normalised rows of tasks.

    `completed` adds what follows from other columns. ``seen``: what the rows hold: what no row has is not summed.
    """
    import narwhals as nw

    is_sound = seen is not None and seen.is_sound
    frame = rows if is_sound else rows.filter(~nw.col("worker").is_null(), ~nw.col("last_day").is_null())
    columns = _columns(nw, shape, seen)
    if not is_sound:
        read = ~nw.col("broken")
        columns |= {"rows": nw.lit(1, nw.Int64), "normal": nw.col("time_all")}
        columns = {n: nw.when(read).then(value).otherwise(nw.lit(0, nw.Int64)) for n, value in columns.items()}
    frame = frame.select("worker", nw.col("last_day").alias("day"), nw.col("time_all").alias("time"), **columns)
    sums = [nw.col(name).sum() for name in columns] + [nw.len().alias("rows")] * is_sound
    weeks = _dated(frame, *columns).group_by("worker", "week").agg(*_by_day(), *sums)
    return weeks.with_columns(nw.col("rows", *(name for name in columns if name != "rows")).cast(nw.Int64))


def completed(weeks: Any) -> Any:
    """Return stored `week_sums` with all columns.

    These are worker, week, `DAYS` (of all rows); and of rows that can be read: rows, pay_low, pay_high (before fees
    and deductions, overtime with it, integers of 1/10,000,000), normal (time without overtime), overtime, in
    milliseconds; rows whose normal time (untimed) or overtime (overtime_open) is not known, or is not told from the
    rest (inside).
    """
    import narwhals as nw

    all_time = sum((nw.col(name) for name in DAYS[1:]), nw.col(DAYS[0])).cast(nw.Int64)
    rows, nothing = nw.col("rows"), nw.lit(0, nw.Int64)
    also = {
        "pay_high": nw.col("pay_low"), "normal": all_time, "untimed": nothing, "overtime": nothing,
        "overtime_open": rows, "inside": rows,
    }  # fmt: skip
    there = set(weeks.collect_schema().names())
    return weeks.select(
        "worker", "week", *DAYS, "rows", "pay_low",
        *(name if name in there else value.alias(name) for name, value in also.items()),
    )  # fmt: skip


def _columns(nw: Any, shape: RowShape, seen: Survey | None) -> dict[str, Any]:
    """Return what is summed of each row beside its time; `time_all` is all time of a row but overtime."""
    extra = nw.col("overtime_pay") if shape.has_overtime else nw.lit(0, nw.Int64)
    columns = {"pay_low": nw.col("pay_low").fill_null(0) + extra}
    if seen is None or "time_open" in seen.filled:
        # Only where some task is open does pay have two ends.
        columns["pay_high"] = nw.col("pay_high").fill_null(0) + extra
    if seen is None or seen.counts["time_missing"] or seen.counts["unpaid_missing"] or shape.has_contract:
        untimed = nw.col("time_missing") | nw.col("unpaid_missing")
        if shape.has_contract:
            # Hours of a contract are agreed, not worked.
            untimed = untimed | (nw.col("hours_basis") == "contract").fill_null(value=False)
        columns["untimed"] = untimed.cast(nw.Int64)
    if shape.has_overtime:
        columns |= {
            "overtime": nw.col("overtime_time"),
            "overtime_open": nw.col("overtime_untimed").cast(nw.Int64),
            "inside": nw.col("overtime_inside").cast(nw.Int64),
        }
    return columns


def _dated(days: Any, *others: str) -> Any:
    """Return the frame with week and weekday in place of the day."""
    import narwhals as nw

    day = nw.col("day")
    return days.select(
        "worker",
        week_of(day).cast(nw.Int64).alias("week"),
        ((day + _MONDAY) % WEEK).alias("weekday"),
        nw.col("time").cast(nw.Float64).alias("time"),
        *others,
    )


def _by_day() -> list[Any]:
    import narwhals as nw

    nothing = nw.lit(0.0)
    return [
        nw.when(nw.col("weekday") == i).then(nw.col("time")).otherwise(nothing).sum().alias(name)
        for i, name in enumerate(DAYS)
    ]


def longest_stretch(weeks: Any) -> Any:
    """Return worker, week (most time of seven days running) and running (1: worked on each of some seven days).

    ``weeks``: worker, week and `DAYS`, one row a worker and week; a day of less than no time counts as one of none.
    """
    import narwhals as nw

    nothing = nw.lit(0.0)
    weeks = weeks.with_columns(*(nw.max_horizontal(nw.col(name), nothing).alias(name) for name in DAYS))
    before = {name: nw.col(name).shift(1).over("worker", order_by="week") for name in ("week", *DAYS[1:])}
    frame = weeks.with_columns(**{f"{name}_before": value for name, value in before.items()})
    adjoins = (nw.col("week") - nw.col("week_before") == 1).fill_null(value=False)
    frame = frame.with_columns(
        *(nw.when(adjoins).then(nw.col(f"{d}_before")).otherwise(nothing).alias(f"{d}_before") for d in DAYS[1:])
    )
    # The seven days that end with each day of the week.
    ends = [[*(nw.col(d) for d in DAYS[: i + 1]), *(nw.col(f"{d}_before") for d in DAYS[i + 1 :])] for i in range(WEEK)]
    most = nw.max_horizontal(*(sum(days[1:], days[0]) for days in ends))
    shortest = nw.max_horizontal(*(nw.min_horizontal(*days) for days in ends))
    frame = frame.select("worker", most.alias("week"), (shortest > 0).cast(nw.Int64).alias("running"))
    return frame.group_by("worker").agg(nw.col("week").max(), nw.col("running").max())


__all__ = ["DAYS", "WEEK", "completed", "days_of_weeks", "longest_stretch", "week_sums"]
