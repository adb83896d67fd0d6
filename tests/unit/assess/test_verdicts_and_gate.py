"""The tables of verdicts and exit codes, row by row."""

from __future__ import annotations

import pytest

from checker.assess.gate import run_code, subject_code
from checker.assess.verdicts import verdict, worst
from checker.model.assessment import Result
from checker.model.statuses import Severity, Status, Verdict
from tests.unit.assess.results import a_result

R = tuple[Status, Severity]


def results(*rows: R) -> list[Result]:
    return [a_result(status, severity, f"T-{n}") for n, (status, severity) in enumerate(rows)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("met", "critical")], "meets"),
        ([("met", "critical"), ("not_applicable", "major")], "meets"),
        ([("met", "critical"), ("not_met", "minor")], "meets_with_actions"),
        ([("met", "critical"), ("unknown", "minor")], "meets_with_actions"),
        ([("met", "critical"), ("claimed", "advisory")], "meets_with_actions"),
        ([("met", "critical"), ("unknown", "major")], "cannot_conclude"),
        ([("met", "critical"), ("claimed", "critical")], "cannot_conclude"),
        ([("met", "critical"), ("error", "major")], "cannot_conclude"),
        ([("not_applicable", "critical")], "cannot_conclude"),
        ([], "cannot_conclude"),
        ([("unknown", "minor")], "cannot_conclude"),
        ([("met", "critical"), ("partly_met", "major")], "does_not_meet"),
        ([("met", "critical"), ("not_met", "major"), ("unknown", "critical")], "does_not_meet"),
    ],
)
def test_verdict(rows: list[R], expected: Verdict) -> None:
    assert verdict(results(*rows))[0] == expected


def test_what_holds_a_verdict_is_named() -> None:
    got, why = verdict(results(("met", "critical")), ["the headcount is not documented"])
    assert (got, why) == ("cannot_conclude", ("the headcount is not documented",))


def test_that_nothing_applies_is_said_first() -> None:
    idle = ["in force from 2026-12-02"]
    said = "nothing of it applies: in force from 2026-12-02"
    assert verdict(results(("not_applicable", "critical")), (), idle) == ("cannot_conclude", (said,))
    assert verdict([], ["the headcount is not documented"], idle)[1] == (said, "the headcount is not documented")
    # Where an assessor takes it up all the same, what is open is named.
    assert verdict(results(("unknown", "major")), (), idle)[1] == ("T-0 (major): unknown",)


def test_a_failure_outranks_what_holds() -> None:
    assert verdict(results(("not_met", "major")), ["the period is short"])[0] == "does_not_meet"


def test_worst_of_several_standards() -> None:
    assert worst(["meets", "meets_with_actions", "cannot_conclude"]) == "cannot_conclude"
    assert worst([]) == "cannot_conclude"


@pytest.mark.parametrize(
    ("rows", "fail_on", "code"),
    [
        ([("met", "critical")], "major", 0),
        ([("met", "minor"), ("not_met", "minor")], "major", 0),
        ([("not_met", "minor")], "minor", 1),
        ([("unknown", "minor")], "minor", 5),
        ([("met", "minor"), ("not_met", "major")], "critical", 0),
        ([("partly_met", "major")], "major", 1),
        ([("claimed", "major")], "major", 5),
        ([("unknown", "critical"), ("not_met", "major")], "major", 1),
        ([("not_met", "critical"), ("unknown", "critical")], "never", 0),
        ([("error", "advisory")], "never", 3),
        ([("error", "minor"), ("not_met", "critical")], "major", 3),
        ([("met", "minor"), ("not_met", "advisory"), ("unknown", "advisory")], "minor", 0),
        ([], "major", 5),
        ([], "never", 0),
        ([("not_applicable", "critical")], "major", 5),
        ([("not_met", "minor")], "major", 5),
    ],
)
def test_code_of_a_subject(rows: list[R], fail_on: str, code: int) -> None:
    assert subject_code(results(*rows), fail_on) == code


def test_what_holds_the_verdict_keeps_the_gate_open() -> None:
    assert subject_code(results(("met", "critical")), "major", ["no headcount"]) == 5
    assert subject_code(results(("met", "critical")), "never", ["no headcount"]) == 0


def test_evidence_too_old_on_the_day_of_the_gate_counts_as_claimed_there() -> None:
    assert subject_code(results(("met", "critical")), "major", expired=["T-0"]) == 5
    assert subject_code(results(("met", "minor")), "major", expired=["T-0"]) == 0


@pytest.mark.parametrize(
    ("codes", "code"), [([0, 0], 0), ([0, 4], 4), ([4, 5], 5), ([5, 1], 1), ([1, 3, 0], 3), ([], 4)]
)
def test_code_of_a_run(codes: list[int], code: int) -> None:
    assert run_code(codes) == code
