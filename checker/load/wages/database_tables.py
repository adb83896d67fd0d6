"""Which of a database file's tables is meant, and what to say of a file that cannot be read.

A view is never read: it is a calculation of whoever made the file, not a record, and a DuckDB view may read other
files.
"""

from __future__ import annotations

from collections.abc import Sequence

from checker.errors import InputError, Problem
from checker.model.pay_table import PayMapping


class SeveralTables(InputError):
    """It is not plain which of several tables is meant."""

    def __init__(self, problem: Problem, tables: Sequence[str]) -> None:
        self.tables = tuple(tables)
        super().__init__([problem])


def choose_table(
    label: str, mapping: PayMapping, tables: Sequence[str], views: Sequence[str]
) -> tuple[str, tuple[str, ...]]:
    """Return the table to read and what to say of the others.

    Raises InputError where there is none, the mapping's is not there, or it is not plain which one is meant.
    """
    listed = ", ".join(map(repr, tables))
    aside = f"; views are not read: {', '.join(map(repr, views))}" if views else ""
    if mapping.table:
        if mapping.table in tables:
            return mapping.table, _left_out(mapping.table, tables, views)
        view = mapping.table in views
        what = f"{label} has no table {mapping.table!r}" if not view else f"{mapping.table!r} is a view, not a table"
        todo = "write its rows into a table" if view else f"it has: {listed or 'none'}{aside}"
        raise InputError([Problem(mapping.file or label, None, None, "table", what, todo)])
    if len(tables) == 1:
        return tables[0], _left_out(tables[0], tables, views)
    what = f"has several tables: {listed}" if tables else f"holds no table{aside}"
    todo = "name one in the mapping (table: payroll)" if tables else "write the rows of pay into a table"
    problem = Problem(label, None, None, "", what, todo)
    raise SeveralTables(problem, tables) if tables else InputError([problem])


def _left_out(table: str, tables: Sequence[str], views: Sequence[str]) -> tuple[str, ...]:
    others = [name for name in (*tables, *views) if name != table]
    return (f"read: table {table!r}; not read: {', '.join(map(repr, others))}",) if others else ()


def unreadable(label: str, kind: str, why: str) -> InputError:
    """Return the error for a file that its own library cannot read."""
    what = f"cannot be read as a {kind} file ({why})"
    return InputError([Problem(label, None, None, "", what, "send it again, or export the table as CSV")])
