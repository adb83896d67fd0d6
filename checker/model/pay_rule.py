"""A disclosed rule of pay, and what a pay-change audit is asked about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Per = Literal["task", "hour"]
LEAST_CUT = 0.01
"""A worker is cut where pay for the same work fell by more than this share (`pay_methods`, 1a)."""
TOLERANCE_SHARE = 0.005
"""A row fits a formula that names no tolerance if it is less than this share of the formula's pay away from it."""


@dataclass(frozen=True, slots=True)
class PayFormula:
    """A rule of pay that an employer disclosed: intercept + coefficient x column, for each row."""

    file: str
    currency: str
    intercept: float
    coefficients: Mapping[str, float]
    """Column of the pay file -> amount for each unit of it."""
    tolerance: float | None = None
    """Amount under which a row fits the formula; None: `tolerance_share` of the formula's pay."""
    tolerance_share: float = TOLERANCE_SHARE
    valid_until: date | None = None
    """Last day for which it was said to hold."""
    source: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that it reads."""
        return tuple(self.coefficients)

    @property
    def words(self) -> str:
        """Return the rule as people write it."""
        parts = [f"{self.intercept:g}", *(f"{c:g} x {name}" for name, c in self.coefficients.items())]
        return f"{' + '.join(parts)} {self.currency}"


@dataclass(frozen=True, slots=True)
class ChangeQuestion:
    """What is asked about a change of pay; nothing of it is needed."""

    formula: PayFormula | None = None
    since: date | None = None
    """First day under the new rule, where it is known; None: the week is found from the data."""
    announced: date | None = None
    factors: tuple[str, ...] = ()
    """Columns whose effect on pay is fitted before the change and taken out (task grain, without a formula)."""
    per: Per | None = None
    """None: per task of a task log, per hour of a payroll."""
    least_cut: float = LEAST_CUT

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns of the file that have to be read besides the pay table."""
        return self.formula.columns if self.formula else self.factors
