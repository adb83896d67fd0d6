"""One word over all: what may be concluded about a subject by one standard, and by all of them.

There is no way from an open critical or major requirement to a verdict that passes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checker.model.assessment import VERDICTS, Result, Verdict

GRAVE = ("critical", "major")
FAILED = ("not_met", "partly_met")
OPEN = ("unknown", "claimed", "error")


def verdict(results: Sequence[Result], holds: Sequence[str] = ()) -> tuple[Verdict, tuple[str, ...]]:
    """Return the verdict over ``results`` and what holds it down, worst first.

    ``holds`` are reasons outside the requirements (kinds unconfirmed, a short period) for which the
    verdict is at best ``cannot_conclude``.
    """
    failed = [r for r in results if r.severity in GRAVE and r.status in FAILED]
    if failed:
        return "does_not_meet", _names(failed)
    opened = [r for r in results if r.severity in GRAVE and r.status in OPEN]
    if opened or holds or not any(r.status == "met" for r in results):
        nothing = () if opened or holds else ("no requirement is met",)
        return "cannot_conclude", (*holds, *_names(opened), *nothing)
    rest = [r for r in results if r.status not in ("met", "not_applicable")]
    return ("meets_with_actions", _names(rest)) if rest else ("meets", ())


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the worst of several verdicts; of none, ``cannot_conclude``."""
    return min(verdicts, key=VERDICTS.index, default="cannot_conclude")


def _names(results: Sequence[Result]) -> tuple[str, ...]:
    ordered = sorted(results, key=lambda r: (r.severity != "critical", r.severity != "major"))
    return tuple(f"{r.requirement} ({r.severity}): {r.status.replace('_', ' ')}" for r in ordered)
