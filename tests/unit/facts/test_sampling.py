"""A declared sample proves no share of 0 or 1, and no highest or lowest; what it shows against the employer stays."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom
from statsmodels.stats.proportion import proportion_confint

from checker.facts.measured import wilson
from checker.facts.metrics import METRICS
from checker.facts.sampling import effective_number, quantile_ranks, share_ends
from checker.model.wages import WageSet
from tests.pay_for_tests import SCOPE, audit, ends, item, open_rows, task_row

WORKERS = 12
OF_THE_RECORD = ("coverage", "own_table", "change", "openness", "piece_rates", "equality")
"""Families that count the record itself, or have intervals of their own (tested beside them)."""


def log(folder: Path, sampling: str, **first: object) -> WageSet:
    """Return the audit of eight tasks of an hour of each worker, of which the first one's may differ."""
    usual = {"due_date": "2026-02-01", "paid_date": "2026-01-31", "bad_faith": "false", "minutes_sensitive": 10}
    rows = [
        task_row(f"w{i:02d}", f"2026-01-{day:02d}", 12 + i / 4, client_price=24 + i / 2)
        | usual
        | (first if i == 0 and day == 5 else {})
        for i in range(WORKERS)
        for day in range(5, 13)
    ]
    table = open_rows(folder, rows, grain="task", evidence=item(sampling=sampling))
    return audit(table, scope=SCOPE._replace(exposure_cap_minutes=60))


def test_no_sample_proves_that_there_is_none(tmp_path: Path) -> None:
    census, sample = log(tmp_path, "census"), log(tmp_path, "sample")
    for name in ("weekly_hours_over_48_share", "rest_day_missing_share", "pilot_rows_below_lw_share"):
        if census.metrics[name].low is not None:
            found = sample.metrics[name]
            wide = proportion_confint(round(census.metrics[name].low * WORKERS), WORKERS, method="wilson")
            assert (found.low, found.high) == pytest.approx(wide, abs=1e-9), name
            assert "the data are a sample" in found.why
    # Eight tasks each: as many independent ones as there are workers.
    none = proportion_confint(0, WORKERS, method="wilson")
    for name in ("rejection_rate", "unpaid_work_rate", "rejected_unpaid_share", "days_late_share", "never_paid_share"):
        assert ends(census, name) == (0, 0), name
        assert ends(sample, name) == pytest.approx(none, abs=1e-9), name
    prices = [24 + i / 2 for i in range(WORKERS)]
    kish = sum(prices) ** 2 / sum(price * price for price in prices)
    assert ends(sample, "pass_through") == pytest.approx(proportion_confint(kish / 2, kish, method="wilson"), abs=1e-9)
    recorded = ends(sample, "unpaid_time_recorded_share")
    assert recorded == pytest.approx(proportion_confint(WORKERS, WORKERS, method="wilson"), abs=1e-9)


def test_what_a_sample_found_stays_found(tmp_path: Path) -> None:
    sample = log(tmp_path, "volunteered", minutes_sensitive=90, paid_date="2026-02-11", status="rejected")
    assert ends(sample, "weekly_hours_max") == (7, 168)
    assert ends(sample, "sensitive_minutes_over_cap") == (1, math.inf)
    assert ends(sample, "max_payment_lag_days") == (26, math.inf)
    low, high = ends(sample, "rejection_rate")
    assert low is not None and high is not None
    assert 0 < low < 1 / 96 < high


def test_every_number_of_a_sample_is_open_or_says_why(tmp_path: Path) -> None:
    census, sample = log(tmp_path, "census"), log(tmp_path, "sample")
    for name, found in sample.metrics.items():
        entry = METRICS[name.partition("@")[0]]
        whole = census.metrics[name]
        if entry.family in OF_THE_RECORD or whole.low is None or whole.value is None:
            continue
        assert found.low is None or found.low != found.high, name
        assert found.low is None or found.low <= whole.low, name
        assert found.high is None or whole.high is None or found.high >= whole.high, name


def test_wilson_over_parts_is_that_of_statsmodels() -> None:
    assert share_ends(0.25, 0.25, 40) == pytest.approx(proportion_confint(10, 40, method="wilson"))
    assert wilson(2.5, 10.5) == pytest.approx(proportion_confint(2.5, 10.5, method="wilson"))
    assert effective_number(np.array([3.0, 1.0])) == pytest.approx(16 / 10)
    assert effective_number(np.zeros(2)) == 0


@pytest.mark.parametrize("n", [5, 8, 12, 20, 40, 150, 1000])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_ranks_hold_the_quantile_nineteen_times_in_twenty(n: int, share: float) -> None:
    first, last = quantile_ranks(share, n)
    # The number of workers under the quantile is binomial; it lies below the interval if fewer than `last` ... are.
    held = binom.cdf(last - 1, n, share) - (binom.cdf(first - 1, n, share) if first else 0)
    assert held >= 0.935
    assert 0 <= first <= last <= n + 1
