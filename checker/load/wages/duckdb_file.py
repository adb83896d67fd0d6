"""Read a pay table from a DuckDB file: attached for reading only, scanned where it lies, nothing copied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checker.load.wages.database_tables import choose_table, unreadable
from checker.load.wages.dialects.duckdb import literal, quote
from checker.load.wages.pay_file import said_rows
from checker.load.wages.row_table import ROW
from checker.model.pay_table import BadCells, PayMapping


@dataclass(frozen=True, slots=True)
class DuckdbSource:
    """The rows of one table of a DuckDB file."""

    path: Path
    label: str
    schema: str
    table: str
    types: dict[str, str]
    notes: tuple[str, ...]

    @property
    def is_text(self) -> bool:
        """Return False."""
        return False

    @property
    def row(self) -> str:
        """Return the number of the row in its table."""
        return quote(ROW) if self._has_rowid else "(rowid + 1)"

    @property
    def _has_rowid(self) -> bool:
        """Return whether a column of the table hides the number that DuckDB gives each row."""
        return any(name.casefold() == "rowid" for name in self.types)

    def spots(self, rows: Sequence[int]) -> str:
        """Return where rows stand: table and row."""
        return f"table {self.table!r} {said_rows(rows)}"

    def open(self, connection: Any) -> tuple[str, tuple[BadCells, ...]]:
        """Attach the file for reading and return the table; what is attached already is used."""
        import duckdb

        place = str(self.path.resolve())
        try:
            known = connection.execute("SELECT database_name, path FROM duckdb_databases()").fetchall()
            name = next((name for name, path in known if path == place), f"pay_{len(known)}")
            if name not in {known_name for known_name, _ in known}:
                connection.execute(f"ATTACH {literal(place)} AS {quote(name)} (READ_ONLY)")
        except duckdb.Error as error:
            raise unreadable(self.label, "DuckDB", _first_line(error)) from None
        table = f"{quote(name)}.{quote(self.schema)}.{quote(self.table)}"
        counted = f"(SELECT *, row_number() OVER () AS {quote(ROW)} FROM {table})"
        return counted if self._has_rowid else table, ()


def open_duckdb(path: Path, label: str, mapping: PayMapping) -> tuple[DuckdbSource, PayMapping]:
    """Return the source. Raises InputError where the file cannot be read, or it is not plain which table is meant."""
    import duckdb

    try:
        with duckdb.connect(":memory:") as connection:
            connection.execute(f"ATTACH {literal(str(path.resolve()))} AS pay (READ_ONLY)")
            found = connection.execute(
                "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'pay' AND NOT internal"
            ).fetchall()
            views = connection.execute(
                "SELECT view_name FROM duckdb_views() WHERE database_name = 'pay' AND NOT internal"
            ).fetchall()
            # A table outside the usual schema is named with it.
            named = {table if schema == "main" else f"{schema}.{table}": (schema, table) for schema, table in found}
            chosen, notes = choose_table(label, mapping, sorted(named), sorted(view for (view,) in views))
            schema, table = named[chosen]
            described = connection.execute(f"DESCRIBE pay.{quote(schema)}.{quote(table)}").fetchall()
    except duckdb.Error as error:
        raise unreadable(label, "DuckDB", _first_line(error)) from None
    types = {name: kind for name, kind, *_ in described}
    return DuckdbSource(path, label, schema, table, types, notes), mapping


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
