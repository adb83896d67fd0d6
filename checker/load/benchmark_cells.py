"""The cells of one row of a reference table, each read as what it must be; problems are collected.

A cell that cannot be read gives a harmless stand-in: the caller drops the row when a problem was added.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from checker.errors import Problem
from checker.model.codes import is_country, is_currency, is_subdivision, suggest_country


class Cells:
    """One row: file, line and text by column; a column that is absent reads as blank."""

    __slots__ = ("_cells", "file", "line", "problems")

    def __init__(self, file: str, line: int, cells: Mapping[str, str], problems: list[Problem]) -> None:
        """Keep the row; problems go to the list given."""
        self.file, self.line, self.problems = file, line, problems
        self._cells = cells

    def wrong(self, column: str, what: str, todo: str = "") -> None:
        """Add a problem at a column."""
        self.problems.append(Problem(self.file, self.line, None, column, what, todo))

    def text(self, column: str) -> str:
        """Return the cell without blanks around it."""
        return self._cells.get(column, "")

    def names(self, column: str) -> tuple[str, ...]:
        """Return the parts between ``|``."""
        return tuple(part.strip() for part in self.text(column).split("|") if part.strip())

    def word(self, column: str, allowed: tuple[str, ...], default: str = "") -> Any:
        """Return one of the words allowed; blank gives the default, where there is one."""
        word = self.text(column) or default
        if word not in allowed:
            self.wrong(column, f"{word or 'blank'!r} is not one of {', '.join(allowed)}")
        return word

    def flag(self, column: str) -> bool:
        """Return true or false; blank is false."""
        return bool(self.word(column, ("true", "false"), "false") == "true")

    def number(self, column: str, least: int = 0, most: int | None = None) -> Decimal | None:
        """Return a number with a decimal point, within bounds; None for blank."""
        text = self.text(column)
        if not text:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            self.wrong(column, f"{text!r} is not a number", "write 1234.5, with a point and no separators")
            return None
        if not value.is_finite() or value < least or (most is not None and value > most):
            self.wrong(column, f"{text} is not between {least} and {'any amount' if most is None else most}")
            return None
        return value

    def amount(self, column: str) -> Decimal:
        """Return a number above zero."""
        value = self.number(column)
        if value is None or value == 0:
            if value is not None or not self.text(column):
                self.wrong(column, "needs an amount above zero")
            return Decimal(1)
        return value

    def day(self, column: str) -> date | None:
        """Return a date written YYYY-MM-DD; None for blank."""
        text = self.text(column)
        if not text:
            return None
        try:
            if len(text) != 10:
                raise ValueError
            return date.fromisoformat(text)
        except ValueError:
            self.wrong(column, f"{text!r} is not a date", "write YYYY-MM-DD")
            return None

    def first_day(self, column: str, precision_column: str) -> tuple[date, Any]:
        """Return a first day and how precisely it is known; ``2026`` and ``2026-03`` say so by themselves."""
        text = self.text(column)
        usual = {4: "year", 7: "month"}.get(len(text), "day")
        precision = self.word(precision_column, ("day", "month", "year"), usual)
        full = text + {"year": "-01-01", "month": "-01", "day": ""}[usual]
        try:
            return date.fromisoformat(full), precision
        except ValueError:
            self.wrong(column, f"{text or 'blank'!r} is not a date", "write YYYY-MM-DD, YYYY-MM or YYYY")
            return date.min, precision

    def country(self, column: str) -> str:
        """Return an ISO 3166-1 alpha-2 code."""
        code = self.text(column)
        if not is_country(code):
            meant = suggest_country(code)
            todo = f"did you mean {meant}?" if meant else "use ISO 3166-1 alpha-2, such as KE"
            self.wrong(column, f"{code or 'blank'!r} is not a country code", todo)
        return code

    def subdivision(self, column: str, country: str) -> str:
        """Return an ISO 3166-2 code of the country, or an empty string."""
        code = self.text(column)
        if code and not is_subdivision(code, country):
            self.wrong(column, f"{code!r} is not a region code of {country}", f"use ISO 3166-2, such as {country}-XX")
        return code

    def currency(self, column: str) -> str:
        """Return an ISO 4217 code."""
        code = self.text(column)
        if not is_currency(code):
            self.wrong(column, f"{code or 'blank'!r} is not a currency code", "use ISO 4217, such as KES")
        return code
