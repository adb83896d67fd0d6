"""Generated logs against plain Python (exact fractions) and statsmodels; no code of the engine on the other side."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm

from tests.change_for_tests import Row, audited, day_of, ends, task

AT = 4
SINCE = date.fromisoformat(day_of(AT))


def generated(seed: int) -> list[Row]:
    """Return an uneven log: three kinds of task, other mixes before and after, joiners, leavers, rejected tasks."""
    draw = random.Random(seed)
    rows = []
    for w in range(60):
        rate = draw.choice([0.85, 0.95, 0.995, 1.0, 1.1])
        weeks = [week for week in range(9) if draw.random() < 0.8 and (w % 10 or week < 6) and (w % 11 or week > 3)]
        for week in weeks:
            for i in range(draw.randint(1, 6)):
                kind = draw.choice("aab" if week < AT else "abc")
                pay = {"a": 2, "b": 7.5, "c": 0.4}[kind] * draw.uniform(0.9, 1.1) * (rate if week >= AT else 1)
                status = "approved" if draw.random() < 0.9 else "rejected"
                rows.append(task(f"w{w}", week, f"{pay:.4f}", kind=kind, hour=6 + i, status=status))
    draw.shuffle(rows)
    return rows


def by_hand(rows: list[Row]) -> dict[str, tuple[Fraction, Fraction]]:
    """Return worker -> (actual, expected) pay after the change for kinds of task done on both sides."""
    sums: dict[tuple[str, str, bool], list[Fraction]] = defaultdict(lambda: [Fraction(0), Fraction(0)])
    for row in rows:
        if row["status"] == "approved":
            cell = sums[str(row["worker_id"]), str(row["task_type"]), str(row["submitted_at"]) >= day_of(AT)]
            cell[0] += Fraction(str(row["pay"]))
            cell[1] += 1
    found: dict[str, tuple[Fraction, Fraction]] = {}
    for worker, kind, late in list(sums):
        if late and (worker, kind, False) in sums:
            before, after = sums[worker, kind, False], sums[worker, kind, True]
            actual, expected = found.get(worker, (Fraction(0), Fraction(0)))
            found[worker] = actual + after[0], expected + after[1] * before[0] / before[1]
    return found


@pytest.mark.parametrize("seed", range(3))
def test_same_work_by_worker(tmp_path: Path, seed: int) -> None:
    rows = generated(seed)
    expected = by_hand(rows)
    changes = {worker: actual / wanted - 1 for worker, (actual, wanted) in expected.items()}
    lost = [-change for change in changes.values() if change < Fraction(-1, 100)]
    assert 5 <= len(lost) < len(changes) < 60
    found = audited(tmp_path, rows, since=SINCE)
    apart = found.counts["other_work"] or 0
    n = len(changes) + apart
    assert ends(found, "share_cut") == pytest.approx((len(lost) / n, (len(lost) + apart) / n), rel=1e-9)
    if not apart:
        assert ends(found, "mean_loss_of_cut") == pytest.approx((float(sum(lost) / len(lost)),) * 2, rel=1e-6)
        pooled = sum(a for a, _ in expected.values()) / sum(e for _, e in expected.values()) - 1
        assert ends(found, "pooled_change") == pytest.approx((float(pooled),) * 2, rel=1e-6, abs=1e-6)


def sized(seed: int) -> tuple[list[Row], list[tuple[str, bool, float, float, float]]]:
    """Return tasks whose pay depends on two columns, on the worker, and on a cut of 0.5 KES for some."""
    draw = random.Random(seed)
    rows, plain = [], []
    for w in range(40):
        level, cut = draw.uniform(2, 5), 0.5 if w % 4 == 0 else 0.0
        for week in range(8):
            for i in range(3):
                x, z = draw.uniform(1, 10) + week, draw.uniform(0, 3)
                pay = round(level + 0.3 * x + 0.8 * z + draw.gauss(0, 0.02) - (cut if week >= AT else 0), 4)
                x, z = round(x, 3), round(z, 3)
                rows.append(task(f"w{w}", week, pay, hour=9 + i, pages=x, photos=z))
                plain.append((f"w{w}", week >= AT, pay, x, z))
    return rows, plain


def test_factors_against_least_squares_with_a_level_for_each_worker(tmp_path: Path) -> None:
    rows, plain = sized(4)
    workers = sorted({row[0] for row in plain})
    before = [row for row in plain if not row[1]]
    dummies = np.array([[row[0] == w for w in workers] for row in before], dtype=float)
    design = np.column_stack([dummies, [[row[3], row[4]] for row in before]])
    model = sm.OLS([row[2] for row in before], design).fit()
    changes = {}
    for number, worker in enumerate(workers):
        after = [row for row in plain if row[0] == worker and row[1]]
        wanted = sum(model.params[number] + model.params[-2] * x + model.params[-1] * z for _, _, _, x, z in after)
        changes[worker] = sum(row[2] for row in after) / wanted - 1
    lost = [-change for change in changes.values() if change < -0.01]
    found = audited(tmp_path, rows, since=SINCE, factors=("pages", "photos"))
    assert len(lost) == 10
    assert ends(found, "share_cut") == (10 / 40, 10 / 40)
    assert ends(found, "mean_loss_of_cut") == pytest.approx((np.mean(lost),) * 2, rel=1e-5)
    # Without the columns longer tasks after the change hide the cut of most.
    hidden = ends(audited(tmp_path, rows, since=SINCE), "share_cut")[1]
    assert hidden is not None
    assert hidden < 4 / 40
    assert audited(tmp_path, rows, factors=("pages", "photos")).evidence.tied == ("2026-W06",)
