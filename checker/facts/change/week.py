"""The week in which a rule changed: the split of the weeks that leaves the least squared residual, and the proof.

Each worker's week counts once, so that no worker outweighs the others. The proof is a permutation within workers
(each worker's own weeks are reshuffled, which keeps what workers differ by): how often do reshuffled weeks split as
well? Weeks that move all workers alike (a holiday, a busy month) would pass it, so the weeks themselves are tested as
well: their levels along the step are compared by Student's t, times the number of splits tried. A split that is one of
several, or a drift, is said to be that and dates nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

SEED = 20_201_013
"""Day of the first published pay-change audit; printed with whatever rests on it."""
PERMUTATIONS = 199
SURE = 0.01
"""Share of reshuffled weeks that may split as well as the real ones."""
_CELLS = 50_000
"""Worker weeks that are reshuffled at most; of more, as many workers as fit, chosen by what their weeks hold."""
_NO_MOVE = 1e-12
"""Squared relative residual a worker's week under which pay did not move at all."""
_EQUAL = 1e-9
_STANDS_OUT = 4.0
"""How many times more the best split has to explain than the best split of what it leaves."""

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]
Bits = npt.NDArray[np.uint64]
_ODD = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
"""Multipliers that spread bits (Steele, Lea, Flood 2014: SplitMix)."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Workers x weeks: a value for each week that a worker worked, workers in an order that no label decides."""

    weeks: Whole
    values: Numbers
    """NaN where the worker has no such week."""

    @property
    def present(self) -> Flags:
        """Return which weeks each worker has."""
        return np.isfinite(self.values)


@dataclass(frozen=True, slots=True)
class Split:
    """What the weeks say. ``last_before`` < ``first_after``: the change lies after the one, by the other."""

    found: bool
    words: str
    last_before: int = 0
    first_after: int = 0
    tied: tuple[int, ...] = ()
    """Weeks in which the new rule may have begun, all equally likely by the data."""
    loss_one: float | None = None
    loss_two: float | None = None
    p_value: float | None = None
    permutations: int = 0
    workers: int = 0
    still: bool = False
    """Nothing moved at all: no change, for certain."""


def grid_of(worker: Whole, week: Whole, value: Numbers) -> Grid:
    """Return cells as a grid; the order of its rows follows from what they hold, never from who they are."""
    weeks, column = np.unique(week, return_inverse=True)
    _, row = np.unique(worker, return_inverse=True)
    values = np.full((int(row.max()) + 1 if len(row) else 0, len(weeks)), np.nan)
    values[row, column] = value
    return Grid(weeks, values[_by_content(values)])


def find_split(grid: Grid, *, own: bool) -> Split:
    """Return the best split of the weeks, and whether it is one; ``own``: each worker has a level before and after.

    Without ``own`` all workers share one level, as the share of rows that fit one formula.
    """
    weeks = len(grid.weeks)
    if weeks < 3:
        return Split(False, "too few weeks of pay to find a change in; name its day (--since)")
    gains = _gains(grid.values, own=own)
    loss = _loss(grid.values, own=own)
    cells = int(grid.present.sum())
    if loss <= _NO_MOVE * cells:
        return Split(False, "pay for the same work is the same in every week", still=True, loss_one=loss)
    best = float(gains.max())
    ties = [int(t) for t in np.flatnonzero(gains >= best * (1 - _EQUAL))]
    part = grid.values[: max(5, _CELLS // weeks)]
    p_value, chance = _by_chance(part, own=own)
    p_value = max(p_value if own else 0.0, _by_weeks(grid.values, ties[0], own=own))
    left = max(loss - best, 0.0)
    told = Split(
        False, "", int(grid.weeks[ties[0]]), int(grid.weeks[ties[-1] + 1]),
        tuple(int(grid.weeks[t + 1]) for t in ties), loss, left, p_value, PERMUTATIONS, len(part),
    )  # fmt: skip
    return _judged(told, grid, ties, best, chance * len(grid.values) / len(part), own=own)


def week_name(week: int) -> str:
    """Return the ISO name of a week number.

    >>> week_name(0), week_name(2922)
    ('1970-W01', '2026-W01')
    """
    year, number, _ = monday(week).isocalendar()
    return f"{year}-W{number:02d}"


def monday(week: int) -> date:
    """Return the first day of a week number.

    >>> monday(2922)
    datetime.date(2025, 12, 29)
    """
    return date(1969, 12, 29) + timedelta(weeks=int(week))


def _judged(told: Split, grid: Grid, ties: list[int], best: float, chance: float, *, own: bool) -> Split:
    """Return the split with whether it is a change: sure, a step and no drift, and the only one of its kind."""
    from dataclasses import replace

    at = week_name(told.tied[0])
    if told.p_value is None or told.p_value > SURE:
        chances = f"{told.p_value or 1:.0%}"
        return replace(told, words=f"no change found: weeks split as well as at {at} by chance in {chances} of cases")
    if _drift(grid, own=own) > best * (1 + _EQUAL):
        return replace(told, words="no single week: a steady drift fits better than a step")
    left = _without(grid.values, ties[0], own=own)
    second, loss = float(_gains(left, own=own).max()), _loss(left, own=own)
    noise = chance * min(1.0, loss / told.loss_one) if told.loss_one else 0.0
    if len(ties) == 1 and max(second - noise, 0.0) * _STANDS_OUT > best - chance:
        other = week_name(int(grid.weeks[int(_gains(left, own=own).argmax()) + 1]))
        return replace(told, words=f"no single week: {at} stands out, and so does {other}; name the day (--since)")
    if len(ties) > 1:
        names = ", ".join(week_name(w) for w in told.tied)
        return replace(told, found=True, words=f"a change fits equally well in {names}")
    return replace(
        told, found=True, words=f"the split at {at} explains {best / (told.loss_one or best):.0%} of the loss"
    )


def _gains(values: Numbers, *, own: bool) -> Numbers:
    """Return how much of the loss each split of the weeks takes away (split t: weeks up to t, weeks after)."""
    present = np.isfinite(values)
    filled = np.where(present, values, 0.0)
    if not own:
        present, filled = present.sum(axis=0, keepdims=True), filled.sum(axis=0, keepdims=True)
    counts, sums = np.cumsum(present, axis=1, dtype=float), np.cumsum(filled, axis=1)
    n, total = counts[:, -1:], sums[:, -1:]
    before, early = counts[:, :-1], sums[:, :-1]
    after, late = n - before, total - early
    both = (before > 0) & (after > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        step = np.where(both, early / before - late / after, 0.0)
        gains = np.where(both, step * step * before * after / n, 0.0)
    found: Numbers = gains.sum(axis=0)
    return found


def _loss(values: Numbers, *, own: bool) -> float:
    centred = values - (_mean(values) if own else np.nanmean(values))
    return float(np.nansum(centred * centred))


def _mean(values: Numbers) -> Numbers:
    present = np.isfinite(values)
    found: Numbers = np.where(present, values, 0.0).sum(axis=1, keepdims=True) / np.maximum(
        present.sum(axis=1, keepdims=True), 1
    )
    return found


def _without(values: Numbers, split: int, *, own: bool) -> Numbers:
    """Return what a split leaves: values less the level of their side."""
    left = values.copy()
    for side in (slice(None, split + 1), slice(split + 1, None)):
        part = left[:, side]
        if np.isfinite(part).any():
            left[:, side] = part - (_mean(part) if own else np.nanmean(part))
    return left


def _drift(grid: Grid, *, own: bool) -> float:
    """Return how much of the loss a straight line over the weeks takes away."""
    present = grid.present
    x = np.where(present, grid.weeks.astype(float), np.nan)
    y = grid.values
    if not own:
        x, y = x[present][np.newaxis, :], y[present][np.newaxis, :]
    x, y = x - _mean(x), y - _mean(y)
    xx, xy = np.nansum(x * x, axis=1), np.nansum(x * y, axis=1)
    return float((xy[xx > 0] ** 2 / xx[xx > 0]).sum())


def _by_chance(values: Numbers, *, own: bool) -> tuple[float, float]:
    """Return the share of reshuffles that split as well as the real weeks, and what they explain on average."""
    random = np.random.default_rng(SEED)
    present = np.isfinite(values)
    places = np.argsort(~present, axis=1, kind="stable")
    real = float(_gains(values, own=own).max())
    best = np.empty(PERMUTATIONS)
    for i in range(PERMUTATIONS):
        keys = np.where(present, random.random(values.shape), np.inf)
        mixed = np.full_like(values, np.nan)
        np.put_along_axis(mixed, places, np.take_along_axis(values, np.argsort(keys, axis=1), axis=1), axis=1)
        best[i] = _gains(mixed, own=own).max()
    as_well = int((best >= real * (1 - _EQUAL)).sum())
    return (1 + as_well) / (PERMUTATIONS + 1), float(best.mean())


def _by_weeks(values: Numbers, split: int, *, own: bool) -> float:
    """Return the chance that weeks which wobble as these do show such a step somewhere: two-sided, over all splits.

    A week's level is that of its workers along each one's own step (projection), or their mean.
    """
    left, present = values - (_mean(values) if own else 0.0), np.isfinite(values)
    filled = np.where(present, left, 0.0)
    weight = np.ones((len(values), 1))
    if own:
        weight = _mean(left[:, : split + 1]) - _mean(left[:, split + 1 :])
        one_sided = ~(present[:, : split + 1].any(axis=1) & present[:, split + 1 :].any(axis=1))
        weight[one_sided] = 0.0
    size = (weight * weight * present).sum(axis=0)
    told, early = size > 0, int((size[: split + 1] > 0).sum())
    level = (weight * filled).sum(axis=0)[told] / size[told]
    before, after = level[:early], level[early:]
    if not len(before) or not len(after) or len(level) < 3:
        return 1.0
    left_over = float(((before - before.mean()) ** 2).sum() + ((after - after.mean()) ** 2).sum())
    step = float(before.mean() - after.mean())
    degrees = len(level) - 2
    if left_over <= _NO_MOVE * step * step:
        return 0.0
    error = left_over / degrees * (1 / len(before) + 1 / len(after))
    return min(1.0, _two_tails(abs(step) / error**0.5, degrees) * (len(level) - 1))


def _two_tails(t: float, degrees: int) -> float:
    """Return the chance of a Student's t beyond ``t`` on either side, by integrating its density over the angle.

    >>> round(_two_tails(2.776, 4), 3), round(_two_tails(12.706, 1), 3)
    (0.05, 0.05)
    """
    start = np.arctan(t / degrees**0.5)
    # Simpson's rule; cos(angle) ** (degrees - 1) is smooth on the whole range.
    whole, tail = (_simpson(angle, degrees - 1) for angle in (0.0, float(start)))
    return tail / whole


def _simpson(start: float, power: int) -> float:
    angles = np.linspace(start, np.pi / 2, 2001)
    heights = np.cos(angles) ** power
    width = (np.pi / 2 - start) / 2000
    return float(width / 3 * (heights[0] + 4 * heights[1:-1:2].sum() + 2 * heights[2:-1:2].sum() + heights[-1]))


def _by_content(values: Numbers) -> Whole:
    """Return an order of rows that depends on what they hold alone."""
    spread: Bits = np.where(np.isfinite(values), values, 0.0).view(np.uint64)
    places: Bits = np.arange(1, values.shape[1] + 1).astype(np.uint64)
    with np.errstate(over="ignore"):
        spread = ((spread ^ np.isfinite(values).astype(np.uint64)) + places * _ODD[0]) * _ODD[1]
        spread = (spread ^ (spread >> np.uint64(31))) * _ODD[2]
        mixed: Bits = (spread ^ (spread >> np.uint64(29))).sum(axis=1, dtype=np.uint64)
    return np.argsort(mixed, kind="stable").astype(np.int64)
