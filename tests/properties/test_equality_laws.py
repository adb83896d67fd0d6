"""Laws of the gaps between women and men: what is hidden lies inside, order is nothing, small groups stay hidden."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.model.wages import WageSet
from tests.pay_for_tests import SCOPE, audit_rows, payroll_row

Row = dict[str, object]
FEW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
NAMES = frozenset(f"gender_gap_{kind}{tail}" for kind in ("mean", "median", "adjusted") for tail in ("", "_paid_time"))


@st.composite
def payrolls(draw: st.DrawFn) -> list[Row]:
    """Draw 4 to 14 workers with a row each; some are of other or unsaid gender, some have fees over their pay."""
    genders = st.sampled_from(["female", "male", "female", "male", "other", ""])
    people = draw(
        st.lists(st.tuples(genders, st.integers(5, 60), st.sampled_from([80, 100, 160])), min_size=4, max_size=14)
    )
    return [
        payroll_row(
            f"w{i}", wage * hours, hours, gender=gender, job_category=draw(st.sampled_from("ab")),
            fees=draw(st.sampled_from([0, 0, 0, 50, 20000])), hours_unpaid=draw(st.sampled_from([0, 0, 20])),
        )
        for i, (gender, wage, hours) in enumerate(people)
    ]  # fmt: skip


def measured(rows: list[Row], scope: Any = SCOPE) -> WageSet:
    with tempfile.TemporaryDirectory() as folder:
        return audit_rows(Path(folder), rows, wanted=NAMES, scope=scope)


def inside(whole: WageSet, open_: WageSet) -> None:
    for name, metric in whole.metrics.items():
        if metric.low is None or metric.high is None:
            continue
        found = open_.metrics[name]
        low = -math.inf if found.low is None else found.low
        high = math.inf if found.high is None else found.high
        assert low <= metric.low + 1e-9, name
        assert high >= metric.high - 1e-9, name


@FEW
@given(payrolls(), st.data())
def test_what_was_hidden_lies_inside(rows: list[Row], data: st.DataObject) -> None:
    columns = ["gender", "pay", "hours_paid", "fees", "hours_unpaid", "job_category", "worker_id"]
    hidden = [dict(row) for row in rows]
    for _ in range(data.draw(st.integers(1, 3))):
        hidden[data.draw(st.integers(0, len(rows) - 1))][data.draw(st.sampled_from(columns))] = ""
    inside(measured(rows), measured(hidden))


@FEW
@given(payrolls(), st.data())
def test_whom_the_headcount_alone_knows_lies_inside(rows: list[Row], data: st.DataObject) -> None:
    gone = data.draw(st.integers(0, len(rows) - 1))
    scope = SCOPE._replace(headcount=len(rows))
    inside(measured(rows, scope), measured([row for i, row in enumerate(rows) if i != gone], scope))


@FEW
@given(payrolls(), st.randoms(use_true_random=False))
def test_order_changes_no_bit(rows: list[Row], random: Any) -> None:
    mixed = list(rows)
    random.shuffle(mixed)
    assert measured(rows).metrics == measured(mixed).metrics


@FEW
@given(payrolls())
def test_nothing_is_shown_of_a_group_under_five(rows: list[Row]) -> None:
    counts = [sum(row["gender"] == gender for row in rows) for gender in ("female", "male")]
    for name, metric in measured(rows).metrics.items():
        needed = 10 if "median" in name else 5
        if min(counts) < needed:
            assert (metric.published.value, metric.published.low, metric.published.high) == (None, None, None), name
            assert not any(ch.isdigit() for ch in metric.published.shown_as), name
