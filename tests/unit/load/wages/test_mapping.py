"""Mapping files: what is read, and every problem with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.errors import InputError
from checker.load.wages import open_pay_table
from checker.load.wages.mapping import parse_mapping
from tests.subjects import COLUMNS, MAPPING, csv_text, pay_rows, write_subject

GOOD = b"""\
fairlabel: wages/1
grain: task
time_basis: logged_interval
time_zone: Africa/Nairobi
columns: {worker_id: WorkerID, started_at: accept, submitted_at: submit, pay: reward, status: state}
constants: {currency: USD, country: KE, is_pilot: false}
units: {hours_paid: minutes}
values: {status: {Approved: approved, Rejected: rejected}}
none: {fees: [contract-2026]}
decimal: ","
"""


def test_reads_every_part() -> None:
    mapping = parse_mapping(GOOD, "wages/mapping.yaml")
    assert (mapping.grain, mapping.time_basis, mapping.time_zone) == ("task", "logged_interval", "Africa/Nairobi")
    assert mapping.columns["worker_id"] == "WorkerID"
    assert mapping.constants == {"currency": "USD", "country": "KE", "is_pilot": "false"}
    assert mapping.units == {"hours_paid": "minutes"}
    assert mapping.values == {"status": {"Approved": "approved", "Rejected": "rejected"}}
    assert mapping.none == {"fees": ("contract-2026",)}
    assert mapping.decimal == ","
    assert (mapping.spots["columns.pay"].line, mapping.spots["columns.pay"].column) == (5, 79)


def test_sheets_table_and_header_row() -> None:
    text = "fairlabel: wages/1\ngrain: payroll\nsheet: {}\ntable: pay\nheader_row: 3\n"
    found = parse_mapping(text.format("Jan").encode(), "m.yaml")
    assert (found.sheet, found.table, found.header_row) == (("Jan",), "pay", 3)
    assert parse_mapping(text.format('["2026", Feb, Feb]').encode(), "m.yaml").sheet == ("2026", "Feb")


TASKS = "fairlabel: wages/1\ngrain: task\ntime_basis: logged_cluster\n"


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [("10 min", 600_000), ("0 min", 0), ("90 s", 90_000), ("45 minutes", 2_700_000), ("1 hour", 3_600_000),
     ("12 h", 43_200_000), ("30sec", 30_000)],
)  # fmt: skip
def test_the_gap_of_clusters(text: str, milliseconds: int) -> None:
    assert parse_mapping(f"{TASKS}cluster_gap: {text}\n".encode(), "m.yaml").cluster_gap_ms == milliseconds


def test_ten_minutes_where_no_gap_is_named() -> None:
    assert parse_mapping(TASKS.encode(), "m.yaml").cluster_gap_ms == 600_000


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("10", "10 is not a length of time; write it with its unit: 10 min"),
        ("soon", "'soon' is not a length of time"),
        ("-1 min", "'-1 min' is not a length of time"),
        ("1.5 h", "'1.5 h' is not a length of time"),
        ("1 day", "'1 day' is not a length of time"),
        ("[10 min]", "is not a length of time"),
        ("721 min", "721 min is more than 12 h"),
        ("99999 h", "99999 h is more than 12 h"),
    ],
)
def test_gaps_that_are_none(text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_mapping(f"{TASKS}cluster_gap: {text}\n".encode(), "m.yaml")
    assert words in str(caught.value)
    assert "m.yaml:4:" in str(caught.value)


def test_a_payroll_has_no_clusters() -> None:
    with pytest.raises(InputError, match="a payroll has no tasks"):
        parse_mapping(b"fairlabel: wages/1\ngrain: payroll\ncluster_gap: 10 min\n", "m.yaml")


def test_factors_are_words_of_the_pay_table_or_numbers_of_the_file() -> None:
    text = b"fairlabel: wages/1\ngrain: task\nfactors: [distance_km, task_type, sensitive, expected_minutes]\n"
    found = parse_mapping(text, "m.yaml").factors
    assert {name: factor.words for name, factor in found.items()} == {
        "distance_km": False, "task_type": True, "sensitive": True, "expected_minutes": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("factors", "words"),
    [
        ("distance", "m.yaml:4:10, factors: is not a list of columns"),
        ("[]", "is not a list of columns"),
        ("[7]", "is not a list of columns"),
        ("[wid]", "holds the ids of workers"),
        ("[worker_id]", "holds the ids of workers"),
        ("[reward]", "is pay itself, or its price, and explains nothing"),
        ("[pay]", "is pay itself"),
        ("[rate_per_task]", "is pay itself"),
        ("[due_date]", "due_date holds days, not numbers"),
        (f"[{', '.join(f'c{i}' for i in range(21))}]", "names 21 columns"),
    ],
)
def test_what_is_no_factor(factors: str, words: str) -> None:
    text = f"fairlabel: wages/1\ngrain: task\ncolumns: {{worker_id: wid, pay: reward}}\nfactors: {factors}\n"
    with pytest.raises(InputError) as raised:
        parse_mapping(text.encode(), "m.yaml")
    assert words in str(raised.value)


def test_norway_is_a_country() -> None:
    text = b"fairlabel: wages/1\ngrain: payroll\nconstants: {country: NO}\n"
    assert parse_mapping(text, "m.yaml").constants == {"country": "NO"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- a list", "is not a mapping"),
        ("grain: payroll", "does not say that it is 'wages/1'"),
        ("fairlabel: wages/1", "grain is missing; use one of: payroll, task"),
        ("fairlabel: wages/1\ngrain: weekly", "m.yaml:2:8, grain: 'weekly' is not a grain"),
        (
            "fairlabel: wages/1\ngrain: task\ncolumn: {}",
            "m.yaml:3:1, column: 'column' is not a key of a pay mapping; did you mean columns?",
        ),
        (
            "fairlabel: wages/1\ngrain: task\ncolumns: {payy: x}",
            "the pay table has no column 'payy'; did you mean pay?",
        ),
        ("fairlabel: wages/1\ngrain: task\ncolumns: {pay: 3}", "write its name as text"),
        ("fairlabel: wages/1\ngrain: task\ncolumns: [pay]", "columns is not a mapping"),
        ("fairlabel: wages/1\ngrain: task\nconstants: {pay: 5}", "would be a claim, not a record"),
        ("fairlabel: wages/1\ngrain: task\nconstants: {hours_paid: 5}", "would be a claim, not a record"),
        ("fairlabel: wages/1\ngrain: task\nconstants: {fees: 0}", "would be a claim, not a record"),
        ("fairlabel: wages/1\ngrain: task\nconstants: {costs: 0}", "would be a claim, not a record"),
        ("fairlabel: wages/1\ngrain: task\nconstants: {country: UK}", "country 'UK' is not in ISO 3166-1"),
        ("fairlabel: wages/1\ngrain: task\nconstants: {currency: KSH}", "currency 'KSH' is not in ISO 4217"),
        ("fairlabel: wages/1\ngrain: task\nconstants: {status: done}", "'done' is not a status"),
        ("fairlabel: wages/1\ngrain: task\nunits: {pay: hours}", "pay does not hold time"),
        ("fairlabel: wages/1\ngrain: task\nunits: {hours_paid: days}", "'days' is not a unit of time"),
        ("fairlabel: wages/1\ngrain: task\nvalues: {status: {Done: paid}}", "'paid' is not a status"),
        ("fairlabel: wages/1\ngrain: task\nnone: {fees: []}", "names no evidence"),
        ("fairlabel: wages/1\ngrain: task\nnone: {hours_unpaid: [x]}", "cannot be said not to exist"),
        ("fairlabel: wages/1\ngrain: task\ncolumns: {fees: f}\nnone: {fees: [x]}", "is mapped to a column as well"),
        ("fairlabel: wages/1\ngrain: task\ntime_zone: Nairobi", "'Nairobi' is not a time zone"),
        ("fairlabel: wages/1\ngrain: task\nencoding: utf-99", "is not an encoding"),
        ("fairlabel: wages/1\ngrain: task\ndelimiter: ';;'", "is not a delimiter"),
        ("fairlabel: wages/1\ngrain: task\nsheet: 2026", "is not the name of a sheet; write sheet: Payroll, or"),
        ("fairlabel: wages/1\ngrain: task\nsheet: []", "is not the name of a sheet"),
        ("fairlabel: wages/1\ngrain: task\nsheet: [Jan, 2]", "is not the name of a sheet"),
        ("fairlabel: wages/1\ngrain: task\ntable: 3", "3 is not a table"),
        ("fairlabel: wages/1\ngrain: task\nheader_row: 0", "0 is not the number of a row; count from 1: header_row: 3"),
        ("fairlabel: wages/1\ngrain: task\nheader_row: true", "True is not the number of a row"),
    ],
)
def test_names_the_problem(text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_mapping(text.encode(), "m.yaml")
    assert words in str(caught.value)


def test_all_problems_together() -> None:
    with pytest.raises(InputError) as caught:
        parse_mapping(b"grain: x\nunits: {pay: hours}\nconstants: {pay: 1}\n", "m.yaml")
    assert len(caught.value.problems) == 4


@pytest.mark.parametrize(
    "columns",
    [
        "{fees: zero, hours_unpaid: zero}",
        "{pay: x, deductions_tax: x}",
        "{started_at: day, submitted_at: day}",
        "{due_date: day, paid_date: day}",
        "{period_end: day, due_date: day, paid_date: day}",
        "{gender: x, area: x}",
        "{hours_paid: h, contract_weekly_hours: h}",
    ],
)
def test_one_column_is_not_two_things(columns: str) -> None:
    names = [part.split(":")[0].strip("{ ") for part in columns.split(",")]
    with pytest.raises(InputError) as caught:
        parse_mapping(f"fairlabel: wages/1\ngrain: task\ncolumns: {columns}\n".encode(), "m.yaml")
    assert f"is mapped to {' and '.join(names)}: one cell cannot be both" in str(caught.value)
    assert str(caught.value).startswith("m.yaml:3:")


@pytest.mark.parametrize(
    "columns",
    [
        "{period_start: day, period_end: day}",
        "{period_end: day, due_date: day}",
        "{period_end: day, paid_date: day}",
        "{region: x, city: x}",
        "{deductions: x, fines: x}",
        "{job_category: x, task_type: x}",
        "{fees: x, deductions: y}",
    ],
)
def test_what_one_column_may_be_together(columns: str) -> None:
    mapping = parse_mapping(f"fairlabel: wages/1\ngrain: payroll\ncolumns: {columns}\n".encode(), "m.yaml")
    assert len(mapping.columns) == columns.count(":")


@pytest.mark.parametrize("line", ["fees: hours_unpaid", "hours_unpaid: deductions", "period_start: paid_date"])
def test_a_column_of_the_pay_tables_name_is_no_other_one_as_well(tmp_path: Path, line: str) -> None:
    """What is read as itself without a line in the mapping: named once more, it would count twice."""
    subject = write_subject(tmp_path / "acme")
    (subject / "wages/pay.csv").write_text(csv_text(pay_rows(), (*COLUMNS, "paid_date")), encoding="utf-8")
    mapping = parse_mapping(f"{MAPPING}columns: {{{line}}}\n".encode(), "m.yaml")
    other, wanted = line.split(": ")
    if other == "period_start":
        open_pay_table(subject / "wages/pay.csv", mapping)
        return
    with pytest.raises(InputError) as caught:
        open_pay_table(subject / "wages/pay.csv", mapping)
    assert str(caught.value).startswith("m.yaml:6:")
    assert f"{wanted!r} is the {wanted} of the pay table, and is mapped to {other}" in str(caught.value)
