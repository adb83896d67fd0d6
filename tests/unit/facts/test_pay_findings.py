"""Job categories that hold more than a tenth of the workforce: named as far as they may be."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pay_for_tests import SCOPE, audit_rows, payroll_row


def flagged(folder: Path, counts: dict[str, int], headcount: int | None = None) -> str:
    rows = [payroll_row(f"{job}{i}", job_category=job) for job, n in counts.items() for i in range(n)]
    found = audit_rows(folder, rows, scope=SCOPE._replace(headcount=headcount))
    return " ".join(finding.message for finding in found.findings if finding.code == "wide_job_category")


def test_more_than_a_tenth_is_flagged_and_a_tenth_is_not(tmp_path: Path) -> None:
    sizes = {"a": 11, "b": 10, **{f"c{i}": 10 for i in range(7)}, "d": 9}
    found = flagged(tmp_path, sizes)
    assert "the job category holds more than 10% of the workforce: a (11 of 100 workers)" in found
    assert "b (" not in found


def test_the_workforce_is_the_headcount(tmp_path: Path) -> None:
    assert "(8 of 79 workers)" in flagged(tmp_path, {"a": 8, "b": 7}, 79)
    assert flagged(tmp_path, {"a": 8, "b": 7}, 80) == ""


@pytest.mark.parametrize(
    ("counts", "named", "not_named"),
    [
        ({"a": 31, "b": 4, "c": 20}, ["a"], ["b", "c"]),  # c would give b away
        ({"a": 31, "b": 25}, ["a", "b"], []),
        ({"": 6, "a": 30}, ["a"], []),
    ],
)
def test_small_categories_and_those_that_tell_of_them_are_not_named(
    tmp_path: Path, counts: dict[str, int], named: list[str], not_named: list[str]
) -> None:
    found = flagged(tmp_path, counts)
    assert all(f"{job} (" in found for job in named)
    assert not any(f"{job} (" in found for job in not_named)


def test_nothing_of_fewer_than_k_or_without_jobs(tmp_path: Path) -> None:
    assert flagged(tmp_path, {"a": 4}) == ""
    found = audit_rows(tmp_path, [payroll_row(f"w{i}") for i in range(20)])
    assert not [finding for finding in found.findings if finding.code == "wide_job_category"]
