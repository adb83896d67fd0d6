"""Working time by worker and calendar day, and days or periods that hold more hours than they have.

A task counts on the days between its end and its length before it; what crosses midnight is split there.
"""

from __future__ import annotations

from typing import Any

from checker.facts.engine import Engine
from checker.facts.pay_rows import UNIT_BASE

DAY_MS = 86_400_000
LONGEST_SPLIT = 400
"""Days that one task may span; a longer one is impossible on other grounds (no week has that many hours)."""


def timed_tasks(rows: Any) -> Any:
    """Return tasks with their length, last day, first day, and what of them lies on the first.

    Columns: worker, day, from, time, before (milliseconds that are not on the last day), on_first.
    """
    import narwhals as nw

    time = nw.col("time_paid") + nw.col("time_open") + nw.col("time_unpaid")
    frame = rows.filter(~nw.col("worker").is_null(), ~nw.col("last_day").is_null()).with_columns(time.alias("time"))
    end = nw.col("end_ms").fill_null((nw.col("last_day") + 1) * DAY_MS)
    frame = frame.with_columns(end.alias("end"), (end - nw.col("time")).alias("start"))
    # What ends at midnight belongs to the day before.
    last = nw.when(nw.col("time") > 0).then((nw.col("end") - 1) // DAY_MS).otherwise(nw.col("last_day"))
    first = nw.when(nw.col("time") > 0).then(nw.col("start") // DAY_MS).otherwise(nw.col("last_day"))
    return frame.select("worker", "time", "start", last.alias("day"), first.alias("from"))


def whole_days(tasks: Any) -> Any:
    """Return time by worker and day of the task's end, nothing split (columns worker, day, time)."""
    import narwhals as nw

    return tasks.group_by("worker", "day").agg(nw.col("time").sum()).with_columns(nw.col("time").cast(nw.Int64))


def crossing_pieces(engine: Engine, tasks: Any) -> Any:
    """Return what must be added to whole days so that tasks over midnight count on their days (stored).

    Columns worker, day, time; time is negative on the day of the end.
    """
    import narwhals as nw
    import pyarrow as pa

    crossing = engine.store(
        tasks.filter(nw.col("from") < nw.col("day")).select(
            "worker",
            "day",
            "from",
            (nw.col("day") * DAY_MS - nw.col("start")).alias("before"),
            ((nw.col("from") + 1) * DAY_MS - nw.col("start")).alias("on_first"),
        )
    )
    last = crossing.select("worker", "day", (nw.col("before") * -1).alias("time"))
    first = crossing.select("worker", nw.col("from").alias("day"), nw.col("on_first").alias("time"))
    steps = engine.from_arrow(pa.table({"step": list(range(1, LONGEST_SPLIT + 1))}))
    long = crossing.filter(nw.col("day") - nw.col("from") > 1).join(steps, how="cross")
    middle = long.filter(nw.col("from") + nw.col("step") < nw.col("day")).select(
        "worker", (nw.col("from") + nw.col("step")).alias("day"), nw.lit(DAY_MS, nw.Int64).alias("time")
    )
    pieces = nw.concat([last, first, middle], how="vertical").group_by("worker", "day").agg(nw.col("time").sum())
    return engine.store(pieces.with_columns(nw.col("time").cast(nw.Int64)))


def working_days(days: Any, pieces: Any) -> Any:
    """Return time by worker and day, tasks split at midnight (columns worker, day, time)."""
    import narwhals as nw

    both = nw.concat([days, pieces], how="vertical").group_by("worker", "day").agg(nw.col("time").sum())
    return both.with_columns(nw.col("time").cast(nw.Int64))


def overfull_days(engine: Engine, days: Any, pieces: Any) -> Any:
    """Return the worker days of more than 24 hours (columns worker, day), stored."""
    import narwhals as nw

    moved = pieces.rename({"time": "moved"})
    joined = days.join(moved, on=["worker", "day"], how="left")
    full = joined.filter(nw.col("time") + nw.col("moved").fill_null(0) > DAY_MS).select("worker", "day")
    # Days on which nothing ended, yet tasks ran through.
    through = pieces.filter(nw.col("time") > DAY_MS).select("worker", "day")
    return engine.store(nw.concat([full, through], how="vertical").unique(subset=["worker", "day"]))


def months_of_days(engine: Engine, days: Any) -> Any:
    """Return worker and unit (month number) of worker days."""
    import narwhals as nw
    import pyarrow as pa

    from checker.facts.unit_bars import to_day

    numbers = engine.collect(days.select("day").unique(subset=["day"]))["day"]
    months = [to_day(day).year * 12 + to_day(day).month - 1 for day in numbers]
    calendar = pa.table({"day": pa.array(numbers, pa.int64()), "unit": pa.array(months, pa.int64())})
    joined = days.join(engine.from_arrow(calendar), on="day", how="inner")
    return joined.select("worker", nw.col("unit")).unique(subset=["worker", "unit"])


def overfull_units(parts: Any) -> Any:
    """Return worker and unit of payroll periods that hold more hours than 24 a day (168 a week) allow."""
    import narwhals as nw

    time = nw.col("time_paid") + nw.col("time_open") + nw.col("time_unpaid") + nw.col("overtime_time")
    units = (
        parts.filter(nw.col("unit") >= 0, ~nw.col("worker").is_null())
        .group_by("worker", "unit")
        .agg(time.sum().alias("time"))
    )
    days = nw.col("unit") % UNIT_BASE - nw.col("unit") // UNIT_BASE + 1
    return units.filter(days > 0, nw.col("time") > days * DAY_MS).select("worker", "unit")
