"""An action plan as people use it: begun, edited in a spreadsheet, read back, held against results, updated."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
import yaml

from checker.cli.main import run
from checker.pipeline.forms import schema
from tests.unit.cli.test_overlays import CLAIM, GAP, PROVEN, TWO_GAPS, subject

Captured = pytest.CaptureFixture[str]
DAY = ["--gate-date", "2026-11-26"]
BY = ["--by", "head of procurement", *DAY]
NOTICE = ("{id: policy, kind: notice, files: [documents/policy.md], issued: 2025-12-15}",)
"""Evidence of a kind that PAI-COM-03 lists."""
REVIEW = """\
fairlabel: assessment/1
subject: acme
assessor: {role: auditor, organisation: An Auditor}
decisions:
  - {requirement: PAI-COM-03, kind: reviewed, evidence: policy, on: 2026-10-01, reason: Read.}
"""
CONTACT, RATES = "PAI-COM-03", "PAI-PAY-21"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def acme(here: Path) -> Path:
    """Return a supplier with two gaps, and beside it its plan as a workbook."""
    folder = subject(Path("acme"), TWO_GAPS)
    assert run(["plan", "new", "acme", "-o", "plan.xlsx"]) == 0
    return folder


def edit(change: Callable[[Any, dict[str, int]], None], file: str = "plan.xlsx") -> None:
    """Open a workbook as a spreadsheet program does, change the plan's sheet, save it."""
    book = openpyxl.load_workbook(file)
    sheet = book["Action plan"]
    change(sheet, {str(cell.value): cell.column for cell in sheet[1]})
    book.save(file)


def row_of(sheet: Any, at: dict[str, int], requirement: str) -> int:
    column = at["Requirement id"]
    return next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, column).value == requirement)


def write(requirement: str, **cells: Any) -> None:
    def change(sheet: Any, at: dict[str, int]) -> None:
        number = row_of(sheet, at, requirement)
        for header, value in cells.items():
            sheet.cell(number, at[header.replace("_", " ")]).value = value

    edit(change)


def status(capsys: Captured, *arguments: str, plan: str = "plan.xlsx") -> tuple[int, dict[str, dict[str, Any]], Any]:
    capsys.readouterr()
    code = run(["plan", "check", *(arguments or ("acme",)), "--plan", plan, *DAY, "--format", "json"])
    document = json.loads(capsys.readouterr().out)
    jsonschema.validate(document, schema("plan-status"))
    found = document["plan"]
    return code, {action["requirement"]: action for action in found["actions"]}, found


def test_a_plan_proposes_owner_day_remedy_evidence_and_points(acme: Path) -> None:
    assert run(["plan", "convert", "plan.xlsx", "-o", "plan.yaml"]) == 0
    text = Path("plan.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=plan.schema.json\n")
    found = yaml.safe_load(text)
    by_id = {row["requirement"]: row for row in found["actions"]}
    row = by_id[CONTACT]
    assert found["subject"] == "acme" and row["standard"] == "pai@2022" and row["result"] == "not_met"
    assert row["remedy"] and row["expected"] and row["effect"] > 0
    # as scores are read, and not to ten digits
    assert all(0 < one["effect"] == round(one["effect"], 1) for one in found["actions"] if "effect" in one)
    # 30 days after 30 June 2026, the end of the questionnaire's period
    assert (row["owner"], row["due"], row["target"], row["state"]) == ("both", date(2026, 7, 30), "met", "open")


def test_days_run_from_the_day_on_which_a_plan_begins(acme: Path) -> None:
    assert run(["plan", "new", "acme", "-o", "later.yaml", "--gate-date", "2026-11-26"]) == 0
    found = yaml.safe_load(Path("later.yaml").read_text(encoding="utf-8"))
    by_id = {row["requirement"]: row["due"] for row in found["actions"]}
    assert by_id[CONTACT] == date(2026, 12, 26)  # 30 days after 26 November


def test_the_round_trip_that_people_make(acme: Path, capsys: Captured) -> None:
    def as_people_do(sheet: Any, at: dict[str, int]) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        rows.sort(key=lambda row: str(row[at["Title"] - 1]), reverse=True)
        for number, row in enumerate(rows, 2):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column).value = value
        sheet.column_dimensions["D"].width = 12
        new = sheet.max_column + 1
        sheet.cell(1, new).value = "Budget line"
        number = row_of(sheet, at, CONTACT)
        sheet.cell(number, new).value = "B-17"
        sheet.cell(number, at["Owner"]).value = "head of operations"
        sheet.cell(number, at["Due"]).value = date(2026, 10, 15)
        sheet.cell(number, at["Notes"]).value = "Agreed by phone.\nSecond line: äöü 👩‍💻"
        sheet.delete_rows(row_of(sheet, at, RATES))

    edit(as_people_do)
    code, found, _ = status(capsys)
    assert code == 1
    contact, rates = found[CONTACT], found[RATES]
    assert (contact["owner"], contact["due"], contact["overdue"]) == ("head of operations", "2026-10-15", 42)
    assert [one["what"] for one in contact["lowered"]] == ["due"]
    assert contact["lowered"][0]["agreed"] == "2026-07-30" and contact["lowered"][0]["recorded"] is None
    # its row is gone; it stays due, and stays overdue
    assert (rates["stands"], rates["in_plan"]) == ("removed", False) and rates["overdue"] > 0

    assert run(["check", "acme", "--plan", "plan.xlsx", *DAY, "--format", "markdown", "--fail-on", "never"]) == 0
    page = capsys.readouterr().out
    assert (
        "| head of operations | 2026-10-15 | 42 days overdue; open; due day moved from 2026-07-30 to 2026-10-15" in page
    )
    assert run(["check", "acme", "--plan", "plan.xlsx", *DAY, "--fail-on", "never"]) == 0
    assert "Action plan 87 actions, on 2026-11-26: " in " ".join(capsys.readouterr().out.split())
    assert run(["plan", "check", "acme", "--plan", "plan.xlsx", *DAY]) == 1
    text = " ".join(capsys.readouterr().out.split())
    assert "Head of operations, due 2026-10-15: 42 days overdue" in text
    assert "due day moved from 2026-07-30 to 2026-10-15 (written down by nobody)" in text

    assert run(["plan", "update", "acme", "--plan", "plan.xlsx", *BY]) == 0
    assert f"Put back, since it had been taken out: {RATES}" in capsys.readouterr().out
    code, found, _ = status(capsys)
    assert found[CONTACT]["lowered"][0]["recorded"] == {
        "on": "2026-11-26", "by": "head of procurement", "what": "due", "before": "2026-07-30", "after": "2026-10-15",
    }  # fmt: skip
    assert found[CONTACT]["remarks"] == "Agreed by phone.\nSecond line: äöü 👩‍💻"
    assert found[RATES]["in_plan"] and found[RATES]["due"] == found[RATES]["agreed"]["due"] == rates["agreed"]["due"]
    assert run(["plan", "convert", "plan.xlsx", "-o", "plan.yaml"]) == 0
    rows = {row["requirement"]: row for row in yaml.safe_load(Path("plan.yaml").read_text(encoding="utf-8"))["actions"]}
    assert rows[CONTACT]["Budget line"] == "B-17" and "42 days overdue" in rows[CONTACT]["stands"]


def test_update_twice_changes_nothing_more(acme: Path) -> None:
    write(CONTACT, Owner="head of operations", State="under way", What_was_done="asked HR")
    assert run(["plan", "update", "acme", "--plan", "plan.xlsx", *BY]) == 0
    first = Path("plan.xlsx").read_bytes()
    assert run(["plan", "update", "acme", "--plan", "plan.xlsx", *BY]) == 0
    assert Path("plan.xlsx").read_bytes() == first


def test_there_and_back_nothing_is_lost(acme: Path) -> None:
    write(
        CONTACT, Owner="x: y #z", Target=0.5, State="done, by our own word", What_was_done="no", Notes="- a\n\n  b: c"
    )
    assert run(["plan", "convert", "plan.xlsx", "-o", "a.yaml"]) == 0
    assert run(["plan", "convert", "a.yaml", "-o", "b.xlsx"]) == 0
    assert run(["plan", "convert", "b.xlsx", "-o", "c.yaml"]) == 0
    assert Path("a.yaml").read_bytes() == Path("c.yaml").read_bytes()
    row = next(r for r in yaml.safe_load(Path("a.yaml").read_bytes())["actions"] if r["requirement"] == CONTACT)
    assert (row["owner"], row["target"], row["state"], row["done"]) == ("x: y #z", 0.5, "done", "no")
    assert row["notes"] == "- a\n\n  b: c"


def test_what_is_said_to_be_done_is_closed_by_the_supplier_only(acme: Path, capsys: Captured) -> None:
    write(CONTACT, State="done, by our own word", What_was_done="A contact is named.")
    _, found, _ = status(capsys)
    assert (found[CONTACT]["stands"], found[CONTACT]["status"]) == ("closed_by_supplier_only", "not_met")
    assert found[CONTACT]["overdue"] == 119, "the word of its owner does not stop the clock"
    subject(Path("acme"), {**PROVEN, "pay": TWO_GAPS["pay"]})
    _, found, _ = status(capsys)
    assert (found[CONTACT]["stands"], found[CONTACT]["status"]) == ("closed_by_supplier_only", "claimed")
    subject(Path("acme"), {**PROVEN, "pay": TWO_GAPS["pay"]}, NOTICE)
    _, found, _ = status(capsys)
    assert (found[CONTACT]["stands"], found[CONTACT]["status"]) == ("closed_by_supplier_only", "met")
    assert found[CONTACT]["overdue"] == 0 and not found[CONTACT]["confirmed_by"]

    Path("review.yaml").write_text(REVIEW, encoding="utf-8")
    _, found, _ = status(capsys, "acme", "--assessment", "review.yaml")
    assert (found[CONTACT]["status"], found[CONTACT]["stands"]) == ("met", "confirmed")
    assert (found[CONTACT]["confirmed_by"], found[CONTACT]["overdue"]) == ("assessor", None)


def test_a_gap_that_went_silent_is_not_closed(acme: Path, capsys: Captured) -> None:
    subject(Path("acme"), {"pay": TWO_GAPS["pay"]})
    code, found, _ = status(capsys)
    assert code == 1 and (found[CONTACT]["stands"], found[CONTACT]["status"]) == ("went_unknown", "unknown")
    assert run(["plan", "update", "acme", "--plan", "plan.xlsx", *BY]) == 0
    assert status(capsys)[1][CONTACT]["stands"] == "went_unknown", "bringing the plan up to date does not hide it"
    subject(Path("acme"), {**CLAIM, "pay": TWO_GAPS["pay"]})
    assert status(capsys)[1][CONTACT]["stands"] == "closed_by_supplier_only"


def test_results_of_before_a_plan_close_nothing_and_take_it_no_step_back(here: Path, capsys: Captured) -> None:
    """On an earlier day the supplier had shown what it lost since: that was before the gap was found."""
    subject(Path("acme"), PROVEN, NOTICE)
    (here / "review.yaml").write_text(REVIEW, encoding="utf-8")
    earlier = ["check", "acme", "--assessment", "review.yaml", "--fail-on", "never", "--as-of", "2026-07-01"]
    assert run([*earlier, "--output", "json=earlier.json"]) == 0
    subject(Path("acme"), TWO_GAPS)
    later = ["check", "acme", "--fail-on", "never", "--as-of", "2026-08-01"]
    assert run([*later, "--output", "json=later.json"]) == 0
    assert run(["plan", "new", "later.json", "-o", "plan.xlsx"]) == 0
    _, actions, plan = status(capsys, "earlier.json")
    assert actions[CONTACT]["stands"] == "open"
    assert "the results stand as of 2026-07-01, before those behind the plan (2026-08-01)" in " ".join(plan["notes"])
    before = Path("plan.xlsx").read_bytes()
    assert run(["plan", "update", "earlier.json", "--plan", "plan.xlsx", *BY]) == 2
    assert "so the plan would go back to them; give the newest results" in capsys.readouterr().err
    assert Path("plan.xlsx").read_bytes() == before


def test_a_new_gap_has_no_row_until_the_plan_is_brought_up_to_date(here: Path, capsys: Captured) -> None:
    subject(Path("acme"), {**PROVEN, "pay": TWO_GAPS["pay"]}, NOTICE)
    assert run(["plan", "new", "acme", "-o", "plan.yaml"]) == 0
    subject(Path("acme"), TWO_GAPS)
    code, found, _ = status(capsys, plan="plan.yaml")
    assert (code, found[CONTACT]["stands"], found[CONTACT]["in_plan"]) == (1, "without_row", False)
    assert run(["plan", "update", "acme", "--plan", "plan.yaml", *BY]) == 0
    assert ", 1 new, " in capsys.readouterr().out
    assert status(capsys, plan="plan.yaml")[1][CONTACT]["stands"] == "open"


def test_terms_agreed_anew_stay_visible(acme: Path, capsys: Captured) -> None:
    write(CONTACT, Due=date(2027, 3, 31), Target="partly met")
    _, found, _ = status(capsys)
    assert [(x["what"], x["agreed"], x["now"]) for x in found[CONTACT]["lowered"]] == [
        ("due", "2026-07-30", "2027-03-31"), ("target", "met", "partly_met"),
    ]  # fmt: skip
    assert run(["plan", "update", "acme", "--plan", "plan.xlsx", "--agree", *BY]) == 0
    _, found, _ = status(capsys)
    assert found[CONTACT]["lowered"] == [] and found[CONTACT]["agreed"]["due"] == "2027-03-31"
    assert [(x["what"], x["before"], x["by"]) for x in found[CONTACT]["agreed_anew"]] == [
        ("due", "2026-07-30", "head of procurement"), ("target", "met", "head of procurement"),
    ]  # fmt: skip


def test_a_copy_that_was_kept_tells_what_was_agreed(acme: Path, capsys: Captured) -> None:
    kept = Path("kept.xlsx")
    kept.write_bytes(Path("plan.xlsx").read_bytes())
    write(CONTACT, Due=date(2027, 3, 31))
    assert run(["plan", "update", "acme", "--plan", "plan.xlsx", "--agree", *BY]) == 0
    assert status(capsys)[1][CONTACT]["lowered"] == []
    _, found, _ = status(capsys, "acme", "--against", "kept.xlsx")
    assert [(x["what"], x["agreed"]) for x in found[CONTACT]["lowered"]] == [("due", "2026-07-30")]


def test_a_plan_in_the_suppliers_folder_is_found_and_told_from_one_that_was_given(acme: Path, capsys: Captured) -> None:
    Path("acme/plan.xlsx").write_bytes(Path("plan.xlsx").read_bytes())
    reports = []
    for options in ([], ["--plan", "plan.xlsx"]):
        capsys.readouterr()
        run(["check", "acme", *options, *DAY, "--format", "json"])
        reports.append(json.loads(capsys.readouterr().out)["subjects"][0])
    own, given = (report["plan"] for report in reports)
    assert (own["own"], own["file"]["path"]) == (True, "acme/plan.xlsx")
    assert (given["own"], given["file"]["path"]) == (False, "plan.xlsx")
    assert given["notes"] == ["acme/plan.xlsx was not read, since plan.xlsx was given"]
    assert {"path": "plan.xlsx", "role": "plan", "sha256": own["file"]["sha256"]} in reports[0]["inputs"]


def test_without_a_day_nothing_is_overdue_and_it_is_said(acme: Path, capsys: Captured) -> None:
    capsys.readouterr()
    assert run(["plan", "check", "acme", "--plan", "plan.xlsx"]) == 0
    assert "without a day to hold due days against (--gate-date)" in " ".join(capsys.readouterr().out.split())


def test_a_broken_plan_in_the_folder_changes_nothing_else(acme: Path, capsys: Captured) -> None:
    def judged() -> Any:
        capsys.readouterr()
        code = run(["check", "acme", "--format", "json"])
        found = json.loads(capsys.readouterr().out)["subjects"][0]
        return code, found["verdict"], found["standards"], found.get("plan")

    code, verdict, standards, _ = judged()
    for name, content in (("plan.yaml", b"fairlabel: plan/1\nsubject: other\n"), ("plan.xlsx", b"no workbook")):
        Path("acme", name).write_bytes(content)
        again = judged()
        assert again[:3] == (code, verdict, standards)
        assert again[3]["actions"] == [] and len(again[3]["problems"]) == 1


def test_the_plan_of_a_report_is_that_of_its_folder(acme: Path) -> None:
    assert (
        run(["check", "acme", "--output", "json=report.json", "--output", "xlsx=report.xlsx", "--fail-on", "never"])
        == 0
    )
    assert run(["plan", "new", "report.json", "-o", "from-report.xlsx"]) == 0
    assert Path("from-report.xlsx").read_bytes() == Path("plan.xlsx").read_bytes()
    assert run(["plan", "convert", "report.xlsx", "-o", "from-workbook.yaml"]) == 0
    assert run(["plan", "convert", "plan.xlsx", "-o", "plan.yaml"]) == 0
    assert Path("from-workbook.yaml").read_bytes() == Path("plan.yaml").read_bytes()


def test_several_subjects_have_a_line_each(here: Path, capsys: Captured) -> None:
    for name, answers in (("acme", TWO_GAPS), ("binda", GAP)):
        subject(Path("all", name), answers)
        assert run(["plan", "new", f"all/{name}", "-o", f"all/{name}/plan.yaml"]) == 0
    capsys.readouterr()
    run(["check", "all", *DAY])
    text = " ".join(capsys.readouterr().out.split())
    assert "Action plans (2)" in text and "binda: " in text and "overdue" in text


@pytest.mark.parametrize("cached", [[], ["--cache"]])
def test_a_plan_that_changed_is_read_anew_in_every_run(
    acme: Path, capsys: Captured, cached: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FAIRLABEL_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("FAIRLABEL_NO_CACHE", raising=False)
    Path("acme/plan.xlsx").write_bytes(Path("plan.xlsx").read_bytes())

    def owner() -> str:
        capsys.readouterr()
        run(["check", "acme", *cached, "--format", "json"])
        actions = json.loads(capsys.readouterr().out)["subjects"][0]["plan"]["actions"]
        return next(a["owner"] for a in actions if a["requirement"] == CONTACT)

    assert owner() == "both"
    write(CONTACT, Owner="head of operations")
    Path("acme/plan.xlsx").write_bytes(Path("plan.xlsx").read_bytes())
    assert owner() == "head of operations"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["new", "acme", "-o", "plan.xlsx"], 73, "plan.xlsx exists, and what people wrote in it would be lost"),
        (["new", "acme", "-o", "plan.docx"], 2, "a plan is a .yaml, .xlsx or .ods file"),
        (["new", "gone", "-o", "p.yaml"], 2, "gone"),
        (["check", "acme", *DAY], 2, "acme holds no plan.yaml, plan.xlsx or plan.ods; name the plan (--plan FILE)"),
        (["update", "acme", "--plan", "plan.xlsx", "--by", "a@b.example", *DAY], 2, "an address names a person"),
        (["update", "acme", "--plan", "plan.xlsx", "--by", " ", *DAY], 2, "write a role"),
        (["update", "acme", "--plan", "plan.xlsx", "--by", "buyer"], 2, "--gate-date"),
        (["convert", "plan.xlsx", "-o", "plan.xlsx"], 73, "plan.xlsx exists"),
        (["check", "binda", "--plan", "plan.xlsx", *DAY], 3, "is the plan of acme, and binda is judged"),
        (["show", "acme/questionnaire.yaml"], 3, "says 'questionnaire/1', which is no action plan"),
    ],
)
def test_wrong_calls(acme: Path, capsys: Captured, arguments: list[str], code: int, words: str) -> None:
    subject(Path("binda"), GAP)
    before = Path("plan.xlsx").read_bytes()
    capsys.readouterr()
    assert run(["plan", *arguments]) == code
    assert words in " ".join(capsys.readouterr().err.split())
    assert Path("plan.xlsx").read_bytes() == before


def test_a_plan_that_was_named_must_be_of_somebody_here(acme: Path, capsys: Captured) -> None:
    subject(Path("binda"), GAP)
    assert run(["check", "binda", "--plan", "plan.xlsx", *DAY]) == 3
    assert "is the plan of acme, who was not assessed (binda was)" in capsys.readouterr().err


SETTINGS = "fairlabel: settings/1\nplans: [{}]\n"


def test_plans_of_the_settings_are_of_all_runs(acme: Path, capsys: Captured) -> None:
    """One that is set is of nobody here in some run; one that was typed for this run is not."""
    subject(Path("binda"), GAP)
    Path("plans").mkdir()
    Path("plan.xlsx").rename("plans/acme.xlsx")
    Path("fairlabel.yaml").write_text(SETTINGS.format("plans/acme.xlsx"), encoding="utf-8")

    def planned(*arguments: str) -> tuple[int, Any]:
        capsys.readouterr()
        code = run(["check", *arguments, "--fail-on", "never", "--format", "json"])
        out = capsys.readouterr().out
        return code, json.loads(out)["subjects"][0].get("plan") if out else None

    code, plan = planned("acme")
    assert (code, plan["file"]["path"], plan["own"]) == (0, "plans/acme.xlsx", False)
    assert planned("binda") == (0, None)
    assert planned("binda", "--plan", "plans/acme.xlsx") == (3, None)
    Path("fairlabel.yaml").write_text(SETTINGS.format("plans"), encoding="utf-8")
    assert planned("acme") == (0, plan)
    assert run(["plan", "new", "binda", "-o", "binda/plan.yaml"]) == 0
    assert planned("binda")[1]["own"] is True


def test_plan_commands_find_the_plan_of_the_settings(acme: Path, capsys: Captured) -> None:
    subject(Path("binda"), GAP)
    Path("fairlabel.yaml").write_text(SETTINGS.format("plan.xlsx"), encoding="utf-8")
    capsys.readouterr()
    assert run(["plan", "show", "acme", *DAY]) == 0
    assert "plan.xlsx was given beside the supplier's folder" in " ".join(capsys.readouterr().out.split())
    assert run(["plan", "update", "acme", *BY]) == 0
    assert capsys.readouterr().out.startswith("plan.xlsx: 88 actions")
    assert run(["plan", "show", "binda", *DAY]) == 2
    assert "binda holds no plan.yaml, plan.xlsx or plan.ods" in capsys.readouterr().err
    assert run(["plan", "new", "binda", "-o", "binda/plan.yaml"]) == 0
    assert run(["plan", "show", "binda", *DAY]) == 0
    assert "lies in the supplier's own folder" in " ".join(capsys.readouterr().out.split())


def test_a_plan_of_the_folder_that_is_named_is_the_suppliers_word_all_the_same(acme: Path, capsys: Captured) -> None:
    Path("plan.xlsx").rename("acme/plan.xlsx")
    assert status(capsys, plan="acme/plan.xlsx")[2]["own"] is True


def test_a_folder_of_plans_has_the_one_of_the_subject(acme: Path, capsys: Captured) -> None:
    subject(Path("binda"), GAP)
    Path("plans").mkdir()
    Path("plan.xlsx").rename("plans/acme.xlsx")
    assert run(["plan", "new", "binda", "-o", "plans/binda.yaml"]) == 0
    assert status(capsys, plan="plans")[2]["file"]["path"] == "plans/acme.xlsx"
    Path("plans/again.xlsx").write_bytes(Path("plans/acme.xlsx").read_bytes())
    assert run(["plan", "show", "acme", "--plan", "plans"]) == 3
    assert "is a plan of acme, and so is plans/acme.xlsx; give one of them" in capsys.readouterr().err


def test_a_sheet_of_ones_own_is_never_wiped_out(acme: Path, capsys: Captured) -> None:
    book = openpyxl.load_workbook("plan.xlsx")
    book.create_sheet("Minutes").cell(1, 1).value = "Agreed on Monday."
    book.save("plan.xlsx")
    before = Path("plan.xlsx").read_bytes()
    capsys.readouterr()
    assert run(["plan", "update", "acme", "--plan", "plan.xlsx", *BY]) == 3
    assert "plan.xlsx, sheet 'Minutes': holds more than the plan, which would be lost" in capsys.readouterr().err
    assert Path("plan.xlsx").read_bytes() == before
    assert run(["plan", "update", "acme", "--plan", "plan.xlsx", "-o", "next.xlsx", *BY]) == 0
    assert "note: plan.xlsx, sheet 'Minutes'" in capsys.readouterr().err


def test_a_reports_workbook_is_not_replaced_by_a_plan(acme: Path, capsys: Captured) -> None:
    assert run(["check", "acme", "--output", "xlsx=report.xlsx", "--fail-on", "never"]) == 0
    before = Path("report.xlsx").read_bytes()
    assert run(["plan", "update", "acme", "--plan", "report.xlsx", *BY]) == 3
    assert "sheet 'Results': holds more than the plan" in capsys.readouterr().err
    assert Path("report.xlsx").read_bytes() == before


def test_a_mistake_keeps_a_plan_from_being_written_over(acme: Path, capsys: Captured) -> None:
    write(CONTACT, Due="31 February 2027")
    before = Path("plan.xlsx").read_bytes()
    capsys.readouterr()
    assert run(["plan", "update", "acme", "--plan", "plan.xlsx", *BY]) == 3
    assert "'31 February 2027' is no day of the calendar; write YYYY-MM-DD" in capsys.readouterr().err
    assert Path("plan.xlsx").read_bytes() == before
    code, found, plan = status(capsys)
    assert code == 3 and found[CONTACT]["due"] is None and len(plan["problems"]) == 1


def test_a_remark_that_somebody_wrote_into_yaml_is_never_wiped_out(acme: Path, capsys: Captured) -> None:
    assert run(["plan", "convert", "plan.xlsx", "-o", "plan.yaml"]) == 0
    assert run(["plan", "update", "acme", "--plan", "plan.yaml", *BY]) == 0, "the tool's own remarks are none"
    file = Path("plan.yaml")
    whole = file.read_text(encoding="utf-8").replace("    notes:\n", '    notes: "no # remark"   # ask Jo first\n', 1)
    file.write_text(whole, encoding="utf-8")
    capsys.readouterr()
    assert run(["plan", "update", "acme", "--plan", "plan.yaml", *BY]) == 3
    said = capsys.readouterr().err
    assert "holds a remark ('# ask Jo first'), which would be lost; write it under notes" in said
    assert file.read_text(encoding="utf-8") == whole
    assert run(["plan", "update", "acme", "--plan", "plan.yaml", "-o", "next.yaml", *BY]) == 0
    assert "note: plan.yaml:" in capsys.readouterr().err


def test_the_schema_of_where_a_plan_stands_allows_nothing_else(acme: Path, capsys: Captured) -> None:
    capsys.readouterr()
    run(["plan", "check", "acme", "--plan", "plan.xlsx", *DAY, "--format", "json"])
    right = json.loads(capsys.readouterr().out)
    for change in ({"more": 1}, {"subject": 3}, {"plan": {**right["plan"], "counts": {"open": 0}}}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**right, **change}, schema("plan-status"))
