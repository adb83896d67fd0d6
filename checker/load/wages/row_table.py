"""Rows of text from Python into a DuckDB table, a block at a time: for files that DuckDB does not read itself.

The table may spill to disk. Each row keeps a number by which it is found again in its file: the part of the
file (a sheet) and the row in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from checker.load.wages.dialects.duckdb import quote

ROW = "fairlabel row"
"""Column of the row's number."""
PART = 1 << 40
"""Rows of part n are numbered n x PART + row."""
_BLOCK = 8192


def create(connection: Any, name: str, columns: Sequence[str]) -> None:
    """Create an empty table of text with a column for the row's number."""
    cells = "".join(f", {quote(column)} VARCHAR" for column in columns)
    connection.execute(f"CREATE TEMP TABLE {quote(name)} ({quote(ROW)} BIGINT{cells})")


def append(connection: Any, name: str, columns: Sequence[str], rows: Iterable[tuple[int, Sequence[str | None]]]) -> int:
    """Append rows (number, cells in the order of ``columns``) and return how many there were."""
    import pyarrow as pa

    names = [ROW, *columns]
    types = [pa.int64(), *[pa.string()] * len(columns)]
    given = f"{name}_block"
    listed = ", ".join(quote(column) for column in names)
    count = 0
    for block in _blocks(rows):
        cells: list[Sequence[Any]] = [[number for number, _ in block], *zip(*(row for _, row in block), strict=True)]
        arrays = [pa.array(values, type_) for values, type_ in zip(cells, types, strict=True)]
        connection.register(given, pa.table(arrays, names=names))
        connection.execute(f"INSERT INTO {quote(name)} ({listed}) SELECT {listed} FROM {quote(given)}")
        connection.unregister(given)
        count += len(block)
    return count


def _blocks(rows: Iterable[tuple[int, Sequence[str | None]]]) -> Iterator[list[tuple[int, Sequence[str | None]]]]:
    iterator = iter(rows)
    while block := list(islice(iterator, _BLOCK)):
        yield block
