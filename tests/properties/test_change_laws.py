"""Laws of the pay-change audit: order and names change nothing, a rise for all cuts nobody, silence hides none."""

from __future__ import annotations

import random
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.model.pay_change import PayChange
from checker.render.pay_change import as_json
from tests.change_for_tests import Row, audited, day_of, ends, rule, task

AT = 3
SINCE = date.fromisoformat(day_of(AT))
FEW = settings(max_examples=15, deadline=None)
seeds = st.integers(0, 10_000)


def uneven(seed: int, *, workers: int = 9, totals: bool = False) -> list[Row]:
    """Return an uneven log in which some are cut, some rise, some kinds of task come and go."""
    draw = random.Random(seed)
    rows = []
    for w in range(workers):
        factor = draw.choice([0.8, 0.95, 1.0, 1.0, 1.2])
        for week in range(6):
            for i in range(draw.randint(0, 3)):
                total = draw.choice([20, 40, 100])
                kind = draw.choice(["a", "a", "b"])
                base = 5 + 0.075 * total if totals else {"a": 2.0, "b": 3.5}[kind]
                pay = round(base * (factor if week >= AT else 1) * draw.choice([1, 1, 1.02]), 4)
                other: dict[str, Any] = {"order_total": total} if totals else {}
                rows.append(task(f"w{w}", week, pay, kind=kind, hour=7 + i, **other))
    return rows


def run(rows: list[Row], **question: Any) -> PayChange:
    with tempfile.TemporaryDirectory() as folder:
        return audited(Path(folder), rows, **question)


def everything(found: PayChange) -> tuple[Any, ...]:
    return as_json(found), {name: (m.low, m.high) for name, m in found.metrics.items()}


@pytest.mark.parametrize("question", [{}, {"since": SINCE}, {"formula": rule()}], ids=["found", "given", "formula"])
@FEW
@given(seed=seeds, other=seeds)
def test_the_order_of_rows_changes_nothing(question: dict[str, Any], seed: int, other: int) -> None:
    rows = uneven(seed, totals="formula" in question)
    mixed = random.Random(other).sample(rows, len(rows))
    assert everything(run(mixed, **question)) == everything(run(rows, **question))


@pytest.mark.parametrize("question", [{}, {"since": SINCE}, {"formula": rule()}], ids=["found", "given", "formula"])
@FEW
@given(seed=seeds, other=seeds)
def test_the_names_of_workers_change_nothing(question: dict[str, Any], seed: int, other: int) -> None:
    rows = uneven(seed, totals="formula" in question)
    names = random.Random(other).sample(range(1000), 9)
    renamed = [row | {"worker_id": f"x{names[int(str(row['worker_id'])[1:])]}"} for row in rows]
    assert everything(run(renamed, **question)) == everything(run(rows, **question))


@FEW
@given(seed=seeds, rise=st.floats(0.01, 5))
def test_a_rise_of_the_same_amount_for_every_task_cuts_nobody(seed: int, rise: float) -> None:
    draw = random.Random(seed)
    prices = {(w, kind): round(draw.uniform(1, 9), 2) for w in range(9) for kind in "ab"}
    rows = []
    for (w, kind), price in prices.items():
        for week in range(6):
            for i in range(draw.randint(1, 2)):
                pay = round(price + (rise if week >= AT else 0), 4)
                rows.append(task(f"w{w}", week, pay, kind=kind, hour=(7 if kind == "a" else 12) + i))
    for question in ({"since": SINCE, "announced": SINCE}, {"announced": SINCE}):
        found = run(rows, **question)
        assert ends(found, "share_cut")[1] in (0, None)
        assert not any(f.code == "pay_cut" for f in found.findings)
    assert ends(run(rows, since=SINCE), "share_cut") == (0, 0)


@FEW
@given(seed=seeds, gone=seeds)
def test_hiding_pay_never_makes_fewer_cuts_possible(seed: int, gone: int) -> None:
    """A blank cell may leave it open who was cut; it never takes a possible cut away."""
    rows = uneven(seed)
    blank = [dict(row) for row in rows]
    for at in random.Random(gone).sample(range(len(rows)), min(4, len(rows))):
        blank[at]["pay"] = ""
    before, after = ends(run(rows, since=SINCE), "share_cut"), ends(run(blank, since=SINCE), "share_cut")
    if before[1] is None or after[1] is None:
        assert before == after == (None, None)
        return
    assert before[0] is not None
    assert after[0] is not None
    assert after[1] >= before[1] - 1e-12
    assert after[0] <= before[0] + 1e-12


@FEW
@given(seed=seeds, times=st.integers(2, 9))
def test_pay_in_a_smaller_unit_changes_no_share(seed: int, times: int) -> None:
    rows = uneven(seed)
    scaled = [row | {"pay": round(float(str(row["pay"])) * 10**times, 4)} for row in rows]
    one, other = run(rows, since=SINCE), run(scaled, since=SINCE)
    for name in ("share_cut", "mean_loss_of_cut", "pooled_change"):
        low, high = ends(one, name)
        if low is None or high is None:
            assert ends(other, name) == (low, high)
        else:
            assert ends(other, name) == pytest.approx((low, high), rel=1e-6, abs=1e-7)
