"""The gate of a run and of a subject as reports show it: before and after waivers and baseline, and what did nothing.

What is laid over a single result is in `checker.render.results_view`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker.model.assessment import Report, StandardResult, SubjectResult
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
from checker.render.plain import number, plain, spot


def run_gate(report: Report) -> dict[str, Any]:
    """Return the gate of a run; without overlays both codes are one and the lists are empty."""
    laid = report.overlay
    waivers, baseline = (laid.waivers, laid.baseline) if laid is not None else (None, None)
    gate_date = laid.gate_date if laid is not None else next((s.gate_date for s in report.subjects), None)
    return {
        "fail_on": report.fail_on,
        "exit_code": report.exit_code,
        "without_overlays": report.exit_code if laid is None else laid.without,
        "gate_date": plain(gate_date),
        "new_only": laid is not None and laid.new_only,
        "ratchet": laid is not None and laid.ratchet,
        "waivers": {"path": waivers.path, "sha256": waivers.sha256} if waivers else None,
        "baseline": _terms(baseline) if baseline else None,
        **_lists(laid),
    }


def subject_gate(laid: SubjectOverlay) -> dict[str, Any]:
    """Return the gate of one subject: codes before and after, results that stand, scores held to the baseline."""
    return {
        "exit_code": laid.code,
        "without_overlays": laid.without,
        "withdrawn": [_withdrawn(one) for one in laid.withdrawn],
        "scores": [_score(one) for one in laid.ratchet],
    }


def laid_over(subject: SubjectResult, standard: StandardResult) -> Mapping[str, Counted] | None:
    """Return how the gate counts each requirement of ``standard``; None where nothing is laid over it."""
    return subject.overlay.counted.get(standard.id) if subject.overlay is not None else None


def _terms(baseline: BaselineTerms) -> dict[str, Any]:
    return {
        "path": baseline.file.path,
        "sha256": baseline.file.sha256,
        "approved_by": baseline.approved_by,
        "until": baseline.until.isoformat(),
        "expired": baseline.expired,
    }


def _lists(laid: RunOverlay | None) -> dict[str, Any]:
    return {
        "waivers_unused": [_unused(one) for one in laid.unused] if laid else [],
        "waivers_expiring": [_expiring(one) for one in laid.expiring] if laid else [],
        "waivers_refused": [_refused(one) for one in laid.refused] if laid else [],
        "baseline_notes": list(laid.said) if laid else [],
    }


def _named(waiver: Waiver) -> dict[str, Any]:
    return {
        "requirement": waiver.requirement,
        "subject": waiver.subject,
        "approved_by": waiver.approved_by,
        "from": waiver.start.isoformat(),
        "until": waiver.end.isoformat(),
        "place": spot(waiver.place),
    }


def _unused(one: Unused) -> dict[str, Any]:
    return {**_named(one.waiver), "why": one.why}


def _expiring(one: Expiring) -> dict[str, Any]:
    return {**_named(one.waiver), "days": one.days}


def _refused(one: Refused) -> dict[str, Any]:
    return {
        "requirement": one.requirement,
        "subject": one.subject,
        "cause": one.cause,
        "what": one.what,
        "todo": one.todo,
        "place": spot(one.place),
    }


def _withdrawn(one: Withdrawn) -> dict[str, Any]:
    return {
        "standard": one.standard,
        "requirement": one.requirement,
        "status": one.status,
        "evidence": list(one.evidence),
        "lifted": one.lifted,
    }


def _score(one: Ratchet) -> dict[str, Any]:
    return {
        "standard": one.standard,
        "now": number(one.now),
        "before": number(one.before),
        "outcome": one.outcome,
        "why": one.why,
        "profile": one.profile,
    }
