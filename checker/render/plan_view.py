"""An action plan laid over results, as reports show it: a plain dict for each action, and the counts over all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from checker.model.plan import Change, Line, Lowered, SubjectPlan, Terms
from checker.render.plain import plain, spot

View = Mapping[str, Any]


def plan_view(laid: SubjectPlan) -> dict[str, Any]:
    """Return a plan with where each of its actions stands."""
    actions = [_action(line) for line in laid.lines]
    return {
        "file": {"path": laid.file.path, "sha256": laid.file.sha256},
        "own": laid.own,
        "day": plain(laid.day),
        "counts": counts(actions),
        "actions": actions,
        "problems": list(laid.problems),
        "notes": list(laid.notes),
    }


def counts(actions: Iterable[View]) -> dict[str, int]:
    """Return how many actions there are, how many are overdue or lowered, and where they stand; zeros left out."""
    found: Counter[str] = Counter()
    for action in actions:
        found[action["stands"]] += 1
        found["rows"] += action["in_plan"]
        found["overdue"] += bool(action["overdue"])
        found["lowered"] += bool(action["lowered"])
    return {name: n for name, n in sorted(found.items()) if n}


def _action(line: Line) -> dict[str, Any]:
    row = line.row
    standard, edition, requirement = line.key
    return {
        "standard": standard,
        "edition": edition,
        "requirement": requirement,
        "title": line.title,
        "severity": line.severity,
        "status": line.status,
        "stands": line.stands,
        "in_plan": row is not None,
        **_terms(row.terms if row is not None else Terms("", None, "")),
        "state": row.state if row is not None else None,
        "remedy": row.remedy if row is not None else "",
        "done": row.done if row is not None else "",
        "remarks": row.notes if row is not None else "",
        "agreed": _terms(line.agreed) if line.agreed is not None else None,
        "confirmed_by": line.confirmed_by or None,
        "overdue": line.overdue,
        "reached": line.reached,
        "lowered": [_lowered(one) for one in line.lowered],
        "agreed_anew": [_change(one) for one in line.agreed_anew],
        "notes": list(line.notes),
        "place": spot(row.place) if row is not None else None,
    }


def _terms(terms: Terms) -> dict[str, Any]:
    return {"owner": terms.owner, "due": plain(terms.due), "target": terms.target}


def _lowered(one: Lowered) -> dict[str, Any]:
    recorded = _change(one.recorded) if one.recorded is not None else None
    return {"what": one.what, "agreed": one.agreed, "now": one.now, "recorded": recorded}


def _change(change: Change) -> dict[str, Any]:
    return {
        "on": change.on.isoformat(),
        "by": change.by,
        "what": change.what,
        "before": change.before,
        "after": change.after,
    }
