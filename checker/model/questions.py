"""The question bank: each question once, shared by all standards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from checker.model.condition import Condition

QuestionType = Literal[
    "boolean", "enum", "list_of_enum", "integer", "number", "money", "share",
    "duration", "date", "text", "place", "list_of_object",
]  # fmt: skip
Text = Mapping[str, str]
"""Words by language code; ``en`` is always there."""


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer of an enum question."""

    id: str
    label: Text
    exclusive: bool = False
    """May not stand beside another option."""


@dataclass(frozen=True, slots=True)
class ObjectField:
    """One field of a list of objects."""

    id: str
    type: QuestionType
    required: bool = False
    options: tuple[Option, ...] = ()
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what is asked, of whom, in which form."""

    id: str
    """``<section>.<name>``; answered at ``answers.<section>.<name>``."""
    section: str
    type: QuestionType
    respondent: Literal["supplier", "buyer", "both", "worker"]
    ask: Text
    why: Text
    help: Text
    options: tuple[Option, ...] = ()
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    fields: tuple[ObjectField, ...] = ()
    asked_when: Condition | None = None
    evidence: tuple[str, ...] = ()
    """Evidence kinds that would support the answer."""


@dataclass(frozen=True, slots=True)
class Section:
    """A group of questions with a title."""

    id: str
    title: Text
    intro: Text
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """A kind of evidence: who may hold it at which level, in which file formats."""

    id: str
    label: Text
    document: bool
    formats: tuple[str, ...]
    levels: Mapping[str, str]
    """Collector -> level word."""
    private_interviews: str = ""
    """Level word of an auditor's item where workers were interviewed without management; empty: no difference."""


class SurveyItem(NamedTuple):
    """One question to workers and how its answers count."""

    question: Question
    favourable: frozenset[str]
    left_out: frozenset[str]


@dataclass(frozen=True, slots=True)
class QuestionBank:
    """All sections, questions and evidence kinds, looked up by id."""

    sections: tuple[Section, ...]
    questions: Mapping[str, Question]
    kinds: Mapping[str, EvidenceKind]
    templates: Mapping[str, tuple[str, ...]]
    """Template id -> section ids, in the order in which they are asked."""
    subjects: Mapping[str, str] = field(default_factory=dict)
    """Template id -> supplier or buyer."""
    vendor_kinds: tuple[Option, ...] = ()
    """Kinds of supplier that a questionnaire may name."""
    survey: Mapping[str, SurveyItem] = field(default_factory=dict)
    """Items of the workers' survey by fact name (``workers.paid_on_time``)."""
    sha256: str = ""
    """Over all files, names included; empty where the bank was not read from files."""
