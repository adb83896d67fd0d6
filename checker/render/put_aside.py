"""Sentences on what does not apply, and what a score would be with it: of one subject, and on average over several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from checker.model.assessment import StandardResult
from checker.render import numbers
from checker.render.words import count

View = Mapping[str, Any]


def put_aside(standard: View) -> str:
    """Return what does not apply, by whom, and what Shown would be with it; empty where nothing is put aside.

    A questionnaire that leaves the hard part out must not look better for it unseen.
    """
    aside, parts = standard["put_aside"], []
    number = aside["requirements"]
    if number:
        weight = aside["weight"] / aside["of_weight"] if aside["weight"] else 0
        share = f", {numbers.percent(weight)} of the weight" if weight else ""
        by = f", {aside['by_assessor']} of them by an assessor's decision" if aside["by_assessor"] else ""
        text = f"{number} of {count(len(standard['results']), 'requirement')} {_do(number)} not apply{share}{by}"
        if aside["counted_as_met"] is not None:
            them = "it" if number == 1 else "they"
            text += f"; were {them} counted as met, Shown would be {aside['counted_as_met']:.1f}"
        parts.append(text)
    if aside["parked"]:
        one = "more requirement" if number else "requirement"
        stay = "is said not to apply and stays" if aside["parked"] == 1 else "are said not to apply and stay"
        parts.append(f"{count(aside['parked'], one)} {stay} in the sum, since that is not shown")
    return "; ".join(parts)


def put_aside_over(standards: Sequence[StandardResult]) -> str:
    """Return what the mean score over subjects owes to what does not apply; empty where nothing is put aside.

    The lowest and the highest stand beside it: a mean says nothing of either.
    """
    shown = [s.sum.score.shown for s in standards if s.sum.score.shown is not None]
    with_it = [s.put_aside.counted_as_met if s.put_aside.requirements else s.sum.score.shown for s in standards]
    counted = [value for value in with_it if value is not None]
    if not counted or not any(s.put_aside.requirements for s in standards):
        return ""
    over = f"over {count(len(counted), 'subject')}"
    if not shown:
        return (
            f"nothing of it applies to anybody; were that counted as met, Shown would be {_mean(counted):.1f} {over}."
        )
    left, top = len(standards) - len(shown), standards[0].sum.score.max
    whom = f"over {count(len(shown), 'subject')} ({left} to whom nothing applies left out)" if left else over
    return (
        f"Shown is {min(shown):.1f} to {max(shown):.1f} of {top:g}, {_mean(shown):.1f} on average {whom}; were what "
        f"does not apply counted as met, it would be {_mean(counted):.1f} on average {over}."
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _do(n: int) -> str:
    return "does" if n == 1 else "do"
