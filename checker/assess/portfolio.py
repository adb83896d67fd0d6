"""Many subjects side by side: who stands where, on which requirement, on what evidence, how much of it decided.

Works on published values alone and judges nothing anew; nothing is averaged over subjects.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from checker.assess.former_ids import all_under_todays_ids
from checker.assess.kinds import OLDEST_MONTHS, months_after
from checker.assess.trend import latest, trends
from checker.assess.verdicts import worst
from checker.model.evidence import SOON
from checker.model.past_report import FAILED, OPEN, PastEvidence, PastSubject
from checker.model.portfolio import Exhibit, Judged, Member, NotAssessed, Portfolio, Row, Standing
from checker.model.statuses import SEVERITIES, VERDICTS
from checker.model.trend import Line


def portfolio(found: Sequence[tuple[str, PastSubject]], invalid: Iterable[NotAssessed], day: date | None) -> Portfolio:
    """Return all subjects by their newest reports; ``day`` decides what has run out: evidence, and reports.

    Where ``day`` is None it is the latest day on which any of the reports stands. ``invalid`` stay where another report
    assesses the folder: what could not be assessed has no day, and may be what came last.
    """
    found = all_under_todays_ids(found)
    mine: dict[str, list[tuple[str, PastSubject]]] = {}
    for file, subject in found:
        mine.setdefault(subject.id, []).append((file, subject))
    lines: dict[str, list[Line]] = {}
    for line in trends(found):
        lines.setdefault(line.subject, []).append(line)
    on = day or max((s.as_of for _, s in found if s.as_of), default=None)
    broken = sorted(set(invalid))
    members = sorted((_member(mine[name], lines.get(name, ()), on, broken) for name in mine), key=_worst_first)
    subjects = [member.subject for member in members]
    standards = dict(sorted({j.standard.id: j.standard.title for m in members for j in m.standards}.items()))
    folders: dict[str, list[str]] = {}
    for subject in subjects:
        folders.setdefault(subject.folder, []).append(subject.id)
    not_assessed = (each._replace(shown=tuple(folders.get(each.folder, ()))) for each in broken)
    return Portfolio(
        on, tuple(members), tuple(_rows(members)), tuple(_exhibits(subjects, on)), tuple(standards.items()),
        tuple(not_assessed),
    )  # fmt: skip


def _member(
    reports: Sequence[tuple[str, PastSubject]], lines: Iterable[Line], day: date | None, broken: Sequence[NotAssessed]
) -> Member:
    newest = latest(reports, day)
    ids = dict.fromkeys(s.id for _, each in (newest, *reports) for s in each.standards)
    standards = tuple(_judged(name, reports, day) for name in ids)
    homes = {subject.folder for _, subject in reports}
    files = tuple(each.file for each in broken if each.folder in homes)
    return Member(newest[1], worst(j.verdict for j in standards), standards, tuple(lines), files)


def _judged(name: str, reports: Sequence[tuple[str, PastSubject]], day: date | None) -> Judged:
    """Return one standard by the newest report that has it; of one day by the worse."""
    having = [(file, s) for file, s in reports if any(standard.id == name for standard in s.standards)]
    of_it = [
        (file, subject.model_copy(update={"standards": (standard,), "verdict": standard.verdict}))
        for file, subject in having
        for standard in subject.standards
        if standard.id == name
    ]
    file, subject = latest(of_it, day)
    standard, stale = subject.standards[0], _stale(subject, day)
    verdict = worst((standard.verdict, "cannot_conclude")) if stale else standard.verdict
    return Judged(standard, subject.as_of, file, verdict, stale)


def _stale(subject: PastSubject, day: date | None) -> str:
    """Return why what a report says of ``subject`` tells nothing of ``day``: the rule of `holds` for a gate."""
    end = subject.period.end or subject.as_of
    if end is None:
        return "the report names no day on which it stands"
    if day is not None and months_after(end, OLDEST_MONTHS) < day:
        return f"the period ended over {OLDEST_MONTHS} months before {day}"
    return ""


def _worst_first(member: Member) -> tuple[int, int, str]:
    gaps = sum(judged.standard.grave_gaps for judged in member.standards)
    return VERDICTS.index(member.verdict), -gaps, member.subject.id


def _rows(members: Sequence[Member]) -> Iterator[Row]:
    """Yield every requirement, the gravest of a standard first, and those first that most subjects fail."""
    found: dict[tuple[str, str, str], list[Standing]] = {}
    for member in members:
        for standard in (judged.standard for judged in member.standards):
            for result in standard.results:
                key = (standard.id, standard.edition, result.requirement)
                found.setdefault(key, []).append(Standing(member.subject, result))
    rows = [_row(*key, standings) for key, standings in found.items()]
    yield from sorted(rows, key=lambda r: (r.standard, SEVERITIES.index(r.severity), -len(r.failed), r.requirement))


def _row(standard: str, edition: str, requirement: str, standings: Sequence[Standing]) -> Row:
    first = standings[0].result
    gravest = min((s.result.severity for s in standings), key=SEVERITIES.index)
    return Row(
        standard, edition, requirement, first.title, gravest, first.theme,
        Counter(s.result.status for s in standings),
        tuple(s for s in standings if s.result.status in FAILED),
        tuple(s for s in standings if s.result.status in OPEN),
    )  # fmt: skip


def _exhibits(subjects: Sequence[PastSubject], day: date | None) -> Iterator[Exhibit]:
    found = [
        Exhibit(subject, item, state)
        for subject in subjects
        for item in subject.evidence
        if (state := _state(item, day)) != "in date"
    ]
    order = {"undated": 2, "out": 0, "soon": 1}
    yield from sorted(found, key=lambda e: (order[e.state], e.item.in_date_until or date.min, e.subject.id, e.item.id))


def _state(item: PastEvidence, day: date | None) -> str:
    if item.dated is None:
        return "undated"
    if item.in_date_until is None or day is None:
        return "in date"
    if item.in_date_until < day:
        return "out"
    return "soon" if item.in_date_until <= day + SOON else "in date"
