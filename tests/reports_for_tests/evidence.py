"""What the invented supplier showed: a payroll, a contract, a survey, and an assessor's review of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from checker.model.assessment import Exhibit
from checker.model.evidence import EvidenceItem, InputFile, Level, Period, Place
from checker.model.facts import Fact
from checker.model.questionnaire import Decision

SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


HALF_YEAR = Period(date(2026, 1, 1), date(2026, 6, 30))


PAYROLL = EvidenceItem(
    "payroll-h1",
    "wage_data",
    "supplier",
    Level.RECORDED,
    (InputFile("wages/h1.csv", SHA, "wage_data"),),
    Place("questionnaire.yaml", 14, 5),
    HALF_YEAR,
    None,
    date(2026, 7, 5),
    "wages/mapping.yaml",
    "census",
    document=False,
)


CONTRACT = EvidenceItem(
    "contract-2026",
    "contract",
    "supplier",
    Level.DOCUMENTED,
    (InputFile("documents/contract.pdf", SHA, "evidence"),),
    Place("questionnaire.yaml", 15, 5),
    issued=date(2026, 1, 2),
)


SURVEY = EvidenceItem(
    "survey-june",
    "worker_survey",
    "worker_organisation",
    Level.WORKER_REPORTED,
    (InputFile("survey.csv", SHA, "evidence"),),
    Place("assessment.yaml", 9, 5),
    respondents=4,
)


REVIEW = Decision(
    "PAI-CON-02",
    "reviewed",
    "contract-2026",
    None,
    date(2026, 8, 1),
    "Read clause by clause.",
    "reviewer",
    "Buyer AG",
    Place("assessment.yaml", 4, 5),
    ("ab12" * 16,),
)


def exhibits() -> tuple[Exhibit, ...]:
    """Return what the subject showed: a payroll, a contract in force, a survey of too few, a policy without a date."""
    undated = EvidenceItem(
        "policy-1",
        "policy",
        "supplier",
        Level.STATED,
        (),
        Place("questionnaire.yaml", 16, 5),
        problem="documents/policy.pdf is not there",
    )
    return (
        Exhibit(PAYROLL, date(2026, 6, 30), date(2027, 6, 30), False),
        Exhibit(CONTRACT, date(2026, 1, 2), None, True),
        Exhibit(SURVEY, None, None, False),
        Exhibit(undated, None, None, False),
    )


def fact(name: str, value: Any, **changes: Any) -> Fact:
    """Return one fact."""
    return Fact(name, value, **changes)
