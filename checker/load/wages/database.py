"""Read pay tables from database files: which of the two kinds a file is. It is opened for reading only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from checker.errors import InputError, Problem
from checker.model.pay_table import PayMapping

SQLITE = b"SQLite format 3\x00"
DUCKDB = (b"DUCK", 8)
"""Mark of a DuckDB file, and the byte at which it stands."""


def open_database(path: Path, label: str, mapping: PayMapping) -> tuple[Any, PayMapping]:
    """Return the source, by what the file is and not by what it is called. Raises InputError where it is neither."""
    with path.open("rb") as file:
        start = file.read(len(SQLITE))
    if start == SQLITE:
        from checker.load.wages.sqlite import open_sqlite

        return open_sqlite(path, label, mapping)
    mark, at = DUCKDB
    if start[at:].startswith(mark):
        from checker.load.wages.duckdb_file import open_duckdb

        return open_duckdb(path, label, mapping)
    what = "is empty (0 bytes)" if not start else "is no SQLite or DuckDB file, or its beginning is damaged or locked"
    raise InputError([Problem(label, None, None, "", what, "save or send it again, or export the table as CSV")])
