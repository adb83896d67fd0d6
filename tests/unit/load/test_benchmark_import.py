"""Publishers' spreadsheets become rows of the benchmark table: what each cell means, and every problem of a file.

Sheets are made up, figures too. The result is read back as `--benchmarks` reads it.
"""

from __future__ import annotations

import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.errors import BenchmarkError, UsageError
from checker.facts.bars.bar import resolve_bar
from checker.load import figure_cells as figures
from checker.load.benchmark_import import ImportChoices, import_benchmarks
from checker.load.benchmark_sheet import SheetForm
from checker.load.benchmarks import WAGE_COLUMNS, parse_wages, read_benchmarks
from checker.load.layouts import layout_names, load_layout
from checker.load.place_names import country_code, pays_in
from checker.model.benchmark import NoBar, WorkPlace
from tests.workbooks_for_tests import locked, ods, xlsx

WAGEINDICATOR = """\
Country;Region;Currency;Living wage typical family gross from;Living wage typical family gross to;Date
Kenya;Nairobi;KES;35.000,50;47.000,00;2026-01
Kenya;;KES;30.000,00;41.000,00;January 2026
Uganda;;UGX;no data;;2026
"""
SAID = ImportChoices(
    values={"source_title": "Survey", "valid_from": "2026-01-01", "period": "hour", "kind": "living_wage"}
)


def brought(
    folder: Path, text: str | bytes, layout: str = "generic", choices: ImportChoices = SAID, name: str = "s.csv"
):
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return import_benchmarks(file, layout, choices)


def problems(folder: Path, text: str | bytes, layout: str = "generic", choices: ImportChoices = SAID) -> list[str]:
    with pytest.raises(BenchmarkError) as caught:
        brought(folder, text, layout, choices)
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.problems]


# ---- layouts


def test_wageindicator_ranges_decimal_commas_months_in_words_and_rows_without_a_figure(tmp_path):
    found = brought(tmp_path, WAGEINDICATOR, "wageindicator", ImportChoices())
    assert (len(found.rows), found.left_out, found.repeated) == (2, 1, 0)
    city, country = found.rows
    assert (city.amount, city.amount_high, city.currency, city.period) == (D("35000.5"), D(47000), "KES", "month")
    assert (city.region_name, city.area, city.extent, city.basis) == ("Nairobi", "city", "places", "gross")
    assert (country.region_name, country.area, country.extent) == ("", "national", "all")
    assert {row.valid_from for row in found.rows} == {date(2026, 1, 1)}
    assert {row.date_precision for row in found.rows} == {"month"}
    for row in found.rows:
        assert row.source_title == "WageIndicator living wages"
        assert row.licence_flag.startswith("RESTRICTIVE")
        assert row.checked_on is None
        assert row.confidence == "imported from a spreadsheet; not checked against the source"
        assert "layout wageindicator" in row.notes
    assert "imported from s.csv, row 1" in city.notes


D = Decimal


def test_a_layout_does_not_make_gross_of_a_column_that_does_not_say_it(tmp_path):
    text = WAGEINDICATOR.replace(" gross ", " ")
    assert {row.basis for row in brought(tmp_path, text, "wageindicator", ImportChoices()).rows} == {"not stated"}
    net = WAGEINDICATOR.replace(" gross ", " net ")
    assert {row.basis for row in brought(tmp_path, net, "wageindicator", ImportChoices()).rows} == {"net"}
    said = ImportChoices(values={"gross_or_net": "gross"})
    assert {row.basis for row in brought(tmp_path, text, "wageindicator", said).rows} == {"gross"}


def test_anker_rural_and_urban_locations_without_a_code_are_found_by_name_only(tmp_path):
    text = (
        "Country,Location,Urban/Rural,Living wage,Currency,Year,Gross/Net\n"
        "Mexico,Michoacan,Rural,17000,MXN,2026,gross\nTanzania,,Urban,480000,TZS,2025,\n"
    )
    found = brought(tmp_path, text, "anker", ImportChoices())
    named, whole = found.rows
    assert (named.area, named.extent, named.basis, named.date_precision) == ("rural", "zone", "gross", "year")
    assert (whole.country, whole.area, whole.extent, whole.basis) == ("TZ", "urban", "all", "not stated")
    table = read_benchmarks([write(tmp_path, found.content)])
    bar = resolve_bar(table, "living_wage", WorkPlace("MX", None, "Michoacan", "rural"), date(2027, 1, 15))
    assert bar.ids[0].startswith("own-anker-mx-michoacan")
    elsewhere = resolve_bar(table, "living_wage", WorkPlace("MX", "MX-OAX", "Oaxaca", "rural"), date(2027, 1, 15))
    # A zone without a code may reach there, and never speaks alone.
    assert "lw-mx-oaxaca-rural-conasami-2026-06-digno" in elsewhere.ids
    assert elsewhere.high is None


def write(folder: Path, content: bytes) -> Path:
    (folder / "made.csv").write_bytes(content)
    return folder / "made.csv"


MIT = """\
State,County,1 Adult 0 Children,2 Adults (both working) 2 Children,Year
California,,$21.34,27.50,2026
CA,Kern,20.10,26.00,2026
"""


def test_mit_makes_nobody_the_household_by_itself(tmp_path):
    (missing,) = problems(tmp_path, MIT, "mit", ImportChoices())
    assert "no column is taken for amount by itself (mit)" in missing
    assert "'1 Adult 0 Children'" in missing
    assert 'name it: --column amount="..."' in missing
    chosen = ImportChoices({"amount": "2 adults, both working, 2 children"})
    state, county = brought(tmp_path, MIT, "mit", chosen).rows
    assert (state.region_code, state.area, state.amount, state.currency) == ("US-CA", "state", D("27.5"), "USD")
    assert (county.region_code, county.region_name, county.extent) == ("US-CA", "Kern", "places")
    assert state.family_basis == "2 Adults (both working) 2 Children"
    assert (state.hours_per_week, state.period, state.basis) == (D(40), "hour", "not stated")
    single = brought(tmp_path, MIT, "mit", ImportChoices({"amount": "1 Adult 0 Children"}))
    assert [row.amount for row in single.rows] == [D("21.34"), D("20.10")]


def test_valuing_impact_is_context_until_somebody_says_whom_a_figure_is_for(tmp_path):
    text = "Country,City,Living wage typical family (USD),Year\nKenya,Nairobi,6000,2026\nEcuador,,9000,2026\n"
    found = brought(tmp_path, text, "valuing-impact-2026", ImportChoices())
    assert {(row.applies_to, row.period, row.currency) for row in found.rows} == {("unclear", "year", "USD")}
    # Dollars are Ecuador's own money and not Kenya's.
    assert [row.restated for row in found.rows] == [True, False]
    said = ImportChoices(values={"applies_to": "adult_general"})
    kenya, ecuador = brought(tmp_path, text, "valuing-impact-2026", said).rows
    assert (kenya.restated, ecuador.restated) == (True, False)
    table = read_benchmarks([write(tmp_path, brought(tmp_path, text, "valuing-impact-2026", said).content)])
    bar = resolve_bar(table, "living_wage", WorkPlace("KE", None, "Nairobi"), date(2027, 1, 15))
    assert isinstance(bar, NoBar) or not any(name.startswith("own-") for name in bar.ids)


@pytest.mark.parametrize("name", layout_names())
def test_every_layout_says_whose_it_is_and_what_was_confirmed(name):
    layout = load_layout(name)
    assert layout.title and layout.confirmed and layout.inferred
    assert layout.publisher == "" or (layout.url.startswith("https://") and layout.terms)
    assert {*layout.columns, *layout.fixed, *layout.needed} <= {*WAGE_COLUMNS}
    # Nothing that makes a pass possible is fixed without having been read.
    assert "gross_or_net" not in layout.fixed


def test_the_layouts_are_those_that_are_known_by_name():
    assert layout_names() == ("anker", "generic", "mit", "valuing-impact-2026", "wageindicator")
    with pytest.raises(UsageError, match="did you mean 'anker'"):
        load_layout("ankers")


# ---- headers


def test_a_header_that_is_not_there_is_named_with_those_that_are(tmp_path):
    text = "Nation,Salaire\nKenya,5\n"
    found = problems(tmp_path, text, "wageindicator", ImportChoices(values={"valid_from": "2026"}))
    assert [line.split(",")[1].split(":")[0].strip() for line in found] == ["country", "amount", "currency"]
    assert all("the sheet has: 'Nation', 'Salaire'" in line for line in found)
    assert "say it for all rows: --currency CODE" in found[2]
    assert "for all rows" not in found[1]
    chosen = ImportChoices({"country": "nation", "amount": "salaire"}, {"valid_from": "2026", "currency": "KES"})
    assert brought(tmp_path, text, "wageindicator", chosen).rows[0].amount == 5


@pytest.mark.parametrize(
    ("text", "choices", "words"),
    [
        ("country,from,low,currency\nKE,1,2,KES\n", SAID, "several columns may be meant: 'from', 'low'; choose one: "
         '--column amount="from"'),
        ("country,amount,currency\nKE,1,KES\n", SAID._replace(columns={"amount": "Wage"}),
         "--column amount=Wage: no column bears this name; the sheet has: 'country', 'amount', 'currency'"),
        ("country,amount,Amount ,currency\nKE,1,2,KES\n", SAID, "stands twice in the header"),
    ],
)  # fmt: skip
def test_a_header_that_may_mean_two_columns_is_not_guessed(tmp_path, text, choices, words):
    assert any(words in line for line in problems(tmp_path, text, "generic", choices))


def test_an_unknown_column_of_the_table_is_a_wrong_call(tmp_path):
    with pytest.raises(UsageError, match="ammount: is not a column of a benchmark table; did you mean 'amount'"):
        brought(tmp_path, "a\n1\n", "generic", ImportChoices({"ammount": "a"}))


def test_the_cell_wins_over_the_option_which_wins_over_the_layout(tmp_path):
    text = "country,amount,currency,period\nKE,100,KES,month\nUG,100,UGX,\n"
    assert [row.period for row in brought(tmp_path, text).rows] == ["month", "hour"]


# ---- cells

ONE = "country,amount,currency\n"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ("Atlantis,5,USD", "row 1, country: 'Atlantis' is not one country; write its ISO 3166-1 code, such as KE"),
        ("Congo,5,CDF", "'Congo' is not one country"),
        ("KE,five,KES", "row 1, amount: 'five' is no amount"),
        ("KE,=1+1,KES", "row 1, amount: '=1+1' looks like a formula, not text"),
        ("KE,0,KES", "row 1, amount: needs an amount above zero"),
        ("KE,-5,KES", "looks like a formula"),
        ("KE,5,KSH", "row 1, currency: 'KSH' is not a currency code"),
        ("KE,USD 5,KES", "row 1, amount: is in USD, and the row in KES"),
        ("KE,£5,KES", "row 1, amount: has the sign £, and the row is in KES"),
        ("KE,7 to 5,KES", "goes from more to less"),
        ("KE,5-6-7,KES", "is no amount"),
        ("BG,5,BGN", "row 1, currency: EUR replaced BGN on 2026-01-01"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_with_its_row(tmp_path, cells, words):
    assert any(words in line for line in problems(tmp_path, ONE + cells + "\n")), problems(tmp_path, ONE + cells + "\n")


def test_all_problems_of_a_file_come_together_and_nothing_is_made(tmp_path):
    text = ONE + "KE,x,KES\nKE,5,KES\nAtlantis,5,KES\nUG,5,UGS?\n"
    found = problems(tmp_path, text)
    assert [line.split(", ")[1] for line in found] == ["row 1", "row 3", "row 4"]


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [
        ('"KES 1,240.50"', "1240.5", None), ('"1,240.50 KES"', "1240.5", None), ("1 240.50", "1240.5", None),
        ("1'240.50", "1240.5", None), ("1240-1640.5", "1240", "1640.5"), ("1240.5 – 1640", "1240.5", "1640"),
        ("1240 to 1640.5", "1240", "1640.5"), ('"12,34,567.5"', "1234567.5", None), ("5.5", "5.5", None),
    ],
)  # fmt: skip
def test_amounts_as_spreadsheets_write_them(tmp_path, cell, low, high):
    (row,) = brought(tmp_path, ONE + f"KE,{cell},KES\n").rows
    assert (row.amount, row.amount_high) == (D(low), None if high is None else D(high))


def test_a_number_that_can_be_read_in_two_ways_is_asked_about(tmp_path):
    text = 'country,amount,currency\nKE,"1,600",KES\nUG,"2,400",UGX\n'
    (problem,) = problems(tmp_path, text)
    assert "amounts are written like 9,999, which can be read in two ways" in problem
    assert "--decimal" in problem
    for mark, amount in ((".", D(1600)), (",", D("1.6"))):
        assert brought(tmp_path, text, choices=SAID._replace(decimal=mark)).rows[0].amount == amount
    # Another number in the column decides.
    assert brought(tmp_path, text + "TZ,12.5,TZS\n").rows[0].amount == 1600


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (2026, "2026"), (2026.0, "2026"), ("2026-03", "2026-03"), ("March 2026", "2026-03"), ("Mar. 2026", "2026-03"),
        (date(2026, 3, 5), "2026-03-05"), (datetime(2026, 3, 5), "2026-03-05"), ("2026-03-05 00:00:00", "2026-03-05"),
        ("05/03/2026", None), ("3/26", None), ("46023", None), (46023, None), ("Marchember 26", None),
    ],
)  # fmt: skip
def test_a_first_day_is_read_only_where_it_can_be_read_in_one_way(cell, day):
    if day is None:
        with pytest.raises(ValueError, match="one way only"):
            figures.day(cell)
    else:
        assert figures.day(cell) == day


@pytest.mark.parametrize("text", ["=HYPERLINK(x)", "@SUM(1)", "+1", "-cmd"])
def test_text_that_a_spreadsheet_program_would_run_is_refused(tmp_path, text):
    (problem,) = problems(tmp_path, f"country,region,amount,currency\nKE,{text},5,KES\n")
    assert "row 1, region_name (region)" in problem
    assert "looks like a formula, not text" in problem


def test_identical_rows_count_once_and_two_figures_of_one_place_both_stay(tmp_path):
    text = ONE + "KE,5,KES\nKE,5,KES\nKE,6,KES\n"
    found = brought(tmp_path, text)
    assert ([row.amount for row in found.rows], found.repeated) == ([5, 6], 1)
    assert [row.id for row in found.rows] == ["own-survey-ke-2026-01-01", "own-survey-ke-2026-01-01-2"]


def test_a_table_of_the_tables_own_columns_loses_none_of_them(tmp_path):
    """Every column of the benchmark table is one of the generic layout: what is read back is what was written."""
    head = ",".join(WAGE_COLUMNS)
    row = (
        "own-1,KE,KE-31,Naivasha,city,living_wage,100,120,KES,month,45,gross,family,2026-01-01,2026-12-31,mine,Survey,"
        "https://a.example,read,month,ours,said,adult_general,false,places,true,Lakeside|Town,26,2026-02-01,2027-01-01,"
        "own-1,2026-02-03"
    )
    found = brought(tmp_path, f"{head}\n{row}\n", choices=ImportChoices())
    made = dict(zip(WAGE_COLUMNS, next(csv.reader(found.content.decode().splitlines()[1:])), strict=True))
    told = dict(zip(WAGE_COLUMNS, row.split(","), strict=True))
    assert made["notes"].startswith("said; imported from")
    assert {n: v for n, v in made.items() if n != "notes"} == {n: v for n, v in told.items() if n != "notes"}
    assert not found.notes


def test_columns_of_a_sheet_that_were_not_read_are_named(tmp_path):
    found = brought(tmp_path, "country,amount,currency,Mood,Shoe size\nKE,5,KES,good,43\n")
    assert found.notes == ("columns of the sheet that were not read: 'Mood', 'Shoe size'",)


def test_two_tables_of_ones_own_stand_together_and_their_difference_is_said(tmp_path):
    files = []
    for source, amount in (("Survey", 100), ("A second survey", 120)):
        text = f"country,amount,currency\nTO,{amount},TOP\n"
        said = SAID._replace(values={**SAID.values, "source_title": source, "gross_or_net": "gross"})
        files.append(tmp_path / f"{amount}.csv")
        files[-1].write_bytes(brought(tmp_path, text, choices=said).content)
    bar = resolve_bar(read_benchmarks(files), "living_wage", WorkPlace("TO"), date(2026, 3, 1))
    assert (bar.low, bar.high) == (100, 120)
    [said] = bar.warnings
    assert "own-survey-to-2026-01-01: 100 TOP an hour from 2026-01-01 (Survey)" in said
    assert "own-a-second-survey-to-2026-01-01: 120 TOP an hour from 2026-01-01 (A second survey)" in said


def test_a_sheet_without_any_figure_is_refused(tmp_path):
    (problem,) = problems(tmp_path, ONE + "KE,-,KES\nUG,n/a,UGX\n")
    assert "none of its 2 rows has a figure in 'amount'" in problem


# ---- files


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (ONE.encode(), "has a header and no row"),
        (b"country,amount,currency\nKE,5\0,KES\n", "holds control characters"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "holds control characters"),
        (b'country,amount,currency\nKE,"5,KES\nUG,5,UGX\n', "holds a line that is no row"),
        (b"country,amount,currency\nKE,5,KES,7,8\n", "holds a line that is no row"),
        (b"country,amount," + b"x" * 200_000 + b"\nKE,5,KES\n", "its first line is no header"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path, data, words):
    found = problems(tmp_path, data)
    assert any(words in line for line in found), found
    assert not any("mapping" in line for line in found)


def test_a_table_of_more_rows_than_there_are_places_is_refused(tmp_path):
    (problem,) = problems(tmp_path, ONE + "KE,5,KES\n" * 100_001)
    assert "has more than 100,000 rows" in problem


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_any_encoding_and_delimiter_is_read(tmp_path, encoding, mark):
    text = "country,region,amount,currency\nBrazil,São Paulo,2500.5,BRL\n".replace(",", mark)
    (row,) = brought(tmp_path, text.encode(encoding)).rows
    assert (row.country, row.region_name, row.amount) == ("BR", "São Paulo", D("2500.5"))


def test_another_kind_of_file_is_named_with_those_that_are_read(tmp_path):
    (tmp_path / "s.pdf").write_bytes(b"%PDF")
    with pytest.raises(BenchmarkError, match=r"is no spreadsheet that is read here; save it as one of: \.csv, "):
        import_benchmarks(tmp_path / "s.pdf", "generic", SAID)


ROWS = [
    ["Living wages of our places"], [], ["Country", "Region", "Amount", "Currency", "Date"],
    ["Kenya", "Nairobi", 45000.25, "KES", date(2026, 3, 5)], ["Uganda", None, 1.234, "UGX", 2026],
]  # fmt: skip
MONTHLY = ImportChoices(values={"source_title": "Survey", "period": "month", "kind": "living_wage"})


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_workbook_with_a_title_dates_and_typed_numbers(tmp_path, kind):
    path = tmp_path / f"s.{kind}"
    (xlsx if kind == "xlsx" else ods)(path, {"Data": ROWS})
    one, two = import_benchmarks(path, "generic", MONTHLY).rows
    assert (one.amount, one.valid_from, one.date_precision) == (D("45000.25"), date(2026, 3, 5), "day")
    # A typed number has no decimal mark to ask about.
    assert (two.amount, two.date_precision) == (D("1.234"), "year")
    assert "sheet 'Data' row 4" in one.notes


def test_a_workbook_of_several_tables_asks_which(tmp_path):
    path = xlsx(tmp_path / "s.xlsx", {"2025": ROWS, "2026": ROWS})
    with pytest.raises(BenchmarkError) as caught:
        import_benchmarks(path, "generic", MONTHLY)
    assert "has several sheets that may hold the figures: '2025', '2026'; say it with --sheet" in str(caught.value)
    chosen = MONTHLY._replace(form=SheetForm(sheet="2026"))
    assert "sheet '2026' row 4" in import_benchmarks(path, "generic", chosen).rows[0].notes


def test_an_error_cell_and_a_locked_workbook_are_named(tmp_path):
    path = xlsx(tmp_path / "s.xlsx", {"Data": [*ROWS, ["Ghana", "#REF!", "#REF!", "GHS", 2026]]})
    with pytest.raises(BenchmarkError):
        import_benchmarks(path, "generic", MONTHLY)
    with pytest.raises(BenchmarkError, match="is locked with a password"):
        import_benchmarks(locked(xlsx(tmp_path / "l.xlsx", {"Data": ROWS})), "generic", MONTHLY)


# ---- places


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kenya", "KE"), ("KEN", "KE"), ("ke", "KE"), ("Viet Nam", "VN"), ("Côte d'Ivoire", "CI"), ("Brasil", "BR"),
        ("Estados Unidos", "US"), ("UK", "GB"), ("Türkiye", "TR"), ("Korea", None), ("Congo", None), ("Narnia", None),
        ("Georgia", "GE"), ("Namibia", "NA"), ("NA", "NA"),
    ],
)  # fmt: skip
def test_countries_by_code_and_name(text, code):
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("country", "currency", "own"),
    [("KE", "KES", True), ("KE", "USD", False), ("EC", "USD", True), ("BG", "BGN", True), ("BG", "EUR", True),
     ("HR", "HRK", True), ("GB", "EUR", False)],
)  # fmt: skip
def test_a_countrys_own_money_past_and_present(country, currency, own):
    assert pays_in(country, currency) is own


# ---- laws


@given(
    st.lists(
        st.tuples(st.sampled_from(["KE", "UG", "TZ"]), st.integers(1, 10**7)), min_size=1, max_size=12, unique=True
    )
)
def test_whatever_is_imported_is_taken_as_a_users_table_with_the_same_figures(tmp_path_factory, pairs):
    folder = tmp_path_factory.mktemp("s")
    text = ONE + "".join(f"{country},{amount / 100},KES\n" for country, amount in pairs)
    found = brought(folder, text, choices=SAID._replace(decimal="."))
    rows, wrong = parse_wages(found.content.decode(), "made.csv", own=True)
    assert wrong == []
    assert [(row.country, row.amount) for row in rows] == [(c, D(a) / 100) for c, a in pairs]
    assert all(row.source_title == "Survey" and row.basis == "not stated" for row in rows)


def test_what_was_said_for_all_rows_and_not_used_is_named(tmp_path):
    sheet = "Country,Wage,Currency,Year,Gross or net\nKE,100,KES,2026,gross\n"
    values = {"valid_from": "2026-01-01", "period": "month", "kind": "living_wage", "source_title": "Ours"}
    found = brought(tmp_path, sheet, "generic", ImportChoices(columns={"amount": "Wage"}, values=values))
    assert "valid_from 2026-01-01 was not used: each row says its own, in the column 'Year'" in found.notes
    assert any(note.startswith("1 row begins in a year, on no known day") for note in found.notes)
    plain = brought(tmp_path, sheet.replace("Year", "Since").replace("2026,", "x,"), "generic",
                    ImportChoices(columns={"amount": "Wage"}, values=values))  # fmt: skip
    assert not any("not used" in note or "begins in a year" in note for note in plain.notes)
