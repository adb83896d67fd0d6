"""What is made of reports written before: comparison, trend, portfolio. Reads them, judges nothing anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from checker.assess.comparison import compare
from checker.assess.other_ids import in_succession
from checker.assess.portfolio import portfolio
from checker.assess.trend import trends
from checker.errors import InputError, Problem
from checker.load.problems import Problems
from checker.load.reports import Found, read_report, read_reports
from checker.model.past_report import PastSubject
from checker.model.portfolio import NotAssessed, Portfolio
from checker.model.trend import Line
from checker.render.comparison import render_comparison


def compare_files(old: Path, new: Path, fmt: str) -> bytes:
    """Return what changed from one report to another in the format ``fmt``.

    Raises UsageError for a file that is not there, InputError with what is wrong with either.
    """
    problems, found = Problems(), []
    for path in (old, new):
        try:
            found.append(read_report(path).report)
        except InputError as error:
            problems.take(error)
    problems.raise_all()
    return render_comparison(compare(*found), fmt)


class Course(NamedTuple):
    """Subjects over time, and what of the reports is not in it."""

    lines: tuple[Line, ...]
    not_assessed: list[NotAssessed]
    """Of all reports, whatever subjects were asked for: a folder that could not be read has no subject."""
    problems: list[Problem]
    others: list[str]
    """Files that are no report."""
    other_ids: list[str]
    """Ids that a folder bore one after the other, in words."""


def trend_of(paths: Iterable[Path], subjects: Collection[str] = (), standards: Collection[str] = ()) -> Course:
    """Return a line a subject and standard, who could not be assessed, and what is wrong with reports.

    ``subjects`` and ``standards`` keep only those; empty: all. Raises UsageError for a path that is not there.
    """
    found, problems, others = read_reports(paths)
    whole = [s for f in found for s in f.report.subjects]
    pairs = ((f.file, s) for f in found for s in f.report.subjects if not subjects or s.id in subjects)
    lines = tuple(line for line in trends(pairs) if not standards or line.standard in standards)
    return Course(lines, _not_assessed(found), problems, others, list(_other_ids(whole, subjects)))


def portfolio_of(paths: Iterable[Path], day: date | None) -> tuple[Portfolio, list[Problem], list[str], list[str]]:
    """Return all subjects by their newest reports, what is wrong with reports, the files that are none, and ids that
    changed.

    ``day`` decides what evidence has run out; None: the newest report's. One id for two subjects, and a report as of
    a later day than ``day``, are among what is wrong: either would hide another report. Raises UsageError for a path
    that is not there.
    """
    found, problems, others = read_reports(paths)
    subjects = [(f.file, s) for f in found for s in f.report.subjects]
    problems += [*_two_of_one_id(subjects), *_ahead(subjects, day)]
    return portfolio(subjects, _not_assessed(found), day), problems, others, list(_other_ids(s for _, s in subjects))


def _not_assessed(found: Iterable[Found]) -> list[NotAssessed]:
    return [NotAssessed(b.folder, f.file, b.problems) for f in found for b in f.report.invalid]


def _other_ids(found: Iterable[PastSubject], only: Collection[str] = ()) -> Iterator[str]:
    """Iterate over a line an id that a folder bore until another came; ``only`` those of these ids, empty: all."""
    for one in in_succession(found):
        if not only or {one.before, one.after} & set(only):
            yield (
                f"the folder {one.folder} was {one.before} and is {one.after} since: if it is the same subject, its "
                "reports stand apart, and what it withdrew is not seen; let it bear its former id again"
            )


def _two_of_one_id(found: Iterable[tuple[str, PastSubject]]) -> Iterator[Problem]:
    """Iterate over a problem an id under which reports of two folders name two subjects: one would hide the other."""
    homes: dict[str, dict[tuple[str, str], str]] = {}
    for file, subject in found:
        homes.setdefault(subject.id, {}).setdefault((subject.folder, subject.name), file)
    for name, known in sorted(homes.items()):
        if min(len({folder for folder, _ in known}), len({who for _, who in known})) > 1:
            said = ", ".join(f"{who} ({folder}, in {file})" for (folder, who), file in sorted(known.items()))
            what = f"the id {name} stands for several: {said}; only the newest report of them is shown"
            yield Problem(next(iter(known.values())), None, None, "subjects", what, "give each its own id")


def _ahead(found: Iterable[tuple[str, PastSubject]], day: date | None) -> Iterator[Problem]:
    """Iterate over a problem a report that stands as of a day which has not come: it would stay the newest."""
    for file, subject in found:
        if day is not None and subject.as_of is not None and subject.as_of > day:
            what = (
                f"{subject.id} stands as of {subject.as_of}, after {day}: it covers no earlier report, and of both the "
                "worse is shown"
            )
            yield Problem(file, None, None, "as_of", what, "assess a period that has ended")
