"""``fairlabel next``: what it asks for, what it leaves alone, and that it goes the same way as the report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from checker.cli.main import run
from checker.pipeline.forms import schema
from tests.subjects import write_subject

Captured = pytest.CaptureFixture[str]
EXAMPLES = Path(__file__).resolve().parents[3] / "vendor_templates" / "examples"
SILENT = """\
fairlabel: questionnaire/1
template: annotation-supplier
vendor: {id: acme, name: Acme, country: KE, kinds: [bpo]}
scope:
  period: {from: 2026-01-01, to: 2026-06-30}
  sites: [{place: KE, headcount: 60}]
answers: {}
"""


def steps(folder: Path, capsys: Captured, *options: str) -> list[dict[str, Any]]:
    assert run(["next", str(folder), "--format", "json", *options]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [error.message for error in Draft202012Validator(schema("next")).iter_errors(document)] == []
    (subject,) = document["subjects"]
    found: list[dict[str, Any]] = subject["steps"]
    return found


def test_what_the_assessor_of_tidewater_read_is_what_is_asked_for_without_the_assessors_file(capsys: Captured) -> None:
    """The assessor's file settles all but one; without it the list is what that file holds (see its README)."""
    found = steps(EXAMPLES / "tidewater-annotation", capsys)
    read = {step["name"] for step in found if step["owner"] == "assessor"}
    assert read == {
        "worker-terms", "engagement-register", "grievance-procedure", "handbook", "pay-policy", "risk-assessment",
        "rate-calculation",
    }  # fmt: skip
    assert [step["verdict"] for step in found if step["verdict"]] == ["meets_with_actions"]
    critical = {name for step in found for name in step["settles"]}
    assert critical >= {
        "PAI-COM-01",
        "PAI-CON-03",
        "PAI-GRV-01",
        "PAI-PAY-05",
        "PAI-SUB-02",
        "PAI-WEL-02",
        "PAI-WEL-04",
    }


def test_an_assessor_who_read_all_leaves_nothing_on_the_list(capsys: Captured) -> None:
    read = str(EXAMPLES / "assessments" / "tidewater-annotation.yaml")
    assert steps(EXAMPLES / "tidewater-annotation", capsys, "--assessment", read) == []
    assert run(["next", str(EXAMPLES / "tidewater-annotation"), "--assessment", read]) == 0
    assert "nothing is open" in capsys.readouterr().out


def test_gains_add_up_to_what_is_possible(tmp_path: Path, capsys: Captured) -> None:
    """Of a silent supplier everything is possible: what is settled well shows all points, n/a counts for none."""
    write_subject(tmp_path / "acme", SILENT)
    found = steps(tmp_path / "acme", capsys)
    assert sum(step["gain"].get("pai", 0) for step in found) == pytest.approx(100)
    assert [step["needed"] for step in found] == sorted((step["needed"] for step in found), reverse=True)
    effects = [step["kind"] for step in found]
    assert effects.count("pay") == 1, "pay data are one thing to bring"
    assert {step["owner"] for step in found} == {"subject", "assessor"}


def test_of_alternatives_one_is_needed_and_what_is_decided_is_left_alone(tmp_path: Path, capsys: Captured) -> None:
    """FWA-1.1-a asks for a rule on the legal floor, or else for a legal review or a union agreement."""
    write_subject(tmp_path / "acme", SILENT)
    found = steps(tmp_path / "acme", capsys, "--standard", "fairwork-ai")
    asked = {step["name"]: step["needed"] for step in found}
    assert asked["answers.pay.legal_floor_rule"] is True
    assert asked.get("legal_review", False) is asked.get("union_agreement", False) is False
    write_subject(
        tmp_path / "said",
        SILENT.replace("answers: {}", "answers: {pay: {legal_floor_rule: higher_of_law_and_agreement}}"),
    )
    later = {step["name"] for step in steps(tmp_path / "said", capsys, "--standard", "fairwork-ai")}
    assert "answers.pay.legal_floor_rule" not in later


def test_the_report_of_one_subject_holds_the_same_list(capsys: Captured) -> None:
    folder = EXAMPLES / "millgate-labelling"
    found = steps(folder, capsys)
    assert run(["check", str(folder), "--format", "json", "--fail-on", "never"]) == 0
    assert json.loads(capsys.readouterr().out)["subjects"][0]["next"] == found
    assert run(["next", str(folder)]) == 0
    short = capsys.readouterr().out
    assert f"{sum(step['needed'] for step in found)} things to bring" in short
    assert " 12. " in short
    assert " 13. " not in short
    assert run(["next", str(folder), "--all"]) == 0
    assert " 13. " in capsys.readouterr().out


def test_json_of_several_subjects_leaves_it_to_this_command(capsys: Captured) -> None:
    two = [str(EXAMPLES / name) for name in ("millgate-labelling", "lakeshore-data-services")]
    assert run(["check", *two, "--format", "json", "--fail-on", "never"]) == 0
    assert all("next" not in subject for subject in json.loads(capsys.readouterr().out)["subjects"])
    assert run(["next", *two, "--format", "json"]) == 0
    assert all(subject["steps"] for subject in json.loads(capsys.readouterr().out)["subjects"])


def test_codes(tmp_path: Path, capsys: Captured) -> None:
    assert run(["next", str(tmp_path)]) == 4
    write_subject(tmp_path / "acme", SILENT.replace("KE, kinds", "UK, kinds"))
    assert run(["next", str(tmp_path / "acme")]) == 3
    assert "Nothing was assessed for" in capsys.readouterr().out
    assert run(["next", str(tmp_path / "gone")]) == 2
