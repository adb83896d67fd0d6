"""Waivers as a user of `fairlabel check` meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.cli.main import run
from checker.pipeline.standards import load_standard
from tests.overlays_for_tests import (
    DAY,
    EXAMPLES,
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


def test_a_waiver_changes_the_code_and_nothing_that_is_said_of_the_subject(here: Path, capsys: Captured) -> None:
    subject(here / "acme")
    before_code, before = document(capsys, "acme")
    code, after = document(capsys, "acme", "--waivers", waivers(waiver()), *DAY)
    assert (before_code, code) == (1, 5)
    assert (after["gate"]["without_overlays"], after["gate"]["exit_code"]) == (1, 5)
    assert results(after)["PAI-COM-03"]["waiver"]["approved_by"] == "head of procurement"
    for one in (before, after):
        del one["gate"]
        for s in one["subjects"]:
            s.pop("gate", None)
            s.pop("gate_date")
            for r in (r for standard in s["standards"] for r in standard["results"]):
                del r["waiver"], r["baseline"]
    assert before == after


def test_text_says_before_and_after_and_shows_the_gap_with_its_waiver(here: Path, capsys: Captured) -> None:
    subject(here / "acme")
    assert run(["check", "acme", "--waivers", waivers(waiver()), *DAY]) == 5
    said = " ".join(capsys.readouterr().out.split())
    assert "does not meet PAI 2022" in said
    assert "Exit code 1 without the waiver, 5 with it." in said
    assert "Waived, and still a gap (1) ✕ PAI-COM-03" in said
    assert (
        "Waived from 2026-07-01 until 2026-12-31 by head of procurement: A contact is being named. To be done: Name a "
        "contact." in said
    )
    assert "(major, waived)" in said


def test_the_good_example_goes_from_1_to_0_by_waivers_and_not_without_one_of_them(here: Path, capsys: Captured) -> None:
    call = [str(EXAMPLES / "tidewater-annotation"), "--assessment", str(EXAMPLES / "assessments"), "--fail-on", "minor"]
    code, report = document(capsys, *call, *DAY)
    needs = [n for n, r in results(report).items() if r["status"] not in ("met", "not_applicable")]
    graded = [n for n in needs if results(report)[n]["severity"] != "advisory"]
    assert code in (1, 5) and graded
    who = "tidewater-annotation"
    every = [waiver(n, who) for n in graded]
    code, report = document(capsys, *call, *DAY, "--waivers", waivers(*every))
    assert (code, report["gate"]["waivers_unused"]) == (0, [])
    assert report["gate"]["without_overlays"] in (1, 5)
    code, _ = document(capsys, *call, *DAY, "--waivers", waivers(*every[1:]))
    assert code in (1, 5)


@pytest.mark.parametrize(
    ("day", "code", "cause"),
    [("2026-06-30", 1, "not_begun"), ("2026-07-01", 5, ""), ("2026-12-31", 5, ""), ("2027-01-01", 1, "expired")],
)
def test_a_waiver_holds_from_its_first_to_its_last_day(
    day: str, code: int, cause: str, here: Path, capsys: Captured
) -> None:
    subject(here / "acme")
    found, report = document(capsys, "acme", "--waivers", waivers(waiver()), "--gate-date", day)
    assert found == code
    assert [r["cause"] for r in report["gate"]["waivers_refused"]] == ([cause] if cause else [])
    assert [e["days"] for e in report["gate"]["waivers_expiring"]] == ([0] if day == "2026-12-31" else [])


def test_what_is_no_waiver_and_what_covers_nothing_is_said_with_its_place(here: Path, capsys: Captured) -> None:
    subject(here / "acme", {**GAP, "comms": {**GAP["comms"], **SHOWN["comms"]}})
    entries = [
        waiver().replace(", until: 2026-12-31", ""), waiver(end="2027-02-31"), waiver("PAI-COMM-3"),
        waiver(who="globex"), waiver("PAI-PAY-01"), waiver("PAI-PAY-26", end="2026-08-01"), waiver(end="2026-08-31"),
    ]  # fmt: skip
    code, report = document(capsys, "acme", "--waivers", waivers(*entries), *DAY)
    assert code == 1
    refused = report["gate"]["waivers_refused"]
    assert [(r["cause"], r["place"]["line"]) for r in refused] == [
        ("bad_entry", 3), ("bad_entry", 4), ("unknown_requirement", 5), ("unknown_subject", 6), ("zero_tolerance", 7),
        ("zero_tolerance", 8), ("expired", 9),
    ]  # fmt: skip
    assert all(r["what"] and r["todo"] for r in refused)
    assert run(["check", "acme", "--waivers", "waivers.yaml", *DAY]) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "Exit code 1; no waiver covers anything." in said
    assert "waivers.yaml:3:5: no waiver: lacks until: without an end it would excuse for ever" in said
    assert "no requirement of pai 2022 is called 'PAI-COMM-3'" in said


def test_a_waiver_for_what_is_met_or_not_judged_is_unused(here: Path, capsys: Captured) -> None:
    terms = ("{id: policy, kind: worker_terms, files: [documents/policy.md], issued: 2025-12-01}",)
    subject(here / "acme", PROVEN, terms)
    other = next(r.id for r in load_standard("pai@2022", ()).requirements if r.subject == "buyer")
    open_one = waiver("PAI-COM-04")
    entries = waivers(waiver(), open_one, open_one.replace("2026-12-31", "2026-12-30"), waiver(other))
    _, report = document(capsys, "acme", "--waivers", entries, *DAY)
    assert [(u["requirement"], u["why"], u["place"]["line"]) for u in report["gate"]["waivers_unused"]] == [
        ("PAI-COM-03", "PAI-COM-03 is met", 3), ("PAI-COM-04", "another waiver covers PAI-COM-04", 5),
        (other, f"{other} is not judged for acme", 6),
    ]  # fmt: skip
    assert results(report)["PAI-COM-03"]["waiver"] is None


@pytest.mark.parametrize("text", ["fairlabel: waivers/1\nwaivers: [\n", "", "waivers: []\n", "fairlabel: waivers/9\n"])
def test_a_file_of_waivers_that_cannot_be_read_ends_the_run(text: str, here: Path, capsys: Captured) -> None:
    subject(here / "acme")
    Path("waivers.yaml").write_text(text, encoding="utf-8")
    assert run(["check", "acme", "--waivers", "waivers.yaml", *DAY]) == 3
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("Nothing was assessed.\nwaivers.yaml")


def test_overlays_inside_the_folder_of_the_subject_end_the_run(here: Path, capsys: Captured) -> None:
    subject(here / "acme")
    Path(waivers(waiver())).rename("acme/waivers.yaml")
    assert run(["check", "acme", "--waivers", "acme/waivers.yaml", *DAY]) == 3
    assert "whoever is judged does not excuse itself" in capsys.readouterr().err
    assert update("acme", out="acme/baseline.json") == 2
    assert "does not excuse itself" in capsys.readouterr().err


def test_what_is_no_waiver_is_said_on_standard_error_beside_other_formats(here: Path, capsys: Captured) -> None:
    subject(here / "acme")
    assert run(["check", "acme", "--waivers", waivers(waiver(end="2026-02-31")), *DAY, "--format", "json"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("warning: waivers.yaml:3:") and "'2026-02-31' is no day of the calendar" in said
