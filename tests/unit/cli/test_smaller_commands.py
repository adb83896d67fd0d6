"""`validate`, `explain`, `wages audit`, `standards` and `benchmarks`: what they refuse, and with which code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker.cli.main import run
from tests.subjects import COLUMNS, MAPPING, SILENT, csv_text, pay_rows, questionnaire, write_subject

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "vendor_templates" / "examples"
Captured = pytest.CaptureFixture[str]
ANSWERS = {"pay": {"models": "[hourly]"}}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write one sound subject, one that is not YAML, one whose mapping is broken, pay alone; make it the folder."""
    sound = questionnaire("sound", evidence=SILENT, answers=ANSWERS)
    write_subject(tmp_path / "all" / "sound", sound, without=["documents/policy.md"])
    write_subject(tmp_path / "all" / "torn", "fairlabel: [questionnaire/1\n")
    write_subject(tmp_path / "all" / "unmapped", files={"wages/mapping.yaml": MAPPING.replace("shift", "guess")})
    (tmp_path / "pay.csv").write_text(csv_text(pay_rows()), encoding="utf-8")
    (tmp_path / "none.csv").write_text(csv_text([]), encoding="utf-8")
    (tmp_path / "void.csv").write_text("", encoding="utf-8")
    (tmp_path / "map.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "bad.yaml").write_text("a: b\n", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("home")
def test_validate_lists_what_is_wrong_and_what_is_in_order(capsys: Captured) -> None:
    assert run(["validate", "all"]) == 3
    shown = capsys.readouterr()
    assert shown.out == "all/sound: in order\n1 of 3 in order.\n"
    errors = [line for line in shown.err.splitlines() if line.startswith("error: ")]
    assert ["error: all/torn/questionnaire.yaml:" in e or "error: all/unmapped/wages/mapping.yaml:3:13" in e
            for e in errors] == [True] * len(errors)  # fmt: skip
    assert len(errors) == 2
    assert "note: all/sound/questionnaire.yaml:8:40: evidence 'policy': documents/policy.md is not there" in shown.err
    assert run(["validate", "all", "--quiet"]) == 3
    quiet = capsys.readouterr()
    assert quiet.out == "1 of 3 in order.\n"
    assert quiet.err.splitlines() == errors
    assert run(["validate", "all/sound", "-q"]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("call", "code", "words"),
    [
        ("validate gone", 2, "there is no gone"),
        ("validate empty", 4, "no questionnaire.yaml here or below"),
        ("explain PAI-PAY-01 --for gone", 2, "there is no gone"),
        ("explain PAI-PAY-01 --for empty", 2, "no questionnaire.yaml here or below"),
        ("explain PAI-PAY-01 --for all", 2, "holds 3 subjects; name one of them, for example all/sound"),
        ("explain PAI-PAY-01 --for all/torn", 3, "all/torn/questionnaire.yaml:"),
        ("explain PAI-PAY-01 --for all/sound --as-of 2020-01-01", 2, "is before the end of the period"),
        ("explain", 2, "Missing argument 'REQUIREMENT'"),
        ("wages audit", 2, "Missing argument 'FILE...'"),
        ("wages audit gone.csv", 2, "there is no gone.csv"),
        ("wages audit pay.csv --mapping gone.yaml", 2, "there is no 'gone.yaml'"),
        ("wages audit pay.csv --mapping bad.yaml", 3, "bad.yaml:1:1"),
        ("wages audit pay.csv", 3, "no column for country"),
        ("wages audit none.csv --mapping map.yaml", 4, "none.csv: no row of pay"),
        ("wages audit void.csv --mapping map.yaml", 4, "void.csv: no row of pay"),
        ("wages audit pay.csv --mapping map.yaml --from 2030-01-01", 4, "none of 72 rows lies between the days chosen"),
        ("wages audit pay.csv --mapping map.yaml --from 2026-02-01 --to 2026-01-01", 2, "turn the two round"),
        ("wages audit pay.csv --mapping map.yaml --benchmarks bad.yaml", 3, "bad.yaml:1"),
        ("wages audit pay.csv --mapping map.yaml --fx bad.yaml", 3, "bad.yaml:1"),
        ("wages audit pay.csv --mapping map.yaml --method net", 2, "'net' is not one of"),
        ("standards show nope", 2, "no standard is called 'nope'"),
        ("standards test nope", 2, "no standard is called 'nope'"),
        ("standards list --standards-dir gone", 2, "there is no 'gone'"),
        ("benchmarks list", 2, "Missing option '--on'"),
        ("benchmarks list --on 2026-06-30 --country XX", 2, "--country XX: no such ISO 3166-1 code"),
        ("benchmarks show UK --on 2026-06-30", 2, "did you mean GB?"),
        ("benchmarks show GB --on 2026-06-31", 2, "is not a day of the calendar"),
        ("benchmarks show GB --on 2026-06-30 --benchmarks bad.yaml", 3, "bad.yaml:1"),
        ("schema plans", 2, "'plans' is not one of"),
    ],
)
def test_refusals(call: str, code: int, words: str, capsys: Captured) -> None:
    assert run(call.split()) == code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("Nothing was assessed.\n")
    assert words in shown.err


@pytest.mark.usefixtures("home")
def test_wages_audit_judges_nothing(capsys: Captured) -> None:
    """Everybody is below the line here, and the code is 0 all the same: measuring is no gate."""
    Path("low.csv").write_text(csv_text(pay_rows(rate=5)), encoding="utf-8")
    assert run(["wages", "audit", "low.csv", "--mapping", "map.yaml", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["metrics"]["share_below_living_wage"]["value"] == 1
    assert found["workers"] == 12


@pytest.mark.usefixtures("home")
def test_wages_audit_shows_the_numbers_of_the_method_that_was_asked_for(capsys: Captured) -> None:
    rows = [row | {"costs": "500"} for row in pay_rows()]
    Path("costs.csv").write_text(csv_text(rows, (*COLUMNS, "costs")), encoding="utf-8")
    shown = []
    for method in ("basic_only", "fairwork_net"):
        assert run(["wages", "audit", "costs.csv", "--mapping", "map.yaml", "--method", method]) == 0
        shown.append(next(line for line in capsys.readouterr().out.splitlines() if "below the living wage:" in line))
    assert "basic_only" in shown[0]
    assert "fairwork_net" in shown[1]
    assert shown[0].split("[")[0] != shown[1].split("[")[0], "costs count in one and not in the other"


@pytest.mark.usefixtures("home")
def test_wages_audit_takes_a_file_of_one_supplier_and_refuses_two(capsys: Captured) -> None:
    rows = [row | {"supplier_id": "acme"} for row in pay_rows()]
    Path("acme.csv").write_text(csv_text(rows, (*COLUMNS, "supplier_id")), encoding="utf-8")
    assert run(["wages", "audit", "acme.csv", "--mapping", "map.yaml"]) == 0
    rows[0]["supplier_id"] = "other"
    Path("two.csv").write_text(csv_text(rows, (*COLUMNS, "supplier_id")), encoding="utf-8")
    capsys.readouterr()
    assert run(["wages", "audit", "two.csv", "--mapping", "map.yaml"]) == 3
    assert "the rows are of 2 suppliers (acme, other)" in capsys.readouterr().err


@pytest.mark.usefixtures("home")
def test_wages_audit_unites_files_and_sets_twins_aside(capsys: Captured) -> None:
    rows = pay_rows()
    Path("one.csv").write_text(csv_text(rows[:36], COLUMNS), encoding="utf-8")
    Path("two.csv").write_text(csv_text(rows[24:], COLUMNS), encoding="utf-8")
    assert run(["wages", "audit", "one.csv", "two.csv", "--mapping", "map.yaml", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["workers"], sum(found["set_aside"].values())) == (12, 12), "March stands in both"


def test_explain_takes_the_questionnaire_itself_and_the_assessors_file(capsys: Captured) -> None:
    folder = EXAMPLES / "millgate-labelling"
    found = []
    for place in (folder, folder / "questionnaire.yaml"):
        assert run(["explain", "PAI-PAY-15", "--for", str(place)]) == 0
        found.append(capsys.readouterr().out)
    assert found[0] == found[1]
    assert "Status: not met. Share of workers whose unpaid time is recorded" in found[0]


def test_benchmarks_list_says_whose_terms_were_not_read_and_knows_no_day_that_was_not_read(capsys: Captured) -> None:
    assert run(["benchmarks", "list", "--on", "2026-03-15"]) == 0
    lines = capsys.readouterr().out.splitlines()
    bulgaria, ireland, calgary = (
        next(line for line in lines if line.startswith(f"Living wage   {name}"))
        for name in ("BG", "IE", "CA-AB Calgary")
    )
    assert bulgaria.endswith(
        "from 2025-10-01, fresh until 2027-04-01; can only fail: a net figure, and pay is gross [CHECK]"
    )
    assert "from 2025, fresh until 2026-07-01;" in ireland
    assert calgary.endswith("26.50 CAD an hour, from 2025, fresh until 2026-07-01; can pass [CHECK]")
    assert any(line.startswith("[CHECK]: nobody has read the live terms") for line in lines)
    japan = next(line for line in lines if line.startswith("Minimum wage  JP-13"))
    assert japan.endswith("can pass")


def test_benchmarks_list_of_one_kind_speaks_of_that_kind(capsys: Captured) -> None:
    assert run(["benchmarks", "list", "--on", "2026-06-30", "--country", "gb", "--kind", "living"]) == 0
    text = capsys.readouterr().out
    assert "Minimum wage" not in text
    assert "a pass is possible in GB (1)." in text
    assert run(["benchmarks", "list", "--on", "1900-01-01"]) == 0
    assert capsys.readouterr().out == "No row is in force on 1900-01-01.\n"
