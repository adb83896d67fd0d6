"""A pay file that is opened and not yet read: what every reader hands on.

Knows nothing of formats; a reader gives it the SQL of its rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Protocol

from checker.load.wages.dialects import engine_of
from checker.model.evidence import EvidenceItem
from checker.model.pay_table import COLUMNS, PLACE_CONSTANTS, BadCells, PayMapping, bit_of

FIRST = 10
"""How many places of each kind of problem are named."""


class Source(Protocol):
    """The rows of a file: what DuckDB reads them by; an engine that reads files itself asks for less."""

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


ROWS = {
    "duckdb": "checker.load.wages.duckdb_rows:DuckdbRows",
    "pyspark": "checker.load.wages.spark_rows:SparkRows",
}
"""Package of an engine's session -> ``module:attribute`` of what reads a source in it."""


class Rows(Protocol):
    """The rows of one source in one session of an engine; made of source, mapping and session."""

    lost: tuple[BadCells, ...]
    """Lines that are no rows."""

    def query(self, salt: int) -> str:
        """Return the SQL of the normalised rows; the first salt counts."""

    def table(self, query: str) -> Any:
        """Return a query as a lazy table of the engine."""

    def fetch(self, query: str) -> list[tuple[Any, ...]]:
        """Run a query of a small result."""

    def differ(self) -> bool:
        """Return whether the file shows cheaply that no two rows are identical; False proves nothing."""


@dataclass(eq=False, slots=True)
class PayFile:
    """One pay file with its mapping (a `checker.model.pay_table.PayTable`)."""

    label: str
    mapping: PayMapping
    evidence: EvidenceItem | None
    source: Source
    columns: frozenset[str]
    constants: frozenset[str]
    _opened: list[tuple[Any, Rows]] = field(default_factory=list)

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what was found out about the file's form, and which of its columns the mapping passes over."""
        return (*self.source.notes, *self._passed_over())

    @property
    def overruled(self) -> tuple[str, ...]:
        """Return the columns on place and currency that the file has, and in whose place the mapping puts one value."""
        names = PLACE_CONSTANTS & self.constants & self.source.types.keys()
        return tuple(sorted(names - set(self.mapping.columns.values())))

    def _passed_over(self) -> Iterator[str]:
        """Iterate over what the file has under the pay table's own name, where the mapping reads something else."""
        read = frozenset(self.mapping.columns.values())
        for name in sorted(self.columns):
            if name in self.source.types and name not in read:
                used = self.mapping.columns.get(name)
                instead = (
                    f"the column {used!r}" if used is not None else f"the constant {self.mapping.constants[name]!r}"
                )
                yield f"the file's own column {name!r} is not read: the mapping takes {instead} for it"

    def rows(self, session: Any, salt: int) -> Any:
        """Return a lazy table of normalised rows; the session must outlive it."""
        opened = self._open(session)
        return opened.table(opened.query(salt))

    def spots(self, rows: Sequence[int]) -> str:
        """Return where rows stand in the file."""
        return self.source.spots(rows)

    def rows_differ(self, session: Any) -> bool:
        """Return whether the file shows cheaply that no two rows are identical; False proves nothing."""
        return self._open(session).differ()

    def lost_lines(self, session: Any) -> tuple[BadCells, ...]:
        """Count and locate the lines of the file that are no rows."""
        return self._open(session).lost

    def unread(self, session: Any) -> tuple[BadCells, ...]:
        """Count and locate the cells that cannot be read as what their column holds; one pass, and one a kind found."""
        opened = self._open(session)
        bad = f"(SELECT row, bad FROM ({opened.query(0)}) WHERE bad <> 0)"
        names = [name for name in COLUMNS if name in self.columns]
        counts = ", ".join(f"count(*) FILTER (WHERE {_is_bad(name)})" for name in names)
        [found] = opened.fetch(f"SELECT {counts} FROM {bad}")
        return tuple(
            BadCells(f"unreadable {name}", count, _first_rows(opened, bad, name))
            for name, count in zip(names, found, strict=True)
            if count
        )

    def _open(self, session: Any) -> Rows:
        # Keyed by the object itself: a closed session's id may come back.
        for known, opened in self._opened:
            if known is session:
                return opened
        module, _, name = ROWS[engine_of(session)].partition(":")
        rows: Rows = getattr(import_module(module), name)(self.source, self.mapping, session)
        self._opened.append((session, rows))
        return rows


def said_rows(rows: Sequence[int]) -> str:
    """Return numbers of rows in words.

    >>> said_rows((3,)), said_rows((3, 5))
    ('row 3', 'rows 3, 5')
    """
    return f"row{'s' * (len(rows) > 1)} {', '.join(map(str, rows))}"


def _is_bad(name: str) -> str:
    return f"(bad & {bit_of(name)}) <> 0"


def _first_rows(opened: Rows, query: str, name: str) -> tuple[int, ...]:
    rows = opened.fetch(f"SELECT row FROM {query} WHERE {_is_bad(name)} ORDER BY row LIMIT {FIRST}")
    return tuple(int(row) for (row,) in rows)
