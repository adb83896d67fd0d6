"""Laws of bars: hiding a place or growing older never helps, a calendar is its days."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from checker.facts.bars.bar import bar_calendar, resolve_bar
from checker.model.benchmark import Bar, BarChoices, BenchmarkTable, WorkPlace
from tests.bars_for_tests import DAY, row

# ---- laws
REGIONS = ("KE-30", "KE-01", "")
TOWNS = {"Nairobi": "KE-30", "Thika": "KE-01", "Kisumu": "KE-17"}


@st.composite
def benchmark_rows(draw):
    """Rows of one country of every extent, area, basis and age."""
    found = []
    for number in range(draw(st.integers(1, 7))):
        extent = draw(st.sampled_from(("all", "rest", "places", "zone", "at_least")))
        town = draw(st.sampled_from(("Nairobi", "Thika"))) if extent in ("places", "zone") else ""
        found.append(
            row(
                f"r{number}",
                str(draw(st.integers(50, 200))),
                kind=draw(st.sampled_from(("living_wage", "minimum_wage"))),
                extent=extent,
                area=draw(st.sampled_from(("national", "urban", "rural"))),
                region_code=draw(st.sampled_from(("", TOWNS[town]) if town else REGIONS)),
                region_name=town,
                basis=draw(st.sampled_from(("gross", "gross", "net"))),
                valid_from=draw(st.sampled_from((date(2024, 1, 1), date(2026, 1, 1), date(2026, 7, 1)))),
                valid_to=draw(st.sampled_from((None, None, date(2026, 1, 31)))),
                date_precision=draw(st.sampled_from(("day", "day", "year"))),
                period=draw(st.sampled_from(("hour", "day"))),
                own=draw(st.booleans()),
            )
        )
    return found


@st.composite
def work_places(draw):
    """Places known more or less well; a town lies in one region only."""
    city = draw(st.sampled_from((*TOWNS, None)))
    region = TOWNS[city] if city else draw(st.sampled_from(REGIONS[:2]))
    area = draw(st.sampled_from(("urban", "rural", None)))
    return WorkPlace("KE", draw(st.sampled_from((region, None))), city, area)


places = work_places()
kinds = st.sampled_from(("living_wage", "minimum_wage"))


def reaches(bar) -> Decimal | None:
    """Return the amount from which pay is shown not to be below; None where there is none."""
    return bar.high if isinstance(bar, Bar) else None


@settings(max_examples=400, deadline=None)
@given(benchmark_rows(), places, kinds, st.sampled_from(("region", "city", "area")))
def test_hiding_where_work_is_done_never_helps_to_pass(rows, place, kind, hidden):
    table = BenchmarkTable(rows)
    known = reaches(resolve_bar(table, kind, place, DAY))
    coarse = resolve_bar(table, kind, place._replace(**{hidden: None}), DAY)
    if reaches(coarse) is not None:
        assert known is not None
        assert reaches(coarse) >= known


@settings(max_examples=200, deadline=None)
@given(benchmark_rows(), places, kinds, st.integers(1, 40))
def test_growing_older_only_widens(rows, place, kind, months):
    """The same rows, seen as fresh and as of their age: the stale bar contains the fresh one."""
    table = BenchmarkTable(rows)
    ageless = BarChoices(living_wage_months=1200, minimum_wage_months=1200)
    aged = BarChoices(living_wage_months=months, minimum_wage_months=months)
    fresh, stale = (resolve_bar(table, kind, place, DAY, choices=choices) for choices in (ageless, aged))
    if isinstance(fresh, Bar):
        assert isinstance(stale, Bar)
        assert stale.low <= fresh.low
        assert stale.high is None or (fresh.high is not None and stale.high >= fresh.high)


@settings(max_examples=100, deadline=None)
@given(benchmark_rows(), places, kinds)
def test_a_calendar_agrees_with_every_single_day(rows, place, kind):
    table = BenchmarkTable(rows)
    first, last = date(2025, 6, 20), date(2026, 2, 10)
    spells = bar_calendar(table, kind, place, first, last)
    assert (spells[0].first, spells[-1].last) == (first, last)
    assert all(two.first - one.last == timedelta(days=1) for one, two in pairwise(spells))
    for spell in spells:
        for day in (spell.first, spell.last):
            single = resolve_bar(table, kind, place, day)
            if isinstance(single, Bar):
                assert spell.bar == single
            else:
                assert spell.bar.why == single.why


@given(benchmark_rows(), places, kinds)
def test_a_bar_is_an_interval_above_zero(rows, place, kind):
    bar = resolve_bar(BenchmarkTable(rows), kind, place, DAY)
    if isinstance(bar, Bar):
        assert bar.low > 0
        assert bar.high is None or bar.high >= bar.low
        assert bar.exact or bar.reasons
