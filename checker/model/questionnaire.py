"""A subject's own file, read and checked: who it is, what is in scope, what it answers, what it shows.

Holds no judgement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple

from checker.model.evidence import EvidenceItem, InputFile, Level, Period, Place
from checker.model.facts import Value

SubjectKind = Literal["supplier", "buyer"]
NoAnswer = Literal["", "missing", "declined", "not_known", "claimed_not_applicable"]


class Answer(NamedTuple):
    """One answer as given; ``value`` is None where it is no answer, and ``no_answer`` says which kind."""

    question: str
    value: Value | None
    no_answer: NoAnswer
    evidence: tuple[EvidenceItem, ...]
    note: str
    place: Place
    complete: bool = False
    low: float | None = None
    high: float | None = None
    """Numbers, shares, money amounts, durations in days: the value as a number, twice."""
    unit: str = ""
    """Currency for money; ``days`` for durations; the question's unit otherwise."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place where people work."""

    place: str
    """ISO 3166-1 alpha-2, or ISO 3166-2 code."""
    country: str
    region: str | None
    city: str | None
    area: Literal["urban", "rural"] | None
    headcount: int | None
    evidence: tuple[EvidenceItem, ...]
    """What shows the headcount, and so the site."""
    spot: Place
    place_evidence: tuple[EvidenceItem, ...] = ()
    """What shows the place; it says nothing of the headcount."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What the questionnaire speaks of."""

    period: Period
    sites: tuple[Site, ...]
    services: tuple[str, ...]
    place: Place
    counted: int | None = None
    """Headcount that an assessor found, which stands in place of the one stated."""

    @property
    def headcount(self) -> int | None:
        """Return what an assessor counted, else the sum over sites, or None where one site gives none."""
        if self.counted is not None:
            return self.counted
        counts = [site.headcount for site in self.sites]
        return sum(c for c in counts if c is not None) if counts and None not in counts else None


class Finding(NamedTuple):
    """A thing that the reader should know and that changes no status by itself."""

    code: str
    """Stable word: ``answer_not_asked``, ``evidence_missing``, ``row_set_aside``, ..."""
    severity: Literal["note", "warning"]
    message: str
    place: Place | None = None
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One subject's ``questionnaire.yaml`` with its evidence hashed and levelled."""

    id: str
    kind: SubjectKind
    name: str
    country: str
    kinds: tuple[str, ...]
    """Kinds of supplier, as stated (``bpo``, ``crowd_platform``)."""
    kinds_evidence: tuple[EvidenceItem, ...]
    template: str
    folder: str
    """As given on the command line, with ``/``."""
    file: str
    scope: Scope
    evidence: Mapping[str, EvidenceItem]
    answers: Mapping[str, Answer]
    responses: Mapping[str, str]
    suppliers: tuple[str, ...]
    """A buyer's suppliers: folders relative to its own."""
    inputs: tuple[InputFile, ...]
    findings: tuple[Finding, ...]
    sections: Mapping[str, Place]
    """Where each part of the file and each section of ``answers`` starts: the place to edit for a missing answer."""
    asked: tuple[str, ...] = ()
    """Ids of the questions that its own answers call for, in the template's order."""
    named: tuple[str, ...] = ()
    """Every path that its evidence names, as written, whether or not anything is there."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of an assessor, printed with the result it touches."""

    requirement: str | None
    """None for decisions on kinds and scope."""
    kind: Literal["not_applicable", "reviewed", "level", "override", "lift", "kinds", "scope"]
    evidence: str | None
    value: Any
    on: date
    reason: str
    role: str
    organisation: str
    place: Place
    sha256: tuple[str, ...] = ()
    """`reviewed` only: hashes of the files that were read; empty: the reading is tied to no content."""

    def read_in(self, item: EvidenceItem) -> bool:
        """Return whether what was read is what ``item`` holds: issued by then, and of the same content if it is tied.

        Tied to a hash a file (in any order), since whoever hands a file in may put another in its place.
        """
        if item.first_day is not None and item.first_day > self.on:
            return False
        return not self.sha256 or {file.sha256 for file in item.files} == set(self.sha256)


@dataclass(frozen=True, slots=True)
class SurveyAnswer:
    """What workers answered to one item of a survey: counts only, no person."""

    item: str
    """Fact name: ``workers.paid_on_time``."""
    counts: Mapping[str, int]
    """Option -> workers who chose it."""
    favourable: int
    """Workers whose answer speaks for good conditions."""
    counted: int
    """Workers who answered at all: all but those who left it out; 0 = nothing can be said."""
    evidence: EvidenceItem
    place: Place


@dataclass(frozen=True, slots=True)
class AssessorFile:
    """``assessment.yaml``: decisions and worker evidence kept outside the supplier's folder."""

    role: str
    organisation: str
    decisions: tuple[Decision, ...]
    evidence: tuple[EvidenceItem, ...]
    inputs: tuple[InputFile, ...]
    surveys: tuple[SurveyAnswer, ...] = ()
    subject: str = ""
    """Id of the only subject it speaks of; empty: of whichever it is given with."""
    homes: Mapping[str, str] = field(default_factory=dict)
    """Evidence id -> folder, as given on the command line, to which the paths of its files are relative."""
    findings: tuple[Finding, ...] = ()
    kinds: tuple[str, ...] = ()
    """Kinds of the supplier that the settings confirm; an assessor's decision comes before them."""

    def reviewed(self, requirement: str, given: Mapping[str, EvidenceItem]) -> frozenset[str]:
        """Return ids of the evidence that was read for ``requirement``, as it is in ``given``."""
        return frozenset(
            d.evidence
            for d in self.decisions
            if d.kind == "reviewed" and d.requirement == requirement and d.evidence
            if (item := given.get(d.evidence)) is not None and d.read_in(item)
        )


NO_ASSESSOR = AssessorFile("", "", (), (), ())
LEVEL_OF_AN_ANSWER = Level.STATED
