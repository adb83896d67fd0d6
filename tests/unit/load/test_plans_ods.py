"""Plans as .ods: written with odfdo, read with calamine, opened by odfpy and saved by LibreOffice in between."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checker.cli.main import run
from checker.errors import InputError
from checker.load.plans import read_plans
from checker.load.wages.workbook_parts import Package, formulas, last_row
from checker.model.plan import Change, Plan, ReadPlan, Terms
from checker.render.plan_ods import plan_ods
from checker.render.plan_sheet import plan_workbook
from checker.render.plan_yaml import plan_yaml
from tests.unit.load.test_plans import plan

OFFICE = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="needs LibreOffice (Debian: libreoffice-calc-nogui)"
)


def edited() -> Plan:
    """Return a plan in which people wrote all that a plan can hold."""
    whole = plan()
    first, second, *rest = whole.rows
    first = first._replace(
        terms=Terms("head of operations", date(2027, 3, 31), "0.5"), state="under_way",
        done="Half.\nThe rest  follows.",
        notes="äöü 👩‍💻 = 1", more=(("Budget", 12.5), ("Code", "B-17"), ("Paid", True), ("Count", 3)),
    )  # fmt: skip
    second = second._replace(terms=Terms("", None), remedy="", notes='=HYPERLINK("http://evil.example","x")')
    change = Change(date(2026, 9, 1), "buyer", "due", "2026-09-28", "2027-03-31", True)
    record = (whole.record[0]._replace(changes=(change,)), *whole.record[1:])
    return replace(whole, rows=(first, second, *rest), record=record)


def read(content: bytes, folder: Path, name: str = "plan.ods") -> ReadPlan:
    (folder / name).write_bytes(content)
    (found,) = read_plans(folder / name, name).values()
    return found


def test_what_was_written_is_read_back_whole(tmp_path: Path) -> None:
    for made in (plan(), edited(), replace(plan(), rows=(), record=())):
        found = read(plan_ods(made), tmp_path)
        assert found.problems == ()
        assert plan_yaml(found.plan) == plan_yaml(made)


def test_the_same_plan_gives_the_same_bytes_and_dates_none_of_today() -> None:
    assert plan_ods(edited()) == plan_ods(edited())
    with zipfile.ZipFile(io.BytesIO(plan_ods(plan()))) as package:
        first = package.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED), "as OpenDocument asks"
        meta = package.read("meta.xml").decode()
    assert "2026-06-30T00:00:00" in meta and str(date.today().year) + "-11" not in meta


def test_another_reader_finds_sheets_columns_and_choices() -> None:
    """odfpy knows the format's own rules of what may stand where, and refuses what breaks them."""
    from odf.opendocument import load
    from odf.table import ContentValidation, Table, TableColumn

    document = load(io.BytesIO(plan_ods(plan())))
    tables = document.spreadsheet.getElementsByType(Table)
    assert [t.getAttribute("name") for t in tables] == ["Action plan", "Legend", "Plan record", "Lists", "fairlabel"]
    columns = tables[0].getElementsByType(TableColumn)
    assert [c.getAttribute("visibility") for c in columns][-4:] == ["collapse"] * 4
    rules = {r.getAttribute("name"): r.getAttribute("condition") for r in document.getElementsByType(ContentValidation)}
    assert rules["fl-state"] == (
        'of:cell-content-is-in-list("open";"under way";"done, by our own word";"will not be done")'
    )
    assert rules["fl-due"] == "of:cell-content-is-date() and cell-content()>=DATE(2000;1;1)"


def saved(file: Path, kind: str) -> Path:
    """Return what LibreOffice saves of a file in the format ``kind``."""
    home = f"-env:UserInstallation=file://{file.parent}/profile"
    out = file.parent / "saved"
    command = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", out, file]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return out / f"{file.stem}.{kind}"


@OFFICE
@pytest.mark.slow
@pytest.mark.parametrize(("written", "kind"), [("ods", "ods"), ("ods", "xlsx"), ("xlsx", "ods")])
def test_a_plan_that_libreoffice_saved_is_the_same(tmp_path: Path, written: str, kind: str) -> None:
    file = tmp_path / f"plan.{written}"
    file.write_bytes(plan_ods(edited()) if written == "ods" else plan_workbook(edited()))
    (found,) = read_plans(saved(file, kind), f"plan.{kind}").values()
    assert found.problems == ()
    assert plan_yaml(found.plan) == plan_yaml(edited())


def changed(change: Callable[[str], str], folder: Path, add: dict[str, bytes] | None = None) -> ReadPlan:
    """Return a plan read from a spreadsheet whose content was changed by hand."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plan_ods(plan()))) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, change(data.decode()).encode() if name == "content.xml" else data)
        for name, data in (add or {}).items():
            target.writestr(name, data)
    return read(packed.getvalue(), folder)


def swap(old: str, new: str) -> Callable[[str], str]:
    def change(whole: str) -> str:
        assert old in whole, old
        return whole.replace(old, new, 1)

    return change


DUE = 'office:value-type="date" office:date-value="2026-09-28"'


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (swap(DUE, f'table:formula="of:=TODAY()" {DUE}'), "sheet 'Action plan', cell M2 (Due): holds a formula"),
        (swap(DUE, 'office:value-type="date" office:date-value="2026-09-28T14:30:00"'), "2026-09-28 14:30 has a time"),
        (swap(DUE, 'office:value-type="float" office:value="46293"'), "of Excel's calendar it would be 2026-09-28"),
    ],
)
def test_a_mistake_is_told_with_its_cell(tmp_path: Path, change: Callable[[str], str], words: str) -> None:
    found = changed(change, tmp_path)
    told = "\n".join(map(str, found.problems))
    assert words in told, told
    assert len(found.plan.rows) == len(plan().rows)


@pytest.mark.parametrize(
    ("change", "add", "words"),
    [
        (str, {"Basic/Standard/Module1.xml": b"<x/>"}, "holds macros"),
        (str, {"Scripts/python/evil.py": b"x"}, "holds macros"),
        (swap('table:name="Plan record"', 'table:name="Record"'), {}, "its hidden sheet 'Plan record' is not there"),
        (swap('table:name="Action plan"', 'table:name="Plan"'), {}, "has no sheet 'Action plan'; it has 'Plan'"),
        (lambda whole: whole[:-200], {}, "cannot be read as a workbook"),
    ],
)
def test_what_is_no_plan_is_refused(tmp_path: Path, change: Any, add: dict[str, bytes], words: str) -> None:
    with pytest.raises(InputError, match=words):
        changed(change, tmp_path, add)


def test_libraries_that_libreoffice_only_lists_are_no_macros(tmp_path: Path) -> None:
    found = changed(str, tmp_path, {"Basic/script-lc.xml": b"<x/>", "Basic/Standard/script-lb.xml": b"<x/>"})
    assert found.problems == ()


def test_a_workbook_under_the_name_of_another_kind(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="of another kind than its name says"):
        read(plan_workbook(plan()), tmp_path, "plan.ods")
    with pytest.raises(InputError, match="of another kind than its name says"):
        read(plan_ods(plan()), tmp_path, "plan.xlsx")


def test_formulas_repeated_without_end_are_not_unfolded(tmp_path: Path) -> None:
    (tmp_path / "bomb.ods").write_bytes(plan_ods(plan()))
    with pytest.raises(InputError, match=r"Cell limit exceeded|more cells than can be read"):
        changed(
            swap("</table:table-row>", '<table:table-cell table:formula="of:=1" table:number-columns-repeated="16000"/>'
                 "</table:table-row>" + '<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
                 'table:formula="of:=1" table:number-columns-repeated="16000"/></table:table-row>'), tmp_path,
        )  # fmt: skip


def test_rows_and_formulas_are_counted_with_their_repeats(tmp_path: Path) -> None:
    file = tmp_path / "plan.ods"
    changed(
        swap("</table:table-row>", '</table:table-row><table:table-row table:number-rows-repeated="2">'
             '<table:table-cell table:number-columns-repeated="3"/><table:table-cell office:value-type="float" '
             'office:value="1" table:formula="of:=1"/></table:table-row>'), tmp_path,
    )  # fmt: skip
    package = Package(file, "plan.ods")
    assert list(formulas(package, "Action plan")) == [(1, 3), (2, 3)]
    assert last_row(package, "Action plan") == 1 + 2 + len(plan().rows)


def test_without_odfdo_it_is_said_what_to_install_and_what_does_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "odfdo", None)
    (tmp_path / "plan.yaml").write_bytes(plan_yaml(plan()))
    assert run(["plan", "convert", str(tmp_path / "plan.yaml"), "-o", str(tmp_path / "plan.ods")]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "pip install 'fairlabel[ods]'; .xlsx needs nothing" in said
    assert not (tmp_path / "plan.ods").exists()


def test_reading_needs_no_odfdo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = plan_ods(plan())
    monkeypatch.setitem(sys.modules, "odfdo", None)
    assert read(content, tmp_path).problems == ()
