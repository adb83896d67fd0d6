"""The gate: from statuses to the exit code of a subject and of a run. Changes no status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from checker.model.assessment import Standing
from checker.model.overlay import Counted
from checker.model.statuses import SEVERITIES

FINE, FAILS, INVALID, NOTHING, OPEN = 0, 1, 3, 4, 5
ORDER = (INVALID, FAILS, OPEN, NOTHING, FINE)
"""The run's code is the first of these that occurs."""


def subject_code(
    standings: Iterable[Standing],
    fail_on: str,
    holds: Sequence[str] = (),
    expired: Iterable[str] = (),
    laid_over: Mapping[str, Counted] | None = None,
) -> int:
    """Return the exit code of one subject.

    ``fail_on`` is critical, major, minor or never. ``holds`` are the reasons that hold the verdict
    open; ``expired`` are met requirements whose evidence is over its age on the day of the gate,
    which count as claimed here. Where nothing is met nothing was shown, which is no pass.
    ``laid_over`` is how waivers and a baseline make each requirement count (`checker.assess.overlays`): it says
    what ``expired`` says too. What holds the verdict, and that nothing is met, no overlay covers.
    """
    late = frozenset(expired)
    judged = list(standings)
    if any(s.status == "error" for s in judged):
        return INVALID
    if fail_on == "never":
        return FINE
    counted = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    at_stake = [s for s in judged if s.clause.severity in counted]
    if laid_over is None:
        statuses = {s.status for s in at_stake}
        if late and any(s.clause.requirement in late for s in at_stake):
            statuses.add("claimed")
    else:
        each = (laid_over[s.clause.requirement] for s in at_stake)
        statuses = {one.status for one in each if not one.excused}
    if statuses & {"not_met", "partly_met"}:
        return FAILS
    if holds or statuses & {"unknown", "claimed"}:
        return OPEN
    return FINE if any(s.status == "met" for s in judged) else OPEN


def run_code(codes: Iterable[int]) -> int:
    """Return the code of a run over subjects: the first of 3, 1, 5, 4, 0 that occurs; 4 where there is none.

    >>> run_code([0, 5, 1]), run_code([]), run_code([1, 3])
    (1, 4, 3)
    """
    found = frozenset(codes)
    return next((code for code in ORDER if code in found), NOTHING)
