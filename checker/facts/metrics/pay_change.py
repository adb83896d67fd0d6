"""A change of the pay rule: the share of workers cut, their mean loss, the pooled change, its week, its notice.

All five rest on one comparison, `checker.facts.change`: pay after the change against the worker's own pay before for
the same work, or against a disclosed formula. A mean never stands for the workers behind it: whoever lost is counted.
Missing pay or hours leave their worker undecided; a headcount above the workers in the data leaves the rest undecided.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from checker.facts.change.outcome import Outcome, currencies, outcome_of
from checker.facts.change.week import monday, week_name
from checker.facts.change.workers import Draws, bootstrap
from checker.facts.measured import Measured, unknown, wilson
from checker.facts.metrics.distribution import absent, absent_words
from checker.facts.population import anonymous_words

if TYPE_CHECKING:
    from checker.facts.metrics import MetricEntry
    from checker.facts.pay_data import PayData

_READS = ("pay", "hours_paid", "started_at", "submitted_at", "status", "task_type", "job_category")
NO_NOTICE = "no notice of the change is on record (--announced, or announced in the mapping)"


def share_cut(data: PayData, entry: MetricEntry) -> Measured:
    """Return workers whose pay for the same work fell by more than the least cut / workers compared."""
    found = outcome_of(data)
    if found.deltas is None:
        return _unknown(data, found)
    least, n = found.question.least_cut, len(found.deltas.low) + absent(data)
    cut, maybe = int(found.deltas.cut(least).sum()), int(found.deltas.maybe(least).sum())
    low = max(0, cut - data.anonymous)
    high = min(n, cut + maybe + absent(data) + data.anonymous)
    ends = (low / n, high / n)
    if data.sampled:
        draws = bootstrap(found.deltas, least, one_currency=True)
        drawn = draws.share_cut if draws else (0.0, 1.0)
        first, last = wilson(low, n)[0], wilson(high, n)[1]
        ends = min(ends[0], drawn[0], first), max(ends[1], drawn[1], last)
    why = _why(data, found)
    return Measured(
        *ends, n, found.basis, "share of workers", why, disclosure="count", count_low=low, count_high=high, reads=_READS
    )


def mean_loss_of_cut(data: PayData, entry: MetricEntry) -> Measured:
    """Return the mean over workers cut of 1 - actual / expected pay; unknown where nobody is."""
    found = outcome_of(data)
    if found.deltas is None:
        return _unknown(data, found)
    deltas, least = found.deltas, found.question.least_cut
    cut, maybe = deltas.cut(least), deltas.maybe(least)
    unseen = absent(data) + data.anonymous
    if not cut.any() and not maybe.any() and not unseen:
        return unknown(
            "no worker is cut", n=len(cut), basis=found.basis, estimator="mean over workers cut", reads=_READS
        )
    sure = (-deltas.high[cut], -deltas.low[cut])
    open_low = np.append(np.maximum(least, -deltas.high[maybe]), np.full(unseen, least))
    open_high = np.append(-deltas.low[maybe], np.full(unseen, 1.0))
    low, high = lowest_mean(sure[0], open_low), -lowest_mean(-sure[1], -open_high)
    if data.sampled and (draws := bootstrap(deltas, least, one_currency=True)) and draws.mean_loss:
        low, high = min(low, draws.mean_loss[0]), max(high, draws.mean_loss[1])
    return Measured(
        low, high, int(cut.sum()), found.basis, "mean over workers cut", _why(data, found), disclosure="sum",
        count_low=int(cut.sum()), count_high=int(cut.sum() + maybe.sum()) + unseen, reads=_READS,
    )  # fmt: skip


def pooled_change(data: PayData, entry: MetricEntry) -> Measured:
    """Return the sum of pay after the change / the sum expected for the same work - 1, over workers compared."""
    found = outcome_of(data)
    if found.deltas is None:
        return _unknown(data, found)
    several = currencies(data)
    n = len(found.deltas.low)
    if len(several) > 1 and found.question.formula is None:
        return unknown(f"several currencies: {', '.join(several)}", n=n, basis=found.basis, reads=_READS)
    low, high = _pooled_ends(data, found)
    if low <= -1 and high == math.inf:
        return unknown(_why(data, found), n=n, basis=found.basis, estimator="pooled over workers", reads=_READS)
    if data.sampled and (draws := bootstrap(found.deltas, found.question.least_cut, one_currency=True)):
        low, high = _widened(low, high, draws)
    return Measured(
        low, high, n, found.basis, "pooled over workers", _why(data, found), disclosure="sum", count_low=n,
        count_high=n, reads=_READS,
    )  # fmt: skip


def change_week(data: PayData, entry: MetricEntry) -> Measured:
    """Return the ISO week in which the new rule began (year x 100 + week); wider where weeks tie or lack pay."""
    found, basis = outcome_of(data), "weeks of pay"
    if found.weeks is None:
        return unknown(
            _no_week(data, found), n=data.worker_count, basis=basis, estimator="least squared residual", reads=_READS
        )
    low, high = (_as_number(week) for week in found.weeks)
    words = week_name(found.weeks[0]) + (f" to {week_name(found.weeks[1])}" if low != high else "")
    given = found.question.since is not None
    why = "" if low == high else "several weeks fit equally well, or weeks between are without pay"
    estimator = "given, not found" if given else "least squared residual"
    return Measured(low, high, data.worker_count, basis, estimator, why, words=words, reads=_READS)


def change_announced(data: PayData, entry: MetricEntry) -> Measured:
    """Return the days from the notice to the change: under 0 where it came after; unknown without a notice."""
    found = outcome_of(data)
    if found.weeks is None:
        return unknown(
            _no_week(data, found), n=data.worker_count, basis="days", estimator="change less notice", reads=_READS
        )
    if found.announced is None:
        return unknown(NO_NOTICE, n=data.worker_count, basis="days", estimator="change less notice", reads=_READS)
    first, last = monday(found.weeks[0]), monday(found.weeks[1] + 1)
    low, high = (first - found.announced).days, (last - found.announced).days - 1
    if found.question.since is not None:
        low = high = (found.question.since - found.announced).days
    why = "" if low == high else "the day of the change is known by its week"
    return Measured(low, high, data.worker_count, "days", "change less notice", why, reads=_READS)


def _as_number(week: int) -> float:
    year, number, _ = monday(week).isocalendar()
    return float(year * 100 + number)


def _unknown(data: PayData, found: Outcome) -> Measured:
    return unknown(_no_week(data, found), n=data.worker_count, basis=found.basis, reads=_READS)


def _no_week(data: PayData, found: Outcome) -> str:
    """Return why nothing is known of a change; what the pay of fewer than k workers did is no reason to print."""
    if data.worker_count < data.scope.k:
        return "no change of pay is known"
    return found.why or (found.split.words if found.split else "")


def _why(data: PayData, found: Outcome) -> str:
    """Return what leaves workers undecided; no count, which of few workers would be one too many."""
    assert found.deltas is not None
    words = []
    if (~found.deltas.exact).any():
        words.append("pay or work of some workers is not known, or is not the same work on both sides")
    if absent(data):
        words.append(absent_words(data))
    if data.anonymous:
        words.append(anonymous_words(data.anonymous))
    if data.sampled:
        words.append("the data are a sample")
    return "; ".join(words)


def lowest_mean(sure: np.ndarray, open_: np.ndarray) -> float:
    """Return the lowest mean of values that are sure and any of those that are open (at least one of all).

    >>> lowest_mean(np.array([0.4]), np.array([0.1, 0.9]))
    0.25
    """
    ranked = np.sort(open_)
    if not len(sure) and not len(ranked):
        return math.nan
    sums = math.fsum(sure) + np.concatenate([[0.0], np.cumsum(ranked)])
    counts = len(sure) + np.arange(len(ranked) + 1)
    means = sums[counts > 0] / counts[counts > 0]
    return float(means.min())


def _pooled_ends(data: PayData, found: Outcome) -> tuple[float, float]:
    """Return both ends of pooled pay over expected pay - 1; one worker whose pay is open leaves its end open."""
    assert found.deltas is not None
    deltas = found.deltas
    actual, expected = math.fsum(deltas.actual), math.fsum(deltas.expected)
    unseen = absent(data) + data.anonymous
    # An end that is open of one worker's pay may be any amount of money.
    floorless = (deltas.low <= -1) & ~deltas.exact
    low = -1.0 if unseen or floorless.any() or not expected else actual / expected - 1
    high = math.inf if unseen or np.isinf(deltas.high).any() or not expected else actual / expected - 1
    return low, high


def _widened(low: float, high: float, draws: Draws) -> tuple[float, float]:
    return (min(low, draws.pooled[0]), max(high, draws.pooled[1])) if draws.pooled else (low, high)
