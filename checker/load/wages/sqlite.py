"""Read a pay table from a SQLite file, read-only, through the module that Python has.

A column of SQLite may hold any type in any row: each cell is taken as what it is, and read as text from there on.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from checker.load.wages import row_table
from checker.load.wages.cell_text import writers
from checker.load.wages.database_tables import choose_table, unreadable
from checker.load.wages.dialects.duckdb import quote
from checker.load.wages.number_marks import decimal_mark, number_columns
from checker.load.wages.pay_file import TextCells, said_rows
from checker.model.pay_table import BadCells, PayMapping

_SAMPLE_ROWS = 2000


@dataclass(frozen=True, slots=True)
class SqliteSource(TextCells):
    """The rows of one table of a SQLite file."""

    path: Path
    label: str
    mapping: PayMapping
    table: str
    header: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def row(self) -> str:
        """Return the number of the row in the table."""
        return quote(row_table.ROW)

    def spots(self, rows: Sequence[int]) -> str:
        """Return where rows stand: table and row, in the table's own order."""
        return f"table {self.table!r} {said_rows(rows)}"

    def open(self, connection: Any) -> tuple[str, tuple[BadCells, ...]]:
        """Read the table into a temporary one."""
        name = f"pay_sqlite_{id(self)}"
        row_table.create(connection, name, self.header)
        try:
            with closing(_connect(self.path)) as file:
                row_table.append(connection, name, self.header, self._texts(file))
        except sqlite3.Error as error:
            raise unreadable(self.label, "SQLite", str(error)) from None
        return quote(name), ()

    def _texts(self, file: sqlite3.Connection) -> Iterator[tuple[int, Sequence[str | None]]]:
        write = writers(self.mapping, self.header, None)
        for number, cells in enumerate(_rows(file, self.table), start=1):
            yield number, [how(cell) for how, cell in zip(write, cells, strict=True)]


def open_sqlite(path: Path, label: str, mapping: PayMapping) -> tuple[SqliteSource, PayMapping]:
    """Return the source and the mapping with the decimal mark of its texts. Raises InputError."""
    try:
        with closing(_connect(path)) as file:
            found = file.execute("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
            entries = found.fetchall()
            tables = [name for kind, name in entries if kind == "table"]
            views = [name for kind, name in entries if kind == "view"]
            table, notes = choose_table(label, mapping, tables, views)
            cursor = _rows(file, table)
            header = tuple(column for column, *_ in cursor.description)
            columns = number_columns(mapping, header)
            cells = [row[i] for row in cursor.fetchmany(_SAMPLE_ROWS) for i in columns if isinstance(row[i], str)]
    except sqlite3.Error as error:
        raise unreadable(label, "SQLite", str(error)) from None
    mark, said = decimal_mark(label, mapping, cells)
    mapping = replace(mapping, decimal=mark)
    return SqliteSource(path, label, mapping, table, header, (*notes, *said)), mapping


def _connect(path: Path) -> sqlite3.Connection:
    """Open a file for reading only; nothing in its schema may call what could do more than read."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA query_only = ON")
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    return connection


def _rows(file: sqlite3.Connection, table: str) -> sqlite3.Cursor:
    return file.execute(f"SELECT * FROM {quote(table)}")
