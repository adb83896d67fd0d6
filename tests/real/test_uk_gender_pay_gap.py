"""Gaps that 10,477 employers in Great Britain filed for 2017-18: their signs, and those that cannot be.

The filings are published aggregates without pay of anybody: no pay set can be made of them, and fairlabel reads no
filing. What is held here is that its sign means what theirs does, and that its test of impossible gaps, which the
metrics apply, finds the filings known to be impossible. Contains public sector information under the Open Government
Licence v3.0; shares as published by the Government Equalities Office on 24 October 2018.
"""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from checker.facts.metrics.gender_gap import direction, is_impossible
from tests.real_data import REAL, needs

FILINGS = "uk_gender_pay_gap_2017_18/gpg_2017_18_redacted.csv"
MEAN, MEDIAN = "DiffMeanHourlyPercent", "DiffMedianHourlyPercent"
pytestmark = needs(FILINGS)


@pytest.fixture(scope="module")
def filings() -> list[dict[str, str]]:
    with (REAL / FILINGS).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(("column", "published"), [(MEDIAN, (77, 14, 9)), (MEAN, (88, 12, 1))])
def test_signs_as_published(filings: list[dict[str, str]], column: str, published: tuple[int, int, int]) -> None:
    found = Counter(direction(float(row[column]) / 100) for row in filings)
    assert sum(found.values()) == 10_477
    words = ("women earn less", "women earn more", "women and men earn the same")
    assert tuple(round(found[word] / 10_477 * 100) for word in words) == published


def test_three_hourly_gaps_cannot_be(filings: list[dict[str, str]]) -> None:
    found = [row[column] for row in filings for column in (MEAN, MEDIAN) if is_impossible(float(row[column]) / 100)]
    assert len(found) == 3
    assert all(float(value) > 100 for value in found)


def test_57_gaps_of_bonus_cannot_be_and_one_far_below_zero_can(filings: list[dict[str, str]]) -> None:
    bonus = [
        float(row[c]) / 100 for row in filings for c in ("DiffMeanBonusPercent", "DiffMedianBonusPercent") if row[c]
    ]
    assert sum(is_impossible(value) for value in bonus) == 57
    assert min(bonus) < -800
    assert not is_impossible(min(bonus))
