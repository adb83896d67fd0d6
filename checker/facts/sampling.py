"""What a sample of workers says of those it was drawn from, besides what it says of itself: the wider of both.

A census has no interval. A declared sample has one of 95 %, and proves no share of 0 or 1. Workers are what was drawn:
tasks, payments, hours and money of one worker come together, so that a share of them counts for as many independent
workers as Kish's effective number (Kish 1965, Survey Sampling, 11.7), as if all that is one worker's were alike. What
is the highest or lowest of all has no end on that side. Extremes, and what no interval is given for, keep the end that
speaks against the employer.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from checker.facts.measured import Measured, wilson

if TYPE_CHECKING:
    from checker.facts.pay_data import PayData

Numbers = npt.NDArray[np.float64]
SAMPLE = "the data are a sample"


def effective_number(sizes: Numbers) -> float:
    """Return Kish's effective number of workers with so much each: (sum)^2 / sum of squares; 0 of nothing.

    >>> effective_number(np.array([5.0, 5.0, 5.0])), effective_number(np.array([9.0, 1.0, 0.0]))
    (3.0, 1.2195121951219512)
    """
    total = math.fsum(sizes)
    return total * total / math.fsum(sizes * sizes) if total > 0 else 0.0


def share_ends(low: float, high: float, n: float) -> tuple[float, float]:
    """Return the ends of a share, widened to its Wilson interval over ``n`` independent workers.

    >>> [round(end, 4) for end in share_ends(0.1, 0.1, 100)], share_ends(0.0, 0.0, 20)[0]
    ([0.0552, 0.1744], 0.0)
    """
    if n <= 0:
        return 0.0, 1.0
    return min(low, wilson(low * n, n)[0]), max(high, wilson(high * n, n)[1])


def quantile_ranks(share: float, n: int) -> tuple[int, int]:
    """Return the ranks, from 1 on, between which a quantile of those sampled from lies; 0 and n + 1: without end.

    Woodruff 1952 (JASA 47:635-646): the interval of the share of workers below the quantile, turned round.

    >>> quantile_ranks(0.5, 40), quantile_ranks(0.1, 20)
    ((14, 27), (0, 8))
    """
    low, high = wilson(share * n, n)
    return math.floor(low * n), min(n + 1, math.ceil(high * n) + 1)


def rows_by_worker(data: PayData, column: str = "") -> Numbers:
    """Return rows of each worker of a set, or the sum of a column over them, in any order."""
    import narwhals as nw

    rows = data.rows.filter(~nw.col("worker").is_null())
    size = nw.col(column).fill_null(0).sum().cast(nw.Float64) if column else nw.len().cast(nw.Float64)
    found: Any = data.engine.arrays(rows.group_by("worker").agg(size.alias("size")))["size"]
    return np.sort(found.astype(float))


def open_above(data: PayData, measured: Measured, most: float = math.inf) -> Measured:
    """Return a number of which more is worse: in a sample no less than that, and up to ``most`` among the others."""
    if not data.sampled or measured.high is None:
        return measured
    return replace(measured, high=most, shown_high=most, value=None, why=because(data, measured.why))


def open_below(data: PayData, measured: Measured) -> Measured:
    """Return a number of which less is worse: in a sample no more than that, and any less, among the others."""
    if not data.sampled or measured.low is None:
        return measured
    return replace(measured, low=0.0, shown_low=0.0, value=None, why=because(data, measured.why))


def share_of_sample(data: PayData, measured: Measured, sizes: Numbers | None = None) -> Measured:
    """Return a share with the interval of a sample; ``sizes`` of what is counted by worker, None: workers alike."""
    if not data.sampled or measured.low is None or measured.high is None:
        return measured
    n = float(measured.n) if sizes is None else effective_number(sizes)
    if not 0 <= measured.low <= measured.high <= 1:
        # A share of more than the whole is none of so many in so many: no such interval holds for it.
        ends = 0.0, math.inf
    else:
        ends = share_ends(measured.low, measured.high, n)
    return replace(measured, low=ends[0], high=ends[1], value=None, why=because(data, measured.why))


def because(data: PayData, why: str) -> str:
    """Return the reason with that of a sample."""
    return "; ".join(filter(None, [why, SAMPLE if data.sampled else ""]))
