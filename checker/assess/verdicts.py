"""One word over all: what may be concluded about a subject by one standard, and by all of them.

There is no way from an open critical or major requirement to a verdict that passes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from checker.model.assessment import Standing
from checker.model.statuses import VERDICTS, Verdict

GRAVE = ("critical", "major")
FAILED = ("not_met", "partly_met")
OPEN = ("unknown", "claimed", "error")
RANK = {severity: rank for rank, severity in enumerate(GRAVE)}


def verdict(
    standings: Sequence[Standing], holds: Sequence[str] = (), idle: Sequence[str] = ()
) -> tuple[Verdict, tuple[str, ...]]:
    """Return the verdict over ``standings`` and what holds it down, worst first.

    ``holds`` are reasons outside the requirements (kinds unconfirmed, a short period) for which the
    verdict is at best ``cannot_conclude``; ``idle`` are those why the standard asks nothing now or there.
    """
    failed = [s for s in standings if s[1] in FAILED and s[0].severity in GRAVE]
    if failed:
        return "does_not_meet", _names(failed)
    opened = [s for s in standings if s[1] in OPEN and s[0].severity in GRAVE]
    if opened or holds or not any(s.status == "met" for s in standings):
        if idle and not opened:
            return "cannot_conclude", (f"nothing of it applies: {'; '.join(idle)}", *holds)
        nothing = () if opened or holds else ("no requirement is met",)
        return "cannot_conclude", (*holds, *_names(opened), *nothing)
    rest = [s for s in standings if s.status not in ("met", "not_applicable")]
    return ("meets_with_actions", _names(rest)) if rest else ("meets", ())


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the worst of several verdicts; of none, ``cannot_conclude``."""
    return min(verdicts, key=VERDICTS.index, default="cannot_conclude")


def _names(standings: Sequence[Standing]) -> tuple[str, ...]:
    ordered = sorted(standings, key=lambda s: RANK.get(s.clause.severity, len(RANK)))
    return tuple([_name(s.clause.requirement, s.clause.severity, s.status) for s in ordered])


@lru_cache(maxsize=4096)
def _name(requirement: str, severity: str, status: str) -> str:
    """Return a requirement with its status in words: of few different ones over any number of subjects."""
    return f"{requirement} ({severity}): {status.replace('_', ' ')}"
