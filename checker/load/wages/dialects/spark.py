"""Spark's SQL (4.0 or newer), ANSI mode on, the session's zone UTC, as `checker.facts.engines.spark` sets them.

Wall-clock time is TIMESTAMP_NTZ, an instant TIMESTAMP: in a session at UTC one is cast to the other and nothing moves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from checker.errors import UsageError

_SPACES = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Unicode's category Zs."""
_MONTHS = "january february march april may june july august september october november december".split()
_FIGURES = {
    "Y": r"\d{1,4}", "y": r"\d{2}", "m": r"\d{1,2}", "d": r"\d{1,2}", "H": r"\d{1,2}", "I": r"\d{1,2}",
    "M": r"\d{1,2}", "S": r"\d{1,2}", "f": r"\d{1,6}", "p": "[AaPp][Mm]", "b": "[A-Za-z]{3}", "B": "[A-Za-z]{3,9}",
}  # fmt: skip
"""Letter of a strptime pattern -> what it stands for (regular expression)."""


class SparkDialect:
    """Words of Spark (`checker.load.wages.dialects.Dialect`)."""

    wall = "TIMESTAMP_NTZ"
    text = "STRING"

    def quote(self, name: str) -> str:
        """Return ``name`` as an identifier."""
        return "`" + name.replace("`", "``") + "`"

    def literal(self, text: str) -> str:
        """Return ``text`` as a string; a backslash opens an escape."""
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def trim(self, text: str) -> str:
        """Return text without spaces around it."""
        return f"trim(BOTH {self.literal(_SPACES)} FROM {text})"

    def matches(self, text: str, pattern: str) -> str:
        """Return the test that the whole text matches; Java's ``$`` would pass over a line break at the end."""
        return self._found(text, rf"\A(?:{pattern})\z")

    def _found(self, text: str, pattern: str) -> str:
        return f"({text} RLIKE {self.literal(pattern)})"

    def hash(self, columns: Sequence[str]) -> str:
        """Return a hash; Spark's leaves NULL out, so that each column is hashed with whether it is NULL."""
        told = ", ".join(f"{column}, {column} IS NULL" for column in columns)
        return f"shiftrightunsigned(xxhash64({told}), 1)"

    def boolean(self, text: str) -> str:
        """Return what text says."""
        yes, no = "'true', 't', 'yes', 'y', '1'", "'false', 'f', 'no', 'n', '0'"
        return f"(CASE WHEN lower({text}) IN ({yes}) THEN true WHEN lower({text}) IN ({no}) THEN false END)"

    def finite(self, number: str) -> str:
        """Return the test that a DOUBLE is a number, and not infinite; NaN counts as more than all numbers."""
        return f"(abs({number}) < DOUBLE('Infinity'))"

    def scaled(self, whole: str, scale: int) -> str:
        """Return a whole number times ``scale``."""
        return f"TRY_CAST(CAST({whole} AS DECIMAL(20, 0)) * {scale} AS BIGINT)"

    def rounded(self, number: str) -> str:
        """Return a DOUBLE rounded."""
        # The cast takes 2^63, which is the next double after the largest BIGINT, for that one.
        return f"(CASE WHEN abs({number}) < 9223372036854775807D THEN TRY_CAST(round({number}) AS BIGINT) END)"

    def read_wall(self, text: str) -> str:
        """Return text as wall-clock time; the day may end at 24:00."""
        plain = f"regexp_replace({text}, {self.literal(_DAY_AND_CLOCK)}, '$1-$2-$3 $4')"
        day = f"TRY_CAST(regexp_replace({text}, {self.literal(_DAY)}, '$1-$2-$3') AS TIMESTAMP_NTZ)"
        midnight = f"({text} RLIKE {self.literal(_MIDNIGHT)})"
        whole = f"({text} RLIKE {self.literal(_DAY_AND_CLOCK)})"
        return (
            f"(CASE WHEN {midnight} THEN {self._day_of(text)} + INTERVAL 1 DAY"
            f" WHEN {whole} THEN TRY_CAST({plain} AS TIMESTAMP_NTZ) ELSE {day} END)"
        )

    def read_instant(self, text: str) -> str:
        """Return text with an offset as an instant."""
        there = self.read_wall(f"regexp_replace({text}, {self.literal(_OFFSET)}, '')")
        sign, hours, minutes = (f"regexp_extract({text}, {self.literal(_AHEAD)}, {n})" for n in (1, 2, 3))
        late = f"(CAST({hours} AS INT) * 60 + CASE WHEN {minutes} = '' THEN 0 ELSE CAST({minutes} AS INT) END)"
        shift = f"make_dt_interval(0, 0, CASE WHEN {sign} = '+' THEN -{late} ELSE {late} END, 0)"
        moved = f"CASE WHEN {self._found(text, _AHEAD)} THEN {there} + {shift} ELSE {there} END"
        return f"CAST({moved} AS TIMESTAMP)"

    def _day_of(self, text: str) -> str:
        day = f"regexp_replace({text}, {self.literal(_MIDNIGHT)}, '$1-$2-$3')"
        return f"TRY_CAST({day} AS TIMESTAMP_NTZ)"

    def read_pattern(self, text: str, pattern: str) -> str:
        """Return text as wall-clock time by a strptime pattern, of letters that every engine knows."""
        expression, letters = _expression(pattern)
        whole = rf"\A\s*{expression}\s*\z"

        def part(letter: str) -> str:
            return f"regexp_extract({text}, {self.literal(whole)}, {letters.index(letter) + 1})"

        def figure(letter: str, default: int) -> str:
            return f"CAST({part(letter)} AS INT)" if letter in letters else str(default)

        second = figure("S", 0)
        if "f" in letters:
            second = f"CAST(concat({second}, '.', {part('f')}) AS DECIMAL(8, 6))"
        parts = [_year(figure, letters), self._month(part, figure, letters), figure("d", 1)]
        parts += [self._hour(part, figure, letters), figure("M", 0), second]
        fits = f"({text} RLIKE {self.literal(whole)})"
        return f"(CASE WHEN {fits} THEN try_make_timestamp_ntz({', '.join(parts)}) END)"

    def _month(self, part: Any, figure: Any, letters: Sequence[str]) -> str:
        named = next((letter for letter in "bB" if letter in letters), None)
        if named is None:
            return str(figure("m", 1))
        names = [name[:3] if named == "b" else name for name in _MONTHS]
        cases = " ".join(f"WHEN '{name}' THEN {i}" for i, name in enumerate(names, 1))
        return f"(CASE lower({part(named)}) {cases} ELSE 0 END)"

    def _hour(self, part: Any, figure: Any, letters: Sequence[str]) -> str:
        if "p" not in letters:
            return str(figure("H" if "H" in letters else "I", 0))
        hour = figure("I" if "I" in letters else "H", 0)
        noon = f"CASE WHEN lower({part('p')}) = 'pm' THEN 12 ELSE 0 END"
        return f"(CASE WHEN {hour} BETWEEN 1 AND 12 THEN {hour} % 12 + {noon} ELSE 99 END)"

    def to_wall(self, zone: str, instant: str) -> str:
        """Return what clocks of a zone showed."""
        return f"convert_timezone('UTC', {self.literal(zone)}, CAST({instant} AS TIMESTAMP_NTZ))"

    def to_instant(self, zone: str, wall: str) -> str:
        """Return when clocks of a zone showed a time; of two, Spark itself gives the earlier one."""
        first = f"convert_timezone({self.literal(zone)}, 'UTC', {wall})"
        there = self.literal(zone)
        later = [(f"{first} + INTERVAL {minutes} MINUTE", minutes) for minutes in _put_back(zone)]
        again = [f"WHEN convert_timezone('UTC', {there}, {at}) = {wall} THEN {at}" for at, _ in later]
        found = f"CASE {' '.join(again)} ELSE {first} END" if again else first
        return f"CAST({found} AS TIMESTAMP)"

    def micros(self, stamp: str) -> str:
        """Return microseconds since 1970-01-01."""
        return f"unix_micros(CAST({stamp} AS TIMESTAMP))"

    def from_micros(self, whole: str) -> str:
        """Return the instant of microseconds since 1970-01-01."""
        return f"timestamp_micros({whole})"

    def divided(self, whole: str, by: int) -> str:
        """Return a whole number divided."""
        return f"({whole} div {by})"

    def days(self, date: str) -> str:
        """Return the days since 1970-01-01."""
        return f"CAST(unix_date({date}) AS BIGINT)"

    def moment(self, text: str) -> str:
        """Return wall-clock time as a constant."""
        return f"TIMESTAMP_NTZ {self.literal(text)}"


_DATE = r"\A(\d{4})[-/ ](\d{1,2})[-/ ](\d{1,2})"
_DAY = rf"{_DATE}\z"
_DAY_AND_CLOCK = rf"{_DATE}[T ] *(\d{{1,2}}:\d{{1,2}}(?::\d{{1,2}}(?:\.\d+)?)?)\.?\z"
_OFFSET = r"( *Z| +UTC| *[+-]\d\d(:?\d\d)?)\z"
_AHEAD = r"([+-])(\d\d):?(\d\d)?\z"
_MIDNIGHT = rf"{_DATE}[T ] *24:0?0(?::0?0(?:\.0*)?)?\z"


def _expression(pattern: str) -> tuple[str, list[str]]:
    """Return a strptime pattern as a regular expression (Java), and its letters in the order of their groups."""
    parts, letters = [], []
    for piece in re.findall(r"%.|[^%]+|%$", pattern):
        if not piece.startswith("%"):
            parts.append(re.sub(r"(?:\\ )+", " +", re.escape(piece)))
        elif piece == "%%":
            parts.append("%")
        elif piece[1:] in _FIGURES and piece[1:] not in letters:
            parts.append(f"({_FIGURES[piece[1:]]})")
            letters.append(piece[1:])
        else:
            known = " ".join(f"%{letter}" for letter in _FIGURES)
            raise UsageError(
                f"date_format {pattern!r}: Spark reads dates by {known}, each once, and not by {piece};"
                " write days as 2026-01-31 in Parquet, or use the default engine (--engine duckdb)"
            )
    return "".join(parts), letters


def _year(figure: Any, letters: Sequence[str]) -> str:
    """Return the year; of two figures 69 to 99 are of the last century, as POSIX has it."""
    if "y" not in letters:
        return str(figure("Y", 1900))
    short = figure("y", 0)
    return f"({short} + CASE WHEN {short} >= 69 THEN 1900 ELSE 2000 END)"


@cache
def _put_back(zone: str) -> tuple[int, ...]:
    """Return by how many minutes clocks of a zone were ever put back from 1970 to 2037, so that a time came twice."""
    there = ZoneInfo(zone)
    utc = ZoneInfo("UTC")
    days = (datetime(1970, 1, 1, tzinfo=utc) + timedelta(days=n) for n in range(68 * 366))
    ahead = [day.astimezone(there).utcoffset() or timedelta(0) for day in days]
    back = {(before - after) // timedelta(minutes=1) for before, after in pairwise(ahead)}
    return tuple(sorted(minutes for minutes in back if minutes > 0))


SPARK = SparkDialect()
