"""The floor family: who is below the bar, how far, and what it would cost to close the gap.

Sources of the formulas: share and gaps after Foster, Greer and Thorbecke 1984 (Econometrica 52:761-766), with
each worker's gap = shortfall of the units below / what the bar asks for them; n = all workers there are.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from checker.facts.averages import highest_mean, highest_median, mean_of, weighted_median
from checker.facts.disclosure.small_cells import extremes, is_small, statement
from checker.facts.floor_test import Basis
from checker.facts.measured import Measured, unknown, wilson
from checker.facts.population import Population, anonymous_words, people
from checker.facts.tested_workers import NO_CURRENCY, SEVERAL_CURRENCIES, Flags, Numbers, TestedWorkers
from checker.model.quantity import many

if TYPE_CHECKING:
    from checker.facts.metrics import MetricEntry
    from checker.facts.pay_data import PayData

K_MONEY = 0.5
"""Share of a sum of money above which one worker's part of it could be told from it."""
_READS = (
    "pay", "hours_paid", "status", "started_at", "submitted_at", "hours_unpaid", "fees", "deductions", "costs",
    "hours_basis", "contract_weekly_hours", "period_start", "period_end", "worker_id",
)  # fmt: skip


def population(data: PayData, entry: MetricEntry) -> Population:
    """Return the workers of a set, tested as a line of the metric table says."""
    basis = Basis("minimum_wage" if entry.minimum_wage else "living_wage", entry.paid_time, entry.method)
    return people(data, data.tested(basis, pooled=entry.pooled), data.headcount)


def share_below(data: PayData, entry: MetricEntry) -> Measured:
    """Return [below / n, (below + undecided) / n]; hours-weighted: over hours; a sample: Wilson 95 %."""
    return share_of(population(data, entry), entry)


def lowest_ratio(data: PayData, entry: MetricEntry) -> Measured:
    """Return the lowest pay / (bar x hours) of any worker and unit; hours as weights change nothing."""
    return lowest_of(population(data, entry), entry)


def mean_gap_of_those_below(data: PayData, entry: MetricEntry) -> Measured:
    """Return the mean gap over the workers below; unknown where nobody is."""
    return gap_of(population(data, entry), entry, median=False)


def median_gap_of_those_below(data: PayData, entry: MetricEntry) -> Measured:
    """Return the median gap over the workers below (type 7); unknown where nobody is."""
    return gap_of(population(data, entry), entry, median=True)


def fgt_1(data: PayData, entry: MetricEntry) -> Measured:
    """Return (1/n) x the sum of gaps over all workers."""
    return _fgt(population(data, entry), entry, 1)


def fgt_2(data: PayData, entry: MetricEntry) -> Measured:
    """Return (1/n) x the sum of squared gaps over all workers."""
    return _fgt(population(data, entry), entry, 2)


def cost_to_close(data: PayData, entry: MetricEntry) -> Measured:
    """Return the shortfall of all units below, by currency of the bar, for the data's period and a month."""
    return cost_of(population(data, entry), entry)


def share_of(people: Population, entry: MetricEntry) -> Measured:
    """Return the share below of any population (a group, a set)."""
    w = people.workers
    if people.least == 0:
        return unknown("no worker in the data", basis=_basis(entry))
    below, undecided = int(w.below.sum()), int(w.undecided.sum())
    sure = max(0, below - people.anonymous)
    possible = min(people.most, below + undecided + people.unseen)
    if entry.hours_weighted:
        low, high = _hours_share(people)
    else:
        low, high = sure / people.most_of_work if sure else 0.0, min(1.0, possible / people.least)
    # What is printed would tell how many have no work to test: they stay in its smallest share.
    plain = low if entry.hours_weighted else sure / people.most
    if people.sampled:
        # What the sample shows of itself and what it shows of those it was drawn from: the wider of both.
        least = wilson(sure, len(w))[0]
        low, plain, high = min(low, least), min(plain, least), max(high, wilson(below + undecided, len(w))[1])
    why = _why(people)
    return Measured(
        low,
        high,
        people.least,
        _basis(entry),
        "share of hours" if entry.hours_weighted else "share of workers",
        why,
        disclosure="count",
        count_low=sure,
        count_high=possible,
        absent=people.absent,
        shown_low=plain,
        reads=_READS,
    )


def lowest_of(people: Population, entry: MetricEntry) -> Measured:
    """Return the lowest ratio of any population."""
    w, k = people.workers, people.k
    if len(w) == 0:
        return unknown("no worker in the data", basis=_basis(entry))
    low = -math.inf if people.dark or people.sampled else float(w.ratio_low.min())
    high = float(w.ratio_high.min())
    if people.anonymous:
        # Pay in rows without a worker may belong to the lowest paid.
        high = (
            float(np.sort(w.ratio_high)[min(people.anonymous, len(w) - 1)]) if people.anonymous < len(w) else math.inf
        )
    of = extremes(k, len(w), *_sums_told(people))
    shown_low = -math.inf if people.dark or people.sampled else mean_of(np.sort(w.ratio_low)[:of])
    shown_high = mean_of(np.sort(w.ratio_high)[:of])
    if not math.isfinite(high) and not math.isfinite(low):
        return unknown(
            _why(people) or "pay, hours or the bar are unknown for every worker",
            n=people.least,
            basis=_basis(entry),
            reads=_READS,
        )
    return Measured(
        low,
        high,
        people.least,
        _basis(entry),
        "lowest worker",
        _why(people, low, high),
        disclosure="extreme",
        shown_low=shown_low,
        shown_high=shown_high,
        beyond=of,
        reads=_READS,
    )


def _sums_told(people: Population) -> list[int]:
    """Return of how many workers gaps and costs are sums that are printed, because their number is."""
    below, undecided = int(people.workers.below.sum()), int(people.workers.undecided.sum())
    told = statement(below, undecided, _fine(people), people.k) == "exact"
    return [below, below + undecided] if told else []


def _fine(people: Population) -> int:
    """Return how many workers are not below, for certain."""
    return int((~people.workers.below & ~people.workers.undecided).sum())


def gap_of(people: Population, entry: MetricEntry, *, median: bool) -> Measured:
    """Return mean or median gap among those below of any population."""
    w = people.workers
    below, perhaps = int(w.below.sum()), int(w.undecided.sum()) + people.unseen
    if below + perhaps == 0:
        return unknown("no worker is below", n=people.least, basis=_basis(entry), reads=_READS)
    # A row without a worker may change the gap of any one who is below, or be another worker's.
    moved = min(people.anonymous, below)
    others = np.append(w.gap_high[w.undecided], np.full(people.dark - moved, math.inf))
    least = np.append(np.sort(w.gap_low[w.below])[: below - moved], np.zeros(moved + len(others)))
    sure_high = np.append(np.sort(w.gap_high[w.below])[moved:], np.full(moved, math.inf))
    if entry.hours_weighted:
        low, high = _weighted_gap(people, np.append(others, np.full(moved, math.inf)), median=median)
    elif median:
        low = float(np.median(least))
        high = highest_median(sure_high, others)
    else:
        low = math.fsum(least) / len(least)
        high = highest_mean(sure_high, others)
    high = math.inf if people.sampled else high
    return Measured(
        low,
        high,
        people.least,
        _basis(entry),
        f"{'median' if median else 'mean'} over workers below",
        _why(people, low, high),
        disclosure="sum",
        count_low=below,
        count_high=below + perhaps,
        others=_fine(people),
        absent=people.absent,
        reads=_READS,
    )


def cost_of(people: Population, entry: MetricEntry) -> Measured:
    """Return the cost to close of any population, one mapping a currency."""
    w = people.workers
    if people.least == 0:
        return unknown("no worker in the data", basis=_basis(entry))
    numbers = sorted({int(n) for n in w.currency if n >= 0}, key=lambda n: people.currencies[n])
    rows = tuple(_cost_in(people, number) for number in numbers)
    if bool((w.currency == SEVERAL_CURRENCIES).any()):
        why = "a worker was compared with bars in several currencies"
        return unknown(why, n=people.least, basis=_basis(entry), reads=_READS)
    if not rows:
        return unknown(_why(people) or "nothing to compare with", n=people.least, basis=_basis(entry), reads=_READS)
    nowhere = bool((w.currency == NO_CURRENCY).any())
    sure, perhaps = int(w.below.sum()), int(w.below.sum() + w.undecided.sum()) + people.unseen
    # Each currency has a sum of its own: that of few workers hides them all.
    below_in = [int((w.below & (w.currency == number)).sum()) for number in numbers]
    sure = min([below for below in below_in if is_small(below, people.k)], default=sure)
    one = rows[0] if len(rows) == 1 else None
    low = one.low if one else None
    high = (math.inf if nowhere else one.high) if one else None
    return Measured(
        low,
        high,
        people.least,
        _basis(entry),
        "sum over units below",
        _why(people, low, high),
        tuple(row.as_mapping(people.months) for row in rows),
        unit=one.currency if one else "",
        disclosure="money",
        count_low=sure,
        count_high=perhaps,
        others=_fine(people),
        absent=people.absent,
        dominant=dominated(w),
        reads=_READS,
    )


def dominated(workers: TestedWorkers, k: int = 0) -> bool:
    """Return whether what the gap of some workers costs in one currency is to more than half one worker's.

    With ``k``: or is that of fewer than k workers.
    """
    for number in np.unique(workers.currency):
        costs = workers.cost_low[workers.currency == number]
        if (total := math.fsum(costs)) > 0 and float(costs.max()) > K_MONEY * total:
            return True
        if is_small(int((costs > 0).sum()), k):
            return True
    return False


class _Cost(NamedTuple):
    currency: str
    low: float
    high: float
    bill: float | None

    def as_mapping(self, months: int) -> dict[str, object]:
        """Return the shape of a report: amounts where exact, both ends else (None: open)."""
        exact = self.low == self.high
        high = self.high if math.isfinite(self.high) else None
        return {
            "currency": self.currency,
            "amount": self.low if exact else None,
            "amount_per_month": self.low / months if exact else None,
            "amount_low": self.low,
            "amount_high": high,
            "amount_per_month_low": self.low / months,
            "amount_per_month_high": None if high is None else high / months,
            "share_of_wage_bill": self.low / self.bill if exact and self.bill else None,
        }


def _cost_in(people: Population, number: int) -> _Cost:
    w = people.workers.only(people.workers.currency == number)
    low = math.fsum(w.cost_low) if not people.anonymous else 0.0
    high = math.fsum(w.cost_high) if not people.dark and not people.sampled else math.inf
    bill_low, bill_high = math.fsum(w.bill_low), math.fsum(w.bill_high)
    bill = bill_low if bill_low == bill_high and bill_low > 0 else None
    return _Cost(people.currencies[number], low, high, bill)


def _fgt(people: Population, entry: MetricEntry, power: int) -> Measured:
    w = people.workers
    if people.least == 0:
        return unknown("no worker in the data", basis=_basis(entry))
    maybe = w.below | w.undecided
    if entry.hours_weighted:
        low, high = _weighted_index(people, power)
    else:
        kept = np.sort(w.gap_low[w.below] ** power)[: max(0, int(w.below.sum()) - people.anonymous)]
        low = math.fsum(kept) / people.most
        high = math.fsum(w.gap_high[maybe] ** power) / people.least if not people.dark else math.inf
    if people.sampled:
        low, high = 0.0, math.inf
    counts = int(w.below.sum()), int(maybe.sum()) + people.unseen
    return Measured(
        low,
        high,
        people.least,
        _basis(entry),
        "mean over all workers",
        _why(people, low, high),
        disclosure="sum",
        count_low=counts[0],
        count_high=counts[1],
        others=_fine(people),
        absent=people.absent,
        reads=_READS,
    )


def _hours(people: Population) -> tuple[Numbers, Numbers]:
    w = people.workers
    return w.hours_low, np.minimum(w.hours_high, np.maximum(people.cap_hours, w.hours_low))


def _hours_share(people: Population) -> tuple[float, float]:
    """Return the smallest and largest share of hours that workers below can have worked."""
    w = people.workers
    low, high = _hours(people)
    unseen = people.unseen * people.cap_hours
    maybe = w.below | w.undecided
    sure = 0.0 if people.anonymous else math.fsum(low[w.below])
    rest = math.fsum(high[~w.below]) + unseen
    likely = math.fsum(high[maybe]) + unseen
    fine = math.fsum(low[~maybe])
    if likely + fine == 0:
        # No hour to take a share of.
        return 0.0, 1.0
    return (sure / (sure + rest) if sure else 0.0), likely / (likely + fine)


def _exact_hours(people: Population) -> Flags:
    low, high = _hours(people)
    exact: Flags = low == high
    return exact


def _weighted_gap(people: Population, others: Numbers, *, median: bool) -> tuple[float, float]:
    w = people.workers
    exact = (
        len(others) == 0
        and bool(_exact_hours(people)[w.below].all())
        and bool((w.gap_low == w.gap_high)[w.below].all())
        # Pay under zero in no time at all is a gap without end that weighs nothing: no mean can be made of it.
        and bool(np.isfinite(w.gap_high[w.below]).all())
        and math.fsum(w.hours_low[w.below]) > 0
    )
    if exact:
        gaps, hours = w.gap_low[w.below], w.hours_low[w.below]
        value = weighted_median(gaps, hours) if median else math.fsum(gaps * hours) / math.fsum(hours)
        return value, value
    low = float(w.gap_low[w.below].min()) if len(others) == 0 and w.below.any() else 0.0
    return low, float(np.append(w.gap_high[w.below], others).max())


def _weighted_index(people: Population, power: int) -> tuple[float, float]:
    w = people.workers
    low = w.hours_low
    maybe = w.below | w.undecided
    if people.dark:
        return 0.0, math.inf
    if bool(_exact_hours(people).all()):
        total = math.fsum(low)
        if total == 0:
            return 0.0, math.inf
        # A gap without end (pay under zero in no time at all) weighs nothing, and may come to anything.
        least, most = (np.where(low > 0, gaps**power, 0.0) * low for gaps in (w.gap_low, w.gap_high))
        endless = bool((np.isinf(w.gap_high) & (low == 0))[maybe].any())
        return math.fsum(least[w.below]) / total, math.inf if endless else math.fsum(most[maybe]) / total
    return 0.0, float((w.gap_high[maybe] ** power).max()) if maybe.any() else 0.0


def _basis(entry: MetricEntry) -> str:
    return "paid time" if entry.paid_time else "all time"


def _why(people: Population, low: float | None = None, high: float | None = None) -> str:
    """Return what keeps the number from being one number; ``low``, ``high``: its ends, where they may differ."""
    reasons = []
    undecided = int(people.workers.undecided.sum())
    if undecided:
        few = f"fewer than {people.k} workers are"
        said = few if undecided < people.k else many(undecided, "worker", "is", "are", of=people.least)
        reasons.append(f"{said} undecided")
    if people.absent:
        reasons.append(many(people.absent, "worker", "is", "are", of=people.least) + " not in the data")
    if people.anonymous:
        reasons.append(anonymous_words(people.anonymous))
    if people.sampled:
        reasons.append("the data are a sample")
    if low != high and not reasons:
        # Whoever is below in one month may be further below in another.
        reasons.append("pay or time in part of the period, or what it is held against, is not known")
    return "; ".join(reasons)
