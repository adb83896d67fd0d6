"""Baselines, and overlays of several subjects, as a user of `check` and `baseline update` meets them."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from checker.cli.main import run
from tests.overlays_for_tests import (
    CLAIM,
    DAY,
    GAP,
    PROVEN,
    SHOWN,
    Captured,
    document,
    results,
    subject,
    update,
    waiver,
    waivers,
)
from tests.subjects import SILENT, csv_text, pay_rows, questionnaire, write_subject
from tests.unit.pipeline.test_decisions import pack_with_former_ids

ROOT = Path(__file__).resolve().parents[3]
TWO_GAPS = {**GAP, "pay": {"disclosed_before_acceptance": "false"}}
"""PAI-PAY-21 too."""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["--waivers", "waivers.yaml"],
            "--waivers needs the day on which it is held against the calendar",
        ),
        (["--baseline", "baseline.json"], "--baseline needs the day"),
        (["--new-only", *DAY], "--new-only needs something to compare with: --baseline FILE"),
        (["--ratchet", *DAY], "--ratchet needs something to compare with"),
        (["--new-only", "--waivers", "waivers.yaml", *DAY], "--new-only needs something"),
        (["--waivers", "gone.yaml", *DAY], "there is no 'gone.yaml'"),
        (["--baseline", "gone.json", *DAY], "there is no 'gone.json'"),
    ],
)
def test_wrong_usage(arguments: list[str], words: str, here: Path, capsys: Captured) -> None:
    subject(here / "acme")
    waivers()
    Path("baseline.json").write_text("{}", encoding="utf-8")
    assert run(["check", "acme", *arguments]) == 2
    said = capsys.readouterr().err
    assert said.startswith("Nothing was assessed.\n") and words in said


def test_only_a_new_gap_fails_with_new_only_and_only_new_ones_are_listed(here: Path, capsys: Captured) -> None:
    """Critical items are open here and never known: they keep the code at 5, where a new gap makes it 1."""
    subject(here / "acme")
    assert update("acme") == 0
    said = capsys.readouterr().out
    assert "accepted by head of procurement until 2026-12-31" in said
    assert "Left out, accepted by nobody: acme: PAI-COM-01 (critical)" in said
    assert "PAI-PAY-01 (zero tolerance)" in said
    call = ["acme", "--baseline", "baseline.json", *DAY]
    code, report = document(capsys, *call)
    assert (code, results(report)["PAI-COM-03"]["baseline"]) == (1, "known"), "marked, and counted all the same"
    assert document(capsys, *call, "--new-only")[0] == 5
    subject(here / "acme", TWO_GAPS)
    code, report = document(capsys, *call, "--new-only")
    found = results(report)
    assert (code, report["gate"]["without_overlays"]) == (1, 1)
    assert found["PAI-COM-03"]["baseline"] == "known"
    new = [n for n, r in found.items() if r["status"] == "not_met" and r["baseline"] == "new"]
    assert new and "PAI-COM-03" not in new
    assert run(["check", *call, "--new-only"]) == 1
    said = capsys.readouterr().out
    assert f"✕ {new[0]}" in said
    assert "PAI-COM-03  " not in said
    assert "Known to the baseline and left out of the gate:" in said


def test_what_no_baseline_ever_covers_is_not_called_new(here: Path, capsys: Captured) -> None:
    """Nothing changed since: nothing is new, and what is critical or has zero tolerance is told apart, and counted."""
    subject(here / "all" / "acme")
    subject(here / "all" / "globex")
    assert update("all") == 0
    call = ["all", "--baseline", "baseline.json", *DAY, "--new-only"]
    capsys.readouterr()
    _, report = document(capsys, *call)
    found = results(report)
    ages = {age: {n for n, r in found.items() if r["baseline"] == age} for age in ("known", "new", "never_covered")}
    strict = {n for n, r in found.items() if r["severity"] == "critical"} | {"PAI-PAY-01"}
    kept = ("met", "not_applicable")
    assert ages["new"] == set()
    assert ages["never_covered"] == {n for n in strict if found[n]["status"] not in kept} and ages["never_covered"]
    total = 2 * len(ages["never_covered"])
    assert run(["check", *call]) == 5
    said = " ".join(capsys.readouterr().out.split())
    assert f"New: 0. Covered by no baseline, since critical or of zero tolerance: {total}." in said
    assert "New since the baseline (" not in said
    assert f"Covered by no baseline, since critical or of zero tolerance ({total})" in said
    assert "(critical, unknown): no baseline covers what is critical" in said
    assert run(["check", *call, "--output", "csv=gaps.csv", "--output", "markdown=out/"]) == 5
    column = {
        row["requirement"]: row["baseline"]
        for row in csv.DictReader(Path("gaps.csv").read_text("utf-8-sig").splitlines())
    }
    assert {n for n, age in column.items() if age == "never_covered"} == ages["never_covered"]
    page = Path("out/acme.md").read_text("utf-8")
    assert page.count(", covered by no baseline") == len(ages["never_covered"])
    assert "new since the baseline" not in page


@pytest.mark.parametrize("until", ["2026-08-31"])
def test_an_expired_baseline_covers_nothing(until: str, here: Path, capsys: Captured) -> None:
    subject(here / "acme")
    assert update("acme", until=until) == 0
    capsys.readouterr()
    code, report = document(capsys, "acme", "--baseline", "baseline.json", "--new-only", *DAY)
    assert (code, report["gate"]["baseline"]["expired"]) == (1, True)
    assert "ended on 2026-08-31" in report["gate"]["baseline_notes"][0]
    assert results(report)["PAI-COM-03"]["baseline"] == "new"
    on_its_last_day = document(capsys, "acme", "--baseline", "baseline.json", "--new-only", "--gate-date", until)
    assert on_its_last_day[0] == 5


def test_a_baseline_of_another_edition_matches_nothing(here: Path, capsys: Captured) -> None:
    subject(here / "acme")
    assert update("acme") == 0
    kept = json.loads(Path("baseline.json").read_bytes())
    kept["standards"]["pai"]["edition"] = "2021"
    Path("baseline.json").write_text(json.dumps(kept), encoding="utf-8")
    capsys.readouterr()
    code, report = document(capsys, "acme", "--baseline", "baseline.json", "--new-only", "--ratchet", *DAY)
    assert code == 1
    assert "is of pai 2021, and 2022 is judged here" in report["gate"]["baseline_notes"][0]
    (score,) = report["subjects"][0]["gate"]["scores"]
    assert (score["outcome"], score["why"]) == ("not_comparable", "the baseline is of edition 2021, today's of 2022")
    assert {r["baseline"] for r in results(report).values() if r["status"] == "not_met"} == {"new"}


def lift(day: str) -> str:
    Path("lift.yaml").write_text(
        "fairlabel: assessment/1\nsubject: acme\nassessor: {role: auditor, organisation: Audit House}\ndecisions:\n"
        f"  - {{kind: lift, requirement: PAI-COM-03, on: {day}, reason: The policy was replaced.}}\n",
        encoding="utf-8",
    )
    return "lift.yaml"


def test_adverse_results_stand_when_their_evidence_goes_until_an_assessor_lifts_them(
    here: Path, capsys: Captured
) -> None:
    subject(here / "acme")
    assert update("acme") == 0
    call = ["acme", "--baseline", "baseline.json", *DAY]
    subject(here / "acme", CLAIM, evidence=())
    capsys.readouterr()
    code, report = document(capsys, *call)
    found = results(report)["PAI-COM-03"]
    assert found["status"] == "claimed", "the status is what today's data say"
    assert (code, report["gate"]["without_overlays"]) == (1, 5)
    (stands,) = report["subjects"][0]["gate"]["withdrawn"]
    assert (stands["requirement"], stands["evidence"], stands["lifted"]) == ("PAI-COM-03", ["policy"], False)
    (gone,) = [f for f in report["subjects"][0]["findings"] if f["code"] == "evidence_withdrawn"]
    assert gone["severity"] == "warning" and "PAI-COM-03" in gone["message"] and "lift" in gone["todo"]
    assert document(capsys, *call, "--assessment", lift("2026-06-29"))[0] == 1, "before there was anything to lift"
    code, report = document(capsys, *call, "--assessment", lift("2026-08-01"))
    assert (code, report["subjects"][0]["gate"]["withdrawn"][0]["lifted"]) == (5, True)
    assert run(["check", *call]) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "PAI-COM-03 counts as not met: policy, which showed it, has gone, and no assessor lifted it." in said


def test_other_content_under_the_same_id_is_evidence_withdrawn_too(here: Path, capsys: Captured) -> None:
    subject(here / "acme")
    assert update("acme") == 0
    subject(here / "acme", CLAIM)
    (here / "acme" / "documents" / "policy.md").write_text("Another policy.\n", encoding="utf-8")
    capsys.readouterr()
    code, report = document(capsys, "acme", "--baseline", "baseline.json", *DAY)
    (gone,) = [f for f in report["subjects"][0]["findings"] if f["code"] == "evidence_withdrawn"]
    assert code == 1
    assert "is gone or holds something else" in gone["message"]


def test_a_new_baseline_does_not_launder_what_was_withdrawn(here: Path, capsys: Captured) -> None:
    subject(here / "acme")
    assert update("acme") == 0
    subject(here / "acme", CLAIM, evidence=())
    capsys.readouterr()
    assert update("acme") == 0
    assert (
        "Carried over, since the evidence has gone and no assessor lifted it: acme: PAI-COM-03"
        in capsys.readouterr().out
    )
    assert document(capsys, "acme", "--baseline", "baseline.json", *DAY)[0] == 1
    assert update("acme", "--assessment", lift("2026-08-01")) == 0
    assert "Carried over" not in capsys.readouterr().out
    assert document(capsys, "acme", "--baseline", "baseline.json", *DAY)[0] == 5


def test_the_shown_score_may_not_fall(here: Path, capsys: Captured) -> None:
    terms = ("{id: policy, kind: worker_terms, files: [documents/policy.md], issued: 2025-12-01}",)
    subject(here / "acme", PROVEN, terms)
    assert update("acme") == 0
    capsys.readouterr()
    call = ["acme", "--baseline", "baseline.json", "--ratchet", *DAY]
    code, report = document(capsys, *call)
    assert (code, report["subjects"][0]["gate"]["scores"][0]["outcome"]) == (5, "held")
    subject(here / "acme", CLAIM, terms)
    code, report = document(capsys, *call)
    scores = report["subjects"][0]["gate"]["scores"]
    assert [(s["profile"], s["outcome"], s["now"] < s["before"]) for s in scores] == [
        ("extended", "fell", True), ("core", "fell", True),
    ]  # fmt: skip
    assert code == 1
    assert document(capsys, *call[:3], *DAY)[0] == 5, "only where it is asked for"
    assert document(capsys, *call, "--fail-on", "never")[0] == 0
    assert run(["check", *call]) == 1
    assert "Shown score of pai (extended) fell from" in capsys.readouterr().out
    kept = json.loads(Path("baseline.json").read_bytes())
    kept["standards"]["pai"]["parameters"]["max_weekly_hours"] = 60
    Path("baseline.json").write_text(json.dumps(kept), encoding="utf-8")
    code, report = document(capsys, *call)
    (score,) = report["subjects"][0]["gate"]["scores"]
    assert (code, score["why"]) == (5, "parameters differ: max_weekly_hours")
    assert run(["check", *call]) == 5
    assert "not comparable, since parameters differ: max_weekly_hours" in " ".join(capsys.readouterr().out.split())


def test_a_baseline_from_a_report_is_that_from_the_folders(here: Path, capsys: Captured) -> None:
    subject(here / "vendors" / "acme")
    subject(here / "vendors" / "globex", SHOWN)
    assert run(["check", "vendors", "--output", "json=report.json"]) == 1
    assert update("report.json", out="one.json") == 0
    assert update("vendors", out="two.json") == 0
    assert update("vendors/globex", "vendors/acme", out="three.json") == 0
    assert Path("one.json").read_bytes() == Path("two.json").read_bytes() == Path("three.json").read_bytes()
    capsys.readouterr()
    assert update("vendors/acme", out="one.json") == 0
    assert "note: globex was in the former baseline and is not in this one" in capsys.readouterr().err


def test_several_subjects_are_told_together_and_alike_in_one_or_two_processes(here: Path, capsys: Captured) -> None:
    subject(here / "vendors" / "acme")
    subject(here / "vendors" / "globex", SHOWN)
    assert update("vendors") == 0
    subject(here / "vendors" / "acme", TWO_GAPS)
    capsys.readouterr()
    call = ["vendors", "--waivers", waivers(waiver()), "--baseline", "baseline.json", "--new-only", "--ratchet", *DAY]
    one, two = (document(capsys, *call, "--jobs", jobs) for jobs in ("1", "2"))
    assert one == two
    assert one[0] == 1
    assert run(["check", *call]) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "Exit code 1 without the waiver and the baseline, 1 with them." in said
    assert "New since the baseline (" in said and "✕ acme, PAI-" in said
    assert "Shown score of globex, pai (extended) held:" in said


def test_an_invalid_subject_keeps_the_code_at_3_and_its_waiver_unused(here: Path, capsys: Captured) -> None:
    subject(here / "vendors" / "acme")
    write_subject(here / "vendors" / "bad", questionnaire("bad", answers={"pay": {"models": "[hourley]"}}))
    call = ["vendors", "--waivers", waivers(waiver(), waiver(who="bad")), *DAY]
    code, report = document(capsys, *call)
    assert (code, report["gate"]["without_overlays"]) == (3, 3)
    assert [u["why"] for u in report["gate"]["waivers_unused"]] == ["nothing was assessed for vendors/bad"]
    assert update("vendors") == 3
    assert not Path("baseline.json").exists(), "a baseline without a subject would forget it"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["gone.json"], 2, "there is no gone.json"),
        (["gone"], 2, "there is no gone"),
        (["empty"], 4, "no questionnaire.yaml"),
        (["acme", "acme.json"], 2, "acme is given twice"),
        (["broken.json"], 3, "it may have been cut"),
        (["newer.json"], 3, "is of the schema 'fairlabel/report/2'"),
        (["acme", "--until", "2026-02-31"], 2, "'2026-02-31' is not a day of the calendar"),
        (["acme", "--approved-by", "jo@example.org"], 2, "an address names a person"),
        (["acme", "--approved-by", " "], 2, "nobody is named"),
        (["acme", "-o", "acme/questionnaire.yaml"], 73, "is a questionnaire"),
        (["acme.json", "-o", "acme.json"], 73, "was read for this report"),
        (["acme", "-o", "note.txt"], 3, "note.txt:1:1: is no JSON"),
        (["acme", "-o", "empty"], 73, "is a folder"),
    ],
)
def test_what_cannot_become_a_baseline(
    arguments: list[str], code: int, words: str, here: Path, capsys: Captured
) -> None:
    subject(here / "acme")
    (here / "empty").mkdir()
    assert run(["check", "acme", "--output", "json=acme.json"]) == 1
    whole = Path("acme.json").read_text(encoding="utf-8")
    Path("broken.json").write_text(whole[: len(whole) // 2], encoding="utf-8")
    Path("newer.json").write_text(whole.replace("fairlabel/report/1", "fairlabel/report/2"), encoding="utf-8")
    Path("note.txt").write_text("Not to be lost.\n", encoding="utf-8")
    capsys.readouterr()
    kept = {file: file.read_bytes() for file in here.rglob("*") if file.is_file()}
    defaults = ["-o", "out.json", "--approved-by", "buyer", "--until", "2026-12-31"]
    assert run(["baseline", "update", *defaults, *arguments]) == code
    assert words in " ".join(capsys.readouterr().err.split())
    assert {file: file.read_bytes() for file in here.rglob("*") if file.is_file()} == kept, "nothing is written"


@pytest.mark.parametrize("fmt", ["markdown", "html"])
def test_pages_show_before_and_after_and_each_waiver(fmt: str, here: Path, capsys: Captured) -> None:
    subject(here / "acme")
    hostile = waiver().replace("A contact is being named.", "'<script>alert(1)</script> | *x*'")
    call = ["acme", "--waivers", waivers(hostile), "--format", fmt]
    assert run(["check", *call, "--gate-date", "2026-12-15"]) == 5
    page = capsys.readouterr().out
    assert "Exit code 1 without the waiver, 5 with it." in page
    assert "Waivers that end soon" in page
    assert "waived until 2026" in page
    assert "<script>" not in page and "Name a contact" in page
    assert run(["check", "acme", "--format", fmt]) == 1
    page = capsys.readouterr().out.partition('<script type="application/json"')[0]
    assert "aiver" not in page.replace("No waiver may be given for", "")


def test_schemas_are_printed(capsys: Captured) -> None:
    for kind in ("waivers", "baseline"):
        assert run(["schema", kind]) == 0
        assert json.loads(capsys.readouterr().out)["$id"] == f"urn:fairlabel:{kind}:1"


def test_a_run_without_overlays_imports_nothing_of_them(here: Path) -> None:
    subject(here / "acme")
    code = (
        "import sys; from checker.cli.main import run; run(['check', 'acme', '--format', 'json']); "
        "sys.stderr.write(' '.join(m for m in sys.modules if m.startswith('checker') and any("
        "word in m for word in ('waiver', 'baseline', 'overlays', 'ratchet', 'overlay_lines', 'json_text'))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=here)
    assert done.stderr == ""
    assert '"exit_code":1' in done.stdout


def test_a_lift_names_evidence_that_has_gone_and_is_no_mistake_for_it(here: Path, capsys: Captured) -> None:
    subject(here / "acme")
    assert update("acme") == 0
    subject(here / "acme", CLAIM, evidence=())
    text = Path(lift("2026-08-01")).read_text(encoding="utf-8").replace("on: 2026", "evidence: policy, on: 2026")
    Path("lift.yaml").write_text(text, encoding="utf-8")
    capsys.readouterr()
    code, report = document(capsys, "acme", "--baseline", "baseline.json", "--assessment", "lift.yaml", *DAY)
    assert code == 5
    assert "decision_unused" not in {f["code"] for f in report["subjects"][0]["findings"]}


def test_former_ids_count_in_waivers_and_baselines(here: Path, capsys: Captured) -> None:
    packs = pack_with_former_ids(here / "packs")
    subject(here / "acme")
    judged = ["acme", "--standards-dir", str(packs), "--standard", "own"]
    _, report = document(capsys, *judged, "--waivers", waivers(waiver("OLD-1")), *DAY)
    assert results(report)["PAI-COM-01"]["waiver"] is not None
    assert (report["gate"]["waivers_unused"], report["gate"]["waivers_refused"]) == ([], [])


@pytest.mark.slow
def test_pay_that_goes_leaves_the_failure_standing_though_no_baseline_covers_it(here: Path, capsys: Captured) -> None:
    """Twelve workers at 13 GBP an hour, under the living wage of 13.45: critical, and zero tolerance."""
    folder = here / "acme"
    low = {"wages/pay.csv": csv_text(pay_rows(rate=13))}
    write_subject(folder, questionnaire("acme"), low)
    pai = ["acme", "--standard", "pai"]
    assert update(*pai) == 0
    kept = json.loads(Path("baseline.json").read_bytes())["subjects"]["acme"]
    (number,) = kept["uncovered"]["PAI-PAY-01"]["numbers"].values()
    assert number == {"low": 1, "high": 1, "shown_as": "12 of 12"}
    write_subject(folder, questionnaire("acme", evidence=SILENT, answers=SHOWN))
    capsys.readouterr()
    code, report = document(capsys, *pai, "--baseline", "baseline.json", *DAY)
    assert (code, report["gate"]["without_overlays"]) == (1, 5)
    assert results(report)["PAI-PAY-01"]["status"] == "unknown"
    stands = {w["requirement"]: w["evidence"] for w in report["subjects"][0]["gate"]["withdrawn"]}
    assert stands["PAI-PAY-01"] == ["payroll"]
