"""What ``plan.yaml`` holds, as types for its published schema; the file itself is checked when it is read."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from checker.model.file_words import Day, NoAnswer, Shape, Text
from checker.model.plan import LONGEST_ROLE, LONGEST_TEXT

Maybe: TypeAlias = NoAnswer | None
Words: TypeAlias = Annotated[str, Field(max_length=LONGEST_TEXT)]
Standard: TypeAlias = Annotated[str, Field(pattern=r"^\s*[^@]+@.+$", description="ID@EDITION, such as pai@2022")]
Role: TypeAlias = Annotated[
    str,
    Field(
        max_length=LONGEST_ROLE, pattern=r"^[^@]*$", description="supplier, buyer, both, or a role; no person's name"
    ),
]
Share: TypeAlias = Annotated[
    float, Field(gt=0, le=1, description="Share of the requirement's weight that is to be shown")
]
StateWord: TypeAlias = Literal["open", "under_way", "done", "not_planned"]
TargetWord: TypeAlias = Literal["met", "partly_met"]


class ActionShape(BaseModel):
    """One action. Keys of your own are kept: one text, number or yes/no each."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, str | float | bool | None]

    requirement: Text
    standard: Standard
    title: str | None = Field(None, description="Written anew by each update")
    severity: str | None = None
    result: str | None = Field(None, description="Status when the plan was last brought up to date")
    why: str | None = None
    expected: str | None = Field(None, description="The evidence that would show it")
    effect: float | None = Field(None, description="Points that the shown score would gain if this alone were met")
    stands: str | None = Field(None, description="Where it stood when the plan was last brought up to date")
    remedy: Words | None = Field(None, description="What will be done")
    owner: Role | Maybe = None
    due: Day | Maybe = None
    target: TargetWord | Share | str | Maybe = Field(None, description="met, partly_met, or a share such as 0.5")
    state: StateWord | str | Maybe = Field(
        None, description="open, under_way, done (your own word: evidence confirms it), not_planned"
    )
    done: Words | None = Field(None, description="What was done")
    notes: Words | None = None


class TermsShape(Shape):
    """What was agreed of one action."""

    owner: str | Maybe = None
    due: Day | Maybe = None
    target: TargetWord | str | Maybe = None


class ChangeShape(Shape):
    """One term that was changed."""

    on: Day
    by: str = Field(description="A role")
    what: Literal["owner", "due", "target", "state", "row"]
    before: str | None = None
    after: str | None = None
    agreed: bool | None = Field(None, description="Declared to be what is agreed from then on")


class RecordShape(Shape):
    """What the plan remembers of one action. Written by `fairlabel plan`; leave it as it is."""

    requirement: Text
    standard: Standard
    on: Day | Maybe = None
    agreed: TermsShape
    last: TermsShape
    state: StateWord
    result: str | Maybe = None
    changes: list[ChangeShape] | Maybe = None


class PlanShape(Shape):
    """A corrective action plan: rows that people edit, and what it remembers. It changes no result and no score."""

    fairlabel: Literal["plan/1"]
    subject: Text = Field(description="Id of the supplier or buyer")
    as_of: Day | Maybe = Field(None, description="Day of the assessment behind it")
    actions: list[ActionShape] | Maybe = None
    record: list[RecordShape] | Maybe = None
    check: Any = Field(None, description="Hash of the record")
