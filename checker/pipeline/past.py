"""What is made of reports written before: comparison, trend, portfolio. Reads them, judges nothing anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

from checker.assess.comparison import compare
from checker.assess.portfolio import portfolio
from checker.assess.trend import trends
from checker.errors import InputError, Problem
from checker.load.problems import Problems
from checker.load.reports import read_report, read_reports
from checker.model.portfolio import Portfolio
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


def trend_of(
    paths: Iterable[Path], subjects: Collection[str] = (), standards: Collection[str] = ()
) -> tuple[tuple[Line, ...], list[Problem], list[str]]:
    """Return a line a subject and standard, what is wrong with reports, and the files that are none.

    ``subjects`` and ``standards`` keep only those; empty: all. Raises UsageError for a path that is not there.
    """
    found, problems, others = read_reports(paths)
    pairs = ((f.file, s) for f in found for s in f.report.subjects if not subjects or s.id in subjects)
    lines = tuple(line for line in trends(pairs) if not standards or line.standard in standards)
    return lines, problems, others


def portfolio_of(paths: Iterable[Path], day: date | None) -> tuple[Portfolio, list[Problem], list[str]]:
    """Return all subjects by their newest reports, what is wrong with reports, and the files that are none.

    ``day`` decides what evidence has run out; None: the newest report's. Raises UsageError for a path that is not
    there.
    """
    found, problems, others = read_reports(paths)
    subjects = [(f.file, s) for f in found for s in f.report.subjects]
    invalid = [(broken.folder, broken.problems) for f in found for broken in f.report.invalid]
    return portfolio(subjects, invalid, day), problems, others
