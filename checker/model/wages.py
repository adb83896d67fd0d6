"""Pay evidence, measured: metrics as intervals, groups, what was set aside, what was compared with what.

True values are for the rules; ``published`` is what may leave the process, small
cells hidden. No worker id is ever in one of these types.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple

from checker.model.evidence import Collector, EvidenceItem, Level, Period, Place
from checker.model.facts import Cover
from checker.model.pay_rule import ChangeQuestion
from checker.model.questionnaire import Finding

Method = Literal["basic_only", "idh_total", "fairwork_net"]
DEFAULT_METHOD: Method = "basic_only"


class Published(NamedTuple):
    """What may be shown of a number: all None where it is hidden, with the reason."""

    value: Any
    low: float | None
    high: float | None
    suppressed: bool
    why: str = ""
    """Why hidden, or why unknown."""
    shown_as: str = ""
    """Words in place of the number ("fewer than 5 of 60", "mean of the lowest 5")."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One number about pay, as an interval, with all that is needed to follow it to its source."""

    name: str
    unit: str
    low: float | None
    """None: unknown. ``-math.inf`` or ``math.inf``: open end."""
    high: float | None
    n: int
    """Workers (or tasks, see ``basis``) behind the number."""
    basis: str
    """``all time``, ``paid time``, ``tasks``, ..."""
    method: str
    estimator: str
    published: Published
    value: Any = None
    """The exact value where there is one; for ``cost_to_close`` a tuple of mappings, one a currency."""
    why: str = ""
    """Why unknown or open; empty where exact."""
    cap: Level = Level.WORKER_MEASURED
    """STATED where the metric reads a column filled by a constant, or a vendor's estimate of time."""
    hide_n: bool = False
    """``n`` is of few workers, or of all but few: it is not printed."""


class BenchmarkUse(NamedTuple):
    """One benchmark figure that the result was compared with."""

    id: str
    kind: str
    place: str
    amount: str
    currency: str
    period: str
    bar: tuple[float, float | None]
    """Per hour in ``bar_currency``; the high end is None where open."""
    valid_from: str
    stale: bool
    source: str
    url: str
    why: str = ""
    terms: str = ""
    bar_currency: str = ""
    """Currency of ``bar``: another than ``currency`` where a law replaced that one; empty: the same."""


class RateUse(NamedTuple):
    """One exchange rate that was used: 1 ``base`` = ``rate`` ``to`` in ``month``."""

    base: str
    to: str
    month: str
    rate: float
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One cell of a breakdown; metrics are published ones only."""

    by: Mapping[str, str]
    n: int | None
    """None where the cell is hidden."""
    suppressed: bool
    metrics: Mapping[str, Metric]
    why: str = ""


class Band(NamedTuple):
    """One bar of the pay distribution: workers whose pay is from ``low`` to under ``high`` (x the living wage)."""

    low: float
    high: float
    workers: int | None
    """None where the bar is hidden."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """Effective hourly wage over the bar it is compared with, by place: the picture in the report."""

    place: str
    currency: str
    living_wage: float | None
    minimum_wage: float | None
    unit: str
    bands: tuple[Band, ...]
    note: str = ""
    exact: bool = True
    """False: pay, hours or the line are open, and each worker stands at the most that it can be."""
    per: str = ""
    """What the living wage is for: hour or month; empty where it is not one figure."""


class Line(NamedTuple):
    """A benchmark per hour: one figure, or several that hold in the same place; ``high`` None = open above."""

    low: float
    high: float | None


class LadderStep(NamedTuple):
    """One job category of a wage ladder: means over its workers of what an hour brings."""

    category: str
    workers: int | None
    """None where the category is hidden."""
    base: Published
    """Basic pay less fees and deductions: what the floor test counts."""
    guaranteed_bonus: Published
    in_kind: Published
    total: Published
    """The parts together; hidden or unknown where a part is."""
    lowest: Published
    """The base of the k lowest paid, so that the mean hides nobody."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """Hourly pay of one place by job category, lowest base first, against the lines that hold there."""

    place: str
    currency: str
    estimator: str
    living_wage: Line | None
    minimum_wage: Line | None
    steps: tuple[LadderStep, ...]
    unknown: tuple[str, ...] = ()
    """Parts that the data do not tell: ``guaranteed_bonus``, ``in_kind``."""
    exact: bool = True
    """False: pay or hours are open, and each worker stands at the most that it can be."""
    notes: tuple[str, ...] = ()
    """Who is left out; why there is no line; what is not known."""


class LatenessBar(NamedTuple):
    """Payments of one length of delay, of k workers or more."""

    kind: Literal["in_time", "late", "unpaid"]
    """unpaid: due, and without a date of payment on the day of the assessment."""
    first: int | None
    """Days late at least; None where no day counts."""
    last: int | None
    """Days late at most; None = no end."""
    payments: int | None
    """None where hidden."""
    with_unpaid: bool = False
    """Due payments that never came are in it: they are of too few workers to stand alone."""


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late pay came: payments by days late."""

    bars: tuple[LatenessBar, ...]
    notes: tuple[str, ...] = ()


class TimeBasisUse(NamedTuple):
    """Effective hourly pay under one way of reckoning working time, so that nobody need trust the choice of it."""

    basis: str
    """``logged_interval``: every task's own time; ``logged_cluster``; else as the mapping names it."""
    gap_minutes: float | None
    """Clusters only: longest gap inside one; 0 is the union of the tasks."""
    declared: bool
    """The mapping's own: what all other numbers rest on."""
    hourly_pay: Metric
    """Median over workers, all time."""
    hours: Metric
    """Working time of all workers together."""
    change: float | None = None
    """Hourly pay over that under the declared basis, less 1, both at most; None where either is not known or hidden."""

    @property
    def name(self) -> str:
        """Return the basis in words."""
        return time_basis_words(self.basis, self.gap_minutes)


def time_basis_words(basis: str, gap_minutes: float | None) -> str:
    """Return a way of reckoning working time in words.

    >>> time_basis_words("logged_cluster", 10), time_basis_words("logged_cluster", 0)
    ('tasks joined over gaps of up to 10 minutes', 'tasks with overlaps counted once')
    >>> time_basis_words("logged_interval", None), time_basis_words("reported_by_worker", None)
    ("each task's own time", 'reported by worker')
    """
    if basis == "logged_interval":
        return "each task's own time"
    if gap_minutes is None:
        return basis.replace("_", " ")
    if not gap_minutes:
        return "tasks with overlaps counted once"
    return f"tasks joined over gaps of up to {gap_minutes:g} {'minute' if gap_minutes == 1 else 'minutes'}"


@dataclass(frozen=True, slots=True)
class WageSet:
    """All pay data of one collector: what was read, what was set aside, what came out."""

    evidence: tuple[EvidenceItem, ...]
    collector: Collector
    level: Level
    period: Period
    workers: int
    headcount: int | None
    rows: int
    grain: str
    time_basis: str
    set_aside: Mapping[str, int]
    metrics: Mapping[str, Metric]
    """Keyed by name, or ``name@method`` where the method is not the default."""
    groups: tuple[Group, ...]
    benchmarks: tuple[BenchmarkUse, ...]
    fx: tuple[RateUse, ...]
    cover: Cover
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    distributions: tuple[Distribution, ...] = ()
    ladders: tuple[Ladder, ...] = ()
    lateness: Lateness | None = None
    time_bases: tuple[TimeBasisUse, ...] = ()
    """The declared basis and those that the stamps allow; empty where there are no stamps."""
    worker_count_hidden: bool = False
    """Under k workers: status only, reasons without figures."""

    @property
    def place(self) -> Place:
        """Return the files behind the set and the number of their rows, unless it is that of a few workers."""
        names = ", ".join(file.path for item in self.evidence for file in item.files)
        return Place(names, rows=None if self.worker_count_hidden else self.rows)


@dataclass(frozen=True, slots=True)
class WageEvidence:
    """All pay sets of one subject, and why there is none where there is none."""

    sets: tuple[WageSet, ...] = ()
    absent: str = "no pay data were given"
    findings: tuple[Finding, ...] = ()
    lowered_bars: tuple[Mapping[str, Any], ...] = field(default_factory=tuple)
    """User rows that lower a shipped bar, with both values."""


class PayChecks(NamedTuple):
    """What the load checks of pay files found, nothing measured."""

    files: tuple[str, ...]
    rows: int
    """All rows read, those set aside included."""
    workers: int | None
    """None: too few to be counted out loud."""
    grain: str
    period: Period
    set_aside: Mapping[str, int]
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]


class PayScope(NamedTuple):
    """What the pay engine needs to know of the subject."""

    subject: str
    period: Period
    sites: tuple[tuple[str, str | None, str | None, str | None, int | None], ...]
    """(country, region, city, area, headcount) a site."""
    headcount: int | None
    as_of: date | None
    """None: no day is given on which to say what is still unpaid."""
    k: int = 5
    other_subjects: frozenset[str] = frozenset()
    """Ids of the other subjects in the run: rows of theirs are set aside."""
    statuses: tuple[str, ...] | None = None
    """Employment statuses declared in the answers; None where not answered."""
    exposure_cap_minutes: float | None = None
    """Declared daily cap on minutes with sensitive material; None where not answered."""
    change: ChangeQuestion = ChangeQuestion()
    """What is asked about a change of pay."""
