"""What a metric function hands back: the true number as an interval, and what may be shown of it.

Hiding itself is done in `checker.facts.disclosure.small_cells`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Disclosure = Literal["count", "sum", "money", "extreme", "quantile", "groups", "plain"]
"""count: a numerator of workers; sum: an amount over those workers; money: the same, and one worker may
dominate; extreme: one worker's value; quantile: a value with workers beyond it; groups: two groups compared;
plain: a figure of all."""


MORE_THAN_NOTHING = 1e-12
"""Low end of a share that is not 0 for certain, and of which no more is known."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One number as an interval; both ends None: unknown, and ``why`` says so."""

    low: float | None
    high: float | None
    n: int
    basis: str
    estimator: str
    why: str = ""
    value: Any = None
    unit: str = ""
    """Where the table's unit needs a currency."""
    disclosure: Disclosure = "plain"
    count_low: int = 0
    """Workers in the numerator for certain."""
    count_high: int = 0
    """Workers who may be in it."""
    others: int | None = None
    """Of a sum over those in the numerator: who is not in it, for certain, if it tells how many they are."""
    absent: int = 0
    """Of those who may be in it, workers whom headcount counts and the data do not: everybody knows how many."""
    beyond: int = 0
    """Workers at or beyond a quantile; of an extreme: whom its mean is of (0: k); of two groups: workers behind the
    figure of the smaller one."""
    shown_low: float | None = None
    """What stands for an extreme: the mean of the k lowest (highest); for a count a low end that tells of nobody."""
    shown_high: float | None = None
    rests: tuple[int, ...] = ()
    """Workers behind what is left where it is taken from another number, or that from it: at the low end first."""
    dominant: bool = False
    """One worker makes up more than half of a sum of money."""
    words: str = ""
    """Words in place of the number ("2026-W07")."""
    reads: tuple[str, ...] = ()
    """Columns that the number rests on besides the place: a constant among them lowers its level."""

    @property
    def counts_workers(self) -> bool:
        """Return whether it is a number of workers over all workers."""
        return self.disclosure == "count" and self.estimator == "share of workers"

    @property
    def known(self) -> bool:
        """Return whether anything at all is known of the number."""
        return self.low is not None or self.high is not None or self.value is not None

    @property
    def exact(self) -> bool:
        """Return whether both ends are one finite number."""
        return self.low is not None and self.low == self.high and math.isfinite(self.low)


def unknown(why: str, *, n: int = 0, basis: str = "", estimator: str = "", reads: tuple[str, ...] = ()) -> Measured:
    """Return an unknown number with the reason."""
    return Measured(None, None, n, basis, estimator, why, reads=reads)


def wilson(count: float, n: float) -> tuple[float, float]:
    """Return the 95 % Wilson score interval of a share (Wilson 1927, JASA 22:209-212).

    >>> tuple(round(x, 4) for x in wilson(10, 100))
    (0.0552, 0.1744)
    """
    if n == 0:
        return 0.0, 1.0
    z = 1.959963984540054
    p, z2 = count / n, z * z
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = z / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    low = 0.0 if count == 0 else max(0.0, middle - half)
    return low, 1.0 if count == n else min(1.0, middle + half)


Row = Mapping[str, Any]
