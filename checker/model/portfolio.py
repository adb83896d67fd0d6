"""Many subjects side by side, by their newest reports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from checker.model.past_report import PastEvidence, PastResult, PastStandard, PastSubject
from checker.model.statuses import Severity, Verdict
from checker.model.trend import Line


class Judged(NamedTuple):
    """One standard, as the newest report with it has it."""

    standard: PastStandard
    as_of: date | None
    file: str
    verdict: Verdict
    """The report's own; at best ``cannot_conclude`` where ``stale`` says why."""
    stale: str = ""


class NotAssessed(NamedTuple):
    """A subject's folder that a report could not assess."""

    folder: str
    file: str
    problems: tuple[str, ...]
    shown: tuple[str, ...] = ()
    """Subjects of that folder that stand here by another report, which may be the older one."""


class Member(NamedTuple):
    """One subject, by its newest report; by each standard as the newest report with that standard has it."""

    subject: PastSubject
    verdict: Verdict
    """The worst of its standards."""
    standards: tuple[Judged, ...]
    lines: tuple[Line, ...]
    """Its course over all reports, a line a standard."""
    not_assessed: tuple[str, ...] = ()
    """Reports that could not assess its folder."""


class Standing(NamedTuple):
    """One subject's result on one requirement."""

    subject: PastSubject
    result: PastResult


class Row(NamedTuple):
    """One requirement over all subjects that were judged by its standard and edition."""

    standard: str
    edition: str
    requirement: str
    title: str
    severity: Severity
    theme: str
    counts: Mapping[str, int]
    failed: tuple[Standing, ...]
    open: tuple[Standing, ...]


class Exhibit(NamedTuple):
    """Evidence that has run out or soon will, or has no date."""

    subject: PastSubject
    item: PastEvidence
    state: str
    """``out`` | ``soon`` | ``undated``."""


class Portfolio(NamedTuple):
    """All subjects, worst first."""

    day: date | None
    members: tuple[Member, ...]
    rows: tuple[Row, ...]
    exhibits: tuple[Exhibit, ...]
    standards: tuple[tuple[str, str], ...]
    """(id, title) of every standard that anybody was judged by."""
    not_assessed: tuple[NotAssessed, ...]
    """By folder and file."""
