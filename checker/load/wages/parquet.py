"""Read pay tables from Parquet: one file, a glob, or a folder (partitioned or not).

Nothing is copied: DuckDB scans the files as often as the engine needs, only the columns that it needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checker.errors import InputError, Problem
from checker.load.wages.reading import literal
from checker.model.pay_table import BadCells, PayMapping


@dataclass(frozen=True, slots=True)
class ParquetSource:
    """The rows of one Parquet data set."""

    files: tuple[str, ...]
    types: dict[str, str]
    notes: tuple[str, ...] = ()

    @property
    def is_text(self) -> bool:
        """Return False."""
        return False

    @property
    def row(self) -> str:
        """Return the number of the row in its file."""
        return "(file_row_number + 1)"

    def open(self, connection: Any) -> tuple[str, tuple[BadCells, ...]]:
        """Return the scan; a Parquet row always has its shape."""
        return _scan(self.files), ()


def open_parquet(path: Path, label: str, mapping: PayMapping) -> tuple[ParquetSource, PayMapping]:
    """Return the source; InputError where the files cannot be read."""
    import duckdb

    files = tuple(sorted(str(file) for file in _files(path)))
    if not files:
        raise InputError([Problem(label, None, None, "", "holds no Parquet file", "name a file, a glob or a folder")])
    try:
        with duckdb.connect() as connection:
            described = connection.execute(f"DESCRIBE SELECT * FROM {_scan(files)}").fetchall()
    except duckdb.Error as error:
        what = f"cannot be read as Parquet: {str(error).splitlines()[0]}"
        raise InputError([Problem(label, None, None, "", what, "write the file again")]) from None
    types = {name: kind for name, kind, *_ in described if name != "file_row_number"}
    return ParquetSource(files, types, _said(files)), mapping


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return list(path.rglob("*.parquet"))
    if any(mark in path.name for mark in "*?["):
        return list(path.parent.glob(path.name))
    return [path] if path.exists() else []


def _scan(files: tuple[str, ...]) -> str:
    names = ", ".join(literal(file) for file in files)
    return f"read_parquet([{names}], union_by_name={str(len(files) > 1).lower()}, file_row_number=true)"


def _said(files: tuple[str, ...]) -> tuple[str, ...]:
    return (f"{len(files)} Parquet files; row numbers count within a file",) if len(files) > 1 else ()
