"""Write typed cells of workbooks and databases as the text that a CSV would hold, so that all are read alike.

A number that stands where a day is wanted is a day of the workbook's date system; a length of time becomes hours,
minutes or seconds as the mapping says. What fits no column stays as it is, and is then located as unreadable.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from checker.model.pay_table import COLUMNS, MILLISECONDS, UNIT_OF, ColumnKind, PayMapping

ERROR = "#error"
"""What stands for a cell that shows an error such as #REF!: text that no number, day or code is."""
EPOCHS = {1900: datetime(1899, 12, 30), 1904: datetime(1904, 1, 1)}
"""Day 0 of a date system. (In the system of 1900 days before March 1900 are one off; none of them is a pay day.)"""
_DURATION = re.compile(r"PT(?=.)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:[.,]\d+)?)S)?")
"""A length of time as .ods files write it (ISO 8601)."""
_YEARS = range(1990, 2101)
"""Years of pay: a number that would be another year is no date."""


def writers(mapping: PayMapping, header: Sequence[str], epoch: datetime | None) -> list[Callable[[Any], str | None]]:
    """Return, for each column of the file, how its cells become text.

    ``epoch``: day 0 of numbers in columns of days; None where the file's date system is not known.
    """
    taken = {*mapping.columns, *mapping.constants}
    of = {own: own for own in COLUMNS if own not in taken} | {file: name for name, file in mapping.columns.items()}
    return [_writer(of.get(name, ""), mapping, epoch) for name in header]


def _writer(column: str, mapping: PayMapping, epoch: datetime | None) -> Callable[[Any], str | None]:
    kind: ColumnKind = COLUMNS.get(column, "text")
    unit = MILLISECONDS[mapping.units.get(column, UNIT_OF.get(column, "hours"))]
    comma = mapping.decimal == "," and kind in ("money", "time")
    days = epoch if kind in ("date", "stamp") else None

    def write(value: Any) -> str | None:
        if value.__class__ is str:
            if kind != "time" or not (found := _DURATION.fullmatch(value)):
                return value or None
            value = timedelta(**{name: float(n.replace(",", ".")) for name, n in found.groupdict("0").items()})
        if value is None:
            return None
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (int, float)):
            text = _day(value, days) if days is not None else plain(value)
            return text.replace(".", ",") if comma else text
        if kind == "time" and isinstance(value, (time, timedelta)):
            text = plain(_milliseconds(value) / unit)
            return text.replace(".", ",") if comma else text
        return _other(value)

    return write


def plain(value: float) -> str:
    """Return a number with a decimal point and no more digits than it has.

    >>> plain(1600.0), plain(0.5), plain(1e15)
    ('1600', '0.5', '1000000000000000')
    """
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e18):
        return str(int(value))
    return repr(value)


def _day(value: float, epoch: datetime) -> str:
    try:
        found = epoch + timedelta(milliseconds=round(value * 86_400_000))
    except (OverflowError, ValueError):
        return plain(value)
    if found.year not in _YEARS:
        return plain(value)
    return found.date().isoformat() if found.time() == time() else found.isoformat(" ")


def _milliseconds(value: time | timedelta) -> float:
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
    return value / timedelta(milliseconds=1)


def _other(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return "(binary)" if isinstance(value, (bytes, memoryview)) else str(value)
