"""Each type of question takes what it says and nothing else; types that the shipped bank does not use yet included."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.load.answer_types import UnfitError, compile_checker, in_days
from checker.model.duration import Duration
from checker.model.questions import ObjectField, Option, Question

EN = {"en": "x"}


def question(type_: str, **more: Any) -> Question:
    return Question("a.b", "a", type_, "both", EN, EN, EN, **more)  # type: ignore[arg-type]


OPTIONS = (Option("one", EN), Option("two", EN), Option("none", EN, exclusive=True))
FIELDS = (
    ObjectField("role", "enum", True, OPTIONS),
    ObjectField("share", "share"),
    ObjectField("since", "date"),
    ObjectField("places", "place", required=True),
)
QUESTIONS = {
    "boolean": question("boolean"),
    "enum": question("enum", options=OPTIONS),
    "list_of_enum": question("list_of_enum", options=OPTIONS),
    "integer": question("integer", unit="days", minimum=0, maximum=90),
    "number": question("number", unit="hours", minimum=0.5),
    "money": question("money", minimum=0),
    "share": question("share"),
    "duration": question("duration", minimum=7, maximum=60),
    "date": question("date"),
    "text": question("text"),
    "place": question("place"),
    "list_of_object": question("list_of_object", fields=FIELDS),
}


@pytest.mark.parametrize(
    ("type_", "value", "expected"),
    [
        ("boolean", True, (True, None, None, "")),
        ("boolean", False, (False, None, None, "")),
        ("enum", "one", ("one", None, None, "")),
        ("list_of_enum", ["two", "one"], (("two", "one"), None, None, "")),
        ("list_of_enum", ["none"], (("none",), None, None, "")),
        ("integer", 0, (0, 0, 0, "days")),
        ("integer", 90, (90, 90, 90, "days")),
        ("number", 1, (1, 1.0, 1.0, "hours")),
        ("number", 0.5, (0.5, 0.5, 0.5, "hours")),
        ("money", {"amount": 12.5, "currency": "KES"}, (12.5, 12.5, 12.5, "KES")),
        ("money", {"amount": 3, "currency": "BGN"}, (3, 3.0, 3.0, "BGN")),
        ("share", 0, (0, 0.0, 0.0, "share")),
        ("share", 1, (1, 1.0, 1.0, "share")),
        ("share", 0.3, (0.3, 0.3, 0.3, "share")),
        ("duration", "30 days", ("30 days", 30, 30, "days")),
        ("duration", "2 weeks", ("2 weeks", 14, 14, "days")),
        ("duration", "1 month", ("1 month", 28, 31, "days")),
        ("date", "2026-02-28", (date(2026, 2, 28), None, None, "")),
        ("text", " in words ", ("in words", None, None, "")),
        ("place", "CA-BC", ("CA-BC", None, None, "")),
        ("place", "NO", ("NO", None, None, "")),
        (
            "list_of_object",
            [{"role": "one", "places": "KE", "share": 0.5, "since": "2026-01-01"}],
            (({"role": "one", "places": "KE", "share": 0.5, "since": date(2026, 1, 1)},), None, None, ""),
        ),
        (
            "list_of_object",
            [{"role": "two", "places": "KE", "share": "tbd"}],
            (({"role": "two", "places": "KE"},), None, None, ""),
        ),
    ],
)
def test_taken(type_: str, value: Any, expected: tuple[Any, ...]) -> None:
    found = compile_checker(QUESTIONS[type_])(value)
    assert tuple(found) == expected
    assert type(found.value) is type(expected[0])


@pytest.mark.parametrize(
    ("type_", "value", "words"),
    [
        ("boolean", "true", "'true' is neither true nor false"),
        ("boolean", 1, "1 is neither"),
        ("boolean", "yes", "write true or false"),
        ("boolean", [True], "a list is neither"),
        ("enum", "tree", "known: one, two, none"),
        ("enum", "onne", "did you mean 'one'?"),
        ("enum", True, "true"),
        ("enum", " one ", "did you mean 'one'?"),
        ("list_of_enum", ["one "], "did you mean 'one'?"),
        ("enum", ["one"], "one option is asked for"),
        ("enum", 1, "is a number (1)"),
        ("list_of_enum", "one", "write [one]"),
        ("list_of_enum", ["one", "none"], "can only stand alone"),
        ("list_of_enum", ["one", None], "is no answer"),
        ("list_of_enum", ["one", "tbd"], "is no answer"),
        ("list_of_enum", [["one"]], "a list is not an option"),
        ("list_of_enum", {"one": 1}, "is a mapping"),
        ("list_of_enum", [True], "true is not an option"),
        ("integer", 3.0, "write 3,"),
        ("integer", 3.5, "3.5 is no whole number"),
        ("integer", "3", "leave out the quotes"),
        ("integer", True, "true is no whole number"),
        ("integer", 91, "91 is over 90 days"),
        ("integer", -1, "-1 is under 0 days"),
        ("integer", 10**15 + 1, "larger than anything"),
        ("number", "0.5", "'0.5' is not a number"),
        ("number", True, "true is not"),
        ("number", 0.4, "0.4 is under 0.5"),
        ("number", float("inf"), "no number that anything"),
        ("number", 10**400, "no number that anything"),
        ("number", 1e16, "no number that anything"),
        ("share", 30, "write 0.3 for 30 %"),
        ("share", 1.5, "write 0.015 for 1.5 %"),
        ("share", -0.1, "from 0 to 1"),
        ("share", 250, "write 0.3 for 30 %"),
        ("share", "30 %", "'30 %' is not a share"),
        ("money", 12.5, "write {amount: 12.50, currency: USD}"),
        ("money", {"amount": 3}, "no amount of money"),
        ("money", {"amount": "3", "currency": "USD"}, "'3' is not an amount"),
        ("money", {"amount": 3, "currency": "usd"}, "did you mean USD?"),
        ("money", {"amount": 3, "currency": "XXX"}, "no currency code of ISO 4217"),
        ("money", {"amount": -3, "currency": "USD"}, "-3 is under 0 USD"),
        ("money", {"amount": 3, "currency": "USD", "per": "hour"}, "no amount of money"),
        ("duration", 30, "write '30 days'"),
        ("duration", "a month", "no span of time"),
        ("duration", "-3 days", "no span"),
        ("duration", "1.5 years", "no span of time"),
        ("duration", "3 days", "under 7 days"),
        ("duration", "1 year", "over 60 days"),
        ("duration", "99999 years", "over 60 days"),
        ("date", "31.12.2025", "no day of the calendar"),
        ("date", "2026-02-29", "no day"),
        ("date", 2026, "2026 is no"),
        ("date", "20260101", "YYYY-MM-DD"),
        ("date", "2026-01-01T00:00", "no day"),
        ("text", 12, 'quote it: "12"'),
        ("text", True, "quote it"),
        ("text", ["a"], "is a list, not text"),
        ("place", "Kenya", "no place"),
        ("place", "ke", "did you mean KE?"),
        ("place", "UK", "did you mean GB?"),
        ("place", "ZZ-1", "no place"),
        ("place", 404, "404 is no place"),
        ("list_of_object", {"role": "one"}, "a list of entries is asked for"),
        ("list_of_object", ["one"], "not a mapping"),
        ("list_of_object", [{"role": "one"}], "lacks places"),
        ("list_of_object", [{"role": "one", "places": "n/a"}], "lacks places"),
        ("list_of_object", [{"rolle": "one", "role": "one", "places": "KE"}], "unknown field 'rolle'"),
    ],
)
def test_refused(type_: str, value: Any, words: str) -> None:
    with pytest.raises(UnfitError) as raised:
        compile_checker(QUESTIONS[type_])(value)
    assert words in str(raised.value)
    assert raised.value.todo


def test_everything_wrong_with_a_list_is_found_at_once() -> None:
    with pytest.raises(UnfitError) as raised:
        compile_checker(QUESTIONS["list_of_enum"])(["x", "one", 3, "one"])
    assert [part.within for part in raised.value.parts] == [(0,), (2,), (3,)]
    with pytest.raises(UnfitError) as raised:
        compile_checker(QUESTIONS["list_of_object"])([{"role": "x", "places": "Z"}, {}, 3])
    assert [part.within for part in raised.value.parts] == [(0, "role"), (0, "places"), (1,), (2,)]


@given(st.dates(date(1904, 1, 1), date(2080, 12, 31)), st.integers(1, 60))
def test_a_span_of_months_holds_every_length_that_it_can_have(start: date, months: int) -> None:
    first = start.replace(day=1)
    index = first.year * 12 + first.month - 1 + months
    days = (date(index // 12, index % 12 + 1, 1) - first).days
    shortest, longest = in_days(Duration(months=months))
    assert shortest <= days <= longest


def test_the_ends_of_a_span_are_reached() -> None:
    assert in_days(Duration(months=1)) == (28, 31)
    assert in_days(Duration(months=2)) == (59, 62)
    assert in_days(Duration(months=6)) == (181, 184)
    assert in_days(Duration(months=12)) == (365, 366)
    assert in_days(Duration(months=48)) == (1461, 1461)
    assert in_days(Duration(days=14)) == (14, 14)
    assert timedelta(days=in_days(Duration(months=1))[0]) == date(2026, 3, 1) - date(2026, 2, 1)
