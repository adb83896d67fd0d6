"""Pay against the minimum wage where the client is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checker.errors import InputError
from checker.load.wages.mapping import parse_mapping
from checker.model.evidence import Level
from tests.pay_for_tests import UNKNOWN, audit_rows, ends, measure, payroll_row, rates_of, task_row

Rows = list[dict[str, Any]]


# The client's minimum wage ----------------------------------------------------------------------------------------
BELOW = "share_below_requester_minimum_wage"
RATES = (rates_of("2026-01,GHS,KES,10"),)
"""Invented: the minimum of 8 GHS an hour is 80 KES; that of KE is 5 KES."""


def test_pay_is_held_against_the_minimum_where_the_client_is(tmp_path: Path) -> None:
    rows = [
        task_row("a", "2026-01-05", 10, requester_country="GH"),
        task_row("b", "2026-01-05", 90, requester_country="GH"),
        task_row("c", "2026-01-05", 10, requester_country="KE"),
    ]
    assert measure(tmp_path, BELOW, rows, rates=RATES) == (pytest.approx(1 / 3), pytest.approx(1 / 3))
    assert measure(tmp_path, "share_below_minimum_wage_paid_time", rows, rates=RATES) == (0, 0)
    assert measure(tmp_path, BELOW, rows) == (0, pytest.approx(2 / 3)), "no rate, no answer"


def test_a_worker_of_several_clients_is_held_against_all_of_them(tmp_path: Path) -> None:
    # An hour at 80 and one at 5 KES ask for 85.
    def both(reward: float) -> Rows:
        return [
            task_row("a", "2026-01-05", reward, currency="KES", requester_country=country, start=start)
            for country, start in (("GH", "09:00"), ("KE", "11:00"))
        ]

    benchmarks = """\
country,region_code,kind,amount,currency,period,hours_per_week,gross_or_net,valid_from,valid_to,checked_on,area,city_names,extent
KE,,minimum_wage,5,KES,hour,,gross,2025-01-01,,2025-06-01,national,,all
GH,,minimum_wage,80,KES,hour,,gross,2025-01-01,,2025-06-01,national,,all
"""
    assert measure(tmp_path, BELOW, both(42.5), benchmarks=benchmarks) == (0, 0)
    assert measure(tmp_path, BELOW, both(42.4), benchmarks=benchmarks) == (1, 1)


def test_a_minimum_that_changes_within_a_month_holds_from_its_day(tmp_path: Path) -> None:
    benchmarks = """\
country,region_code,kind,amount,currency,period,hours_per_week,gross_or_net,valid_from,valid_to,checked_on,area,city_names,extent
GH,,minimum_wage,8,KES,hour,,gross,2025-01-01,2026-01-14,2025-06-01,national,,all
GH,,minimum_wage,20,KES,hour,,gross,2026-01-15,,2026-01-15,national,,all
"""
    for day, share in (("2026-01-14", 0), ("2026-01-15", 1)):
        rows = [task_row("a", day, 10, requester_country="GH")]
        assert measure(tmp_path, BELOW, rows, benchmarks=benchmarks) == (share, share), day


def test_unpaid_time_does_not_count_there_and_the_method_does(tmp_path: Path) -> None:
    row = payroll_row("a", 800, 160, requester_country="KE", hours_unpaid=40, costs=1)
    assert measure(tmp_path, BELOW, [row], "payroll") == (0, 0)
    found = audit_rows(tmp_path, [row], wanted=frozenset({BELOW}), methods=frozenset({"fairwork_net"}))
    assert ends(found, f"{BELOW}@fairwork_net") == (1, 1)


def test_without_the_clients_country_it_is_unknown(tmp_path: Path) -> None:
    assert measure(tmp_path, BELOW, [payroll_row("a")], "payroll") == UNKNOWN
    assert measure(tmp_path, BELOW, [payroll_row("a", requester_country="Atlantis")], "payroll") == UNKNOWN
    rows = [payroll_row("a", requester_country="KE"), payroll_row("b", requester_country="Atlantis")]
    assert measure(tmp_path, BELOW, rows, "payroll") == (0, 0.5)
    assert measure(tmp_path, "share_below_minimum_wage", rows, "payroll") == (0, 0)


def test_one_country_for_all_rows_is_stated_and_must_be_one(tmp_path: Path) -> None:
    given = {"constants": {"requester_country": "KE"}}
    found = audit_rows(tmp_path, [payroll_row("a")], wanted=frozenset({BELOW}), mapping=given).metrics[BELOW]
    assert (found.low, found.high, found.cap) == (0, 0, Level.STATED)
    text = b"fairlabel: wages/1\ngrain: payroll\nconstants: {requester_country: Kenia}\n"
    with pytest.raises(InputError, match=r"requester_country 'Kenia' is not in ISO 3166-1"):
        parse_mapping(text, "mapping.yaml")
