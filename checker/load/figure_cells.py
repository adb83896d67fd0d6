"""Cells of a spreadsheet of figures as the benchmark table writes them: amounts, ranges, days, places, words.

A cell that can be read in two ways is refused, never guessed. Each function raises ValueError with (what, todo).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from checker.load.layouts import plain
from checker.load.wages.cell_text import ERROR
from checker.load.wages.number_marks import mark_of

BLANK = frozenset({"", "-", "–", "—", "n/a", "na", "n.a.", "tbd", "none", "no data", "not available", ".", ".."})
_CODE = re.compile(r"^([A-Z]{3})\s*(?=[\d.])|(?<=\d)\s*([A-Z]{3})$")
_SIGNS = {
    "€": {"EUR"}, "£": {"GBP", "EGP", "LBP", "SYP"}, "₹": {"INR"}, "₱": {"PHP"}, "₦": {"NGN"}, "₫": {"VND"},
    "฿": {"THB"}, "₵": {"GHS"}, "₺": {"TRY"}, "₽": {"RUB"}, "R$": {"BRL"}, "US$": {"USD"},
    "$": {"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "CLP", "COP", "ARS", "UYU", "DOP", "JMD", "TTD"},
}  # fmt: skip
_RANGE = re.compile(r"\s*(?:–|—|\bto\b|(?<=\d)\s*-)\s*")
_DIGITS = re.compile(r"\d[\d.,'’ \u00a0\u202f\u2009]*\d|\d")
_MONTHS = {name: i for i, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1)}  # fmt: skip
_RISKY = ("=", "+", "-", "@")
"""A spreadsheet program takes text that begins so for a formula."""
Mark = Literal[".", ","]


def is_blank(value: Any) -> bool:
    """Return whether a cell says nothing."""
    return value is None or (isinstance(value, str) and value.strip().casefold() in BLANK)


def text(value: Any) -> str:
    """Return a cell as one line of text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (datetime, date)):
        return day(value)
    if isinstance(value, (int, float)):
        return f"{_number(value):f}"
    line = " ".join(str(value).split())
    if line == ERROR:
        raise ValueError("shows an error of the spreadsheet", "repair the formula there")
    if line.startswith(_RISKY):
        raise ValueError(f"{line[:40]!r} looks like a formula, not text", "write what it says without the first sign")
    return "".join(c for c in line if c.isprintable())


def decimal_mark(cells: Iterable[Any], said: Mark | None) -> Mark:
    """Return the decimal mark of amounts that are text; what is said wins."""
    if said is not None:
        return said
    marks: set[str] = set()
    unclear = ""
    for cell in cells:
        for piece in _DIGITS.findall(cell) if isinstance(cell, str) else ():
            if found := mark_of(piece):
                marks.add(found)
            elif "." in piece or "," in piece:
                unclear = unclear or piece
    if len(marks) == 1 or not (unclear or marks):
        return "," if marks == {","} else "."
    shape = re.sub(r"\d", "9", unclear) or "1.5 and 1,5"
    what = f"amounts are written like {shape}, which can be read in two ways, and nothing else in the column decides"
    raise ValueError(what, "say which mark is the decimal one: --decimal . or --decimal ,")


def amounts(value: Any, mark: Mark) -> tuple[Decimal, Decimal | None, str, str]:
    """Return lower and upper amount (None: no range), the currency code in the cell, and its sign."""
    if isinstance(value, (bool, date, datetime)):
        raise ValueError(f"{text(value)} is no amount", "give the figure as a number")
    if isinstance(value, (int, float)):
        return _number(value), None, "", ""
    line = text(value)
    found = _CODE.search(line)
    code = (found[1] or found[2]) if found else ""
    sign = max((s for s in _SIGNS if s in line), key=len, default="")
    bare = _CODE.sub("", line).replace(sign, "") if sign else _CODE.sub("", line)
    parts = [part for part in _RANGE.split(bare.strip()) if part]
    if len(parts) not in (1, 2):
        raise ValueError(f"{line[:40]!r} is no amount", "give one number, or two with to between")
    ends = [_amount(part.strip(), mark, line) for part in parts]
    if len(ends) == 2 and ends[1] < ends[0]:
        raise ValueError(f"{line[:40]!r} goes from more to less", "turn the two round")
    return ends[0], ends[1] if len(ends) == 2 else None, code, sign


def sign_fits(sign: str, currency: str) -> bool:
    """Return whether a sign beside an amount may stand for a currency."""
    return not sign or currency in _SIGNS[sign]


def day(value: Any) -> str:
    """Return a first or last day as YYYY, YYYY-MM or YYYY-MM-DD, as precisely as the cell says it."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    line = str(value).strip()
    if re.fullmatch(r"(19|20)\d\d(-\d\d(-\d\d)?)?", line):
        return line
    if found := re.fullmatch(r"(\d{4}-\d\d-\d\d)[ T]00:00(:00)?", line):
        return found[1]
    words = plain(line).split()
    if len(words) == 2 and words[0][:3] in _MONTHS and words[0].isalpha() and re.fullmatch(r"(19|20)\d\d", words[1]):
        return f"{words[1]}-{_MONTHS[words[0][:3]]:02d}"
    raise ValueError(
        f"{line[:40]!r} is not a day that can be read in one way only", "write YYYY-MM-DD, YYYY-MM or YYYY"
    )


def _number(value: float) -> Decimal:
    """Return a number of a workbook without the noise of its last binary digits."""
    if isinstance(value, int):
        return Decimal(value)
    return Decimal(f"{value:.12g}")


def _amount(part: str, mark: Mark, line: str) -> Decimal:
    thousands = "," if mark == "." else "."
    bare = re.sub(r"['’ \u00a0\u202f\u2009]", "", part)
    groups = bare.split(mark)[0].split(thousands)
    if any(len(group) not in (2, 3) for group in groups[1:]) or thousands in "".join(bare.split(mark)[1:]):
        raise ValueError(f"{line[:40]!r} is no amount with the decimal mark {mark}", "write it as a plain number")
    try:
        return Decimal(bare.replace(thousands, "").replace(mark, "."))
    except InvalidOperation:
        raise ValueError(f"{line[:40]!r} is no amount", "write it as a plain number") from None
