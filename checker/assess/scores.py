"""Three numbers over the requirements of a standard: shown, claimed, possible. One function a scoring model.

A requirement that does not apply is in no sum; everything else is in the one denominator.
Weights change a score, never a status.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from checker.model.assessment import STATUSES, Result, Score
from checker.model.standard import ScoreModel

Part = Callable[[Result], float]
PARTS: tuple[Part, ...] = (lambda r: r.credit.shown, lambda r: r.credit.claimed, lambda r: r.credit.possible)
DECIDED = ("met", "partly_met", "not_met")


def score(model: ScoreModel, results: Sequence[Result], thresholds: Mapping[str, str]) -> Score:
    """Return shown, claimed and possible out of ``model.max``; None where nothing is scorable.

    ``thresholds`` gives the threshold (``3.1``) of which a requirement is a bullet; only
    ``threshold_pairs`` reads it.
    """
    scorable = [r for r in results if r.status != "not_applicable"]
    if model.name == "threshold_pairs":
        shown, claimed, possible = (_pairs(results, thresholds, part, part is PARTS[2]) for part in PARTS)
        return Score(model.name, shown, claimed, possible, model.max) if scorable else _nothing(model)
    total = sum(r.weight for r in scorable)
    if model.name == "none" or total <= 0:
        return _nothing(model)
    sums = [_weighted_sum(scorable, part) for part in PARTS]
    if model.name == "deduction":
        values = [max(0.0, model.max - (total - earned)) for earned in sums]
    else:
        values = [model.max * earned / total for earned in sums]
    return Score(model.name, values[0], values[1], values[2], model.max)


def coverage(results: Iterable[Result]) -> float | None:
    """Return the share of the applicable weight that sufficient evidence decides; None where there is no weight."""
    applicable = [r for r in results if r.status != "not_applicable"]
    total = sum(r.weight for r in applicable)
    return sum(r.weight for r in applicable if r.status in DECIDED) / total if total > 0 else None


def counts(results: Iterable[Result]) -> dict[str, int]:
    """Return how many requirements have each status, every status named."""
    found = Counter(r.status for r in results)
    return {status: found[status] for status in STATUSES}


def _weighted_sum(results: Iterable[Result], part: Part) -> float:
    return sum(r.weight * part(r) for r in results)


def _pairs(results: Sequence[Result], thresholds: Mapping[str, str], part: Part, possible: bool) -> float:
    """Return the sum over principles of b + a*b, where b is the first threshold and a the second.

    A threshold holds where each applicable bullet has full credit and at least one applies; one
    without an applicable bullet gives no point and stays possible. Bands count nothing.
    """
    bullets: dict[str, list[Result]] = {}
    for result in results:
        bullets.setdefault(thresholds[result.requirement], []).append(result)
    holds: dict[str, bool] = {}
    for name, members in bullets.items():
        applicable = [r for r in members if r.status != "not_applicable"]
        holds[name] = all(part(r) >= 1 for r in applicable) if applicable else possible
    principles = {name.split(".")[0] for name in bullets}
    return float(sum(holds.get(f"{p}.1", False) * (1 + holds.get(f"{p}.2", False)) for p in principles))


def _nothing(model: ScoreModel) -> Score:
    return Score(model.name, None, None, None, model.max)
