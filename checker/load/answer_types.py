"""One checker a question: what its type, options and bounds allow, compiled once. No value is bent into its type.

A checker takes a value (words that are no answer are sorted out before) and returns the value to keep, with its
number where it has one. Knows no files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from math import isfinite
from typing import Any, NamedTuple, TypeAlias

from checker.load.no_answer import is_no_answer
from checker.load.problems import suggest
from checker.load.sheet import is_place, kind_of, parse_day, shorten, show
from checker.model.codes import is_currency, suggest_country
from checker.model.duration import Duration, parse_duration
from checker.model.questions import ObjectField, Option, Question


class UnfitError(Exception):
    """A value that is no possible answer to its question; ``within`` leads to the part that is wrong.

    Where several parts are wrong, ``parts`` holds all of them, the first one included.
    """

    def __init__(self, what: str, todo: str, within: tuple[str | int, ...] = ()) -> None:
        self.parts: tuple[UnfitError, ...] = (self,)
        self.what = what
        self.todo = todo
        self.within = within
        super().__init__(f"{what}; {todo}")


class Read(NamedTuple):
    """A value as it is kept: numbers also as an interval, with their unit."""

    value: Any
    low: float | None = None
    high: float | None = None
    unit: str = ""


Checker: TypeAlias = "Callable[[Any], Read]"


def compile_checker(question: Question | ObjectField) -> Checker:
    """Return the checker of a question, or of a field of a list of objects."""
    options, type_ = question.options, question.type
    if type_ == "enum":
        return _enum(options)
    if type_ == "list_of_enum":
        return _list_of_enum(options)
    if type_ == "list_of_object" and isinstance(question, Question):
        return _objects(question.fields)
    if type_ in ("integer", "number", "share", "money", "duration"):
        if isinstance(question, ObjectField):
            return _NUMBERS[type_](None, None, "")
        return _NUMBERS[type_](question.minimum, question.maximum, question.unit)
    return _PLAIN[type_]


def _boolean(value: Any) -> Read:
    if value is True:
        return _TRUE
    if value is False:
        return _FALSE
    hint = "write true or false, without quotes"
    raise UnfitError(f"{show(value)} is neither true nor false", hint)


def _enum(options: tuple[Option, ...]) -> Checker:
    known = {option.id: Read(option.id) for option in options}

    def check(value: Any) -> Read:
        if isinstance(value, str):
            found = known.get(value)
            if found is not None:
                return found
            raise UnfitError(f"{shorten(value)} is not an option of this question", suggest(value, known))
        if isinstance(value, list):
            raise UnfitError("is a list, and one option is asked for", "write the one that holds in the worst case")
        raise UnfitError(f"is {kind_of(value)}, not an option of this question", f"known: {', '.join(known)}")

    return check


def _list_of_enum(options: tuple[Option, ...]) -> Checker:
    known = {option.id for option in options}
    alone = {option.id for option in options if option.exclusive}
    names = [option.id for option in options]

    def check(value: Any) -> Read:
        if not isinstance(value, list):
            todo = f"write [{value}]" if isinstance(value, str) else "write a list, such as [one, two]"
            raise UnfitError(f"is {kind_of(value)}, and a list of options is asked for", todo)
        if not value:
            raise UnfitError("is an empty list", "name what holds, or leave it out")
        found = tuple(value)
        try:
            fits = known.issuperset(found) and len(set(found)) == len(found)
        except TypeError:
            fits = False
        if not fits:
            found = _clean(value, known, names)
        if len(found) > 1 and not alone.isdisjoint(found):
            lone = next(item for item in found if item in alone)
            raise UnfitError(f"{lone!r} stands beside other options and can only stand alone", "keep one or the other")
        read: Read = _new(Read, (found, None, None, ""))
        return read

    return check


def _clean(items: list[Any], known: set[str], names: list[str]) -> tuple[str, ...]:
    """Return the options; raises UnfitError with everything that is wrong."""
    found: list[str] = []
    wrong: list[UnfitError] = []
    for number, item in enumerate(items):
        if is_no_answer(item):
            what = "one of the listed options is no answer, so the list says less than it seems"
            wrong.append(UnfitError(what, "leave it out", (number,)))
        elif not isinstance(item, str):
            wrong.append(UnfitError(f"{show(item)} is not an option", f"known: {', '.join(names)}", (number,)))
        elif item not in known:
            what = f"{shorten(item)} is not an option of this question"
            wrong.append(UnfitError(what, suggest(item, names), (number,)))
        elif item in found:
            wrong.append(UnfitError(f"{shorten(item)} stands twice", "keep one", (number,)))
        else:
            found.append(item)
    _raise_all(wrong)
    return tuple(found)


def _raise_all(wrong: list[UnfitError]) -> None:
    if wrong:
        wrong[0].parts = tuple(wrong)
        raise wrong[0]


def _integer(low: float | None, high: float | None, unit: str) -> Checker:
    def check(value: Any) -> Read:
        if type(value) is not int:
            raise UnfitError(f"{show(value)} is no whole number", _number_hint(value, "a whole number", unit))
        if abs(value) > _LARGEST:
            raise UnfitError("is larger than anything that is counted", "check the number")
        _check_bounds(value, low, high, unit)
        return Read(value, value, value, unit)

    return check


def _number(low: float | None, high: float | None, unit: str) -> Checker:
    def check(value: Any) -> Read:
        number = _finite(value, "a number", unit)
        _check_bounds(number, low, high, unit)
        return Read(value, number, number, unit)

    return check


def _share(low: float | None, high: float | None, _: str) -> Checker:
    def check(value: Any) -> Read:
        number = _finite(value, "a share from 0 to 1", "")
        if not 0 <= number <= 1:
            todo = f"write {number / 100:g} for {number:g} %" if 1 < number <= 100 else "write 0.3 for 30 %"
            raise UnfitError(f"{value!r} is no share: shares run from 0 to 1", todo)
        _check_bounds(number, low, high, "")
        return Read(value, number, number, "share")

    return check


def _money(low: float | None, high: float | None, _: str) -> Checker:
    def check(value: Any) -> Read:
        if not isinstance(value, dict) or set(value) != {"amount", "currency"}:
            raise UnfitError(f"{show(value)} is no amount of money", "write {amount: 12.50, currency: USD}")
        number = _finite(value["amount"], "an amount", "", ("amount",))
        currency = value["currency"]
        if not isinstance(currency, str) or not is_currency(currency):
            upper = currency.strip().upper() if isinstance(currency, str) else ""
            todo = f"did you mean {upper}?" if is_currency(upper) else "write a code such as KES"
            raise UnfitError(f"{show(currency)} is no currency code of ISO 4217", todo, ("currency",))
        _check_bounds(number, low, high, currency)
        return Read(value["amount"], number, number, currency)

    return check


def _duration(low: float | None, high: float | None, _: str) -> Checker:
    def check(value: Any) -> Read:
        span = parse_duration(value)
        if span is None:
            todo = (
                f"write '{value} days', or weeks, months, years"
                if type(value) is int
                else "write 30 days, 2 weeks, 6 months or 1 year"
            )
            raise UnfitError(f"{show(value)} is no span of time", todo)
        shortest, longest = in_days(span)
        if low is not None and longest < low:
            raise UnfitError(
                f"{shorten(value)} is under {low:g} days, the least possible here", "check the number and its unit"
            )
        if high is not None and shortest > high:
            raise UnfitError(
                f"{shorten(value)} is over {high:g} days, the most possible here", "check the number and its unit"
            )
        return Read(str(value).strip(), shortest, longest, "days")

    return check


def _date(value: Any) -> Read:
    day = parse_day(value)
    if day is None:
        raise UnfitError(f"{show(value)} is no day of the calendar", "write YYYY-MM-DD, such as 2026-03-31")
    return Read(day)


def _text(value: Any) -> Read:
    if not isinstance(value, str):
        todo = "write a text" if isinstance(value, list | dict) else f'quote it: "{value}"'
        raise UnfitError(f"is {kind_of(value)}, not text", todo)
    return Read(value.strip())


def _place(value: Any) -> Read:
    if isinstance(value, str) and is_place(value.strip()):
        return Read(value.strip())
    near = suggest_country(value) if isinstance(value, str) else None
    todo = f"did you mean {near}?" if near else "write a code, such as KE or CA-BC"
    raise UnfitError(f"{show(value)} is no place: it needs a code of ISO 3166-1 or 3166-2", todo)


def _objects(fields: tuple[ObjectField, ...]) -> Checker:
    checkers = {field.id: compile_checker(field) for field in fields}
    needed = [field.id for field in fields if field.required]

    def check(value: Any) -> Read:
        if not isinstance(value, list):
            todo = f"write a list of mappings with {', '.join(checkers)}"
            raise UnfitError(f"is {kind_of(value)}, and a list of entries is asked for", todo)
        if not value:
            raise UnfitError("is an empty list", "name the entries, or leave it out")
        wrong: list[UnfitError] = []
        entries = tuple(_entry(item, number, checkers, needed, wrong) for number, item in enumerate(value))
        _raise_all(wrong)
        return Read(entries)

    return check


def _entry(
    item: Any, number: int, checkers: Mapping[str, Checker], needed: list[str], wrong: list[UnfitError]
) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    if not isinstance(item, dict):
        todo = f"write {{{', '.join(f'{name}: ...' for name in checkers)}}}"
        wrong.append(UnfitError(f"is {kind_of(item)}, not a mapping", todo, (number,)))
        return entry
    for name, value in item.items():
        if name not in checkers:
            wrong.append(UnfitError(f"unknown field {shorten(name)}", suggest(name, checkers), (number, name)))
        elif not is_no_answer(value):
            try:
                entry[name] = checkers[name](value).value
            except UnfitError as error:
                wrong += [UnfitError(p.what, p.todo, (number, name, *p.within)) for p in error.parts]
    missing = [name for name in needed if is_no_answer(item.get(name))]
    if missing:
        todo = "fill it in, or leave the whole entry out"
        wrong.append(UnfitError(f"lacks {', '.join(missing)}", todo, (number,)))
    return entry


def _finite(value: Any, what: str, unit: str, within: tuple[str | int, ...] = ()) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnfitError(f"{show(value)} is not {what}", _number_hint(value, what, unit), within)
    try:
        number = float(value)
    except OverflowError:
        number = float("inf")
    if not isfinite(number) or abs(number) > _LARGEST:
        raise UnfitError("is no number that anything could be compared with", f"write {what}", within)
    return number


def _number_hint(value: Any, what: str, unit: str) -> str:
    if isinstance(value, str) and value.strip().lstrip("+-").isdigit():
        return f"leave out the quotes: {value.strip()}"
    if isinstance(value, float) and value.is_integer():
        return f"write {value:.0f}, if that is what was counted"
    in_unit = f" ({unit})" if unit else ""
    return f"write {what}{in_unit}, digits only"


def _check_bounds(value: float, low: float | None, high: float | None, unit: str) -> None:
    name, said = f" {unit}" if unit else "", repr(value).removesuffix(".0")[:40]
    if low is not None and value < low:
        raise UnfitError(f"{said} is under {low:g}{name}, the least possible here", "check the number and its unit")
    if high is not None and value > high:
        raise UnfitError(f"{said} is over {high:g}{name}, the most possible here", "check the number and its unit")


@lru_cache(maxsize=512)
def in_days(span: Duration) -> tuple[int, int]:
    """Return the fewest and the most days that a span can have, whatever the day it starts on.

    Months differ, so a month is 28 to 31 days and a year 365 or 366: a bar between the two leaves
    the comparison undecided in place of rounding it to one side.

    >>> in_days(Duration(months=1)), in_days(Duration(months=12)), in_days(Duration(days=30))
    ((28, 31), (365, 366), (30, 30))
    """
    lengths = [_month_days(start, span.months) for start in range(48)]
    return min(lengths) + span.days, max(lengths) + span.days


def _month_days(start: int, months: int) -> int:
    """Return the days of ``months`` calendar months from the ``start``-th month of a cycle of four years."""
    days = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    cycles, rest = divmod(months, 48)
    return 1461 * cycles + sum(days[m % 12] + (m % 48 == 37) for m in range(start, start + rest))


_LARGEST = 10**15
"""Up to here every whole number is exact as a float, in JSON as in arithmetic."""
_new: Any = tuple.__new__
_TRUE, _FALSE = Read(True), Read(False)
_PLAIN: Mapping[str, Checker] = {"boolean": _boolean, "date": _date, "text": _text, "place": _place}
_NUMBERS: Mapping[str, Callable[[float | None, float | None, str], Checker]] = {
    "integer": _integer,
    "number": _number,
    "share": _share,
    "money": _money,
    "duration": _duration,
}
