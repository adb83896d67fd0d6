"""What is waived, and what a baseline knows, in the formats for CI: never lost, never an alert, never a failure."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from jsonschema import Draft4Validator
from junitparser import JUnitXml, Skipped

from checker.render import Options, render
from checker.render import findings as findings_module
from checker.render.github import summary
from tests import reports_for_tests as made
from tests.unit.render.test_sarif import SCHEMA

WAIVER = {
    "reason": "The new rates start in October.", "approved_by": "head of sourcing", "from": "2026-07-01",
    "until": "2026-12-31", "remedy": "Raise the rates.", "place": {"file": "waivers.yaml", "line": 3, "column": 5},
}  # fmt: skip
LAID = {"PAI-PAY-02": {"waiver": WAIVER}, "PAI-CON-01": {"waiver": WAIVER}, "PAI-TIME-03": {"baseline": "known"}}


@pytest.fixture(autouse=True)
def laid_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lay a waiver over a gap and over an open item; a minor gap is known, everything else new."""
    plain = findings_module.result_view

    def with_overlays(*arguments: Any) -> dict[str, Any]:
        view = plain(*arguments)
        return {**view, "baseline": "new", **LAID.get(view["requirement"], {})}

    monkeypatch.setattr(findings_module, "result_view", with_overlays)


def results(options: Options) -> dict[str, dict[str, Any]]:
    document = json.loads(render(made.report(), "sarif", options))
    assert list(Draft4Validator(SCHEMA).iter_errors(document)) == []
    return {r["ruleId"]: r for r in document["runs"][0]["results"]}


def test_a_full_log_suppresses_what_is_waived_and_says_by_whom_and_until_when() -> None:
    found = results(Options(sarif_profile="full"))
    (suppression,) = found["PAI-PAY-02"]["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("external", "accepted")
    assert suppression["justification"] == "The new rates start in October."
    assert suppression["properties"] == {
        "approved_by": "head of sourcing", "from": "2026-07-01", "until": "2026-12-31", "remedy": "Raise the rates.",
    }  # fmt: skip
    place = suppression["location"]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("waivers.yaml", 3)
    assert (found["PAI-PAY-02"]["kind"], found["PAI-PAY-02"]["level"]) == ("fail", "error"), "the result stays"
    assert all(isinstance(r["suppressions"], list) for r in found.values()), "all or none have the property"
    assert {name for name, r in found.items() if r["suppressions"]} == {"PAI-PAY-02", "PAI-CON-01"}
    assert {r.get("baselineState") for r in found.values()} == {"new", "unchanged", None}
    assert found["PAI-TIME-03"]["baselineState"] == "unchanged"
    assert found["PAI-PAY-02"]["properties"]["gate"] is False


def test_github_and_gitlab_leave_out_what_is_waived() -> None:
    """GitHub reads no suppressions: a waived result would be an open alert."""
    assert not {"PAI-PAY-02", "PAI-CON-01"} & set(results(Options()))
    assert "PAI-TIME-03" in results(Options())
    names = {e["check_name"] for e in json.loads(render(made.report(), "gitlab"))}
    assert not {"PAI-PAY-02", "PAI-CON-01"} & names and "PAI-PAY-01" in names


def test_annotations_are_for_what_is_new() -> None:
    text = render(made.report(), "github").decode("utf-8")
    assert "PAI-PAY-01" in text
    assert not any(name in text for name in ("PAI-PAY-02", "PAI-CON-01", "PAI-TIME-03"))


def test_a_case_that_is_waived_is_skipped_and_says_so() -> None:
    cases = {c.name.split(" · ")[1]: c for suite in JUnitXml.fromstring(render(made.report(), "junit")) for c in suite}
    for name in ("PAI-PAY-02", "PAI-CON-01"):
        (found,) = cases[name].result
        assert isinstance(found, Skipped) and found.type == "excused"
        assert found.message.startswith("Waived until 2026-12-31 by head of sourcing: The new rates start in October. ")
    assert type(cases["PAI-PAY-01"].result[0]).__name__ == "Failure"


def test_a_row_has_the_end_of_its_waiver_and_what_the_baseline_says() -> None:
    rows = {
        row["requirement"]: (row["waiver_until"], row["baseline"])
        for row in csv.DictReader(io.StringIO(render(made.report(), "csv").decode("utf-8-sig"), newline=""))
    }
    assert rows["PAI-PAY-02"] == ("2026-12-31", "new")
    assert rows["PAI-TIME-03"] == ("", "known")
    assert len(rows) == 7


def test_the_summary_counts_what_is_waived_and_names_what_is_known() -> None:
    text = summary(made.report(), Options()).decode("utf-8")
    assert "2 findings waived" in text
    assert "PAI-PAY-02" not in text
    assert "minor, known" in text
