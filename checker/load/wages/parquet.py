"""Read pay tables from Parquet: one file, a glob, or a folder, partitioned by folder names (``country=KE``) or not.

Nothing is copied: DuckDB scans the files as often as the engine needs, only the columns that it needs.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checker.errors import InputError, Problem
from checker.load.paths import files_below, matching
from checker.load.wages.dialects.duckdb import literal
from checker.load.wages.pay_file import said_rows
from checker.load.wages.row_table import PART
from checker.model.pay_table import BadCells, PayMapping

_PARTITION = re.compile(r"([^=/]+)=[^/]*")


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
        """Return the number of the row in its file, and of the file."""
        row = "file_row_number + 1"
        return f"({row})" if len(self.files) == 1 else f"(CAST(file_index AS BIGINT) * {PART} + {row})"

    def spots(self, rows: Sequence[int]) -> str:
        """Return where rows stand: row, and file where there are several."""
        if len(self.files) == 1:
            return said_rows(rows)
        home = os.path.commonpath([os.path.dirname(file) for file in self.files])
        parts: dict[int, list[int]] = {}
        for row in rows:
            parts.setdefault(row // PART, []).append(row % PART)
        return ", ".join(f"{os.path.relpath(self.files[n], home)} {said_rows(found)}" for n, found in parts.items())

    def open(self, connection: Any) -> tuple[str, tuple[BadCells, ...]]:
        """Return the scan; a Parquet row always has its shape."""
        return _scan(self.files), ()


def open_parquet(path: Path, label: str, mapping: PayMapping) -> tuple[ParquetSource, PayMapping]:
    """Return the source; InputError where the files cannot be read, or do not all count."""
    import duckdb

    files = tuple(sorted(file.as_posix() for file in _files(path, label)))
    if not files:
        raise InputError([Problem(label, None, None, "", "holds no Parquet file", "name a file, a glob or a folder")])
    try:
        with duckdb.connect() as connection:
            described = connection.execute(f"DESCRIBE SELECT * FROM {_scan(files)}").fetchall()
            inside = connection.execute(f"DESCRIBE SELECT * FROM {_scan(files, partitions=False)}").fetchall()
    except duckdb.Error as error:
        what = f"cannot be read as Parquet: {str(error).splitlines()[0]}"
        raise InputError([Problem(label, None, None, "", what, "write the file again")]) from None
    types = {name: kind for name, kind, *_ in described if name != "file_row_number"}
    _refuse_doubled(files, {name for name, *_ in inside}, label)
    return ParquetSource(files, types), mapping


def _files(path: Path, label: str) -> list[Path]:
    """Return the files of a data set; by custom, names that begin with a dot or a low line are not of it."""
    if path.is_dir():
        if any(path.rglob("_delta_log")) or any(path.rglob("*.metadata.json")):
            what = "is a table of a lake (Delta or Iceberg): its folder also holds files that no longer count"
            raise InputError([Problem(label, None, None, "", what, "export its rows as plain Parquet")])
        files = [file for file in files_below(path) if not _is_aside(file.relative_to(path))]
        other = next((file.name for file in files if file.suffix.lower() != ".parquet"), None)
        if other:
            what = f"holds {other}, which is no Parquet: a folder is read as one set of Parquet files"
            raise InputError([Problem(label, None, None, "", what, "name its files one by one")])
        return files
    return [file for file in matching(path) if file.is_file()]


def _is_aside(path: Path) -> bool:
    return any(part.startswith((".", "_")) for part in path.parts)


def _refuse_doubled(files: tuple[str, ...], inside: set[str], label: str) -> None:
    """Raise InputError where a folder's name and the files in it both fill a column: they may differ."""
    keys = {key for file in files for key in _PARTITION.findall(os.path.dirname(file))}
    doubled = sorted(keys & inside)
    if doubled:
        what = f"column {', '.join(map(repr, doubled))} stands both in the names of folders and in the files"
        raise InputError([Problem(label, None, None, "", what, "keep one of the two")])


def _scan(files: tuple[str, ...], *, partitions: bool = True) -> str:
    """Return the scan; what stands in names of folders is text, so that 007 stays 007."""
    names = ", ".join(literal(file) for file in files)
    several = str(len(files) > 1).lower()
    said = "hive_types_autocast=false" if partitions else "hive_partitioning=false"
    return f"read_parquet([{names}], union_by_name={several}, file_row_number=true, {said})"
