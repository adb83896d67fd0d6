"""A ballot of workers as the report shows it: who voted, how many, when, and the same gaps in their order."""

from __future__ import annotations

from typing import Any

from checker.model.assessment import StandardResult
from checker.render.plain import number
from checker.render.words import count

GAPS = ("not_met", "partly_met", "error")
"""What the report lists as not met."""


def ballot_view(standard: StandardResult) -> dict[str, Any] | None:
    """Return the ballot on one standard, no count of fewer than k workers in it; None where there is none."""
    found = standard.priorities
    if found is None:
        return None
    ballot = found.ballot
    gaps = {s.clause.requirement for s in standard.standings if s.status in GAPS}
    return {
        "file": ballot.input.path,
        "sha256": ballot.input.sha256,
        "counted_by": {"role": ballot.role, "organisation": ballot.organisation},
        "held": ballot.held.isoformat(),
        "method": ballot.method,
        "choices": ballot.choices,
        "subject": ballot.subject,
        "asked": found.asked,
        "voted": found.voted if not found.hidden else None,
        "groups": [
            {
                "group": group.group,
                "country": group.country,
                "asked": group.asked if shown and not found.hidden else None,
                "voted": group.voted if shown and not found.hidden else None,
            }
            for group, shown in found.groups
        ],
        "level": ballot.level,
        "hidden": found.hidden,
        "order": [
            {"requirement": p.requirement, "item": p.item, "share": number(p.share), "shown_as": p.shown_as}
            for p in found.order
            if p.requirement in gaps
        ],
    }


def who_voted(ballot: dict[str, Any]) -> str:
    """Return in a sentence who voted, how many, when, how, and who counted."""
    counted = ballot["counted_by"]
    if ballot["asked"] is None:
        turnout = f"{count(ballot['voted'] or 0, 'worker')} voted, nearly all who were asked"
    else:
        turnout = f"{ballot['voted'] or 0:,} of {count(ballot['asked'], 'worker')} voted"
    voted = ballot["hidden"] or turnout
    groups = "; ".join(_group(group) for group in ballot["groups"])
    choices = f", up to {count(ballot['choices'], 'choice')} each" if ballot["choices"] else ""
    return (
        f"{voted} ({groups}) on {ballot['held']}, {ballot['method']}{choices}; counted by {counted['role']}, "
        f"{counted['organisation']} ({ballot['file']})"
    )


def _group(group: dict[str, Any]) -> str:
    where = f", {group['country']}" if group["country"] else ""
    voted = f": {group['voted']:,} of {group['asked']:,}" if group["voted"] is not None else ": hidden"
    return f"{group['group']}{where}{voted}"
