"""One result of every status, with every odd case."""

from __future__ import annotations

from typing import Any

from checker.model.assessment import Clause, Conflict, Credit, EvidenceFound, Result, Standing
from checker.model.evidence import Level, Place
from tests.reports_for_tests.evidence import CONTRACT, PAYROLL, REVIEW, SURVEY, fact


def every_status() -> tuple[Result, ...]:
    """Return nine results: each of the seven statuses, two of which stand twice."""
    below = fact(
        "wages.share_below_living_wage",
        0.3,
        low=0.3,
        high=0.3,
        unit="share",
        items=(PAYROLL,),
        place=Place("wages/h1.csv", rows=360),
        method="basic_only",
    )
    ratio = fact(
        "wages.lowest_ratio",
        None,
        low=0.61,
        high=0.61,
        unit="ratio",
        items=(PAYROLL,),
        place=Place("wages/h1.csv", rows=360),
        method="basic_only",
    )
    return (
        result(
            "PAI-PAY-01",
            "No worker is paid below the local living wage",
            "not_met",
            theme="pay",
            severity="critical",
            reason="18 of 60 workers are below the living wage",
            facts=(below,),
            conflict=True,
            response="Rates rise on 1 September; see the notice to workers.",
            sentence="The share of workers below the living wage is at most 0.",
        ),
        result(
            "PAI-PAY-02",
            "Pay lies above the living wage, not exactly on it",
            "partly_met",
            theme="pay",
            severity="major",
            credit=Credit(0.5, 0.5, 0.5),
            reason="the lowest pay is not above the living wage",
            facts=(ratio,),
        ),
        result(
            "PAI-TIME-03",
            "No week is longer than 48 hours",
            "not_met",
            theme="time",
            severity="minor",
            reason="some weeks are longer than 48 hours",
            facts=(
                fact(
                    "wages.weekly_hours_max",
                    56.0,
                    low=56.0,
                    high=56.0,
                    unit="hours",
                    items=(PAYROLL,),
                    place=Place("wages/h1.csv", rows=360),
                    method="basic_only",
                ),
            ),
        ),
        result(
            "PAI-CON-01",
            "Pay is written in the contract",
            "claimed",
            theme="contract",
            severity="major",
            credit=Credit(0, 1, 1),
            reason="said, attached, content not checked",
            evidence=EvidenceFound(
                Level.DOCUMENTED,
                Level.STATED,
                ("contract-2026",),
                False,
                True,
                ("no assessor has recorded the document as read",),
            ),
            facts=(
                fact(
                    "answers.contract.pay_in_contract",
                    True,
                    items=(CONTRACT,),
                    place=Place("questionnaire.yaml", 41, 7),
                ),
            ),
            open_questions=("answers.contract.pay_in_contract",),
        ),
        result(
            "PAI-GRV-01",
            "A grievance can be raised without fear",
            "unknown",
            theme="grievance",
            severity="critical",
            credit=Credit(0, 0, 1),
            reason="no answer to grievance.channel",
            evidence=EvidenceFound(Level.DOCUMENTED, Level.NONE, (), False, False),
            facts=(fact("answers.grievance.channel", None, absent="no answer"),),
            open_questions=("answers.grievance.channel",),
        ),
        result(
            "PAI-PRV-02",
            "Screens are not recorded",
            "unknown",
            theme="privacy",
            severity="minor",
            parked=True,
            credit=Credit(0, 0, 1),
            reason="said not to apply, not shown",
            profile="extended",
            facts=(
                fact(
                    "workers.screen_recording",
                    0.25,
                    low=0.25,
                    high=0.25,
                    unit="share",
                    items=(SURVEY,),
                    collector="worker_organisation",
                    place=Place("survey.csv", rows=4),
                ),
            ),
            open_questions=("answers.privacy.screen_recording",),
        ),
        result(
            "PAI-CON-02",
            "Contracts name the hours",
            "met",
            theme="contract",
            severity="major",
            credit=Credit(1, 1, 1),
            reason="yes, clause 3",
            decisions=(REVIEW,),
            evidence=EvidenceFound(Level.DOCUMENTED, Level.DOCUMENTED, ("contract-2026",), True, False),
            facts=(
                fact("answers.contract.hours_named", True, items=(CONTRACT,), place=Place("questionnaire.yaml", 43, 7)),
            ),
        ),
        result(
            "PAI-WEL-01",
            "People who see harmful content get counselling",
            "not_applicable",
            theme="wellbeing",
            severity="critical",
            credit=Credit(0, 0, 0),
            reason="no sensitive content in scope",
            profile="extended",
        ),
        result(
            "PAI-QA-09",
            "Quality checks leave pay untouched",
            "error",
            theme="qa",
            severity="advisory",
            weight=0,
            credit=Credit(0, 0, 1),
            reason="the rule failed: division by zero",
            profile="extended",
            remedy=None,
        ),
    )


def result(requirement: str, title: str, status: Any, **changes: Any) -> Result:
    """Return one result with plain defaults."""
    weights = {"critical": 8.0, "major": 4.0, "minor": 1.0, "advisory": 0.0}
    severity = changes.get("severity", "major")
    filled = {
        "sentence": "The answer is yes.",
        "theme": "pay",
        "profile": "core",
        "severity": severity,
        "weight": weights[severity],
        "source": {
            "document": "Responsible Sourcing Library",
            "section": "Guideline 1",
            "year": 2022,
            "url": "https://partnershiponai.org/responsible-sourcing-library/",
            "read": "text",
        },
        "threshold_origin": "source",
        "normative_status": "pai_guideline",
        "remedy": {"owner": "supplier", "due_days": 90, "text": "Raise the rates of everyone below the line."},
        "why": "Below the living wage people cannot pay for food, rent and school.",
        "maps_to": ("CX-02",),
        "evidence_asked": {
            "kinds": ("wage_data", "worker_pay_records"), "max_age": "12 months", "review": "optional",
        },
    }  # fmt: skip
    clause = Clause(requirement=requirement, title=title, **{k: changes.pop(k, v) for k, v in filled.items()})
    standing = Standing(clause, status, changes.pop("credit", Credit(0, 0, 0)), changes.pop("parked", False))
    found = {
        "evidence": EvidenceFound(Level.RECORDED, Level.RECORDED, ("payroll-h1",), False, False),
        "conflict": False,
        "reason": "",
        "facts": (),
        "location": Place("questionnaire.yaml", 31, 5),
    }
    return Result(standing, **{**found, **changes})


def reworded(one: Result, **changes: Any) -> Result:
    """Return ``one`` with other words of the pack."""
    return one._replace(standing=one.standing._replace(clause=one.standing.clause._replace(**changes)))


def conflict() -> Conflict:
    """Return a claim that the payroll contradicts."""
    return Conflict(
        "PAI-PAY-01",
        "claim",
        {
            "name": "answers.pay.living_wage_commitment",
            "value": "at_least_living_wage",
            "place": Place("questionnaire.yaml", 31, 5),
            "level": Level.STATED,
        },
        {
            "name": "wages.share_below_living_wage",
            "value": 0.3,
            "place": Place("wages/h1.csv", rows=360),
            "level": Level.RECORDED,
        },
        "contradicted",
        "the payroll shows 18 of 60 workers below the living wage",
    )
