"""Workbooks written for tests: .xlsx by XlsxWriter, .ods by odfpy, .xls by xlwt; what is in them is made up."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

HEADER = ("worker_id", "country", "currency", "period_start", "period_end", "pay", "hours_paid")
ROW = ("a", "KE", "KES", date(2026, 1, 1), date(2026, 1, 31), 1600.5, 160.25)
Rows = Sequence[Sequence[Any]]


class Formula(str):
    """A formula with its stored result."""

    result: Any

    def __new__(cls, text: str, result: Any) -> Formula:
        found = super().__new__(cls, text)
        found.result = result
        return found


def xlsx(path: Path, sheets: Mapping[str, Rows], *, hidden: Iterable[str] = (), **options: Any) -> Path:
    """Write sheets of cells; ``None`` leaves a cell out."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), options)
    forms = {
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        time: book.add_format({"num_format": "hh:mm"}),
        timedelta: book.add_format({"num_format": "[h]:mm"}),
    }
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if isinstance(cell, Formula):
                    sheet.write_formula(r, c, str(cell), None, cell.result)
                elif type(cell) in forms:
                    sheet.write_datetime(r, c, cell, forms[type(cell)])
                elif cell is not None:
                    sheet.write(r, c, cell)
    book.close()
    return path


def xls(path: Path, rows: Rows, *, days_from_1904: bool = False) -> Path:
    """Write one sheet; a text that begins with # becomes an error cell."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import xlwt

        book = xlwt.Workbook()
        book.dates_1904 = days_from_1904
        sheet = book.add_sheet("Pay")
        day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if isinstance(cell, str) and cell.startswith("#"):
                    sheet.row(r).set_cell_error(c, cell)
                elif isinstance(cell, date):
                    sheet.write(r, c, cell, day)
                elif cell is not None:
                    sheet.write(r, c, cell)
        book.save(str(path))
    return path


def ods(path: Path, sheets: Mapping[str, Rows], change: Callable[[bytes], bytes] = bytes) -> Path:
    """Write sheets of cells; ``change`` may rewrite the XML of their content."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from odf.opendocument import OpenDocumentSpreadsheet
        from odf.table import Table, TableCell, TableRow
        from odf.text import P

        book = OpenDocumentSpreadsheet()
        for name, rows in sheets.items():
            table = Table(name=name)
            book.spreadsheet.addElement(table)
            for row in rows:
                line = TableRow()
                table.addElement(line)
                for cell in row:
                    element = TableCell(**_ods_cell(cell))
                    if cell is not None:
                        element.addElement(P(text=str(cell)))
                    line.addElement(element)
        book.save(str(path))
    return repack(path, lambda name, data: change(data) if name == "content.xml" else data)


def _ods_cell(cell: Any) -> dict[str, str]:
    if isinstance(cell, timedelta):
        seconds = int(cell.total_seconds())
        return {
            "valuetype": "time",
            "timevalue": f"PT{seconds // 3600:02d}H{seconds // 60 % 60:02d}M{seconds % 60:02d}S",
        }
    if isinstance(cell, date):
        return {"valuetype": "date", "datevalue": cell.isoformat()}
    if isinstance(cell, (int, float)):
        return {"valuetype": "float", "value": str(cell)}
    return {} if cell is None else {"valuetype": "string"}


def repack(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Rewrite the parts of a package; a part that becomes None is left out."""
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
    path.write_bytes(packed.getvalue())
    return path


def locked(path: Path, password: str = "secret") -> Path:
    """Encrypt an .xlsx as a spreadsheet program does."""
    import msoffcrypto

    found = io.BytesIO()
    with path.open("rb") as plain, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        msoffcrypto.OfficeFile(plain).encrypt(password, found)  # type: ignore[attr-defined]
    path.write_bytes(found.getvalue())
    return path
