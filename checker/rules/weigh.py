"""Several sources on one comparison: which one stands, and that they differ.

The five rules of two sources. Nothing is averaged, and the order of the sources never matters.
"""

from __future__ import annotations

from typing import NamedTuple

from checker.model.evaluation import OPEN, Clash, Outcome, Support
from checker.model.evidence import Level
from checker.model.facts import Fact
from checker.rules.support import reaches_as_far, strongest


class Vote(NamedTuple):
    """What one source says at one comparison; sources that cannot decide it have no vote."""

    truth: bool
    fact: Fact
    support: Support
    """Under the requirement's policy: what it is worth in favour."""
    raw: Level
    """Whatever the kind of its evidence: what it weighs against."""
    touches: bool
    """Speaks of some part of the scope."""


def weigh(names: tuple[str, ...], votes: list[Vote], adverse: bool) -> Outcome:
    """Return the outcome of a comparison of the facts ``names``; ``adverse`` is the value that pushes to not met.

    (i) Against counts a source at recorded or above, or the subject's own admission, for whatever part
    of the scope. (ii) In favour a source counts as shown only where its support says so. (iii), (iv) The
    adverse one stands unless a favourable one that is shown is more direct and covers at least as much.
    (v) Where two differ, both are named.
    """
    against = [v for v in votes if v.truth is adverse]
    favour = [v for v in votes if v.truth is not adverse]
    counting = [v for v in against if v.fact.own or (v.raw >= Level.RECORDED and v.touches)]
    if not counting:
        if not favour:
            return OPEN
        support = strongest(v.support for v in favour)
        return Outcome(not adverse, support, _clashes(names, favour, against, False), names)
    overruling = [v for v in favour if _overrules(v, counting)]
    if overruling:
        support = strongest(v.support for v in overruling)
        return Outcome(not adverse, support, _clashes(names, overruling, against, False), names)
    support = strongest(v.support for v in counting)
    return Outcome(adverse, support, _clashes(names, favour, counting, True), names)


def _overrules(vote: Vote, counting: list[Vote]) -> bool:
    if not vote.support.shown:
        return False
    return all(vote.support.level > other.raw and reaches_as_far(vote.fact, other.fact) for other in counting)


def _clashes(names: tuple[str, ...], favour: list[Vote], against: list[Vote], upheld: bool) -> tuple[Clash, ...]:
    if not favour or not against:
        return ()
    best, worst = max(favour, key=_rank), max(against, key=_rank)
    if upheld:
        why = (
            "the adverse source stands: the other is not more direct over at least the same workers, period and places"
        )
    elif any(v.fact.own or v.raw >= Level.RECORDED for v in against):
        why = "the favourable source stands: it is more direct and covers at least as much"
    else:
        why = "the adverse source is below recorded or outside the scope, and not the subject's own word"
    return (Clash(names[0], best.fact, best.support.level, worst.fact, worst.raw, upheld, why),)


def _rank(vote: Vote) -> tuple[bool, int, str, str]:
    return vote.support.shown, vote.raw, vote.fact.collector, str(vote.fact.place)
