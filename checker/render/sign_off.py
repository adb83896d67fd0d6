"""Who stands behind a report: what an assessor's file says of it, and places to be filled in by pen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from checker.render.words import count

View = Mapping[str, Any]


class Line(NamedTuple):
    """One line of the block; what is empty is left for the pen."""

    part: str
    role: str = ""
    organisation: str = ""
    date: str = ""
    said: str = ""
    """What the report knows of it, in a sentence."""


def sign_off(subject: View, standards: Sequence[View]) -> tuple[Line, ...]:
    """Return the lines: prepared by, one reviewer for each that recorded decisions, the reply of who was judged."""
    replies = sum(bool(r["response"]) for s in standards for r in s["results"])
    printed = (
        f"{count(replies, 'reply', 'replies')} printed with the results" if replies else "none received in the files"
    )
    return (
        Line("Prepared by"),
        *_reviewers(subject["decisions"]),
        Line(f"Right of reply: the {subject['kind']}", said=printed),
    )


def _reviewers(decisions: Sequence[View]) -> tuple[Line, ...]:
    found: dict[tuple[str, str], list[View]] = {}
    for decision in decisions:
        found.setdefault((decision["role"], decision["organisation"]), []).append(decision)
    if not found:
        return (Line("Reviewed by", said="no assessor's file was given"),)
    return tuple(_reviewer(role, organisation, mine) for (role, organisation), mine in found.items())


def _reviewer(role: str, organisation: str, decisions: Sequence[View]) -> Line:
    said = f"{count(len(decisions), 'decision')} recorded, the last on the date given"
    return Line("Reviewed by", role, organisation, max(d["on"] for d in decisions), said)
