"""Mean monthly earnings by sex in 111 countries (ILOSTAT, CC BY 4.0): a country where women earn more.

National means of employees, in PPP dollars: no pay set of a supplier, and never compared with one. What is held here
is the sign of the gap that the metrics compute.
"""

from __future__ import annotations

import csv

import pytest

from checker.facts.metrics.gender_gap import direction, gap, is_impossible
from tests.real_data import REAL, needs

EARNINGS = "ilostat_earnings_by_sex/ilostat_wage.csv"
pytestmark = needs(EARNINGS)


def national() -> dict[tuple[str, str, str], dict[str, float]]:
    with (REAL / EARNINGS).open(encoding="utf-8") as file:
        found: dict[tuple[str, str, str], dict[str, float]] = {}
        for row in csv.DictReader(file):
            if row["area_type"] == "National" and row["earnings_ppp"]:
                key = (row["country"], row["year"], row["source"])
                found.setdefault(key, {})[row["sex"]] = float(row["earnings_ppp"])
    return found


def test_women_in_the_philippines_earned_more_in_2022() -> None:
    (means,) = [sexes for (country, year, _), sexes in national().items() if (country, year) == ("Philippines", "2022")]
    value = gap(means["Female"], means["Male"])
    assert value == pytest.approx(-0.061, abs=5e-4)
    assert direction(value) == "women earn more"


def test_no_country_has_an_impossible_gap() -> None:
    gaps = [gap(s["Female"], s["Male"]) for s in national().values() if {"Female", "Male"} <= s.keys()]
    assert len(gaps) > 500
    assert not any(is_impossible(value) for value in gaps)
    assert {direction(value) for value in gaps} >= {"women earn less", "women earn more"}
