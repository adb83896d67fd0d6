"""Drafts of mappings: what is sure is read as it is, what is unsure waits, and nothing missing becomes zero."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from pathlib import Path

import jsonschema
import pytest
import yaml

from checker.errors import InputError, NothingToAssess, UsageError
from checker.load.schemas import mapping_schema
from checker.load.wages import open_pay_table
from checker.load.wages.header_words import currency_in, header_words, meanings
from checker.load.wages.mapping import parse_mapping
from checker.model.pay_table import CHOICES, COLUMNS, GENDERS, PayMapping
from checker.pipeline.alone import check_files
from checker.pipeline.sniffing import mapping_draft
from tests.pay_for_tests import mapped
from tests.unit.load.wages.test_databases import sqlite
from tests.workbooks_for_tests import HEADER, ROW, xlsx

SPANISH = """\
Planilla de enero 2026;;

Nº de empleado;País;Inicio periodo;Fin periodo;Salario base (MXN);Horas trabajadas (min);Otros descuentos;Nombre
101;México;01/01/2026;31/01/2026;9.600,50;9630;0;Ana
102;Colombia;01/01/2026;31/01/2026;8.600,50;9000;0;Eva
"""
TASKS = """\
annotator id,start time,submission time,task reward,task status,currency code,minutes worked,country
u1,2026-01-05 08:00:00,2026-01-05 08:30:00,1.50,Approved,USD,30,KE
u2,2026-01-06 08:00:00,2026-01-06 08:30:00,1.50,Caducada,USD,30,KE
u3,2026-01-06 08:00:00,2026-01-06 08:30:00,1.50,REJECTED,USD,30,KE
"""


def sniff(folder: Path, text: str, name: str = "pay.csv", encoding: str = "utf-8") -> str:
    (folder / name).write_text(text, encoding=encoding)
    return draft(folder / name)


def draft(path: Path) -> str:
    return mapping_draft(path, None, None).decode()


def mapping(text: str) -> PayMapping:
    return parse_mapping(text.encode(), "mapping.yaml")


def unsure(text: str) -> list[str]:
    return [line.strip().lstrip("# ") for line in text.splitlines() if "unsure:" in line and "marked" not in line]


def checked(path: Path, text: str) -> int:
    file = path.parent / "mapping.yaml"
    file.write_text(text, encoding="utf-8")
    found = check_files([path], file)
    assert [finding.message for finding in found.findings] == []
    return found.rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_spanish_payroll_is_read_as_it_is(tmp_path: Path, encoding: str) -> None:
    text = sniff(tmp_path, SPANISH, encoding=encoding)
    assert unsure(text) == []
    found = mapping(text)
    assert found.grain == "payroll"
    assert found.columns == {
        "worker_id": "Nº de empleado", "country": "País", "period_start": "Inicio periodo", "period_end": "Fin periodo",
        "pay": "Salario base (MXN)", "deductions": "Otros descuentos", "hours_paid": "Horas trabajadas (min)",
    }  # fmt: skip
    assert (found.constants, found.units) == ({"currency": "MXN"}, {"hours_paid": "minutes"})
    assert (found.decimal, found.date_format, found.header_row) == (",", "%d/%m/%Y", 3)
    assert found.values == {"country": {"México": "MX", "Colombia": "CO"}}
    assert checked(tmp_path / "pay.csv", text) == 2


def test_what_is_missing_is_said_and_never_filled(tmp_path: Path) -> None:
    text = sniff(tmp_path, SPANISH)
    for column in ("fees", "costs", "hours_unpaid", "gender", "paid_date"):
        assert re.search(rf"^#   {column}: ", text, re.MULTILINE)
    found = mapping(text)
    assert not {"fees", "costs", "hours_unpaid", "tips"} & {*found.columns, *found.constants, *found.none}
    assert '#   "Nombre"' in text
    assert "Ana" not in text and "101" not in text and "9.600" not in text


def test_a_task_log_asks_for_its_time_zone_only(tmp_path: Path) -> None:
    text = sniff(tmp_path, TASKS)
    assert unsure(text) == ['time_zone: "?"   # unsure: where the work was logged, such as Africa/Nairobi']
    with pytest.raises(InputError, match="time_zone waits for an answer"):
        mapping(text)
    text = text.replace('"?"', "Africa/Nairobi")
    found = mapping(text)
    assert found.grain == "task"
    assert found.values == {"status": {"Approved": "approved", "Caducada": "timed_out", "REJECTED": "rejected"}}
    assert found.units == {"hours_paid": "minutes"}
    assert checked(tmp_path / "pay.csv", text) == 3


def test_words_of_gender_are_drafted_and_letters_wait_for_an_answer(tmp_path: Path) -> None:
    head, *lines = TASKS.strip().splitlines()
    words = ["Mujer", "hombre", "M"] * len(lines)
    text = sniff(tmp_path, "\n".join([head + ",sexo", *(f"{line},{w}" for line, w in zip(lines, words, strict=False))]))
    for line in ("Mujer: female", "hombre: male"):
        assert line in text
    with pytest.raises(InputError, match="what 'M' means waits for an answer; use one of: female, male, other"):
        mapping(text.replace('"?"', "UTC", 1))


def test_a_status_that_nobody_knows_waits_for_an_answer(tmp_path: Path) -> None:
    text = sniff(tmp_path, TASKS.replace("Approved", "Kuzuri"))
    assert 'Kuzuri: "?"   # unsure: one of: approved, rejected, pending, returned, timed_out' in unsure(text)
    with pytest.raises(InputError, match="'\\?' is not a status"):
        mapping(text.replace('time_zone: "?"', "time_zone: UTC"))


@pytest.mark.parametrize(
    ("old", "new", "question"),
    [
        ("Salario base (MXN)", "Salario neto", "pay: Salario neto"),
        ("Salario base (MXN)", "Total", "pay: Total"),
        ("Salario base (MXN)", "Salario", "pay: Salario"),
        ("Salario base (MXN)", "Xyz", "pay: ?"),
        ("Otros descuentos", "Descuentos", "deductions: Descuentos"),
        ("Otros descuentos", "Sueldo base", 'pay: "Salario base (MXN)"'),
        ("País", "Xyz", "country: ?"),
        (" (MXN)", "", "currency: ?"),
        ("Nº de empleado", "Xyz", "worker_id: Nombre"),
        ("Inicio periodo", "Xyz", "period_start: ?"),
        ("31/01/2026", "01/12/2026", 'date_format: "%d/%m/%Y"'),
        ("México", "Xyzland", 'Xyzland: "?"'),
        ("trabajadas (min)", "trabajadas", "hours_paid: Horas trabajadas"),
        # Earned in one file, taken by the platform in the other.
        ("Otros descuentos", "Comisión", 'bonus: "Comisión"'),
        ("Otros descuentos", "Comisión", 'fees: "Comisión"'),
        ("Nº de empleado", "Cédula", 'worker_id: "Cédula"'),
    ],
)
def test_what_is_not_sure_is_a_question(tmp_path: Path, old: str, new: str, question: str) -> None:
    text = sniff(tmp_path, SPANISH.replace(old, new))
    asked = unsure(text)
    assert any(line.startswith(question) for line in asked)
    column = question.partition(":")[0]
    found = mapping(text)
    if column in COLUMNS:
        assert column not in {*found.columns, *found.constants}
    assert f"{len(asked)} line" in text


def test_a_decimal_mark_is_not_guessed(tmp_path: Path) -> None:
    text = sniff(tmp_path, SPANISH.replace(",50", ""))
    assert any(line.startswith('decimal: "."') for line in unsure(text))
    with pytest.raises(InputError, match="sixteen hundred or one and a half"):
        checked(tmp_path / "pay.csv", text)
    assert checked(tmp_path / "pay.csv", text.replace('# decimal: "."', 'decimal: ","')) == 2


def test_cells_that_do_not_fit_their_name(tmp_path: Path) -> None:
    text = sniff(tmp_path, SPANISH.replace("9.600,50", "$ 9.600,50").replace("8.600,50", "$ 8.600,50"))
    assert '"Salario base (MXN)": may be pay, but its cells are no plain numbers' in text
    text = sniff(tmp_path, SPANISH.replace("9630", "160:30").replace("9000", "150:00"))
    assert "may be hours_paid, but its cells are no plain numbers (hours as 8:30 are not read)" in " ".join(
        text.replace("#", " ").split()
    )
    assert "hours_paid" not in mapping(text).columns


def test_a_file_that_may_be_of_either_grain(tmp_path: Path) -> None:
    text = sniff(tmp_path, "worker id,amount,start,end\nu1,1.5,2026-01-05 08:00:00,2026-01-05 08:30:00\n")
    lines = unsure(text)
    for start in ('grain: "?"', 'time_zone: "?"', "pay: amount", "started_at: start", "submitted_at: end"):
        assert any(line.startswith(start) for line in lines), start
    with pytest.raises(InputError, match="grain waits for an answer; use one of: payroll, task"):
        mapping(text)


def test_workbooks(tmp_path: Path) -> None:
    row = (7, "KE", "KES", date(2026, 1, 1), 46053, 1600.5, time(8, 30))
    sheets = {"Read me": [["How to", "read this"]], "Pay": [["Acme", "Ltd"], [], HEADER, row]}
    path = xlsx(tmp_path / "a.xlsx", sheets)
    text = draft(path)
    assert unsure(text) == []
    found = mapping(text)
    assert (found.sheet, found.header_row, len(found.columns)) == (("Pay",), 3, 7)
    assert checked(path, text) == 1
    months = xlsx(tmp_path / "b.xlsx", {"Jan": [HEADER, ROW], "Feb": [HEADER, ROW]})
    text = draft(months)
    [asked] = unsure(text)
    assert asked.startswith("sheet: ['Jan', 'Feb']   # unsure: these sheets are alike")
    assert mapping(text.replace("# sheet:", "sheet:")).sheet == ("Jan", "Feb")


def test_databases(tmp_path: Path) -> None:
    path = sqlite(
        tmp_path / "a.db", [("a", "KE", "KES", "2026-01-01", "2026-01-31", 1600.5, 160.25)], "CREATE TABLE log (a)"
    )
    text = draft(path)
    assert mapping(text).table == "pay"
    assert checked(path, text) == 1


def test_a_time_of_day_keeps_a_stamp(tmp_path: Path) -> None:
    header = ["worker_id", "country", "currency", "started_at", "submitted_at", "pay"]
    row = ["a", "KE", "KES", datetime(2026, 1, 5, 8), datetime(2026, 1, 5, 9), 5]
    text = draft(xlsx(tmp_path / "a.xlsx", {"Log": [header, row]}))
    assert "grain: task" in text and unsure(text)[0].startswith("time_zone")


def test_files_that_cannot_be_looked_at(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no .*nope\.csv"):
        draft(tmp_path / "nope.csv")
    (tmp_path / "a.csv").write_bytes(b"")
    with pytest.raises(NothingToAssess, match="no column"):
        draft(tmp_path / "a.csv")
    (tmp_path / "b.csv").write_bytes(b"PK\x03\x04\x00\x01binary,pay\n")
    with pytest.raises(InputError, match="not a CSV file"):
        draft(tmp_path / "b.csv")


def test_words_of_a_status_tell_what_a_column_is(tmp_path: Path) -> None:
    text = sniff(tmp_path, TASKS.replace("task status", "state")).replace('"?"', "UTC")
    assert mapping(text).columns["status"] == "state"
    text = sniff(tmp_path, TASKS.replace("task status", "state").replace("Approved", "Bavaria")).replace('"?"', "UTC")
    assert "status" not in mapping(text).columns and "# status: state   # unsure" in text


def test_hostile_names_stay_inside_their_remark(tmp_path: Path) -> None:
    text = sniff(tmp_path, 'worker_id,"x\n  fees: 0","#: {a","pay ""x"": 1"\nu1,1,2,3\n')
    assert "fees" not in mapping(text.replace('grain: "?"', "grain: payroll").replace('"?"', "UTC")).columns


def test_every_word_of_the_list_leads_somewhere() -> None:
    words = header_words()
    assert {column for columns in words.names.values() for column, _ in columns} == set(COLUMNS)
    assert set(words.without) <= set(COLUMNS)
    choices = {**CHOICES, "gender": GENDERS}
    assert {to for column, found in words.values.items() for to in found.values() if to not in choices[column]} == set()
    doubled = {name: [c for c, sure in columns if sure] for name, columns in words.names.items()}
    assert {name: columns for name, columns in doubled.items() if len(set(columns)) > 1} == {}
    silent = {column for column in COLUMNS if not any((column, True) in found for found in words.names.values())}
    assert silent == set()


@pytest.mark.parametrize(
    ("name", "column", "sure", "unit"),
    [
        ("Emp ID", "worker_id", True, ""), ("Hours paid (min)", "hours_paid", True, "minutes"),
        ("Minutes worked", "hours_paid", True, "minutes"), ("HorasTrabajadas", "hours_paid", True, "hours"),
        ("Net pay", "pay", False, ""), ("Horas extras valor", "overtime_pay", True, "hours"),
        ("hours_paid", "hours_paid", True, "hours"), ("Género", "gender", True, ""),
    ],
)  # fmt: skip
def test_names(name: str, column: str, sure: bool, unit: str) -> None:
    assert [(m.column, m.sure, m.unit) for m in meanings(name)] == [(column, sure, unit)]


@pytest.mark.parametrize(
    ("name", "code"), [("Pay (KES)", "KES"), ("pay_kes", "KES"), ("PAY ALL", ""), ("Pay (ABC)", ""), ("USD", "")]
)
def test_currencies_in_names(name: str, code: str) -> None:
    assert currency_in(name) == code


@pytest.mark.parametrize("text", [SPANISH, TASKS, "a,b\n1,2\n"])
def test_a_draft_fits_the_published_schema(tmp_path: Path, text: str) -> None:
    written = yaml.safe_load(sniff(tmp_path, text).replace('grain: "?"', "grain: task"))
    assert [error.message for error in jsonschema.Draft202012Validator(mapping_schema()).iter_errors(written)] == []
    wrong = written | {"header_row": 0}
    assert list(jsonschema.Draft202012Validator(mapping_schema()).iter_errors(wrong)) != []


def test_months_and_counts_since_1970_are_drafted_column_by_column(tmp_path: Path) -> None:
    text = sniff(tmp_path, "Legajo,Mes,Fecha de pago\n7,01/2026,13/02/2026\n8,02/2026,14/03/2026\n")
    line = next(line for line in text.splitlines() if line.lstrip("# ").startswith("date_format: {"))
    for form in ('period_start: "%m/%Y"', 'period_end: "%m/%Y"', 'paid_date: "%d/%m/%Y"'):
        assert form in line
    assert sum("Mes" in line and "the month that the row pays?" in line for line in unsure(text)) == 2
    text = sniff(tmp_path, "worker,start_ts,submitted_ts\n7,1774996200000,1774996260000\n")
    assert "\ndate_format: epoch_ms " in text and "\n  started_at: start_ts " in text
    assert "\n  submitted_at: submitted_ts " in text


@pytest.mark.parametrize("name", ["pay.csv", "pay.xlsx"])
def test_cells_of_a_worker_are_never_shown_as_names_of_columns(tmp_path: Path, name: str) -> None:
    rows = [["ANA-77", "01/2026", "F", "140.5", "609.59"], ["BEA-78", "01/2026", "F", "120.5", "600.10"]]
    path = tmp_path / name
    if name.endswith("csv"):
        path.write_text("\n".join(map(",".join, rows)) + "\n", encoding="utf-8")
    else:
        xlsx(path, {"Pay": rows})
    with pytest.raises(InputError, match="no row of it looks like names of columns") as caught:
        draft(path)
    with pytest.raises(InputError, match="has no column 'Legajo'") as other:
        open_pay_table(path, mapped(columns={"worker_id": "Legajo"}, header_row=2, decimal="."))
    for error in (caught, other):
        assert not {"ANA", "BEA", "609", "600"} & set(re.findall(r"\w+", str(error.value)))
        assert "header_row" in str(error.value)
