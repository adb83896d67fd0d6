"""Commands that answer a question about what ships, or begin a questionnaire: what they print, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from checker.cli.main import run
from checker.pipeline import pay as pipeline_pay
from tests.subjects import SILENT, csv_text, pay_rows, questionnaire, write_subject

ROOT = Path(__file__).resolve().parent.parent.parent.parent
EXAMPLES = ROOT / "vendor_templates" / "examples"
Captured = pytest.CaptureFixture[str]


def test_explain_says_sentence_bar_and_source(capsys: Captured) -> None:
    assert run(["explain", "pai-pay-05"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "PAI-PAY-05 The promised pay floor is the local living wage" in text
    assert (
        "Satisfied when: The answer to “What is the lowest pay that you commit to for the people doing this work?” is"
        in text
    )
    assert "https://partnershiponai.org/responsible-sourcing-library/" in text
    assert "answers.pay.living_wage_commitment: " in text


def test_explain_for_a_folder_says_what_was_read(capsys: Captured) -> None:
    assert run(["explain", "PAI-PAY-01", "--for", str(EXAMPLES / "lakeshore-data-services")]) == 0
    text = capsys.readouterr().out
    assert "Status: not met" in text
    assert "payroll-2026-h1.csv" in text


def test_explain_names_the_wage_compared_with_and_how_an_hour_was_worked_out(capsys: Captured) -> None:
    assert run(["explain", "PAI-PAY-01", "--for", str(EXAMPLES / "lakeshore-data-services")]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "Rests on: payroll (wage data, collected by the supplier, dated 2026-06-30)" in text
    # 35,518 a month x 12 / (52 x 48 hours) = 170.76; 95 % of it, since it is stale.
    assert (
        f"35518 KES a month from 2023-01-01, which is {35518 * 12 / (52 * 48) * 0.95:.2f} or more KES an hour" in text
    )
    assert "by 48 hours a week, 52 weeks and 12 months a year; a stale figure counts to 95 %" in text


def test_explain_prints_an_assessors_decision_with_the_result(capsys: Captured) -> None:
    review = EXAMPLES / "assessments" / "tidewater-annotation.yaml"
    assert (
        run(["explain", "PAI-CON-03", "--for", str(EXAMPLES / "tidewater-annotation"), "--assessment", str(review)])
        == 0
    )
    text = " ".join(capsys.readouterr().out.split())
    assert "Status: met." in text
    assert "Rests on: worker-terms (worker terms, collected by the supplier" in text
    assert "Assessor: reviewed (worker-terms), 2026-" in text


def _buyer(folder: Path) -> Path:
    """Write a buyer that names two suppliers, the second of whom pays less."""
    for name, rate in (("s1", 15), ("s2", 9)):
        write_subject(folder / name, files={"wages/pay.csv": csv_text(pay_rows(rate=rate))})
    text = questionnaire("buyer", evidence=SILENT, answers={}, more="suppliers: [../s1, ../s2]\n")
    text = text.replace("vendor: {", "buyer: {").replace(", kinds: [bpo]", "")
    return write_subject(folder / "buyer", text.replace("template: annotation-supplier", "template: buyer"))


def test_explain_shows_a_buyer_the_pay_of_each_supplier(tmp_path: Path, capsys: Captured) -> None:
    assert run(["explain", "PAI-PAY-01", "--for", str(_buyer(tmp_path))]) == 0
    text = capsys.readouterr().out
    assert "Status: not met" in text
    one, other = text.split("by the pay of s1:")[1].split("by the pay of s2:")
    assert "  true, " in one
    assert ": 0 of 12 (" in one
    assert "  false" in other
    assert ": 12 of 12 (" in other


def test_explain_measures_pay_once(tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[object] = []
    measured = pipeline_pay._set
    monkeypatch.setattr(pipeline_pay, "_set", lambda *a: calls.append(a) or measured(*a))
    assert run(["explain", "PAI-PAY-01", "--for", str(write_subject(tmp_path / "acme"))]) == 0
    assert "Status: met" in capsys.readouterr().out
    assert len(calls) == 1


def test_explain_refuses_an_assessors_file_that_speaks_of_nobody(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "a.yaml"
    acme = str(write_subject(tmp_path / "acme", questionnaire("acme", evidence=SILENT, answers={})))
    for name, code in (("acmee", 3), ("acme", 0)):
        file.write_text(f"fairlabel: assessment/1\nsubject: {name}\nassessor: {{role: a, organisation: b}}\n", "utf-8")
        assert run(["explain", "PAI-PAY-01", "--for", acme, "--assessment", str(file)]) == code
        assert ("speaks of nobody who was assessed (acme)" in capsys.readouterr().err) == (code == 3)


@pytest.mark.parametrize("name", ["FWC-1.2-b", "fwc-1.2-b", "FWC-1.2-B"])
def test_explain_finds_an_id_in_any_case(name: str, capsys: Captured) -> None:
    assert run(["explain", name, "--standard", "fairwork-cloudwork"]) == 0
    assert "FWC-1.2-b Nearly all who are paid by the piece" in " ".join(capsys.readouterr().out.split())


def test_explain_names_near_ids_as_the_pack_writes_them(capsys: Captured) -> None:
    assert run(["explain", "fwc-1.2-x", "--standard", "fairwork-cloudwork"]) == 2
    assert "FWC-1.2-b" in capsys.readouterr().err


def test_explain_names_near_ids(capsys: Captured) -> None:
    assert run(["explain", "PAI-PAY-99"]) == 2
    assert "did you mean PAI-PAY-" in capsys.readouterr().err


def test_benchmarks_show_names_figure_source_and_day(capsys: Captured) -> None:
    """27.40 CAD an hour: Living Wage for Families BC, Greater Victoria, from 13 November 2025."""
    assert run(["benchmarks", "show", "CA-BC/Greater Victoria", "--on", "2026-03-01"]) == 0
    text = capsys.readouterr().out
    assert "27.40" in text
    assert "CAD" in text


def test_benchmarks_show_prints_terms_and_doubts_of_the_row_that_decides(capsys: Captured) -> None:
    assert run(["benchmarks", "show", "SN", "--on", "2026-03-01"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "333.808 XOF an hour" in text
    assert "terms: Fact from an official act, read on a third-party page" in text
    assert "a later rise to 64,223 per month was announced on 14 June 2023; its first day was not read" in text


def test_benchmarks_in_json_hold_amounts_reasons_sources_and_terms(capsys: Captured) -> None:
    assert run(["benchmarks", "show", "US-OH", "--on", "2025-06-01", "--format", "json"]) == 0
    living, minimum = json.loads(capsys.readouterr().out)
    assert (living["kind"], living["bar"], living["can_pass"]) == ("living_wage", None, False)
    assert (minimum["bar"], minimum["currency"], minimum["can_pass"]) == ([7.25, None], "USD", False)
    assert any("in force from 2026-01-01 only" in why for why in minimum["why"])
    (federal,) = [row for row in minimum["rows"] if row["decides"]]
    assert (federal["id"], federal["amount"], federal["period"]) == ("mw-us-national-statutory-2009-07", 7.25, "hour")
    assert federal["url"].startswith("https://")
    assert run(["benchmarks", "list", "--on", "2026-03-15", "--country", "IE", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert listed["pass_possible"] == {"living_wage": ["IE"], "minimum_wage": []}
    assert [(g["kind"], g["bar"][0], g["can_pass"]) for g in listed["grounds"]] == [
        ("living_wage", 15.4, True),
        ("minimum_wage", 11.49519231, False),
    ]
    assert listed["grounds"][0]["terms"][0].startswith("CHECK: (c) Living Wage Technical Group")


@pytest.mark.parametrize("place", ["ZZ", "KE/a/b/c"])
def test_benchmarks_show_refuses_what_is_no_place(place: str, capsys: Captured) -> None:
    assert run(["benchmarks", "show", place, "--on", "2026-03-01"]) == 2
    assert place.partition("/")[0] in capsys.readouterr().err


def test_benchmarks_list_keeps_to_a_country(capsys: Captured) -> None:
    assert run(["benchmarks", "list", "--country", "KE", "--on", "2026-03-01"]) == 0
    rows = [line.split("wage")[1].split()[0] for line in capsys.readouterr().out.splitlines() if " KES " in line]
    assert rows
    assert {row.partition("-")[0] for row in rows} == {"KE"}
    assert run(["benchmarks", "list", "--country", "GB", "--on", "2026-03-01"]) == 0
    assert " KES " not in capsys.readouterr().out


def test_wages_audit_counts_every_worker_of_the_file(capsys: Captured) -> None:
    """The shipped payroll has 1568 lines of 60 workers below its header."""
    folder = EXAMPLES / "tidewater-annotation" / "wages"
    assert run(["wages", "audit", str(folder / "payroll-2026-h1.csv"), "--mapping", str(folder / "mapping.yaml")]) == 0
    lines = (folder / "payroll-2026-h1.csv").read_text(encoding="utf-8").splitlines()
    workers = {line.split(",")[0] for line in lines[1:]}
    text = capsys.readouterr().out
    assert f"{len(workers)} workers, {len(lines) - 1:,} rows" in text
    assert not [worker for worker in workers if worker in text], "no worker's id is ever printed"


def test_new_writes_a_questionnaire_that_validates_and_is_never_overwritten(tmp_path: Path, capsys: Captured) -> None:
    folder = tmp_path / "acme"
    assert run(["new", str(folder)]) == 0
    file = folder / "questionnaire.yaml"
    written = file.read_bytes()
    assert yaml.safe_load(written)["vendor"]["id"] == "acme"
    assert written.startswith(b"# yaml-language-server: $schema=")
    assert run(["new", str(folder)]) == 73
    assert file.read_bytes() == written
    assert "exists already" in capsys.readouterr().err


@pytest.mark.parametrize(
    "kind", ["questionnaire", "report", "assessment", "mapping", "pack", "pay-change", "pay-formula"]
)
def test_schema_prints_a_schema_and_nothing_else(kind: str, capsys: Captured) -> None:
    from jsonschema import Draft202012Validator

    assert run(["schema", kind]) == 0
    Draft202012Validator.check_schema(json.loads(capsys.readouterr().out))


def test_standards_list_show_and_test_speak_of_the_same_pack(capsys: Captured) -> None:
    assert run(["standards", "list", "--format", "json"]) == 0
    (row,) = [r for r in json.loads(capsys.readouterr().out) if r["id"] == "pai"]
    assert (row["edition"], row["requirements"]) == ("2022", 152)
    assert run(["standards", "show", "pai", "--theme", "subcontracting"]) == 0
    text = capsys.readouterr().out
    assert [i for i in ("PAI-SUB-01", "PAI-SUB-02", "PAI-SUB-03", "PAI-SUB-04") if i not in text] == []
    assert "PAI-PAY-01" not in text
    assert run(["standards", "show", "pai", "--theme", "weather"]) == 2


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("PAI-PAY-1", "'PAI-PAY-1': no requirement of pai is called so; did you mean PAI-PAY-01?"),
        ("PAI-PYA-01", "did you mean PAI-PAY-01"),
        ("XYZ", "see: fairlabel standards show pai"),
        ("pwd-10-5", "'pwd-10-5' is no requirement of pai but of eu-pwd; add: --standard eu-pwd"),
        ("", "'': no requirement of pai is called so"),
    ],
)
def test_an_unknown_requirement_is_told_what_is_near(name: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", name]) == 2
    assert words in capsys.readouterr().err
