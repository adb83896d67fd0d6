"""Pay in workbooks: titles, merged headers, several sheets, typed and typed-in cells, and files that are none."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest

from checker.errors import InputError
from checker.load.wages import open_pay_table
from checker.load.wages.pay_file import PayFile
from tests.pay_for_tests import mapped
from tests.workbooks_for_tests import HEADER, ROW, Formula, locked, ods, repack, xls, xlsx

PAY, HOURS = 16_005_000_000, 576_900_000
GOOD = [HEADER, ROW]
DAY = (date(2026, 1, 31) - date(1970, 1, 1)).days


def read(path: Path, wanted: str = "pay, hours_paid", **mapping: Any) -> list[tuple[Any, ...]]:
    return rows_of(open_pay_table(path, mapped(**mapping)), wanted)


def rows_of(table: PayFile, columns: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return table.rows(connection, 7).order("row").project(columns).fetchall()  # type: ignore[no-any-return]


def bad(path: Path, **mapping: Any) -> dict[str, str]:
    table = open_pay_table(path, mapped(**mapping))
    with duckdb.connect() as connection:
        return {cells.kind: table.spots(cells.rows) for cells in table.unread(connection)}


def refusal(path: Path, **mapping: Any) -> str:
    with pytest.raises(InputError) as caught:
        open_pay_table(path, mapped(**mapping))
    assert all(problem.todo for problem in caught.value.problems)
    return str(caught.value)


def changed(**cells: Any) -> tuple[Any, ...]:
    return tuple(cells.get(name, cell) for name, cell in zip(HEADER, ROW, strict=True))


def test_every_kind_of_workbook(tmp_path: Path) -> None:
    assert read(xlsx(tmp_path / "a.xlsx", {"Pay": GOOD})) == [(PAY, HOURS)]
    assert read(xlsx(tmp_path / "a.xlsm", {"Pay": GOOD})) == [(PAY, HOURS)]
    assert read(ods(tmp_path / "a.ods", {"Pay": GOOD})) == [(PAY, HOURS)]
    assert read(xls(tmp_path / "a.xls", GOOD)) == [(PAY, HOURS)]


def test_a_workbook_named_after_another_kind(tmp_path: Path) -> None:
    assert read(xlsx(tmp_path / "a.xlsx", {"Pay": GOOD}).rename(tmp_path / "a.xls")) == [(PAY, HOURS)]
    assert read(xls(tmp_path / "b.xls", GOOD).rename(tmp_path / "b.xlsx")) == [(PAY, HOURS)]


def test_titles_above_the_header_and_blank_rows(tmp_path: Path) -> None:
    rows = [["Acme payroll"], [], ["January", None, "2026"], HEADER, ROW, [], changed(pay="x"), ["", " "]]
    path = xlsx(tmp_path / "a.xlsx", {"Pay": rows})
    assert read(path)[0] == (PAY, HOURS)
    assert bad(path) == {"unreadable pay": "sheet 'Pay' row 7"}


def test_a_table_that_begins_in_another_column(tmp_path: Path) -> None:
    rows = [[None, None, *HEADER], [None, None, *ROW], [None, None, *changed(hours_paid=Formula("=1/0", "#DIV/0!"))]]
    path = xlsx(tmp_path / "a.xlsx", {"Pay": rows})
    assert read(path)[0] == (PAY, HOURS)
    assert bad(path) == {"unreadable hours_paid": "sheet 'Pay' row 3"}


def test_two_header_rows_and_merged_cells(tmp_path: Path) -> None:
    groups = ["worker_id", "country", "currency", "Period", None, "Pay", None, "Hours", None]
    names = [None, None, None, "From", "To", "Basic", "Extra", "Basic", "Extra"]
    rows = [["Acme"], groups, names, [*ROW[:5], 1600.5, 20, 160.25, 2]]
    columns = {
        "period_start": "From", "period_end": "To", "pay": "Pay Basic", "bonus": "Pay Extra",
        "hours_paid": "Hours Basic",
    }  # fmt: skip
    path = xlsx(tmp_path / "a.xlsx", {"Pay": rows})
    assert read(path, "pay, hours_paid, bonus", columns=columns, header_row=3) == [(PAY, HOURS, 200_000_000)]


def test_the_mapping_s_header_row_wins(tmp_path: Path) -> None:
    old = tuple(name.upper() for name in HEADER)
    path = xlsx(tmp_path / "a.xlsx", {"Pay": [HEADER, ["note"], old, ROW]})
    columns = {name: name.upper() for name in HEADER}
    assert read(path, columns=columns) == [(PAY, HOURS)]
    assert len(read(path)) == 3
    assert "no header in row 9" in refusal(path, header_row=9, sheet=("Pay",))


def test_a_name_twice_is_an_error(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"Pay": [(*HEADER, "Pay"), (*ROW, 1)]})
    assert "sheet 'Pay' row 1: column 'Pay', 'pay' stands twice in the header" in refusal(path)


def test_several_sheets(tmp_path: Path) -> None:
    february = changed(period_start=date(2026, 2, 1), period_end=date(2026, 2, 28), pay="none")
    sheets = {"Notes": [["Read me"]], "Jan": GOOD, "Feb": [["Acme"], HEADER, february], "Empty": []}
    path = xlsx(tmp_path / "a.xlsx", sheets)
    said = refusal(path)
    assert "has several sheets that may hold the pay: 'Jan', 'Feb'" in said
    assert "sheet: [Jan, Feb]" in said
    assert read(path, sheet=("Jan",)) == [(PAY, HOURS)]
    assert read(path, "pay", sheet=("Jan", "Feb")) == [(PAY,), (None,)]
    assert bad(path, sheet=("Jan", "Feb")) == {"unreadable pay": "sheet 'Feb' row 3"}
    assert "read: sheet 'Jan'; not read: 'Notes', 'Feb'" in open_pay_table(path, mapped(sheet=("Jan",))).notes
    assert "a.xlsx has no sheet 'Mar'; it has: 'Notes', 'Jan', 'Feb', 'Empty'" in refusal(path, sheet=("Mar",))


def test_one_sheet_of_pay_among_others_is_taken_and_said(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"Notes": [["Read", "me"]], "Pay": GOOD, "Old": GOOD}, hidden=["Old"])
    assert read(path) == [(PAY, HOURS)]
    assert open_pay_table(path, mapped()).notes == ("read: sheet 'Pay'; not read: 'Notes', 'Old'",)


def test_sheets_whose_columns_differ_are_refused(tmp_path: Path) -> None:
    without = [row[:-1] for row in GOOD]
    path = xlsx(tmp_path / "a.xlsx", {"Jan": GOOD, "Feb": without})
    said = refusal(path, sheet=("Jan", "Feb"), columns={"hours_paid": "hours_paid"})
    assert "sheet 'Feb' row 1: has no column 'hours_paid', which another of the sheets has" in said


@pytest.mark.parametrize("system", [1900, 1904])
def test_dates_as_numbers(tmp_path: Path, system: int) -> None:
    first = date(1899, 12, 30) if system == 1900 else date(1904, 1, 1)
    number = (date(2026, 1, 31) - first).days
    rows = [HEADER, ROW, changed(period_end=number), changed(period_end=20260131), changed(period_end=number + 0.5)]
    path = xlsx(tmp_path / "a.xlsx", {"Pay": rows}, date_1904=system == 1904)
    assert read(path, "last_day") == [(DAY,), (DAY,), (None,), (DAY,)]
    assert bad(path) == {"unreadable period_end": "sheet 'Pay' row 4"}
    old = xls(
        tmp_path / "a.xls", [HEADER, changed(period_start=None, period_end=number)], days_from_1904=system == 1904
    )
    assert read(old, "last_day") == [(DAY,)]


def test_a_number_in_another_column_is_no_date(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"Pay": [HEADER, changed(pay=46053)]})
    assert read(path, "pay") == [(460_530_000_000,)]


def test_lengths_of_time(tmp_path: Path) -> None:
    cells = [time(8, 30), timedelta(hours=160, minutes=15), 0.5]
    path = xlsx(tmp_path / "a.xlsx", {"Pay": [HEADER, *(changed(hours_paid=cell) for cell in cells)]})
    assert read(path, "hours_paid") == [(30_600_000,), (HOURS,), (1_800_000,)]
    assert read(path, "hours_paid", units={"hours_paid": "minutes"}) == [(30_600_000,), (HOURS,), (30_000,)]
    assert read(ods(tmp_path / "a.ods", {"Pay": [HEADER, changed(hours_paid=cells[1])]})) == [(PAY, HOURS)]


def test_stamps_keep_their_time(tmp_path: Path) -> None:
    header = ("worker_id", "country", "currency", "started_at", "submitted_at", "pay")
    row = ("a", "KE", "KES", datetime(2026, 1, 5, 8, 30), datetime(2026, 1, 5, 9, 0, 15), 5)
    path = xlsx(tmp_path / "a.xlsx", {"Pay": [header, row]})
    for form in (None, "%d.%m.%Y"):
        table = open_pay_table(path, mapped("task", date_format=form))
        assert rows_of(table, "elapsed_ms") == [(1_815_000,)]


def test_typed_dates_stand_beside_typed_in_ones(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"Pay": [HEADER, ROW, changed(period_end="31.01.2026")]})
    assert read(path, "last_day", date_format="%d.%m.%Y") == [(DAY,), (DAY,)]
    assert bad(path) == {"unreadable period_end": "sheet 'Pay' row 3"}


def test_numbers_typed_in_as_text(tmp_path: Path) -> None:
    cells = ["1.600,50", "1 600,50", "1\u00a0600,50\u00a0", "\u202f1\u202f600,50", "1'600,50", 1600.5]
    path = xlsx(tmp_path / "a.xlsx", {"Pay": [HEADER, *(changed(pay=cell) for cell in cells)]})
    assert read(path) == [(PAY, HOURS)] * 6
    assert "numbers have a decimal comma" in open_pay_table(path, mapped()).notes
    other = xlsx(tmp_path / "b.xlsx", {"Pay": [HEADER, changed(pay="1.600")]})
    assert "sixteen hundred or one and a half" in refusal(other)
    assert read(other, decimal=",")[0][0] == read(other, decimal=".")[0][0] * 1000 == 16_000_000_000


@pytest.mark.parametrize("cell", ["KES 1600", "€ 1600", "$1,600.50", "1600.50 €", "x", 1e15, True, date(2026, 1, 1)])
def test_what_is_no_number_is_located(tmp_path: Path, cell: Any) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"Pay": [HEADER, ROW, changed(pay=cell)]})
    assert bad(path) == {"unreadable pay": "sheet 'Pay' row 3"}


def test_worker_ids_stay_what_they_are(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"Pay": [HEADER, changed(worker_id=1001), changed(worker_id="1001")]})
    (tmp_path / "a.csv").write_text(",".join(HEADER) + "\n1001,KE,KES,2026-01-01,2026-01-31,1,1\n", encoding="utf-8")
    workers = {row[0] for row in [*read(path, "worker"), *read(tmp_path / "a.csv", "worker")]}
    assert len(workers) == 1


def test_formulas_count_with_their_stored_result(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"Pay": [HEADER, changed(pay=Formula("=1600+0.5", 1600.5))]})
    assert read(path) == [(PAY, HOURS)]
    never = xlsx(tmp_path / "b.xlsx", {"Pay": [HEADER, changed(pay=Formula("=1600+0.5", 0))]})
    assert "no spreadsheet program has calculated yet" in refusal(never)
    saved = repack(never, lambda _, data: data.replace(b' fullCalcOnLoad="1"', b""))
    assert read(saved) == [(0, HOURS)]


def test_error_cells_are_no_empty_cells(tmp_path: Path) -> None:
    rows = [HEADER, ROW, changed(pay=Formula("=#REF!", "#REF!")), changed(hours_paid=Formula("=1/0", "#DIV/0!")),
            changed(pay=None)]  # fmt: skip
    found = {"unreadable pay": "sheet 'Pay' row 3", "unreadable hours_paid": "sheet 'Pay' row 4"}
    assert bad(xlsx(tmp_path / "a.xlsx", {"Pay": rows})) == found
    assert bad(xls(tmp_path / "a.xls", [HEADER, ROW, changed(pay="#REF!"), changed(hours_paid="#DIV/0!")])) == found

    def with_errors(content: bytes) -> bytes:
        error = b'<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error">'
        return re.sub(rb"<table:table-cell[^>]*>(?=<text:p>#)", error, content)

    texts = [HEADER, ROW, changed(pay="#REF!"), changed(hours_paid="#DIV/0!")]
    assert bad(ods(tmp_path / "a.ods", {"Pay": texts}, with_errors)) == found


def test_locked_workbooks(tmp_path: Path) -> None:
    for path in (locked(xlsx(tmp_path / "a.xlsx", {"Pay": GOOD})), _locked_xls(tmp_path / "a.xls")):
        assert "is locked with a password" in refusal(path)
    manifest = b'<manifest:encryption-data manifest:checksum="x"/></manifest:manifest>'
    book = repack(
        ods(tmp_path / "a.ods", {"Pay": GOOD}),
        lambda name, data: data.replace(b"</manifest:manifest>", manifest) if name.endswith("manifest.xml") else data,
    )
    assert "is locked with a password" in refusal(book)


def _locked_xls(path: Path) -> Path:
    """Turn the record after the first one (code page or the like) into the mark of a locked workbook."""
    data = bytearray(xls(path, GOOD).read_bytes())
    start = data.index(b"\x09\x08\x10\x00")
    after = start + 4 + int.from_bytes(data[start + 2 : start + 4], "little")
    data[after : after + 2] = b"\x2f\x00"
    path.write_bytes(bytes(data))
    return path


def test_files_that_are_no_workbooks(tmp_path: Path) -> None:
    whole = xlsx(tmp_path / "a.xlsx", {"Pay": GOOD}).read_bytes()
    for name, data, words in (
        ("a.xlsx", whole[: len(whole) // 2], "is a damaged workbook, part of it may be missing"),
        (
            "b.xls",
            b"<html><body><table><tr><td>pay</td></tr></table>",
            "is a web page (HTML) with the name of a workbook",
        ),
        ("c.xls", b"\xef\xbb\xbf  <TABLE>", "is a web page (HTML)"),
        ("d.xls", b"worker_id;pay\na;1\n", "is text with the name of a workbook; name it .csv"),
        ("e.xls", b"<?xml version='1.0'?><Workbook/>", "is XML with the name of a workbook"),
        ("f.xlsx", b"\x00\x01\x02", "is no workbook"),
        ("g.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "cannot be read as a workbook"),
    ):
        (tmp_path / name).write_bytes(data)
        assert words in refusal(tmp_path / name)


def test_damaged_parts(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    for part, new in (
        ("xl/worksheets/sheet1.xml", None),
        ("xl/_rels/workbook.xml.rels", b"<a"),
        ("xl/workbook.xml", b"<"),
    ):
        repack(xlsx(path, {"Pay": GOOD}), lambda name, data, part=part, new=new: new if name == part else data)  # type: ignore[misc]
        assert "workbook" in refusal(path)
    repack(xlsx(path, {"Pay": GOOD}), lambda name, data: None if name.startswith("xl/") else data)
    assert "holds no workbook" in refusal(path)
    book = ods(
        tmp_path / "a.ods",
        {"Pay": GOOD},
        lambda data: data.replace(b"table-row>", b'table-row table:number-rows-repeated="x">', 1),
    )
    assert "workbook" in refusal(book)
    data = bytearray(xlsx(path, {"Pay": [HEADER, *[ROW] * 500]}).read_bytes())
    newer = bytes(data).replace(b"PK\x01\x02\x14\x03\x14\x00", b"PK\x01\x02\x14\x03\xa2\x00", 1)
    assert newer != bytes(data)
    path.write_bytes(newer)
    assert "is a damaged workbook" in refusal(path)
    at = data.index(b"xl/worksheets/sheet1.xml") + 60
    data[at : at + 40] = b"\xff" * 40
    path.write_bytes(bytes(data))
    assert "is a damaged workbook" in refusal(path)


def test_no_sheet_no_row_nothing(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"Pay": GOOD})
    repack(path, lambda name, data: re.sub(rb"<sheets>.*</sheets>", b"<sheets/>", data))
    assert "holds no sheet" in refusal(path)
    assert read(xlsx(tmp_path / "b.xlsx", {"Pay": [HEADER]})) == []
    empty = open_pay_table(xlsx(tmp_path / "c.xlsx", {"Pay": []}), mapped())
    assert (empty.columns, empty.notes) == (frozenset(), ("the workbook is empty",))
    (tmp_path / "d.xlsx").write_bytes(b"")
    assert open_pay_table(tmp_path / "d.xlsx", mapped()).notes == ("the file is empty",)
    assert "no column for pay" in refusal(xlsx(tmp_path / "e.xlsx", {"Pay": [["only a title"]]}))


def test_bombs_are_not_unpacked(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"Pay": GOOD})
    repack(path, lambda name, data: data + b" " * (201 << 20) if name.endswith("sheet1.xml") else data)
    assert "more than a table of pay comes to; it was not unpacked" in refusal(path)
    far = xlsx(tmp_path / "b.xlsx", {"Pay": [*GOOD, *[[]] * 5]})
    repack(far, lambda name, data: data.replace(b'"G2"', b'"XFD2"').replace(b'<row r="2"', b'<row r="1048576"'))
    assert "reaches over 1,048,576 rows and 16,384 columns" in refusal(far)

    def repeated(content: bytes) -> bytes:
        return content.replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="99000000">', 2)

    assert "more cells than can be read" in refusal(ods(tmp_path / "c.ods", {"Pay": GOOD}, repeated))


def test_the_same_file_twice_in_one_run_and_in_two(tmp_path: Path) -> None:
    table = open_pay_table(xlsx(tmp_path / "a.xlsx", {"Pay": GOOD}), mapped())
    assert rows_of(table, "pay") == rows_of(table, "pay") == [(PAY,)]


def test_very_wide_sheets(tmp_path: Path) -> None:
    wide = [*HEADER, *(f"extra {i}" for i in range(4000))]
    path = xlsx(tmp_path / "a.xlsx", {"Pay": [["Acme"], wide, [], *[[*ROW, *[1] * 4000]] * 3]})
    assert read(path) == [(PAY, HOURS)] * 3

    def far(content: bytes) -> bytes:
        return content.replace(b"<table:table-cell ", b'<table:table-cell table:number-columns-repeated="9000" ', 2)

    assert "reaches over 1 rows and 18,000 columns" in refusal(ods(tmp_path / "b.ods", {"Pay": [["a", "b"]]}, far))


def test_damage_over_which_the_reader_panics(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        """What python-calamine raises where its own code fails."""

    def panic(_: object) -> None:
        raise PanicException("index out of range")

    path = xls(tmp_path / "a.xls", GOOD)
    monkeypatch.setattr("python_calamine.CalamineWorkbook", SimpleNamespace(from_path=panic))
    assert "cannot be read as a workbook (it is damaged)" in refusal(path)
