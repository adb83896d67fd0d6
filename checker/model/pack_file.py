"""What a pack's files may hold (``pack.yaml`` and ``requirements/<theme>.yaml``), as types for the published schema.

Whether names exist and types fit is checked where packs are loaded.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from checker.model.file_words import Country, Day, Shape, Text, Words

Severity: TypeAlias = Literal["critical", "major", "minor", "advisory"]
Span: TypeAlias = Annotated[str, Field(pattern=r"^\s*\d{1,5}\s*(day|week|month|year)s?\s*$")]
Side: TypeAlias = Literal["supplier", "buyer", "both"]
Operand: TypeAlias = Any


class EvidenceLeaf(Shape):
    """Evidence of a kind is there, at a level and of an age."""

    kinds: list[str]
    at_least: str | None = None
    max_age: Span | None = None


class Quantifier(Shape):
    """A condition over the entries of a list; inside, facts are ``item.<field>``."""

    fact: str
    where: ConditionFile


class ShareOf(Shape):
    """A share of the entries that fulfils a condition."""

    share: Operand
    where: ConditionFile


class CountOf(Shape):
    """At least so many of several conditions."""

    n: int
    of: list[ConditionFile]


class ConditionFile(Shape):
    """A fact with exactly one comparison, or one combinator."""

    fact: str | None = None
    method: Literal["basic_only", "idh_total", "fairwork_net"] | None = None
    is_: Operand = Field(None, alias="is")
    is_not: Operand = None
    one_of: Operand = None
    none_of: Operand = None
    includes_any: Operand = None
    includes_all: Operand = None
    includes_none: Operand = None
    at_least: Operand = None
    at_most: Operand = None
    more_than: Operand = None
    less_than: Operand = None
    between: list[Operand] | None = Field(None, min_length=2, max_length=2)
    before: Operand = None
    after: Operand = None
    within: Operand = None
    count_at_least: Operand = None
    count_at_most: Operand = None
    share_at_least: ShareOf | None = None
    is_answered: Literal[True] | None = None
    evidence: EvidenceLeaf | None = None
    each: Quantifier | None = None
    some: Quantifier | None = None
    all_: list[ConditionFile] | None = Field(None, alias="all")
    any_: list[ConditionFile] | None = Field(None, alias="any")
    not_: ConditionFile | None = Field(None, alias="not")
    at_least_n_of: CountOf | None = None


class InForceShape(Shape):
    """From when until when, and where, something is in force."""

    from_: Day | None = Field(None, alias="from")
    until: Day | None = None
    countries: list[Country] | None = None


class ScoreShape(Shape):
    """How the results are summed."""

    model: Literal["weighted", "threshold_pairs", "deduction", "none"]
    max: float | None = None


class ParameterShape(Shape):
    """A number that conditions refer to, with its ground."""

    value: float
    unit: str
    basis: Literal["standard", "tool_choice", "adjacent_source"]
    why: Words


class GovernanceShape(Shape):
    """Who set the standard."""

    proposed_by: str
    decided_by: str
    workers_part: Literal["none", "consulted", "co_decided", "veto", "unknown"]
    funder: str
    date: str
    dissent: str
    source: str
    note: str | None = None
    pack: str | None = None


class PackHeader(Shape):
    """``pack.yaml``: what the pack is, who set it, how it sums."""

    id: Text
    edition: Text
    title: Words
    issuer: Text
    in_force: InForceShape | None = None
    established: Words
    terms: Words
    score: ScoreShape
    weights: dict[Severity, float] | None = None
    parameters: dict[str, ParameterShape] | None = None
    zero_tolerance: list[str] | None = None
    governance: GovernanceShape


class Band(Shape):
    """A part of the weight, given where a condition short of the whole is proven."""

    when: ConditionFile
    give: float = Field(gt=0, lt=1)


class ClaimShape(Shape):
    """A claim of a number."""

    when: ConditionFile
    relation: Literal["equals", "at_least", "at_most"]


class PolicyShape(Shape):
    """What has to be shown."""

    at_least: Literal["stated", "documented", "recorded", "independent", "worker_reported", "worker_measured"]
    kinds: list[str] | None = None
    max_age: Span | None = None
    review: Literal["optional", "required"] | None = None


class RemedyShape(Shape):
    """What closes the gap."""

    owner: Side
    due: Span
    text: Words


class SourceShape(Shape):
    """Where the requirement comes from, and whether that was read."""

    document: Text
    section: str | None = None
    year: int | None = None
    url: str | None = None
    read: Literal["text", "summary", "no"]


class CaseShape(Shape):
    """An example with its result."""

    name: Text
    given: dict[str, Any]
    expect: Literal["met", "partly_met", "not_met", "claimed", "unknown", "not_applicable", "error"]
    level: str | None = None


class RequirementShape(Shape):
    """One requirement."""

    id: Text
    aliases: list[str] | None = None
    title: Words
    theme: str | None = None
    subject: Side
    scope: list[str] | None = None
    profile: Literal["core", "extended"] | None = None
    severity: Severity
    in_force: InForceShape | None = None
    applies_when: ConditionFile | None = None
    satisfied_when: ConditionFile
    credit: list[Band] | None = None
    claim: ClaimShape | ConditionFile | None = None
    evidence: PolicyShape
    remedy: RemedyShape
    why: Words
    source: SourceShape
    threshold_origin: Literal["source", "tool_choice", "adjacent_source"]
    normative_status: str | None = None
    maps_to: list[str] | None = None
    note: str | None = None
    threshold: str | None = None
    cases: list[CaseShape] = Field(min_length=3)


class ThemeFile(Shape):
    """``requirements/<theme>.yaml``: the requirements of one theme."""

    theme: Text
    title: Words
    requirements: list[RequirementShape]


for _model in (Quantifier, ShareOf, CountOf, ConditionFile):
    _model.model_rebuild()
