"""What is left to do: every result that is not met, by when, by whom, and what it would bring.

For the formats that carry a plan. Nothing here changes a status; a due day is the day of the assessment
plus the days of the pack's remedy, never today's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from checker.model.plan import as_points
from checker.render.plain import number
from checker.render.summary import FAILED, evidence_asked, mend, worst_first

View = Mapping[str, Any]
_NO_DAY = "no day of assessment is known, so there is no due day"
_BEYOND = "the due day lies beyond the calendar"
NO_REMEDY = "The standard names no remedy; see what the requirement asks."


class Action(NamedTuple):
    """One requirement that calls for something to be done."""

    result: View
    remedy: str
    owner: str
    """supplier, buyer or both; empty where the pack names nobody."""
    due: date | None
    why_no_due: str
    """Empty where there is a due day, or where the pack sets none."""
    expected: str
    """The evidence that would show it."""
    effect: float | None
    """Points that the shown score would gain if this alone were met; None where that hangs on other requirements."""
    waiver: View | None


def actions(subject: View, standard: View, *, planned: bool = False, start: str | None = None) -> list[Action]:
    """Return what is left to do for one standard, the worst first: gaps, then what is only said, then the unknown.

    With ``planned`` owner, due day and remedy are those of the subject's action plan, where it has one. The days that
    a remedy is given run from ``start``, else from the day of the assessment.
    """
    by_id = {r["requirement"]: r for r in standard["results"]}
    gains = effects(standard)
    ordered = worst_first(by_id.values(), "error", *FAILED, "claimed", "unknown")
    found = [_action(result, start or subject["as_of"], gains.get(result["requirement"])) for result in ordered]
    if not planned or "plan" not in subject:
        return found
    rows = {
        row["requirement"]: row
        for row in subject["plan"]["actions"]
        if row["in_plan"] and (row["standard"], row["edition"]) == (standard["id"], standard["edition"])
    }
    return [_as_planned(action, rows.get(action.result["requirement"])) for action in found]


def effects(standard: View) -> dict[str, float]:
    """Return requirement -> points of the shown score that it would add if it alone were met, as people read them.

    For the models ``weighted`` and ``deduction``; points by pairs hang on other requirements, and ``none`` has none.
    """
    score = standard["score"]
    counted = [r for r in standard["results"] if r["status"] != "not_applicable"]
    total = sum(r["weight"] or 0 for r in counted)
    earned = sum((r["weight"] or 0) * (r["credit"]["shown"] or 0) for r in counted)
    if score["model"] not in ("weighted", "deduction") or total <= 0:
        return {}
    missing = {r["requirement"]: (r["weight"] or 0) * (1 - (r["credit"]["shown"] or 0)) for r in counted}
    if score["model"] == "weighted":
        gains = {name: score["max"] * weight / total for name, weight in missing.items()}
    else:
        now = max(0.0, score["max"] - (total - earned))
        gains = {name: max(0.0, score["max"] - (total - earned - w)) - now for name, w in missing.items()}
    return {name: number(as_points(gain)) or 0 for name, gain in gains.items()}


def due_day(as_of: str | None, days: int | None) -> tuple[date | None, str]:
    """Return the due day and, where there should be one and is none, why.

    >>> due_day("2026-06-30", 90), due_day(None, 90), due_day("2026-06-30", None)
    ((datetime.date(2026, 9, 28), ''), (None, 'no day of assessment is known, so there is no due day'), (None, ''))
    """
    if days is None:
        return None, ""
    if as_of is None:
        return None, _NO_DAY
    try:
        return date.fromisoformat(as_of) + timedelta(days=days), ""
    except OverflowError:
        return None, _BEYOND


def _as_planned(action: Action, row: View | None) -> Action:
    if row is None:
        return action
    return action._replace(
        owner=row["owner"],
        due=date.fromisoformat(row["due"]) if row["due"] else None,
        why_no_due="" if row["due"] else "the action plan names no due day",
        remedy=row["remedy"] or action.remedy,
    )


def _action(result: View, start: str | None, effect: float | None) -> Action:
    remedy = result["remedy"] or {}
    due, why = due_day(start, remedy.get("due_days"))
    return Action(
        result=result,
        remedy=remedy.get("text") or NO_REMEDY,
        owner=remedy.get("owner") or "",
        due=due,
        why_no_due=why,
        expected=mend(result) if result["status"] == "claimed" else evidence_asked(result),
        effect=effect,
        waiver=result.get("waiver"),
    )
