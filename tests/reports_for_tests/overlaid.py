"""The report under waivers, a baseline and an action plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from checker.model import plan as plans
from checker.model.assessment import Report
from checker.model.evidence import InputFile, Place
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
from checker.model.questionnaire import Finding
from tests.reports_for_tests.evidence import SHA
from tests.reports_for_tests.results import every_status
from tests.reports_for_tests.whole import report, subject


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
