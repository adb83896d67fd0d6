"""Pay that the named factors do not explain, against statsmodels row by row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from checker.model.pay_table import Factor
from checker.model.wages import Metric
from tests.pay_for_tests import SCOPE, audit, item, open_rows, payroll_row, task_row

Row = dict[str, object]
NAME = "unexplained_pay_variance"
FACTORS = {"pages": Factor("pages"), "task_type": Factor("task_type", words=True)}


def tasks(workers: int = 8, each: int = 30, noise: float = 2.0) -> list[Row]:
    random = np.random.default_rng(5)
    rows = []
    for w in range(workers):
        for i in range(each):
            pages, kind = int(random.integers(1, 9)), str(random.choice(["draw", "name", "tag"]))
            pay = 3 + 0.5 * pages + {"draw": 2, "name": 0, "tag": 1}[kind] + noise * random.random()
            rows.append(
                task_row(f"w{w}", f"2026-03-{1 + i % 28:02d}", round(pay, 2), start=f"{8 + i // 28:02d}:00", minutes=9,
                         pages=pages, task_type=kind, sort=i)
            )  # fmt: skip
    return rows


def found(folder: Path, rows: list[Row], grain: str = "task", factors: Any = FACTORS, **other: Any) -> Metric:
    sampling = other.pop("sampling", "census")
    table = open_rows(folder, rows, grain=grain, factors=factors, evidence=item(sampling=sampling))
    return audit(table, wanted=frozenset({NAME}), **other).metrics[NAME]


def design(rows: list[Row]) -> tuple[np.ndarray, np.ndarray]:
    x = [[1, float(str(r["pages"])), r["task_type"] == "name", r["task_type"] == "tag"] for r in rows]
    return np.array([float(str(r["pay"])) for r in rows]), np.array(x, dtype=float)


def test_against_statsmodels_with_each_worker_held_out_in_turn(tmp_path: Path) -> None:
    statsmodels = pytest.importorskip("statsmodels.api")
    rows = tasks()
    y, x = design(rows)
    oracle = statsmodels.OLS(y, x).fit()
    errors = 0.0
    for w in range(8):
        mine = np.array([row["worker_id"] == f"w{w}" for row in rows])
        errors += float(((y[mine] - statsmodels.OLS(y[~mine], x[~mine]).fit().predict(x[mine])) ** 2).sum())
    held_out = 1 - errors / float(((y - y.mean()) ** 2).sum())
    metric = found(tmp_path, rows)
    assert metric.value == pytest.approx(1 - oracle.rsquared, rel=1e-9)
    assert metric.published.shown_as == (
        f"R2 {oracle.rsquared:.3f}, adjusted {oracle.rsquared_adj:.3f}, on workers held out {held_out:.3f};"
        " 240 tasks, 3 factors or levels"
    )
    assert (metric.n, metric.basis, metric.estimator) == (240, "tasks", "1 - R2, least squares on pages, task_type")


def test_rows_in_any_order_give_the_same_bits(tmp_path: Path) -> None:
    rows = tasks(workers=23)
    mixed = [rows[i] for i in np.random.default_rng(1).permutation(len(rows))]
    renamed = [{**row, "worker_id": f"x{row['worker_id']}y"} for row in rows]
    assert found(tmp_path, rows) == found(tmp_path, mixed) == found(tmp_path, renamed)


def test_a_rule_that_is_kept_leaves_nothing(tmp_path: Path) -> None:
    metric = found(tmp_path, tasks(noise=0))
    assert metric.value == pytest.approx(0, abs=1e-9)


def test_a_factor_twice_or_constant_changes_nothing(tmp_path: Path) -> None:
    rows = [{**row, "again": float(str(row["pages"])) * 2 + 7, "same": 4} for row in tasks()]
    more = {**FACTORS, "again": Factor("again"), "same": Factor("same")}
    assert found(tmp_path, rows, factors=more).value == pytest.approx(found(tmp_path, rows).value, rel=1e-9)


def test_numbers_far_from_zero_keep_their_digits(tmp_path: Path) -> None:
    rows = tasks()
    far = [{**row, "pages": float(str(row["pages"])) + 1e6} for row in rows]
    assert found(tmp_path, far).value == pytest.approx(found(tmp_path, rows).value, rel=1e-9)


def test_a_payroll_is_explained_by_the_hour(tmp_path: Path) -> None:
    statsmodels = pytest.importorskip("statsmodels.api")
    random = np.random.default_rng(3)
    rows, y, x = [], [], []
    for i in range(60):
        years, hours = int(random.integers(0, 20)), int(random.integers(50, 170))
        pay = round((9 + 0.3 * years + random.normal(0, 1)) * hours, 2)
        rows.append(payroll_row(f"w{i}", pay, hours, years=years))
        y.append(pay / hours)
        x.append([1, years])
    metric = found(tmp_path, rows, grain="payroll", factors={"years": Factor("years")})
    assert metric.value == pytest.approx(1 - statsmodels.OLS(y, x).fit().rsquared, rel=1e-9)
    assert metric.basis == "pay of an hour, rows"


def test_unpaid_rows_are_no_part_of_it(tmp_path: Path) -> None:
    rows = tasks()
    more = [*rows, *({**row, "status": "rejected", "pay": 900, "submitted_at": "2026-04-02 10:00:00",
                      "started_at": "2026-04-02 09:50:00"} for row in rows[:3])]  # fmt: skip
    assert found(tmp_path, more).value == found(tmp_path, rows).value


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"pay": ""}, "pay or a factor of some rows is not known"),
        ({"pages": ""}, "pay or a factor of some rows is not known"),
        ({"pages": "many"}, "pay or a factor of some rows is not known"),
        ({"task_type": ""}, "pay or a factor of some rows is not known"),
        ({"worker_id": ""}, "1 row has no worker"),
        ({"currency": "GHS"}, "several currencies"),
    ],
)
def test_one_hole_makes_it_unknown(tmp_path: Path, change: Row, words: str) -> None:
    rows = tasks()
    rows[17] |= change
    metric = found(tmp_path, rows)
    assert (metric.low, metric.high) == (None, None)
    assert words in metric.why


def test_unknown_without_factors_without_workers_without_spread_and_with_few_rows(tmp_path: Path) -> None:
    assert "does not say what pay depends on" in found(tmp_path, tasks(), factors={}).why
    assert "not in the data" in found(tmp_path, tasks(), scope=SCOPE._replace(headcount=9)).why
    flat = [{**row, "pay": 5} for row in tasks()]
    assert "pay does not vary" in found(tmp_path, flat).why
    # Three columns (pages, two levels) need sixty rows.
    assert found(tmp_path, tasks(workers=6, each=10)).value is not None
    assert "fewer than 20 rows" in found(tmp_path, tasks(workers=6, each=10)[:-1]).why


def test_a_sample_has_an_interval(tmp_path: Path) -> None:
    whole, sample = found(tmp_path, tasks()), found(tmp_path, tasks(), sampling="sample")
    assert sample.low is not None
    assert sample.high is not None
    assert 0 <= sample.low < whole.value < sample.high <= 1
    assert "95 % interval by jackknife" in sample.why


def test_files_whose_mappings_name_other_factors(tmp_path: Path) -> None:
    rows = tasks()
    with_ = open_rows(tmp_path, rows[:120], grain="task", factors=FACTORS, name="a.csv", evidence=item())
    without = open_rows(tmp_path, rows[120:], grain="task", name="b.csv", evidence=item())
    metric = audit([with_, without], wanted=frozenset({NAME})).metrics[NAME]
    assert "factor of some rows is not known" in metric.why
    turned = dict(reversed(FACTORS.items()))
    other = open_rows(tmp_path, rows[120:], grain="task", factors=turned, name="b.csv", evidence=item())
    both = audit([with_, other], wanted=frozenset({NAME})).metrics[NAME]
    assert both.value == pytest.approx(found(tmp_path, rows).value, rel=1e-9)
