"""The distribution of effective hourly pay over workers: quantiles (type 7), their ratio, Gini.

A worker's figure pools pay and hours over the period. Quantiles of intervals are the quantiles of the low
and of the high ends (order statistics never fall when a value rises). Gini after Gini 1912, by ranks:
2 x sum(rank x wage) / (n x sum) - (n + 1) / n.
"""

from __future__ import annotations

import math
from collections.abc import Set
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from checker.facts.averages import between
from checker.facts.floor_test import pay_ends
from checker.facts.measured import Measured, unknown
from checker.facts.population import anonymous_words
from checker.facts.sampling import SAMPLE, because, quantile_ranks
from checker.facts.tested_workers import ratio_ends
from checker.model.codes import named_currencies
from checker.model.quantity import many

if TYPE_CHECKING:
    from checker.facts.metrics import MetricEntry
    from checker.facts.pay_data import PayData

Numbers = npt.NDArray[np.float64]
_READS = ("pay", "hours_paid", "status", "started_at", "submitted_at", "hours_unpaid", "fees", "deductions", "costs")


@dataclass(frozen=True, slots=True)
class Wages:
    """Effective hourly pay of each worker: both ends and currency, in the order of `TestedWorkers`."""

    low: Numbers
    high: Numbers
    currency: npt.NDArray[Any]
    workers: int
    ids: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """Salted hashes by which other sums over the same workers are found; they never leave the process."""

    def only(self, keep: npt.NDArray[np.int64]) -> Wages:
        """Return the entries that ``keep`` numbers."""
        return Wages(self.low[keep], self.high[keep], self.currency[keep], len(keep), self.ids[keep])


def effective_hourly_wage(data: PayData, entry: MetricEntry) -> Measured:
    """Return the P10, P50 or P90 of effective hourly pay in the pay's currency, as an interval."""
    share = int(entry.name.removesuffix("_paid_time").rpartition("_p")[2]) / 100
    return _over_workers(data, share, entry)


def p90_p10_ratio(data: PayData, entry: MetricEntry) -> Measured:
    """Return P90 / P10 of effective hourly pay; unknown where P10 may be 0 or less."""
    ten, ninety = (_over_workers(data, share, entry) for share in (0.1, 0.9))
    if ten.low is None or ninety.low is None or ten.high is None or ninety.high is None:
        return unknown(ten.why, n=ten.n, basis=_basis(entry), reads=_READS)
    if ten.low <= 0:
        return unknown(ten.why or "the tenth percentile is not above 0", n=ten.n, basis=_basis(entry), reads=_READS)
    low, high = ninety.low / ten.high, ninety.high / ten.low
    return Measured(
        low,
        high,
        ten.n,
        _basis(entry),
        "ratio of quantiles, type 7",
        ten.why,
        disclosure="quantile",
        beyond=ten.beyond,
        reads=_READS,
    )


def gini(data: PayData, entry: MetricEntry) -> Measured:
    """Return the Gini coefficient; unknown unless every worker's pay is known, not negative, and not all 0."""
    found = wages(data, entry)
    several = several_words(found)
    if several or not found.workers:
        return unknown(several or "no worker in the data", n=found.workers, basis=_basis(entry), reads=_READS)
    if data.sampled:
        return unknown(SAMPLE, n=found.workers, basis=_basis(entry), reads=_READS)
    if unseen(data) or not np.array_equal(found.low, found.high) or not np.isfinite(found.low).all():
        return unknown("pay or hours of some workers are not known", n=found.workers, basis=_basis(entry), reads=_READS)
    if found.low.min() < 0 or found.low.sum() == 0:
        return unknown(
            "undefined with negative pay, or with none at all", n=found.workers, basis=_basis(entry), reads=_READS
        )
    value = gini_of(found.low)
    return Measured(value, value, found.workers, _basis(entry), "over workers", disclosure="plain", reads=_READS)


def gini_of(values: Numbers) -> float:
    """Return the Gini coefficient of values that are not negative and not all 0.

    >>> gini_of(np.array([0.0, 0.0, 0.0, 1.0]))
    0.75
    """
    n = len(values)
    ranked = np.sort(values)
    return float(2 * math.fsum(np.arange(1, n + 1) * ranked) / (n * math.fsum(ranked)) - (n + 1) / n)


def _over_workers(data: PayData, share: float, entry: MetricEntry) -> Measured:
    found = quantile_of(
        wages(data, entry), share, absent(data), data.anonymous, entry, sampled=data.sampled, missing=absent_words(data)
    )
    return replace(found, why=because(data, found.why)) if data.sampled else found


def quantile_of(
    found: Wages, share: float, absent: int, anonymous: int, entry: MetricEntry, *, sampled: bool = False,
    missing: str | None = None,
) -> Measured:  # fmt: skip
    """Return a type-7 quantile over workers; those without data may stand anywhere.

    A row without a worker may change the pay of any one worker, or be another worker's. ``missing``: who is without
    data, in words; None: ``absent`` workers.
    """
    several = several_words(found)
    n = found.workers + absent
    if several or not found.workers:
        return unknown(several or "no worker in the data", n=n, basis=_basis(entry), reads=_READS)
    low, high = quantile_ends(found.low, found.high, share, absent, anonymous, sampled=sampled)
    why = "" if low == high else _why_open(found, _missing_words(absent) if missing is None else missing, anonymous)
    if not math.isfinite(low) and not math.isfinite(high):
        return unknown(why or "pay for no time has no hourly rate", n=n, basis=_basis(entry), reads=_READS)
    beyond = math.floor(min(share, 1 - share) * n + 1e-9)
    return Measured(
        low,
        high,
        n,
        _basis(entry),
        "quantile over workers, type 7",
        why,
        unit=f"{next((code for code in found.currency.tolist() if code), 'money')}/h",
        disclosure="quantile",
        beyond=beyond,
        reads=_READS,
    )


def quantile_ends(
    low: Numbers, high: Numbers, share: float, absent: int, anonymous: int, *, sampled: bool = False
) -> tuple[float, float]:
    """Return both ends of a type-7 quantile over workers whose values lie between ``low`` and ``high``.

    Workers without data may stand anywhere. A row without a worker may change the value of any one worker, or be
    another worker's: to replace the best by the worst is at least as bad as to add one. Of a sample the ends lie at
    the ranks between which the quantile of those it was drawn from is (95 %), too.
    """
    moved = min(anonymous, len(low))
    unseen = absent + moved
    worst = np.append(np.sort(low)[: len(low) - moved], np.full(unseen, -math.inf))
    best = np.append(np.sort(high)[moved:], np.full(unseen, math.inf))
    ends = quantile(worst, share), quantile(best, share)
    if not sampled:
        return ends
    first, last = quantile_ranks(share, len(worst))
    return (
        min(ends[0], float(np.sort(worst)[first - 1])) if first else -math.inf,
        max(ends[1], float(np.sort(best)[last - 1])) if last <= len(best) else math.inf,
    )


def quantile(values: Numbers, share: float) -> float:
    """Return the type-7 quantile (Hyndman and Fan 1996, Am. Stat. 50:361-365), also with infinite values.

    >>> quantile(np.array([1.0, 2.0, 4.0, math.inf]), 0.5)
    3.0
    """
    ranked = np.sort(values)
    place = share * (len(ranked) - 1)
    floor = math.floor(place + 1e-12)
    part = place - floor
    return between(float(ranked[floor]), float(ranked[min(floor + 1, len(ranked) - 1)]), part)


def wages(data: PayData, entry: MetricEntry) -> Wages:
    """Return effective hourly pay by worker, run once for each method and time basis."""
    key = f"wages {entry.method} {entry.paid_time}"
    if key not in data.memo:
        data.memo[key] = wages_of(totals(data, entry.method, paid_time=entry.paid_time))
    found: Wages = data.memo[key]
    return found


def unseen(data: PayData) -> int:
    """Return how many workers there may be without a trace in the data."""
    return absent(data) + data.anonymous


def absent(data: PayData) -> int:
    """Return how many workers headcount counts and the data show nothing of, be it that they only name them."""
    return data.absent + data.hollow


def absent_words(data: PayData) -> str:
    """Return that workers are missing: how many whom the data do not name, since others may be few; empty: nobody."""
    hollow = "some workers have neither pay nor time in the data" if data.hollow else ""
    return "; ".join(filter(None, [_missing_words(data.absent), hollow]))


def unseen_words(data: PayData) -> str:
    """Return who or what cannot be told of any worker in the data; empty where there is nothing."""
    words = [absent_words(data), anonymous_words(data.anonymous)]
    return "; ".join(filter(None, words))


def totals(data: PayData, method: str, *, paid_time: bool) -> dict[str, Any]:
    """Return pay and hours by worker with both ends, what is not known of them, and the worker's groups, as arrays."""
    import narwhals as nw

    low, high = ("hours_paid_low", "hours_paid_high") if paid_time else ("hours", "hours")
    weeks = nw.lit(52 / 12)
    open_ = nw.col("time_missing") > 0
    if not paid_time:
        open_ = open_ | (nw.col("unpaid_missing") > 0)
    frame = data.prepared.filter(~nw.col("worker").is_null()).with_columns(**pay_ends(method, nw.lit(1.0)))
    frame = frame.with_columns(
        (nw.col(low) + nw.col("weeks_low") * weeks).alias("h_low"),
        (nw.col(high) + nw.col("weeks_high") * weeks).alias("h_high"),
        open_.alias("time_open"),
        # Pay in a currency that is not said is no amount.
        (nw.col("forced") | nw.col("currency").is_null()).alias("forced"),
    )
    sums = [nw.col(name).sum() for name in ("n_low", "n_high", "h_low", "h_high", "pay_missing")]
    flags = [nw.col(name).cast(nw.Int64).max() for name in ("n_floorless", "time_open", "forced")]
    labels = [nw.col("currency").min().alias("currency"), nw.col("currency").max().alias("currency_top")]
    t = data.engine.arrays(frame.group_by("worker").agg(*sums, *flags, *labels))
    order = np.argsort(t["worker"])
    return {name: np.asarray(values)[order] for name, values in t.items()}


def wages_of(t: dict[str, Any]) -> Wages:
    """Return effective hourly pay of the workers in `totals`."""
    forced = t["forced"] > 0
    low, high = ratio_ends(t["n_low"], t["n_high"], t["h_low"], np.where(t["time_open"] > 0, math.inf, t["h_high"]))
    low = np.where((t["n_floorless"] > 0) | forced, -math.inf, low)
    high = np.where(forced | (t["pay_missing"] > 0), math.inf, high)
    # Nothing earned in no time has no rate.
    low = np.where((t["h_high"] <= 0) & (t["n_high"] <= 0) & (t["time_open"] == 0), -math.inf, low)
    first, last = (
        np.array(["" if _absent(v) else v for v in t[name]], dtype=object) for name in ("currency", "currency_top")
    )
    return Wages(low, high, np.where(first == last, first, first + "," + last), len(low), t["worker"])


def _absent(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def several_words(found: Wages) -> str:
    """Return that pay is in several currencies, and which; empty where it is in one."""
    return several_currencies({code for codes in found.currency.tolist() for code in codes.split(",")} - {""})


def several_currencies(codes: Set[str]) -> str:
    """Return that there are several currencies, and which; empty where there is one.

    >>> several_currencies({"KES"}), several_currencies({"KES", "USD", "w-017"})
    ('', 'several currencies: KES, USD, money that is not in ISO 4217')
    """
    return "several currencies: " + ", ".join(named_currencies(codes)) if len(codes) > 1 else ""


def _why_open(found: Wages, missing: str, anonymous: int) -> str:
    # No count: of fewer than k workers it would be one too many.
    open_ = bool((found.low != found.high).any())
    inexact = "pay or hours of some workers are not known exactly" if open_ else ""
    return "; ".join(filter(None, [inexact, missing, anonymous_words(anonymous)]))


def _missing_words(count: int) -> str:
    return many(count, "worker", "is", "are") + " not in the data" if count else ""


def _basis(entry: MetricEntry) -> str:
    return "paid time" if entry.paid_time else "all time"
