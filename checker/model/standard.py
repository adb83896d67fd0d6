"""A standard as it is shipped: requirements with conditions, evidence wanted, remedies, sources and worked cases.

Holds what a pack says, checked; judges nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from checker.model.evidence import InputFile, Level, Place
from checker.model.statuses import Severity, Status

if TYPE_CHECKING:
    from checker.model.condition import Condition
    from checker.model.duration import Duration

Text = Mapping[str, str]
"""Words by language code; ``en`` is always there."""
SubjectSide = Literal["supplier", "buyer", "both"]
Profile = Literal["core", "extended"]
PROFILE_BY_DEFAULT: Profile = "extended"
STANDARDS_BY_DEFAULT = ("pai",)
"""What a subject is judged by where nobody says otherwise."""
Origin = Literal["source", "tool_choice", "adjacent_source"]
ReadHow = Literal["text", "summary", "no"]
ScoreName = Literal["weighted", "threshold_pairs", "deduction", "none"]
Relation = Literal["equals", "at_least", "at_most"]


class EvidencePolicy(NamedTuple):
    """What has to be shown for a requirement to count as met."""

    at_least: Level
    kinds: frozenset[str]
    max_age: Duration | None
    """None: the default (12 months; contracts while in force)."""
    review: Literal["required", "optional"]
    listed: tuple[str, ...] = ()
    """The kinds in the order in which the pack lists them."""


class CreditBand(NamedTuple):
    """A part of the way that earns a part of the weight."""

    when: Condition
    give: float


class Claim(NamedTuple):
    """An answer that the data behind ``satisfied_when`` can confront."""

    when: Condition
    relation: Relation | None
    """Set where a number is claimed."""


class Source(NamedTuple):
    """Where a requirement starts from, and whether that place was read."""

    document: str
    section: str
    year: int | None
    url: str
    read: ReadHow


class Remedy(NamedTuple):
    """Who has to do what by when to close the gap."""

    owner: SubjectSide
    due_days: int
    text: Text


class InForce(NamedTuple):
    """From when until when, and in which countries, a requirement asks anything."""

    start: date | None = None
    end: date | None = None
    countries: tuple[str, ...] = ()
    """ISO 3166-1 codes; empty: everywhere."""


ALWAYS = InForce()


class Case(NamedTuple):
    """A worked case: facts given, status expected."""

    name: str
    given: Mapping[str, Any]
    """Fact name -> plain value, or ``{low, high}`` for an interval."""
    expect: Status
    level: Level | None
    """None: the evidence suffices. Otherwise every fact is shown at this level."""
    place: Place


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that a standard asks of a supplier or a buyer."""

    id: str
    title: Text
    theme: str
    subject: SubjectSide
    kinds: tuple[str, ...]
    """Kinds of supplier that it is for; empty: all."""
    profile: Profile
    severity: Severity
    in_force: InForce
    applies_when: Condition | None
    satisfied_when: Condition
    credit: tuple[CreditBand, ...]
    """Highest first."""
    claim: Claim | None
    evidence: EvidencePolicy
    remedy: Remedy | None
    why: Text
    source: Source
    threshold_origin: Origin
    normative_status: str
    cases: tuple[Case, ...]
    place: Place
    aliases: tuple[str, ...] = ()
    maps_to: tuple[str, ...] = ()
    note: str = ""
    threshold: str = ""
    """``threshold_pairs`` only: the threshold (``3.1``) of which this is a bullet."""


class Parameter(NamedTuple):
    """A bar that a person may want to move, with the reason for where it stands."""

    name: str
    value: int | float
    unit: str
    basis: Literal["standard", "tool_choice", "adjacent_source"]
    why: Text
    default: int | float
    """The pack's own value; differs from ``value`` where the settings changed it."""


class Governance(NamedTuple):
    """Who set the standard, and which part the people had whom it is about."""

    proposed_by: str
    decided_by: str
    workers_part: Literal["none", "consulted", "co_decided", "veto", "unknown"]
    funder: str
    date: str
    dissent: str
    source: str
    note: str = ""
    pack: str = ""
    """Who chose words, severities and bars of the pack itself."""


class ScoreModel(NamedTuple):
    """How statuses become the three numbers."""

    name: ScoreName
    max: float


@dataclass(frozen=True, slots=True)
class Standard:
    """One edition of one standard."""

    id: str
    edition: str
    title: Text
    issuer: str
    in_force: InForce
    terms: Text
    established: Text
    score: ScoreModel
    weights: Mapping[Severity, float]
    parameters: Mapping[str, Parameter]
    zero_tolerance: tuple[str, ...]
    governance: Governance
    themes: Mapping[str, Text]
    """Theme id -> title, in the order of the files."""
    requirements: tuple[Requirement, ...]
    files: tuple[InputFile, ...]
    sha256: str
    """Over all files of the pack, names included."""

    @property
    def former_ids(self) -> Mapping[str, str]:
        """Return today's id of a requirement by each of its former ones."""
        return {former: r.id for r in self.requirements for former in r.aliases}

    def requirement(self, name: str) -> Requirement | None:
        """Return the requirement whose id or alias is ``name``, in capitals or not."""
        wanted = name.upper()
        return next((r for r in self.requirements if wanted in {n.upper() for n in (r.id, *r.aliases)}), None)

    def weight(self, requirement: Requirement) -> float:
        """Return the weight of ``requirement``: that of its severity."""
        return self.weights[requirement.severity]


class StandardEntry(NamedTuple):
    """One line of ``fairlabel standards list``."""

    id: str
    edition: str
    title: str
    requirements: int
    score_model: str
    folder: str
