"""One subject over several reports."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from checker.model.past_report import PastMetric, PastScore
from checker.model.statuses import Verdict


class Point(NamedTuple):
    """One standard on one day."""

    as_of: date | None
    file: str
    edition: str
    profile: str
    verdict: Verdict
    score: PastScore
    coverage: float | None
    failed: int
    open: int
    below: PastMetric | None
    """Share of workers below the living wage, as published."""
    broken: tuple[str, ...]
    """Why this point cannot be compared with the one before it."""


class Line(NamedTuple):
    """One subject under one standard."""

    subject: str
    name: str
    standard: str
    title: str
    points: tuple[Point, ...]
