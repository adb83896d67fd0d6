"""Standings as the tests of the adding-up need them: a status, a severity, a weight and three credits."""

from __future__ import annotations

from checker.model.assessment import Clause, Credit, Standing
from checker.model.statuses import Severity, Status

WEIGHTS = {"critical": 8.0, "major": 4.0, "minor": 1.0, "advisory": 0.0}
CREDITS = {
    "met": Credit(1, 1, 1),
    "partly_met": Credit(0.5, 0.5, 0.5),
    "not_met": Credit(0, 0, 0),
    "claimed": Credit(0, 1, 1),
    "unknown": Credit(0, 0, 1),
    "not_applicable": Credit(0, 0, 0),
    "error": Credit(0, 0, 1),
}


def a_result(status: Status, severity: Severity = "major", name: str = "T-1", credit: Credit | None = None) -> Standing:
    """Return the standing on one requirement with the usual credit of its status."""
    clause = Clause(
        requirement=name, title="t", sentence="s", theme="pay", profile="core", severity=severity,
        weight=WEIGHTS[severity], source={}, threshold_origin="source", normative_status="pai_guideline", remedy=None,
        why="", evidence_asked={},
    )  # fmt: skip
    return Standing(clause, status, credit or CREDITS[status])
