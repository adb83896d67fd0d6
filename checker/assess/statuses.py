"""From what a requirement's conditions came to, to its status and its three credits.

The table of statuses, and what an assessor's decisions may change: they can take a requirement out,
with a reason, or lower it; nothing here lifts a failure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from checker.model.assessment import Clause, Credit, Standing
from checker.model.evaluation import NOTHING, Evaluation, Outcome, Support, Truth
from checker.model.questionnaire import Decision
from checker.model.standard import ALWAYS, InForce
from checker.model.statuses import Status

OPEN = Credit(0.0, 0.0, 1.0)
NONE = Credit(0.0, 0.0, 0.0)
SAID = Credit(0.0, 1.0, 1.0)
FULL = Credit(1.0, 1.0, 1.0)
RANK: dict[Status, int] = {"not_met": 0, "partly_met": 1, "unknown": 2, "claimed": 3, "met": 4, "not_applicable": 5}
"""From worst to best: an override may only go down."""
OVERRIDES: dict[Status, Credit] = {"not_met": NONE, "unknown": OPEN, "claimed": SAID}
"""Statuses that an override may set, with their credit."""
_PLAIN: dict[tuple[Truth, bool], tuple[Status, Credit]] = {
    (None, False): ("unknown", OPEN),
    (None, True): ("unknown", OPEN),
    (False, False): ("not_met", NONE),
    (False, True): ("not_met", NONE),
    (True, False): ("claimed", SAID),
    (True, True): ("met", FULL),
}
"""(truth, whether it is shown) -> status and credit, where there are no bands."""
_new = tuple.__new__
"""Makes a judgement in half the time that its own constructor takes; all fields have to be given."""


class Judgement(NamedTuple):
    """Status and credits of one requirement, with what they rest on."""

    status: Status
    credit: Credit
    support: Support
    cause: str
    """rule, assessor, override, not in force, elsewhere, applicability, parked or error."""
    why: str = ""
    """Words for causes other than the rule."""

    @property
    def parked(self) -> bool:
        """Return whether it is said not to apply, and not shown."""
        return self.cause == "parked"

    def on(self, clause: Clause) -> Standing:
        """Return the standing on ``clause`` that it amounts to."""
        return _new(Standing, (clause, self.status, self.credit, self.cause == "parked"))


class Scene(NamedTuple):
    """What decides whether a requirement is in force: the day and the countries."""

    as_of: date | None
    countries: frozenset[str]
    """ISO 3166-1 codes by sites, pay rows and worker evidence; empty: not known."""


def standings_by_rule(evaluations: Iterable[Evaluation], clauses: Iterable[Clause], scene: Scene) -> list[Standing]:
    """Return where the rules alone put a subject: as `judge` without decisions, one an evaluation."""
    found: list[Standing] = []
    for evaluation, clause in zip(evaluations, clauses, strict=True):
        requirement, applies, satisfied, bands = evaluation[:4]
        if applies is None and not bands and not evaluation[7] and requirement.in_force is ALWAYS:
            status, credit = _PLAIN[satisfied[0], satisfied[1][0]]
            found.append(_new(Standing, (clause, status, credit, False)))
        else:
            found.append(_by_rule(evaluation, scene).on(clause))
    return found


def judge(evaluation: Evaluation, scene: Scene, decisions: Sequence[Decision]) -> Judgement:
    """Return the status of one requirement; ``decisions`` are those of the assessor, on whatever requirement."""
    if not decisions:
        return _by_rule(evaluation, scene)
    mine = [d for d in decisions if d.requirement == evaluation.requirement.id]
    taken_out = next((d for d in mine if d.kind == "not_applicable"), None)
    if taken_out is not None and not evaluation.error:
        out = Judgement("not_applicable", NONE, NOTHING, "assessor", taken_out.reason)
        return _overridden(out, mine)
    return _overridden(_by_rule(evaluation, scene), mine)


def worst(judged: Sequence[tuple[Evaluation, Judgement]]) -> tuple[Evaluation, Judgement]:
    """Return what stands of one requirement judged several times, once a supplier: it has to hold at each of them.

    The worst status of those to whom it applies, with the lowest of each credit; a part of the way counts
    only as far as all have gone it. The order changes nothing.
    """
    applying = [one for one in judged if one[1].status != "not_applicable"] or list(judged)
    evaluation, found = min(applying, key=_badness)
    credit = Credit(*(min(each) for each in zip(*(judgement.credit for _, judgement in applying), strict=True)))
    status: Status = "not_met" if found.status == "partly_met" and not credit.shown else found.status
    others = [other for other, _ in judged if other is not evaluation]
    clashes = evaluation.satisfied.clashes + tuple(clash for other in others for clash in other.clashes)
    named = evaluation._replace(satisfied=evaluation.satisfied._replace(clashes=clashes))
    if named.applies is not None:
        about = tuple(c for other in others if other.applies is not None for c in other.applies.clashes)
        named = named._replace(applies=named.applies._replace(clashes=named.applies.clashes + about))
    return named, found._replace(status=status, credit=credit)


def _badness(one: tuple[Evaluation, Judgement]) -> tuple[object, ...]:
    """Return what sorts judgements from worst to best; of equal ones the names of the evidence decide."""
    _, found = one
    rank = -1 if found.status == "error" else RANK[found.status]
    return rank, found.credit, found.support.shown, found.support.level, found.cause, found.support.items


def _by_rule(evaluation: Evaluation, scene: Scene) -> Judgement:
    if evaluation.error:
        return Judgement("error", OPEN, NOTHING, "error", evaluation.error)
    force = evaluation.requirement.in_force
    if force is not ALWAYS:
        outside = _not_in_force(force, scene)
        if outside is not None:
            return outside
    applies = evaluation.applies
    if applies is None or applies.truth is True:
        return _banded(evaluation) if evaluation.bands else _plain(evaluation.satisfied)
    if applies.truth is None:
        return Judgement("unknown", OPEN, applies.support, "applicability")
    if applies.support.shown:
        return Judgement("not_applicable", NONE, applies.support, "rule")
    return Judgement("unknown", OPEN, applies.support, "parked")


def _plain(satisfied: Outcome) -> Judgement:
    truth, support, _, _ = satisfied
    return _new(Judgement, (*_PLAIN[truth, support[0]], support, "rule", ""))


def _banded(evaluation: Evaluation) -> Judgement:
    (truth, support, _, _), bands = evaluation[2:4]
    proven = said = open_ = 0.0
    for give, (held, shown, _, _) in bands:
        if held is not False:
            open_ = max(open_, give)
            if held:
                said = max(said, give)
                proven = max(proven, give) if shown[0] else proven
    if truth is True:
        if support.shown:
            return Judgement("met", FULL, support, "rule")
        return Judgement("claimed", Credit(proven, 1.0, 1.0), support, "rule")
    if truth is None:
        return Judgement("unknown", Credit(proven, said, 1.0), support, "rule")
    credit = Credit(proven, said, open_)
    if proven > 0:
        best = next(band for give, band in evaluation.bands if give == proven and band.truth and band.support.shown)
        return Judgement("partly_met", credit, best.support, "rule")
    return Judgement("not_met", credit, support, "rule")


def _not_in_force(force: InForce, scene: Scene) -> Judgement | None:
    if scene.as_of is None:
        if force.start is not None or force.end is not None:
            why = "in force for a time; no day to judge on is given"
            return Judgement("unknown", OPEN, NOTHING, "applicability", why)
    elif force.start is not None and scene.as_of < force.start:
        return Judgement("not_applicable", NONE, NOTHING, "not in force", f"in force from {force.start}")
    elif force.end is not None and scene.as_of > force.end:
        return Judgement("not_applicable", NONE, NOTHING, "not in force", f"in force until {force.end}")
    if not force.countries:
        return None
    where = f"in force in {', '.join(force.countries)}"
    if not scene.countries:
        return Judgement("unknown", OPEN, NOTHING, "applicability", f"{where}; no site is given")
    if scene.countries.isdisjoint(force.countries):
        here = ", ".join(sorted(scene.countries))
        return Judgement("not_applicable", NONE, NOTHING, "elsewhere", f"{where}; the work is done in {here}")
    return None


def why_not_in_force(force: InForce, scene: Scene) -> str:
    """Return why nothing is asked on that day and there; empty where something is, or may be."""
    outside = None if force is ALWAYS else _not_in_force(force, scene)
    return outside.why if outside is not None and outside.status == "not_applicable" else ""


def _overridden(found: Judgement, decisions: list[Decision]) -> Judgement:
    """Return what an assessor's overrides leave: the lowest of them and the rule's own status."""
    for decision in decisions:
        status: Any = decision.value
        if decision.kind != "override" or status not in OVERRIDES or found.status == "error":
            continue
        if RANK[status] < RANK[found.status]:
            ceiling = OVERRIDES[status]
            if found.status == "not_applicable":
                credit = ceiling
            else:
                credit = Credit(*(min(pair) for pair in zip(found.credit, ceiling, strict=True)))
            found = Judgement(status, credit, found.support, "override", decision.reason)
    return found
