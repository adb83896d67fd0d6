"""`wages audit --by`: which columns may be named, and what is said of others."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.cli.main import run
from tests.pay_for_tests import payroll_row, write_csv

Captured = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("by", "words"),
    [
        ("pay", "'pay' is no column that groups workers; these are: country, region, job_category,"),
        ("gender,gender", "two different columns can be crossed"),
        ("gender,country,area", "two different columns can be crossed"),
        ("city,gender", "'city' can be had alone and cannot be crossed: its groups are parts of a country"),
        ("gender,tier", "'tier' can be had alone and cannot be crossed: workers stand in several of its groups"),
    ],
)
def test_a_column_that_cannot_group_is_refused(by: str, words: str, tmp_path: Path, capsys: Captured) -> None:
    file = write_csv(tmp_path / "pay.csv", [payroll_row("a")])
    assert run(["wages", "audit", str(file), "--by", by]) == 2
    assert words in " ".join(capsys.readouterr().err.split())


def test_the_worst_off_group_is_printed_first(tmp_path: Path, capsys: Captured) -> None:
    rows = [payroll_row(f"a{i}", 2000, country="GB", currency="GBP", gender="m") for i in range(10)]
    rows += [payroll_row(f"b{i}", 80, country="GB", currency="GBP", gender="f") for i in range(6)]
    assert run(["wages", "audit", str(write_csv(tmp_path / "pay.csv", rows)), "--by", "gender"]) == 0
    lines = capsys.readouterr().out.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("Below the living wage, worst off first"))
    assert [line.split(":")[0].strip() for line in lines[start + 1 : start + 3]] == ["gender f", "gender m"]
