"""The floor family on a generated task log in another time zone, whole and with blanks, against SQL to 1e-9."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from tests.pay_for_tests import write_csv
from tests.pay_oracle import APRIL_PESOS, RATES, Audited, Row, audited, once
from tests.pay_sql import FloorSql, close, floor_name, gini, inside
from tests.task_oracle import EVERY_GAP, MAPPING, task_rows

ALL_RATES = (*RATES, f"2026-04,PHP,USD,{1 / APRIL_PESOS!r}")
WAYS = list(product((False, True), repeat=4))
COMPLETIONS = 10


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    """Return a task log in which everything is known."""
    return audited(tmp_path_factory.mktemp("tasks"), task_rows(21), mapping=MAPPING, rates=ALL_RATES)


def test_the_log_holds_what_it_is_for(whole: Audited) -> None:
    sql = FloorSql(whole.file, grain="task")
    over_midnight, over_month, elsewhere = sql.row(
        """select count(*) filter (begun::date < ended::date), count(*) filter (month(begun) != month(ended)),
                  count(*) filter (month(ended) != month("handed in"[:19]::timestamp)) from tasks"""
    )
    assert min(over_midnight, over_month, elsewhere) >= 10
    rows = sql.row("select count(*) from tasks")[0]
    assert whole.found.set_aside["identical"] == 7
    assert whole.found.set_aside["outside_period"] > 0
    assert rows + sum(whole.found.set_aside.values()) == len(whole.file.read_text().splitlines()) - 1
    assert whole.found.workers == 130 == sql.row("select count(distinct worker_id) from units")[0]


@pytest.mark.parametrize("minimum", [False, True], ids=["living wage", "minimum wage"])
def test_the_floor_family_with_every_suffix(whole: Audited, minimum: bool) -> None:
    sql, differ = FloorSql(whole.file, grain="task"), []
    for paid, pooled, weighted in product((False, True), repeat=3):
        sql.test_against("minimum_wage" if minimum else "living_wage", paid=paid, pooled=pooled)
        for base, expected in sql.family(weighted=weighted).items():
            name = floor_name(base, minimum=minimum, paid=paid, weighted=weighted, pooled=pooled)
            metric = whole.found.metrics[name]
            if not all(close(end, expected) for end in (metric.value, metric.low, metric.high)):
                differ.append((name, expected, metric))
        costs = sql.costs()
        name = floor_name("cost_to_close", minimum=minimum, paid=paid, weighted=weighted, pooled=pooled)
        found = {e["currency"]: (e["amount"], e["share_of_wage_bill"]) for e in whole.found.metrics[name].value}
        assert found.keys() == costs.keys()
        for code, numbers in costs.items():
            differ += [(name, code, *pair) for pair in zip(found[code], numbers, strict=True) if not close(*pair)]
    assert not differ


def test_distribution(tmp_path: Path) -> None:
    made = audited(tmp_path, task_rows(22, countries=("PH",), workers=80), mapping=MAPPING, rates=ALL_RATES)
    sql = FloorSql(made.file, grain="task")
    for paid in (False, True):
        hours = "sum(paid_time)" if paid else "sum(paid_time + unpaid_time)"
        wages = sql.column(f"select sum(money) / {hours} from units group by worker_id")
        low, middle, high = (float(np.quantile(wages, q, method="linear")) for q in (0.1, 0.5, 0.9))
        expected = {
            "effective_hourly_wage_p10": low, "effective_hourly_wage_p50": middle, "effective_hourly_wage_p90": high,
            "p90_p10_ratio": high / low, "gini": gini(wages),
        }  # fmt: skip
        for name, number in expected.items():
            metric = made.found.metrics[name + "_paid_time" * paid]
            assert all(close(end, number) for end in (metric.value, metric.low, metric.high)), (name, number, metric)


def closed(rows: list[Row], state: str) -> list[Row]:
    """Return the rows with every open task decided one way."""
    return [row | {"state": state} if row["state"] == "OPEN" else row for row in rows]


@pytest.mark.parametrize("bar", ["living_wage", "minimum_wage"])
def test_open_tasks_give_the_share_below_two_ends(tmp_path: Path, bar: str) -> None:
    """All time counts whatever becomes of a task, so the ends are: all of them paid, none of them paid."""
    rows = task_rows(23, gaps=("open",))
    found = audited(tmp_path, rows, mapping=MAPPING, rates=ALL_RATES).found
    ends = []
    for state in ("OK", "NO"):
        sql = FloorSql(write_csv(tmp_path / f"{state}.csv", closed(rows, state)), grain="task")
        sql.test_against(bar, paid=False, pooled=False)
        ends.append(sql.family(weighted=False))
    metric, lowest = found.metrics[f"share_below_{bar}"], "lowest_ratio" + "_minimum_wage" * (bar == "minimum_wage")
    assert close(metric.low, ends[0]["share_below"])
    assert close(metric.high, ends[1]["share_below"])
    assert (metric.low or 0) < (metric.high or 0)
    assert close(found.metrics[lowest].low, ends[1]["lowest_ratio"])
    assert close(found.metrics[lowest].high, ends[0]["lowest_ratio"])


def completed(rows: list[Row], chance: random.Random) -> Iterator[Row]:
    """Yield the rows with every blank filled and every open task decided, well or badly."""
    for row in once(rows):
        full = dict(row)
        if full["state"] == "OPEN":
            full["state"] = chance.choice(("OK", "NO"))
        took = timedelta(seconds=chance.choice((5, 600, 5000, 30_000)))
        if full["accepted"] == "":
            full["accepted"] = f"{datetime.fromisoformat(full['handed in'][:19]) - took:%Y-%m-%dT%H:%M:%SZ}"
        if full["handed in"] == "":
            full["handed in"] = f"{datetime.fromisoformat(full['accepted'][:19]) + took:%Y-%m-%dT%H:%M:%SZ}"
        if full["reward"] == "":
            full["reward"] = f"{float(full['rate_per_task']) * chance.choice((0, 0.5, 1, 5)):.2f}"
        if full["waiting"] == "":
            full["waiting"] = chance.choice((0, 0, 3, 200))
        if full["fees"] == "":
            full["fees"] = f"{float(full['reward']) * chance.choice((0, 0, 0.1)) * (full['state'] == 'OK'):.4f}"
        yield full


@pytest.mark.parametrize("gaps", [EVERY_GAP, ("open",), ("accepted", "waiting")], ids=" ".join)
def test_the_truth_lies_between_the_ends(tmp_path: Path, gaps: tuple[str, ...]) -> None:
    rows = task_rows(24, gaps=gaps)
    found, wrong = audited(tmp_path, rows, mapping=MAPPING, rates=ALL_RATES).found, set()
    for number in range(COMPLETIONS):
        file = write_csv(tmp_path / "truth.csv", completed(rows, random.Random(number)))
        sql = FloorSql(file, grain="task")
        for minimum, paid, pooled, weighted in WAYS:
            sql.test_against("minimum_wage" if minimum else "living_wage", paid=paid, pooled=pooled)
            for base, value in sql.family(weighted=weighted).items():
                name = floor_name(base, minimum=minimum, paid=paid, weighted=weighted, pooled=pooled)
                metric = found.metrics[name]
                if not inside(value, metric.low, metric.high):
                    wrong.add((name, value, metric.low, metric.high))
            costs = sql.costs()
            name = floor_name("cost_to_close", minimum=minimum, paid=paid, weighted=weighted, pooled=pooled)
            for entry in found.metrics[name].value:
                value, top = costs.get(entry["currency"], (0.0, 0.0))[0], entry["amount_high"]
                if not inside(value, entry["amount_low"], math.inf if top is None else top):
                    wrong.add((name, entry["currency"], value, entry["amount_low"], top))
    assert not wrong


def test_without_a_column_for_unpaid_time_only_the_best_case_counts(tmp_path: Path) -> None:
    """Stamps alone do not show unpaid time: all-time shares can fail, never pass; paid time is as before."""
    rows = [{key: value for key, value in row.items() if key != "waiting"} for row in task_rows(21)]
    mapping = MAPPING | {"columns": {k: v for k, v in MAPPING["columns"].items() if k != "hours_unpaid"}, "units": {}}
    found = audited(tmp_path, rows, mapping=mapping, rates=ALL_RATES).found
    sql = FloorSql(write_csv(tmp_path / "none.csv", [row | {"waiting": 0} for row in rows]), grain="task")
    sql.test_against("living_wage", paid=False, pooled=False)
    share = found.metrics["share_below_living_wage"]
    assert close(share.low, sql.family(weighted=False)["share_below"])
    assert share.high == 1
    sql.test_against("living_wage", paid=True, pooled=False)
    assert close(found.metrics["share_below_living_wage_paid_time"].value, sql.family(weighted=False)["share_below"])
    assert found.metrics["unpaid_time_recorded_share"].value == 0
