"""The tables as they stood on a day: an old audit gives its old bars, and what a replay lowers is printed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.bars.bar import lowered_bars, resolve_bar
from checker.facts.bars.replay import as_it_stood, said
from checker.facts.wage_audit import audit_pay
from checker.load.benchmarks import read_benchmarks
from checker.model.benchmark import Bar, BenchmarkTable, NoBar, WorkPlace
from tests.bars_for_tests import DAY, KE, MINIMUM, row
from tests.pay_for_tests import SCOPE, item, open_rows, payroll_row
from tests.unit.facts.bars.test_bar_laws import benchmark_rows, work_places

D = Decimal
FIRST = row("first", "90", valid_from=date(2025, 6, 1), checked_on=date(2025, 6, 1), superseded_by="later")
LATER = row("later", "100", valid_from=date(2026, 2, 1), checked_on=date(2026, 2, 20))


@pytest.mark.parametrize(
    ("change", "day", "bar"),
    [
        ({}, date(2026, 2, 19), "90"),
        ({}, date(2026, 2, 20), "100"),
        # A row that was recorded late was not in the table, whenever its source showed it.
        ({"recorded_on": date(2026, 5, 1)}, date(2026, 4, 30), "90"),
        ({"recorded_on": date(2026, 5, 1)}, date(2026, 5, 1), "100"),
        # A row that was there and is checked again later stays there.
        ({"recorded_on": date(2026, 2, 1), "checked_on": date(2026, 9, 1)}, date(2026, 2, 19), "100"),
        # Nothing said: from its own first day.
        ({"checked_on": None}, date(2026, 1, 31), "90"),
        ({"checked_on": None}, date(2026, 2, 1), "100"),
    ],
)
def test_a_row_counts_from_the_day_on_which_the_table_knew_it(change, day, bar):
    later = row("later", "100", **{"valid_from": date(2026, 2, 1), "checked_on": date(2026, 2, 20)} | change)
    found = resolve_bar(as_it_stood(BenchmarkTable([FIRST, later]), day), "living_wage", KE, DAY)
    assert (found.low, found.high) == (D(bar), D(bar))


def test_a_successor_that_was_not_known_does_not_end_a_row():
    table = BenchmarkTable([FIRST, LATER])
    assert as_it_stood(table, date(2026, 2, 1)).by_id["first"].superseded_by == ""
    assert as_it_stood(table, date(2026, 3, 1)).by_id["first"].superseded_by == "later"


def test_a_later_checking_does_not_make_a_rate_fresh_before_it():
    """Checked again in May 2026: on the table of April the rate of January 2025 has been stale since January 2026."""
    rate = row(
        "a", "100", valid_from=date(2025, 1, 1), recorded_on=date(2025, 1, 1), checked_on=date(2026, 5, 1), **MINIMUM
    )
    table = BenchmarkTable([rate])
    old, new = (resolve_bar(t, "minimum_wage", KE, DAY) for t in (as_it_stood(table, date(2026, 4, 1)), table))
    assert (old.low, old.high, old.stale) == (D(95), None, True)
    assert (new.low, new.high, new.stale) == (D(100), D(100), False)


def test_a_replay_says_how_much_it_left_out_and_which_rows_bear_no_date():
    table = BenchmarkTable([FIRST, LATER, row("mine", own=True, checked_on=None, country="UG")])
    text = said(as_it_stood(table, date(2026, 2, 1)))
    assert text == (
        "benchmarks as the table stood on 2026-02-01: 1 of 3 rows came later and is left out; 1 of your own rows does "
        "not say when it was recorded or checked, and counts from its day"
    )
    assert said(table) == ""


def test_a_bar_that_a_replay_lowers_is_reported_with_both_values():
    table = as_it_stood(BenchmarkTable([FIRST, LATER]), date(2026, 2, 1))
    (found,) = lowered_bars(table, "living_wage", KE, date(2026, 1, 1), date(2026, 3, 31))
    assert (found.first, found.last) == (date(2026, 2, 1), date(2026, 3, 31))
    assert (found.with_own.low, found.without_own.low) == (D(90), D(100))


def test_a_replay_that_takes_the_only_figure_away_is_reported():
    table = as_it_stood(BenchmarkTable([LATER]), date(2026, 2, 1))
    (found,) = lowered_bars(table, "living_wage", KE, date(2026, 3, 1), date(2026, 3, 31))
    assert isinstance(found.with_own, NoBar)
    assert found.without_own.low == D(100)


def test_the_shipped_table_stands_today_as_it_is_and_in_2020_lacks_what_came_since():
    table = read_benchmarks()
    newest = max(one.known_on for one in table.rows)
    assert as_it_stood(table, newest).rows == table.rows
    old = as_it_stood(table, date(2020, 12, 31))
    assert 0 < len(old.rows) < len(table.rows)
    assert all(one.valid_from <= date(2020, 12, 31) for one in old.rows)


def test_every_row_that_came_after_the_first_collection_says_when():
    """730 rows came with it and bear no recorded_on; a row more has to say its day, or an old audit changes."""
    assert sum(one.recorded_on is None for one in read_benchmarks().rows) == 730


def test_an_audit_repeated_with_the_old_table_gives_the_old_result(tmp_path: Path):
    """95 KES an hour: enough in January's table (90), too little in today's (100); the notes say which it was."""
    pay = open_rows(tmp_path, [payroll_row("a", 95 * 160, period_start="2026-03-01", period_end="2026-03-31")])
    table = BenchmarkTable([FIRST, LATER])
    share = {}
    for name, benchmarks in (("old", as_it_stood(table, date(2026, 1, 31))), ("new", table)):
        found = audit_pay([pay], [item()], "supplier", SCOPE, benchmarks, ())
        share[name] = found.metrics["share_below_living_wage"].low
        assert any(note.startswith("benchmarks as the table stood on 2026-01-31") for note in found.notes) is (
            name == "old"
        )
    assert share == {"old": 0.0, "new": 1.0}


def test_an_audit_names_a_bar_that_a_replay_or_an_own_table_lowers_with_both_values(tmp_path: Path):
    """Own rows ask for 80 KES from 15 February; without them it is 90 to the end of January and 100 from then on."""
    pay = open_rows(tmp_path, [payroll_row(f"w{n}", period_end="2026-03-31") for n in range(5)])
    own = row("mine", "80", own=True, valid_from=date(2026, 2, 15))
    table = BenchmarkTable([FIRST, LATER, own])

    def lowered(benchmarks: BenchmarkTable) -> list[str]:
        return [n for n in audit_pay([pay], [item()], "supplier", SCOPE, benchmarks, ()).notes if " lowers the " in n]

    assert lowered(table) == [
        "a table of your own lowers the living wage of KE from 2026-02-15 to 2026-03-31: 80.00 KES an hour in place of"
        " 100.00 KES an hour"
    ]
    assert lowered(as_it_stood(BenchmarkTable([FIRST, LATER]), date(2026, 2, 1))) == [
        "the table as it stood lowers the living wage of KE from 2026-02-01 to 2026-03-31: 90.00 KES an hour in place"
        " of 100.00 KES an hour"
    ]
    assert lowered(BenchmarkTable([FIRST, LATER])) == []
    assert lowered(BenchmarkTable([FIRST, LATER, row("mine", "120", own=True)])) == []


@given(benchmark_rows(), work_places(), st.sampled_from(("living_wage", "minimum_wage")))
def test_a_table_that_knew_all_rows_gives_the_same_bars(rows, place, kind):
    table = BenchmarkTable(rows)
    replayed = as_it_stood(table, max(one.known_on for one in rows))
    assert replayed.rows == table.rows
    one, two = (resolve_bar(t, kind, place, DAY) for t in (table, replayed))
    assert one == two if isinstance(one, Bar) else one.why == two.why
    assert WorkPlace("KE") == KE
