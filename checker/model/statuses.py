"""The words that results are said in: status of a requirement, verdict on a standard or subject, severity of a gap."""

from __future__ import annotations

from typing import Literal

Status = Literal["met", "partly_met", "not_met", "claimed", "unknown", "not_applicable", "error"]
STATUSES: tuple[Status, ...] = ("met", "partly_met", "not_met", "claimed", "unknown", "not_applicable", "error")
Verdict = Literal["does_not_meet", "cannot_conclude", "meets_with_actions", "meets"]
VERDICTS: tuple[Verdict, ...] = ("does_not_meet", "cannot_conclude", "meets_with_actions", "meets")
"""Worst first."""
Severity = Literal["critical", "major", "minor", "advisory"]
SEVERITIES: tuple[Severity, ...] = ("critical", "major", "minor", "advisory")
