"""The shipped benchmark tables make sense: codes, amounts, dates, sources, links, and what they can say."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
from babel import Locale

from checker.facts.bars.bar import resolve_bar
from checker.facts.bars.exchange import rate
from checker.facts.bars.query import countries_with_a_pass, list_grounds
from checker.load.benchmarks import read_benchmarks
from checker.load.exchange_rates import HmrcRates
from checker.model.benchmark import Bar, Benchmark, NoBar, WorkPlace
from checker.model.exchange import Rate
from tests.real_data import REAL, ROOT

TABLE = read_benchmarks()
DAY = date(2026, 3, 15)
PAST = {"VEF", "BGN"}


def test_counts_that_the_readme_states():
    kinds = defaultdict(set)
    for row in TABLE.rows:
        kinds[row.kind].add(row.country)
    assert sum(row.kind == "minimum_wage" for row in TABLE.rows) == 429
    assert len(TABLE.rows) - 429 == 301
    assert len(kinds["minimum_wage"]) == 55
    assert len(kinds["living_wage"] | kinds["poverty_line"]) == 35
    assert len(kinds["living_wage"]) == 28
    assert len({row.country for row in TABLE.hours}) == 71


# ---- the collection that the tables were made of


COLLECTED, SHIPPED = REAL.parent, ROOT / "standards" / "benchmarks"
NUMBERS = {"amount", "amount_high", "hours_per_week", "days_per_month"}
CHANGED = {"area", "applies_to", "city_names", "date_precision", "licence_flag", "notes", "superseded_by"}
"""Columns in which the sense check changed something. Every row's own note, or the README's table, says what."""
COUNTS = {"area": 32, "applies_to": 3, "date_precision": 9, "licence_flag": 1, "superseded_by": 1}


def cells(file):
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def same(column, before, after):
    return before == after or (column in NUMBERS and before and after and Decimal(before) == Decimal(after))


@pytest.mark.skipif(not (COLLECTED / "hours.csv").is_file(), reason=f"the collection is not in {COLLECTED}")
def test_no_row_source_doubt_or_term_of_the_collection_was_lost_and_no_figure_changed():
    changed = defaultdict(int)
    for table in ("living_wages.csv", "minimum_wages.csv"):
        # A row that came later says when.
        before, after = cells(COLLECTED / table), [r for r in cells(SHIPPED / table) if not r.get("recorded_on")]
        assert [row["benchmark_id"] for row in before] == [row["benchmark_id"] for row in after]
        for old, new in zip(before, after, strict=True):
            for column in old:
                if not same(column, old[column], new[column]):
                    assert column in CHANGED, (new["benchmark_id"], column)
                    changed[column] += 1
            assert new["notes"].startswith(old["notes"].strip().removesuffix(".")), new["benchmark_id"]
            assert set(old["city_names"].split("|")) <= {*new["city_names"].split("|"), ""}
            assert old["licence_flag"] in (new["licence_flag"], "")
            if old["applies_to"] != new["applies_to"]:
                assert (new["applies_to"], "set to unclear" in new["notes"]) == ("unclear", True)
    assert {column: changed[column] for column in COUNTS} == COUNTS
    old_hours, new_hours = cells(COLLECTED / "hours.csv"), cells(SHIPPED / "hours.csv")
    differ = [(old, new) for old, new in zip(old_hours, new_hours, strict=True) if old != new]
    assert {new["country"]: new["applies_to"] for _, new in differ} == {"DE": "cap", "TN": "cap", "RW": "unclear"}
    assert all(old == new | {"applies_to": "general"} for old, new in differ)


def test_codes_are_known_to_cldr():
    territories, currencies = Locale("en").territories, Locale("en").currencies
    assert {row.country for row in TABLE.rows} | {row.country for row in TABLE.hours} <= set(territories)
    assert {row.currency for row in TABLE.rows} <= set(currencies)


@pytest.mark.parametrize("row", TABLE.rows, ids=lambda row: row.id)
def test_row(row: Benchmark):
    prefix = {"living_wage": "lw", "minimum_wage": "mw", "poverty_line": "pl"}[row.kind]
    assert row.id.startswith(f"{prefix}-{row.country.lower()}-")
    assert row.source_title
    assert row.source_url.startswith(("http://", "https://"))
    assert row.confidence
    assert row.checked_on is not None
    assert row.valid_to is None or row.checked_on <= row.valid_to
    assert date(1970, 1, 1) < row.valid_from < date(2029, 1, 1)
    if row.date_precision == "year":
        assert (row.valid_from.month, row.valid_from.day) == (1, 1)
    if row.kind == "poverty_line":
        assert row.methodology == "other"
    assert row.area in ("urban", "rural", "national", "state", "city")
    assert (row.area == "state") <= bool(row.region_code or row.region_name)
    assert "http" not in row.licence_flag


def test_a_successor_is_of_the_same_country_kind_and_currency_and_not_older():
    # Filed with the day of a later list, though its amount is that of the decree before.
    known = {"mw-ma-national-legit-2026-01"}
    for row in TABLE.rows:
        if row.superseded_by:
            after = TABLE.by_id[row.superseded_by]
            assert (after.country, after.kind, after.currency) == (row.country, row.kind, row.currency), row.id
            assert after.valid_from >= row.valid_from or row.id in known, row.id
            assert after.superseded_by != row.id


def test_two_rows_of_one_ground_day_unit_and_basis_differ_in_hours_at_least():
    seen = defaultdict(list)
    for row in TABLE.rows:
        if row.applies_to == "adult_general" and not row.superseded_by:
            key = (row.kind, row.country, row.region_code, row.region_name, row.area, row.valid_from, row.period)
            seen[(*key, row.basis, row.currency, row.hours_per_week)].append(row.id)
    assert {key: ids for key, ids in seen.items() if len(ids) > 1} == {}


def test_monthly_amounts_are_of_a_credible_size():
    """In US dollars a month at the rate of the time: floors between 30 and 5,000."""
    hours, hmrc = {"hour": 200, "day": 26, "week": Decimal(52) / 12, "month": 1, "year": Decimal(1) / 12}, HmrcRates()
    odd, checked = [], 0
    for row in TABLE.rows:
        if row.applies_to != "adult_general":
            continue
        found = rate([hmrc], row.currency, "USD", f"{min(max(row.valid_from, date(2014, 2, 1)), DAY):%Y-%m}")
        if isinstance(found, Rate):
            checked += 1
            dollars = row.amount * hours[row.period] * found.value
            if not 30 < dollars < 5000:
                odd.append(row.id)
    assert odd == []
    assert checked > 550


def test_hourly_and_monthly_rows_of_one_rate_agree_on_a_working_month():
    """Between 34 and 49 hours a week; Brazil's 44 are 220 a month, for its law counts the paid day of rest."""
    by_rate = defaultdict(dict)
    for row in TABLE.rows:
        if row.applies_to in ("adult_general", "size") and not row.restated and row.basis != "net":
            key = (row.kind, row.country, row.region_code, row.region_name, row.valid_from, row.hours_per_week)
            by_rate[(*key, row.applies_to)][row.period] = row
    pairs = [(found["hour"], found["month"]) for found in by_rate.values() if {"hour", "month"} <= set(found)]
    assert len(pairs) > 30
    for hour, month in pairs:
        most = 51 if hour.country == "BR" else 49
        assert 34 <= month.amount / hour.amount * 12 / 52 <= most, (hour.id, month.id)


def test_hours_rows():
    for row in TABLE.hours:
        assert row.source_url.startswith("http"), row
        if row.normal_weekly is not None:
            assert 35 <= row.normal_weekly <= 60, row
            assert row.max_weekly is None or row.max_weekly >= row.normal_weekly, row
        assert row.weekly_rest is None or 20 <= row.weekly_rest <= 48, row


def test_every_living_wage_says_on_what_terms():
    bare = [row for row in TABLE.rows if not row.licence_flag]
    assert {row.kind for row in bare} == {"minimum_wage"}
    assert len(bare) == 8


NOT_SHIPPED = ("valuing impact", "wageindicator", "livingwage.mit.edu", "mit living wage", "asia floor wage")


def test_no_living_wage_of_a_source_whose_terms_forbid_it_is_shipped():
    for row in TABLE.rows:
        if row.kind != "minimum_wage":
            assert not row.licence_flag.startswith("RESTRICTIVE"), row.id
            assert not any(name in f"{row.source_title} {row.source_url}".lower() for name in NOT_SHIPPED), row.id


# ---- what the example suppliers rest on: figures as their publishers print them


def bar(kind, *place, day=DAY, **more):
    return resolve_bar(TABLE, kind, WorkPlace(*place), day, **more)


@pytest.mark.parametrize(
    ("place", "amount"),
    [
        (("CA", "CA-BC", "Greater Victoria"), "27.40"),
        (("CA", "CA-BC", "Victoria"), "27.40"),
        (("GB", None, "Manchester"), "13.45"),
        (("GB", "GB-MAN", "Manchester"), "13.45"),
        (("GB", None, "London"), "14.80"),
        (("GB", None, "Hackney"), "14.80"),
        (("CA", "CA-ON", "Toronto"), "27.20"),
        (("IE",), "15.40"),
        (("GB", "GB-HCK", "Shoreditch"), "14.80"),
        (("GB", "GB-MAN", "Chorlton"), "13.45"),
        (("GB", None, "St. Albans"), "13.45"),
    ],
)
def test_places_with_an_exact_gross_living_wage(place, amount):
    found = bar("living_wage", *place)
    assert isinstance(found, Bar)
    assert found.exact
    assert found.low == Decimal(amount)
    assert not found.stale


@pytest.mark.parametrize("town", ["Shoreditch", "Little Snoring"])
def test_a_town_that_no_row_names_may_be_a_part_of_london(town):
    """Shoreditch is, Little Snoring is not: pay there can fail below the lower rate, and pass from the higher on."""
    found = bar("living_wage", "GB", None, town)
    assert (found.low, found.high) == (Decimal("13.45"), Decimal("14.80"))
    assert found.reasons[0] == f"no row names {town}, so it may be part of a place that has a figure of its own"


def test_no_town_of_the_rest_is_a_part_of_what_the_rest_leaves_out():
    """Names of districts of London and of places around New York that are no towns of their own elsewhere."""
    inside = {
        "Richmond",
        "Kingston upon Thames",
        "Preston",
        "Harlem",
        "Yonkers",
        "White Plains",
        "Hempstead",
        "Gresham",
    }
    for row in TABLE.rows:
        if row.extent == "rest":
            assert not inside & set(row.city_names)
            named = {name for other in TABLE.of(row.kind, row.country) if other.extent == "places"
                     for name in (other.region_name, *other.city_names)}  # fmt: skip
            assert not named & set(row.city_names)


def test_the_united_kingdom_without_a_town_is_between_its_two_rates():
    found = bar("living_wage", "GB")
    assert (found.low, found.high) == (Decimal("13.45"), Decimal("14.80"))


def test_naivasha_can_only_fail():
    # 35,518 a month of 2023 at 48 h (the law's 52 is over the standard week), 0.95 of it since July 2024.
    found = bar("living_wage", "KE", None, "Naivasha", "urban")
    assert found.high is None
    assert found.stale
    assert abs(found.low - Decimal("35518") * 12 / 52 / 48 * Decimal("0.95")) < Decimal("1e-15")
    month = bar("living_wage", "KE", None, "Naivasha", "urban", unit="month", weekly_hours=Decimal(48))
    assert (month.low, month.high) == (Decimal("33742.10"), None)


@pytest.mark.parametrize(
    ("place", "day", "ends"),
    [
        (("GB", None, "Manchester"), date(2026, 3, 31), ("12.21", "12.21")),
        (("GB", None, "Manchester"), date(2026, 4, 1), ("12.71", "12.71")),
        (("CA", "CA-BC"), date(2026, 5, 31), ("17.85", "17.85")),
        (("CA", "CA-BC"), date(2026, 6, 1), ("18.25", "18.25")),
        (("US", "US-AL"), DAY, ("7.25", "7.25")),
        (("US", "US-NY", "Brooklyn"), DAY, ("17", "17")),
        (("US", "US-NY", "Buffalo"), DAY, ("16", "16")),
        (("US", "US-NY", "Harlem"), DAY, ("16", "17")),
        (("US", "US-MN", "Rochester"), DAY, ("11.41", None)),
        (("US", "US-NY"), DAY, ("16", "17")),
        (("US", "US-CA"), DAY, ("16.90", None)),
        (("JP", "JP-13"), DAY, ("1226", "1226")),
        (("JP",), date(2026, 4, 1), ("1023", "1226")),
        (("US", "US-PR"), DAY, ("7.25", None)),
        (("US", "US-OH"), date(2025, 6, 1), ("7.25", None)),
        (("US", "US-OH"), DAY, ("11", "11")),
        (("US",), date(2025, 6, 1), ("7.25", None)),
        (("US", "US-OR", "Portland"), DAY, ("7.25", None)),
        (("US", "US-OR", "Portland"), date(2026, 7, 1), ("16.80", "16.80")),
        (("US", "US-OR", "Bend"), date(2026, 7, 1), ("14.55", "15.55")),
        (("BR", "BR-SP"), DAY, ("7.37", None)),
        (("VN", None, "Region I"), DAY, ("25500", "25500")),
        (("VN", None, "Hanoi"), DAY, ("17800", "25500")),
        (("FR",), DAY, ("12.02", "12.02")),
        (("TN",), DAY, ("2.667", "2.713")),
    ],
)
def test_minimum_wages(place, day, ends):
    found = bar("minimum_wage", *place, day=day)
    assert (found.low, found.high) == tuple(None if end is None else Decimal(end) for end in ends)


def test_a_set_of_regions_says_nothing_while_one_of_them_has_no_rate_yet():
    found = bar("minimum_wage", "JP", day=date(2026, 3, 30))
    assert isinstance(found, NoBar)
    assert "mw-jp-akita-state-statutory-2026-03 is in force from 2026-03-31 only" in found.reason


@pytest.mark.parametrize("country", ["UG", "RW", "GE", "ET", "ES", "PT"])
def test_no_minimum_wage_is_made_of_a_rate_on_paper_or_an_unclear_one(country):
    found = bar("minimum_wage", country)
    assert isinstance(found, NoBar)
    assert f"{country} in 2026-03" in found.reason


def test_where_a_living_wage_pass_is_possible_is_what_the_readme_says():
    passes = countries_with_a_pass(list_grounds(TABLE, DAY))
    assert passes["living_wage"] == ("CA", "GB", "IE", "RW")
