"""`fairlabel wages sniff` and `wages check` as a user runs them: what is printed, written, and with which code."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from checker.cli.main import run
from tests.pay_for_tests import PAYROLL, payroll_row, task_row, write_csv
from tests.workbooks_for_tests import HEADER, ROW, locked, xlsx

GOOD = [payroll_row(f"w{i}") for i in range(6)]
BAD = [*GOOD, *[payroll_row(f"v{i}") | {"pay": "lots"} for i in range(12)], payroll_row("u", country="XX")]


def fairlabel(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = run([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_check_says_what_is_wrong_and_where_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_csv(tmp_path / "pay.csv", BAD)
    code, out, _ = fairlabel(capsys, "wages", "check", path)
    flat = " ".join(out.split())
    assert code == 0
    assert "19 rows of 19 workers, 2026-01-01 to 2026-01-31" in flat
    assert "unreadable pay: 12 rows (rows 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, ...)" in flat
    assert "country 'XX' is not in ISO 3166-1: 1 row (row 19)" in flat
    assert "to do: write two capital letters (KE)" in flat
    assert "lots" not in out and "v0" not in out


def test_check_names_a_currency_that_had_ended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Bulgaria pays in euro since 2026: pay that is still called BGN in 2026 may be either."""
    days = [("2025-12-01", "2025-12-31"), ("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-02-28")]
    rows = [
        payroll_row(f"w{n}", country="BG", currency="BGN", period_start=first, period_end=last)
        for n in range(5)
        for first, last in days
    ]
    code, out, _ = fairlabel(capsys, "wages", "check", write_csv(tmp_path / "pay.csv", rows))
    flat = " ".join(out.split())
    assert code == 0
    assert "warning: pay of 2026-01, 2026-02 is in BGN, which EUR replaced on 2026-01-01: whether its figures" in flat
    assert "its workers are undecided to do: give the pay in EUR" in flat
    assert "Every row can be read" not in flat


def test_check_strict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fairlabel(capsys, "wages", "check", write_csv(tmp_path / "bad.csv", BAD), "--strict")[0] == 1
    code, out, _ = fairlabel(capsys, "wages", "check", write_csv(tmp_path / "good.csv", GOOD), "--strict")
    assert (code, out.splitlines()[-1]) == (0, "Every row can be read, and none is impossible.")


def test_check_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = fairlabel(capsys, "wages", "check", write_csv(tmp_path / "pay.csv", BAD), "--format", "json")
    found = json.loads(out)
    assert (code, found["rows"], found["workers"], found["grain"]) == (0, 19, 19, "payroll")
    first = found["findings"][0]
    assert (first["code"], first["severity"], first["first"]) == ("row_unreadable_pay", "warning", "row 7")
    assert first["todo"].startswith("write numbers alone")


def test_check_counts_no_few_workers_out_loud(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_csv(tmp_path / "pay.csv", GOOD[:4])
    assert "4 rows of fewer than 5 workers" in fairlabel(capsys, "wages", "check", path)[1]
    assert json.loads(fairlabel(capsys, "wages", "check", path, "--format", "json")[1])["workers"] is None


def test_check_of_tasks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_csv(tmp_path / "tasks.csv", [task_row(f"w{i}", "2026-01-05") for i in range(5)])
    (tmp_path / "m.yaml").write_text("fairlabel: wages/1\ngrain: task\n", encoding="utf-8")
    code, out, _ = fairlabel(capsys, "wages", "check", path, "--mapping", tmp_path / "m.yaml", "--threads", 1,
                             "--memory-limit", "200MB")  # fmt: skip
    assert (code, out.splitlines()[-1]) == (0, "Every row can be read, and none is impossible.")


def test_every_unusable_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [locked(xlsx(tmp_path / "a.xlsx", {"Pay": [HEADER, ROW]})), tmp_path / "b.csv.gz", tmp_path / "c.xls"]
    files[1].write_bytes(gzip.compress(b"worker_id,pay\n" * 900)[:-20])
    files[2].write_bytes(b"<html><table></table></html>")
    code, out, err = fairlabel(capsys, "wages", "check", *files)
    assert (code, out) == (3, "")
    assert err.startswith("Nothing was assessed.\n")
    for words in ("a.xlsx: is locked", "b.csv.gz: cannot be unpacked", "c.xls: is a web page"):
        assert words in err


def test_nothing_to_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "head.csv").write_text(",".join(PAYROLL) + "\n", encoding="utf-8")
    (tmp_path / "empty.csv").write_bytes(b"")
    assert fairlabel(capsys, "wages", "check", tmp_path / "head.csv")[0] == 4
    assert fairlabel(capsys, "wages", "check", tmp_path / "empty.csv")[0] == 4
    assert fairlabel(capsys, "wages", "check", xlsx(tmp_path / "a.xlsx", {"Pay": [HEADER]}))[0] == 4
    assert fairlabel(capsys, "wages", "check", tmp_path / "nope.csv")[0] == 2


def test_patterns_of_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_csv(tmp_path / "a1.csv", GOOD[:3])
    write_csv(tmp_path / "a2.csv", GOOD[3:])
    assert "6 rows of 6 workers" in fairlabel(capsys, "wages", "check", tmp_path / "a*.csv")[1]
    code, _, err = fairlabel(capsys, "wages", "check", tmp_path / "b*.csv")
    assert code == 2 and "there is no" in err


def test_a_pattern_over_folders_keeps_what_their_names_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import duckdb

    csv = write_csv(tmp_path / "all.csv", [row | {"month": f"2026-0{1 + n % 2}"} for n, row in enumerate(GOOD)])
    with duckdb.connect() as connection:
        parts = f"COPY (FROM read_csv('{csv}')) TO '{tmp_path / 'parts'}' (FORMAT parquet, PARTITION_BY (month))"
        connection.execute(parts)
    for pattern in ("parts/*/*.parquet", "parts/month=*/*.parquet", "part?/**/*.parquet"):
        assert "6 rows of 6 workers" in fairlabel(capsys, "wages", "check", tmp_path / pattern)[1]
        code, out, _ = fairlabel(capsys, "wages", "sniff", tmp_path / pattern)
        assert (code, "(6 rows)" in " ".join(out.replace("#", " ").split()), "grain: payroll" in out) == (0, True, True)
    assert "month" in out  # of the names of folders
    code, _, err = fairlabel(capsys, "wages", "check", tmp_path / "parts/*/none*.parquet")
    assert code == 2 and "there is no" in err


def test_sniff_drafts_from_one_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_csv(tmp_path / "a1.csv", GOOD)
    assert "worker_id: worker_id" in fairlabel(capsys, "wages", "sniff", tmp_path / "a*.csv")[1]
    write_csv(tmp_path / "a2.csv", GOOD)
    code, _, err = fairlabel(capsys, "wages", "sniff", tmp_path / "a*.csv")
    assert code == 2 and "matches 2 files" in err


def test_sniff_writes_a_mapping_that_check_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, target = write_csv(tmp_path / "pay.csv", GOOD), tmp_path / "m.yaml"
    code, out, _ = fairlabel(capsys, "wages", "sniff", path)
    assert code == 0 and "fairlabel: wages/1\ngrain: payroll" in out
    code, said, _ = fairlabel(capsys, "wages", "sniff", path, "--output", target)
    assert code == 0 and f"Wrote {target}" in said and target.read_text(encoding="utf-8") == out
    assert fairlabel(capsys, "wages", "check", path, "--mapping", target, "--strict")[0] == 0


def test_sniff_never_overwrites(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, target = write_csv(tmp_path / "pay.csv", GOOD), tmp_path / "m.yaml"
    target.write_text("mine", encoding="utf-8")
    code, _, err = fairlabel(capsys, "wages", "sniff", path, "--output", target)
    assert code == 73 and "exists already and was left as it is" in err and target.read_text("utf-8") == "mine"
    assert fairlabel(capsys, "wages", "sniff", path, "--output", target, "--force")[0] == 0
    assert target.read_text("utf-8").startswith("# Draft of a mapping")
    before = path.read_bytes()
    assert fairlabel(capsys, "wages", "sniff", path, "--output", path, "--force")[0] == 73
    assert path.read_bytes() == before


def test_sniff_of_what_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fairlabel(capsys, "wages", "sniff", tmp_path / "nope.csv")[0] == 2
    (tmp_path / "a.docx").write_bytes(b"x")
    assert fairlabel(capsys, "wages", "sniff", tmp_path / "a.docx")[0] == 3
