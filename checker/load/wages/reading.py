"""SQL that turns the columns of a pay file into the columns of the pay table, cell by cell.

What a cell means is said here, once for all engines; words in which their SQL differs are in `dialects`. What leaves
are integers (money in 1/10,000,000 of a major unit, time in milliseconds, days since 1970-01-01) and text. A cell
that cannot be read becomes NULL and sets its column's bit in ``bad``; no row is dropped.
Columns of the result: `RESULT`, and a column for each column of the pay table that the file fills.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache

from checker.load.wages.day_forms import written
from checker.load.wages.dialects import Dialect
from checker.load.wages.dialects.duckdb import DUCKDB
from checker.model.pay_table import (
    CELL_COLUMNS,
    COLUMNS,
    MILLISECONDS,
    MONEY_SCALE,
    UNIT_OF,
    UNPAID,
    ColumnKind,
    PayMapping,
    bit_of,
)

RESULT = (
    "worker", "cell", "row", "row_hash", "fact_hash", "bad", "first_day", "last_day", "month", "elapsed_ms", "end_utc",
    "outcome",
)  # fmt: skip
"""Columns that every reading has, whatever the file fills."""

EARLIEST, LATEST = 1900, 2199
"""Years in which pay is believed; a date in another one cannot be read."""
NO_ANSWER = ("", "null", ".nan", "nan", "n/a", "tbd", "see attached")
WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
_BROKEN = ("DOUBLE", "FLOAT")
_STAMPS = ("DATE", "TIMESTAMP", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP_S")
_NULL = "CAST(NULL AS BIGINT)"
_SPACES = " \u00a0\u202f\u2009"
"""Space, and spaces that do not break or are narrow, as spreadsheets write between thousands."""
_DAY_MS = 86_400_000


_DAY = r"\d{4}(-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}| \d{1,2} \d{1,2})"
_CLOCK = r"[T ] *\d{1,2}:\d{1,2}(:\d{1,2}(\.\d*)?)?"
_OFFSET = r"( *Z| +UTC| *[+-]\d\d(:?\d\d)?)"
ISO = rf"{_DAY}({_CLOCK})?"
"""Days and times that are read without a pattern (RE2). Other words after them (PM, a city) leave a cell unread."""
ISO_OFFSET = _DAY + _CLOCK + _OFFSET


def reading(
    mapping: PayMapping,
    types: Mapping[str, str],
    clause: str,
    row: str,
    salt: int,
    clean: frozenset[str] = frozenset(),
    d: Dialect = DUCKDB,
) -> str:
    """Return the query over ``clause``, a source whose columns have the ``types`` (as DuckDB names them).

    ``row`` is the SQL of the data row's number; ``salt`` keeps worker hashes of two runs apart; ``clean`` names
    columns of the file that are known to hold no word for no answer and no outer space. Levels, so that
    no cell is worked out twice: cells cleaned, dates parsed, cells read, what follows from several cells.
    """
    names = [name for name in COLUMNS if name in mapping.columns or name in mapping.constants]
    sources = {name: _source(d, name, mapping, types) for name in names}
    cleaned = [f"{_cleaned(d, name, *sources[name], mapping, clean)} AS {name}" for name in names]
    cleaned += [f"CAST({row} AS BIGINT) AS row", f"{d.hash([d.quote(column) for column in types])} AS row_hash"]
    factors = factors_of(mapping)
    cleaned += [f"{_plain_number(d, source, types)} AS {name}" for name, source in factors.items()]
    cells = {name: _read(d, name, sources[name][1], mapping) for name in names}
    read = [f"{cell.value} AS {name}" for name, cell in cells.items()]
    for name, source in factors.items():
        read.append(f"{_number(d, name, types[source], MONEY_SCALE, mapping.decimal or '.').value} AS {name}")
    read += [f"{cell.instant} AS {_told(name)}" for name, cell in cells.items() if cell.instant]
    read += ["row", "row_hash", f"{_bad(cells)} AS bad", f"{_last_date(mapping, names, cells)} AS last_date"]
    last = [_handed_on(d, name) for name in names if name != "worker_id"] + list(factors)
    last += ["row", "row_hash", "bad", _worker(d, names, salt)]
    last += [
        _hash(d, CELL_COLUMNS, names) + " AS cell",
        _hash(d, told := (*names, *factors), told) + " AS fact_hash",
    ]
    last += _time(d, mapping, names, frozenset(name for name in names if cells[name].instant))
    last.append(_outcome(mapping, names))
    inner = f"SELECT {', '.join(cleaned)} FROM {clause}"
    parsed = []
    for name in names:
        if _is_written(name, sources[name][1]):
            wall, instant = written(d, name, mapping, ISO, ISO_OFFSET)
            parsed += [f"{wall} AS {_at(name)}", *([f"{instant} AS {_told(name)}"] if cells[name].instant else [])]
    if parsed:
        inner = f"SELECT *, {', '.join(parsed)} FROM ({inner})"
    return f"SELECT {', '.join(last)} FROM (SELECT {', '.join(read)} FROM ({inner}))"


def factors_of(mapping: PayMapping) -> dict[str, str]:
    """Return the numbers that pay depends on by the name under which they leave: ``factor_0`` -> file's column."""
    factors = enumerate(mapping.factors.values())
    return {f"factor_{i}": factor.column for i, factor in factors if not factor.words}


def _plain_number(d: Dialect, source: str, types: Mapping[str, str]) -> str:
    """Return a cell beside the pay table as its file types it, or as text without the words for no answer."""
    if _is_typed("money", types[source]):
        return d.quote(source)
    cell = d.trim(f"CAST({d.quote(source)} AS {d.text})")
    words = ", ".join(d.literal(word) for word in NO_ANSWER)
    return f"(CASE WHEN lower({cell}) IN ({words}) THEN NULL ELSE {cell} END)"


class _Cell:
    """SQL of one pay-table column: its value, and whether the cell could not be read."""

    __slots__ = ("bad", "date", "instant", "value")

    def __init__(self, value: str, bad: str = "", date: str = "", instant: str = "") -> None:
        self.value = value
        self.bad = bad
        self.date = date
        """Columns of days and stamps: the cell as a date."""
        self.instant = instant
        """Stamps whose cell tells more than wall-clock time, where clocks change: the point in time."""


def _source(d: Dialect, name: str, mapping: PayMapping, types: Mapping[str, str]) -> tuple[str, str]:
    """Return the SQL of a pay-table column's raw cell and its type."""
    if name in mapping.constants:
        return d.literal(mapping.constants[name]), "VARCHAR"
    source = mapping.columns[name]
    return d.quote(source), types[source]


def _is_typed(kind: ColumnKind, type_: str) -> bool:
    """Return whether a file's own type says what the column holds, so that no text is parsed."""
    if kind in ("money", "time"):
        return type_ in WHOLE or type_ in _BROKEN or type_.startswith("DECIMAL")
    if kind in ("date", "stamp"):
        return type_ in _STAMPS or type_ == "TIMESTAMP WITH TIME ZONE"
    return kind == "boolean" and type_ == "BOOLEAN"


def _is_written(name: str, type_: str) -> bool:
    """Return whether days or stamps of a column stand as text."""
    return COLUMNS[name] in ("date", "stamp") and not _is_typed(COLUMNS[name], type_)


def _handed_on(d: Dialect, name: str) -> str:
    """Return a value as it leaves: stamps become milliseconds of wall-clock time."""
    return f"{d.divided(d.micros(name), 1000)} AS {name}" if COLUMNS[name] == "stamp" else name


def needs_cleaning(d: Dialect, column: str) -> str:
    """Return the SQL test that a cell of text is a word for no answer or has a space around it."""
    cell = d.quote(column)
    words = ", ".join(d.literal(word) for word in NO_ANSWER)
    return f"({cell} <> {d.trim(cell)} OR lower({cell}) IN ({words}))"


def _cleaned(d: Dialect, name: str, sql: str, type_: str, mapping: PayMapping, clean: frozenset[str]) -> str:
    """Return the cell as text without the words for no answer, or as it is where the file types it."""
    if _is_typed(COLUMNS[name], type_):
        return sql
    cell = sql if type_ == "VARCHAR" else f"CAST({sql} AS {d.text})"
    bare = d.trim(cell)
    # A list after IN would become a join that the engine runs even where nobody asks for the column.
    blank = " ".join(f"WHEN {d.literal(word)} THEN NULL" for word in NO_ANSWER)
    words = f"(CASE lower({bare}) {blank} ELSE {bare} END)"
    if mapping.columns.get(name) in clean and name not in mapping.constants:
        words = cell
    values = mapping.values.get(name)
    if not values:
        return words
    cases = " ".join(f"WHEN {d.literal(k)} THEN {d.literal(v)}" for k, v in values.items())
    return f"(CASE {bare} {cases} ELSE {words} END)"


def _read(d: Dialect, name: str, type_: str, mapping: PayMapping) -> _Cell:
    """Return how a cleaned cell becomes a value."""
    kind = COLUMNS[name]
    if kind == "text" or (kind == "boolean" and type_ == "BOOLEAN"):
        return _Cell(name)
    if kind == "boolean":
        return _Cell(d.boolean(name), f"({name} IS NOT NULL AND {d.boolean(name)} IS NULL)")
    if kind in ("money", "time"):
        scale = MONEY_SCALE
        if kind == "time":
            scale = MILLISECONDS[mapping.units.get(name, UNIT_OF.get(name, "hours"))]
        return _number(d, name, type_, scale, mapping.decimal or ".")
    stamp = _stamp(d, name, type_, mapping)
    date = f"CAST({stamp.value} AS DATE)"
    if kind == "date":
        return _Cell(d.days(date), stamp.bad, date)
    return _Cell(f"CAST({stamp.value} AS {d.wall})", stamp.bad, date, stamp.instant)


def _number(d: Dialect, sql: str, type_: str, scale: int, decimal: str) -> _Cell:
    if type_ in WHOLE:
        value = d.scaled(sql, scale)
        return _Cell(value, f"({sql} IS NOT NULL AND {value} IS NULL)")
    if type_ in _BROKEN or type_.startswith("DECIMAL"):
        number = f"CAST({sql} AS DOUBLE)"
        # What is no number is kept from the cast: where a file's statistics know of no NULL, DuckDB takes the cast's
        # NULL for a number, and a missing wage or hour would count as 0.
        value = f"CASE WHEN {d.finite(number)} THEN {d.rounded(f'{number} * {scale}')} END"
        return _Cell(value, f"({sql} IS NOT NULL AND {value} IS NULL AND NOT isnan({number}))")
    plain = f"CASE WHEN {d.matches(sql, _pattern(decimal))} THEN {_plain(d, sql, decimal)} END"
    value = d.rounded(f"TRY_CAST({plain} AS DOUBLE) * {scale}")
    return _Cell(value, f"({sql} IS NOT NULL AND {value} IS NULL)")


def _pattern(decimal: str) -> str:
    """Return the numbers that are read: no unit, no sign but minus and plus; thousands only in threes.

    Apart from the other mark, spaces of any width and apostrophes separate thousands; with a decimal point also
    commas as in 12,34,567 (India). Spaces that do not break may stand around a number.
    """
    point, comma = ("\\.", ",") if decimal == "." else (",", "\\.")
    threes = "".join(rf"|\d{{1,3}}({mark}\d{{3}})+" for mark in (comma, f"[{_SPACES}]", "['’]"))
    lakhs = r"|\d{1,2}(,\d{2})+,\d{3}" if decimal == "." else ""
    return rf"[{_SPACES}]*[-+]?((\d+{threes}{lakhs})({point}\d*)?|{point}\d+)([eE][-+]?\d+)?[{_SPACES}]*"


def _plain(d: Dialect, cell: str, decimal: str) -> str:
    between = _SPACES + "'’" + ("," if decimal == "." else ".")
    bare = f"translate({cell}, {d.literal(between)}, '')"
    # Most numbers stand plain, and picking marks out of each costs more than reading it.
    if decimal == ".":
        return f"CASE WHEN TRY_CAST({cell} AS DOUBLE) IS NOT NULL THEN {cell} ELSE {bare} END"
    pointed = f"replace({cell}, ',', '.')"
    is_plain = f"NOT contains({cell}, '.') AND TRY_CAST({pointed} AS DOUBLE) IS NOT NULL"
    return f"CASE WHEN {is_plain} THEN {pointed} ELSE replace({bare}, ',', '.') END"


def _stamp(d: Dialect, sql: str, type_: str, mapping: PayMapping) -> _Cell:
    """Read a point in time as wall-clock time of the mapping's zone.

    Where that zone's clocks change, an offset in the cell tells apart what wall-clock time does not.
    """
    if type_ in _STAMPS:
        return _Cell(f"CASE WHEN {_possible(d, sql)} THEN {sql} END", f"(NOT {_possible(d, sql)})")
    clocks_change = not has_fixed_offset(mapping.time_zone)
    if type_ == "TIMESTAMP WITH TIME ZONE":
        local = d.to_wall(mapping.time_zone, sql)
        found = f"CASE WHEN {_possible(d, local)} THEN {local} END"
        return _Cell(found, f"(NOT {_possible(d, local)})", instant=sql if clocks_change else "")
    found = f"CASE WHEN {_possible(d, _at(sql))} THEN {_at(sql)} END"
    return _Cell(found, f"({sql} IS NOT NULL AND ({found}) IS NULL)", instant=_told(sql) if clocks_change else "")


def _at(name: str) -> str:
    """Return the name of the wall-clock time that stands as text in a column."""
    return f"{name}_at"


def _told(name: str) -> str:
    """Return the name of the point in time of a column, where clocks change."""
    return f"{name}_told"


def _possible(d: Dialect, stamp: str) -> str:
    """Return the SQL test that nobody mistyped the year; infinite dates fail it as well."""
    first, last = d.moment(f"{EARLIEST}-01-01 00:00:00"), d.moment(f"{LATEST}-12-31 23:59:59.999999")
    return f"({stamp} BETWEEN {first} AND {last})"


def _worker(d: Dialect, names: Sequence[str], salt: int) -> str:
    if "worker_id" not in names:
        return "CAST(NULL AS BIGINT) AS worker"
    return f"CASE WHEN worker_id IS NOT NULL THEN {d.hash(['worker_id', str(salt)])} END AS worker"


def _hash(d: Dialect, wanted: tuple[str, ...], names: Sequence[str]) -> str:
    present = [name for name in wanted if name in names]
    return d.hash(present) if present else "CAST(0 AS BIGINT)"


def _bad(cells: Mapping[str, _Cell]) -> str:
    tests = [f"CASE WHEN {cell.bad} THEN {bit_of(name)} ELSE 0 END" for name, cell in cells.items() if cell.bad]
    return f"CAST({' + '.join(tests)} AS BIGINT)" if tests else "CAST(0 AS BIGINT)"


def _last_date(mapping: PayMapping, names: Sequence[str], cells: Mapping[str, _Cell]) -> str:
    """Return the day that a row belongs to: the end of its period; a task's submission, else its start."""
    wanted = ("period_end",) if mapping.grain == "payroll" else ("submitted_at", "started_at")
    dates = [cells[name].date for name in wanted if name in names]
    return f"coalesce({', '.join(dates)})" if dates else "CAST(NULL AS DATE)"


def _time(d: Dialect, mapping: PayMapping, names: Sequence[str], exact: frozenset[str]) -> list[str]:
    """Return first and last day, month number (year x 12 + month - 1), milliseconds between the stamps, and the end.

    The end (``end_utc``) is in milliseconds since 1970-01-01 UTC. ``exact`` names stamps that are known as a point
    in time as well.
    """
    last = d.days("last_date")
    first = last
    if mapping.grain == "payroll":
        first = "period_start" if "period_start" in names else _NULL
    return [
        f"{first} AS first_day",
        f"{last} AS last_day",
        "CAST(year(last_date) * 12 + month(last_date) - 1 AS INTEGER) AS month",
        f"{_NULL if mapping.grain == 'payroll' else _elapsed(d, mapping, names, exact)} AS elapsed_ms",
        f"{_NULL if mapping.grain == 'payroll' else _end_utc(d, mapping, names, exact)} AS end_utc",
    ]


def _outcome(mapping: PayMapping, names: Sequence[str]) -> str:
    """Return what became of a row: 1 paid, 0 not paid, NULL open.

    A payroll without a status states what was paid; a task log without one states what was offered.
    """
    if "status" not in names:
        return f"CAST({1 if mapping.grain == 'payroll' else 'NULL'} AS TINYINT) AS outcome"
    unpaid = " ".join(f"WHEN '{word}' THEN 0" for word in UNPAID)
    return f"CAST(CASE status WHEN 'approved' THEN 1 {unpaid} END AS TINYINT) AS outcome"


def _elapsed(d: Dialect, mapping: PayMapping, names: Sequence[str], exact: frozenset[str]) -> str:
    if "started_at" not in names or "submitted_at" not in names:
        return _NULL
    start, end = "started_at", "submitted_at"
    if not has_fixed_offset(mapping.time_zone):
        # Where clocks change, wall-clock times an hour apart may be two hours of work, or none.
        start, end = (_instant(d, stamp, mapping.time_zone, exact) for stamp in (start, end))
    return d.divided(f"({d.micros(end)} - {d.micros(start)})", 1000)


def _end_utc(d: Dialect, mapping: PayMapping, names: Sequence[str], exact: frozenset[str]) -> str:
    if "submitted_at" not in names:
        return _NULL
    if not has_fixed_offset(mapping.time_zone):
        return d.divided(d.micros(_instant(d, "submitted_at", mapping.time_zone, exact)), 1000)
    return f"({d.divided(d.micros('submitted_at'), 1000)} - {_offset_ms(mapping.time_zone)})"


def _instant(d: Dialect, stamp: str, zone: str, exact: frozenset[str]) -> str:
    """Return a stamp of a zone whose clocks change as a point in time; an hour that comes twice is the second one."""
    return f"CASE WHEN {stamp} IS NOT NULL THEN {_told(stamp)} END" if stamp in exact else d.to_instant(zone, stamp)


def _offset_ms(zone: str) -> int:
    """Return how far a zone whose clocks never change is ahead of UTC."""
    from zoneinfo import ZoneInfo

    ahead = datetime(2020, 1, 1, tzinfo=ZoneInfo(zone)).utcoffset() or timedelta(0)
    return ahead // timedelta(milliseconds=1)


@cache
def has_fixed_offset(zone: str) -> bool:
    """Return whether clocks of an IANA zone never changed from 2000 to 2040."""
    from zoneinfo import ZoneInfo

    tz = ZoneInfo(zone)
    days = (datetime(2000, 1, 1) + timedelta(days=n) for n in range(0, 365 * 40, 20))
    return len({day.replace(tzinfo=tz).utcoffset() for day in days}) == 1
