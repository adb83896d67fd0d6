"""What ``baseline.json`` holds, as types for its schema and its check."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from checker.model.file_words import Shape, Text

BASELINE = "fairlabel/baseline/1"
IsoDay: TypeAlias = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", json_schema_extra={"format": "date"})]
Hash: TypeAlias = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Finite: TypeAlias = Annotated[float, Field(allow_inf_nan=False)]
Share: TypeAlias = Annotated[float, Field(ge=0, le=1)]


class ToolShape(Shape):
    """What wrote it."""

    name: Literal["fairlabel"]
    version: Text


class BasisShape(Shape):
    """What a standard was judged by."""

    edition: Text
    sha256: str = Field(description="Of the pack")
    parameters: dict[str, Any] = Field(description="Name -> value")


class SourceShape(Shape):
    """One piece of evidence: its kind, and the hash of every file of it that was there."""

    kind: Text
    sha256: list[Hash]


class NumberShape(Shape):
    """A number as it was published; without ends it was hidden or unknown."""

    low: Finite | None
    high: Finite | None
    shown_as: str = Field("", description="Words in its place where it is hidden")


class EntryShape(Shape):
    """One result."""

    standard: Text
    status: Literal["not_met", "partly_met", "claimed", "unknown"]
    credit: Share = Field(description="Shown")
    evidence: list[str] = Field(default_factory=list, description="Ids of what it rested on")
    numbers: dict[str, NumberShape] = Field(default_factory=dict, description="Shares below a line, as published")


class RecordShape(Shape):
    """One subject."""

    as_of: IsoDay | None
    evidence: dict[str, SourceShape] = Field(description="By id: all that was shown")
    scores: dict[str, dict[str, Finite | None]] = Field(description="Standard -> profile -> shown score")
    results: dict[str, EntryShape] = Field(description="Gaps and open items that are accepted, by requirement")
    uncovered: dict[str, EntryShape] = Field(
        description="Failures that no baseline accepts (critical, zero tolerance), kept so that evidence cannot vanish"
    )
    benchmarks: list[Hash] = Field(description="Tables of wages and rates")
    folder: str = Field("", description="What its folder is called: an id that changed is noticed by it")
    benchmarks_as_of: IsoDay | None = None


class BaselineShape(Shape):
    """Gaps and open items that were accepted, by whom, until when. Written by `fairlabel baseline update`."""

    schema_: Literal["fairlabel/baseline/1"] = Field(alias="schema")
    tool: ToolShape
    approved_by: Text = Field(description="A role, no person's name")
    until: IsoDay = Field(description="The last day on which it covers anything (UTC)")
    standards: dict[str, BasisShape]
    subjects: dict[str, RecordShape]
