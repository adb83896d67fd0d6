"""One requirement's result as the report shows it, and the facts behind it."""

from __future__ import annotations

from typing import Any

from checker.model.assessment import Clause, EvidenceFound, Result
from checker.model.evidence import Level
from checker.model.facts import Fact
from checker.model.overlay import Counted, Waiver
from checker.model.questionnaire import Decision
from checker.render.plain import number, open_ends, plain, spot
from checker.render.wages_view import PublishedPay

_STATED = Level.STATED


def result_view(result: Result, pay: PublishedPay, counted: Counted | None = None) -> dict[str, Any]:
    """Return one result as a plain dict; pay numbers as published by ``pay``, ``counted`` as the gate counts it."""
    return {**fixed_part(result.standing.clause), **judged_part(result, pay), **overlay_part(counted)}


def fixed_part(clause: Clause) -> dict[str, Any]:
    """Return what the pack says of the requirement, the same for every subject."""
    return {
        "requirement": clause.requirement,
        "title": clause.title,
        "sentence": clause.sentence,
        "theme": clause.theme,
        "profile": clause.profile,
        "severity": clause.severity,
        "weight": number(clause.weight),
        "source": plain(clause.source),
        "threshold_origin": clause.threshold_origin,
        "normative_status": clause.normative_status,
        "maps_to": list(clause.maps_to),
        "remedy": plain(clause.remedy),
        "why": clause.why,
        "evidence_asked": plain(clause.evidence_asked),
    }


def overlay_part(counted: Counted | None) -> dict[str, Any]:
    """Return what is laid over a result: the waiver that covers it, and whether a baseline holds it."""
    if counted is None:
        return {"waiver": None, "baseline": None}
    return {"waiver": waiver_view(counted.waiver) if counted.waiver else None, "baseline": counted.baseline}


def waiver_view(waiver: Waiver) -> dict[str, Any]:
    """Return a waiver as printed with the result that it covers."""
    return {
        "reason": waiver.reason,
        "approved_by": waiver.approved_by,
        "from": waiver.start.isoformat(),
        "until": waiver.end.isoformat(),
        "remedy": waiver.remedy,
        "place": spot(waiver.place),
    }


def judged_part(result: Result, pay: PublishedPay) -> dict[str, Any]:
    """Return what was found about the subject."""
    credit = result.standing.credit
    return {
        "status": result.status,
        "credit": {
            "shown": number(credit.shown),
            "claimed": number(credit.claimed),
            "possible": number(credit.possible),
        },
        "evidence": evidence_view(result.evidence),
        "conflict": result.conflict,
        "reason": result.reason,
        "facts": [fact_view(fact, pay) for fact in result.facts],
        "location": spot(result.location),
        "response": result.response,
        "decisions": [decision_view(d) for d in result.decisions],
        "open_questions": list(result.open_questions),
        "parked": result.standing.parked,
    }


def fact_view(fact: Fact, pay: PublishedPay) -> dict[str, Any]:
    """Return one source's word on one name, with level and place; hidden where it speaks of too few workers."""
    view: dict[str, Any] = {
        "name": fact.name,
        "unit": fact.unit,
        "level": level_of(fact).word,
        "source": spot(fact.place),
        "collector": fact.collector,
        "evidence": [item.id for item in fact.items],
    }
    if fact.method:
        view["method"] = fact.method
    if fact.absent:
        view["absent"] = fact.absent
    return view | _value(fact, pay)


def level_of(fact: Fact) -> Level:
    """Return how well a fact is shown: the best evidence attached, under its cap; NONE where nothing is said."""
    if not fact.known:
        return Level.NONE
    return min(fact.cap, max([item.level for item in fact.items]) if fact.items else _STATED)


def evidence_view(evidence: EvidenceFound) -> dict[str, Any]:
    """Return what had to be shown and what was found."""
    return {
        "required": evidence.required.word,
        "found": evidence.found.word,
        "ids": list(evidence.ids),
        "reviewed": evidence.reviewed,
        "content_unchecked": evidence.content_unchecked,
        "short_of": list(evidence.short_of),
    }


def decision_view(decision: Decision) -> dict[str, Any]:
    """Return an assessor's decision as printed."""
    return {
        "requirement": decision.requirement,
        "kind": decision.kind,
        "evidence": decision.evidence,
        "value": plain(decision.value),
        "on": decision.on.isoformat(),
        "reason": decision.reason,
        "role": decision.role,
        "organisation": decision.organisation,
        "place": spot(decision.place),
        "sha256": list(decision.sha256),
    }


def _value(fact: Fact, pay: PublishedPay) -> dict[str, Any]:
    shown = pay.of(fact)
    if shown is not None:
        return shown
    view: dict[str, Any] = {"value": plain(fact.value), "low": number(fact.low), "high": number(fact.high)}
    ends = open_ends(fact.low, fact.high)
    return {**view, "open": ends} if ends else view
