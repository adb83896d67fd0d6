"""What changed between two reports."""

from __future__ import annotations

from typing import Literal, NamedTuple

from checker.model.past_report import PastMetric, PastScore, PastSubject
from checker.model.statuses import Severity, Status, Verdict

Kind = Literal[
    "new", "lost", "silent", "worse", "left", "not_comparable", "dropped", "asked", "better", "shown", "fixed",
    "unchanged",
]  # fmt: skip
KINDS: tuple[Kind, ...] = Kind.__args__  # type: ignore[attr-defined]
"""As a reader needs them, worst first."""


class ResultChange(NamedTuple):
    """One requirement in both reports."""

    requirement: str
    title: str
    severity: Severity
    kind: Kind
    before: Status | None
    after: Status | None
    why: str = ""
    """Why it cannot be compared."""


class StandardChange(NamedTuple):
    """One standard in both reports."""

    id: str
    title: str
    edition: tuple[str, str]
    verdict: tuple[Verdict, Verdict]
    score: tuple[PastScore, PastScore]
    coverage: tuple[float | None, float | None]
    not_comparable: tuple[str, ...]
    """Why the standard as a whole cannot be compared; empty where it can."""
    changes: tuple[ResultChange, ...]


class MetricChange(NamedTuple):
    """One pay metric in both reports, as it was published."""

    name: str
    unit: str
    before: PastMetric
    after: PastMetric
    moved: Literal["higher", "lower", "undecided", "not_comparable"]
    """Higher or lower only where the two intervals do not meet."""
    why: str = ""


class SubjectChange(NamedTuple):
    """One subject in both reports."""

    before: PastSubject
    after: PastSubject
    standards: tuple[StandardChange, ...]
    metrics: tuple[MetricChange, ...]
    notes: tuple[str, ...]


class Comparison(NamedTuple):
    """All subjects of two reports."""

    subjects: tuple[SubjectChange, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    broken: tuple[str, ...]
    """Subjects that could not be assessed in the newer report."""
    broken_before: tuple[str, ...] = ()
    other_ids: tuple[tuple[str, str, str], ...] = ()
    """(folder, id before, id after) of folders whose id changed: nothing of the two is compared."""
