"""A pay file that is opened and not yet read: what every reader hands on.

Knows nothing of formats; a reader gives it the SQL of its rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from checker.load.wages.reading import WHOLE, bit_of, needs_cleaning, quote, reading
from checker.model.evidence import EvidenceItem
from checker.model.pay_table import COLUMNS, BadCells, PayMapping

FIRST = 10
"""How many places of each kind of problem are named."""
SPREAD, MOST_BITS = 16, 1 << 28
"""Possible numbers a row, and in all, up to which it is tried whether each stands once."""


class Source(Protocol):
    """The rows of a file in DuckDB."""

    @property
    def types(self) -> dict[str, str]:
        """Return column of the file -> DuckDB type."""

    @property
    def row(self) -> str:
        """Return the SQL of the data row's number, counted from 1."""

    @property
    def is_text(self) -> bool:
        """Return whether cells are parsed, which is then done once and kept."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what was found out about the file's form."""

    def open(self, connection: Any) -> tuple[str, tuple[BadCells, ...]]:
        """Return the SQL of a FROM clause, and the rows that are no rows at all."""

    def spots(self, rows: Sequence[int]) -> str:
        """Return where numbered rows stand, in words: part of the file (a sheet) where there are several, and row."""


class TextCells:
    """What every source of text says of its columns."""

    __slots__ = ()
    header: tuple[str, ...]

    @property
    def types(self) -> dict[str, str]:
        """Return every column as text."""
        return dict.fromkeys(self.header, "VARCHAR")

    @property
    def is_text(self) -> bool:
        """Return True."""
        return True


@dataclass(slots=True)
class _Opened:
    """A source in one connection: its FROM clause, the lines that are no rows, and the query of its rows."""

    clause: str
    lost: tuple[BadCells, ...]
    rows: str | None = None


@dataclass(eq=False, slots=True)
class PayFile:
    """One pay file with its mapping (a `checker.model.pay_table.PayTable`)."""

    label: str
    mapping: PayMapping
    evidence: EvidenceItem | None
    source: Source
    columns: frozenset[str]
    constants: frozenset[str]
    _opened: list[tuple[Any, _Opened]] = field(default_factory=list)

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what was found out about the file's form."""
        return self.source.notes

    def rows(self, connection: Any, salt: int) -> Any:
        """Return a relation of normalised rows; the connection must outlive it."""
        opened = self._open(connection)
        if opened.rows is None:
            clean = frozenset() if self.source.is_text else self._clean(connection, opened.clause)
            query = reading(self.mapping, self.source.types, opened.clause, self.source.row, salt, clean)
            opened.rows = self._stored(connection, query) if self.source.is_text else query
        return connection.sql(opened.rows)

    def spots(self, rows: Sequence[int]) -> str:
        """Return where rows stand in the file."""
        return self.source.spots(rows)

    def rows_differ(self, connection: Any) -> bool:
        """Return whether a column of whole numbers holds each of them once, so that no two rows are identical.

        Numbers of tasks and rows lie close together: a bit for each possible one costs a tenth of comparing rows.
        False proves nothing.
        """
        if self.source.is_text:
            return False
        clause = self._open(connection).clause
        whole = (name for name, type_ in self.source.types.items() if type_ in WHOLE)
        return any(_stands_once(connection, clause, name) for name in whole)

    def lost_lines(self, connection: Any) -> tuple[BadCells, ...]:
        """Count and locate the lines of the file that are no rows."""
        return self._open(connection).lost

    def unread(self, connection: Any) -> tuple[BadCells, ...]:
        """Count and locate the cells that cannot be read as what their column holds; one pass, and one a kind found."""
        self.rows(connection, 0)
        bad = f"(SELECT row, bad FROM ({self._open(connection).rows}) WHERE bad <> 0)"
        names = [name for name in COLUMNS if name in self.columns]
        counts = ", ".join(f"count(*) FILTER (bad & {bit_of(name)} <> 0)" for name in names)
        [found] = connection.execute(f"SELECT {counts} FROM {bad}").fetchall()
        return tuple(
            BadCells(f"unreadable {name}", count, _first_rows(connection, bad, name))
            for name, count in zip(names, found, strict=True)
            if count
        )

    def _open(self, connection: Any) -> _Opened:
        # Keyed by the object itself: a closed connection's id may come back.
        for known, opened in self._opened:
            if known is connection:
                return opened
        opened = _Opened(*self.source.open(connection))
        self._opened.append((connection, opened))
        return opened

    def _clean(self, connection: Any, clause: str) -> frozenset[str]:
        """Return the columns of text in which no cell needs cleaning; distinct cells of a dictionary are few."""
        wanted = set(self.mapping.columns.values())
        clean = set()
        for column in (name for name, type_ in self.source.types.items() if type_ == "VARCHAR" and name in wanted):
            cells = f"(SELECT DISTINCT {quote(column)} FROM {clause})"
            [(unclean,)] = connection.execute(f"SELECT count(*) FROM {cells} WHERE {needs_cleaning(column)}").fetchall()
            if not unclean:
                clean.add(column)
        return frozenset(clean)

    def _stored(self, connection: Any, query: str) -> str:
        name = f"pay_rows_{len(self._opened)}_{id(self)}"
        connection.execute(f"CREATE TEMP TABLE {name} AS {query}")
        connection.execute(f"DROP TABLE {self._open(connection).clause}")
        return f"SELECT * FROM {name}"


def said_rows(rows: Sequence[int]) -> str:
    """Return numbers of rows in words.

    >>> said_rows((3,)), said_rows((3, 5))
    ('row 3', 'rows 3, 5')
    """
    return f"row{'s' * (len(rows) > 1)} {', '.join(map(str, rows))}"


def _stands_once(connection: Any, clause: str, column: str) -> bool:
    """Return whether every row of a column of whole numbers has one that no other row has."""
    import duckdb

    name = quote(column)
    ends = f"SELECT count(*), min({name}), max({name}) FROM {clause}"
    [(rows, low, high)] = connection.execute(ends).fetchall()
    # Fewer numbers than rows cannot stand once; where they lie far apart, the bits would be too many.
    if low is None or not rows <= high - low + 1 <= min(rows * SPREAD, MOST_BITS):
        return False
    bits = f"SELECT bit_count(bitstring_agg({name}, {low}, {high})) FROM {clause}"
    try:
        [(different,)] = connection.execute(bits).fetchall()
    except duckdb.OutOfRangeException:
        # A file's statistics may be wrong about its ends; then nothing is shown.
        return False
    return bool(different == rows)


def _first_rows(connection: Any, query: str, name: str) -> tuple[int, ...]:
    test = f"bad & {bit_of(name)} <> 0"
    rows = connection.execute(f"SELECT row FROM {query} WHERE {test} ORDER BY row LIMIT {FIRST}").fetchall()
    return tuple(int(row) for (row,) in rows)
