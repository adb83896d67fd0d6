"""GitLab Code Quality: the five fields that GitLab reads, one fingerprint each, cut worst first."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from jsonschema import Draft202012Validator

from checker.model.assessment import InvalidSubject, Report
from checker.render import Options, notices, render
from tests import reports_for_tests as made
from tests.unit.render.test_sarif import many

NONE = Options()
SHAPE = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32,}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "additionalProperties": False,
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^/]"},
                    "lines": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
"""As GitLab's page on the report's format has it."""


def entries(report: Report, options: Options = NONE) -> list[dict[str, Any]]:
    content = render(report, "gitlab", options)
    assert content.startswith(b"["), "no byte order mark"
    found: list[dict[str, Any]] = json.loads(content)
    Draft202012Validator(SHAPE).validate(found)
    assert len({entry["fingerprint"] for entry in found}) == len(found)
    return found


def test_gaps_and_open_items_with_severity_and_place() -> None:
    found = {e["check_name"]: (e["severity"], e["location"]["lines"]["begin"]) for e in entries(made.report())}
    assert found == {
        "PAI-PAY-01": ("blocker", 31), "PAI-PAY-02": ("critical", 31), "PAI-QA-09": ("blocker", 31),
        "PAI-GRV-01": ("major", 31), "PAI-CON-01": ("major", 31), "PAI-TIME-03": ("minor", 31),
        "PAI-PRV-02": ("info", 31),
    }  # fmt: skip


def test_a_fingerprint_lasts() -> None:
    """By hand: sha256 of "acme/pai/PAI-PAY-01/gap", the first half."""
    (first, *_) = entries(made.report())
    assert first["fingerprint"] == "a34897ff27953ae566df9696a0927511"


def test_two_editions_of_one_standard_stay_apart() -> None:
    both = made.subject(standards=(made.standard(), made.standard(edition="2027")))
    assert len(entries(made.report(both))) == 14


def test_a_subject_that_could_not_be_read_blocks() -> None:
    broken = InvalidSubject("vendors/b", ("vendors/b/questionnaire.yaml:4:2, pay: no option",))
    (entry,) = entries(Report((), (broken,), "0.1.0", "major", 3))
    assert (entry["severity"], entry["location"]) == (
        "blocker", {"path": "vendors/b/questionnaire.yaml", "lines": {"begin": 4}},
    )  # fmt: skip


def test_nothing_to_say_is_an_empty_array() -> None:
    assert entries(Report((), (), "0.1.0", "major", 4)) == []


def test_thirty_thousand_findings_are_cut_worst_first_and_it_is_said() -> None:
    whole = many(30_000)
    found = entries(whole)
    assert Counter(e["severity"] for e in found) == {"blocker": 5000, "info": 1}
    assert found[-1]["check_name"] == "left-out"
    assert "25,000 are not (10,000 errors, 7,500 warnings, 7,500 notes)" in found[-1]["description"]
    (told,) = notices(whole, "gitlab", NONE)
    assert "25,000 are not" in told
    assert notices(made.report(), "gitlab", NONE) == ()
