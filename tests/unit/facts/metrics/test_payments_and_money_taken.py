"""Days between payments, recruitment fees, exchange: by hand, and against SQL that shares no code with the engine."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from checker.model.evidence import Period
from checker.model.wages import PayScope
from tests.pay_for_tests import SCOPE, UNKNOWN, audit_rows, ends, measure, payroll_row, task_row

Rows = list[dict[str, Any]]
INF = float("inf")


# Days between payments -------------------------------------------------------------------------------------------


def paid(worker: str, *days: str, **other: Any) -> Rows:
    """Return one task for each day of payment in January."""
    return [
        task_row(worker, f"2026-01-{n + 1:02d}", 10, paid_date=f"2026-01-{day}" if day else "", **other)
        for n, day in enumerate(days)
    ]


def interval(folder: Path, rows: Rows, **other: Any) -> Any:
    return measure(folder, "pay_interval_days", rows, **other)


def test_median_of_a_worker_and_of_workers(tmp_path: Path) -> None:
    assert interval(tmp_path, paid("a", "03", "10", "17", "31")) == (7, 7)  # 7, 7, 14
    assert interval(tmp_path, paid("a", "03", "10", "24")) == (10.5, 10.5)
    rows = paid("a", "03", "10") + paid("b", "03", "31") + paid("c", "03", "17")
    assert interval(tmp_path, rows) == (14, 14)  # 7, 14, 28


def test_payments_of_one_day_are_one(tmp_path: Path) -> None:
    assert interval(tmp_path, paid("a", "03", "03", "17", "17", "17")) == (14, 14)
    assert interval(tmp_path, paid("a", "03", "03")) == UNKNOWN
    assert interval(tmp_path, paid("a", "03") + paid("b", "10", "20")) == (10, 10)


def test_what_was_not_paid_is_no_payment(tmp_path: Path) -> None:
    rows = paid("a", "03", "10") + paid("a", "05", status="rejected") + [task_row("a", "2026-01-20", 0, paid_date="")]
    assert interval(tmp_path, rows) == (7, 7)


def test_without_the_column_it_is_unknown(tmp_path: Path) -> None:
    assert interval(tmp_path, [task_row("a", "2026-01-05")]) == UNKNOWN


def test_a_payment_without_a_day_may_lie_anywhere(tmp_path: Path) -> None:
    # Gaps 2, 6, 10. One more day of payment may cut the 10 in two, 1 and 9 (median of 1, 2, 6, 9: 4), or add a gap.
    low, high = interval(tmp_path, [*paid("a", "01", "03", "09", "19"), *paid("a", "")])
    assert low <= 4
    assert high == 8  # 2, 6, 10 and a longer one
    assert interval(tmp_path, [*paid("a", "01", "19"), *paid("a", "", "")]) == UNKNOWN


def test_workers_of_whom_the_headcount_alone_knows(tmp_path: Path) -> None:
    rows = paid("a", "03", "10") + paid("b", "03", "31") + paid("c", "03", "17")
    assert interval(tmp_path, rows, scope=SCOPE._replace(headcount=4)) == (10.5, 21)
    assert interval(tmp_path, rows, scope=SCOPE._replace(headcount=7)) == UNKNOWN


@pytest.mark.parametrize("seed", range(3))
def test_intervals_against_sql(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    rows = [
        task_row(
            f"w{i}", f"2026-0{chance.randint(1, 4)}-{chance.randint(1, 28):02d}", chance.choice((0, 3, 8)),
            paid_date=date(2026, 1, 1) + timedelta(days=chance.randrange(0, 200, chance.choice((1, 7)))),
            status=chance.choice(("approved", "approved", "rejected")),
        )
        for i in range(30)
        for _ in range(chance.randint(1, 12))
    ]  # fmt: skip
    got = interval(tmp_path, rows)
    sql = f"""
    with days as (select distinct worker_id as w, paid_date::date as d
                  from read_csv('{tmp_path / "pay.csv"}', all_varchar = true)
                  where status = 'approved' and pay::double > 0),
    gaps as (select w, d - lag(d) over (partition by w order by d) as g from days)
    select quantile_cont(m, 0.5) from (select quantile_cont(g, 0.5) as m from gaps where g is not null group by w)
    """
    expected = duckdb.sql(sql).fetchall()[0][0]
    assert got == (pytest.approx(expected), pytest.approx(expected))


# Recruitment fees ------------------------------------------------------------------------------------------------


def fees(*amounts: object, **other: Any) -> Rows:
    return [payroll_row(f"w{n}", recruitment_fees=amount, **other) for n, amount in enumerate(amounts)]


def recruitment(folder: Path, rows: Rows, **other: Any) -> Any:
    return measure(folder, "recruitment_fee_amount", rows, "payroll", **other)


def test_recruitment_fees_add_up(tmp_path: Path) -> None:
    assert recruitment(tmp_path, fees(0, 0, 0)) == (0, 0)
    assert recruitment(tmp_path, fees(100.5, 0, 20)) == (120.5, 120.5)
    assert recruitment(tmp_path, [payroll_row("a")]) == UNKNOWN


def test_a_blank_fee_hides_no_fee_that_is_known(tmp_path: Path) -> None:
    assert recruitment(tmp_path, fees(100, "", 20)) == (120, INF)
    assert recruitment(tmp_path, fees("", 0)) == (0, INF)
    assert recruitment(tmp_path, fees(100, 0), scope=SCOPE._replace(headcount=3)) == (100, INF)


def test_a_negative_fee_is_an_error_and_pays_nothing_back(tmp_path: Path) -> None:
    assert recruitment(tmp_path, fees(100, -40)) == (100, INF)


def test_fees_in_several_currencies_are_more_than_nothing(tmp_path: Path) -> None:
    rows = [*fees(100, 0), payroll_row("g", recruitment_fees=30, country="GH", currency="GHS")]
    low, high = recruitment(tmp_path, rows)
    assert 0 < low < 1e-9
    assert high == INF
    rows[-1]["recruitment_fees"] = 0
    assert recruitment(tmp_path, rows) == (100, 100)
    rows[0]["currency"] = ""
    assert 0 < recruitment(tmp_path, rows)[0] < 1e-9


def test_fees_of_few_workers_are_not_shown(tmp_path: Path) -> None:
    name = "recruitment_fee_amount"

    def shown(rows: Rows) -> Any:
        return audit_rows(tmp_path, rows, wanted=frozenset({name})).metrics[name]

    few = shown(fees(*[100] * 4, *[0] * 20))
    assert few.low == 400
    assert (few.published.suppressed, few.published.low, few.published.value) == (True, None, None)
    many = shown(fees(*[100] * 5, *[0] * 20))
    assert (many.published.value, many.unit) == (500, "KES")
    assert shown(fees(*[1] * 5, 1000)).published.suppressed, "one worker makes up most of it"
    assert shown(fees(*[0] * 6)).published.value == 0


# Exchange --------------------------------------------------------------------------------------------------------


def test_share_of_pay_lost_in_exchange(tmp_path: Path) -> None:
    rows = [payroll_row("a", 1000, exchange_loss=30), payroll_row("b", 3000, exchange_loss=50)]
    assert measure(tmp_path, "fx_spread", rows, "payroll") == (pytest.approx(0.02), pytest.approx(0.02))
    rows[1]["exchange_loss"] = ""
    assert measure(tmp_path, "fx_spread", rows, "payroll") == UNKNOWN
    assert measure(tmp_path, "fx_spread", [payroll_row("a")], "payroll") == UNKNOWN


@pytest.mark.parametrize("seed", range(3))
def test_money_taken_against_sql(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    rows = [
        payroll_row(
            f"w{i}", chance.randint(1, 3000), recruitment_fees=chance.choice((0, 12.34, 100)),
            exchange_loss=round(chance.uniform(0, 9), 2), period_start=f"2026-0{month}-01",
            period_end=f"2026-0{month}-28",
        )
        for i in range(40)
        for month in range(1, chance.randint(2, 5))
    ]  # fmt: skip
    wanted = frozenset({"recruitment_fee_amount", "fx_spread"})
    found = audit_rows(tmp_path, rows, wanted=wanted)
    sql = f"""select sum(recruitment_fees::decimal(18, 4)),
                     sum(exchange_loss::decimal(18, 4)) / sum(pay::decimal(18, 4))
              from read_csv('{tmp_path / "pay.csv"}', all_varchar = true)"""
    amount, spread = duckdb.sql(sql).fetchall()[0]
    assert ends(found, "recruitment_fee_amount") == (pytest.approx(float(amount)), pytest.approx(float(amount)))
    assert ends(found, "fx_spread") == (pytest.approx(spread), pytest.approx(spread))


def test_what_is_taken_beside_pay_moves_no_floor_test(tmp_path: Path) -> None:
    # Who pays to get the job bears a cost; it is counted there once, not twice.
    bare, with_both = [payroll_row("a", 1600)], [payroll_row("a", 1600, recruitment_fees=500, exchange_loss=100)]
    for name in ("lowest_ratio", "cost_to_close", "effective_hourly_wage_p50"):
        assert measure(tmp_path, name, bare, "payroll") == measure(tmp_path, name, with_both, "payroll")


def test_a_price_that_is_left_out_makes_no_larger_part_of_the_rest(tmp_path: Path) -> None:
    rows = [payroll_row("a", 1000, client_price=4000), payroll_row("b", 1000, client_price=4000)]
    assert measure(tmp_path, "pass_through", rows, "payroll") == (0.25, 0.25)
    rows[1]["client_price"] = ""
    assert measure(tmp_path, "pass_through", rows, "payroll") == UNKNOWN


# Of whom the headcount alone knows -------------------------------------------------------------------------------

ONE_MORE = SCOPE._replace(headcount=7)


def test_workers_who_are_not_in_the_data_may_have_paid_any_fee(tmp_path: Path) -> None:
    """Six paid nothing. Of the seventh nobody knows, and what is shown says so as well as what rules see."""
    rows = [payroll_row(f"w{n}") for n in range(6)]
    whole = audit_rows(tmp_path, rows, scope=SCOPE._replace(headcount=6)).metrics["max_deduction_share"]
    assert (whole.low, whole.high, whole.published.value) == (0, 0, 0)
    open_ = audit_rows(tmp_path, rows, scope=ONE_MORE).metrics["max_deduction_share"]
    assert (open_.low, open_.high) == (0, INF)
    assert (open_.published.value, open_.published.low, open_.published.high) == (None, 0, None)


def test_workers_who_are_not_in_the_data_may_have_been_paid_late_by_any_days(tmp_path: Path) -> None:
    rows = [payroll_row(f"w{n}", due_date="2026-02-05", paid_date=f"2026-02-{10 + n}") for n in range(6)]
    assert measure(tmp_path, "days_late_p50", rows, "payroll", scope=SCOPE._replace(headcount=6)) == (7.5, 7.5)
    for name in ("days_late_p50", "days_late_p90"):
        assert measure(tmp_path, name, rows, "payroll", scope=ONE_MORE) == UNKNOWN


def test_without_a_period_the_months_of_the_data_bound_the_coverage_from_above(tmp_path: Path) -> None:
    """Six of eight in January, none in February, four in March: no month of the data has all, one has nobody."""
    march = {"period_start": "2026-03-01", "period_end": "2026-03-31"}
    january = [payroll_row(f"w{n}") for n in range(6)]
    bare = PayScope("acme", Period(None, None), (), 8, None)
    assert measure(tmp_path, "headcount_coverage", january, "payroll", scope=bare) == (0, 0.75)
    rows = january + [payroll_row(f"w{n}", **march) for n in range(4)]
    assert measure(tmp_path, "headcount_coverage", rows, "payroll", scope=bare) == (0, 0)
    said = audit_rows(tmp_path, january, scope=bare).metrics["headcount_coverage"].published
    assert said.why == "no period is given: months before and after the data are not looked at"
