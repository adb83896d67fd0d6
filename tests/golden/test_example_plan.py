"""The plan that ships with an example: what its README says of it, worked out from the file apart from the package."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from checker.cli.main import run
from checker.load.yaml_text import parse
from checker.pipeline import forms

Captured = pytest.CaptureFixture[str]
EXAMPLES = Path(__file__).resolve().parents[2] / "vendor_templates" / "examples"
SUPPLIER, PLAN = EXAMPLES / "lakeshore-data-services", EXAMPLES / "plans" / "lakeshore-data-services.yaml"
DAY = date(2026, 11, 2)


def written() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(PLAN.read_text(encoding="utf-8"))
    return found


def held(capsys: Captured, *arguments: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = run(["plan", "check", str(SUPPLIER), *arguments, "--gate-date", str(DAY), "--format", "json"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)["plan"]
    return code, found


def test_it_says_that_it_is_invented_and_names_roles_only() -> None:
    text = PLAN.read_text(encoding="utf-8")
    assert "# INVENTED, as the supplier is" in text
    roles = {"procurement lead", "payroll manager", "head of operations", "head of people"}
    roles |= {"team lead for sensitive projects", "supplier", "both"}
    assert {row["owner"] for row in written()["actions"]} == roles
    assert {c["by"] for one in written()["record"] for c in one.get("changes") or ()} == {
        "procurement lead", "head of operations",
    }  # fmt: skip
    document = parse(PLAN.read_bytes(), "plan.yaml").value
    assert [e.message for e in Draft202012Validator(forms.schema("plan")).iter_errors(document)] == []


def test_it_has_every_action_that_the_supplier_begins_a_plan_with(tmp_path: Path) -> None:
    assert run(["plan", "new", str(SUPPLIER), "-o", str(tmp_path / "new.yaml"), "--gate-date", "2026-07-20"]) == 0
    fresh = yaml.safe_load((tmp_path / "new.yaml").read_text(encoding="utf-8"))
    mine, theirs = ([r["requirement"] for r in plan["actions"]] for plan in (written(), fresh))
    assert mine == theirs and len(mine) == 82
    told = ("title", "severity", "result", "why", "expected", "effect")
    for row, new in zip(written()["actions"], fresh["actions"], strict=True):
        assert [row.get(key) for key in told] == [new.get(key) for key in told], row["requirement"]


def test_what_is_overdue_and_lowered_is_what_its_rows_and_its_record_say(capsys: Captured) -> None:
    rows = {row["requirement"]: row for row in written()["actions"]}
    agreed = {one["requirement"]: one["agreed"] for one in written()["record"]}
    overdue = {name: (DAY - row["due"]).days for name, row in rows.items() if row["due"] < DAY}
    lowered = {
        name for name, row in rows.items()
        if row["due"] > agreed[name]["due"] or row["target"] != agreed[name]["target"] or row["state"] == "not_planned"
    }  # fmt: skip
    assert (len(overdue), lowered) == (8, {"PAI-PAY-23", "PAI-SUB-02", "PAI-COM-09"})
    for given in (PLAN, PLAN.parent):
        code, found = held(capsys, "--plan", str(given))
        actions = {a["requirement"]: a for a in found["actions"]}
        assert (code, found["own"], found["problems"]) == (1, False, [])
        assert {name: a["overdue"] for name, a in actions.items() if a["overdue"]} == overdue
        assert {name for name, a in actions.items() if a["lowered"]} == lowered
        assert actions["PAI-WEL-04"]["stands"] == "closed_by_supplier_only"
        assert len(actions) == 82


def test_it_changes_nothing_about_the_supplier(capsys: Captured) -> None:
    """The settings beside the examples name it."""
    found = []
    for more in ([], ["--config", str(EXAMPLES / "fairlabel.yaml")]):
        capsys.readouterr()
        code = run(["check", str(SUPPLIER), "--format", "json", *more])
        (subject,) = json.loads(capsys.readouterr().out)["subjects"]
        standard = subject["standards"][0]
        found.append((code, standard["verdict"], standard["score"], [r["status"] for r in standard["results"]]))
        assert ("plan" in subject) == bool(more)
    assert found[0] == found[1]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_it_goes_through_every_form_and_comes_back_as_it_was(kind: str, tmp_path: Path) -> None:
    """But for the remark that says that it is invented, which a workbook cannot hold."""
    shutil.copyfile(PLAN, tmp_path / "plan.yaml")
    assert run(["plan", "convert", str(tmp_path / "plan.yaml"), "-o", str(tmp_path / f"plan.{kind}")]) == 0
    assert run(["plan", "convert", str(tmp_path / f"plan.{kind}"), "-o", str(tmp_path / "back.yaml")]) == 0
    lines = [line for line in PLAN.read_text("utf-8").splitlines() if not line.startswith("# INVENTED")]
    assert (tmp_path / "back.yaml").read_text("utf-8").splitlines() == lines
