"""Spans of time: one span back, and the last day on which a day still lies within one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.model.duration import Duration, parse_duration

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
SPANS = st.integers(0, 40).map(Duration) | st.integers(0, 1200).map(lambda days: Duration(0, days))
"""As files can name them: months or days, not both."""


@given(DAYS, SPANS)
def test_the_last_day_is_within_the_span_and_the_next_is_not(day: date, span: Duration) -> None:
    last = span.last_day_of(day)
    assert span.before(last) <= day < span.before(last + timedelta(days=1))


@pytest.mark.parametrize(
    ("span", "day", "last"),
    [
        ("12 months", date(2026, 6, 30), date(2027, 6, 30)),
        ("12 months", date(2024, 2, 29), date(2025, 2, 28)),
        ("12 months", date(2023, 2, 28), date(2024, 2, 29)),
        ("30 days", date(2026, 1, 15), date(2026, 2, 14)),
        ("12 months", date(9999, 5, 1), date.max),
    ],
)
def test_days_counted_by_hand(span: str, day: date, last: date) -> None:
    parsed = parse_duration(span)
    assert parsed is not None
    assert parsed.last_day_of(day) == last
