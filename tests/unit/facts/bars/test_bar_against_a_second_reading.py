"""Every place that the shipped tables name, on the days on which something changes there, against a second reading."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from checker.facts.bars.bar import resolve_bar
from checker.load.benchmarks import read_benchmarks
from checker.model.benchmark import Bar, WorkPlace
from tests.bar_oracle import SKIP, WAGES, Row, Where, day_of, expected, in_force, last_fresh_day, may_be_a_floor

TABLE = read_benchmarks()
FIXED = (date(2024, 6, 1), date(2025, 6, 1), date(2026, 3, 15), date(2026, 9, 1))
NEARLY = Fraction(1, 10**12)
"""The package divides in decimals of 28 digits."""
COUNTRIES = sorted({row["country"] for row in WAGES if may_be_a_floor(row)})


def places(row: Row) -> set[Where]:
    """Return places in and around a row's ground, known well and less well."""
    country, region = row["country"], row["region_code"] or None
    names = [name for name in (row["region_name"], *row["city_names"].split("|")[:2]) if name]
    found = {Where(country), Where(country, region), Where(country, region, "Nowhere")}
    found |= {Where(country, None, name) for name in names} | {Where(country, region, name) for name in names}
    return found | {place._replace(area=row["area"]) for place in found if row["area"] in ("urban", "rural")}


def days(row: Row) -> set[date]:
    """Return the days around each change of a row."""
    first, fresh = day_of(row["valid_from"]), last_fresh_day(row)
    found = {*FIXED, first, first - timedelta(1), fresh, fresh + timedelta(1)}
    return found | ({day_of(row["valid_to"]), day_of(row["valid_to"]) + timedelta(1)} if row["valid_to"] else set())


def close(one: object, other: object) -> bool:
    if one is None or other is None:
        return one is other
    assert isinstance(one, Fraction)
    assert isinstance(other, Fraction)
    return abs(one - other) <= NEARLY * one


@pytest.mark.parametrize("country", COUNTRIES)
def test_bars_of_a_country(country: str) -> None:
    rows = [row for row in WAGES if row["country"] == country and may_be_a_floor(row)]
    asked = {(row["kind"], place, day) for row in rows[::7] for place in places(row) for day in days(row)}
    asked |= {(row["kind"], place, FIXED[2]) for row in rows for place in places(row)}
    compared = 0
    for kind, place, day in sorted(asked, key=str):
        wanted = expected(kind, place, day)
        if wanted == SKIP:
            continue
        found = resolve_bar(TABLE, kind, WorkPlace(*place), day)  # type: ignore[arg-type]
        compared += 1
        if isinstance(found, Bar):
            assert wanted is not None, (kind, place, day, found)
            assert close(wanted[0], Fraction(found.low)), (kind, place, day, found, wanted)
            high = None if found.high is None else Fraction(found.high)
            assert close(wanted[1], high), (kind, place, day, found, wanted)
        else:
            assert wanted is None, (kind, place, day, found, wanted)
    assert compared


def test_the_second_reading_knows_open_exact_and_missing_bars() -> None:
    assert expected("living_wage", Where("GB", None, "Manchester"), FIXED[2]) == (Fraction("13.45"), Fraction("13.45"))
    assert expected("minimum_wage", Where("US", "US-OH"), FIXED[1]) == (Fraction("7.25"), None)
    assert expected("minimum_wage", Where("UG"), FIXED[2]) is None
    assert any(not in_force(row, FIXED[2]) for row in WAGES)
