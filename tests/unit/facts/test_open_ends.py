"""What keeps an end open: parts without a bar, pay under zero, overtime of which half is blank."""

from __future__ import annotations

import math
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from checker.load.wages import open_pay_table
from tests.pay_for_tests import SCOPE, audit, audit_rows, ends, mapped, payroll_row, rates_of, task_row


def test_months_without_a_bar_may_make_up_for_the_others_where_all_are_pooled(tmp_path: Path) -> None:
    rows = [
        task_row("a", "2026-01-05", 4),
        task_row("a", "2026-02-05", 100, country=""),
        task_row("b", "2026-01-05", 4),
    ]
    found = audit_rows(tmp_path, rows, grain="task")
    # a: 4 for an hour that asks 10, and 100 for an hour that asks nobody knows what. Only b is below for certain.
    assert ends(found, "share_below_living_wage_pooled") == (0.5, 1.0)
    assert ends(found, "cost_to_close_pooled") == (6.0, None) or ends(found, "cost_to_close_pooled") == (6.0, math.inf)
    low, high = ends(found, "lowest_ratio_pooled")
    assert (low, high) == (0.0, 0.4)
    # Month by month a is below in January, whatever February was.
    assert ends(found, "share_below_living_wage") == (1.0, 1.0)


@pytest.mark.parametrize(
    ("country", "currency", "asked"),
    # What February's hour asked for, in the currency of its pay: 10 KES, 20 GHS at 2 KES, 1 UGX at 0.25 KES.
    [("KE", "KES", 10.0), ("GH", "GHS", 40.0), ("UG", "UGX", 0.25)],
)
@pytest.mark.parametrize("pay", [0, 4, 100])
def test_lowest_ratio_pooled_holds_whatever_a_hidden_country_was(
    tmp_path: Path, country: str, currency: str, asked: float, pay: int
) -> None:
    rate = {"KES": "", "GHS": "2026-02,GHS,KES,2", "UGX": "2026-02,UGX,KES,0.25"}[currency]
    rates = (rates_of(rate),) if rate else ()
    known = task_row("a", "2026-01-05", 6)
    months = [known, task_row("a", "2026-02-05", pay, country=country)]
    hidden = [known, task_row("a", "2026-02-05", pay, country="")]
    low, high = ends(audit_rows(tmp_path, hidden, grain="task", rates=rates), "lowest_ratio_pooled")
    low, high = -math.inf if low is None else low, math.inf if high is None else high
    # Two hours for 6 and `pay`, of which the first asks 10 KES.
    truth = (6 + pay) / (10 + asked)
    assert low <= truth <= high
    # Nothing is said that was not known: the second hour may have asked for next to nothing, or for any amount.
    assert low == 0
    assert high >= (6 + pay) / 10
    whole = audit_rows(tmp_path, months, grain="task", rates=rates)
    if country == "KE":
        assert ends(whole, "lowest_ratio_pooled") == (pytest.approx(truth), pytest.approx(truth))
    else:  # bars in two currencies are not added up, and what is said of them holds as well
        first, last = ends(whole, "lowest_ratio_pooled")
        assert (first or 0) <= truth <= (math.inf if last is None else last)
    # Month by month the known one stands: 6 of 10.
    assert ends(audit_rows(tmp_path, hidden, grain="task", rates=rates), "lowest_ratio")[1] == pytest.approx(0.6)


def test_pay_without_a_bar_is_added_in_its_own_currency_only(tmp_path: Path) -> None:
    rows = [task_row("a", "2026-01-05", 4), task_row("a", "2026-01-06", 1, country="", currency="USD")]
    found = audit_rows(tmp_path, rows, grain="task", rates=(rates_of("2026-01,USD,KES,130"),))
    # 1 USD is 130 KES: more than the first hour lacks.
    assert ends(found, "share_below_living_wage") == (0.0, 1.0)
    rows[1] |= {"currency": "KES"}
    assert ends(audit_rows(tmp_path, rows, grain="task"), "share_below_living_wage") == (1.0, 1.0)


def test_hours_that_are_not_known_do_not_lift_pay_under_zero(tmp_path: Path) -> None:
    rows = [payroll_row(str(i), 0, 40, fees=400) for i in range(10)]
    assert ends(audit_rows(tmp_path, rows), "effective_hourly_wage_p10") == (-10.0, -10.0)
    for row in rows:
        row["hours_unpaid"] = ""
    assert ends(audit_rows(tmp_path, rows), "effective_hourly_wage_p10") == (-10.0, 0.0)
    for row in rows:
        row["hours_paid"] = ""
    low, high = ends(audit_rows(tmp_path, rows), "effective_hourly_wage_p10")
    assert (low, high) in ((None, 0.0), (-math.inf, 0.0))


def test_pay_under_zero_in_no_time_is_weighed_without_failing(tmp_path: Path) -> None:
    rows = [payroll_row("a", 0, 0, fees=50), payroll_row("b", 800)]
    found = audit_rows(tmp_path, rows)
    assert ends(found, "share_below_living_wage") == (1.0, 1.0)
    assert found.metrics["mean_gap_of_those_below_hours_weighted"].low == pytest.approx(0.5)
    assert ends(found, "fgt_1_hours_weighted") == (pytest.approx(0.5), math.inf)
    alone = audit_rows(tmp_path, rows[:1])
    assert alone.metrics["median_gap_of_those_below_hours_weighted"].high == math.inf


OVERTIME = {"overtime_pay": "100", "hours_overtime": "10"}


def test_a_gap_of_pay_under_zero_in_no_time_is_no_larger_where_deductions_are_not_known(tmp_path: Path) -> None:
    under = [payroll_row("a", 0, 0, fees=50), payroll_row("a", 0, 0, deductions=20, period_end="2026-01-15")]
    name = "mean_gap_of_those_below_paid_time"
    told = audit_rows(tmp_path, [*under, payroll_row("b", 800)])
    assert ends(told, name) == (pytest.approx((1 + 0.5) / 2), math.inf)
    silent = [row | {"deductions": ""} for row in under]
    assert ends(audit_rows(tmp_path, [*silent, payroll_row("b", 800)]), name) == ends(told, name)


def test_a_row_without_a_worker_may_change_the_gap_of_any_who_is_below(tmp_path: Path) -> None:
    rows = [payroll_row("a", 800), payroll_row("b", 400), payroll_row("", 0, 10)]
    found = audit_rows(tmp_path, rows)
    # Half and three quarters of the line are lacking. Whose the third row is, it may lift b over it or lower a.
    assert ends(found, "mean_gap_of_those_below") == (0.25, math.inf)
    assert ends(found, "median_gap_of_those_below") == (0.25, math.inf)


def test_overtime_without_a_word_on_its_pay_may_be_paid(tmp_path: Path) -> None:
    paid = [payroll_row(str(i), **OVERTIME) for i in range(6)]
    assert ends(audit_rows(tmp_path, paid), "unpaid_time_share") == (0.0, 0.0)
    silent = [{name: cell for name, cell in row.items() if name != "overtime_pay"} for row in paid]
    assert ends(audit_rows(tmp_path, silent), "unpaid_time_share") == (None, None)
    assert ends(audit_rows(tmp_path, silent), "share_below_living_wage") == (0.0, 1.0)
    free = [row | {"overtime_pay": "0"} for row in paid]
    assert ends(audit_rows(tmp_path, free), "unpaid_time_share") == (pytest.approx(10 / 170),) * 2


def test_overtime_that_leaves_the_test_of_pay_was_worked_all_the_same(tmp_path: Path) -> None:
    """160 h, 10 h of overtime at the rate of the others or above it, 17 h unpaid: 17 of 187 h."""
    for pay in ("100", "150", "99"):  # the last stays in the test
        rows = [payroll_row(str(i), hours_unpaid="17", overtime_pay=pay, hours_overtime="10") for i in range(6)]
        assert ends(audit_rows(tmp_path, rows), "unpaid_time_share") == (pytest.approx(17 / 187),) * 2, pay


def test_time_that_is_not_known_hides_no_time_that_is_unpaid(tmp_path: Path) -> None:
    rows = [payroll_row("a", hours_unpaid="31"), payroll_row("b", hours="")]
    # 31 h of at most 24 h on 31 days by two workers, or by three where the headcount says so.
    assert ends(audit_rows(tmp_path, rows), "unpaid_time_share") == (pytest.approx(31 / (24 * 31 * 2)), 1.0)
    scope = SCOPE._replace(headcount=3)
    assert ends(audit_rows(tmp_path, rows, scope=scope), "unpaid_time_share")[0] == pytest.approx(31 / (24 * 31 * 3))
    rows[0] |= {"hours_unpaid": "0"}
    assert ends(audit_rows(tmp_path, rows), "unpaid_time_share") == (None, None)


def test_a_row_without_a_place_is_no_place_without_a_living_wage(tmp_path: Path) -> None:
    rows = [payroll_row("a"), payroll_row("b", country="")]
    assert ends(audit_rows(tmp_path, rows), "places_without_benchmark") == (0.0, math.inf)
    assert ends(audit_rows(tmp_path, [payroll_row("a")]), "places_without_benchmark") == (0.0, 0.0)


@pytest.mark.parametrize(("column", "missing"), [("pay", "no pay"), ("hours_paid", "no time")])
def test_what_is_no_number_in_a_typed_file_is_missing_and_not_nothing(
    tmp_path: Path, column: str, missing: str
) -> None:
    rows = [payroll_row(str(i)) for i in range(6)]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    money = ("pay", "hours_paid", "hours_unpaid", "fees", "deductions")
    table = {name: [float(str(c)) for c in cells] if name in money else cells for name, cells in columns.items()}
    table[column][0] = math.nan
    pq.write_table(pa.table(table), tmp_path / "pay.parquet")
    found = audit(open_pay_table(tmp_path / "pay.parquet", mapped()))
    # The file says of no column that it has a NULL; one worker's pay, or time, is not known all the same.
    assert ends(found, "share_below_living_wage") == (0.0, pytest.approx(1 / 6))
    assert [finding.message for finding in found.findings] == [f"{missing}: 1 row (row 1); their workers are undecided"]


def test_the_tasks_of_workers_who_are_not_in_the_data_may_have_been_rejected(tmp_path: Path) -> None:
    rows = [task_row("a", "2026-01-05"), task_row("b", "2026-01-05")]
    rates = ("rejection_rate", "unpaid_work_rate", "rejected_unpaid_share")
    all_there, one_more = SCOPE._replace(headcount=2), SCOPE._replace(headcount=3)
    for name in rates:
        assert ends(audit_rows(tmp_path, rows, grain="task", scope=all_there), name) == (0.0, 0.0), name
        assert ends(audit_rows(tmp_path, rows, grain="task", scope=one_more), name) == (0.0, 1.0), name
    rows[0] |= {"status": "rejected"}
    found = audit_rows(tmp_path, rows, grain="task", scope=one_more)
    for name in rates:
        # One task was rejected: more than none for certain, whoever is missing.
        low, high = ends(found, name)
        assert low is not None
        assert 0 < low < 0.01, name
        assert high == 1, name


def test_the_pay_of_workers_who_are_not_in_the_data_may_have_come_late(tmp_path: Path) -> None:
    rows = [payroll_row(w, due_date="2026-02-05", paid_date="2026-02-03") for w in ("a", "b")]
    found = audit_rows(tmp_path, rows, scope=SCOPE._replace(headcount=2))
    names = ("days_late_share", "never_paid_share", "max_payment_lag_days")
    assert [ends(found, name) for name in names] == [(0.0, 0.0), (0.0, 0.0), (3.0, 3.0)]
    found = audit_rows(tmp_path, rows, scope=SCOPE._replace(headcount=3))
    assert [ends(found, name) for name in names] == [(0.0, 1.0), (0.0, 1.0), (3.0, math.inf)]


def test_pay_that_fees_turn_under_zero_is_as_low_as_it_is(tmp_path: Path) -> None:
    """1,600 less 2,400 of fees, where the line asks for 1,600: half of it is owed, which is no zero."""
    found = audit_rows(tmp_path, [payroll_row("a", 1600, fees=2400)])
    for name in ("lowest_ratio", "lowest_ratio_pooled", "lowest_ratio_paid_time"):
        assert ends(found, name) == (-0.5, -0.5), name
    assert ends(found, "mean_gap_of_those_below") == (1.5, 1.5)


def test_what_is_not_known_exactly_says_why(tmp_path: Path) -> None:
    """Both are below in January; what their pay of February is worth in KES, no table says."""
    rows = [payroll_row(w, 800) for w in "ab"]
    rows += [payroll_row(w, 800, currency="KPW", period_start="2026-02-01", period_end="2026-02-28") for w in "ab"]
    found = audit_rows(tmp_path, rows)
    assert ends(found, "share_below_living_wage") == (1, 1)
    for name in ("lowest_ratio", "mean_gap_of_those_below", "fgt_1", "cost_to_close"):
        metric = found.metrics[name]
        assert metric.low != metric.high, name
        assert metric.why == "pay or time in part of the period, or what it is held against, is not known", name
    timeless = audit_rows(tmp_path, [payroll_row(w, 800, 0) for w in "ab"])
    assert timeless.metrics["effective_hourly_wage_p50"].why == "pay for no time has no hourly rate"
