"""SARIF: valid by the schema of OASIS, right by its text where the schema says nothing, within GitHub's limits."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from checker.model.assessment import InvalidSubject, Report
from checker.model.evidence import Place
from checker.render import Options, notices, render, sarif
from checker.render.findings import MOST
from tests import reports_for_tests as made

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[2] / "schemas" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8")
)
GITHUB, FULL = Options(), Options(sarif_profile="full")


def log(report: Report, options: Options = GITHUB) -> dict[str, Any]:
    """Return the one run of a log that the schema accepts; of many results the last ones are held against it."""
    document = json.loads(render(report, "sarif", options))
    (run,) = document["runs"]
    few = {**document, "runs": [{**run, "results": run["results"][-100:]}]}
    few["runs"][0]["tool"] = {"driver": {**run["tool"]["driver"], "rules": run["tool"]["driver"]["rules"][-100:]}}
    assert [f"{e.json_path}: {e.message[:200]}" for e in Draft4Validator(SCHEMA).iter_errors(few)] == []
    return dict(run)


def many(n: int, reason: str = "a reason") -> Report:
    """Return a report with ``n`` gaps, the worst last."""
    severities = ("advisory", "minor", "major", "critical")
    results = tuple(
        made.result(f"R-{i}", "A title", "not_met", severity=severities[i * 4 // n], reason=f"{reason} {i}")
        for i in range(n)
    )
    return made.report(made.subject(standards=(made.standard(results),)))


def test_the_schema_sees_what_is_wrong() -> None:
    document = json.loads(render(made.report(), "sarif"))
    document["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = -1
    document["runs"][0]["results"][0]["level"] = "critical"
    assert len(list(Draft4Validator(SCHEMA).iter_errors(document))) == 2


def test_full_has_every_kind_with_the_level_that_goes_with_it() -> None:
    run = log(made.report(), FULL)
    kinds = {r["ruleId"]: (r["kind"], r["level"]) for r in run["results"]}
    assert kinds["PAI-PAY-01"] == ("fail", "error")
    assert kinds["PAI-TIME-03"] == ("fail", "warning")
    assert kinds["PAI-CON-01"] == ("review", "none"), "a document that nobody has recorded as read"
    assert kinds["PAI-GRV-01"] == ("open", "none")
    assert kinds["PAI-CON-02"] == ("pass", "none")
    assert kinds["PAI-WEL-01"] == ("notApplicable", "none")
    assert kinds["PAI-QA-09"] == ("open", "none"), "a rule that failed says nothing of the subject"
    assert kinds["input/evidence_missing"] == ("informational", "none")
    assert {kind for kind, _ in kinds.values()} == {
        "fail", "pass", "open", "review", "notApplicable", "informational",
    }  # fmt: skip
    assert all((r["kind"] == "fail") == (r["level"] != "none") for r in run["results"])


def test_full_names_every_input_with_its_hash_and_where_a_number_comes_from() -> None:
    run = log(made.report(), FULL)
    hashes = {a["location"]["uri"]: a["hashes"]["sha-256"] for a in run["artifacts"]}
    assert hashes["vendors/acme/wages/h1.csv"] == made.SHA
    below = next(r for r in run["results"] if r["ruleId"] == "PAI-PAY-01")
    (related,) = below["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "vendors/acme/wages/h1.csv"
    (subject,) = run["properties"]["subjects"]
    assert subject["standards"][0]["score"] == {"shown": 41.23456789, "claimed": 66, "possible": 83.5, "max": 100}


def test_for_github_only_gaps_and_open_items_stand_and_no_kind_that_it_does_not_read() -> None:
    run = log(made.report())
    assert [r["ruleId"] for r in run["results"]] == [
        "PAI-PAY-01", "PAI-PAY-02", "PAI-QA-09", "PAI-GRV-01", "PAI-CON-01", "PAI-TIME-03", "PAI-PRV-02",
    ]  # fmt: skip
    assert all("kind" not in r and "suppressions" not in r and r["level"] != "none" for r in run["results"])
    assert {r["level"] for r in run["results"]} == {"error", "warning", "note"}


@pytest.mark.parametrize("options", [GITHUB, FULL])
def test_what_github_asks_of_a_result_and_a_rule(options: Options) -> None:
    run = log(made.report(), options)
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        (location,) = result["locations"]
        region = location["physicalLocation"]["region"]
        assert all(
            type(region[k]) is int and region[k] >= 1 for k in ("startLine", "startColumn", "endLine", "endColumn")
        )
        assert region["endColumn"] > region["startColumn"]
        assert result["message"]["text"]
    for rule in rules:
        assert len(rule["id"]) <= 255
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert rule["help"]["text"] and rule["help"]["markdown"]
        assert len(rule.get("properties", {}).get("tags", [])) <= 10


@pytest.mark.parametrize("options", [GITHUB, FULL])
def test_a_rule_has_the_former_ids_of_its_requirement_and_no_other_has_any(options: Options) -> None:
    former = {"OLD-2": "PAI-PAY-01", "OLD-10\u202e": "PAI-PAY-01", "OLD-10": "PAI-PAY-01", "GONE": "NOT-THERE"}
    standard = replace(made.report().subjects[0].standards[0], former_ids=former)
    run = log(made.report(made.subject(standards=(standard,))), options)
    found = {r["id"]: r["deprecatedIds"] for r in run["tool"]["driver"]["rules"] if "deprecatedIds" in r}
    assert found == {"PAI-PAY-01": ["OLD-10", "OLD-2"]}, "each once, without what turns a line round"


def test_fingerprints_are_one_a_result_and_end_as_github_wants_them() -> None:
    run = log(made.report(made.subject(), made.subject(id="binda", folder="vendors/binda")))
    marks = [r["partialFingerprints"]["primaryLocationLineHash"] for r in run["results"]]
    assert len(set(marks)) == len(marks) == 14
    assert all(mark.endswith(":1") and len(mark) == 34 for mark in marks)
    twice = made.report(made.subject(standards=(made.standard(), made.standard(edition="2027"))))
    again = Counter(r["partialFingerprints"]["primaryLocationLineHash"] for r in log(twice)["results"])
    assert set(again.values()) == {1}, "two editions of one standard stay apart"
    assert sum(mark.endswith(":2") for mark in again) == 7


def test_the_answers_path_is_the_logical_location_and_a_place_without_a_line_is_the_first() -> None:
    results = (
        made.result("A-1", "t", "not_met", location=Place("questionnaire.yaml", 31, 5, "answers.pay.models")),
        made.result("A-2", "t", "not_met", location=Place("")),
        made.result("A-3", "t", "not_met", location=Place("wages/h1.csv", rows=360)),
    )
    run = log(made.report(made.subject(standards=(made.standard(results),))))
    first, second, third = (r["locations"][0] for r in run["results"])
    assert first["logicalLocations"] == [{"fullyQualifiedName": "answers.pay.models", "kind": "property"}]
    assert second["physicalLocation"]["artifactLocation"]["uri"] == "vendors/acme/questionnaire.yaml"
    for location in (second, third):
        assert location["physicalLocation"]["region"] == {
            "startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 2,
        }  # fmt: skip


@pytest.mark.parametrize(
    ("folder", "target", "based"),
    [
        ("/w/vendors/acme", "vendors/acme/questionnaire.yaml", True),
        ("/else/acme", "file:///else/acme/questionnaire.yaml", False),
        ("vendors/a b", "vendors/a%20b/questionnaire.yaml", True),
    ],
)
def test_a_relative_uri_has_the_working_directory_as_its_base(folder: str, target: str, based: bool) -> None:
    run = log(made.report(made.subject(folder=folder)), Options(base="/w"))
    artifact = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uri"] == target
    assert ("uriBaseId" in artifact) == based
    assert "%SRCROOT%" in run["originalUriBaseIds"]


@pytest.mark.parametrize(
    ("subjects", "invalid", "options", "category"),
    [
        (["acme"], [], GITHUB, "fairlabel/acme/"),
        (["acme", "binda"], [], GITHUB, "fairlabel/"),
        (["acme", "binda"], [], Options(subject="vendors/binda"), "fairlabel/binda/"),
        ([], ["vendors/acme"], GITHUB, "fairlabel/acme/"),
        (["acme"], ["vendors/binda"], GITHUB, "fairlabel/"),
        ([], [], GITHUB, "fairlabel/"),
    ],
)
def test_an_upload_replaces_the_one_of_the_same_subjects(
    subjects: list[str], invalid: list[str], options: Options, category: str
) -> None:
    found = tuple(made.subject(id=name, folder=f"vendors/{name}") for name in subjects)
    broken = tuple(InvalidSubject(folder, ("x",)) for folder in invalid)
    run = log(Report(found, broken, "0.1.0", "major", 0), options)
    assert run["automationDetails"]["id"] == category


def test_results_stand_even_where_there_are_none() -> None:
    fine = made.standard((made.result("A-1", "t", "met"),))
    assert log(made.report(made.subject(standards=(fine,))))["results"] == []
    assert log(Report((), (), "0.1.0", "major", 4))["results"] == []


@pytest.mark.parametrize("options", [GITHUB, FULL])
def test_a_subject_that_could_not_be_read_is_an_error_result_and_the_run_no_success(options: Options) -> None:
    """Without it GitHub would close the alerts of a former run as fixed."""
    broken = InvalidSubject("vendors/b", ("vendors/b/questionnaire.yaml:4:2, pay: no option", "vendors/b: no period"))
    run = log(made.report(invalid=(broken,)), options)
    found = [r for r in run["results"] if r["ruleId"] == "not-assessed"]
    assert [r["level"] for r in found] == ["error", "error"]
    assert found[0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 4
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    notes = Counter(n["descriptor"]["id"] for n in invocation["toolExecutionNotifications"])
    assert notes == {"not-assessed": 2, "rule-failed": 1}


def test_thirty_thousand_findings_are_cut_worst_first_and_it_is_said() -> None:
    whole = many(30_000)
    run = log(whole)
    assert len(run["results"]) == MOST == 5000
    assert Counter(r["properties"]["severity"] for r in run["results"]) == {"critical": 5000}
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["descriptor"]["id"] == "left-out"
    assert "25,000 are not (10,000 errors, 7,500 warnings, 7,500 notes)" in note["message"]["text"]
    (told,) = notices(whole, "sarif", GITHUB)
    assert "25,000 are not" in told
    assert notices(whole, "sarif", FULL) == () == notices(made.report(), "sarif", GITHUB)
    assert len(gzip.compress(render(whole, "sarif"))) < 10_000_000


def test_full_is_never_cut() -> None:
    whole = replace(many(6000), fail_on="minor")
    assert sum(r["kind"] == "fail" for r in log(whole, FULL)["results"]) == 6000


def test_what_is_too_large_when_packed_is_cut_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_BYTES", 100_000)
    noise = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=900))
    results = tuple(
        made.result(f"R-{i}", "t", "not_met", reason="".join(random.Random(i).sample(noise, 900))) for i in range(400)
    )
    run = log(made.report(made.subject(standards=(made.standard(results),))))
    assert 50 < len(run["results"]) < 250
    assert "are not (" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


def test_gate_and_exit_code_are_told_and_not_made() -> None:
    run = log(replace(made.report(), exit_code=5))
    assert run["invocations"][0]["exitCode"] == 5
    assert {r["ruleId"] for r in run["results"] if r["properties"]["gate"]} == {
        "PAI-PAY-01", "PAI-PAY-02", "PAI-QA-09", "PAI-GRV-01", "PAI-CON-01",
    }  # fmt: skip


def test_no_worker_and_no_hidden_number_is_in_it() -> None:
    """The lowest ratio of one worker is hidden; published is the mean of the lowest five."""
    text = render(made.report(), "sarif", FULL).decode("utf-8")
    assert "0.61" not in text
