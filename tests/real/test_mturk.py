"""The log of one MTurk worker, 63 tasks: no time was measured, so no hourly rate can be shown."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from checker.load.wages import open_pay_table
from checker.load.wages.mapping import parse_mapping
from checker.model.evidence import Period
from checker.model.wages import PayScope, WageSet
from tests.pay_for_tests import audit, item

ROOT = Path(__file__).resolve().parents[2]
LOG = ROOT.parent / "shared" / "data" / "real" / "mturk_engine_hit_log" / "hit_log.csv"
pytestmark = pytest.mark.skipif(not LOG.is_file(), reason="the MTurk log is not beside the project")

MAPPING = b"""\
fairlabel: wages/1
grain: task
columns: {submitted_at: date, pay: reward_usd, status: status}
constants: {worker_id: log, country: US, currency: USD}
values:
  status: {Paid: approved, Approved: approved}
"""
TABLE = """\
country,region_code,kind,amount,currency,period,hours_per_week,gross_or_net,valid_from,valid_to,checked_on,area,city_names,extent
US,,minimum_wage,7.25,USD,hour,,gross,2009-07-24,,2017-07-01,national,,all
US,,living_wage,15.00,USD,hour,,gross,2017-01-01,,,national,,all
"""


@pytest.fixture(scope="module")
def found() -> WageSet:
    scope = PayScope(
        "mturk", Period(date(2017, 8, 1), date(2017, 9, 30)), (("US", None, None, None, 1),), 1, date(2017, 9, 30)
    )
    table = open_pay_table(LOG, parse_mapping(MAPPING, "mapping.yaml"), evidence=item())
    return audit(table, scope=scope, benchmarks=TABLE)


def test_every_task_is_read(found: WageSet) -> None:
    with LOG.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert (found.rows, found.workers) == (len(rows), 1) == (63, 1)
    assert sum(float(row["reward_usd"]) for row in rows) == pytest.approx(63.95)


@pytest.mark.parametrize(
    "name",
    [
        "share_below_living_wage",
        "share_below_living_wage_paid_time",
        "share_below_minimum_wage",
        "share_below_minimum_wage_paid_time",
    ],
)
def test_the_floor_is_open(found: WageSet, name: str) -> None:
    assert (found.metrics[name].low, found.metrics[name].high) == (0.0, 1.0)


def test_the_effective_rate_is_unknown(found: WageSet) -> None:
    for share in (10, 50, 90):
        metric = found.metrics[f"effective_hourly_wage_p{share}_paid_time"]
        assert metric.low is None
        assert metric.high is None


def test_unpaid_time_is_not_recorded(found: WageSet) -> None:
    assert found.metrics["unpaid_time_recorded_share"].value == 0
    assert any(finding.code == "row_no_time" for finding in found.findings)


def test_one_worker_is_not_described(found: WageSet) -> None:
    assert found.worker_count_hidden
    assert found.groups == ()
    assert all(m.published.value is None for m in found.metrics.values())
