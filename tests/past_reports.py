"""Reports as they are read back, made small by hand: invented, and said to be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from checker.model.past_report import PastReport, PastSubject
from checker.model.statuses import Severity, Status

# No sum of weights, so that the numbers need not follow from the few results of a test.
SCORE = {"model": "threshold_pairs", "shown": 40.0, "claimed": 60.0, "possible": 80.0, "max": 100}


def result(name: str, status: Status, severity: Severity = "major", **changes: Any) -> dict[str, Any]:
    """Return one result; credit follows the status unless ``changes`` says otherwise."""
    shown = {"met": 1.0, "partly_met": 0.5}.get(status, 0.0)
    claimed = 1.0 if status in ("met", "claimed") else shown
    made = {
        "requirement": name, "title": f"Title of {name}", "sentence": f"Sentence of {name}.", "theme": "pay",
        "profile": "core", "severity": severity, "status": status, "weight": 4, "reason": f"why {name}",
        "credit": {"shown": shown, "claimed": claimed, "possible": 0.0 if status == "not_met" else 1.0},
        "facts": [], "remedy": {"owner": "supplier", "due_days": 30, "text": "Mend it."}, "location": None,
    }  # fmt: skip
    return {**made, **changes}


def standard(results: Iterable[dict[str, Any]], name: str = "pai", **changes: Any) -> dict[str, Any]:
    """Return one standard over ``results``."""
    made = {
        "id": name, "edition": "2022", "title": f"The standard {name}", "profile": "extended",
        "verdict": "does_not_meet", "score": SCORE, "coverage": 0.5, "counts": {}, "results": list(results),
    }  # fmt: skip
    return {**made, **changes}


def subject(*standards: dict[str, Any], name: str = "acme", as_of: str | None = "2026-06-30", **changes: Any) -> Any:
    """Return one subject as its report holds it."""
    made = {
        "id": name, "kind": "supplier", "name": f"{name.title()} (invented)", "country": "KE", "folder": f"v/{name}",
        "as_of": as_of, "headcount": 60, "period": {"from": "2026-01-01", "to": "2026-06-30"},
        "verdict": standards[0]["verdict"] if standards else "cannot_conclude",
        "answered": {"answered": 6, "asked": 8}, "judged_by": {"parameters": [], "benchmarks": [], "fx": []},
        "standards": list(standards), "wages": {"decided_by": None, "sets": []}, "evidence": [],
    }  # fmt: skip
    return {**made, **changes}


def document(*subjects: Any, **changes: Any) -> dict[str, Any]:
    """Return a whole report as its file holds it."""
    made = {
        "schema": "fairlabel/report/1", "tool": {"name": "fairlabel", "version": "0.1.0"}, "subjects": list(subjects),
        "invalid": [],
    }  # fmt: skip
    return {**made, **changes}


def report(*subjects: Any, **changes: Any) -> PastReport:
    """Return a whole report as it is read."""
    return PastReport.model_validate(document(*subjects, **changes), strict=False)


def past(made: Any) -> PastSubject:
    """Return one subject as it is read."""
    return report(made).subjects[0]


def pay(low: float | None, high: float | None, **changes: Any) -> dict[str, Any]:
    """Return pay data with one metric: the share below the living wage."""
    metric = {
        "low": low, "high": high, "unit": "share", "basis": "all time", "method": "basic_only",
        "estimator": "share of workers", "suppressed": False, "shown_as": "",
    } | {k: v for k, v in changes.items() if k != "time_basis"}  # fmt: skip
    data = {
        "evidence": "payroll", "time_basis": changes.get("time_basis", "shift"),
        "metrics": {"share_below_living_wage": metric},
    }  # fmt: skip
    return {"decided_by": "payroll", "sets": [data]}


def exhibit(name: str, dated: date | None, until: date | None, **changes: Any) -> dict[str, Any]:
    """Return one piece of evidence."""
    made = {
        "id": name, "kind": "policy", "collector": "supplier", "level": "documented", "in_force": False, "problem": "",
        "dated": dated.isoformat() if dated else None, "in_date_until": until.isoformat() if until else None,
    }  # fmt: skip
    return {**made, **changes}
