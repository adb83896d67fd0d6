"""Forms of days and stamps that stand as text: ISO 8601, a strptime pattern, or a count since 1970.

A pattern that names a month and no day means the whole month: its first day, and as the end of a period its last.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from checker.errors import InputError, Problem

if TYPE_CHECKING:
    from checker.load.wages.dialects import Dialect
    from checker.model.pay_table import PayMapping


class Epoch(NamedTuple):
    """A count since 1970-01-01 UTC."""

    figures: int
    """Figures that a count of today has: another unit never passes for this one."""
    micros: int
    """Microseconds in one of it."""


EPOCHS: Mapping[str, Epoch] = {"epoch_s": Epoch(10, 1_000_000), "epoch_ms": Epoch(13, 1_000), "epoch_us": Epoch(16, 1)}
_LETTERS_OF_DAYS = set("dejaAuwUWVcxDF")
_LETTERS_OF_MONTHS = set("mbBh")


def is_month(pattern: str) -> bool:
    """Return whether a pattern names a month and no day in it, such as ``%m/%Y``."""
    letters = set(re.findall(r"%-?([A-Za-z])", pattern))
    return bool(letters & _LETTERS_OF_MONTHS) and not letters & _LETTERS_OF_DAYS


def written(d: Dialect, name: str, mapping: PayMapping, iso: str, iso_offset: str) -> tuple[str, str]:
    """Return the SQL of a stamp that stands as text: wall-clock time of the mapping's zone, and the point in time.

    An offset counts; a stamp without one is wall-clock time where the work was logged. ``iso`` and ``iso_offset``
    are the regular expressions of ISO 8601 without and with an offset.
    """
    zone, local, told = mapping.time_zone, d.read_wall(name), d.read_instant(name)
    plain, offset = d.matches(name, iso), d.matches(name, iso_offset)
    wall = f"(CASE WHEN {plain} THEN {local} WHEN {offset} THEN {d.to_wall(zone, told)} END)"
    instant = f"(CASE WHEN {plain} THEN {d.to_instant(zone, local)} WHEN {offset} THEN {told} END)"
    pattern = mapping.date_formats.get(name, mapping.date_format)
    if not pattern:
        return wall, instant
    if pattern in EPOCHS:
        epoch = EPOCHS[pattern]
        counted = d.matches(name, rf"\d{{{epoch.figures}}}(\.\d*)?")
        micros = d.rounded(f"TRY_CAST({name} AS DOUBLE) * {epoch.micros}")
        at = f"(CASE WHEN {counted} THEN {d.from_micros(micros)} END)"
        parsed = d.to_wall(zone, at)
    else:
        parsed = at = d.read_pattern(name, pattern)
        if "%z" in pattern or "%Z" in pattern:
            parsed = d.to_wall(zone, parsed)
        else:
            if name == "period_end" and is_month(pattern):
                parsed = f"CAST(last_day({parsed}) AS {d.wall})"
            at = d.to_instant(zone, parsed)
    # Dates of workbooks and databases are typed and come as ISO 8601 beside those that people typed.
    return (parsed, at) if pattern.startswith("%Y-") else (f"coalesce({parsed}, {wall})", f"coalesce({at}, {instant})")


def check_date_formats(mapping: PayMapping) -> None:
    """Raise InputError where a form of days is none that the engine knows."""
    import duckdb

    for key, pattern in (("date_format", mapping.date_format), *mapping.date_formats.items()):
        if pattern is None or pattern in EPOCHS:
            continue
        try:
            with duckdb.connect() as connection:
                connection.execute("SELECT try_strptime('', ?)", [pattern])
        except duckdb.Error:
            what = f"{pattern!r} is not a pattern of dates"
            todo = f"write it like '%d/%m/%Y', or '%d.%m.%Y %H:%M'; counts since 1970: {', '.join(EPOCHS)}"
            raise InputError([Problem(mapping.file, None, None, key, what, todo)]) from None
