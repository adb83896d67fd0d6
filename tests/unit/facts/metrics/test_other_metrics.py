"""Metrics beside the floor family, each on rows small enough to work out by hand."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checker.facts.metrics import CATALOGUE_NAMES, METRICS
from checker.model.evidence import Period
from checker.model.wages import PayScope
from tests.pay_for_tests import BENCHMARKS, FEBRUARY, SCOPE, audit_rows, ends, payroll_row, rates_of, table_of, task_row

Rows = list[dict[str, Any]]


def measure(
    folder: Path, name: str, rows: Rows, grain: str = "task", **other: Any
) -> tuple[float | None, float | None]:
    return ends(audit_rows(folder, rows, grain=grain, wanted=frozenset({name}), **other), name)


def exactly(value: float) -> tuple[Any, Any]:
    return pytest.approx(value), pytest.approx(value)


UNKNOWN = (None, None)


# Working time -----------------------------------------------------------------------------------------------


def days_of_work(hours: dict[int, int], worker: str = "a") -> Rows:
    return [task_row(worker, f"2026-01-{day:02d}", 100, 60 * h, "00:00") for day, h in hours.items()]


def test_longest_week_is_any_seven_days_running(tmp_path: Path) -> None:
    # Thursday to Wednesday: 7 x 8 h = 56 h; no calendar week holds more than 48.
    rows = days_of_work({5: 2, 6: 2, 7: 2, **dict.fromkeys(range(8, 15), 8), 20: 10})
    assert measure(tmp_path, "weekly_hours_max", rows) == exactly(56)
    assert measure(tmp_path, "rest_day_missing_share", rows) == exactly(1)


def test_a_day_seven_days_later_is_another_week(tmp_path: Path) -> None:
    assert measure(tmp_path, "weekly_hours_max", days_of_work({5: 10, 12: 10})) == exactly(10)
    assert measure(tmp_path, "weekly_hours_max", days_of_work({5: 10, 11: 10})) == exactly(20)
    assert measure(tmp_path, "rest_day_missing_share", days_of_work({5: 10, 11: 10})) == exactly(0)


def test_weeks_over_48_and_60_hours(tmp_path: Path) -> None:
    rows = (
        days_of_work({5: 24, 6: 24}, "a")
        + days_of_work({5: 24, 6: 24, 7: 1}, "b")
        + days_of_work({5: 24, 6: 24, 7: 13}, "c")
    )
    assert measure(tmp_path, "weekly_hours_over_48_share", rows) == exactly(2 / 3)
    assert measure(tmp_path, "weekly_hours_over_60_share", rows) == exactly(1 / 3)


def test_time_that_is_not_recorded_leaves_the_week_open(tmp_path: Path) -> None:
    rows = days_of_work({5: 10})
    del rows[0]["hours_unpaid"]
    assert measure(tmp_path, "weekly_hours_max", rows) == (pytest.approx(10), 168)
    assert measure(tmp_path, "weekly_hours_over_48_share", rows) == (0, 1)
    assert measure(tmp_path, "weekly_hours_max", days_of_work({5: 10}), scope=SCOPE._replace(headcount=2)) == (10, 168)


@pytest.mark.parametrize(
    ("period", "hours", "expected"),
    [
        (("2026-01-05", "2026-01-11"), 50, (50, 50)),  # a week's row is that week
        (("2026-01-05", "2026-01-05"), 10, (10, 10)),
        (("2026-01-01", "2026-01-28"), 200, (50, 168)),  # four weeks: 50 on average, the longest may be any
        (("2026-01-01", "2026-01-28"), 80, (20, 80)),
        (("2026-01-01", "2026-01-08"), 40, (20, 40)),  # half on the first day, half on the eighth
        (("2026-01-01", "2026-01-31"), 150, (30, 150)),  # four weeks and three days: five stretches
    ],
)
def test_weeks_of_a_payroll(tmp_path: Path, period: tuple[str, str], hours: int, expected: tuple[float, float]) -> None:
    row = payroll_row("a", 9000, hours, period_start=period[0], period_end=period[1])
    assert measure(tmp_path, "weekly_hours_max", [row], "payroll") == expected


def test_contract_hours_are_not_worked_hours(tmp_path: Path) -> None:
    row = payroll_row("a", 9000, "", hours_basis="contract", contract_weekly_hours=40)
    assert measure(tmp_path, "weekly_hours_max", [row], "payroll") == (0, 168)


def test_unpaid_share_of_time(tmp_path: Path) -> None:
    rows = [
        task_row("a", "2026-01-05", hours_unpaid="0.5"),
        task_row("a", "2026-01-06", status="rejected"),
        task_row("b", "2026-01-06", minutes=90),
    ]
    # 1.5 h of 4 h: half an hour of searching and a rejected hour.
    assert measure(tmp_path, "unpaid_time_share", rows) == exactly(1.5 / 4)
    rows[2]["status"] = "pending"
    assert measure(tmp_path, "unpaid_time_share", rows) == (pytest.approx(1.5 / 4), pytest.approx(3 / 4))
    del rows[0]["hours_unpaid"]
    low, high = measure(tmp_path, "unpaid_time_share", rows)
    assert (low, high) == (pytest.approx(1 / 3.5), 1.0)


def test_time_with_harmful_material(tmp_path: Path) -> None:
    scope = SCOPE._replace(exposure_cap_minutes=90.0)
    rows = [
        task_row("a", "2026-01-05", minutes_sensitive=60),
        task_row("a", "2026-01-05", start="14:00", minutes_sensitive=31),
        task_row("a", "2026-01-06", minutes_sensitive=90), task_row("b", "2026-01-05", minutes_sensitive=120),
    ]  # fmt: skip
    name = "sensitive_minutes_over_cap"
    assert measure(tmp_path, name, rows, scope=scope) == (2, 2)
    assert measure(tmp_path, name, [*rows, task_row("b", "2026-01-07", minutes_sensitive="")], scope=scope) == (2, 3)
    assert measure(tmp_path, name, rows) == UNKNOWN
    assert measure(tmp_path, name, [task_row("a", "2026-01-05")], scope=scope) == UNKNOWN


# What became of tasks ------------------------------------------------------------------------------------------


TASKS = [
    *[task_row("a", f"2026-01-{day:02d}") for day in range(1, 7)],
    task_row("a", "2026-01-10", 30, status="rejected"),
    task_row("a", "2026-01-11", 10, status="rejected", bad_faith="true"),
    task_row("a", "2026-01-12", status="returned"),
    task_row("a", "2026-01-13", status="timed_out"),
    task_row("a", "2026-01-14", status="pending"),
]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("rejection_rate", exactly(2 / 8)),
        ("rejection_rate_money", exactly(40 / 100)),
        ("unpaid_work_rate", exactly(4 / 10)),
        # 9 submitted; one honest rejection, one task still open.
        ("rejected_unpaid_share", (pytest.approx(1 / 9), pytest.approx(2 / 9))),
    ],
)
def test_rejections(tmp_path: Path, name: str, expected: tuple[float, float]) -> None:
    assert measure(tmp_path, name, TASKS) == expected


def test_rejections_without_a_status(tmp_path: Path) -> None:
    row = task_row("a", "2026-01-05")
    del row["status"]
    for name in ("rejection_rate", "rejection_rate_money", "unpaid_work_rate", "rejected_unpaid_share"):
        assert measure(tmp_path, name, [row]) == UNKNOWN
    silent = [
        task_row("a", "2026-01-05"),
        task_row("a", "2026-01-06", status="rejected"),
        task_row("a", "2026-01-07", status=""),
    ]
    assert measure(tmp_path, "rejection_rate", silent) == (pytest.approx(1 / 3), pytest.approx(2 / 3))


# Payment -------------------------------------------------------------------------------------------------------


def paid(due: str, on: str, worker: str = "a", **other: Any) -> dict[str, Any]:
    return payroll_row(worker, due_date=due, paid_date=on, **other)


PAID = [
    paid("2026-02-05", "2026-02-05"),
    paid("2026-02-05", "2026-02-01", "b"),
    paid("2026-02-05", "2026-02-15", "c"),
    paid("2026-02-05", "2026-03-07", "d"),
]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("days_late_share", exactly(0.5)),
        ("days_late_p50", exactly(20)),  # of 10 and 30
        ("days_late_p90", exactly(28)),
        ("never_paid_share", exactly(0)),
        ("max_payment_lag_days", exactly(35)),  # 31 January to 7 March
    ],
)
def test_when_pay_arrives(tmp_path: Path, name: str, expected: tuple[float, float]) -> None:
    assert measure(tmp_path, name, PAID, "payroll") == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("days_late_share", exactly(0.6)),
        # 5 February to 30 June are 145 days so far: 10, 30, 145 or more.
        ("days_late_p50", exactly(30)),
        ("days_late_p90", (pytest.approx(122), math.inf)),
        ("never_paid_share", exactly(0.2)),
        ("max_payment_lag_days", (150, math.inf)),
    ],
)
def test_pay_that_never_came(tmp_path: Path, name: str, expected: tuple[float, float]) -> None:
    assert measure(tmp_path, name, [*PAID, paid("2026-02-05", "", "e")], "payroll") == expected


@pytest.mark.parametrize(("late", "hides"), [(0, False), (4, True), (5, False)])
def test_late_pay_of_a_few_workers_is_not_told(tmp_path: Path, late: int, hides: bool) -> None:
    rows = [paid("2026-02-05", "2026-02-05", f"w{n}") for n in range(12)]
    rows += [paid("2026-03-05", "2026-03-20", f"w{n}") for n in range(late)]
    rows += [paid("2026-04-05", "", f"w{n}") for n in range(late)]
    metrics = audit_rows(tmp_path, rows, scope=SCOPE).metrics
    for name in ("days_late_share", "never_paid_share", "days_late_p50"):
        assert metrics[name].published.suppressed == hides, name
        assert metrics[name].low is not None or (late == 0 and name == "days_late_p50"), "rules see the number"


def test_days_over_a_cap_of_a_few_workers_are_not_told(tmp_path: Path) -> None:
    scope = SCOPE._replace(exposure_cap_minutes=90.0)
    for over, hides in ((0, False), (4, True), (5, False)):
        rows = [task_row(f"w{n}", "2026-01-05", minutes_sensitive=91 if n < over else 30) for n in range(12)]
        found = audit_rows(tmp_path, rows, grain="task", scope=scope).metrics["sensitive_minutes_over_cap"]
        assert (found.low, found.published.suppressed) == (over, hides)


def test_payment_without_dates(tmp_path: Path) -> None:
    for name in ("days_late_share", "days_late_p50", "never_paid_share", "max_payment_lag_days"):
        assert measure(tmp_path, name, [payroll_row("a")], "payroll") == UNKNOWN
    assert measure(tmp_path, "days_late_share", [*PAID[:1], paid("", "2026-02-05", "x")], "payroll") == (0, 0.5)
    assert measure(tmp_path, "days_late_p50", PAID[:2], "payroll") == UNKNOWN


# Money taken ---------------------------------------------------------------------------------------------------


def test_money_taken_out(tmp_path: Path) -> None:
    rows = [
        payroll_row("a", 1000, fees=50, deductions=10, client_price=4000),
        payroll_row("b", 3000, fees=30, deductions=0, client_price=6000),
    ]
    assert measure(tmp_path, "fee_share", rows, "payroll") == exactly(80 / 4000)
    assert measure(tmp_path, "deduction_share", rows, "payroll") == exactly(10 / 4000)
    assert measure(tmp_path, "max_deduction_share", rows, "payroll") == exactly(0.05)
    assert measure(tmp_path, "pass_through", rows, "payroll") == exactly(0.4)


def test_money_taken_out_that_is_not_known(tmp_path: Path) -> None:
    rows = [payroll_row("a", 1000, fees=50), payroll_row("b", 3000, fees="")]
    assert measure(tmp_path, "fee_share", rows, "payroll") == UNKNOWN
    assert measure(tmp_path, "max_deduction_share", rows, "payroll") == (pytest.approx(0.05), math.inf)
    for row in rows:
        del row["fees"]
    assert measure(tmp_path, "max_deduction_share", rows, "payroll") == UNKNOWN
    assert measure(tmp_path, "pass_through", rows, "payroll") == UNKNOWN


def test_fees_in_several_currencies(tmp_path: Path) -> None:
    rows = [payroll_row("a"), payroll_row("b", currency="GHS", country="GH")]
    found = audit_rows(tmp_path, rows)
    assert found.metrics["fee_share"].why == "several currencies: GHS, KES"
    assert found.metrics["effective_hourly_wage_p50"].why == "several currencies: GHS, KES"
    assert {g.by.get("country") for g in found.groups} == set()  # two workers: nothing is broken down


# Piece rates ---------------------------------------------------------------------------------------------------


def pieces(*minutes: int, rate: float = 5, kind: str = "boxes", **other: Any) -> Rows:
    return [
        task_row("a", f"2026-01-{n + 1:02d}", rate, m, rate_per_task=rate, task_type=kind, **other)
        for n, m in enumerate(minutes)
    ]


def test_rate_against_the_living_wage(tmp_path: Path) -> None:
    # Medians of 30 and 40 minutes ask for 5 and 6.67 KES.
    rows = pieces(20, 30, 60) + [row | {"worker_id": "b"} for row in pieces(40, 40, 40, kind="text")]
    assert measure(tmp_path, "rate_to_required_p50", rows) == exactly(0.75)
    assert measure(tmp_path, "rate_to_required_p75", pieces(20, 30, 60)) == exactly(5 / 7.5)
    assert measure(tmp_path, "rate_to_required_p90", pieces(20, 30, 60)) == exactly(5 / 9)


def test_rate_in_another_currency(tmp_path: Path) -> None:
    rows = pieces(60, 60, rate=1, currency="USD")
    assert measure(tmp_path, "rate_to_required_p50", rows, rates=[rates_of("2026-01,USD,KES,12")]) == exactly(1.2)
    assert measure(tmp_path, "rate_to_required_p50", rows) == UNKNOWN


def test_rate_that_cannot_be_compared(tmp_path: Path) -> None:
    assert measure(tmp_path, "rate_to_required_p50", [task_row("a", "2026-01-05")]) == UNKNOWN
    rows = pieces(30, 30)
    rows[0]["started_at"] = ""
    assert measure(tmp_path, "rate_to_required_p50", rows) == UNKNOWN
    assert measure(tmp_path, "rate_to_required_p50", pieces(30, country="ZM")) == UNKNOWN
    net = BENCHMARKS.replace("KE,,living_wage,10,KES,hour,,gross", "KE,,living_wage,10,KES,hour,,net")
    assert measure(tmp_path, "rate_to_required_p50", pieces(30, rate=5), benchmarks=net) == (0, pytest.approx(1))


def test_estimates_and_limits(tmp_path: Path) -> None:
    rows = pieces(20, 30, 60, expected_minutes=25, time_limit_minutes=45)
    assert measure(tmp_path, "estimate_gap", rows) == exactly(0.2)
    # P90 of 20, 30, 60 is 54 minutes.
    assert measure(tmp_path, "time_limit_to_p90_ratio", rows) == exactly(45 / 54)
    assert measure(tmp_path, "estimate_gap", pieces(20)) == UNKNOWN


def test_stated_rate_against_the_effective_one(tmp_path: Path) -> None:
    rows = [
        task_row("a", "2026-01-05", 9, stated_hourly_rate=10),
        task_row("b", "2026-01-05", 8, stated_hourly_rate=10),
        task_row("c", "2026-01-05", 12, stated_hourly_rate=10),
    ]
    assert measure(tmp_path, "stated_vs_effective_gap", rows) == exactly(0.2)
    assert measure(tmp_path, "stated_vs_effective_gap", rows[2:]) == exactly(0)
    assert measure(tmp_path, "stated_vs_effective_gap", [task_row("a", "2026-01-05")]) == UNKNOWN
    del rows[1]["hours_unpaid"]
    assert measure(tmp_path, "stated_vs_effective_gap", rows) == (pytest.approx(0.2), pytest.approx(1))


# Pilot work ----------------------------------------------------------------------------------------------------


def test_pay_of_pilot_work(tmp_path: Path) -> None:
    rows = [
        task_row("a", "2026-01-05", 5, is_pilot="true"), task_row("a", "2026-01-06", 90, is_pilot="false"),
        task_row("b", "2026-01-05", 10, is_pilot="true"), task_row("c", "2026-01-05", 1, is_pilot="false"),
    ]  # fmt: skip
    name = "pilot_rows_below_lw_share"
    assert measure(tmp_path, name, rows) == exactly(0.5)
    assert measure(tmp_path, name, [*rows, task_row("d", "2026-01-05", is_pilot="")]) == (pytest.approx(1 / 3), 1.0)
    assert measure(tmp_path, name, rows[3:]) == UNKNOWN
    assert measure(tmp_path, name, [task_row("a", "2026-01-05")]) == UNKNOWN
    unpaid = [task_row("a", "2026-01-05", 10, is_pilot="true", status="rejected")]
    assert measure(tmp_path, name, unpaid) == exactly(1)


# The subject's own living-wage table ---------------------------------------------------------------------------


OWN = """\
country,region_code,kind,amount,currency,period,hours_per_week,gross_or_net,valid_from,area
KE,,living_wage,9,KES,hour,,gross,2025-06-30,national
"""
CITY = "KE,KE-30,living_wage,12,KES,hour,,gross,2025-01-01,,,state,,all\n"
PLACES = [
    payroll_row("a"),
    payroll_row("b", region="KE-30"),
    payroll_row("c", region="KE-30"),
    payroll_row("d", country="GH", currency="GHS"),
]


@pytest.mark.parametrize(
    ("name", "own", "expected"),
    [
        ("lw_match_share", OWN, exactly(0.75)),
        ("finer_benchmark_missed_share", OWN, exactly(0.75)),  # b and c at county level; d has no figure at all
        (
            "finer_benchmark_missed_share",
            OWN
            + "KE,KE-30,living_wage,11,KES,hour,,gross,2025-06-30,state\n"
            + "GH,,living_wage,20,GHS,hour,,gross,2025-01-01,national\n",
            exactly(0),
        ),
        ("locations_without_lw_entry", OWN, exactly(2)),  # Ghana in the data, Uganda among the sites
        ("lw_max_age_days", OWN, exactly((date(2026, 1, 31) - date(2025, 6, 30)).days)),
    ],
)
def test_own_table(tmp_path: Path, name: str, own: str, expected: tuple[float, float]) -> None:
    sites = (("KE", None, None, None, 3), ("UG", None, None, None, 1), ("GH", None, None, None, 1))
    found = measure(
        tmp_path,
        name,
        PLACES,
        "payroll",
        benchmarks=BENCHMARKS + CITY,
        own_table=table_of(own),
        scope=SCOPE._replace(sites=sites),
    )
    assert found == expected


def test_own_table_that_was_not_given(tmp_path: Path) -> None:
    for name in ("lw_match_share", "finer_benchmark_missed_share", "locations_without_lw_entry", "lw_max_age_days"):
        assert measure(tmp_path, name, PLACES, "payroll") == UNKNOWN


# Coverage ------------------------------------------------------------------------------------------------------


def test_coverage(tmp_path: Path) -> None:
    scope = PayScope(
        "acme",
        Period(date(2026, 1, 1), date(2026, 2, 28)),
        (),
        4,
        date(2026, 6, 30),
        statuses=("employee", "contractor", "agency"),
    )
    rows = [payroll_row(w, employment_status="employee") for w in "abc"]
    rows += [
        payroll_row(w, period_start=FEBRUARY[0], period_end=FEBRUARY[1], employment_status="contractor") for w in "ab"
    ]
    found = audit_rows(tmp_path, rows, scope=scope)
    assert ends(found, "headcount_coverage") == exactly(0.5)
    assert ends(found, "months_covered") == exactly(2)
    assert ends(found, "statuses_missing") == exactly(1)
    assert ends(found, "unpaid_time_recorded_share") == (0.75, 1.0)
    assert ends(found, "places_without_benchmark") == exactly(0)
    rows.append(payroll_row("d", employment_status="", country="ZM"))
    found = audit_rows(tmp_path, rows, scope=scope)
    assert ends(found, "statuses_missing") == (0, 1)
    assert ends(found, "places_without_benchmark") == exactly(1)
    found = audit_rows(tmp_path, rows, scope=scope._replace(statuses=("not_recorded",)))
    assert ends(found, "statuses_missing") == UNKNOWN


def test_unpaid_time_recorded_for_some(tmp_path: Path) -> None:
    rows = [
        payroll_row("a"),
        payroll_row("b", hours_unpaid=""),
        payroll_row("c"),
        payroll_row("c", hours_unpaid="", period_start=FEBRUARY[0], period_end=FEBRUARY[1]),
    ]
    assert measure(tmp_path, "unpaid_time_recorded_share", rows, "payroll") == exactly(1 / 3)
    assert measure(tmp_path, "unpaid_time_recorded_share", rows, "payroll", mapping={"time_basis": "shift"}) == exactly(
        1
    )


# The table of metrics ------------------------------------------------------------------------------------------


CATALOGUE = """
share_workers_below_lw min_ratio min_ratio_all_time min_ratio_excl_bonus lw_match_share finer_benchmark_missed_share
lw_max_age_days locations_without_lw_entry task_rate_to_required_ratio p75_rate_to_required_ratio unpaid_minutes_share
rejected_unpaid_share max_payment_lag_days max_deduction_share statuses_missing stated_vs_effective_gap estimate_gap
time_limit_to_p90_ratio max_weekly_hours pilot_rows_below_lw_share sensitive_minutes_over_cap
""".split()


def test_every_metric_of_the_requirement_catalogue_is_in_the_table() -> None:
    assert len(CATALOGUE) == 21
    assert {CATALOGUE_NAMES.get(name, name) for name in CATALOGUE} <= set(METRICS)


def test_every_metric_has_a_function_a_unit_and_a_title() -> None:
    from importlib import import_module

    for entry in METRICS.values():
        module, _, name = entry.compute.partition(":")
        function = getattr(import_module(module), name)
        assert function.__doc__, entry.name
        assert entry.unit
        assert entry.title["en"]


def test_suffixes_stand_in_their_order() -> None:
    assert "lowest_ratio_minimum_wage_paid_time_hours_weighted_pooled" in METRICS
    assert "share_below_minimum_wage_paid_time_pooled" in METRICS
    assert "gini_paid_time" in METRICS
    floor = [entry for entry in METRICS.values() if entry.compute.startswith("checker.facts.metrics.floor:")]
    assert len(floor) == 7 * 16
