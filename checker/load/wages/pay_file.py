"""A pay file that is opened and not yet read: what every reader hands on.

Knows nothing of formats; a reader gives it the SQL of its rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from checker.load.wages.reading import COLUMNS, bit_of, projection
from checker.model.evidence import EvidenceItem
from checker.model.pay_table import BadCells, PayMapping

FIRST = 10
"""How many places of each kind of problem are named."""


class Source(Protocol):
    """The rows of a file in DuckDB."""

    @property
    def types(self) -> dict[str, str]:
        """Return column of the file -> DuckDB type."""

    @property
    def row(self) -> str:
        """Return the SQL of the data row's number, counted from 1."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what was found out about the file's form."""

    def open(self, connection: Any) -> tuple[str, tuple[BadCells, ...]]:
        """Return the SQL of a FROM clause, and the rows that are no rows at all."""


@dataclass(eq=False, slots=True)
class PayFile:
    """One pay file with its mapping (a `checker.model.pay_table.PayTable`)."""

    label: str
    mapping: PayMapping
    evidence: EvidenceItem | None
    source: Source
    columns: frozenset[str]
    constants: frozenset[str]
    _opened: dict[int, tuple[str, tuple[BadCells, ...]]] = field(default_factory=dict)

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what was found out about the file's form."""
        return self.source.notes

    def rows(self, connection: Any, salt: int) -> Any:
        """Return a lazy relation of normalised rows; the connection must outlive it."""
        clause, _ = self._open(connection)
        select = projection(self.mapping, self.source.types, self.source.row, salt)
        return connection.sql(f"SELECT {select} FROM {clause}")

    def lost_lines(self, connection: Any) -> tuple[BadCells, ...]:
        """Count and locate the lines of the file that are no rows."""
        return self._open(connection)[1]

    def unread(self, connection: Any) -> tuple[BadCells, ...]:
        """Count and locate the cells that cannot be read as what their column holds; one pass."""
        clause, _ = self._open(connection)
        select = projection(self.mapping, self.source.types, self.source.row, 0)
        query = f"(SELECT row, bad FROM (SELECT {select} FROM {clause}) WHERE bad <> 0)"
        found: list[BadCells] = []
        for name in COLUMNS:
            if name in self.columns:
                found.extend(_bad_cells(connection, query, name))
        return tuple(found)

    def _open(self, connection: Any) -> tuple[str, tuple[BadCells, ...]]:
        key = id(connection)
        if key not in self._opened:
            self._opened[key] = self.source.open(connection)
        return self._opened[key]


def _bad_cells(connection: Any, query: str, name: str) -> list[BadCells]:
    test = f"bad & {bit_of(name)} <> 0"
    [(count,)] = connection.execute(f"SELECT count(*) FROM {query} WHERE {test}").fetchall()
    if not count:
        return []
    rows = connection.execute(f"SELECT row FROM {query} WHERE {test} ORDER BY row LIMIT {FIRST}").fetchall()
    return [BadCells(f"unreadable {name}", count, tuple(row for (row,) in rows))]
