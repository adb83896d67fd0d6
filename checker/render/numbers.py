"""Numbers as people read them: shares as heads, money with its currency, intervals, and words for what is unknown.

Takes the plain dicts of `checker.render.view`; computes nothing that a result rests on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from checker.model.codes import is_currency

LOCALE = "en"
HEADS = 100
"""Below this many workers a share is printed as heads: percentages of few people mislead."""
Shown = Mapping[str, Any]
"""A metric or fact of the view: value, low, high, unit, perhaps n, suppressed, why, shown_as, open."""

_COUNTED = re.compile(r"(at least |at most |fewer than |more than |under |over )?[\d.,]+\b")
"""Words that are the number ("fewer than 5 of 60"), as against words about it ("mean of the lowest 5")."""
_OPTION = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")
"""The id of an option: ``at_least_living_wage``."""
_BARE_UNITS = frozenset({"", "ratio", "number", "count", "index"})
_PLURALS = {
    "day": "days",
    "hour": "hours",
    "month": "months",
    "minute": "minutes",
    "week": "weeks",
    "worker": "workers",
}
_UNIT_WORDS = {"h": "hour", "min": "minute"}
_SINGULARS = {many: one for one, many in _PLURALS.items()}


@lru_cache(maxsize=4096)
def number(value: float, digits: int = 2) -> str:
    """Return a number with grouped thousands and at most ``digits`` decimals, never rounded to nothing.

    >>> number(196750.0), number(0.8372), number(0.0004)
    ('196,750', '0.84', 'under 0.01')
    """
    from babel.numbers import format_decimal

    smallest = 10.0**-digits
    if 0 < abs(value) < smallest:
        return f"under {smallest:g}" if value > 0 else f"between -{smallest:g} and 0"
    pattern = "#,##0." + "#" * digits
    return str(format_decimal(value, format=pattern, locale=LOCALE))


def two(value: float | None) -> str:
    """Return a number to two decimals, so that a column adds up for the eye.

    >>> two(3), two(-0.001), two(None)
    ('3.00', '0.00', 'none')
    """
    return "none" if value is None else f"{round(value, 2) + 0.0:,.2f}"


@lru_cache(maxsize=4096)
def money(amount: float, currency: str) -> str:
    """Return an amount with its code and the currency's own decimals, none where the amount is whole.

    >>> money(196750, "KES"), money(13.4, "GBP"), money(1234.5, "JPY")
    ('KES 196,750', 'GBP 13.40', 'JPY 1,234')
    """
    from babel.numbers import format_currency

    whole = float(amount).is_integer() and abs(amount) >= 100
    try:
        text = format_currency(
            amount, currency, "¤¤ #,##0" if whole else "¤¤ #,##0.00", locale=LOCALE, currency_digits=not whole
        )
    except ValueError:
        return f"{currency} {number(amount)}"
    return str(text).replace("\xa0", " ")


def percent(share: float) -> str:
    """Return a share as a percentage; what is not quite nothing or all never reads as such.

    >>> percent(0.3), percent(0.9996), percent(0.0002), percent(0.125), percent(1)
    ('30 %', 'over 99.9 %', 'under 0.1 %', '12.5 %', '100 %')
    """
    hundredths = share * 100
    if 0 < hundredths < 0.1:
        return "under 0.1 %"
    if 99.9 < hundredths < 100:
        return "over 99.9 %"
    return f"{number(round(hundredths, 6), 1)} %"


def change(share_: float) -> str:
    """Return how far a number lies from another.

    >>> change(-0.147), change(0.25), change(0.0)
    ('14.7 % less', '25 % more', 'the same')
    """
    if abs(share_) < 5e-7:
        return "the same"
    return f"{percent(abs(share_))} {'less' if share_ < 0 else 'more'}"


def share(low: float, high: float | None, n: int | None, of: str = "workers") -> str:
    """Return a share, or an interval of one, as heads where n is small and they are whole.

    >>> share(0.3, 0.3, 60), share(0.3, 0.45, 60), share(0.3, 0.45, None), share(0.3, 0.3, 140)
    ('18 of 60 workers', '18 to 27 of 60 workers', '30 % to 45 %', '30 % (42 of 140 workers)')
    """
    high = low if high is None else high
    heads = _heads(low, high, n)
    if heads and n is not None and n < HEADS:
        return f"{heads} of {n} {of if n != 1 else of.removesuffix('s')}"
    rate = percent(low) if low == high else f"{percent(low)} to {percent(high)}"
    return f"{rate} ({heads} of {number(n)} {of})" if heads and n is not None else rate


def score(value: float | None, top: float) -> str:
    """Return a score with one decimal; only a full score reads as full, only none as 0.

    >>> score(41.23, 100), score(99.97, 100), score(0.01, 100), score(100, 100), score(None, 100)
    ('41.2', '99.9', '0.1', '100', 'none')
    """
    if value is None:
        return "none"
    rounded = round(value, 1)
    if value < top <= rounded:
        rounded = top - 0.1
    if value > 0 == rounded:
        rounded = 0.1
    return number(rounded, 1)


def metric(shown: Shown) -> str:
    """Return what may be said of a pay number or a fact: number, interval, hidden, or unknown. Reasons apart.

    >>> metric({"value": None, "low": None, "high": None, "unit": "share"})
    'unknown'
    >>> metric({"value": None, "low": 0.2, "high": None, "open": "high", "unit": "ratio"})
    'at least 0.2'
    """
    words = str(shown.get("shown_as") or "")
    if words and not shown.get("suppressed") and not _COUNTED.match(words):
        return f"{metric({**shown, 'shown_as': ''})} ({words})"
    if words or shown.get("suppressed"):
        return words or "hidden"
    value, low, high = shown.get("value"), shown.get("low"), shown.get("high")
    if isinstance(value, list | dict | str | bool):
        return answer(value)
    if low is None and high is None:
        return "unknown" if value is None else quantity(value, shown)
    if low is None or high is None:
        return _half_open(low, high, shown)
    if shown.get("unit") == "share":
        return share(low, high, shown.get("n") if counts_heads(shown) else None)
    if low == high:
        return quantity(low, shown)
    return f"{quantity(low, shown, bare=True)} to {quantity(high, shown)}"


def counts_heads(shown: Shown) -> bool:
    """Return whether a share is one of workers, and not of time, money or pay."""
    return str(shown.get("estimator", "")).startswith("share of workers")


def quantity(value: float, shown: Shown, bare: bool = False) -> str:
    """Return one number with its unit; ``bare`` leaves a plain unit away."""
    unit = str(shown.get("unit") or "")
    if unit == "share":
        return percent(value)
    currency, _, rest = unit.partition(" ")
    code, _, per = currency.partition("/")
    if is_currency(code):
        tail = f" per {_UNIT_WORDS.get(per, per)}" if per else f" {rest}" if rest else ""
        return money(value, code) + ("" if bare else tail)
    if bare or unit in _BARE_UNITS:
        return number(value)
    return f"{number(value)} {_SINGULARS.get(unit, unit) if value == 1 else _PLURALS.get(unit, unit)}"


def answer(value: Any) -> str:
    """Return an answer in words: yes and no, a list with commas, a list of objects counted.

    >>> answer(True), answer(["hourly", "piece_rate"]), answer([{"name": "x"}, {"name": "y"}])
    ('yes', 'hourly, piece rate', '2 entries')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {answer(item)}" for key, item in value.items())
    if isinstance(value, list):
        if any(isinstance(item, dict) for item in value):
            return f"{len(value)} {'entry' if len(value) == 1 else 'entries'}"
        return ", ".join(answer(item) for item in value)
    return value.replace("_", " ") if isinstance(value, str) and _OPTION.fullmatch(value) else str(value)


def costs(value: Any) -> list[str]:
    """Return the sums that would close the gap, one a currency, in words; an open sum is at least its low end.

    >>> costs([{"amount": 1180500, "amount_per_month": 196750, "currency": "KES", "share_of_wage_bill": 0.031}])
    ['KES 196,750 a month (KES 1,180,500 over the period; 3.1 % of the wage bill)']
    >>> costs([{"amount": None, "amount_low": 600, "amount_per_month_low": 100, "currency": "KES"}])
    ['at least KES 100 a month (at least KES 600 over the period)']
    """
    sums = []
    for part in value if isinstance(value, list) else []:
        currency, bill = part.get("currency", ""), part.get("share_of_wage_bill")
        if part.get("amount") == 0:
            sums.append(f"nothing ({currency})")
            continue
        whole = _sum(part, "amount", currency)
        monthly = _sum(part, "amount_per_month", currency)
        more = [f"{whole} over the period"] if monthly and whole else []
        more += [f"{percent(bill)} of the wage bill"] if bill is not None else []
        first = f"{monthly} a month" if monthly else whole or f"unknown ({currency})"
        sums.append(first + (f" ({'; '.join(more)})" if more else ""))
    return sums


def pay(shown: Shown) -> str:
    """Return a pay number in words, a cost as its sums.

    >>> pay({"value": [{"amount": 0, "currency": "KES"}]}), pay({"value": []})
    ('nothing (KES)', 'unknown')
    """
    value = shown.get("value")
    return "; ".join(costs(value)) or metric({**shown, "value": None} if value == [] else shown)


def fact(shown: Shown) -> str:
    """Return what one source says of a fact, in words: why nothing, a pay number, or an answer.

    >>> fact({"name": "answers.pay.models", "value": ["hourly"]}), fact({"name": "wages.gini", "absent": "no pay data"})
    ('hourly', 'no pay data')
    """
    if shown.get("absent"):
        return str(shown["absent"])
    return pay(shown) if str(shown.get("name", "")).startswith("wages.") else metric(shown)


def _sum(part: Mapping[str, Any], name: str, currency: str) -> str:
    """Return one sum, or both its ends; empty where the part does not hold it."""
    exact, low, high = part.get(name), part.get(f"{name}_low"), part.get(f"{name}_high")
    if exact is not None:
        return money(exact, currency)
    if low is None or (low == 0 and high is None):
        return ""
    if high is None:
        return f"at least {money(low, currency)}"
    return f"{money(low, currency)} to {money(high, currency)}"


def _heads(low: float, high: float, n: int | None) -> str:
    """Return "18" or "18 to 27" where both ends are whole heads of ``n``, else nothing."""
    if not n:
        return ""
    ends = [end * n for end in (low, high)]
    if any(abs(end - round(end)) > 1e-6 * max(1, end) for end in ends):
        return ""
    first, last = (round(end) for end in ends)
    return number(first) if first == last else f"{number(first)} to {number(last)}"


def _half_open(low: float | None, high: float | None, shown: Shown) -> str:
    """Return an interval with one end: nothing much where it starts at 0."""
    if low is None:
        return f"at most {quantity(high or 0.0, shown)}"
    words = quantity(low, shown)
    if low == 0:
        return f"{words} or more"
    return "more than 0" if words.startswith("under") else f"at least {words}"
