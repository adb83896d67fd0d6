"""The log of one MTurk worker, 63 tasks: no time was measured, so no hourly rate can be shown."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from checker.errors import InputError
from checker.load.wages import open_pay_table
from checker.load.wages.mapping import parse_mapping
from checker.model.evidence import Period
from checker.model.wages import PayScope, WageSet
from tests.pay_for_tests import audit, item
from tests.real_data import REAL, Assessed, assess, needs

LOG = REAL / "mturk_engine_hit_log" / "hit_log.csv"
pytestmark = needs("mturk_engine_hit_log/hit_log.csv")

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


QUESTIONNAIRE = """\
fairlabel: questionnaire/1
template: annotation-supplier
vendor: {id: mturk-log, name: A log of Mechanical Turk, country: US, kinds: [crowd_platform]}
scope:
  period: {from: 2017-08-01, to: 2017-09-30}
  sites: [{place: US, headcount: 1}]
  services: [text_annotation]
evidence:
  - id: log
    kind: wage_data
    files: [wages/hit_log.csv]
    mapping: wages/mapping.yaml
    issued: 2017-10-01
    covers: {from: 2017-08-01, to: 2017-09-30}
answers:
  pay:
    living_wage_commitment: {value: at_least_living_wage, evidence: [log]}
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


def test_no_time_basis_can_be_worked_out(found: WageSet) -> None:
    # The log has days and no stamps: there is no interval, no union and no cluster to compare.
    assert found.time_bases == ()
    table = open_pay_table(LOG, parse_mapping(MAPPING, "mapping.yaml"), evidence=item())
    assert "started_at" not in table.columns
    with pytest.raises(InputError, match="there is no started_at"):
        open_pay_table(LOG, parse_mapping(MAPPING + b"time_basis: logged_cluster\n", "mapping.yaml"), evidence=item())


def test_one_worker_is_not_described(found: WageSet) -> None:
    assert found.worker_count_hidden
    assert found.groups == ()
    assert all(m.published.value is None for m in found.metrics.values())


# ---- the same log through the whole tool, from a folder to a report


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> Assessed:
    top = tmp_path_factory.mktemp("mturk")
    (top / "benchmarks.csv").write_text(TABLE, encoding="utf-8")
    files = {
        "questionnaire.yaml": QUESTIONNAIRE,
        "wages/mapping.yaml": MAPPING.decode(),
        "wages/hit_log.csv": LOG.read_text(encoding="utf-8"),
    }
    return assess(top / "mturk-log", files, "--benchmarks", str(top / "benchmarks.csv"))


def test_the_supplier_cannot_pass_and_its_pay_is_unknown(assessed: Assessed) -> None:
    floor = assessed.result("PAI-PAY-01")
    assert (floor["status"], floor["credit"]) == ("unknown", {"claimed": 0, "possible": 1, "shown": 0})
    assert (assessed.subject["verdict"], assessed.exit_code) == ("does_not_meet", 1)
    failed = {result["requirement"] for result in assessed.standard["results"] if result["status"] == "not_met"}
    assert failed == {"PAI-PAY-15"}  # unpaid time is recorded for nobody; nothing else is against the platform


def test_no_report_describes_the_one_worker(assessed: Assessed) -> None:
    metrics = assessed.wages["metrics"]
    assert metrics["share_below_living_wage"]["why"] == "fewer than 5 workers"
    assert all((m["low"], m["value"], m["high"]) == (None, None, None) for m in metrics.values())
    with LOG.open(encoding="utf-8") as file:
        titles = [row["title"] for row in csv.DictReader(file)]
    for text in assessed.outputs.values():
        assert "63.95" not in text  # all that was earned
        assert "63 rows" not in text  # all that was done
        assert not any(title in text for title in titles)
