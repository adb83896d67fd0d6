"""DuckDB's SQL."""

from __future__ import annotations

from collections.abc import Sequence


def quote(name: str) -> str:
    """Return ``name`` as an identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return ``text`` as a string."""
    return "'" + text.replace("'", "''") + "'"


class DuckdbDialect:
    """Words of DuckDB (`checker.load.wages.dialects.Dialect`)."""

    wall = "TIMESTAMP"
    text = "VARCHAR"

    def quote(self, name: str) -> str:
        """Return ``name`` as an identifier."""
        return quote(name)

    def literal(self, text: str) -> str:
        """Return ``text`` as a string."""
        return literal(text)

    def trim(self, text: str) -> str:
        """Return text without spaces around it."""
        return f"trim({text})"

    def matches(self, text: str, pattern: str) -> str:
        """Return the test that the whole text matches."""
        return f"regexp_full_match({text}, {literal(pattern)})"

    def hash(self, columns: Sequence[str]) -> str:
        """Return a hash; DuckDB's tells NULL from any value."""
        return f"CAST(hash({', '.join(columns)}) // 2 AS BIGINT)"

    def boolean(self, text: str) -> str:
        """Return what text says."""
        return f"TRY_CAST({text} AS BOOLEAN)"

    def finite(self, number: str) -> str:
        """Return the test that a DOUBLE is a number, and not infinite."""
        return f"isfinite({number})"

    def scaled(self, whole: str, scale: int) -> str:
        """Return a whole number times ``scale``."""
        return f"TRY_CAST({whole}::HUGEINT * {scale} AS BIGINT)"

    def rounded(self, number: str) -> str:
        """Return a DOUBLE rounded."""
        return f"TRY_CAST(round({number}) AS BIGINT)"

    def read_wall(self, text: str) -> str:
        """Return text as wall-clock time."""
        return f"TRY_CAST({text} AS TIMESTAMP)"

    def read_instant(self, text: str) -> str:
        """Return text with an offset as an instant; DuckDB knows no space before an offset in figures."""
        return f"TRY_CAST(regexp_replace({text}, ' +(Z|[+-])', '\\1') AS TIMESTAMPTZ)"

    def read_pattern(self, text: str, pattern: str) -> str:
        """Return text as wall-clock time by a strptime pattern."""
        return f"try_strptime({text}, {literal(pattern)})"

    def to_wall(self, zone: str, instant: str) -> str:
        """Return what clocks of a zone showed."""
        return f"timezone({literal(zone)}, {instant})"

    def to_instant(self, zone: str, wall: str) -> str:
        """Return when clocks of a zone showed a time."""
        return f"CAST(timezone({literal(zone)}, {wall}) AS TIMESTAMPTZ)"

    def micros(self, stamp: str) -> str:
        """Return microseconds since 1970-01-01."""
        return f"epoch_us({stamp})"

    def from_micros(self, whole: str) -> str:
        """Return the instant of microseconds since 1970-01-01."""
        return f"make_timestamptz({whole})"

    def divided(self, whole: str, by: int) -> str:
        """Return a whole number divided."""
        return f"({whole} // {by})"

    def days(self, date: str) -> str:
        """Return the days since 1970-01-01."""
        return f"CAST({date} - DATE '1970-01-01' AS BIGINT)"

    def moment(self, text: str) -> str:
        """Return wall-clock time as a constant."""
        return f"TIMESTAMP {literal(text)}"


DUCKDB = DuckdbDialect()
