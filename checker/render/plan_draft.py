"""The plan that an assessment begins: an action for each gap and open item, with the pack's remedy, owner and due day.

Due days are the day on which a plan begins plus the days of the remedy. What people then write is theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from checker.model.plan import About, Plan, Recorded, Row, Terms, tidy
from checker.render.actions import Action, actions
from checker.render.summary import as_sentence

View = Mapping[str, Any]


def drafted(subject: View, on: date | None) -> Plan:
    """Return the plan that the results of ``subject`` begin on the day ``on``, the worst of each standard first."""
    start = on.isoformat() if on else None
    rows = [_row(standard, a) for standard in subject["standards"] for a in actions(subject, standard, start=start)]
    record = [Recorded(row.key, on, row.terms, row.terms, row.state, row.about.result) for row in rows]
    return Plan(subject["id"], _day(subject["as_of"]), tuple(rows), tuple(record))


def _row(standard: View, action: Action) -> Row:
    result = action.result
    key = (standard["id"], standard["edition"], result["requirement"])
    about = About(
        title=tidy(result["title"]),
        severity=result["severity"],
        result=result["status"],
        why=tidy(as_sentence(result["reason"])),
        expected=tidy(action.expected),
        effect=action.effect,
    )
    return Row(key, Terms(action.owner, action.due), remedy=tidy(action.remedy), about=about)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
