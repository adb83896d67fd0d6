"""A pack gives a requirement another id: all that was written before under the former one still speaks of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest

from checker.cli.main import run
from checker.pipeline.forms import schema
from tests.overlays_for_tests import DAY, Captured, document, results, subject, update, waiver, waivers
from tests.subjects import questionnaire, write_subject

ROOT = Path(__file__).resolve().parents[3]
OLD, NEW = "OLD-3", "PAI-COM-03"
JUDGED = ["--standard", "own", "--standards-dir", "packs"]


def pack(*, renamed: bool) -> None:
    """Write the shipped pack under another id: before the renaming, or after it."""
    shutil.rmtree("packs", ignore_errors=True)
    shutil.copytree(ROOT / "standards" / "pai" / "2022", "packs/own/1")
    head = Path("packs/own/1/pack.yaml")
    head.write_text(head.read_text("utf-8").replace("id: pai\n", "id: own\n").replace('"2022"', '"1"'), "utf-8")
    theme = Path("packs/own/1/requirements/communication.yaml")
    line = f"  - id: {NEW}\n"
    changed = theme.read_text("utf-8").replace(line, f"{line}    aliases: [{OLD}]\n" if renamed else f"  - id: {OLD}\n")
    assert changed != theme.read_text("utf-8")
    theme.write_text(changed, "utf-8")


@pytest.fixture
def before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> Path:
    """Return a folder with a supplier, and with a report, a baseline and a plan of the time before the renaming."""
    monkeypatch.chdir(tmp_path)
    pack(renamed=False)
    subject(Path("acme"))
    assert run(["check", "acme", *JUDGED, "--fail-on", "never", "--output", "json=before.json"]) == 0
    assert update("acme", *JUDGED) == 0
    assert run(["plan", "new", "acme", *JUDGED, "-o", "plan.yaml"]) == 0
    for file in ("before.json", "baseline.json", "plan.yaml"):
        assert OLD in Path(file).read_text("utf-8") and NEW not in Path(file).read_text("utf-8")
    pack(renamed=True)
    capsys.readouterr()
    return tmp_path


def test_a_report_says_which_ids_were_others(before: Path, capsys: Captured) -> None:
    _, report = document(capsys, "acme", *JUDGED)
    assert report["subjects"][0]["standards"][0]["former_ids"] == {OLD: NEW}
    jsonschema.validate(report, schema("report"))
    _, report = document(capsys, "acme")
    assert "former_ids" not in report["subjects"][0]["standards"][0], "no shipped pack has any"


@pytest.mark.parametrize("profile", ["github", "full"])
def test_code_scanning_is_told_the_former_id(before: Path, profile: str) -> None:
    arguments = ["check", "acme", *JUDGED, "--fail-on", "never", "--sarif-profile", profile]
    assert run([*arguments, "--output", "sarif=gaps.sarif"]) == 0
    (log,) = json.loads(Path("gaps.sarif").read_bytes())["runs"]
    rules = log["tool"]["driver"]["rules"]
    assert {r["id"]: r["deprecatedIds"] for r in rules if "deprecatedIds" in r} == {NEW: [OLD]}


def test_waivers_and_a_baseline_of_before_cover_what_they_covered(before: Path, capsys: Captured) -> None:
    _, report = document(capsys, "acme", *JUDGED, "--baseline", "baseline.json", *DAY)
    assert results(report)[NEW]["baseline"] == "known"
    _, report = document(capsys, "acme", *JUDGED, "--waivers", waivers(waiver(OLD)), *DAY)
    assert results(report)[NEW]["waiver"] is not None


def test_a_baseline_that_is_made_anew_has_todays_ids_of_what_it_carries_over(before: Path) -> None:
    """The evidence of the gap is withdrawn: the failure of before stands, once, under the id of today."""
    write_subject(Path("acme"), questionnaire("acme", answers={}, evidence=()))
    assert update("acme", *JUDGED) == 0
    kept = json.loads(Path("baseline.json").read_bytes())["subjects"]["acme"]["results"]
    assert (kept[NEW]["status"], OLD in kept) == ("not_met", False)


def test_two_reports_are_compared_across_the_renaming(before: Path, capsys: Captured) -> None:
    assert run(["check", "acme", *JUDGED, "--fail-on", "never", "--output", "json=after.json"]) == 0
    capsys.readouterr()
    assert run(["compare", "before.json", "after.json", "--format", "json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["subjects"]
    (standard,) = found["standards"]
    # what is unchanged is counted and not listed
    assert standard["changes"] == [] and standard["counts"]["unchanged"] > 80
    assert f"{NEW} was called {OLD} before" in found["notes"]


def test_a_plan_of_before_is_held_against_folder_and_report(before: Path, capsys: Captured) -> None:
    assert run(["check", "acme", *JUDGED, "--fail-on", "never", "--output", "json=after.json"]) == 0
    for where in (["acme", *JUDGED], ["after.json"]):
        capsys.readouterr()
        assert run(["plan", "show", *where, "--plan", "plan.yaml", "--format", "json", *DAY]) == 0
        actions = {a["requirement"]: a for a in json.loads(capsys.readouterr().out)["plan"]["actions"]}
        assert (actions[NEW]["stands"], actions[NEW]["status"], OLD in actions) == ("open", "not_met", False)
    assert run(["plan", "update", "after.json", "--plan", "plan.yaml", "--by", "buyer", *DAY]) == 0
    assert OLD not in Path("plan.yaml").read_text("utf-8")
