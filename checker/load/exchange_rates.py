"""Monthly exchange rates that need no file of the user: fixed by law, and the customs rates of HMRC in a package.

Inverse and cross rates are made inside one table, never across two. Entries of the package that
cannot be what they say are refused with the reason.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from checker.load.currency_changes import currency_changes
from checker.load.parallel_markets import doubt
from checker.load.user_rates import read_user_rates
from checker.model.exchange import Quote, RateTable, factor

if TYPE_CHECKING:
    import hmrc_rates

_ONE = Decimal(1)


def read_rate_tables(file: Path | None = None) -> tuple[RateTable, ...]:
    """Return the tables in the order in which they are asked: the user's, what a law fixed, HMRC's.

    Raises BenchmarkError with every problem of the user's file.
    """
    shipped = (LawRates(), HmrcRates())
    return shipped if file is None else (read_user_rates(file, shipped), *shipped)


class LawRates:
    """Rates that a law fixed when one currency replaced another, from the month of the change on."""

    name = "conversion rates fixed by law"

    def quote(self, base: str, to: str, month: str) -> Quote | str:
        """Return the rate with the law that set it, or that the two did not follow each other."""
        changes = {change.old: change for change in currency_changes()}
        for old, new, inverse in ((base, to, False), (to, base, True)):
            if (found := factor(changes, old, new, month)) is not None:
                value, law = found
                return Quote(_ONE / value if inverse else value, "fixed by law", law)
        return f"not in {self.name}"


class HmrcRates:
    """HMRC's monthly customs rates (Crown copyright, Open Government Licence), units per pound."""

    def __init__(self) -> None:
        """Open nothing yet: the package is imported with the first question."""

    @cached_property
    def name(self) -> str:
        """Return the name with the package's version."""
        import hmrc_rates

        return f"HMRC monthly customs rates (hmrc-rates {hmrc_rates.__version__})"

    @cached_property
    def _rates(self) -> hmrc_rates.Rates:
        import hmrc_rates

        return hmrc_rates.Rates()

    def quote(self, base: str, to: str, month: str) -> Quote | str:
        """Return the rate over the pound, or why there is none for the month."""
        units = [self.units_per_gbp(code, month) for code in (base, to)]
        for unit in units:
            if isinstance(unit, str):
                return unit
        from_units, to_units = (unit for unit in units if isinstance(unit, Decimal))
        route = "direct" if base == "GBP" else "inverse" if to == "GBP" else "cross over GBP"
        return Quote(to_units / from_units, route, note=doubt(base, to, "official rate"))

    def units_per_gbp(self, code: str, month: str) -> Decimal | str:
        """Return how much of a currency a pound bought, or why the package cannot say."""
        import hmrc_rates

        if code == "GBP":
            return _ONE
        for first, last, why in REFUSED.get(code, ()):
            if first <= month <= last:
                return f"the entry for {code} in {self.name} {why}"
        try:
            return self._rates.monthly_rate(code, month).units_per_gbp
        except hmrc_rates.HmrcRatesError:
            return f"{code} is not in {self.name} for {month}"


_ALWAYS, _EVER = "0000-00", "9999-99"
_SLIP = "is out by an order of magnitude against the months beside it"

# Found by comparing each month with its neighbours, with other codes and with the US Treasury's reporting rates:
# (first month, last month, what is wrong).
REFUSED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "BRL": (("2019-04", "2019-04", _SLIP),),
    "BYR": (("2016-08", _EVER, "is in the new rouble (BYN)"),),
    "CUP": ((_ALWAYS, "2022-09", "is the convertible peso's one to one, not what wages were paid in"),),
    "CVE": (("2020-04", "2020-04", "is more than twice the months beside it"),),
    "ECS": ((_ALWAYS, _EVER, "is the US dollar's"),),
    "HRK": (("2023-02", _EVER, "is the euro's"),),
    "IQD": (("2018-04", "2018-04", "is half of the months beside it"),),
    "IRR": (("2015-04", _EVER, _SLIP),),
    "LRD": ((_ALWAYS, "2020-12", "is the US dollar's"),),
    "MRO": (("2020-01", _EVER, "is in the new ouguiya (MRU)"),),
    "SLE": (("2022-11", "2022-11", "is in the old leone (SLL)"),),
    "SLL": (("2023-02", _EVER, "is in the new leone (SLE)"),),
    "STD": (("2015-04", "2015-04", "is a third of the months beside it"), ("2020-11", "2020-11", _SLIP)),
    "TOP": ((_ALWAYS, "2023-09", "is the Australian dollar's"),),
    "VEF": (("2018-07", _EVER, "cannot be told apart from the currencies that followed it"),),
    "ZWL": ((_ALWAYS, "2023-10", "stayed at 361.9 to the US dollar while the rate went past 5,000"),),
}
