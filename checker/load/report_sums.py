"""Whether a report that is read back is better than its own results: a verdict, a count, a score that they forbid.

Finds what was changed by hand in one place and not in the others. A report that was forged throughout, or made with
other inputs, cannot be told from a true one here: nothing signs it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from checker.model.past_report import FAILED, GRAVE, OPEN, PastReport, PastResult, PastStandard
from checker.model.statuses import VERDICTS, Status, Verdict

_DONE = ("met", "not_applicable")
_ROUNDING = 1e-6
"""Relative: reports hold ten significant digits."""


def contradictions(report: PastReport) -> Iterator[tuple[str, str]]:
    """Iterate over (where, what) of each place in which ``report`` says something better than its results allow."""
    for n, subject in enumerate(report.subjects):
        for m, standard in enumerate(subject.standards):
            for key, what in _of_standard(standard):
                yield f"subjects.{n}.standards.{m}.{key}", what
        worst = min((s.verdict for s in subject.standards), key=VERDICTS.index, default=subject.verdict)
        if _better(subject.verdict, worst):
            yield f"subjects.{n}.verdict", f"{subject.verdict} is better than the worst of its standards, {worst}"


def _of_standard(standard: PastStandard) -> Iterator[tuple[str, str]]:
    best = best_verdict(standard.results)
    if _better(standard.verdict, best):
        yield "verdict", f"{standard.verdict} is better than its results allow, which is {best}"
    counted = Counter(result.status for result in standard.results)
    told = {status: count for status, count in standard.counts.items() if count}
    if standard.counts and told != counted:
        yield "counts", f"{_words(told)} are counted, and {_words(counted)} are listed"
    score = standard.score
    ends = [number for number in (score.shown, score.claimed, score.possible) if number is not None]
    if any(a > b * (1 + _ROUNDING) + _ROUNDING for a, b in pairwise(ends)):
        yield "score", f"shown, claimed and possible do not rise: {', '.join(f'{number:g}' for number in ends)}"
    summed = _shown(standard)
    if summed is not None and score.shown is not None and score.shown > summed * (1 + _ROUNDING) + _ROUNDING:
        yield "score.shown", f"{score.shown:g} is more than its results add up to, which is {summed:g}"
    for result in standard.results:
        if result.credit.shown and result.status in ("not_met", "claimed") and not _banded(result):
            yield "results", f"{result.requirement} is {result.status}, and its credit is {result.credit.shown:g}"


def best_verdict(results: Sequence[PastResult]) -> Verdict:
    """Return the best verdict that goes with ``results``; what is held back for other reasons only lowers it."""
    grave = {result.status for result in results if result.severity in GRAVE}
    if grave.intersection(FAILED):
        return "does_not_meet"
    if grave.intersection(OPEN):
        return "cannot_conclude"
    return "meets" if all(result.status in _DONE for result in results) else "meets_with_actions"


def _shown(standard: PastStandard) -> float | None:
    """Return what the results add up to; None where the model is no sum of weights, or nothing has weight."""
    applying = [result for result in standard.results if result.status != "not_applicable"]
    total = sum(result.weight for result in applying)
    earned = sum(result.weight * result.credit.shown for result in applying)
    if total <= 0:
        return None
    if standard.score.model == "weighted":
        return standard.score.max * earned / total
    return max(0.0, standard.score.max - (total - earned)) if standard.score.model == "deduction" else None


def _better(told: Verdict, allowed: Verdict) -> bool:
    return VERDICTS.index(told) > VERDICTS.index(allowed)


def _banded(result: PastResult) -> bool:
    """Return whether a part of the credit may be proven though the status is not met: of a claim, by a band."""
    return result.status == "claimed" and result.credit.shown < 1


def _words(counts: Mapping[Status, int]) -> str:
    return ", ".join(f"{count} {status.replace('_', ' ')}" for status, count in sorted(counts.items())) or "none"
