"""Working time by worker and calendar day, and days or periods that hold more hours than they have.

A task counts on the days between its end and its length before it; what crosses midnight is split there.
"""

from __future__ import annotations

from typing import Any

from checker.facts.change.worker_weeks import week_of
from checker.facts.engine import Engine
from checker.facts.pay_rows import DAY_MS, LONGEST_TASK_MS, UNIT_BASE
from checker.facts.working_time.week_sums import DAYS, days_of_weeks

LONGEST_SPLIT = LONGEST_TASK_MS // DAY_MS
"""Days that one task may span; a longer one is broken."""


def timed_tasks(rows: Any, *, all_known: bool) -> Any:
    """Return tasks with their length and what of it lies before the day of their end.

    Columns: worker, day (of the end), time, before (milliseconds). What ends at midnight lies before that day.
    ``all_known``: every row is known to have a worker and a day, so that none is searched for those without.
    """
    import narwhals as nw

    frame = rows if all_known else rows.filter(~nw.col("worker").is_null(), ~nw.col("last_day").is_null())
    # Without a time of submission a task is taken to end with its day.
    on_day = nw.col("on_day").fill_null(DAY_MS)
    before = nw.col("time_all") - on_day
    return frame.select(
        "worker",
        nw.col("last_day").alias("day"),
        nw.col("time_all").alias("time"),
        nw.when(before > 0).then(before).otherwise(nw.lit(0, nw.Int64)).alias("before"),
    )


def whole_days(tasks: Any) -> Any:
    """Return time by worker and day of the task's end, nothing split (columns worker, day, time)."""
    import narwhals as nw

    return tasks.group_by("worker", "day").agg(nw.col("time").sum()).with_columns(nw.col("time").cast(nw.Int64))


def crossing_pieces(engine: Engine, tasks: Any) -> Any:
    """Return what must be added to whole days so that tasks over midnight count on their days (stored).

    Columns worker, day, time; time is negative on the day of the end.
    """
    import narwhals as nw

    before, count = nw.col("before"), nw.col("tasks")
    # Whole days before the day of the end, and the rest on the day before those.
    crossing = tasks.filter(before > 0).with_columns(((before - 1) // DAY_MS).alias("full"))
    # Tasks of a worker that end on one day and span as many are split together: no more rows than worker days.
    crossing = engine.store(
        crossing.group_by("worker", "day", "full")
        .agg(before.sum(), nw.len().cast(nw.Int64).alias("tasks"))
        .with_columns(before.cast(nw.Int64))
    )
    last = crossing.select("worker", "day", (before * -1).alias("time"))
    first = crossing.select(
        "worker",
        (nw.col("day") - nw.col("full") - 1).alias("day"),
        (before - nw.col("full") * count * DAY_MS).alias("time"),
    )
    steps = engine.given({"step": list(range(1, LONGEST_SPLIT + 1))})
    long = crossing.filter(nw.col("full") > 0).join(steps, how="cross").filter(nw.col("step") <= nw.col("full"))
    middle = long.select("worker", (nw.col("day") - nw.col("step")).alias("day"), (count * DAY_MS).alias("time"))
    pieces = nw.concat([last, first, middle], how="vertical").group_by("worker", "day").agg(nw.col("time").sum())
    return engine.store(pieces.with_columns(nw.col("time").cast(nw.Int64)))


def working_days(days: Any, pieces: Any) -> Any:
    """Return time by worker and day, tasks split at midnight (columns worker, day, time)."""
    import narwhals as nw

    both = nw.concat([days, pieces], how="vertical").group_by("worker", "day").agg(nw.col("time").sum())
    return both.with_columns(nw.col("time").cast(nw.Int64))


def overfull_days(engine: Engine, tasks: Any, weeks: Any = None) -> Any:
    """Return the worker days of more than 24 hours (columns worker, day), stored.

    ``weeks``: the time of the same tasks by worker, week and day of their end (`week_sums`), where it is
    stored already. Unless some day ends tasks of more than half a day in all, no day can hold more than a whole one:
    what is its own and what it gets from the next are each half a day at most. Only workers with such a day are looked
    at closely.
    """
    import narwhals as nw

    weeks = _long_weeks(engine, tasks) if weeks is None else weeks
    fullest = nw.max_horizontal(*(nw.col(name) for name in DAYS))
    busy = engine.store(weeks.filter(fullest > DAY_MS // 2).group_by("worker").agg(nw.len().alias("weeks")))
    if engine.count(busy):
        tasks = tasks.join(busy.select("worker"), on="worker", how="semi")
        days = working_days(whole_days(tasks), crossing_pieces(engine, tasks))
    else:
        days = busy.select("worker", nw.lit(0).alias("day"), nw.lit(0).alias("time"))
    return engine.store(days.filter(nw.col("time") > DAY_MS).select("worker", nw.col("day").cast(nw.Int64)))


def _long_weeks(engine: Engine, tasks: Any) -> Any:
    """Return time by worker, week and day of the weeks of more than half a day: no other week has such a day.

    One sum of every week, and seven of few, take a third of the room of seven sums of every week.
    """
    import narwhals as nw

    time = nw.when(nw.col("time") > 0).then(nw.col("time")).cast(nw.Float64)
    tasks = tasks.select("worker", "day", "time", week_of(nw.col("day")).alias("of_week"))
    weeks = tasks.with_columns(time.alias("time")).group_by("worker", "of_week").agg(nw.col("time").sum())
    long = engine.store(weeks.filter(nw.col("time") > DAY_MS // 2).select("worker", "of_week"))
    return days_of_weeks(tasks.join(long, on=["worker", "of_week"], how="semi"))


def months_of_days(engine: Engine, days: Any) -> Any:
    """Return worker and unit (month number) of worker days."""
    import narwhals as nw

    from checker.facts.bars.assigned import to_day

    numbers = engine.collect(days.select("day").unique(subset=["day"]))["day"]
    months = [to_day(day).year * 12 + to_day(day).month - 1 for day in numbers]
    joined = days.join(engine.given({"day": numbers, "unit": months}), on="day", how="inner")
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


def mark_overfull(parts: Any, overfull: Any) -> Any:
    """Return the parts with those of impossible days or periods marked as broken."""
    import narwhals as nw

    if overfull is None:
        return parts
    marked = parts.join(overfull.with_columns(nw.lit(1).alias("overfull")), on=["worker", "unit"], how="left")
    return marked.with_columns((nw.col("broken") + nw.col("overfull").fill_null(0)).alias("broken")).drop("overfull")
