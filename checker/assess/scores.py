"""Three numbers over the requirements of a standard: shown, claimed, possible. One function a scoring model.

A requirement that does not apply is in no sum; everything else is in the one denominator.
Weights change a score, never a status.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from checker.model.assessment import Score, Standing
from checker.model.standard import ScoreModel
from checker.model.statuses import STATUSES

PARTS = (0, 1, 2)
"""Of a credit: shown, claimed, possible."""
POSSIBLE = 2
DECIDED = ("met", "partly_met", "not_met")


class Weights(NamedTuple):
    """The weight of all that applies; of it what is shown, claimed, possible, and decided by sufficient evidence."""

    total: float
    shown: float
    claimed: float
    possible: float
    decided: float

    @property
    def coverage(self) -> float | None:
        """Return the share that is decided; None where there is no weight."""
        return self.decided / self.total if self.total > 0 else None


def score(
    model: ScoreModel, standings: Sequence[Standing], thresholds: Mapping[str, str], summed: Weights | None = None
) -> Score:
    """Return shown, claimed and possible out of ``model.max``; None where nothing is scorable.

    ``summed`` are the weights of the standings, where they are known already.

    ``thresholds`` gives the threshold (``3.1``) of which a requirement is a bullet, for all of the
    standard; only ``threshold_pairs`` reads it.
    """
    if model.name == "threshold_pairs":
        shown, claimed, possible = (_pairs(standings, thresholds, part) for part in PARTS)
        scorable = any(s.status != "not_applicable" for s in standings)
        return Score(model.name, shown, claimed, possible, model.max) if scorable else _nothing(model)
    total, *sums, _ = summed or weights(standings)
    if model.name == "none" or total <= 0:
        return _nothing(model)
    if model.name == "deduction":
        values = [max(0.0, model.max - (total - earned)) for earned in sums]
    else:
        values = [model.max * earned / total for earned in sums]
    return Score(model.name, values[0], values[1], values[2], model.max)


def weights(standings: Iterable[Standing]) -> Weights:
    """Return the sums of weights over ``standings``."""
    total = shown = claimed = possible = decided = 0.0
    for clause, status, credit, _ in standings:
        if status == "not_applicable":
            continue
        weight = clause.weight
        total += weight
        if status in DECIDED:
            decided += weight
        a, b, c = credit
        if c:
            # What is shown is claimed, and what is claimed possible: nothing else is over zero.
            shown += weight * a
            claimed += weight * b
            possible += weight * c
    return Weights(total, shown, claimed, possible, decided)


def coverage(standings: Iterable[Standing]) -> float | None:
    """Return the share of the applicable weight that sufficient evidence decides; None where there is no weight."""
    return weights(standings).coverage


def counts(standings: Iterable[Standing]) -> dict[str, int]:
    """Return how many requirements have each status, every status named."""
    found = Counter([s.status for s in standings])
    return {status: found[status] for status in STATUSES}


def _pairs(standings: Sequence[Standing], thresholds: Mapping[str, str], part: int) -> float:
    """Return the sum over principles of b + a*b, where b is the first threshold and a the second.

    A threshold holds where each applicable bullet has full credit and at least one applies; one
    without an applicable bullet among ``standings`` gives no point and stays possible: none applies, or
    they are outside the profile or for other kinds of supplier. Bands count nothing.
    """
    bullets: dict[str, list[Standing]] = {name: [] for name in thresholds.values()}
    for standing in standings:
        bullets[thresholds[standing.clause.requirement]].append(standing)
    holds: dict[str, bool] = {}
    for name, members in bullets.items():
        applicable = [s for s in members if s.status != "not_applicable"]
        holds[name] = all(s.credit[part] >= 1 for s in applicable) if applicable else part == POSSIBLE
    principles = {name.split(".")[0] for name in bullets}
    return float(sum(holds.get(f"{p}.1", False) * (1 + holds.get(f"{p}.2", False)) for p in principles))


def _nothing(model: ScoreModel) -> Score:
    return Score(model.name, None, None, None, model.max)
