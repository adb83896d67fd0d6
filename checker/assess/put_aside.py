"""What was put aside as not applicable, and what the sum would be with it: leaving questions out is never unseen.

Changes no status and no score. Law that is not in force on that day or there is not put aside: it asks nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress

from checker.assess.scores import score
from checker.assess.statuses import FULL, Scene, why_not_in_force
from checker.model.assessment import PutAside, Standing
from checker.model.questionnaire import Decision
from checker.model.standard import Requirement, ScoreModel


def put_aside(
    requirements: Iterable[Requirement],
    standings: Sequence[Standing],
    scene: Scene,
    decisions: Iterable[Decision],
    model: ScoreModel,
    thresholds: Mapping[str, str],
) -> PutAside:
    """Return number and weight of what does not apply to the subject, one requirement a standing in the same order.

    ``counted_as_met`` is the score shown if all of it counted as met, as a reader would have it who takes "does not
    apply" for a pass; None where nothing is scored.
    """
    aside = [
        standing[1] == "not_applicable" and not why_not_in_force(requirement.in_force, scene)
        for requirement, standing in zip(requirements, standings, strict=True)
    ]
    parked, of_weight = sum(s[3] for s in standings), sum(s[0].weight for s in standings)
    if not any(aside):
        return PutAside(0, 0.0, of_weight, 0, None, parked)
    by_hand = {d.requirement for d in decisions if d.kind == "not_applicable"}
    chosen = list(compress(standings, aside))
    whole = [s._replace(status="met", credit=FULL) if out else s for s, out in zip(standings, aside, strict=True)]
    return PutAside(
        len(chosen),
        sum(s.clause.weight for s in chosen),
        of_weight,
        sum(s.clause.requirement in by_hand for s in chosen),
        score(model, whole, thresholds).shown,
        parked,
    )
