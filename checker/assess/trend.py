"""One subject over several reports: points in the order of their days, and where two cannot be compared.

Works on published values alone and judges nothing anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from checker.assess.comparison import OTHER_TABLES, bases, breaks, deciding_pay, moved_bars, tables
from checker.assess.yardsticks import places_left_out
from checker.model.past_report import FAILED, OPEN, PastStandard, PastSubject
from checker.model.statuses import VERDICTS
from checker.model.trend import Line, Point

KEY_METRIC = "share_below_living_wage"


def trends(found: Iterable[tuple[str, PastSubject]]) -> tuple[Line, ...]:
    """Return a line a subject and standard over ``(file, subject)`` pairs; a report given twice counts once."""
    mine: dict[str, list[tuple[str, PastSubject]]] = {}
    for file, subject in found:
        known = mine.setdefault(subject.id, [])
        if all(subject != other for _, other in known):
            known.append((file, subject))
    return tuple(line for name in sorted(mine) for line in _lines(sorted(mine[name], key=_day)))


def latest(subjects: Sequence[tuple[str, PastSubject]], day: date | None = None) -> tuple[str, PastSubject]:
    """Return the newest of several reports on one subject; of one day the worst: a second run never covers the first.

    A report without a day is older than any with one. One as of a day after ``day`` has not come to cover anything:
    it counts beside the newest that has, as if it were of that day.
    """
    days = [_day(each)[0] for each in subjects]
    come = [each for each in days if day is None or each <= day]
    newest = max(come or days)
    of_that_day = [each for each, its in zip(subjects, days, strict=True) if its >= newest]
    return min(of_that_day, key=lambda each: (VERDICTS.index(each[1].verdict), _shown(each[1]), each[0]))


def _lines(found: Sequence[tuple[str, PastSubject]]) -> list[Line]:
    ids = dict.fromkeys(s.id for _, subject in found for s in subject.standards)
    return [_line(name, found) for name in ids]


def _line(name: str, found: Sequence[tuple[str, PastSubject]]) -> Line:
    points: list[Point] = []
    last: tuple[PastSubject, PastStandard] | None = None
    title = name
    for file, subject in found:
        for standard in subject.standards:
            if standard.id == name:
                points.append(_point(file, subject, standard, last))
                last, title = (subject, standard), standard.title
    newest = found[-1][1]
    return Line(newest.id, newest.name, name, title, tuple(points))


def _point(
    file: str, subject: PastSubject, standard: PastStandard, last: tuple[PastSubject, PastStandard] | None
) -> Point:
    broken: tuple[str, ...] = ()
    if last is not None:
        broken = (*breaks(last[1], standard), *_moved(last[0], subject, standard.id))
    pay = deciding_pay(subject)
    failed = sum(r.status in FAILED for r in standard.results)
    open_ = sum(r.status in OPEN for r in standard.results)
    return Point(
        subject.as_of, file, standard.edition, standard.profile, standard.verdict, standard.score, standard.coverage,
        failed, open_, pay.metrics.get(KEY_METRIC) if pay else None, broken,
    )  # fmt: skip


def _moved(before: PastSubject, after: PastSubject, standard: str) -> Iterator[str]:
    """Iterate over what else keeps two results of one edition apart: whom they are of, and what set the bar."""
    if before.name != after.name:
        yield f"the id was of {before.name}, and is now of {after.name}"
    basis = bases(before, after)
    if basis:
        yield basis
    yield from moved_bars(before, after, standard)
    old, new = tables(before), tables(after)
    if old and new and old != new:
        yield OTHER_TABLES
    gone = places_left_out(before, after)
    if gone:
        yield f"sites that are not judged any more: {', '.join(gone)}"


def _day(found: tuple[str, PastSubject]) -> tuple[date, str]:
    return found[1].as_of or date.min, found[0]


def _shown(subject: PastSubject) -> float:
    return sum(s.score.shown or 0 for s in subject.standards)
