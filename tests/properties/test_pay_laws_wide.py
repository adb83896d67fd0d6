"""The law of intervals on wide pay: whatever a hidden cell held, the truth lies between the ends that are given.

Every family that is built, under every method, on rows with overtime, contract
hours, fees over pay, other currencies and places, bars that change inside a period, and long periods. Each example
asks for the floor metrics of one bar and one way to count time, by one method, and for a few other metrics: what one
pass over the rows gives, so that an example takes part of a second and a search tries many.
"""

from __future__ import annotations

import math
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from checker.errors import InputError
from checker.facts.metrics import METRICS
from checker.facts.wage_audit import METHODS
from checker.model.wages import WageSet
from tests.pay_for_tests import SCOPE, audit_rows, payroll_row, rates_of, task_row

FEW = settings(
    max_examples=max(2, settings.default.max_examples // 4 if settings.default else 2),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""A quarter of what the profile says, less in the gate: each example measures twice. What breaks a law is small as it
is drawn; to make it smaller takes minutes."""
ROUNDING = 1e-9
RECORDS = ("unpaid_time_recorded_share", "months_covered", "headcount_coverage", "statuses_missing")
"""What these say is about the record itself, which a hidden cell changes."""
WRITTEN_OR_NOT = {
    "expected_minutes": "share_tasks_with_estimate", "rejection_reason": "rejections_without_reason",
}  # fmt: skip
"""Column -> the metric to which its empty cell is an answer, and not one that was hidden."""
OF_A_WHOLE = ("own_table", "change", "equality")
"""Families with laws of their own: the subject's own table, and comparisons of two sides of a set."""
WANTED = [entry for entry in METRICS.values() if entry.family not in OF_A_WHOLE and entry.name not in RECORDS]
OTHERS = [entry.name for entry in WANTED if not entry.compute.startswith("checker.facts.metrics.floor:")]
FEW_OTHERS = 5


class Asked(NamedTuple):
    """What one example measures."""

    names: frozenset[str]
    method: str


@st.composite
def questions(draw: st.DrawFn) -> Asked:
    """Draw the floor metrics of one bar and time, some others, and a method."""
    bar = draw(st.booleans()), draw(st.booleans())
    floor = [e.name for e in WANTED if e.name not in OTHERS and (e.minimum_wage, e.paid_time) == bar]
    others = draw(st.lists(st.sampled_from(OTHERS), min_size=1, max_size=FEW_OTHERS, unique=True))
    return Asked(frozenset([*floor, *others]), draw(st.sampled_from(METHODS)))


BENCHMARKS = """\
country,region_code,kind,amount,currency,period,hours_per_week,gross_or_net,valid_from,valid_to,checked_on,area,city_names,extent
KE,,living_wage,10,KES,hour,,gross,2025-01-01,2026-02-10,,national,,all
KE,,living_wage,12,KES,hour,,gross,2026-02-11,,,national,,all
KE,,minimum_wage,5,KES,hour,,gross,2025-01-01,,2025-06-01,national,,all
GH,,living_wage,20,GHS,hour,,gross,2025-01-01,,,national,,all
UG,,living_wage,1733.333333333333333,UGX,month,40,gross,2025-01-01,,,national,,all
UG,,minimum_wage,800,UGX,month,,gross,2025-01-01,,2025-06-01,national,,all
ZM,,living_wage,10,ZMW,hour,,net,2025-01-01,,,national,,all
"""
"""Invented. KE changes within February; UG pays by the month, its legal minimum without weekly hours; ZM is net."""
RATES = ("2026-01,USD,KES,10", "2026-02,USD,KES,11", "2026-01,USD,GHS,2", "2026-02,USD,GHS,2")
"""None for March: pay in dollars cannot be compared there."""

Row = dict[str, object]
PERIODS = (
    ("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-02-28"), ("2026-03-02", "2026-03-08"),
    ("2026-02-09", "2026-02-15"), ("2026-03-01", "2026-04-15"),
)  # fmt: skip
PLACES = (("KE", "KES"), ("KE", "KES"), ("KE", "USD"), ("GH", "GHS"), ("UG", "UGX"), ("ZM", "ZMW"), ("TV", "AUD"))


@st.composite
def payrolls(draw: st.DrawFn) -> list[Row]:
    """Draw one row a worker and period; which columns there are is drawn as well."""
    keys = draw(
        st.lists(
            st.tuples(st.sampled_from("abcd"), st.sampled_from(PERIODS)), min_size=2, max_size=6, unique=True
        )
    )  # fmt: skip
    overtime, contract, extras = draw(st.booleans()), draw(st.booleans()), draw(st.booleans())
    places = draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=2))
    rows = []
    for worker, (first, last) in keys:
        country, currency = draw(st.sampled_from(places))
        hours = draw(st.sampled_from([0, 20, 40]))
        row = payroll_row(
            worker, draw(st.integers(0, 25)) * hours, hours, period_start=first, period_end=last, country=country,
            currency=currency, fees=draw(st.sampled_from([0, 0, 50, 500])), deductions=draw(st.sampled_from([0, 20])),
            hours_unpaid=draw(st.sampled_from([0, 0, 10])),
        )  # fmt: skip
        if overtime:
            row |= draw(
                st.sampled_from(
                    [
                        {"overtime_pay": 0, "hours_overtime": 0},
                        {"overtime_pay": 100, "hours_overtime": 10},
                        {"overtime_pay": 0, "hours_overtime": 10},
                        {"overtime_pay": 400, "hours_overtime": 10},
                        {"overtime_pay": 50, "hours_overtime": 0},
                    ]
                )
            )
        if contract:
            row |= draw(
                st.sampled_from(
                    [
                        {"hours_basis": "recorded", "contract_weekly_hours": ""},
                        {"hours_basis": "contract", "contract_weekly_hours": 40},
                    ]
                )
            )
        if extras:
            row |= {
                "fines": draw(st.sampled_from([0, 0, 10])),
                "payslip": draw(st.sampled_from(["true", "false"])),
                "paid_date": draw(st.sampled_from(["2026-02-05", "2026-03-05", "2026-05-05"])),
                "requester_country": draw(st.sampled_from(["KE", "UG"])),
                "guaranteed_bonus": draw(st.sampled_from([0, 100])),
                "in_kind": draw(st.sampled_from([0, 100])),
                "costs": draw(st.sampled_from([0, 30])),
            }
        rows.append(row)
    return rows


def _beside(draw: st.DrawFn) -> Row:
    """Draw what metrics of payment and of money taken read."""
    return {
        "client_price": draw(st.sampled_from([500, 2000])),
        "recruitment_fees": draw(st.sampled_from([0, 0, 70])),
        "exchange_loss": draw(st.sampled_from([0, 9])),
        "due_date": draw(st.sampled_from(["2026-02-05", "2026-04-20"])),
        "paid_date": draw(st.sampled_from(["2026-02-05", "2026-02-19", "2026-03-05", "2026-04-30"])),
        "stated_hourly_rate": draw(st.sampled_from([8, 12])),
        "fines": draw(st.sampled_from([0, 0, 3])),
        "payslip": draw(st.sampled_from(["true", "true", "false"])),
        "rejection_reason": draw(st.sampled_from(["", "blurred"])),
        "overtime_pay": draw(st.sampled_from([0, 0, 5, 15])),
        "hours_overtime": draw(st.sampled_from([0, 0.5, 1])),
        "requester_country": draw(st.sampled_from(["KE", "GH", "UG"])),
    }


@st.composite
def weekly_logs(draw: st.DrawFn) -> list[Row]:
    """Draw a task or two a week of few workers over ten weeks, so that some have eight of them and others not."""
    rows = []
    currency = draw(st.sampled_from(["KES", "USD"]))
    for worker in "abc"[: draw(st.integers(1, 3))]:
        steady = draw(st.booleans())
        weeks = range(10) if steady else sorted(draw(st.sets(st.integers(0, 9), min_size=6, max_size=9)))
        for week in weeks:
            # The first falls into a week that the period in scope cuts.
            day = date(2026, 1, 2) + timedelta(days=7 * week)
            row = task_row(
                worker, day.isoformat(), 10 if steady else draw(st.sampled_from([0, 4, 10, 30])),
                draw(st.sampled_from([30, 60])), currency=currency, fees=draw(st.sampled_from(["0", "0", "2"])),
                status=draw(st.sampled_from(["approved", "approved", "approved", "rejected", "pending"])),
                hours_unpaid=draw(st.sampled_from(["0", "0.5"])),
                task_type=draw(st.sampled_from(["boxes", "boxes", "text"])),
                is_pilot=draw(st.sampled_from(["true", "false"])), rate_per_task=draw(st.sampled_from([5, 10])),
                expected_minutes=draw(st.sampled_from([40, 40, ""])),
                time_limit_minutes=90, minutes_sensitive=draw(st.sampled_from([0, 50, 80])),
                bad_faith=draw(st.sampled_from(["true", "false"])),
            )  # fmt: skip
            rows.append(row | _beside(draw))
    return rows


@st.composite
def task_logs(draw: st.DrawFn) -> list[Row]:
    """Draw tasks of a few workers in two months, with every status."""
    keys = draw(
        st.lists(
            st.tuples(st.sampled_from("abc"), st.integers(1, 28), st.sampled_from(["01", "02", "03"])),
            min_size=2, max_size=8, unique=True,
        )
    )  # fmt: skip
    places = draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=2))
    rows = []
    for worker, day, month in keys:
        country, currency = draw(st.sampled_from(places))
        rows.append(
            task_row(
                worker, f"2026-{month}-{day:02d}", draw(st.sampled_from([0, 5, 10, 30])),
                draw(st.sampled_from([0, 30, 60, 120])), country=country, currency=currency,
                status=draw(st.sampled_from(["approved", "approved", "rejected", "returned", "pending"])),
                hours_unpaid=draw(st.sampled_from(["0", "0.5"])), fees=draw(st.sampled_from(["0", "0", "20"])),
            )
        )  # fmt: skip
    return rows


def measured(rows: list[Row], grain: str, asked: Asked, scope: Any = SCOPE) -> WageSet:
    with tempfile.TemporaryDirectory() as folder:
        return audit_rows(
            Path(folder), rows, grain=grain, wanted=asked.names, benchmarks=BENCHMARKS, rates=(rates_of(*RATES),),
            methods=frozenset({asked.method}), scope=scope,
        )  # fmt: skip


def hidden_from(rows: list[Row], grain: str, asked: Asked) -> WageSet | None:
    """Return what rows with blanks say; None where no row of them can be read, which is an error and no number."""
    try:
        return measured(rows, grain, asked)
    except InputError as error:
        if "rows can be read" in str(error):
            return None
        raise


def inside(whole: WageSet, open_: WageSet | None, but: frozenset[str] = frozenset()) -> None:
    """Every number of ``whole`` lies between the ends that ``open_`` gives, ``but`` for some."""
    if open_ is None:
        return
    for name, metric in whole.metrics.items():
        if metric.low is None or metric.high is None or name in but:
            continue
        found = open_.metrics[name]
        low = -math.inf if found.low is None else found.low
        high = math.inf if found.high is None else found.high
        slack = ROUNDING * max(1.0, *(abs(e) for e in (metric.low, metric.high) if math.isfinite(e)), 1.0)
        assert low <= metric.low + slack, (name, metric.low, low)
        assert high >= metric.high - slack, (name, metric.high, high)


@FEW
@given(payrolls(), questions(), st.data())
def test_what_a_hidden_cell_of_a_payroll_held_lies_inside(rows: list[Row], asked: Asked, data: st.DataObject) -> None:
    # A blank day of payment says that none has come; what is added to pay counts where it is shown.
    columns = sorted(set(rows[0]) - {"period_start", "hours_basis", "paid_date", "guaranteed_bonus", "in_kind"})
    holes = data.draw(
        st.lists(st.tuples(st.integers(0, len(rows) - 1), st.sampled_from(columns)), min_size=1, max_size=3)
    )
    hidden = [dict(r) for r in rows]
    for row, column in holes:
        hidden[row][column] = ""
    inside(measured(rows, "payroll", asked), hidden_from(hidden, "payroll", asked))


@FEW
@given(payrolls(), questions(), st.data())
def test_what_a_hidden_column_of_a_payroll_held_lies_inside(rows: list[Row], asked: Asked, data: st.DataObject) -> None:
    can_go = {"hours_paid", "hours_unpaid", "fees", "deductions", "costs", "overtime_pay", "hours_overtime"}
    column = data.draw(st.sampled_from(sorted(can_go & set(rows[0]))))
    hidden = [{name: cell for name, cell in row.items() if name != column} for row in rows]
    inside(measured(rows, "payroll", asked), hidden_from(hidden, "payroll", asked))


@FEW
@given(task_logs(), questions(), st.data())
def test_what_a_hidden_cell_of_a_task_held_lies_inside(rows: list[Row], asked: Asked, data: st.DataObject) -> None:
    columns = ["pay", "started_at", "hours_unpaid", "fees", "status", "worker_id", "country", "currency", "deductions"]
    holes = data.draw(
        st.lists(st.tuples(st.integers(0, len(rows) - 1), st.sampled_from(columns)), min_size=1, max_size=3)
    )
    hidden = [dict(r) for r in rows]
    for row, column in holes:
        hidden[row][column] = ""
    inside(measured(rows, "task", asked), hidden_from(hidden, "task", asked))


@FEW
@given(weekly_logs(), questions(), st.data())
def test_what_a_hidden_cell_of_some_weeks_held_lies_inside(rows: list[Row], asked: Asked, data: st.DataObject) -> None:
    # One kind of task at one place has a rate of its own.
    if data.draw(st.booleans()):
        rows = [row | {"task_type": "boxes"} for row in rows]
    columns = sorted(set(rows[0]) - {"bad_faith"})
    holes = data.draw(
        st.lists(st.tuples(st.integers(0, len(rows) - 1), st.sampled_from(columns)), min_size=1, max_size=3)
    )
    hidden = [dict(r) for r in rows]
    for row, column in holes:
        hidden[row][column] = ""
    of_blanks = frozenset(WRITTEN_OR_NOT[column] for _, column in holes if column in WRITTEN_OR_NOT)
    inside(measured(rows, "task", asked), hidden_from(hidden, "task", asked), of_blanks)


@FEW
@given(weekly_logs(), questions(), st.data())
def test_what_a_hidden_column_of_some_weeks_held_lies_inside(
    rows: list[Row], asked: Asked, data: st.DataObject
) -> None:
    stay = {"worker_id", "country", "currency", "submitted_at", "pay", "bad_faith"}
    column = data.draw(st.sampled_from(sorted(set(rows[0]) - stay)))
    hidden = [{name: cell for name, cell in row.items() if name != column} for row in rows]
    inside(measured(rows, "task", asked), hidden_from(hidden, "task", asked))


GRAINS = st.one_of(
    payrolls().map(lambda r: ("payroll", r)),
    task_logs().map(lambda r: ("task", r)),
    weekly_logs().map(lambda r: ("task", r)),
)


@FEW
@given(GRAINS, questions(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_number(drawn: tuple[str, list[Row]], asked: Asked, chance: Any) -> None:
    grain, rows = drawn
    mixed = list(rows)
    chance.shuffle(mixed)
    first, last = (measured(order, grain, asked) for order in (rows, mixed))
    assert repr(first.metrics) == repr(last.metrics)


@FEW
@given(GRAINS, questions(), st.sampled_from(["tips", "bonus"]), st.lists(st.integers(0, 5000), min_size=1, max_size=9))
def test_tips_and_unsure_bonuses_change_no_number(
    drawn: tuple[str, list[Row]], asked: Asked, column: str, more: list[int]
) -> None:
    grain, rows = drawn
    with_more = [row | {column: more[n % len(more)]} for n, row in enumerate(rows)]
    one, other = (measured(some, grain, asked) for some in (rows, with_more))
    assert repr(one.metrics) == repr(other.metrics)


@FEW
@given(GRAINS, questions(), st.data())
def test_whom_the_headcount_alone_knows_lies_inside(
    drawn: tuple[str, list[Row]], asked: Asked, data: st.DataObject
) -> None:
    grain, rows = drawn
    workers = sorted({str(r["worker_id"]) for r in rows})
    gone = data.draw(st.sampled_from(workers))
    kept = [r for r in rows if r["worker_id"] != gone]
    if kept:
        scope = SCOPE._replace(headcount=len(workers))
        inside(measured(rows, grain, asked, scope), measured(kept, grain, asked, scope))
