"""Means, medians and quantiles of numbers of which some have no end, or may not count at all."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


def mean_of(values: Numbers) -> float:
    """Return the mean; an open end on either side leaves that side open, the low one first."""
    if (values == -math.inf).any():
        return -math.inf
    return math.fsum(values) / len(values) if np.isfinite(values).all() else math.inf


def weighted_median(values: Numbers, weights: Numbers) -> float:
    """Return the lowest value that half of all weight, or more, does not lie above."""
    order = np.argsort(values)
    total = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(total, total[-1] / 2)])


def highest_mean(sure: Numbers, others: Numbers) -> float:
    """Return the highest mean over all who are below and any choice of those who may be."""
    best, total, count = -math.inf, math.fsum(sure), len(sure)
    if count:
        best = total / count
    for gap in np.sort(others)[::-1]:
        if gap <= best:
            break
        total, count = total + float(gap), count + 1
        best = total / count
    return best


def highest_median(sure: Numbers, others: Numbers) -> float:
    """Return the highest median over all who are below and any choice of those who may be."""
    if len(others) > 500:
        return float(max(np.max(others), np.max(sure, initial=-math.inf)))
    ranked = np.sort(others)[::-1]
    start = 0 if len(sure) else 1
    return max(float(np.median(np.append(sure, ranked[:take]))) for take in range(start, len(ranked) + 1))


def counted_quantile(values: Numbers, counts: Numbers, share: float) -> float:
    """Return the type-7 quantile of values that stand ``counts`` times each, in the room of the values alone.

    >>> round(counted_quantile(np.array([3.0, 20.0]), np.array([7, 1]), 0.9), 9)
    8.1
    """
    order = np.argsort(values, kind="stable")
    ranked, ends = values[order], np.cumsum(counts[order])
    place = share * (float(ends[-1]) - 1)
    first = math.floor(place + 1e-12)
    at = np.minimum(np.searchsorted(ends, [first, first + 1], side="right"), len(ranked) - 1)
    return between(float(ranked[at[0]]), float(ranked[at[1]]), place - first)


def between(below: float, above: float, part: float) -> float:
    """Return what lies a part of the way between two order statistics, of which one may have no end."""
    if part <= 1e-12 or below == above:
        return below
    if math.isinf(below) or math.isinf(above):
        # Between a number and an unknown end lies anything up to that end.
        return above if math.isinf(above) and not math.isinf(below) else below
    return below + part * (above - below)
