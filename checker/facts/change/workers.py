"""Who lost: each worker's pay after a change against the same work at the pay before it, or at a disclosed formula.

Without a formula the pay before is the worker's own mean for a unit (task or hour) of the same work; columns that pay
depends on (factors) are taken out by least squares within workers and work, fitted before the change from sums of
products. A worker's change is actual / expected - 1 over the work done after the change, an interval where pay is not
known. After `pay_methods` 1a: counterfactual, share cut, mean among the cut; intervals by bootstrap over workers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from checker.facts.change.week import SEED
from checker.facts.change.worker_weeks import AFTER, BEFORE, NO_WEEK, WorkerWeeks
from checker.model.pay_table import MONEY_SCALE

if TYPE_CHECKING:
    from checker.facts.engine import Engine

REPLICATES = 1000
_LEAST_STEP = 1e-9
"""Beyond the least cut before a worker counts as cut: equality is no cut."""
_MANY = 100_000
"""Workers beyond which a fifth of the replicates is as good."""
_DRAWN = 2_000_000
"""Workers drawn at a time."""

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Deltas:
    """Workers who were paid on both sides: change of pay for the same work, and the money behind it (major units)."""

    low: Numbers
    high: Numbers
    actual: Numbers
    expected: Numbers
    units: Numbers
    """Tasks or hours after the change that are compared."""
    left: int
    """Workers paid only before."""
    joined: int
    """Workers paid only after."""
    work_apart: int
    """Workers without the same work on both sides; they are among the undecided."""

    @property
    def exact(self) -> Flags:
        """Return which workers' change is one number."""
        found: Flags = self.low == self.high
        return found

    def cut(self, least: float) -> Flags:
        """Return who lost more than ``least`` for certain."""
        found: Flags = self.high < -least - _LEAST_STEP
        return found

    def maybe(self, least: float) -> Flags:
        """Return who may have, and may not."""
        found: Flags = ~self.cut(least) & (self.low < -least - _LEAST_STEP)
        return found


@dataclass(frozen=True, slots=True)
class Window:
    """Weeks before and after: up to one week, from another on; or the sides of a given day."""

    last_before: int
    first_after: int
    by_day: bool = False
    last: int | None = None
    """Last week that counts; None: all."""


def sided(frame: Any, window: Window) -> Any:
    """Return worker weeks with ``early`` and ``later``: 1 on that side of the change, else 0."""
    import narwhals as nw

    if window.by_day:
        early, later = nw.col("late") == BEFORE, nw.col("late") == AFTER
    else:
        early, later = nw.col("week") <= window.last_before, nw.col("week") >= window.first_after
    dated = nw.col("week") > NO_WEEK
    if window.last is not None:
        dated = dated & (nw.col("week") <= window.last)
    return frame.with_columns(
        (early & dated).cast(nw.Int64).alias("early"), (later & dated).cast(nw.Int64).alias("later"),
    )  # fmt: skip


def by_own_pay(engine: Engine, table: WorkerWeeks, window: Window) -> Deltas:
    """Return each worker's change against the worker's own pay before for the same work."""
    import narwhals as nw

    slopes = fit(engine, table, window)
    frame = sided(table.frame, window)
    names = ["units", "blank_units", "priced", "pay", *(f"x_{i}" for i in range(table.factors))]
    sums = [
        (nw.col(name) * nw.col(side)).cast(nw.Float64).sum().alias(f"{name}_{side}")
        for name in names
        for side in ("early", "later")
    ]
    lost = nw.col("lost") * (nw.col("early") + nw.col("later") + (nw.col("week") == NO_WEEK).cast(nw.Int64))
    groups = frame.group_by("worker", *table.work).agg(*sums, lost.sum().cast(nw.Float64).alias("lost"))
    t = engine.arrays(_by_worker(nw, groups, slopes))
    return _deltas(t, hours=table.per == "hour")


def _by_worker(nw: Any, groups: Any, slopes: Numbers) -> Any:
    """Return one row a worker: pay after and the pay expected for it, over work done on both sides.

    What a unit brought before, times the units after; where units before have no pay it lies above what is known.
    """
    col = nw.col
    early, later = col("units_early") + col("blank_units_early"), col("units_later") + col("blank_units_later")
    same = (early > 0) & (later > 0)
    moved_early, moved_later = nw.lit(0.0), nw.lit(0.0)
    for i, slope in enumerate(slopes.tolist()):
        moved_early, moved_later = moved_early + col(f"x_{i}_early") * slope, moved_later + col(f"x_{i}_later") * slope
    expected = ((col("pay_early") - moved_early) * later / early + moved_later).round(0)
    nothing = nw.lit(0.0)
    groups = groups.with_columns(
        nw.when(same).then(expected).otherwise(nothing).alias("expected"),
        nw.when(same).then(col("pay_later")).otherwise(nothing).alias("actual"),
        nw.when(same).then(later).otherwise(nothing).alias("units"),
        nw.when(same).then(col("blank_units_early")).otherwise(nothing).alias("blank_early"),
        nw.when(same).then(col("blank_units_later")).otherwise(nothing).alias("blank_later"),
        same.cast(nw.Float64).alias("same"),
    )
    names = (
        "expected", "actual", "units", "blank_early", "blank_later", "same", "lost", "priced_early", "priced_later",
    )  # fmt: skip
    return groups.group_by("worker").agg(*(col(name).sum().alias(name) for name in names)).drop("worker")


def by_formula(engine: Engine, table: WorkerWeeks, window: Window) -> Deltas:
    """Return each worker's change against what the formula gives for the rows after the change."""
    import narwhals as nw

    frame = sided(table.frame, window)
    names = {"paid": "actual", "expected": "expected", "tested": "units", "untold": "untold"}
    sums = [(nw.col(n) * nw.col("later")).cast(nw.Float64).sum().alias(to) for n, to in names.items()]
    dateless = (nw.col("untold") * (nw.col("week") == NO_WEEK).cast(nw.Int64)).cast(nw.Float64).sum()
    t = engine.arrays(frame.group_by("worker").agg(*sums, dateless.alias("dateless")).drop("worker"))
    seen = (t["units"] > 0) | (t["untold"] > 0) | (t["dateless"] > 0)
    t = {name: values[seen] for name, values in t.items()}
    open_ = (t["untold"] > 0) | (t["dateless"] > 0)
    low, high = _ends(t["actual"], t["actual"], t["expected"], t["expected"], open_)
    return _sorted(low, high, t["actual"], t["expected"], t["units"], 0, 0, 0)


def _deltas(t: dict[str, Any], *, hours: bool) -> Deltas:
    early, later, lost = t["priced_early"] > 0, t["priced_later"] > 0, t["lost"] > 0
    # A row without a day may be the one that puts a worker on the other side.
    both = (early & later) | (lost & (early | later | (t["priced_early"] + t["priced_later"] == 0)))
    apart = both & (t["same"] == 0)
    actual, expected = t["actual"], t["expected"]
    top = np.where(t["blank_later"] > 0, np.inf, actual)
    most = np.where(t["blank_early"] > 0, np.inf, expected)
    low, high = _ends(actual, top, expected, most, lost | apart)
    units = t["units"] / 3_600_000 if hours else t["units"]
    chosen = (low[both], high[both], actual[both], expected[both], units[both])
    return _sorted(*chosen, int((early & ~later & ~both).sum()), int((later & ~early & ~both).sum()), int(apart.sum()))


def _ends(actual: Numbers, top: Numbers, expected: Numbers, most: Numbers, open_: Flags) -> tuple[Numbers, Numbers]:
    """Return actual / expected - 1 at both ends; nothing before and nothing after is no change."""
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(np.isinf(most), -1.0, actual / most - 1)
        high = np.where(np.isinf(top), np.inf, top / expected - 1)
    nothing = (expected <= 0) & ~np.isinf(top)
    high = np.where(expected <= 0, np.inf, high)
    low = np.where(nothing & np.isfinite(most), 0.0, low)
    high = np.where(nothing & np.isfinite(most), 0.0, high)
    return np.where(open_, -1.0, np.nan_to_num(low, nan=-1.0, posinf=np.inf)), np.where(open_, np.inf, high)


def _sorted(
    low: Numbers, high: Numbers, actual: Numbers, expected: Numbers, units: Numbers, left: int, joined: int, apart: int
) -> Deltas:
    """Return workers in an order that follows from their pay, never from who they are: draws must not differ by run."""
    order = np.lexsort((units, expected, actual, high, low))
    money = (actual[order] / MONEY_SCALE, expected[order] / MONEY_SCALE)
    return Deltas(low[order], high[order], *money, units[order], left, joined, apart)


def fit(engine: Engine, table: WorkerWeeks, window: Window | None) -> Numbers:
    """Return what one unit of each factor adds to pay (major units in major units), before the change.

    Least squares within workers and work (each has a level of its own): solve (sum of centred products) b = (sum of
    centred products with pay). ``window`` None: over all weeks. A factor that never varies adds nothing.
    """
    import narwhals as nw

    n = table.factors
    if not n:
        return np.zeros(0)
    frame = table.frame if window is None else sided(table.frame, window).filter(nw.col("early") == 1)
    pairs = [(i, j) for i in range(n) for j in range(i, n)]
    names = [*(f"p_{i}_{j}" for i, j in pairs), *(f"y_{i}" for i in range(n)), *(f"x_{i}" for i in range(n))]
    groups = frame.group_by("worker", *table.work).agg(
        *(nw.col(name).sum().cast(nw.Float64).alias(name) for name in (*names, "units", "pay"))
    )
    groups = groups.filter(nw.col("units") > 1)
    scale = table.grid / MONEY_SCALE**2

    def centred(product: str, one: str, other: str) -> Any:
        # Whole numbers add up to the same sum in any order.
        shared = nw.col(one) * nw.col(other) / nw.col("units") * scale
        return (nw.col(product) - shared).round(0).cast(nw.Int64).sum().cast(nw.Float64).alias(product)

    sums = [centred(f"p_{i}_{j}", f"x_{i}", f"x_{j}") for i, j in pairs]
    sums += [centred(f"y_{i}", f"x_{i}", "pay") for i in range(n)]
    found = engine.arrays(groups.select(*sums))
    products, with_pay = np.zeros((n, n)), np.array([_one(found[f"y_{i}"]) for i in range(n)])
    for i, j in pairs:
        products[i, j] = products[j, i] = _one(found[f"p_{i}_{j}"])
    slopes: Numbers = np.linalg.lstsq(products, with_pay, rcond=1e-9)[0]
    return slopes


def _one(values: Any) -> float:
    return float(np.nan_to_num(np.asarray(values, dtype=float)[0]))


@dataclass(frozen=True, slots=True)
class Draws:
    """95 % intervals by bootstrap over the workers whose change is known."""

    share_cut: tuple[float, float]
    mean_loss: tuple[float, float] | None
    pooled: tuple[float, float] | None
    workers: int
    replicates: int


def bootstrap(deltas: Deltas, least: float, *, one_currency: bool) -> Draws | None:
    """Return percentile intervals (Efron 1979) over resampled workers; None where no worker's change is known."""
    known = deltas.exact & np.isfinite(deltas.low)
    change, n = deltas.low[known], int(known.sum())
    if not n:
        return None
    cut = change < -least - _LEAST_STEP
    loss, actual, expected = np.where(cut, -change, 0.0), deltas.actual[known], deltas.expected[known]
    random = np.random.default_rng(SEED)
    shares, losses, pooled = [], [], []
    step, replicates = max(1, _DRAWN // n), REPLICATES if n <= _MANY else REPLICATES // 5
    for start in range(0, replicates, step):
        drawn = random.integers(0, n, (min(step, replicates - start), n))
        count = cut[drawn].sum(axis=1)
        shares.append(count / n)
        with np.errstate(divide="ignore", invalid="ignore"):
            losses.append(loss[drawn].sum(axis=1) / count)
            pooled.append(actual[drawn].sum(axis=1) / expected[drawn].sum(axis=1) - 1)
    return Draws(
        _percentiles(shares) or (0.0, 1.0),
        _percentiles(losses),
        _percentiles(pooled) if one_currency else None,
        n,
        replicates,
    )


def _percentiles(parts: list[Numbers]) -> tuple[float, float] | None:
    values = np.concatenate(parts)
    values = values[np.isfinite(values)]
    if not len(values):
        return None
    low, high = np.quantile(values, (0.025, 0.975))
    return float(low), float(high)
