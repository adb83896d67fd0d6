"""Numbers in words: expected strings are written by hand."""

from __future__ import annotations

from typing import Any

import pytest

from checker.render import numbers


@pytest.mark.parametrize(
    ("low", "high", "n", "words"),
    [
        (0.3, 0.3, 60, "18 of 60 workers"),
        (0.0, 0.0, 60, "0 of 60 workers"),
        (1.0, 1.0, 1, "1 of 1 worker"),
        (0.3, 0.45, 60, "18 to 27 of 60 workers"),
        (0.3, 0.45, None, "30 % to 45 %"),
        (0.3123, 0.3123, 60, "31.2 %"),  # no whole number of heads
        (0.25, 0.25, 100, "25 % (25 of 100 workers)"),
        (3 / 1399, 3 / 1399, 1399, "0.2 % (3 of 1,399 workers)"),
        (0.0, 1 / 2000, 2000, "0 % to under 0.1 % (0 to 1 of 2,000 workers)"),
        (1999 / 2000, 1.0, 2000, "over 99.9 % to 100 % (1,999 to 2,000 of 2,000 workers)"),
    ],
)
def test_share(low: float, high: float, n: int | None, words: str) -> None:
    assert numbers.share(low, high, n) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.0, "0"), (0.05, "0.1"), (0.001, "0.1"), (99.96, "99.9"), (100.0, "100"), (41.25, "41.2"), (None, "none")],
)
def test_score_reads_full_and_none_only_where_it_is(value: float | None, words: str) -> None:
    assert numbers.score(value, 100) == words


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        ({"value": None, "low": None, "high": None, "suppressed": True, "why": "few"}, "hidden"),
        ({"value": None, "low": None, "high": None, "suppressed": True, "shown_as": "fewer than 5 of 60"},
         "fewer than 5 of 60"),
        ({"value": None, "low": None, "high": None, "unit": "share"}, "unknown"),
        ({"value": 0.3, "low": 0.3, "high": 0.3, "unit": "share", "n": 60, "estimator": "share of workers"},
         "18 of 60 workers"),
        ({"value": 0.3, "low": 0.3, "high": 0.3, "unit": "share", "n": 60, "estimator": "mean over workers below"},
         "30 %"),
        ({"value": 0.3, "low": 0.3, "high": 0.3, "unit": "share", "n": 60}, "30 %"),
        ({"value": None, "low": 0.2, "high": None, "open": "high", "unit": "share"}, "at least 20 %"),
        ({"value": None, "low": None, "high": 2.5, "open": "low", "unit": "ratio"}, "at most 2.5"),
        ({"value": 56, "low": 56, "high": 56, "unit": "hours"}, "56 hours"),
        ({"value": 1, "low": 1, "high": 1, "unit": "days"}, "1 day"),
        ({"value": None, "low": 10, "high": 12, "unit": "days"}, "10 to 12 days"),
        ({"value": 7.3, "low": 7.3, "high": 7.3, "unit": "USD"}, "USD 7.30"),
        ({"value": 7.3, "low": 7.3, "high": 7.3, "unit": "USD/hour"}, "USD 7.30 per hour"),
        ({"value": None, "low": 7.3, "high": 8.1, "unit": "USD"}, "USD 7.30 to USD 8.10"),
        ({"value": True, "low": None, "high": None, "unit": ""}, "yes"),
        ({"value": False, "low": None, "high": None, "unit": ""}, "no"),
        ({"value": ["hourly", "piece_rate"], "low": None, "high": None, "unit": ""}, "hourly, piece rate"),
        ({"value": 40, "low": 40, "high": 40, "unit": "hours", "shown_as": "mean of the 5 most extreme workers"},
         "40 hours (mean of the 5 most extreme workers)"),
        ({"value": None, "low": None, "high": 0.4494, "shown_as": "at most 0.4494 (mean of the lowest 5)"},
         "at most 0.4494 (mean of the lowest 5)"),
        ({"value": None, "low": 0, "high": None, "unit": "share", "open": "high"}, "0 % or more"),
        ({"value": None, "low": 0.0001, "high": None, "unit": "index", "open": "high"}, "more than 0"),
        ({"value": 0, "low": 0, "high": 0, "unit": "share", "shown_as": "0 of 60"}, "0 of 60"),
        ({"value": None, "low": 0.2, "high": 0.4, "unit": "index"}, "0.2 to 0.4"),
        ({"value": None, "low": None, "high": 1.2, "unit": "USD/h", "open": "low"}, "at most USD 1.20 per hour"),
        ({"value": [{"a": 1}], "low": None, "high": None, "unit": ""}, "1 entry"),
    ],
)  # fmt: skip
def test_metric(shown: dict[str, Any], words: str) -> None:
    assert numbers.metric(shown) == words


def test_currencies_keep_their_own_decimals() -> None:
    assert numbers.money(1234.5, "TND") == "TND 1,234.500"
    assert numbers.money(99, "JPY") == "JPY 99"
    assert numbers.money(0.5, "XXQ").startswith("XXQ")


def test_cost_in_several_currencies_is_never_added_up() -> None:
    value = [
        {"amount": 600, "amount_per_month": 100, "currency": "KES", "share_of_wage_bill": None},
        {"amount": 0, "amount_per_month": 0, "currency": "GBP", "share_of_wage_bill": 0},
        {"amount": None, "amount_low": 1, "amount_high": 2, "currency": "CAD"},
        {"amount": None, "amount_low": None, "amount_high": None, "currency": "INR"},
        {"amount": 12.5, "amount_per_month": None, "currency": "USD", "share_of_wage_bill": 0.5},
    ]
    assert numbers.costs(value) == [
        "KES 100 a month (KES 600 over the period)",
        "nothing (GBP)",
        "CAD 1.00 to CAD 2.00",
        "unknown (INR)",
        "USD 12.50 (50 % of the wage bill)",
    ]
