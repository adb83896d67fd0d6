"""`fairlabel wages change` as it is called: text, JSON, exit codes, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker.cli.main import run
from tests.change_for_tests import day_of, log, schema
from tests.pay_for_tests import write_csv

Captured = pytest.CaptureFixture[str]
MAPPING = "fairlabel: wages/1\ngrain: task\ntime_basis: logged_interval\ntime_zone: UTC\n"
RULE = "fairlabel: pay-formula/1\ncurrency: KES\ncoefficients: {size: 0.5}\ntolerance: 0.01\nvalid_until: 2026-12-31\n"
AT = 4


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a log in which 41 of 100 were cut, its mapping, a formula, an empty log; make it the folder."""
    rows = log(100, range(8), lambda w, week: 2.0 if week < AT else 1.8 if w < 41 else 2.2)
    write_csv(tmp_path / "log.csv", [row | {"size": 4} for row in rows])
    write_csv(tmp_path / "first.csv", [row | {"size": 4} for row in rows[:800]])
    write_csv(tmp_path / "last.csv", [row | {"size": 4} for row in rows[700:]])
    (tmp_path / "none.csv").write_text((tmp_path / "log.csv").read_text().splitlines()[0] + "\n")
    (tmp_path / "void.csv").write_text("")
    (tmp_path / "m.yaml").write_text(MAPPING)
    (tmp_path / "told.yaml").write_text(MAPPING + "announced: 2026-01-15\n")
    (tmp_path / "mad.yaml").write_text(MAPPING + "announced: soon\n")
    (tmp_path / "rule.yaml").write_text(RULE)
    (tmp_path / "far.yaml").write_text(RULE.replace("size", "distance"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def change(*words: str) -> int:
    return run(["wages", "change", *words])


@pytest.mark.usefixtures("home")
def test_the_text_says_who_lost_first(capsys: Captured) -> None:
    assert change("log.csv", "--mapping", "m.yaml") == 0
    text = capsys.readouterr().out
    # (41 x 1.8 + 59 x 2.2) / 100 = 2.036, which is 1.8 % more than 2.
    assert "41 of 100 workers were paid less for the same work although mean pay rose by 1.8%" in text
    assert "they lost 10.0% on average" in text
    assert "The rule changed in week 2026-W06 (from Monday 2026-02-02)." in text
    assert "not on record as announced" in text
    assert "Workers who lost by a change of the pay rule: 41 % (41 of 100 workers)" in text
    assert "seed 20201013" in text


@pytest.mark.usefixtures("home")
def test_json_fits_its_schema_and_is_the_same_each_time(capsys: Captured) -> None:
    call = ("log.csv", "--mapping", "told.yaml", "--formula", "rule.yaml", "--format", "json")
    assert change(*call) == 0
    first = capsys.readouterr().out
    assert change(*call, "--threads", "1") == 0
    assert capsys.readouterr().out == first
    found = json.loads(first)
    assert not list(schema().iter_errors(found))
    assert (found["schema"], found["changed"], found["announced"]) == ("fairlabel/pay-change/1", True, "2026-01-15")
    assert found["metrics"]["change_announced"]["low"] == 18
    assert found["metrics"]["share_cut"]["value"] == 0.41
    assert {f["code"] for f in found["findings"]} == {"pay_cut", "pay_formula_broken"}


@pytest.mark.usefixtures("home")
def test_files_are_united_and_twins_counted_once(capsys: Captured) -> None:
    assert change("first.csv", "last.csv", "--mapping", "m.yaml", "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["set_aside"] == {"in_two_files": 100}
    assert found["metrics"]["share_cut"]["value"] == 0.41


@pytest.mark.usefixtures("home")
def test_options_reach_the_audit(capsys: Captured) -> None:
    call = ("log.csv", "--mapping", "m.yaml", "--format", "json")
    assert (
        change(*call, "--since", day_of(AT), "--announced", day_of(AT), "--least-cut", "0.2", "--headcount", "200") == 0
    )
    found = json.loads(capsys.readouterr().out)
    assert (found["since"], found["announced"], found["least_cut"]) == (day_of(AT), day_of(AT), 0.2)
    assert (found["metrics"]["share_cut"]["low"], found["metrics"]["share_cut"]["high"]) == (0, 0.5)
    assert change(*call, "--per", "hour", "--from", day_of(1), "--to", day_of(6), "--factor", "size") == 2
    assert "--factor explains the pay of a task" in capsys.readouterr().err
    assert change(*call, "--per", "hour", "--from", day_of(1), "--to", day_of(6)) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["per"], found["period"]["from"], found["metrics"]["share_cut"]["value"]) == (
        "hour",
        "2026-01-12",
        0.41,
    )


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("call", "code", "words"),
    [
        ("", 2, "Missing argument 'FILE...'"),
        ("gone.csv", 2, "there is no gone.csv"),
        ("log.csv --mapping m.yaml --formula gone.yaml", 2, "there is no 'gone.yaml'"),
        ("log.csv --mapping m.yaml --formula rule.yaml --factor size", 2, "--factor is for pay without"),
        ("log.csv --mapping m.yaml --formula rule.yaml --per task", 2, "--per is for pay without"),
        ("log.csv --mapping m.yaml --since 2026-02-30", 2, "not a day of the calendar"),
        ("log.csv --mapping m.yaml --least-cut 1", 2, "not in the range"),
        ("log.csv --mapping m.yaml --from 2026-02-01 --to 2026-01-01", 2, "turn the two round"),
        ("log.csv --mapping m.yaml --formula m.yaml", 3, "does not say that it is 'pay-formula/1'"),
        ("log.csv --mapping m.yaml --formula far.yaml", 3, "no column 'distance' that pay depends on"),
        ("log.csv --mapping m.yaml --factor worker_id", 3, "holds the ids of workers"),
        ("log.csv --mapping mad.yaml", 3, "mad.yaml:5:12, announced: 'soon' is not a day"),
        ("log.csv", 3, "no column for period_start"),
        ("none.csv --mapping m.yaml", 4, "none.csv: no row of pay"),
        ("void.csv --mapping m.yaml", 4, "void.csv: no row of pay"),
        ("log.csv --mapping m.yaml --from 2030-01-01", 4, "see --from and --to"),
    ],
)  # fmt: skip
def test_exit_codes(call: str, code: int, words: str, capsys: Captured) -> None:
    assert change(*call.split()) == code
    shown = capsys.readouterr()
    assert words in shown.err
    assert shown.out == ""
