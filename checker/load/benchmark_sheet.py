"""Read the cells of a spreadsheet of figures: CSV in any form, or a workbook, through the readers of pay files.

Header and rows as they stand; what the columns mean is decided in `checker.load.benchmark_import`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from checker.errors import BenchmarkError, InputError, Problem, UsageError
from checker.load.wages import READERS, csv_file, workbook
from checker.load.wages.header_rows import LOOKED_AT, find_header
from checker.load.wages.mapping import plain_mapping
from checker.model.pay_table import PayMapping

MOST_ROWS = 100_000
"""Rows of a table of figures at most; a file with more is another one."""
_KINDS = {"checker.load.wages.csv_file:open_csv", "checker.load.wages.workbook:open_workbook"}
_OWN_OPTIONS = "say it with --sheet, --header-row, --delimiter or --encoding"


class SheetForm(NamedTuple):
    """How the sheet is to be read, where that has to be said."""

    sheet: str | None = None
    header_row: int | None = None
    delimiter: str | None = None
    encoding: str | None = None


class SheetRow(NamedTuple):
    """One row below the header."""

    spot: str
    """Where it stands, in words."""
    cells: Sequence[Any]
    """Text, number, day, or nothing, in the order of the header."""


class Sheet(NamedTuple):
    """One table of a spreadsheet."""

    header: tuple[str, ...]
    rows: list[SheetRow]
    notes: tuple[str, ...]


def read_sheet(path: Path, label: str, names: Sequence[str], form: SheetForm) -> Sheet:
    """Return header and rows; ``names`` are such as its header may hold, to find it below titles.

    Raises BenchmarkError with what is wrong, in words of the import; UsageError for a form that there is not.
    """
    _check_form(form)
    try:
        reader = _reader(path, label)
        sheet = tuple([form.sheet] if form.sheet else [])
        wanted = {f"wanted {i}": name for i, name in enumerate(names)}
        # A decimal mark is named so that no number is refused before it is known which column holds amounts.
        mapping = replace(
            plain_mapping("payroll"), columns=wanted, decimal=".", sheet=sheet, header_row=form.header_row,
            delimiter=form.delimiter, encoding=form.encoding,
        )  # fmt: skip
        found = _csv(path, label, mapping) if reader.endswith("open_csv") else _workbook(path, label, mapping)
    except InputError as error:
        raise BenchmarkError([_in_own_words(problem) for problem in error.problems]) from None
    if not found.rows:
        what = "has a header and no row" if found.header else "is empty"
        raise BenchmarkError([Problem(label, None, None, "", what, "give the table of figures itself")])
    return found


def _check_form(form: SheetForm) -> None:
    if form.delimiter is not None and (len(form.delimiter) != 1 or form.delimiter in '"\r\n'):
        raise UsageError(f"--delimiter {form.delimiter!r}: write one mark, such as ; or tab")
    try:
        codecs.lookup(form.encoding or "utf-8")
    except LookupError:
        raise UsageError(
            f"--encoding {form.encoding}: there is no such encoding; write utf-8, cp1252 or utf-16"
        ) from None


def _reader(path: Path, label: str) -> str:
    ends = {end: reader for end, reader in READERS.items() if reader in _KINDS}
    fitting = [end for end in ends if path.name.lower().endswith(end)]
    if not fitting or path.is_dir():
        what = "is no spreadsheet that is read here"
        raise InputError([Problem(label, None, None, "", what, f"save it as one of: {', '.join(sorted(ends))}")])
    return ends[max(fitting, key=len)]


def _csv(path: Path, label: str, mapping: PayMapping) -> Sheet:
    import duckdb

    if mapping.header_row is None:
        head = list(islice(csv_file.first_rows(path, label, mapping), LOOKED_AT))
        header = find_header(head, mapping)
        wanted = {name.casefold() for name in mapping.columns.values()}
        if header and header.row > 1 and wanted & {name.casefold() for name in header.names}:
            mapping = replace(mapping, header_row=header.row)
    source, _ = csv_file.open_csv(path, label, mapping)
    with duckdb.connect() as connection:
        clause, lost = source.open(connection)
        if not source.header:
            return Sheet((), [], source.notes)
        if lost:
            raise InputError(
                [Problem(label, None, None, source.spots(bad.rows), f"holds a {bad.kind}", "quote text that holds the "
                 "separator, and close every quote") for bad in lost]
            )  # fmt: skip
        [(count,)] = connection.execute(f"SELECT count(*) FROM {clause}").fetchall()
        _refuse_many(label, count)
        columns = ", ".join('"' + name.replace('"', '""') + '"' for name in source.header)
        rows = connection.execute(f"SELECT {source.row} AS n, {columns} FROM {clause} ORDER BY n").fetchall()
    filled = [SheetRow(source.spots([row[0]]), row[1:]) for row in rows if any(row[1:])]
    return Sheet(source.header, filled, source.notes)


def _workbook(path: Path, label: str, mapping: PayMapping) -> Sheet:
    source, _ = workbook.open_workbook(path, label, mapping)
    if not source.sheets:
        return Sheet((), [], source.notes)
    [sheet] = source.sheets
    return Sheet(sheet.header.names, list(_sheet_rows(label, sheet)), source.notes)


def _sheet_rows(label: str, sheet: workbook.Sheet) -> Iterator[SheetRow]:
    for count, (row, cells) in enumerate(sheet.rows()):
        _refuse_many(label, count)
        yield SheetRow(f"sheet {sheet.name!r} row {row}", cells)


def _refuse_many(label: str, count: int) -> None:
    if count > MOST_ROWS:
        what = f"has more than {MOST_ROWS:,} rows, which no table of figures has"
        raise InputError([Problem(label, None, None, "", what, "give the table of figures itself")])


def _in_own_words(problem: Problem) -> Problem:
    """Return a problem of a pay file's reader as the import says it: there is no mapping here."""
    what = re.sub(r"no pay data", "no figures", problem.what).replace("hold the pay", "hold the figures")
    todo = _OWN_OPTIONS if "mapping" in problem.todo or "header_row" in problem.todo else problem.todo
    return problem._replace(what=what, todo=todo)
