"""The rows of a pay file in DuckDB."""

from __future__ import annotations

from typing import Any

from checker.load.wages.dialects.duckdb import DUCKDB, quote
from checker.load.wages.pay_file import Source
from checker.load.wages.reading import WHOLE, needs_cleaning, reading
from checker.model.pay_table import PayMapping

SPREAD, MOST_BITS = 16, 1 << 28
"""Possible numbers a row, and in all, up to which it is tried whether each stands once."""


class DuckdbRows:
    """A source opened in one connection (`checker.load.wages.pay_file.Rows`)."""

    def __init__(self, source: Source, mapping: PayMapping, connection: Any) -> None:
        """Open the source; raises InputError where it cannot be read."""
        self._source, self._mapping, self._connection = source, mapping, connection
        self._clause, self.lost = source.open(connection)
        self._query: str | None = None

    def query(self, salt: int) -> str:
        """Return the SQL of the normalised rows; text is read once and kept."""
        if self._query is None:
            clean = frozenset[str]() if self._source.is_text else self._clean()
            query = reading(self._mapping, self._source.types, self._clause, self._source.row, salt, clean)
            self._query = self._stored(query) if self._source.is_text else query
        return self._query

    def table(self, query: str) -> Any:
        """Return a query as a relation."""
        return self._connection.sql(query)

    def fetch(self, query: str) -> list[tuple[Any, ...]]:
        """Run a query of a small result."""
        return self._connection.execute(query).fetchall()  # type: ignore[no-any-return]

    def differ(self) -> bool:
        """Return whether a column of whole numbers holds each of them once, so that no two rows are identical.

        Numbers of tasks and rows lie close together: a bit for each possible one costs a tenth of comparing rows.
        """
        if self._source.is_text:
            return False
        whole = (name for name, type_ in self._source.types.items() if type_ in WHOLE)
        return any(self._stands_once(name) for name in whole)

    def _clean(self) -> frozenset[str]:
        """Return the columns of text in which no cell needs cleaning; distinct cells of a dictionary are few."""
        wanted = set(self._mapping.columns.values())
        clean = set()
        for column in (name for name, type_ in self._source.types.items() if type_ == "VARCHAR" and name in wanted):
            cells = f"(SELECT DISTINCT {quote(column)} FROM {self._clause})"
            [(unclean,)] = self.fetch(f"SELECT count(*) FROM {cells} WHERE {needs_cleaning(DUCKDB, column)}")
            if not unclean:
                clean.add(column)
        return frozenset(clean)

    def _stored(self, query: str) -> str:
        name = f"pay_rows_{id(self)}"
        self._connection.execute(f"CREATE TEMP TABLE {name} AS {query}")
        self._connection.execute(f"DROP TABLE {self._clause}")
        return f"SELECT * FROM {name}"

    def _stands_once(self, column: str) -> bool:
        """Return whether every row of a column of whole numbers has one that no other row has."""
        import duckdb

        name = quote(column)
        [(rows, low, high)] = self.fetch(f"SELECT count(*), min({name}), max({name}) FROM {self._clause}")
        # Fewer numbers than rows cannot stand once; where they lie far apart, the bits would be too many.
        if low is None or not rows <= high - low + 1 <= min(rows * SPREAD, MOST_BITS):
            return False
        bits = f"SELECT bit_count(bitstring_agg({name}, {low}, {high})) FROM {self._clause}"
        try:
            [(different,)] = self.fetch(bits)
        except duckdb.OutOfRangeException:
            # A file's statistics may be wrong about its ends; then nothing is shown.
            return False
        return bool(different == rows)
