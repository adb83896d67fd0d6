"""Truth tables of every comparison, quantifier and combinator, unknown and intervals among them. Values by hand."""

from __future__ import annotations

import math
from datetime import date
from itertools import product
from typing import Any

import pytest

from checker.model.condition import COMPARISONS
from checker.rules.operators import (
    OPERATORS,
    Reading,
    at_least_n_of,
    every,
    negate,
    share_at_least,
    some,
)

T, F, U = True, False, None
D1, D2, D3 = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


def value(raw: Any, *, complete: bool = True) -> Reading:
    """A reading: a plain value, or (low, high)."""
    if isinstance(raw, tuple) and len(raw) == 2 and isinstance(raw[0], int | float):
        return Reading(None, raw[0], raw[1])
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return Reading(raw, raw, raw)
    return Reading(raw, complete=complete)


TABLE = [
    ("is", True, True, T), ("is", False, True, F), ("is", None, True, U), ("is", "a", "a", T), ("is", "a", "b", F),
    ("is", 5, 5, T), ("is", 5.0, 5, T), ("is", (4, 6), 5, U), ("is", (5, 5), 5, T), ("is", (6, 7), 5, F),
    ("is_not", True, True, F), ("is_not", None, True, U), ("is_not", "a", "b", T), ("is_not", (4, 6), 5, U),
    ("is_not", (6, 7), 5, T), ("is_not", "words", "", T), ("is_not", None, "", U),
    ("one_of", "a", {"a", "b"}, T), ("one_of", "c", {"a", "b"}, F), ("one_of", None, {"a"}, U),
    ("one_of", "a", set(), U),
    ("none_of", "a", {"a", "b"}, F), ("none_of", "c", {"a", "b"}, T), ("none_of", None, {"a"}, U),
    ("none_of", "a", set(), U),
    ("includes_any", ("a", "b"), {"b", "c"}, T), ("includes_any", ("a",), {"b"}, F), ("includes_any", (), {"b"}, U),
    ("includes_any", None, {"b"}, U), ("includes_any", ("a",), set(), U),
    ("includes_all", ("a", "b", "c"), {"a", "b"}, T), ("includes_all", ("a",), {"a", "b"}, F),
    ("includes_all", (), {"a"}, U), ("includes_all", None, {"a"}, U), ("includes_all", ("a",), set(), U),
    ("includes_none", ("a",), {"b"}, T), ("includes_none", ("a", "b"), {"b"}, F), ("includes_none", (), {"b"}, U),
    ("includes_none", None, {"b"}, U), ("includes_none", ("a",), set(), U),
    ("at_least", 5, (5, 5), T), ("at_least", 4.9, (5, 5), F), ("at_least", (5, 9), (5, 5), T),
    ("at_least", (4, 5), (5, 5), U), ("at_least", (1, 4), (5, 5), F), ("at_least", None, (5, 5), U),
    ("at_least", (5, math.inf), (5, 5), T), ("at_least", (-math.inf, 4), (5, 5), F), ("at_least", (3, 4), (2, 5), U),
    ("at_most", 5, (5, 5), T), ("at_most", 5.1, (5, 5), F), ("at_most", (0, 5), (5, 5), T),
    ("at_most", (5, 6), (5, 5), U), ("at_most", (6, 7), (5, 5), F), ("at_most", None, (5, 5), U),
    ("at_most", (0, math.inf), (5, 5), U), ("at_most", (0.1, 0.4), (0, 0), F),
    ("more_than", 5, (5, 5), F), ("more_than", 5.1, (5, 5), T), ("more_than", (5, 6), (5, 5), U),
    ("more_than", (5.1, 6), (5, 5), T), ("more_than", (4, 5), (5, 5), F), ("more_than", None, (5, 5), U),
    ("less_than", 5, (5, 5), F), ("less_than", 4.9, (5, 5), T), ("less_than", (4, 5), (5, 5), U),
    ("less_than", (5, 6), (5, 5), F), ("less_than", (3, 4), (5, 5), T), ("less_than", None, (5, 5), U),
    ("between", 5, ((5, 5), (7, 7)), T), ("between", 7, ((5, 5), (7, 7)), T), ("between", 8, ((5, 5), (7, 7)), F),
    ("between", (4, 6), ((5, 5), (7, 7)), U), ("between", (8, 9), ((5, 5), (7, 7)), F),
    ("between", None, ((5, 5), (7, 7)), U), ("between", D2, ((D1, D1), (D3, D3)), T),
    ("before", D1, (D2, D2), T), ("before", D2, (D2, D2), F), ("before", None, (D2, D2), U),
    ("after", D3, (D2, D2), T), ("after", D2, (D2, D2), F), ("after", None, (D2, D2), U),
    ("within", D2, D2, T), ("within", D1, D2, F), ("within", None, D2, U),
    ("count_at_least", ("a", "b"), 2, T), ("count_at_least", ("a",), 2, F), ("count_at_least", (), 0, U),
    ("count_at_least", None, 0, U),
    ("count_at_most", ("a", "b"), 2, T), ("count_at_most", ("a", "b", "c"), 2, F), ("count_at_most", (), 2, U),
    ("is_answered", True, None, T), ("is_answered", False, None, T), ("is_answered", None, None, U),
    ("is_answered", (1, 2), None, T),
]  # fmt: skip


@pytest.mark.parametrize(("name", "left", "right", "truth"), TABLE)
def test_comparison(name: str, left: Any, right: Any, truth: bool | None) -> None:
    operand = frozenset(right) if isinstance(right, set) else right
    assert OPERATORS[name](value(left), operand) is truth


def test_every_comparison_has_a_meaning_and_a_row() -> None:
    quantifying = {"share_at_least"}
    assert set(OPERATORS) == set(COMPARISONS) - quantifying
    assert {row[0] for row in TABLE} == set(OPERATORS)
    decided = {(row[0], row[3]) for row in TABLE}
    for name in OPERATORS:
        assert (name, T) in decided
        assert (name, U) in decided
        assert (name, F) in decided or name == "is_answered"


@pytest.mark.parametrize("name", ["count_at_least", "count_at_most"])
def test_counting_needs_a_list_that_is_called_complete(name: str) -> None:
    assert OPERATORS[name](value(("a", "b"), complete=False), 2) is U


@pytest.mark.parametrize("truths", list(product((T, F, U), repeat=3)))
def test_combinators_agree_with_every_way_to_fill_the_unknown(truths: tuple[bool | None, ...]) -> None:
    """An independent oracle: a combination is decided exactly where all completions agree."""
    ways = list(product(*[(t,) if t is not None else (T, F) for t in truths]))

    def common(found: set[bool]) -> bool | None:
        return found.pop() if len(found) == 1 else U

    assert every(truths) is common({all(way) for way in ways})
    assert some(truths) is common({any(way) for way in ways})
    for n in (1, 2, 3):
        assert at_least_n_of(truths, n) is common({sum(way) >= n for way in ways})
        assert share_at_least(truths, n / 3) is common({sum(way) / 3 >= n / 3 for way in ways})


def test_nothing_is_unknown() -> None:
    assert every([]) is U
    assert some([]) is U
    assert at_least_n_of([], 1) is U
    assert share_at_least([], 0.5) is U
    assert [negate(t) for t in (T, F, U)] == [F, T, U]
