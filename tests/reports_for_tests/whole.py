"""The whole report: subjects, standards with their sums, and the same report with hostile words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from checker.model.assessment import (
    Contribution,
    InvalidSubject,
    JudgedBy,
    ProfileSum,
    PutAside,
    Report,
    Result,
    Score,
    Scoring,
    StandardResult,
    SubjectResult,
)
from checker.model.ballot import Ballot, Electors, Priorities, Priority, Vote
from checker.model.evidence import InputFile, Level, Place
from checker.model.questionnaire import Finding
from checker.model.settling import Shows, Step, Want
from checker.model.wages import WageEvidence
from tests.reports_for_tests.evidence import CONTRACT, HALF_YEAR, PAYROLL, REVIEW, SHA, fact
from tests.reports_for_tests.pay import distribution, ladder, wage_set, wages
from tests.reports_for_tests.results import conflict, every_status, reworded

HOSTILE = (
    "<script>alert('x')</script> \"O'Neil\" & Söhne | *bold* [link](http://evil.example) "
    "שלום עולם 👩‍💻 \u202etxt.exe\x1b[31m " + "Donaudampfschifffahrt" * 9
)


def report(*subjects: SubjectResult, invalid: tuple[InvalidSubject, ...] = ()) -> Report:
    """Return a report over ``subjects``, by default the one with every status."""
    return Report(subjects or (subject(),), invalid, "0.1.0", "major", 1)


def subject(**changes: Any) -> SubjectResult:
    """Return a supplier with a result of every status, pay data, a conflict, decisions and a lowered bar."""
    whole = SubjectResult(
        id="acme",
        kind="supplier",
        name="Acme Annotation Ltd",
        country="KE",
        kinds=("bpo",),
        kinds_confirmed=False,
        folder="vendors/acme",
        as_of=date(2026, 6, 30),
        gate_date=None,
        inputs=(InputFile("questionnaire.yaml", SHA, "questionnaire"), *PAYROLL.files, *CONTRACT.files),
        judged_by=judged_by(),
        verdict="does_not_meet",
        answered=(61, 88),
        standards=(standard(),),
        wages=wages(),
        findings=(
            Finding(
                "evidence_missing",
                "warning",
                "documents/policy.pdf is not there",
                Place("questionnaire.yaml", 16, 5),
                "add the file or take the entry out",
            ),
            Finding(
                "answer_not_asked",
                "note",
                "an answer that was not asked for was used",
                Place("questionnaire.yaml", 70, 7),
            ),
        ),
        decisions=(REVIEW,),
        signals=(Finding("overlap", "note", "two pay periods of one worker overlap"),),
        headcount=60,
        period=(HALF_YEAR.start, HALF_YEAR.end),
        sites=("KE Naivasha (urban)",),
        next=steps(),
    )
    return replace(whole, **changes)


def scoring() -> Scoring:
    """Return how a score of 41.2 of 100 comes about, over two themes."""
    parts = (
        Contribution("pay", "Pay and hours", 16, 76.19047619, 38.1, 47.61904762, 59.5, 16.69047619),
        Contribution("grievance", "Grievances", 5, 23.80952381, 3.13456789, 18.38095238, 24.0, 0),
    )
    return Scoring("weighted/1", "Points are weights.", {"critical": 8.0, "minor": 1.0}, "pai@2022", parts)


def voted(text: str = "secret ballot on paper", **changes: Any) -> Priorities:
    """Return a ballot of 64 of 90 workers, one small group of them hidden; what few named is told in words."""
    groups = (Electors("annotators", "KE", 60, 40), Electors(text, "", 30, 24), Electors("team leads", "KE", 6, 3))
    cast = (Vote("PAI-PAY-01", 41), Vote("PAI-GRV-01", 3))
    file = InputFile("ballots/june.yaml", SHA, "ballot")
    ballot = Ballot("pai", "", "acme", "secretary", text, date(2026, 6, 12), text, 2, groups, "requirement", cast, file)
    order = (
        Priority("PAI-PAY-01", "PAI-PAY-01", 0.640625, "41 of 64"),
        Priority("PAI-PAY-02", "", None, "nobody was asked about it"),
    )
    return Priorities(ballot, 96, 67, tuple(zip(groups, (True, False, False), strict=True)), "", order)


def steps() -> tuple[Step, ...]:
    """Return one step of each part of the list: needed, for somebody else, and only after certain answers."""
    asked = Shows(Level.DOCUMENTED, ("grievance_procedure", "policy"), True)
    channel = Want("answer", "answers.grievance.channel")
    return (
        Step(
            channel, True, ("answers.grievance.channel",), ("PAI-GRV-01",), ("PAI-GRV-01", "PAI-PRV-02"), 1,
            {"pai": 9.52380952381}, "cannot_conclude", (asked,), "subject", "How can workers raise a grievance?",
        ),
        Step(
            Want("mend", "contract-2026", "review"), True, ("answers.contract.signed",), ("PAI-CON-01",),
            ("PAI-CON-01",), 1, {}, None, (), "assessor",
        ),
        Step(
            Want("answer", "answers.privacy.screen_recording"), False, ("answers.privacy.screen_recording",), (),
            ("PAI-PRV-02",), 0, {}, None, (), "subject", "Are screens recorded?",
        ),
    )  # fmt: skip


def standard(results: tuple[Result, ...] | None = None, **changes: Any) -> StandardResult:
    """Return a standard over ``results`` (default: one of every status), with sums counted by hand."""
    core = ProfileSum(
        "core",
        "does_not_meet",
        Score("weighted", 38.1, 57.1, 81.0, 100),
        0.62,
        {"met": 1, "partly_met": 1, "not_met": 1, "claimed": 1, "unknown": 1, "not_applicable": 0, "error": 0},
        ("PAI-PAY-01: 18 of 60 workers are below the living wage",),
    )
    extended = ProfileSum(
        "extended",
        "does_not_meet",
        Score("weighted", 41.23456789012, 66.0, 83.5, 100),
        0.5,
        {"met": 1, "partly_met": 1, "not_met": 2, "claimed": 1, "unknown": 2, "not_applicable": 1, "error": 1},
        core.verdict_why,
    )
    found = changes.pop("results", results) or every_status()
    whole = StandardResult(
        id="pai",
        edition="2022",
        title="Responsible sourcing of data enrichment, after the Partnership on AI",
        profile="extended",
        sums={"core": core, "extended": extended},
        standings=tuple(r.standing for r in found),
        results=found,
        conflicts=(conflict(),),
        left_out=({"id": "PAI-PLAT-01", "weight": 4, "why": "for crowd platforms; kinds are stated only"},),
        parked_weight=4.0,
        governance={
            "proposed_by": "Partnership on AI, with an AI developer",
            "decided_by": "unknown",
            "workers_part": "unknown",
            "funder": "unknown",
            "date": "2022-11",
            "dissent": "unknown",
            "source": "Case study, 2022",
            "note": "Whether data workers had a say was not found in what was read.",
            "pack": "The choice of thresholds is this tool's.",
        },
        established="Core requirements rest on texts that were read. No result is compliance with PAI.",
        zero_tolerance=("PAI-PAY-01",),
        put_aside=PutAside(1, 8.0, 40.0, 0, 47.0, 1),
        scoring=scoring(),
        priorities=voted(),
    )
    return replace(whole, **changes)


def judged_by() -> JudgedBy:
    """Return everything that set the bar, one bar of it lowered by the user."""
    return JudgedBy(
        packs=({"id": "pai", "edition": "2022", "sha256": SHA},),
        parameters=({"name": "nearly_all", "value": 0.1, "unit": "share", "basis": "tool_choice", "default": 0.05},),
        benchmarks=(InputFile("benchmarks/living_wages.csv", SHA, "benchmarks"),),
        fx=(InputFile("hmrc-rates 0.3.5", SHA, "fx"),),
        lowered_bars=({"what": "parameter nearly_all", "shipped": 0.05, "used": 0.1},),
        left_out=(),
        k=5,
    )


def hostile(bad: str = HOSTILE) -> Report:
    """Return a report in which every text from another hand is hostile, or another one."""
    results = tuple(
        reworded(
            r,
            title=bad,
            sentence=bad,
            why=bad,
            remedy={"owner": bad, "due_days": 1, "text": bad},
            source={"document": bad, "section": bad, "url": "javascript:alert(1)", "read": "no", "year": 2022},
        )._replace(
            reason=bad,
            response=bad,
            facts=(fact("answers.pay.models", bad, place=Place(bad, 3, 4)),),
            evidence=r.evidence._replace(ids=(bad,), short_of=(bad,)),
        )
        for r in every_status()
    )
    whole = replace(
        standard(results),
        priorities=voted(bad),
        title=bad,
        established=bad,
        governance={"decided_by": bad, "workers_part": bad},
    )
    place = replace(distribution(), place=bad, note=bad)
    steps = tuple(step._replace(category=bad) for step in ladder().steps)
    rungs = ladder(place=bad, steps=steps, notes=(bad,))
    changes = {"notes": (bad,), "distributions": (place,), "ladders": (rungs,), "set_aside": {bad: 1}}
    pay = WageEvidence(sets=(wage_set(**changes),), absent="")
    return report(
        subject(name=bad, standards=(whole,), wages=pay, sites=(bad,), findings=(Finding("x", "warning", bad),)),
        invalid=(InvalidSubject(bad, (bad,)),),
    )
