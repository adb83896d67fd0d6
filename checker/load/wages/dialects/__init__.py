"""The SQL words in which engines differ, one module an engine. What a cell means is said once, in `reading`.

A dialect gives words for small steps that have to come out alike everywhere; tests/unit/load/wages/test_dialects.py
reads the same cells through all of them. All texts are SQL; arguments are SQL too, but for names and literals.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Protocol

DIALECTS = {
    "duckdb": "checker.load.wages.dialects.duckdb:DUCKDB",
    "pyspark": "checker.load.wages.dialects.spark:SPARK",
}
"""Package of an engine's session -> ``module:attribute`` of its dialect."""


class Dialect(Protocol):
    """Words of one engine. ``wall``: wall-clock time without a zone; ``instant``: a point in time."""

    wall: str
    """Type of wall-clock time."""
    text: str
    """Type of text."""

    def quote(self, name: str) -> str:
        """Return ``name`` as an identifier."""

    def literal(self, text: str) -> str:
        """Return ``text`` as a string."""

    def trim(self, text: str) -> str:
        """Return text without spaces around it: every character of Unicode's category Zs, no line breaks or tabs."""

    def matches(self, text: str, pattern: str) -> str:
        """Return the test that the whole text matches a pattern (RE2)."""

    def hash(self, columns: Sequence[str]) -> str:
        """Return a whole number under 2^63 and not under 0 that differs where a column differs, or is NULL in one."""

    def boolean(self, text: str) -> str:
        """Return what text says (true t yes y 1, false f no n 0, in any case); else NULL."""

    def finite(self, number: str) -> str:
        """Return the test that a DOUBLE is a number, and not infinite."""

    def scaled(self, whole: str, scale: int) -> str:
        """Return a whole number of any width times ``scale`` as BIGINT; NULL where it does not fit."""

    def rounded(self, number: str) -> str:
        """Return a DOUBLE rounded to a BIGINT, halves away from 0; NULL where it does not fit."""

    def read_wall(self, text: str) -> str:
        """Return text of the form `reading.ISO` as wall-clock time, whatever offset it has; NULL where it is none."""

    def read_instant(self, text: str) -> str:
        """Return text of the form `reading.ISO` with an offset as an instant; NULL where it is none."""

    def read_pattern(self, text: str, pattern: str) -> str:
        """Return text as wall-clock time by a strptime pattern; NULL where it does not fit.

        UsageError where the engine cannot read by it.
        """

    def to_wall(self, zone: str, instant: str) -> str:
        """Return what clocks of an IANA zone showed at an instant."""

    def to_instant(self, zone: str, wall: str) -> str:
        """Return when clocks of an IANA zone showed a time: of two the later one, of none as if they had gone on."""

    def micros(self, stamp: str) -> str:
        """Return microseconds since 1970-01-01 of an instant, or of wall-clock time taken as UTC."""

    def from_micros(self, whole: str) -> str:
        """Return the instant of microseconds since 1970-01-01 UTC, a BIGINT."""

    def divided(self, whole: str, by: int) -> str:
        """Return a whole number divided, what is left over cut off."""

    def days(self, date: str) -> str:
        """Return the days from 1970-01-01 to a DATE, as BIGINT."""

    def moment(self, text: str) -> str:
        """Return wall-clock time given as text, as a constant."""


def engine_of(session: Any) -> str:
    """Return the package of an engine's session: ``duckdb`` or ``pyspark``."""
    return type(session).__module__.partition(".")[0].lstrip("_")


def dialect_of(session: Any) -> Dialect:
    """Return the dialect of an engine's session."""
    module, _, name = DIALECTS[engine_of(session)].partition(":")
    found: Dialect = getattr(import_module(module), name)
    return found
