"""Which row a bar comes from, what the commands print of it, and the calendar of a place."""

from __future__ import annotations

from datetime import date

import pytest

from checker.facts.bars.bar import bar_calendar, bars_for, lowered_bars
from checker.facts.bars.places import plain
from checker.facts.bars.query import countries_with_a_pass, list_grounds, show_place
from checker.facts.bars.staleness import add_months
from checker.model.benchmark import Bar, BenchmarkTable, WorkPlace
from tests.bars_for_tests import CITY, DAY, KE, D, row


def test_a_users_row_that_raises_the_bar_or_closes_it_above_is_not_reported():
    table = BenchmarkTable([row("ship", "100", basis="net"), row("mine", "110", own=True)])
    assert lowered_bars(table, "living_wage", KE, DAY, DAY) == []


# ---- calendar


def test_a_calendar_changes_on_the_day_of_the_new_rate():
    rows = [row("a", "100", valid_from=date(2025, 4, 1)), row("b", "110", valid_from=date(2026, 4, 1))]
    spells = bar_calendar(BenchmarkTable(rows), "living_wage", KE, date(2026, 3, 1), date(2026, 4, 30))
    assert [(s.first, s.last, s.bar.low) for s in spells] == [
        (date(2026, 3, 1), date(2026, 3, 31), D(100)),
        (date(2026, 4, 1), date(2026, 4, 30), D(110)),
    ]


def test_a_calendar_has_gaps_staleness_and_a_years_end():
    rows = [row("a", "100", valid_from=date(2023, 1, 1), valid_to=date(2025, 6, 30), date_precision="year")]
    spells = bar_calendar(BenchmarkTable(rows), "living_wage", KE, date(2023, 12, 1), date(2025, 12, 31))
    found = [(s.first, s.bar.low if isinstance(s.bar, Bar) else None) for s in spells]
    assert found == [
        (date(2023, 12, 1), None),  # the first day in 2023 is not known
        (date(2024, 1, 1), D(100)),
        (date(2024, 7, 2), D(95)),  # 18 months after 2023-01-01 is 2024-07-01
        (date(2025, 7, 1), None),
    ]


def test_one_calendar_for_each_place_over_all_its_spans():
    table = BenchmarkTable([row("a"), row("b", "150", **CITY)])
    nairobi = KE._replace(city="Nairobi")
    found = bars_for(
        table,
        "living_wage",
        [(KE, DAY, DAY), (nairobi, DAY, DAY), (nairobi, date(2026, 5, 1), date(2026, 5, 31))],
    )
    assert {place: [(s.first, s.last, s.bar.low) for s in spells] for place, spells in found.items()} == {
        KE: [(DAY, DAY, D(100))],
        nairobi: [(DAY, date(2026, 5, 31), D(150))],
    }


# ---- what the commands print


def test_show_gives_a_reason_for_every_row():
    rows = [
        row("used", "150", **CITY),
        row("old", "140", **CITY | {"valid_from": date(2025, 6, 1)}),
        row("country"),
        row("line", kind="poverty_line"),
        row("family", applies_to="household_total"),
        row("later", valid_from=date(2027, 1, 1)),
        row("thika", **CITY | {"region_name": "Thika"}),
        row("farm", area="rural"),
    ]
    shown = show_place(BenchmarkTable(rows), "living_wage", WorkPlace("KE", "KE-30", "Nairobi", "urban"), DAY)
    assert {c.row.id: c.why for c in shown.candidates} == {
        "used": "the only row behind the bar",
        "old": "older than used",
        "country": "coarser than used",
        "line": "a poverty line, not a wage",
        "family": "what a whole household needs, not one wage",
        "later": "in force from 2027-01-01 only",
        "thika": "for another place: KE-30 Thika",
        "farm": "for rural places",
    }
    assert shown.candidates[0].use == "decides"
    assert shown.bar.ids == ("used",)


def test_list_says_where_a_pass_is_possible_and_why_not():
    rows = [
        row("a", licence_flag="CC BY"),
        row("b", basis="net", country="UG"),
        row("c", country="TZ", valid_from=date(2027, 1, 1)),
    ]
    listed = list_grounds(BenchmarkTable(rows), DAY)
    assert [(e.country, e.can_pass, e.why, e.terms, e.age_months) for e in listed] == [
        ("KE", True, "", ("CC BY",), 2),
        ("UG", False, "b is a net figure, and pay is gross", (), 2),
    ]
    assert countries_with_a_pass(listed) == {"living_wage": ("KE",), "minimum_wage": ()}


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 10, 22), 18, date(2027, 4, 22)),
        (date(2024, 8, 31), 18, date(2026, 2, 28)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
    ],
)
def test_add_months(day, months, expected):
    assert add_months(day, months) == expected


def test_names_are_compared_without_accents_case_and_punctuation():
    assert plain("São Paulo") == plain("SAO-PAULO")
    assert plain("東京") != plain("大阪")
