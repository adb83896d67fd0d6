"""Weeks with a column for each day: the longest seven days running against a moving sum in SQL, and by hand."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pytest

from checker.facts.engine import open_engine
from checker.facts.pay_rows import DAY_MS
from checker.facts.working_time.week_sums import DAYS, days_of_weeks, longest_stretch
from checker.facts.working_time.working_days import crossing_pieces, overfull_days

MONDAY = 4
"""1970-01-05 was a Monday."""
HOUR = 3_600_000

MOVING = """
WITH days AS (SELECT worker, day, sum(time) AS time FROM given GROUP BY ALL HAVING sum(time) > 0), sums AS (
  SELECT worker, sum(time) OVER seven AS week, count(*) OVER seven AS n FROM days
  WINDOW seven AS (PARTITION BY worker ORDER BY day RANGE BETWEEN 6 PRECEDING AND CURRENT ROW))
SELECT worker, max(week), max((n = 7)::INT) FROM sums GROUP BY ALL ORDER BY ALL"""
SPLIT = """
WITH pieces AS (
  SELECT worker, day - step AS day, greatest(0, least(on_day + step * 86400000, 86400000)
    - greatest(on_day - time + step * 86400000, 0)) AS time
  FROM given, range(9) t(step))
SELECT worker, day, sum(time) FROM pieces GROUP BY ALL HAVING sum(time) > 0 ORDER BY ALL"""


def days_given(engine: Any, rows: list[tuple[int, int, int]]) -> Any:
    worker, day, time = zip(*rows, strict=True)
    return engine.given({"worker": list(worker), "day": list(day), "time": list(time)})


@pytest.mark.parametrize("seed", range(6))
def test_the_longest_seven_days_are_those_of_a_moving_sum(seed: int) -> None:
    random = np.random.default_rng(seed)
    rows = [
        (int(w), int(d), int(t))
        for w, d, t in zip(
            random.integers(0, 12, 900), random.integers(-40, 90, 900), random.integers(0, 30_000_000, 900), strict=True
        )
    ]
    with open_engine() as engine:
        found = engine.collect(longest_stretch(days_of_weeks(days_given(engine, rows))).sort("worker"))
    given = duckdb.from_arrow(_table(rows))
    assert list(zip(*found.values(), strict=True)) == given.query("given", MOVING).fetchall()


@pytest.mark.parametrize(
    ("days", "most", "running"),
    [
        # Thursday to Wednesday: no week has them all.
        ([MONDAY + i for i in range(3, 10)], 7, 1),
        ([MONDAY + i for i in range(3, 11)], 7, 1),
        # A day without work between them.
        ([MONDAY + i for i in (3, 4, 5, 6, 8, 9, 10)], 6, 0),
        # The same days of the week, a whole week apart.
        ([MONDAY + i for i in (3, 4, 5, 6)] + [MONDAY + i for i in (14, 15, 16)], 4, 0),
        ([MONDAY + 6, MONDAY + 7], 2, 0),
    ],
)
def test_days_running_by_hand(days: list[int], most: int, running: int) -> None:
    with open_engine() as engine:
        weeks = days_of_weeks(days_given(engine, [(1, day, HOUR) for day in days]))
        found = engine.collect(longest_stretch(weeks))
    assert (found["week"], found["running"]) == ([most * HOUR], [running])


def test_a_day_of_less_than_no_time_is_a_day_without_work() -> None:
    rows = [(1, MONDAY + i, HOUR) for i in range(6)] + [(1, MONDAY + 6, -5 * HOUR)]
    with open_engine() as engine:
        found = engine.collect(longest_stretch(days_of_weeks(days_given(engine, rows))))
    assert (found["week"], found["running"]) == ([6 * HOUR], [0])


def test_tasks_over_midnight_are_split_at_every_midnight() -> None:
    random = np.random.default_rng(7)
    n = 400
    on_day = random.integers(0, DAY_MS, n)
    time = np.where(random.random(n) < 0.2, random.integers(0, 6 * DAY_MS, n), random.integers(0, HOUR * 9, n))
    worker, day = random.integers(0, 5, n), random.integers(10, 40, n)
    columns = {"worker": worker, "day": day, "on_day": on_day, "time": time}
    with open_engine() as engine:
        import narwhals as nw

        tasks = engine.given({name: values.tolist() for name, values in columns.items()})
        before = nw.max_horizontal(nw.col("time") - nw.col("on_day"), nw.lit(0))
        tasks = tasks.select("worker", "day", "time", before.alias("before"))
        weeks = days_of_weeks(tasks)
        pieces = days_of_weeks(crossing_pieces(engine, tasks))
        split = nw.concat([weeks, pieces], how="vertical").group_by("worker", "week").agg(nw.col(*DAYS).sum())
        found = engine.collect(split.sort("worker", "week"))
        overfull = [engine.collect(overfull_days(engine, tasks, w).sort("worker", "day")) for w in (weeks, None)]
    given = duckdb.from_arrow(_named(columns))
    expected = given.query("given", SPLIT).fetchall()
    got = [
        (w, MONDAY + (week - _first_week()) * 7 + i, found[name][at])
        for at, (w, week) in enumerate(zip(found["worker"], found["week"], strict=True))
        for i, name in enumerate(DAYS)
        if found[name][at]
    ]
    assert got == expected
    full = [(w, d) for w, d, t in expected if t > DAY_MS]
    assert full
    assert [list(zip(days["worker"], days["day"], strict=True)) for days in overfull] == [full, full]


def test_a_day_filled_from_two_weeks_is_found_though_neither_week_holds_a_whole_day() -> None:
    """On Sunday end 13 hours, and 11.5 of the 11 h 40 min that end on Monday at 0:10 lie on it: 24.5 hours."""
    sunday, minute = MONDAY + 6, HOUR // 60
    rows = {
        "worker": [1, 1], "day": [sunday, sunday + 1], "time": [13 * HOUR, 11 * HOUR + 40 * minute],
        "before": [0, 11 * HOUR + 30 * minute],
    }  # fmt: skip
    with open_engine() as engine:
        found = engine.collect(overfull_days(engine, engine.given(rows)))
    assert found == {"worker": [1], "day": [sunday]}


def _first_week() -> int:
    from checker.facts.change.worker_weeks import week_of

    return int(week_of(MONDAY))


def _table(rows: list[tuple[int, int, int]]) -> Any:
    return _named(dict(zip(("worker", "day", "time"), map(np.array, zip(*rows, strict=True)), strict=True)))


def _named(columns: dict[str, Any]) -> Any:
    import pyarrow as pa

    return pa.table({name: pa.array(values) for name, values in columns.items()})
