"""Worker x week: what each worker earned and worked in each calendar week, from one pass, shared by several metrics.

A task counts in the ISO week of the day it was handed in, a payroll row of up to seven days in that of its last day.
Weeks that an end of the period in scope cuts are left out: part of a week's pay is not a week's pay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checker.facts.change.worker_weeks import week_of
from checker.facts.pay_rows import UNIT_BASE
from checker.facts.working_time.week_sums import completed, week_sums

if TYPE_CHECKING:
    from checker.facts.pay_data import PayData

WEEK = 7
_MONDAY = 3
"""Days from the Monday of week 0 to 1970-01-01, which was a Thursday."""
_EPOCH_ORDINAL = 719_163


def worker_weeks(data: PayData) -> Any:
    """Return one row a worker and week with work: worker, week, pay_low, pay_high, time; run once and stored.

    Pay is all that was earned in the week before fees and deductions, overtime with it, bonuses and tips without; both
    ends in integers of 1/10,000,000. Time is all working time, unpaid time with it, in integer milliseconds.
    """
    import narwhals as nw

    if data.grain == "task":
        weeks = all_weeks(data).filter(nw.col("rows") > 0, is_of_whole_weeks(nw, data, nw.col("week")))
        return weeks.select(
            "worker", "week", "pay_low", "pay_high", (nw.col("normal") + nw.col("overtime")).alias("time")
        )
    if "worker weeks" not in data.memo:
        extra = nw.col("overtime_pay") if data.shape.has_overtime else nw.lit(0, nw.Int64)
        extra_time = nw.col("overtime_time") if data.shape.has_overtime else nw.lit(0, nw.Int64)
        time = nw.col("time_paid") + nw.col("time_open") + nw.col("time_unpaid")
        rows = data.rows.filter(~nw.col("worker").is_null(), ~nw.col("broken"), is_of_whole_weeks(nw, data)).select(
            "worker",
            week_number(nw),
            (nw.col("pay_low").fill_null(0) + extra).alias("pay_low"),
            (nw.col("pay_high").fill_null(0) + extra).alias("pay_high"),
            (time + extra_time).alias("time"),
        )
        sums = [nw.col(name).sum() for name in ("pay_low", "pay_high", "time")]
        weeks = rows.group_by("worker", "week").agg(*sums).with_columns(
            nw.col("pay_low", "pay_high", "time").cast(nw.Int64)
        )  # fmt: skip
        data.memo["worker weeks"] = data.engine.store(weeks)
    return data.memo["worker weeks"]


def all_weeks(data: PayData) -> Any:
    """Return the columns of `week_sums.completed` by worker and week, of all tasks; run once, stored.

    Working time is that of clusters where it is theirs.
    """
    if "week sums" not in data.memo:
        data.memo["week sums"] = data.engine.store(week_sums(data.memo["timed"], data.shape, data.seen))
    return completed(data.memo["week sums"])


def open_workers(data: PayData) -> Any:
    """Return, for each worker, what of their weeks is not known, each as a count: worker, lost, blank, untimed, coarse.

    lost: rows that cannot be read, or pay in no or in several currencies; blank: rows without pay; untimed: rows
    without all of their time; coarse: pay periods of more than a week.
    """
    import narwhals as nw

    untimed = nw.col("time_missing") + nw.col("unpaid_missing") + nw.col("overtime_blank")
    if data.shape.has_contract:
        # Hours of a contract are agreed, not worked.
        untimed = untimed + nw.col("contract_high")
    coarse = nw.lit(0, nw.Int64)
    if data.grain == "payroll":
        days = nw.col("unit") % UNIT_BASE - nw.col("unit") // UNIT_BASE + 1
        coarse = ((nw.col("unit") >= 0) & (days > WEEK)).cast(nw.Int64)
    parts = data.parts.filter(~nw.col("worker").is_null()).with_columns(
        untimed.alias("untimed"), coarse.alias("coarse"), nw.col("currency").fill_null("").alias("currency")
    )
    flags = parts.group_by("worker").agg(
        nw.col("broken").sum().cast(nw.Int64).alias("lost"),
        (nw.col("pay_missing") + nw.col("overtime_blank")).sum().cast(nw.Int64).alias("blank"),
        nw.col("untimed").sum().cast(nw.Int64),
        nw.col("coarse").sum().cast(nw.Int64),
        nw.col("currency").min().alias("one"),
        nw.col("currency").max().alias("other"),
    )
    several = ((nw.col("one") != nw.col("other")) | (nw.col("one") == "")).cast(nw.Int64)
    return flags.with_columns((nw.col("lost") + several).alias("lost")).select(
        "worker", "lost", "blank", "untimed", "coarse"
    )


def week_number(nw: Any) -> Any:
    """Return the number of the ISO week of a row's last day, as the column week."""
    return week_of(nw.col("last_day")).cast(nw.Int64).alias("week")


def is_of_whole_weeks(nw: Any, data: PayData, week: Any = None) -> Any:
    """Return the test that a row's week lies inside the period in scope, or that the row is a week of its own.

    ``week``: the number of a week of tasks, where rows are weeks already.
    """
    start, end = (None if day is None else day.toordinal() - _EPOCH_ORDINAL for day in data.scope.period)
    inside = ~nw.col("last_day" if week is None else "week").is_null()
    number = week_number(nw) if week is None else week
    if start is not None:
        inside = inside & (number >= -((-start - _MONDAY) // WEEK))
    if end is not None:
        inside = inside & (number <= (end - _MONDAY) // WEEK)
    if data.grain == "payroll":
        inside = inside | (nw.col("last_day") - nw.col("first_day") + 1 >= WEEK)
    return inside
