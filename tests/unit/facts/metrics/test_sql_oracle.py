"""The floor and distribution families on a generated payroll without blanks, against SQL and numpy to 1e-9."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from checker.facts.metrics import METRICS
from tests.pay_oracle import APRIL_PESOS, RATES, Audited, audited, payroll_rows
from tests.pay_sql import TAKEN_ADDED, FloorSql, close, floor_name, gini

COUNTRIES = ("KE", "GH", "PH", "UG")
WAYS = list(product((False, True), repeat=3))
BASES = ("share_below", "lowest_ratio", "mean_gap_of_those_below", "median_gap_of_those_below", "fgt_1", "fgt_2")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    """Return a payroll in which everything is known: every bar, every rate, every cell."""
    return audited(
        tmp_path_factory.mktemp("whole"), payroll_rows(11, countries=COUNTRIES), mapping={"grain": "payroll"},
        rates=(*RATES, f"2026-04,PHP,USD,{1 / APRIL_PESOS!r}"), methods=frozenset(TAKEN_ADDED),
    )  # fmt: skip


def test_the_payroll_holds_what_it_is_for(whole: Audited) -> None:
    sql = FloorSql(whole.file)
    kinds = sql.row(
        """select count(*) filter (not leaves and extra_pay > 0), count(*) filter (not leaves and extra_pay = 0),
                  count(*) filter (leaves and extra > 0), count(*) filter (n > 1), count(*) filter (unpaid_time > 0),
                  count(*) filter (abs(money - paid_time * living_wage / rate) < 0.01)
           from units join bars using (country) join rates using (currency, code) where rates.month = month(day)"""
    )
    assert all(count >= 10 for count in kinds), kinds
    assert whole.found.set_aside == {"identical": 6, "outside_period": 5}
    assert whole.found.workers == 260 == sql.row("select count(distinct worker_id) from units")[0]


@pytest.mark.parametrize("minimum", [False, True], ids=["living wage", "minimum wage"])
@pytest.mark.parametrize("method", TAKEN_ADDED)
def test_the_floor_family_with_every_suffix(whole: Audited, method: str, minimum: bool) -> None:
    sql = FloorSql(whole.file, method=method)
    differ, compared = [], 0
    for paid, pooled, weighted in WAYS:
        sql.test_against("minimum_wage" if minimum else "living_wage", paid=paid, pooled=pooled)
        for base, expected in sql.family(weighted=weighted).items():
            name = floor_name(base, minimum=minimum, paid=paid, weighted=weighted, pooled=pooled)
            metric = whole.found.metrics[name if method == "basic_only" else f"{name}@{method}"]
            compared += 1
            if not all(close(end, expected) for end in (metric.value, metric.low, metric.high)):
                differ.append((name, expected, metric.value, metric.low, metric.high))
    assert not differ
    assert compared == len(WAYS) * len(BASES)


@pytest.mark.parametrize("minimum", [False, True], ids=["living wage", "minimum wage"])
def test_cost_to_close_by_currency(whole: Audited, minimum: bool) -> None:
    sql = FloorSql(whole.file)
    for paid, pooled, weighted in WAYS:
        sql.test_against("minimum_wage" if minimum else "living_wage", paid=paid, pooled=pooled)
        expected = sql.costs()
        name = floor_name("cost_to_close", minimum=minimum, paid=paid, weighted=weighted, pooled=pooled)
        found = {entry["currency"]: entry for entry in whole.found.metrics[name].value}
        assert found.keys() == expected.keys()
        for currency, (cost, share) in expected.items():
            entry = found[currency]
            assert entry["amount_low"] <= entry["amount_high"], (name, currency)
            for key, number in (
                ("amount", cost), ("amount_low", cost), ("amount_high", cost), ("amount_per_month", cost / 4),
                ("share_of_wage_bill", share),
            ):  # fmt: skip
                assert close(entry[key], number), (name, currency, key, number, entry)


def test_every_name_of_the_floor_family_is_compared() -> None:
    names = {
        floor_name(base, minimum=minimum, paid=paid, weighted=weighted, pooled=pooled)
        for base in (*BASES, "cost_to_close")
        for minimum in (False, True)
        for paid, pooled, weighted in WAYS
    }
    apart = {"unpaid_time_recorded_share", "pilot_rows_below_lw_share", "share_below_requester_minimum_wage"}
    assert names | apart == {entry.name for entry in METRICS.values() if entry.family == "floor"}


@pytest.mark.parametrize("country", ["GH", "PH", "UG"])
def test_distribution_of_one_currency(tmp_path_factory: pytest.TempPathFactory, country: str) -> None:
    found = audited(
        tmp_path_factory.mktemp(country), payroll_rows(12, countries=(country,), workers=90),
        mapping={"grain": "payroll"}, rates=(*RATES, f"2026-04,PHP,USD,{1 / APRIL_PESOS!r}"),
    )  # fmt: skip
    sql = FloorSql(found.file)
    for paid in (False, True):
        hours, end = "sum(paid_time)" if paid else "sum(paid_time + unpaid_time)", "_paid_time" * paid
        wages = sql.column(f"select sum(money) / {hours} from units group by worker_id")
        low, middle, high = (float(np.quantile(wages, q, method="linear")) for q in (0.1, 0.5, 0.9))
        expected = {
            "effective_hourly_wage_p10": low, "effective_hourly_wage_p50": middle, "effective_hourly_wage_p90": high,
            "p90_p10_ratio": high / low, "gini": gini(wages),
        }  # fmt: skip
        for name, number in expected.items():
            metric = found.found.metrics[name + end]
            for value in (metric.value, metric.low, metric.high):
                assert close(value, number), (name, number, metric)


def test_money_of_several_currencies_is_unknown_and_says_so(whole: Audited) -> None:
    for name, metric in whole.found.metrics.items():
        if METRICS[name.split("@")[0]].unit == "money/h":
            assert (metric.value, metric.low, metric.high) == (None, None, None), name
            assert "several currencies" in metric.why, name
