"""DuckDB and Spark measure the same: every metric of generated logs, to 1e-9, however the rows are cut into files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from checker.facts.wage_audit import audit_pay
from checker.load.wages import open_pay_table
from checker.load.wages.mapping import read_mapping
from checker.model.evidence import Period
from checker.model.pay_engine import BUILT_IN, EngineChoice
from checker.model.wages import PayScope, WageSet
from checker.render.wages_alone import as_json
from tests.pay_for_tests import item, rates_of, table_of, write_csv
from tests.pay_oracle import AS_OF, FIRST, LAST, RATES, Row, benchmark_text, payroll_rows, write_mapping
from tests.pay_oracle import EVERY_GAP as PAYROLL_GAPS
from tests.spark_for_tests import SPARK, differences, needs_spark, running
from tests.task_oracle import EVERY_GAP as TASK_GAPS
from tests.task_oracle import MAPPING, task_rows

needs_spark()


@pytest.fixture(scope="module", autouse=True)
def spark() -> Iterator[None]:
    """Start Spark once."""
    with running():
        yield


def parquet(folder: Path, rows: list[Row]) -> Path:
    """Write rows as Parquet, typed as DuckDB guesses their types, in three files below folders of their country."""
    csv, home = write_csv(folder / "pay.csv", rows), folder / "pay"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * FROM read_csv('{csv}', sample_size=-1)) TO '{home}'"
            " (FORMAT parquet, PARTITION_BY (country), WRITE_PARTITION_COLUMNS false)"
        )
    return home


def measured(
    path: Path,
    mapping: dict[str, Any],
    methods: frozenset[str],
    engine: EngineChoice,
    wanted: frozenset[str] | None = None,
) -> WageSet:
    """Return everything that is measured of a pay file, or what is wanted, by the usual method and others."""
    how = read_mapping(write_mapping(path.parent, **mapping), "mapping.yaml")
    bounds = PayScope("acme", Period(FIRST, LAST), (), None, AS_OF)
    return audit_pay(
        [open_pay_table(path, how, label="pay", evidence=item())], [item()], "supplier", bounds,
        table_of(benchmark_text()), [rates_of(*RATES)], methods, wanted=wanted, engine=engine,
    )  # fmt: skip


PAYROLL: dict[str, Any] = {"grain": "payroll", "time_basis": "shift", "time_zone": "UTC"}


def skewed(rows: list[Row]) -> list[Row]:
    """Return tasks of which one worker has a third, some pay is tied, and a few workers stand alone at a place."""
    many = [row | {"Worker": "worker-0000"} if i % 3 == 0 else row for i, row in enumerate(rows)]
    return [
        row | {"country": "ZM", "currency": "ZMW", "reward": "3.00"}
        if row["Worker"] in ("worker-0001", "worker-0002")
        else row
        for row in many
    ]


CLUSTERS = MAPPING | {
    "time_basis": "logged_cluster",
    "cluster_gap": "15 min",
    "columns": {name: column for name, column in MAPPING["columns"].items() if name != "hours_unpaid"},
    "units": {},
}
"""Overlaps once, waiting of up to 15 minutes between two tasks as unpaid work."""


def queued(rows: list[Row]) -> list[Row]:
    """Return tasks of which every fourth was accepted an hour early, while another ran, with ties to the second."""
    early = [row for row in rows if row["accepted"] and row["accepted"][11:13] not in ("00", "23")][::4]
    for row in early:
        row["accepted"] = f"{row['accepted'][:11]}{int(row['accepted'][11:13]) - 1:02d}{row['accepted'][13:]}"
    return rows


@pytest.mark.parametrize(
    ("rows", "mapping", "methods"),
    [
        (skewed(task_rows(41, gaps=TASK_GAPS, workers=40)), MAPPING, frozenset[str]()),
        (payroll_rows(42, gaps=PAYROLL_GAPS, workers=60), PAYROLL, frozenset({"idh_total", "fairwork_net"})),
        (queued(skewed(task_rows(43, gaps=TASK_GAPS, workers=40))), CLUSTERS, frozenset[str]()),
    ],
    ids=["task", "payroll", "clusters"],
)
def test_every_metric(tmp_path: Path, rows: list[Row], mapping: dict[str, Any], methods: frozenset[str]) -> None:
    home = parquet(tmp_path, rows)
    one = measured(home, mapping, methods, BUILT_IN)
    other = measured(home, mapping, methods, SPARK)
    assert one.rows == len(rows)
    assert any(group.suppressed for group in one.groups)
    assert not list(differences(one, other))
    assert as_json(one) == as_json(other)


def test_a_log_without_a_fault(tmp_path: Path) -> None:
    """What is seen to be absent is left out of later passes: other expressions than those of a log with faults."""
    rows = task_rows(44, workers=40)
    home, wanted = parquet(tmp_path, rows), frozenset(SOME)
    one, other = (measured(home, MAPPING, frozenset(), engine, wanted) for engine in (BUILT_IN, SPARK))
    assert one.metrics.keys() == wanted
    assert not list(differences(one, other))
    assert as_json(one) == as_json(other)


SOME = (
    "share_below_living_wage", "lowest_ratio", "cost_to_close", "effective_hourly_wage_p50", "gini",
    "weekly_hours_max", "unpaid_time_share", "rejection_rate", "days_late_share", "weekly_income_cv",
)  # fmt: skip
"""One metric or more of each table that is made of rows."""


@pytest.mark.parametrize(
    ("rows", "mapping"),
    [(payroll_rows(42, gaps=PAYROLL_GAPS, workers=60), PAYROLL), (queued(skewed(task_rows(43, workers=40))), CLUSTERS)],
    ids=["payroll", "clusters"],
)
def test_threads_change_no_byte(tmp_path: Path, rows: list[Row], mapping: dict[str, Any]) -> None:
    home = parquet(tmp_path, rows)
    every = [measured(home, mapping, frozenset(), EngineChoice(threads=n)) for n in (1, 4, 4)]
    assert len({as_json(one) for one in every}) == 1
