"""Exchange rates: the user's table first, inverse and cross inside one table, refused entries, missing months."""

from __future__ import annotations

import csv
import statistics
from decimal import Decimal
from pathlib import Path

import pytest

from checker.errors import BenchmarkError
from checker.facts.exchange import PARALLEL_MARKETS, parallel_note, rate
from checker.load.exchange_rates import REFUSED, HmrcRates, read_rate_tables
from checker.load.user_rates import UserRates, read_user_rates
from checker.model.codes import is_currency
from checker.model.exchange import NoRate, Rate

ROOT = Path(__file__).resolve().parents[3]
TREASURY = ROOT.parent / "shared/data/fx/ustreasury_RprtRateXchgCln_20210101_20251231_with_codes.csv"

MONTH = "2026-03"
TABLE = """month,base,currency,rate
2026-03,USD,KES,130
2026-03,USD,PHP,65
2026-02,EUR,KES,150
2026-03,GBP,USD,1.25
"""


@pytest.fixture
def user(tmp_path) -> UserRates:
    (tmp_path / "fx.csv").write_text(TABLE)
    return read_user_rates(tmp_path / "fx.csv")


@pytest.mark.parametrize(
    ("base", "to", "value", "route"),
    [
        ("USD", "KES", "130", "direct"),
        ("USD", "GBP", "0.8", "inverse"),
        ("KES", "PHP", "0.5", "cross over USD"),
        ("GBP", "KES", "162.5", "cross over USD"),
        ("KES", "KES", "1", "same"),
    ],
)
def test_a_users_table_gives_direct_inverse_and_cross_rates(user, base, to, value, route):
    found = rate([user], base, to, MONTH)
    assert isinstance(found, Rate)
    assert abs(found.value - Decimal(value)) < Decimal("1e-20")
    assert found.route == route


def test_a_missing_rate_names_pair_and_month(user):
    found = rate([user], "EUR", "KES", MONTH)
    assert isinstance(found, NoRate)
    assert "EUR to KES for 2026-03" in found.reason


def test_the_users_table_is_asked_first_and_tables_are_never_mixed(user):
    tables = [user, HmrcRates()]
    assert rate(tables, "USD", "KES", MONTH).source == user.name
    # EUR to KES stands in the user's table for February only: March comes whole from the second table.
    second = rate(tables, "EUR", "KES", MONTH)
    assert second.source.startswith("HMRC")
    hmrc = HmrcRates()
    assert second.value == hmrc.units_per_gbp("KES", MONTH) / hmrc.units_per_gbp("EUR", MONTH)


def test_no_cross_over_two_months(user):
    assert isinstance(rate([user], "EUR", "USD", "2026-02"), NoRate)


BAD = [
    ("2026-13,USD,KES,1", "month: '2026-13' is not a month"),
    ("03/2026,USD,KES,1", "is not a month; write YYYY-MM"),
    ("2026-03,US,KES,1", "base: 'US' is not a currency code"),
    ("2026-03,USD,USD,1", "currency: is the same as base"),
    ("2026-03,USD,KES,0", "rate: '0' is not a rate above zero"),
    ("2026-03,USD,KES,-1", "'-1' is not a rate above zero"),
    ('2026-03,USD,KES,"129,53"', "'129,53' is not a rate above zero; write 129.53"),
    ("2026-03,USD,KES", "'' is not a rate above zero"),
    ("2026-03,USD,KES,1\n2026-03,USD,KES,2", ":3, 2026-03 USD KES: stands twice"),
]


@pytest.mark.parametrize(("lines", "words"), BAD, ids=[words for _, words in BAD])
def test_a_bad_line_of_a_users_table_is_named(tmp_path, lines, words):
    (tmp_path / "fx.csv").write_text("month,base,currency,rate\n" + lines + "\n")
    with pytest.raises(BenchmarkError) as caught:
        read_rate_tables(tmp_path / "fx.csv")
    assert words in str(caught.value)


def test_a_users_table_without_its_columns_is_refused(tmp_path):
    (tmp_path / "fx.csv").write_text("month,from,to,rate\n2026-03,USD,KES,130\n")
    with pytest.raises(BenchmarkError, match="lacks the columns base, currency"):
        read_rate_tables(tmp_path / "fx.csv")


def test_a_file_that_is_not_there_is_an_answer_to_the_user(tmp_path):
    with pytest.raises(BenchmarkError, match="cannot be read"):
        read_rate_tables(tmp_path / "none.csv")


# ---- the packaged table


@pytest.mark.parametrize(
    ("code", "month", "words"),
    [
        ("BRL", "2019-04", "out by an order of magnitude"),
        ("HRK", "2023-02", "is the euro's"),
        ("BYR", "2016-12", "new rouble"),
        ("TOP", "2023-09", "Australian dollar"),
        ("ZWL", "2023-10", "361.9"),
        ("KES", "2013-01", "is not in"),
        ("VES", "2025-12", "is not in"),
        ("ATS", "2026-01", "is not in"),
    ],
)
def test_an_entry_that_cannot_be_right_or_is_not_there_is_refused(code, month, words):
    found = rate([HmrcRates()], "USD", code, month)
    assert isinstance(found, NoRate)
    assert words in found.why
    assert f"USD to {code} for {month}" in found.reason


def test_a_currency_that_left_iso_is_still_found_for_its_time():
    assert isinstance(rate([HmrcRates()], "BGN", "EUR", "2025-06"), Rate)


# Real breaks: devaluations and reforms of the official rate, month in which the new rate first stands.
BREAKS = {("ARS", "2024-01"), ("IRR", "2014-03"), ("LBP", "2023-03"), ("LBP", "2024-04"), ("LYD", "2021-02"),
          ("SDG", "2018-03"), ("SDG", "2018-11"), ("SDG", "2021-05"), ("UZS", "2017-10"),
          ("VEF", "2018-03")}  # fmt: skip


def test_no_rate_that_is_given_jumps_by_half_from_one_month_to_the_next_without_a_known_break():
    import hmrc_rates

    hmrc, previous, jumps = HmrcRates(), {}, set()
    months = [f"{m.year}-{m.month:02d}" for m in hmrc_rates.Rates().months()]
    codes = [c.code for c in hmrc_rates.Rates().currencies(hmrc_rates.RateType.MONTHLY)]
    for month in months:
        for code in codes:
            now = hmrc.units_per_gbp(code, month)
            if not isinstance(now, Decimal):
                continue
            before = previous.get(code, now)
            if not Decimal("0.5") < now / before < 2:
                jumps.add((code, month))
            previous[code] = now
    assert jumps == BREAKS


def test_every_refused_currency_is_one():
    assert all(is_currency(code) for code in REFUSED)


@pytest.mark.skipif(not TREASURY.exists(), reason="the US Treasury's table of rates is not beside the repository")
def test_the_packaged_table_agrees_with_the_us_treasury():
    """Independent source: reporting rates of quarter ends; medians a currency within 5 %, half of them within 1.5 %."""
    hmrc, gaps = HmrcRates(), {}
    with TREASURY.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            code, month = row["ISO Currency Code"], row["Record Date"][:7]
            year, number = int(month[:4]), int(month[5:])
            after = f"{year + number // 12}-{number % 12 + 1:02d}"  # a month's customs rate is set before the month
            found = rate([hmrc], "USD", code, after) if is_currency(code) else None
            if isinstance(found, Rate) and row["Record Date"] == row["Effective Date"] and code != "USD":
                gaps.setdefault(code, []).append(abs(float(found.value) / float(row["Exchange Rate"]) - 1))
    medians = {code: statistics.median(values) for code, values in gaps.items() if len(values) >= 8}
    assert len(medians) > 80
    assert {code for code, gap in medians.items() if gap > 0.05} == {"MMK", "SDG", "YER"}
    assert statistics.median(medians.values()) < 0.015
    assert {"MMK", "SDG", "YER"} <= PARALLEL_MARKETS


@pytest.mark.parametrize(("base", "to", "doubt"), [("USD", "NGN", True), ("ETB", "KES", True), ("USD", "KES", False)])
def test_a_parallel_market_is_noted(base, to, doubt):
    assert bool(parallel_note(base, to)) is doubt
    assert bool(rate([HmrcRates()], base, to, MONTH).note) is doubt
