"""SQL that turns the columns of a pay file into the columns of the pay table, cell by cell.

Native to DuckDB, and the only place that is: what leaves here are integers (money in 1/10,000,000 of a
major unit, time in milliseconds, days since 1970-01-01) and text, so that the engine's expressions run
anywhere. A cell that cannot be read becomes NULL and sets its column's bit in ``bad``; no row is dropped.
Columns of the result: `RESULT`, and a column for each column of the pay table that the file fills.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache

from checker.model.pay_table import (
    CELL_COLUMNS,
    COLUMNS,
    MILLISECONDS,
    MONEY_SCALE,
    UNIT_OF,
    ColumnKind,
    PayMapping,
)

RESULT = ("worker", "cell", "row", "row_hash", "fact_hash", "bad", "first_day", "last_day", "month", "elapsed_ms")
"""Columns that every reading has, whatever the file fills."""

NO_ANSWER = ("", "null", ".nan", "nan", "n/a", "tbd", "see attached")
_TYPED_NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
_DAY_MS = 86_400_000


def projection(mapping: PayMapping, types: Mapping[str, str], row: str, salt: int) -> str:
    """Return the select list over a source whose columns have the DuckDB ``types``.

    ``row`` is the SQL of the data row's number; ``salt`` keeps worker hashes of two runs apart.
    """
    cells = {name: _cell(name, mapping, types) for name in COLUMNS if name in mapping.columns or name in mapping.constants}
    parts = [f"{cell.value} AS {quote(name)}" for name, cell in cells.items() if name not in ("worker_id",)]
    parts.append(_worker(cells, salt))
    parts.append(_hash(CELL_COLUMNS, cells) + " AS cell")
    parts.append(f"CAST({row} AS BIGINT) AS row")
    parts.append(f"CAST(hash({', '.join(quote(c) for c in types)}) // 2 AS BIGINT) AS row_hash")
    parts.append(_hash(tuple(cells), cells) + " AS fact_hash")
    parts.append(f"{_bad(cells)} AS bad")
    parts.extend(_time(mapping, cells, types))
    return ", ".join(parts)


def bad_columns(bits: int) -> tuple[str, ...]:
    """Return the columns whose bit is set in ``bad``."""
    return tuple(name for i, name in enumerate(COLUMNS) if bits >> i & 1)


def bit_of(column: str) -> int:
    """Return the bit of a column in ``bad``."""
    return 1 << list(COLUMNS).index(column)


def quote(name: str) -> str:
    """Return ``name`` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return ``text`` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


class _Cell:
    """SQL of one pay-table column: its value, and whether the cell could not be read."""

    __slots__ = ("bad", "value")

    def __init__(self, value: str, bad: str = "") -> None:
        self.value = value
        self.bad = bad


def _cell(name: str, mapping: PayMapping, types: Mapping[str, str]) -> _Cell:
    kind = COLUMNS[name]
    if name in mapping.constants:
        return _read(name, kind, literal(mapping.constants[name]), "VARCHAR", mapping)
    source = mapping.columns[name]
    return _read(name, kind, quote(source), types[source], mapping)


def _read(name: str, kind: ColumnKind, sql: str, type_: str, mapping: PayMapping) -> _Cell:
    if kind == "text":
        return _Cell(_text(sql, type_, mapping.values.get(name)))
    if kind == "boolean":
        return _boolean(sql, type_, mapping.values.get(name))
    if kind in ("money", "time"):
        scale = MONEY_SCALE
        if kind == "time":
            scale = MILLISECONDS[mapping.units.get(name, UNIT_OF.get(name, "hours"))]
        return _number(sql, type_, scale, mapping.decimal or ".")
    stamp = _stamp(sql, type_, mapping)
    if kind == "date":
        day = f"CAST(({stamp.value})::DATE - DATE '1970-01-01' AS BIGINT)"
        return _Cell(day, stamp.bad)
    return _Cell(f"epoch_ms(({stamp.value})::TIMESTAMP)", stamp.bad)


def _words(sql: str) -> str:
    blank = ", ".join(literal(word) for word in NO_ANSWER)
    return f"(CASE WHEN lower(trim({sql})) IN ({blank}) THEN NULL ELSE trim({sql}) END)"


def _text(sql: str, type_: str, values: Mapping[str, str] | None) -> str:
    cell = _words(sql if type_ == "VARCHAR" else f"CAST({sql} AS VARCHAR)")
    if not values:
        return cell
    cases = " ".join(f"WHEN {literal(k)} THEN {literal(v)}" for k, v in values.items())
    return f"(CASE {cell} {cases} ELSE {cell} END)"


def _boolean(sql: str, type_: str, values: Mapping[str, str] | None) -> _Cell:
    if type_ == "BOOLEAN":
        return _Cell(sql)
    cell = _text(sql, type_, values)
    value = f"TRY_CAST({cell} AS BOOLEAN)"
    return _Cell(value, f"({cell} IS NOT NULL AND {value} IS NULL)")


def _number(sql: str, type_: str, scale: int, decimal: str) -> _Cell:
    if type_ in _TYPED_NUMBERS:
        value = f"TRY_CAST({sql}::HUGEINT * {scale} AS BIGINT)"
        return _Cell(value, f"({sql} IS NOT NULL AND {value} IS NULL)")
    if type_ in ("DOUBLE", "FLOAT") or type_.startswith("DECIMAL"):
        number = f"CAST({sql} AS DOUBLE)"
        value = f"TRY_CAST(round({number} * {scale}) AS BIGINT)"
        return _Cell(value, f"(NOT isnan({number}) AND {value} IS NULL)")
    cell = _words(sql if type_ == "VARCHAR" else f"CAST({sql} AS VARCHAR)")
    plain = f"CASE WHEN regexp_full_match({cell}, {literal(_pattern(decimal))}) THEN {_plain(cell, decimal)} END"
    value = f"TRY_CAST(round(TRY_CAST({plain} AS DOUBLE) * {scale}) AS BIGINT)"
    return _Cell(value, f"({cell} IS NOT NULL AND {value} IS NULL)")


def _pattern(decimal: str) -> str:
    """Return the numbers that are read: no unit, no sign but minus and plus; thousands only in threes."""
    point, comma = ("\\.", ",") if decimal == "." else (",", "\\.")
    return rf"[-+]?((\d+|\d{{1,3}}([{comma} ]\d{{3}})+)({point}\d*)?|{point}\d+)([eE][-+]?\d+)?"


def _plain(cell: str, decimal: str) -> str:
    if decimal == ".":
        return f"replace(replace({cell}, ',', ''), ' ', '')"
    return f"replace(replace(replace({cell}, '.', ''), ' ', ''), ',', '.')"


def _stamp(sql: str, type_: str, mapping: PayMapping) -> _Cell:
    """Read a point in time as wall-clock time of the mapping's zone."""
    zone = literal(mapping.time_zone)
    if type_ in ("DATE", "TIMESTAMP", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP_S"):
        return _Cell(f"CASE WHEN isfinite({sql}) THEN {sql} END", f"(NOT isfinite({sql}))")
    if type_ == "TIMESTAMP WITH TIME ZONE":
        return _Cell(f"timezone({zone}, {sql})")
    cell = _words(sql if type_ == "VARCHAR" else f"CAST({sql} AS VARCHAR)")
    if mapping.date_format:
        value = f"try_strptime({cell}, {literal(mapping.date_format)})"
    else:
        # An offset counts; a stamp without one is wall-clock time where the work was logged.
        offset = f"regexp_matches({cell}, '\\d:\\d\\d.*(Z|[+-]\\d\\d(:?\\d\\d)?)$')"
        value = (
            f"(CASE WHEN {offset} THEN timezone({zone}, TRY_CAST({cell} AS TIMESTAMPTZ))"
            f" ELSE TRY_CAST({cell} AS TIMESTAMP) END)"
        )
    finite = f"CASE WHEN isfinite({value}) THEN {value} END"
    return _Cell(finite, f"({cell} IS NOT NULL AND ({finite}) IS NULL)")


def _worker(cells: Mapping[str, _Cell], salt: int) -> str:
    if "worker_id" not in cells:
        return "CAST(NULL AS BIGINT) AS worker"
    value = cells["worker_id"].value
    return f"CASE WHEN {value} IS NOT NULL THEN CAST(hash({value}, {salt}) // 2 AS BIGINT) END AS worker"


def _hash(names: tuple[str, ...], cells: Mapping[str, _Cell]) -> str:
    present = [cells[name].value for name in names if name in cells]
    return f"CAST(hash({', '.join(present)}) // 2 AS BIGINT)" if present else "CAST(0 AS BIGINT)"


def _bad(cells: Mapping[str, _Cell]) -> str:
    tests = [f"CASE WHEN {cell.bad} THEN {bit_of(name)} ELSE 0 END" for name, cell in cells.items() if cell.bad]
    return f"CAST({' + '.join(tests)} AS BIGINT)" if tests else "CAST(0 AS BIGINT)"


def _time(mapping: PayMapping, cells: Mapping[str, _Cell], types: Mapping[str, str]) -> list[str]:
    """Return first and last day, month number (year x 12 + month - 1) and milliseconds between the stamps."""
    if mapping.grain == "payroll":
        first, last = (cells[name].value if name in cells else "CAST(NULL AS BIGINT)" for name in ("period_start", "period_end"))
        elapsed = "CAST(NULL AS BIGINT)"
    else:
        stamps = [cells[name].value for name in ("submitted_at", "started_at") if name in cells]
        at = f"coalesce({', '.join(stamps)})" if stamps else "CAST(NULL AS BIGINT)"
        first = last = f"({at} // {_DAY_MS})"
        elapsed = _elapsed(mapping, cells, types)
    date = f"(DATE '1970-01-01' + CAST({last} AS INTEGER))"
    return [
        f"{first} AS first_day",
        f"{last} AS last_day",
        f"CAST(year({date}) * 12 + month({date}) - 1 AS INTEGER) AS month",
        f"{elapsed} AS elapsed_ms",
    ]


def _elapsed(mapping: PayMapping, cells: Mapping[str, _Cell], types: Mapping[str, str]) -> str:
    if "started_at" not in cells or "submitted_at" not in cells:
        return "CAST(NULL AS BIGINT)"
    start, end = cells["started_at"].value, cells["submitted_at"].value
    if has_fixed_offset(mapping.time_zone):
        return f"({end} - {start})"
    # Where clocks change, wall-clock times an hour apart may be two hours of work, or none.
    zone = literal(mapping.time_zone)
    return (
        f"(epoch_ms(timezone({zone}, make_timestamp({end} * 1000)))"
        f" - epoch_ms(timezone({zone}, make_timestamp({start} * 1000))))"
    )


@cache
def has_fixed_offset(zone: str) -> bool:
    """Return whether clocks of an IANA zone never changed from 2000 to 2040."""
    from zoneinfo import ZoneInfo

    tz = ZoneInfo(zone)
    days = (datetime(2000, 1, 1) + timedelta(days=n) for n in range(0, 365 * 40, 20))
    return len({day.replace(tzinfo=tz).utcoffset() for day in days}) == 1
