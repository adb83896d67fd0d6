"""The report has words of its own for every pay number, for every shortfall, for every status and verdict."""

from __future__ import annotations

from typing import get_args

import pytest

from checker.assess.reasons import NOTHING_ATTACHED, SHORT
from checker.facts.metrics import METRICS
from checker.model.statuses import Status, Verdict
from checker.render.words import MENDS, METRIC, STATUS, VERDICT, VERDICT_COUNTED, metric_label


def test_every_shortfall_has_what_would_mend_it() -> None:
    assert set(MENDS) == {*SHORT.values(), NOTHING_ATTACHED}


@pytest.mark.parametrize("name", METRICS)
def test_every_pay_number_has_words(name: str) -> None:
    """A number without words of its own would be shown by its id, with spaces for underscores."""
    assert metric_label(name).partition(" (")[0] in set(METRIC.values()) | {
        "Lowest pay, as a multiple of the minimum wage"
    }


def test_words_are_for_numbers_that_there_are() -> None:
    assert set(METRIC) <= set(METRICS)


def test_words_for_every_status_and_verdict() -> None:
    assert set(STATUS) == set(get_args(Status))
    assert set(VERDICT) == set(VERDICT_COUNTED) == set(get_args(Verdict))
