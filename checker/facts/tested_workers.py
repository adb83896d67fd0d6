"""Stage 3: tested units summed to one row a worker, as arrays; counts, gaps, hours and costs with both ends.

No worker can be told from these arrays: the salted hash is spent on grouping and dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from checker.facts.engine import Engine

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
INF = np.inf
SEVERAL_CURRENCIES, NO_CURRENCY = -1, -2


@dataclass(frozen=True, slots=True)
class TestedWorkers:
    """One entry a worker in each array, in the order of their hashes. Ends that are open are infinite."""

    below: Flags
    undecided: Flags
    """Not below for certain, and not shown not to be."""
    gap_low: Numbers
    """Shortfall of the units below / what the bar asks for them; 0 where none is below."""
    gap_high: Numbers
    """The same at most, should undecided units turn out to be below."""
    ratio_low: Numbers
    """Lowest pay / bar of any unit."""
    ratio_high: Numbers
    hours_low: Numbers
    hours_high: Numbers
    cost_low: Numbers
    cost_high: Numbers
    bill_low: Numbers
    """Pay in the bar's currency."""
    bill_high: Numbers
    currency: npt.NDArray[np.int64]
    """Number of the bar's currency; SEVERAL_CURRENCIES, or NO_CURRENCY where nothing was compared."""
    void: Flags
    """No pay and no time that it could be tested against: undecided, and never one of those who are not below."""

    def __len__(self) -> int:
        """Return the number of workers."""
        return len(self.below)

    def only(self, keep: Flags | npt.NDArray[np.int64]) -> TestedWorkers:
        """Return the workers that ``keep`` marks or numbers."""
        return TestedWorkers(**{f.name: getattr(self, f.name)[keep] for f in fields(self)})


def collect_units(engine: Engine, units: Any) -> dict[str, Any]:
    """Return the units of `floor_test.units` summed to one row a worker and currency of the bar, as arrays."""
    import narwhals as nw

    frame = units.filter(~nw.col("worker").is_null())
    return engine.arrays(frame.group_by("worker", "currency").agg(*_sums(nw)))


def workers_of(table: dict[str, Any], *, pooled: bool) -> TestedWorkers:
    """Return tested workers from `collect_units`; pooled: tested over the period as a whole, not unit by unit."""
    return _pooled(table) if pooled else _any_unit(table)


def _sums(nw: Any) -> list[Any]:
    b, u = nw.col("below"), nw.col("undecided")
    zero = nw.lit(0.0)
    open_ = (nw.col("d_open") > 0) | nw.col("forced")
    floorless = nw.col("bottomless")
    short_high = nw.col("d_high") - nw.col("n_low")
    cost_perhaps = nw.when(u & (short_high > 0)).then(short_high).otherwise(zero)
    n_low, n_high, d_low, d_high = (nw.col(name) for name in ("n_low", "n_high", "d_low", "d_high"))
    # Pay under zero is least where little is asked for and most where much is: the ends change places.
    ratio_low = (
        nw.when(floorless)
        .then(nw.lit(-INF))
        .when(nw.col("forced"))
        .then(zero)
        .when(n_low < 0)
        .then(nw.when(d_low > 0).then(n_low / _over_zero(nw, d_low)).otherwise(nw.lit(-INF)))
        .when(open_)
        .then(zero)
        .when(d_high > 0)
        .then(n_low / d_high)
        .otherwise(nw.lit(INF))
    )
    overtime = nw.col("overtime_open") > 0
    endless = nw.col("forced") | (nw.col("pay_missing") > 0) | nw.col("lifts")
    ratio_high = (
        nw.when(endless)
        .then(nw.lit(INF))
        .when(n_high < 0)
        .then(nw.when(open_ | (d_high <= 0)).then(zero).otherwise(n_high / _over_zero(nw, d_high)))
        .when(d_low > 0)
        .then(n_high / _over_zero(nw, d_low))
        .otherwise(nw.lit(INF))
    )
    lifted = overtime & (nw.col("overtime_ratio") > ratio_high)
    ratio_high = nw.when(lifted).then(nw.col("overtime_ratio")).otherwise(ratio_high)
    return [
        _any(nw, b, "b"),
        _any(nw, u, "u"),
        *(
            nw.when(b).then(nw.col(name)).otherwise(zero).sum().alias(f"b_{name}")
            for name in ("n_low", "n_high", "d_low", "d_high")
        ),
        _any(nw, b & open_, "b_open"),
        _any(nw, b & floorless, "b_floorless"),
        _any(nw, b & overtime, "b_overtime"),
        nw.when(b).then(ratio_high).otherwise(zero).max().alias("b_ratio_high"),
        nw.when(u).then(nw.col("d_high")).otherwise(zero).sum().alias("u_d_high"),
        _any(nw, u & open_, "u_open"),
        _any(nw, u & floorless, "u_floorless"),
        nw.when(u).then(ratio_low).otherwise(nw.lit(INF)).min().alias("u_ratio_low"),
        cost_perhaps.sum().alias("u_cost_high"),
        ratio_low.min().alias("ratio_low"),
        nw.col("n_least").min().alias("t_n_least"),
        ratio_high.min().alias("ratio_high"),
        *(
            nw.col(name).sum().alias(f"t_{name}")
            for name in ("n_low", "n_high", "d_low", "d_high", "slack_low", "slack_high", "h_low", "h_high")
        ),
        _any(nw, open_, "t_open"),
        _any(nw, floorless, "t_floorless"),
        _any(nw, nw.col("forced"), "t_forced"),
        _any(nw, nw.col("time_open") > 0, "t_time_open"),
        _any(nw, nw.col("pay_missing") > 0, "t_pay_missing"),
        _any(nw, nw.col("long") > 0, "t_long"),
        _any(nw, overtime, "t_overtime"),
        nw.col("overtime_ratio").max().alias("t_overtime_ratio"),
        _any(nw, nw.col("lifts"), "t_lifts"),
        *(nw.col(name).fill_null(value=False).cast(nw.Int64).min().alias(f"t_{name}") for name in ("idle", "void")),
    ]


def _over_zero(nw: Any, asked: Any) -> Any:
    """Return ``asked``, 1 where it is nothing: every branch of a choice is worked out, the one not taken too."""
    return nw.when(asked > 0).then(asked).otherwise(nw.lit(1.0))


def _any(nw: Any, test: Any, name: str) -> Any:
    return test.fill_null(value=False).cast(nw.Int64).max().alias(name)


def _any_unit(t: dict[str, Any]) -> TestedWorkers:
    below, undecided = t["b"] > 0, t["u"] > 0
    b_open, b_floorless = t["b_open"] > 0, t["b_floorless"] > 0
    d_low, d_high = t["b_d_low"], np.where(b_open, INF, t["b_d_high"])
    sure = np.where(below, t["b_d_low"] - t["b_n_high"], 0.0)
    ratio_low, ratio_high = ratio_ends(t["b_n_low"], t["b_n_high"], d_low, d_high)
    # Undecided units that turn out just below would thin the gap out.
    thin = _thinnest(t["b_n_high"], d_low, d_high, np.where(t["u_open"] > 0, INF, t["u_d_high"]))
    # Overtime that may stay in brings each unit to the highest of its ratios at most, and all of them together.
    least = np.where(t["b_overtime"] > 0, np.where(undecided, 0.0, 1 - t["b_ratio_high"]), INF)
    low = np.where(below, np.maximum(0.0, np.minimum(least, np.where(undecided, thin, 1 - ratio_high))), 0.0)
    own = np.where(b_floorless, INF, 1 - ratio_low)
    other = np.where(undecided, np.maximum(0.0, 1 - t["u_ratio_low"]), 0.0)
    high = np.maximum(np.where(below, own, 0.0), other)
    cost_low = np.where(below, sure, 0.0)
    cost_open = (t["b_open"] > 0) | b_floorless | (t["u_open"] > 0) | (t["u_floorless"] > 0)
    # The same sums as at the low end, so that an exact cost has one value and not two that differ in the last digit.
    most = np.where(below, t["b_d_high"] - t["b_n_low"], 0.0) + t["u_cost_high"]
    cost_high = np.where(cost_open, INF, most)
    return _assembled(t, below, undecided, low, high, cost_low, cost_high, t["ratio_low"], t["ratio_high"])


def _pooled(t: dict[str, Any]) -> TestedWorkers:
    forced, open_ = t["t_forced"] > 0, t["t_open"] > 0
    floorless = (t["t_floorless"] > 0) | (forced & (t["t_n_least"] < 0))
    no_top = forced | (t["t_pay_missing"] > 0) | (t["t_lifts"] > 0)
    below = ~no_top & (t["t_d_low"] - t["t_n_high"] > t["t_slack_low"])
    sure = ~no_top & ~open_ & ~floorless & (t["t_d_high"] - t["t_n_low"] <= t["t_slack_high"])
    ratio_low, ratio_high = ratio_ends(t["t_n_low"], t["t_n_high"], t["t_d_low"], np.where(open_, INF, t["t_d_high"]))
    ratio_high = np.where(t["t_overtime"] > 0, np.maximum(ratio_high, t["t_overtime_ratio"]), ratio_high)
    ratio_low = np.where(floorless, -INF, np.where(forced, 0.0, ratio_low))
    ratio_high = np.where(no_top, INF, ratio_high)
    undecided = ~below & ~sure
    low = np.where(below, 1 - ratio_high, 0.0)
    high = np.where(below | undecided, np.maximum(0.0, 1 - ratio_low), 0.0)
    cost_low = np.where(below, t["t_d_low"] - t["t_n_high"], 0.0)
    short = np.maximum(0.0, t["t_d_high"] - t["t_n_low"])
    cost_high = np.where(below | undecided, np.where(open_ | floorless, INF, short), 0.0)
    # A worker's units whose bars are in other currencies, or have none, cannot be added up: what is certain of all of
    # them is certain of their sum, and the sum's ratio lies between theirs.
    _, owner = np.unique(t["worker"], return_inverse=True)
    count = int(owner.max()) + 1 if len(owner) else 0
    everywhere = (_min(below.astype(float), owner, count) > 0)[owner]
    apart = (np.bincount(owner, minlength=count) > 1)[owner]
    undecided, below = undecided | (below & ~everywhere), below & everywhere
    cost_low = np.where(below, cost_low, 0.0)
    ratio_high = np.where(apart, _max(ratio_high, owner, count)[owner], ratio_high)
    return _assembled(t, below, undecided, low, high, cost_low, cost_high, ratio_low, ratio_high)


def ratio_ends(n_low: Numbers, n_high: Numbers, d_low: Numbers, d_high: Numbers) -> tuple[Numbers, Numbers]:
    """Return the lowest and highest pay / what is asked for; what is asked for is never under zero.

    Pay under zero is least where little is asked for, and most where much is. Pay under zero with nothing
    asked for lies somewhere below zero; other pay with nothing asked for is without end.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(n_low < 0, np.where(d_low > 0, n_low / d_low, -INF), np.where(d_high > 0, n_low / d_high, INF))
        high = np.where(
            n_high < 0, np.where(d_high > 0, n_high / d_high, 0.0), np.where(d_low > 0, n_high / d_low, INF)
        )
    return low, high


def _thinnest(n_high: Numbers, d_low: Numbers, d_high: Numbers, extra: Numbers) -> Numbers:
    """Return the smallest gap of units that ask for ``d`` where others may add ``extra`` and hardly any shortfall."""
    with np.errstate(divide="ignore", invalid="ignore"):
        # Pay under zero with nothing asked for: as in `ratio_ends`, a gap of 1 or more.
        least = np.where(d_low + extra > 0, (d_low - n_high) / (d_low + extra), 1.0)
        most = np.where(np.isinf(d_high), 1.0, np.where(d_high + extra > 0, (d_high - n_high) / (d_high + extra), 1.0))
    return np.where(np.isinf(extra), 0.0, np.minimum(least, most))


def _assembled(
    t: dict[str, Any],
    below: Flags,
    undecided: Flags,
    low: Numbers,
    high: Numbers,
    cost_low: Numbers,
    cost_high: Numbers,
    ratio_low: Numbers,
    ratio_high: Numbers,
) -> TestedWorkers:
    """Put a worker's rows (several where the bar's currency changed) together into one entry."""
    _, owner = np.unique(t["worker"], return_inverse=True)
    count = int(owner.max()) + 1 if len(owner) else 0
    forced = t["t_forced"] > 0
    row = {
        "hours_low": t["t_h_low"],
        "hours_high": np.where(t["t_time_open"] > 0, INF, t["t_h_high"]),
        "cost_low": cost_low,
        "cost_high": cost_high,
        "bill_low": np.where(forced | (t["t_floorless"] > 0), -INF, t["t_n_low"]),
        "bill_high": np.where(forced | (t["t_pay_missing"] > 0) | (t["t_overtime"] > 0), INF, t["t_n_high"]),
    }
    sums = {name: _sum(values, owner, count) for name, values in row.items()}
    any_below = _max(below.astype(float), owner, count) > 0
    any_open = _max((below | undecided).astype(float), owner, count) > 0
    gaps_low = _min(np.where(below | undecided, low, INF), owner, count)
    # Who has no time to test pay against: no unit is below, and none shows that the worker is not.
    idle, void = (_min(t[f"t_{name}"], owner, count) > 0 for name in ("idle", "void"))
    return TestedWorkers(
        below=any_below,
        undecided=(any_open | idle) & ~any_below,
        # Over rows in several currencies the gap lies between the smallest and the largest of theirs.
        gap_low=np.where(any_below, gaps_low, 0.0),
        gap_high=np.where(idle, 1.0, _max(high, owner, count)),
        ratio_low=np.where(idle, 0.0, _min(ratio_low, owner, count)),
        ratio_high=_min(ratio_high, owner, count),
        currency=_currencies(t["currency"], owner, count),
        void=void & ~any_below,
        **sums,
    )


def _sum(values: Numbers, owner: npt.NDArray[np.int64], count: int) -> Numbers:
    with np.errstate(invalid="ignore"):
        return np.bincount(owner, weights=values, minlength=count).astype(np.float64)


def _max(values: Numbers, owner: npt.NDArray[np.int64], count: int) -> Numbers:
    result = np.full(count, -INF)
    np.maximum.at(result, owner, values)
    return result


def _min(values: Numbers, owner: npt.NDArray[np.int64], count: int) -> Numbers:
    result = np.full(count, INF)
    np.minimum.at(result, owner, values)
    return result


def _currencies(values: Any, owner: npt.NDArray[np.int64], count: int) -> npt.NDArray[np.int64]:
    numbers = np.asarray(values, dtype=float)
    known = ~np.isnan(numbers)
    found = _one_or_several(numbers[known], owner[known], count)
    some = np.bincount(owner[known], minlength=count) > 0
    return np.where(some, found, NO_CURRENCY)


def _one_or_several(values: Any, owner: npt.NDArray[np.int64], count: int) -> npt.NDArray[np.int64]:
    numbers = np.asarray(values, dtype=float)
    low, high = _min(numbers, owner, count), _max(numbers, owner, count)
    return np.where((low == high) & np.isfinite(low), low, SEVERAL_CURRENCIES).astype(np.int64)
