"""What a pay-change audit is asked, and what comes out of it: published figures only, no worker's own.

The five metrics are in the metric table as well; here stands the evidence for them, week by week.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from checker.model.evidence import Period
from checker.model.pay_rule import ChangeQuestion, Per
from checker.model.questionnaire import Finding
from checker.model.wages import Metric, Published


class ChangeWeek(NamedTuple):
    """One ISO week: who was paid, and how pay stood to what it is compared with."""

    week: str
    """``2026-W07``."""
    workers: int | None
    """None where hidden."""
    side: Literal["before", "after", "between", ""]
    match_rate: Published | None
    """With a formula: share of rows that fit it."""
    mean_residual: Published | None
    """With a formula: mean of pay - formula, in money."""
    level: Published | None
    """Without: pay over each worker's own mean for the same work, pooled."""


@dataclass(frozen=True, slots=True)
class ChangeEvidence:
    """How the week was found."""

    method: str
    weeks: int
    tied: tuple[str, ...] = ()
    """Weeks in which the change fits equally well; one where it is clear."""
    loss_one: float | None = None
    """Squared residuals with one rule throughout."""
    loss_two: float | None = None
    """The same with two rules, split at the best week."""
    p_value: float | None = None
    """Share of reshuffled weeks that split as well by chance."""
    permutations: int = 0
    seed: int = 0
    workers_tested: int | None = None
    drop: tuple[float, float] | None = None
    """With a formula: match rate before and after."""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Resampled:
    """A 95 % interval by bootstrap over workers."""

    published: Published
    replicates: int
    seed: int


@dataclass(frozen=True, slots=True)
class PayChange:
    """A pay-change audit, as it may be shown."""

    period: Period
    workers: int | None
    """None under k."""
    rows: int | None
    grain: str
    per: Per
    k: int
    question: ChangeQuestion
    found: bool | None
    """Whether the rule changed: found in the data, or given as a day; None: cannot be told."""
    verdict: str
    """In words that a worker understands."""
    metrics: Mapping[str, Metric]
    evidence: ChangeEvidence
    weeks: tuple[ChangeWeek, ...]
    resampled: Mapping[str, Resampled]
    raw_change: Published
    """Mean pay after over mean pay before - 1, all paid rows of all workers: the mean that hides who lost."""
    money: Mapping[str, Published]
    """Loss in money: ``mean_loss`` a unit of work, ``total_loss`` over the data after the change."""
    currency: str
    """Empty where there are several."""
    counts: Mapping[str, int | None]
    """Workers compared, undecided, only before, only after; rows that fit the formula, are above, below it."""
    set_aside: Mapping[str, int]
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
