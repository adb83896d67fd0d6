"""Least squares for pay metrics against statsmodels and scipy."""

from __future__ import annotations

import numpy as np
import pytest

from checker.facts.least_squares import Moments, coefficient, fit, squared_errors, student_t

statsmodels = pytest.importorskip("statsmodels.api")
stats = pytest.importorskip("scipy.stats")
RANDOM = np.random.default_rng(7)
N = 60


def sample(columns: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x = RANDOM.normal(2000, 3, (N, columns))
    d = (RANDOM.random(N) < 0.4).astype(float)
    y = 1 + 0.3 * d + x @ np.arange(columns) * 0.01 + RANDOM.normal(0, 0.2, N) * (1 + d)
    return y, d, x


@pytest.mark.parametrize("columns", [0, 1, 3])
def test_coefficient_and_its_interval_are_those_of_statsmodels(columns: int) -> None:
    y, d, x = sample(columns)
    oracle = statsmodels.OLS(y, np.column_stack([np.ones(N), d, x])).fit(cov_type="HC3", use_t=True)
    found = coefficient(y, d, x)
    assert found is not None
    low, high = oracle.conf_int()[1]
    assert (found.value, found.low, found.high) == pytest.approx((oracle.params[1], low, high), rel=1e-7)
    assert found.r2 == pytest.approx(oracle.rsquared, rel=1e-7)


def test_order_changes_no_bit_and_columns_that_follow_from_others_nothing() -> None:
    y, d, x = sample(2)
    order = RANDOM.permutation(N)
    one, other = coefficient(y, d, x), coefficient(y[order], d[order], x[order])
    assert one is not None
    assert other is not None
    assert one[:4] == other[:4]
    twice = coefficient(y, d, np.column_stack([x, x.sum(axis=1), np.ones(N)]))
    assert twice is not None
    assert twice[:4] == pytest.approx(one[:4], rel=1e-9)


def test_a_row_alone_in_its_level_says_nothing_of_the_coefficient() -> None:
    y, d, x = sample(1)
    alone = np.zeros((N + 1, 1))
    alone[-1] = 1
    with_it = coefficient(np.append(y, 99.0), np.append(d, 1.0), np.column_stack([np.append(x, 2000.0), alone]))
    without = coefficient(y, d, x)
    assert with_it is not None
    assert without is not None
    assert with_it[:3] == pytest.approx(without[:3], rel=1e-7)
    assert with_it.left[-1] == 0


def test_nothing_is_known_where_controls_tell_the_column() -> None:
    y, d, _ = sample(0)
    assert coefficient(y, d, d[:, None] * 3 + 1) is None
    assert coefficient(y[:2], np.array([0.0, 1.0]), np.empty((2, 0))) is None


@pytest.mark.parametrize("free", [1, 2, 3, 4, 5, 8, 9, 29, 30, 499, 4999])
def test_students_t(free: int) -> None:
    assert student_t(0.975, free) == pytest.approx(stats.t.ppf(0.975, free), rel=1e-9)


def test_students_t_of_many_is_normal() -> None:
    assert student_t(0.975, 5001) == pytest.approx(stats.t.ppf(0.975, 5001), rel=3e-4)


def moments(rows: np.ndarray) -> Moments:
    return Moments(len(rows), rows.sum(axis=0), rows.T @ rows)


def test_fit_from_sums_and_errors_on_other_rows() -> None:
    y, d, x = sample(2)
    rows = np.column_stack([d, x - 2000, y])
    oracle = statsmodels.OLS(y[:40], statsmodels.add_constant(rows[:40, :-1])).fit()
    found = fit(moments(rows[:40]))
    assert found is not None
    assert found.unexplained == pytest.approx(1 - oracle.rsquared, rel=1e-8)
    assert found.rank == 3
    ahead = y[40:] - oracle.predict(statsmodels.add_constant(rows[40:, :-1]))
    assert squared_errors(found, moments(rows[40:])) == pytest.approx(float(ahead @ ahead), rel=1e-8)


def test_no_fit_of_what_does_not_vary() -> None:
    rows = np.column_stack([np.arange(5.0), np.full(5, 0.3)])
    assert fit(moments(rows)) is None
