"""Read a disclosed rule of pay (`fairlabel: pay-formula/1`): intercept and coefficients on columns, for each row.

No expressions: a sum of products says what the published rules of piece pay say, and can be checked row by row. All
problems of the file are raised together, each with its line and column.
"""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import Any

from checker.errors import InputError
from checker.load import yaml_text
from checker.load.yaml_text import Document
from checker.model.codes import is_currency
from checker.model.pay_rule import TOLERANCE_SHARE, PayFormula

FORMAT = "pay-formula/1"
KEYS = (
    "fairlabel", "currency", "intercept", "coefficients", "tolerance", "tolerance_share", "valid_until", "source",
)  # fmt: skip


def read_formula(path: Path, file: str) -> PayFormula:
    """Return the formula in the file at ``path``; ``file`` is its name in messages. Raises InputError."""
    document, _ = yaml_text.read(path, file)
    return formula_of(document)


def parse_formula(data: bytes, file: str) -> PayFormula:
    """Return the formula in ``data``. Raises InputError with every problem."""
    return formula_of(yaml_text.parse(data, file))


def formula_of(document: Document) -> PayFormula:
    """Return the formula in a document that was read. Raises InputError with every problem."""
    return _Reading(document).run()


class _Reading:
    """One document being checked; problems pile up and are raised at the end."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.value: Any = document.value
        self.problems: list[Any] = []

    def run(self) -> PayFormula:
        if not isinstance(self.value, dict):
            self._wrong((), "is not a mapping", f"start with: fairlabel: {FORMAT}")
            raise InputError(self.problems)
        for key in self.value:
            if key not in KEYS:
                self._wrong(
                    (key,), f"{key!r} is not a key of a pay formula", "use one of: " + ", ".join(KEYS), key=True
                )
        if self.value.get("fairlabel") != FORMAT:
            self._wrong(
                ("fairlabel",), f"the file does not say that it is {FORMAT!r}", f"start with: fairlabel: {FORMAT}"
            )
        share = self._number("tolerance_share", least=0.0)
        formula = PayFormula(
            self.document.file,
            self._currency(),
            self._number("intercept") or 0.0,
            self._coefficients(),
            self._number("tolerance", least=0.0),
            TOLERANCE_SHARE if share is None else share,
            self._day(),
            self._text("source"),
        )
        if not formula.coefficients and "intercept" not in self.value:
            self._wrong(("intercept",), "the formula gives no pay", "write an intercept, coefficients, or both")
        if formula.tolerance is not None and share is not None:
            self._wrong(("tolerance",), "tolerance and tolerance_share are both given", "keep one of the two", key=True)
        if self.problems:
            raise InputError(self.problems)
        return formula

    def _wrong(self, path: tuple[str | int, ...], what: str, todo: str = "", *, key: bool = False) -> None:
        self.problems.append(self.document.problem(path, what, todo, key=key))

    def _currency(self) -> str:
        found = self.value.get("currency")
        if isinstance(found, str) and is_currency(found):
            return found
        what = "currency is missing" if found is None else f"currency {found!r} is not in ISO 4217"
        self._wrong(("currency",), what, "use three capital letters, such as USD")
        return ""

    def _number(self, key: str, *, least: float = -math.inf) -> float | None:
        if key not in self.value:
            return None
        return self._checked((key,), self.value[key], least)

    def _checked(self, path: tuple[str | int, ...], found: object, least: float = -math.inf) -> float | None:
        number = isinstance(found, int | float) and not isinstance(found, bool) and abs(found) < 1e12
        if number and found > least:  # type: ignore[operator]
            return float(found)  # type: ignore[arg-type]
        more = f" above {least:g}" if math.isfinite(least) else ""
        self._wrong(path, f"{found!r} is not a number{more}", "write a plain number, with a decimal point")
        return None

    def _coefficients(self) -> dict[str, float]:
        found = self.value.get("coefficients")
        if found is None:
            return {}
        if not isinstance(found, dict):
            self._wrong(("coefficients",), "coefficients is not a mapping from columns of the pay file to numbers")
            return {}
        checked = {name: self._checked(("coefficients", name), number) for name, number in found.items()}
        return {name: number for name, number in checked.items() if number is not None}

    def _day(self) -> date | None:
        found = self.value.get("valid_until")
        if found is None:
            return None
        try:
            return date.fromisoformat(found)
        except (TypeError, ValueError):
            self._wrong(("valid_until",), f"{found!r} is not a day of the calendar", "write YYYY-MM-DD")
            return None

    def _text(self, key: str) -> str:
        found = self.value.get(key)
        if found is None or isinstance(found, str):
            return found or ""
        self._wrong((key,), f"{key} is not text")
        return ""
