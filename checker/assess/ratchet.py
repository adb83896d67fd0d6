"""The shown score beside that of a baseline: held, fallen, or not to be compared, and why."""

from __future__ import annotations

from checker.model.overlay import Basis, Ratchet, SubjectRecord

EPSILON = 1e-9
Side = tuple[Basis | None, SubjectRecord | None]
"""What a standard was judged by, and what came out."""


def compare_scores(standard: str, profile: str, before: Side, now: tuple[Basis, SubjectRecord]) -> Ratchet:
    """Return the shown score of one standard and profile, now and in the baseline.

    Scores of another edition, other parameters or other benchmarks are not compared: they measure other things.
    """
    basis, kept = before
    today = now[1].scores.get(standard, {}).get(profile)
    former = kept.scores.get(standard, {}).get(profile) if kept is not None else None
    why = _why_not(basis, kept, now, profile)
    if not why and former is None:
        why = "the baseline has no score of it"
    elif not why and today is None:
        why = "there is no score of it today"
    if why or today is None or former is None:
        return Ratchet(standard, today, former, "not_comparable", why, profile)
    return Ratchet(standard, today, former, "fell" if today < former - EPSILON else "held", "", profile)


def _why_not(basis: Basis | None, kept: SubjectRecord | None, now: tuple[Basis, SubjectRecord], profile: str) -> str:
    """Return why scores are not on the same basis; empty where they are."""
    today, record = now
    if basis is None or kept is None:
        return "the baseline has nothing of it"
    if basis.edition != today.edition:
        return f"the baseline is of edition {basis.edition}, today's of {today.edition}"
    if changed := sorted(n for n in {*basis.parameters, *today.parameters} if _differs(n, basis, today)):
        return f"parameters differ: {', '.join(changed)}"
    if basis.sha256 != today.sha256:
        return "the text of the pack has changed"
    # Without pay data nothing is held against a table: taking pay away must not put a score beyond comparison.
    if kept.benchmarks and record.benchmarks and kept.benchmarks != record.benchmarks:
        return "tables of wages or exchange rates differ"
    if kept.benchmarks_as_of != record.benchmarks_as_of:
        return "tables of wages are those of another day"
    return ""


def _differs(name: str, basis: Basis, today: Basis) -> bool:
    return (
        name not in basis.parameters or name not in today.parameters or basis.parameters[name] != today.parameters[name]
    )
