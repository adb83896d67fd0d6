"""Tell the decimal mark of a file from its numbers, where they can be read in one way only.

``1.234`` alone may be a thousand or a little over one: that is never guessed, since both are plausible pay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from checker.errors import InputError, Problem
from checker.model.pay_table import COLUMNS, PayMapping

Mark = Literal[".", ","]
SPACES = " \u00a0\u202f\u2009"
"""Space, no-break space, narrow no-break space, thin space: all separate thousands somewhere."""
_AMBIGUOUS = re.compile(r"[-+]?[1-9]\d{0,2}([.,])\d{3}")
_MARKED = re.compile(rf"[-+]?[\d.,'’{SPACES}]*\d")


def decimal_mark(label: str, mapping: PayMapping, cells: Iterable[str]) -> tuple[Mark, tuple[str, ...]]:
    """Return the decimal mark and what to say about it; ``cells`` are text from columns of money and time.

    The mapping's mark wins. Raises InputError where cells can be read in two ways and nothing decides.
    """
    if mapping.decimal:
        return mapping.decimal, ()
    found: set[str] = set()
    unclear = ""
    for cell in cells:
        text = cell.strip(SPACES)
        if _AMBIGUOUS.fullmatch(text):
            unclear = unclear or text
        elif mark := mark_of(text):
            found.add(mark)
    if unclear and len(found) != 1:
        shape = re.sub(r"\d", "9", unclear)
        why = "nothing else in the file decides" if not found else "other numbers have a comma here and a point there"
        what = f"writes numbers like {shape}: 1,600 or 1.600 may be sixteen hundred or one and a half, and {why}"
        where = f"in {mapping.file}" if mapping.file else "in the mapping"
        todo = f'say {where} which mark is the decimal one (decimal: "." or decimal: ",")'
        raise InputError([Problem(label, None, None, "", what, todo)])
    return (",", ("numbers have a decimal comma",)) if found == {","} else (".", ())


def mark_of(cell: str) -> Mark | None:
    """Return the decimal mark that a number is written with, None where it shows none.

    >>> [mark_of(c) for c in ("12,5", "1.234,56", "1,234,567", "1234.567", "0,125", "1.234", "12")]
    [',', ',', '.', '.', ',', None, None]
    """
    if not _MARKED.fullmatch(cell) or _AMBIGUOUS.fullmatch(cell):
        return None
    points, commas = cell.count("."), cell.count(",")
    if points and commas:
        # The last one is the mark, if it stands once; else the number is none.
        last: Mark = "." if cell.rfind(".") > cell.rfind(",") else ","
        return last if cell.count(last) == 1 else None
    if points > 1 or commas > 1:
        return "," if points else "."
    if points or commas:
        return "." if points else ","
    return None


def number_columns(mapping: PayMapping, header: Sequence[str]) -> list[int]:
    """Return the places in ``header`` of the columns that hold money or time."""
    names = [mapping.columns.get(name, name) for name, kind in COLUMNS.items() if kind in ("money", "time")]
    return [header.index(name) for name in names if name in header]
