"""Clusters of tasks against an oracle of plain loops, and the laws that any reckoning of time must keep."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.engine import Engine, open_engine
from checker.facts.pay_rows import RowShape
from checker.facts.pay_survey import Survey
from checker.facts.working_time.clusters import in_clusters
from tests.time_oracle import Interval, clustered, summed, swept

TIMES = ("time_paid", "time_open", "time_unpaid", "time_all")
NOBODY = frozenset[str]()
STATUS = {"approved": 1, "rejected": 0, "pending": None}


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with open_engine() as opened:
        yield opened


def timed(
    engine: Engine, tasks: Sequence[tuple[int, int, int]], gap: int, outcomes: Sequence[int | None] | None = None
) -> dict[str, Any]:
    """Return sums over tasks (worker, start, end), all approved unless ``outcomes`` says otherwise."""
    import narwhals as nw

    n = len(tasks)
    given_ = outcomes if outcomes is not None else [1] * n
    columns: dict[str, list[Any]] = {
        "worker": [w for w, _, _ in tasks], "start_utc": [s for _, s, _ in tasks], "end_utc": [e for _, _, e in tasks],
        "row": [*range(n)], "outcome": [*given_], "gap_ms": [gap] * n, "fact_hash": [*range(n)], "pay_low": [7] * n,
        "row_hash": [0] * n, "month": [0] * n, "time_searching": [0] * n, **{name: [0] * n for name in TIMES},
    }  # fmt: skip
    filled = {"time_open"} if None in given_ else set()
    filled |= {"time_unpaid"} if 0 in given_ else set()
    shape = RowShape("task", True, False, False, False, NOBODY, NOBODY, NOBODY, has_stamps=True, has_clusters=True)
    seen = Survey({}, {}, {}, frozenset(filled), 0, 0)
    rows = in_clusters(engine, engine.given(columns), shape, seen)
    found = engine.collect(rows.select(nw.col(*TIMES, "pay_low", "again").sum()))
    for (name,) in engine.session.execute("SELECT table_name FROM duckdb_tables()").fetchall():
        engine.session.execute(f"DROP TABLE {name}")  # hundreds of examples share one engine
    return {name: int(values[0]) for name, values in found.items()}


def of_workers(tasks: Sequence[tuple[int, int, int]]) -> list[list[Interval]]:
    return [[(s, e) for who, s, e in tasks if who == worker] for worker in sorted({w for w, _, _ in tasks})]


def drawn(longest: int = 60) -> st.SearchStrategy[list[tuple[int, int, int]]]:
    """Draw tasks of two workers on a short clock, so that they overlap, touch, nest and repeat."""
    task = st.tuples(st.integers(1, 2), st.integers(0, longest), st.integers(0, 15))
    return st.lists(task.map(lambda t: (t[0], t[1], t[1] + t[2])), min_size=1, max_size=9)


def test_by_hand(engine: Engine) -> None:
    # 0-60, 30-90 overlap; 98-128 begins 8 after; 140-150 begins 12 after.
    tasks = [(1, 0, 60), (1, 30, 90), (1, 98, 128), (1, 140, 150)]
    assert timed(engine, tasks, 0)["time_all"] == 90 + 30 + 10
    found = timed(engine, tasks, 8)
    assert (found["time_all"], found["time_paid"], found["time_unpaid"]) == (138, 130, 8)
    assert timed(engine, tasks, 7)["time_all"] == 130  # a gap of 8 is none of at most 7
    assert timed(engine, tasks, 12)["time_all"] == 150


def test_a_long_task_hides_the_end_of_a_short_one(engine: Engine) -> None:
    # After 10-20 inside 0-100 the next task begins 5 after the long one, and not 85 after the short one.
    assert timed(engine, [(1, 0, 100), (1, 10, 20), (1, 105, 110)], 5)["time_all"] == 110


@given(tasks=drawn(), gap=st.integers(0, 20))
def test_against_the_oracle(engine: Engine, tasks: list[tuple[int, int, int]], gap: int) -> None:
    assert timed(engine, tasks, gap)["time_all"] == sum(clustered(own, gap) for own in of_workers(tasks))


@given(tasks=drawn(), gap=st.integers(0, 20), more=st.integers(0, 20))
def test_union_and_clusters_stand_in_order(
    engine: Engine, tasks: list[tuple[int, int, int]], gap: int, more: int
) -> None:
    union = timed(engine, tasks, 0)["time_all"]
    first, second = (timed(engine, tasks, d)["time_all"] for d in (gap, gap + more))
    assert sum(swept(own) for own in of_workers(tasks)) == union <= first <= second
    assert union <= sum(summed(own) for own in of_workers(tasks))


@given(tasks=drawn(), gap=st.integers(0, 20), data=st.data())
def test_splitting_a_task_and_the_order_of_rows_change_nothing(
    engine: Engine, tasks: list[tuple[int, int, int]], gap: int, data: st.DataObject
) -> None:
    whole = timed(engine, tasks, gap)
    who, start, end = tasks[0]
    middle = data.draw(st.integers(start, end))
    halves = timed(engine, [(who, start, middle), (who, middle, end), *tasks[1:]], gap)
    mixed = timed(engine, data.draw(st.permutations(tasks)), gap)
    assert whole["time_all"] == halves["time_all"] == mixed["time_all"]
    assert whole["time_paid"] == halves["time_paid"] == mixed["time_paid"]
    assert mixed["pay_low"] == whole["pay_low"]


@given(tasks=drawn(), gap=st.integers(0, 20), data=st.data())
def test_time_in_which_a_paid_task_ran_is_paid(
    engine: Engine, tasks: list[tuple[int, int, int]], gap: int, data: st.DataObject
) -> None:
    outcomes = [data.draw(st.sampled_from([1, 1, 0, None])) for _ in tasks]
    found = timed(engine, tasks, gap, outcomes)

    def union(kept: set[int | None]) -> int:
        return sum(
            clustered(own, 0) for own in of_workers([t for t, o in zip(tasks, outcomes, strict=True) if o in kept])
        )

    assert found["time_paid"] == union({1})
    # What may be paid is at least all time of paid and open tasks, and never more than those times apart.
    assert union({1, None}) <= found["time_paid"] + found["time_open"] <= union({1}) + union({None})
    whole = sum(clustered(own, gap) for own in of_workers(tasks))
    assert found["time_paid"] + found["time_open"] + found["time_unpaid"] == found["time_all"] == whole


def test_a_task_that_is_returned_takes_no_paid_time_from_those_done_beside_it(engine: Engine) -> None:
    found = timed(engine, [(1, 0, 60), (1, 10, 20), (1, 30, 50)], 0, [0, 1, 1])
    assert (found["time_paid"], found["time_unpaid"]) == (30, 30)


def test_the_same_stamps_twice_are_one_time_and_perhaps_one_pay(engine: Engine) -> None:
    found = timed(engine, [(1, 0, 60), (1, 0, 60), (2, 0, 60), (1, 60, 60), (1, 60, 60)], 0)
    # Tasks without any length may be many at one moment.
    assert (found["time_all"], found["again"], found["pay_low"]) == (120, 1, 28)


def test_one_worker_with_a_million_tasks() -> None:
    chance = random.Random(5)
    clock, tasks = 0, []
    for _ in range(1_000_000):
        clock += chance.choice((-20_000, 0, 30_000, 400_000))
        tasks.append((1, clock, clock + chance.randrange(0, 90_000)))
    import pandas as pd

    with open_engine() as engine:
        frame = pd.DataFrame(tasks, columns=["worker", "start_utc", "end_utc"])
        connection = engine.session
        zeros = ", ".join(f"0::BIGINT AS {name}" for name in (*TIMES, "time_searching", "row_hash", "month"))
        connection.register("tasks", frame)
        rows = engine.frame(
            connection.sql(
                f"SELECT *, row_number() OVER () AS row, row AS fact_hash, 1::TINYINT AS outcome,"
                f" 60000::BIGINT AS gap_ms, 1::BIGINT AS pay_low, {zeros} FROM tasks"
            )
        )
        shape = RowShape("task", True, False, False, False, NOBODY, NOBODY, NOBODY, has_stamps=True, has_clusters=True)
        found = in_clusters(engine, rows, shape, Survey({}, {}, {}, NOBODY, 0, 0))
        import narwhals as nw

        total = engine.collect(found.select(nw.col("time_all").sum()))["time_all"][0]
    assert int(total) == clustered([(s, e) for _, s, e in tasks], 60_000)
