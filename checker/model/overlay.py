"""What is laid over a result without changing it: waivers, a baseline, and how the gate counts what they touch.

A status, a credit and a score stay what today's data say; only the exit code reads these types.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from checker.model.evidence import InputFile, Place

if TYPE_CHECKING:
    from checker.model.statuses import Status

Age = Literal["known", "new", "never_covered"]
"""Against a baseline: held by it and no worse (or nothing to hold), new, or a gap or open item that none may hold."""
Cause = Literal["bad_entry", "unknown_requirement", "unknown_subject", "zero_tolerance", "expired", "not_begun"]


class Waiver(NamedTuple):
    """One gap or open item that somebody takes on, for a time, with what will be done about it."""

    requirement: str
    """As written, or today's id where a former one was written."""
    subject: str
    reason: str
    approved_by: str
    """A role, no person's name."""
    start: date
    end: date
    """The last day on which it holds (UTC)."""
    remedy: str
    place: Place


class Refused(NamedTuple):
    """An entry of the waiver file that is no waiver on the day of the gate, and why."""

    cause: Cause
    what: str
    todo: str
    place: Place
    requirement: str | None = None
    """None where the entry does not say it."""
    subject: str | None = None


class WaiverFile(NamedTuple):
    """``waivers.yaml``: what may hold, and what cannot."""

    file: InputFile
    waivers: tuple[Waiver, ...]
    refused: tuple[Refused, ...]


class Unused(NamedTuple):
    """A waiver that holds and covers nothing."""

    waiver: Waiver
    why: str


class Expiring(NamedTuple):
    """A waiver that covers something and ends soon."""

    waiver: Waiver
    days: int
    """From the day of the gate to its last day; 0 = today."""


class Withdrawn(NamedTuple):
    """An adverse result of the baseline whose evidence has gone."""

    standard: str
    requirement: str
    status: Status
    """As it was in the baseline."""
    evidence: tuple[str, ...]
    """Ids of the sources that it rested on and that are gone."""
    lifted: bool
    """Whether an assessor lifted it; if not, the gate counts it as it was."""


class Ratchet(NamedTuple):
    """The shown score of one standard beside that of the baseline."""

    standard: str
    now: float | None
    before: float | None
    outcome: Literal["held", "fell", "not_comparable"]
    why: str = ""
    profile: str = ""
    """core or extended."""


class Counted(NamedTuple):
    """How the gate counts one requirement, which need not be what its status says."""

    status: Status
    """As counted: claimed where evidence is over its age, the baseline's where adverse evidence was withdrawn."""
    waiver: Waiver | None = None
    """The one that covers it; None where nothing needs covering."""
    baseline: Age | None = None
    """None: no baseline was given."""
    excused: bool = False
    """Waived, or known where only what is new counts."""
    why_new: str = ""


@dataclass(frozen=True, slots=True)
class SubjectOverlay:
    """What overlays do to the gate of one subject."""

    code: int
    """Exit code as the gate counts."""
    without: int
    """Exit code without waivers and baseline."""
    counted: Mapping[str, Mapping[str, Counted]]
    """Standard -> requirement -> how the gate counts it."""
    withdrawn: tuple[Withdrawn, ...] = ()
    ratchet: tuple[Ratchet, ...] = ()


class Remark(NamedTuple):
    """Something to be said of some subjects of a run; to each it is said of that one alone."""

    before: str
    subjects: tuple[str, ...]
    after: str

    @property
    def text(self) -> str:
        """Return the remark with the first five subjects."""
        more = len(self.subjects) - 5
        names = ", ".join(self.subjects[:5]) + (f" and {more} more" if more > 0 else "")
        return f"{self.before} {names}{self.after}"


class BaselineTerms(NamedTuple):
    """Who approved a baseline, until when, and whether it still covers anything on the day of the gate."""

    file: InputFile
    approved_by: str
    until: date
    expired: bool


@dataclass(frozen=True, slots=True)
class RunOverlay:
    """What overlays do to the gate of a run, and what of them had no effect."""

    gate_date: date
    without: int
    waivers: InputFile | None = None
    baseline: BaselineTerms | None = None
    new_only: bool = False
    ratchet: bool = False
    unused: tuple[Unused, ...] = ()
    expiring: tuple[Expiring, ...] = ()
    refused: tuple[Refused, ...] = ()
    notes: tuple[str, ...] = ()
    """On the baseline as a whole: expired, of another edition."""
    remarks: tuple[Remark, ...] = ()
    """On what the files say of single subjects."""

    @property
    def said(self) -> tuple[str, ...]:
        """Return notes and remarks in words."""
        return (*self.notes, *(remark.text for remark in self.remarks))


class Number(NamedTuple):
    """A number about pay as it was published."""

    low: float | None
    high: float | None
    shown_as: str = ""
    """Words in its place where it is hidden."""


class Entry(NamedTuple):
    """One result as a baseline keeps it."""

    standard: str
    status: Status
    credit: float
    """Shown."""
    evidence: tuple[str, ...] = ()
    numbers: Mapping[str, Number] = {}
    """Name of the fact (``wages.share_below_living_wage@basic_only``) -> what was published of it."""


class Source(NamedTuple):
    """One piece of evidence by what is in it."""

    kind: str
    sha256: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """What one standard was judged by: scores of different bases are not compared."""

    edition: str
    sha256: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SubjectRecord:
    """What is kept of one subject's results, to hold a later run against."""

    as_of: date | None
    evidence: Mapping[str, Source]
    scores: Mapping[str, Mapping[str, float | None]]
    """Standard -> profile -> shown score."""
    results: Mapping[str, Entry]
    """What a baseline covers: gaps and open items below critical."""
    uncovered: Mapping[str, Entry] = field(default_factory=dict)
    """Adverse results that no baseline covers; kept so that their evidence cannot vanish."""
    benchmarks: tuple[str, ...] = ()
    """SHA-256 of the tables that pay was held against, those of exchange rates included."""
    benchmarks_as_of: date | None = None
    folder: str = ""
    """What its folder is called, without the way there; empty where that is not known."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """``baseline.json``: what was accepted, by whom, until when."""

    file: InputFile
    approved_by: str
    until: date
    standards: Mapping[str, Basis]
    subjects: Mapping[str, SubjectRecord]
