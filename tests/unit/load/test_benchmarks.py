"""Reading benchmark tables: what a user's file may leave out, and every problem of a file together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from checker.errors import BenchmarkError
from checker.load.benchmarks import read_benchmarks
from checker.model.benchmark import BenchmarkTable

SHORTEST = "country,kind,amount,currency,period,valid_from\n"


def own_rows(folder, text: str | bytes, name: str = "mine.csv"):
    return [row for row in read(folder, text, name).rows if row.own]


def read(folder, text: str | bytes, name: str = "mine.csv") -> BenchmarkTable:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_benchmarks([file])


def problems(folder, text: str | bytes) -> str:
    with pytest.raises(BenchmarkError) as caught:
        read(folder, text)
    return str(caught.value)


def test_shipped_tables_are_read_without_a_users_file():
    table = read_benchmarks()
    assert (len(table.rows), len(table.hours)) == (730, 108)
    assert not table.has_own
    assert [(file.path, len(file.sha256)) for file in table.inputs] == [
        ("standards/benchmarks/living_wages.csv", 64),
        ("standards/benchmarks/minimum_wages.csv", 64),
        ("standards/benchmarks/hours.csv", 64),
        ("standards/benchmarks/currency_changes.csv", 64),
    ]


def test_what_a_user_leaves_out_is_taken_in_the_way_that_proves_least(tmp_path):
    (row,) = own_rows(tmp_path, SHORTEST + "KE,living_wage,40000,KES,month,2026-01-01\n")
    assert (row.id, row.own, row.line) == ("mine:2", True, 2)
    assert (row.basis, row.applies_to, row.restated) == ("not stated", "adult_general", False)
    assert (row.area, row.extent, row.hours_per_week, row.amount) == ("national", "all", None, Decimal(40000))
    assert row.source_title.endswith("mine.csv")


@pytest.mark.parametrize(
    ("cell", "first", "precision"),
    [
        ("2026", date(2026, 1, 1), "year"),
        ("2026-03", date(2026, 3, 1), "month"),
        ("2026-03-15", date(2026, 3, 15), "day"),
    ],
)
def test_a_first_day_says_how_precisely_it_is_known(tmp_path, cell, first, precision):
    (row,) = own_rows(tmp_path, SHORTEST + f"KE,living_wage,1,KES,hour,{cell}\n")
    assert (row.valid_from, row.date_precision) == (first, precision)


@pytest.mark.parametrize("row", ["BG,living_wage,1,BGN,hour,2025-12-31", "SL,living_wage,1,SLL,hour,2023-06-01"])
def test_a_figure_of_the_time_of_its_currency_is_read(tmp_path, row):
    """The old leone was legal tender beside the new one until the end of 2023."""
    assert len(own_rows(tmp_path, SHORTEST + row + "\n")) == 1


def test_a_named_part_without_a_code_never_speaks_for_the_whole_country(tmp_path):
    header = "country,region_name,area,kind,amount,currency,period,valid_from\n"
    (row,) = own_rows(tmp_path, header + "MX,Michoacan,rural,living_wage,1,MXN,hour,2026\n")
    assert (row.area, row.extent) == ("rural", "zone")


@pytest.mark.parametrize("text", ["a" * 200_000, "country," + "b" * 200_000])
def test_a_header_longer_than_any_name_is_no_table(tmp_path, text):
    assert "is not CSV (field larger than field limit" in problems(tmp_path, text)


def test_a_row_with_a_name_speaks_for_that_name_only(tmp_path):
    header = "country,region_code,region_name,city_names,kind,amount,currency,period,valid_from\n"
    text = header + "KE,KE-30,Nairobi,,living_wage,1,KES,hour,2026\nKE,KE-31,,,living_wage,1,KES,hour,2026\n"
    city, region = own_rows(tmp_path, text)
    assert (city.area, city.extent) == ("city", "places")
    assert (region.area, region.extent) == ("state", "all")


def test_semicolons_a_byte_order_mark_and_crlf_are_read(tmp_path):
    text = b"\xef\xbb\xbfcountry;kind;amount;currency;period;valid_from\r\nKE;living_wage;1.5;KES;hour;2026\r\n"
    assert own_rows(tmp_path, text)[0].amount == Decimal("1.5")


def test_a_users_row_may_name_a_shipped_row_as_its_successor(tmp_path):
    text = SHORTEST.strip() + ",superseded_by\nGB,living_wage,12,GBP,hour,2025,lw-gb-uk-outside-london-lwf-2025-10\n"
    assert own_rows(tmp_path, text)[0].superseded_by == "lw-gb-uk-outside-london-lwf-2025-10"


BAD_CELLS = [
    ("UK,living_wage,1,GBP,hour,2026", "mine.csv:2, country: 'UK' is not a country code; did you mean GB?"),
    ("KE,livingwage,1,KES,hour,2026", "kind: 'livingwage' is not one of living_wage, minimum_wage, poverty_line"),
    ('KE,living_wage,"1,5",KES,hour,2026', "amount: '1,5' is not a number; write 1234.5"),
    ("KE,living_wage,,KES,hour,2026", "amount: needs an amount above zero"),
    ("KE,living_wage,0,KES,hour,2026", "amount: needs an amount above zero"),
    ("KE,living_wage,-5,KES,hour,2026", "amount: -5 is not between 0"),
    ("KE,living_wage,NaN,KES,hour,2026", "amount: NaN is not between 0"),
    ("KE,living_wage,1,KSH,hour,2026", "currency: 'KSH' is not a currency code"),
    ("KE,living_wage,1,KES,hourly,2026", "period: 'hourly' is not one of hour, day"),
    ("KE,living_wage,1,KES,hour,01/02/2026", "valid_from: '01/02/2026' is not a date"),
    ("KE,living_wage,1,KES,hour,", "valid_from: 'blank' is not a date"),
    ("KE,living_wage,1,KES,hour,2026,9", "7 cells under 6 columns"),
    ("BG,living_wage,1,BGN,hour,2026-01-01", "currency: EUR replaced BGN on 2026-01-01, and the figure is of 2026-01"),
    ("BG,living_wage,1,BGN,hour,2026-03-01", "is the figure in EUR? The law's rate was 1 EUR = 1.95583 BGN"),
    ("VE,living_wage,1,VEF,month,2018-09-01", "currency: VES replaced VEF on 2018-08-20"),
]


@pytest.mark.parametrize(("line", "words"), BAD_CELLS, ids=[words for _, words in BAD_CELLS])
def test_a_cell_that_cannot_be_read_is_named(tmp_path, line, words):
    assert words in problems(tmp_path, SHORTEST + line + "\n")


BAD_FILES = [
    (b"", "is empty"),
    (SHORTEST, "has a header and no row"),
    ("country,kind,amount,currency,valid_from\nKE,living_wage,1,KES,2026\n", "period: missing"),
    (SHORTEST.replace("period", "period,gross_net"), "gross_net: is not a column of a benchmark table; did you mean"),
    (SHORTEST.replace("period", "kind"), "kind: stands twice in the header"),
    (b"\xff\xfe" + SHORTEST.encode("utf-16-le"), "is not UTF-8 text"),
    (SHORTEST + "KE\0,living_wage,1,KES,hour,2026\n", "holds NUL bytes"),
    (SHORTEST.strip() + ",amount_high\nKE,living_wage,9,KES,hour,2026,8\n", "amount_high: 8 is under amount 9"),
    (SHORTEST.strip() + ",valid_to\nKE,living_wage,9,KES,hour,2026-02-01,2026-01-31\n", "is before valid_from"),
    (SHORTEST.strip() + ",hours_per_week\nKE,living_wage,9,KES,hour,2026,400\n", "400 is not between 1 and 168"),
    (SHORTEST.strip() + ",region_code\nKE,living_wage,9,KES,hour,2026,GB-LND\n", "is not a region code of KE"),
    (SHORTEST.strip() + ",superseded_by\nKE,living_wage,9,KES,hour,2026,nothing\n", "nothing is not the id of a row"),
    (SHORTEST.strip() + ",extent\nKE,living_wage,9,KES,hour,2026,zone\n", "a row for named places has no name"),
    (
        SHORTEST.strip() + ",benchmark_id\nKE,living_wage,9,KES,hour,2026,mw-us-national-statutory-2009-07\n",
        "is used already at standards/benchmarks/minimum_wages.csv:",
    ),
]


@pytest.mark.parametrize(("text", "words"), BAD_FILES, ids=[words for _, words in BAD_FILES])
def test_a_file_that_cannot_be_used_is_refused(tmp_path, text, words):
    assert words in problems(tmp_path, text)


def test_all_problems_of_all_files_come_together(tmp_path):
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_text(SHORTEST + "XX,living_wage,x,KES,hour,2026\nKE,living_wage,1,KES,hour,2026\nKE,a,1,KES,hour,2026\n")
    with pytest.raises(BenchmarkError) as caught:
        read_benchmarks([one, two])
    spots = [(problem.file.rsplit("/", 1)[1], problem.line, problem.where) for problem in caught.value.problems]
    assert spots == [("one.csv", 2, "country"), ("one.csv", 2, "amount"), ("one.csv", 4, "kind"), ("two.csv", None, "")]


def test_a_row_after_a_cell_of_several_lines_is_located_by_its_own_line(tmp_path):
    text = SHORTEST.strip() + ',notes\nKE,living_wage,1,KES,hour,2026,"two\nlines"\nKE,living_wage,x,KES,hour,2026,\n'
    assert "mine.csv:4, amount" in problems(tmp_path, text)
