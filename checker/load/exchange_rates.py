"""Monthly exchange rates: a user's table, and the customs rates of HMRC that ship with a package.

Inverse and cross rates are made inside one table, never across two. Entries of the package that
cannot be what they say are refused with the reason.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from checker.errors import BenchmarkError, Problem
from checker.model.codes import is_currency
from checker.model.evidence import InputFile
from checker.model.exchange import Quote, RateTable

if TYPE_CHECKING:
    import hmrc_rates

COLUMNS = ("month", "base", "currency", "rate")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])\Z")
_ONE = Decimal(1)


def read_rate_tables(file: Path | None = None) -> tuple[RateTable, ...]:
    """Return the tables in the order in which they are asked: the user's, then HMRC's.

    Raises BenchmarkError with every problem of the user's file.
    """
    return (HmrcRates(),) if file is None else (read_user_rates(file), HmrcRates())


def read_user_rates(file: Path) -> UserRates:
    """Return a user's table with the columns month (YYYY-MM), base, currency, rate: 1 base = rate currency."""
    name = file.as_posix()
    try:
        data = file.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise BenchmarkError([Problem(name, None, None, "", f"cannot be read ({error.strerror})")]) from error
    except UnicodeDecodeError as error:
        raise BenchmarkError([Problem(name, None, None, "", "is not UTF-8 text", "save it as UTF-8")]) from error
    rates, problems = parse_user_rates(text, name)
    if problems:
        raise BenchmarkError(problems)
    return UserRates(name, rates, InputFile(name, hashlib.sha256(data).hexdigest(), "fx"))


def parse_user_rates(text: str, name: str) -> tuple[dict[tuple[str, str, str], Decimal], list[Problem]]:
    """Return the rates by (month, base, currency), and all problems."""
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    header = [cell.strip() for cell in next(reader, [])]
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        what = f"lacks the columns {', '.join(missing)}"
        return {}, [Problem(name, 1, None, "", what, f"needs {','.join(COLUMNS)}")]
    rates: dict[tuple[str, str, str], Decimal] = {}
    problems: list[Problem] = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        rate = _read_rate(name, reader.line_num, row, problems)
        key = (row.get("month", ""), row.get("base", ""), row.get("currency", ""))
        if rate is not None and rates.setdefault(key, rate) is not rate:
            problems.append(Problem(name, reader.line_num, None, " ".join(key), "stands twice in the table"))
    return rates, problems


class UserRates:
    """A user's table. A cross rate goes over one third currency of the same month."""

    __slots__ = ("_rates", "input", "name")

    def __init__(self, name: str, rates: Mapping[tuple[str, str, str], Decimal], source: InputFile | None) -> None:
        """Keep the rates by (month, base, currency)."""
        self.name = name
        self.input = source
        self._rates = rates

    def quote(self, base: str, to: str, month: str) -> Quote | str:
        """Return the rate given, its inverse, or a cross over the alphabetically first third currency."""
        step = self._step(base, to, month)
        if step is not None:
            return step
        thirds = sorted({code for m, *pair in self._rates if m == month for code in pair} - {base, to})
        for third in thirds:
            one, two = self._step(base, third, month), self._step(third, to, month)
            if one is not None and two is not None:
                return Quote(one.value * two.value, f"cross over {third}")
        return f"not in {self.name}"

    def _step(self, base: str, to: str, month: str) -> Quote | None:
        if (rate := self._rates.get((month, base, to))) is not None:
            return Quote(rate, "direct")
        if (rate := self._rates.get((month, to, base))) is not None:
            return Quote(_ONE / rate, "inverse")
        return None


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
        return Quote(to_units / from_units, route)

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


def _read_rate(name: str, line: int, row: Mapping[str, str], problems: list[Problem]) -> Decimal | None:
    before = len(problems)
    if not _MONTH.match(row.get("month", "")):
        problems.append(Problem(name, line, None, "month", f"{row.get('month', '')!r} is not a month", "write YYYY-MM"))
    for column in ("base", "currency"):
        if not is_currency(row.get(column, "")):
            what = f"{row.get(column, '')!r} is not a currency code"
            problems.append(Problem(name, line, None, column, what, "use ISO 4217, such as KES"))
    if row.get("base") == row.get("currency"):
        problems.append(Problem(name, line, None, "currency", "is the same as base"))
    try:
        rate = Decimal(row.get("rate", ""))
        if not rate.is_finite() or rate <= 0:
            raise InvalidOperation
    except InvalidOperation:
        what = f"{row.get('rate', '')!r} is not a rate above zero"
        problems.append(Problem(name, line, None, "rate", what, "write 129.53, with a point"))
        return None
    return rate if len(problems) == before else None
