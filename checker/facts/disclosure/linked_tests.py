"""Tests of the same workers that may not be shown together: what one takes from the other would tell of few.

Who is below the minimum wage is among those below the living wage, who is below on paid time among those below on all
time, who is below over the whole period among those below in some month: the difference of two such numbers is a number
of workers, and that of two sums is theirs. One test comes first; a later one is hidden where it differs from an earlier
one by some, and by fewer than k. Which comes first is fixed, so that it does not hang on what is asked.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from checker.facts.disclosure.small_cells import Statement, hidden, is_small, statement
from checker.facts.floor_test import Basis, TestedBar
from checker.model.pay_method import PAY_METHODS
from checker.model.wages import Published

if TYPE_CHECKING:
    from checker.facts.measured import Measured
    from checker.facts.metrics import MetricEntry
    from checker.facts.pay_data import PayData
    from checker.facts.tested_workers import Numbers, TestedWorkers

_BARS: tuple[TestedBar, ...] = ("living_wage", "minimum_wage", "requester_minimum_wage")
_FLOOR, _REQUESTER = "checker.facts.metrics.floor", "checker.facts.metrics.requester"
_COUNTS = ("share_below", "share_below_requester_minimum_wage")
_HALF = 0.5
WHY = "beside another test of the same workers it would tell of fewer than {k}"


class Way(NamedTuple):
    """One test of all workers; in the order of these fields a test comes before another."""

    method: int
    pooled: bool
    paid_time: bool
    bar: int

    @property
    def basis(self) -> Basis:
        """Return it as the floor test knows it."""
        return Basis(_BARS[self.bar], self.paid_time, tuple(PAY_METHODS)[self.method])


class LinkedTests:
    """Which tests of one pay set are hidden for the sake of earlier ones; each is worked out once."""

    def __init__(self, data: PayData) -> None:
        """Start with nothing compared."""
        self.data, self.k = data, data.scope.k
        self._least: dict[Way, int | None] = {}
        self._sums: dict[tuple[Way, str], bool] = {}

    def hidden(self, entry: MetricEntry, measured: Measured) -> Published | None:
        """Return what stands for a number of the metric table that is hidden; None where it is not."""
        module, _, name = entry.compute.partition(":")
        why = WHY.format(k=self.k)
        if module in (_FLOOR, _REQUESTER):
            way = way_of(entry)
            if self.closed(way):
                return self._at_least(way, measured, why) if name in _COUNTS else hidden(why)
            sums = ("ratio_low", "ratio_high") if name == "lowest_ratio" else ("gap_low", "gap_high", "cost_low")
            return hidden(why) if name not in _COUNTS and any(self._thin(way, of) for of in sums) else None
        few = entry.family in ("distribution", "equality") and self._few_wages(entry)
        return hidden(why) if few else None

    def closed(self, way: Way) -> bool:
        """Return whether how many are below by one test would, less those of an earlier one, be few."""
        return self._least_below(way) is not None

    def _at_least(self, way: Way, measured: Measured, why: str) -> Published:
        least = max(0, (self._least_below(way) or 0) - self.data.anonymous)
        if not least or not measured.counts_workers:
            return hidden(why)
        return Published(None, least / measured.n, None, True, why, f"at least {least} of {measured.n}")

    def _least_below(self, way: Way) -> int | None:
        """Return how many at least are below, as one finds who knows that few lie between two tests; None: all told."""
        if way not in self._least:
            near = (self._near(way, other) for other in _before(way) if not self.closed(other))
            self._least[way] = next((least for least in near if least is not None), None)
        return self._least[way]

    def _near(self, way: Way, other: Way) -> int | None:
        pair = self._tested(way), self._tested(other)
        said = [self._said(workers) for workers in pair]
        below = [int(workers.below.sum()) for workers in pair]
        perhaps = [int((workers.below | workers.undecided).sum()) for workers in pair]
        if tells(said, 1) and is_small(abs(below[0] - below[1]), self.k):
            return max(0, below[1] - self.k + 1)
        return below[0] if tells(said, 2) and is_small(abs(perhaps[0] - perhaps[1]), self.k) else None

    def _thin(self, way: Way, of: str) -> bool:
        """Return whether few workers, or one above all, make the difference between two sums that are told."""
        if (way, of) not in self._sums:
            self._sums[way, of] = any(
                self._made_by_few(way, other, of)
                for other in _before(way)
                if not self.closed(other) and not self._thin(other, of)
            )
        return self._sums[way, of]

    def _made_by_few(self, way: Way, other: Way, of: str) -> bool:
        pair = self._tested(way), self._tested(other)
        ratio = of.startswith("ratio")
        if not ratio and any(self._said(workers) != "exact" for workers in pair):
            return False
        differ = _apart(*(getattr(workers, of) for workers in pair))
        total = float(differ[np.isfinite(differ)].sum())
        alone = not ratio and np.isfinite(differ).all() and total > 0 and float(differ.max()) > _HALF * total
        return bool(alone) or is_small(int((differ > 0).sum()), self.k)

    def _few_wages(self, entry: MetricEntry) -> bool:
        """Return whether few workers have another hourly pay than on all time, or by an earlier method."""
        from checker.facts.metrics.distribution import wages

        methods = tuple(PAY_METHODS)[: tuple(PAY_METHODS).index(entry.method) + 1]
        before = [
            entry._replace(method=method, paid_time=paid)
            for method, paid in product(methods, (False, True))
            if method != entry.method or paid < entry.paid_time
        ]
        own = wages(self.data, entry)
        for other in (wages(self.data, one) for one in before):
            differ = (_apart(own.low, other.low) > 0) | (_apart(own.high, other.high) > 0)
            if is_small(int(differ.sum()), self.k):
                return True
        return False

    def _tested(self, way: Way) -> TestedWorkers:
        return self.data.tested(way.basis, pooled=way.pooled)

    def _said(self, workers: TestedWorkers) -> Statement:
        below, undecided = int(workers.below.sum()), int(workers.undecided.sum())
        return statement(below, undecided, len(workers) - below - undecided, self.k)


def linked_tests(data: PayData) -> LinkedTests:
    """Return those of a pay set, kept with it."""
    found: LinkedTests = data.memo.setdefault("linked tests", LinkedTests(data))
    return found


def way_of(entry: MetricEntry) -> Way:
    """Return the test that a metric of the floor family rests on."""
    requester = entry.compute.startswith(_REQUESTER)
    bar = 2 if requester else int(entry.minimum_wage)
    return Way(tuple(PAY_METHODS).index(entry.method), entry.pooled, entry.paid_time or requester, bar)


def tells(said: list[Statement], upto: int) -> bool:
    """Return whether all that is said tells how many are below (1), or below or undecided (2)."""
    return all(one == "exact" or (one == "low" and upto == 1) for one in said)


def _before(way: Way) -> list[Way]:
    ways = (Way(*one) for one in product(range(way.method + 1), (False, True), (False, True), range(len(_BARS))))
    # The minimum of the client's country is tested on paid time only, and not pooled.
    return [one for one in ways if one < way and (one.bar < 2 or (way.bar == 2 and one[1:3] == (False, True)))]


def _apart(one: Numbers, other: Numbers) -> Numbers:
    """Return how far two numbers of each worker lie apart; 0 where they are the same, be it without end.

    >>> _apart(np.array([1.0, np.inf, 2.0]), np.array([1.0, np.inf, 5.0])).tolist()
    [0.0, 0.0, 3.0]
    """
    with np.errstate(invalid="ignore"):
        far = np.abs(one - other)
        # Sums of the engine differ in their last digits.
        near = (one == other) | (far <= 1e-9 * np.maximum(np.abs(one), np.abs(other)))
    return np.where(near, 0.0, far)


__all__ = ["LinkedTests", "Way", "linked_tests", "tells", "way_of"]
