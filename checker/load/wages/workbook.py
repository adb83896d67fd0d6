"""Read pay tables from workbooks: .xlsx, .xlsm, .xls and .ods, through python-calamine.

One sheet is read, or those that the mapping names (`sheet`); which were left out is said. The header may stand below
title rows (`header_row`). A formula counts with its stored result. A cell that shows an error is no empty cell: it is
text that nothing can read, and so located.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from checker.errors import InputError, Problem
from checker.load.wages import row_table
from checker.load.wages.cell_text import EPOCHS, ERROR, writers
from checker.load.wages.dialects.duckdb import quote
from checker.load.wages.header_rows import LOOKED_AT, Header, find_header
from checker.load.wages.number_marks import decimal_mark, number_columns
from checker.load.wages.pay_file import TextCells
from checker.load.wages.workbook_file import WorkbookFile, open_workbook_file
from checker.model.pay_table import BadCells, PayMapping

_SAMPLE_ROWS = 2000


@dataclass(slots=True)
class Sheet:
    """One sheet that is read."""

    name: str
    header: Header
    first_column: int
    errors: frozenset[tuple[int, int]]
    cells: Any
    """The reader's sheet, until its rows were taken."""

    def rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Iterate over the rows below the header that hold anything: row of the sheet, cells."""
        places: dict[int, list[int]] = {}
        for row, column in self.errors:
            places.setdefault(row, []).append(column - self.first_column)
        for index, found in enumerate(self.cells.iter_rows()):
            if index < self.header.row:
                continue
            for column in places.get(index, ()):
                if 0 <= column < len(found):
                    found[column] = ERROR
            if any(cell != "" for cell in found):
                yield index + 1, found


@dataclass(slots=True)
class WorkbookSource(TextCells):
    """The rows of one or several sheets."""

    path: Path
    label: str
    mapping: PayMapping
    header: tuple[str, ...]
    sheets: list[Sheet]
    epoch: datetime | None
    notes: tuple[str, ...]

    @property
    def row(self) -> str:
        """Return the number of the sheet and of the row in it."""
        return quote(row_table.ROW)

    def spots(self, rows: Sequence[int]) -> str:
        """Return where rows stand: sheet and row."""
        names: dict[int, list[str]] = {}
        for row in rows:
            names.setdefault(row // row_table.PART, []).append(str(row % row_table.PART))
        return ", ".join(f"sheet {self.sheets[part].name!r} row{'s' * (len(found) > 1)} {', '.join(found)}"
                         for part, found in names.items())  # fmt: skip

    def open(self, connection: Any) -> tuple[str, tuple[BadCells, ...]]:
        """Read the sheets into a temporary table."""
        name = f"pay_sheet_{id(self)}"
        row_table.create(connection, name, self.header)
        with open_workbook_file(self.path, self.label) as book:
            for number, sheet in enumerate(self.sheets):
                if sheet.cells is None:
                    sheet.cells = book.sheet(sheet.name)
                row_table.append(connection, name, self.header, self._texts(number, sheet))
                # A sheet is large in memory, and read once in nearly every run.
                sheet.cells = None
        return quote(name), ()

    def _texts(self, number: int, sheet: Sheet) -> Iterator[tuple[int, Sequence[str | None]]]:
        places = {name: i for i, name in enumerate(sheet.header.names) if name}
        write = writers(self.mapping, self.header, self.epoch)
        wanted = [(places.get(name), how) for name, how in zip(self.header, write, strict=True)]
        base = number * row_table.PART
        for row, cells in sheet.rows():
            yield base + row, [how(cells[at]) if at is not None and at < len(cells) else None for at, how in wanted]


def open_workbook(path: Path, label: str, mapping: PayMapping) -> tuple[WorkbookSource, PayMapping]:
    """Return the source and the mapping with the decimal mark that its texts have.

    Raises InputError where the file is no workbook, is locked or damaged, or holds several sheets that may be meant.
    """
    if not path.stat().st_size:
        return WorkbookSource(path, label, mapping, (), [], None, ("the file is empty",)), mapping
    with open_workbook_file(path, label) as book:
        chosen, notes = _choose(book, label, mapping)
        _check_headers(label, mapping, chosen)
        header = tuple(dict.fromkeys(name for sheet in chosen for name in sheet.header.names if name))
        mark, said = decimal_mark(label, mapping, _sample(mapping, chosen))
        mapping = replace(mapping, decimal=mark)
        epoch = EPOCHS.get(book.date_system or 0)
        return WorkbookSource(path, label, mapping, header, chosen, epoch, (*notes, *said)), mapping


def _choose(book: WorkbookFile, label: str, mapping: PayMapping) -> tuple[list[Sheet], tuple[str, ...]]:
    """Return the sheets to read and what to say of the others."""
    if not book.names:
        raise _problem(label, "holds no sheet", "save it again with the table of pay in it")
    if mapping.sheet:
        missing = [name for name in mapping.sheet if name not in book.names]
        if missing:
            todo = "it has: " + ", ".join(repr(name) for name in book.names)
            spot = mapping.file or label
            problems = [Problem(spot, None, None, "sheet", f"{label} has no sheet {name!r}", todo) for name in missing]
            raise InputError(problems)
        chosen = [_sheet(book, label, mapping, name) for name in mapping.sheet]
        if any(sheet is None for sheet in chosen):
            empty = ", ".join(repr(n) for n, s in zip(mapping.sheet, chosen, strict=True) if s is None)
            raise _problem(
                label, f"sheet {empty} has no header" + _at(mapping), "name the row with the column names: header_row"
            )
        return [sheet for sheet in chosen if sheet], _left_out(book, mapping.sheet)
    filled = [name for name in book.visible if not book.is_empty(name)]
    found = [sheet for name in filled if (sheet := _sheet(book, label, mapping, name))]
    fitting = [sheet for sheet in found if _fits(sheet.header, mapping)] or found
    if len(fitting) > 1:
        listed = ", ".join(repr(sheet.name) for sheet in fitting)
        what = f"has several sheets that may hold the pay: {listed}"
        raise _problem(label, what, "name one or more in the mapping (sheet: Payroll, or sheet: [Jan, Feb])")
    if not fitting:
        return [], ("the workbook is empty",) if not filled else _raise_no_header(label, mapping, filled)
    return fitting, _left_out(book, [fitting[0].name])


def _raise_no_header(label: str, mapping: PayMapping, filled: Sequence[str]) -> tuple[str, ...]:
    listed = ", ".join(repr(name) for name in filled)
    raise _problem(
        label, f"no sheet has a header{_at(mapping)} ({listed})", "name the row with the column names: header_row"
    )


def _problem(label: str, what: str, todo: str) -> InputError:
    return InputError([Problem(label, None, None, "", what, todo)])


def _at(mapping: PayMapping) -> str:
    return f" in row {mapping.header_row}" if mapping.header_row else ""


def _left_out(book: WorkbookFile, read: Sequence[str]) -> tuple[str, ...]:
    others = [name for name in book.names if name not in read and not book.is_empty(name)]
    if not others:
        return ()
    return (f"read: sheet {', '.join(map(repr, read))}; not read: {', '.join(map(repr, others))}",)


def _fits(header: Header, mapping: PayMapping) -> bool:
    """Return whether a header has every column that the mapping names, and without one that of pay."""
    wanted = set(mapping.columns.values()) or {"pay"}
    return wanted <= set(header.names)


def _sheet(book: WorkbookFile, label: str, mapping: PayMapping, name: str) -> Sheet | None:
    """Return a sheet with its header, scanned first; None where it has none."""
    scan = book.scan(name)
    cells = book.sheet(name)
    header = find_header(list(islice(cells.iter_rows(), max(LOOKED_AT, mapping.header_row or 0))), mapping)
    if header is None:
        return None
    if scan.uncalculated:
        what = "holds formulas that no spreadsheet program has calculated yet; their results read as 0"
        raise InputError([Problem(label, None, None, f"sheet {name!r}", what, "open it, save it, and give that file")])
    return Sheet(name, header, cells.start[1] if cells.start else 0, scan.errors, cells)


def _check_headers(label: str, mapping: PayMapping, sheets: Sequence[Sheet]) -> None:
    """Raise InputError where a name stands twice, or a mapped column is in some of the sheets only."""
    problems = []
    for sheet in sheets:
        where = f"sheet {sheet.name!r} row {sheet.header.row}"
        if sheet.header.doubled:
            what = f"column {', '.join(map(repr, sheet.header.doubled))} stands twice in the header"
            problems.append(Problem(label, None, None, where, what, "give each column its own name"))
        for name in mapping.columns.values():
            if name not in sheet.header.names and any(name in other.header.names for other in sheets):
                what = f"has no column {name!r}, which another of the sheets has"
                problems.append(Problem(label, None, None, where, what, "name the columns alike in every sheet"))
    if problems:
        raise InputError(problems)


def _sample(mapping: PayMapping, sheets: Sequence[Sheet]) -> Iterator[str]:
    """Iterate over cells of text in columns of numbers."""
    for sheet in sheets:
        columns = number_columns(mapping, sheet.header.names)
        for _, cells in islice(sheet.rows(), _SAMPLE_ROWS):
            yield from (cells[i] for i in columns if i < len(cells) and isinstance(cells[i], str))
