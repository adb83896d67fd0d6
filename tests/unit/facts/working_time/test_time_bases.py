"""Time bases through the whole audit, by hand: stamps of every kind, and both ends shown. 10 KES an hour is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checker.errors import InputError
from checker.model.evidence import Period
from checker.model.wages import PayScope, WageSet
from tests.pay_for_tests import SCOPE, audit, audit_rows, ends, open_rows, payroll_row, task_row
from tests.time_oracle import Interval, clustered, summed

Row = dict[str, object]
SHARE = "share_below_living_wage"
MEDIAN = "effective_hourly_wage_p50"
BELOW, FINE, UNDECIDED = (1.0, 1.0), (0.0, 0.0), (0.0, 1.0)
CLUSTER = {"time_basis": "logged_cluster"}
HOUR = 3_600


def task(worker: str, start: str, end: str, pay: object = 10, **other: object) -> Row:
    """Return an approved task without a word on unpaid time."""
    row = task_row(worker, "2026-01-05") | {"started_at": start, "submitted_at": end, "pay": pay} | other
    if "hours_unpaid" not in other:
        del row["hours_unpaid"]
    return row


def clock(worker: str, *spans: str, day: str = "2026-01-05", pay: object = 10) -> list[Row]:
    """Return tasks on a day from spans such as ``09:00-10:00``."""
    return [task(worker, *(f"{day} {at}:00" for at in span.split("-")), pay) for span in spans]


def found(
    folder: Path, rows: Iterable[Row], *names: str, mapping: dict[str, Any] | None = None, **other: Any
) -> WageSet:
    """Audit tasks under clusters with gaps of up to ten minutes, unless the mapping says otherwise."""
    wanted = frozenset(names or (SHARE, MEDIAN))
    return audit_rows(folder, rows, grain="task", mapping={**CLUSTER, **(mapping or {})}, wanted=wanted, **other)


def hours(folder: Path, rows: Iterable[Row], **other: Any) -> float:
    """Return the hours of a log of one worker, from its pay of 1,000 in all."""
    rows = [row | {"pay": 1000 if i == 0 else 0} for i, row in enumerate(rows)]
    low, high = ends(found(folder, rows, MEDIAN, **other), MEDIAN)
    assert low == high
    assert low is not None
    return 1000 / low


# ---- what a cluster is worth


def test_overlaps_count_once_and_short_gaps_are_unpaid_work(tmp_path: Path) -> None:
    # 9:00-10:30 and 10:38-11:08, the 8 minutes between them too: 128 minutes. Then an hour's break.
    rows = clock("a", "09:00-10:00", "09:30-10:30", "10:38-11:08", "12:08-13:08")
    shown = found(tmp_path, rows, MEDIAN, "unpaid_time_share", "unpaid_time_recorded_share", "weekly_hours_max")
    assert ends(shown, MEDIAN) == (pytest.approx(40 / (188 / 60)),) * 2
    assert ends(shown, "unpaid_time_share") == (pytest.approx(8 / 188),) * 2
    assert ends(shown, "unpaid_time_recorded_share") == (1, 1)
    assert ends(shown, "weekly_hours_max") == (pytest.approx(188 / 60),) * 2


@pytest.mark.parametrize(("minutes", "worked"), [(1, 150), (8, 158), (10, 158), (59, 158), (60, 218), (720, 218)])
def test_the_gap_is_the_mappings(tmp_path: Path, minutes: int, worked: int) -> None:
    rows = clock("a", "09:00-10:00", "10:08-10:38", "11:38-12:38")
    assert hours(tmp_path, rows, mapping={"cluster_gap_ms": minutes * 60_000}) * 60 == pytest.approx(worked)


def test_tasks_without_gaps_do_not_record_unpaid_time(tmp_path: Path) -> None:
    rows = clock("a", "09:00-10:00", "09:30-10:30")
    shown = found(tmp_path, rows, SHARE, "unpaid_time_recorded_share", mapping={"cluster_gap_ms": 0})
    assert ends(shown, SHARE) == UNDECIDED  # 20 for an hour and a half, if there was no more
    assert ends(shown, "unpaid_time_recorded_share") == (0, 0)


def test_recorded_unpaid_time_goes_with_tasks_without_gaps(tmp_path: Path) -> None:
    rows = [row | {"hours_unpaid": 0.25} for row in clock("a", "09:00-10:00", "09:30-10:30")]
    assert ends(found(tmp_path, rows, MEDIAN, mapping={"cluster_gap_ms": 0}), MEDIAN) == (10, 10)
    with pytest.raises(InputError, match="the time between tasks would count twice"):
        found(tmp_path, rows)


def test_clusters_need_both_stamps(tmp_path: Path) -> None:
    row = task_row("a", "2026-01-05")
    del row["started_at"]
    with pytest.raises(InputError, match="there is no started_at"):
        found(tmp_path, [row])


def test_own_hours_of_a_task_win_over_stamps_and_hold_no_waiting(tmp_path: Path) -> None:
    rows = [task("a", "2026-01-05 09:00:00", "2026-01-05 10:00:00", hours_paid=0.5)]
    assert ends(found(tmp_path, rows, SHARE), SHARE) == UNDECIDED
    assert ends(found(tmp_path, rows, SHARE + "_paid_time"), SHARE + "_paid_time") == FINE
    rows = [row | {"pay": 4.99} for row in rows]
    assert ends(found(tmp_path, rows, SHARE), SHARE) == BELOW


def test_clusters_run_through_several_files(tmp_path: Path) -> None:
    tables = [
        open_rows(tmp_path, rows, grain="task", name=f"{i}.csv", **CLUSTER)
        for i, rows in enumerate((clock("a", "09:00-10:00"), clock("a", "09:30-10:25", "10:30-11:00")))
    ]
    shown = audit(tables, wanted=frozenset({MEDIAN}))
    assert ends(shown, MEDIAN) == (15, 15)


# ---- midnight, ends of months, clocks


def test_a_task_over_the_end_of_a_month_keeps_time_and_pay_together(tmp_path: Path) -> None:
    # Paid exactly the line: split from its pay, January would hold an hour for nothing.
    rows = [task("a", "2026-01-31 23:00:00", "2026-02-01 01:00:00", 20)]
    assert ends(found(tmp_path, rows), SHARE) == FINE


def test_months_part_where_their_tasks_do(tmp_path: Path) -> None:
    # January: 1 h for 10. February: the gap of 10 minutes and 1 h, for 10: below.
    rows = [
        task("a", "2026-01-31 22:55:00", "2026-01-31 23:55:00", 10),
        task("a", "2026-02-01 00:05:00", "2026-02-01 01:05:00", 10),
    ]
    assert ends(found(tmp_path, rows), SHARE) == BELOW
    assert ends(found(tmp_path, rows, mapping={"cluster_gap_ms": 300_000}), SHARE) == FINE
    rows[1]["pay"] = 11.67
    assert ends(found(tmp_path, rows), SHARE) == FINE


def test_days_are_split_at_midnight(tmp_path: Path) -> None:
    # Six nights from 22:00 to 2:00, one in the next: seven days running are worked on.
    rows = [task("a", f"2026-01-{d:02d} 22:00:00", f"2026-01-{d + 1:02d} 02:00:00", 100) for d in range(5, 11)]
    assert ends(found(tmp_path, rows, "rest_day_missing_share"), "rest_day_missing_share") == (1, 1)
    rows = [row | {"submitted_at": str(row["started_at"]).replace("22:00", "23:50")} for row in rows]
    assert ends(found(tmp_path, rows, "rest_day_missing_share"), "rest_day_missing_share") == (0, 0)


AUTUMN = PayScope("acme", Period(date(2026, 10, 1), date(2026, 10, 31)), (), None, date(2026, 10, 31))
LONDON = {"time_zone": "Europe/London"}


@pytest.mark.parametrize("basis", ["logged_interval", "logged_cluster"])
@pytest.mark.parametrize(
    ("start", "end", "worked", "scope"),
    [
        # 29 March 2026: clocks go from 1:00 to 2:00. 25 October: from 2:00 back to 1:00 (tz database).
        ("2026-03-29 00:30:00", "2026-03-29 02:30:00", 1, SCOPE),
        ("2026-10-25 00:30:00", "2026-10-25 02:30:00", 3, AUTUMN),
        ("2026-10-25T00:30:00+01:00", "2026-10-25T01:30:00+01:00", 1, AUTUMN),
        ("2026-10-25T00:30:00+01:00", "2026-10-25T01:30:00+00:00", 2, AUTUMN),
        ("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", 1, AUTUMN),  # 1:30 twice on the clock
        ("2026-10-24T23:30:00Z", "2026-10-25 03:00:00", 3.5, AUTUMN),  # one stamp with a zone, one without
        ("2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z", 1, SCOPE),
        ("2026-03-28 23:30:00", "2026-03-29 03:00:00", 2.5, SCOPE),
    ],
)
def test_clocks_that_change(tmp_path: Path, basis: str, start: str, end: str, worked: float, scope: PayScope) -> None:
    rows = [task("a", start, end, 60, hours_unpaid=0)]
    mapping = {**LONDON, "time_basis": basis, "cluster_gap_ms": 0}
    assert ends(found(tmp_path, rows, MEDIAN, mapping=mapping, scope=scope), MEDIAN) == (60 / worked, 60 / worked)


def test_clusters_over_the_hour_that_comes_twice(tmp_path: Path) -> None:
    # 1:10-1:40 summer time, 1:00-1:30 winter time: by the clock they overlap, in truth 20 minutes lie between them.
    rows = [
        task("a", "2026-10-25T01:10:00+01:00", "2026-10-25T01:40:00+01:00"),
        task("a", "2026-10-25T01:00:00+00:00", "2026-10-25T01:30:00+00:00"),
    ]
    for gap, minutes in ((10, 60), (20, 80)):
        mapping = {**LONDON, "cluster_gap_ms": gap * 60_000}
        assert hours(tmp_path, rows, mapping=mapping, scope=AUTUMN) == pytest.approx(minutes / 60)


def test_a_night_in_which_clocks_change_is_split_at_its_midnight(tmp_path: Path) -> None:
    # From 0:30 to 2:30 on the day that has 25 hours is three hours of that day, none of the one before.
    rows = [task("a", "2026-10-25 00:30:00", "2026-10-25 02:30:00", 90)]
    rows += [task("a", f"2026-10-{d} 09:00:00", f"2026-10-{d} 10:00:00", 90) for d in (*range(19, 24), 26)]
    shown = found(tmp_path, rows, "rest_day_missing_share", mapping=LONDON, scope=AUTUMN)
    assert ends(shown, "rest_day_missing_share") == (0, 0)  # the 24th was free


def test_offsets_and_zones_are_one_time(tmp_path: Path) -> None:
    # 9:00-10:00, 9:30-10:30, 10:30-11:00 in Nairobi, written three ways.
    rows = [
        task("a", "2026-01-05 09:00:00", "2026-01-05 10:00:00"),
        task("a", "2026-01-05T06:30:00Z", "2026-01-05T07:30:00Z"),
        task("a", "2026-01-05T13:00:00+05:30", "2026-01-05T13:30:00+05:30"),
    ]
    assert hours(tmp_path, rows, mapping={"time_zone": "Africa/Nairobi"}) == 2


def test_a_pattern_with_an_offset_is_read_in_the_mappings_zone(tmp_path: Path) -> None:
    # 23:30 UTC on 31 January is 2:30 on 1 February in Nairobi: the task is February's, whatever zone the machine has.
    rows = [task("a", "31.01.2026 23:00 +0000", "31.01.2026 23:30 +0000")]
    mapping = {"time_zone": "Africa/Nairobi", "date_format": "%d.%m.%Y %H:%M %z"}
    shown = found(tmp_path, rows, mapping=mapping)
    assert (shown.period.start, shown.period.end) == (date(2026, 2, 1),) * 2
    mapping["time_zone"] = "Europe/London"
    assert hours(tmp_path, rows, mapping=mapping) == 0.5


# ---- bad stamps


def test_submitted_before_it_was_started(tmp_path: Path) -> None:
    rows = [*clock("a", "10:00-09:00"), *clock("b", "09:00-10:00")]
    shown = found(tmp_path, rows)
    assert ends(shown, SHARE) == (0, 0.5)
    assert any(f.code == "row_submitted_before_it_was_started" for f in shown.findings)


def test_a_task_that_is_broken_takes_no_time_from_others(tmp_path: Path) -> None:
    # Read as 9:00-12:00, the first task would hide the second; its worker is undecided, unless pay is below anyhow.
    shown = found(tmp_path, [task("a", "2026-01-05 12:00:00", "2026-01-05 09:00:00", 0), *clock("b", "09:00-10:00")])
    assert ends(shown, SHARE) == (0, 0.5)


def test_tasks_without_length(tmp_path: Path) -> None:
    rows = clock("a", "09:00-09:00", "09:05-09:05", "09:10-09:40")
    # A moment is a task all the same: clusters run from 9:00.
    assert hours(tmp_path, rows) * 60 == pytest.approx(40)
    only = found(tmp_path, clock("a", "09:00-09:00"))
    assert ends(only, SHARE) == UNDECIDED  # pay in no time at all


def test_one_row(tmp_path: Path) -> None:
    shown = found(tmp_path, clock("a", "09:00-10:00"))
    assert ends(shown, SHARE) == FINE
    assert shown.metrics[MEDIAN].published.suppressed


@pytest.mark.parametrize("basis", ["logged_interval", "logged_cluster"])
@pytest.mark.parametrize(
    ("start", "code"),
    [
        ("1900-01-01 00:00:00", "row_task_of_more_than_400_days"),
        ("1899-12-31 23:59:59", "row_unreadable_started_at"),
        ("2199-12-31 23:00:00", "row_submitted_before_it_was_started"),
        ("2200-01-01 00:00:00", "row_unreadable_started_at"),
    ],
)
def test_years_that_cannot_be(tmp_path: Path, basis: str, start: str, code: str) -> None:
    rows = [task("a", start, "2026-01-05 09:00:00", 10), *clock("b", "09:00-10:00", pay=100)]
    shown = found(tmp_path, rows, SHARE, mapping={"time_basis": basis})
    assert ends(shown, SHARE) == (0, 1 if basis == "logged_interval" else 0.5)
    assert code in {f.code for f in shown.findings}


def test_a_whole_task_outside_the_period_is_set_aside(tmp_path: Path) -> None:
    rows = [task("a", "1900-01-01 00:00:00", "1900-01-01 01:00:00"), *clock("a", "09:00-10:00")]
    shown = found(tmp_path, rows)
    assert shown.set_aside["outside_period"] == 1
    assert ends(shown, SHARE) == FINE


def test_a_day_of_overlapping_tasks_is_no_day_of_thirty_hours(tmp_path: Path) -> None:
    rows = clock("a", "08:00-18:00", "08:30-18:30", "09:00-19:00", pay=50)
    each = found(tmp_path, rows, SHARE, mapping={"time_basis": "logged_interval"})
    assert any("more than 24 hours a day" in f.message for f in each.findings)
    once = found(tmp_path, rows, SHARE)
    assert not once.findings
    assert ends(once, SHARE) == FINE  # 150 for 11 hours
    # Half a year without a break, a task at a time, is no day of more than 24 hours and no living.
    long = [task("a", "2026-01-01 00:00:00", "2026-03-01 00:00:00", 50)]
    assert ends(found(tmp_path, long, SHARE), SHARE) == BELOW


# ---- rows that stand twice


def test_identical_rows_count_once(tmp_path: Path) -> None:
    rows = clock("a", "09:00-10:00", pay=9)
    shown = found(tmp_path, rows * 2)
    assert ends(shown, SHARE) == BELOW
    assert shown.set_aside["identical"] == 1


def test_the_same_task_exported_twice_with_something_changed_lifts_no_pay(tmp_path: Path) -> None:
    first = clock("a", "09:00-10:00", pay=9)[0]
    shown = found(tmp_path, [first | {"export": "January"}, first | {"export": "July"}])
    # Twice 9 for one hour would be above the line; once 9 is below it. Nobody can tell.
    assert ends(shown, SHARE) == UNDECIDED
    assert any(f.code == "row_same_worker_and_stamps_as_another_row" for f in shown.findings)
    cheap = first | {"pay": 4}
    # Even both are too little.
    assert ends(found(tmp_path, [cheap | {"export": 1}, cheap | {"export": 2}]), SHARE) == BELOW
    fine = first | {"pay": 10}
    assert ends(found(tmp_path, [fine | {"export": 1}, fine | {"export": 2}]), SHARE) == FINE


# ---- both ends shown


def log(workers: int = 12) -> list[Row]:
    """Return eight days of two overlapping tasks and one a few minutes later, for each worker another pay."""
    spans = ("09:00-10:00", "09:30-10:30", "10:38-11:08")
    return [
        row | {"pay": 5 + w if i == 0 else 5}
        for w in range(workers)
        for day in range(1, 9)
        for i, row in enumerate(clock(f"w{w:02d}", *spans, day=f"2026-01-{day:02d}"))
    ]


def test_every_basis_beside_the_declared_one(tmp_path: Path) -> None:
    shown = audit_rows(tmp_path, log(), grain="task")
    own: list[Interval] = [(0, 3600), (1800, 5400), (5880, 7680)]
    pay = 15 + 5.5  # the median of 15 + 0 ... 15 + 11
    expected = [("logged_interval", None, summed(own)), ("logged_cluster", 0, clustered(own, 0))]
    expected.append(("logged_cluster", 10, clustered(own, 600)))
    assert [(u.basis, u.gap_minutes) for u in shown.time_bases] == [(b, g) for b, g, _ in expected]
    assert [u.declared for u in shown.time_bases] == [True, False, False]
    for use, (_, _, seconds) in zip(shown.time_bases, expected, strict=True):
        assert use.hourly_pay.high == pytest.approx(pay / (seconds / HOUR))
        assert use.hours.low == pytest.approx(12 * 8 * seconds / HOUR)
    assert shown.time_bases[2].hourly_pay.low == pytest.approx(pay / (7680 / HOUR))
    # Without a word on unpaid time the other two are upper bounds.
    assert [u.hours.high for u in shown.time_bases[:2]] == [float("inf")] * 2
    assert shown.time_bases[1].change == pytest.approx(9000 / 7200 - 1)
    assert shown.metrics[MEDIAN].high == shown.time_bases[0].hourly_pay.high
    assert not any(f.code == "time_basis_pays_more" for f in shown.findings)  # here overlaps weigh more than gaps


def test_each_basis_is_what_it_is_where_it_is_declared(tmp_path: Path) -> None:
    beside = audit_rows(tmp_path, log(), grain="task").time_bases
    for use in beside[1:]:
        mapping = {**CLUSTER, "cluster_gap_ms": int((use.gap_minutes or 0) * 60_000)}
        first = audit_rows(tmp_path, log(), grain="task", mapping=mapping).time_bases[0]
        assert first.declared
        assert (first.hourly_pay.low, first.hourly_pay.high) == pytest.approx((use.hourly_pay.low, use.hourly_pay.high))
        assert (first.hours.low, first.hours.high) == pytest.approx((use.hours.low, use.hours.high))


def test_a_basis_that_pays_more_is_named(tmp_path: Path) -> None:
    # Hours as they are reported, a third of those between the stamps.
    rows = [row | {"hours_paid": 0.25, "hours_unpaid": 0} for row in log()]
    shown = audit_rows(tmp_path, rows, grain="task", mapping={"time_basis": "reported_by_worker"})
    [finding] = [f for f in shown.findings if f.code == "time_basis_pays_more"]
    # 20.50 a day: 0.75 hours reported; 2.5 hours task by task, and nothing beside.
    assert "(reported by worker)" in finding.message
    assert "each task's own time" in finding.message
    assert "27.33 against 8.20 KES an hour (70.0 % less)" in finding.message
    assert shown.time_bases[0].hourly_pay.value == pytest.approx(20.5 / 0.75)
    # hours_unpaid holds the time between tasks: gaps would count it again.
    assert "would count again" in shown.time_bases[3].hourly_pay.why


def test_few_workers_have_no_figures_under_any_basis(tmp_path: Path) -> None:
    rows = [row | {"hours_paid": 0.25, "hours_unpaid": 0} for row in log(4)]
    shown = audit_rows(tmp_path, rows, grain="task", mapping={"time_basis": "reported_by_worker"})
    for use in shown.time_bases:
        assert use.change is None
        assert use.hourly_pay.published.high is None
        assert use.hours.published.high is None
    [finding] = [f for f in shown.findings if f.code == "time_basis_pays_more"]
    assert not any(mark in finding.message for mark in ("KES", "%", "against"))


def test_one_worker_with_most_of_the_hours_is_not_told_by_their_sum(tmp_path: Path) -> None:
    rows = [*log(6), *(r for d in range(9, 29) for r in clock("w00", "00:00-23:00", day=f"2026-01-{d:02d}"))]
    shown = audit_rows(tmp_path, rows, grain="task")
    assert all(use.hours.published.suppressed for use in shown.time_bases)


def test_several_currencies_have_hours_and_no_pay(tmp_path: Path) -> None:
    rows = [*log(6), *(r | {"worker_id": f"x{r['worker_id']}", "country": "GH", "currency": "GHS"} for r in log(6))]
    spread = [r | {"started_at": str(r["started_at"]).replace("09:30", "10:04")} for r in rows]
    shown = audit_rows(tmp_path, spread, grain="task")
    assert {use.hourly_pay.high for use in shown.time_bases} == {None}
    # 60 + 26 + 30 minutes of tasks; 4 and 8 minutes between them.
    assert [round((u.hours.low or 0) * 60 / 96) for u in shown.time_bases] == [116, 116, 128]
    assert any(f.code == "time_basis_pays_more" for f in shown.findings)


def test_payrolls_and_days_without_stamps_have_nothing_to_compare(tmp_path: Path) -> None:
    rows = [{k: v for k, v in row.items() if k != "started_at"} for row in log(6)]
    assert audit_rows(tmp_path, rows, grain="task").time_bases == ()


def test_a_pay_written_twice_lifts_no_basis(tmp_path: Path) -> None:
    rows = [row | {"export": n, "hours_unpaid": 0} for row in log(10) for n in (1, 2)]
    shown = audit_rows(tmp_path, rows, grain="task")
    union = shown.time_bases[1].hourly_pay
    # Two hours a day: the pay of a day once, or twice.
    assert (union.low, union.high) == pytest.approx((19.5 / 2, 39 / 2))


# ---- weeks


def test_metrics_of_weeks_read_the_time_that_is_named(tmp_path: Path) -> None:
    no_overtime: Row = {"hours_overtime": "0", "overtime_pay": "0"}
    names = ("p99_normal_week_hours", "weekly_hours_max")
    days = [f"2026-01-{12 + day:02d}" for day in range(5)]
    # Five days of 42 tasks of ten minutes, five minutes apart: 35 hours at tasks, and 41 gaps of five minutes a day.
    starts = [divmod(15 * i, 60) for i in range(42)]
    rows = [
        task("w", f"{day} {8 + h:02d}:{m:02d}:00", f"{day} {8 + h:02d}:{m + 10:02d}:00", 2, **no_overtime)
        for day in days
        for h, m in starts
    ]
    week = 35 + 5 * 41 * 5 / 60
    shown = found(tmp_path, rows, *names)
    assert [ends(shown, name) for name in names] == [pytest.approx((week, week))] * 2
    # Overlapping tasks count once: two of four hours that begin a minute apart are four hours and a minute a day.
    twice = [task("w", f"{day} 08:0{i}:00", f"{day} 12:0{i}:00", 2, **no_overtime) for day in days for i in (0, 1)]
    shown = found(tmp_path, twice, *names)
    assert [ends(shown, name) for name in names] == [pytest.approx((5 * 241 / 60,) * 2)] * 2


# ---- what is named


@pytest.mark.parametrize(
    ("grain", "columns", "basis", "named"),
    [
        ("payroll", ("hours_paid",), "logged_interval", "hours_paid"),
        ("payroll", ("hours_paid",), "shift", "shift"),
        ("payroll", ("hours_paid",), "vendor_estimate", "vendor_estimate"),
        ("task", ("stamps",), "logged_interval", "logged_interval"),
        ("task", ("hours_paid",), "logged_interval", "hours_paid"),
        ("task", ("hours_paid", "stamps"), "logged_cluster", "hours_paid, logged_cluster"),
        ("task", ("hours_paid", "stamps"), "reported_by_worker", "reported_by_worker"),
    ],
)
def test_what_the_time_is_bears_the_name_of_what_was_read(
    tmp_path: Path, grain: Any, columns: tuple[str, ...], basis: str, named: str
) -> None:
    rows = [payroll_row(f"w{i}") for i in range(5)] if grain == "payroll" else list(log(5))
    if grain == "task" and "hours_paid" in columns:
        rows = [row | {"hours_paid": 0.5} for row in rows]
    if grain == "task" and "stamps" not in columns:
        # Without a start, an end alone says the day.
        rows = [{k: v for k, v in row.items() if k != "started_at"} for row in rows]
    shown = audit_rows(tmp_path, rows, grain=grain, mapping={"time_basis": basis}, wanted=frozenset({SHARE}))
    assert shown.time_basis == named


def test_rows_without_a_worker_are_not_counted_among_those_who_are_seen(tmp_path: Path) -> None:
    rows = [payroll_row(f"w{i}") for i in range(27)] + [payroll_row("") | {"pay": 4000 + i} for i in range(5)]
    rows = [{k: v for k, v in row.items() if k != "hours_unpaid"} for row in rows]
    shown = audit_rows(tmp_path, rows, wanted=frozenset({SHARE})).metrics[SHARE].published
    # The 27 and the 5 are undecided; those without a worker may be up to 5 more, or any of the 27.
    assert shown.shown_as == "0 to 32 of up to 32"
