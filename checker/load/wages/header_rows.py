"""Find the header of a sheet: below title rows, with groups above it, in one row or in cells merged over several.

Where the mapping names a `header_row`, that is it. Names of columns are never made up: a column without a name has
none and cannot be mapped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from checker.model.pay_table import COLUMNS, PayMapping

LOOKED_AT = 60
"""Rows in which a header is looked for."""


class Header(NamedTuple):
    """The header of a sheet."""

    row: int
    """Row of the sheet, counted from 1."""
    names: tuple[str, ...]
    """Column names; empty for a column without one. Data begin below ``row``."""
    doubled: tuple[str, ...]
    """Names that stand twice, so that a mapping cannot mean one of them."""


def find_header(rows: Sequence[Sequence[Any]], mapping: PayMapping) -> Header | None:
    """Return the header in the first rows of a sheet; None where no row holds two names.

    ``rows`` begin with row 1 of the sheet.
    """
    if mapping.header_row is not None:
        index = mapping.header_row - 1
        return _header(rows, index) if index < len(rows) and _texts(rows[index]) else None
    wanted = _wanted(mapping)
    folded = {name.casefold() for name in wanted}
    best, most = None, (0, 0)
    for index in range(min(len(rows), LOOKED_AT)):
        names = {name for name in _names(rows, index) if name}
        hits = (len(names & wanted), len({name.casefold() for name in names} & folded))
        # A row of names holds as many texts as the table has columns; a title holds one.
        if hits > most and len(_texts(rows[index])) > 1:
            best, most = index, hits
    if best is None:
        best = next((i for i, row in enumerate(rows[:LOOKED_AT]) if len(_texts(row)) > 1), None)
    if best is None:
        best = next((i for i, row in enumerate(rows[:LOOKED_AT]) if _texts(row)), None)
    return None if best is None else _header(rows, best)


def _wanted(mapping: PayMapping) -> frozenset[str]:
    own = {name for name in COLUMNS if name not in mapping.columns and name not in mapping.constants}
    return frozenset({*own, *mapping.columns.values()})


def _header(rows: Sequence[Sequence[Any]], index: int) -> Header:
    names = _names(rows, index)
    twice = {name for name in names if name and names.count(name) > 1}
    if twice:
        groups = _groups(rows, index)
        names = [
            f"{group} {name}" if name in twice and group else name for name, group in zip(names, groups, strict=True)
        ]
    # Engines that read SQL take Pay and pay for one name.
    known = [name.casefold() for name in names]
    doubled = sorted({name for name in names if name and known.count(name.casefold()) > 1})
    return Header(index + 1, tuple(names), tuple(doubled))


def _names(rows: Sequence[Sequence[Any]], index: int) -> list[str]:
    """Return the names in a row; an empty cell takes what stands over it, which is a cell merged downwards."""
    # A title is one text alone, and over no column.
    above = [row for row in reversed(rows[max(index - 2, 0) : index]) if len(_texts(row)) > 1]
    names = []
    for column, cell in enumerate(rows[index]):
        stacked = (name_of(row[column]) for row in above if column < len(row))
        names.append(name_of(cell) or next(filter(None, stacked), ""))
    return names


def _groups(rows: Sequence[Sequence[Any]], index: int) -> list[str]:
    """Return what stands over each column, carried to the right as a merged cell shows it."""
    above = rows[index - 1] if index else ()
    groups, last = [], ""
    for column in range(len(rows[index])):
        last = (name_of(above[column]) if column < len(above) else "") or last
        groups.append(last)
    return groups


def name_of(cell: Any) -> str:
    """Return a header cell as the name of a column: one line, single spaces."""
    from checker.load.wages.cell_text import plain

    if cell is None or isinstance(cell, bool):
        return ""
    text = plain(cell) if isinstance(cell, (int, float)) else str(cell)
    return " ".join(text.lstrip("\ufeff").split())


def _texts(row: Sequence[Any]) -> list[str]:
    return [cell for cell in row if isinstance(cell, str) and cell.strip()]
