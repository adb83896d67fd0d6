"""The outcome: a status a requirement, three scores and a verdict a standard, a verdict a subject.

Holds no templates, colours or paths of outputs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from checker.model.ballot import Priorities
from checker.model.evidence import EvidenceItem, InputFile, Level, Place
from checker.model.facts import Fact
from checker.model.overlay import RunOverlay, SubjectOverlay
from checker.model.plan import SubjectPlan
from checker.model.questionnaire import Decision, Finding, SubjectKind
from checker.model.statuses import Severity, Status, Verdict
from checker.model.wages import WageEvidence

if TYPE_CHECKING:
    from checker.model.settling import Step


class Credit(NamedTuple):
    """Share of the weight, 0 to 1: what is shown, what is claimed, what stays possible."""

    shown: float
    claimed: float
    possible: float


class EvidenceFound(NamedTuple):
    """What the requirement asks to be shown, and what was found."""

    required: Level
    found: Level
    ids: tuple[str, ...]
    reviewed: bool
    content_unchecked: bool
    """Rests on a document that no assessor has recorded as read."""
    short_of: tuple[str, ...] = ()
    """Why the evidence does not suffice: kind, level, date, cover, review."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sources that differ, or a claim that data contradict."""

    requirement: str
    rule: str
    claim: Mapping[str, Any]
    """name, value, place, level."""
    evidence: Mapping[str, Any]
    outcome: Literal["contradicted", "not_comparable", "two_sources"]
    why: str


class Clause(NamedTuple):
    """One requirement as a report words and weighs it: the same for every subject of a run."""

    requirement: str
    title: str
    sentence: str
    theme: str
    profile: Literal["core", "extended"]
    severity: Severity
    weight: float
    source: Mapping[str, Any]
    """document, section, year, url, read."""
    threshold_origin: str
    normative_status: str
    remedy: Mapping[str, Any] | None
    """owner, due_days, text."""
    why: str
    evidence_asked: Mapping[str, Any]
    """kinds in the pack's order, max_age in words (None: 12 months; contracts while in force), review."""
    maps_to: tuple[str, ...] = ()
    """Concepts of the crosswalk to which it belongs."""


class Standing(NamedTuple):
    """Where a subject stands on one requirement: all that scores, verdicts and the gate read."""

    clause: Clause
    status: Status
    credit: Credit
    parked: bool = False
    """Said not to apply, not shown: its weight stays in the denominator."""


class Result(NamedTuple):
    """One requirement, judged: where the subject stands, and why."""

    standing: Standing
    evidence: EvidenceFound
    conflict: bool
    reason: str
    facts: tuple[Fact, ...]
    location: Place
    response: str | None = None
    decisions: tuple[Decision, ...] = ()
    open_questions: tuple[str, ...] = ()
    """Names of the facts whose absence keeps it undecided, or whose evidence falls short: what would settle it."""

    @property
    def requirement(self) -> str:
        """Return the requirement's id."""
        return self.standing.clause.requirement

    @property
    def status(self) -> Status:
        """Return the status."""
        return self.standing.status


class Unkept(Collection[Result]):
    """Results that nobody wanted and that are not made: reading them is a mistake, never an empty list."""

    __slots__ = ()

    def __iter__(self) -> Iterator[Result]:
        raise LookupError("the results of this run were not kept")

    def __len__(self) -> int:
        raise LookupError("the results of this run were not kept")

    def __contains__(self, result: object) -> bool:
        raise LookupError("the results of this run were not kept")


class PutAside(NamedTuple):
    """What does not apply to the subject, by facts or by an assessor; law that is not in force is not among it."""

    requirements: int
    weight: float
    of_weight: float
    """The weight of all requirements judged, what does not apply included."""
    by_assessor: int
    """How many of them an assessor put aside."""
    counted_as_met: float | None
    """The score shown if all of it counted as met; None where nothing is put aside or scored."""
    parked: int
    """How many more are said not to apply, and not shown: they stay in every sum."""


NOTHING_ASIDE = PutAside(0, 0.0, 0.0, 0, None, 0)


class Score(NamedTuple):
    """Three numbers on one denominator; all None where nothing is scorable."""

    model: str
    shown: float | None
    claimed: float | None
    possible: float | None
    max: float


class Contribution(NamedTuple):
    """What one part of a standard adds to its score; points are None where no number is made."""

    part: str
    """Theme, or threshold (``3.1``)."""
    title: str
    weight: float
    """Of what applies in it."""
    points: float | None
    """What it is worth."""
    shown: float | None
    claimed: float | None
    possible: float | None
    lost: float | None
    """What no answer can bring back."""


class Scoring(NamedTuple):
    """How a score comes about: formula, weights, and the parts that add up to it."""

    version: str
    """Of the formula: ``weighted/1``."""
    formula: str
    """In words."""
    weights: Mapping[Severity, float]
    weights_from: str
    """Pack and edition that set the weights."""
    parts: Collection[Contribution]


@dataclass(frozen=True, slots=True)
class ProfileSum:
    """Verdict, score, coverage and counts over one profile of a standard."""

    profile: Literal["core", "extended"]
    verdict: Verdict
    score: Score
    coverage: float | None
    counts: Mapping[str, int]
    verdict_why: tuple[str, ...] = ()
    """What holds the verdict down, worst first."""


@dataclass(frozen=True, slots=True)
class StandardResult:
    """One standard, judged for one subject."""

    id: str
    edition: str
    title: str
    profile: Literal["core", "extended"]
    """The profile chosen; its sum is the result, the other is printed beside it."""
    sums: Mapping[str, ProfileSum]
    standings: tuple[Standing, ...]
    results: Collection[Result]
    """One a standing, in the same order; they may be made when they are read."""
    conflicts: tuple[Conflict, ...]
    left_out: tuple[Mapping[str, Any], ...]
    """Requirements not judged for this subject: id, weight, why."""
    parked_weight: float
    governance: Mapping[str, Any]
    established: str
    """What may and may not be said of this pack's standing."""
    zero_tolerance: tuple[str, ...] = ()
    put_aside: PutAside = NOTHING_ASIDE
    """What does not apply, of the chosen profile."""
    holds: tuple[str, ...] = ()
    """What about the subject itself keeps the verdict from concluding, whatever the requirements come to."""
    expired: tuple[str, ...] = ()
    """Ids of what is met by evidence that is over its age on the day of the gate: the gate counts it as claimed."""
    scoring: Scoring | None = None
    """How the score of the chosen profile comes about."""
    priorities: Priorities | None = None
    """What workers voted to be most important: a second order of the same results."""
    former_ids: Mapping[str, str] = field(default_factory=dict)
    """Today's id of a requirement by each of its former ones."""

    @property
    def sum(self) -> ProfileSum:
        """Return the sum of the chosen profile."""
        return self.sums[self.profile]


class SettingsUsed(NamedTuple):
    """The settings file of a run, and the entry of ``suppliers`` in it that applied to the subject."""

    file: InputFile
    match: str = ""
    """The entry's pattern; empty: no entry applied."""
    by: str = ""
    """What the pattern fitted: ``folder``, or ``id``, which is the subject's own word."""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class JudgedBy:
    """Everything that set the bar: it is input, hashed and printed."""

    packs: tuple[Mapping[str, Any], ...]
    """id, edition, sha256."""
    parameters: tuple[Mapping[str, Any], ...]
    """name, value, unit, basis, default (where it differs)."""
    benchmarks: tuple[InputFile, ...]
    fx: tuple[InputFile, ...]
    lowered_bars: tuple[Mapping[str, Any], ...]
    left_out: tuple[Mapping[str, Any], ...]
    k: int
    benchmarks_as_of: date | None = None
    """The day as of which the benchmark tables are replayed; None: as they stand."""
    settings: SettingsUsed | None = None
    """None: no settings file was used."""


class Exhibit(NamedTuple):
    """One thing shown, and how long it can carry a result."""

    item: EvidenceItem
    dated: date | None
    """The day from which its age counts; None: no date, so it is out of date."""
    in_date_until: date | None
    """Last day on which it is in date where a requirement gives no age of its own; None: without a day, or, of what is
    in force, without an end."""
    in_force: bool
    """Holds while it is in force (contracts and the like), and has no age."""


@dataclass(frozen=True, slots=True)
class SubjectResult:
    """One subject, judged by every chosen standard."""

    id: str
    kind: SubjectKind
    name: str
    country: str
    kinds: tuple[str, ...]
    kinds_confirmed: bool
    folder: str
    as_of: date | None
    """Day that decides statuses; None where the period has no end."""
    gate_date: date | None
    inputs: tuple[InputFile, ...]
    judged_by: JudgedBy
    verdict: Verdict
    answered: tuple[int, int]
    """(usable answers, questions asked)."""
    standards: tuple[StandardResult, ...]
    wages: WageEvidence
    findings: tuple[Finding, ...]
    decisions: tuple[Decision, ...]
    signals: tuple[Finding, ...]
    headcount: int | None
    period: tuple[date | None, date | None]
    sites: tuple[str, ...]
    evidence: tuple[Exhibit, ...] = ()
    """All that the subject, assessors and workers showed, used or not."""
    overlay: SubjectOverlay | None = None
    """What waivers and a baseline do to its gate; None where neither is given."""
    next: Collection[Step] = ()
    """What would settle what is open, most effect first; may be worked out when it is read."""
    fail_on: str | None = None
    """Severity from which it fails the run, where the settings have one of its own; None: the run's."""
    plan: SubjectPlan | None = None
    """The action plan that was given for it, held against its results; None where there is none."""
    exit_code: int | None = None
    """Its own, of which that of the run is made; None: not worked out. Set where its standings were let go of."""
    heads: bytes = b""
    """Of a recalled one: what the JSON report says of it beside its results, deflated (`checker.render.json_heads`)."""


class InvalidSubject(NamedTuple):
    """A subject that could not be assessed, with every problem of its files."""

    folder: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One run: every subject assessed, every subject that could not be."""

    subjects: tuple[SubjectResult, ...]
    invalid: tuple[InvalidSubject, ...]
    version: str
    fail_on: str
    exit_code: int
    overlay: RunOverlay | None = None
    """What waivers and a baseline do to the gate; None where neither is given."""
