"""The bar of a place and a day: every rule one row, expected values worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from checker.facts.bars.bar import lowered_bars
from checker.model.benchmark import BarChoices, BenchmarkTable, NoBar, WorkPlace
from tests.bars_for_tests import CITY, DAY, KE, MINIMUM, D, ends, legal, row, wage

LIVING = [
    ("an exact gross row is a point", [row("a")], KE, ("100", "100")),
    ("a net row is open above", [row("a", basis="net")], KE, ("100", None)),
    ("gross or net not stated is open above", [row("a", basis="not stated")], KE, ("100", None)),
    ("a range has both ends", [row("a", amount_high=D(120))], KE, ("100", "120")),
    ("at least: open above", [row("a", extent="at_least")], KE, ("100", None)),
    ("stale: 0.95 of it, open", [row("a", valid_from=date(2024, 9, 14))], KE, ("95", None)),
    ("18 months to the day is not stale", [row("a", valid_from=date(2024, 9, 15))], KE, ("100", "100")),
    ("review_by makes it stale sooner", [row("a", review_by=date(2026, 3, 14))], KE, ("95", None)),
    ("review_by never makes it fresh longer",
     [row("a", valid_from=date(2024, 9, 14), review_by=date(2030, 1, 1))], KE, ("95", None)),
    ("a poverty line is no floor", [row("a", kind="poverty_line")], KE, None),
    ("a household total is no floor", [row("a", applies_to="household_total")], KE, None),
    ("an unclear row is no floor", [row("a", applies_to="unclear")], KE, None),
    ("a rate on paper is no floor", [row("a", applies_to="not_operational")], KE, None),
    ("a restated row is no floor", [row("a", restated=True)], KE, None),
    ("a row that starts tomorrow", [row("a", valid_from=date(2026, 3, 16))], KE, None),
    ("a row that starts today", [row("a", valid_from=DAY)], KE, ("100", "100")),
    ("a row that ended yesterday", [row("a", valid_to=date(2026, 3, 14))], KE, None),
    ("a row that ends today", [row("a", valid_to=DAY)], KE, ("100", "100")),
    ("the newest first day wins", [row("a", "90", valid_from=date(2025, 6, 1)), row("b", "110")], KE, ("110", "110")),
    ("newest wins in any order", [row("b", "110"), row("a", "90", valid_from=date(2025, 6, 1))], KE, ("110", "110")),
    ("a superseded row is out even elsewhere in the table",
     [row("a", "90", superseded_by="b"), row("b", "110", region_code="KE-30", area="state")], KE, None),
    ("a tie makes an interval", [row("a", "90"), row("b", "110")], KE, ("90", "110")),
    ("gross before net of one date", [row("a", "90", basis="net"), row("b", "110")], KE, ("110", "110")),
    ("another country's row", [row("a", country="UG")], KE, None),
    ("the city's row before the country's", [row("a"), row("b", "150", **CITY)], KE._replace(city="nairobi"),
     ("150", "150")),
    ("a stale city row still decides over a fresh one of the country",
     [row("a"), row("b", "150", valid_from=date(2020, 1, 1), **CITY)], KE._replace(city="Nairobi"), ("142.5", None)),
    # Westlands is a part of Nairobi, Kisumu is not: a table that names neither cannot tell them apart.
    ("a town that no row names may be a part of the city", [row("a"), row("b", "150", **CITY)],
     KE._replace(city="Westlands"), ("100", "150")),
    ("the same, where the country's row is for the rest", [row("a", extent="rest"), row("b", "150", **CITY)],
     KE._replace(city="Westlands"), ("100", "150")),
    ("a town in another region is not", [row("a"), row("b", "150", **CITY)], WorkPlace("KE", "KE-42", "Kisumu"),
     ("100", "100")),
    ("a town in the city's region may be", [row("a"), row("b", "150", **CITY)], WorkPlace("KE", "KE-30", "Westlands"),
     ("100", "150")),
    ("a town that is named as one of the rest is not",
     [row("a", extent="rest", city_names=("Kisumu",)), row("b", "150", **CITY)], KE._replace(city="Kisumu"),
     ("100", "100")),
    ("a town that another row names is not",
     [row("a"), row("b", "150", **CITY), row("c", "120", **CITY | {"region_name": "Thika"})],
     KE._replace(city="Thika"), ("120", "120")),
    ("a region that names its town as one of its rest speaks for its own region only",
     [row("a"), row("r", "90", region_code="KE-42", area="state", extent="rest", city_names=("Kisumu",)),
      row("b", "150", **CITY | {"region_code": ""})], KE._replace(city="Kisumu"), ("90", "150")),
    ("the same with the region known",
     [row("a"), row("r", "90", region_code="KE-42", area="state", extent="rest", city_names=("Kisumu",)),
      row("b", "150", **CITY | {"region_code": ""})], WorkPlace("KE", "KE-42", "Kisumu"), ("90", "90")),
    ("a town that no row names, and nothing but cities", [row("b", "150", **CITY), row("c", "120", **CITY | {
     "region_name": "Thika"})], KE._replace(city="Westlands"), None),
    ("a city is found by its other names", [row("b", "150", **CITY | {"city_names": ("Nairobi City",)})],
     KE._replace(city="Náirobi  city"), ("150", "150")),
    ("a part of a city is found by its code, whatever its town is called",
     [row("a", extent="rest"), row("b", "150", **CITY | {"region_code": "", "city_names": ("KE-300",)})],
     WorkPlace("KE", "KE-301", "Westlands"), ("100", "100")),
    ("the same, where the code is the row's",
     [row("a", extent="rest"), row("b", "150", **CITY | {"region_code": "", "city_names": ("KE-30",)})],
     WorkPlace("KE", "KE-30", "Westlands"), ("150", "150")),
    ("a city of that name in another region", [row("b", "150", **CITY)], KE._replace(region="KE-01", city="Nairobi"),
     None),
    ("country only: lowest to highest, its own row included", [row("a"), row("b", "150", **CITY)], KE, ("100", "150")),
    ("country only, its own row for the rest", [row("a", extent="rest"), row("b", "150", **CITY)], KE, ("100", "150")),
    ("country only, several cities and no row of its own: open above",
     [row("a", "150", **CITY), row("b", "120", **CITY | {"region_name": "Thika"})], KE, ("120", None)),
    ("country only, one city: it does not stand for the country", [row("a", "150", **CITY)], KE, None),
    ("the same, where the rows cover the country",
     [row("a", "150", set_complete=True, **CITY),
      row("b", "120", set_complete=True, **CITY | {"region_name": "Thika"})], KE, ("120", "150")),
    ("region only, with cities inside and elsewhere",
     [row("a", "150", **CITY), row("b", "120", **CITY | {"region_name": "Thika"}),
      row("c", "70", **CITY | {"region_code": "KE-01", "region_name": "Bomet"})],
     WorkPlace("KE", "KE-30"), ("120", None)),
    ("urban and rural rows, area known", [row("a", "150", area="urban"), row("b", area="rural")],
     KE._replace(area="rural"), ("100", "100")),
    ("urban and rural rows, area not known", [row("a", "150", area="urban"), row("b", area="rural")], KE,
     ("100", "150")),
    ("only an urban row, area not known", [row("a", "150", area="urban")], KE, None),
    ("a region's urban row before the country's",
     [row("a", area="urban"), row("b", "130", area="urban", region_code="KE-30")],
     WorkPlace("KE", "KE-30", None, "urban"), ("130", "130")),
    ("a zone is found by name", [row("a"), row("z", "70", extent="zone", region_name="North Zone")],
     KE._replace(city="north zone"), ("70", "70")),
    ("a zone does not stand for its country", [row("z", "70", extent="zone", region_name="North Zone")],
     KE._replace(city="Nairobi"), None),
    ("a year's row is not exact in that year",
     [row("a", "90", valid_from=date(2025, 1, 1)), row("b", "110", date_precision="year")], KE, ("90", "110")),
    ("a year's row without a figure before it", [row("b", "110", date_precision="year")], KE, None),
    ("a year's row after a figure that ended with the year before",
     [row("a", "90", valid_from=date(2025, 1, 1), valid_to=date(2025, 12, 31)),
      row("b", "110", date_precision="year")], KE, ("90", "110")),
    ("a year's row is exact from the year's end",
     [row("b", "110", valid_from=date(2025, 1, 1), date_precision="year")], KE, ("110", "110")),
    ("a city whose figure starts later has the country's until then",
     [row("a"), row("b", "150", **CITY | {"valid_from": date(2026, 7, 1)})], KE._replace(city="Nairobi"),
     ("100", "100")),
    ("but not the one for the rest of the country",
     [row("a", extent="rest"), row("b", "150", **CITY | {"valid_from": date(2026, 7, 1)})], KE._replace(city="Nairobi"),
     None),
    ("country only, its row for the rest, a city's figure that starts later: open above",
     [row("a", extent="rest"), row("b", "150", **CITY | {"valid_from": date(2026, 7, 1)})], KE, ("100", None)),
    ("rows of several currencies have no common bar", [row("a"), row("b", currency="USD")], KE, None),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "place", "expected"), [c[1:] for c in LIVING], ids=[c[0] for c in LIVING])
def test_living_wage(rows, place, expected):
    bar = wage(*rows, place=place)
    if expected is None:
        assert isinstance(bar, NoBar), bar
        assert str(place) in bar.reason
        assert "2026-03" in bar.reason
    else:
        assert ends(bar) == tuple(None if end is None else D(end) for end in expected)


NY = {"country": "US", "currency": "USD", **MINIMUM}
STATE = {"region_code": "US-NY", "area": "state", **NY}
TOWN = {"region_code": "US-NY", "area": "city", "extent": "places", "region_name": "Troy", **NY}
LATER = {"valid_from": date(2026, 7, 1)}
CASES_MINIMUM = [
    ("the highest of all levels", [row("f", "7.25", **NY), row("s", "16", region_code="US-NY", area="state", **NY)],
     WorkPlace("US", "US-NY"), ("16", "16")),
    ("the country's rate where it is higher",
     [row("f", "18", **NY), row("s", "16", region_code="US-NY", area="state", **NY)],
     WorkPlace("US", "US-NY"), ("18", "18")),
    ("a finer row under the country's does not lower it",
     [row("f", "18", **NY), row("c", "16", area="city", extent="places", region_name="Troy", **NY)],
     WorkPlace("US", None, "Troy"), ("18", "18")),
    ("a row for the rest gives way to a named place",
     [row("s", "15", region_code="US-OR", area="state", extent="rest", **NY),
      row("z", "14", region_code="US-OR", area="state", extent="zone", region_name="Nonurban", **NY)],
     WorkPlace("US", "US-OR", "Nonurban"), ("14", "14")),
    ("a row for the rest with a zone that may apply",
     [row("s", "15", region_code="US-OR", area="state", extent="rest", **NY),
      row("z", "14", region_code="US-OR", area="state", extent="zone", region_name="Nonurban", **NY)],
     WorkPlace("US", "US-OR", "Bend"), ("14", "15")),
    ("region not known", [row("f", "7", **NY), row("s", "16", region_code="US-NY", area="state", **NY)],
     WorkPlace("US"), ("7", "16")),
    ("a stale level leaves the highest open",
     [row("f", "7", checked_on=date(2024, 1, 1), **NY), row("s", "16", region_code="US-NY", area="state", **NY)],
     WorkPlace("US", "US-NY"), ("16", None)),
    # A level that is known to have a rate, and whose rate on the day is not in the table, may be the highest.
    ("a state's rate that starts later leaves the country's open",
     [row("f", "7", **NY), row("s", "16", **STATE | LATER)],
     WorkPlace("US", "US-NY"), ("7", None)),
    ("the same where the state is not known", [row("f", "7", **NY), row("s", "16", **STATE | LATER)], WorkPlace("US"),
     ("7", None)),
    ("the same in another state", [row("f", "7", **NY), row("s", "16", **STATE | LATER)], WorkPlace("US", "US-AL"),
     ("7", "7")),
    ("a state's rate that ended leaves the country's open",
     [row("f", "7", **NY), row("s", "16", valid_from=date(2025, 1, 1), valid_to=date(2025, 12, 31), **STATE)],
     WorkPlace("US", "US-NY"), ("7", None)),
    ("a row that took over elsewhere speaks for the one it followed",
     [row("f", "7", superseded_by="s", valid_from=date(2025, 1, 1), **NY), row("s", "16", **STATE)],
     WorkPlace("US", "US-NY"), ("16", "16")),
    ("a row that will be followed elsewhere speaks for what follows",
     [row("f", "7", superseded_by="s", **NY), row("s", "16", **STATE | LATER)], WorkPlace("US", "US-NY"), ("7", "7")),
    ("a town whose rate starts later is not of the rest",
     [row("f", "7", **NY), row("s", "16", **STATE | {"extent": "rest"}), row("t", "15", **TOWN | LATER)],
     WorkPlace("US", "US-NY", "Troy"), ("7", None)),
    ("a state without its town, whose rate starts later",
     [row("f", "7", **NY), row("s", "16", **STATE | {"extent": "rest"}), row("t", "15", **TOWN | LATER)],
     WorkPlace("US", "US-NY"), ("7", None)),
    ("another town of the rest",
     [row("f", "7", **NY), row("s", "16", **STATE | {"extent": "rest", "city_names": ("Utica",)}),
      row("t", "15", **TOWN | LATER)], WorkPlace("US", "US-NY", "Utica"), ("16", "16")),
    ("a town that may be a part of one whose rate starts later",
     [row("f", "7", **NY), row("s", "16", **STATE | {"extent": "rest"}), row("t", "15", **TOWN | LATER)],
     WorkPlace("US", "US-NY", "Lansingburgh"), ("7", None)),
    ("a town that no row names: the rest's rate or the named town's",
     [row("f", "7", **NY), row("s", "16", **STATE | {"extent": "rest"}), row("t", "17", **TOWN)],
     WorkPlace("US", "US-NY", "Lansingburgh"), ("16", "17")),
    ("a town outside the rest whose rate starts later, and no other level",
     [row("s", "16", **STATE | {"extent": "rest"}), row("t", "15", **TOWN | LATER)], WorkPlace("US", "US-NY", "Troy"),
     None),
    ("one of a complete set starts later: the lowest is not known",
     [row("s", "16", set_complete=True, **STATE), row("t", "15", set_complete=True, **STATE | {"region_code": "US-AL"}),
      row("u", "14", set_complete=True, **STATE | LATER | {"region_code": "US-AK"})], WorkPlace("US"), None),
    ("at least: open where no finer row holds the place",
     [row("f", "7", extent="at_least", **NY), row("s", "16", **STATE)],
     WorkPlace("US", "US-PR"), ("7", None)),
    ("at least: closed by the finer rate", [row("f", "7", extent="at_least", **NY), row("s", "16", **STATE)],
     WorkPlace("US", "US-NY"), ("16", "16")),
    ("at least: closed by the finer rate, even an equal one",
     [row("f", "7", extent="at_least", **NY), row("s", "7", **STATE)], WorkPlace("US", "US-NY"), ("7", "7")),
    ("at least: not closed by a finer rate that may apply",
     [row("f", "7", extent="at_least", **NY), row("s", "16", **STATE)], WorkPlace("US"), ("7", None)),
    ("at least: not closed by a stale finer rate",
     [row("f", "7", extent="at_least", **NY), row("s", "16", checked_on=date(2024, 1, 1), **STATE)],
     WorkPlace("US", "US-NY"), ("15.2", None)),
    ("a city's rate of one's own closes its state's",
     [row("s", "16", extent="at_least", **STATE), row("t", "18", own=True, **TOWN)], WorkPlace("US", "US-NY", "Troy"),
     ("18", "18")),
    ("for one sector", [row("a", applies_to="sector", **NY)], WorkPlace("US"), None),
    ("for one age group", [row("a", applies_to="age", **NY)], WorkPlace("US"), None),
    ("stale 12 months after it was checked", [row("a", checked_on=date(2025, 3, 14), **NY)], WorkPlace("US"),
     ("95", None)),
    ("checked later than its first day", [row("a", valid_from=date(2009, 7, 24), **NY)], WorkPlace("US"),
     ("100", "100")),
    ("a city that no row names is not put into a state", [row("s", "16", region_code="US-WA", area="state",
     region_name="Washington", **NY)], WorkPlace("US", None, "Washington"), None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "place", "expected"), [c[1:] for c in CASES_MINIMUM], ids=[c[0] for c in CASES_MINIMUM]
)
def test_minimum_wage(rows, place, expected):
    bar = wage(*rows, place=place, kind="minimum_wage")
    if expected is None:
        assert isinstance(bar, NoBar), bar
    else:
        assert ends(bar) == tuple(None if end is None else D(end) for end in expected)


MONTH = {"period": "month"}
UNITS = [
    # 20800 x 12 / 52 / 40 = 120, / 48 = 100
    ("month, hours stated", row("a", "20800", hours_per_week=D(40), **MONTH), (), {}, ("120", "120")),
    ("month, legal hours", row("a", "20800", **MONTH), [legal("40")], {}, ("120", "120")),
    ("month, hours unknown", row("a", "20800", **MONTH), (), {}, ("100", None)),
    ("a legal week over 48 counts as 48 for a living wage", row("a", "20800", **MONTH), [legal("52")], {},
     ("100", "100")),
    ("the law caps the week only", row("a", "20800", **MONTH), [legal("48", applies_to="cap")], {}, ("100", None)),
    ("a sector's hours are not the law's", row("a", "20800", **MONTH), [legal("40", applies_to="sector")], {},
     ("100", None)),
    ("hours unclear", row("a", "20800", **MONTH),
     [legal("48"), legal("40", applies_to="unclear", valid_from=date(2023, 1, 1))], {}, ("100", "120")),
    ("hours of the day of the work", row("a", "20800", **MONTH),
     [legal("48"), legal("40", valid_from=date(2026, 1, 1)), legal("30", valid_from=date(2027, 1, 1))], {},
     ("120", "120")),
    ("hours of the region before the country's", row("a", "20800", region_code="KE-30", area="state", **MONTH),
     [legal("48"), legal("40", region_code="KE-30")], {}, ("120", "120")),
    ("week", row("a", "4000", period="week", hours_per_week=D(40)), (), {}, ("100", "100")),
    ("year", row("a", "208000", period="year", hours_per_week=D(40)), (), {}, ("100", "100")),
    # 26 days x 800 = 20800 a month
    ("day with days per month", row("a", "800", period="day", days_per_month=D(26), hours_per_week=D(40)), (), {},
     ("120", "120")),
    ("day without days per month: the legal day, open", row("a", "800", period="day"),
     [legal("48", normal_daily=D(8))], {}, ("100", None)),
    ("day without either", row("a", "800", period="day"), (), {}, None),
    ("month for a contract of 40 hours", row("a", "20800", hours_per_week=D(40), **MONTH), (),
     {"unit": "month", "weekly_hours": D(40)}, ("20800", "20800")),
    ("month for a contract of 20 hours", row("a", "20800", hours_per_week=D(40), **MONTH), (),
     {"unit": "month", "weekly_hours": D(20)}, ("10400", "10400")),
    ("month for a contract of 24 hours, the week's hours unknown", row("a", "20800", **MONTH), (),
     {"unit": "month", "weekly_hours": D(24)}, ("10400", None)),
    # 100 x 39 x 52 / 12 = 16900
    ("an hourly rate for a month of 39 hours a week", row("a", "100"), (),
     {"unit": "month", "weekly_hours": D(39)}, ("16900", "16900")),
    ("a full month", row("a", "20800", **MONTH), (), {"unit": "month"}, ("20800", "20800")),
    ("not stated counts as gross where chosen", row("a", basis="not stated"), (),
     {"choices": BarChoices(unstated_basis="gross")}, ("100", "100")),
    ("net stays open where not stated counts as gross", row("a", basis="net"), (),
     {"choices": BarChoices(unstated_basis="gross")}, ("100", None)),
    ("the share of a stale figure may be chosen", row("a", valid_from=date(2020, 1, 1)), (),
     {"choices": BarChoices(stale_factor=D("0.9"))}, ("90", None)),
]  # fmt: skip


@pytest.mark.parametrize(("one", "hours", "more", "expected"), [c[1:] for c in UNITS], ids=[c[0] for c in UNITS])
def test_unit(one, hours, more, expected):
    bar = wage(one, hours=hours, place=WorkPlace("KE", "KE-30"), **more)
    if expected is None:
        assert isinstance(bar, NoBar)
    else:
        assert ends(bar) == tuple(None if end is None else D(end) for end in expected)


def test_a_minimum_wage_keeps_a_legal_week_of_52_hours():
    # 300 x 52 x 52 / 12 = 67600
    bar = wage(row("a", "67600", **MONTH, **MINIMUM), hours=[legal("52")], kind="minimum_wage")
    assert ends(bar) == (D(300), D(300))


@pytest.mark.parametrize(("unit", "used"), [("hour", "h"), ("month", "m")])
def test_the_row_of_the_pays_own_unit_decides(unit, used):
    rows = [row("m", "20000", hours_per_week=D(40), **MONTH), row("h", "120"), row("d", "1", period="day")]
    assert wage(*rows, unit=unit, weekly_hours=D(40) if unit == "month" else None).ids == (used,)


def test_rows_of_two_working_weeks_are_told_apart_by_the_contract():
    rows = [row("short", "2.7", hours_per_week=D(40)), row("long", "2.6", hours_per_week=D(48))]
    assert ends(wage(*rows)) == (D("2.6"), D("2.7"))
    assert wage(*rows, unit="month", weekly_hours=D(48)).ids == ("long",)


def test_a_tie_warns_and_names_both_rows():
    bar = wage(row("a", "90"), row("b", "110"))
    assert bar.warnings == (
        "rows of one source differ on KE, both ends are used (90.00 to 110.00 KES an hour): a: 90 KES an hour from "
        "2026-01-01 (t.csv); b: 110 KES an hour from 2026-01-01 (t.csv)",
    )
    assert wage(row("a", "90"), row("b", "90")).warnings == ()


def test_two_sources_of_one_day_make_an_interval_whatever_their_periods_and_warn_with_both_figures():
    # 20800 a month x 12 / 52 / 40 hours = 120 an hour
    month = row("b", "20800", period="month", hours_per_week=D(40), source_title="Union")
    bar = wage(row("a", "100", source_title="Institute"), month)
    assert ends(bar) == (D(100), D(120))
    assert bar.ids == ("a", "b")
    (warning,) = bar.warnings
    assert warning == (
        "sources differ on KE, both ends are used (100.00 to 120.00 KES an hour): a: 100 KES an hour from 2026-01-01 "
        "(Institute); b: 20800 KES a month from 2026-01-01 (Union)"
    )
    # One source's hour and month are one figure, and the pay's own unit decides.
    assert ends(wage(row("a", "100"), row("b", "20800", period="month", hours_per_week=D(40)))) == (D(100), D(100))


def test_a_net_figure_of_another_source_leaves_the_bar_open():
    bar = wage(row("a", "100", source_title="Institute"), row("b", "110", basis="net", source_title="Union"))
    assert ends(bar) == (D(100), None)
    assert "100.00 to more KES an hour" in bar.warnings[0]


def test_a_statutory_rate_is_one_figure_whoever_prints_it():
    rows = [row("a", "100", source_title="Gazette", **MINIMUM), row("b", "20800", source_title="Press", **MINIMUM | {
        "period": "month", "hours_per_week": D(40)})]  # fmt: skip
    assert ends(wage(*rows, kind="minimum_wage")) == (D(100), D(100))


@pytest.mark.parametrize(
    ("given", "warns"),
    [
        ({}, True),
        ({"valid_from": date(2024, 9, 14)}, False),  # stale on the day
        ({"source_title": "Union"}, False),  # the same source's own older figure
        ({"valid_to": date(2026, 1, 31)}, False),
        ({"superseded_by": "new"}, False),
        ({"amount": D("100.4")}, False),  # within half a per cent: the same figure
    ],
)
def test_an_older_figure_of_another_source_is_named_and_does_not_count(given, warns):
    new = row("new", "100", source_title="Union")
    amount = str(given.pop("amount", "130"))
    old = row("old", amount, **{"source_title": "Institute", "valid_from": date(2025, 6, 1)} | given)
    bar = wage(new, old)
    assert ends(bar) == (D(100), D(100))
    assert bool(bar.warnings) is warns
    if warns:
        assert bar.warnings[0] == (
            "sources differ on KE; the newest counts (new: 100 KES an hour from 2026-01-01 (Union)), and older is "
            "old: 130 KES an hour from 2025-06-01 (Institute)"
        )


def test_an_open_bar_says_why():
    bar = wage(row("a", basis="net", valid_from=date(2020, 1, 1)))
    assert bar.stale
    assert bar.reasons == ("a is a net figure, and pay is gross", "a is stale after 2021-07-01")


def test_the_users_row_wins_for_the_same_place_only():
    rows = [row("ship", "100"), row("mine", "80", own=True), row("city", "150", **CITY)]
    assert ends(wage(*rows, place=WorkPlace("KE", "KE-42", "Kisumu"))) == (D(80), D(80))
    assert ends(wage(*rows, place=KE._replace(city="Nairobi"))) == (D(150), D(150))


def test_the_users_row_wins_at_its_own_time_only():
    rows = [row("ship", "100"), row("mine", "80", own=True, valid_from=date(2026, 2, 1), valid_to=date(2026, 2, 28))]
    assert ends(wage(*rows, day=date(2026, 2, 28))) == (D(80), D(80))
    assert ends(wage(*rows, day=date(2026, 3, 1))) == (D(100), D(100))


def test_a_users_finer_row_does_not_lower_a_minimum_wage():
    rows = [row("ship", "100", **MINIMUM), row("mine", "80", own=True, **MINIMUM | CITY)]
    assert ends(wage(*rows, place=KE._replace(city="Nairobi"), kind="minimum_wage")) == (D(100), D(100))


def test_a_lowered_bar_is_reported_with_both_values_and_its_days():
    table = BenchmarkTable([row("ship", "100"), row("mine", "80", own=True, valid_to=date(2026, 3, 31))])
    (found,) = lowered_bars(table, "living_wage", KE, date(2026, 3, 1), date(2026, 4, 30))
    assert (found.first, found.last) == (date(2026, 3, 1), date(2026, 3, 31))
    assert (found.with_own.low, found.without_own.low) == (D(80), D(100))
