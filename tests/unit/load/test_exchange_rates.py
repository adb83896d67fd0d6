"""Exchange rates: the user's table first, inverse and cross inside one table, refused entries, missing months."""

from __future__ import annotations

import csv
import statistics
from decimal import Decimal
from pathlib import Path

import pytest

from checker.errors import BenchmarkError
from checker.facts.bars.exchange import rate
from checker.load.currency_changes import parse_changes
from checker.load.exchange_rates import REFUSED, HmrcRates, LawRates, read_rate_tables
from checker.load.parallel_markets import parallel_markets, parse_markets
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
    assert {"MMK", "SDG", "YER"} <= parallel_markets().keys()


@pytest.mark.skipif(not TREASURY.exists(), reason="the US Treasury's table of rates is not beside the repository")
@pytest.mark.parametrize("code", ["MMK", "SDG", "YER"])
def test_what_is_said_of_two_official_tables_is_what_they_say(code):
    with TREASURY.open(encoding="utf-8-sig", newline="") as file:
        (row,) = (r for r in csv.DictReader(file) if (r["Record Date"], r["ISO Currency Code"]) == ("2025-12-31", code))
    theirs, customs = float(row["Exchange Rate"]), float(rate([HmrcRates()], "USD", code, "2026-01").value)
    assert parallel_markets()[code].said == f"{theirs:,.0f} against {customs:,.2f} to the dollar at the end of 2025"


WORLD_BANK = "(a wide gap that lasted when it was written: World Bank, The Parallel Exchange Rate Problem)"


@pytest.mark.parametrize(
    ("base", "to", "words"),
    [
        ("USD", "NGN", f"official rate; on a parallel market NGN has been worth less {WORLD_BANK}"),
        ("ETB", "KES", f"official rate; on a parallel market ETB has been worth less {WORLD_BANK}"),
        ("ARS", "EGP", f"official rate; on a parallel market ARS has been worth less {WORLD_BANK}; on a parallel"
         " market EGP has been worth less (a gap that the change of March 2024 closed: Arab Finance, on a report of the"
         " International Monetary Fund)"),
        ("USD", "KES", ""),
    ],
)  # fmt: skip
def test_a_parallel_market_is_noted_with_what_was_read_of_it_and_where(base, to, words):
    assert rate([HmrcRates()], base, to, MONTH).note == words


def test_a_users_rate_of_a_currency_with_a_parallel_market_is_not_called_official(tmp_path):
    text = "month,base,currency,rate\n2026-03,USD,NGN,1500\n2026-03,USD,KES,130\n"
    (tmp_path / "fx.csv").write_text(text)
    table = read_user_rates(tmp_path / "fx.csv")
    for base, to in (("NGN", "USD"), ("USD", "NGN"), ("NGN", "KES")):
        note = rate([table], base, to, MONTH).note
        assert "fx.csv gives the official rate or a market's is not known; on a parallel market NGN has been" in note
    assert rate([table], "USD", "KES", MONTH).note == ""


def test_what_a_law_fixed_has_no_market():
    """VEF became VES at 100,000 to one; no market had a say in it."""
    assert rate([LawRates()], "VEF", "VES", "2018-09").note == ""


def test_the_table_of_parallel_markets_holds_those_that_the_specification_names_each_with_its_source():
    assert {"VES", "ARS", "NGN", "ETB", "EGP"} <= parallel_markets().keys()
    assert all(found.source_url.startswith("https://") and found.confidence for found in parallel_markets().values())


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("NAIRA,a gap,A paper,https://a.example,read,", ":2, currency: 'NAIRA' is not a currency code"),
        ("NGN,a gap,,https://a.example,read,", "needs what is said of it, its source, address and how it was read"),
        ("NGN,a gap,A,https://a.example,read,\nNGN,a gap,B,https://b.example,read,", ":3, currency: NGN stands twice"),
    ],
)
def test_a_row_without_a_source_is_no_row(row, words):
    _, problems = parse_markets(f"currency,said,source_title,source_url,confidence,notes\n{row}\n", "markets.csv")
    assert any(words in str(problem) for problem in problems), problems


# ---- what a user's table may not say


SLIPS = [
    # HMRC has 129 to 130 KES to the dollar in March 2026.
    ("2026-03,KES,USD,130", "1 KES = 130 USD looks like the wrong way round: HMRC"),
    ("2026-03,USD,KES,0.0077", "exchange base and currency, or invert the rate"),
    ("2026-03,USD,KES,130\n2026-03,KES,USD,0.009", ":3, 2026-03 KES USD: 1 KES = 0.009 USD does not agree with line 2"),
    ("2026-03,EUR,BGN,2.5", "is not what the law fixed: 1 EUR = 1.95583 BGN (Council Regulation (EC) No 2866/98"),
    ("2026-03,BGN,EUR,1.95583", "is not what the law fixed"),
    ("2026-03,USD,KES,1e400", "is no rate between two currencies"),
    ("2026-03,USD,KES,1e-30", "is no rate between two currencies"),
    ("2026-03,USD,KES,inf", "'inf' is not a rate above zero"),
    ("2026-03,USD,KES,=1+1", "'=1+1' is not a rate above zero"),
    ("2026-00,USD,KES,1", "month: '2026-00' is not a month"),
    ("2026-3,USD,KES,130", "month: '2026-3' is not a month"),
    ("2026-03,USD,KES,130,5,6", "6 cells under 4 columns"),
    ("2026-03,USD,KES,130\n2026-03,USD,KES,130", "stands twice in the table (first in line 2); keep one rate"),
]


@pytest.mark.parametrize(("lines", "words"), SLIPS, ids=[words for _, words in SLIPS])
def test_a_slip_in_a_users_table_is_refused_with_its_line(tmp_path, lines, words):
    (tmp_path / "fx.csv").write_text("month,base,currency,rate\n" + lines + "\n")
    with pytest.raises(BenchmarkError) as caught:
        read_rate_tables(tmp_path / "fx.csv")
    assert words in str(caught.value)


FINE = [
    "2026-03,USD,KES,128",  # a bank's rate
    "2026-03,USD,NGN,3000",  # a market's, twice the official one
    "2026-03,USD,KES,130\n2026-03,KES,USD,0.00769",  # both ways, rounded
    "2026-03,EUR,BGN,1.95583",
    "2026-03,EUR,BGN,1.956",
    "2026-03,USD,EUR,1.1",  # near one, either way round is possible
]


@pytest.mark.parametrize("lines", FINE)
def test_what_another_market_may_say_is_left_to_the_user(tmp_path, lines):
    (tmp_path / "fx.csv").write_text("month,base,currency,rate\n" + lines + "\n")
    assert read_rate_tables(tmp_path / "fx.csv")[0].name.endswith("fx.csv")


def test_all_slips_of_a_table_come_together_in_the_order_of_their_lines(tmp_path):
    lines = "2026-03,KES,USD,130\n2026-99,USD,PHP,56\n2026-03,USD,XXY,5\n"
    (tmp_path / "fx.csv").write_text("month,base,currency,rate\n" + lines)
    with pytest.raises(BenchmarkError) as caught:
        read_rate_tables(tmp_path / "fx.csv")
    assert [problem.line for problem in caught.value.problems] == [2, 3, 4]


BROKEN = [
    (b"", "is empty"),
    (b"month,base,currency,rate\n", "has a header and no rate"),
    (b"month,base,base,currency,rate\n", "base: stands twice in the header"),
    (b"month,base,currency,rate\n2026-03,USD,K\0S,1\n", "holds NUL bytes"),
    ("month,base,currency,rate\n2026-03,USD,KES,1\n".encode("utf-16"), "is not UTF-8 text"),
    (b"month,base,currency,rate\n2026-03,USD,KES," + b"9" * 200_000, "is not CSV (field larger than field limit"),
]


@pytest.mark.parametrize(("data", "words"), BROKEN, ids=[words for _, words in BROKEN])
def test_a_file_that_is_no_table_of_rates_is_refused(tmp_path, data, words):
    (tmp_path / "fx.csv").write_bytes(data)
    with pytest.raises(BenchmarkError) as caught:
        read_rate_tables(tmp_path / "fx.csv")
    assert words in str(caught.value)


def test_a_month_that_a_users_table_lacks_is_said_where_another_table_fills_it(tmp_path):
    (tmp_path / "fx.csv").write_text("month,base,currency,rate\n2026-02,USD,KES,130\n2026-04,KES,USD,0.0077\n")
    tables = read_rate_tables(tmp_path / "fx.csv")
    filled = rate(tables, "USD", "KES", MONTH)
    assert filled.source.startswith("HMRC")
    assert "has this pair for 2 months from 2026-02 to 2026-04, but not for 2026-03" in filled.note
    assert rate(tables, "USD", "KES", "2026-02").note == ""
    alone = rate(tables[:1], "USD", "KES", MONTH)
    assert isinstance(alone, NoRate)
    assert "no exchange rate USD to KES for 2026-03:" in alone.reason
    assert "but not for 2026-03" in alone.reason


def test_a_source_beside_a_rate_is_printed_with_it(tmp_path):
    text = "month,base,currency,rate,source\n2026-03,USD,KES,130,Central Bank of Kenya\n2026-03,USD,PHP,56,\n"
    (tmp_path / "fx.csv").write_text(text)
    table = read_user_rates(tmp_path / "fx.csv")
    assert rate([table], "KES", "USD", MONTH).source.endswith("fx.csv: Central Bank of Kenya")
    assert rate([table], "USD", "PHP", MONTH).source.endswith("fx.csv")


# ---- what a law fixed


@pytest.mark.parametrize(
    ("base", "to", "month", "value"),
    [
        ("BGN", "EUR", "2026-01", "0.5112918811962"),  # 1 / 1.95583
        ("EUR", "BGN", "2026-02", "1.95583"),
        ("VEF", "VES", "2018-08", "0.00001"),
        ("SLL", "SLE", "2023-05", "0.001"),
    ],
)
def test_a_rate_fixed_by_law_holds_from_the_month_of_the_change(base, to, month, value):
    found = rate([LawRates()], base, to, month)
    assert abs(found.value / Decimal(value) - 1) < Decimal("1e-12")
    assert found.route == "fixed by law"
    assert "(" in found.source
    before = {"BGN": "2025-12", "EUR": "2025-12", "VEF": "2018-07", "SLL": "2022-06"}[base]
    assert isinstance(rate([LawRates()], base, to, before), NoRate)


def test_a_table_of_changes_says_what_is_wrong_with_it():
    header = "old,new,old_per_new,changed_on,old_until,source_title,source_url,confidence,notes\n"
    _, found = parse_changes(header + "BGN,BGN,0,2026-13-01,,,,,\n", "c.csv")
    text = "\n".join(map(str, found))
    for words in ("needs an amount above zero", "'2026-13-01' is not a date", "its source, address", "same as old"):
        assert words in text
