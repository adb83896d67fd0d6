"""What each comparison means: one small function each, from a reading and an operand to true, false or unknown.

A reading has ``value``, ``low``, ``high`` and ``complete`` (a `checker.model.facts.Fact`, or one field of a list's
item). A comparison with an interval is true if it holds for all of it, false if for none of it. Evidence is weighed
elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from checker.model.evaluation import Truth

Bar: TypeAlias = "tuple[Any, Any]"
"""Low and high end of what is compared with; the same twice for a plain number or day."""
Test: TypeAlias = "Callable[[Any, Any], Truth]"


class Reading(NamedTuple):
    """A value that is not a fact of its own: a field of a list's item, the other side of a comparison."""

    value: Any
    low: float | None = None
    high: float | None = None
    complete: bool = False
    unit: str = ""


def is_value(x: Any, value: Any) -> Truth:
    """Say whether ``x`` is ``value``; an interval is so only where it is one point."""
    if x.value is not None:
        return bool(x.value == value)
    if x.low is None:
        return None
    if x.low <= value <= x.high:
        return True if x.low == x.high else None
    return False


def is_not_value(x: Any, value: Any) -> Truth:
    """Say whether ``x`` is anything but ``value``."""
    truth = is_value(x, value)
    return None if truth is None else not truth


def one_of(x: Any, values: Collection[Any]) -> Truth:
    """Say whether ``x`` is in ``values``."""
    return x.value in values if x.value is not None and values else None


def none_of(x: Any, values: Collection[Any]) -> Truth:
    """Say whether ``x`` is in none of ``values``."""
    return x.value not in values if x.value is not None and values else None


def includes_any(x: Any, values: frozenset[Any]) -> Truth:
    """Say whether the list ``x`` has at least one of ``values``."""
    if not x.value or not values:
        return None
    return not values.isdisjoint(x.value)


def includes_all(x: Any, values: frozenset[Any]) -> Truth:
    """Say whether the list ``x`` has every one of ``values``."""
    if not x.value or not values:
        return None
    return values.issubset(x.value)


def includes_none(x: Any, values: frozenset[Any]) -> Truth:
    """Say whether the list ``x`` has none of ``values``."""
    if not x.value or not values:
        return None
    return values.isdisjoint(x.value)


def at_least(x: Any, bar: Bar) -> Truth:
    """Say whether ``x`` is at least the bar."""
    low, high = x.low, x.high
    if low is None:
        low = high = x.value
        if low is None:
            return None
    return True if low >= bar[1] else False if high < bar[0] else None


def at_most(x: Any, bar: Bar) -> Truth:
    """Say whether ``x`` is at most the bar."""
    low, high = x.low, x.high
    if low is None:
        low = high = x.value
        if low is None:
            return None
    return True if high <= bar[0] else False if low > bar[1] else None


def more_than(x: Any, bar: Bar) -> Truth:
    """Say whether ``x`` is more than the bar."""
    low, high = x.low, x.high
    if low is None:
        low = high = x.value
        if low is None:
            return None
    return True if low > bar[1] else False if high <= bar[0] else None


def less_than(x: Any, bar: Bar) -> Truth:
    """Say whether ``x`` is less than the bar."""
    low, high = x.low, x.high
    if low is None:
        low = high = x.value
        if low is None:
            return None
    return True if high < bar[0] else False if low >= bar[1] else None


def between(x: Any, bars: tuple[Bar, Bar]) -> Truth:
    """Say whether ``x`` lies between two bars, both included."""
    above, below = at_least(x, bars[0]), at_most(x, bars[1])
    if above is False or below is False:
        return False
    return True if above and below else None


def within(x: Any, earliest: date) -> Truth:
    """Say whether the day ``x`` is ``earliest`` or later."""
    return x.value >= earliest if x.value is not None else None


def count_at_least(x: Any, count: int) -> Truth:
    """Say whether the list ``x``, called complete by its source, has at least ``count`` entries."""
    return len(x.value) >= count if x.value and x.complete else None


def count_at_most(x: Any, count: int) -> Truth:
    """Say whether the list ``x``, called complete by its source, has at most ``count`` entries."""
    return len(x.value) <= count if x.value and x.complete else None


def is_answered(x: Any, _: object) -> Truth:
    """Say whether there is an answer: true or unknown."""
    return True if x.value is not None or x.low is not None else None


def every(truths: Collection[Truth]) -> Truth:
    """Say whether all of ``truths`` hold; nothing is unknown."""
    if False in truths:
        return False
    return None if not truths or None in truths else True


def some(truths: Collection[Truth]) -> Truth:
    """Say whether any of ``truths`` holds; nothing is unknown."""
    if True in truths:
        return True
    return None if not truths or None in truths else False


def negate(truth: Truth) -> Truth:
    """Turn a truth round; unknown stays unknown."""
    return None if truth is None else not truth


def at_least_n_of(truths: Collection[Truth], n: int) -> Truth:
    """Say whether at least ``n`` of ``truths`` hold."""
    held = sum(1 for t in truths if t is True)
    if not truths or held >= n:
        return True if truths else None
    return False if held + sum(1 for t in truths if t is None) < n else None


def share_at_least(truths: Collection[Truth], share: float) -> Truth:
    """Say whether at least ``share`` (0 to 1) of ``truths`` hold."""
    held = sum(1 for t in truths if t is True)
    undecided = sum(1 for t in truths if t is None)
    if not truths:
        return None
    least, most = held / len(truths), (held + undecided) / len(truths)
    return True if least >= share else False if most < share else None


OPERATORS: dict[str, Test] = {
    "is": is_value,
    "is_not": is_not_value,
    "one_of": one_of,
    "none_of": none_of,
    "includes_any": includes_any,
    "includes_all": includes_all,
    "includes_none": includes_none,
    "at_least": at_least,
    "at_most": at_most,
    "more_than": more_than,
    "less_than": less_than,
    "between": between,
    "before": less_than,
    "after": more_than,
    "within": within,
    "count_at_least": count_at_least,
    "count_at_most": count_at_most,
    "is_answered": is_answered,
}
"""Comparison -> its meaning. Quantifiers and combinators work on truths, not on readings."""
