"""Whether a report that is read back is better than its own results: a verdict, a count, a score that they forbid;
or says two things of one subject, standard or requirement.

Finds what was changed by hand in one place and not in the others. A report that was forged throughout, or made with
other inputs, cannot be told from a true one here: nothing signs it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from checker.model.past_report import FAILED, GRAVE, OPEN, PastReport, PastResult, PastStandard
from checker.model.statuses import VERDICTS, Severity, Status, Verdict

PARTS = ("shown", "claimed", "possible")
_DECIDED = ("met", "partly_met", "not_met")

_DONE = ("met", "not_applicable")
_ROUNDING = 1e-6
"""Relative: reports hold ten significant digits."""


def contradictions(report: PastReport) -> Iterator[tuple[str, str]]:
    """Iterate over (where, what) of each place in which ``report`` says something better than its results allow."""
    yield from _twice("subjects", "subject", (subject.id for subject in report.subjects))
    for n, subject in enumerate(report.subjects):
        yield from _twice(f"subjects.{n}.standards", "standard", (standard.id for standard in subject.standards))
        for m, standard in enumerate(subject.standards):
            for key, what in _of_standard(standard):
                yield f"subjects.{n}.standards.{m}.{key}", what
        worst = min((s.verdict for s in subject.standards), key=VERDICTS.index, default=None)
        if worst is None and _better(subject.verdict, "cannot_conclude"):
            yield f"subjects.{n}.verdict", f"{subject.verdict}, and no standard is listed"
        elif worst is not None and _better(subject.verdict, worst):
            yield f"subjects.{n}.verdict", f"{subject.verdict} is better than the worst of its standards, {worst}"
        answered = subject.answered
        if answered.answered > answered.asked:
            yield f"subjects.{n}.answered", f"{answered.answered} questions are answered, and {answered.asked} asked"


def _twice(where: str, what: str, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Iterate over what is listed more than once: which of the two counts is not said."""
    for name, count in Counter(names).items():
        if count > 1:
            yield where, f"the {what} {name} is listed {count} times"


def _of_standard(standard: PastStandard) -> Iterator[tuple[str, str]]:
    best = best_verdict(standard.results)
    if _better(standard.verdict, best):
        yield "verdict", f"{standard.verdict} is better than its results allow, which is {best}"
    yield from _twice("results", "requirement", (result.requirement for result in standard.results))
    counted = Counter(result.status for result in standard.results)
    told = {status: count for status, count in standard.counts.items() if count}
    if standard.counts and told != counted:
        yield "counts", f"{_words(told)} are counted, and {_words(counted)} are listed"
    yield from _of_score(standard)
    for result in standard.results:
        if result.credit.shown and result.status != "met" and not _banded(result):
            yield "results", f"{result.requirement} is {result.status}, and its credit is {result.credit.shown:g}"


def _of_score(standard: PastStandard) -> Iterator[tuple[str, str]]:
    score, sums = standard.score, Sums.of(standard.results)
    ends = [number for number in (score.shown, score.claimed, score.possible) if number is not None]
    if any(_more(a, b) for a, b in pairwise(ends)):
        yield "score", f"shown, claimed and possible do not rise: {', '.join(f'{number:g}' for number in ends)}"
    for name in PARTS:
        told, added = getattr(score, name), sums.score(name, standard)
        if told is not None and added is not None and _more(told, added):
            yield f"score.{name}", f"{told:g} is more than its results add up to, which is {added:g}"
        elif told is not None and _more(told, score.max):
            yield f"score.{name}", f"{told:g} is more than the {score.max:g} that can be reached"
        elif told is not None and not sums.applying:
            yield f"score.{name}", f"{told:g}, and no requirement is listed that applies"
    covered = sums.decided / sums.total if sums.total > 0 else None
    if standard.coverage is not None and _more(standard.coverage, covered or 0):
        yield "coverage", f"{standard.coverage:g} is more than its results decide, which is {covered or 0:g}"
    for severity, weights in sorted(sums.weights.items()):
        if len(weights) > 1:
            told_ = ", ".join(f"{weight:g}" for weight in sorted(weights))
            yield "results", f"{severity} requirements weigh {told_}, and those of one severity weigh the same"


def best_verdict(results: Sequence[PastResult]) -> Verdict:
    """Return the best verdict that goes with ``results``; what is held back for other reasons only lowers it."""
    grave = {result.status for result in results if result.severity in GRAVE}
    if grave.intersection(FAILED):
        return "does_not_meet"
    if grave.intersection(OPEN):
        return "cannot_conclude"
    if not any(result.status == "met" for result in results):
        return "cannot_conclude"
    return "meets" if all(result.status in _DONE for result in results) else "meets_with_actions"


class Sums(NamedTuple):
    """What the results of a standard add up to."""

    total: float
    """Weight of all that applies."""
    earned: Mapping[str, float]
    """Of it what is shown, claimed, possible."""
    decided: float
    applying: int
    weights: Mapping[Severity, set[float]]

    @classmethod
    def of(cls, results: Sequence[PastResult]) -> Sums:
        """Return the sums over ``results``."""
        applying = [result for result in results if result.status != "not_applicable"]
        weights: dict[Severity, set[float]] = {}
        for result in results:
            weights.setdefault(result.severity, set()).add(result.weight)
        return cls(
            sum(result.weight for result in applying),
            {name: sum(r.weight * getattr(r.credit, name) for r in applying) for name in PARTS},
            sum(result.weight for result in applying if result.status in _DECIDED),
            len(applying),
            weights,
        )

    def score(self, name: str, standard: PastStandard) -> float | None:
        """Return what the results add up to; None where the model is no sum of weights, or nothing has weight."""
        most, model = standard.score.max, standard.score.model
        if self.total <= 0:
            return None
        if model == "weighted":
            return most * self.earned[name] / self.total
        return max(0.0, most - (self.total - self.earned[name])) if model == "deduction" else None


def _better(told: Verdict, allowed: Verdict) -> bool:
    return VERDICTS.index(told) > VERDICTS.index(allowed)


def _more(told: float, allowed: float) -> bool:
    return told > allowed * (1 + _ROUNDING) + _ROUNDING


def _banded(result: PastResult) -> bool:
    """Return whether a part of the credit may be proven though the requirement is not shown to be met: by a band."""
    return result.status in ("partly_met", "claimed", "unknown") and result.credit.shown < 1


def _words(counts: Mapping[Status, int]) -> str:
    return ", ".join(f"{count} {status.replace('_', ' ')}" for status, count in sorted(counts.items())) or "none"
