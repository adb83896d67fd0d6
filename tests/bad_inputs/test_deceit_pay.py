"""Pay past belief: units and marks of a mapping that multiply it, and hours that nobody works.

Black box, as `test_deceit`. 150 hours a month for 9 GBP an hour are below the 13.45 of Manchester; as 150 minutes they
are 540 GBP an hour, 40 times the line.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bad_inputs.test_deceit import codes, judged, status
from tests.bad_inputs.test_deceit_evidence import finding
from tests.subjects import COLUMNS, EVIDENCE, MAPPING, csv_text, pay_rows, questionnaire, write_subject

Captured = pytest.CaptureFixture[str]
MINUTES = MAPPING + "units: {hours_paid: minutes, hours_unpaid: minutes}\n"
READ = (
    "fairlabel: assessment/1\nassessor: {role: auditor, organisation: Example Audit}\ndecisions:\n"
    "  - {requirement: PAI-PAY-01, kind: reviewed, evidence: payroll, on: 2026-08-01, reason: read}\n"
)


def paid(tmp_path: Path, rate: int, mapping: str, hours: float = 150) -> Path:
    rows = [{**row, "hours_paid": hours} for row in pay_rows(rate=rate)]
    return write_subject(tmp_path / "acme", files={"wages/pay.csv": csv_text(rows), "wages/mapping.yaml": mapping})


def test_hours_called_minutes_pass_nothing(tmp_path: Path, capsys: Captured) -> None:
    report = judged(capsys, paid(tmp_path, 9, MINUTES))
    assert status(report, "PAI-PAY-01") == "claimed"
    for code in ("pay_past_belief", "hours_past_belief"):
        place = finding(report, code)["location"]
        assert (place["file"], place["line"]) == ("wages/mapping.yaml", 6)


def test_seconds_and_a_thirtieth_of_the_line(tmp_path: Path, capsys: Captured) -> None:
    """Half a pound an hour, read as minutes, is 30 GBP: over the line and within belief, unlike 2.5 hours a month."""
    rows = [{**row, "pay": 75} for row in pay_rows()]
    files = {"wages/pay.csv": csv_text(rows), "wages/mapping.yaml": MINUTES}
    report = judged(capsys, write_subject(tmp_path / "acme", files=files))
    assert "pay_past_belief" not in codes(report)
    assert "hours_past_belief" in codes(report)
    assert status(report, "PAI-PAY-01") == "claimed"


def test_minutes_that_are_minutes_keep_the_level_of_the_file(tmp_path: Path, capsys: Captured) -> None:
    report = judged(capsys, paid(tmp_path, 15, MINUTES, hours=150 * 60))
    assert not {"pay_past_belief", "hours_past_belief"} & set(codes(report))
    assert status(report, "PAI-PAY-01") == status(report, "PAI-PAY-02") == "met"


@pytest.mark.parametrize(("rate", "doubted"), [(127, False), (128, True)])
def test_ten_times_the_line_is_where_belief_ends(rate: int, doubted: bool, tmp_path: Path, capsys: Captured) -> None:
    """The minimum wage is 12.71 GBP from April 2026 on: ten times that are 127.10."""
    report = judged(capsys, paid(tmp_path, rate, MAPPING))
    assert ("pay_past_belief" in codes(report)) is doubted
    assert (status(report, "PAI-PAY-01") == "met") is not doubted


def test_it_still_fails_who_is_below_all_the_same(tmp_path: Path, capsys: Captured) -> None:
    """A tenth of a pound an hour is 6 GBP as minutes."""
    rows = [{**row, "pay": 15} for row in pay_rows()]
    files = {"wages/pay.csv": csv_text(rows), "wages/mapping.yaml": MINUTES}
    report = judged(capsys, write_subject(tmp_path / "acme", files=files))
    assert "hours_past_belief" in codes(report)
    assert status(report, "PAI-PAY-01") == "not_met"


def test_a_second_file_of_a_lower_paid_half(tmp_path: Path, capsys: Captured) -> None:
    """An honest file of others does not stand in front: each file's hours are looked at by themselves."""
    half = [row for row in pay_rows(rate=15) if str(row["worker_id"]) <= "w06"]
    rest = [row for row in pay_rows(rate=9) if str(row["worker_id"]) > "w06"]
    more = (
        EVIDENCE[0]
        .replace("id: payroll", "id: more")
        .replace("pay.csv", "low.csv")
        .replace("mapping.yaml", "minutes.yaml")
    )
    files = {"wages/pay.csv": csv_text(half), "wages/low.csv": csv_text(rest), "wages/minutes.yaml": MINUTES}
    report = judged(capsys, write_subject(tmp_path / "acme", questionnaire(evidence=(*EVIDENCE, more)), files))
    assert "hours_past_belief" in codes(report)
    assert status(report, "PAI-PAY-01") == "claimed"


def test_an_assessor_who_has_read_the_data_is_believed(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "assessment.yaml"
    file.write_text(READ, encoding="utf-8")
    report = judged(capsys, paid(tmp_path, 200, MAPPING), "--assessment", file)
    assert "pay_past_belief" in codes(report)
    assert status(report, "PAI-PAY-01") == "met"


@pytest.mark.parametrize(("minutes", "pay", "status_"), [(3, "0.61", "not_met"), (3, "0.68", "met")])
def test_a_month_cut_into_minutes_is_not_rounded_over_the_line(
    minutes: int, pay: str, status_: str, tmp_path: Path, capsys: Captured
) -> None:
    """0.05 hours ask for 0.6725 GBP. 0.61 are 9 % short, 0.68 are over; half a penny a row is no part of a wage.

    Each row may be off by half a penny and 0.005 hours, 0.07 GBP: 30 rows of a month by 1 % of 20.18 together.
    """
    rows = [{**row, "hours_paid": minutes / 60, "pay": pay, "tier": n} for row in pay_rows() for n in range(30)]
    files = {"wages/pay.csv": csv_text(rows, (*COLUMNS, "tier"))}
    report = judged(capsys, write_subject(tmp_path / "acme", files=files))
    assert status(report, "PAI-PAY-01") == status_


def test_a_column_put_in_place_of_the_files_own_is_said(tmp_path: Path, capsys: Captured) -> None:
    """Fees of 5 a month that a mapping swaps for a column of noughts; a file's other words need no remark."""
    rows = [{**row, "fees": 5, "nought": 0} for row in pay_rows(rate=15)]
    content = csv_text(rows, (*COLUMNS, "nought"))
    said = {}
    for used in ("fees", "nought"):
        files = {"wages/pay.csv": content, "wages/mapping.yaml": f"{MAPPING}columns: {{fees: {used}}}\n"}
        report = judged(capsys, write_subject(tmp_path / used, files=files))
        said[used] = [note for pay in report["subjects"][0]["wages"]["sets"] for note in pay["notes"]]
    note = "wages/pay.csv: the file's own column 'fees' is not read: the mapping takes the column 'nought' for it"
    assert note in said["nought"]
    assert not any("is not read" in note for note in said["fees"])
