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


def day_pieces(engine: Engine, rows: Any) -> Any:
    """Return time by worker, last day and days spanned (stored): one pass over the rows of tasks.

    Columns: worker, day (of the end), span (0: within that day), on_last, on_first (milliseconds).
    """
    import narwhals as nw

    time = nw.col("time_paid") + nw.col("time_open") + nw.col("time_unpaid")
    frame = rows.filter(~nw.col("worker").is_null(), ~nw.col("last_day").is_null()).with_columns(time.alias("time"))
    end = nw.col("end_ms").fill_null((nw.col("last_day") + 1) * DAY_MS)
    frame = frame.with_columns(end.alias("end"), (end - nw.col("time")).alias("start"))
    frame = frame.with_columns(
        nw.when(nw.col("time") > 0).then((nw.col("end") - 1) // DAY_MS).otherwise(nw.col("last_day")).alias("day"),
        nw.when(nw.col("time") > 0).then(nw.col("start") // DAY_MS).otherwise(nw.col("last_day")).alias("from"),
    )
    same = nw.col("from") >= nw.col("day")
    frame = frame.select(
        "worker",
        "day",
        nw.when(same).then(nw.lit(0)).otherwise(nw.col("day") - nw.col("from")).alias("span"),
        nw.when(same).then(nw.col("time")).otherwise(nw.col("end") - nw.col("day") * DAY_MS).alias("on_last"),
        nw.when(same).then(nw.lit(0)).otherwise((nw.col("from") + 1) * DAY_MS - nw.col("start")).alias("on_first"),
        nw.lit(1).alias("one"),
    )
    grouped = frame.group_by("worker", "day", "span").agg(nw.col("on_last", "on_first", "one").sum())
    return engine.store(grouped.with_columns(nw.col("on_last", "on_first", "one").cast(nw.Int64)))


def working_days(engine: Engine, pieces: Any) -> Any:
    """Return time by worker and day (columns worker, day, time)."""
    import narwhals as nw

    parts = [pieces.select("worker", "day", nw.col("on_last").alias("time")), *_crossing(engine, pieces)]
    days = nw.concat(parts, how="vertical").group_by("worker", "day").agg(nw.col("time").sum())
    return days.with_columns(nw.col("time").cast(nw.Int64))


def overfull_days(engine: Engine, pieces: Any) -> Any:
    """Return the worker days of more than 24 hours (columns worker, day), stored."""
    import narwhals as nw

    crossing = _crossing(engine, pieces)
    within = pieces.filter(nw.col("span") == 0).select("worker", "day", nw.col("on_last").alias("time"))
    alone = within.filter(nw.col("time") > DAY_MS).select("worker", "day")
    # Only days that some task runs into or out of need their pieces put together.
    touched = engine.store(nw.concat([pieces.filter(nw.col("span") > 0).select("worker", "day", nw.col("on_last").alias("time")), *crossing], how="vertical"))
    total = nw.concat([touched, within.join(touched.select("worker", "day").unique(subset=["worker", "day"]), on=["worker", "day"], how="semi")], how="vertical")
    summed = total.group_by("worker", "day").agg(nw.col("time").sum().alias("time"))
    full = summed.filter(nw.col("time") > DAY_MS).select("worker", "day")
    return engine.store(nw.concat([alone, full], how="vertical").unique(subset=["worker", "day"]))


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
    units = parts.filter(nw.col("unit") >= 0, ~nw.col("worker").is_null()).group_by("worker", "unit").agg(time.sum().alias("time"))
    days = nw.col("unit") % UNIT_BASE - nw.col("unit") // UNIT_BASE + 1
    return units.filter(nw.col("time") > days * DAY_MS).select("worker", "unit")


def _crossing(engine: Engine, pieces: Any) -> list[Any]:
    import narwhals as nw
    import pyarrow as pa

    crossing = pieces.filter(nw.col("span") > 0)
    first = crossing.select("worker", (nw.col("day") - nw.col("span")).alias("day"), nw.col("on_first").alias("time"))
    steps = engine.from_arrow(pa.table({"step": list(range(1, LONGEST_SPLIT + 1))}))
    long = pieces.filter(nw.col("span") > 1).join(steps, how="cross").filter(nw.col("step") < nw.col("span"))
    middle = long.select("worker", (nw.col("day") - nw.col("step")).alias("day"), (nw.col("one") * DAY_MS).alias("time"))
    return [first, middle]
