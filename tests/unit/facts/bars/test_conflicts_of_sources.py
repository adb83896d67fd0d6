"""Two sources that disagree: an interval in the audit, and a finding that names both with their figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pay_for_tests import audit_rows, ends, payroll_row

HEADER = "benchmark_id,country,kind,amount,currency,period,gross_or_net,valid_from,source_title\n"
TWO = HEADER + (
    "a,KE,living_wage,10,KES,hour,gross,2025-06-01,Institute\nb,KE,living_wage,12,KES,hour,gross,2025-06-01,Union\n"
)
SHARE = "share_below_living_wage"


@pytest.mark.parametrize(("amount", "outcome"), [(9 * 160, (1.0, 1.0)), (11 * 160, (0.0, 1.0)), (12 * 160, (0.0, 0.0))])
def test_pay_between_two_sources_is_undecided(tmp_path: Path, amount, outcome):
    found = audit_rows(tmp_path, [payroll_row("a", amount)], benchmarks=TWO, wanted=frozenset({SHARE}))
    assert ends(found, SHARE) == outcome
    (finding,) = [f for f in found.findings if f.code == "benchmark_conflict"]
    assert finding.severity == "warning"
    assert finding.message == (
        "sources differ on KE, both ends are used (10.00 to 12.00 KES an hour): a: 10 KES an hour from 2025-06-01 "
        "(Institute); b: 12 KES an hour from 2025-06-01 (Union)"
    )
    assert "fairlabel benchmarks show" in finding.todo


def test_both_rows_stand_among_the_figures_that_pay_was_compared_with(tmp_path: Path):
    found = audit_rows(tmp_path, [payroll_row("a", 1600)], benchmarks=TWO)
    living = [use for use in found.benchmarks if use.kind == "living_wage"]
    assert [(use.id, use.amount, use.bar) for use in living] == [("a", "10", (10.0, 12.0)), ("b", "12", (10.0, 12.0))]


def test_sources_that_agree_raise_no_finding(tmp_path: Path):
    text = TWO.replace(",12,", ",10,")
    found = audit_rows(tmp_path, [payroll_row("a", 1600)], benchmarks=text, wanted=frozenset({SHARE}))
    assert ends(found, SHARE) == (0.0, 0.0)
    assert [f for f in found.findings if f.code == "benchmark_conflict"] == []
