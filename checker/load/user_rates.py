"""A user's table of monthly exchange rates: read, and refused where it contradicts itself, a law, or plain sense.

A rate that is the wrong way round would move pay by its square, so every pair is held against the shipped tables: only
what can be nothing but a slip is refused; another market's rate is not.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple

from checker.errors import BenchmarkError, Problem
from checker.load.csv_text import read_text, split
from checker.load.parallel_markets import doubt
from checker.model.codes import is_currency
from checker.model.evidence import InputFile
from checker.model.exchange import Gap, Quote, RateTable

COLUMNS = ("month", "base", "currency", "rate")
"""What a table needs; `source` may stand beside them and is printed with the rate."""
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])\Z")
_ONE = Decimal(1)
_LEAST, _MOST = Decimal("1e-12"), Decimal("1e12")
"""No two currencies lie further apart."""
_AGREE = Decimal("1.02")
"""How far the two directions of a pair may lie apart: both are rounded."""
_TURNED, _NEAR = Decimal(2), Decimal("1.2")
"""A pair is the wrong way round where its inverse is near the known rate, and itself more than so many times off."""

Key = tuple[str, str, str]
"""Month, base, currency."""


class UserRate(NamedTuple):
    """One line of the table."""

    value: Decimal
    source: str
    line: int


def read_user_rates(file: Path, known: Sequence[RateTable] = ()) -> UserRates:
    """Return a user's table with the columns month (YYYY-MM), base, currency, rate: 1 base = rate currency.

    ``known`` are tables by which a slip is told. Raises BenchmarkError with every problem.
    """
    name = file.as_posix()
    text, data, problems = read_text(file, name)
    rates: dict[Key, UserRate] = {}
    if not problems:
        rates, problems = parse_user_rates(text, name, known)
    if problems:
        raise BenchmarkError(problems)
    return UserRates(name, rates, InputFile(name, hashlib.sha256(data).hexdigest(), "fx"))


def parse_user_rates(
    text: str, name: str, known: Sequence[RateTable] = ()
) -> tuple[dict[Key, UserRate], list[Problem]]:
    """Return the rates by (month, base, currency), and all problems in the order of their lines."""
    header, rows, problems = split(text, name, COLUMNS)
    missing = [column for column in COLUMNS if column not in header]
    doubled = sorted({column for column in header if column and header.count(column) > 1})
    if not problems and missing:
        todo = f"needs {','.join(COLUMNS)}; it has {', '.join(filter(None, header))}"
        problems.append(Problem(name, 1, None, "", f"lacks the columns {', '.join(missing)}", todo))
    if doubled:
        problems.append(Problem(name, 1, None, ", ".join(doubled), "stands twice in the header", "keep one"))
    if missing or doubled:
        return {}, problems
    if not rows and not problems:
        problems.append(Problem(name, 1, None, "", "has a header and no rate", "add rates, or leave the file out"))
    rates: dict[Key, UserRate] = {}
    for line, row in rows:
        rate = _read_rate(name, line, row, problems)
        key = (row.get("month", ""), row.get("base", ""), row.get("currency", ""))
        if rate is None:
            continue
        first = rates.setdefault(key, UserRate(rate, row.get("source", ""), line))
        if first.line != line:
            what = f"stands twice in the table (first in line {first.line})"
            problems.append(Problem(name, line, None, " ".join(key), what, "keep one rate a month and pair"))
    problems += [*_disagreeing(name, rates), *_turned_round(name, rates, known)]
    return rates, sorted(problems, key=lambda problem: problem.line or 0)


class UserRates:
    """A user's table. A cross rate goes over one third currency of the same month."""

    __slots__ = ("_months", "_rates", "input", "name")

    def __init__(self, name: str, rates: Mapping[Key, UserRate], source: InputFile | None) -> None:
        """Keep the rates by (month, base, currency)."""
        self.name = name
        self.input = source
        self._rates = rates
        self._months: dict[frozenset[str], list[str]] = {}
        for month, *pair in sorted(rates):
            self._months.setdefault(frozenset(pair), []).append(month)

    def quote(self, base: str, to: str, month: str) -> Quote | str:
        """Return the rate given, its inverse, or a cross over the alphabetically first third currency."""
        doubtful = doubt(base, to, f"whether {self.name} gives the official rate or a market's is not known")
        step = self._step(base, to, month)
        if step is not None:
            return step._replace(note=doubtful)
        thirds = sorted({code for m, *pair in self._rates if m == month for code in pair} - {base, to})
        for third in thirds:
            one, two = self._step(base, third, month), self._step(third, to, month)
            if one is not None and two is not None:
                source = "; ".join(dict.fromkeys(s for s in (one.source, two.source) if s))
                return Quote(one.value * two.value, f"cross over {third}", source, doubtful)
        if months := self._months.get(frozenset((base, to))):
            return Gap(f"{self.name} has this pair for {_span(months)}, but not for {month}")
        return f"not in {self.name}"

    def _step(self, base: str, to: str, month: str) -> Quote | None:
        if (rate := self._rates.get((month, base, to))) is not None:
            return Quote(rate.value, "direct", self._source(rate))
        if (rate := self._rates.get((month, to, base))) is not None:
            return Quote(_ONE / rate.value, "inverse", self._source(rate))
        return None

    def _source(self, rate: UserRate) -> str:
        return f"{self.name}: {rate.source}" if rate.source else ""


def _span(months: Sequence[str]) -> str:
    return months[0] if len(months) == 1 else f"{len(months)} months from {months[0]} to {months[-1]}"


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
        what = f"{row.get('rate', '')[:40]!r} is not a rate above zero"
        problems.append(Problem(name, line, None, "rate", what, "write 129.53, with a point"))
        return None
    if not _LEAST < rate < _MOST:
        what = f"{row['rate'][:40]} is no rate between two currencies"
        problems.append(Problem(name, line, None, "rate", what, "1 base = rate currency"))
    return rate if len(problems) == before else None


def _disagreeing(name: str, rates: Mapping[Key, UserRate]) -> Iterator[Problem]:
    """Yield a problem for each pair that is given in both directions and is not the same rate."""
    for (month, base, currency), rate in rates.items():
        back = rates.get((month, currency, base))
        if back is not None and back.line < rate.line and _apart(rate.value * back.value) > _AGREE:
            what = f"1 {base} = {rate.value} {currency} does not agree with line {back.line}"
            what += f", 1 {currency} = {back.value} {base}"
            yield Problem(name, rate.line, None, f"{month} {base} {currency}", what, "keep the right one")


def _turned_round(name: str, rates: Mapping[Key, UserRate], known: Sequence[RateTable]) -> Iterator[Problem]:
    """Yield a problem for each rate that a law contradicts, or that is another table's the wrong way round."""
    for (month, base, currency), rate in rates.items():
        for table in known:
            found = table.quote(base, currency, month)
            if not isinstance(found, Quote):
                continue
            spot, off = f"{month} {base} {currency}", _apart(rate.value / found.value)
            if found.route == "fixed by law":
                if off > _AGREE:
                    what = f"1 {base} = {rate.value} {currency} is not what the law fixed: {found.source}"
                    yield Problem(name, rate.line, None, spot, what, "correct it, or leave it out")
            elif off > _TURNED and _apart(rate.value * found.value) < _NEAR:
                what = f"1 {base} = {rate.value} {currency} looks like the wrong way round: {table.name} has "
                what += f"1 {base} = {found.value:.6g} {currency}"
                yield Problem(name, rate.line, None, spot, what, "exchange base and currency, or invert the rate")
            break


def _apart(ratio: Decimal) -> Decimal:
    return max(ratio, _ONE / ratio)
