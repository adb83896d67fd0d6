"""Which requirements are for this subject, and what about the subject itself is not confirmed.

A supplier's own word on what kind it is may leave requirements out; until an assessor confirms it,
the verdict cannot conclude where a critical or major one is among them.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from checker.model.evidence import Level, Period
from checker.model.questionnaire import AssessorFile, Questionnaire
from checker.model.standard import Requirement, Standard

SHORTEST_MONTHS = 3
OLDEST_MONTHS = 12
GRAVE = ("critical", "major")


def select(
    standard: Standard, subject: Questionnaire, assessor: AssessorFile
) -> tuple[tuple[Requirement, ...], tuple[Requirement, ...]]:
    """Return (requirements for this subject, those left out because they are for other kinds).

    Requirements for the other side are in neither: a duty of the buyer never counts against a supplier.
    Where no kind is given nothing is left out.
    """
    kinds = confirmed_kinds(assessor) or subject.kinds
    kept: list[Requirement] = []
    missing: list[Requirement] = []
    for requirement in standard.requirements:
        if requirement.subject in (subject.kind, "both"):
            (kept if fits(requirement, kinds) else missing).append(requirement)
    return tuple(kept), tuple(missing)


def fits(requirement: Requirement, kinds: Collection[str]) -> bool:
    """Return whether a requirement is for one of ``kinds``; without kinds every requirement is."""
    return not requirement.kinds or not kinds or any(kind in requirement.kinds for kind in kinds)


def left_out(standard: Standard, requirements: Iterable[Requirement], why: str) -> tuple[Mapping[str, Any], ...]:
    """Return id, weight, severity and reason of requirements that are not judged."""
    return tuple({"id": r.id, "severity": r.severity, "weight": standard.weight(r), "why": why} for r in requirements)


def confirmed_kinds(assessor: AssessorFile) -> tuple[str, ...]:
    """Return the kinds that assessors confirm: the latest decision, all of them where one day has several.

    Where no assessor decided, those that the settings confirm.
    """
    found = [d for d in assessor.decisions if d.kind == "kinds" and d.value]
    latest = max((d.on for d in found), default=None)
    decided = {kind for d in found if d.on == latest for kind in d.value}
    return tuple(sorted(decided or assessor.kinds))


def counted_heads(assessor: AssessorFile) -> int | None:
    """Return the headcount that assessors found: the latest, the highest of one day; None where none counted."""
    found = [d for d in assessor.decisions if d.kind == "scope" and d.value]
    latest = max((d.on for d in found), default=None)
    return max((d.value["headcount"] for d in found if d.on == latest), default=None)


def holds(
    subject: Questionnaire, assessor: AssessorFile, missing: Sequence[Requirement], gate_date: date | None
) -> tuple[str, ...]:
    """Return what about the subject keeps any verdict from concluding; ``missing`` were left out by kind."""
    found = [
        _kinds(subject, assessor, missing),
        _headcount(subject, assessor),
        *_period(subject.scope.period, gate_date),
    ]
    return tuple(reason for reason in found if reason)


def _kinds(subject: Questionnaire, assessor: AssessorFile, missing: Sequence[Requirement]) -> str:
    grave = [r.id for r in missing if r.severity in GRAVE]
    if not grave or confirmed_kinds(assessor):
        return ""
    return f"the kinds {', '.join(subject.kinds)} are stated only and leave out {', '.join(grave)}"


def _headcount(subject: Questionnaire, assessor: AssessorFile) -> str:
    """Return why the headcount does not hold; a buyer has none to show.

    An assessor's decision confirms what is given; it puts no site and no number where there is none.
    """
    if subject.kind == "buyer":
        return ""
    sites = subject.scope.sites
    if not sites:
        return "no site is given"
    if subject.scope.headcount is None:
        return "the headcount is not given"
    if any(d.kind == "scope" for d in assessor.decisions):
        return ""
    shown = all(any(i.level >= Level.DOCUMENTED for i in site.evidence) for site in sites)
    return "" if shown else "the headcount is not documented"


def _period(period: Period, gate_date: date | None) -> list[str]:
    if period.start is None or period.end is None:
        return ["the period has no start or no end"]
    found = []
    last = months_after(period.start, SHORTEST_MONTHS)
    if last == date.max or last.toordinal() > period.end.toordinal() + 1:
        found.append(f"the period is shorter than {SHORTEST_MONTHS} months")
    if gate_date is not None and months_after(period.end, OLDEST_MONTHS) < gate_date:
        found.append(f"the period ended over {OLDEST_MONTHS} months before {gate_date}")
    return found


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day; never after the calendar ends.

    >>> months_after(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
