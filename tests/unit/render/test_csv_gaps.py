"""The table of gaps, as a spreadsheet reads it."""

from __future__ import annotations

import csv
import io

import duckdb
import pytest

from checker.model.assessment import InvalidSubject, Report
from checker.render import Options, render
from checker.render.csv_gaps import COLUMNS, cell
from tests import reports_for_tests as made

BROKEN = InvalidSubject("vendors/broken", ("vendors/broken/questionnaire.yaml:4:2, pay: no option",))


def rows(report: Report, options: Options | None = None) -> list[dict[str, str]]:
    content = render(report, "csv", options)
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\r\n") == content.count(b"\n")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_one_row_a_gap_or_open_item_of_every_subject_worst_first() -> None:
    second = made.subject(id="binda", folder="vendors/binda")
    found = rows(made.report(made.subject(), second, invalid=(BROKEN,)))
    ids = ["PAI-PAY-01", "PAI-PAY-02", "PAI-QA-09", "PAI-GRV-01", "PAI-CON-01", "PAI-TIME-03", "PAI-PRV-02"]
    assert [(row["subject"], row["requirement"]) for row in found] == [
        ("vendors/broken", "not-assessed"), *(("acme", id_) for id_ in ids), *(("binda", id_) for id_ in ids),
    ]  # fmt: skip


def test_what_stands_in_a_row() -> None:
    first, _, _, grievance, *_ = rows(made.report(), Options(questions={"answers.grievance.channel": "How?"}))
    assert first == {
        "subject": "acme", "standard": "pai", "edition": "2022", "requirement": "PAI-PAY-01",
        "title": "No worker is paid below the local living wage", "severity": "critical", "status": "Not met",
        "reason": "18 of 60 workers are below the living wage", "evidence_required": "recorded",
        "evidence_found": "recorded", "remedy": "Raise the rates of everyone below the line.", "owner": "supplier",
        "due_days": "90", "file": "vendors/acme/questionnaire.yaml", "line": "31", "waiver_until": "", "baseline": "",
    }  # fmt: skip
    assert (grievance["status"], grievance["remedy"]) == ("Unknown", "Answer: How?"), "what would settle it"


def test_a_database_reads_it_too(tmp_path: object) -> None:
    file = f"{tmp_path}/gaps.gaps.csv"
    with open(file, "wb") as out:
        out.write(render(made.report(), "csv"))
    table = duckdb.sql(f"select severity, count(*) n from read_csv('{file}') group by all order by all").fetchall()
    assert table == [("advisory", 1), ("critical", 2), ("major", 2), ("minor", 2)]


def test_the_header_stands_where_there_is_nothing_else() -> None:
    content = render(Report((), (), "0.1.0", "major", 4), "csv").decode("utf-8-sig")
    assert content == ",".join(COLUMNS) + "\r\n"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\t=1", "'=1"), ("\r=1", "'=1"),
        ("  =1", "'=1"), ("＝1", "'＝1"), ("a;=1", "a;'=1"), ("a; -1", "a;' -1"), ("a-1", "a-1"), ("1 = 1", "1 = 1"),
        ("", ""), (None, ""), (90, "90"), (-5, "-5"), ("|x", "'|x"),
    ],
)  # fmt: skip
def test_nothing_is_computed(text: object, wanted: str) -> None:
    assert cell(text) == wanted
