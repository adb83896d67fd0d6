"""What a user may write into a questionnaire, an assessor's file and a pay file's mapping, as types for their schemas.

The answers are not here: their types come from the question bank (`checker.load.schemas`).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from checker.model.file_words import (
    Country,
    Day,
    Id,
    NoAnswer,
    Path,
    People,
    PeriodShape,
    PlaceCode,
    Sampling,
    Sha256,
    Shape,
    Shown,
    Text,
)
from checker.model.pay_table import GAP_FORM, Grain, TimeBasis

Maybe: TypeAlias = NoAnswer | None
"""Every entry may be left empty; nothing has a default."""


Area: TypeAlias = Literal["urban", "rural"]


class ShownText(Shown[Text]):
    """A text with the evidence that shows it."""


class ShownTexts(Shown[list[Text]]):
    """A list with the evidence that shows it."""


class ShownCountry(Shown[Country]):
    """A country with the evidence that shows it."""


class ShownPlace(Shown[PlaceCode]):
    """A place with the evidence that shows it."""


class ShownArea(Shown[Area]):
    """An area with the evidence that shows it."""


class ShownPeople(Shown[People]):
    """A number of people with the evidence that shows it."""


class Buyer(Shape):
    """Who the questionnaire speaks of: a buyer of data work."""

    id: Id
    name: Text | ShownText | Maybe = None
    country: Country | ShownCountry | Maybe = None


class Vendor(Buyer):
    """Who the questionnaire speaks of: a supplier. `kinds` decide which requirements apply."""

    kinds: list[str] | ShownTexts | Maybe = None


class SiteShape(Shape):
    """A place where people do the work."""

    place: PlaceCode | ShownPlace
    city: Text | ShownText | Maybe = None
    area: Area | ShownArea | Maybe = None
    headcount: People | ShownPeople | Maybe = None
    evidence: list[Id] | Maybe = None
    note: str | Maybe = None


class ScopeShape(Shape):
    """Which days, places and services the questionnaire speaks of."""

    period: PeriodShape | Maybe = Field(None, description="At least three months")
    sites: list[SiteShape] | Maybe = None
    services: list[Text] | ShownTexts | Maybe = None


class Covers(PeriodShape):
    """Days and places of which a piece of evidence speaks; without it: from its date on, all places."""

    sites: list[PlaceCode] | Maybe = None


class EvidenceShape(Shape):
    """One thing shown. How far it carries follows from its kind and from where this file lies."""

    id: Id
    kind: str
    files: list[Path] | Maybe = None
    mapping: Path | Maybe = Field(None, description="Pay data only: how the columns are to be read")
    covers: Covers | Maybe = None
    issued: Day | Maybe = None
    sampling: Sampling | Maybe = None
    note: str | Maybe = None


class OwnEvidence(EvidenceShape):
    """One thing that the subject itself shows."""

    respondents: People | Maybe = Field(
        None, description="Surveys and interviews: workers who answered; without it they decide nothing in favour"
    )


class OutsideEvidence(EvidenceShape):
    """One thing that an auditor, workers or their organisation show."""

    method: Text | Maybe = Field(None, description="How it was collected")
    n: People | Maybe = Field(None, description="Workers who took part")
    population: People | Maybe = Field(None, description="Workers who could have taken part")
    interviews: Literal["private", "with_management"] | Maybe = Field(
        None, description="Auditors only: private = workers were interviewed without management"
    )


class QuestionnaireShape(Shape):
    """What a supplier or a buyer says of itself, and what it shows for it."""

    fairlabel: Literal["questionnaire/1"]
    template: str
    scope: ScopeShape | Maybe = None
    suppliers: list[str] | Maybe = Field(None, description="Buyers only: folders of their suppliers")
    evidence: list[OwnEvidence] | Maybe = None
    responses: dict[str, str | NoAnswer] | Maybe = Field(None, description="Replies to results, by requirement id")


class Assessor(Shape):
    """Who decided or counted; a role, no person's name."""

    role: Text
    organisation: Text


class DecisionShape(Shape):
    """Printed with the result that it touches."""

    kind: str
    on: Day
    reason: Text


class Reviewed(DecisionShape):
    """The evidence was read for the requirement."""

    kind: Literal["reviewed"]
    requirement: Text
    evidence: Id
    sha256: Sha256 | list[Sha256] | Maybe = Field(
        None, description="Hash of every file that was read: a file that was swapped since does not keep the reading"
    )


class Levelled(DecisionShape):
    """The evidence counts at another level for the requirement."""

    kind: Literal["level"]
    requirement: Text
    evidence: Id
    value: Literal[
        "none", "stated", "documented", "recorded", "independent", "worker_reported", "worker_measured"
    ]  # fmt: skip


class Overridden(DecisionShape):
    """The result is lowered; it is never lifted."""

    kind: Literal["override"]
    requirement: Text
    evidence: Id | Maybe = None
    value: Literal["partly_met", "claimed", "unknown", "not_met"]


class OnRequirement(DecisionShape):
    """The requirement does not apply, or what withdrawn evidence showed no longer stands."""

    kind: Literal["not_applicable", "lift"]
    requirement: Text
    evidence: Id | Maybe = None


class KindsConfirmed(DecisionShape):
    """The kinds of supplier were confirmed."""

    kind: Literal["kinds"]
    value: list[str]
    evidence: Id | Maybe = None


class ScopeValue(Shape):
    """What was confirmed of the scope."""

    headcount: People | Maybe = None


class ScopeConfirmed(DecisionShape):
    """Places, period and headcount were confirmed."""

    kind: Literal["scope"]
    value: ScopeValue | Maybe = None
    evidence: Id | Maybe = None


DecisionFile = Annotated[
    Reviewed | Levelled | Overridden | OnRequirement | KindsConfirmed | ScopeConfirmed, Field(discriminator="kind")
]
Surveys = Annotated[
    dict[str, dict[str, dict[str, int]] | NoAnswer],
    Field(description="Evidence id -> item -> option -> number of workers"),
]


class AssessmentFile(Shape):
    """An assessor's decisions and evidence, kept outside the subject's folder."""

    fairlabel: Literal["assessment/1"]
    subject: Text | Maybe = Field(None, description="Id of the subject; empty: whichever it is given with")
    assessor: Assessor
    decisions: list[DecisionFile] | Maybe = None
    evidence: list[OutsideEvidence] | Maybe = None
    workers: Surveys | Maybe = None


class WorkerCovers(Covers):
    """Days of which the workers' evidence speaks."""

    from_: Day = Field(alias="from")
    to: Day


class WorkerEvidence(EvidenceShape):
    """One thing that workers or their organisation collected, and how."""

    method: Text
    n: People = Field(description="Workers who took part")
    population: People = Field(description="Workers who could have taken part")
    covers: WorkerCovers


class WorkerEvidenceFile(Shape):
    """Workers' own evidence, kept outside the subject's folder."""

    fairlabel: Literal["worker-evidence/1"]
    subject: Text | Maybe = None
    collector: Literal["worker", "worker_organisation"]
    organisation: Text | Maybe = Field(None, description="No person's name")
    evidence: list[WorkerEvidence] | Maybe = None
    workers: Surveys | Maybe = None


Voters = Annotated[int, Field(ge=0, le=10**9, description="Workers; counts only, no person")]


class GroupAsked(Shape):
    """One group of workers who were asked."""

    group: Text
    country: Country | Maybe = None
    asked: People
    voted: Voters


class VoteCount(Shape):
    """How many voters named one thing among their most important: one of the three, the same for all votes."""

    requirement: Text | Maybe = None
    theme: Text | Maybe = None
    concept: Text | Maybe = None
    voters: Voters | Maybe = None
    ranks: list[Voters] | Maybe = Field(None, description="In place of voters: how many put it first, second, ...")


class BallotFile(Shape):
    """A recorded ballot of workers on what matters most, kept outside the folders that are judged."""

    fairlabel: Literal["ballot/1"]
    standard: Text = Field(description="Standard on which was voted: pai, or pai@2022")
    subject: Text | Maybe = Field(None, description="Id of the supplier whose workers voted; empty: of no one supplier")
    counted_by: Assessor
    held: Day
    method: Text = Field(description="How it was held")
    choices: People | Maybe = Field(None, description="How many things a voter could name")
    asked: Annotated[list[GroupAsked], Field(min_length=1)]
    votes: Annotated[list[VoteCount], Field(min_length=1)]


class MappingFile(Shape):
    """How the columns of a pay file map onto the pay table."""

    fairlabel: Literal["wages/1"]
    grain: Grain
    time_basis: TimeBasis
    time_zone: Text = Field(description="Name of the IANA database, such as Africa/Nairobi")
    columns: dict[str, Text] | Maybe = Field(None, description="Pay-table column -> column of the file")
    constants: dict[str, Any] | Maybe = Field(None, description="Column -> one value for every row")
    units: dict[str, Literal["hours", "minutes", "seconds"]] | Maybe = None
    values: dict[str, dict[str, Any]] | Maybe = Field(None, description="Column -> word in the file -> word here")
    none: dict[str, list[Id]] | Maybe = Field(
        None, description="Column that does not exist because there is nothing to put in it -> evidence that shows it"
    )
    delimiter: str | Maybe = None
    decimal: Literal[".", ","] | Maybe = None
    encoding: Text | Maybe = None
    date_format: Text | dict[str, Text] | Maybe = Field(
        None,
        description="Where days are not ISO 8601: a strptime pattern, or epoch_s, epoch_ms, epoch_us for a count since"
        " 1970; column -> form where columns differ",
    )
    sheet: Text | Annotated[list[Text], Field(min_length=1)] | Maybe = Field(
        None, description="Workbooks: the sheet to read, or several that are read as one table"
    )
    table: Text | Maybe = Field(None, description="Databases: the table to read")
    header_row: Annotated[int, Field(ge=1, le=1_048_576)] | Maybe = Field(
        None, description="Row of the sheet or CSV that holds the names of columns, counted from 1"
    )
    announced: Day | Maybe = Field(None, description="Day on which workers were told of a change of their pay")
    cluster_gap: Annotated[str, Field(pattern=GAP_FORM)] | Maybe = Field(
        None,
        description="Tasks of a worker at most so far apart are one cluster of working time: 10 min, which it is where "
        "nothing is named; 0 min counts no time between tasks; at most 12 h",
    )
    factors: Annotated[list[Text], Field(max_length=20)] | Maybe = Field(
        None, description="What pay is said to depend on: columns of words of the pay table, or of numbers of the file"
    )


class FormulaFile(Shape):
    """A rule of pay that an employer disclosed: intercept + coefficient x column, for each row."""

    fairlabel: Literal["pay-formula/1"]
    currency: str = Field(pattern=r"^[A-Z]{3}$", description="ISO 4217")
    intercept: float = Field(0, description="Amount that every row is paid")
    coefficients: dict[str, float] | None = Field(
        None, description="Column of the pay file -> amount for each unit of it"
    )
    tolerance: float | None = Field(None, gt=0, description="A row fits if it is less than this amount away")
    tolerance_share: float | None = Field(
        None,
        gt=0,
        description="The same as a share of the formula's pay, instead of tolerance; 0.005 if neither is given",
    )
    valid_until: Day | None = Field(None, description="Last day for which the rule was said to hold")
    source: str | None = Field(None, description="Where it was disclosed")


class WaiverShape(Shape):
    """One gap or open item that somebody takes on until a day. Every key is needed."""

    requirement: Text
    subject: Text = Field(description="Id of the supplier or buyer")
    reason: Text
    approved_by: Annotated[str, Field(min_length=1, pattern=r"^[^@]+$", description="A role, no person's name")]
    from_: Day = Field(alias="from")
    until: Day = Field(description="The last day on which it holds (UTC)")
    remedy: Text = Field(description="What will be done about the gap")


class WaiversShape(Shape):
    """Gaps that somebody takes on, kept outside the folders of those who are judged."""

    fairlabel: Literal["waivers/1"]
    waivers: list[WaiverShape] | Maybe = None
