"""The floor test case by case, worked out by hand: 10 KES an hour, 160 hours a month, so 1,600 KES is the line."""

from __future__ import annotations

import math
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checker.model.evidence import Period
from checker.model.wages import PayScope
from tests.pay_for_tests import (
    BENCHMARKS,
    FEBRUARY,
    SCOPE,
    audit,
    audit_rows,
    ends,
    item,
    open_rows,
    payroll_row,
    rates_of,
    task_row,
)

BELOW, FINE, UNDECIDED = (1.0, 1.0), (0.0, 0.0), (0.0, 1.0)
SHARE = "share_below_living_wage"


def share(
    folder: Path, rows: list[dict[str, Any]], name: str = SHARE, **other: Any
) -> tuple[float | None, float | None]:
    return ends(audit_rows(folder, rows, wanted=frozenset({name}), **other), name)


@pytest.mark.parametrize(
    ("pay", "hours", "outcome"),
    [
        (1600, 160, FINE),  # equality is not below
        (1599, 160, BELOW),
        (2000, 160, FINE),
        # A payroll row may be rounded by half a cent and by 0.005 hours: 0.005 + 0.005 x 10 = 0.055 KES.
        ("1599.95", 160, FINE),
        ("1599.94", 160, BELOW),
        ("1733.33", "173.333333", FINE),
        ("", 160, UNDECIDED),
        (1600, "", UNDECIDED),
        (-1600, 160, None),
        (1600, -160, None),
        (1600, 0, UNDECIDED),  # pay without hours
        (0, 160, BELOW),  # hours without pay are unpaid work
    ],
)
def test_one_row(tmp_path: Path, pay: object, hours: object, outcome: tuple[float, float] | None) -> None:
    rows = [payroll_row("a", pay, hours), payroll_row("ok", 3000)]
    expected = (0.0, 0.5) if outcome is None else tuple(end / 2 for end in outcome)
    assert share(tmp_path, rows) == expected


def test_any_month_below_makes_the_worker_below(tmp_path: Path) -> None:
    dates = {"period_start": FEBRUARY[0], "period_end": FEBRUARY[1]}
    rows = [payroll_row("a", 5000), payroll_row("a", 1000, **dates), payroll_row("b"), payroll_row("b", **dates)]
    assert share(tmp_path, rows) == (0.5, 0.5)
    # Over both months together a earns 6,000 for 320 hours: 18.75 an hour.
    assert share(tmp_path, rows, SHARE + "_pooled") == (0.0, 0.0)


def test_two_rows_of_one_worker_and_period_are_one_unit(tmp_path: Path) -> None:
    assert share(tmp_path, [payroll_row("a", 600, 80), payroll_row("a", 1000, 80)]) == FINE


def test_below_and_undecided_is_below(tmp_path: Path) -> None:
    rows = [payroll_row("a", 1000), payroll_row("a", "", period_start=FEBRUARY[0], period_end=FEBRUARY[1])]
    assert share(tmp_path, rows) == BELOW


def test_missing_pay_cannot_hide_a_unit_that_is_below_whatever_it_is(tmp_path: Path) -> None:
    # Half the time is unknown, but what is known already asks for more than was paid.
    assert share(tmp_path, [payroll_row("a", 100, 160), payroll_row("a", 100, "")]) == BELOW


@pytest.mark.parametrize(
    ("change", "method", "outcome"),
    [
        ({"fees": 1}, "basic_only", BELOW),
        ({"deductions": 1}, "basic_only", BELOW),
        ({"fees": ""}, "basic_only", UNDECIDED),
        ({"deductions": ""}, "basic_only", UNDECIDED),
        ({"costs": 1}, "basic_only", FINE),
        ({"tips": 500, "pay": 1500}, "basic_only", BELOW),
        ({"bonus": 500, "pay": 1500}, "basic_only", BELOW),
        ({"guaranteed_bonus": 500, "pay": 1500}, "basic_only", BELOW),
        ({"deductions_tax": 500}, "basic_only", FINE),
        ({"guaranteed_bonus": 100, "pay": 1500}, "idh_total", FINE),
        ({"tips": 500, "pay": 1500}, "idh_total", BELOW),
        # Nobody has said that the goods are of use: they can keep pay from being below, not lift it over the line.
        ({"in_kind": 100, "pay": 1500}, "idh_total", UNDECIDED),
        # At most 30 % of remuneration: 900 in cash carries 385.71 in kind, 1,285.71 in all.
        ({"in_kind": 5000, "pay": 900}, "idh_total", BELOW),
        ({"in_kind": 5000, "pay": 1120}, "idh_total", UNDECIDED),
        ({"costs": 1}, "fairwork_net", BELOW),
        ({"costs": ""}, "fairwork_net", UNDECIDED),
        ({"costs": 0}, "fairwork_net", FINE),
        ({"costs": 100, "guaranteed_bonus": 100}, "fairwork_net", FINE),
        ({}, "fairwork_net", UNDECIDED),  # no column for costs
        ({"tips": 500, "pay": 1500, "costs": 0}, "fairwork_net", BELOW),
    ],
)
def test_methods(tmp_path: Path, change: dict[str, object], method: str, outcome: tuple[float, float]) -> None:
    found = audit_rows(tmp_path, [payroll_row("a") | change], methods=frozenset({method}), wanted=frozenset({SHARE}))
    key = SHARE if method == "basic_only" else f"{SHARE}@{method}"
    assert ends(found, key) == outcome
    assert found.metrics[key].method == method


@pytest.mark.parametrize("column", ["fees", "deductions"])
def test_a_missing_column_can_fail_and_never_pass(tmp_path: Path, column: str) -> None:
    for pay, outcome in ((1600, UNDECIDED), (1500, BELOW)):
        row = payroll_row("a", pay)
        del row[column]
        assert share(tmp_path, [row]) == outcome


def test_none_counts_only_on_evidence_that_was_read(tmp_path: Path) -> None:
    row = payroll_row("a")
    del row["fees"], row["deductions"]
    none = {"none": {"fees": ("contract",), "deductions": ("contract", "terms")}}
    assert share(tmp_path, [row], mapping=none, reviewed=frozenset({"contract", "terms"})) == FINE
    assert share(tmp_path, [row], mapping=none, reviewed=frozenset({"contract"})) == UNDECIDED
    assert share(tmp_path, [row], mapping=none) == UNDECIDED


@pytest.mark.parametrize(
    ("overtime", "hours", "outcome"),
    [
        (300, 20, FINE),  # 15 an hour against 10: leaves the test with its hours
        (200, 20, FINE),  # exactly the ordinary rate
        (100, 20, BELOW),  # 5 an hour: 1,700 for 180 hours
        (0, 20, BELOW),  # unpaid overtime
        (300, 0, FINE),  # leaves; what is left is on the line
        ("", 20, UNDECIDED),
        (300, "", UNDECIDED),
        ("", "", UNDECIDED),  # the file tells overtime apart, and this row says nothing of it
        (0, 0, FINE),
    ],
)
def test_overtime(tmp_path: Path, overtime: object, hours: object, outcome: tuple[float, float]) -> None:
    rows = [payroll_row("a", overtime_pay=overtime, hours_overtime=hours)]
    assert share(tmp_path, rows) == outcome


@pytest.mark.parametrize(("overtime", "hours"), [("", ""), ("", 20), (300, "")])
def test_overtime_that_is_blank_hides_no_pay_below_the_line(tmp_path: Path, overtime: object, hours: object) -> None:
    blank = {"overtime_pay": overtime, "hours_overtime": hours}
    assert share(tmp_path, [payroll_row("a", 800, **blank)]) == BELOW
    assert share(tmp_path, [payroll_row("a", 800, **blank)], SHARE + "_pooled") == BELOW
    # 10.63 an hour, 9.38 after fees: with enough overtime at 10.5 it would be over 10.
    net = payroll_row("a", 1700, fees=200, **blank)
    assert share(tmp_path, [net]) == UNDECIDED
    assert share(tmp_path, [net], SHARE + "_pooled") == UNDECIDED
    # Overtime at less than the 5 an hour stays in, at more it leaves: half of the line is the most there can be.
    found = audit_rows(tmp_path, [payroll_row("a", 800, **blank)])
    assert ends(found, "cost_to_close") == (800, math.inf)
    for pooled in ("", "_pooled"):
        assert ends(found, "lowest_ratio" + pooled) == (0, 0.5)
        assert ends(found, "fgt_1" + pooled) == (0.5, 1)
    # 5 an hour, 4.38 after fees: overtime at just under 5 an hour brings it up to nearly that.
    found = audit_rows(tmp_path, [payroll_row("a", 800, fees=100, **blank)])
    assert ends(found, "lowest_ratio") == (0, 0.5)
    assert ends(found, "cost_to_close") == (900, math.inf)
    assert ends(found, "fgt_1") == (0.5, 1)


def test_blank_overtime_is_said_with_what_to_do(tmp_path: Path) -> None:
    rows = [payroll_row("a", overtime_pay=5, hours_overtime=1), payroll_row("b", overtime_pay="", hours_overtime="")]
    (said,) = audit_rows(tmp_path, rows).findings
    assert said.message == "no overtime_pay or hours_overtime: 1 row (row 2); their workers are undecided"
    assert "0 where there was no overtime" in said.todo
    (said,) = audit_rows(tmp_path, [payroll_row("a", hours_overtime=0), payroll_row("b", hours_overtime=2)]).findings
    assert said.message.startswith("no overtime: the file has hours_overtime alone: 2 rows")


def test_a_file_without_overtime_beside_one_with_it_stays_decided(tmp_path: Path) -> None:
    told = open_rows(tmp_path, [payroll_row("a", overtime_pay=0, hours_overtime=0)], name="one.csv")
    plain = open_rows(tmp_path, [payroll_row("b")], name="two.csv")
    assert ends(audit([told, plain]), SHARE) == FINE


def test_overtime_never_lifts_ordinary_pay(tmp_path: Path) -> None:
    assert share(tmp_path, [payroll_row("a", 1500, overtime_pay=2000, hours_overtime=20)]) == BELOW


def test_unpaid_overtime_is_unpaid_time(tmp_path: Path) -> None:
    rows = [payroll_row("a", overtime_pay=0, hours_overtime=20)]
    assert share(tmp_path, rows, SHARE + "_paid_time") == FINE
    cheap = [payroll_row("a", overtime_pay=20, hours_overtime=20)]
    assert share(tmp_path, cheap, SHARE + "_paid_time") == BELOW


@pytest.mark.parametrize(
    ("basis", "unpaid", "outcome", "paid_only"),
    [
        ("logged_interval", "0", FINE, FINE),
        ("logged_interval", "1", BELOW, FINE),
        ("logged_interval", "", UNDECIDED, FINE),
        ("logged_interval", None, UNDECIDED, FINE),
        ("shift", None, FINE, FINE),
        ("logged_cluster", None, FINE, FINE),
        ("reported_by_worker", None, UNDECIDED, FINE),
    ],
)
def test_unpaid_time(tmp_path: Path, basis: str, unpaid: str | None, outcome: object, paid_only: object) -> None:
    row = payroll_row("a")
    if unpaid is None:
        del row["hours_unpaid"]
    else:
        row["hours_unpaid"] = unpaid
    assert share(tmp_path, [row], mapping={"time_basis": basis}) == outcome
    assert share(tmp_path, [row], SHARE + "_paid_time", mapping={"time_basis": basis}) == paid_only


@pytest.mark.parametrize(
    ("status", "outcome", "paid_only"),
    [
        ("approved", FINE, FINE),
        ("rejected", BELOW, FINE),  # an hour without pay: 10 for two hours; of the paid hour all is paid
        ("returned", BELOW, FINE),
        ("timed_out", BELOW, FINE),
        ("pending", UNDECIDED, UNDECIDED),
        ("", UNDECIDED, UNDECIDED),
    ],
)
def test_statuses(tmp_path: Path, status: str, outcome: object, paid_only: object) -> None:
    rows = [task_row("a", "2026-01-05"), task_row("a", "2026-01-06", status=status)]
    assert share(tmp_path, rows, grain="task") == outcome
    assert share(tmp_path, rows, SHARE + "_paid_time", grain="task") == paid_only


PAID_TIME = (
    "share_below_living_wage_paid_time", "lowest_ratio_paid_time", "fgt_1_paid_time", "cost_to_close_paid_time",
    "share_below_living_wage_paid_time_hours_weighted", "share_below_living_wage_paid_time_pooled",
    "lowest_ratio_paid_time_pooled",
)  # fmt: skip


def test_who_was_never_paid_for_any_work_has_no_paid_time_to_be_found_fine_in(tmp_path: Path) -> None:
    nothing = [task_row("a", "2026-01-05", status="returned"), task_row("a", "2026-02-05", status="rejected")]
    alone = audit_rows(tmp_path, nothing, grain="task")
    assert ends(alone, SHARE) == BELOW  # two hours of work for nothing
    assert [ends(alone, name) for name in PAID_TIME] == [
        UNDECIDED, (0.0, math.inf), UNDECIDED, (0.0, 0.0), UNDECIDED, UNDECIDED, (0.0, math.inf),
    ]  # fmt: skip
    beside = audit_rows(tmp_path, [*nothing, task_row("b", "2026-01-05", 12)], grain="task")
    # Of two workers one is fine, at 1.2 times the line, and one was paid for no hour: hers weighs nothing.
    assert [ends(beside, name) for name in PAID_TIME] == [
        (0.0, 0.5), (0.0, 1.2), (0.0, 0.5), (0.0, 0.0), (0.0, 0.0), (0.0, 0.5), (0.0, 1.2),
    ]  # fmt: skip
    # One paid task is paid time to test; a month in which nothing was paid adds none.
    paid = [*nothing, task_row("a", "2026-03-05", 12)]
    assert [share(tmp_path, paid, SHARE + end, grain="task") for end in ("_paid_time", "_paid_time_pooled")] == [
        FINE
    ] * 2
    low = [*nothing, task_row("a", "2026-03-05", 8)]
    assert share(tmp_path, low, SHARE + "_paid_time", grain="task") == BELOW


@pytest.mark.parametrize(
    ("unpaid", "all_time", "paid_time"),
    # No work, so that there is nobody to find fine; unpaid work; nobody knows.
    [("0", (None, None), (None, None)), ("10", BELOW, UNDECIDED), ("", UNDECIDED, UNDECIDED)],
)
def test_a_payroll_row_without_pay_or_paid_hours(
    tmp_path: Path, unpaid: str, all_time: object, paid_time: object
) -> None:
    row = payroll_row("a", 0, 0, hours_unpaid=unpaid)
    assert share(tmp_path, [row]) == all_time
    assert share(tmp_path, [row], SHARE + "_paid_time") == paid_time


def test_blank_pay_for_no_hours_says_no_more_than_pay_for_no_hours(tmp_path: Path) -> None:
    names = (SHARE, "fgt_1", "lowest_ratio", "lowest_ratio_pooled", "fgt_1_pooled")
    for pay in (1600, ""):
        found = audit_rows(tmp_path, [payroll_row("a", pay, 0), payroll_row("b", 0)])
        # b worked for nothing; whether a is below, and how far, nobody can tell.
        assert [ends(found, name) for name in names] == [(0.5, 1.0), (0.5, 1.0), (0, 0), (0, 0), (0.5, 1.0)]
    alone = audit_rows(tmp_path, [payroll_row("a", "", 0)])
    assert [ends(alone, name) for name in names] == [
        UNDECIDED, UNDECIDED, (0, math.inf), (0, math.inf), UNDECIDED,
    ]  # fmt: skip


def test_pending_that_cannot_help_is_below(tmp_path: Path) -> None:
    rows = [task_row("a", "2026-01-05", 1), task_row("a", "2026-01-06", 1, status="pending")]
    assert share(tmp_path, rows, grain="task") == BELOW


def test_tasks_without_a_status_say_what_was_offered(tmp_path: Path) -> None:
    row = task_row("a", "2026-01-05")
    del row["status"]
    assert share(tmp_path, [row], grain="task") == UNDECIDED
    assert share(tmp_path, [row | {"pay": 9}], grain="task") == BELOW


def test_rewards_are_exact(tmp_path: Path) -> None:
    assert share(tmp_path, [task_row("a", "2026-01-05", "9.99")], grain="task") == BELOW
    assert share(tmp_path, [task_row("a", "2026-01-05", "10.00")], grain="task") == FINE


def test_tasks_are_tested_by_calendar_month(tmp_path: Path) -> None:
    rows = [task_row("a", "2026-01-05", 5), task_row("a", "2026-01-06", 15), task_row("a", "2026-02-05", 12)]
    assert share(tmp_path, rows, grain="task") == FINE
    assert share(tmp_path, [rows[0], rows[2]], grain="task") == BELOW


def test_hours_paid_win_over_stamps(tmp_path: Path) -> None:
    row = task_row("a", "2026-01-05", 10, minutes=120)
    assert share(tmp_path, [row], grain="task") == BELOW
    assert share(tmp_path, [row | {"hours_paid": "1"}], grain="task") == FINE


def test_a_contract_is_compared_month_to_month(tmp_path: Path) -> None:
    # Uganda: 173.33 a month of 40 hours. February has 28 days; the month is the month.
    # The shilling has no minor unit: half of one and 0.005 hours may be rounding, 0.505 in all.
    for pay, outcome in (("173.33", FINE), ("172.85", FINE), ("172.80", BELOW)):
        row = payroll_row(
            "a", pay, "", country="UG", currency="UGX", hours_basis="contract", contract_weekly_hours="40"
        )
        row |= {"period_start": FEBRUARY[0], "period_end": FEBRUARY[1]}
        assert share(tmp_path, [row]) == outcome
    half = payroll_row("a", 87, "", country="UG", currency="UGX", hours_basis="contract", contract_weekly_hours="20")
    assert share(tmp_path, [half]) == FINE
    silent = payroll_row("a", 5000, 160, country="UG", currency="UGX", hours_basis="contract", contract_weekly_hours="")
    assert share(tmp_path, [silent]) == UNDECIDED


def test_a_bar_that_changes_is_weighted_by_days(tmp_path: Path) -> None:
    # From 16 January 20 KES an hour: 15 days at 10 and 16 at 20 make 15.16 an hour.
    table = BENCHMARKS + "KE,,living_wage,20,KES,hour,,gross,2026-01-16,,,national,,all\n"
    line = 160 * (15 * 10 + 16 * 20) / 31
    assert share(tmp_path, [payroll_row("a", f"{line + 0.1:.2f}")], benchmarks=table) == FINE
    assert share(tmp_path, [payroll_row("a", f"{line - 0.2:.2f}")], benchmarks=table) == BELOW
    # A task is compared with the bar of its own day; the month is still one unit.
    tasks = [task_row("a", "2026-01-10", 10), task_row("a", "2026-01-20", 20)]
    assert share(tmp_path, tasks, grain="task", benchmarks=table) == FINE
    assert share(tmp_path, [tasks[0], tasks[1] | {"pay": "19.99"}], grain="task", benchmarks=table) == BELOW
    assert share(tmp_path, [task_row("a", "2026-01-20", 10)], grain="task", benchmarks=table) == BELOW


def test_an_open_bar_fails_and_never_passes(tmp_path: Path) -> None:
    table = BENCHMARKS.replace("KE,,living_wage,10,KES,hour,,gross", "KE,,living_wage,10,KES,hour,,net")
    assert share(tmp_path, [payroll_row("a", 1599)], benchmarks=table) == BELOW
    assert share(tmp_path, [payroll_row("a", 9999)], benchmarks=table) == UNDECIDED


def test_no_benchmark_is_undecided_and_named(tmp_path: Path) -> None:
    found = audit_rows(tmp_path, [payroll_row("a", country="ZM", currency="ZMW")], wanted=frozenset({SHARE}))
    assert ends(found, SHARE) == UNDECIDED
    assert any("no living wage for ZM in 2026-01" in note for note in found.notes)


def test_places_without_a_benchmark_are_named_in_one_order(tmp_path: Path) -> None:
    # An engine numbers places by hashes of its own: by its order, two engines would print different reports.
    codes = ["ZM", "BW", "NA", "LS", "SZ", "MW"]
    rows = [payroll_row(code, country=code, currency="USD") for code in codes]
    found = audit_rows(tmp_path, rows, wanted=frozenset({SHARE}))
    named = [re.search("no living wage for ([A-Z]{2}) ", note) for note in found.notes]
    assert [match[1] for match in named if match] == ["BW", "LS", "MW", "NA", "SZ", "ZM"]


def test_pay_in_another_currency(tmp_path: Path) -> None:
    rows = [payroll_row("a", 16, currency="USD")]
    rate = rates_of("2026-01,USD,KES,100")
    assert share(tmp_path, rows, rates=[rate]) == FINE
    assert share(tmp_path, [payroll_row("a", "15.9", currency="USD")], rates=[rate]) == BELOW
    found = audit_rows(tmp_path, rows, rates=[rate], wanted=frozenset({SHARE}))
    assert [(use.base, use.to, use.month, use.rate) for use in found.fx] == [("USD", "KES", "2026-01", 100.0)]


def test_no_rate_is_undecided_and_named(tmp_path: Path) -> None:
    found = audit_rows(tmp_path, [payroll_row("a", 16, currency="USD")], wanted=frozenset({SHARE}))
    assert ends(found, SHARE) == UNDECIDED
    assert any("no exchange rate USD to KES for 2026-01" in note for note in found.notes)


def test_mixed_currencies_in_a_month_are_converted_and_added(tmp_path: Path) -> None:
    rows = [payroll_row("a", 8, 80, currency="USD"), payroll_row("a", 800, 80)]
    assert share(tmp_path, rows, rates=[rates_of("2026-01,USD,KES,100")]) == FINE
    assert share(tmp_path, rows, rates=[rates_of("2026-01,USD,KES,99")]) == BELOW


def test_headcount_counts_who_is_missing(tmp_path: Path) -> None:
    scope = replace_scope(headcount=4)
    assert share(tmp_path, [payroll_row("a", 1000), payroll_row("b")], scope=scope) == (0.25, 0.75)
    assert share(tmp_path, [payroll_row(w) for w in "abcde"], scope=scope) == FINE


def test_a_row_without_a_worker_may_be_anybody_s(tmp_path: Path) -> None:
    rows = [payroll_row("a", 1000), payroll_row("b"), payroll_row("", 500)]
    # It may lift a over the line, push b under it, or be a third worker.
    assert share(tmp_path, rows) == (0.0, 1.0)
    assert share(tmp_path, [payroll_row("a"), payroll_row("b"), payroll_row("")]) == (0.0, 0.5)


def test_a_long_period_is_never_shown_not_to_be_below(tmp_path: Path) -> None:
    quarter = {"period_start": "2026-01-01", "period_end": "2026-03-31"}
    assert share(tmp_path, [payroll_row("a", 9000, 480, **quarter)]) == UNDECIDED
    assert share(tmp_path, [payroll_row("a", 4000, 480, **quarter)]) == BELOW


def test_a_sample_has_an_interval_and_never_proves_none(tmp_path: Path) -> None:
    rows = [payroll_row(f"w{i}", 1000 if i < 10 else 1600) for i in range(100)]
    table = open_rows(tmp_path, rows, evidence=item(sampling="sample"))
    low, high = ends(audit(table, wanted=frozenset({SHARE})), SHARE)
    # Wilson for 10 of 100 (as published in textbooks): 5.52 % to 17.44 %.
    assert (low, high) == (pytest.approx(0.0552, abs=5e-5), pytest.approx(0.1744, abs=5e-5))
    good = open_rows(tmp_path, [payroll_row(f"w{i}") for i in range(100)], evidence=item(sampling="volunteered"))
    low, high = ends(audit(good, wanted=frozenset({SHARE})), SHARE)
    assert low == 0
    assert high == pytest.approx(0.0370, abs=5e-5)


def replace_scope(**changes: Any) -> PayScope:
    return SCOPE._replace(**changes)


# Three workers of 160 hours at a line of 1,600: on it, 400 short (25 %), 800 short (50 %).
THREE = [payroll_row("a"), payroll_row("b", 1200), payroll_row("c", 800)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lowest_ratio", 0.5),
        ("mean_gap_of_those_below", 0.375),
        ("median_gap_of_those_below", 0.375),
        ("fgt_1", 0.25),
        ("fgt_2", (0.0625 + 0.25) / 3),
        ("cost_to_close", 1200.0),
        ("lowest_ratio_minimum_wage", 1.0),
        ("cost_to_close_minimum_wage", 0.0),
        ("share_below_minimum_wage", 0.0),
    ],
)
def test_depth(tmp_path: Path, name: str, value: float) -> None:
    assert ends(audit_rows(tmp_path, THREE, wanted=frozenset({name})), name) == (
        pytest.approx(value),
        pytest.approx(value),
    )


def test_cost_by_month_and_of_the_wage_bill(tmp_path: Path) -> None:
    dates = {"period_start": FEBRUARY[0], "period_end": FEBRUARY[1]}
    rows = [*THREE, payroll_row("a", **dates), payroll_row("d", 1600, 80, country="GH", currency="GHS", **dates)]
    found = audit_rows(tmp_path, rows, wanted=frozenset({"cost_to_close"})).metrics["cost_to_close"]
    ghana, kenya = found.value
    assert (ghana["currency"], ghana["amount"]) == ("GHS", 0.0)
    assert kenya == {
        "currency": "KES", "amount": 1200.0, "amount_per_month": 600.0, "amount_low": 1200.0, "amount_high": 1200.0,
        "amount_per_month_low": 600.0, "amount_per_month_high": 600.0,
        "share_of_wage_bill": pytest.approx(1200 / 5200),
    }  # fmt: skip
    assert (found.low, found.high) == (None, None)


def test_weights_of_hours(tmp_path: Path) -> None:
    rows = [payroll_row("a", 900, 100), payroll_row("b", 200, 40), payroll_row("c", 3000, 60)]
    found = audit_rows(tmp_path, rows)
    assert ends(found, "share_below_living_wage_hours_weighted") == (0.7, 0.7)
    assert found.metrics["mean_gap_of_those_below_hours_weighted"].value == pytest.approx((0.1 * 100 + 0.5 * 40) / 140)
    assert found.metrics["median_gap_of_those_below_hours_weighted"].value == pytest.approx(0.1)
    assert found.metrics["fgt_1_hours_weighted"].value == pytest.approx((0.1 * 100 + 0.5 * 40) / 200)
    assert found.metrics["cost_to_close_hours_weighted"].low == pytest.approx(300)


def test_gaps_with_a_worker_who_may_be_below(tmp_path: Path) -> None:
    # b is below by a quarter; c has 800 to 1,600 (a pending half), so a gap from none to a half.
    rows = [
        task_row("b", "2026-01-05", "7.5"),
        task_row("c", "2026-01-05", 5, minutes=30),
        task_row("c", "2026-01-06", 5, minutes=30, status="pending"),
    ]
    found = audit_rows(tmp_path, rows, grain="task")
    assert ends(found, "mean_gap_of_those_below") == (pytest.approx(0.125), pytest.approx(0.375))
    assert ends(found, "median_gap_of_those_below") == (pytest.approx(0.125), pytest.approx(0.375))
    assert ends(found, "fgt_1") == (pytest.approx(0.125), pytest.approx(0.375))
    assert ends(found, "lowest_ratio") == (pytest.approx(0.5), pytest.approx(0.75))
    assert ends(found, "cost_to_close") == (pytest.approx(2.5), pytest.approx(7.5))


def test_nobody_below_has_no_gap_to_average(tmp_path: Path) -> None:
    found = audit_rows(tmp_path, [payroll_row("a")])
    assert found.metrics["mean_gap_of_those_below"].low is None
    assert found.metrics["mean_gap_of_those_below"].why == "no worker is below"
    assert ends(found, "fgt_1") == (0.0, 0.0)


def test_an_unknown_fee_leaves_the_ratio_open_below(tmp_path: Path) -> None:
    row = payroll_row("a")
    del row["fees"]
    assert ends(audit_rows(tmp_path, [row]), "lowest_ratio") == (-math.inf, pytest.approx(1.0))


def test_the_one_site_of_the_scope_fills_the_place(tmp_path: Path) -> None:
    table = BENCHMARKS + "KE,KE-30,living_wage,30,KES,hour,,gross,2025-01-01,,,state,,all\n"
    # Known only as Kenya: somewhere between 10 and 30 an hour.
    assert share(tmp_path, [payroll_row("a", 3200)], benchmarks=table) == UNDECIDED
    one = PayScope(
        "acme", Period(date(2026, 1, 1), date(2026, 6, 30)), (("KE", "KE-30", None, None, 1),), 1, date(2026, 6, 30)
    )
    assert share(tmp_path, [payroll_row("a", 3200)], benchmarks=table, scope=one) == BELOW
    two = one._replace(sites=(*one.sites, ("KE", "KE-01", None, None, 1)), headcount=2)
    assert share(tmp_path, [payroll_row("a", 3200)], benchmarks=table, scope=two) == UNDECIDED
