"""Reports put together by hand, with every status and every odd case, for the tests of the formats.

Nothing here runs the pipeline. The supplier and its figures are invented.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import Any

from checker.model import plan as plans
from checker.model.assessment import (
    Clause,
    Conflict,
    Contribution,
    Credit,
    EvidenceFound,
    Exhibit,
    InvalidSubject,
    JudgedBy,
    ProfileSum,
    PutAside,
    Report,
    Result,
    Score,
    Scoring,
    StandardResult,
    Standing,
    SubjectResult,
)
from checker.model.ballot import Ballot, Electors, Priorities, Priority, Vote
from checker.model.evidence import EvidenceItem, InputFile, Level, Period, Place
from checker.model.facts import Cover, Fact
from checker.model.overlay import (
    BaselineTerms,
    Counted,
    Expiring,
    Ratchet,
    Refused,
    RunOverlay,
    SubjectOverlay,
    Unused,
    Waiver,
    Withdrawn,
)
from checker.model.plan import Change, Lowered, Row, SubjectPlan, Terms
from checker.model.questionnaire import Decision, Finding
from checker.model.settling import Shows, Step, Want
from checker.model.wages import (
    Band,
    BenchmarkUse,
    Distribution,
    Group,
    Ladder,
    LadderStep,
    Lateness,
    LatenessBar,
    Line,
    Metric,
    Published,
    RateUse,
    TimeBasisUse,
    WageEvidence,
    WageSet,
)

SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
HALF_YEAR = Period(date(2026, 1, 1), date(2026, 6, 30))
HOSTILE = (
    "<script>alert('x')</script> \"O'Neil\" & Söhne | *bold* [link](http://evil.example) "
    "שלום עולם 👩‍💻 \u202etxt.exe\x1b[31m " + "Donaudampfschifffahrt" * 9
)

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


def fact(name: str, value: Any, **changes: Any) -> Fact:
    """Return one fact."""
    return Fact(name, value, **changes)


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


def wages() -> WageEvidence:
    """Return one payroll of 60 workers with open, hidden and unknown numbers among the metrics."""
    return WageEvidence(
        sets=(wage_set(),),
        absent="",
        lowered_bars=(
            {
                "place": "KE Naivasha",
                "kind": "living_wage",
                "shipped": "KES 28,900 a month",
                "used": "KES 24,000 a month",
            },
        ),
    )


def wage_set(**changes: Any) -> WageSet:
    """Return the payroll's set."""
    whole = WageSet(
        evidence=(PAYROLL,),
        collector="supplier",
        level=Level.RECORDED,
        period=HALF_YEAR,
        workers=60,
        headcount=60,
        rows=360,
        grain="payroll",
        time_basis="shift",
        set_aside={"outside the period": 3},
        metrics=metrics(),
        groups=(
            Group(
                {"country": "KE", "job_category": "annotator"},
                52,
                False,
                {"share_below_living_wage": metric("share_below_living_wage", 18 / 52, n=52)},
            ),
            Group({"country": "KE", "job_category": "team lead"}, None, True, {}, "fewer than 5 workers"),
        ),
        benchmarks=(
            BenchmarkUse(
                "lw-ke-naivasha-2026",
                "living_wage",
                "KE Naivasha",
                "31500",
                "KES",
                "month",
                (161.54, None),
                "2026-03-01",
                False,
                "Example living-wage study",
                "https://example.org/naivasha",
                "net figure: pay above it proves nothing",
                "cited fact; terms of the source were read",
            ),
            BenchmarkUse(
                "mw-ke-2024",
                "minimum_wage",
                "KE",
                "84.11",
                "KES",
                "hour",
                (84.11, 84.11),
                "2024-11-01",
                True,
                "Gazette notice",
                "https://example.org/gazette",
            ),
        ),
        fx=(RateUse("USD", "KES", "2026-03", 129.25, "hmrc-rates"),),
        cover=Cover(True, HALF_YEAR, ("KE",), 60),
        notes=("no unpaid time recorded for any of 60 workers",),
        findings=(
            Finding("row_set_aside", "note", "3 rows lie outside the period", Place("wages/h1.csv", rows=3)),
            Finding(
                "time_basis_pays_more",
                "warning",
                "the declared time basis (shift) gives a higher hourly pay than another one",
                Place("wages/h1.csv"),
                "name the time that people really worked (time_basis)",
            ),
        ),
        distributions=(distribution(),),
        ladders=(ladder(),),
        lateness=lateness(),
        time_bases=(
            TimeBasisUse("shift", None, True, *pay_and_hours(171.5, 57_600)),
            TimeBasisUse("logged_interval", None, False, *pay_and_hours(205.8, 48_000), 0.2),
            TimeBasisUse("logged_cluster", 10, False, *pay_and_hours(154.35, 64_000), -0.1),
        ),
    )
    return replace(whole, **changes)


def pay_and_hours(pay: float, hours: float) -> tuple[Metric, Metric]:
    """Return a median hourly pay, at most what is given, and the hours of all workers."""
    shown = Published(None, None, pay, False, "unpaid time is not recorded")
    median = metric("effective_hourly_wage_p50", 0, high=pay, unit="KES/h", estimator="quantile over workers, type 7")
    return replace(median, published=shown), metric("working_hours", hours, unit="hours", estimator="sum over workers")


def metrics() -> dict[str, Metric]:
    """Return metrics of every kind: exact, interval, open, hidden, unknown, of another method, money."""
    cost = ({"amount": 1180500.0, "amount_per_month": 196750.0, "currency": "KES", "share_of_wage_bill": 0.031},)
    return {
        "share_below_living_wage": metric("share_below_living_wage", 0.3),
        "share_below_living_wage@fairwork_net": metric(
            "share_below_living_wage", 0.3, high=0.45, method="fairwork_net"
        ),
        "share_below_minimum_wage": replace(
            metric("share_below_minimum_wage", 2 / 60),
            published=Published(None, None, None, True, "1 to 4 workers", "fewer than 5 of 60"),
        ),
        "lowest_ratio": replace(
            metric("lowest_ratio", 0.61, unit="ratio"),
            published=Published(None, 0.655, 0.655, False, "", "mean of the lowest 5"),
        ),
        "mean_gap_of_those_below": metric(
            "mean_gap_of_those_below", 0.12, high=math.inf, estimator="mean over workers below"
        ),
        "cost_to_close": Metric(
            "cost_to_close",
            "money",
            None,
            None,
            60,
            "all time",
            "basic_only",
            "sum",
            Published(cost, None, None, False),
            cost,
        ),
        "weekly_hours_max": replace(
            metric("weekly_hours_max", 56.0, unit="hours"),
            published=Published(None, None, None, True, "one worker's week"),
        ),
        "effective_hourly_wage_p50": metric("effective_hourly_wage_p50", 188.4, unit="KES"),
        "gini": metric("gini", 1 / 3, unit="number", cap=Level.STATED),
        "rejection_rate": Metric(
            "rejection_rate",
            "share",
            None,
            None,
            0,
            "tasks",
            "basic_only",
            "",
            Published(None, None, None, False, "a payroll has no tasks"),
            why="a payroll has no tasks",
        ),
    }


def metric(
    name: str, low: float, *, high: float | None = None, unit: str = "share", n: int = 60, **changes: Any
) -> Metric:
    """Return one number as computed and published alike."""
    high = low if high is None else high
    value = low if low == high else None
    method = changes.pop("method", "basic_only")
    estimator = changes.pop("estimator", "share of workers")
    return Metric(
        name,
        unit,
        low,
        high,
        n,
        "all time",
        method,
        estimator,
        Published(value, low, high, False),
        value,
        **changes,
    )


def distribution() -> Distribution:
    """Return sixty workers by pay over the living wage, one bar hidden."""
    counts: tuple[int | None, ...] = (None, 12, 6, 17, 14, 7)
    bands = tuple(Band(0.6 + i * 0.2, 0.8 + i * 0.2, n) for i, n in enumerate(counts))
    return Distribution("KE Naivasha (urban)", "KES", 161.54, 84.11, "hour", bands, "bars under 5 workers are hidden")


def hostile() -> Report:
    """Return a report in which every text from another hand is hostile."""
    bad = HOSTILE
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


def waiver(requirement: str = "PAI-PAY-02", **changes: Any) -> Waiver:
    """Return a waiver for acme that ends twenty days after the day of the gate."""
    whole = Waiver(
        requirement, "acme", "The new rates are signed and start in October.", "head of procurement",
        date(2026, 8, 1), date(2026, 9, 21), "Pay the new rates from 1 October.", Place("waivers.yaml", 3, 5),
    )  # fmt: skip
    return whole._replace(**changes)


def overlaid(text: str = "") -> Report:
    """Return the report with every status under two waivers and a baseline, with every list filled.

    ``text`` stands in place of every word of waivers and baseline.
    """
    words = {"reason": text, "approved_by": text, "remedy": text} if text else {}
    first, second = waiver(**words), waiver("PAI-GRV-01", end=date(2027, 3, 31), **words)
    idle = waiver("PAI-CON-02", place=Place("waivers.yaml", 17, 5), **words)
    counted: dict[str, Counted] = {}
    for one in every_status():
        status = "not_met" if one.requirement == "PAI-PRV-02" else one.status
        covering = {w.requirement: w for w in (first, second)}.get(one.requirement)
        age: Any = "new" if one.requirement in ("PAI-PAY-01", "PAI-GRV-01", "PAI-QA-09") else "known"
        counted[one.requirement] = Counted(status, covering, age, covering is not None, "not in the baseline")
    laid = SubjectOverlay(
        1, 1, {"pai": counted}, (Withdrawn("pai", "PAI-PRV-02", "not_met", ("log-2025",), False),),
        (Ratchet("pai", 41.23456789012, 44.0, "fell", ""),),
    )  # fmt: skip
    gone = Finding("evidence_withdrawn", "warning", "log-2025 has gone, which the baseline holds: pay.csv", None)
    run = RunOverlay(
        gate_date=date(2026, 9, 1), without=1,
        waivers=InputFile("waivers.yaml", SHA, "waivers"),
        baseline=BaselineTerms(
            InputFile("baseline.json", SHA, "baseline"), text or "head of procurement", date(2026, 12, 31), False
        ),
        ratchet=True,
        unused=(Unused(idle, text or "PAI-CON-02 is met"),),
        expiring=(Expiring(first, 20),),
        refused=(
            Refused("bad_entry", text or "has no until", "write it", Place("waivers.yaml", 25, 5), None, "acme"),
            Refused("expired", "ended on 2026-08-31", "mend it", Place("waivers.yaml", 31, 5), "PAI-PAY-01", "acme"),
        ),
        notes=(text or "baseline.json is of pai 2021, and 2022 is judged here: nothing of it matches",),
    )  # fmt: skip
    whole = subject(gate_date=date(2026, 9, 1), overlay=laid, plan=laid_plan(text))
    return replace(report(replace(whole, findings=(*whole.findings, gone))), overlay=run)


def laid_plan(text: str = "", **changes: Any) -> SubjectPlan:
    """Return a plan with an action of every sort, as it stands on 1 September 2026; ``text`` in place of its words."""
    moved = Change(date(2026, 8, 1), text or "buyer", "due", "2026-07-30", "2026-08-30")
    said = text or "The new rates are paid since July."
    places = iter(Place("plan.yaml", line, 5) for line in range(12, 400, 17))

    def line(requirement: str, status: Any, stands: Any, **more: Any) -> plans.Line:
        terms = more.pop("terms", Terms(text or "supplier", date(2026, 9, 28)))
        row = Row(
            ("pai", "2022", requirement), terms, more.pop("state", "open"), said, said, said, place=next(places)
        )  # fmt: skip
        return plans.Line(
            row.key, text or "What is asked", "major", status, stands, more.pop("row", row), Terms("supplier"), **more
        )  # fmt: skip

    late = Terms(text or "both", date(2026, 8, 30), text or "0.5")
    weaker = (Lowered("due", "2026-07-30", "2026-08-30", moved), Lowered("target", "met", text or "0.5", None))
    lines = (
        line("PAI-PAY-01", "not_met", "open", terms=late, overdue=2, lowered=weaker, agreed_anew=(moved,)),
        line("PAI-PAY-02", "partly_met", "closed_by_supplier_only", state="done", overdue=0),
        line("PAI-GRV-01", "unknown", "went_unknown", overdue=0, notes=(text or "no due day",)),
        line("PAI-CON-01", "claimed", "removed", row=None, overdue=0),
        line("PAI-TIME-03", "not_met", "without_row", row=None),
        line("PAI-CON-02", "met", "confirmed", confirmed_by="workers", overdue=0),
        line("PAI-PAY-99", None, "unknown_id"),
        line("PAI-PRV-02", "not_met", "not_planned", state="not_planned",
             lowered=(Lowered("state", "to be done", "will not be done", None),)),
    )  # fmt: skip
    problem = text or "plan.yaml:99:10, actions[7].due: '31 February' is no day of the calendar; write YYYY-MM-DD"
    whole = SubjectPlan(
        InputFile("vendors/acme/plan.yaml", SHA, "plan"), True, date(2026, 9, 1), lines, (problem,),
        (text or "the plan has nothing on other 2025",),
    )  # fmt: skip
    return replace(whole, **changes)


def ladder(**changes: Any) -> Ladder:
    """Return a ladder of three job categories, one of them hidden; pay in kind is not known."""
    gone = Published(None, None, None, True, "fewer than 5 workers, or a total would reveal them")
    few = Published(None, None, None, True, "the others are fewer than 5 workers")
    no_column = Published(None, None, None, False, "not every pay file has it")
    open_sum = Published(None, None, None, False, "a part of it is not known")
    whole = Ladder(
        "KE", "KES", "mean over workers of pay / hours, all time", Line(161.54, None), Line(84.11, 84.11),
        (
            LadderStep("annotator", 40, amount(140), amount(4.5), no_column, open_sum, amount(96.25)),
            LadderStep("quality reviewer", 8, Published(None, 150, 190, False), amount(0), no_column, open_sum, few),
            LadderStep("team lead", None, gone, gone, gone, gone, gone),
        ),
        ("in_kind",), False,
        ("pay in kind is not known: not every pay file has it",
         "pay or hours are not known exactly for all workers: each stands at the most it can be"),
    )  # fmt: skip
    return replace(whole, **changes)


def amount(value: float) -> Published:
    """Return a published number that is exact."""
    return Published(value, value, value, False)


def lateness() -> Lateness:
    """Return 360 payments, most of them in time."""
    bars = (
        LatenessBar("in_time", None, None, 240),
        LatenessBar("late", 1, 14, 87),
        LatenessBar("late", 15, None, 33, True),
    )
    return Lateness(bars, ("payments without a due date, or of nobody who can be told, are left out",))
