"""Country and currency codes against CLDR, an independent list."""

from __future__ import annotations

import pytest
from babel import Locale

from checker.model.codes import (
    COUNTRIES,
    CURRENCIES,
    PAST_COUNTRIES,
    PAST_CURRENCIES,
    is_country,
    is_currency,
    is_subdivision,
    minor_units,
    suggest_country,
)

# Codes of CLDR that ISO 3166-1 does not assign to a country: reserved, groups, pseudo-locales.
NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}


def test_countries_are_those_of_cldr():
    territories = {code for code in Locale("en").territories if len(code) == 2 and code.isalpha()}
    assert territories - NOT_COUNTRIES == COUNTRIES
    assert not COUNTRIES & PAST_COUNTRIES


def test_currencies_are_known_to_cldr_and_past_ones_apart():
    assert set(Locale("en").currencies) >= CURRENCIES
    assert not CURRENCIES & PAST_CURRENCIES


@pytest.mark.parametrize("code", ["BGN", "BYR", "HRK", "LTL", "MRO", "SLL", "SRG", "STD", "VEF", "ZWL", "ECS"])
def test_a_currency_that_left_iso_is_still_one(code):
    assert is_currency(code)
    assert code in PAST_CURRENCIES


@pytest.mark.parametrize(("code", "units"), [("JPY", 0), ("USD", 2), ("TND", 3), ("CLF", 4), ("UGX", 0), ("KES", 2)])
def test_minor_units_of_iso_4217(code, units):
    assert minor_units(code) == units


def test_minor_units_of_no_currency():
    with pytest.raises(KeyError):
        minor_units("XYZ")


@pytest.mark.parametrize("code", ["ke", "UK", "KEN", "", "ZZ", "EU"])
def test_no_country(code):
    assert not is_country(code)


@pytest.mark.parametrize(("code", "meant"), [("UK", "GB"), ("ke", "KE"), (" GR ", "GR"), ("ZZ", None), ("KE", None)])
def test_the_country_that_was_probably_meant(code, meant):
    assert suggest_country(code) == meant


@pytest.mark.parametrize(
    ("code", "country", "expected"),
    [
        ("CA-BC", None, True),
        ("GB-ENG", "GB", True),
        ("CA-BC", "US", False),
        ("XX-BC", None, False),
        ("CA-BCDE", None, False),
        ("CA-bc", None, False),
        ("CA", None, False),
        ("CA-BC\n", None, False),
    ],
)
def test_subdivision_shape(code, country, expected):
    assert is_subdivision(code, country) is expected
