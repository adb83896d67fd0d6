"""Plans that are broken in every way that was thought of: each named with file, place, and what to do."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from checker.errors import InputError, UsageError
from checker.load.plans import read_own_plan, read_plans
from checker.load.yaml_text import parse
from checker.model.plan import Plan, ReadPlan, tidy
from checker.pipeline import forms
from checker.render.plan_draft import drafted
from checker.render.plan_sheet import plan_workbook
from checker.render.plan_yaml import plan_yaml
from checker.render.view import subject_view
from tests import reports_for_tests as made
from tests.hostile_for_tests import PAYLOADS
from tests.workbooks_for_tests import xlsx


def plan() -> Plan:
    return drafted(subject_view(made.subject()), date(2026, 6, 30))


def text(change: Callable[[str], str] = str) -> bytes:
    return change(plan_yaml(plan()).decode("utf-8")).encode("utf-8")


def read(content: bytes, folder: Path, name: str = "plan.yaml") -> ReadPlan:
    file = folder / name
    file.write_bytes(content)
    (found,) = read_plans(file, name).values()
    return found


def swap(old: str, new: str, times: int = 1) -> Callable[[str], str]:
    def change(whole: str) -> str:
        assert old in whole, old
        return whole.replace(old, new, times)

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (swap("due: 2026-09-28", "due: 2027-02-31"), "plan.yaml:22:10, actions[0].due: '2027-02-31' is no day"),
        (swap("due: 2026-09-28", "due: 46293"), "as a day of Excel's calendar it would be 2026-09-28"),
        (swap("due: 2026-09-28", "due: [1]"), "no day of the calendar"),
        (swap("    state: open", "    state: finished"), "'finished' is no state of an action; write one of: open"),
        (swap("    state: open", "    state: opne"), "did you mean 'open'?"),
        (swap("    target: met", "    target: 7"), "7 is no target; write met, partly_met, or the share"),
        (swap("    target: met", "    target: most"), "'most' is no target"),
        (swap("    owner: supplier", "    owner: jo@example.org"), "names a person: an address is no role"),
        (swap("    owner: supplier", f"    owner: {'x' * 300}"), "is longer than 200 characters"),
        (swap("notes:", "notes: 12"), 'is a number (12), not text; quote it: "12"'),
        (swap("notes:", "budget: {a: 1}"), "is a mapping, and a plan keeps one text or number a key"),
        (swap("notes:", f"notes: {'x' * 20_000}"), "holds 20,000 characters, and at most 16,000 can be kept"),
        (swap("    notes:", "    Owner: me"), "actions[0].Owner: has the name of a column that a plan has itself"),
        (swap("    notes:", f"    {'x' * 300}: me"), "is a name of 300 characters"),
        (swap("standard: pai@2022", "standard: pai"), "'pai' names no edition; write for example standard: pai@2022"),
        (swap("  - requirement: PAI-PAY-01", "  - requirement:"), "does not say which requirement it is about"),
        (swap("requirement: PAI-GRV-01", "requirement: PAI-PAY-01"), "PAI-PAY-01 stands twice, the first"),
        (swap("actions:", "actions:\n\n  - just words"), "an action is text ('just words'), not a mapping"),
        (swap("agreed: {owner: \"supplier\", due: 2026-09-28", 'agreed: {owner: "supplier", due: 2027-09-28'),
         "does not fit the record: what was agreed at first was changed by hand"),
        (swap("    last: {", "    lost: {"), "the plan's record is damaged here; put back an earlier copy"),
        (lambda whole: whole[: whole.index("record:")], "does not fit the record"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place_and_the_other_rows_are_read(
    tmp_path: Path, change: Callable[[str], str], words: str
) -> None:
    found = read(text(change), tmp_path)
    told = "\n".join(map(str, found.problems))
    assert words in told, told
    assert all(str(problem).startswith("plan.yaml:") for problem in found.problems)
    assert len(found.plan.rows) >= 6


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"- a\n", "is no mapping"),
        (text(swap("plan/1", "plan/2")), "plan.yaml:7:12, fairlabel: is plan/2, written by a newer version"),
        (text(swap("plan/1", "waivers/1")), "says 'waivers/1', which is no action plan"),
        (text(swap("subject: acme", "subject:")), "does not say whose plan it is"),
        (text(swap("actions:", "acts:")), "unknown key 'acts'"),
        (text().decode().encode("utf-16"), "UTF-16"),
        (b"fairlabel: plan/1\nsubject: a\nsubject: b\n", "plan.yaml:3:1"),
        (b"fairlabel: plan/1\nsubject: a\nactions: [\n", "plan.yaml:"),
    ],
)
def test_what_is_no_plan_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(content, tmp_path)
    assert words in str(caught.value)


def workbook(folder: Path, change: Callable[[Any], None], sheet: str = "Action plan") -> ReadPlan:
    """Return a plan read from a workbook that openpyxl opened, changed and saved."""
    file = folder / "plan.xlsx"
    file.write_bytes(plan_workbook(plan()))
    book = openpyxl.load_workbook(file)
    change(book[sheet])
    book.save(file)
    (found,) = read_plans(file, "plan.xlsx").values()
    return found


def column(sheet: Any, header: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == header)


def cell(header: str, value: Any, row: int = 2) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        sheet.cell(row, column(sheet, header)).value = value

    return change


def number(sheet: Any) -> None:
    found = sheet.cell(2, column(sheet, "Due"))
    found.value, found.number_format = 46293, "General"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (cell("Due", "31 February 2027"), "sheet 'Action plan', cell M2 (Due): '31 February 2027' is no day"),
        (number, "46293 is a number, not a day (as a day of Excel's calendar it would be 2026-09-28"),
        (cell("Due", datetime(2026, 9, 28, 14, 30)), "2026-09-28 14:30 has a time of day"),
        (cell("Due", "=TODAY()"), "cell M2 (Due): holds a formula, and its result is only what some program computed"),
        (cell("Owner", '=HYPERLINK("http://evil.example","x")'), "cell L2 (Owner): holds a formula"),
        (cell("State", "finished"), "cell O2 (State): 'finished' is no state"),
        (cell("Owner", "jo@example.org"), "names a person"),
        (cell("Target", 1.5), "1.5 is no target"),
        (cell("Requirement id", "PAI-PAY-99"), "shows 'PAI-PAY-01', and its hidden id is 'PAI-PAY-99'"),
        (cell("Requirement id", None), "row 2: has no ids in the hidden columns"),
        (cell("Requirement id", "PAI-GRV-01"), "PAI-GRV-01 stands twice, the first time in row 2"),
        (lambda sheet: sheet.cell(3, 40, "left alone"), "cell AN3: stands in a column without a header"),
    ],
)
def test_a_mistake_in_a_workbook_is_told_with_its_cell(
    tmp_path: Path, change: Callable[[Any], None], words: str
) -> None:
    found = workbook(tmp_path, change)
    told = "\n".join(map(str, found.problems))
    assert words in told, told
    assert all(str(problem).startswith("plan.xlsx, sheet") for problem in found.problems)
    assert len(found.plan.rows) >= 5


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (cell("Due", "Fällig", 1), "row 1 has no column 'Due': what stands in it would be lost; unknown"),
        (cell("Notes", "Due", 1), "the header 'Due' stands twice in row 1"),
        (lambda sheet: setattr(sheet, "title", "Plan"), "has no sheet 'Action plan'; it has 'Plan'"),
        (lambda sheet: sheet.cell(200_000, 1, "far"), "reaches over 200,000 rows, and a plan has at most 100,000"),
        (lambda sheet: sheet.cell(1, 900, "far"), "reaches over 900 columns"),
    ],
)  # fmt: skip
def test_a_sheet_that_cannot_be_read_is_refused(tmp_path: Path, change: Callable[[Any], None], words: str) -> None:
    with pytest.raises(InputError) as caught:
        workbook(tmp_path, change)
    assert words in str(caught.value)


def test_the_record_is_held_to_its_check(tmp_path: Path) -> None:
    def later(sheet: Any) -> None:
        for row in sheet.iter_rows(min_row=2):
            if row[4].value == "agreed":
                row[8].value = '["supplier", "2030-01-01", "met"]'
                return

    found = workbook(tmp_path, later, "Plan record")
    (problem,) = found.problems
    assert "what was agreed at first was changed by hand" in problem.what and "put back" in problem.todo


def test_columns_and_rows_stand_in_any_order_and_new_ones_are_kept(tmp_path: Path) -> None:
    def turned_round(sheet: Any) -> None:
        rows = [[cell.value for cell in row][::-1] for row in sheet.iter_rows()]
        rows = [rows[0], *rows[:0:-1]]
        for number, row in enumerate(rows, 1):
            for n, value in enumerate([*row, "Budget" if number == 1 else number], 1):
                sheet.cell(number, n).value = value

    found = workbook(tmp_path, turned_round)
    assert found.problems == ()
    assert [row.key for row in found.plan.rows] == [row.key for row in reversed(plan().rows)]
    assert [row.more for row in found.plan.rows] == [(("Budget", n),) for n in range(2, 9)]
    assert [row.terms for row in found.plan.rows] == [row.terms for row in reversed(plan().rows)]


def test_what_people_type_into_a_sheet_is_understood(tmp_path: Path) -> None:
    def typed(sheet: Any) -> None:
        for header, value in {
            "Due": "2027-03-31", "Target": "50 %", "State": " Under Way ", "Owner": "Supplier and Buyer",
            "Notes": 17.0, "What was done": True,
        }.items():  # fmt: skip
            cell(header, value)(sheet)

    found = workbook(tmp_path, typed)
    assert found.problems == ()
    row = found.plan.rows[0]
    assert row.terms == ("both", date(2027, 3, 31), "0.5")
    assert (row.state, row.notes, row.done) == ("under_way", "17", "yes")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty (0 bytes)"),
        (b"just text", "is text with the name of a workbook"),
        (b"PK\x03\x04 cut off", "is a damaged workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "cannot be read as a workbook"),
    ],
)
def test_a_file_that_is_no_workbook(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(content, tmp_path, "plan.xlsx")
    assert words in str(caught.value) and "save it as .xlsx or .ods, without password and macros" in str(caught.value)


def test_a_locked_workbook(tmp_path: Path) -> None:
    ooxml = pytest.importorskip("msoffcrypto.format.ooxml")
    locked = io.BytesIO()
    ooxml.OOXMLFile(io.BytesIO(plan_workbook(plan()))).encrypt("secret", locked)
    with pytest.raises(InputError, match="locked with a password"):
        read(locked.getvalue(), tmp_path, "plan.xlsx")


def test_a_workbook_with_macros_and_one_of_somebody_else(tmp_path: Path) -> None:
    file = tmp_path / "plan.xlsx"
    file.write_bytes(plan_workbook(plan()))
    with zipfile.ZipFile(file, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"\0")
    with pytest.raises(InputError, match="holds macros"):
        read_plans(file, "plan.xlsx")
    xlsx(file, {"Sheet1": [["a", "b"], [1, 2]]})
    with pytest.raises(InputError, match="is a workbook and no plan that fairlabel wrote"):
        read_plans(file, "plan.xlsx")


def test_in_a_subjects_folder(tmp_path: Path) -> None:
    assert read_own_plan(tmp_path, "acme", "acme") is None
    (tmp_path / "plan.yaml").write_bytes(text())
    found = read_own_plan(tmp_path, "acme", "acme")
    assert found is not None and found.file.path == "acme/plan.yaml"
    with pytest.raises(InputError, match=r"acme/plan.yaml, subject: is the plan of acme, and binda is judged"):
        read_own_plan(tmp_path, "acme", "binda")
    (tmp_path / "plan.xlsx").write_bytes(plan_workbook(plan()))
    with pytest.raises(InputError, match="which of the two holds is not said"):
        read_own_plan(tmp_path, "acme", "acme")
    (tmp_path / "plan.xlsx").unlink()
    (tmp_path / "plan.yaml").rename(tmp_path / "other.yaml")
    (tmp_path / "plan.yaml").symlink_to(tmp_path / "other.yaml")
    with pytest.raises(InputError, match="is a link"):
        read_own_plan(tmp_path, "acme", "acme")


def test_a_path_that_is_no_plan(tmp_path: Path) -> None:
    for name, words in (("gone.yaml", "no such file"), ("plan.docx", "a .yaml, .xlsx or .ods file")):
        with pytest.raises(UsageError, match=words):
            read_plans(tmp_path / name, name)
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(InputError, match="is no file that can be read"):
        read_plans(tmp_path / "folder.yaml", "folder.yaml")


@pytest.mark.parametrize("name", ["plan.yaml", "plan.xlsx"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_others_wrote_is_text_in_a_plan(tmp_path: Path, name: str, payload: str) -> None:
    bad = PAYLOADS[payload][:150]
    whole = plan()
    first = whole.rows[0]
    owner = bad.replace("@", "") or "x"
    row = first._replace(
        terms=first.terms._replace(owner=owner), remedy=bad, done=bad, notes=bad, more=((bad.strip() or "x", bad),),
        about=first.about._replace(title=bad, why=bad, expected=bad, stands=bad),
    )  # fmt: skip
    changed = Plan(whole.subject, whole.as_of, (row, *whole.rows[1:]), whole.record)
    content = plan_yaml(changed) if name == "plan.yaml" else plan_workbook(changed)
    found = read(content, tmp_path, name)
    assert found.problems == ()
    again = found.plan.rows[0]
    assert {again.remedy, again.done, again.notes, again.about.title, again.about.why} == {tidy(bad)}
    assert len(found.plan.rows) == len(whole.rows)
    if name == "plan.xlsx":
        book = openpyxl.load_workbook(tmp_path / name)
        cells = [cell for sheet in book.worksheets for line in sheet.iter_rows() for cell in line]
        assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink is not None]


def test_a_plan_keeps_to_its_published_schema_and_a_mistake_does_not() -> None:
    schema = Draft202012Validator(forms.schema("plan"), format_checker=FormatChecker())
    Draft202012Validator.check_schema(schema.schema)

    def errors(content: bytes) -> list[str]:
        return [error.message for error in schema.iter_errors(parse(content, "plan.yaml").value)]

    assert errors(text()) == []
    assert errors(text(swap("    notes:", "    budget: 12.5"))) == []
    assert errors(text(swap("    due: 2026-09-28", "    due: soon")))
    assert errors(text(swap("    notes:", "    budget: {a: 1}")))
    assert errors(text(swap("actions:", "acts:")))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice (Debian: libreoffice-calc-nogui)")
def test_a_plan_that_libreoffice_saved_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").write_bytes(plan_workbook(plan()))
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        tmp_path / "saved",
        tmp_path / "plan.xlsx",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (found,) = read_plans(tmp_path / "saved" / "plan.xlsx", "plan.xlsx").values()
    assert found.problems == ()
    assert plan_yaml(found.plan) == plan_yaml(plan())
