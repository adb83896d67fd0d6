"""What is read of a report that was written before: the parts that can be compared from day to day.

A report holds more; what is not named here is passed over, so that a later version's additions do no harm.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from checker.model.statuses import Severity, Status, Verdict

Count = Annotated[int, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]
Points = Annotated[float, Field(ge=0)]
FAILED = ("not_met", "partly_met")
OPEN = ("claimed", "unknown", "error")
GRAVE = ("critical", "major")


def _mapping(value: object) -> object:
    return {} if value is None else value


class Past(BaseModel):
    """Read strictly (no text is taken for a number), never changed, open to keys that are not known."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, allow_inf_nan=False)


class PastFact(Past):
    """One source's word on one name, as it was published."""

    name: str
    unit: str = ""
    method: str = ""
    basis: str = ""
    estimator: str = ""
    low: float | None = None
    high: float | None = None
    evidence: tuple[str, ...] = ()
    collector: str = ""
    suppressed: bool = False
    shown_as: str = ""


class PastCredit(Past):
    """Share of the weight that was shown, claimed, possible."""

    shown: Share
    claimed: Share
    possible: Share


class PastRemedy(Past):
    """Who mends a gap, by when."""

    owner: str = ""
    due_days: int | None = None
    text: str = ""


class PastLocation(Past):
    """Where the answer stood."""

    file: str = ""
    line: int | None = None
    column: int | None = None


class PastFound(Past):
    """The evidence on which a result rests, and the level that was asked for."""

    ids: tuple[str, ...] = ()
    required: str = ""


class PastAsked(Past):
    """What evidence counts besides its level."""

    kinds: tuple[str, ...] = ()
    max_age: str | None = None
    review: str | None = None


class PastDecision(Past):
    """What an assessor decided about a result."""

    kind: str
    evidence: str | None = None
    on: date = Field(strict=False)


class PastResult(Past):
    """One requirement, as it was judged."""

    requirement: str
    title: str
    sentence: str
    theme: str
    profile: Literal["core", "extended"]
    severity: Severity
    status: Status
    credit: PastCredit
    weight: Points = 0
    reason: str = ""
    facts: tuple[PastFact, ...] = ()
    remedy: PastRemedy | None = None
    location: PastLocation | None = None
    evidence: PastFound = PastFound()
    evidence_asked: PastAsked | None = None
    decisions: tuple[PastDecision, ...] = ()


class PastScore(Past):
    """Three numbers on one denominator; None where nothing was scorable."""

    model: str
    shown: Points | None
    claimed: Points | None
    possible: Points | None
    max: Points


class PastSum(Past):
    """One profile of a standard."""

    score: PastScore


class PastStandard(Past):
    """One standard, as one subject was judged by it."""

    id: str
    edition: str
    title: str
    profile: Literal["core", "extended"]
    verdict: Verdict
    score: PastScore
    coverage: Share | None
    counts: dict[Status, Count]
    results: tuple[PastResult, ...]
    profiles: dict[str, PastSum] = Field(default_factory=dict)
    zero_tolerance: tuple[str, ...] = ()
    former_ids: dict[str, str] = Field(default_factory=dict)

    @property
    def grave_gaps(self) -> int:
        """Return how many critical and major requirements are not met or partly met."""
        return sum(r.status in FAILED and r.severity in GRAVE for r in self.results)

    @property
    def grave_open(self) -> int:
        """Return how many critical and major requirements are unknown, claimed or in error."""
        return sum(r.status in OPEN and r.severity in GRAVE for r in self.results)


class PastPeriod(Past):
    """Days that the subject spoke of."""

    start: date | None = Field(None, alias="from", strict=False)
    end: date | None = Field(None, alias="to", strict=False)


class PastAnswered(Past):
    """Usable answers among the questions asked."""

    answered: Count
    asked: Count


class PastParameter(Past):
    """A parameter of a pack, as it stood."""

    pack: str = ""
    name: str
    value: str | float | bool | None = None


class PastFile(Past):
    """A file that the result was judged by."""

    path: str
    sha256: str


class PastPack(Past):
    """A pack, as it stood."""

    id: str
    edition: str
    sha256: str


class PastJudgedBy(Past):
    """What set the bar."""

    packs: tuple[PastPack, ...] = ()
    parameters: tuple[PastParameter, ...] = ()
    benchmarks: tuple[PastFile, ...] = ()
    fx: tuple[PastFile, ...] = ()
    benchmarks_as_of: date | None = Field(None, strict=False)


class PastEvidence(Past):
    """One thing that was shown."""

    id: str
    kind: str
    collector: str = ""
    level: str = ""
    dated: date | None = Field(None, strict=False)
    in_date_until: date | None = Field(None, strict=False)
    in_force: bool = False
    problem: str = ""
    files: tuple[PastFile, ...] = ()


class PastMetric(Past):
    """A pay metric as it was published: hidden and open ends are None."""

    low: float | None = None
    high: float | None = None
    unit: str = ""
    basis: str = ""
    method: str | None = None
    estimator: str = ""
    suppressed: bool = False
    shown_as: str = ""


class PastBar(Past):
    """A wage that pay was held against: money an hour, its ends None where not known."""

    kind: str = ""
    place: str = ""
    bar: tuple[float | None, float | None] = (None, None)
    bar_currency: str = ""


class PastPay(Past):
    """One set of pay data."""

    evidence: str | tuple[str, ...] = ()
    time_basis: str = ""
    benchmarks: tuple[PastBar, ...] = ()
    metrics: Annotated[dict[str, PastMetric], BeforeValidator(_mapping)] = Field(default_factory=dict)


class PastWages(Past):
    """All sets of pay data, the deciding one by its id."""

    decided_by: str | None = None
    sets: tuple[PastPay, ...] = ()


class PastKinds(Past):
    """What kinds of supplier a subject says that it is, or was confirmed to be."""

    values: tuple[str, ...] = ()


def own_name(folder: str) -> str:
    """Return what a subject's folder is called, wherever a run started; empty where that is not known.

    >>> own_name("vendors/acme/"), own_name("../acme"), own_name("."), own_name("..")
    ('acme', 'acme', '', '')
    """
    return folder.rstrip("/").rpartition("/")[2].strip(".")


class PastSubject(Past):
    """One subject, as it was judged."""

    id: str
    kind: Literal["supplier", "buyer"]
    name: str
    country: str = ""
    folder: str
    as_of: date | None = Field(strict=False)
    headcount: Count | None = None
    period: PastPeriod
    verdict: Verdict
    answered: PastAnswered
    judged_by: PastJudgedBy
    standards: tuple[PastStandard, ...]
    wages: PastWages
    sites: tuple[str, ...] = ()
    kinds: PastKinds = PastKinds()
    evidence: tuple[PastEvidence, ...] = ()


class PastTool(Past):
    """What wrote the report."""

    name: str
    version: str


class PastInvalid(Past):
    """A subject that could not be assessed."""

    folder: str
    problems: tuple[str, ...]


class PastReport(Past):
    """One report file."""

    schema_: Literal["fairlabel/report/1"] = Field(alias="schema")
    tool: PastTool
    subjects: tuple[PastSubject, ...]
    invalid: tuple[PastInvalid, ...] = ()
