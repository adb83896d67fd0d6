"""Least squares for pay metrics: one coefficient with its robust interval, and fit from sums of products.

Arrays in, numbers out; knows no pay data. Columns that follow from others count once.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
_FLAT = 1e-9
"""Share of a column's spread under which others explain all of it."""
_MANY = 5_000
"""Degrees of freedom from which Student's t is the normal distribution to the sixth digit."""


class Coefficient(NamedTuple):
    """One coefficient of a least-squares fit."""

    value: float
    low: float
    """Low end of its 95 % interval."""
    high: float
    r2: float
    left: Numbers
    """The column with its controls taken out, a row each; rows of 0 say nothing about the coefficient."""


def coefficient(y: Numbers, column: Numbers, controls: Numbers) -> Coefficient | None:
    """Return the coefficient of ``column`` (n) in least squares of ``y`` (n) on it, ``controls`` (n x p), intercept.

    The interval is Student's t with errors of any spread, HC3 (MacKinnon and White 1985, J. Econometrics 29:305-325).
    None where the controls explain the column, or no degree of freedom is left. Rows in any order give the same bits.
    """
    order = np.lexsort((*controls.T, column, y))
    basis = _basis(controls[order])
    left, rest = (_taken_out(basis, v[order]) for v in (column, y))
    spread = float(left @ left)
    free = len(y) - basis.shape[1] - 1
    if free < 1 or spread <= _FLAT * len(y):
        return None
    left[np.abs(left) < _FLAT] = 0.0
    value = float(left @ rest) / spread
    errors = rest - value * left
    leverage = (basis**2).sum(axis=1) + left**2 / spread
    # A row that its own level explains has no error and says nothing of the coefficient.
    with np.errstate(divide="ignore", invalid="ignore"):
        pulled = np.where(leverage < 1 - _FLAT, errors / (1 - leverage), 0.0)
    error = math.sqrt(float(((left * pulled) ** 2).sum())) / spread
    half = student_t(0.975, free) * error
    centred = y[order] - y[order].mean()
    total = float(centred @ centred)
    r2 = 1 - float(errors @ errors) / total if total > 0 else math.nan
    unsorted = np.empty_like(left)
    unsorted[order] = left
    return Coefficient(value, value - half, value + half, r2, unsorted)


def _basis(controls: Numbers) -> Numbers:
    """Return orthonormal columns (n x rank) that span the intercept and the controls."""
    n = len(controls)
    centred = controls - controls.mean(axis=0)
    scale = np.sqrt((centred**2).sum(axis=0))
    tall = np.abs(controls).max(axis=0, initial=0.0) * math.sqrt(n) * 1e-12
    kept = centred[:, scale > tall] / scale[scale > tall]
    if not kept.shape[1]:
        return np.full((n, 1), 1 / math.sqrt(n))
    left, sizes, _ = np.linalg.svd(kept, full_matrices=False)
    return np.column_stack([np.full(n, 1 / math.sqrt(n)), left[:, sizes > _FLAT]])


def _taken_out(basis: Numbers, values: Numbers) -> Numbers:
    left = values - basis @ (basis.T @ values)
    return np.asarray(left - basis @ (basis.T @ left))


class Moments(NamedTuple):
    """Sums over rows: how many, of each column (d), and of products of two (d x d); the last column is explained."""

    n: float
    sums: Numbers
    products: Numbers

    def without(self, other: Moments) -> Moments:
        """Return the sums over the rows that are not among ``other``."""
        return Moments(self.n - other.n, self.sums - other.sums, self.products - other.products)


class Fit(NamedTuple):
    """Least squares of the last column on the others and an intercept."""

    weights: Numbers
    """Coefficients (d - 1) of the columns, centred."""
    means: Numbers
    rank: int
    """Columns that count, without the intercept."""
    unexplained: float
    """Sum of squared errors over the total sum of squares."""


def fit(moments: Moments) -> Fit | None:
    """Return the fit; None where the explained column does not vary."""
    means = moments.sums / moments.n
    spread = moments.products - np.outer(means, means) * moments.n
    squares = np.diag(spread).copy()
    around = np.diag(moments.products) * 1e-12
    total = squares[-1]
    if total <= around[-1]:
        return None
    kept = np.flatnonzero(squares[:-1] > around[:-1])
    scale = np.sqrt(squares[kept])
    alike = spread[np.ix_(kept, kept)] / np.outer(scale, scale)
    towards = spread[kept, -1] / scale
    sizes, axes = np.linalg.eigh(alike)
    used = sizes > _FLAT
    along = axes[:, used].T @ towards
    weights = np.zeros(len(means) - 1)
    weights[kept] = (axes[:, used] @ (along / sizes[used])) / scale
    unexplained = 1 - float((along**2 / sizes[used]).sum()) / total
    return Fit(weights, means, int(used.sum()), min(1.0, max(0.0, unexplained)))


def squared_errors(found: Fit, rows: Moments) -> float:
    """Return the sum of squared errors that a fit makes on other rows, from their sums."""
    weights = np.append(-found.weights, 1.0)
    shift = found.means
    about = rows.products - np.outer(shift, rows.sums) - np.outer(rows.sums, shift) + np.outer(shift, shift) * rows.n
    return max(0.0, float(weights @ about @ weights))


def student_t(share: float, free: int) -> float:
    """Return the quantile of Student's t (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4, bisected).

    >>> round(student_t(0.975, 4), 4), round(student_t(0.975, 1), 3), round(student_t(0.975, 100_000), 4)
    (2.7764, 12.706, 1.96)
    """
    from statistics import NormalDist

    if free > _MANY:
        return NormalDist().inv_cdf(share)
    within = 2 * share - 1
    low, high = 0.0, math.pi / 2
    for _ in range(60):
        angle = (low + high) / 2
        low, high = (angle, high) if _within(angle, free) < within else (low, angle)
    return math.sqrt(free) * math.tan((low + high) / 2)


def _within(angle: float, free: int) -> float:
    """Return the probability of -t to t, t = sqrt(free) x tan(angle)."""
    cos2, odd = math.cos(angle) ** 2, free % 2
    if free == 1:
        return 2 * angle / math.pi
    term = total = 1.0
    for i in range(2 + odd, free, 2):
        term *= cos2 * (i - 1) / i
        total += term
    if odd:
        return 2 / math.pi * (angle + math.sin(angle) * math.cos(angle) * total)
    return math.sin(angle) * total
