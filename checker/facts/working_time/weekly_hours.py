"""Worker x week of hours, overtime apart: what metrics of the normal week and of overtime read.

Tasks and rows of single days count in calendar weeks (ISO), by the day of their end; rows of longer pay periods are
the weeks that they are. Nothing is left out here: what cannot be known is counted beside the hours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checker.facts.pay_rows import UNIT_BASE
from checker.facts.working_time.worker_weeks import all_weeks, is_of_whole_weeks, week_number

if TYPE_CHECKING:
    from checker.facts.pay_data import PayData

WEEK = 7


def has_longer(data: PayData, days: int) -> bool:
    """Return whether some period has more days, or days that cannot be read."""
    return any(not span.dated or span.last - span.first + 1 > days for span in data.spans)


def weekly_hours(data: PayData) -> Any:
    """Return one row a worker and week with work; run once and stored.

    Columns: worker, week, days (7; another number: of a pay period that is no week), cut (rows of a week that an end
    of the scope cuts), normal and overtime in milliseconds, lost (the worker's rows that cannot be read), and rows
    whose normal time (untimed) or overtime (overtime_open) is not known, or whose overtime is not told from the rest
    (inside). Rows without a worker, or that cannot be read, are not in it.
    """
    if data.grain == "task":
        # A few rows a worker, and stored already without that column.
        return _weeks(data).join(lost_rows(data), on="worker", how="left")
    if "weekly hours" not in data.memo:
        data.memo["weekly hours"] = data.engine.store(_weeks(data).join(lost_rows(data), on="worker", how="left"))
    return data.memo["weekly hours"]


def lost_rows(data: PayData) -> Any:
    """Return worker and lost: how many of their rows cannot be read, or are of days and periods that are overfull."""
    import narwhals as nw

    parts = data.parts.filter(~nw.col("worker").is_null())
    return parts.group_by("worker").agg(nw.col("broken").sum().cast(nw.Int64).alias("lost"))


def _weeks(data: PayData) -> Any:
    import narwhals as nw

    if data.grain == "task":
        whole, rows = is_of_whole_weeks(nw, data, nw.col("week")), nw.col("rows")
        return all_weeks(data).filter(rows > 0).select(
            "worker", "week", nw.lit(WEEK, nw.Int64).alias("days"),
            nw.when(whole).then(nw.lit(0, nw.Int64)).otherwise(rows).alias("cut"),
            "normal", "overtime", "untimed", "overtime_open", "inside",
        )  # fmt: skip
    daily = not has_longer(data, 1)
    has = data.shape.has_overtime
    nothing = nw.lit(0, nw.Int64)
    untimed = nw.col("time_missing") | nw.col("unpaid_missing")
    if data.shape.has_contract:
        # Hours of a contract are agreed, not worked.
        untimed = untimed | (nw.col("hours_basis") == "contract").fill_null(value=False)
    unit = nw.col("unit")
    columns = {
        "week": week_number(nw) if daily else unit,
        "days": nw.lit(WEEK, nw.Int64) if daily else (unit % UNIT_BASE - unit // UNIT_BASE + 1),
        "cut": (~is_of_whole_weeks(nw, data)).cast(nw.Int64) if daily else nothing,
        "normal": nw.col("time_paid") + nw.col("time_open") + nw.col("time_unpaid"),
        "overtime": nw.col("overtime_time") if has else nothing,
        "untimed": untimed.cast(nw.Int64),
        "overtime_open": nw.col("overtime_untimed").cast(nw.Int64) if has else nw.lit(1, nw.Int64),
        "inside": nw.col("overtime_inside").cast(nw.Int64) if has else nw.lit(1, nw.Int64),
    }
    rows = data.rows.filter(~nw.col("worker").is_null(), ~nw.col("broken"), ~nw.col("last_day").is_null())
    names = ("cut", "normal", "overtime", "untimed", "overtime_open", "inside")
    sums = rows.select("worker", **columns).group_by("worker", "week", "days").agg(*(nw.col(n).sum() for n in names))
    return sums.with_columns(nw.col("week", "days", *names).cast(nw.Int64))
