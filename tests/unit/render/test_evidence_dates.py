"""Until when one thing shown carries one result."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.model.duration import parse_duration
from checker.render.evidence_dates import ENDLESS, UNDATED, dates_of

POLICY = {
    "dated": "2026-01-02", "in_date_until": "2027-01-02", "in_force": False, "covers": None, "issued": "2026-01-02",
}  # fmt: skip
CONTRACT = {**POLICY, "in_date_until": None, "in_force": True}
ENDS_LATE = {**CONTRACT, "covers": {"from": "2020-01-01", "to": "2099-12-31"}}
ENDED = {**CONTRACT, "covers": {"from": "2020-01-01", "to": "2026-03-31"}}


@pytest.mark.parametrize(
    ("exhibit", "max_age", "dated", "until", "words"),
    [
        (POLICY, None, "2026-01-02", "2027-01-02", ""),
        (POLICY, "6 months", "2026-01-02", "2026-07-02", ""),
        (POLICY, "30 days", "2026-01-02", "2026-02-01", ""),
        ({**POLICY, "dated": None, "in_date_until": None, "issued": None}, None, None, None, UNDATED),
        ({**POLICY, "dated": None, "in_date_until": None, "issued": None}, "6 months", None, None, UNDATED),
        (CONTRACT, None, "2026-01-02", None, ENDLESS),
        ({**CONTRACT, "in_date_until": "2028-12-31"}, None, "2026-01-02", "2028-12-31", ""),
        # In force, but the requirement asks for an age: it counts from the issue while the end lies ahead ...
        (ENDS_LATE, "12 months", "2026-01-02", "2027-01-02", ""),
        ({**ENDS_LATE, "issued": None}, "12 months", "2020-01-01", "2021-01-01", ""),
        # ... and from the end once it is past.
        (ENDED, "12 months", "2026-03-31", "2027-03-31", ""),
    ],
)  # fmt: skip
def test_dates_by_hand(exhibit: Any, max_age: str | None, dated: str | None, until: str | None, words: str) -> None:
    found = dates_of(exhibit, "2026-06-30", max_age)
    assert (str(found.dated or "") or None, str(found.until or "") or None, found.words) == (dated, until, words)


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)), st.sampled_from(["1 month", "6 months", "90 days", "2 years"]))
def test_it_is_in_date_on_the_last_day_and_not_on_the_next(day: date, max_age: str) -> None:
    until = dates_of({**POLICY, "dated": day.isoformat()}, None, max_age).until
    span = parse_duration(max_age)
    assert until is not None and span is not None
    assert span.before(until) <= day < span.before(until + timedelta(days=1))
