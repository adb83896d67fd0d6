"""Currencies that changed code: a figure in the old one is restated by law, pay in the old one is undecided.

Expected values by hand from the rates that laws fixed: 1 EUR = 1.95583 BGN, 1 VES = 100,000 VEF, 1 SLE = 1,000 SLL.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from checker.facts.bars.bar import bar_calendar, resolve_bar
from checker.facts.bars.currency_changes import why_ended
from checker.load.currency_changes import currency_changes
from checker.load.exchange_rates import read_rate_tables
from checker.model.benchmark import Bar, BenchmarkTable, WorkPlace
from checker.model.evidence import Period
from checker.model.exchange import CurrencyChange, factor
from tests.pay_for_tests import SCOPE, audit_rows, ends, payroll_row, rates_of, table_of

SHARE = "share_below_living_wage"
ANY = SCOPE._replace(period=Period(None, None))
BG = WorkPlace("BG")
HEADER = "country,kind,amount,currency,period,gross_or_net,valid_from\n"
LEVS = HEADER + "BG,living_wage,19.5583,BGN,hour,gross,2025-06-01\n"  # 10 EUR an hour
BELOW, FINE, UNDECIDED = (1.0, 1.0), (0.0, 0.0), (0.0, 1.0)


def test_a_figure_in_levs_is_a_figure_in_euro_from_the_first_day_of_the_euro_on():
    table = table_of(LEVS)
    before, after = (resolve_bar(table, "living_wage", BG, day) for day in (date(2025, 12, 31), date(2026, 1, 1)))
    assert (before.low, before.high, before.currency) == (Decimal("19.5583"), Decimal("19.5583"), "BGN")
    assert (after.low, after.high, after.currency) == (Decimal(10), Decimal(10), "EUR")
    assert after.reasons == (
        "the figure is in BGN, which EUR replaced on 2026-01-01: 1 EUR = 1.95583 BGN "
        "(Council Regulation (EC) No 2866/98, Article 1, as amended)",
    )
    assert [s.first for s in bar_calendar(table, "living_wage", BG, date(2025, 12, 1), date(2026, 1, 31))] == [
        date(2025, 12, 1),
        date(2026, 1, 1),
    ]


def test_levels_in_old_and_new_money_are_compared_in_the_new():
    # The country's rate in euro, the region's still printed in levs: 5.5 and 5 EUR.
    text = (
        "country,region_code,kind,amount,currency,period,gross_or_net,valid_from,checked_on\n"
        "BG,,minimum_wage,5.5,EUR,hour,gross,2026-01-01,2026-01-01\n"
        "BG,BG-22,minimum_wage,9.77915,BGN,hour,gross,2025-06-01,2025-06-01\n"
    )
    bar = resolve_bar(table_of(text), "minimum_wage", WorkPlace("BG", "BG-22"), date(2026, 3, 1))
    assert (bar.low, bar.high, bar.currency) == (Decimal("5.5"), Decimal("5.5"), "EUR")


def test_a_stale_figure_stays_stale_when_it_is_restated():
    text = HEADER + "HR,living_wage,75.345,HRK,hour,gross,2020-01-01\n"  # 10 EUR, stale since July 2021
    bar = resolve_bar(table_of(text), "living_wage", WorkPlace("HR"), date(2023, 6, 1))
    assert (bar.low, bar.high, bar.currency, bar.stale) == (Decimal("9.5"), None, "EUR", True)


def test_a_chain_of_changes_is_followed():
    one = CurrencyChange("AAA", "BBB", Decimal(1000), date(2010, 1, 1), date(2009, 12, 31), "first", "u", "c")
    two = CurrencyChange("BBB", "CCC", Decimal(2), date(2020, 1, 1), date(2019, 12, 31), "second", "u", "c")
    changes = {"AAA": one, "BBB": two}
    assert factor(changes, "AAA", "CCC", "2020-01") == (Decimal("0.0005"), f"{one.law}; {two.law}")
    assert factor(changes, "AAA", "CCC", "2019-12") is None
    assert factor(changes, "CCC", "AAA", "2020-01") is None


@pytest.mark.parametrize(
    ("currency", "month", "ended"),
    [("BGN", "2025-12", False), ("BGN", "2026-01", True), ("VEF", "2018-08", False), ("VEF", "2018-09", True),
     ("SLL", "2023-12", False), ("SLL", "2024-01", True), ("EUR", "2026-01", False), (None, "2026-01", False)],
)  # fmt: skip
def test_pay_in_an_ended_currency_cannot_be_read(currency, month, ended):
    why = why_ended(BenchmarkTable((), changes=currency_changes()), currency, month)
    assert bool(why) is ended
    if ended:
        assert why.startswith(f"pay of {month} is in {currency}, which ")
        assert "give the pay in" in why


def pay(amount: float, currency: str, month: str = "2026-02", **other: object) -> dict[str, object]:
    """Return a month of 160 hours in Bulgaria."""
    last = {"2026-01": 31, "2026-02": 28, "2025-12": 31}[month]
    days = {"period_start": f"{month}-01", "period_end": f"{month}-{last}"}
    return payroll_row("a", amount, 160, country="BG", currency=currency, **days) | other


@pytest.mark.parametrize(
    ("row", "outcome", "words"),
    [
        # 10 EUR an hour x 160
        (pay(1600, "EUR"), FINE, ""),
        (pay(1599, "EUR"), BELOW, ""),
        (pay(3130, "BGN", "2025-12"), FINE, ""),  # 19.5583 x 160 = 3,129.33
        (pay(3129, "BGN", "2025-12"), BELOW, ""),
        (pay(1600, "EUR", "2025-12"), UNDECIDED, "no exchange rate EUR to BGN for 2025-12"),
        # 3,200 levs would be enough and 1,500 euro would not: nobody knows which the figures are.
        (pay(3200, "BGN"), UNDECIDED, "pay of 2026-02 is in BGN, which EUR replaced on 2026-01-01"),
        (pay(1500, "BGN"), UNDECIDED, "give the pay in EUR"),
        (pay(1600, "EUR", "2026-01", period_start="2025-12-16"), UNDECIDED,
         "no living wage for BG over 2025-12-16 to 2026-01-31: the figures are in BGN and EUR"),
    ],
)  # fmt: skip
def test_pay_across_the_change_of_a_currency(tmp_path: Path, row, outcome, words):
    found = audit_rows(tmp_path, [row], benchmarks=LEVS, scope=ANY, wanted=frozenset({SHARE}))
    assert ends(found, SHARE) == outcome
    assert words in " ".join(found.notes)


def test_pay_in_a_third_currency_is_compared_in_the_new_money(tmp_path: Path):
    # 10 EUR x 160 = 1,600 EUR = 240,000 KES at 150.
    for amount, outcome in ((240_000, FINE), (239_000, BELOW)):
        rates = [rates_of("2026-02,EUR,KES,150")]
        found = audit_rows(tmp_path, [pay(amount, "KES")], benchmarks=LEVS, rates=rates, wanted=frozenset({SHARE}))
        assert ends(found, SHARE) == outcome
        assert [(use.base, use.to, use.rate) for use in found.fx] == [("KES", "EUR", 1 / 150)]


def test_the_report_says_in_which_money_figure_and_bar_are(tmp_path: Path):
    found = audit_rows(tmp_path, [pay(1600, "EUR")], benchmarks=LEVS)
    (use,) = [use for use in found.benchmarks if use.kind == "living_wage"]
    assert (use.amount, use.currency, use.bar, use.bar_currency) == ("19.5583", "BGN", (10.0, 10.0), "EUR")
    assert "1 EUR = 1.95583 BGN" in use.why


def test_the_bolivar_of_before_2018_is_undecided_and_not_wrong_by_five_zeros(tmp_path: Path):
    bar = HEADER + "VE,living_wage,20,VES,hour,gross,2018-09-01\n"
    row = payroll_row("a", 3200, 160, country="VE", currency="VEF", period_start="2018-10-01", period_end="2018-10-31")
    found = audit_rows(tmp_path, [row], benchmarks=bar, scope=ANY, wanted=frozenset({SHARE}))
    assert ends(found, SHARE) == UNDECIDED
    assert "pay of 2018-10 is in VEF, which VES replaced on 2018-08-20" in " ".join(found.notes)


def test_a_currency_with_no_rate_in_one_month_leaves_that_month_undecided(tmp_path: Path):
    """10 KES an hour at 100 KES to the dollar: 16 USD in January is the line; February has no rate anywhere."""
    rates = [rates_of("2026-01,USD,KES,100")]
    months = [("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-02-28")]
    rows = [payroll_row("a", 16, currency="USD", period_start=a, period_end=b) for a, b in months]
    found = audit_rows(tmp_path, rows, rates=rates, wanted=frozenset({SHARE}))
    assert ends(found, SHARE) == UNDECIDED
    assert any(
        note.startswith("no exchange rate USD to KES for 2026-02: fx.csv has this pair for 2026-01, but not for")
        for note in found.notes
    )
    # The month that has a rate decides alone where it is below.
    rows[0]["pay"] = 15
    assert ends(audit_rows(tmp_path, rows, rates=rates, wanted=frozenset({SHARE})), SHARE) == BELOW


def test_a_month_that_the_users_table_lacks_is_taken_from_the_next_and_said(tmp_path: Path):
    (tmp_path / "fx.csv").write_text("month,base,currency,rate\n2026-01,USD,KES,130\n")
    rates = read_rate_tables(tmp_path / "fx.csv")
    row = payroll_row("a", 100, currency="USD", period_start="2026-02-01", period_end="2026-02-28")
    found = audit_rows(tmp_path, [row], rates=rates)
    (use,) = found.fx
    assert use.source.startswith("HMRC")
    assert "but not for 2026-02" in use.note


@pytest.mark.parametrize("first", ["2026-02-01", "2026-01-16"])
def test_a_benchmark_newer_than_the_work_never_judges_it(tmp_path: Path, first: str):
    """A figure that begins in the month or after it: no bar for the days before, and the reason names its first day."""
    bar = f"benchmark_id,{HEADER}new,KE,living_wage,10,KES,hour,gross,{first}\n"
    for amount in ("1600", "1"):
        found = audit_rows(tmp_path, [payroll_row("a", amount)], benchmarks=bar, wanted=frozenset({SHARE}))
        assert ends(found, SHARE) == UNDECIDED
        assert any("no living wage for KE in 2026-01" in note for note in found.notes), found.notes


def test_every_shipped_change_is_dated_cited_and_of_two_known_currencies():
    changes = {change.old: change for change in currency_changes()}
    assert {"BGN", "HRK", "VEF"} <= set(changes)
    for change in changes.values():
        assert change.old_per_new > 0
        assert change.source_url.startswith("http")
        # The old money was legal tender until the day before at least.
        assert (change.changed_on - change.old_until).days <= 1
        assert change.new not in changes or changes[change.new].changed_on > change.changed_on
    assert isinstance(resolve_bar(table_of(LEVS), "living_wage", BG, date(2026, 6, 1)), Bar)
